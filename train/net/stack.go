package net

import (
	"fmt"
	"math"

	"github.com/parley-reader/parley/internal/encode"
)

// Stack is a run of residual layers.
type Stack struct {
	dim    int
	layers []layer
	drop   float32
}

type layer struct {
	kind uint32
	lin  *Linear
	norm *Param
}

// Stack adds layers of the kinds, [encode.LayerConv] and [encode.LayerGates],
// which are named for [encode.File.Stack]. drop is the part of each layer's
// outcome that a step does without.
func (m *Model) Stack(dim int, kinds []uint32, drop float32) *Stack {
	k := &Stack{dim: dim, drop: drop}
	for i, kind := range kinds {
		l := layer{kind: kind}
		name := fmt.Sprintf("layer%d", i)
		if kind == encode.LayerConv {
			l.lin = m.Linear(name, 3*dim, dim)
		} else {
			l.lin = m.Linear(name, dim, 3*dim)
			for j := range dim {
				l.lin.B.W[dim+j] = 1 // remember by default
			}
		}
		l.norm = m.Normal(name+".n", dim)
		k.layers = append(k.layers, l)
	}
	return k
}

// Write adds the layers to a weight file.
func (k *Stack) Write(b *encode.Builder) {
	k.WriteLayers(b)
	kinds := make([]uint32, len(k.layers))
	for i, l := range k.layers {
		kinds[i] = l.kind
	}
	b.Uints("layers", 1, len(kinds), kinds)
}

// WriteLayers adds the layers without their kinds, for a file that tells these
// elsewhere.
func (k *Stack) WriteLayers(b *encode.Builder) {
	for _, l := range k.layers {
		l.lin.Write(b)
		l.norm.Write(b)
	}
}

// Write adds the matrix and its bias to a weight file.
func (l *Linear) Write(b *encode.Builder) { l.W.Write(b); l.B.Write(b) }

// Write adds the array to a weight file.
func (p *Param) Write(b *encode.Builder) { b.Floats(p.Name, p.Rows, p.Cols, p.W) }

// Write adds the table as int8, with one scale a row.
func (t *Table) Write(b *encode.Builder) {
	t.WriteRounded(b, func(x float32) int8 { return int8(math.Round(float64(x))) })
}

// WriteRounded is Write with another way of rounding.
func (t *Table) WriteRounded(b *encode.Builder, round func(x float32) int8) {
	q, scale := make([]int8, len(t.W)), make([]float32, t.Rows)
	for r := range t.Rows {
		row := t.W[r*t.Cols : (r+1)*t.Cols]
		var top float32
		for _, x := range row {
			top = max(top, abs(x))
		}
		if top == 0 {
			continue
		}
		scale[r] = top / 127
		for j, x := range row {
			q[r*t.Cols+j] = round(x / scale[r])
		}
	}
	b.Int8(t.Name, t.Rows, t.Cols, q)
	b.Floats(t.Name+".s", 1, t.Rows, scale)
}

// Run is the memory of one worker's way through a stack: the rows of some
// sequences with a zero row around each.
type Run struct {
	k     *Stack
	s     *Pass
	start []int
	size  []int
	Rows  int         // with the zero rows
	X     [][]float32 // input of each layer, and at last the outcome
	DX    []float32   // the slope of X[last] before Backward, of X[0] after it
	hat   [][]float32
	rstd  [][]float32
	mask  [][]float32
	pre   [][]float32 // conv: before relu; gates: z, f, o
	cell  [][]float32
	tmp   []float32
	carry []float32
}

// NewRun makes the memory.
func (k *Stack) NewRun(s *Pass) *Run {
	n := len(k.layers) + 1
	return &Run{k: k, s: s, X: make([][]float32, n), hat: make([][]float32, n), rstd: make([][]float32, n),
		mask: make([][]float32, n), pre: make([][]float32, n), cell: make([][]float32, n), carry: make([]float32, k.dim)}
}

// Begin makes room for sequences of the sizes; all of X and DX is zero.
func (r *Run) Begin(sizes []int) {
	r.start, r.size = r.start[:0], append(r.size[:0], sizes...)
	at := 1
	for _, n := range sizes {
		r.start = append(r.start, at)
		at += n + 1
	}
	r.Rows = at
	d := r.k.dim
	for i := range r.X {
		r.X[i] = Need(r.X[i], at*d)
		r.hat[i] = Need(r.hat[i], at*d)
		r.rstd[i] = Need(r.rstd[i], at)
		r.pre[i] = Need(r.pre[i], at*3*d)
		r.cell[i] = Need(r.cell[i], at*d)
		r.mask[i] = Need(r.mask[i], at*d)
		clear(r.X[i][:at*d])
		clear(r.pre[i][:at*3*d])
	}
	r.DX = Need(r.DX, at*d)
	clear(r.DX[:at*d])
	r.tmp = Need(r.tmp, at*3*d)
}

// Row is the row of position i of sequence q.
func (r *Run) Row(q, i int) int { return r.start[q] + i }

// Forward goes through the layers.
func (r *Run) Forward() {
	for i := range r.k.layers {
		if r.k.layers[i].kind == encode.LayerConv {
			r.convForward(i)
		} else {
			r.gatesForward(i)
		}
	}
}

// Out is the outcome.
func (r *Run) Out() []float32 { return r.X[len(r.k.layers)] }

// Backward turns the slope of the outcome, in DX, to that of the input. What DX
// has for the zero rows counts for nothing.
func (r *Run) Backward() {
	for i := len(r.k.layers) - 1; i >= 0; i-- {
		if r.k.layers[i].kind == encode.LayerConv {
			r.convBackward(i)
		} else {
			r.gatesBackward(i)
		}
	}
}

// NormForward writes the layer norm of v to row at of X[i].
func (r *Run) NormForward(i, at int, v []float32, p *Param) {
	d := r.k.dim
	var sum, square float32
	for _, a := range v {
		sum += a
		square += a * a
	}
	mean := sum / float32(d)
	rs := 1 / float32(math.Sqrt(float64(max(square/float32(d)-mean*mean, 0)+1e-5)))
	r.rstd[i][at] = rs
	hat, x := r.hat[i][at*d:(at+1)*d], r.X[i][at*d:(at+1)*d]
	for j := range v {
		hat[j] = (v[j] - mean) * rs
		x[j] = hat[j]*p.W[j] + p.W[d+j]
	}
}

// NormBackward turns dy, the slope of row at of X[i], into that of what was
// normalised, in place.
func (r *Run) NormBackward(i, at int, dy []float32, p *Param) {
	d := r.k.dim
	g := r.s.grad[p.index]
	hat := r.hat[i][at*d : (at+1)*d]
	var a, b float32
	for j := range dy {
		g[j] += dy[j] * hat[j]
		g[d+j] += dy[j]
		dy[j] *= p.W[j]
		a += dy[j]
		b += dy[j] * hat[j]
	}
	a /= float32(d)
	b /= float32(d)
	rs := r.rstd[i][at]
	for j := range dy {
		dy[j] = rs * (dy[j] - a - hat[j]*b)
	}
}

func (r *Run) eachRow(f func(at int)) {
	for q, n := range r.size {
		for i := range n {
			f(r.start[q] + i)
		}
	}
}

func (r *Run) convForward(i int) {
	l, d := &r.k.layers[i], r.k.dim
	l.lin.Forward(r.pre[i], r.X[i], r.Rows-2, d)
	r.s.Mask(r.mask[i+1][:r.Rows*d], r.k.drop)
	r.eachRow(func(at int) {
		y, m, x := r.pre[i][(at-1)*d:at*d], r.mask[i+1][at*d:(at+1)*d], r.X[i][at*d:(at+1)*d]
		v := r.tmp[:d]
		for j := range v {
			v[j] = x[j] + max(y[j], 0)*m[j]
		}
		r.NormForward(i+1, at, v, l.norm)
	})
}

func (r *Run) convBackward(i int) {
	l, d := &r.k.layers[i], r.k.dim
	dy := r.pre[i]
	seen := r.cell[i][:r.Rows*d] // spare room for the kept slope
	clear(seen)
	r.eachRow(func(at int) {
		g := r.DX[at*d : (at+1)*d]
		r.NormBackward(i+1, at, g, l.norm)
		y, m := dy[(at-1)*d:at*d], r.mask[i+1][at*d:(at+1)*d]
		k := seen[(at-1)*d : at*d]
		for j := range g {
			if y[j] > 0 {
				k[j] = g[j] * m[j]
			}
		}
	})
	rows := r.Rows - 2
	l.lin.Backward(r.s, nil, 0, r.X[i], d, seen, rows)
	encode.Gemm(rows, 3*d, d, seen, d, 1, l.lin.pt, r.tmp, 3*d, false)
	for at := range rows {
		add(r.DX[at*d:(at+3)*d], r.tmp[at*3*d:(at+1)*3*d])
	}
	r.clearGaps()
}

// clearGaps zeroes the slope of the zero rows.
func (r *Run) clearGaps() {
	d := r.k.dim
	clear(r.DX[:d])
	for q, n := range r.size {
		at := r.start[q] + n
		clear(r.DX[at*d : (at+1)*d])
	}
}

// gatesForward keeps z, f and o in pre and c in cell.
func (r *Run) gatesForward(i int) {
	l, d := &r.k.layers[i], r.k.dim
	l.lin.Forward(r.pre[i][3*d:], r.X[i][d:], r.Rows-2, d)
	r.s.Mask(r.mask[i+1][:r.Rows*d], r.k.drop)
	carry := r.carry
	step := func(at, from, to int) {
		u, c := r.pre[i][at*3*d:(at+1)*3*d], r.cell[i][at*d:(at+1)*d]
		for j := from; j < to; j++ {
			z := soft(u[j])
			f := 0.5 + 0.5*soft(u[d+j])
			o := 0.5 + 0.5*soft(u[2*d+j])
			carry[j] = z + f*(carry[j]-z)
			u[j], u[d+j], u[2*d+j], c[j] = z, f, o, carry[j]
		}
	}
	for q, n := range r.size {
		first, end := r.start[q], r.start[q]+n
		clear(carry)
		for at := first; at < end; at++ {
			step(at, 0, d/2)
		}
		for at := end - 1; at >= first; at-- {
			step(at, d/2, d)
		}
	}
	r.eachRow(func(at int) {
		u, c := r.pre[i][at*3*d:(at+1)*3*d], r.cell[i][at*d:(at+1)*d]
		m, x := r.mask[i+1][at*d:(at+1)*d], r.X[i][at*d:(at+1)*d]
		v := r.tmp[:d]
		for j := range v {
			v[j] = x[j] + u[2*d+j]*c[j]*m[j]
		}
		r.NormForward(i+1, at, v, l.norm)
	})
}

func (r *Run) gatesBackward(i int) {
	l, d := &r.k.layers[i], r.k.dim
	du := r.tmp[:r.Rows*3*d]
	clear(du)
	r.eachRow(func(at int) { r.NormBackward(i+1, at, r.DX[at*d:(at+1)*d], l.norm) })
	for q, n := range r.size {
		first, end := r.start[q], r.start[q]+n
		clear(r.carry)
		for at := end - 1; at >= first; at-- {
			prev := at - 1
			if at == first {
				prev = -1
			}
			r.undo(i, at, prev, 0, d/2, du)
		}
		for at := first; at < end; at++ {
			prev := at + 1
			if prev == end {
				prev = -1
			}
			r.undo(i, at, prev, d/2, d, du)
		}
	}
	l.lin.Backward(r.s, r.DX, d, r.X[i], d, du, r.Rows)
	r.clearGaps()
}

// undo takes back one step of a recurrence, after all that came later; prev is
// the row before it in the recurrence's direction, or −1.
func (r *Run) undo(i, at, prev, from, to int, du []float32) {
	d, carry := r.k.dim, r.carry
	u, c := r.pre[i][at*3*d:(at+1)*3*d], r.cell[i][at*d:(at+1)*d]
	g, m := r.DX[at*d:(at+1)*d], r.mask[i+1][at*d:(at+1)*d]
	out := du[at*3*d : (at+1)*3*d]
	for j := from; j < to; j++ {
		z, f, o := u[j], u[d+j], u[2*d+j]
		var before float32
		if prev >= 0 {
			before = r.cell[i][prev*d+j]
		}
		dh := g[j] * m[j]
		dc := dh*o + carry[j]
		a := 1 - abs(z)
		out[j] = dc * (1 - f) * a * a
		b := 1 - abs(2*f-1)
		out[d+j] = dc * (before - z) * 0.5 * b * b
		e := 1 - abs(2*o-1)
		out[2*d+j] = dh * c[j] * 0.5 * e * e
		carry[j] = dc * f
	}
}

func soft(x float32) float32 {
	if x < 0 {
		return x / (1 - x)
	}
	return x / (1 + x)
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}
