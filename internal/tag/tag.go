// Package tag gives each word its class (UPOS), its Penn Treebank tag (XPOS) and
// its lemma. Start with [New] and [Tagger.Tag].
//
// Both tags are read off the encoder's row for the word by one linear layer.
// The lemma follows from form and tags by a table of endings and exceptions.
package tag

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

//go:embed tag.bin
var weights []byte

// Columns of the output layer.
const (
	upos0   = 0
	xpos0   = 32
	columns = 96
)

// Tagger tags words. It is read-only and safe for concurrent use.
type Tagger struct {
	out    encode.Matrix
	lemmas lemmas
	spare  sync.Pool // *scratch
}

type scratch struct {
	logits [block * columns]float32
	text   []byte // the new lemmas of a call, one after another
	ends   []int  // for each word: end of its lemma in text, or 0 for the form's own
}

const block = 96

// New reads the tagger that comes with the program, for states of enc.
func New(enc *encode.Encoder) (*Tagger, error) { return Load(weights, enc) }

// Load reads a tagger from the bytes of a weight file, which must not change
// afterwards. It fails on damaged bytes and on a file that was trained on
// another encoder.
func Load(b []byte, enc *encode.Encoder) (*Tagger, error) {
	f, err := enc.OpenHead(b, encode.KindTagger)
	if err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	t := new(Tagger)
	if t.out, err = f.Matrix("out", enc.Dim(), columns); err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	if err := t.lemmas.read(f); err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	t.spare.New = func() any { return new(scratch) }
	return t, nil
}

// Tag appends one tag for each of forms to dst. Row i of states belongs to
// forms[i]; states must come from the encoder the tagger was made for.
func (t *Tagger) Tag(dst []doc.Tag, forms []string, states encode.States) []doc.Tag {
	if states.Len() < len(forms) || states.Dim != t.out.In {
		return t.without(dst, forms)
	}
	s := t.spare.Get().(*scratch)
	defer t.spare.Put(s)
	first := len(dst)
	for at := 0; at < len(forms); at += block {
		n := min(block, len(forms)-at)
		t.out.Mul(s.logits[:], states.Data[at*states.Dim:], n, states.Dim)
		for i := range n {
			row := s.logits[i*columns : (i+1)*columns]
			dst = append(dst, doc.Tag{
				U: doc.UPOS(best(row[upos0:], t.out.Bias[upos0:], doc.UPOSCount)),
				X: doc.XPOS(best(row[xpos0:], t.out.Bias[xpos0:], doc.XPOSCount)),
			})
		}
	}
	t.lemmas.fill(dst[first:], forms, s)
	return dst
}

// without is what remains to say without states: nothing is known.
func (t *Tagger) without(dst []doc.Tag, forms []string) []doc.Tag {
	for _, f := range forms {
		dst = append(dst, doc.Tag{U: doc.UX, X: doc.PFW, Lemma: notEmpty(f)})
	}
	return dst
}

// best is the index of the largest of row+bias among 1 … n-1.
func best(row, bias []float32, n int) int {
	row, bias = row[:n], bias[:n]
	at, top := 1, row[1]+bias[1]
	for i := 2; i < n; i++ {
		if v := row[i] + bias[i]; v > top {
			at, top = i, v
		}
	}
	return at
}

func notEmpty(s string) string {
	if s == "" {
		return "_"
	}
	return s
}
