package record

import (
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// commitments lists the moves that bind their maker: offers, agreements, and
// refusals of an act of one's own ("ruled out deploying …").
func (b *Builder) commitments(v *view) []doc.Commitment {
	var out []doc.Commitment
	for i := range v.Moves {
		m := &v.Moves[i]
		if len(m.By) == 0 || m.Status == doc.Reported || m.Status == doc.Denied || v.bare(m.What) {
			continue
		}
		switch m.Act {
		case doc.Offer, doc.Agree:
		case doc.Reject:
			if !b.ownAct(v, m) {
				continue
			}
		default:
			continue
		}
		out = append(out, doc.Commitment{Move: m.ID, By: slices.Clone(m.By), Status: doc.Open})
	}
	return out
}

// bare tells whether a stretch names nothing by itself: it is empty, or all
// pronouns ("do it").
func (v *view) bare(s doc.Span) bool {
	r := v.TokensIn(s)
	for i := r.First; i < r.End; i++ {
		switch v.Tags[i].U {
		case doc.UNOUN, doc.UPROPN, doc.UVERB, doc.UADJ, doc.UNUM, doc.UX, doc.USYM:
			return false
		}
	}
	return true
}

// ownAct tells whether what is refused is an act: its head is a verb.
func (b *Builder) ownAct(v *view, m *doc.Move) bool {
	head := v.head(v.TokensIn(m.What))
	return head >= 0 && v.Tags[head].U == doc.UVERB
}

// deadlines lists the windows ahead in which something is to happen: a time
// that lies ahead of the day of saying, with the move or the clause that it
// belongs to.
func (b *Builder) deadlines(v *view) []doc.Deadline {
	var out []doc.Deadline
	published := v.Report.Published
	if published.IsZero() {
		return nil
	}
	for i := 0; i < len(v.Times); i++ {
		d := b.dueOf(v, i)
		if d == nil {
			continue
		}
		said := published
		if day := b.saidOn(v, d); !day.IsZero() && !day.After(published) {
			said = day
		}
		t := v.Times[i]
		if from := b.beganOn(v, &t); !from.IsZero() {
			said = from
		}
		if t.From == "" && !v.lasting(&t, said) {
			continue
		}
		if v.andNext(i) { // "on Friday and Saturday" is one window
			i++
			t.To, t.Span = v.Times[i].To, t.Span.Cover(v.Times[i].Span)
		}
		if b.limitNoun(v, t.Span) && t.To > said.Format(day) && !t.Vague && t.From == t.To { // "the deadline is Friday": until then
			t.From, t.Vague = said.Format(day), false
		}
		from, to, ok := window(&t, published, said)
		if !ok || b.told(out, from, to, d) {
			continue
		}
		d.From, d.To, d.Phrase, d.Confidence = from, to, t.Span, v.sureOf(d, t.Span)
		out = append(out, *d)
	}
	return out
}

// windowRate is how often a window is right, in its days and in that something is
// to happen in it: 25 of 27 were in our own passages, half to measure, fewer in
// whole reports. The confidence of the move that it rests on tells of act and
// maker, and is no measure of it: windows on moves that average a half were right
// as often.
const windowRate = 0.8

// sureOf is the confidence of a window. One without a move is no surer than the
// statement that it stands in.
func (v *view) sureOf(d *doc.Deadline, phrase doc.Span) float64 {
	if d.Move > 0 {
		return windowRate
	}
	sure, least := windowRate, len(v.Report.Text)+1
	for i := range v.Statements {
		s := &v.Statements[i]
		for _, c := range s.Content {
			if c.Contains(phrase) && c.Len() < least {
				least, sure = c.Len(), min(s.Confidence, windowRate)
			}
		}
	}
	return sure
}

// andNext tells whether the next time is the day after this one, joined to it by
// "and".
func (v *view) andNext(i int) bool {
	if i+1 >= len(v.Times) {
		return false
	}
	a, b := &v.Times[i], &v.Times[i+1]
	if a.From == "" || a.From != a.To || b.From == "" || b.From != b.To || a.Vague || b.Vague {
		return false
	}
	if gap := v.Report.Text[a.Span.End:b.Span.Start]; gap != " and " && gap != " and on " {
		return false
	}
	x, err1 := time.Parse(day, a.To)
	y, err2 := time.Parse(day, b.From)
	return err1 == nil && err2 == nil && y.Equal(x.AddDate(0, 0, 1))
}

// limitNoun tells whether a time is the day of a limit: "a deadline of Friday",
// "the deadline is Friday", "Friday's deadline".
func (b *Builder) limitNoun(v *view, s doc.Span) bool {
	r := v.TokensIn(s)
	if r.Empty() {
		return false
	}
	sent := v.Sentences[v.SentenceOf(r.First)].Tokens
	for i := max(sent.First, r.First-4); i < min(sent.End, r.End+3); i++ {
		if !r.Has(i) && b.due.limit[v.low(i)] && v.Tags[i].U == doc.UNOUN {
			return true
		}
	}
	return false
}

// outOfTime tells whether a time only says of a noun which one it is ("the
// summer timetable"), or how long something holds ("for the coming year").
func (b *Builder) outOfTime(v *view, r doc.Range) bool {
	if r.Empty() || len(v.Arcs) == 0 {
		return false
	}
	h := v.head(r)
	if h < 0 {
		return false
	}
	n := int(v.Arcs[h].Head)
	switch v.Arcs[h].Rel {
	case doc.RelCompound, doc.RelAmod:
		if n >= 0 && n >= r.End && v.Tags[n].U == doc.UNOUN && !b.due.limit[v.low(n)] && b.things[v.low(n)] == 0 {
			return true
		}
	}
	sent := v.Sentences[v.SentenceOf(r.First)].Tokens
	if r.First > sent.First && v.low(r.First-1) == "for" && n >= 0 {
		switch v.low(n) {
		case "plan", "schedule", "set", "slate", "due", "fix", "expect", "call", "time", "book", "deadline", "meeting", "summit", "talk", "vote":
			return false
		}
		return true
	}
	return false
}

// told tells whether the same window for the same thing stands already.
func (b *Builder) told(list []doc.Deadline, from, to string, d *doc.Deadline) bool {
	return slices.ContainsFunc(list, func(o doc.Deadline) bool {
		return o.To == to && (o.Move != 0 && o.Move == d.Move || o.From == from && o.What == d.What && o.By == d.By)
	})
}

// saidOn is the day on which what is due was said; zero where it is not told.
func (b *Builder) saidOn(v *view, d *doc.Deadline) time.Time {
	if d.Move > 0 {
		return dayOf(v.Moves[d.Move-1].When)
	}
	for i := range v.Statements {
		for _, c := range v.Statements[i].Content {
			if c.Contains(d.What) {
				return dayOf(v.Statements[i].When)
			}
		}
	}
	return time.Time{}
}

// dueOf tells what a time is the time of, and who is to see to it; nil for one
// that is not due.
func (b *Builder) dueOf(v *view, i int) *doc.Deadline {
	t := &v.Times[i]
	if t.Type == doc.Duration && t.From == "" {
		if d := b.spanOf(v, t); d != nil {
			return d
		}
	}
	if t.Type == doc.Set || t.Type == doc.Duration && t.From == "" && !b.granted(v, t.Span) {
		return nil
	}
	if t.From == "" && t.Type != doc.Duration || t.From != "" && b.bareYear(v, t) {
		return nil
	}
	if b.outOfTime(v, v.TokensIn(t.Span)) {
		return nil
	}
	p := v.predicate(v.TokensIn(t.Span))
	m := v.moveOf(t.Span, p)
	if m == nil && p < 0 && len(v.Arcs) > 0 {
		return nil
	}
	if p >= 0 && !t.Vague && t.To != "" && t.To < v.Report.Published.Format(day) && v.Tags[p].X == doc.PVBD {
		return nil // the day on which it was done or said
	}
	if end := v.TokensIn(t.Span).End; !t.Vague && t.To != "" && t.To < v.Report.Published.Format(day) && end < len(v.Tags) && v.Tags[end].X == doc.PVBD {
		return nil // "on Tuesday demanded", whatever clause the tree has put it in
	}
	if m != nil && p >= 0 && !m.Cue.Overlaps(v.Tokens[p].Span) && v.Tags[p].U != doc.UNOUN && v.Tags[p].U != doc.UPROPN && !b.ahead(v, p, t) {
		return nil // it stands in a clause of what was
	}
	if m != nil && m.Status == doc.Done && m.Act != doc.Agree && !t.Vague && t.To != "" && t.To <= v.Report.Published.Format(day) {
		return nil // "met on Monday and Tuesday", told on the Tuesday
	}
	if m != nil {
		d := &doc.Deadline{By: voiceOf(m), What: m.What, Move: m.ID, Why: "time-ahead"}
		if len(m.Via) > 0 && m.Act != doc.Meet {
			d.By = m.Via[0]
		}
		if t.Span.Contains(d.What) && p >= 0 { // "set a deadline of ten days"
			d.What = v.clause(p, v.TokensIn(t.Span))
		}
		return d
	}
	if p < 0 || !b.ahead(v, p, t) {
		return nil
	}
	return &doc.Deadline{By: b.bound(v, p), What: v.clause(p, v.TokensIn(t.Span)), Why: "clause-ahead"}
}

// bareYear tells whether a time is a whole year, or more, that nothing makes a
// limit: "the plan runs through budgets of 2030".
func (b *Builder) bareYear(v *view, t *doc.Time) bool {
	if t.Vague || len(t.Value) > 4 {
		return false
	}
	first := v.TokensIn(t.Span).First
	if first >= len(v.Tokens) || !strings.HasPrefix(v.Form(v.Report.Text, first), "2") {
		return false // "next year"
	}
	return first == 0 || !b.due.limits[v.low(first-1)]
}

// predicate climbs from a time to the word that heads its clause, -1 without
// trees.
func (v *view) predicate(r doc.Range) int {
	if r.Empty() || len(v.Arcs) == 0 {
		return -1
	}
	h := v.head(r)
	for d := 0; h >= 0 && d < 8; d++ {
		if !r.Has(h) && v.heads(h) {
			return h
		}
		if v.Arcs[h].Head < 0 {
			return h
		}
		h = int(v.Arcs[h].Head)
	}
	return h
}

// heads tells whether a word heads a clause.
func (v *view) heads(t int) bool {
	if v.Tags[t].U == doc.UVERB && v.Arcs[t].Rel != doc.RelAmod {
		return true
	}
	found := false
	v.children(t, func(_ int, rel doc.Rel) bool {
		found = rel == doc.RelCop || rel.Base() == doc.RelNsubj
		return !found
	})
	return found
}

// ahead tells whether a clause tells what lies ahead and not what was: its verb
// is no bare past, and it is not a mere saying.
func (b *Builder) ahead(v *view, p int, t *doc.Time) bool {
	if b.due.loose[v.low(p)] || v.Tags[p].U == doc.UVERB && b.due.speech[v.low(p)] && !v.promised(p) {
		return false
	}
	past := v.Tags[p].X == doc.PVBD || v.Tags[p].X == doc.PVBN
	denied := false
	v.children(p, func(c int, rel doc.Rel) bool {
		switch rel.Base() {
		case doc.RelAux, doc.RelCop:
			switch v.Tags[c].X {
			case doc.PMD, doc.PVB, doc.PVBP, doc.PVBZ:
				past = past && v.low(c) == "have"
			case doc.PVBD:
				past = v.low(c) == "have" || v.Tags[p].X != doc.PVBN && v.Tags[p].X != doc.PVBG && rel.Base() == doc.RelAux
			}
		case doc.RelAdvmod:
			denied = denied || v.low(c) == "not" || v.low(c) == "n't"
		}
		return true
	})
	if first := v.TokensIn(t.Span).First; past && t.Vague && v.Tags[p].U == doc.UVERB && first > 0 && (b.due.limits[v.low(first-1)] || b.due.grant[v.low(p)]) {
		return true // "was given until Friday"
	}
	if past && !denied && b.limitNoun(v, t.Span) && t.To > v.Report.Published.Format(day) {
		return true // "set Friday as the deadline"
	}
	return !past && !denied
}

// promised tells whether a verb stands under "will" or "would", or is an
// infinitive: "would speak to him this week", "to be written down within a week"
// are acts ahead, where "says this week" is a saying.
func (v *view) promised(p int) bool {
	found := false
	v.children(p, func(c int, rel doc.Rel) bool {
		found = found || rel == doc.RelMark && v.Tags[c].X == doc.PTO || rel == doc.RelAux && v.Tags[c].X == doc.PMD && (v.low(c) == "will" || v.low(c) == "would" || v.low(c) == "shall" || v.low(c) == "'ll")
		return !found
	})
	return found
}

// bound is who is to see to what a clause tells: its subject, else who says it.
func (b *Builder) bound(v *view, p int) doc.ActorID {
	if id := v.maker(p); id != 0 {
		return id
	}
	at := v.Tokens[p].Span
	for i := range v.Statements {
		for _, c := range v.Statements[i].Content {
			if c.Contains(at) {
				return v.Statements[i].Source
			}
		}
	}
	return 0
}

// clause is the words of a clause without the time: from its verb where that
// has an object or an infinitive, else from its subject.
func (v *view) clause(p int, when doc.Range) doc.Span {
	r := v.subtree(p)
	first := p
	if v.Tags[p].U != doc.UVERB {
		first = r.First
	} else {
		governs := false
		v.children(p, func(c int, rel doc.Rel) bool {
			switch rel.Base() {
			case doc.RelObj, doc.RelXcomp, doc.RelCcomp:
				governs = governs || !when.Has(c)
			case doc.RelNsubj:
				first = v.subtree(c).First
			}
			return true
		})
		if governs {
			first = p
		}
	}
	if r.End < p+1 {
		r.End = p + 1
	}
	if when.First > p && when.First < r.End {
		r.End = when.First
	}
	for r.End > p+1 && (v.Tags[r.End-1].U == doc.UADP || v.Tags[r.End-1].U == doc.UPUNCT) {
		r.End--
	}
	return v.SpanOf(doc.Range{First: first, End: r.End})
}

const day = "2006-01-02"

// window bounds an expression that lies ahead of the day of saying. A vague
// one counts from that day, so that it moves with it.
func window(t *doc.Time, published, said time.Time) (from, to string, ok bool) {
	f, err1 := time.Parse(day, t.From)
	u, err2 := time.Parse(day, t.To)
	if err1 != nil || err2 != nil || !u.After(said) {
		return "", "", false
	}
	if t.Vague {
		if !u.After(published) {
			return "", "", false
		}
		if f.Equal(published) {
			lag := published.Sub(said)
			f, u = f.Add(-lag), u.Add(-lag)
		}
		return f.Format(day), u.Format(day), true
	}
	if !f.After(said) && !u.After(published) {
		return "", "", false
	}
	if f.Before(said) {
		f = said // "this week", told on its Tuesday, begins there
	}
	return f.Format(day), t.To, true
}

// dayOf is the day that a single-day When names; zero for all else.
func dayOf(w doc.When) time.Time {
	t, err := time.Parse(day, string(w))
	if err != nil {
		return time.Time{}
	}
	return t
}

// moveOf is the move that a time belongs to: one whose words the time's clause
// is told in, else the one whose object or cue is nearest before it in the same
// sentence, if no other clause of its own lies between; nil for none.
func (v *view) moveOf(s doc.Span, p int) *doc.Move {
	var best *doc.Move
	distance := 0
	for _, i := range v.bySentence[v.sentence(s)] {
		m := &v.Moves[i]
		if m.Status == doc.Denied {
			continue
		}
		near := m.Cue.Cover(m.What)
		gap := 0
		switch {
		case near.End <= s.Start:
			gap = s.Start - near.End
		case near.Start >= s.End:
			gap = 2 * (near.Start - s.End)
		}
		if best == nil || gap < distance {
			best, distance = m, gap
		}
	}
	if best == nil || p < 0 || v.joined(best, p) {
		return best
	}
	return nil
}

// joined tells whether a clause is that of a move or lies in it: climbing from
// it leads to the move's cue, or the cue's clause is its own.
func (v *view) joined(m *doc.Move, p int) bool {
	cue := v.TokensIn(m.Cue)
	in := v.Tokens[p].Span
	if m.Cue.Contains(in) || m.What.Contains(in) || m.Cue.Overlaps(in) {
		return true
	}
	if v.Arcs[p].Rel == doc.RelConj && v.ownSubject(p) {
		return false // "hoped it would agree and that he would see him this week"
	}
	for t, d := p, 0; t >= 0 && d < 6; t, d = int(v.Arcs[t].Head), d+1 {
		if cue.Has(t) {
			return true
		}
		if rel := v.Arcs[t].Rel; rel == doc.RelAclRelcl || rel == doc.RelParataxis || rel == doc.RelConj && d > 0 {
			break
		}
	}
	for t, d := cue.First, 0; t >= 0 && d < 4; t, d = int(v.Arcs[t].Head), d+1 {
		if t == p {
			return true
		}
	}
	return false
}

// ownSubject tells whether a clause that is joined to another has a subject and
// a "that" of its own.
func (v *view) ownSubject(p int) bool {
	subject, mark := false, false
	v.children(p, func(c int, rel doc.Rel) bool {
		subject = subject || rel.Base() == doc.RelNsubj
		mark = mark || rel == doc.RelMark && v.low(c) == "that"
		return true
	})
	return subject && mark
}
