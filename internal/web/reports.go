package web

import (
	"slices"
	"strconv"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// reportsPage lists reports, the newest first.
type reportsPage struct {
	Filter  filter
	Rows    []reportRow
	Looked  string
	NextURL string
	First   string // the address of the first page, "" where it is shown
}

// reportRow is one report of the list.
type reportRow struct {
	Key, Title, URL, Outlet, Published, Words string
	Version, Copies, Lines                    int
}

const (
	reportsShown = 50
	outletsRead  = 500 // newest reports whose outlets are offered
	maxOutlet    = 200 // bytes of a name
)

// filter is the form that bounds lists of reports.
type filter struct {
	Outlet   string
	Outlets  []string // that are offered
	Since    string
	Until    string
	Actor    string
	Actors   bool // the form asks for an actor
	Query    string
	AsOf     string
	Dossier  string
	ClearURL string // the address without these bounds, "" where there are none
}

// filterOf reads the bounds of a list of reports, and the outlets to choose from.
func (p *page) filterOf() (filter, error) {
	f := filter{Outlet: p.State.values.Get("outlet"), Since: p.State.Since, Until: p.State.Until, AsOf: p.State.AsOf}
	if len(f.Outlet) > maxOutlet {
		return f, wrong("Choose an outlet of the list.", "No outlet has so long a name.")
	}
	if d := p.State.dossier; d != nil {
		f.Dossier = d.Name
	}
	if f.Outlet+f.Since+f.Until+f.AsOf != "" || len(p.State.Actors) > 0 {
		f.ClearURL = p.URL(p.Here, "since", "", "until", "", "as-of", "", "q", p.State.values.Get("q"))
	}
	ask := p.outletAsk("")
	ask.Since, ask.Until, ask.Limit = "", "", outletsRead
	list, err := p.site.l.Sources(p.r.Context(), ask)
	for i := range list {
		if o := list[i].Outlet; o != "" && !slices.Contains(f.Outlets, o) {
			f.Outlets = append(f.Outlets, o)
		}
	}
	slices.Sort(f.Outlets)
	return f, err
}

// outletAsk is the question of a list of reports: parties and issues of a dossier
// bound no report.
func (p *page) outletAsk(outlet string) ledger.Ask {
	ask := p.ask()
	ask.Actors, ask.Proposal, ask.Dossier = nil, "", &ledger.Dossier{}
	if d := p.State.dossier; d != nil {
		ask.Dossier.Outlets, ask.Dossier.From, ask.Dossier.To = d.Outlets, d.From, d.To
	}
	if outlet != "" {
		ask.Dossier.Outlets = []string{outlet}
	}
	return ask
}

// after is the line that a page goes on after.
func (p *page) after() (int64, error) {
	s := p.State.values.Get("after")
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, wrong("Begin with the first page.", "The list does not go on after %q.", brief.Clip(brief.Clean(s), 40))
	}
	return n, nil
}

func (s *Site) reports(p *page) error {
	f, err := p.filterOf()
	if err != nil {
		return err
	}
	ask := p.outletAsk(f.Outlet)
	if ask.After, err = p.after(); err != nil {
		return err
	}
	shown := reportsShown
	if p.State.Limit > 0 {
		shown = p.State.Limit
	}
	ask.Limit = shown + 1
	list, err := s.l.Sources(p.r.Context(), ask)
	if err != nil {
		return err
	}
	body := &reportsPage{Filter: f}
	same := func(after string) string {
		return p.URL("/reports", "outlet", f.Outlet, "limit", p.State.values.Get("limit"), "after", after)
	}
	if ask.After != 0 {
		body.First = same("")
	}
	if len(list) > shown {
		list = list[:shown]
		body.NextURL = same(strconv.FormatInt(int64(list[shown-1].ID), 10))
	}
	if body.Rows, err = p.reportRows(list); err != nil {
		return err
	}
	if len(list) == 0 {
		n, err := s.span(p.r.Context())
		if err != nil {
			return err
		}
		body.Looked = looked(int(n.reports), n.last)
	}
	return p.show("reports", "Reports", body)
}

// reportRows tells of reports how many copies and lines they have.
func (p *page) reportRows(list []ledger.Report) ([]reportRow, error) {
	ids := make([]ledger.ReportID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	moves, statements, err := p.site.l.LinesIn(p.r.Context(), ids, ledger.Ask{AsOf: p.State.asOf, Least: p.State.least})
	if err != nil {
		return nil, err
	}
	cited, err := p.site.l.Cite(p.r.Context(), ids, ledger.Ask{AsOf: p.State.asOf})
	if err != nil {
		return nil, err
	}
	lines := map[ledger.ReportID]int{}
	for i := range moves {
		lines[moves[i].Report]++
	}
	for i := range statements {
		lines[statements[i].Report]++
	}
	out := make([]reportRow, len(list))
	for i := range list {
		r := &list[i]
		out[i] = reportRow{
			Key: r.Key, Title: firstOf(brief.Clean(r.Title), "Without a title: "+r.Key), URL: p.URL("/report/" + r.Key), Outlet: brief.Clip(brief.Clean(r.Outlet), 40),
			Published: string(r.Published), Words: strconv.Itoa(r.Words), Version: r.Version, Copies: cited[r.ID].Copies, Lines: lines[r.ID],
		}
	}
	return out, nil
}
