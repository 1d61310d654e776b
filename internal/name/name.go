// Package name finds the proper names of a report and tells what they name:
// persons, countries, places, organisations, groups.
//
// Start with [New], then [Finder.Find]. A conditional random field reads words,
// their shapes, their tags, what [lexicon.Lexicon] knows of them and where else
// in the report they stand; a ladder of rules then trims titles, splits
// "Seoul–Pyongyang", adds what the lexicon is sure of, and tells countries from
// other places. [doc.Name.Why] names the rung that had the last word.
//
// Adjectives ("Sudanese officials") are not names; nouns for a people ("the
// Kurds") are groups. A report is read as a whole: a surname is a person's where
// the same report has it after a title or a given name.
package name

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/lexicon"
)

//go:embed data
var data embed.FS

const (
	fieldFile   = "data/name.bin"
	denseFile   = "data/dense.bin"
	clusterFile = "data/clusters.bin"
)

// Finder finds names. It is read-only after New and safe for concurrent use.
type Finder struct {
	lex        *lexicon.Lexicon
	model      *crf.Model // nil: the lexicon and the rules alone
	dense      *Dense     // nil: the sparse features alone
	vocabulary vocabulary
	gazetteer  *gazetteer
	clusters   clusters
	curves     curves
	pool       sync.Pool
}

// The roles that the model tells apart, in the order of its labels.
const (
	rolePerson = iota
	rolePlace
	roleOrganisation
	roleOther
	roleCount
)

var roleNames = [roleCount]string{"PER", "LOC", "ORG", "MISC"}

// Schema is what the model's labels and features are, for its trainer.
func Schema() crf.Schema {
	return crf.Schema{Features: featureSet, Labels: crf.BIOES(roleNames[:]...), Classes: int(stepClasses), Break: 1 << stepSentence}
}

// New makes a finder with the weights that ship. lex may be nil, which leaves
// names without entries and countries among the places; enc is the encoder whose
// states Find will be given, or nil where it will be given none. It fails on
// damaged weights or vocabulary, and on weights made for another encoder.
func New(lex *lexicon.Lexicon, enc *encode.Encoder) (*Finder, error) {
	var w Weights
	var err error
	if w.Field, err = data.ReadFile(fieldFile); err != nil {
		return NewWith(lex, nil, w)
	}
	if enc != nil {
		w.Dense, _ = data.ReadFile(denseFile) // none: the sparse features alone
	}
	return NewWith(lex, enc, w)
}

// Weights are the bytes of the two weight files. Without Field there are the
// lexicon and the rules alone, without Dense the sparse features alone.
type Weights struct{ Field, Dense []byte }

// NewWith makes a finder with other weights.
func NewWith(lex *lexicon.Lexicon, enc *encode.Encoder, w Weights) (*Finder, error) {
	f, err := newFinder(lex, w.Field)
	if err != nil || len(w.Dense) == 0 {
		return f, err
	}
	if f.dense, err = LoadDense(w.Dense, enc); err != nil {
		return nil, fmt.Errorf("name: %s: %w", denseFile, err)
	}
	if f.model != nil && f.dense.labels != len(f.model.Labels()) {
		return nil, fmt.Errorf("name: %s: scores %d labels, %s has %d: train them together", denseFile, f.dense.labels, fieldFile, len(f.model.Labels()))
	}
	return f, nil
}

func newFinder(lex *lexicon.Lexicon, weights []byte) (*Finder, error) {
	f := &Finder{lex: lex}
	text, err := fs.ReadFile(data, "data/words.txt")
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	if f.vocabulary, err = readVocabulary("name/data/words.txt", text); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	if text, err = fs.ReadFile(data, "data/known.txt"); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	if f.gazetteer, err = readGazetteer("name/data/known.txt", text); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	if err = f.readClusters(); err != nil {
		return nil, err
	}
	if err = f.readCurves(); err != nil {
		return nil, err
	}
	f.pool.New = func() any { return new(scratch) }
	if len(weights) == 0 {
		return f, nil
	}
	if f.model, err = crf.Load(weights, featureSet); err != nil {
		return nil, fmt.Errorf("name: %s: %w", fieldFile, err)
	}
	if got := f.model.Roles(); len(got) != roleCount || got[0] != roleNames[0] || got[3] != roleNames[3] {
		return nil, fmt.Errorf("name: %s: the labels are %v, want %v", fieldFile, got, roleNames)
	}
	return f, nil
}

// Find returns the names of a report in order, never overlapping, none across
// a sentence's end. tags may be empty; forms holds the text of each token of l,
// states the encoder's row for each, or none.
// Confidence is the model's probability of just this name of just this kind,
// raised or lowered by the rung that decided.
func (f *Finder) Find(text string, l *doc.Layout, tags []doc.Tag, forms []string, states encode.States) []doc.Name {
	if len(forms) == 0 || len(forms) != len(l.Tokens) {
		return nil
	}
	s := f.pool.Get().(*scratch)
	defer f.pool.Put(s)
	f.prepare(s, l, forms)
	v := view{s: s, l: l, forms: forms, tags: tags, text: text}
	f.label(&v, states)
	for _, r := range ladder {
		r.climb(f, &v)
	}
	return f.names(&v)
}

// view is what a rung looks at: one report and the candidates so far, in order.
type view struct {
	s     *scratch
	l     *doc.Layout
	text  string
	forms []string
	tags  []doc.Tag
	cands []candidate
}

// candidate is a name in the making.
type candidate struct {
	tokens doc.Range
	role   uint8 // rolePerson …
	kind   doc.NameKind
	prob   float64
	hit    *lexicon.Hit // what the lexicon knows of exactly these tokens
	entry  *lexicon.Entry
	why    string
	drop   bool
}

// label lets the model propose.
func (f *Finder) label(v *view, states encode.States) {
	s := v.s
	v.cands = s.cand[:0]
	if f.model == nil {
		return
	}
	s.ws.Begin(f.model)
	f.emit(s, &s.ws, v.l, v.tags)
	if s.ws.Len() == len(v.forms) && states.Len() == len(v.forms) && f.dense != nil {
		f.dense.score(&s.dense, &s.ws, v.l, states)
	}
	path := s.ws.Viterbi()
	s.ws.Marginals()
	s.spans = s.ws.Spans(s.spans[:0], path)
	if s.ws.Len() != len(v.forms) {
		return // sentences that do not cover the tokens: nothing can be placed
	}
	for _, sp := range s.spans {
		v.cands = append(v.cands, candidate{tokens: doc.Range{First: sp.First, End: sp.End}, role: uint8(sp.Role), prob: sp.Prob, why: "model"})
	}
}

// names turns what is left into the layer.
func (f *Finder) names(v *view) []doc.Name {
	out := make([]doc.Name, 0, len(v.cands))
	for i := range v.cands {
		c := &v.cands[i]
		if c.drop || c.kind == 0 || c.tokens.Empty() {
			continue
		}
		n := doc.Name{Tokens: c.tokens, Span: v.l.SpanOf(c.tokens), Kind: c.kind, Confidence: min(max(f.curves.of(c.kind, c.prob), 0.01), 0.99), Why: c.why}
		if c.entry != nil {
			n.Entry = c.entry.ID
		}
		out = append(out, n)
	}
	v.s.cand = v.cands[:0]
	return out
}

// hits is what the lexicon knows of a report.
type hits struct {
	list []lexicon.Hit
	code []uint16 // token → kind, sense, weak, first; 0 for none
	at   []int32  // token → index into list, -1 for none
}

// lookUp asks the lexicon once for the whole report.
func (f *Finder) lookUp(s *scratch, l *doc.Layout, forms []string) {
	h := &s.hits
	h.list, h.code, h.at = h.list[:0], h.code[:0], h.at[:0]
	for range forms {
		h.code, h.at = append(h.code, 0), append(h.at, -1)
	}
	if f.lex == nil {
		return
	}
	for i := range l.Sentences {
		r := l.Sentences[i].Tokens
		from := len(h.list)
		h.list = f.lex.Match(h.list, forms[r.First:r.End])
		for k := from; k < len(h.list); k++ {
			hit := &h.list[k]
			hit.First += r.First
			hit.End += r.First
			code := uint16(hit.Entries[0].Kind) | uint16(hit.Sense)<<3 | 1<<8
			if hit.Weak {
				code |= 1 << 6
			}
			if hit.End-hit.First > 1 {
				code |= 1 << 9
			}
			for t := hit.First; t < hit.End; t++ {
				h.code[t], h.at[t] = code, int32(k)
				code |= 1 << 7
			}
		}
	}
}
