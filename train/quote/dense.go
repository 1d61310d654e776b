package main

import (
	"math"

	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/quote"
	"github.com/parley-reader/parley/train/crf"
	"github.com/parley-reader/parley/train/net"
)

// shape is that of the network and how it is trained.
type shape struct {
	dim, table  int
	layers      string // c: convolution, g: gates
	drop        float64
	dropIn      float64
	dropFeat    float64
	rate, decay float64
}

func (s *shape) kinds() (out []uint32) {
	for _, c := range s.layers {
		if c == 'c' {
			out = append(out, encode.LayerConv)
		} else {
			out = append(out, encode.LayerGates)
		}
	}
	return out
}

// denseText is a text as the network sees it.
type denseText struct {
	quote.DenseText
	rows []float32 // of the encoder
}

// network is the dense scorer while it is trained. It is a crf.Scorer.
type network struct {
	shape
	model   *net.Model
	in, out *net.Linear
	table   *net.Table
	stack   *net.Stack
	norm    *net.Param
	texts   []denseText // by the sequence's ID
	enc     int         // length of the encoder's rows
	labels  int
	passes  []*net.Pass
	workers [2]*denseWorker
	seen    [2]int // positions since the last step
}

// denseWorker is one worker's way through the network.
type denseWorker struct {
	n        *network
	s        *net.Pass
	run      *net.Run
	text     *denseText
	first    int
	sizes    []int
	row      []int32 // of the run, for each token
	rows     []float32
	mask     []float32
	a, da    []float32
	y, dy    []float32
	feats    []int32 // rows of the table, -1 for what is dropped
	x0       []float32
	dropMask []float32
}

func newNetwork(o shape, texts []denseText, enc, labels int, seed uint64) *network {
	n := &network{shape: o, model: net.New(seed), texts: texts, enc: enc, labels: labels}
	n.norm = n.model.Normal("norm", o.dim)
	n.in = n.model.Linear("in", enc, 3*o.dim)
	n.table = n.model.Table("table", o.table, o.dim, 0.05)
	n.stack = n.model.Stack(o.dim, o.kinds(), float32(o.drop))
	n.out = n.model.Linear("out", o.dim, (labels+15)/16*16)
	for i := range n.workers {
		s := n.model.NewPass(seed*10 + uint64(i))
		n.passes = append(n.passes, s)
		n.workers[i] = &denseWorker{n: n, s: s, run: n.stack.NewRun(s)}
	}
	return n
}

// file is the weight file for internal/quote.
func (n *network) file(encoder uint32) []byte {
	var b encode.Builder
	b.Uints("size", 1, 4, []uint32{quote.DenseVersion, uint32(n.enc), uint32(n.dim), uint32(n.labels)})
	n.norm.Write(&b)
	n.in.Write(&b)
	n.table.Write(&b)
	n.stack.Write(&b)
	n.out.Write(&b)
	return b.File(quote.KindDense, encoder)
}

// Score implements crf.Scorer.
func (n *network) Score(worker int, s *crf.Sequence, first, end int, out []float32) {
	n.seen[worker] = end - first
	w := n.workers[worker]
	w.text, w.first = &n.texts[s.ID], first
	w.begin(first, end)
	w.input(first, end)
	w.run.Forward()
	w.y = net.Need(w.y, w.run.Rows*n.out.Out)
	w.dropMask = net.Need(w.dropMask, w.run.Rows*n.dim)
	w.x0 = net.Need(w.x0, w.run.Rows*n.dim)
	w.s.Mask(w.dropMask[:w.run.Rows*n.dim], float32(n.drop))
	last := w.run.Out()
	for i := range w.x0[:w.run.Rows*n.dim] {
		w.x0[i] = last[i] * w.dropMask[i]
	}
	n.out.Forward(w.y, w.x0, w.run.Rows, n.dim)
	for i := range end - first {
		copy(out[i*n.labels:(i+1)*n.labels], w.y[int(w.row[i])*n.out.Out:])
	}
}

// begin cuts the positions into paragraphs, as the reader does.
func (w *denseWorker) begin(first, end int) {
	w.sizes, w.row = w.sizes[:0], w.row[:0]
	at := int32(1)
	for i := first; i < end; {
		to := i
		for to < end && w.text.Para[to] == w.text.Para[i] && to-i < quote.DenseReach {
			w.row = append(w.row, at)
			at++
			to++
		}
		w.sizes = append(w.sizes, to-i)
		at++
		i = to
	}
	w.run.Begin(w.sizes)
}

// input fills the first layer's rows.
func (w *denseWorker) input(first, end int) {
	n, size := w.n, end-first
	d := n.dim
	w.rows, w.mask = net.Need(w.rows, size*n.enc), net.Need(w.mask, size*max(n.enc, d))
	w.s.Mask(w.mask[:size*n.enc], float32(n.dropIn))
	for i, x := range w.text.rows[first*n.enc : end*n.enc] {
		w.rows[i] = x * w.mask[i]
	}
	w.a = net.Need(w.a, size*3*d)
	n.in.Forward(w.a, w.rows, size, n.enc)
	w.feats = w.feats[:0]
	for i := range size {
		v := make([]float32, 0, 512)[:d]
		copy(v, w.a[i*3*d:])
		add := func(src []float32) {
			for j := range v {
				v[j] += src[j]
			}
		}
		// The biases of absent links count as well: they are part of one sum.
		if h := w.link(w.text.Head, first, end, i); h >= 0 {
			add(w.a[h*3*d+d : h*3*d+2*d])
		} else {
			add(n.in.B.W[d : 2*d])
		}
		if h := w.link(w.text.Cue, first, end, i); h >= 0 {
			add(w.a[h*3*d+2*d : (h+1)*3*d])
		} else {
			add(n.in.B.W[2*d : 3*d])
		}
		for _, f := range w.text.Feats[(first+i)*quote.DenseFeatures:][:quote.DenseFeatures] {
			row := int32(f % uint32(n.shape.table))
			if w.s.Chance(float32(n.dropFeat)) {
				row = -1
			} else {
				add(n.table.W[int(row)*d : int(row+1)*d])
			}
			w.feats = append(w.feats, row)
		}
		w.run.NormForward(0, int(w.row[i]), v, n.norm)
	}
}

func (w *denseWorker) link(to []int32, first, end, i int) int {
	h := int(to[first+i])
	if h < first || h >= end {
		return -1
	}
	return h - first
}

// Learn implements crf.Scorer.
func (n *network) Learn(worker int, diff []float32) {
	w := n.workers[worker]
	d, rows := n.dim, w.run.Rows
	w.dy = net.Need(w.dy, rows*n.out.Out)
	clear(w.dy[:rows*n.out.Out])
	scale := -1 / float32(2*w.count())
	for i := range w.row {
		y := w.dy[int(w.row[i])*n.out.Out:]
		for b, x := range diff[i*n.labels : (i+1)*n.labels] {
			y[b] = x * scale
		}
	}
	n.out.Backward(w.s, w.run.DX, d, w.x0, d, w.dy, rows)
	for i := range w.run.DX[:rows*d] {
		w.run.DX[i] *= w.dropMask[i]
	}
	w.run.Backward()
	w.inputBackward()
}

func (w *denseWorker) count() int { return max(len(w.row), 1) }

// inputBackward takes the slope of the first layer's rows on.
func (w *denseWorker) inputBackward() {
	n, size := w.n, len(w.row)
	d, first := n.dim, w.first
	w.da = net.Need(w.da, size*3*d)
	clear(w.da[:size*3*d])
	lost := make([]float32, 2*d) // the biases' share where a link is absent
	for i := range size {
		g := w.run.DX[int(w.row[i])*d : int(w.row[i]+1)*d]
		w.run.NormBackward(0, int(w.row[i]), g, n.norm)
		add := func(dst []float32) {
			for j := range g {
				dst[j] += g[j]
			}
		}
		add(w.da[i*3*d : i*3*d+d])
		if h := w.link(w.text.Head, first, first+size, i); h >= 0 {
			add(w.da[h*3*d+d : h*3*d+2*d])
		} else {
			add(lost[:d])
		}
		if h := w.link(w.text.Cue, first, first+size, i); h >= 0 {
			add(w.da[h*3*d+2*d : (h+1)*3*d])
		} else {
			add(lost[d:])
		}
		for _, row := range w.feats[i*quote.DenseFeatures : (i+1)*quote.DenseFeatures] {
			if row >= 0 {
				w.s.Touch(n.table, row, g)
			}
		}
	}
	n.in.Backward(w.s, nil, 0, w.rows, n.enc, w.da, size)
	w.s.AddBias(n.in, d, lost)
}

// Step implements crf.Scorer: the rate rises over the first steps and then
// falls along half a cosine.
func (n *network) Step(done float64) {
	r := n.rate * min(1, done/0.01+0.01) * (0.5*(1+math.Cos(math.Pi*min(1, done))) + 0.005)
	n.model.Step(n.passes, float32(r), float32(n.decay))
}
