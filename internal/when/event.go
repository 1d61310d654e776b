package when

import "github.com/parley-reader/parley/doc"

// noTime is the index that For returns when no time belongs to the event.
const noTime = -1

// For tells when the event at a token took or takes place: the time among
// times (as Tag returned them) that stands in its clause, as a day, month,
// year or interval. It is conservative: a time in another clause counts only
// when it hangs on the verb of saying that the event is the object of ("said
// on Monday it had attacked" dates the saying, and so is none for the attack).
// It returns "" and -1 when no time belongs to it.
func (t *Tagger) For(in *Input, times []doc.Time, token int) (doc.When, int) {
	l := in.Layout
	if l == nil || token < 0 || token >= len(l.Tokens) {
		return "", noTime
	}
	si := l.SentenceOf(token)
	if si >= len(l.Sentences) {
		return "", noTime
	}
	sent := l.Sentences[si]
	lo, hi := timesIn(times, sent.Span)
	best, bestCost := noTime, 1<<30
	for i := lo; i < hi; i++ {
		if !placeable(&times[i]) {
			continue
		}
		if c, ok := attachCost(in, sent.Tokens, &times[i], token); ok && c < bestCost {
			best, bestCost = i, c
		}
	}
	if best == noTime {
		return "", noTime
	}
	return WhenOf(&times[best]), best
}

// timesIn is the run of times that lie in a span, by binary search.
func timesIn(times []doc.Time, sp doc.Span) (lo, hi int) {
	lo, hi = 0, len(times)
	for lo < hi {
		if mid := (lo + hi) / 2; times[mid].Span.Start < sp.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for hi = lo; hi < len(times) && times[hi].Span.Start < sp.End; hi++ {
	}
	return lo, hi
}

// placeable tells whether a time says when: it has days, and is no mere
// length or repetition.
func placeable(t *doc.Time) bool {
	return t.From != "" && t.To != "" && (t.Type == doc.DateTime || t.Type == doc.ClockTime || t.Vague)
}

// WhenOf is a time as a [doc.When]: its value where that is a day, a month or
// a year, else the interval of its days; "" when it has none.
func WhenOf(t *doc.Time) doc.When {
	if t.From == "" || t.To == "" {
		return ""
	}
	switch {
	case t.From == t.To:
		return doc.When(t.From)
	case !t.Vague && (len(t.Value) == 7 || len(t.Value) == 4) && plainDate(t.Value) && wholeUnit(t):
		return doc.When(t.Value)
	}
	return doc.When(t.From + "/" + t.To)
}

// wholeUnit tells whether the days are all those of the value's month or year.
func wholeUnit(t *doc.Time) bool {
	if len(t.Value) == 4 {
		return t.From == t.Value+"-01-01" && t.To == t.Value+"-12-31"
	}
	return len(t.From) == 10 && t.From[:7] == t.Value && t.From[8:] == "01" && t.To[:7] == t.Value && t.To[8:] >= "28"
}

func plainDate(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c != '-' || i != 4) {
			return false
		}
	}
	return true
}

// attachCost is how far a time stands from the event, or false when it is not
// of its clause.
func attachCost(in *Input, sent doc.Range, tm *doc.Time, token int) (int, bool) {
	r := in.Layout.TokensIn(tm.Span)
	if r.Empty() || !sent.Has(r.First) || !sent.Has(token) {
		return 0, false
	}
	if len(in.Arcs) == len(in.Layout.Tokens) && len(in.Tags) == len(in.Layout.Tokens) {
		return treeCost(in, sent, r, token)
	}
	return flatCost(in, r, token)
}

// treeCost: the time's predicate must be the event itself, or the event's own
// predicate where the event is a noun, or a verb that the event is the open
// complement of ("agreed on Monday to meet" dates the agreeing; "will meet
// ... on Monday" the meeting).
func treeCost(in *Input, sent, r doc.Range, token int) (int, bool) {
	p := predicateOf(in, sent, r)
	if p < 0 {
		return 0, false
	}
	switch {
	case p == token:
		return 0, true
	case inChain(in, sent, token, p):
		return 1, true
	}
	// a noun event takes its predicate's time: "held talks on Monday"
	if in.Tags[token].U == doc.UNOUN || in.Tags[token].U == doc.UPROPN {
		if q := climb(in, sent, token); q == p {
			return 2, true
		}
	}
	return 0, false
}

// predicateOf is the token that the time's words hang on, taken up to the
// nearest verb or noun event.
func predicateOf(in *Input, sent, r doc.Range) int {
	for i := r.First; i < r.End; i++ {
		h := int(in.Arcs[i].Head)
		if h >= r.First && h < r.End {
			continue
		}
		if !sent.Has(h) {
			return -1
		}
		return h
	}
	return -1
}

// climb is the first verb or root above a token.
func climb(in *Input, sent doc.Range, i int) int {
	for range 24 {
		i = int(in.Arcs[i].Head)
		if !sent.Has(i) {
			return -1
		}
		if in.Tags[i].U == doc.UVERB {
			return i
		}
	}
	return -1
}

// inChain tells whether one of the two hangs on the other as a conjunct, or
// as a participle ("killed ... , wounding"), without a subject of its own, or
// whether p is the light part of the event's predicate ("was ready").
func inChain(in *Input, sent doc.Range, a, p int) bool {
	rel := func(child, head int) bool {
		if int(in.Arcs[child].Head) != head {
			return false
		}
		switch in.Arcs[child].Rel {
		case doc.RelCop, doc.RelAux, doc.RelAuxPass, doc.RelFixed, doc.RelCompoundPrt, doc.RelFlat, doc.RelCompound:
			return true
		}
		return false
	}
	return sent.Has(p) && (rel(a, p) || rel(p, a))
}

// flatReach is how many tokens apart a time and its verb may stand where
// there is no tree.
const flatReach = 12

// flatCost goes by distance, with no mark or other verb of saying between.
func flatCost(in *Input, r doc.Range, token int) (int, bool) {
	from, to := token+1, r.First
	if r.First < token {
		from, to = r.End, token
	}
	if to-from > flatReach {
		return 0, false
	}
	tagged := len(in.Tags) == len(in.Layout.Tokens)
	for i := from; i < to; i++ {
		sp := in.Layout.Tokens[i].Span
		switch in.Text[sp.Start] {
		case ';', ':', '"', '(', ')':
			return 0, false
		case ',':
			// "On Monday, X met": a comma right after a leading time is none
			if i != r.End {
				return 0, false
			}
		}
		if tagged && in.Tags[i].U == doc.UVERB {
			return 0, false
		}
	}
	return to - from, true
}
