package move

import (
	_ "embed" // the weights
	"fmt"
	"hash/crc32"
	"math"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

// KindSense is the kind of weight file (see [encode.Open]) of the senses.
const KindSense uint32 = 0x6d6f7665

// SenseVersion names what the network is fed; change it with senseFeatures.
const SenseVersion = 1

const (
	// SenseFeatures is how many embeddings are summed up for each word.
	SenseFeatures = 20
	// SenseLinks is how many rows the network sees for each word: the encoder's of
	// the word, its head, its object and its subject, then the vectors of the lemmas
	// of the word and of its object.
	SenseLinks = 6
	// SenseRows is how many of them are the encoder's rows.
	SenseRows = 4
	// SenseActs is how many outcomes the act of a word has: none, then the acts.
	SenseActs = int(doc.Expect) + 1
	// SenseWho is the output that tells a speaker's act from the subject's.
	SenseWho = SenseActs
	// SenseOutputs is the number of outputs.
	SenseOutputs = 32
)

// Senses tell from a word in its clause, and from what the ladder made of it,
// which act it carries, if any: a network of two layers over the encoder's rows
// of the word, its head, its object and its subject, with embeddings of what
// the clause is like. It is read-only and safe for concurrent use.
type Senses struct {
	enc   *encode.Encoder
	sum   uint32
	dim   int
	in    [SenseLinks]encode.Matrix
	table encode.Table
	mid   encode.Matrix
	out   encode.Matrix
	cal   calibration
	cuts  cuts
}

// LoadSenses reads the weights. It fails on damaged bytes and on weights that
// were trained on another encoder.
func LoadSenses(b []byte, enc *encode.Encoder) (*Senses, error) {
	f, err := encode.Open(b, KindSense)
	if err != nil {
		return nil, err
	}
	if f.Encoder != enc.Sum() {
		return nil, fmt.Errorf("trained on encoder %08x, not on %08x: train the senses anew (docs/models/move.md)", f.Encoder, enc.Sum())
	}
	size, err := f.Uints("size", 1, 3)
	if err != nil {
		return nil, err
	}
	if size[0] != SenseVersion || size[1] > 4096 || size[2] > 4096 {
		return nil, fmt.Errorf("version and sizes %v, want version %d: train the senses anew", size, SenseVersion)
	}
	if int(size[1]) != enc.Dim() || size[2] == 0 || size[2]%16 != 0 {
		return nil, fmt.Errorf("sizes %v, want rows of %d and a multiple of 16 units: train the senses anew", size[1:], enc.Dim())
	}
	s := &Senses{enc: enc, sum: crc32.ChecksumIEEE(b), dim: int(size[2])}
	for k := range s.in {
		if s.in[k], err = f.Matrix(fmt.Sprintf("in%d", k), int(size[1]), s.dim); err != nil {
			return nil, err
		}
	}
	if s.table, err = f.Table("table", s.dim); err != nil {
		return nil, err
	}
	if s.table.Len() == 0 {
		return nil, fmt.Errorf("its table of embeddings is empty: train the senses anew")
	}
	if s.mid, err = f.Matrix("mid", s.dim, s.dim); err != nil {
		return nil, err
	}
	if s.out, err = f.Matrix("out", s.dim, SenseOutputs); err != nil {
		return nil, err
	}
	return s, s.readSure(f)
}

//go:embed senses.bin
var shippedSenses []byte

// NewSenses loads the weights that ship, which were trained on the rows of enc.
func NewSenses(enc *encode.Encoder) (*Senses, error) {
	s, err := LoadSenses(shippedSenses, enc)
	if err != nil {
		return nil, fmt.Errorf("weights of senses: %w", err)
	}
	return s, nil
}

// Sum is the checksum of the weights, which names their version.
func (s *Senses) Sum() uint32 { return s.sum }

// senseBlock is how many words are worked on together, so that they stay in a
// near cache.
const senseBlock = 64

// senseScratch is the memory of one pass, reused from block to block.
type senseScratch struct {
	rows, part, x, h, y []float32
	feats               []uint32
	links, with         []int32
}

// score calls each for every word of toks, with the probabilities of its acts
// (0 for none) and that the speaker acts and not the subject. The slice is
// only good until each returns.
func (s *Senses) score(r *reader, states encode.States, toks []int32, each func(tok int, p []float32, speaker float32)) {
	var w senseScratch
	for len(toks) > 0 {
		n := min(senseBlock, len(toks))
		s.block(&w, r, states, toks[:n])
		for i, t := range toks[:n] {
			y := w.y[i*SenseOutputs : (i+1)*SenseOutputs]
			softmax(y[:SenseActs])
			each(int(t), y[:SenseActs], sigmoid(y[SenseWho]))
		}
		toks = toks[n:]
	}
}

// block leaves the outputs of the words in y.
func (s *Senses) block(w *senseScratch, r *reader, states encode.States, toks []int32) {
	n, dim, enc := len(toks), s.dim, states.Dim
	w.rows, w.part = sized(w.rows, n*enc), sized(w.part, n*dim)
	w.x, w.h, w.y = sized(w.x, n*dim), sized(w.h, n*dim), sized(w.y, n*SenseOutputs)
	clear(w.x)
	w.links = w.links[:0]
	for _, t := range toks {
		w.links = r.senseLinks(w.links, int(t))
	}
	for k := range SenseLinks {
		s.link(w, r, states, k, n)
	}
	for i, t := range toks {
		x := w.x[i*dim : (i+1)*dim]
		for k := range SenseLinks {
			encode.Add(x, s.in[k].Bias)
		}
		w.feats = r.senseFeatures(w.feats[:0], int(t))
		for _, f := range w.feats {
			s.table.Add(x, int(f%uint32(s.table.Len())))
		}
		for j := range x {
			x[j] = max(x[j], 0)
		}
	}
	s.mid.MulRelu(w.h, w.x, n, dim)
	s.out.Mul(w.y, w.h, n, dim)
	for i := range n {
		encode.Add(w.y[i*SenseOutputs:(i+1)*SenseOutputs], s.out.Bias)
	}
}

// link adds to x what the k-th row of each of the n words gives; most words
// lack one or the other, and only those that are there are multiplied.
func (s *Senses) link(w *senseScratch, r *reader, states encode.States, k, n int) {
	w.with = w.with[:0]
	for i := range n {
		at := int(w.links[i*SenseLinks+k])
		if at < 0 {
			continue
		}
		row := w.rows[len(w.with)*states.Dim:][:states.Dim]
		if k < SenseRows {
			copy(row, states.Row(at))
		} else {
			clear(row)
			s.enc.Word(row, r.noun(at))
		}
		w.with = append(w.with, int32(i))
	}
	s.in[k].Mul(w.part, w.rows, len(w.with), states.Dim)
	for j, i := range w.with {
		encode.Add(w.x[int(i)*s.dim:][:s.dim], w.part[j*s.dim:])
	}
}

func sized(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

func softmax(y []float32) {
	top := y[0]
	for _, v := range y {
		top = max(top, v)
	}
	var sum float64
	for i, v := range y {
		e := math.Exp(float64(v - top))
		y[i] = float32(e)
		sum += e
	}
	for i := range y {
		y[i] = float32(float64(y[i]) / sum)
	}
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }
