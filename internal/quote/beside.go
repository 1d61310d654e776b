package quote

import (
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// nounAfter is the noun phrase that begins at token i, as the tags tell; empty
// for none. It ends before a comma, a verb or a clause.
func (v *view) nounAfter(i, limit int) doc.Range {
	r := doc.Range{First: i, End: i}
	if i >= len(v.word) {
		return r
	}
	limit = min(limit, v.l.Sentences[v.sent[i]].Tokens.End)
	noun := 0 // after the last noun
	for ; r.End < limit && v.nominal(r.End, r.First); r.End++ {
		switch v.tags[r.End].U {
		case doc.UNOUN, doc.UPROPN, doc.UPRON:
			noun = r.End + 1
		}
	}
	r.End = noun
	if noun == 0 {
		return doc.Range{}
	}
	return r
}

// nominal tells whether token i may go on a noun phrase that began at first.
func (v *view) nominal(i, first int) bool {
	switch v.tags[i].U {
	case doc.UDET, doc.UADJ, doc.UNUM, doc.UNOUN, doc.UPROPN:
		return true
	case doc.UPRON:
		return i == first || v.tags[i].X == doc.PPRPS
	case doc.UPART:
		return v.tags[i].X == doc.PPOS
	case doc.UADP:
		return i > first && (v.word[i] == wordOf || v.word[i] == wordFor || v.word[i] == wordFrom || v.word[i] == wordIn)
	case doc.UCCONJ:
		return i > first && v.word[i] == wordAnd
	}
	return v.word[i] == hyphen
}

// nounBefore is the noun phrase that ends before token i, over adverbs,
// auxiliaries and a bracket; empty for none.
func (v *view) nounBefore(i, limit int) doc.Range {
	limit = max(limit, v.l.Sentences[v.sent[i]].Tokens.First)
	end := i
	for end > limit && (v.tags[end-1].U == doc.UADV || v.tags[end-1].U == doc.UAUX) {
		end--
	}
	if end > limit && v.l.Form(v.text, end-1) == ")" {
		for k := end - 1; k > max(limit, end-8); k-- {
			if v.l.Form(v.text, k-1) == "(" {
				end = k - 1
				break
			}
		}
	}
	if end <= limit || v.tags[end-1].U != doc.UNOUN && v.tags[end-1].U != doc.UPROPN && v.tags[end-1].U != doc.UPRON {
		return doc.Range{}
	}
	r := doc.Range{First: end - 1, End: end}
	for r.First > limit && v.tags[r.End-1].U != doc.UPRON {
		switch v.tags[r.First-1].U {
		case doc.UDET, doc.UADJ, doc.UNUM, doc.UNOUN, doc.UPROPN:
		case doc.UPART:
			if v.tags[r.First-1].X != doc.PPOS {
				return r
			}
		case doc.UADP:
			if v.word[r.First-1] != wordOf && v.word[r.First-1] != wordFor || r.First-2 < limit || v.tags[r.First-2].U != doc.UNOUN && v.tags[r.First-2].U != doc.UPROPN {
				return r
			}
		default:
			return r
		}
		r.First--
	}
	return r
}

// telling tells whether token i is a finite verb of saying outside quotations.
func (v *view) telling(i int) bool {
	if v.cue[i] != uint8(cueVerb) {
		return false
	}
	switch v.tags[i].X {
	case doc.PVBD, doc.PVBZ, doc.PVBP, doc.PVBN:
		return true
	}
	return false
}

// holder is, for each quotation, the statement (counted from 1) whose content
// has it.
func (v *view) holder(out []Statement) []int {
	owner := make([]int, len(v.l.Quotes))
	for i := range out {
		for _, p := range out[i].pieces {
			for t := p.First; t < p.End; t++ {
				if q := v.outer[t]; q != 0 {
					owner[q-1] = i + 1
				}
			}
		}
	}
	return owner
}

// beside reads quotations that the models left, or gave to somebody who tells
// of them, by what stands beside: “…,” X said; “…,” said X; X said: “…”.
func (v *view) beside(out []Statement) []Statement {
	if v.tags == nil || len(v.l.Quotes) == 0 {
		return out
	}
	owner := v.holder(out)
	cues := map[int]int{} // first token of a cue to its statement
	for i := range out {
		if !out[i].Cue.Empty() {
			cues[out[i].Cue.First] = i
		}
	}
	for k, q := range v.l.Quotes {
		if q.Depth > 0 || !q.Closed {
			continue
		}
		r := v.l.TokensIn(q.Span)
		cue, source := v.tagAfter(r)
		if cue < 0 && owner[k] == 0 {
			cue, source = v.tagBefore(r)
		}
		if cue < 0 {
			continue
		}
		at, known := cues[cue]
		switch {
		case owner[k] != 0 && (known || !v.inContent(&out[owner[k]-1], doc.Range{First: cue, End: cue + 1})):
			continue // as it should be
		case known:
			v.gain(&out[at], r)
			continue
		}
		s := Statement{Within: owner[k] - 1, Source: source, Cue: doc.Range{First: cue, End: cue + 1}, Mode: doc.Speech, Confidence: 0.8,
			Why: "a quotation, and a verb of saying with its subject beside it"}
		s.SourceSpan, s.CueSpan = v.l.SpanOf(s.Source), v.l.SpanOf(s.Cue)
		v.addPiece(&s, r)
		if len(s.Content) > 0 {
			cues[cue] = len(out)
			out = append(out, s)
		}
	}
	return out
}

// gain adds a quotation to the pieces of the statement whose cue stands beside
// it, where it keeps them in order.
func (v *view) gain(s *Statement, r doc.Range) {
	pieces := append(slices.Clone(s.pieces), r)
	slices.SortFunc(pieces, func(a, b doc.Range) int { return a.First - b.First })
	for i := 1; i < len(pieces); i++ {
		if pieces[i].First < pieces[i-1].End {
			return
		}
	}
	v.setPieces(s, pieces)
}

// tagAfter finds the verb of saying after a quotation that ends as one does
// before its tag, and its subject.
func (v *view) tagAfter(r doc.Range) (cue int, source doc.Range) {
	at := r.End
	if r.Len() < 4 || at >= len(v.word) {
		return -1, source
	}
	last := v.l.Form(v.text, r.End-2)
	if v.word[at] == comma {
		at++
	} else if last != "," && last != "!" && last != "?" && last != "—" {
		return -1, source
	}
	if at >= len(v.word) || v.para[at] != v.para[r.First] {
		return -1, source
	}
	end := min(v.l.Sentences[v.sent[at]].Tokens.End, at+25)
	if v.telling(at) && v.outer[at] == 0 {
		return at, v.nounAfter(at+1, at+16)
	}
	np := v.nounAfter(at, end)
	if np.Empty() {
		return -1, source
	}
	for i := np.End; i < end && v.outer[i] == 0; i++ {
		if v.telling(i) {
			if subject := v.subject(i); !subject.Empty() && subject.First < at {
				return -1, source // of a clause that began before
			}
			return i, v.trimSource(np)
		}
		if u := v.tags[i].U; u == doc.UVERB || u == doc.USCONJ || u == doc.UCCONJ || v.word[i] == wordWho {
			return -1, source
		}
	}
	return -1, source
}

// tagBefore finds the verb of saying before a quotation that a comma or a colon
// introduces, and its subject.
func (v *view) tagBefore(r doc.Range) (cue int, source doc.Range) {
	if r.Len() < 4 || r.First < 2 || v.word[r.First-1] != comma && v.word[r.First-1] != colon || v.para[r.First-1] != v.para[r.First] {
		return -1, source
	}
	first := max(v.l.Sentences[v.sent[r.First-1]].Tokens.First, r.First-16)
	for i := r.First - 2; i >= first && v.outer[i] == 0; i-- {
		if v.telling(i) && v.tags[i].X != doc.PVBN {
			if source = v.subject(i); source.Empty() {
				source = v.nounBefore(i, first)
			}
			if source.Empty() {
				return -1, source
			}
			return i, source
		}
		if v.tags[i].U == doc.UVERB && v.word[r.First-1] != colon {
			break
		}
	}
	return -1, source
}

// complements reads sayings by the tree alone where the models left them: a
// finite verb of saying with a subject and a clause for its complement. One
// that stands in another's content is told within that.
func (v *view) complements(out []Statement) []Statement {
	if len(v.arcs) == 0 {
		return out
	}
	holder, isCue := make([]int32, len(v.word)), make([]bool, len(v.word))
	for i := range out {
		for _, p := range out[i].pieces {
			for t := p.First; t < p.End; t++ {
				holder[t] = int32(i + 1)
			}
		}
		for t := out[i].Cue.First; t < out[i].Cue.End; t++ {
			isCue[t] = true
		}
	}
	for c := range v.arcs {
		i := v.complemented(c)
		if i < 0 || c < i || isCue[i] || !v.telling(i) || v.outer[i] != 0 || v.negated(doc.Range{First: i, End: i + 1}) {
			continue
		}
		if s, ok := v.complement(i, c, holder); ok {
			isCue[i] = true
			out = append(out, s)
		}
	}
	return out
}

// complemented is the verb that the clause of token c is the complement of, -1
// for none. A clause with "that" which hangs on whom a verb like "told" is said
// to is the verb's.
func (v *view) complemented(c int) int {
	up := int(v.arcs[c].Head)
	switch v.arcs[c].Rel.Base() {
	case doc.RelCcomp:
		return up
	case doc.RelAcl:
		if up < 0 || up > c || v.word[v.first[c]] != wordThat || v.arcs[v.first[c]].Rel != doc.RelMark {
			return -1
		}
		if rel := v.arcs[up].Rel.Base(); rel != doc.RelIobj && rel != doc.RelObj {
			return -1
		}
		if verb := int(v.arcs[up].Head); verb >= 0 && deeds.hearer[crf.HashLower(v.tags[verb].Lemma)] {
			return verb
		}
	}
	return -1
}

// complement is the saying of verb i with the clause of c, which must stand
// wholly inside the content of one statement or outside all.
func (v *view) complement(i, c int, holder []int32) (Statement, bool) {
	subject := v.dependent(i, doc.RelNsubj)
	if subject < 0 || subject > i || holder[subject] != holder[i] || v.supposed(doc.Range{First: i, End: i + 1}) {
		return Statement{}, false
	}
	first, last := max(int(v.first[c]), i+1), int(v.last[c])
	for t := first; t <= last; t++ {
		if holder[t] != holder[i] {
			return Statement{}, false
		}
	}
	for last > first && v.shape[last] == shapePunct && v.outer[last] == 0 {
		last--
	}
	s := Statement{Within: int(holder[i]) - 1, Source: v.phrase(subject), Cue: doc.Range{First: i, End: i + 1}, Mode: doc.Speech, Confidence: 0.6,
		Why: "a verb of saying with its subject, and a clause for what is said"}
	s.SourceSpan, s.CueSpan = v.l.SpanOf(s.Source), v.l.SpanOf(s.Cue)
	if first > i+1 {
		s.To = v.addressee(s.Cue, doc.Range{First: first, End: last + 1})
	}
	v.addPiece(&s, doc.Range{First: first, End: last + 1})
	return s, len(s.Content) > 0 && !s.Source.Empty() && last-first >= 2 && !v.untold(&s)
}

// telltales reads what a verb that tells of a saying by its own meaning has for
// its object or infinitive, where the models left it and no other content holds
// it: "downplayed talk of a summit", "blaming Iran for the strike".
func (v *view) telltales(out []Statement) []Statement {
	if len(v.arcs) == 0 {
		return out
	}
	var taken []bool
	for i := range v.word {
		if v.tags[i].U != doc.UVERB || v.outer[i] != 0 || !deeds.telltale[crf.HashLower(v.tags[i].Lemma)] {
			continue
		}
		if taken == nil {
			taken = v.taken(out)
		}
		if taken[i] {
			continue
		}
		if s, ok := v.telltale(i, taken); ok {
			out = append(out, s)
		}
	}
	return out
}

// telltale is the saying of verb i.
func (v *view) telltale(i int, taken []bool) (Statement, bool) {
	cue := doc.Range{First: i, End: i + 1}
	if v.negated(cue) || v.supposed(cue) || v.hypothetical(i) {
		return Statement{}, false
	}
	source := v.subject(i)
	last := int(v.last[i])
	for last > i && v.shape[last] == shapePunct && v.outer[last] == 0 {
		last--
	}
	content := doc.Range{First: i + 1, End: last + 1}
	for k := i + 2; k <= last && v.tags[i].X == doc.PVBG; k++ { // a participle's clause is short
		if v.word[k] == comma && v.outer[k] == 0 {
			content.End = k
			break
		}
	}
	for source.Len() > 1 && (v.tags[source.First].U == doc.UADP || v.tags[source.First].U == doc.USCONJ) {
		source.First++
	}
	if source.Empty() || source.End > i || content.Len() < 2 || content.Len() > 60 || slices.Contains(taken[content.First:content.End], true) || !v.complemental(i) {
		return Statement{}, false
	}
	s := Statement{Within: -1, Source: source, Cue: cue, Mode: doc.Speech, Confidence: 0.5, Why: "a verb that tells of a saying, with its subject and what it has for its object"}
	content = v.cutConjoined(cue, content)
	if rest, to := v.cutAddressee(cue, content); !to.Empty() {
		content, s.To = rest, to
	}
	s.SourceSpan, s.CueSpan = v.l.SpanOf(s.Source), v.l.SpanOf(s.Cue)
	v.addPiece(&s, content)
	return s, len(s.Content) > 0 && !v.untold(&s)
}

// hypothetical tells whether verb i is an infinitive or has a modal.
func (v *view) hypothetical(i int) bool {
	if v.tags[i].X == doc.PVB {
		return true
	}
	if v.tags[i].X == doc.PVBN { // a passive, or an adjective
		return v.dependent(i, doc.RelAux) < 0 || v.dependent(i, doc.RelAuxPass) >= 0
	}
	return false
}

// complemental tells whether what hangs right after verb i is its object, its
// infinitive or its clause.
func (v *view) complemental(i int) bool {
	for k := i + 1; k < min(len(v.arcs), i+20); k++ {
		if int(v.arcs[k].Head) == i {
			switch v.arcs[k].Rel.Base() {
			case doc.RelObj, doc.RelXcomp, doc.RelCcomp:
				return true
			}
		}
	}
	return false
}

// openEnded reads a sentence that opens with a quotation mark which is never
// closed, or with one that closes nothing (“We will not sign, said X.), or with
// the dash of dialogue.
func (v *view) openEnded(out []Statement) []Statement {
	if v.tags == nil {
		return out
	}
	var lone []doc.Range
	for k := range v.l.Sentences {
		if t := v.l.Sentences[k].Tokens; t.Len() >= 6 && v.loneMark(t) {
			lone = append(lone, t)
		}
	}
	if len(lone) == 0 {
		return out
	}
	at := make([]int32, len(v.word)) // statement+1 whose cue or content holds a token
	for i := range out {
		for _, r := range append([]doc.Range{out[i].Cue}, out[i].pieces...) {
			for t := r.First; t < r.End; t++ {
				at[t] = int32(i + 1)
			}
		}
	}
	for _, t := range lone {
		s, ok := v.loneQuote(t)
		if !ok {
			continue
		}
		said := s.pieces[0]
		if k := int(at[s.Cue.First]) - 1; k >= 0 && out[k].Cue.Has(s.Cue.First) && len(out[k].pieces) == 1 && t.Has(out[k].pieces[0].First) {
			out[k].direct, out[k].Why = true, s.Why // its own words, as the models found
			v.setPieces(&out[k], slices.Clone(s.pieces))
			continue
		}
		var inner []int
		for i := t.First; i < t.End && ok; i++ {
			if k := int(at[i]) - 1; k >= 0 && (len(inner) == 0 || inner[len(inner)-1] != k) {
				inner = append(inner, k)
				ok = said.Has(out[k].Cue.First) && out[k].pieces[0].First >= said.First && out[k].pieces[len(out[k].pieces)-1].End <= said.End
			}
		}
		if !ok {
			continue
		}
		for _, k := range inner {
			if out[k].Within < 0 {
				out[k].Within = len(out)
			}
		}
		out = append(out, s)
	}
	return out
}

// loneMark tells whether the sentence begins with a double mark and has no
// other.
func (v *view) loneMark(t doc.Range) bool {
	if first := v.l.Form(v.text, t.First); !doubleMark(first) && (first != "—" && first != "–" || t.First > 0 && v.para[t.First-1] == v.para[t.First]) {
		return false
	}
	if q := v.outer[t.First]; q != 0 && (v.l.Quotes[q-1].Closed || v.l.Quotes[q-1].Continues) {
		return false
	}
	for i := t.First + 1; i < min(t.End, t.First+100); i++ {
		if doubleMark(v.l.Form(v.text, i)) {
			return false
		}
	}
	return true
}

func doubleMark(form string) bool {
	switch form {
	case "“", "”", "\"", "«", "»", "„", "``", "''":
		return true
	}
	return false
}

// loneQuote reads the sentence of a lone mark: what is said, a comma, a verb of
// saying and who says it, in either order, and nothing after it but when.
func (v *view) loneQuote(t doc.Range) (Statement, bool) {
	for i := min(t.End-3, t.First+99); i > t.First+3; i-- {
		if v.word[i] != comma {
			continue
		}
		cue, source := -1, doc.Range{}
		if v.telling(i + 1) {
			cue, source = i+1, v.nounAfter(i+2, t.End)
		} else if np := v.nounAfter(i+1, t.End); !np.Empty() && np.End < t.End && v.telling(np.End) {
			cue, source = np.End, np
		}
		if cue < 0 || source.Empty() {
			continue
		}
		s := Statement{Within: -1, Source: v.trimSource(source), Cue: doc.Range{First: cue, End: cue + 1}, Mode: doc.Speech, Confidence: 0.6,
			Why: "a lone quotation mark, and a verb of saying with its subject after the comma", direct: true}
		s.SourceSpan, s.CueSpan = v.l.SpanOf(s.Source), v.l.SpanOf(s.Cue)
		v.addPiece(&s, doc.Range{First: t.First + 1, End: i})
		return s, len(s.Content) > 0
	}
	return Statement{}, false
}

// broken mends a tag that paragraphs cut apart: “…,” X, a doctor,¶ said on
// Monday. A paragraph that begins with a verb of saying has for its source the
// noun phrase that the one before ends with, and for its content, where it has
// none of its own, the quotation before that.
func (v *view) broken(out []Statement) []Statement {
	if v.tags == nil {
		return out
	}
	for i := 1; i < len(v.l.Paragraphs); i++ {
		p, before := &v.l.Paragraphs[i], &v.l.Paragraphs[i-1]
		if p.Sentences.Empty() || before.Sentences.Empty() {
			continue
		}
		cue := v.l.Sentences[p.Sentences.First].Tokens.First
		if !v.telling(cue) || v.tags[cue].X == doc.PVBN && v.word[cue] != wordSaid {
			continue
		}
		if end := v.endOf(before); v.outer[end-1] != 0 && end > 1 && v.word[end-2] == comma { // “…,”¶ said X
			if np := v.nounAfter(cue+1, cue+16); !np.Empty() {
				out = v.mendBroken(out, cue, v.trimSource(np), end, i)
			}
			continue
		}
		if v.word[v.endOf(before)-1] != comma {
			continue
		}
		source, from := v.brokenSource(before)
		if source.Empty() {
			continue
		}
		out = v.mendBroken(out, cue, source, from, i)
	}
	return out
}

// brokenSource is the noun phrase that follows the last quotation of a
// paragraph, or begins its last sentence, and where it begins.
func (v *view) brokenSource(p *doc.Paragraph) (source doc.Range, from int) {
	end := v.endOf(p)
	from = v.l.Sentences[p.Sentences.End-1].Tokens.First
	for i := end - 1; i >= max(from, end-80); i-- {
		if v.outer[i] != 0 {
			from = i + 1
			break
		}
	}
	if from < end && v.word[from] == comma {
		from++
	}
	return v.nounAfter(from, end), from
}

// mendBroken gives the saying at cue its source, and makes it where the models
// found none.
func (v *view) mendBroken(out []Statement, cue int, source doc.Range, from, par int) []Statement {
	for k := range out {
		s := &out[k]
		if !s.Cue.Has(cue) {
			continue
		}
		if s.Source.Empty() || v.para[s.Source.First] == int32(par) {
			s.Source, s.SourceSpan = source, v.l.SpanOf(source)
			s.Why += "; source: from the paragraph before, which breaks off"
		}
		return out
	}
	r := v.quoteBefore(from)
	if r.Empty() {
		return out
	}
	s := Statement{Within: -1, Source: source, SourceSpan: v.l.SpanOf(source), Cue: doc.Range{First: cue, End: cue + 1}, Mode: doc.Speech, Confidence: 0.7,
		Why: "a quotation, and its source and verb over broken paragraphs"}
	s.CueSpan = v.l.SpanOf(s.Cue)
	v.addPiece(&s, r)
	for k := range out {
		if v.inContent(&out[k], r) {
			if !out[k].Cue.Empty() {
				return out
			}
			out[k] = s
			return out
		}
	}
	if len(s.Content) > 0 {
		out = append(out, s)
	}
	return out
}

// quoteBefore is the outermost quotation that ends just before token i, at most
// a comma between.
func (v *view) quoteBefore(i int) doc.Range {
	i--
	if i >= 0 && v.word[i] == comma && v.outer[i] == 0 {
		i--
	}
	if i < 0 || v.outer[i] == 0 {
		return doc.Range{}
	}
	return v.l.TokensIn(v.l.Quotes[v.outer[i]-1].Span)
}

var (
	wordOf   = crf.Hash("of")
	wordFor  = crf.Hash("for")
	wordFrom = crf.Hash("from")
	wordIn   = crf.Hash("in")
	wordSaid = crf.Hash("said")
)
