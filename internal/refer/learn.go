package refer

import (
	"encoding/binary"
	"math"

	"github.com/parley-reader/parley/doc"
)

// DetectSize and LinkSize are the sizes of the two tables of weights.
const (
	DetectSize = 1 << detectBits
	LinkSize   = 1 << linkBits
)

// Lesson is one report as the trainer of the chains sees it: the same phrases
// and features that [Resolver.Phrases] reads. It is not safe for concurrent use.
type Lesson struct{ c *chainer }

// Lesson prepares a report; in must have tags and trees.
func (r *Resolver) Lesson(in *Input, mentions []doc.Mention) *Lesson {
	return &Lesson{r.newChainer(in, mentions)}
}

// Candidates is the phrases that may be mentions.
func (l *Lesson) Candidates() []doc.Range {
	out := make([]doc.Range, len(l.c.cand))
	for i := range out {
		out[i] = l.c.cand[i].r
	}
	return out
}

// Detect appends the features of candidate i.
func (l *Lesson) Detect(dst []uint32, i int) []uint32 { return l.c.detectFeatures(dst, &l.c.cand[i]) }

// Take makes mentions of the candidates whose score, as given for each in
// order, is above least; of several spans of one head the best. Call it once.
func (l *Lesson) Take(score func(i int) float32, least float32) {
	n := -1
	l.c.take(func(*candidatePhrase) float32 { n++; return score(n) }, least)
}

// Mentions is the mentions in order.
func (l *Lesson) Mentions() []Phrase {
	out := make([]Phrase, len(l.c.m))
	for i := range out {
		out[i] = Phrase{Tokens: l.c.m[i].r, Head: l.c.m[i].head}
	}
	return out
}

// Link calls alone for the features of each mention in order, then pair for
// each earlier one it may be linked to, then asks which it is to be joined to,
// less than 0 for none. Features are valid only during the call.
func (l *Lesson) Link(alone func(i int, features []uint32), pair func(i, j int, features []uint32), choose func(i int) int) {
	c := l.c
	for i := range c.m {
		ante := c.antecedents(i)
		c.feats = c.aloneFeatures(c.feats[:0], i)
		alone(i, c.feats)
		c.rank = 0
		for _, j := range ante {
			c.feats = c.pairFeatures(c.feats[:0], i, int(j))
			pair(i, int(j), c.feats)
			if c.fits(i, int(j)) {
				c.rank++
			}
		}
		c.join(i, choose(i))
	}
}

// Phrases is the mentions with the chains that they were joined to.
func (l *Lesson) Phrases() []Phrase { return l.c.phrases() }

// PackChains makes the file of weights: each table is scaled to bytes on its
// own; bias is what the sum of a mention must exceed.
func PackChains(detect, link []float32, bias float32) []byte {
	out := []byte(chainMagic)
	d, scale := packed(detect)
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(bias*scale))
	l, unit := packed(link)
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(1/unit))
	out = append(out, d...)
	return append(out, l...)
}

// packed scales a table so that its largest weight just fits into a byte.
func packed(w []float32) ([]byte, float32) {
	var most float32
	for _, x := range w {
		most = max(most, x, -x)
	}
	scale := float32(1)
	if most > 0 {
		scale = 127 / most
	}
	out := make([]byte, len(w))
	for i, x := range w {
		out[i] = byte(int8(math.Round(float64(x * scale))))
	}
	return out, scale
}
