package quote

import (
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// ruled is what a rule's find counts for, before how often it was right.
const ruled = 0.5

var (
	wordAccording = crf.Hash("according")
	wordPut       = crf.Hash("put")
	wordIt        = crf.Hash("it")
	wordPer       = crf.Hash("per")
	wordThe       = crf.Hash("the")
	wordWords     = crf.Hash("words")
	wordNever     = crf.Hash("never")
	wordNt        = crf.Hash("n't")
	wordNt2       = crf.Hash("n’t")
)

// formulas adds the sayings of fixed form that the models left: "according to
// X", "per X", "in X’s words", "in the words of X" and "as X put it", before or
// after a comma, or between two.
func (v *view) formulas(out []Statement) []Statement {
	var taken []bool
	for i := range v.word {
		cue := v.formula(i)
		if cue.Empty() || v.outer[i] != 0 {
			continue
		}
		if taken == nil {
			taken = v.taken(out)
		}
		if s, ok := v.aside(cue, taken); ok {
			out = append(out, s)
		}
	}
	return out
}

// formula is the cue of a fixed form that begins at token i, empty for none;
// of "as X put it" it is "put it".
func (v *view) formula(i int) doc.Range {
	switch {
	case v.word[i] == wordAccording && i+1 < len(v.word) && v.word[i+1] == wordTo && v.sent[i] == v.sent[i+1]:
		return doc.Range{First: i, End: i + 2}
	case v.word[i] == wordPut && i+1 < len(v.word) && v.word[i+1] == wordIt && v.sent[i] == v.sent[i+1]:
		for k := i - 1; k >= max(i-12, 0) && v.sent[k] == v.sent[i]; k-- {
			if v.word[k] == wordAs {
				return doc.Range{First: i, End: i + 2}
			}
			if v.shape[k] == shapePunct {
				break
			}
		}
	case v.word[i] == wordPer && v.aloof(i) && i+2 < len(v.word) && v.sent[i] == v.sent[i+2] && v.tags != nil && v.tags[i+1].U != doc.UNUM && (v.shape[i+1] == shapeTitle || v.shape[i+1] == shapeUpper || v.tags[i+1].U == doc.UDET || v.tags[i+1].U == doc.UPRON):
		return doc.Range{First: i, End: i + 1}
	case v.word[i] == wordIn && v.aloof(i) && i+3 < len(v.word) && v.word[i+1] == wordThe && v.word[i+2] == wordWords && v.word[i+3] == wordOf && v.sent[i] == v.sent[i+3]:
		return doc.Range{First: i, End: i + 4}
	case v.word[i] == wordWords && i > 1 && v.tags != nil && (v.tags[i-1].X == doc.PPOS || v.tags[i-1].X == doc.PPRPS):
		for k := i - 1; k >= max(i-10, 0) && v.sent[k] == v.sent[i] && v.shape[k] != shapePunct; k-- {
			if v.word[k] == wordIn && v.aloof(k) {
				return doc.Range{First: i, End: i + 1}
			}
		}
	}
	return doc.Range{}
}

// aloof tells whether token i begins its sentence or follows a comma.
func (v *view) aloof(i int) bool {
	return i == 0 || v.sent[i] != v.sent[i-1] || v.word[i-1] == comma
}

// taken marks the tokens that a statement's cue or content holds.
func (v *view) taken(out []Statement) []bool {
	taken := make([]bool, len(v.word))
	for i := range out {
		for _, r := range append([]doc.Range{out[i].Cue}, out[i].pieces...) {
			for t := r.First; t < r.End; t++ {
				taken[t] = true
			}
		}
	}
	return taken
}

// aside reads the sentence around a cue of fixed form: the source is what
// follows or, before "put it", what stands between "as" and it; the content is
// what stands beyond the comma.
func (v *view) aside(cue doc.Range, taken []bool) (Statement, bool) {
	s := v.l.Sentences[v.sent[cue.First]].Tokens
	source, first, end := doc.Range{First: cue.End, End: cue.End}, cue.First, cue.End
	switch opener := v.word[cue.First]; opener {
	case wordPut, wordWords:
		open := wordAs
		if opener == wordWords {
			open = wordIn
		}
		first = cue.First - 1
		for v.word[first] != open {
			first--
		}
		source = doc.Range{First: first + 1, End: cue.First}
		if v.tags != nil && v.tags[source.End-1].X == doc.PPOS {
			source.End--
		}
	default:
		for source.End < s.End && v.shape[source.End] != shapePunct {
			source.End++
		}
		end = source.End
	}
	last := s.End
	for last > s.First && v.shape[last-1] == shapePunct && v.outer[last-1] == 0 {
		last--
	}
	var content, rest doc.Range
	switch {
	case first <= s.First+1 && end < last && v.word[end] == comma:
		content = doc.Range{First: end + 1, End: last}
	case first > s.First+1 && v.word[first-1] == comma && end >= last:
		content = doc.Range{First: s.First, End: first - 1}
	case first > s.First+2 && v.word[first-1] == comma && end+2 < last && v.word[end] == comma:
		content, rest = doc.Range{First: s.First, End: first - 1}, doc.Range{First: end + 1, End: last}
	}
	if content.Len() < 2 || content.Len()+rest.Len() < 3 || source.Empty() || source.Len() > 25 || taken[cue.First] ||
		slices.Contains(taken[content.First:content.End], true) || slices.Contains(taken[rest.First:rest.End], true) {
		return Statement{}, false
	}
	out := Statement{Within: -1, Cue: cue, Source: v.trimSource(source), Mode: doc.Speech, Confidence: ruled, rule: ruleForm, Why: "a fixed form: according to, per, in the words of, as … put it"}
	out.SourceSpan, out.CueSpan = v.l.SpanOf(out.Source), v.l.SpanOf(cue)
	v.addPiece(&out, content)
	if !rest.Empty() {
		v.addPiece(&out, rest)
	}
	return out, len(out.Content) > 0
}

// negated tells whether a "not" or "never" stands before the cue.
func (v *view) negated(cue doc.Range) bool {
	for i := max(cue.First-3, 0); i < cue.End; i++ {
		switch v.word[i] {
		case wordNot, wordNever, wordNt, wordNt2:
			return v.sent[i] == v.sent[cue.First]
		}
	}
	return false
}
