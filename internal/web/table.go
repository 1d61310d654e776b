package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// tablePage is proposals × actors.
type tablePage struct {
	Columns []column
	Rows    []tableRow
	Looked  string // "36 reports through 2025-08-20"
	Empty   string // what an empty cell says to who does not see it
	MoreURL string
	Legend  []stance
	News    news
}

// news is what is marked as new: what came out since a day.
type news struct {
	Since     string // the day, "" where nothing is marked
	Cells     int    // that hold something new
	ShiftsURL string // what turned since
	Spans     []spanLink
}

// spanLink leads to the table with what is new in some days marked.
type spanLink struct {
	Label, URL string
	Lit        bool
}

type column struct{ Name, URL string }

type tableRow struct {
	Label, Kind, Span, URL string
	Cells                  []tableCell
	Options                []tableOption
	Silent                 []tableOption // those on which no stance was found
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
	Voices []cellVoice // one for each stance, with the latest words
	More   int         // voices with a stance that is not shown
	Shifts int
	Course *course
	New    bool
}

// cellVoice is the latest passage of a stance, and how many more of the party's
// voices take the same.
type cellVoice struct {
	passage
	Also int
	New  bool
}

// cellVoices is how many stances a cell shows; the rest is one click away.
const cellVoices = 3

func (s *Site) table(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"new"}
	if err := p.bounded(); err != nil {
		return err
	}
	if since := p.State.values.Get("new"); since != "" {
		if _, err := time.Parse(time.DateOnly, since); err != nil {
			return wrong("Write the day as 2025-08-20.", "%q is no day (new since).", brief.Clip(brief.Clean(since), 40))
		}
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
	if err := p.meetTable(t); err != nil {
		return nil, err
	}
	out := &tablePage{Looked: looked(t.Reports, t.Through)}
	out.Empty = "no statement found in " + count(t.Reports, "report")
	for _, x := range [...]doc.Stance{doc.StanceFor, doc.StanceOpen, doc.StanceIf, doc.StanceDoubts, doc.StanceAgainst} {
		out.Legend = append(out.Legend, stances[x])
	}
	for i := range t.Actors {
		name, address := p.who(t.Actors[i].ID)
		out.Columns = append(out.Columns, column{name, address})
	}
	for i := range t.Rows {
		out.Rows = append(out.Rows, p.tableRow(&t.Rows[i], t.Actors))
	}
	if t.More && p.State.Limit < maxLimit {
		out.MoreURL = p.URL("/table", "new", p.State.values.Get("new"), "limit", fmt.Sprint(min(max(2*p.State.Limit, 100), maxLimit)))
	}
	out.News = p.marked(out, t.Through)
	return out, nil
}

// meetTable reads the names and the words that a table will show.
func (p *page) meetTable(t *ledger.Table) error {
	var ids []ledger.ActorID
	var keys []string
	each := func(cells []ledger.Cell) {
		for i := range cells {
			for _, g := range stanceGroups(cells[i].Latest) {
				ids, keys = append(ids, g[0].By), append(keys, g[0].Move)
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
		return err
	}
	return p.rest(keys)
}

// stanceGroups puts the voices of a party with the same stance together, in the
// order in which the stances were last taken.
func stanceGroups(latest []ledger.Stand) (out [][]*ledger.Stand) {
	at := map[doc.Stance]int{}
	for i := range latest {
		x := &latest[i]
		k, ok := at[x.Stance]
		if !ok {
			k = len(out)
			at[x.Stance] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], x)
	}
	return out
}

// newSpans are the spans that the table offers to mark, in days.
var newSpans = [...]int{1, 7, 30}

// marked counts what is marked, and offers days to mark from: they are counted
// from the latest report.
func (p *page) marked(t *tablePage, through ledger.Day) news {
	n := news{Since: p.State.values.Get("new")}
	each := func(cells []tableCell) {
		for i := range cells {
			if cells[i].New {
				n.Cells++
			}
		}
	}
	for i := range t.Rows {
		each(t.Rows[i].Cells)
		for k := range t.Rows[i].Options {
			each(t.Rows[i].Options[k].Cells)
		}
	}
	if n.Since != "" {
		n.ShiftsURL = p.URL("/shifts", "since", n.Since)
	}
	last, err := time.Parse(time.DateOnly, string(through))
	if err != nil {
		return n
	}
	for _, days := range newSpans {
		day := last.AddDate(0, 0, 1-days).Format(time.DateOnly)
		label := "last " + count(days, "day")
		if days == 1 {
			label = "last day"
		}
		n.Spans = append(n.Spans, spanLink{label, p.sameWith("new", day), day == n.Since})
	}
	return n
}

func looked(reports int, through ledger.Day) string {
	s := count(reports, "report")
	if through != "" {
		s += " through " + string(through)
	}
	return s
}

func (p *page) tableRow(r *ledger.Row, columns []ledger.Actor) tableRow {
	out := tableRow{Label: wording.Title(r.Proposal.Label), Kind: r.Proposal.Kind.String(), URL: p.URL("/cell", "proposal", r.Proposal.Key, "new", p.State.values.Get("new"))}
	if out.Kind == "other" || out.Label == "" || strings.EqualFold(out.Kind, out.Label) {
		out.Kind = ""
	}
	out.Span = count(r.Reports, "report")
	if r.From != "" {
		out.Span += ", " + dayText(ledger.Said{From: r.From, To: r.To})
	}
	out.Cells = p.tableCells(r, r.Cells, columns, "")
	for i := range r.Options {
		o := &r.Options[i]
		option := tableOption{o.Option.Kind.String(), wording.QuoteMarks(brief.Clean(o.Option.Value)), o.Option.Dropped, p.tableCells(r, o.Cells, columns, o.Option.Key)}
		if slices.ContainsFunc(option.Cells, func(c tableCell) bool { return len(c.Voices) > 0 }) {
			out.Options = append(out.Options, option)
		} else if len(out.Silent) < silentOptions {
			out.Silent = append(out.Silent, option)
		}
	}
	return out
}

// silentOptions is how many options without a stance a row names.
const silentOptions = 8

func (p *page) tableCells(r *ledger.Row, cells []ledger.Cell, columns []ledger.Actor, option string) []tableCell {
	out := make([]tableCell, len(cells))
	since := p.State.values.Get("new")
	for i := range cells {
		c := &cells[i]
		out[i] = tableCell{Actor: brief.Clean(columns[i].Name), Shifts: c.Shifts}
		if len(c.Latest) == 0 {
			continue
		}
		out[i].URL = p.URL("/cell", "proposal", r.Proposal.Key, "actor", columns[i].Name, "option", option, "new", since)
		for k, g := range stanceGroups(c.Latest) {
			fresh := slices.ContainsFunc(g, func(x *ledger.Stand) bool { return isNew(x, since) })
			out[i].New = out[i].New || fresh
			if k >= cellVoices {
				out[i].More += len(g)
				continue
			}
			v := cellVoice{p.standing(g[0]), len(g) - 1, fresh}
			if v.Who == out[i].Actor {
				v.Who = ""
			}
			out[i].Voices = append(out[i].Voices, v)
		}
		out[i].Course = courseOf(c.Course)
	}
	return out
}

// isNew tells whether a reader who read everything until the day before could not
// know it: the report came out on that day or later.
func isNew(x *ledger.Stand, since string) bool {
	day := string(cmp.Or(x.Source.Published, x.Said.To))
	return since != "" && day >= since
}
