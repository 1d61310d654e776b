package export

import (
	"github.com/parley-reader/parley/ledger"
)

// line makes what every line has.
func (c *collector) line(l *ledger.Line, s *ledger.Source) LineRow {
	c.reports[l.Report] = true
	return LineRow{
		Key: l.Key, Report: s.Key, Outlet: s.Outlet, Published: c.days.at(s.Published), Copies: int64(s.Copies), Paragraph: int64(l.Paragraph),
		SpanStart: int64(l.Span.Start), SpanEnd: int64(l.Span.End), Words: l.Words, SaidFrom: c.days.at(l.Said.From), SaidTo: c.days.at(l.Said.To),
		Learned: Time(l.Learned.UnixMilli()), Voice: l.Voice.String(), Confidence: l.Confidence, Why: l.Why,
	}
}

func (c *collector) moves() error {
	conditions, err := begin[ConditionRow](c, Conditions)
	if err != nil {
		return err
	}
	err = write(c, Moves, func(put func([]MoveRow) error) error {
		return c.walk.Moves(func(list []ledger.MoveLine) error {
			if err := c.meetMoves(list); err != nil {
				return err
			}
			rows := make([]MoveRow, len(list))
			var hinges []ConditionRow
			for i := range list {
				rows[i] = c.move(&list[i])
				hinges = append(hinges, c.conditions(&list[i].Move)...)
			}
			if err := put(rows); err != nil {
				return err
			}
			return conditions.put(hinges)
		})
	})
	if err != nil {
		_ = conditions.w.Close() // the first error is the one to tell
		return err
	}
	return conditions.w.Close()
}

func (c *collector) meetMoves(list []ledger.MoveLine) error {
	var who []ledger.ActorID
	var things []ledger.ProposalID
	for i := range list {
		m := &list[i].Move
		who = append(append(append(who, m.By...), m.Via...), m.To...)
		for k := range m.Conditions {
			who = append(who, m.Conditions[k].By...)
		}
		things = append(things, m.Proposal)
	}
	if err := c.meet(who); err != nil {
		return err
	}
	return c.know(things)
}

func (c *collector) move(x *ledger.MoveLine) MoveRow {
	m := &x.Move
	return MoveRow{
		LineRow: c.line(&m.Line, &x.Source), Act: m.Act.String(), Status: m.Status.String(), By: c.keys(m.By), ByNames: c.called(m.By),
		Via: c.keys(m.Via), ViaNames: c.called(m.Via), To: c.keys(m.To), ToNames: c.called(m.To), What: m.What, Cue: m.Cue, Denies: m.Denies,
		Event: m.Plover.Event, Mode: m.Plover.Mode, Context: some(m.Plover.Context), Proposal: c.things[m.Proposal], Commitment: m.Commitment,
	}
}

func (c *collector) conditions(m *ledger.Move) []ConditionRow {
	var out []ConditionRow
	for i := range m.Conditions {
		x := &m.Conditions[i]
		out = append(out, ConditionRow{m.Key, int64(i + 1), x.Words, x.Necessary, x.Sufficient, c.keys(x.By), c.called(x.By), x.Status.String()})
	}
	return out
}

func (c *collector) statements() error {
	return write(c, Statements, func(put func([]StatementRow) error) error {
		return c.walk.Statements(func(list []ledger.StatementLine) error {
			var who []ledger.ActorID
			for i := range list {
				who = append(append(who, list[i].Sources...), list[i].To...)
			}
			if err := c.meet(who); err != nil {
				return err
			}
			rows := make([]StatementRow, len(list))
			for i := range list {
				s := &list[i].Statement
				rows[i] = StatementRow{
					LineRow: c.line(&s.Line, &list[i].Source), Sources: c.keys(s.Sources), SourceNames: c.called(s.Sources), Source: s.Source, Cue: s.Cue,
					Content: s.Content, Kind: s.Kind.String(), To: c.keys(s.To), ToNames: c.called(s.To), Print: number(s.Print),
				}
			}
			return put(rows)
		})
	})
}

func (c *collector) positions() error {
	return write(c, Positions, func(put func([]PositionRow) error) error {
		return c.walk.Positions(func(list []ledger.Stand) error {
			var who []ledger.ActorID
			var things []ledger.ProposalID
			for i := range list {
				who, things = append(who, list[i].Actor, list[i].By), append(things, list[i].Proposal)
			}
			if err := c.meet(who); err != nil {
				return err
			}
			if err := c.know(things); err != nil {
				return err
			}
			rows := make([]PositionRow, len(list))
			for i := range list {
				p := &list[i].Position
				actor, by := c.names[p.Actor], c.names[p.By]
				rows[i] = PositionRow{
					LineRow: c.line(&p.Line, &list[i].Source), Proposal: c.things[p.Proposal], Option: c.choices[p.Option], Actor: actor.key, ActorName: actor.name,
					By: by.key, ByName: by.name, Stance: p.Stance.String(), Act: p.Act.String(), Status: p.Status.String(), If: p.If, Move: p.Move,
				}
			}
			return put(rows)
		})
	})
}

func (c *collector) deadlines() error {
	return write(c, Deadlines, func(put func([]DeadlineRow) error) error {
		return c.walk.Deadlines(func(list []ledger.DueLine) error {
			var who []ledger.ActorID
			for i := range list {
				who = append(who, list[i].Deadline.By)
			}
			if err := c.meet(who); err != nil {
				return err
			}
			rows := make([]DeadlineRow, len(list))
			for i := range list {
				d := &list[i].Deadline
				by := c.names[d.By]
				rows[i] = DeadlineRow{
					LineRow: c.line(&d.Line, &list[i].Source), By: by.key, ByName: by.name, What: d.What, Phrase: d.Phrase, From: c.days.at(d.From), To: c.days.at(d.To),
					Move: d.Move, State: string(list[i].State), Evidence: evidence(list[i].Evidence), MarkedBy: list[i].By,
				}
			}
			return put(rows)
		})
	})
}

func evidence(m *ledger.MoveLine) string {
	if m == nil {
		return ""
	}
	return m.Key
}

func (c *collector) shifts() error {
	return write(c, Shifts, func(put func([]ShiftRow) error) error {
		each := func(list []ledger.ShiftLink) error {
			rows, err := c.shiftRows(list)
			if err != nil {
				return err
			}
			return put(rows)
		}
		if err := c.walk.Shifts(each); err != nil {
			return err
		}
		ask := c.e.ask
		ask.Limit, ask.After = ledger.MaxLimit, 0
		linked, err := c.e.l.Shifts(c.e.ctx, ask)
		if err != nil {
			return err
		}
		var list []ledger.ShiftLink
		for i := range linked {
			if linked[i].Told == nil { // the walk gave those that are told
				list = append(list, linked[i])
			}
		}
		return each(list)
	})
}

func (c *collector) shiftRows(list []ledger.ShiftLink) ([]ShiftRow, error) {
	var who []ledger.ActorID
	var things []ledger.ProposalID
	for i := range list {
		who = append(who, list[i].Actor.ID, list[i].By)
		if p := list[i].Proposal; p != nil {
			things = append(things, p.ID)
		}
	}
	if err := c.meet(who); err != nil {
		return nil, err
	}
	if err := c.know(things); err != nil {
		return nil, err
	}
	rows := make([]ShiftRow, len(list))
	for i := range list {
		rows[i] = c.shift(&list[i])
	}
	return rows, nil
}

func (c *collector) shift(s *ledger.ShiftLink) ShiftRow {
	line, source := &s.To.Line, &s.To.Source
	row := ShiftRow{Kind: "linked", FromStance: s.From.Where(), ToStance: s.To.Where(), FromWords: s.From.Words, ToWords: s.To.Words}
	if s.Told != nil {
		line, source = &s.Told.Line, &s.Source
		row.Kind = "told"
	} else {
		c.reports[s.From.Report] = true
		row.FromKey, row.FromReport, row.FromSaid = s.From.Key, s.From.Source.Key, c.days.at(s.From.Said.From)
	}
	l := c.line(line, source)
	actor := c.names[s.Actor.ID]
	row.Key, row.Actor, row.ActorName, row.By = l.Key, actor.key, actor.name, c.names[s.By].key
	row.SaidFrom, row.SaidTo = c.days.at(s.Day.From), c.days.at(s.Day.To)
	row.Report, row.Outlet, row.Published, row.Paragraph, row.SpanStart, row.SpanEnd = l.Report, l.Outlet, l.Published, l.Paragraph, l.SpanStart, l.SpanEnd
	row.Words, row.Learned, row.Voice, row.Confidence, row.Why = l.Words, l.Learned, l.Voice, l.Confidence, l.Why
	if s.Proposal != nil {
		row.Proposal = s.Proposal.Key
	}
	if s.Option != nil {
		row.Option = s.Option.Key
	}
	return row
}

func (c *collector) commitments() error {
	return write(c, Commitments, func(put func([]CommitmentRow) error) error {
		return c.walk.Commitments(func(list []ledger.Waiting) error {
			var who []ledger.ActorID
			for i := range list {
				who = append(append(append(who, list[i].Move.By...), list[i].Move.To...), list[i].WaitsFor...)
			}
			if err := c.meet(who); err != nil {
				return err
			}
			rows := make([]CommitmentRow, len(list))
			for i := range list {
				rows[i] = c.commitment(&list[i])
			}
			return put(rows)
		})
	})
}

func (c *collector) commitment(w *ledger.Waiting) CommitmentRow {
	m := &w.Move.Move
	c.reports[m.Report] = true
	row := CommitmentRow{
		Move: m.Key, Act: m.Act.String(), By: c.keys(m.By), ByNames: c.called(m.By), To: c.keys(m.To), ToNames: c.called(m.To), What: m.What, If: []string{},
		WaitsFor: c.keys(w.WaitsFor), WaitsForName: c.called(w.WaitsFor), Status: w.Status.String(), Evidence: evidence(w.Evidence), MarkedBy: w.By,
		Sources: int64(w.Sources), SaidFrom: c.days.at(m.Said.From), SaidTo: c.days.at(m.Said.To), Report: w.Move.Source.Key, Words: m.Words, Confidence: m.Confidence,
	}
	for i := range m.Conditions {
		row.If = append(row.If, m.Conditions[i].Words)
	}
	return row
}

func (c *collector) conflicts() error {
	return write(c, Conflicts, func(put func([]ConflictRow) error) error {
		list, err := c.e.conflictList(ledger.MaxLimit)
		if err != nil {
			return err
		}
		var who []ledger.ActorID
		for i := range list {
			who = append(append(who, list[i].A.Actors...), list[i].B.Actors...)
		}
		if err := c.meet(who); err != nil {
			return err
		}
		rows := make([]ConflictRow, len(list))
		for i := range list {
			a, b := &list[i].A, &list[i].B
			c.reports[a.Source.Report], c.reports[b.Source.Report] = true, true
			rows[i] = ConflictRow{
				Kind: string(list[i].Kind), Why: list[i].Why,
				AKey: a.Key, AReport: a.Source.Key, AActors: c.keys(a.Actors), ANames: c.called(a.Actors), ASaid: c.days.at(a.Said.From), AWords: a.Words, ADiffer: a.Differ,
				BKey: b.Key, BReport: b.Source.Key, BActors: c.keys(b.Actors), BNames: c.called(b.Actors), BSaid: c.days.at(b.Said.From), BWords: b.Words, BDiffer: b.Differ,
			}
		}
		return put(rows)
	})
}
