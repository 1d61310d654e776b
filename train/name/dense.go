package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"

	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/name"
)

// example is one document as the dense scorer sees it.
type example struct {
	rows   []float32 // a zero row around each sentence
	at     []int32   // index of the middle row of each token
	labels []uint8
	weight float32
}

// mlp is the dense scorer while it is trained.
type mlp struct {
	dim, in, hidden, columns, labels int
	w1, b1, w2, b2                   []float32
	state                            [4]moments
	step                             int
}

// moments are those of Adam (Kingma and Ba 2015).
type moments struct{ m, v []float32 }

const columns = 32 // of the output layer: the labels, padded

func newMLP(dim, hidden, labels int, rng *rand.Rand) *mlp {
	m := &mlp{dim: dim, in: 3 * dim, hidden: hidden, columns: columns, labels: labels}
	fill := func(n int, scale float64) []float32 {
		w := make([]float32, n)
		for i := range w {
			w[i] = float32(scale * (2*rng.Float64() - 1))
		}
		return w
	}
	m.w1, m.b1 = fill(m.in*hidden, math.Sqrt(6/float64(m.in+hidden))), make([]float32, hidden)
	m.w2, m.b2 = fill(hidden*columns, math.Sqrt(6/float64(hidden+labels))), make([]float32, columns)
	for i, w := range [][]float32{m.w1, m.b1, m.w2, m.b2} {
		m.state[i] = moments{make([]float32, len(w)), make([]float32, len(w))}
	}
	return m
}

// adam moves w against the gradient g, and clears g.
func (m *mlp) adam(w, g []float32, s moments, rate float32) {
	c1 := 1 - float32(math.Pow(0.9, float64(m.step)))
	c2 := 1 - float32(math.Pow(0.99, float64(m.step)))
	for i, x := range g {
		s.m[i] = 0.9*s.m[i] + 0.1*x
		s.v[i] = 0.99*s.v[i] + 0.01*x*x
		w[i] -= rate * (s.m[i]/c1/(float32(math.Sqrt(float64(s.v[i]/c2)))+1e-7) + decay*w[i])
		g[i] = 0
	}
}

const decay = 1e-4

const batch = 480

// place is one token of one example.
type place struct{ doc, token int32 }

// pass holds the memory of one step: inputs, hidden rows, scores and their
// slopes, the slopes of the weights, and packed matrices.
type pass struct {
	x, h, y, dh        []float32
	g1, gb1, g2, gb2   []float32
	p1, p2, p2t, other []float32
	fast               xorshift
	cut                uint32 // a number below it drops a value
	keep               float32
}

func (m *mlp) pass(drop float32, seed uint32) *pass {
	return &pass{
		x: make([]float32, batch*m.in), h: make([]float32, batch*m.hidden),
		y: make([]float32, batch*m.columns), dh: make([]float32, batch*m.hidden),
		g1: make([]float32, len(m.w1)), gb1: make([]float32, len(m.b1)),
		g2: make([]float32, len(m.w2)), gb2: make([]float32, len(m.b2)),
		p1: make([]float32, len(m.w1)), p2: make([]float32, len(m.w2)), p2t: make([]float32, m.columns*m.hidden),
		other: make([]float32, batch*max(m.hidden, m.columns)),
		fast:  xorshift(seed), cut: uint32(drop * (1<<32 - 1)), keep: 1 / (1 - drop),
	}
}

// fit trains on the examples' tokens, in a new order each epoch.
func (m *mlp) fit(set []example, epochs int, rate, drop float32, rng *rand.Rand) {
	var all []place
	for d := range set {
		for t := range set[d].labels {
			all = append(all, place{int32(d), int32(t)})
		}
	}
	p := m.pass(drop, rng.Uint32()|1)
	steps := epochs * (len(all) / batch)
	for e := range epochs {
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var loss float64
		for at := 0; at+batch <= len(all); at += batch {
			loss += m.forward(p, set, all[at:at+batch])
			m.backward(p)
			m.step++
			r := rate * (1 - 0.97*float32(m.step)/float32(steps))
			m.adam(m.w1, p.g1, m.state[0], r)
			m.adam(m.b1, p.gb1, m.state[1], r)
			m.adam(m.w2, p.g2, m.state[2], r)
			m.adam(m.b2, p.gb2, m.state[3], r)
		}
		fmt.Fprintf(os.Stderr, "dense epoch %d: loss %.4f a token\n", e+1, loss/float64(len(all)))
	}
}

// forward leaves in p.y the slopes of the loss by the scores, and returns the
// loss.
func (m *mlp) forward(p *pass, set []example, part []place) (loss float64) {
	for i, q := range part {
		ex := &set[q.doc]
		mid := int(ex.at[q.token])
		copy(p.x[i*m.in:(i+1)*m.in], ex.rows[(mid-1)*m.dim:(mid+2)*m.dim])
	}
	for i := range p.x {
		if p.fast.below(p.cut) {
			p.x[i] = 0
		} else {
			p.x[i] *= p.keep
		}
	}
	encode.Pack(p.p1, m.w1, m.in, m.hidden, m.hidden, 1)
	encode.Pack(p.p2, m.w2, m.hidden, m.columns, m.columns, 1)
	encode.Gemm(batch, m.hidden, m.in, p.x, m.in, 1, p.p1, p.h, m.hidden, false)
	for i := range batch {
		row := p.h[i*m.hidden : (i+1)*m.hidden]
		for j := range row {
			if row[j] += m.b1[j]; row[j] < 0 || p.fast.below(p.cut) {
				row[j] = 0
			} else {
				row[j] *= p.keep
			}
		}
	}
	encode.Gemm(batch, m.columns, m.hidden, p.h, m.hidden, 1, p.p2, p.y, m.columns, false)
	for i, q := range part {
		ex := &set[q.doc]
		loss += m.softmax(p.y[i*m.columns:(i+1)*m.columns], int(ex.labels[q.token]), ex.weight/batch)
	}
	return loss
}

// backward adds to the slopes of the weights.
func (m *mlp) backward(p *pass) {
	encode.Pack(p.other, p.y, batch, m.columns, m.columns, 1)
	encode.Gemm(m.hidden, m.columns, batch, p.h, 1, m.hidden, p.other, p.g2, m.columns, false)
	sumRows(p.gb2, p.y)
	encode.Pack(p.p2t, m.w2, m.columns, m.hidden, 1, m.columns)
	encode.Gemm(batch, m.hidden, m.columns, p.y, m.columns, 1, p.p2t, p.dh, m.hidden, false)
	for i := range p.dh {
		if p.h[i] == 0 {
			p.dh[i] = 0
		} else {
			p.dh[i] *= p.keep
		}
	}
	encode.Pack(p.other, p.dh, batch, m.hidden, m.hidden, 1)
	encode.Gemm(m.in, m.hidden, batch, p.x, 1, m.in, p.other, p.g1, m.hidden, false)
	sumRows(p.gb1, p.dh)
}

// xorshift is a generator for the many small decisions (Marsaglia 2003).
type xorshift uint32

func (x *xorshift) below(cut uint32) bool {
	v := *x
	v ^= v << 13
	v ^= v >> 17
	v ^= v << 5
	*x = v
	return uint32(v) < cut
}

func sumRows(dst, rows []float32) {
	for i, x := range rows {
		dst[i%len(dst)] += x
	}
}

// softmax turns scores into the slope of the loss, scaled, and returns the loss.
func (m *mlp) softmax(y []float32, gold int, scale float32) float64 {
	top := float32(math.Inf(-1))
	for j := range m.labels {
		y[j] += m.b2[j]
		top = max(top, y[j])
	}
	var sum float64
	for j := range m.labels {
		sum += math.Exp(float64(y[j] - top))
	}
	loss := math.Log(sum) - float64(y[gold]-top)
	for j := range y {
		if j >= m.labels {
			y[j] = 0
			continue
		}
		p := float32(math.Exp(float64(y[j]-top)) / sum)
		if j == gold {
			p--
		}
		y[j] = p * scale
	}
	return loss
}

// pack writes the weight file; by is how much the scores are to count.
func (m *mlp) pack(encoder uint32, by float32) []byte {
	w2, b2 := make([]float32, len(m.w2)), make([]float32, len(m.b2))
	for i, x := range m.w2 {
		w2[i] = x * by
	}
	for i, x := range m.b2 {
		b2[i] = x * by
	}
	var b encode.Builder
	b.Uints("size", 1, 4, []uint32{uint32(m.dim), uint32(m.hidden), uint32(m.columns), uint32(m.labels)})
	b.Floats("hidden", m.in, m.hidden, m.w1)
	b.Floats("hidden.b", 1, m.hidden, m.b1)
	b.Floats("out", m.hidden, m.columns, w2)
	b.Floats("out.b", 1, m.columns, b2)
	return b.File(name.KindDense, encoder)
}

// newExample lays a document's rows out with a zero row around each sentence.
func newExample(d *document, states encode.States, weight float32) example {
	ex := example{labels: labels(d), weight: weight, rows: make([]float32, 0, (len(d.forms)+len(d.sents)+1)*states.Dim)}
	zero := make([]float32, states.Dim)
	ex.rows = append(ex.rows, zero...)
	for _, s := range d.sents {
		for t := s.First; t < s.End; t++ {
			ex.at = append(ex.at, int32(len(ex.rows)/states.Dim))
			ex.rows = append(ex.rows, states.Row(t)...)
		}
		ex.rows = append(ex.rows, zero...)
	}
	return ex
}

// learnDense trains the dense scorer and, for the documents learned from, gives
// the scores that scorers make which did not learn from them.
func learnDense(o *options, tagger *tagger, docs []document) ([]byte, [][]float32, error) {
	set := make([]example, len(docs))
	for i := range docs {
		_, l := docs[i].layout()
		_, states := tagger.read(l, docs[i].forms)
		set[i] = newExample(&docs[i], states, float32(docs[i].weight()))
	}
	enc := tagger.enc
	train := func(set []example, seed uint64) []byte {
		rng := rand.New(rand.NewPCG(seed, 7))
		m := newMLP(enc.Dim(), o.hidden, len(name.Schema().Labels), rng)
		m.fit(set, o.denseEpochs, float32(o.denseRate), float32(o.drop), rng)
		return m.pack(enc.Sum(), float32(o.denseBy))
	}
	whole := train(set, 1)
	folds := make([]*name.Dense, max(1, o.folds))
	for k := range folds {
		data := whole
		if o.folds > 1 {
			var part []example
			for i := range set {
				if i%o.folds != k {
					part = append(part, set[i])
				}
			}
			data = train(part, uint64(k)+2)
		}
		d, err := name.LoadDense(data, enc)
		if err != nil {
			return nil, nil, err
		}
		folds[k] = d
	}
	fixed := make([][]float32, len(docs))
	for i := range docs {
		_, l := docs[i].layout()
		_, states := tagger.read(l, docs[i].forms)
		folds[i%len(folds)].Each(l, states, func(_ int, scores []float32) { fixed[i] = append(fixed[i], scores...) })
	}
	return whole, fixed, nil
}
