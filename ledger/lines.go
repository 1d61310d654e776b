package ledger

import "slices"

// wrong tells whether a line was marked as wrong, or rests on one that was.
func (v *view) wrong(keys ...string) bool {
	for _, k := range keys {
		if k != "" && v.fix.wrong[k] {
			return true
		}
	}
	return false
}

// room widens a query by what corrections will take out of its answer.
func (v *view) room(q Query) Query {
	if q.Limit > 0 {
		q.Limit += len(v.fix.wrong)
	}
	return q
}

// split reads which reports speak of those that were split off; nothing where
// nobody was.
func (v *view) split(reports []ReportID) error {
	for _, s := range v.splits {
		if err := v.look(s, reports); err != nil {
			return err
		}
	}
	return nil
}

// owners are whose line it is, corrected, each once.
func (v *view) owners(ids []ActorID, l *Line) []ActorID {
	if len(v.canon) == 0 && len(v.splits) == 0 {
		return ids
	}
	var out []ActorID
	for _, id := range ids {
		out = addID(out, v.owner(id, l))
	}
	return out
}

// mine tells whether a line is of those that the question is bounded to. Only
// what was split can be of others than the store gave it for.
func (v *view) mine(bounded []ActorID, ids ...ActorID) bool {
	if len(v.splits) == 0 || len(bounded) == 0 || len(v.asked) == 0 {
		return true
	}
	return slices.ContainsFunc(ids, func(id ActorID) bool { return slices.Contains(v.asked, id) })
}

// moves reads moves with corrections applied.
func (v *view) moves(q Query) ([]Move, error) {
	list, err := v.store.Moves(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	return v.mendMoves(list, q.Actors)
}

func (v *view) mendMoves(list []Move, bounded []ActorID) ([]Move, error) {
	if err := v.split(reportsOf(list)); err != nil {
		return nil, err
	}
	out := list[:0]
	for _, m := range list {
		if v.wrong(m.Key) {
			continue
		}
		m.By, m.Via, m.To = v.owners(m.By, &m.Line), v.owners(m.Via, &m.Line), v.owners(m.To, &m.Line)
		m.Proposal = v.oneProposal(m.Proposal)
		if len(v.canon)+len(v.splits) > 0 {
			m.Conditions = slices.Clone(m.Conditions)
			for k := range m.Conditions {
				m.Conditions[k].By = v.owners(m.Conditions[k].By, &m.Line)
			}
		}
		if v.mine(bounded, slices.Concat(m.By, m.Via, m.To)...) {
			out = append(out, m)
		}
	}
	return out, nil
}

// statements reads statements with corrections applied.
func (v *view) statements(q Query) ([]Statement, error) {
	list, err := v.store.Statements(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	return v.mendStatements(list, q.Actors)
}

func (v *view) mendStatements(list []Statement, bounded []ActorID) ([]Statement, error) {
	if err := v.split(reportsOf(list)); err != nil {
		return nil, err
	}
	out := list[:0]
	for _, s := range list {
		if v.wrong(s.Key) {
			continue
		}
		s.Sources, s.To = v.owners(s.Sources, &s.Line), v.owners(s.To, &s.Line)
		if v.mine(bounded, s.Sources...) {
			out = append(out, s)
		}
	}
	return out, nil
}

// positions reads positions with corrections applied; their parties are the rows
// that they stand in.
func (v *view) positions(q Query) ([]Position, error) {
	list, err := v.store.Positions(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	return v.mendPositions(list, q.Actors)
}

func (v *view) mendPositions(list []Position, bounded []ActorID) ([]Position, error) {
	if err := v.split(reportsOf(list)); err != nil {
		return nil, err
	}
	out := list[:0]
	for _, p := range list {
		if v.wrong(p.Key, p.Move) {
			continue
		}
		if p.By == 0 {
			p.By = p.Actor
		}
		actor := v.owner(p.Actor, &p.Line)
		p.By = v.owner(p.By, &p.Line)
		if !v.mine(bounded, actor, p.By) {
			continue
		}
		// A delegate speaks for the party of the dossier, whoever the report takes him for.
		if side, ok := v.sides[p.By]; ok && v.side(actor) == actor {
			actor = side
		}
		p.Actor, p.Proposal = v.side(actor), v.oneProposal(p.Proposal)
		out = append(out, p)
	}
	return out, nil
}

// deadlines reads deadlines with corrections applied.
func (v *view) deadlines(q Query) ([]Deadline, error) {
	list, err := v.store.Deadlines(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	return v.mendDeadlines(list, q.Actors)
}

func (v *view) mendDeadlines(list []Deadline, bounded []ActorID) ([]Deadline, error) {
	if err := v.split(reportsOf(list)); err != nil {
		return nil, err
	}
	out := list[:0]
	for _, d := range list {
		if d.By != 0 {
			d.By = v.owner(d.By, &d.Line)
		}
		if !v.wrong(d.Key, d.Move) && v.mine(bounded, d.By) {
			out = append(out, d)
		}
	}
	return out, nil
}

// told reads the shifts that reports tell, with corrections applied.
func (v *view) told(q Query) ([]Shift, error) {
	list, err := v.store.Shifts(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	return v.mendTold(list, q.Actors)
}

func (v *view) mendTold(list []Shift, bounded []ActorID) ([]Shift, error) {
	if err := v.split(reportsOf(list)); err != nil {
		return nil, err
	}
	out := list[:0]
	for _, s := range list {
		if s.Actor != 0 {
			s.Actor = v.owner(s.Actor, &s.Line)
		}
		if !v.wrong(s.Key) && v.mine(bounded, s.Actor) {
			out = append(out, s)
		}
	}
	return out, nil
}

// moveLines puts the sources to moves.
func (v *view) moveLines(list []Move) ([]MoveLine, error) {
	if err := v.cite(reportsOf(list)...); err != nil {
		return nil, err
	}
	out := make([]MoveLine, len(list))
	for i := range list {
		out[i] = MoveLine{Move: list[i], Source: v.source(&list[i].Line)}
	}
	return out, nil
}

// statementLines puts the sources to statements.
func (v *view) statementLines(list []Statement) ([]StatementLine, error) {
	if err := v.cite(reportsOf(list)...); err != nil {
		return nil, err
	}
	out := make([]StatementLine, len(list))
	for i := range list {
		out[i] = StatementLine{Statement: list[i], Source: v.source(&list[i].Line)}
	}
	return out, nil
}

// reportsOf are the reports that lines stand in, one for each line.
func reportsOf[T any, P interface {
	*T
	report() ReportID
}](list []T) []ReportID {
	var out []ReportID
	for i := range list {
		out = append(out, P(&list[i]).report())
	}
	return out
}

// report is the report that the line stands in; all kinds of line have it.
func (l *Line) report() ReportID { return l.Report }
