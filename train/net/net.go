// Package net trains small networks of residual layers by gradients written
// out by hand: the layers that internal/encode runs (convolutions over three
// rows, pairs of gated recurrences), matrices, tables of embeddings, and Adam.
//
// A [Model] holds the weights, a [Pass] the activations and slopes of one
// worker. Everything is deterministic: seeds are fixed and the workers' slopes
// are added in their order.
package net

import (
	"math"
	"math/rand/v2"

	"github.com/parley-reader/parley/internal/encode"
)

// Param is a weight array with the state of its optimiser.
type Param struct {
	Name       string
	Rows, Cols int
	W          []float32
	m, v       []float32
	index      int
}

// Table holds embeddings, of which a step moves only the rows it touched.
type Table struct {
	Param
	grad  []float32
	seen  []bool
	touch []int32
}

// Linear is a matrix with its bias, packed for the products of a step.
type Linear struct {
	W, B    *Param
	In, Out int
	p, pt   []float32
}

// Model is a set of weights that is learned together.
type Model struct {
	rng    *rand.Rand
	params []*Param
	tables []*Table
	lins   []*Linear
	step   int
}

// New is a model without weights; what is added to it is drawn from the seed.
func New(seed uint64) *Model { return &Model{rng: rand.New(rand.NewPCG(seed, 1))} }

// Param adds an array of weights drawn from ±scale.
func (m *Model) Param(name string, rows, cols int, scale float32) *Param {
	p := newParam(name, rows, cols)
	p.index = len(m.params)
	m.fill(p, scale)
	m.params = append(m.params, p)
	return p
}

func newParam(name string, rows, cols int) *Param {
	n := rows * cols
	return &Param{Name: name, Rows: rows, Cols: cols, W: make([]float32, n), m: make([]float32, n), v: make([]float32, n)}
}

func (m *Model) fill(p *Param, scale float32) {
	for i := range p.W {
		p.W[i] = scale * (2*m.rng.Float32() - 1)
	}
}

// Table adds embeddings.
func (m *Model) Table(name string, rows, cols int, scale float32) *Table {
	t := &Table{Param: *newParam(name, rows, cols), grad: make([]float32, rows*cols), seen: make([]bool, rows)}
	m.fill(&t.Param, scale)
	m.tables = append(m.tables, t)
	return t
}

// Linear adds a matrix of in × out; out is a multiple of 16.
func (m *Model) Linear(name string, in, out int) *Linear {
	l := &Linear{In: in, Out: out}
	l.W = m.Param(name, in, out, float32(math.Sqrt(6/float64(in+out))))
	l.B = m.Param(name+".b", 1, out, 0)
	l.p, l.pt = make([]float32, in*out), make([]float32, out*((in+15)/16*16))
	l.pack()
	m.lins = append(m.lins, l)
	return l
}

// Normal adds gain and offset of a layer normalisation.
func (m *Model) Normal(name string, dim int) *Param {
	p := m.Param(name, 2, dim, 0)
	for i := range dim {
		p.W[i] = 1
	}
	return p
}

func (l *Linear) pack() {
	encode.Pack(l.p, l.W.W, l.In, l.Out, l.Out, 1)
	encode.Pack(l.pt, l.W.W, l.Out, l.In, 1, l.Out)
}

// Product computes rows·W, without the bias.
func (l *Linear) Product(dst, src []float32, rows, stride int) {
	encode.Gemm(rows, l.Out, l.In, src, stride, 1, l.p, dst, l.Out, false)
}

// Forward computes rows·W + bias.
func (l *Linear) Forward(dst, src []float32, rows, stride int) {
	l.Product(dst, src, rows, stride)
	for i := range rows {
		add(dst[i*l.Out:(i+1)*l.Out], l.B.W)
	}
}

// Backward adds to the slopes of W and of the bias and, unless it is nil, to
// dsrc.
func (l *Linear) Backward(s *Pass, dsrc []float32, dstride int, src []float32, stride int, dy []float32, rows int) {
	s.packed = Need(s.packed, rows*l.Out)
	encode.Pack(s.packed, dy, rows, l.Out, l.Out, 1)
	encode.Gemm(l.In, l.Out, rows, src, 1, stride, s.packed, s.grad[l.W.index], l.Out, true)
	gb := s.grad[l.B.index]
	for i := range rows {
		add(gb, dy[i*l.Out:(i+1)*l.Out])
	}
	if dsrc != nil {
		encode.Gemm(rows, l.In, l.Out, dy, l.Out, 1, l.pt, dsrc, dstride, true)
	}
}

// Need returns s with room for n values at least.
func Need(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/2)
	}
	return s[:cap(s)]
}

func add(dst, src []float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += src[i]
	}
}

// Pass is one worker's share of a step.
type Pass struct {
	rng    *rand.Rand
	grad   [][]float32
	packed []float32
	rowsOf []rowSlope
}

// rowSlope is the slope of one embedding, for the optimiser to add.
type rowSlope struct {
	t    *Table
	row  int32
	from []float32
}

// NewPass is a worker of the model, made after all weights were added.
func (m *Model) NewPass(seed uint64) *Pass {
	s := &Pass{rng: rand.New(rand.NewPCG(seed, 7))}
	for _, p := range m.params {
		s.grad = append(s.grad, make([]float32, len(p.W)))
	}
	return s
}

// Touch notes that the row of the table has the slope from, which must stand
// until the step.
func (s *Pass) Touch(t *Table, row int32, from []float32) {
	s.rowsOf = append(s.rowsOf, rowSlope{t, row, from})
}

// Grad is the slope of the array, to be added to.
func (s *Pass) Grad(p *Param) []float32 { return s.grad[p.index] }

// Mask fills m with 0, p of it, or 1/(1−p).
func (s *Pass) Mask(m []float32, p float32) {
	if p <= 0 {
		for i := range m {
			m[i] = 1
		}
		return
	}
	keep := 1 / (1 - p)
	limit := uint32(float64(p) * 65536)
	for i := 0; i < len(m); i += 4 {
		u := s.rng.Uint64()
		for j := i; j < min(i+4, len(m)); j++ {
			m[j] = keep
			if uint32(u&0xffff) < limit {
				m[j] = 0
			}
			u >>= 16
		}
	}
}

// Draw is a random number of [0, 1).
func (s *Pass) Draw() float32 { return s.rng.Float32() }

// Chance is true in p of the cases. It draws nothing where p is 0.
func (s *Pass) Chance(p float32) bool { return p > 0 && s.Draw() < p }

// Adam's constants (Kingma and Ba 2015).
const (
	beta1 = 0.9
	beta2 = 0.98
	clip  = 5.0
)

// Correction is what Adam multiplies the rate of a step by and what it divides
// it by, so that the moments, which begin at 0, are not too small. Steps are
// counted from 1.
func Correction(step int) (times, over float32) {
	c1 := 1 - float32(math.Pow(beta1, float64(step)))
	c2 := 1 - float32(math.Pow(beta2, float64(step)))
	return float32(math.Sqrt(float64(c2))), c1
}

// Step moves the weights against the slopes of the workers, and clears them.
func (m *Model) Step(passes []*Pass, rate, decay float32) {
	m.step++
	times, over := Correction(m.step)
	m.Move(passes, rate*(times/over), decay)
}

// Move is a step at a rate that was corrected already, see [Correction]. It is
// for callers that round the corrected rate otherwise than [Model.Step]: its last
// bit changes all that is learned after it.
func (m *Model) Move(passes []*Pass, rate, decay float32) {
	first := passes[0]
	for _, s := range passes[1:] {
		for i, g := range s.grad {
			add(first.grad[i], g)
			clear(g)
		}
	}
	scale := first.clip()
	for i, p := range m.params {
		moment(p.W, p.m, p.v, first.grad[i], rate, scale, decay)
		clear(first.grad[i])
	}
	for _, s := range passes {
		for _, r := range s.rowsOf {
			t, at := r.t, int(r.row)
			add(t.grad[at*t.Cols:(at+1)*t.Cols], r.from)
			if !t.seen[at] {
				t.seen[at] = true
				t.touch = append(t.touch, r.row)
			}
		}
		s.rowsOf = s.rowsOf[:0]
	}
	for _, t := range m.tables {
		for _, r := range t.touch {
			a, b := int(r)*t.Cols, int(r+1)*t.Cols
			moment(t.W[a:b], t.m[a:b], t.v[a:b], t.grad[a:b], rate, scale, 0)
			clear(t.grad[a:b])
			t.seen[r] = false
		}
		t.touch = t.touch[:0]
	}
	for _, l := range m.lins {
		l.pack()
	}
}

// clip returns what to scale the slopes by so that their norm stays bounded.
func (s *Pass) clip() float32 {
	var sum float64
	for _, g := range s.grad {
		var part float32
		for _, x := range g {
			part += x * x
		}
		sum += float64(part)
	}
	if norm := math.Sqrt(sum); norm > clip {
		return float32(clip / norm)
	}
	return 1
}

func moment(w, m, v, g []float32, rate, scale, decay float32) {
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	for i := range w {
		x := g[i] * scale
		m[i] += (1 - beta1) * (x - m[i])
		v[i] += (1 - beta2) * (x*x - v[i])
		w[i] -= rate * (m[i]/(float32(math.Sqrt(float64(v[i])))+1e-8) + decay*w[i])
	}
}

// AddBias adds to the slope of a matrix's bias, from column at on.
func (s *Pass) AddBias(l *Linear, at int, slope []float32) {
	add(s.Grad(l.B)[at:at+len(slope)], slope)
}
