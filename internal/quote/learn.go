package quote

import (
	"fmt"
	"slices"
	"sort"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// Learner gives the trainer the features that the Finder reads. It is not safe
// for concurrent use.
type Learner struct {
	cues cueList
	v    view
}

// NewLearner reads the lists that come with the program.
func NewLearner() (*Learner, error) {
	cues, err := parseCues("cues.txt", cueData)
	if err != nil {
		return nil, err
	}
	return &Learner{cues: cues}, nil
}

// RolesSchema is the schema of the field that labels roles.
func RolesSchema() crf.Schema { return rolesSchema() }

// LinksSchema is the schema of the model that joins spans to cues.
func LinksSchema() crf.Schema { return linksSchema() }

// Without leaves groups out of what the network sees.
func (n *Learner) Without(g Groups) { n.v.without = g }

// Read takes the layers of a text.
func (n *Learner) Read(text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc) {
	n.v.fill(n.cues, text, l, tags, arcs)
}

// Steps pushes the class of the step into each token.
func (n *Learner) Steps(sink crf.Sink) {
	for i := range n.v.l.Tokens {
		sink.Push(nil, n.v.stepAt(i, 0))
	}
}

// Kind is the kind of a relation by the quotation marks.
func (f *Finder) Kind(text string, l *doc.Layout, r Relation) doc.StatementKind {
	v := &view{}
	v.fill(f.cues, text, l, nil, nil)
	var content []doc.Span
	for _, piece := range r.Content {
		content = append(content, l.SpanOf(piece))
	}
	return v.kind(content)
}

// Gold is an annotated saying in ranges of tokens. Source is empty for none.
type Gold struct{ Source, Cue, Content []doc.Range }

// Labels gives the label of each token. Where roles overlap the first decides.
// Spans are cut where the field may not cross a step.
func (n *Learner) Labels(gold []Gold) []uint8 {
	out := make([]uint8, len(n.v.l.Tokens))
	var before *goldSpan
	all := n.spans(gold)
	for k := range all {
		s := &all[k]
		free := true
		for i := s.First; i < s.End; i++ {
			free = free && out[i] == 0
		}
		if !free {
			continue
		}
		base := uint8(1 + 4*s.Role)
		for i := s.First; i < s.End; i++ {
			out[i] = base + 1
		}
		out[s.End-1] = base + 2
		out[s.First] = base
		if s.End == s.First+1 {
			out[s.First] = base + 3
		}
		if before != nil && before.saying == s.saying && n.v.para[before.First] == n.v.para[s.First] {
			for i := before.End; i < s.First; i++ {
				out[i] = gapLabel(before.Role, s.Role)
			}
		}
		before = s
	}
	return out
}

// goldSpan is a span that knows its saying.
type goldSpan struct {
	crf.Span
	saying int
}

func (n *Learner) spans(gold []Gold) []goldSpan {
	var out []goldSpan
	for g := range gold {
		for role, ranges := range [][]doc.Range{gold[g].Source, gold[g].Cue, gold[g].Content} {
			for _, r := range ranges {
				for first := r.First; first < r.End; {
					end := first + 1
					for end < r.End && breaks>>n.v.step[end]&1 == 0 {
						end++
					}
					out = append(out, goldSpan{crf.Span{First: first, End: end, Role: role}, g})
					first = end
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].First < out[j].First })
	return out
}

// Pair is a span and a cue, and whether they belong together.
type Pair struct {
	Feats []uint32
	Yes   bool
}

// unique lists each span once, with all the sayings that it belongs to: two may
// share a source.
func unique(all []goldSpan) (spans []crf.Span, of [][]int) {
	for _, s := range all {
		k := slices.Index(spans, s.Span)
		if k < 0 {
			k = len(spans)
			spans, of = append(spans, s.Span), append(of, nil)
		}
		of[k] = append(of[k], s.saying)
	}
	return spans, of
}

// Pairs gives the pairs of an annotated text.
func (n *Learner) Pairs(gold []Gold) []Pair {
	spans, of := unique(n.spans(gold))
	k := newLinker(&n.v, spans)
	var out []Pair
	for i := range spans {
		if spans[i].Role == roleCue {
			continue
		}
		for _, c := range k.candidates(i) {
			yes := slices.ContainsFunc(of[i], func(saying int) bool { return slices.Contains(of[c], saying) })
			out = append(out, Pair{append([]uint32(nil), k.features(nil, i, c)...), yes})
		}
	}
	return out
}

// String shows a saying for error analysis.
func (r Relation) String() string { return fmt.Sprintf("%v %v %v", r.Source, r.Cue, r.Content) }
