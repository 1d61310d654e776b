package main

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/train/net"
)

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

// network is encoder, tagger and parser while they are learned.
type network struct {
	config
	model       *net.Model
	word, affix *net.Table
	norm        *net.Param
	stack       *net.Stack
	tag         *net.Linear
	arc, lb     *net.Linear
	bi          *net.Linear
	dDep, dHead *net.Linear // their biases are not used
	root        *net.Param
	rootLab     *net.Param
	labDist     *net.Param
	rel         *net.Linear
}

// newNetwork draws all weights, in the order in which they stand here.
func newNetwork(c config, seed uint64) *network {
	m := net.New(seed)
	n := &network{config: c, model: m}
	d := c.dim
	n.word = m.Table("word", c.vocab, d, 0.05)
	clear(n.word.W[:d])
	n.affix = m.Table("affix", c.affix, d, 0.05)
	n.norm = m.Normal("norm", d)
	n.stack = m.Stack(d, c.layers, c.dropLay)
	n.tag = m.Linear("out", d, tagColumns)
	n.arc = m.Linear("arc", d, 2*c.arc)
	n.lb = m.Linear("lab", d, 2*c.lab)
	n.bi = m.Linear("bi", c.arc, c.arc)
	n.dDep = m.Linear("dist.dep", c.arc, parse.Buckets)
	n.dHead = m.Linear("dist.head", c.arc, parse.Buckets)
	n.root = m.Param("root", 1, c.arc, 0.1)
	n.rootLab = m.Param("root.lab", 1, c.lab, 0.1)
	n.labDist = m.Param("lab.dist", parse.Buckets, c.lab, 0.1)
	n.rel = m.Linear("out", c.lab, parse.Relations) // of the parser's file, n.tag is of the tagger's
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

// shard is one worker's share of a step: its sentences, activations and slopes.
type shard struct {
	n       *network
	pass    *net.Pass
	run     *net.Run
	batch   []*sample
	scale   float32  // of the loss
	picked  []picked // of each row
	sum     []float32
	embMask []float32
	outMask []float32
	visible []float32
	loss    losses
	heads   headBuffers
}

// picked are the rows of the tables that a token is the sum of.
type picked struct {
	word  int32                 // 0 where it is unknown or was dropped
	affix [encode.Affixes]int32 // −1 where it was dropped
}

func newShard(n *network, seed uint64) *shard {
	pass := n.model.NewPass(seed)
	return &shard{n: n, pass: pass, run: n.stack.NewRun(pass), sum: make([]float32, n.dim)}
}

// step computes the loss and the slopes of the shard's batch.
func (s *shard) step() {
	s.begin()
	s.embed()
	s.run.Forward()
	s.headsStep()
	s.run.Backward()
	s.embedBackward()
}

func (s *shard) begin() {
	sizes := make([]int, len(s.batch))
	for k, b := range s.batch {
		sizes[k] = len(b.word)
	}
	s.run.Begin(sizes)
	if rows := s.run.Rows; cap(s.picked) < rows {
		s.picked = make([]picked, rows*2)
	}
	size := s.run.Rows * s.n.dim
	s.embMask = net.Need(s.embMask, size)
	s.outMask = net.Need(s.outMask, size)
	s.visible = net.Need(s.visible, size)
}

// eachToken calls f with each token's row.
func (s *shard) eachToken(f func(r int, b *sample, i int)) {
	for k, b := range s.batch {
		for i := range b.word {
			f(s.run.Row(k, i), b, i)
		}
	}
}

func (s *shard) embed() {
	n, d, v := s.n, s.n.dim, s.sum
	s.pass.Mask(s.embMask[:s.run.Rows*d], n.dropEmb)
	s.eachToken(func(r int, b *sample, i int) {
		p := s.pick(b, i)
		s.picked[r] = p
		clear(v)
		axpy(v, n.word.W[int(p.word)*d:int(p.word+1)*d], 1)
		for _, a := range p.affix {
			if a >= 0 {
				axpy(v, n.affix.W[int(a)*d:int(a+1)*d], 1)
			}
		}
		s.run.NormForward(0, r, v, n.norm)
		x, m := s.run.X[0][r*d:(r+1)*d], s.embMask[r*d:(r+1)*d]
		for j := range x {
			x[j] *= m[j]
		}
	})
}

// pick chooses the rows of the tables for a token, some dropped. A number is
// drawn for the word even where none is dropped, so that the share that is does
// not shift what is drawn after it.
func (s *shard) pick(b *sample, i int) (p picked) {
	n := s.n
	p.word = b.word[i]
	if s.pass.Draw() < n.wordDrop {
		p.word = 0
	}
	for j, h := range b.affix[i] {
		p.affix[j] = int32(h % uint32(n.config.affix))
		if s.pass.Chance(n.affixDrop) {
			p.affix[j] = -1
		}
	}
	return p
}

// embedBackward takes the slope of the first layer's rows to the tables.
func (s *shard) embedBackward() {
	d := s.n.dim
	s.eachToken(func(r int, _ *sample, _ int) {
		g, m := s.run.DX[r*d:(r+1)*d], s.embMask[r*d:(r+1)*d]
		for j := range g {
			g[j] *= m[j]
		}
		s.run.NormBackward(0, r, g, s.n.norm)
		s.pass.Touch(s.n.word, s.picked[r].word, g)
		for _, a := range s.picked[r].affix {
			if a >= 0 {
				s.pass.Touch(s.n.affix, a, g)
			}
		}
	})
}
