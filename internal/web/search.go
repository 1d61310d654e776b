package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// searchPage is what a search found.
type searchPage struct {
	Filter  filter
	Query   string
	Asked   bool // there is a word to look for
	Hits    []hit
	Found   string // "17 reports", "the newest 200 reports"
	Outlets facet
	Months  facet
	NextURL string
	First   string
	Looked  string
}

// hit is one report with the words found in it.
type hit struct {
	reportRow
	Excerpt []marked
	Lines   []passage
	More    int // lines that are not shown
}

// marked is a stretch of text, found or not.
type marked struct {
	Text string
	Mark bool
}

// facet counts what was found by one of its sides.
type facet struct {
	Title  string
	Values []facetValue
	More   int // values that are not shown
}

type facetValue struct {
	Label, URL string
	N, Width   int // of 100
}

// Bounds of a search.
const (
	maxQuery     = 500 // bytes
	hitsShown    = 20
	hitsCounted  = 200 // that facets count, and among which those of an actor are found
	linesPerHit  = 3
	facetOutlets = 12
	facetMonths  = 24
)

func (s *Site) search(p *page) error {
	f, err := p.filterOf()
	if err != nil {
		return err
	}
	f.Actors, f.Query = true, strings.TrimSpace(p.State.values.Get("q"))
	if len(p.State.Actors) > 0 {
		f.Actor = p.State.Actors[0]
	}
	if len(f.Query) > maxQuery {
		return wrong("Look for fewer words.", "More than %d characters cannot be looked for at once.", maxQuery)
	}
	body := &searchPage{Filter: f, Query: brief.Clean(f.Query)}
	terms := ledger.SearchTerms(f.Query)
	body.Asked = slices.ContainsFunc(terms, func(t ledger.Term) bool { return !t.Not })
	if body.Asked {
		if err := p.find(body, terms); err != nil {
			return err
		}
	}
	title := "Search"
	if body.Query != "" {
		title = "Search: " + brief.Clip(body.Query, 60)
	}
	return p.show("search", title, body)
}

// find fills in the hits, and counts them. One search serves both: it reads up to
// hitsCounted reports, of which a page shows the first.
func (p *page) find(body *searchPage, terms []ledger.Term) error {
	f := &body.Filter
	ask := p.outletAsk(f.Outlet)
	var err error
	if ask.After, err = p.after(); err != nil {
		return err
	}
	ask.Limit = hitsCounted
	list, err := p.site.l.Search(p.r.Context(), f.Query, ask)
	if err != nil {
		return err
	}
	full := len(list) == hitsCounted
	last := int64(0)
	if full {
		last = int64(list[len(list)-1].Report.ID)
	}
	if f.Actor != "" {
		if list, err = p.ofActor(list, f.Actor); err != nil {
			return err
		}
	}
	p.facets(body, list)
	body.Found = count(len(list), "report")
	if ask.After != 0 {
		body.Found = count(len(list), "older report")
	}
	if full {
		body.Found += " among the newest " + strconv.Itoa(hitsCounted) + " with these words"
	}
	same := func(after string) string {
		return p.URL("/search", "q", f.Query, "outlet", f.Outlet, "actor", f.Actor, "after", after)
	}
	if ask.After != 0 {
		body.First = same("")
	}
	if len(list) > hitsShown {
		list, last = list[:hitsShown], int64(list[hitsShown-1].Report.ID)
		full = true
	}
	if full {
		body.NextURL = same(strconv.FormatInt(last, 10))
	}
	if len(list) == 0 {
		n, through, err := p.site.l.Store.Coverage(p.r.Context(), ledger.Query{AsOf: p.State.asOf, Since: ask.Since, Until: ask.Until, Outlets: ask.Dossier.Outlets})
		body.Looked = looked(n, through)
		return err
	}
	return p.hits(body, list, terms)
}

// ofActor keeps the reports that have a line of an actor.
func (p *page) ofActor(list []ledger.Hit, name string) ([]ledger.Hit, error) {
	moves, statements, err := p.site.l.LinesIn(p.r.Context(), hitIDs(list), ledger.Ask{AsOf: p.State.asOf, Actors: []string{name}, Least: p.State.least})
	if err != nil {
		return nil, err
	}
	has := map[ledger.ReportID]bool{}
	for i := range moves {
		has[moves[i].Report] = true
	}
	for i := range statements {
		has[statements[i].Report] = true
	}
	return slices.DeleteFunc(list, func(h ledger.Hit) bool { return !has[h.Report.ID] }), nil
}

func hitIDs(list []ledger.Hit) (ids []ledger.ReportID) {
	for i := range list {
		ids = append(ids, list[i].Report.ID)
	}
	return ids
}

// hits shows reports, each with the lines in which words that were looked for stand.
func (p *page) hits(body *searchPage, list []ledger.Hit, terms []ledger.Term) error {
	reports := make([]ledger.Report, len(list))
	for i := range list {
		reports[i] = list[i].Report
	}
	rows, err := p.reportRows(reports)
	if err != nil {
		return err
	}
	ask := ledger.Ask{AsOf: p.State.asOf, Least: p.State.least}
	if a := body.Filter.Actor; a != "" {
		ask.Actors = []string{a}
	}
	moves, statements, err := p.site.l.LinesIn(p.r.Context(), hitIDs(list), ask)
	if err != nil {
		return err
	}
	lines, err := p.linesWith(moves, statements, terms)
	if err != nil {
		return err
	}
	for i := range list {
		found := lines[list[i].Report.ID]
		n := min(len(found), linesPerHit)
		body.Hits = append(body.Hits, hit{rows[i], markedOf(list[i].Excerpt), found[:n], len(found) - n})
	}
	return nil
}

// linesWith are the moves and statements in which all words that are looked for
// stand, by report, in the order of the text. A statement in which such a move is
// stands once, as the move.
func (p *page) linesWith(moves []ledger.MoveLine, statements []ledger.StatementLine, terms []ledger.Term) (map[ledger.ReportID][]passage, error) {
	type found struct {
		report ledger.ReportID
		at     int
		show   func() passage
	}
	var all []found
	var ids []ledger.ActorID
	taken := map[ledger.ReportID][]*ledger.Line{}
	for i := range moves {
		if m := &moves[i]; holdsTerms(m.Words, terms) {
			all = append(all, found{m.Report, m.Span.Start, func() passage { return p.acting(m) }})
			ids = append(ids, m.By...)
			taken[m.Report] = append(taken[m.Report], &m.Line)
		}
	}
	for i := range statements {
		s := &statements[i]
		within := func(l *ledger.Line) bool { return l.Span.Overlaps(s.Span) }
		if holdsTerms(s.Words, terms) && !slices.ContainsFunc(taken[s.Report], within) {
			all = append(all, found{s.Report, s.Span.Start, func() passage { return p.saying(s) }})
			ids = append(ids, s.Sources...)
		}
	}
	if err := p.meet(ids...); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.at - b.at })
	out := map[ledger.ReportID][]passage{}
	for _, x := range all {
		out[x.report] = append(out[x.report], x.show())
	}
	return out, nil
}

// holdsTerms tells whether all that is looked for stands in a text.
func holdsTerms(text string, terms []ledger.Term) bool {
	words := strings.Fields(ledger.FoldName(text))
	for i := range terms {
		if t := &terms[i]; !t.Not && t.At(len(words), func(k int) string { return words[k] }) < 0 {
			return false
		}
	}
	return true
}

// markedOf reads an excerpt: what was found stands between U+0001 and U+0002.
func markedOf(excerpt string) (out []marked) {
	add := func(s string, mark bool) {
		if s != "" {
			out = append(out, marked{visible(s), mark})
		}
	}
	for excerpt != "" {
		before, rest, ok := strings.Cut(excerpt, "\x01")
		add(before, false)
		if !ok {
			break
		}
		found, after, _ := strings.Cut(rest, "\x02")
		add(found, true)
		excerpt = after
	}
	return out
}

// facets counts the hits by outlet and by month.
func (p *page) facets(body *searchPage, list []ledger.Hit) {
	outlets, months := map[string]int{}, map[string]int{}
	for i := range list {
		r := &list[i].Report
		outlets[r.Outlet]++
		if len(r.Published) == len(time.DateOnly) {
			months[string(r.Published[:7])]++
		}
	}
	f := &body.Filter
	link := func(pairs ...string) string {
		return p.URL("/search", append([]string{"q", f.Query, "outlet", f.Outlet, "actor", f.Actor}, pairs...)...)
	}
	body.Outlets = facetOf("Outlets", outlets, facetOutlets, func(o string) facetValue {
		return facetValue{Label: firstOf(brief.Clip(brief.Clean(o), 40), "no outlet told"), URL: link("outlet", o)}
	})
	slices.SortStableFunc(body.Outlets.Values, func(a, b facetValue) int { return b.N - a.N })
	body.Months = facetOf("Months", months, facetMonths, func(m string) facetValue {
		from, err := time.Parse("2006-01", m)
		if err != nil {
			return facetValue{Label: m}
		}
		return facetValue{Label: m, URL: link("since", from.Format(time.DateOnly), "until", from.AddDate(0, 1, -1).Format(time.DateOnly))}
	})
	slices.Reverse(body.Months.Values)
}

// facetOf lists the values with the greatest counts, in order of value.
func facetOf(title string, n map[string]int, most int, show func(string) facetValue) facet {
	var keys []string
	top := 1
	for k := range n {
		keys, top = append(keys, k), max(top, n[k])
	}
	slices.SortFunc(keys, func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		return strings.Compare(a, b)
	})
	f := facet{Title: title, More: max(0, len(keys)-most)}
	keys = keys[:min(len(keys), most)]
	slices.Sort(keys)
	for _, k := range keys {
		v := show(k)
		v.N, v.Width = n[k], max(1, 100*n[k]/top)
		f.Values = append(f.Values, v)
	}
	return f
}
