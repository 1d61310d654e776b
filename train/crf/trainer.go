package crf

import (
	"fmt"
	"math"
	"sort"
	"sync"

	field "github.com/parley-reader/parley/internal/crf"
)

// chunk is a stretch of a sequence that is trained on in one step.
type chunk struct {
	seq        *Sequence
	first, end int
}

type trainer struct {
	o         Options
	n         int
	keys      []uint32
	counts    []int32
	w, g2     []float32 // [feature][label]: weights, summed squares of gradients
	tw, tg2   []float64 // transitions [class][from+1][to], then the end's
	legal     []bool
	mean      []float32
	tmean     []float64
	means     int
	chunks    []chunk
	positions int
	round     uint32 // the epoch, for what is dropped in it
	below     uint32 // a hash below it is dropped
	workers   [2]*worker
}

func newTrainer(c *Collector, o Options) *trainer {
	t := &trainer{o: o, n: len(o.Schema.Labels)}
	t.keys, t.counts = number(c.Sequences, o.MinCount)
	n := t.n
	t.below = uint32(o.Drop * (1<<32 - 1))
	t.w, t.g2, t.mean = make([]float32, len(t.keys)*n), make([]float32, len(t.keys)*n), make([]float32, len(t.keys)*n)
	nt := o.Schema.Classes*(n+1)*n + n
	t.tw, t.tg2, t.tmean = make([]float64, nt), make([]float64, nt), make([]float64, nt)
	t.legal = make([]bool, nt)
	for class := range o.Schema.Classes {
		for a := -1; a < n; a++ {
			for b := range n {
				t.legal[t.step(class, a, b)] = o.Schema.Legal(a, b, uint8(class))
			}
		}
	}
	for a := range n {
		t.legal[nt-n+a] = o.Schema.Legal(a, -1, 0)
	}
	for _, s := range c.Sequences {
		t.positions += s.Len()
		t.cut(s)
	}
	t.workers = [2]*worker{newWorker(t, 0), newWorker(t, 1)}
	return t
}

// step is the index of a transition; a is -1 at the start.
func (t *trainer) step(class, a, b int) int { return (class*(t.n+1)+a+1)*t.n + b }

// cut splits a sequence where no span is open, so that a chunk's last label may
// end a sequence as well.
func (t *trainer) cut(s *Sequence) {
	first := 0
	for i := 1; i <= s.Len(); i++ {
		if i == s.Len() || i-first >= t.o.Chunk && t.legal[len(t.legal)-t.n+int(s.Gold[i-1])] && t.o.Schema.Break>>s.Class[i]&1 != 0 {
			t.chunks = append(t.chunks, chunk{s, first, i})
			first = i
		}
	}
}

func (t *trainer) checkGold() error {
	for k, s := range t.chunks {
		prev := -1
		if s.first > 0 {
			prev = int(s.seq.Gold[s.first-1])
		}
		for i := s.first; i < s.end; i++ {
			g := int(s.seq.Gold[i])
			if !t.legal[t.step(int(s.seq.Class[i]), prev, g)] {
				return fmt.Errorf("chunk %d position %d: step of class %d from label %d to %d is not legal", k, i, s.seq.Class[i], prev, g)
			}
			prev = g
		}
	}
	return nil
}

// epoch goes over all chunks once, two at a time.
func (t *trainer) epoch(order []int, e int) float64 {
	t.round = uint32(e) * 0x9E3779B1
	var ll float64
	steps := float64(t.o.Epochs * len(order))
	for at := 0; at < len(order); at += 2 {
		batch := order[at:min(at+2, len(order))]
		if t.o.Threads > 1 && len(batch) == 2 {
			var wg sync.WaitGroup
			wg.Go(func() { t.workers[1].gradient(t.chunks[batch[1]]) })
			t.workers[0].gradient(t.chunks[batch[0]])
			wg.Wait()
		} else {
			for i, c := range batch {
				t.workers[i].gradient(t.chunks[c])
			}
		}
		done := float64(e*len(order)+at) / steps
		rate := t.o.Rate * (1 - 0.98*done)
		for i, c := range batch {
			ll += t.workers[i].ll
			t.apply(t.workers[i], t.chunks[c], rate)
		}
		if t.o.Dense != nil {
			t.o.Dense.Step(done)
		}
	}
	return ll
}

// apply takes one step along a worker's gradient. Each feature pays its share
// of L2 whenever it is seen, so that over the corpus the whole is paid.
func (t *trainer) apply(w *worker, c chunk, rate float64) {
	n := t.n
	const small = 1e-3 // a gradient that is not worth a step
	var active [field.MaxLabels]int
	for i := c.first; i < c.end; i++ {
		diff := w.diff[(i-c.first)*n : (i-c.first+1)*n]
		count := 0
		for b, d := range diff {
			if d > small || d < -small {
				active[count] = b
				count++
			}
		}
		if count == 0 {
			continue
		}
		for _, f := range c.seq.Feats[c.seq.Off[i]:c.seq.Off[i+1]] {
			if t.dropped(f, i) {
				continue
			}
			l2 := float32(t.o.L2) / float32(t.counts[f])
			row, sq := t.w[int(f)*n:int(f)*n+n], t.g2[int(f)*n:int(f)*n+n]
			for _, b := range active[:count] {
				g := diff[b] - l2*row[b]
				sq[b] += g * g
				row[b] += float32(rate) * g * t.damp(sq[b])
			}
		}
	}
	l2 := t.o.L2 / float64(len(t.chunks))
	for i, d := range w.tdiff {
		if t.legal[i] {
			g := d - l2*t.tw[i]
			t.tg2[i] += g * g
			t.tw[i] += rate * g * float64(t.damp(float32(t.tg2[i])))
		}
	}
}

// dropped tells whether this epoch does without feature f at position i.
func (t *trainer) dropped(f uint32, i int) bool {
	return t.below > 0 && field.Mix2(t.round, f, uint32(i)) < t.below
}

// damp is what a step is multiplied with, from the sum of squared gradients: the
// root for AdaGrad.
func (t *trainer) damp(sq float32) float32 {
	switch t.o.Damping {
	case Plain:
		return 1
	case Gentle:
		return float32(1 / math.Sqrt(math.Sqrt(float64(sq+1e-3))))
	}
	return float32(1 / math.Sqrt(float64(sq+1e-3)))
}

func (t *trainer) addMean() {
	for i, x := range t.w {
		t.mean[i] += x
	}
	for i, x := range t.tw {
		t.tmean[i] += x
	}
	t.means++
}

// weights packs the means, dropping the weakest features that do not fit.
func (t *trainer) weights() *field.Weights {
	n := t.n
	out := &field.Weights{Schema: t.o.Schema}
	nt := len(t.tmean) - n
	for i, x := range t.tmean {
		f := float32(x / float64(t.means))
		if i < nt {
			out.Trans = append(out.Trans, f)
		} else {
			out.Last = append(out.Last, f)
		}
	}
	strength := make([]float64, len(t.keys))
	order := make([]int, len(t.keys))
	for i := range t.keys {
		lo, hi := float32(0), float32(0)
		for b := range n {
			x := t.mean[i*n+b] / float32(t.means) * float32(1-t.o.Drop)
			t.mean[i*n+b] = x
			lo, hi = min(lo, x), max(hi, x)
		}
		strength[i] = float64(hi-lo) * math.Sqrt(float64(t.counts[i]))
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool {
		if strength[order[a]] != strength[order[b]] {
			return strength[order[a]] > strength[order[b]]
		}
		return order[a] < order[b]
	})
	keep := len(order)
	if t.o.MaxBytes > 0 {
		keep = min(keep, t.o.MaxBytes/(5+n+4))
	}
	for _, i := range order[:keep] {
		if strength[i] < 1e-4 {
			break
		}
		out.Keys = append(out.Keys, t.keys[i])
		out.Rows = append(out.Rows, t.mean[i*n:(i+1)*n]...)
	}
	return out
}
