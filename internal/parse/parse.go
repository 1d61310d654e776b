// Package parse hangs each word of a sentence on its head and names the
// relation (UD v2). Start with [New] and [Parser.Parse].
//
// Every pair of words is scored by a biaffine form over the encoder's rows plus
// a learned preference for direction and distance; the highest-scoring tree
// with one root is found by the algorithm of Chu, Liu and Edmonds. A small
// network then names the relation of each arc. (The method follows Dozat and
// Manning, Deep Biaffine Attention for Neural Dependency Parsing, 2017.)
package parse

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

//go:embed parse.bin
var weights []byte

// Sizes that trainer and parser share.
const (
	Buckets    = 32               // columns of the distance scores
	RootBucket = 20               // the bucket of the arc from the root
	Relations  = 64               // columns of the relation scores
	longest    = 192              // words scored together; longer sentences are cut
	maxWidth   = 512              // bound on a layer of a sound weight file
	block      = longest          // words whose layers are computed together
	ownRoot    = doc.RelRoot      // only for the root
	joined     = doc.RelParataxis // for the pieces of a sentence that was cut
)

// Parser parses sentences. It is read-only and safe for concurrent use.
type Parser struct {
	a, l    int           // widths of the arc and the relation layers
	arc     encode.Matrix // dim → dependent a, head a
	lab     encode.Matrix // dim → dependent l, head l
	bi      encode.Matrix // a → a, its bias scores a head alone
	distDep encode.Matrix // a → Buckets
	distHd  encode.Matrix // a → Buckets
	root    []float32     // the root as a head, a
	rootLab []float32     // l
	labDist []float32     // Buckets × l
	out     encode.Matrix // l → Relations
	spare   sync.Pool     // *scratch
}

// New reads the parser that comes with the program, for states of enc.
func New(enc *encode.Encoder) (*Parser, error) { return Load(weights, enc) }

// Load reads a parser from the bytes of a weight file, which must not change
// afterwards. It fails on damaged bytes and on a file that was trained on
// another encoder.
func Load(b []byte, enc *encode.Encoder) (*Parser, error) {
	f, err := enc.OpenHead(b, encode.KindParser)
	if err != nil {
		return nil, fmt.Errorf("parser: %w", err)
	}
	p := new(Parser)
	if err := p.read(f, enc.Dim()); err != nil {
		return nil, fmt.Errorf("parser: %w", err)
	}
	p.spare.New = func() any { return new(scratch) }
	return p, nil
}

func (p *Parser) read(f *encode.File, dim int) error {
	size, err := f.Uints("size", 1, 2)
	if err != nil {
		return err
	}
	if size[0] > maxWidth || size[1] > maxWidth || size[0]%16 != 0 || size[1]%16 != 0 || size[0]*size[1] == 0 {
		return fmt.Errorf("weights: unknown architecture %v", size)
	}
	a, l := int(size[0]), int(size[1])
	p.a, p.l = a, l
	for _, m := range []struct {
		to      *encode.Matrix
		name    string
		in, out int
	}{
		{&p.arc, "arc", dim, 2 * a}, {&p.lab, "lab", dim, 2 * l}, {&p.bi, "bi", a, a},
		{&p.distDep, "dist.dep", a, Buckets}, {&p.distHd, "dist.head", a, Buckets}, {&p.out, "out", l, Relations},
	} {
		if *m.to, err = f.Matrix(m.name, m.in, m.out); err != nil {
			return err
		}
	}
	if p.root, err = f.Floats("root", 1, a); err != nil {
		return err
	}
	if p.rootLab, err = f.Floats("root.lab", 1, l); err != nil {
		return err
	}
	p.labDist, err = f.Floats("lab.dist", Buckets, l)
	return err
}

// Bucket sorts the distance from a dependent to its head by direction and
// rough length into 0 … RootBucket-1.
func Bucket(head, dep int) int {
	d, side := head-dep, 0
	if d < 0 {
		d, side = -d, 10
	}
	switch {
	case d <= 5:
		return side + d - 1
	case d <= 7:
		return side + 5
	case d <= 10:
		return side + 6
	case d <= 15:
		return side + 7
	case d <= 24:
		return side + 8
	}
	return side + 9
}

// Parse appends one arc for each token of l to dst, heads counted over the
// whole document. Row i of states belongs to token i; states must come from the
// encoder the parser was made for. Each sentence gets exactly one root, and
// its arcs form a tree. tags are not needed and may be nil.
func (p *Parser) Parse(dst []doc.Arc, l *doc.Layout, tags []doc.Tag, states encode.States) []doc.Arc {
	n := len(l.Tokens)
	first := len(dst)
	for range n {
		dst = append(dst, doc.Arc{Head: -1, Rel: ownRoot})
	}
	arcs := dst[first:]
	if states.Dim != p.arc.In || states.Len() < n {
		for i := range l.Sentences {
			chain(arcs, l.Sentences[i].Tokens)
		}
		return dst
	}
	s := p.spare.Get().(*scratch)
	defer p.spare.Put(s)
	s.plan(l.Sentences, n)
	for i := 0; i < len(s.pieces); {
		i = p.parseBlock(arcs, i, states, s)
	}
	s.join(arcs, l.Sentences)
	return dst
}

// chain is the tree without knowledge: each word on the one before.
func chain(arcs []doc.Arc, r doc.Range) {
	for i := max(r.First, 0) + 1; i < min(r.End, len(arcs)); i++ {
		arcs[i] = doc.Arc{Head: int32(i - 1), Rel: doc.RelDep}
	}
}

// parseBlock parses pieces from the i-th on, as many as go into one block, and
// returns the index of the next.
func (p *Parser) parseBlock(arcs []doc.Arc, i int, states encode.States, s *scratch) int {
	first, end := s.pieces[i].First, s.pieces[i].End
	j := i + 1
	for j < len(s.pieces) && s.pieces[j].First == end && s.pieces[j].End-first <= block {
		end = s.pieces[j].End
		j++
	}
	n, rows := end-first, states.Data[first*states.Dim:]
	s.size(n, p.a, p.l)
	p.arc.MulRelu(s.arc, rows, n, states.Dim)
	p.lab.Mul(s.lab, rows, n, states.Dim)
	p.bi.Mul(s.bi, s.arc, n, 2*p.a)
	p.distDep.Mul(s.distDep, s.arc, n, 2*p.a)
	p.distHd.Mul(s.distHd, s.arc[p.a:], n, 2*p.a)
	for k := range n {
		addTo(s.bi[k*p.a:(k+1)*p.a], p.bi.Bias)
	}
	for _, piece := range s.pieces[i:j] {
		p.attach(piece.First-first, piece.Len(), s)
		for k, h := range s.heads[:piece.Len()] {
			if h >= 0 {
				arcs[piece.First+k].Head = int32(piece.First + h)
			} else {
				arcs[piece.First+k].Head = -1
			}
		}
	}
	p.label(arcs[first:end], first, s)
	return j
}

func addTo(dst, b []float32) {
	b = b[:len(dst)]
	for i := range dst {
		dst[i] += b[i]
	}
}

// attach finds the heads of the n words from row at on and leaves them in
// s.heads, counted from the first of these words, −1 for the root.
func (p *Parser) attach(at, n int, s *scratch) {
	if n == 1 {
		s.heads[0] = -1
		return
	}
	a := p.a
	wide := (n + 15) / 16 * 16
	s.packed = growTo(s.packed, a*wide)
	s.score = growTo(s.score, n*wide)
	encode.Pack(s.packed, s.arc[at*2*a+a:], a, n, 1, 2*a)
	encode.Gemm(n, n, a, s.bi[at*a:], a, 1, s.packed, s.score, wide, false)
	for dep := range n {
		row := s.score[dep*wide : dep*wide+n]
		pref := s.distDep[(at+dep)*Buckets : (at+dep+1)*Buckets]
		for head := range row {
			if head != dep {
				b := Bucket(head, dep)
				row[head] += pref[b] + s.distHd[(at+head)*Buckets+b]
			}
		}
		row[dep] = -1e30
		s.rootScore[dep] = dot(s.bi[(at+dep)*a:(at+dep+1)*a], p.root) + pref[RootBucket]
	}
	s.tree(n, wide)
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// label names the relations of a block's arcs; first is the block's first token.
func (p *Parser) label(arcs []doc.Arc, first int, s *scratch) {
	l := p.l
	for i, arc := range arcs {
		h := s.hidden[i*l : (i+1)*l]
		head, b := p.rootLab, RootBucket
		if arc.Head >= 0 {
			at := int(arc.Head) - first
			head, b = s.lab[at*2*l+l:(at+1)*2*l], Bucket(at, i)
		}
		copy(h, s.lab[i*2*l:i*2*l+l])
		addTo(h, head)
		addTo(h, p.lab.Bias[:l])
		encode.AddRelu(h, h, p.labDist[b*l:(b+1)*l])
	}
	p.out.Mul(s.rels, s.hidden, len(arcs), l)
	for i := range arcs {
		if arcs[i].Head < 0 {
			arcs[i].Rel = ownRoot
			continue
		}
		row := s.rels[i*Relations : i*Relations+doc.RelCount]
		best, top := doc.RelDep, float32(-1e30)
		for r := 1; r < doc.RelCount; r++ {
			if v := row[r] + p.out.Bias[r]; v > top && doc.Rel(r) != ownRoot {
				best, top = doc.Rel(r), v
			}
		}
		arcs[i].Rel = best
	}
}
