package ledger

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// came tells what came of a deadline and which line tells so; nil where none does.
// That line is of another family of reports.
func (v *view) came(d *Deadline, o *outcomes) (DueState, *Move, error) {
	if m := v.dropped(d, o); m != nil {
		return DueDropped, m, nil
	}
	x := v.dueOf(d, o)
	for _, i := range o.near(x) {
		m := &o.moves[i]
		if m.Key == d.Move || m.Report == d.Report {
			continue
		}
		state := DueState("")
		switch {
		case v.kept(x, m):
			state = DueKept
		case v.missed(x, m):
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
		return state, &m.Move, nil
	}
	return "", nil, nil
}

// dropped finds the move by which the maker of a deadline gave it up before its end:
// it is told together with the same day, there or in a later report.
func (v *view) dropped(d *Deadline, o *outcomes) *Move {
	for _, i := range o.gave {
		x := &o.list[i]
		m := o.set[x.Move]
		if d.By == 0 || x.By != d.By || x.To != d.To || !slices.Contains(m.By, d.By) {
			continue
		}
		told := v.reports[x.Report].Published
		if told <= d.To && (x.Report == d.Report && x.Move == d.Move || told > v.reports[d.Report].Published && v.family(x.Report) != v.family(d.Report)) {
			return m
		}
	}
	return nil
}

// givesUp tells whether a move gives up what was asked for, in so many words.
func givesUp(m *Move) bool {
	if m.Act != doc.Concede || len(m.By) == 0 || !sure(m) {
		return false
	}
	at, _ := words().find("givenup", plainWords(m.Words))
	return at >= 0
}

// tellsOf tells whether a move that undoes what was due comes late enough to speak of
// it: after it was set, and what never took place, after the window.
func (v *view) tellsOf(d *Deadline, m *told) bool {
	told := v.reports[m.Report].Published
	if m.Said.From > d.To {
		return told >= m.Said.From // held on a later day
	}
	if _, end := words().find("undone", m.words()); end > 0 {
		return told > d.To
	}
	return told > v.setOn(d)
}

// keeps tells whether a move may keep a deadline: it was done, on one day, without
// conditions, and is no act against anything.
func keeps(m *Move) bool {
	switch m.Act {
	case doc.Reject, doc.Leave, doc.Deny, doc.Doubt, doc.Accuse, doc.Threaten:
		return false
	}
	return m.Status == doc.Done && m.Said.From != "" && m.Said.From == m.Said.To && len(m.Conditions) == 0
}

// kept tells whether a move is what a deadline asked for: done after it was set and
// within its window, by its makers, and the same thing by its words, by what it
// counts, or as a meeting of the same.
func (v *view) kept(d *due, m *told) bool {
	if !keeps(&m.Move) || m.Said.From < d.on || m.Said.From < d.From || m.Said.To > d.To {
		return false
	}
	return keepsWord(d, m) || keepsCount(d, m) || keepsMeeting(d, m) || v.keepsGathering(d, m)
}

// keepsWord tells whether the maker did the same thing by its words, on a later day
// than he said so.
func keepsWord(d *due, m *told) bool {
	if d.By == 0 || !slices.Contains(m.By, d.By) || m.Said.From <= d.on {
		return false
	}
	n := shared(d.what, m.doing())
	return n >= 2 || n == 1 && len(d.what) == 1
}

// fewest tells a number that hardly two things have by chance.
const fewest = 10

// keepsCount tells whether those who were to hand something over did so on one of the
// days, in the same number: there are two of them at least.
func keepsCount(d *due, m *told) bool {
	if d.set == nil || len(d.set.By) < 2 || !sameSet(d.set.By, m.By) || m.Act != doc.Concede && m.Act != doc.Aid || !lasts(d.Deadline, 3) {
		return false
	}
	was, is := countsOf(d.What), countsOf(m.What)
	return len(was) == 1 && len(is) == 1 && was[0].value == is[0].value && was[0].value >= fewest
}

// lasts tells whether a window is at most so many days long.
func lasts(d *Deadline, n int) bool { return d.From != "" && apart(d.From, d.To, n-1) }

// keepsMeeting tells whether a meeting that was planned was held: all who were to meet
// met. A call keeps no more than a call.
func keepsMeeting(d *due, m *told) bool {
	if d.set == nil || m.Act != doc.Meet || len(d.who) < 2 {
		return false
	}
	if slices.ContainsFunc(d.who, func(id ActorID) bool { return !slices.Contains(m.By, id) && !slices.Contains(m.To, id) }) {
		return false
	}
	return !remote(&m.Move) || remote(d.set)
}

// meeting are those who are to meet by a move, in order; nil where it plans none.
func meeting(m *Move) []ActorID {
	if m.Act != doc.Meet && (m.Act != doc.Agree || !gathers(m)) {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.By, m.To))))
}

// gatheringDays is how long a window of a gathering is at most that what was done "at
// the talks" is held against.
const gatheringDays = 7

// keepsGathering tells whether a line places what its makers did at the gathering that
// was due within a week ("agreed at a third round of talks"): the makers are two, and
// the deadline names them.
func (v *view) keepsGathering(d *due, m *told) bool {
	if len(m.By) < 2 || !d.gathers || !lasts(d.Deadline, gatheringDays) {
		return false
	}
	list := m.words()
	if !atGathering(d.what, list) || !sameGathering(d.what, contentOf(list)) {
		return false
	}
	return v.allNamed(m.By, d.Words)
}

// atGathering tells whether the first word for a meeting that is due stands behind a
// word that tells that it is going on or over, and none that it is to come.
func atGathering(due, list []string) bool {
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
func (v *view) missed(d *due, m *told) bool {
	if len(d.who) > 1 && m.off != nil && sameSet(d.who, m.off) {
		return m.Said.From <= d.To
	}
	if v.heldLater(d, m) {
		return true
	}
	if d.By == 0 || !slices.Contains(m.By, d.By) || m.Said.From > d.To || m.Said.To < d.From || m.Said.From == "" {
		return false
	}
	return undone(m) && undoes(d, m)
}

// undoes tells whether a sentence says of what was due that it did not come about: the
// thing stands before it, and nothing else is joined between the two.
func undoes(d *due, m *told) bool {
	list, what := m.words(), plainWords(m.What)
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
	b := contentOf(what)
	return sameThing(d.what, b) || slices.ContainsFunc(d.what, func(w string) bool {
		return slices.Contains(b, w) && (words().has("gathering", w) || words().has("gathering", w+"s"))
	})
}

// laterDays is within how many days after its window a meeting may be held late.
const laterDays = 7

// heldLater tells whether a meeting that was due on a day was held on a later one: it is
// told as the first of its kind, so none was held before, by two whose parties are
// those of the maker and of who is named.
func (v *view) heldLater(d *due, m *told) bool {
	late := m.Act == doc.Meet && m.Status == doc.Done && m.Said.From == m.Said.To && m.Said.From > d.To && apart(d.To, m.Said.From, laterDays)
	if !late || !d.gathers || !lasts(d.Deadline, 1) {
		return false
	}
	list := m.words()
	at := slices.Index(list, "first")
	if at < 0 || !sameGathering(d.what, contentOf(list)) {
		return false
	}
	who := v.partiesOf(slices.Concat(m.By, m.To))
	own := slices.Index(who, v.partyOf(d.By))
	if len(who) != 2 || own < 0 || !v.anyNamed(who[1-own:2-own], d.Words) {
		return false
	}
	return slices.ContainsFunc(list[at:min(len(list), at+4)], func(w string) bool {
		return words().has("gathering", w) && slices.Contains(d.what, stem(w))
	})
}
