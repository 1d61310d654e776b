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
// Method: a linear-chain field labels sources, cues and contents jointly over
// the whole text, with steps told apart by sentence, paragraph and quotation; a
// second model joins sources and contents to cues. Both are learned from
// PolNeAR. Rules then bring spans to the form above, add quotes that nothing
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

//go:embed refine.bin
var refineWeights []byte

//go:embed links.bin
var linksWeights []byte

// startBias is added to the score of beginning a span, chosen on held-out texts
// of train: what is missed weighs as much as what is wrong.
const startBias = 0.4

// draftBias is the same for the first field where a second one follows.
const draftBias = 0.3

// Finder finds statements. It is read-only and safe for concurrent use.
type Finder struct {
	cues   cueList
	roles  *crf.Model
	refine *crf.Model // nil: what the first field finds stands
	links  *crf.Model
	dense  *dense // nil: the first field's features alone
	bias   float32
	scale  *calibration
	study  bool      // keep the traits of relations
	pool   sync.Pool // of *scratch
}

// Weights are the weight files of a Finder, which must not change afterwards.
// Without Refine the first field's labels stand, without Dense its features
// alone decide.
type Weights struct{ Roles, Dense, Refine, Links []byte }

// New reads the weights and lists that come with the program, for the rows of
// enc.
func New(enc *encode.Encoder) (*Finder, error) {
	return Load(Weights{rolesWeights, denseWeights, refineWeights, linksWeights}, enc)
}

// SetBias changes what is added to the score of beginning a span; for the
// trainer, before the Finder is shared.
func (f *Finder) SetBias(b float64) { f.bias = float32(b) }

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
	if len(w.Dense) > 0 {
		if f.dense, err = loadDense(w.Dense, enc, len(f.roles.Labels())); err != nil {
			return nil, fmt.Errorf("quote: dense: %w", err)
		}
	}
	if len(w.Refine) > 0 {
		if f.refine, err = crf.Load(w.Refine, refineFeatures); err != nil {
			return nil, fmt.Errorf("quote: refine: %w", err)
		}
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
	draft  draft
	pair   crf.Workspace
	spans  []crf.Span
	traits traits
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
// from. tags, arcs and the encoder's rows may be missing; what rests on them is
// then not looked at, at some cost.
func (f *Finder) Relations(text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc, states encode.States) []Relation {
	sc := f.pool.Get().(*scratch)
	defer f.pool.Put(sc)
	sc.view.fill(f.cues, text, l, tags, arcs)
	sc.states = states
	return f.relations(sc, 0, len(l.Tokens))
}

// relations reads tokens [first, end) as a text of their own.
func (f *Finder) relations(sc *scratch, first, end int) []Relation {
	f.draft(sc, first, end)
	if f.refine != nil {
		sc.ws.Begin(f.refine)
		sc.buf = sc.view.emitRefined(&sc.draft, first, end, true, sc.buf, &sc.ws)
		for i := first; i < end; i++ {
			if sc.draft.quiet[i] {
				sc.ws.AddScore(i-first, 0, 50)
			}
		}
		f.decode(sc, first, end, f.bias)
	}
	return f.weigh(sc, first, f.join(sc))
}

// draft runs the first field.
func (f *Finder) draft(sc *scratch, first, end int) {
	sc.ws.Begin(f.roles)
	sc.buf = sc.view.emitRoles(first, end, sc.buf, &sc.ws)
	if f.dense != nil && sc.states.Len() == len(sc.view.l.Tokens) {
		f.dense.score(&sc.dense, &sc.view, sc.states, first, end, &sc.ws)
	}
	bias := f.bias
	if f.refine != nil {
		bias = draftBias
	}
	path := f.decode(sc, first, end, bias)
	if f.refine != nil {
		sc.view.note(&sc.draft, &sc.ws, path, sc.spans, first, end)
	}
}

// decode finds the best path and its spans.
func (f *Finder) decode(sc *scratch, first, end int, bias float32) []uint8 {
	for i := range end - first {
		for _, l := range [...]int{1, 4, 5, 8, 9, 12} {
			sc.ws.AddScore(i, l, bias)
		}
	}
	path := sc.ws.Viterbi()
	sc.ws.Marginals()
	sc.spans = sc.ws.Spans(sc.spans[:0], path)
	for i := range sc.spans {
		sc.spans[i].First += first
		sc.spans[i].End += first
	}
	return path
}
