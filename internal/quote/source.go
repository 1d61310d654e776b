package quote

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// days are the names of days and months, lowered and hashed.
var days = func() map[uint32]bool {
	set := map[uint32]bool{}
	for _, w := range [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tonight", "morning", "evening", "afternoon", "week", "month", "year"} {
		set[crf.Hash(w)] = true
	}
	return set
}()

// notDatelines takes away sources that are a report's dateline: a place says
// nothing by standing at its head.
func (v *view) notDatelines(out []Statement) {
	for i := range out {
		s := &out[i]
		if s.Source.Empty() {
			continue
		}
		if at := v.l.Paragraphs[v.para[s.Source.First]].Dateline; !at.Empty() && at.Start <= s.SourceSpan.Start && s.SourceSpan.Start < at.End {
			s.Source, s.SourceSpan = doc.Range{}, doc.Span{}
		}
		if r, ok := v.afterDateline(s); ok {
			s.Source, s.SourceSpan = r, v.l.SpanOf(r)
		}
	}
}

// afterDateline is the noun phrase that follows a dateline with an outlet that
// the layout does not know, where a statement has its place for a source: of
// "GOMA, May 2 (Kivu Post) — Congo said", Congo.
func (v *view) afterDateline(s *Statement) (doc.Range, bool) {
	first := s.Source.First
	if v.tags == nil || s.Cue.Empty() || s.Cue.First < first || first > 0 && v.para[first-1] == v.para[first] || v.shape[first] != shapeUpper {
		return doc.Range{}, false
	}
	bracket := false
	for i := first + 1; i < min(s.Cue.First, first+16) && v.para[i] == v.para[first]; i++ {
		switch v.l.Form(v.text, i) {
		case "(":
			bracket = true
		case "—", "–", "-":
			if bracket && i >= s.Source.End && v.l.Tokens[i-1].SpaceAfter {
				return v.nounAfter(i+1, s.Cue.First), true
			}
		}
	}
	return doc.Range{}, false
}

// owners finds for whom a written source speaks: of "a tweet by X" and "X's
// letter", X.
func (v *view) owners(out []Statement) {
	if len(v.arcs) == 0 {
		return
	}
	for i := range out {
		s := &out[i]
		if s.Owner = v.named(s.Source); !s.Owner.Empty() {
			continue
		}
		for k := s.Source.First; k < s.Source.End; k++ {
			if v.tags[k].U != doc.UNOUN || !deeds.written[crf.HashLower(v.tags[k].Lemma)] {
				continue
			}
			if s.Owner = v.ownerOf(k); !s.Owner.Empty() {
				break
			}
		}
	}
}

// named is the name in apposition to a source that only describes somebody: of
// "a spokesman for the ministry, X, said", X. Its commas part it from what
// follows.
func (v *view) named(r doc.Range) doc.Range {
	if r.Empty() || r.End+1 >= len(v.word) || v.word[r.End] != comma || v.tags[r.End-1].U == doc.UPRON || v.tags[r.First].X == doc.PNNP && r.Len() == 1 {
		return doc.Range{}
	}
	out := doc.Range{First: r.End + 1, End: r.End + 1}
	sent := v.l.Sentences[v.sent[r.First]].Tokens
	for out.End < min(sent.End, out.First+5) && v.tags[out.End].U == doc.UPROPN {
		out.End++
	}
	if out.Empty() || out.End >= sent.End || v.word[out.End] != comma && v.shape[out.End] != shapePunct || v.calendar(out) {
		return doc.Range{}
	}
	return out
}

// ownerOf is the possessor of a noun, or what follows "by" or "from" after it.
func (v *view) ownerOf(k int) doc.Range {
	sent := v.l.Sentences[v.sent[k]].Tokens
	for i := max(sent.First, k-12); i < k; i++ {
		if int(v.arcs[i].Head) == k && v.arcs[i].Rel == doc.RelNmodPoss {
			return v.phrase(i)
		}
	}
	for i := k + 1; i < min(sent.End-1, k+8) && v.shape[i] != shapePunct; i++ {
		if v.word[i] == wordBy || v.word[i] == wordFrom {
			return v.nounAfter(i+1, sent.End)
		}
	}
	return doc.Range{}
}

// shareSources gives a source to statements that have none of their own: the
// owner of a noun ("his promise"), the subject of the clause, or the source of
// the statement before it in the sentence.
func (v *view) shareSources(out []Statement) {
	for i := range out {
		s := &out[i]
		if !s.Source.Empty() || s.Cue.Empty() {
			continue
		}
		var before *Statement // in the same sentence, with a source
		if i > 0 && !out[i-1].Source.Empty() && !out[i-1].Cue.Empty() && v.sent[out[i-1].Cue.First] == v.sent[s.Cue.First] {
			before = &out[i-1]
		}
		r := v.subject(s.Cue.First)
		if r.Empty() {
			r = v.nounHard(s.Cue.First)
		}
		if v.inContent(s, r) || before != nil && v.inContent(before, r) {
			r = doc.Range{}
		}
		if o := v.owner(s.Cue); !o.Empty() {
			s.Source, s.Why = o, s.Why+"; source: owner of the cue"
		} else if !r.Empty() {
			s.Source, s.Why = r, s.Why+"; source: subject of the clause"
		} else if before != nil {
			s.Source, s.Why = before.Source, s.Why+"; source: as of the statement before it"
		}
		if !s.Source.Empty() {
			s.rule = ruleSource
		}
		s.SourceSpan = v.l.SpanOf(s.Source)
	}
}

// nounHard is the noun phrase hard before a finite verb of saying, where the
// tree tells of no subject.
func (v *view) nounHard(cue int) doc.Range {
	if v.tags == nil || !v.telling(cue) || v.tags[cue].X == doc.PVBN || v.outer[cue] != 0 {
		return doc.Range{}
	}
	r := v.nounBefore(cue, cue-20)
	if r.Empty() {
		r = v.appositionBefore(cue)
	}
	if r.Empty() && len(v.arcs) > 0 && v.arcs[cue].Rel.Base() == doc.RelConj { // "X, a group, left and said"
		if up := int(v.arcs[cue].Head); up >= 0 && up < cue && v.tags[up].X == v.tags[cue].X && v.outer[up] == 0 {
			if r = v.nounBefore(up, up-20); r.Empty() {
				r = v.appositionBefore(up)
			}
		}
	}
	if r.Empty() || v.calendar(r) || v.tags[r.First].U == doc.UADP {
		return doc.Range{}
	}
	return r
}

// appositionBefore is the noun phrase with a name that stands between two commas
// hard before token i: "whose chairperson, X, described".
func (v *view) appositionBefore(i int) doc.Range {
	sent := v.l.Sentences[v.sent[i]].Tokens
	if i-3 < sent.First || v.word[i-1] != comma {
		return doc.Range{}
	}
	r := v.nounBefore(i-1, sent.First)
	if r.Len() < 2 || r.First-1 <= sent.First || v.word[r.First-1] != comma {
		return doc.Range{}
	}
	for k := r.First; k < r.End; k++ {
		if v.tags[k].U == doc.UPROPN && v.tags[r.First].U != doc.UNUM {
			return r
		}
	}
	return doc.Range{}
}

func (v *view) inContent(s *Statement, r doc.Range) bool {
	for _, p := range s.pieces {
		if r.First < p.End && p.First < r.End {
			return true
		}
	}
	return false
}

// owner is the possessor of a cue that is a noun.
func (v *view) owner(cue doc.Range) doc.Range {
	if v.arcs == nil {
		return doc.Range{}
	}
	s := v.l.Sentences[v.sent[cue.First]].Tokens
	for i := max(s.First, cue.First-12); i < cue.End; i++ {
		if h := int(v.arcs[i].Head); h >= cue.First && h < cue.End && v.arcs[i].Rel == doc.RelNmodPoss {
			return v.phrase(i)
		}
	}
	return doc.Range{}
}

// subject climbs from a cue to the nearest verb that has a subject; a clause
// that hangs on a noun has the noun.
func (v *view) subject(cue int) doc.Range {
	if v.arcs == nil {
		return doc.Range{}
	}
	at := cue
	for range 4 {
		if i := v.dependent(at, doc.RelNsubj); i >= 0 {
			return v.phrase(i)
		}
		if v.dependent(at, doc.RelNsubjPass) >= 0 {
			return doc.Range{} // who speaks is not told
		}
		up := int(v.arcs[at].Head)
		if up < 0 {
			break
		}
		switch v.arcs[at].Rel.Base() {
		case doc.RelAcl:
			if v.arcs[at].Rel == doc.RelAcl {
				return v.phrase(up)
			}
			return doc.Range{}
		case doc.RelConj, doc.RelAdvcl, doc.RelXcomp, doc.RelParataxis, doc.RelObj, doc.RelObl:
			at = up
		default:
			return doc.Range{}
		}
	}
	return doc.Range{}
}

// dependent is the first token of the sentence that hangs on head by rel.
func (v *view) dependent(head int, rel doc.Rel) int {
	s := v.l.Sentences[v.sent[head]].Tokens
	for i := max(s.First, head-80); i < min(s.End, head+80); i++ {
		if int(v.arcs[i].Head) == head && v.arcs[i].Rel == rel {
			return i
		}
	}
	return -1
}

// phrase is the subtree of a noun, cut to the record's form of a source.
func (v *view) phrase(i int) doc.Range {
	r := doc.Range{First: int(v.first[i]), End: int(v.last[i]) + 1}
	if r.Len() > 40 {
		r = doc.Range{First: i, End: i + 1}
	}
	for k := i + 1; k < r.End; k++ { // before a clause that hangs on it
		if int(v.arcs[k].Head) == i && (v.arcs[k].Rel.Base() == doc.RelAcl || v.arcs[k].Rel == doc.RelAppos) {
			if f := int(v.first[k]); f > i {
				r.End = min(r.End, f)
			}
		}
	}
	if r.End-1 > i && v.tags != nil && v.tags[r.End-1].X == doc.PPOS {
		r.End--
	}
	return v.trimSource(r)
}

// unclaimed adds what stands in quotation marks and no statement holds. A quote
// that goes on from the paragraph before is a further piece of the statement
// that holds that; one that makes up whole sentences after a quotation is a
// statement without a cue, by the same source. Scare quotes, titles and names
// are neither.
func (v *view) unclaimed(out []Statement) []Statement {
	owner := make([]int, len(v.l.Quotes)) // statement+1 that holds a quote
	for i := range out {
		for _, p := range out[i].pieces {
			for t := p.First; t < p.End; t++ {
				if q := v.outer[t]; q != 0 {
					owner[q-1] = i + 1
				}
			}
		}
	}
	last := -1 // the quote before, outermost
	for k, q := range v.l.Quotes {
		if q.Depth > 0 {
			continue
		}
		if owner[k] == 0 && last >= 0 && owner[last] != 0 {
			r := v.l.TokensIn(q.Span)
			before := &out[owner[last]-1]
			switch {
			case r.Empty():
			case v.l.Quotes[last].Continues:
				v.addPiece(before, r)
				owner[k] = owner[last]
			case v.wholeSentences(r) && v.para[r.First]-v.para[before.pieces[len(before.pieces)-1].End-1] <= 1 && before.Within < 0:
				s := Statement{Within: -1, Source: before.Source, SourceSpan: before.SourceSpan, Confidence: before.Confidence, rule: ruleFollows,
					Why: "a quote after a quote, without a cue: as of the statement before it"}
				v.addPiece(&s, r)
				if len(s.Content) > 0 {
					out = append(out, s)
					owner[k] = len(out)
				}
			}
		}
		last = k
	}
	return out
}

// wholeSentences tells whether the quotation begins and ends with a sentence
// and is long enough for a saying.
func (v *view) wholeSentences(r doc.Range) bool {
	if r.Len() < 6 {
		return false
	}
	first, last := v.l.Sentences[v.sent[r.First]].Tokens, v.l.Sentences[v.sent[r.End-1]].Tokens
	return first.First == r.First && last.End <= r.End+1
}
