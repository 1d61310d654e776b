// Package crf trains the linear-chain fields that internal/crf reads.
//
//	c := crf.NewCollector()
//	for _, d := range docs {
//		// push the features of each position, as the reader does …
//		finder.Emit(d, c)
//		c.End(gold) // … then the gold label of each
//	}
//	w, err := crf.Train(c, crf.Options{Schema: s, Epochs: 20, Rate: 0.15, L2: 0.05, MinCount: 2})
//	data, err := w.Pack()
//
// Stochastic gradient ascent on the conditional log-likelihood with AdaGrad
// steps (Duchi, Hazan and Singer 2011), a rate that decays to nothing over the
// epochs, L2, a cut-off on how often a feature is seen, and the mean of the last
// epochs' weights. Sequences are cut at safe places into chunks, each starting
// from the gold label before it. Two chunks make a batch; their gradients may be
// computed side by side and are applied in order, so the weights do not hang on
// the number of threads.
package crf

import (
	"fmt"
	"io"
	"math/rand"
	"sort"

	field "github.com/parley-reader/parley/internal/crf"
)

// Sequence is one sequence with its gold labels.
type Sequence struct {
	Feats []uint32 // hashes; once training begins, dense numbers of features
	Off   []int32  // len+1 offsets into Feats
	Class []uint8
	Gold  []uint8

	// Fixed are scores of the labels, [position][label], that come from
	// elsewhere and are added to those of the features; nil: none.
	Fixed []float32
	// ID is the caller's number of the sequence.
	ID int
	// Weight is how much the sequence counts; 0 counts as 1.
	Weight float64
}

// Len is the number of positions.
func (s *Sequence) Len() int { return len(s.Class) }

// Collector takes sequences. It is a Sink.
type Collector struct {
	Sequences []*Sequence
	cur       *Sequence
}

// NewCollector is an empty collector.
func NewCollector() *Collector { return &Collector{cur: &Sequence{Off: []int32{0}}} }

var _ field.Sink = (*Collector)(nil)

// Push adds a position to the current sequence.
func (c *Collector) Push(feats []uint32, class uint8) {
	s := c.cur
	s.Feats = append(s.Feats, feats...)
	s.Off = append(s.Off, int32(len(s.Feats)))
	s.Class = append(s.Class, class)
}

// End closes the current sequence with its gold labels, one for each position.
func (c *Collector) End(gold []uint8) error {
	if len(gold) != c.cur.Len() {
		return fmt.Errorf("%d labels for %d positions", len(gold), c.cur.Len())
	}
	c.cur.Gold = append([]uint8(nil), gold...)
	if c.cur.Len() > 0 {
		c.Sequences = append(c.Sequences, c.cur)
	}
	c.cur = &Sequence{Off: []int32{0}}
	return nil
}

// Options of training. The zero value of a field takes the default in brackets.
type Options struct {
	Schema   field.Schema
	Epochs   int     // [20]
	Rate     float64 // AdaGrad's first rate [0.15]; falls linearly to 2 % of it
	Damping  Damping // of steps [AdaGrad]
	Drop     float64 // part of the features that each step does without, another part each time [0]
	L2       float64 // strength, for the whole corpus [0.1]
	MinCount int     // features seen less often are dropped [2]
	Chunk    int     // least length of a chunk in positions [120]
	Average  int     // epochs at the end whose weights are averaged [a third]
	MaxBytes int     // weakest features are dropped until the file fits; 0 keeps all
	Seed     int64
	Threads  int       // 1 or 2 [1]
	Log      io.Writer // a line for each epoch; nil is silent
	Dense    Scorer    // learns along with the features; nil: none
}

// Scorer gives scores of its own that are added to those of the features, and
// learns along with them. There are two workers, 0 and 1, which may be asked
// side by side.
type Scorer interface {
	// Score writes the scores of positions [first, end) of s, [position][label].
	Score(worker int, s *Sequence, first, end int, out []float32)
	// Learn takes what was wrong with the worker's last scores: for each, gold
	// less expected.
	Learn(worker int, diff []float32)
	// Step moves the weights along what both learned; done is the part of the
	// training that lies behind, 0…1.
	Step(done float64)
}

// Damping is how steps shrink with the gradients seen before.
type Damping uint8

// AdaGrad divides by the root of the summed squares, Gentle by its root, and
// Plain by nothing (its rates are a tenth of the others').
const (
	AdaGrad Damping = iota
	Gentle
	Plain
)

func (o *Options) defaults() {
	def := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	def(&o.Epochs, 20)
	def(&o.MinCount, 2)
	def(&o.Chunk, 120)
	def(&o.Average, max(o.Epochs/3, 1))
	def(&o.Threads, 1)
	if o.Rate == 0 {
		o.Rate = 0.15
	}
	if o.L2 == 0 {
		o.L2 = 0.1
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
}

// Train learns weights. It renumbers the features of the collected sequences,
// so a collector serves one training (call Clone for more).
func Train(c *Collector, o Options) (*field.Weights, error) {
	o.defaults()
	for _, s := range c.Sequences {
		for i, g := range s.Gold {
			if int(g) >= len(o.Schema.Labels) || int(s.Class[i]) >= o.Schema.Classes {
				return nil, fmt.Errorf("label %d or class %d is not in the schema", g, s.Class[i])
			}
		}
	}
	t := newTrainer(c, o)
	if err := t.checkGold(); err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewSource(o.Seed + 1))
	order := rng.Perm(len(t.chunks))
	for e := range o.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		ll := t.epoch(order, e)
		fmt.Fprintf(o.Log, "epoch %d: log-likelihood %.4f a position, %d features\n", e+1, ll/float64(max(t.positions, 1)), len(t.keys))
		if e >= o.Epochs-o.Average {
			t.addMean()
		}
	}
	return t.weights(), nil
}

// Clone copies the collector, so that it can be trained on again.
func (c *Collector) Clone() *Collector {
	out := NewCollector()
	for _, s := range c.Sequences {
		d := *s
		d.Feats = append([]uint32(nil), s.Feats...)
		d.Off = append([]int32(nil), s.Off...)
		out.Sequences = append(out.Sequences, &d)
	}
	return out
}

// number replaces hashes by dense numbers, dropping the rare ones, and returns
// the hash and the frequency of each number.
func number(seqs []*Sequence, minCount int) (keys []uint32, counts []int32) {
	seen := map[uint32]int32{}
	for _, s := range seqs {
		for _, f := range s.Feats {
			seen[f]++
		}
	}
	for f, n := range seen {
		if int(n) >= minCount {
			keys = append(keys, f)
		}
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	counts = make([]int32, len(keys))
	for i, k := range keys {
		counts[i] = seen[k]
		seen[k] = int32(i) - 1<<30
	}
	for _, s := range seqs {
		at := 0
		for i := range s.Class {
			lo, hi := s.Off[i], s.Off[i+1]
			s.Off[i] = int32(at)
			for _, f := range s.Feats[lo:hi] {
				if v := seen[f]; v < 0 {
					s.Feats[at] = uint32(v + 1<<30)
					at++
				}
			}
		}
		s.Off[len(s.Class)] = int32(at)
		s.Feats = s.Feats[:at]
	}
	return keys, counts
}
