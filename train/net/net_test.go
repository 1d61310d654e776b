package net

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/parley-reader/parley/internal/encode"
)

// trial is a stack of both kinds of layer over two short sequences, with a loss
// that is a fixed sum of what comes out.
type trial struct {
	m    *Model
	s    *Pass
	k    *Stack
	run  *Run
	in   []float32
	want []float32
}

var sizes = []int{5, 3}

const dim = 32

func newTrial() *trial {
	r := rand.New(rand.NewPCG(4, 4))
	t := &trial{m: New(1)}
	t.k = t.m.Stack(dim, []uint32{encode.LayerConv, encode.LayerGates}, 0)
	t.s = t.m.NewPass(1)
	t.run = t.k.NewRun(t.s)
	t.in, t.want = make([]float32, 8*dim), make([]float32, 8*dim)
	for i := range t.in {
		t.in[i], t.want[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
	}
	return t
}

func (t *trial) each(f func(row, at int)) {
	at := 0
	for q, n := range sizes {
		for i := range n {
			f(t.run.Row(q, i), at)
			at++
		}
	}
}

func (t *trial) loss() (sum float64) {
	t.run.Begin(sizes)
	t.each(func(row, at int) { copy(t.run.X[0][row*dim:], t.in[at*dim:(at+1)*dim]) })
	t.run.Forward()
	t.each(func(row, at int) {
		for j := range dim {
			sum += float64(t.run.Out()[row*dim+j] * t.want[at*dim+j])
		}
	})
	return sum
}

func (t *trial) slope(x *float32, repack func()) float64 {
	const h = 1e-2
	old := *x
	*x = old + h
	repack()
	up := t.loss()
	*x = old - h
	repack()
	down := t.loss()
	*x = old
	repack()
	return (up - down) / (2 * h)
}

func TestSlopes(t *testing.T) {
	c := newTrial()
	c.loss()
	c.each(func(row, at int) { copy(c.run.DX[row*dim:], c.want[at*dim:(at+1)*dim]) })
	c.run.Backward()
	close := func(what string, got, want float64) {
		if math.Abs(got-want) > 0.02+0.03*math.Abs(want) {
			t.Errorf("%s: slope %.4f, numerically %.4f", what, got, want)
		}
	}
	var got []float64
	c.each(func(row, at int) { got = append(got, float64(c.run.DX[row*dim+at%dim])) })
	var grads [][]float32
	for _, g := range c.s.grad {
		grads = append(grads, append([]float32(nil), g...))
	}
	for at := range 8 {
		close("input", got[at], c.slope(&c.in[at*dim+at%dim], func() {}))
	}
	for _, l := range c.k.layers {
		for _, p := range []*Param{l.lin.W, l.lin.B, l.norm} {
			for i := 1; i < len(p.W); i += len(p.W)/7 + 1 {
				close(p.Name, float64(grads[p.index][i]), c.slope(&p.W[i], l.lin.pack))
			}
		}
	}
}

// What is written is read back as the layers that were trained.
func TestWrittenStackAgrees(t *testing.T) {
	c := newTrial()
	c.loss()
	var b encode.Builder
	c.m.Normal("norm", dim).Write(&b)
	c.k.Write(&b)
	f, err := encode.Open(b.File(77, 0), 77)
	if err != nil {
		t.Fatal(err)
	}
	k, err := f.Stack(dim)
	if err != nil {
		t.Fatal(err)
	}
	// The reader normalises what goes in; so must this.
	at0 := make([]float32, 8*dim)
	copy(at0, c.in)
	for i := range 8 {
		row := at0[i*dim : (i+1)*dim]
		var sum, square float64
		for _, x := range row {
			sum += float64(x)
			square += float64(x) * float64(x)
		}
		mean := sum / dim
		r := 1 / math.Sqrt(square/dim-mean*mean+1e-5)
		for j, x := range row {
			row[j] = float32((float64(x) - mean) * r)
		}
	}
	copy(c.in, at0)
	c.loss()
	rows := append([]float32(nil), at0...)
	var ws encode.Workspace
	k.Run(rows, []int{0, 5, 8}, &ws)
	c.each(func(row, at int) {
		for j := range dim {
			if a, b := c.run.Out()[row*dim+j], rows[at*dim+j]; math.Abs(float64(a-b)) > 1e-3 {
				t.Fatalf("row %d column %d: trained %v, read %v", at, j, a, b)
			}
		}
	})
}

func TestMaskAndStep(t *testing.T) {
	m := New(3)
	l := m.Linear("l", 16, 16)
	tab := m.Table("t", 4, 16, 0.1)
	s, s2 := m.NewPass(1), m.NewPass(2)
	mask := make([]float32, 10000)
	s.Mask(mask, 0.25)
	var sum float32
	for _, x := range mask {
		sum += x
	}
	if sum < 9700 || sum > 10300 {
		t.Errorf("the mask's mean is %v, want 1", sum/10000)
	}
	before, row := l.W.W[0], append([]float32(nil), tab.W[16:32]...)
	s.grad[l.W.index][0] = 1
	s2.grad[l.W.index][0] = 1
	slope := make([]float32, 16)
	slope[3] = -1
	s2.Touch(tab, 1, slope)
	m.Step([]*Pass{s, s2}, 0.01, 0)
	if l.W.W[0] >= before || tab.W[16+3] <= row[3] || tab.W[16] != row[0] {
		t.Error("a step must go against the slopes, and leave alone what has none")
	}
	if s.grad[l.W.index][0] != 0 || len(s2.rowsOf) != 0 {
		t.Error("a step leaves slopes behind")
	}
}

func TestProductLeavesOutTheBias(t *testing.T) {
	m := New(5)
	l := m.Linear("l", 16, 16)
	for i := range l.B.W {
		l.B.W[i] = float32(i) + 0.5
	}
	src, with, without := make([]float32, 32), make([]float32, 32), make([]float32, 32)
	for i := range src {
		src[i] = float32(i%5) - 2
	}
	l.Forward(with, src, 2, 16)
	l.Product(without, src, 2, 16)
	for i := range with {
		if with[i] != without[i]+l.B.W[i%16] {
			t.Fatalf("value %d: %v with the bias %v, %v without", i, with[i], l.B.W[i%16], without[i])
		}
	}
}

// A step of Adam's from rest moves a weight by the whole rate, however steep.
func TestCorrectedStep(t *testing.T) {
	for _, slope := range []float32{0.001, 1} {
		m := New(6)
		p := m.Param("p", 1, 1, 1)
		s := m.NewPass(1)
		before := p.W[0]
		s.Grad(p)[0] = slope
		times, over := Correction(1)
		m.Move([]*Pass{s}, 0.25*times/over, 0)
		if got := before - p.W[0]; math.Abs(float64(got)-0.25) > 1e-3 {
			t.Errorf("slope %v: moved by %v, want 0.25", slope, got)
		}
	}
	if times, over := Correction(100000); times != 1 || over != 1 {
		t.Errorf("late steps are corrected by %v/%v, want 1/1", times, over)
	}
}

// What is in the slope of a zero row must not reach the rows beside it.
func TestZeroRowsCountForNothing(t *testing.T) {
	slopes := func(spill float32) []float32 {
		c := newTrial()
		c.loss()
		c.each(func(row, at int) { copy(c.run.DX[row*dim:], c.want[at*dim:(at+1)*dim]) })
		for _, row := range []int{0, c.run.Row(0, sizes[0]), c.run.Rows - 1} {
			c.run.DX[row*dim+1] = spill
		}
		c.run.Backward()
		return append(append([]float32(nil), c.run.DX[:c.run.Rows*dim]...), c.s.Grad(c.k.layers[1].lin.W)...)
	}
	if !slices.Equal(slopes(0), slopes(3)) {
		t.Error("the slope of a zero row changes that of others")
	}
}
