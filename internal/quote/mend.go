package quote

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// apart makes statements of their own, without a cue, of quotations that stand
// in a later paragraph than their cue, as of the same source: unless a colon
// announces them, or a quotation that is not closed goes on in them.
func (v *view) apart(out []Statement) []Statement {
	n := len(out)
	for i := range n {
		s := &out[i]
		if s.Cue.Empty() || s.Source.Empty() || len(s.pieces) < 2 {
			continue
		}
		at := s.Cue.End - 1
		cut := 0 // the first piece apart
		for k, p := range s.pieces {
			if k > 0 && p.First > at && v.para[p.First] > v.para[at] && !v.goesOn(s.pieces[k-1], p) {
				cut = k
				break
			}
		}
		if cut == 0 {
			continue
		}
		pieces := slices.Clone(s.pieces)
		v.setPieces(s, slices.Clone(pieces[:cut]))
		for from := cut; from < len(pieces); {
			to := from + 1
			for to < len(pieces) && (v.para[pieces[to].First] == v.para[pieces[to-1].First] || v.goesOn(pieces[to-1], pieces[to])) {
				to++
			}
			more := Statement{Within: out[i].Within, Source: out[i].Source, SourceSpan: out[i].SourceSpan, Confidence: out[i].Confidence,
				Why: out[i].Why + "; a quote after a quote, without a cue: as of the statement before it"}
			v.setPieces(&more, slices.Clone(pieces[from:to]))
			if len(more.Content) > 0 {
				out = append(out, more)
			}
			from = to
		}
	}
	return out
}

// goesOn tells whether piece p goes on with the piece before it over the end of
// a paragraph: the quotation is not closed there, or a colon stands at it.
func (v *view) goesOn(before, p doc.Range) bool {
	if !v.quoted(p) {
		return true
	}
	if q := v.outer[before.End-1]; q != 0 && v.l.Quotes[q-1].Continues {
		return true
	}
	par := v.para[p.First]
	if par == 0 {
		return true
	}
	s := v.l.Paragraphs[par].Sentences
	first := v.l.Sentences[s.First].Tokens.First
	return first > 0 && v.word[first-1] == colon
}

// titled tells whether a statement is only the name of a work or a place in
// quotation marks, after a verb of the mind or of the will: "saw the film “…”".
func (v *view) titled(s *Statement) bool {
	if s.Cue.Empty() || v.tags == nil || v.tags[s.Cue.First].U != doc.UVERB || v.outer[s.Cue.First] != 0 {
		return false
	}
	if c := v.cue[s.Cue.First]; c == 0 || doc.Mode((c-1)/3)+1 == doc.Speech { // "dubbed it “…”"
		return false
	}
	capital, marked := 0, 0
	for _, p := range s.pieces {
		for i := p.First; i < p.End; i++ {
			if v.outer[i] == 0 || v.shape[i] == shapePunct {
				continue
			}
			marked++
			form := v.l.Form(v.text, i)
			r, _ := utf8.DecodeRuneInString(form)
			if unicode.IsUpper(r) {
				capital++
			} else if len(form) > 4 {
				return false
			}
		}
	}
	return marked > 0 && marked <= 12 && capital > 1 && !v.clausalContent(s)
}

// calledSo tells whether a statement without a source only tells what a thing is
// called: its first piece is a lone "which" or "that".
func (v *view) calledSo(s *Statement) bool {
	if !s.Source.Empty() || s.Cue.Empty() || v.tags == nil {
		return false
	}
	p := s.pieces[0]
	return p.Len() == 1 && p.End <= s.Cue.First && (v.tags[p.First].X == doc.PWDT || v.tags[p.First].X == doc.PWP)
}

// toldHim takes out of the content the subject of a passive, a pronoun before
// the cue: of "he was accused of theft", the theft is what is said.
func (v *view) toldHim(s *Statement) {
	if len(s.pieces) < 2 || s.Cue.Empty() || !s.Source.Empty() || len(v.arcs) == 0 {
		return
	}
	p := s.pieces[0]
	if p.Len() == 1 && p.End <= s.Cue.First && v.tags[p.First].X == doc.PPRP && v.outer[p.First] == 0 && v.arcs[p.First].Rel == doc.RelNsubjPass && s.Cue.Has(int(v.arcs[p.First].Head)) {
		v.setPieces(s, slices.Clone(s.pieces[1:]))
		if s.To.Empty() {
			s.To = p
		}
	}
}

// raised moves the cue of "downplayed talk of a summit" from the noun to the
// verb that it is the object of, where that tells of a saying or judges one: the
// noun begins the content then.
func (v *view) raised(out []Statement) {
	if len(v.arcs) == 0 {
		return
	}
	cues := cuesOf(out)
	for i := range out {
		s := &out[i]
		if s.Cue.Empty() || len(s.pieces) != 1 || s.pieces[0].First != s.Cue.End {
			continue
		}
		noun := s.Cue.First
		verb := int(v.arcs[noun].Head)
		if v.tags[noun].U != doc.UNOUN || v.arcs[noun].Rel.Base() != doc.RelObj || verb < 0 || verb > noun || cues[verb] || v.outer[verb] != 0 {
			continue
		}
		base := crf.HashLower(v.tags[verb].Lemma)
		if !deeds.belittle[base] || v.hypothetical(verb) || v.negated(doc.Range{First: verb, End: verb + 1}) {
			continue
		}
		source := v.subject(verb)
		if source.Empty() || source.End > verb {
			continue
		}
		first := max(int(v.first[noun]), verb+1)
		s.Source, s.SourceSpan = source, v.l.SpanOf(source)
		s.Mode, s.Cue, s.Why = doc.Speech, doc.Range{First: verb, End: verb + 1}, s.Why+"; cue: the verb that the noun is the object of"
		s.CueSpan = v.l.SpanOf(s.Cue)
		v.setPieces(s, []doc.Range{{First: first, End: s.pieces[0].End}})
		cues[verb] = true
	}
}

// cuesOf tells of the first token of each cue.
func cuesOf(out []Statement) map[int]bool {
	cues := make(map[int]bool, len(out))
	for i := range out {
		if !out[i].Cue.Empty() {
			cues[out[i].Cue.First] = true
		}
	}
	return cues
}

// witnesses adds what a report tells as the saying of those whom it cites:
// "the paper, citing two officials, reported that". Who is cited must be able to
// say something: citing the weather tells of nobody.
func (v *view) witnesses(out []Statement) []Statement {
	if len(v.arcs) == 0 {
		return out
	}
	cues := cuesOf(out)
	n := len(out)
	for i := range n {
		s := out[i]
		if s.Cue.Empty() || s.Source.Empty() || s.Within >= 0 || !v.telling(s.Cue.First) || v.outer[s.Cue.First] != 0 {
			continue
		}
		sent := v.l.Sentences[v.sent[s.Cue.First]].Tokens
		for k := max(sent.First, s.Cue.First-20); k < min(sent.End-1, s.Cue.First+20); k++ {
			if v.tags[k].X != doc.PVBG || v.outer[k] != 0 || cues[k] || !deeds.citing[crf.HashLower(v.tags[k].Lemma)] || k > 0 && v.word[k-1] != comma || v.inContent(&s, doc.Range{First: k, End: k + 1}) {
				continue
			}
			np := v.nounAfter(k+1, min(sent.End, k+16))
			if np.Empty() || np.End >= len(v.word) || v.shape[np.End] != shapePunct || !v.speaks(np) {
				continue
			}
			cues[k] = true
			w := Statement{Within: -1, Source: v.trimSource(np), Cue: doc.Range{First: k, End: k + 1}, Mode: doc.Speech, Confidence: s.Confidence,
				Why: "what a report tells, as the saying of those whom it cites"}
			w.SourceSpan, w.CueSpan = v.l.SpanOf(w.Source), v.l.SpanOf(w.Cue)
			v.setPieces(&w, slices.Clone(s.pieces))
			if len(w.Content) > 0 {
				out = append(out, w)
			}
			break
		}
	}
	return out
}

// speaks tells whether a noun phrase is a name, or has a word for people that
// are cited.
func (v *view) speaks(np doc.Range) bool {
	for i := np.First; i < np.End; i++ {
		if v.tags[i].U == doc.UPROPN && i == np.End-1 || v.tags[i].U == doc.UNOUN && deeds.witness[crf.HashLower(v.tags[i].Lemma)] {
			return true
		}
	}
	return false
}

// ofWhose takes for its source whom "whose" leads to, where the models took the
// word that "whose" stands for: of "the bank, whose head, X, called it", X.
func (v *view) ofWhose(s *Statement) {
	if s.Cue.Empty() || s.Source.Empty() || s.Source.End+2 > s.Cue.First || s.Cue.First-s.Source.End > 16 {
		return
	}
	for i := s.Source.End; i < min(s.Source.End+2, s.Cue.First); i++ {
		if v.word[i] != wordWhose {
			continue
		}
		np := v.appositionBefore(s.Cue.First)
		if np.Empty() {
			np = v.nounBefore(s.Cue.First, i+1)
		}
		if !np.Empty() && np.First > i {
			s.Source, s.SourceSpan, s.Why = np, v.l.SpanOf(np), s.Why+"; source: subject of the clause with “whose”"
		}
		return
	}
}

var wordWhose = crf.Hash("whose")
