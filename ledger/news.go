package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parley-reader/parley/doc"
)

// Bounds of what new reports are held against.
const (
	newsRead   = 2000   // older moves of the actors of one
	newsMost   = 20_000 // of those of many
	newsWindow = 30     // days before the report
)

// News tells what a report brought when it was learned: the moves that no report
// told before, those that one did and since when, and the shifts and conflicts
// that it takes part in. A near-copy of an older report brings nothing new.
//
// It reads the report's lines, at most 2000 older moves of its actors within 30
// days, and what [Ledger.Shifts] and [Ledger.Conflicts] read for those days.
func (l *Ledger) News(ctx context.Context, id ReportID) (*News, error) {
	list, err := l.NewsOf(ctx, []ReportID{id})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// NewsOf tells of each of some reports what [Ledger.News] tells of it, in their order,
// with a few questions for all that were learned on one day. It reads the older
// moves of all their actors together, at most 20,000, and shifts and conflicts among
// as many lines as those of one report.
func (l *Ledger) NewsOf(ctx context.Context, ids []ReportID) ([]*News, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := l.Store.Reports(ctx, Query{Reports: ids, Limit: len(ids)})
	if err != nil {
		return nil, err
	}
	days := map[Day][]*Report{}
	known := map[ReportID]bool{}
	for i := range list {
		r := &list[i]
		known[r.ID] = true
		days[day(r.Learned)] = append(days[day(r.Learned)], r)
	}
	for _, id := range ids {
		if !known[id] {
			return nil, fmt.Errorf("no report %d is kept", id)
		}
	}
	told := map[ReportID]*News{}
	for _, reports := range days {
		if err := l.newsOf(ctx, reports, told); err != nil {
			return nil, err
		}
	}
	out := make([]*News, len(ids))
	for i, id := range ids {
		out[i] = told[id]
	}
	return out, nil
}

// newsOf tells what reports brought that were learned on one day.
func (l *Ledger) newsOf(ctx context.Context, reports []*Report, told map[ReportID]*News) error {
	last := slices.MaxFunc(reports, func(a, b *Report) int { return a.Learned.Compare(b.Learned) }).Learned
	v, err := l.see(ctx, Ask{AsOf: last, Limit: listLines * min(len(reports), newsMost/newsRead)})
	if err != nil {
		return err
	}
	var ids []ReportID
	for _, r := range reports {
		ids = append(ids, r.ID)
	}
	if err := v.cite(ids...); err != nil {
		return err
	}
	all, err := v.moves(Query{Reports: ids})
	if err != nil {
		return err
	}
	moves := map[ReportID][]Move{}
	for _, m := range all {
		moves[m.Report] = append(moves[m.Report], m)
	}
	since := Day("9")
	for _, r := range reports {
		told[r.ID] = &News{Source: v.source(&Line{Report: r.ID})}
		since = min(since, earliest(moves[r.ID], r.Published))
	}
	older, err := v.olderMoves(all, since, len(reports))
	if err != nil {
		return err
	}
	if err := v.sort(reports, moves, older, told); err != nil {
		return err
	}
	v.q.Since = since
	return v.turnsOf(reports, told)
}

// turnsOf puts shifts and conflicts to the reports that take part in them.
func (v *view) turnsOf(reports []*Report, told map[ReportID]*News) error {
	shifts, err := v.shifts()
	if err != nil {
		return err
	}
	if _, err := v.windows(); err != nil { // families are told by all reports that were read
		return err
	}
	conflicts, err := v.conflicts()
	if err != nil {
		return err
	}
	for _, r := range reports {
		n := told[r.ID]
		// What was learned after it did not come with it.
		n.Shifts = pick(shifts, func(s *ShiftLink) bool {
			return s.line().Report == r.ID && (s.Told != nil || !v.followed(s.From.Report, r))
		})
		n.Conflicts = pick(conflicts, func(c *Conflict) bool {
			a, b := c.A.Source.Report, c.B.Source.Report
			return a == r.ID && !v.followed(b, r) || b == r.ID && !v.followed(a, r)
		})
	}
	return nil
}

// followed tells whether a report that was cited was learned after another.
func (v *view) followed(id ReportID, r *Report) bool {
	x := v.reports[id]
	return learnedAfter(x.Learned, id, r)
}

// learnedAfter tells whether a report of a time and number was learned after another.
func learnedAfter(learned time.Time, id ReportID, r *Report) bool {
	return learned.After(r.Learned) || learned.Equal(r.Learned) && id > r.ID
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

// doing is what moves that may tell the same have in common: the act and, of their
// makers, the one with the least number.
type doing struct {
	act doc.Act
	by  ActorID
}

func doingOf(m *Move) doing {
	if len(m.By) == 0 {
		return doing{act: m.Act}
	}
	return doing{m.Act, slices.Min(m.By)}
}

// heard is a move with what it is held against others by, made out once where it is
// asked for.
type heard struct {
	*Move
	fold    string   // its words
	numbers []number // in what it does
	words   []string // content words of the rest of that
	folds   bool     // fold is there
	parts   bool     // numbers and words are there
}

func (h *heard) folded() string {
	if !h.folds {
		h.fold, h.folds = FoldName(h.Words), true
	}
	return h.fold
}

func (h *heard) what() ([]number, []string) {
	if !h.parts {
		h.numbers, h.words = takeNumbers(h.What)
		h.parts = true
	}
	return h.numbers, h.words
}

// olderMoves reads what the makers of moves did since a day, in order.
func (v *view) olderMoves(moves []Move, since Day, reports int) (map[doing][]*heard, error) {
	out := map[doing][]*heard{}
	var by []ActorID
	for i := range moves {
		by = append(by, moves[i].By...)
	}
	if len(by) == 0 {
		return out, nil
	}
	slices.Sort(by)
	q := Query{AsOf: v.q.AsOf, Since: since, Actors: v.stored(slices.Compact(by)), Newest: true, Limit: min(newsRead*reports, newsMost)}
	list, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Move) int { return before(&a.Line, &b.Line) })
	wanted := map[doing]bool{}
	for i := range moves {
		wanted[doingOf(&moves[i])] = true
	}
	for i := range list {
		if k := doingOf(&list[i]); wanted[k] {
			out[k] = append(out[k], &heard{Move: &list[i]})
		}
	}
	return out, nil
}

// sort puts each move of new reports among the new or the known ones.
func (v *view) sort(reports []*Report, moves map[ReportID][]Move, older map[doing][]*heard, told map[ReportID]*News) error {
	first := map[ReportID][]*Move{} // of each known line, who told it first
	var cited []ReportID
	for _, r := range reports {
		n := told[r.ID]
		seen := map[string]bool{}
		for i := range moves[r.ID] {
			m := &moves[r.ID][i]
			if seen[m.Words] {
				continue
			}
			seen[m.Words] = true
			list, t := older[doingOf(m)], &heard{Move: m}
			at := slices.IndexFunc(list, func(o *heard) bool {
				return o.Report != r.ID && retold(o, t) && !learnedAfter(o.Learned, o.Report, r)
			})
			if at < 0 {
				n.New = append(n.New, m.Words)
				continue
			}
			n.Known = append(n.Known, KnownLine{Words: m.Words, Since: list[at].Said.From})
			first[r.ID] = append(first[r.ID], list[at].Move)
			cited = append(cited, list[at].Report)
		}
	}
	err := v.cite(cited...)
	for id, list := range first {
		for i, m := range list {
			told[id].Known[i].First = v.source(&m.Line)
		}
	}
	return err
}

// retold tells whether a move is one that was told before: the same makers do the
// same about the same thing, or the same words tell it, within a fortnight.
func retold(o, m *heard) bool {
	if o.Act != m.Act || o.Status != m.Status || !sameSet(o.By, m.By) {
		return false
	}
	if o.folded() == m.folded() {
		return true
	}
	if !apart(o.Said.From, m.Said.From, 14) {
		return false
	}
	x, a := o.what()
	y, b := m.what()
	return (len(x) == 0 || len(y) == 0 || x[0].value == y[0].value) && sameThing(a, b)
}
