// Package quote finds who says what: the source, the cue ("said", "according
// to", "his promise that") and the content of each statement in a report, be it
// quoted, told in other words, or both.
//
// [New] gives a [Finder]; [Finder.Find] reads a report's layers and returns its
// statements in the order of their text. Content may come in pieces (“Yes,” she
// said, “tomorrow”), leaves out the cue, the outer quotation marks and “that”,
// and may hold further statements. Sources are words; who they stand for is not
// decided here.
//
// Method: a small network over the encoder's rows scores, for each word, what
// it is to a saying; a linear-chain field over those scores labels sources, cues
// and contents jointly, with steps told apart by sentence, paragraph and
// quotation; a second model joins sources and contents to cues. All are learned
// from PolNeAR. Rules then bring spans to the form above, add quotes that nothing
// introduces, and look for statements within statements.
package quote

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
)

//go:embed roles.bin
var rolesWeights []byte

//go:embed dense.bin
var denseWeights []byte

//go:embed links.bin
var linksWeights []byte

// startBias is added to the score of beginning a span, chosen on held-out texts
// of train: what is missed weighs as much as what is wrong.
const startBias = 0.0

// Finder finds statements. It is read-only and safe for concurrent use.
type Finder struct {
	cues  cueList
	roles *crf.Model
	links *crf.Model
	dense *dense
	bias  float32
	scale *calibration
	study bool      // keep the traits of relations
	pool  sync.Pool // of *scratch
}

// Weights are the weight files of a Finder, which must not change afterwards.
type Weights struct{ Roles, Dense, Links []byte }

// New reads the weights and lists that come with the program, for the rows of
// enc.
func New(enc *encode.Encoder) (*Finder, error) {
	return Load(Weights{rolesWeights, denseWeights, linksWeights}, enc)
}

// SetBias changes what is added to the score of beginning a span; for the
// trainer, before the Finder is shared.
func (f *Finder) SetBias(b float64) { f.bias = float32(b) }

// Without makes the network do without the groups; for the trainer, before the
// Finder is shared.
func (f *Finder) Without(g Groups) {
	f.pool.New = func() any { return &scratch{view: view{without: g}} }
}

// Load makes a Finder from weight files. It fails on damaged ones and on those
// that were trained on another encoder; a nil encoder is not asked.
func Load(w Weights, enc *encode.Encoder) (*Finder, error) {
	f := &Finder{bias: startBias}
	var err error
	if f.cues, err = parseCues("cues.txt", cueData); err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	if f.roles, err = crf.Load(w.Roles, rolesFeatures); err != nil {
		return nil, fmt.Errorf("quote: roles: %w", err)
	}
	if f.dense, err = loadDense(w.Dense, enc, len(f.roles.Labels())); err != nil {
		return nil, fmt.Errorf("quote: network: %w", err)
	}
	if f.links, err = crf.Load(w.Links, linksFeatures); err != nil {
		return nil, fmt.Errorf("quote: links: %w", err)
	}
	if f.scale, err = parseCalibration("confidence.txt", confidenceData); err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	f.pool.New = func() any { return new(scratch) }
	return f, nil
}

// scratch is the memory of one reading, reused.
type scratch struct {
	view   view
	states encode.States
	dense  denseScratch
	buf    []uint32
	ws     crf.Workspace
	pair   crf.Workspace
	spans  []crf.Span
	traits traits
	// how probable it is that content begins, and ends, with a token
	begins, ends []float32
}

// Relation is one saying as the models see it, in ranges of tokens: an
// annotator's view, before the rules for the record's form. Source and cue may
// be empty; content comes in order and never overlaps.
type Relation struct {
	Source, Cue, Content []doc.Range
	Raw                  float64 // 0…1, the product of what the models give
	Confidence           float64 // 0…1, calibrated: that source and content are right
	Given                Given
	Traits               []float64 // after [Finder.Study], what Confidence rests on
}

// Relations finds the sayings in the form of the corpus that they are learned
// from. tags and arcs may be missing, at some cost; without the encoder's rows
// nothing is found.
func (f *Finder) Relations(text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc, states encode.States) []Relation {
	sc := f.pool.Get().(*scratch)
	defer f.pool.Put(sc)
	sc.view.fill(f.cues, text, l, tags, arcs)
	sc.states = states
	return f.relations(sc, 0, len(l.Tokens))
}

// decodeBlock is about how many tokens are decoded together: no span goes from
// one paragraph to the next, so that a long text need not be held whole.
const decodeBlock = 2048

// relations reads tokens [first, end) as a text of their own.
func (f *Finder) relations(sc *scratch, first, end int) []Relation {
	n := len(sc.view.l.Tokens)
	if sc.states.Len() != n {
		return nil
	}
	sc.begins, sc.ends = sized(sc.begins, n), sized(sc.ends, n)
	sc.spans = sc.spans[:0]
	for from := first; from < end; {
		to := sc.view.blockEnd(from, end)
		sc.ws.Begin(f.roles)
		for i := from; i < to; i++ {
			sc.ws.Push(nil, sc.view.stepAt(i, from))
		}
		f.dense.score(&sc.dense, &sc.view, sc.states, doc.Range{First: from, End: to}, doc.Range{First: first, End: end}, &sc.ws)
		f.decode(sc, from, to)
		from = to
	}
	return f.weigh(sc, f.join(sc))
}

// blockEnd is where the tokens end that are decoded together with token from:
// at the end of a paragraph, unless that is out of all proportion.
func (v *view) blockEnd(from, end int) int {
	to := min(from+decodeBlock, end)
	for to < end && v.para[to] == v.para[to-1] && to-from < 8*decodeBlock {
		to++
	}
	return to
}

// decode finds the best path of the tokens [from, to) and appends its spans.
func (f *Finder) decode(sc *scratch, from, to int) {
	for i := range to - from {
		for _, l := range [...]int{1, 4, 5, 8, 9, 12} {
			sc.ws.AddScore(i, l, f.bias)
		}
	}
	path := sc.ws.Viterbi()
	sc.ws.Marginals()
	at := len(sc.spans)
	sc.spans = sc.ws.Spans(sc.spans, path)
	for i := at; i < len(sc.spans); i++ {
		sc.spans[i].First += from
		sc.spans[i].End += from
	}
	for i := range to - from {
		sc.begins[from+i] = float32(sc.ws.Prob(i, 9) + sc.ws.Prob(i, 12))
		sc.ends[from+i] = float32(sc.ws.Prob(i, 11) + sc.ws.Prob(i, 12))
	}
}
