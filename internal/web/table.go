package web

import (
	"fmt"
	"slices"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// tablePage is proposals × actors.
type tablePage struct {
	Columns []column
	Rows    []tableRow
	Looked  string // "36 reports through 2025-08-20"
	MoreURL string
}

type column struct{ Name, URL string }

type tableRow struct {
	Label, Kind, Span, URL string
	Cells                  []tableCell
	Options                []tableOption
}

type tableOption struct {
	Kind, Value string
	Dropped     bool
	Cells       []tableCell
}

// tableCell is one cell: its voices, and the address of what lies behind it.
type tableCell struct {
	Actor  string
	URL    string
	Voices []passage
	More   int // voices that are not shown
	Shifts int
	Course *course
}

// cellVoices is how many voices a cell shows; the rest is one click away.
const cellVoices = 3

func (s *Site) table(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	if err := p.bounded(); err != nil {
		return err
	}
	t, err := s.l.Table(p.r.Context(), p.ask())
	if err != nil {
		return err
	}
	body, err := p.tableOf(t)
	if err != nil {
		return err
	}
	title := "On the table"
	if d := p.State.dossier; d != nil && d.Name != "" {
		title = d.Name
	}
	return p.show("table", title, body)
}

func (p *page) tableOf(t *ledger.Table) (*tablePage, error) {
	var ids []ledger.ActorID
	var keys []string
	each := func(cells []ledger.Cell) {
		for i := range cells {
			for k := range cells[i].Latest[:min(len(cells[i].Latest), cellVoices)] {
				ids, keys = append(ids, cells[i].Latest[k].By), append(keys, cells[i].Latest[k].Move)
			}
		}
	}
	for i := range t.Rows {
		each(t.Rows[i].Cells)
		for k := range t.Rows[i].Options {
			each(t.Rows[i].Options[k].Cells)
		}
	}
	for i := range t.Actors {
		p.names[t.Actors[i].ID] = t.Actors[i]
	}
	if err := p.meet(ids...); err != nil {
		return nil, err
	}
	if err := p.rest(keys); err != nil {
		return nil, err
	}
	out := &tablePage{Looked: looked(t.Reports, t.Through)}
	for i := range t.Actors {
		name, address := p.who(t.Actors[i].ID)
		out.Columns = append(out.Columns, column{name, address})
	}
	for i := range t.Rows {
		out.Rows = append(out.Rows, p.tableRow(&t.Rows[i], t.Actors))
	}
	if t.More && p.State.Limit < maxLimit {
		out.MoreURL = p.URL("/table", "limit", fmt.Sprint(min(max(2*p.State.Limit, 100), maxLimit)))
	}
	return out, nil
}

func looked(reports int, through ledger.Day) string {
	s := count(reports, "report")
	if through != "" {
		s += " through " + string(through)
	}
	return s
}

func (p *page) tableRow(r *ledger.Row, columns []ledger.Actor) tableRow {
	out := tableRow{Label: wording.Title(r.Proposal.Label), Kind: r.Proposal.Kind.String(), URL: p.URL("/cell", "proposal", r.Proposal.Key)}
	if out.Kind == "other" || out.Label == "" {
		out.Kind = ""
	}
	out.Span = count(r.Reports, "report")
	if r.From != "" {
		out.Span += ", " + dayText(ledger.Said{From: r.From, To: r.To})
	}
	out.Cells = p.tableCells(r, r.Cells, columns, "")
	for i := range r.Options {
		o := &r.Options[i]
		cells := p.tableCells(r, o.Cells, columns, o.Option.Key)
		if slices.ContainsFunc(cells, func(c tableCell) bool { return len(c.Voices) > 0 }) || len(r.Options) < 8 {
			out.Options = append(out.Options, tableOption{o.Option.Kind.String(), wording.QuoteMarks(brief.Clean(o.Option.Value)), o.Option.Dropped, cells})
		}
	}
	return out
}

func (p *page) tableCells(r *ledger.Row, cells []ledger.Cell, columns []ledger.Actor, option string) []tableCell {
	out := make([]tableCell, len(cells))
	for i := range cells {
		c := &cells[i]
		out[i] = tableCell{Actor: brief.Clean(columns[i].Name), Shifts: c.Shifts, More: max(0, len(c.Latest)-cellVoices)}
		if len(c.Latest) == 0 {
			continue
		}
		out[i].URL = p.URL("/cell", "proposal", r.Proposal.Key, "actor", columns[i].Name, "option", option)
		for k := range c.Latest[:min(len(c.Latest), cellVoices)] {
			v := p.standing(&c.Latest[k])
			if v.Who == out[i].Actor {
				v.Who = ""
			}
			out[i].Voices = append(out[i].Voices, v)
		}
		out[i].Course = courseOf(c.Course)
	}
	return out
}
