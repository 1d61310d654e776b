package move

import (
	"sort"

	"github.com/parley-reader/parley/doc"
)

func sortPieces(p []piece) {
	sort.SliceStable(p, func(i, j int) bool {
		return p[i].First < p[j].First || p[i].First == p[j].First && p[i].End > p[j].End
	})
}

// whatSpan is the shortest stretch that names what a slot holds: a noun with its
// complements, without appositives and relative clauses; a clause from its verb.
func (r *reader) whatSpan(t int, kind slotKind) doc.Span {
	whole := t
	t = r.unwrap(t)
	if g := int(r.hi[t]) + 1; t != whole && g < len(r.tags) && r.tags[g].X == doc.PVBG && r.head(g) == whole && r.rel(g) == doc.RelAcl {
		return r.span(int(r.lo[t]), r.end(g)) // "the idea of the envoy travelling to Rome"
	}
	switch {
	case kind == thatSlot && r.verbal(t):
		return r.span(r.clauseStart(t), r.end(t))
	case r.verbal(t) && r.tags[t].U == doc.UVERB:
		return r.clauseSpan(t, true)
	}
	return r.span(int(r.lo[t]), r.planEnd(t))
}

// planEnd is the end of a phrase with what a plan is to do, also where the tree
// hangs that on the verb: "agreed with proposals to stop the fighting".
func (r *reader) planEnd(t int) int {
	e := r.end(t)
	if e+1 >= len(r.tags) || r.tags[t].U != doc.UNOUN || r.tags[e].X != doc.PTO || !r.lex.has("plan_nouns", r.noun(t)) || e != int(r.hi[t])+1 {
		return e
	}
	if c := r.head(e); c > e && r.tags[c].X == doc.PVB && (r.head(c) == r.head(t) || r.head(c) == t) && r.rel(e) == doc.RelMark {
		return r.end(c)
	}
	return e
}

// unwrap goes from "the idea of X" to X.
func (r *reader) unwrap(t int) int {
	for range 3 {
		if r.tags[t].U != doc.UNOUN || !r.lex.has("idea_only", r.lemma(t)) {
			return t
		}
		c := r.brought(t, "of")
		if c < 0 {
			c = r.brought(t, "for")
		}
		if c < 0 {
			c = r.child(t, doc.RelAcl)
		}
		if c < 0 {
			return t
		}
		t = c
	}
	return t
}

// clauseSpan is the verb phrase without its subject and its "to"; keepNot tells
// whether a "not" before it belongs to it, as it does to a demand.
func (r *reader) clauseSpan(t int, keepNot bool) doc.Span {
	first := t
	for c := r.first[t]; c >= 0 && int(c) < t; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelAdvmod:
			if keepNot || !r.lex.has("no", r.lemma(int(c))) {
				first = min(first, int(c))
			} else {
				first = t
			}
		case doc.RelDet, doc.RelAmod, doc.RelCompound, doc.RelNmodPoss, doc.RelNummod, doc.RelCase:
			if r.tags[t].U != doc.UVERB {
				first = min(first, int(r.lo[c]))
			}
		}
	}
	return r.span(first, r.end(t))
}

// clauseStart is the first token of a clause after its "that".
func (r *reader) clauseStart(t int) int {
	start := int(r.lo[t])
	for start < t && (r.rel(start) == doc.RelMark && r.head(start) == t || r.tags[start].U == doc.UPUNCT) {
		start++
	}
	return start
}

// end is one past the last token that belongs to the phrase: it stops before
// relative clauses, appositives, conditions and further clauses.
func (r *reader) end(t int) int {
	end := int(r.hi[t]) + 1
	for range 8 {
		last := -1
		for c := r.first[t]; c >= 0; c = r.next[c] {
			if int(c) < t {
				continue
			}
			if int(r.lo[c]) >= end {
				break
			}
			if r.foreign(t, int(c)) {
				end = min(end, max(int(r.lo[c]), t+1))
				break
			}
			last = int(c)
		}
		if last < 0 {
			break
		}
		t = last
	}
	return end
}

// foreign tells whether a dependent to the right does not belong to the phrase.
func (r *reader) foreign(t, c int) bool {
	if r.rel(c) == doc.RelAppos && c == t+1 && r.tags[c].U == doc.UPROPN {
		switch r.markerLemma(t) {
		case "between", "of", "with":
			return false // "between Presidents Ana Vela and Ion Radu"
		}
	}
	switch r.rel(c) {
	case doc.RelAclRelcl, doc.RelAppos, doc.RelParataxis, doc.RelAdvclRelcl, doc.RelDiscourse, doc.RelVocative:
		return true
	case doc.RelAdvcl:
		m := r.child(c, doc.RelMark)
		if m < 0 {
			return true // "…, adding that"
		}
		switch r.lemma(m) {
		case "to", "of", "for", "on", "in", "from", "by", "that":
			return false
		case "as", "than": // "as soon as possible a deal": measures, and ends nothing
			return r.tags[t].U != doc.UADV && r.tags[t].U != doc.UADJ
		}
		return true
	case doc.RelConj:
		return r.tags[c].U == doc.UVERB && (r.candAt[c] > 0 || r.cueOf[c] > 0 || r.ownSubject(c) >= 0)
	case doc.RelObl, doc.RelNmod:
		return r.stmt[c] != r.stmt[t] && r.stmt[t] > 0
	}
	return false
}

// span turns tokens into bytes, without articles and stray punctuation at the
// edges and without a time at the end.
func (r *reader) span(first, end int) doc.Span {
	first, end = max(first, 0), min(end, len(r.tags))
	for first < end && r.edge(first) {
		first++
	}
	for first < end && r.tail(end-1) {
		end--
	}
	if first < end && r.stmt[first] > 0 { // what is said ends where the report goes on
		for t := first + 1; t < end; t++ {
			if r.stmt[t] == 0 && r.tags[t].U != doc.UPUNCT {
				end = t
			}
		}
	}
	for first < end && r.tail(end-1) {
		end--
	}
	end = r.beforeTime(first, end)
	for first < end && r.tail(end-1) {
		end--
	}
	if first >= end {
		return doc.Span{}
	}
	s := r.in.Layout.SpanOf(doc.Range{First: first, End: end})
	return r.quoted(s)
}

// edge tells whether a token at the front of a phrase is not part of its name.
func (r *reader) edge(t int) bool {
	switch r.tags[t].U {
	case doc.UPUNCT, doc.UCCONJ, doc.USCONJ, doc.UADP:
		return true
	case doc.UDET:
		l := r.lemma(t)
		return l == "the" || l == "a" || l == "an"
	case doc.UPART:
		return r.lemma(t) == "to"
	}
	return false
}

func (r *reader) tail(t int) bool {
	switch r.tags[t].U {
	case doc.UPUNCT, doc.UCCONJ, doc.USCONJ:
		return true
	case doc.UADP:
		return r.rel(t) == doc.RelCase || r.rel(t) == doc.RelMark
	}
	return false
}

// beforeTime cuts a time, with its preposition, off the end.
func (r *reader) beforeTime(first, end int) int {
	for i := range r.times {
		x := &r.times[i]
		if x.End == end && x.First > first {
			end = x.First
			if end > first+1 && r.tags[end-1].U == doc.UADP {
				end--
			}
			break
		}
	}
	return end
}

// quoted takes in the quotation marks around a phrase whose other mark it holds.
func (r *reader) quoted(s doc.Span) doc.Span {
	q := r.in.Layout.Quotes
	i := sort.Search(len(q), func(i int) bool { return q[i].Inner.Start >= s.Start })
	if i < len(q) && q[i].Inner.Start == s.Start && q[i].Closed && q[i].Span.End < s.End {
		s.Start = q[i].Span.Start
	}
	return s
}
