package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// Walk goes through all that lies within the bounds of a question, page by page,
// with corrections applied, so that memory does not grow with the number of lines:
// for exports. It is for one goroutine.
//
// Lines come by the day of saying. What is added while it goes may come or not;
// whoever reads reports, actors and proposals after the lines misses none that
// a line names.
type Walk struct {
	v *view
}

const (
	walkPage = 2000
	textPage = 50     // reports with their texts
	walkKeep = 20_000 // reports and actors that are remembered from page to page
)

// Walk begins to go through what a question is bounded to; its Limit and After
// count for nothing.
func (l *Ledger) Walk(ctx context.Context, ask Ask) (*Walk, error) {
	ask.Limit, ask.After = 0, 0
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	return &Walk{v: v}, nil
}

// Narrow tells whether actors, parties or a proposal bound the question, so that
// not every report of the period belongs to it.
func (w *Walk) Narrow() bool { return len(w.v.asked) > 0 || w.v.chosen != nil }

// Parties are the parties that the dossier names, in its order. One that nobody
// carries has a number of its own, that [Walk.Actors] knows.
func (w *Walk) Parties() []Actor { return slices.Clone(w.v.parties) }

// pages reads page after page. each gets what is read as it is, and must not keep
// the slice.
func pages[T any](v *view, q Query, read func(context.Context, Query) ([]T, error), id func(*T) int64, each func([]T) error) error {
	if q.Limit == 0 {
		q.Limit = walkPage
	}
	for {
		list, err := read(v.ctx, q)
		if err != nil || len(list) == 0 {
			return err
		}
		n, last := len(list), id(&list[len(list)-1])
		v.forget()
		if err := each(list); err != nil {
			return err
		}
		if n < q.Limit {
			return nil
		}
		q.After = last
	}
}

// forget drops what was remembered of reports where it has become much.
func (v *view) forget() {
	if len(v.reports) > walkKeep {
		clear(v.reports)
		clear(v.copies)
		clear(v.unnamed)
		clear(v.versioned)
		v.past = newPast(v.ask.AsOf)
	}
	for _, s := range v.splits {
		if len(s.seen) > walkKeep {
			clear(s.seen)
			clear(s.own)
		}
	}
}

// Reports gives the reports of the period and the outlets, by day of publication,
// with their texts where text is set.
func (w *Walk) Reports(text bool, each func([]Report) error) error {
	q := w.v.q
	q.Actors, q.Proposals, q.Text = nil, nil, text
	if text {
		q.Limit = textPage
	}
	return pages(w.v, q, w.v.store.Reports, func(r *Report) int64 { return int64(r.ID) }, each)
}

// ReportsOf gives the reports with the numbers, with their texts where text is set.
func (w *Walk) ReportsOf(ids []ReportID, text bool, each func([]Report) error) error {
	size := walkPage
	if text {
		size = textPage
	}
	for part := range slices.Chunk(ids, size) {
		list, err := w.v.store.Reports(w.v.ctx, Query{Reports: part, Text: text, Limit: len(part)})
		if err != nil {
			return err
		}
		if err := each(list); err != nil {
			return err
		}
	}
	return nil
}

// Moves gives the moves.
func (w *Walk) Moves(each func([]MoveLine) error) error {
	return w.moves(w.v.q, func(list []Move) error {
		lines, err := w.v.moveLines(list)
		if err != nil {
			return err
		}
		return each(lines)
	})
}

// Events gives the moves that carry a code of PLOVER, those of copies too.
func (w *Walk) Events(each func([]MoveLine) error) error {
	q := w.v.q
	q.Events = true
	return w.moves(q, func(list []Move) error {
		lines, err := w.v.moveLines(list)
		if err != nil {
			return err
		}
		return each(lines)
	})
}

// EventsOnce is Events without what copies and versions tell again: what
// [Ledger.Events] gives.
func (w *Walk) EventsOnce(each func([]MoveLine) error) error {
	q := w.v.q
	q.Events = true
	return w.moves(q, func(list []Move) error {
		again, err := w.v.retold(list, true)
		if err != nil {
			return err
		}
		lines, err := w.v.moveLines(slices.DeleteFunc(list, func(m Move) bool { return again[m.Key] }))
		if err != nil {
			return err
		}
		return each(lines)
	})
}

func (w *Walk) moves(q Query, each func([]Move) error) error {
	return pages(w.v, q, w.v.store.Moves, func(m *Move) int64 { return int64(m.ID) }, func(list []Move) error {
		list, err := w.v.mendMoves(list, q.Actors)
		if err != nil {
			return err
		}
		return each(list)
	})
}

// Commitments gives what was promised and how it stands, see [Ledger.Commitments];
// one that is told on two pages of 2000 comes twice.
func (w *Walk) Commitments(each func([]Waiting) error) error {
	q := w.v.q
	q.Commitments, q.Newest = true, true
	return w.moves(q, func(list []Move) error {
		out, err := w.v.waitingOf(list)
		if err != nil {
			return err
		}
		return each(out)
	})
}

// Statements gives who said what.
func (w *Walk) Statements(each func([]StatementLine) error) error {
	return pages(w.v, w.v.q, w.v.store.Statements, func(s *Statement) int64 { return int64(s.ID) }, func(list []Statement) error {
		list, err := w.v.mendStatements(list, w.v.q.Actors)
		if err != nil {
			return err
		}
		lines, err := w.v.statementLines(list)
		if err != nil {
			return err
		}
		return each(lines)
	})
}

// Positions gives the positions, in the rows that a table would put them; of a
// dossier with issues those that belong to one. Stand.Sources is not counted.
func (w *Walk) Positions(each func([]Stand) error) error {
	v := w.v
	return pages(v, v.q, v.store.Positions, func(p *Position) int64 { return int64(p.ID) }, func(list []Position) error {
		list, err := v.mendPositions(list, v.q.Actors)
		if err == nil {
			list, err = v.ofIssues(list)
		}
		if err != nil {
			return err
		}
		var reports []ReportID
		for i := range list {
			reports = append(reports, list[i].Report)
		}
		if err := v.cite(reports...); err != nil {
			return err
		}
		out := make([]Stand, len(list))
		for i := range list {
			out[i] = Stand{Position: list[i], Source: v.source(&list[i].Line)}
		}
		return each(out)
	})
}

// ofIssues leaves out positions on proposals that belong to no issue.
func (v *view) ofIssues(list []Position) ([]Position, error) {
	if v.ask.Dossier == nil || len(v.ask.Dossier.Issues) == 0 {
		return list, nil
	}
	var ids []ProposalID
	for i := range list {
		ids = append(ids, list[i].Proposal)
	}
	slices.Sort(ids)
	all, err := v.proposals(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(p Position) bool { x := all[p.Proposal]; return !v.issue(&x) }), nil
}

// Deadlines gives the deadlines, each as it is told, with how it stands; see
// [Ledger.Due]. DueLine.Sources is not told.
func (w *Walk) Deadlines(each func([]DueLine) error) error {
	v := w.v
	q := v.q
	q.Proposals = nil
	return pages(v, q, v.store.Deadlines, func(d *Deadline) int64 { return int64(d.ID) }, func(list []Deadline) error {
		list, err := v.mendDeadlines(list, q.Actors)
		if err != nil {
			return err
		}
		var reports []ReportID
		var by []ActorID
		for i := range list {
			reports, by = append(reports, list[i].Report), append(by, list[i].By)
		}
		if err := cmp.Or(v.cite(reports...), v.meet(by...)); err != nil {
			return err
		}
		later, err := v.outcomes(list)
		if err != nil {
			return err
		}
		var out []DueLine
		for _, g := range v.sameWindows(list) {
			head, err := v.dueLine(g, later)
			if err != nil {
				return err
			}
			for i := range g {
				line := head
				line.Deadline, line.Source, line.Sources = g[i], v.source(&g[i].Line), nil
				out = append(out, line)
			}
		}
		return each(out)
	})
}

// Shifts gives the changes of position that reports tell. Those between two
// passages are [Ledger.Shifts].
func (w *Walk) Shifts(each func([]ShiftLink) error) error {
	v := w.v
	if v.chosen != nil {
		return nil // a told shift lies on no proposal
	}
	return pages(v, v.q, v.store.Shifts, func(s *Shift) int64 { return int64(s.ID) }, func(list []Shift) error {
		list, err := v.mendTold(list, v.q.Actors)
		if err != nil {
			return err
		}
		var reports []ReportID
		var actors []ActorID
		for i := range list {
			reports, actors = append(reports, list[i].Report), append(actors, list[i].Actor)
		}
		if err := v.cite(reports...); err != nil {
			return err
		}
		met, err := w.Actors(actors)
		if err != nil {
			return err
		}
		out := make([]ShiftLink, len(list))
		for i := range list {
			s := &list[i]
			out[i] = ShiftLink{Actor: met[s.Actor], By: s.Actor, Told: s, Source: v.source(&s.Line), Day: s.Said}
			out[i].From.Words, out[i].To.Words = s.From, s.To
		}
		return each(out)
	})
}

// Actors gives the actors that lines of this walk name, corrected.
func (w *Walk) Actors(ids []ActorID) (map[ActorID]Actor, error) {
	v := w.v
	if len(v.actors) > walkKeep {
		for id := range v.actors {
			if id > 0 {
				delete(v.actors, id)
			}
		}
	}
	if err := v.meet(ids...); err != nil {
		return nil, err
	}
	out := make(map[ActorID]Actor, len(ids))
	for _, id := range ids {
		if a, ok := v.actors[v.one(id)]; ok {
			out[id] = a
		}
	}
	return out, nil
}

// Proposals gives proposals by number; those taking part are corrected.
func (w *Walk) Proposals(ids []ProposalID) ([]Proposal, error) {
	list, err := w.v.store.Proposals(w.v.ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range list {
		var who []ActorID
		for _, id := range list[i].Participants {
			who = addID(who, w.v.one(id))
		}
		list[i].Participants = who
	}
	slices.SortFunc(list, func(a, b Proposal) int { return strings.Compare(a.Key, b.Key) })
	return list, nil
}

// Options gives the options of proposals and of those merged into them.
func (w *Walk) Options(ids []ProposalID) ([]Option, error) {
	var all []ProposalID
	for _, id := range ids {
		all = append(all, w.v.all(id)...)
	}
	list, err := w.v.store.Options(w.v.ctx, all)
	for i := range list {
		list[i].Proposal = w.v.oneProposal(list[i].Proposal)
	}
	slices.SortFunc(list, func(a, b Option) int { return strings.Compare(a.Key, b.Key) })
	return list, err
}
