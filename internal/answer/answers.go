package answer

import (
	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/ledger"
)

// Table is a table: its rows, and what they were looked for in.
func (m *Maker) Table(t *ledger.Table) (*client.TableAbout, []client.Row, error) {
	m.Know(t.Actors...)
	var ids []ledger.ActorID
	of := func(cells []ledger.Cell) {
		for i := range cells {
			ids = append(ids, cells[i].Actor)
			for k := range cells[i].Latest {
				ids = ofStand(ids, &cells[i].Latest[k])
			}
		}
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		ids = append(ids, r.Proposal.Participants...)
		of(r.Cells)
		for k := range r.Options {
			of(r.Options[k].Cells)
		}
	}
	if err := m.Meet(ids); err != nil {
		return nil, nil, err
	}
	about := &client.TableAbout{Reports: t.Reports, Through: string(t.Through), More: t.More, Actors: []string{}}
	for i := range t.Actors {
		about.Actors = append(about.Actors, t.Actors[i].Name)
	}
	rows := make([]client.Row, len(t.Rows))
	for i := range t.Rows {
		rows[i] = m.row(&t.Rows[i])
	}
	return about, rows, nil
}

func (m *Maker) row(r *ledger.Row) client.Row {
	out := client.Row{
		Key: r.Proposal.Key, Kind: r.Proposal.Kind.String(), Label: r.Proposal.Label, Participants: m.Names(r.Proposal.Participants),
		Reports: r.Reports, From: string(r.From), To: string(r.To), Cells: m.cells(r.Cells, ""), Options: make([]client.OptionRow, 0, len(r.Options)),
	}
	for k := range r.Options {
		o := &r.Options[k]
		out.Options = append(out.Options, client.OptionRow{
			Kind: o.Option.Kind.String(), Value: o.Option.Value, Dropped: o.Option.Dropped, Cells: m.cells(o.Cells, option(&o.Option)),
		})
	}
	return out
}

func (m *Maker) cells(cells []ledger.Cell, option string) []client.Cell {
	out := make([]client.Cell, len(cells))
	for i := range cells {
		c := &cells[i]
		out[i] = client.Cell{Actor: m.Name(c.Actor), Past: c.Past, Shifts: c.Shifts, Latest: make([]client.Stand, len(c.Latest))}
		for k := range c.Latest {
			out[i].Latest[k] = m.Stand(&c.Latest[k], option)
		}
	}
	return out
}

// History is what lies behind a row or a cell of a table. options name those that
// positions are about.
func (m *Maker) History(h *ledger.History, options []ledger.Option) (*client.HistoryAbout, []client.Stand, error) {
	about := &client.HistoryAbout{Key: h.Row.Key, Kind: h.Row.Kind.String(), Label: h.Row.Label, Turns: h.Turns, More: h.More}
	lines, err := m.onOptions(h.Stands, options)
	return about, lines, err
}

// onOptions are positions, each with the option that it is about.
func (m *Maker) onOptions(list []ledger.Stand, options []ledger.Option) ([]client.Stand, error) {
	named := map[ledger.OptionID]string{}
	for i := range options {
		named[options[i].ID] = option(&options[i])
	}
	return all(m, list, ofStand, func(s *ledger.Stand) client.Stand { return m.Stand(s, named[s.Option]) })
}

// Profile is what is known of one actor.
func (m *Maker) Profile(p *ledger.Profile) (*client.ProfileAbout, []client.Known, error) {
	m.Know(p.Actor)
	about := &client.ProfileAbout{Actor: Actor(&p.Actor), Merged: Actors(p.Merged), Reports: p.Reports, Others: Actors(p.Others)}
	labels := map[ledger.ProposalID]string{}
	for i := range p.Proposals {
		labels[p.Proposals[i].ID] = p.Proposals[i].Label
	}
	stands, err := m.Stands(p.Positions)
	if err != nil {
		return nil, nil, err
	}
	var out []client.Known
	for i := range stands {
		out = append(out, client.Known{Kind: "position", Proposal: labels[p.Positions[i].Proposal], Position: &stands[i]})
	}
	for _, part := range []struct {
		kind string
		list []ledger.Waiting
	}{{"owes", p.Owes}, {"awaits", p.Awaits}} {
		waits, err := m.Commitments(part.list)
		if err != nil {
			return nil, nil, err
		}
		for i := range waits {
			out = append(out, client.Known{Kind: part.kind, Commitment: &waits[i]})
		}
	}
	more, err := m.sayings(p.Moves, p.Statements)
	return about, append(out, more...), err
}

// sayings are moves and then statements.
func (m *Maker) sayings(moves []ledger.MoveLine, statements []ledger.StatementLine) (out []client.Known, err error) {
	done, err := m.Moves(moves)
	if err != nil {
		return nil, err
	}
	for i := range done {
		out = append(out, client.Known{Kind: "move", Move: &done[i]})
	}
	said, err := m.Statements(statements)
	for i := range said {
		out = append(out, client.Known{Kind: "statement", Statement: &said[i]})
	}
	return out, err
}

// Comparison is what tells two reports or two days apart.
func Comparison(c *ledger.Comparison) (*client.ComparisonAbout, []client.Difference) {
	var out []client.Difference
	add := func(kind, why string, a, b *ledger.Passage) {
		out = append(out, client.Difference{Kind: kind, Why: why, A: passage(a), B: passage(b)})
	}
	for i := range c.Opposed {
		add("opposed", c.Opposed[i].Why, &c.Opposed[i].A, &c.Opposed[i].B)
	}
	for i := range c.Changed {
		add("changed", c.Changed[i].Why, &c.Changed[i].A, &c.Changed[i].B)
	}
	for i := range c.OnlyA {
		add("only-a", "", &c.OnlyA[i], nil)
	}
	for i := range c.OnlyB {
		add("only-b", "", nil, &c.OnlyB[i])
	}
	return &client.ComparisonAbout{A: c.A, B: c.B, Same: c.Same, Numbered: c.Numbered}, out
}

func passage(p *ledger.Passage) *client.Passage {
	if p == nil {
		return nil
	}
	s := Source(&p.Source)
	return &client.Passage{Label: p.Label, Actors: append([]string{}, p.Actors...), Words: p.Words, Paragraph: p.Para, Report: &s}
}

// News is what a report brought.
func (m *Maker) News(n *ledger.News) (*client.News, error) {
	out := &client.News{Schema: client.Schema, Report: Source(&n.Source), New: append([]string{}, n.New...), Known: []client.Told{}}
	for _, k := range n.Known {
		out.Known = append(out.Known, client.Told{Words: k.Words, Since: string(k.Since), First: Source(&k.First)})
	}
	var err error
	if out.Shifts, err = m.Shifts(n.Shifts); err != nil {
		return nil, err
	}
	out.Conflicts, err = m.Conflicts(n.Conflicts)
	return out, err
}

// Told is what one report tells: moves, statements, positions, deadlines and shifts,
// each kind in the order of the text.
func (m *Maker) Told(t *ledger.ReportLines, r *ledger.Report) ([]client.Known, error) {
	out, err := m.sayings(t.Moves, t.Statements)
	if err != nil {
		return nil, err
	}
	stands, err := m.onOptions(t.Positions, t.Options)
	if err != nil {
		return nil, err
	}
	for i := range stands {
		stands[i].RestsOn = ""
		out = append(out, client.Known{Kind: "position", Proposal: t.Positions[i].Label, Position: &stands[i]})
	}
	due, err := m.Dues(t.Deadlines)
	if err != nil {
		return nil, err
	}
	for i := range due {
		out = append(out, client.Known{Kind: "deadline", Deadline: &due[i]})
	}
	shifts, err := m.told(t.Shifts, r)
	for i := range shifts {
		out = append(out, client.Known{Kind: "shift", Shift: &shifts[i]})
	}
	return out, err
}

// told are the shifts that a report tells.
func (m *Maker) told(list []ledger.Shift, r *ledger.Report) ([]client.Shift, error) {
	var ids []ledger.ActorID
	for i := range list {
		ids = append(ids, list[i].Actor)
	}
	if err := m.Meet(ids); err != nil {
		return nil, err
	}
	out := make([]client.Shift, len(list))
	for i := range list {
		x := &list[i]
		line := Line(&x.Line, &ledger.Source{
			Report: r.ID, Key: r.Key, Outlet: r.Outlet, Title: r.Title, URL: r.URL, Origin: r.Origin, Published: r.Published, Paragraph: x.Paragraph,
		})
		out[i] = client.Shift{Day: Said(x.Said), Actor: m.Name(x.Actor), From: x.From, To: x.To, Told: true, Line: &line}
	}
	return out, nil
}

// MeetNews reads the names that news need, of all of them in one question.
func (m *Maker) MeetNews(list ...*ledger.News) error {
	var ids []ledger.ActorID
	for _, n := range list {
		for i := range n.Shifts {
			ids = m.ofShift(ids, &n.Shifts[i])
		}
		for i := range n.Conflicts {
			ids = ofConflict(ids, &n.Conflicts[i])
		}
	}
	return m.Meet(ids)
}
