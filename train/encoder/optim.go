package main

import (
	"math"
	"slices"
)

// adam updates the network from the shards' gradients. Dense weights are
// updated at every step, embeddings only in the rows that a step touched.
type adam struct {
	n      *net
	step   int
	touchW []int32
	touchA []int32
	gradW  []float32
	gradA  []float32
	seenW  []bool
	seenA  []bool
	decay  float32
}

const (
	beta1 = 0.9
	beta2 = 0.98
	clip  = 5.0
)

func newAdam(n *net, decay float32) *adam {
	return &adam{n: n, decay: decay,
		gradW: make([]float32, len(n.word.w)), gradA: make([]float32, len(n.affix.w)),
		seenW: make([]bool, n.word.rows), seenA: make([]bool, n.affix.rows)}
}

// update takes one step at the given rate. Shards are added in their order, so
// that the sum does not depend on which was ready first.
func (o *adam) update(shards []*shard, rate float32) {
	o.step++
	first := shards[0]
	for _, s := range shards[1:] {
		for i, g := range s.grad {
			axpy(first.grad[i], g, 1)
			clear(g)
		}
	}
	for _, s := range shards {
		o.scatter(s)
	}
	scale := o.clip(first)
	c1 := 1 - float32(math.Pow(beta1, float64(o.step)))
	c2 := 1 - float32(math.Pow(beta2, float64(o.step)))
	rate = rate * float32(math.Sqrt(float64(c2))) / c1
	for i, p := range o.n.params {
		moment(p.w, p.m, p.v, first.grad[i], rate, scale, o.decay)
		clear(first.grad[i])
	}
	d := o.n.dim
	for _, t := range []struct {
		p     *param
		g     []float32
		touch *[]int32
		seen  []bool
	}{{o.n.word, o.gradW, &o.touchW, o.seenW}, {o.n.affix, o.gradA, &o.touchA, o.seenA}} {
		slices.Sort(*t.touch)
		for _, r := range *t.touch {
			a, b := int(r)*d, int(r+1)*d
			moment(t.p.w[a:b], t.p.m[a:b], t.p.v[a:b], t.g[a:b], rate, scale, 0)
			clear(t.g[a:b])
			t.seen[r] = false
		}
		*t.touch = (*t.touch)[:0]
	}
	for _, l := range o.n.lins {
		l.pack()
	}
}

// scatter adds each row's gradient to those of the embeddings it was summed of.
func (o *adam) scatter(s *shard) {
	d := o.n.dim
	s.eachRow(func(r int) {
		g := s.dEmb[r*d : (r+1)*d]
		if w := s.words[r]; w >= 0 {
			axpy(o.gradW[int(w)*d:int(w+1)*d], g, 1)
			if !o.seenW[w] {
				o.seenW[w] = true
				o.touchW = append(o.touchW, w)
			}
		}
		for _, a := range s.affs[r] {
			if a < 0 {
				continue
			}
			axpy(o.gradA[int(a)*d:int(a+1)*d], g, 1)
			if !o.seenA[a] {
				o.seenA[a] = true
				o.touchA = append(o.touchA, a)
			}
		}
	})
}

// clip returns what to scale the gradient by so that its norm stays bounded.
func (o *adam) clip(s *shard) float32 {
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
		w[i] -= rate * (m[i]/(sqrt(v[i])+1e-8) + decay*w[i])
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
