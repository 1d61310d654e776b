package crf

import "math"

// worker computes the gradient of one chunk.
type worker struct {
	t           *trainer
	emit        []float64
	alpha, beta []float64
	scale       []float64
	etrans      []float64
	steps       [][]int // legal transitions of a class, as indices
	diff        []float32
	tdiff       []float64
	ll          float64
	score       []float32
	number      int
	dense       []float32
}

func newWorker(t *trainer, number int) *worker {
	w := &worker{t: t, number: number, tdiff: make([]float64, len(t.tw)), etrans: make([]float64, len(t.tw)), score: make([]float32, t.n)}
	w.steps = make([][]int, t.o.Schema.Classes)
	for c := range w.steps {
		for a := range t.n {
			for b := range t.n {
				if i := t.step(c, a, b); t.legal[i] {
					w.steps[c] = append(w.steps[c], i)
				}
			}
		}
	}
	return w
}

func sized(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n+n/2)[:n]
	}
	return s[:n]
}

// gradient fills diff (gold less expected, for each position and label), tdiff
// (the same for transitions) and ll.
func (w *worker) gradient(c chunk) {
	t, n, size := w.t, w.t.n, c.end-c.first
	w.emit, w.alpha, w.beta = sized(w.emit, size*n), sized(w.alpha, size*n), sized(w.beta, size*n)
	w.scale = sized(w.scale, size)
	if cap(w.diff) < size*n {
		w.diff = make([]float32, size*n*2)
	}
	w.diff = w.diff[:size*n]
	clear(w.tdiff)
	for i, x := range t.tw {
		w.etrans[i] = 0
		if t.legal[i] {
			w.etrans[i] = math.Exp(x)
		}
	}
	w.ll = 0
	w.emissions(c)
	w.forward(c)
	w.backward(c)
	w.gold(c)
	if by := c.seq.Weight; by != 0 && by != 1 {
		for i := range w.diff {
			w.diff[i] *= float32(by)
		}
		for i := range w.tdiff {
			w.tdiff[i] *= by
		}
	}
	if t.o.Dense != nil {
		t.o.Dense.Learn(w.number, w.diff)
	}
}

func (w *worker) emissions(c chunk) {
	t, n := w.t, w.t.n
	if t.o.Dense != nil {
		if size := (c.end - c.first) * n; cap(w.dense) < size {
			w.dense = make([]float32, 2*size)
		}
		w.dense = w.dense[:(c.end-c.first)*n]
		t.o.Dense.Score(w.number, c.seq, c.first, c.end, w.dense)
	}
	for i := c.first; i < c.end; i++ {
		row := w.score
		clear(row)
		if t.o.Dense != nil {
			copy(row, w.dense[(i-c.first)*n:])
		}
		if c.seq.Fixed != nil {
			for b, x := range c.seq.Fixed[i*n : (i+1)*n] {
				row[b] += x
			}
		}
		for _, f := range c.seq.Feats[c.seq.Off[i]:c.seq.Off[i+1]] {
			if t.dropped(f, i) {
				continue
			}
			for b, x := range t.w[int(f)*n : int(f)*n+n] {
				row[b] += x
			}
		}
		top := row[0]
		for _, x := range row {
			top = max(top, x)
		}
		out := w.emit[(i-c.first)*n : (i-c.first+1)*n]
		for b, x := range row {
			out[b] = math.Exp(math.Max(float64(x-top), -300))
		}
		w.ll += float64(row[c.seq.Gold[i]]) - float64(top)
	}
}

// before is the label before the chunk: -1 at the start of a sequence.
func (c chunk) before() int {
	if c.first == 0 {
		return -1
	}
	return int(c.seq.Gold[c.first-1])
}

func (w *worker) forward(c chunk) {
	t, n := w.t, w.t.n
	for i := range c.end - c.first {
		emit, out := w.emit[i*n:(i+1)*n], w.alpha[i*n:(i+1)*n]
		class := int(c.seq.Class[c.first+i])
		if i == 0 {
			for b := range n {
				out[b] = w.etrans[t.step(class, c.before(), b)] * emit[b]
			}
		} else {
			prev := w.alpha[(i-1)*n : i*n]
			clear(out)
			base := t.step(class, 0, 0)
			for _, s := range w.steps[class] {
				a, b := (s-base)/n, (s-base)%n
				out[b] += prev[a] * w.etrans[s]
			}
			for b := range out {
				out[b] *= emit[b]
			}
		}
		var sum float64
		for _, x := range out {
			sum += x
		}
		sum = math.Max(sum, 1e-300)
		for b := range out {
			out[b] /= sum
		}
		w.scale[i] = sum
		w.ll -= math.Log(sum)
	}
}

// backward fills beta and the expectations.
func (w *worker) backward(c chunk) {
	t, n, size := w.t, w.t.n, c.end-c.first
	ends := len(t.tw) - n
	last := c.end == c.seq.Len()
	for i := size - 1; i >= 0; i-- {
		out := w.beta[i*n : (i+1)*n]
		if i == size-1 {
			w.finish(c, out, last, ends)
		} else {
			class := int(c.seq.Class[c.first+i+1])
			next, emit := w.beta[(i+1)*n:(i+2)*n], w.emit[(i+1)*n:(i+2)*n]
			alpha := w.alpha[i*n : (i+1)*n]
			clear(out)
			base := t.step(class, 0, 0)
			for _, s := range w.steps[class] {
				a, b := (s-base)/n, (s-base)%n
				x := w.etrans[s] * next[b] * emit[b] / w.scale[i+1]
				out[a] += x
				w.tdiff[s] -= alpha[a] * x
			}
		}
		for b := range out {
			w.diff[i*n+b] = -float32(w.alpha[i*n+b] * out[b])
		}
	}
	class := int(c.seq.Class[c.first])
	for b := range n {
		if s := t.step(class, c.before(), b); t.legal[s] {
			w.tdiff[s] -= w.alpha[b] * w.beta[b]
		}
	}
}

// finish starts beta at the chunk's end. Within a sequence the chunk ends freely
// where no span is open.
func (w *worker) finish(c chunk, out []float64, last bool, ends int) {
	t, n, size := w.t, w.t.n, c.end-c.first
	for a := range n {
		if last {
			out[a] = w.etrans[ends+a]
		} else {
			out[a] = 0
			if t.legal[ends+a] {
				out[a] = 1
			}
		}
	}
	var z float64
	for a := range n {
		z += w.alpha[(size-1)*n+a] * out[a]
	}
	z = math.Max(z, 1e-300)
	w.ll -= math.Log(z)
	for a := range n {
		out[a] /= z
		if last && t.legal[ends+a] {
			w.tdiff[ends+a] -= w.alpha[(size-1)*n+a] * out[a]
		}
	}
}

// gold adds the gold path to the differences and to ll.
func (w *worker) gold(c chunk) {
	t, n := w.t, w.t.n
	prev := c.before()
	for i := c.first; i < c.end; i++ {
		g := int(c.seq.Gold[i])
		w.diff[(i-c.first)*n+g]++
		s := t.step(int(c.seq.Class[i]), prev, g)
		w.tdiff[s]++
		w.ll += t.tw[s]
		prev = g
	}
	if c.end == c.seq.Len() {
		ends := len(t.tw) - n
		w.tdiff[ends+prev]++
		w.ll += t.tw[ends+prev]
	}
}
