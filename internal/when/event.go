package when

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// noTime is the index that For returns when no time belongs to the event.
const noTime = -1

// For tells when the event at a token took or takes place: the time among
// times (as Tag returned them) that stands in its clause, as a day, month,
// year or interval. It is conservative: "said on Monday it had attacked" dates
// the saying, not the attack (see [Tagger.Carried]). It returns "" and -1 when
// no time belongs to the event.
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
		if !placeable(&times[i]) || t.bounds(in, &times[i]) {
			continue
		}
		if c, ok := attachCost(in, sent.Tokens, &times[i], token); ok && c < bestCost {
			best, bestCost = i, c
		}
	}
	if best == noTime {
		return "", noTime
	}
	return Of(&times[best]), best
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
// length, repetition or window.
func placeable(t *doc.Time) bool {
	return t.From != "" && t.To != "" && (t.Type == doc.DateTime || t.Type == doc.ClockTime) && !t.Vague
}

// bounds tells whether the word before the time makes it a bound of what
// happens, not its day: "until", "since", "by", "before", "after".
func (t *Tagger) bounds(in *Input, tm *doc.Time) bool {
	i := in.Layout.TokensIn(tm.Span).First - 1
	if i < 0 {
		return false
	}
	id, k := t.w.find(in.Layout.Form(in.Text, i)), &t.k
	return id != 0 && (id == k.until || id == k.till || id == k.since || id == k.by || id == k.before || id == k.after || id == k.through)
}

// Of is a time as a [doc.When]: its value where that is a day, a month or
// a year, else the interval of its days; "" when it has none.
func Of(t *doc.Time) doc.When {
	if t.From == "" || t.To == "" {
		return ""
	}
	switch {
	case t.From == t.To:
		return doc.When(t.From)
	case !t.Vague && (len(t.Value) == 7 || len(t.Value) == 4) && plainDate(t.Value) && strings.HasPrefix(t.To, t.Value):
		return doc.When(t.Value)
	}
	return doc.When(t.From + "/" + t.To)
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

// treeCost compares the verb that the time belongs to with the event's own.
func treeCost(in *Input, sent, r doc.Range, token int) (int, bool) {
	p := owner(in, sent, r)
	if p < 0 {
		return 0, false
	}
	if p == token {
		return 0, true
	}
	v := clauseOf(in, sent, token)
	switch {
	case v == p:
		return 1, true
	case sharesTime(in, sent, v, p, r):
		return 2, true
	}
	return 0, false
}

// owner is the verb (or other predicate) that a time belongs to, -1 when none
// can be told. Words right beside it are surer than the tree: "banned on
// Monday", "on Monday banned".
func owner(in *Input, sent, r doc.Range) int {
	first := r.First - 1
	if sent.Has(first) && in.Tags[first].U == doc.UADP {
		first--
	}
	if sent.Has(first) && in.Arcs[first].Rel == doc.RelCompoundPrt { // "stepped down on"
		first--
	}
	if sent.Has(first) && in.Tags[first].U == doc.UVERB && in.Tags[first].X != doc.PVBG {
		return first
	}
	if k := r.End; sent.Has(k) && finiteVerb(in, k) && sent.Has(first) && nominal(in.Tags[first].U) {
		return k
	}
	h := headOf(in, r)
	if h < 0 || !sent.Has(h) || beforeNoun(in, r) {
		return -1
	}
	if predicative(in, h) {
		return h // "which in America is Thanksgiving" is no time of the clause around it
	}
	p := climb(in, sent, h)
	if first < sent.First && sent.Has(r.End) && in.Text[in.Layout.Tokens[r.End].Span.Start] == ',' {
		return leading(in, sent, p)
	}
	return p
}

// predicative tells whether a time is itself what a clause tells: it has
// a copula and a subject of its own.
func predicative(in *Input, h int) bool {
	switch in.Arcs[h].Rel.Base() {
	case doc.RelAcl, doc.RelCcomp, doc.RelAdvcl, doc.RelParataxis:
	default:
		return false
	}
	for i := max(0, h-subjectReach); i < h; i++ {
		if int(in.Arcs[i].Head) == h && in.Arcs[i].Rel.Base() == doc.RelCop {
			return true
		}
	}
	return false
}

// beforeNoun tells whether a time is part of a noun phrase: "the June accord",
// "Friday's vote", "the November 27 border deal".
func beforeNoun(in *Input, r doc.Range) bool {
	h := headOf(in, r)
	if h < 0 {
		return false
	}
	switch in.Arcs[h].Rel {
	case doc.RelCompound, doc.RelNmodPoss, doc.RelAmod, doc.RelFlat:
		return true
	}
	if r.First == 0 || r.End >= len(in.Tags) || in.Tags[r.First-1].U != doc.UDET {
		return false
	}
	u := in.Tags[r.End].U
	return u == doc.UNOUN || u == doc.UADJ || u == doc.UPROPN
}

// leading is the owner of a time that opens the sentence and is set off by a
// comma: never deeper than the first clause with a finite verb.
func leading(in *Input, sent doc.Range, p int) int {
	for range 8 {
		if p < 0 {
			return p
		}
		switch in.Arcs[p].Rel {
		case doc.RelAclRelcl, doc.RelAcl, doc.RelCcomp, doc.RelXcomp:
			if h := climb(in, sent, p); h >= 0 {
				p = h
				continue
			}
		}
		return p
	}
	return p
}

func nominal(u doc.UPOS) bool { return u == doc.UNOUN || u == doc.UPROPN || u == doc.UPRON }

func finiteVerb(in *Input, k int) bool {
	x := in.Tags[k].X
	return in.Tags[k].U == doc.UVERB && (x == doc.PVBD || x == doc.PVBZ || x == doc.PVBP)
}

// headOf is the token of r that hangs on one outside it, -1 when none does.
func headOf(in *Input, r doc.Range) int {
	for i := r.First; i < r.End; i++ {
		if h := int(in.Arcs[i].Head); h < r.First || h >= r.End {
			return i
		}
	}
	return -1
}

// climb is the first predicate above a token: a verb, or what has a copula, or
// the root; -1 when there is none.
func climb(in *Input, sent doc.Range, i int) int {
	for range 24 {
		i = int(in.Arcs[i].Head)
		if !sent.Has(i) {
			return -1
		}
		switch {
		case in.Tags[i].U == doc.UVERB, in.Arcs[i].Rel == doc.RelRoot:
			return i
		case in.Arcs[i].Rel.Base() == doc.RelCcomp, in.Arcs[i].Rel.Base() == doc.RelAdvcl, in.Arcs[i].Rel == doc.RelAclRelcl, in.Arcs[i].Rel == doc.RelParataxis:
			return i
		}
	}
	return -1
}

// clauseOf is the predicate of the clause that a token stands in: itself where
// it is one.
func clauseOf(in *Input, sent doc.Range, i int) int {
	switch {
	case in.Tags[i].U == doc.UVERB && in.Arcs[i].Rel != doc.RelAmod && in.Arcs[i].Rel != doc.RelCompound:
		return i
	case in.Arcs[i].Rel == doc.RelRoot, in.Arcs[i].Rel.Base() == doc.RelCcomp, in.Arcs[i].Rel == doc.RelParataxis:
		return i
	}
	return climb(in, sent, i)
}

// sharesTime tells whether verb v shares the time of verb p, told before it: a
// second verb of the same subject ("met on Monday and signed"), a complement
// ("began on Monday to withdraw"), a participle ("left on Monday, accusing").
func sharesTime(in *Input, sent doc.Range, v, p int, r doc.Range) bool {
	if r.First > v {
		return false
	}
	for range 3 {
		if v <= p || hasSubject(in, p, v) {
			return false
		}
		switch in.Arcs[v].Rel.Base() {
		case doc.RelConj, doc.RelXcomp:
		case doc.RelAdvcl:
			if in.Tags[v].X != doc.PVBG {
				return false
			}
		default:
			return false
		}
		if v = int(in.Arcs[v].Head); !sent.Has(v) {
			return false
		}
		if v == p {
			return true
		}
	}
	return false
}

// subjectReach is how many tokens before a verb its subject is looked for.
const subjectReach = 60

// hasSubject tells whether verb v has a subject of its own after token p.
func hasSubject(in *Input, p, v int) bool {
	for i := max(p+1, v-subjectReach); i < v; i++ {
		if int(in.Arcs[i].Head) == v && in.Arcs[i].Rel.Base() == doc.RelNsubj {
			return true
		}
	}
	return false
}

// Carried is like [Tagger.For], but where the event's own clause has no time
// it takes that of the verb of saying which the event is the object of: "said
// on Monday it would accept" dates an act of speech, and only that.
func (t *Tagger) Carried(in *Input, times []doc.Time, token int) (doc.When, int) {
	w, i := t.For(in, times, token)
	if i != noTime || in.Layout == nil || token < 0 || token >= len(in.Layout.Tokens) ||
		len(in.Arcs) != len(in.Layout.Tokens) || len(in.Tags) != len(in.Arcs) {
		return w, i
	}
	si := in.Layout.SentenceOf(token)
	if si >= len(in.Layout.Sentences) {
		return "", noTime
	}
	sent := in.Layout.Sentences[si].Tokens
	v := clauseOf(in, sent, token)
	for range 4 {
		if v < 0 {
			break
		}
		up := climb(in, sent, v)
		object := false
		switch in.Arcs[v].Rel.Base() {
		case doc.RelCcomp, doc.RelParataxis, doc.RelXcomp:
			object = true
		case doc.RelConj, doc.RelAdvcl: // "said it was ready and would go"
		default:
			return "", noTime
		}
		if up < 0 {
			break
		}
		if object {
			if w, i := t.For(in, times, up); i != noTime {
				return w, i
			}
		}
		v = up
	}
	return "", noTime
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
