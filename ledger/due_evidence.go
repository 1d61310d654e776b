package ledger

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// outcomes are what may tell what came of deadlines.
type outcomes struct {
	list  []Deadline
	set   map[string]Move // by key: the moves that set them
	moves []Move          // what their makers did or were told of since, in order
}

// outcomes reads the moves that set deadlines, and what their makers and their parties
// did since the first of them.
func (v *view) outcomes(list []Deadline) (*outcomes, error) {
	o := &outcomes{list: list, set: map[string]Move{}}
	var keys []string
	for i := range list {
		if k := list[i].Move; k != "" {
			keys = append(keys, k)
		}
	}
	if len(keys) > 0 {
		found, err := v.store.MovesByKey(v.ctx, keys)
		if err != nil {
			return nil, err
		}
		if found, err = v.mendMoves(found, nil); err != nil {
			return nil, err
		}
		for _, m := range found {
			o.set[m.Key] = m
		}
	}
	var by []ActorID
	since := Day("9")
	for i := range list {
		d := &list[i]
		makers := o.makers(d)
		if first := v.setOn(d); len(makers) > 0 && first != "" {
			by, since = append(by, makers...), min(since, first)
		}
	}
	if len(by) == 0 {
		return o, nil
	}
	if err := v.meetParties(by); err != nil {
		return nil, err
	}
	by = append(by, v.partiesOf(by)...)
	slices.Sort(by)
	q := Query{AsOf: v.q.AsOf, Since: since, Outlets: v.q.Outlets, Least: v.q.Least, Newest: true, Limit: evidenceRead}
	q.Actors = v.stored(slices.Compact(by))
	moves, err := v.store.Moves(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	if o.moves, err = v.mendMoves(moves, nil); err != nil {
		return nil, err
	}
	slices.SortFunc(o.moves, func(a, b Move) int { return before(&a.Line, &b.Line) })
	by = nil
	for i := range o.moves {
		by = append(by, slices.Concat(o.moves[i].By, o.moves[i].To)...)
	}
	return o, v.meetParties(by)
}

// makers are whose deadline it is, and who made the move that set it.
func (o *outcomes) makers(d *Deadline) []ActorID {
	var out []ActorID
	if d.By != 0 {
		out = append(out, d.By)
	}
	for _, id := range o.set[d.Move].By {
		out = addID(out, id)
	}
	return out
}

// setOn is the day on which a deadline was told: what is planned for a day is said
// before it.
func (v *view) setOn(d *Deadline) Day {
	if p := v.reports[d.Report].Published; p != "" && (d.Said.From == "" || p < d.Said.From) {
		return p
	}
	return d.Said.From
}

// came tells what came of a deadline and which line tells so; nil where none does.
// That line is of another family of reports.
func (v *view) came(d *Deadline, o *outcomes) (DueState, *Move, error) {
	if m := v.dropped(d, o); m != nil {
		return DueDropped, m, nil
	}
	for i := range o.moves {
		m := &o.moves[i]
		if m.Key == d.Move || m.Report == d.Report {
			continue
		}
		state := DueState("")
		switch {
		case v.kept(d, m, o):
			state = DueKept
		case v.missed(d, m, o):
			state = DueMissed
		default:
			continue
		}
		if err := v.cite(m.Report); err != nil {
			return "", nil, err
		}
		if v.family(m.Report) == v.family(d.Report) || state == DueMissed && !v.tellsOf(d, m) {
			continue
		}
		return state, m, nil
	}
	return "", nil, nil
}

// dropped finds the move by which the maker of a deadline gave it up before its end:
// it is told together with the same day, there or in a later report.
func (v *view) dropped(d *Deadline, o *outcomes) *Move {
	for i := range o.list {
		x := &o.list[i]
		m, ok := o.set[x.Move]
		if !ok || !givesUp(&m) || d.By == 0 || x.By != d.By || x.To != d.To || !slices.Contains(m.By, d.By) {
			continue
		}
		told := v.reports[x.Report].Published
		if told <= d.To && (x.Report == d.Report && x.Move == d.Move || told > v.reports[d.Report].Published && v.family(x.Report) != v.family(d.Report)) {
			return &m
		}
	}
	return nil
}

// givesUp tells whether a move gives up what was asked for, in so many words.
func givesUp(m *Move) bool {
	at, _ := words().find("givenup", plainWords(m.Words))
	return m.Act == doc.Concede && at >= 0 && sure(m) && len(m.By) > 0
}

// tellsOf tells whether a move that undoes what was due comes late enough to speak of
// it: after it was set, and what never took place, after the window.
func (v *view) tellsOf(d *Deadline, m *Move) bool {
	told := v.reports[m.Report].Published
	if m.Said.From > d.To {
		return told >= m.Said.From // held on a later day
	}
	if _, end := words().find("undone", plainWords(m.Words)); end > 0 {
		return told > d.To
	}
	return told > v.setOn(d)
}

// kept tells whether a move is what a deadline asked for: done after it was set and
// within its window, by its makers, and the same thing by its words, by what it
// counts, or as a meeting of the same.
func (v *view) kept(d *Deadline, m *Move, o *outcomes) bool {
	switch {
	case m.Status != doc.Done || m.Said.From == "" || m.Said.From != m.Said.To || len(m.Conditions) > 0:
		return false
	case m.Said.From < v.setOn(d) || m.Said.From < d.From || m.Said.To > d.To:
		return false
	case m.Act == doc.Reject || m.Act == doc.Leave || m.Act == doc.Deny || m.Act == doc.Doubt || m.Act == doc.Accuse || m.Act == doc.Threaten:
		return false
	}
	return keepsWord(d, m, v.setOn(d)) || keepsCount(d, m, o) || keepsMeeting(d, m, o) || v.keepsGathering(d, m)
}

// keepsWord tells whether the maker did the same thing by its words, on a later day
// than he said so.
func keepsWord(d *Deadline, m *Move, set Day) bool {
	if d.By == 0 || !slices.Contains(m.By, d.By) || m.Said.From <= set {
		return false
	}
	a, b := content(d.What), content(m.What+" "+m.Cue)
	n := shared(a, b)
	return n >= 2 || n == 1 && len(a) == 1
}

// fewest tells a number that hardly two things have by chance.
const fewest = 10

// keepsCount tells whether those who were to hand something over did so on one of the
// days, in the same number: there are two of them at least.
func keepsCount(d *Deadline, m *Move, o *outcomes) bool {
	set, ok := o.set[d.Move]
	if !ok || len(set.By) < 2 || !sameSet(set.By, m.By) || m.Act != doc.Concede && m.Act != doc.Aid || !lasts(d, 3) {
		return false
	}
	was, is := countsOf(d.What), countsOf(m.What)
	return len(was) == 1 && len(is) == 1 && was[0].value == is[0].value && was[0].value >= fewest
}

// lasts tells whether a window is at most so many days long.
func lasts(d *Deadline, n int) bool { return d.From != "" && apart(d.From, d.To, n-1) }

// keepsMeeting tells whether a meeting that was planned was held: all who were to meet
// met. A call keeps no more than a call.
func keepsMeeting(d *Deadline, m *Move, o *outcomes) bool {
	set, ok := o.set[d.Move]
	if !ok || m.Act != doc.Meet || remote(m) && !remote(&set) {
		return false
	}
	who, met := meeting(&set), slices.Concat(m.By, m.To)
	return len(who) > 1 && !slices.ContainsFunc(who, func(id ActorID) bool { return !slices.Contains(met, id) })
}

// meeting are those who are to meet by a move, in order; nil where it plans none.
func meeting(m *Move) []ActorID {
	if m.Act != doc.Meet && (m.Act != doc.Agree || !gathers(m)) {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.By, m.To))))
}

// keepsGathering tells whether a line places what its makers did at the gathering that
// was due within a week ("agreed at a third round of talks"): the makers are two, and
// the deadline names them.
func (v *view) keepsGathering(d *Deadline, m *Move) bool {
	if len(m.By) < 2 || !lasts(d, 7) || !isGathering(d.What) || !sameGathering(content(d.What), content(m.Words)) || !v.allNamed(m.By, d.Words) {
		return false
	}
	list := plainWords(m.Words)
	due := content(d.What)
	for i, w := range list {
		if words().has("gathering", w) && slices.Contains(due, stem(w)) {
			from := max(0, i-5)
			at := slices.ContainsFunc(list[from:i], func(w string) bool { return words().has("held", w) })
			ahead := slices.ContainsFunc(list[from:i], func(w string) bool { return words().has("ahead", w) })
			return at && !ahead
		}
	}
	return false
}

// isGathering tells whether a phrase names a meeting itself, and not something that is
// to be done with one: before the word for it stands nothing but what tells one
// meeting from another.
func isGathering(what string) bool {
	l := labels()
	for _, w := range plainWords(what) {
		if words().has("gathering", w) && w != "round" {
			return true
		}
		if !l.idle["*"][w] && !l.idle["meeting"][w] && !words().has("ordinal", w) && w != "round" {
			return false
		}
	}
	return false
}

// missed tells whether a move undoes what was due: its meeting was cancelled, or its
// maker's thing of that very time never came about.
func (v *view) missed(d *Deadline, m *Move, o *outcomes) bool {
	if set, ok := o.set[d.Move]; ok {
		off, cancels := moveDeed(m)
		if who := meeting(&set); cancels && off.what == DeedCancelled && len(who) > 1 && sameSet(who, off.who) {
			return m.Said.From <= d.To
		}
	}
	if v.heldLater(d, m) {
		return true
	}
	if d.By == 0 || !slices.Contains(m.By, d.By) || m.Said.From > d.To || m.Said.To < d.From || m.Said.From == "" {
		return false
	}
	list := plainWords(m.Words)
	_, end := words().find("undone", list)
	if end < 0 || unsure(m.Words) {
		return false
	}
	return v.undoes(d, m, list)
}

// undoes tells whether a sentence says of what was due that it did not come about: the
// thing stands before it, and nothing else is joined between the two.
func (v *view) undoes(d *Deadline, m *Move, list []string) bool {
	what := plainWords(m.What)
	start, _ := words().find("undone", list)
	thing := strings.Join(what, " ")
	at := strings.Index(" "+strings.Join(list[:start], " ")+" ", " "+thing+" ")
	if thing == "" || at < 0 {
		return false
	}
	between := strings.Fields(strings.Join(list[:start], " ")[at:])
	if slices.ContainsFunc(between, func(w string) bool { return words().has("joint", w) }) {
		return false
	}
	a, b := content(d.What), content(m.What)
	return sameThing(a, b) || slices.ContainsFunc(a, func(w string) bool {
		return slices.Contains(b, w) && (words().has("gathering", w) || words().has("gathering", w+"s"))
	})
}

// laterDays is within how many days after its window a meeting may be held late.
const laterDays = 7

// heldLater tells whether a meeting that was due on a day was held on a later one: it is
// told as the first of its kind, so none was held before, by two whose parties are
// those of the maker and of who is named.
func (v *view) heldLater(d *Deadline, m *Move) bool {
	who := v.partiesOf(slices.Concat(m.By, m.To))
	late := m.Said.From > d.To && apart(d.To, m.Said.From, laterDays) && m.Said.From == m.Said.To
	if m.Act != doc.Meet || m.Status != doc.Done || !late || !lasts(d, 1) || len(who) != 2 || !isGathering(d.What) || !sameGathering(content(d.What), content(m.Words)) {
		return false
	}
	own := slices.Index(who, v.partyOf(d.By))
	list := plainWords(m.Words)
	at := slices.Index(list, "first")
	if own < 0 || !v.anyNamed(who[1-own:2-own], d.Words) || at < 0 {
		return false
	}
	return slices.ContainsFunc(list[at:min(len(list), at+4)], func(w string) bool {
		return words().has("gathering", w) && slices.Contains(content(d.What), stem(w))
	})
}
