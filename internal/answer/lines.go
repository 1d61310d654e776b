package answer

import (
	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/ledger"
)

// ofStand are the actors whose names a stand needs.
func ofStand(ids []ledger.ActorID, s *ledger.Stand) []ledger.ActorID {
	return append(ids, s.Actor, s.By)
}

// Stand is where one voice stands; option names the option that it is about, "" for
// none.
func (m *Maker) Stand(s *ledger.Stand, option string) client.Stand {
	return client.Stand{
		Actor: m.Name(s.Actor), By: m.by(&s.Position), Option: option, Stance: s.Stance.String(), Act: s.Act.String(), Status: s.Status.String(),
		If: s.If, Sources: s.Sources, RestsOn: s.Label, Move: s.Move, Line: Line(&s.Line, &s.Source),
	}
}

func ofMove(ids []ledger.ActorID, x *ledger.MoveLine) []ledger.ActorID {
	ids = append(append(append(ids, x.By...), x.Via...), x.To...)
	for i := range x.Conditions {
		ids = append(ids, x.Conditions[i].By...)
	}
	return ids
}

// Move is a move.
func (m *Maker) Move(x *ledger.MoveLine) client.Move {
	out := client.Move{
		Act: x.Act.String(), Status: x.Status.String(), By: m.Names(x.By), Via: m.Names(x.Via), To: m.Names(x.To), What: x.What, Cue: x.Cue,
		Denies: x.Denies, Event: x.Plover.Event, Mode: x.Plover.Mode, Context: x.Plover.Context, Commitment: x.Commitment, Line: Line(&x.Line, &x.Source),
	}
	for _, c := range x.Conditions {
		out.Conditions = append(out.Conditions, client.Condition{
			Words: c.Words, Necessary: c.Necessary, Sufficient: c.Sufficient, By: m.Names(c.By), Status: c.Status.String(),
		})
	}
	return out
}

// evidence is a move that stands beside another line; nil for none.
func (m *Maker) evidence(x *ledger.MoveLine) *client.Move {
	if x == nil {
		return nil
	}
	out := m.Move(x)
	return &out
}

func ofStatement(ids []ledger.ActorID, x *ledger.StatementLine) []ledger.ActorID {
	return append(append(ids, x.Sources...), x.To...)
}

// Statement is a saying.
func (m *Maker) Statement(x *ledger.StatementLine) client.Statement {
	return client.Statement{
		Sources: m.Names(x.Sources), Source: x.Statement.Source, Cue: x.Cue, Content: x.Content, Kind: x.Kind.String(), To: m.Names(x.To), Line: Line(&x.Line, &x.Source),
	}
}

func (m *Maker) ofShift(ids []ledger.ActorID, x *ledger.ShiftLink) []ledger.ActorID {
	m.Know(x.Actor)
	return append(ids, x.By, x.From.Actor, x.From.By, x.To.Actor, x.To.By)
}

// Shift is a change of position.
func (m *Maker) Shift(x *ledger.ShiftLink) client.Shift {
	out := client.Shift{Day: Said(x.Day), Actor: x.Actor.Name}
	if x.By != x.Actor.ID {
		out.By = m.Name(x.By)
	}
	if x.Proposal != nil {
		out.Proposal = x.Proposal.Label
	}
	if x.Option != nil {
		out.Option = option(x.Option)
	}
	if x.Told != nil {
		line := Line(&x.Told.Line, &x.Source)
		out.Told, out.From, out.To, out.Line = true, x.Told.From, x.Told.To, &line
		return out
	}
	before, after := m.Stand(&x.From, out.Option), m.Stand(&x.To, out.Option)
	out.From, out.To, out.Before, out.After = x.From.Where(), x.To.Where(), &before, &after
	return out
}

func ofDue(ids []ledger.ActorID, x *ledger.DueLine) []ledger.ActorID {
	ids = append(ids, x.Deadline.By)
	if x.Evidence != nil {
		ids = ofMove(ids, x.Evidence)
	}
	return ids
}

// Due is a deadline and how it stands.
func (m *Maker) Due(x *ledger.DueLine) client.Due {
	return client.Due{
		From: string(x.From), To: string(x.To), State: string(x.State), By: m.Name(x.Deadline.By), What: x.What, Phrase: x.Phrase, MarkedBy: x.By,
		Evidence: m.evidence(x.Evidence), Line: Line(&x.Line, &x.Source),
	}
}

func ofCommitment(ids []ledger.ActorID, x *ledger.Waiting) []ledger.ActorID {
	ids = append(ofMove(ids, &x.Move), x.WaitsFor...)
	if x.Evidence != nil {
		ids = ofMove(ids, x.Evidence)
	}
	return ids
}

// Commitment is what was promised, and how it stands.
func (m *Maker) Commitment(x *ledger.Waiting) client.Commitment {
	return client.Commitment{
		Move: m.Move(&x.Move), State: x.Status.String(), MarkedBy: x.By, Evidence: m.evidence(x.Evidence), WaitsFor: m.Names(x.WaitsFor),
	}
}

func ofConflict(ids []ledger.ActorID, x *ledger.Conflict) []ledger.ActorID {
	return append(append(ids, x.A.Actors...), x.B.Actors...)
}

// Conflict is two lines that do not go together.
func (m *Maker) Conflict(x *ledger.Conflict) client.Conflict {
	side := func(s *ledger.ConflictSide) client.Side {
		return client.Side{Key: s.Key, Words: s.Words, Actors: m.Names(s.Actors), Said: Said(s.Said), Differ: s.Differ, Report: Source(&s.Source)}
	}
	return client.Conflict{Kind: string(x.Kind), Why: x.Why, A: side(&x.A), B: side(&x.B)}
}

func (m *Maker) ofItem(ids []ledger.ActorID, x *ledger.Item) []ledger.ActorID {
	switch {
	case x.Move != nil:
		return ofMove(ids, x.Move)
	case x.Statement != nil:
		return ofStatement(ids, x.Statement)
	case x.Deadline != nil:
		return ofDue(ids, x.Deadline)
	case x.Shift != nil:
		return m.ofShift(ids, x.Shift)
	}
	return ids
}

// Item is one line of a timeline.
func (m *Maker) Item(x *ledger.Item) client.Item {
	out := client.Item{Day: Said(x.Day)}
	switch {
	case x.Move != nil:
		out.Move = m.evidence(x.Move)
	case x.Statement != nil:
		s := m.Statement(x.Statement)
		out.Statement = &s
	case x.Deadline != nil:
		d := m.Due(x.Deadline)
		out.Deadline = &d
	case x.Shift != nil:
		h := m.Shift(x.Shift)
		out.Shift = &h
	}
	return out
}

// all makes wire types of a list, with the names read in one question. The result is
// never nil.
func all[L, W any](m *Maker, list []L, of func([]ledger.ActorID, *L) []ledger.ActorID, one func(*L) W) ([]W, error) {
	var ids []ledger.ActorID
	for i := range list {
		ids = of(ids, &list[i])
	}
	if err := m.Meet(ids); err != nil {
		return nil, err
	}
	out := make([]W, len(list))
	for i := range list {
		out[i] = one(&list[i])
	}
	return out, nil
}

// Moves are moves.
func (m *Maker) Moves(list []ledger.MoveLine) ([]client.Move, error) {
	return all(m, list, ofMove, m.Move)
}

// Statements are sayings.
func (m *Maker) Statements(list []ledger.StatementLine) ([]client.Statement, error) {
	return all(m, list, ofStatement, m.Statement)
}

// Shifts are changes of position.
func (m *Maker) Shifts(list []ledger.ShiftLink) ([]client.Shift, error) {
	return all(m, list, m.ofShift, m.Shift)
}

// Dues are deadlines.
func (m *Maker) Dues(list []ledger.DueLine) ([]client.Due, error) {
	return all(m, list, ofDue, m.Due)
}

// Commitments are what was promised.
func (m *Maker) Commitments(list []ledger.Waiting) ([]client.Commitment, error) {
	return all(m, list, ofCommitment, m.Commitment)
}

// Conflicts are conflicts.
func (m *Maker) Conflicts(list []ledger.Conflict) ([]client.Conflict, error) {
	return all(m, list, ofConflict, m.Conflict)
}

// Items are the lines of a timeline.
func (m *Maker) Items(list []ledger.Item) ([]client.Item, error) {
	return all(m, list, m.ofItem, m.Item)
}

// Stands are positions, each with no option named.
func (m *Maker) Stands(list []ledger.Stand) ([]client.Stand, error) {
	return all(m, list, ofStand, func(s *ledger.Stand) client.Stand { return m.Stand(s, "") })
}
