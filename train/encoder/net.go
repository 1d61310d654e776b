package main

import (
	"math"
	"math/rand/v2"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/parse"
)

// param is one dense weight array with the state of its optimiser.
type param struct {
	name       string
	rows, cols int
	w, m, v    []float32
	index      int // its place among the network's parameters
}

// linear is a matrix with its bias, packed for the products of a step.
type linear struct {
	w, b    *param
	in, out int
	p, pt   []float32
}

func (l *linear) pack() {
	encode.Pack(l.p, l.w.w, l.in, l.out, l.out, 1)
	encode.Pack(l.pt, l.w.w, l.out, l.in, 1, l.out)
}

// forward computes rows·W (+ bias).
func (l *linear) forward(dst, src []float32, rows, stride int, bias bool) {
	encode.Gemm(rows, l.out, l.in, src, stride, 1, l.p, dst, l.out, false)
	if !bias {
		return
	}
	for i := range rows {
		axpy(dst[i*l.out:(i+1)*l.out], l.b.w, 1)
	}
}

// backward adds to the gradients of W and of the bias, and to dsrc.
func (l *linear) backward(s *shard, dsrc []float32, dstride int, src []float32, stride int, dy []float32, rows int) {
	s.packed = need(s.packed, rows*l.out)
	encode.Pack(s.packed, dy, rows, l.out, l.out, 1)
	encode.Gemm(l.in, l.out, rows, src, 1, stride, s.packed, s.grad[l.w.index], l.out, true)
	gb := s.grad[l.b.index]
	for i := range rows {
		axpy(gb, dy[i*l.out:(i+1)*l.out], 1)
	}
	if dsrc != nil {
		encode.Gemm(rows, l.in, l.out, dy, l.out, 1, l.pt, dsrc, dstride, true)
	}
}

func need(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/2)
	}
	return s[:cap(s)]
}

func axpy(dst, src []float32, a float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += a * src[i]
	}
}

// config is the shape of the network and how it is trained.
type config struct {
	dim, arc, lab          int
	layers                 []uint32
	vocab, affix           int
	dropEmb, dropLay, drop float32
	dropMLP                float32
	wordDrop               float32
	affixDrop              float32
}

type layerParam struct {
	kind uint32
	lin  *linear
	norm *param
}

// net is the whole network.
type net struct {
	config
	params      []*param
	lins        []*linear
	word, affix *param // embeddings, updated row by row
	norm        *param
	layers      []layerParam
	tag         *linear
	arc, lb     *linear
	bi          *linear
	dDep, dHead *linear
	root        *param
	rootLab     *param
	labDist     *param
	rel         *linear
}

func (n *net) param(name string, rows, cols int, scale float32, r *rand.Rand) *param {
	p := &param{name: name, rows: rows, cols: cols, index: len(n.params)}
	p.w, p.m, p.v = make([]float32, rows*cols), make([]float32, rows*cols), make([]float32, rows*cols)
	for i := range p.w {
		p.w[i] = scale * (2*r.Float32() - 1)
	}
	n.params = append(n.params, p)
	return p
}

func (n *net) linear(name string, in, out int, r *rand.Rand) *linear {
	l := &linear{in: in, out: out}
	l.w = n.param(name, in, out, float32(math.Sqrt(6/float64(in+out))), r)
	l.b = n.param(name+".b", 1, out, 0, r)
	l.p, l.pt = make([]float32, in*out), make([]float32, in*out)
	n.lins = append(n.lins, l)
	return l
}

func (n *net) normal(name string, r *rand.Rand) *param {
	p := n.param(name, 2, n.dim, 0, r)
	for i := range n.dim {
		p.w[i] = 1
	}
	return p
}

func newNet(c config, seed uint64) *net {
	r := rand.New(rand.NewPCG(seed, 1))
	n := &net{config: c}
	d := c.dim
	n.word = n.param("word", c.vocab, d, 0.05, r)
	clear(n.word.w[:d])
	n.affix = n.param("affix", c.affix, d, 0.05, r)
	n.params = n.params[:0] // these two are updated row by row
	n.norm = n.normal("norm", r)
	for i, k := range c.layers {
		l := layerParam{kind: k}
		name := "layer" + string(rune('0'+i))
		if k == encode.LayerConv {
			l.lin = n.linear(name, 3*d, d, r)
		} else {
			l.lin = n.linear(name, d, 3*d, r)
			for j := range d {
				l.lin.b.w[d+j] = 1 // remember by default
			}
		}
		l.norm = n.normal(name+".n", r)
		n.layers = append(n.layers, l)
	}
	n.tag = n.linear("out", d, tagColumns, r)
	n.arc = n.linear("arc", d, 2*c.arc, r)
	n.lb = n.linear("lab", d, 2*c.lab, r)
	n.bi = n.linear("bi", c.arc, c.arc, r)
	n.dDep = n.linear("dist.dep", c.arc, parse.Buckets, r)
	n.dHead = n.linear("dist.head", c.arc, parse.Buckets, r)
	n.root = n.param("root", 1, c.arc, 0.1, r)
	n.rootLab = n.param("root.lab", 1, c.lab, 0.1, r)
	n.labDist = n.param("lab.dist", parse.Buckets, c.lab, 0.1, r)
	n.rel = n.linear("rel", c.lab, parse.Relations, r)
	for _, l := range n.lins {
		l.pack()
	}
	return n
}

const (
	tagColumns = 96
	xpos0      = 32
)

// sample is one sentence as the network takes it.
type sample struct {
	word  []int32
	affix [][encode.Affixes]uint32
	u     []doc.UPOS
	x     []doc.XPOS
	head  []int32 // −1 for the root
	rel   []doc.Rel
}

// losses sums what went wrong, for the log.
type losses struct {
	tag, arc, rel float64
	tokens        int
	arcRight      int
}

// shard is one worker's share of a step: its sentences, activations and
// gradients.
type shard struct {
	n       *net
	r       *rand.Rand
	batch   []*sample
	scale   float32 // of the loss
	start   []int   // first row of each sentence
	rows    int     // with the zero rows
	words   []int32 // row of the word table for each row, −1 none
	affs    [][encode.Affixes]int32
	x       [][]float32 // input of each layer, and at last the states
	hat     [][]float32 // normalised rows before gain
	rstd    [][]float32
	mask    [][]float32 // dropout
	pre     [][]float32 // conv: before relu; gates: z, f, o
	cell    [][]float32
	dx      []float32
	tmp     []float32
	packed  []float32
	grad    [][]float32
	dEmb    []float32
	loss    losses
	heads   headBuffers
	visible []float32
}

func newShard(n *net, seed uint64) *shard {
	s := &shard{n: n, r: rand.New(rand.NewPCG(seed, 7))}
	for _, p := range n.params {
		s.grad = append(s.grad, make([]float32, len(p.w)))
	}
	k := len(n.layers) + 1
	s.x, s.hat, s.rstd = make([][]float32, k), make([][]float32, k), make([][]float32, k)
	s.mask, s.pre, s.cell = make([][]float32, k+1), make([][]float32, k), make([][]float32, k)
	return s
}

// step computes the loss and the gradients of the shard's batch.
func (s *shard) step() {
	s.layout()
	s.embed()
	for i := range s.n.layers {
		if s.n.layers[i].kind == encode.LayerConv {
			s.convForward(i)
		} else {
			s.gatesForward(i)
		}
	}
	s.headsStep()
	for i := len(s.n.layers) - 1; i >= 0; i-- {
		if s.n.layers[i].kind == encode.LayerConv {
			s.convBackward(i)
		} else {
			s.gatesBackward(i)
		}
	}
	s.embedBackward()
}

func (s *shard) layout() {
	s.start = s.start[:0]
	at := 1
	for _, b := range s.batch {
		s.start = append(s.start, at)
		at += len(b.word) + 1
	}
	s.rows = at
	d := s.n.dim
	for i := range s.x {
		s.x[i] = need(s.x[i], at*d)
		s.hat[i] = need(s.hat[i], at*d)
		s.rstd[i] = need(s.rstd[i], at)
		s.pre[i] = need(s.pre[i], at*3*d)
		s.cell[i] = need(s.cell[i], at*d)
		clear(s.x[i][:at*d])
		clear(s.pre[i][:at*3*d])
	}
	for i := range s.mask {
		s.mask[i] = need(s.mask[i], at*d)
	}
	s.dx = need(s.dx, at*d)
	s.tmp = need(s.tmp, at*3*d)
	s.visible = need(s.visible, at*d)
}

// dropMask fills m with 0 or 1/(1−p).
func (s *shard) dropMask(m []float32, p float32) {
	if p <= 0 {
		for i := range m {
			m[i] = 1
		}
		return
	}
	keep := 1 / (1 - p)
	limit := uint32(float64(p) * 65536)
	for i := 0; i < len(m); i += 4 {
		u := s.r.Uint64()
		for j := i; j < min(i+4, len(m)); j++ {
			if uint32(u&0xffff) < limit {
				m[j] = 0
			} else {
				m[j] = keep
			}
			u >>= 16
		}
	}
}

func (s *shard) embed() {
	n, d := s.n, s.n.dim
	if cap(s.words) < s.rows {
		s.words = make([]int32, s.rows*2)
		s.affs = make([][encode.Affixes]int32, s.rows*2)
	}
	s.words, s.affs = s.words[:s.rows], s.affs[:s.rows]
	s.dropMask(s.mask[0][:s.rows*d], n.dropEmb)
	for k, b := range s.batch {
		for i := range b.word {
			r := s.start[k] + i
			s.pickRows(r, b, i)
			v := s.tmp[r*d : (r+1)*d]
			clear(v)
			if w := s.words[r]; w > 0 {
				axpy(v, n.word.w[int(w)*d:int(w+1)*d], 1)
			} else if w == 0 {
				axpy(v, n.word.w[:d], 1)
			}
			for _, a := range s.affs[r] {
				if a >= 0 {
					axpy(v, n.affix.w[int(a)*d:int(a+1)*d], 1)
				}
			}
			s.normForward(0, r, v, n.norm)
			x, m := s.x[0][r*d:(r+1)*d], s.mask[0][r*d:(r+1)*d]
			for j := range x {
				x[j] *= m[j]
			}
		}
	}
}

// pickRows chooses the rows of the tables for a token, some dropped.
func (s *shard) pickRows(r int, b *sample, i int) {
	n := s.n
	s.words[r] = b.word[i]
	if s.r.Float32() < n.wordDrop {
		s.words[r] = 0
	}
	for j, h := range b.affix[i] {
		s.affs[r][j] = int32(h % uint32(n.config.affix))
		if n.affixDrop > 0 && s.r.Float32() < n.affixDrop {
			s.affs[r][j] = -1
		}
	}
}

// normForward writes the layer norm of v to row r of x[i].
func (s *shard) normForward(i, r int, v []float32, p *param) {
	d := s.n.dim
	var sum, square float32
	for _, a := range v {
		sum += a
		square += a * a
	}
	mean := sum / float32(d)
	rs := 1 / float32(math.Sqrt(float64(max(square/float32(d)-mean*mean, 0)+1e-5)))
	s.rstd[i][r] = rs
	hat, x := s.hat[i][r*d:(r+1)*d], s.x[i][r*d:(r+1)*d]
	for j := range v {
		hat[j] = (v[j] - mean) * rs
		x[j] = hat[j]*p.w[j] + p.w[d+j]
	}
}

// normBackward turns dy, the gradient of row r of x[i], into that of the sum
// that was normalised, in place.
func (s *shard) normBackward(i, r int, dy []float32, p *param) {
	d := s.n.dim
	g := s.grad[p.index]
	hat := s.hat[i][r*d : (r+1)*d]
	var a, b float32
	for j := range dy {
		g[j] += dy[j] * hat[j]
		g[d+j] += dy[j]
		dy[j] *= p.w[j]
		a += dy[j]
		b += dy[j] * hat[j]
	}
	a /= float32(d)
	b /= float32(d)
	rs := s.rstd[i][r]
	for j := range dy {
		dy[j] = rs * (dy[j] - a - hat[j]*b)
	}
}

func (s *shard) eachRow(f func(r int)) {
	for k, b := range s.batch {
		for i := range b.word {
			f(s.start[k] + i)
		}
	}
}

func (s *shard) convForward(i int) {
	l, d := &s.n.layers[i], s.n.dim
	l.lin.forward(s.pre[i], s.x[i], s.rows-2, d, true)
	s.dropMask(s.mask[i+1][:s.rows*d], s.n.dropLay)
	s.eachRow(func(r int) {
		y, m, x := s.pre[i][(r-1)*d:r*d], s.mask[i+1][r*d:(r+1)*d], s.x[i][r*d:(r+1)*d]
		v := s.tmp[:d]
		for j := range v {
			v[j] = x[j] + max(y[j], 0)*m[j]
		}
		s.normForward(i+1, r, v, l.norm)
	})
}

// convBackward takes dx, the gradient of x[i+1], to that of x[i].
func (s *shard) convBackward(i int) {
	l, d := &s.n.layers[i], s.n.dim
	dy := s.pre[i]
	seen := s.cell[i][:s.rows*d] // spare room for the kept gradient
	clear(seen)
	s.eachRow(func(r int) {
		g := s.dx[r*d : (r+1)*d]
		s.normBackward(i+1, r, g, l.norm)
		y, m := dy[(r-1)*d:r*d], s.mask[i+1][r*d:(r+1)*d]
		k := seen[(r-1)*d : r*d]
		for j := range g {
			if y[j] > 0 {
				k[j] = g[j] * m[j]
			}
		}
	})
	rows := s.rows - 2
	l.lin.backward(s, nil, 0, s.x[i], d, seen, rows)
	encode.Gemm(rows, 3*d, d, seen, d, 1, l.lin.pt, s.tmp, 3*d, false)
	for r := range rows {
		axpy(s.dx[r*d:(r+3)*d], s.tmp[r*3*d:(r+1)*3*d], 1)
	}
	s.clearGaps()
}

// clearGaps zeroes the gradient of the zero rows.
func (s *shard) clearGaps() {
	d := s.n.dim
	clear(s.dx[:d])
	for k, b := range s.batch {
		r := s.start[k] + len(b.word)
		clear(s.dx[r*d : (r+1)*d])
	}
}

func soft(x float32) float32 {
	if x < 0 {
		return x / (1 - x)
	}
	return x / (1 + x)
}

// gatesForward keeps z, f and o in pre and c in cell.
func (s *shard) gatesForward(i int) {
	l, d := &s.n.layers[i], s.n.dim
	l.lin.forward(s.pre[i][3*d:], s.x[i][d:], s.rows-2, d, true)
	s.dropMask(s.mask[i+1][:s.rows*d], s.n.dropLay)
	carry := make([]float32, d)
	step := func(r, from, to int) {
		u, c := s.pre[i][r*3*d:(r+1)*3*d], s.cell[i][r*d:(r+1)*d]
		for j := from; j < to; j++ {
			z := soft(u[j])
			f := 0.5 + 0.5*soft(u[d+j])
			o := 0.5 + 0.5*soft(u[2*d+j])
			carry[j] = z + f*(carry[j]-z)
			u[j], u[d+j], u[2*d+j], c[j] = z, f, o, carry[j]
		}
	}
	for k, b := range s.batch {
		first, end := s.start[k], s.start[k]+len(b.word)
		clear(carry)
		for r := first; r < end; r++ {
			step(r, 0, d/2)
		}
		for r := end - 1; r >= first; r-- {
			step(r, d/2, d)
		}
	}
	s.eachRow(func(r int) {
		u, c := s.pre[i][r*3*d:(r+1)*3*d], s.cell[i][r*d:(r+1)*d]
		m, x := s.mask[i+1][r*d:(r+1)*d], s.x[i][r*d:(r+1)*d]
		v := s.tmp[:d]
		for j := range v {
			v[j] = x[j] + u[2*d+j]*c[j]*m[j]
		}
		s.normForward(i+1, r, v, l.norm)
	})
}

func (s *shard) gatesBackward(i int) {
	l, d := &s.n.layers[i], s.n.dim
	du := s.tmp[:s.rows*3*d]
	clear(du)
	s.eachRow(func(r int) { s.normBackward(i+1, r, s.dx[r*d:(r+1)*d], l.norm) })
	carry := make([]float32, d)
	// r is undone after all that came later; prev is the row before it in the
	// direction of the recurrence, or −1.
	step := func(r, prev, from, to int) {
		u, c := s.pre[i][r*3*d:(r+1)*3*d], s.cell[i][r*d:(r+1)*d]
		g, m := s.dx[r*d:(r+1)*d], s.mask[i+1][r*d:(r+1)*d]
		out := du[r*3*d : (r+1)*3*d]
		for j := from; j < to; j++ {
			z, f, o := u[j], u[d+j], u[2*d+j]
			var before float32
			if prev >= 0 {
				before = s.cell[i][prev*d+j]
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
	for k, b := range s.batch {
		first, end := s.start[k], s.start[k]+len(b.word)
		clear(carry)
		for r := end - 1; r >= first; r-- {
			prev := r - 1
			if r == first {
				prev = -1
			}
			step(r, prev, 0, d/2)
		}
		for r := first; r < end; r++ {
			prev := r + 1
			if prev == end {
				prev = -1
			}
			step(r, prev, d/2, d)
		}
	}
	l.lin.backward(s, s.dx, d, s.x[i], d, du, s.rows)
	s.clearGaps()
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}

// embedBackward leaves the gradient of each row's sum of embeddings in dEmb.
func (s *shard) embedBackward() {
	d := s.n.dim
	s.eachRow(func(r int) {
		g, m := s.dx[r*d:(r+1)*d], s.mask[0][r*d:(r+1)*d]
		for j := range g {
			g[j] *= m[j]
		}
		s.normBackward(0, r, g, s.n.norm)
	})
	s.dEmb = s.dx
}
