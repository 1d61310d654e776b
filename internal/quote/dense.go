package quote

import (
	"fmt"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
)

// KindDense is the kind of weight file (see [encode.Open]) of the network.
const KindDense uint32 = 0x71756f74

// DenseVersion names what the network is fed; change it with denseFeatures.
const DenseVersion = 1

// DenseFeatures is how many embeddings are summed up for each token.
const DenseFeatures = 13

// DenseReach is the greatest number of tokens in one sequence of the network;
// longer paragraphs are cut.
const DenseReach = 1024

// denseGroup is about how many tokens are worked on together, so that they stay
// in a near cache.
const denseGroup = 192

// dense scores the labels of each token: the encoder's rows of the token, of
// its head and of the cue word that it hangs under, and embeddings of the
// features, go through layers that look over the whole paragraph. It is
// read-only and safe for concurrent use.
type dense struct {
	dim, labels int
	in, out     encode.Matrix
	table       encode.Table
	stack       encode.Stack
}

// denseScratch is the memory of one pass, reused.
type denseScratch struct {
	ws    encode.Workspace
	a, x  []float32
	feats []uint32
	cuts  []int
}

// loadDense reads the weights. It fails on damaged bytes and on weights that
// were trained on another encoder; a nil encoder is not asked.
func loadDense(b []byte, enc *encode.Encoder, labels int) (*dense, error) {
	f, err := encode.Open(b, KindDense)
	if err != nil {
		return nil, err
	}
	if enc != nil && f.Encoder != enc.Sum() {
		return nil, fmt.Errorf("trained on encoder %08x, not on %08x: train the statements anew (docs/models/quote.md)", f.Encoder, enc.Sum())
	}
	size, err := f.Uints("size", 1, 4)
	if err != nil {
		return nil, err
	}
	if size[0] != DenseVersion || size[3] != uint32(labels) || size[1] > 4096 || size[2] > 4096 {
		return nil, fmt.Errorf("version and sizes %v, want version %d and %d labels: train the statements anew", size, DenseVersion, labels)
	}
	d := &dense{dim: int(size[2]), labels: labels}
	if d.stack, err = f.Stack(d.dim); err != nil {
		return nil, err
	}
	if d.in, err = f.Matrix("in", int(size[1]), 3*d.dim); err != nil {
		return nil, err
	}
	if d.table, err = f.Table("table", d.dim); err != nil {
		return nil, err
	}
	d.out, err = f.Matrix("out", d.dim, (labels+15)/16*16)
	return d, err
}

// score adds the network's scores of the tokens of block, whole paragraphs, to
// those of ws, which begins with it. Nothing is seen beyond text, of which the
// block is a part.
func (d *dense) score(s *denseScratch, v *view, states encode.States, block, text doc.Range, ws *crf.Workspace) {
	for from := block.First; from < block.End; {
		s.cuts = v.denseCuts(s.cuts, from, block.End)
		to := from + s.cuts[len(s.cuts)-1]
		d.group(s, window{v, text.First, text.End}, states, from, to)
		for i := from; i < to; i++ {
			ws.AddScores(i-block.First, s.a[(i-from)*d.out.Out:][:d.labels])
		}
		from = to
	}
}

// denseCuts gives the paragraphs that are worked on together from the token
// first on, as cuts counted from there.
func (v *view) denseCuts(cuts []int, first, end int) []int {
	cuts = append(cuts[:0], 0)
	for at := first; at < end; {
		to := at + 1
		for to < end && v.para[to] == v.para[at] && to-at < DenseReach {
			to++
		}
		if to-first > denseGroup && at > first {
			break
		}
		cuts = append(cuts, to-first)
		at = to
	}
	return cuts
}

// group leaves in a the scores of the tokens [from, to).
func (d *dense) group(s *denseScratch, w window, states encode.States, from, to int) {
	n, dim := to-from, d.dim
	s.a, s.x = sized(s.a, n*3*dim), sized(s.x, n*dim)
	if w.without&Rows != 0 {
		clear(s.a)
	} else {
		d.in.Mul(s.a, states.Data[from*states.Dim:to*states.Dim], n, states.Dim)
	}
	for i := from; i < to; i++ {
		x := s.x[(i-from)*dim : (i-from+1)*dim]
		copy(x, s.a[(i-from)*3*dim:])
		for k := range 3 {
			encode.Add(x, d.in.Bias[k*dim:(k+1)*dim])
		}
		head, cue := w.denseLinks(i)
		if int(head) >= from && int(head) < to {
			encode.Add(x, s.a[(int(head)-from)*3*dim+dim:][:dim])
		}
		if int(cue) >= from && int(cue) < to {
			encode.Add(x, s.a[(int(cue)-from)*3*dim+2*dim:][:dim])
		}
		s.feats = w.denseFeatures(s.feats[:0], i)
		for _, f := range s.feats {
			d.table.Add(x, int(f%uint32(d.table.Len())))
		}
	}
	d.stack.Run(s.x, s.cuts, &s.ws)
	d.out.Mul(s.a, s.x, n, dim)
	for i := range n {
		encode.Add(s.a[i*d.out.Out:(i+1)*d.out.Out], d.out.Bias)
	}
}

// denseLinks are the head of token i and the cue word that it hangs under, -1
// for none.
func (v *view) denseLinks(i int) (head, cue int32) {
	if v.arcs == nil || v.without&Trees != 0 {
		return -1, -1
	}
	return v.arcs[i].Head, v.anc[i]
}

// Groups are kinds of what the network sees, for the trainer to leave some out.
type Groups uint8

// The groups.
const (
	Rows  Groups = 1 << iota // of the encoder
	Words                    // lemma, ending, shape
	Tags
	Marks // of quotation, and what a step crosses
	Cues  // the list of cue words
	Trees
)

// groupOf tells the group of each feature.
var groupOf = [DenseFeatures]Groups{Words, Words, Tags, Words, Marks, Cues, Marks, Cues, Cues, Trees, Trees, Trees, Trees}

// denseFeatures appends what token i is, as hashes: DenseFeatures of them.
func (w *window) denseFeatures(f []uint32, i int) []uint32 {
	at := len(f)
	f = w.allFeatures(f, i)
	for k, g := range groupOf {
		if w.without&g != 0 {
			f[at+k] = none
		}
	}
	return f
}

func (w *window) allFeatures(f []uint32, i int) []uint32 {
	q := w.inside(i)
	lc, rc := w.leftCue[i], w.rightCue[i]
	f = append(f,
		crf.Mix(tLemma, w.lemma[i]),
		crf.Mix(tSuffix, w.suffix[i]),
		crf.Mix(tTag, w.tag(i)),
		crf.Mix(tShape, uint32(w.shape[i])),
		crf.Mix(tMarks, w.inside(i-1)<<8|q<<4|w.inside(i+1)),
		crf.Mix2(tCueHere, uint32(w.cue[i]), q),
		crf.Mix(tFirst, uint32(w.stepAt(i, w.first))),
		crf.Mix2(tCueLeft, w.code(lc), w.distance(i, lc)),
		crf.Mix2(tCueRight, w.code(rc), w.distance(i, rc)),
	)
	if w.view.arcs == nil {
		return append(f, crf.Mix(tRel, none), crf.Mix(tAnc, none), crf.Mix(tOpens, none), crf.Mix(tShuts, none))
	}
	a := w.view.arcs[i]
	side := uint32(0)
	if int(a.Head) > i {
		side = 1
	}
	return append(f,
		crf.Mix2(tRel, uint32(a.Rel), side),
		crf.Mix(tAnc, w.under(i)),
		crf.Mix(tOpens, w.edge(w.opens, i)),
		crf.Mix(tShuts, w.edge(w.shuts, i)),
	)
}

// DenseText is what the network sees of a text, beside the encoder's rows.
type DenseText struct {
	Feats     []uint32 // DenseFeatures hashes for each token
	Head, Cue []int32  // index of a token, -1 for none
	Para      []int32  // the paragraph of each token
}

// Dense gives the trainer what the network sees of the text that was read.
func (n *Learner) Dense() DenseText {
	size := len(n.v.l.Tokens)
	t := DenseText{Para: append([]int32(nil), n.v.para...)}
	w := window{&n.v, 0, size}
	for i := range size {
		t.Feats = w.denseFeatures(t.Feats, i)
		head, cue := n.v.denseLinks(i)
		t.Head, t.Cue = append(t.Head, head), append(t.Cue, cue)
	}
	return t
}
