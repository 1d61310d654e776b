package quote

import (
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// quotedAs gives what somebody "quoted X as saying", or "cited X, saying", to X.
func (v *view) quotedAs(s *Statement) {
	i := s.Cue.First
	if v.asSaying(s) || s.Cue.Empty() || len(v.arcs) == 0 || v.tags[i].X != doc.PVBG || v.tags[i].Lemma != "say" {
		return
	}
	up := int(v.arcs[i].Head)
	if up < 0 || up > i || v.tags[up].X == doc.PVBN && v.dependent(up, doc.RelNsubjPass) >= 0 || !deeds.citing[crf.HashLower(v.tags[up].Lemma)] || v.tags[up].U != doc.UVERB {
		return
	}
	obj := v.dependent(up, doc.RelObj)
	if obj < up || obj > i || v.outer[obj] != 0 {
		return
	}
	np := v.trimSource(v.phrase(obj))
	if np.Empty() || np.End > i || v.inContent(s, np) {
		return
	}
	s.Source, s.SourceSpan, s.Why = np, v.l.SpanOf(np), s.Why+"; source: whom another quotes"
}

// asSaying moves the cue of "quoted X as saying Y" to "saying", and X from the
// content to the source.
func (v *view) asSaying(s *Statement) bool {
	if s.Cue.Empty() || len(s.pieces) == 0 || !deeds.citing[crf.HashLower(v.tags[s.Cue.First].Lemma)] {
		return false
	}
	for k, p := range s.pieces { // “…”, he was quoted as saying
		if i := p.First + 1; i < p.End && v.word[p.First] == wordAs && v.tags[i].Lemma == "say" && v.outer[i] == 0 {
			s.Cue = doc.Range{First: i, End: i + 1}
			s.CueSpan = v.l.SpanOf(s.Cue)
			pieces := slices.Clone(s.pieces)
			pieces[k].First = i + 1
			v.setPieces(s, pieces)
			return true
		}
	}
	p := s.pieces[0]
	np := v.nounAfter(p.First, p.First+20)
	if i := np.End + 1; !np.Empty() && i+2 < p.End && v.word[np.End] == wordAs && v.tags[i].Lemma == "say" && v.outer[i] == 0 {
		s.Source, s.Cue, s.Why = v.trimSource(np), doc.Range{First: i, End: i + 1}, s.Why+"; source: whom another quotes"
		s.SourceSpan, s.CueSpan = v.l.SpanOf(s.Source), v.l.SpanOf(s.Cue)
		pieces := slices.Clone(s.pieces)
		pieces[0].First = i + 1
		v.setPieces(s, pieces)
		return true
	}
	return false
}

// cited makes those whom a report cites the source of what it tells: of "the
// paper, citing two officials, reported that it was over", the officials say so,
// within what the paper says.
func (v *view) cited(out []Statement) []Statement {
	var more []Statement
	for i := range out {
		s := &out[i]
		if len(s.pieces) != 1 || s.Cue.Empty() || len(v.arcs) == 0 || !deeds.citing[crf.HashLower(v.tags[s.Cue.First].Lemma)] {
			continue
		}
		if r := v.citedHard(s); !r.Empty() {
			more = append(more, v.reportedBy(s)...)
			s.Source, s.SourceSpan, s.To, s.Why = r, v.l.SpanOf(r), doc.Range{}, s.Why+"; source: whom the cue names"
			continue
		}
		who := s.pieces[0]
		if v.dropCiting(out, i) {
			continue
		}
		if v.tags[s.Cue.First].X != doc.PVBG || v.outer[who.First] != 0 || v.nounAfter(who.First, who.End+1).Len() < who.Len()-1 {
			continue
		}
		for k := range out {
			o := &out[k]
			if k == i || o.Cue.Empty() || v.sent[o.Cue.First] != v.sent[s.Cue.First] || v.inContent(o, who) || o.Within >= 0 {
				continue
			}
			s.Source, s.SourceSpan = v.trimSource(who), v.l.SpanOf(v.trimSource(who))
			v.setPieces(s, slices.Clone(o.pieces))
			s.Within, s.Why = -1, s.Why+"; source: whom the cue names"
			break
		}
	}
	return append(out, more...)
}

// citedHard is who stands hard after "citing" where the content is not he but
// what the sentence tells: "reported on Monday, citing two officials, that".
func (v *view) citedHard(s *Statement) doc.Range {
	if v.tags[s.Cue.First].X != doc.PVBG {
		return doc.Range{}
	}
	np := v.nounAfter(s.Cue.End, s.Cue.End+16)
	if np.Empty() {
		return doc.Range{}
	}
	if v.inContent(s, np) {
		p := s.pieces[0]
		if p.First != np.First || np.End+2 >= p.End || v.word[np.End] != comma || v.word[np.End+1] != wordThat {
			return doc.Range{}
		}
		v.setPieces(s, []doc.Range{{First: np.End + 1, End: p.End}})
	}
	return v.trimSource(np)
}

// reportedBy is what the sentence of "citing" tells as the saying of its own
// subject, by the verb that "citing" hangs on.
func (v *view) reportedBy(s *Statement) []Statement {
	verb := int(v.arcs[s.Cue.First].Head)
	if verb < 0 || !v.telling(verb) || s.Source.Empty() {
		return nil
	}
	o := Statement{Within: -1, Source: s.Source, SourceSpan: s.SourceSpan, Cue: doc.Range{First: verb, End: verb + 1}, Confidence: s.Confidence, Why: s.Why + "; the report that cites another"}
	o.CueSpan = v.l.SpanOf(o.Cue)
	v.setPieces(&o, slices.Clone(s.pieces))
	return []Statement{o}
}

// dropCiting empties "cited X" where what X says is a statement of X's own.
func (v *view) dropCiting(out []Statement, i int) bool {
	who := out[i].pieces[0]
	for k := max(0, i-2); k < min(len(out), i+3); k++ {
		if k != i && who.Has(out[k].Source.First) && !out[k].Source.Empty() && v.sent[out[k].Source.First] == v.sent[out[i].Cue.First] && !v.quoted(who) {
			out[i].Content, out[i].pieces = nil, nil
			return true
		}
	}
	return false
}

// sayingBy takes out of "was quoted as saying by the paper" the paper, which
// neither is said nor says it.
func (v *view) sayingBy(s *Statement, pieces []doc.Range) {
	if last := s.Cue.End - 1; last > s.Cue.First && v.word[last] == wordBy {
		s.Cue.End = last
		s.CueSpan = v.l.SpanOf(s.Cue)
	}
	by := s.Cue.End
	if by >= len(v.word) || v.word[by] != wordBy || v.tags[s.Cue.First].X != doc.PVBG || len(pieces) < 2 {
		return
	}
	np := v.nounAfter(by+1, by+16)
	for k, p := range pieces {
		if p.First >= by && p.First <= np.End && p.End <= np.End+1 {
			pieces[k] = doc.Range{}
		}
	}
}

// tellsWho mends a saying that is cut in two where another is told in it: of
// "the paper reported that a source, whom it did not name, said it was over", the
// paper reports all after it, and the source says the rest.
func (v *view) tellsWho(out []Statement) {
	if len(v.arcs) == 0 {
		return
	}
	for i := 0; i+1 < len(out); i++ {
		s, o := &out[i], &out[i+1]
		if s.Cue.Empty() || o.Cue.Empty() || len(s.pieces) != 1 || s.Within >= 0 || o.Within >= 0 || v.sent[s.Cue.First] != v.sent[o.Cue.First] {
			continue
		}
		p := s.pieces[0]
		subject := v.dependent(o.Cue.First, doc.RelNsubj)
		np := doc.Range{}
		if p.Has(subject) {
			np = v.phrase(subject)
		} else if np = v.whoTells(s, o); !np.Empty() {
			subject = np.First
		}
		if p.First < s.Cue.End || p.End > o.Cue.First || !p.Has(subject) || len(o.pieces) == 0 || o.pieces[0].First < o.Cue.End {
			continue
		}
		s.pieces[0].End = o.pieces[len(o.pieces)-1].End
		v.setPieces(s, slices.Clone(s.pieces))
		o.Source, o.SourceSpan, o.Within, o.Why = np, v.l.SpanOf(np), i, o.Why+"; source: subject of the cue"
	}
}

// whoTells is the noun phrase that is all of the content of s, but for a relative
// clause between commas, and stands hard before the cue of o, which is given the same
// source for want of one.
func (v *view) whoTells(s, o *Statement) doc.Range {
	p := s.pieces[0]
	if o.Source != s.Source || o.Cue.First < p.End || o.Cue.First > p.End+1 || v.tags[o.Cue.First].U != doc.UVERB || v.outer[p.First] != 0 {
		return doc.Range{}
	}
	np := v.nounAfter(p.First, p.End)
	if np.Empty() || np.End+1 >= p.End || v.word[np.End] != comma || v.word[o.Cue.First-1] != comma || v.tags[np.End+1].X != doc.PWP && v.tags[np.End+1].X != doc.PWDT {
		return doc.Range{}
	}
	return v.trimSource(np)
}
