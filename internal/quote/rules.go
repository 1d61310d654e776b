package quote

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// ruled is what a rule's find counts for, before how often it was right.
const ruled = 0.5

var (
	wordAccording = crf.Hash("according")
	wordPut       = crf.Hash("put")
	wordIt        = crf.Hash("it")
	wordNever     = crf.Hash("never")
	wordNt        = crf.Hash("n't")
	wordNt2       = crf.Hash("n’t")
)

// formulas adds the sayings of fixed form that the models left: "according to
// X" and "as X put it", before or after a comma.
func (v *view) formulas(out []Statement) []Statement {
	var taken []bool
	for i := range v.word {
		cue := v.formula(i)
		if cue.Empty() {
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
	}
	return doc.Range{}
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
	if v.word[cue.First] == wordPut {
		first = cue.First - 1
		for v.word[first] != wordAs {
			first--
		}
		source = doc.Range{First: first + 1, End: cue.First}
	} else {
		for source.End < s.End && v.shape[source.End] != shapePunct {
			source.End++
		}
		end = source.End
	}
	last := s.End
	for last > s.First && v.shape[last-1] == shapePunct && v.outer[last-1] == 0 {
		last--
	}
	var content doc.Range
	switch {
	case first <= s.First+1 && end < last && v.word[end] == comma:
		content = doc.Range{First: end + 1, End: last}
	case first > s.First+1 && v.word[first-1] == comma && end >= last:
		content = doc.Range{First: s.First, End: first - 1}
	}
	if content.Len() < 3 || source.Empty() || source.Len() > 25 {
		return Statement{}, false
	}
	for t := content.First; t < content.End; t++ {
		if taken[t] {
			return Statement{}, false
		}
	}
	if taken[cue.First] {
		return Statement{}, false
	}
	out := Statement{Within: -1, Cue: cue, Source: v.trimSource(source), Mode: doc.Speech, Confidence: ruled, rule: ruleForm, Why: "a fixed form: according to, as … put it"}
	out.SourceSpan, out.CueSpan = v.l.SpanOf(out.Source), v.l.SpanOf(cue)
	v.addPiece(&out, content)
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
