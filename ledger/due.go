package ledger

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// Due gives the deadlines by the end of their windows, the earliest first, at most
// 200 or Ask.Limit, and how each stands on the day that is asked for. It is kept or
// missed only where a line tells so or by hand. One window that several reports
// tell is one line.
//
// It reads as many deadlines as it gives, and at most 5000 moves of their makers.
func (l *Ledger) Due(ctx context.Context, ask Ask) ([]DueLine, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	return v.due(v.q, v.limit(listLines))
}

func (v *view) due(q Query, limit int) ([]DueLine, error) {
	q.Newest, q.Limit, q.Proposals = true, limit, nil
	list, err := v.deadlines(q)
	if err != nil {
		return nil, err
	}
	var reports []ReportID
	var by []ActorID
	for i := range list {
		reports, by = append(reports, list[i].Report), append(by, list[i].By)
	}
	if err := cmp.Or(v.cite(reports...), v.meet(by...)); err != nil {
		return nil, err
	}
	groups := v.sameWindows(list)
	later, err := v.doneMoves(list)
	if err != nil {
		return nil, err
	}
	var out []DueLine
	for _, g := range groups {
		out = append(out, v.dueLine(g, later))
	}
	slices.SortFunc(out, func(a, b DueLine) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}

// sameWindows groups deadlines that are one: of one actor, with one end, about one
// thing; or in the same words of one family, whose copies count "the coming days"
// from another day. Each group is in order.
func (v *view) sameWindows(list []Deadline) [][]Deadline {
	slices.SortFunc(list, func(a, b Deadline) int { return before(&a.Line, &b.Line) })
	type window struct {
		by ActorID
		to Day
	}
	type telling struct {
		family ReportID
		words  string
	}
	told := map[telling]int{}
	at := map[window][]int{}
	var out [][]Deadline
	var words [][]string
	for _, d := range list {
		k, c := window{v.voice(d.By, d.Report), d.To}, content(d.What)
		home := -1
		for _, i := range at[k] {
			if sameThing(words[i], c) || len(c) == 0 && len(words[i]) == 0 && FoldName(out[i][0].Phrase) == FoldName(d.Phrase) {
				home = i
				break
			}
		}
		same := telling{v.family(d.Report), FoldName(d.Words + " " + d.Phrase + " " + d.What)}
		if i, ok := told[same]; ok && home < 0 && out[i][0].Report != d.Report {
			home = i
		}
		if home >= 0 {
			out[home] = append(out[home], d)
			continue
		}
		told[same] = len(out)
		at[k] = append(at[k], len(out))
		out, words = append(out, []Deadline{d}), append(words, c)
	}
	return out
}

// doneMoves reads what the makers of deadlines did since the first of them.
func (v *view) doneMoves(list []Deadline) ([]Move, error) {
	var by []ActorID
	since := Day("9")
	for i := range list {
		if d := &list[i]; d.By != 0 && d.Said.From != "" {
			by, since = append(by, d.By), min(since, d.Said.From)
		}
	}
	if len(by) == 0 {
		return nil, nil
	}
	slices.Sort(by)
	q := Query{AsOf: v.q.AsOf, Since: since, Outlets: v.q.Outlets, Least: v.q.Least, Newest: true, Limit: evidenceRead}
	q.Actors = v.stored(slices.Compact(by))
	moves, err := v.store.Moves(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	if moves, err = v.mendMoves(moves, nil); err != nil {
		return nil, err
	}
	slices.SortFunc(moves, func(a, b Move) int { return before(&a.Line, &b.Line) })
	return moves, nil
}

// dueLine tells how a deadline stands: by hand, else by what its maker is told to
// have done within the window, else by the calendar.
func (v *view) dueLine(g []Deadline, later []Move) DueLine {
	d := DueLine{Deadline: g[0], Source: v.source(&g[0].Line), State: DueOpen}
	var families []ReportID
	for i := range g {
		if f := v.family(g[i].Report); !slices.Contains(families, f) {
			families = append(families, f)
			if i > 0 {
				d.Sources = append(d.Sources, v.source(&g[i].Line))
			}
		}
	}
	for i := range g {
		if c, ok := v.fix.deadlines[g[i].Key]; ok {
			d.State, d.By = DueState(c.With), c.Author
			return d
		}
	}
	for i := range later {
		if m := &later[i]; keeps(&g[0], m) {
			if v.cite(m.Report) == nil {
				d.State, d.Evidence = DueKept, &MoveLine{Move: *m, Source: v.source(&m.Line)}
				return d
			}
		}
	}
	if d.To < v.now() {
		d.State = DuePassed
	}
	return d
}

// keeps tells whether a move is what a deadline asked for: done, by its maker,
// after it was set and within its window, about the same thing.
func keeps(d *Deadline, m *Move) bool {
	switch {
	case m.Status != doc.Done || d.By == 0 || !slices.Contains(m.By, d.By) || m.Key == d.Move || m.Report == d.Report:
		return false
	case m.Said.From == "" || m.Said.From <= d.Said.To || m.Said.From < d.From || m.Said.To > d.To:
		return false
	case m.Act == doc.Reject || m.Act == doc.Leave || m.Act == doc.Deny || m.Act == doc.Doubt || m.Act == doc.Accuse || m.Act == doc.Threaten || len(m.Conditions) > 0:
		return false
	}
	a, b := content(d.What), content(m.What+" "+m.Cue)
	n := shared(a, b)
	return n >= 2 || n == 1 && len(a) == 1
}
