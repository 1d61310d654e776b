package record

import (
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// granted tells whether a length is one that somebody has to do something in:
// "gave it sixty days to withdraw", "a 72-hour ultimatum".
func (b *Builder) granted(v *view, s doc.Span) bool {
	r := v.TokensIn(s)
	if r.Empty() || len(v.Arcs) == 0 {
		return false
	}
	for k := r.End; k < min(r.End+2, len(v.Tokens)); k++ {
		if b.due.limit[v.low(k)] && v.SentenceOf(k) == v.SentenceOf(r.First) {
			return true
		}
	}
	if r.End >= len(v.Tokens) || v.low(r.End) != "to" {
		return false
	}
	for h, d := r.First, 0; h >= 0 && d < 4; h, d = int(v.Arcs[h].Head), d+1 {
		if v.Tags[h].U == doc.UVERB && !r.Has(h) {
			return b.due.grant[v.low(h)]
		}
	}
	return false
}

// spanOf is what a bare length opens a window for by itself: time that somebody
// is given, or how long a thing holds whose first day is told; nil for none.
func (b *Builder) spanOf(v *view, t *doc.Time) *doc.Deadline {
	r := v.TokensIn(t.Span)
	if r.Empty() || len(v.Arcs) == 0 {
		return nil
	}
	if n, p := b.inForce(v, r); n >= 0 && !b.beganOn(v, t).IsZero() {
		return &doc.Deadline{By: b.bound(v, p), What: v.SpanOf(v.undetermined(v.subtree(n), n)), Why: "in force"}
	}
	if p := b.timeGiven(v, r); p >= 0 {
		first := max(p+1, v.subtree(v.head(r)).First) // "another" is part of the time
		d := &doc.Deadline{By: v.maker(p), What: v.SpanOf(doc.Range{First: p, End: first}), Why: "time given"}
		if then := v.thenWould(p); then >= 0 {
			d.What = v.clause(then, doc.Range{})
		}
		return d
	}
	return nil
}

// timeGiven is the verb of "gave himself another two weeks", "gave the rebels ten
// days", -1 for none. What the time is of ("two years of training", "a month in
// jail") makes it a thing and no limit.
func (b *Builder) timeGiven(v *view, r doc.Range) int {
	h := v.head(r)
	if h < 0 || r.End < len(v.Tokens) && v.SentenceOf(r.End) == v.SentenceOf(r.First) {
		switch v.Tags[min(r.End, len(v.Tags)-1)].U {
		case doc.UPUNCT, doc.UPART, doc.UCCONJ, doc.USCONJ:
		default:
			return -1
		}
	}
	p := int(v.Arcs[h].Head)
	if p < 0 || p > r.First || v.Tags[p].U != doc.UVERB || !b.due.grant[v.low(p)] || !b.happened(v, p) || v.maker(p) == 0 {
		return -1
	}
	receiver := false
	v.children(p, func(c int, rel doc.Rel) bool {
		receiver = receiver || c > p && !r.Has(c) && (rel == doc.RelIobj || rel == doc.RelObj && v.Arcs[h].Rel.Base() == doc.RelObl)
		return !receiver
	})
	if !receiver {
		return -1
	}
	return p
}

// thenWould is the verb of a next sentence that tells what comes when the time is
// over: "Then he would decide"; -1 for none.
func (v *view) thenWould(p int) int {
	k := v.SentenceOf(p) + 1
	if k >= len(v.Sentences) || v.Sentences[k].Paragraph != v.Sentences[k-1].Paragraph {
		return -1
	}
	r := v.Sentences[k].Tokens
	if r.Empty() || v.low(r.First) != "then" {
		return -1
	}
	for t := r.First + 1; t < min(r.End, r.First+8); t++ {
		if v.Tags[t].U == doc.UVERB {
			if v.promised(t) && v.sameMaker(t, v.maker(p)) {
				return t
			}
			return -1
		}
	}
	return -1
}

// inForce is the noun of a thing that holds for a length ("the 30-day
// moratorium"), and the verb that tells its beginning; -1, -1 for none.
func (b *Builder) inForce(v *view, r doc.Range) (noun, verb int) {
	h := v.head(r)
	if h < 0 {
		return -1, -1
	}
	n := int(v.Arcs[h].Head)
	if n < r.End || n >= len(v.Tags) || v.Tags[n].U != doc.UNOUN || !b.due.spell[v.low(n)] {
		return -1, -1
	}
	switch v.Arcs[h].Rel {
	case doc.RelCompound, doc.RelAmod, doc.RelNmodPoss:
	default:
		return -1, -1
	}
	p := int(v.Arcs[n].Head)
	if p < 0 || v.Arcs[n].Rel.Base() != doc.RelNsubj || !b.due.begin[v.low(p)] || !b.happened(v, p) {
		return -1, -1
	}
	return n, p
}

// beganOn is the day on which what lasts for a length is told to have begun, or
// to begin; zero where none is told.
func (b *Builder) beganOn(v *view, t *doc.Time) time.Time {
	if t.Type != doc.Duration || t.From != "" || len(v.Arcs) == 0 {
		return time.Time{}
	}
	_, p := b.inForce(v, v.TokensIn(t.Span))
	if p < 0 {
		return time.Time{}
	}
	from, end := v.timesIn(v.Sentences[v.SentenceOf(p)].Tokens)
	for i := from; i < end; i++ {
		x := &v.Times[i]
		h := v.head(v.TokensIn(x.Span))
		if h < 0 || x.Vague || x.From == "" || x.From != x.To || int(v.Arcs[h].Head) != p {
			continue
		}
		if first, err := time.Parse(day, x.From); err == nil {
			return first
		}
	}
	return time.Time{}
}

// lasting gives a length its window from the day of saying; false where it is
// not a number of hours, days, weeks, months or years.
func (v *view) lasting(t *doc.Time, said time.Time) bool {
	n, unit := 0, byte(0)
	for _, c := range []byte(strings.TrimPrefix(strings.TrimPrefix(t.Value, "P"), "T")) {
		switch {
		case unit != 0:
			return false
		case c >= '0' && c <= '9' && n < 10000:
			n = 10*n + int(c-'0')
		default:
			unit = c
		}
	}
	if n == 0 {
		return false
	}
	to := said
	switch {
	case unit == 'H' && n >= 24:
		to = said.AddDate(0, 0, n/24)
	case unit == 'D':
		to = said.AddDate(0, 0, n)
	case unit == 'W':
		to = said.AddDate(0, 0, 7*n)
	case unit == 'M' && !strings.HasPrefix(t.Value, "PT"):
		to = said.AddDate(0, n, 0)
	case unit == 'Y' && n < 100:
		to = said.AddDate(n, 0, 0)
	default:
		return false
	}
	t.From, t.To, t.Vague = said.Format(day), to.Format(day), false
	return true
}
