package ledger

import (
	"context"
	"fmt"
	"slices"
)

// Bounds of what a new report is held against.
const (
	newsRead   = 2000 // older moves of its actors
	newsWindow = 30   // days before the report
)

// News tells what a report brought when it was learned: the moves that no report
// told before, those that one did and since when, and the shifts and conflicts
// that it takes part in. A near-copy of an older report brings nothing new.
//
// It reads the report's lines, at most 2000 older moves of its actors within 30
// days, and what [Ledger.Shifts] and [Ledger.Conflicts] read for those days.
func (l *Ledger) News(ctx context.Context, id ReportID) (*News, error) {
	list, err := l.Store.Reports(ctx, Query{Reports: []ReportID{id}})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no report %d is kept", id)
	}
	r := list[0]
	v, err := l.see(ctx, Ask{AsOf: r.Learned})
	if err != nil {
		return nil, err
	}
	v.ask.AsOf, v.q.AsOf = r.Learned, r.Learned
	if err := v.cite(id); err != nil {
		return nil, err
	}
	n := &News{Source: v.source(&Line{Report: id})}
	moves, err := v.moves(Query{Reports: []ReportID{id}})
	if err != nil {
		return nil, err
	}
	if err := v.sort(n, &r, moves); err != nil {
		return nil, err
	}
	v.q.Since = earliest(moves, r.Published)
	shifts, err := v.shifts()
	if err != nil {
		return nil, err
	}
	n.Shifts = pick(shifts, func(s *ShiftLink) bool { return s.line().Report == id })
	conflicts, err := v.conflicts()
	if err != nil {
		return nil, err
	}
	n.Conflicts = pick(conflicts, func(c *Conflict) bool { return c.A.Source.Report == id || c.B.Source.Report == id })
	return n, nil
}

// earliest is the day from which older lines may tell the same as those of a
// report.
func earliest(moves []Move, published Day) Day {
	t := dayTime(published)
	for i := range moves {
		if s := dayTime(moves[i].Said.From); !s.IsZero() && (t.IsZero() || s.Before(t)) && (t.IsZero() || t.Sub(s).Hours() < 24*newsWindow) {
			t = s
		}
	}
	if t.IsZero() {
		return ""
	}
	return day(t.AddDate(0, 0, -newsWindow))
}

// sort puts each move of a new report among the new or the known ones.
func (v *view) sort(n *News, r *Report, moves []Move) error {
	var by []ActorID
	for i := range moves {
		by = append(by, moves[i].By...)
	}
	var older []MoveLine
	if len(by) > 0 {
		slices.Sort(by)
		q := Query{AsOf: r.Learned, Since: earliest(moves, r.Published), Actors: v.stored(slices.Compact(by)), Newest: true, Limit: newsRead}
		list, err := v.moves(q)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(m Move) bool {
			return m.Report == r.ID || m.Learned.Equal(r.Learned) && m.Report > r.ID
		})
		if older, err = v.moveLines(list); err != nil {
			return err
		}
	}
	slices.SortFunc(older, func(a, b MoveLine) int { return before(&a.Line, &b.Line) })
	told := map[string]bool{}
	for i := range moves {
		m := &moves[i]
		if told[m.Words] {
			continue
		}
		told[m.Words] = true
		at := slices.IndexFunc(older, func(o MoveLine) bool { return retold(&o.Move, m) })
		if at < 0 {
			n.New = append(n.New, m.Words)
			continue
		}
		n.Known = append(n.Known, KnownLine{Words: m.Words, Since: older[at].Said.From, First: older[at].Source})
	}
	return nil
}

// retold tells whether a move is one that was told before: the same makers do the
// same about the same thing, or the same words tell it, within a fortnight.
func retold(o, m *Move) bool {
	if o.Act != m.Act || !sameSet(o.By, m.By) || o.Status != m.Status {
		return false
	}
	if FoldName(o.Words) == FoldName(m.Words) {
		return true
	}
	x, a := takeNumbers(o.What)
	y, b := takeNumbers(m.What)
	if len(x) > 0 && len(y) > 0 && x[0].value != y[0].value {
		return false
	}
	return apart(o.Said.From, m.Said.From, 14) && sameThing(a, b)
}
