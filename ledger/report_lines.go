package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// ReportLines is what one report tells, each kind in the order of its text.
type ReportLines struct {
	Moves      []MoveLine
	Statements []StatementLine
	Positions  []Stand // Label names the proposal of each; Sources is 1
	Options    []Option
	Deadlines  []DueLine
	Shifts     []Shift
}

// LinesOf gives the lines of one report with corrections applied: those that were
// marked as wrong are left out. Of the question, AsOf and Least count; a move that a
// position or a deadline of that confidence rests on is there too. A deadline
// stands as on the day that is asked for, see [Ledger.Due]. The error tells where no
// such report is kept.
func (l *Ledger) LinesOf(ctx context.Context, id ReportID, ask Ask) (*ReportLines, error) {
	v, err := l.see(ctx, Ask{AsOf: ask.AsOf, Least: ask.Least})
	if err != nil {
		return nil, err
	}
	if err := v.cite(id); err != nil {
		return nil, err
	}
	if _, ok := v.reports[id]; !ok {
		return nil, fmt.Errorf("no report %d is kept", id)
	}
	out := &ReportLines{}
	q := Query{Reports: []ReportID{id}, Least: ask.Least}
	for _, step := range []func(*ReportLines, Query) error{v.reportStands, v.reportDue, v.reportSayings} {
		if err := step(out, q); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inText compares lines by where they stand.
func inText(a, b *Line) int {
	return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Key, b.Key))
}

func (v *view) reportSayings(out *ReportLines, q Query) error {
	rests := map[string]bool{}
	for i := range out.Positions {
		rests[out.Positions[i].Move] = true
	}
	for i := range out.Deadlines {
		rests[out.Deadlines[i].Move] = true
	}
	all := q
	all.Least = 0
	moves, err := v.moves(all)
	if err != nil {
		return err
	}
	moves = slices.DeleteFunc(moves, func(m Move) bool { return m.Confidence < q.Least && !rests[m.Key] })
	if out.Moves, err = v.moveLines(moves); err != nil {
		return err
	}
	statements, err := v.statements(q)
	if err != nil {
		return err
	}
	out.Statements, err = v.statementLines(statements)
	slices.SortFunc(out.Moves, func(a, b MoveLine) int { return inText(&a.Line, &b.Line) })
	slices.SortFunc(out.Statements, func(a, b StatementLine) int { return inText(&a.Line, &b.Line) })
	return err
}

func (v *view) reportStands(out *ReportLines, q Query) error {
	list, err := v.positions(q)
	if err != nil || len(list) == 0 {
		return err
	}
	slices.SortFunc(list, func(a, b Position) int { return inText(&a.Line, &b.Line) })
	var ids []ProposalID
	for i := range list {
		ids = addID(ids, list[i].Proposal)
	}
	proposals, err := v.store.Proposals(v.ctx, ids)
	if err != nil {
		return err
	}
	label := map[ProposalID]string{}
	for i := range proposals {
		label[proposals[i].ID] = proposals[i].Label
	}
	for i := range list {
		out.Positions = append(out.Positions, Stand{Position: list[i], Label: label[list[i].Proposal], Source: v.source(&list[i].Line), Sources: 1})
	}
	out.Options, err = v.store.Options(v.ctx, ids)
	return err
}

func (v *view) reportDue(out *ReportLines, q Query) error {
	due, err := v.due(q, listLines)
	if err != nil {
		return err
	}
	slices.SortFunc(due, func(a, b DueLine) int { return inText(&a.Line, &b.Line) })
	out.Deadlines = due
	shifts, err := v.told(q)
	slices.SortFunc(shifts, func(a, b Shift) int { return inText(&a.Line, &b.Line) })
	out.Shifts = shifts
	return err
}

// LinesIn gives the moves and statements of some reports with corrections applied.
// Of the question, AsOf, Actors and Least count. The errors of unknown actors are
// those of [Ledger.Statements].
func (l *Ledger) LinesIn(ctx context.Context, ids []ReportID, ask Ask) ([]MoveLine, []StatementLine, error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	v, err := l.see(ctx, Ask{AsOf: ask.AsOf, Actors: ask.Actors, Least: ask.Least})
	if err != nil {
		return nil, nil, err
	}
	q := Query{Reports: ids, Actors: v.q.Actors, Least: ask.Least}
	list, err := v.moves(q)
	if err != nil {
		return nil, nil, err
	}
	moves, err := v.moveLines(list)
	if err != nil {
		return nil, nil, err
	}
	said, err := v.statements(q)
	if err != nil {
		return nil, nil, err
	}
	statements, err := v.statementLines(said)
	return moves, statements, err
}

// Cite tells of reports what a citation has, with the number of their copies as of
// the time that is asked for.
func (l *Ledger) Cite(ctx context.Context, ids []ReportID, ask Ask) (map[ReportID]Source, error) {
	v, err := l.see(ctx, Ask{AsOf: ask.AsOf})
	if err != nil {
		return nil, err
	}
	if err := v.cite(ids...); err != nil {
		return nil, err
	}
	out := map[ReportID]Source{}
	for _, id := range ids {
		if _, ok := v.reports[id]; ok {
			out[id] = v.source(&Line{Report: id})
		}
	}
	return out, nil
}

// ToldBefore tells which moves of a report an earlier one told already, by the keys
// of the moves: what [Ledger.News] knows of them, alone. Corrections are applied as
// they are now. It reads at most 2000 moves of the same makers, said within a
// fortnight of those of the report.
func (l *Ledger) ToldBefore(ctx context.Context, id ReportID) (map[string]KnownLine, error) {
	list, err := l.Store.Reports(ctx, Query{Reports: []ReportID{id}})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no report %d is kept", id)
	}
	r := &list[0]
	v, err := l.see(ctx, Ask{})
	if err != nil {
		return nil, err
	}
	moves, err := v.moves(Query{Reports: []ReportID{id}})
	if err != nil {
		return nil, err
	}
	older, err := v.beside(r, moves)
	if err != nil {
		return nil, err
	}
	out := map[string]KnownLine{}
	first := map[string]*Move{}
	var cited []ReportID
	for i := range moves {
		m := &moves[i]
		x := &heard{Move: m}
		at := slices.IndexFunc(older, func(o *heard) bool { return retold(o, x) })
		if at >= 0 {
			first[m.Key] = older[at].Move
			cited = append(cited, older[at].Report)
		}
	}
	if err := v.cite(cited...); err != nil {
		return nil, err
	}
	for i := range moves {
		if o := first[moves[i].Key]; o != nil {
			out[moves[i].Key] = KnownLine{Words: moves[i].Words, Since: o.Said.From, First: v.source(&o.Line)}
		}
	}
	return out, nil
}

// besideDays is how far from a move one may be said that tells the same.
const besideDays = 14

// beside reads what the makers of a report's moves did about the same days, as
// reports told that were learned before it, in order.
func (v *view) beside(r *Report, moves []Move) ([]*heard, error) {
	var by []ActorID
	var from, to Day
	for i := range moves {
		m := &moves[i]
		by = append(by, m.By...)
		if m.Said.From != "" && apart(m.Said.From, r.Published, newsWindow) {
			if from == "" || m.Said.From < from {
				from = m.Said.From
			}
			to = max(to, m.Said.From)
		}
	}
	if len(by) == 0 || from == "" {
		return nil, nil
	}
	slices.Sort(by)
	q := Query{Actors: v.stored(slices.Compact(by)), Newest: true, Limit: newsRead}
	q.Since, q.Until = day(dayTime(from).AddDate(0, 0, -besideDays)), day(dayTime(to).AddDate(0, 0, besideDays))
	list, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(o Move) bool { return o.Report == r.ID || learnedAfter(o.Learned, o.Report, r) })
	slices.SortFunc(list, func(a, b Move) int { return before(&a.Line, &b.Line) })
	out := make([]*heard, len(list))
	for i := range list {
		out[i] = &heard{Move: &list[i]}
	}
	return out, nil
}
