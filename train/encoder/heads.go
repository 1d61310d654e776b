package main

import (
	"math"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/train/net"
)

// headBuffers holds the activations of tagger and parser.
type headBuffers struct {
	logits, dlogits []float32
	arc, darc       []float32
	lab, dlab       []float32
	bi, dbi         []float32
	dep, ddep       []float32
	hd, dhd         []float32
	hid, dhid       []float32
	rel, drel       []float32
	mArc, mLab      []float32
	score, dscore   []float32
	pack            []float32
}

// headsStep runs tagger and parser on the last layer's rows, forward and back,
// and leaves the gradient of those rows in the run's DX.
func (s *shard) headsStep() {
	n, d, rows := s.n, s.n.dim, s.run.Rows
	h := &s.heads
	last, m := s.run.Out(), s.outMask
	s.pass.Mask(m[:rows*d], n.drop)
	states := s.visible
	for i := range rows * d {
		states[i] = last[i] * m[i]
	}
	s.tagStep(states)
	a, l := n.config.arc, n.config.lab
	for _, b := range []struct {
		p    *[]float32
		size int
	}{
		{&h.arc, 2 * a}, {&h.darc, 2 * a}, {&h.mArc, 2 * a}, {&h.lab, 2 * l}, {&h.dlab, 2 * l}, {&h.mLab, 2 * l},
		{&h.bi, a}, {&h.dbi, a}, {&h.dep, parse.Buckets}, {&h.ddep, parse.Buckets}, {&h.hd, parse.Buckets}, {&h.dhd, parse.Buckets},
		{&h.hid, l}, {&h.dhid, l}, {&h.rel, parse.Relations}, {&h.drel, parse.Relations},
	} {
		*b.p = net.Need(*b.p, rows*b.size)
		clear((*b.p)[:rows*b.size])
	}
	n.arc.Forward(h.arc, states, rows, d)
	s.pass.Mask(h.mArc[:rows*2*a], n.dropMLP)
	for i := range rows * 2 * a {
		h.arc[i] = max(h.arc[i], 0) * h.mArc[i]
	}
	n.bi.Forward(h.bi, h.arc, rows, 2*a)
	n.dDep.Product(h.dep, h.arc, rows, 2*a)
	n.dHead.Product(h.hd, h.arc[a:], rows, 2*a)
	n.lb.Forward(h.lab, states, rows, d)
	for k, b := range s.batch {
		s.arcStep(b, s.run.Row(k, 0))
	}
	s.relStep()
	n.bi.Backward(s.pass, h.darc, 2*a, h.arc, 2*a, h.dbi, rows)
	n.dDep.Backward(s.pass, h.darc, 2*a, h.arc, 2*a, h.ddep, rows)
	n.dHead.Backward(s.pass, h.darc[a:], 2*a, h.arc[a:], 2*a, h.dhd, rows)
	for i := range rows * 2 * a {
		if h.arc[i] <= 0 {
			h.darc[i] = 0
		} else {
			h.darc[i] *= h.mArc[i]
		}
	}
	n.arc.Backward(s.pass, s.run.DX, d, states, d, h.darc, rows)
	n.lb.Backward(s.pass, s.run.DX, d, states, d, h.dlab, rows)
	for i := range rows * d {
		s.run.DX[i] *= m[i]
	}
}

// crossEntropy turns scores into the gradient of −log softmax at gold, times
// scale, and returns the loss.
func crossEntropy(d, v []float32, gold int, scale float32) float64 {
	top := v[0]
	for _, x := range v {
		top = max(top, x)
	}
	var sum float32
	for i, x := range v {
		d[i] = float32(math.Exp(float64(x - top)))
		sum += d[i]
	}
	k := scale / sum
	p := d[gold] / sum
	for i := range d {
		d[i] *= k
	}
	d[gold] -= scale
	return -math.Log(max(float64(p), 1e-12))
}

func (s *shard) tagStep(states []float32) {
	n, h, rows := s.n, &s.heads, s.run.Rows
	h.logits, h.dlogits = net.Need(h.logits, rows*tagColumns), net.Need(h.dlogits, rows*tagColumns)
	n.tag.Forward(h.logits, states, rows, n.dim)
	clear(h.dlogits[:rows*tagColumns])
	for k, b := range s.batch {
		for i := range b.word {
			r := s.run.Row(k, i)
			v, g := h.logits[r*tagColumns:(r+1)*tagColumns], h.dlogits[r*tagColumns:(r+1)*tagColumns]
			if b.u[i] > 0 {
				s.loss.tag += crossEntropy(g[1:doc.UPOSCount], v[1:doc.UPOSCount], int(b.u[i])-1, s.scale*tagWeight)
			}
			if b.x[i] > 0 {
				from, to := xpos0+1, xpos0+doc.XPOSCount
				s.loss.tag += crossEntropy(g[from:to], v[from:to], int(b.x[i])-1, s.scale*tagWeight)
			}
			s.loss.tokens++
		}
	}
	n.tag.Backward(s.pass, s.run.DX, n.dim, states, n.dim, h.dlogits, rows)
}

const tagWeight = 0.5

// arcStep scores all heads of one sentence and leaves the gradients in the
// buffers.
func (s *shard) arcStep(b *sample, at int) {
	n, h := s.n, &s.heads
	a, size := n.config.arc, len(b.word)
	wide := (size + 1 + 15) / 16 * 16
	h.score, h.dscore = net.Need(h.score, size*wide), net.Need(h.dscore, size*wide)
	h.pack = net.Need(h.pack, a*wide+wide*a)
	score, dscore := h.score[:size*wide], h.dscore[:size*wide]
	heads := h.arc[at*2*a+a:]
	encode.Pack(h.pack, heads, a, size, 1, 2*a)
	bi := h.bi[at*a:]
	encode.Gemm(size, size, a, bi, a, 1, h.pack, score, wide, false)
	clear(dscore)
	droot, groot := make([]float32, size), s.pass.Grad(n.root)
	for dep := range size {
		v := score[dep*wide : dep*wide+size+1]
		pref, dpref := h.dep[(at+dep)*parse.Buckets:], h.ddep[(at+dep)*parse.Buckets:]
		for head := range size {
			if head == dep {
				v[head] = -1e9
				continue
			}
			k := parse.Bucket(head, dep)
			v[head] += pref[k] + h.hd[(at+head)*parse.Buckets+k]
		}
		v[size] = dot(bi[dep*a:(dep+1)*a], n.root.W) + pref[parse.RootBucket]
		gold := int(b.head[dep])
		if gold < 0 {
			gold = size
		}
		if argmax(v) == gold {
			s.loss.arcRight++
		}
		g := dscore[dep*wide : dep*wide+size+1]
		s.loss.arc += crossEntropy(g, v, gold, s.scale)
		g[dep] = 0
		for head := range size {
			if head != dep {
				k := parse.Bucket(head, dep)
				dpref[k] += g[head]
				h.dhd[(at+head)*parse.Buckets+k] += g[head]
			}
		}
		dpref[parse.RootBucket] += g[size]
		droot[dep] = g[size]
		axpy(groot, bi[dep*a:(dep+1)*a], g[size])
		g[size] = 0
	}
	encode.Pack(h.pack, heads, size, a, 2*a, 1)
	encode.Gemm(size, a, size, dscore, wide, 1, h.pack, h.dbi[at*a:], a, true)
	for dep := range size {
		axpy(h.dbi[(at+dep)*a:(at+dep+1)*a], n.root.W, droot[dep])
	}
	encode.Pack(h.pack, bi, size, a, a, 1)
	encode.Gemm(size, a, size, dscore, 1, wide, h.pack, h.darc[at*2*a+a:], 2*a, true)
}

func argmax(v []float32) int {
	at := 0
	for i, x := range v {
		if x > v[at] {
			at = i
		}
	}
	return at
}

func dot(a, b []float32) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// relStep names the relations of the gold arcs.
func (s *shard) relStep() {
	n, h := s.n, &s.heads
	l := n.config.lab
	dist, ddist := n.labDist.W, s.pass.Grad(n.labDist)
	head := func(b *sample, at, i int) (v, g []float32, k int) {
		if j := int(b.head[i]); j >= 0 {
			r := at + j
			return h.lab[r*2*l+l : (r+1)*2*l], h.dlab[r*2*l+l : (r+1)*2*l], parse.Bucket(j, i)
		}
		return n.rootLab.W, s.pass.Grad(n.rootLab), parse.RootBucket
	}
	s.pass.Mask(h.mLab[:s.run.Rows*l], n.dropMLP)
	for k, b := range s.batch {
		for i := range b.word {
			r := s.run.Row(k, i)
			hv, _, bucket := head(b, s.run.Row(k, 0), i)
			own := h.lab[r*2*l : r*2*l+l]
			hid, m := h.hid[r*l:(r+1)*l], h.mLab[r*l:(r+1)*l]
			for j := range hid {
				hid[j] = max(own[j]+hv[j]+dist[bucket*l+j], 0) * m[j]
			}
		}
	}
	n.rel.Forward(h.rel, h.hid, s.run.Rows, l)
	for k, b := range s.batch {
		for i := range b.word {
			if b.head[i] < 0 {
				continue
			}
			r := s.run.Row(k, i)
			v, g := h.rel[r*parse.Relations+1:r*parse.Relations+doc.RelCount], h.drel[r*parse.Relations+1:r*parse.Relations+doc.RelCount]
			s.loss.rel += crossEntropy(g, v, int(b.rel[i])-1, s.scale)
		}
	}
	n.rel.Backward(s.pass, h.dhid, l, h.hid, l, h.drel, s.run.Rows)
	for k, b := range s.batch {
		for i := range b.word {
			r := s.run.Row(k, i)
			_, hg, bucket := head(b, s.run.Row(k, 0), i)
			hid, dh, m := h.hid[r*l:(r+1)*l], h.dhid[r*l:(r+1)*l], h.mLab[r*l:(r+1)*l]
			own := h.dlab[r*2*l : r*2*l+l]
			for j := range hid {
				if hid[j] > 0 {
					g := dh[j] * m[j]
					own[j] += g
					hg[j] += g
					ddist[bucket*l+j] += g
				}
			}
		}
	}
}
