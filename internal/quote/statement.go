package quote

import (
	"sort"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
)

// Statement is one saying in the form of the record.
type Statement struct {
	// Source and Cue are ranges of tokens, empty for none. The source is the
	// nearest words for who speaks, without appositives and relative clauses;
	// where the saying has no source of its own it is the subject that it
	// shares. The cue is the word that says that it is said, with its particle.
	Source, Cue         doc.Range
	SourceSpan, CueSpan doc.Span
	To                  doc.Range  // the words for whom it is said to; empty for none
	Content             []doc.Span // in order, never overlapping, never empty, never all
	Kind                doc.StatementKind
	Mode                doc.Mode
	Within              int     // index of the statement that this one is told in, -1 for none
	Confidence          float64 // 0…1, calibrated: that content and source are right
	Why                 string
	Owner               doc.Range   // of "a tweet by X" and "a spokesman, X,": X, who is named beside the source; empty for none
	rule                rule        // that had a hand in it
	turn                bool        // all that one speaker says in a transcript
	direct              bool        // the speaker's own words, though no marks stand around them
	pieces              []doc.Range // the content as ranges of tokens, marks included
}

// Find reads the statements of a report in the order of their text. tags and
// arcs may be missing, at some cost; without the encoder's rows rules alone find
// statements. It takes time linear in the length of the text
// and is safe for concurrent use.
func (f *Finder) Find(text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc, states encode.States) []Statement {
	if len(l.Tokens) == 0 {
		return nil
	}
	sc := f.pool.Get().(*scratch)
	defer f.pool.Put(sc)
	v := &sc.view
	v.fill(f.cues, text, l, tags, arcs)
	sc.states = states
	var out []Statement
	for _, r := range f.relations(sc, 0, len(l.Tokens)) {
		if s, ok := v.statement(r, "model"); ok {
			out = append(out, s)
		}
	}
	out = v.read(out)
	outer := len(out)
	cues := cuesOf(out)
	for i := range outer {
		if !out[i].turn {
			out = f.within(sc, out, i, cues)
		}
	}
	for i := range out {
		if out[i].Kind = v.kind(out[i].Content); out[i].turn || out[i].direct {
			out[i].Kind = doc.Direct
		}
		if out[i].Mode == 0 {
			out[i].Mode = v.mode(&out[i])
		}
		out[i].Confidence = f.ruled(out[i].Confidence, out[i].rule)
	}
	v.nest(out)
	return sorted(likely(out))
}

// leastNested is how likely a saying within another must be, and least how
// likely one must be whose source is not told, to be told of at all.
const leastNested, least = 0.2, 0.2

// likely drops what is likelier noise than a saying: without a source or told
// within another, at less than least; and what has no words.
func likely(in []Statement) []Statement {
	return keep(in, func(s *Statement) bool {
		return len(s.Content) > 0 && (s.Confidence >= least || !s.SourceSpan.Empty() && s.Within < 0)
	})
}

// keep drops the statements that are not good, and what is told within them
// after them, and brings Within to the new places.
func keep(in []Statement, good func(*Statement) bool) []Statement {
	place := make([]int, len(in))
	out := in[:0]
	for i := range in {
		place[i] = -1
		if w := in[i].Within; !good(&in[i]) || w >= 0 && w < i && place[w] < 0 {
			continue
		}
		place[i] = len(out)
		out = append(out, in[i])
	}
	for i := range out {
		if w := out[i].Within; w >= 0 {
			out[i].Within = place[w] // -1 where that is dropped
		}
	}
	return out
}

// read brings what the models found to the form of the record, and adds what
// they left, by rungs of one idea each.
func (v *view) read(out []Statement) []Statement {
	v.notDatelines(out)
	out = v.tidy(out)
	v.raised(out)
	v.shareSources(out)
	out = likely(v.apart(out))
	out = v.complements(out)
	out = v.telltales(out)
	out = v.witnesses(out)
	out = v.formulas(out)
	out = v.beside(out)
	out = v.openEnded(out)
	out = v.broken(out)
	out = v.unclaimed(out)
	out = v.headlined(out)
	out = v.turns(out)
	v.owners(out)
	return out
}

// statement brings a relation to the record's form. It is not ok where nothing
// of the content is left.
func (v *view) statement(r Relation, why string) (Statement, bool) {
	s := Statement{Within: -1, Confidence: r.Confidence, Why: why}
	if len(r.Cue) > 0 {
		s.Cue = v.trimCue(r.Cue[0])
		if v.compound(s.Cue.First) { // "so-called"
			return s, false
		}
		if v.supposed(s.Cue) {
			return s, false
		}
	}
	if len(r.Source) > 0 {
		s.Source = v.trimSource(r.Source[0])
	}
	for _, piece := range r.Content {
		piece = v.cutConjoined(s.Cue, piece)
		if !r.cued() {
			s.To = doc.Range{}
		} else if rest, to := v.cutAddressee(s.Cue, piece); !to.Empty() {
			if piece, s.To = rest, to; piece.Len() > 1 && v.word[piece.First] == wordThat {
				piece.First++
			}
		} else if s.To.Empty() {
			s.To = v.addressee(r.Cue[0], piece)
			if s.To.End == piece.First && piece.Len() > 1 && v.word[piece.First] == wordThat && !s.To.Empty() {
				piece.First++
			}
		}
		v.addPiece(&s, piece)
	}
	s.SourceSpan, s.CueSpan = v.l.SpanOf(s.Source), v.l.SpanOf(s.Cue)
	return s, len(s.Content) > 0
}

func (r *Relation) cued() bool { return len(r.Cue) > 0 }

// supposed tells whether a cue only supposes that something is said: "if Paris
// rejected the offer" tells of no rejection, nor does "Paris might reject it".
func (v *view) supposed(cue doc.Range) bool {
	if v.arcs == nil || v.tags == nil {
		return false
	}
	for i := max(0, cue.First-12); i < cue.First; i++ {
		if v.arcs[i].Rel == doc.RelAux && cue.Has(int(v.arcs[i].Head)) && v.outer[i] == 0 && v.tags[cue.First].X == doc.PVB {
			switch v.tags[i].Lemma { // "could announce"
			case "could", "might", "may":
				return true
			}
		}
		if v.arcs[i].Rel == doc.RelMark && cue.Has(int(v.arcs[i].Head)) {
			switch v.tags[i].Lemma {
			case "if", "unless", "whether":
				return true
			}
		}
	}
	return false
}

// addPiece adds a piece of content in the record's form.
func (v *view) addPiece(s *Statement, piece doc.Range) {
	if span := v.trimContent(piece); !span.Empty() {
		s.Content = append(s.Content, span)
		s.pieces = append(s.pieces, piece)
	}
}

// kind goes by the quotation marks.
func (v *view) kind(content []doc.Span) doc.StatementKind {
	within, without := false, false
	for _, c := range content {
		r := v.l.TokensIn(c)
		for i := r.First; i < r.End; i++ {
			switch {
			case v.shape[i] == shapePunct:
			case v.marked(i):
				within = true
			default:
				without = true
			}
		}
	}
	switch {
	case within && !without:
		return doc.Direct
	case within:
		return doc.Mixed
	}
	return doc.Indirect
}

// marked tells whether token i stands within an outermost quotation.
func (v *view) marked(i int) bool {
	return v.outer[i] != 0
}

// mode goes by the cue; a cue that the list does not know is speech where its
// content is quoted, and belief where it is not.
func (v *view) mode(s *Statement) doc.Mode {
	for i := s.Cue.First; i < s.Cue.End; i++ {
		if c := v.cue[i]; c != 0 {
			if m := doc.Mode((c-1)/3) + 1; m == doc.Speech || s.Kind == doc.Indirect {
				return m
			}
			return doc.Speech
		}
	}
	if s.Cue.Empty() || s.Kind != doc.Indirect {
		return doc.Speech
	}
	return doc.Belief
}

// sorted puts statements in the order of their text: by where they begin, the
// outer before the inner. Within follows.
func sorted(in []Statement) []Statement {
	order := make([]int, len(in))
	begin := make([]int, len(in))
	for i := range in {
		order[i] = i
		begin[i] = in[i].Content[0].Start
		if !in[i].CueSpan.Empty() {
			begin[i] = min(begin[i], in[i].CueSpan.Start)
		}
	}
	sort.SliceStable(order, func(a, b int) bool {
		x, y := order[a], order[b]
		if begin[x] != begin[y] {
			return begin[x] < begin[y]
		}
		return in[x].Within < 0 && in[y].Within >= 0
	})
	place := make([]int, len(in))
	for k, i := range order {
		place[i] = k
	}
	out := make([]Statement, len(in))
	for k, i := range order {
		out[k] = in[i]
		if out[k].Within >= 0 {
			out[k].Within = place[out[k].Within]
		}
	}
	return out
}

// within looks for statements told inside the content of out[i], reading each
// piece as a text of its own, without its outer quotation. cues are those that
// have a statement.
func (f *Finder) within(sc *scratch, out []Statement, i int, cues map[int]bool) []Statement {
	v := &sc.view
	for _, piece := range out[i].pieces {
		first, end := piece.First, piece.End
		for first < end && (v.shape[first] == shapePunct || v.word[first] == wordThat) {
			first++
		}
		if end-first < 6 || !v.mayTell(first, end) {
			continue
		}
		v.requote(first, end)
		for _, r := range f.relations(sc, first, end) {
			if !f.tells(v, r) {
				continue
			}
			if s, ok := v.statement(r, "model, within a statement"); ok && !cues[s.Cue.First] && v.toldOf(&s) {
				cues[s.Cue.First] = true
				s.Within = i
				s.rule = v.nested(s.Source)
				out = append(out, s)
			}
		}
	}
	return out
}

// toldOf tells whether a nested saying is one that its speaker tells of: with a
// clause, an infinitive or a quotation for what is said, and no deed. What the
// speaker says by saying so ("we urge both sides to stop") is no other saying
// than the one that it stands in; what was said before is ("I told them so").
func (v *view) toldOf(s *Statement) bool {
	if len(v.arcs) == 0 || v.tags[s.Cue.First].U != doc.UVERB {
		return len(v.arcs) == 0
	}
	if v.isDeed(s, true) || v.untold(s) {
		return false
	}
	if v.nested(s.Source) == ruleOwn && v.tags[s.Cue.First].X != doc.PVBD && v.tags[s.Cue.First].X != doc.PVBN {
		return false
	}
	for _, p := range s.pieces {
		for i := p.First; i < min(p.End, p.First+80); i++ {
			if v.mark[i] != 0 {
				return true
			}
			if rel := v.arcs[i].Rel.Base(); (rel == doc.RelCcomp || rel == doc.RelXcomp || rel == doc.RelParataxis) && s.Cue.Has(int(v.arcs[i].Head)) {
				return true
			}
		}
	}
	return false
}

// mayTell tells whether a word that tells accepts as a cue stands in
// [first, end).
func (v *view) mayTell(first, end int) bool {
	for i := first; i < end; i++ {
		if v.cue[i] == uint8(cueVerb) || v.cue[i] == uint8(cueWord) {
			return true
		}
	}
	return false
}

// tells holds nested sayings to a stricter measure: a source, and a cue that
// the list knows for speech.
func (f *Finder) tells(v *view, r Relation) bool {
	if len(r.Source) == 0 || len(r.Cue) == 0 || r.Raw < 0.2 || v.negated(r.Cue[0]) {
		return false
	}
	for i := r.Cue[0].First; i < r.Cue[0].End; i++ {
		if v.cue[i] == uint8(cueVerb) || v.cue[i] == uint8(cueWord) {
			return true
		}
	}
	return false
}

// requote makes the quotations inside the outer one the outermost of tokens
// [first, end), and what rests on them anew.
func (v *view) requote(first, end int) {
	for i := first; i < end; i++ {
		v.quote[i], v.mark[i] = 0, 0
	}
	span := v.l.SpanOf(doc.Range{First: first, End: end})
	k := sort.Search(len(v.l.Quotes), func(k int) bool { return v.l.Quotes[k].Span.Start >= span.Start })
	for ; k < len(v.l.Quotes) && v.l.Quotes[k].Span.Start < span.End; k++ {
		q := v.l.Quotes[k]
		if q.Span.End > span.End || q.Depth > 0 && v.outer[first] == 0 {
			continue
		}
		v.paint(k, q)
	}
	for i := first; i < end; i++ {
		if i == first || v.sent[i] != v.sent[i-1] {
			r := v.l.Sentences[v.sent[i]].Tokens
			v.nearest(doc.Range{First: max(r.First, first), End: min(r.End, end)})
		}
		v.step[i] = v.stepInto(i, v.l.Sentences[v.sent[i]].Tokens.First == i)
	}
}

var (
	wordThat = crf.Hash("that")
	wordTo   = crf.Hash("to")
	wordAs   = crf.Hash("as")
	wordWho  = crf.Hash("who")
	wordAnd  = crf.Hash("and")
	wordNot  = crf.Hash("not")
	comma    = crf.Hash(",")
	colon    = crf.Hash(":")
)
