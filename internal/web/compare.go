package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// comparePage tells two reports, or two days, apart.
type comparePage struct {
	A, B     chosen
	From, To string
	Result   *comparison
	Days     bool // the two are days
}

// chosen is one of the two reports: chosen, or to be chosen among those that a search
// found.
type chosen struct {
	Name    string // "A"
	Words   string // what the box holds
	Report  *reportRow
	Choices []reportRow
	Looked  bool // words were looked for
	OutURL  string
	set     *ledger.Report
}

// comparison is what stands in one alone, in both otherwise, or opposed.
type comparison struct {
	A, B       string
	AURL, BURL string
	Same       int
	Numbered   bool
	Parts      []comparePart
	Nothing    bool // nothing differs
	SwapURL    string
	DiffURL    string // word by word
}

type comparePart struct {
	Title string
	Pairs []comparePair // both sides
	Only  []comparePoint
}

type comparePair struct {
	Why  string
	A, B comparePoint
}

// comparePoint is one point, move or statement of a side.
type comparePoint struct {
	Label, Who string
	Pieces     []piece
	Source     source
}

// choicesShown is how many reports a search for one of the two offers.
const choicesShown = 8

func (s *Site) compare(p *page) error {
	v := p.State.values
	body := &comparePage{A: chosen{Name: "A"}, B: chosen{Name: "B"}, From: v.Get("from"), To: v.Get("to")}
	if dayIn(v.Get("a")) || dayIn(v.Get("b")) { // the two boxes take days as well
		body.From, body.To = strings.TrimSpace(v.Get("a")), strings.TrimSpace(v.Get("b"))
	}
	if body.From != "" || body.To != "" {
		if err := p.compareDays(body); err != nil {
			return err
		}
		return p.show("compare", "Compare", body)
	}
	var err error
	if body.A, err = p.chosen("a", "b"); err != nil {
		return err
	}
	if body.B, err = p.chosen("b", "a"); err != nil {
		return err
	}
	if body.A.set != nil && body.B.set != nil {
		if err := p.compareReports(body); err != nil {
			return err
		}
	}
	return p.show("compare", "Compare", body)
}

// dayIn tells whether words are a day.
func dayIn(words string) bool {
	_, err := time.Parse(time.DateOnly, strings.TrimSpace(words))
	return err == nil
}

// chosen reads one of the two: the key of a report, or words to find it by.
func (p *page) chosen(name, other string) (chosen, error) {
	text := strings.TrimSpace(p.State.values.Get(name))
	c := chosen{Name: strings.ToUpper(name), Words: text}
	if text == "" {
		return c, nil
	}
	if len(text) > maxQuery {
		return c, wrong("Look for fewer words.", "More than %d characters cannot be looked for at once.", maxQuery)
	}
	rest := p.State.values.Get(other)
	list, err := p.site.l.Store.ReportsByKey(p.r.Context(), []string{text})
	if err != nil {
		return c, err
	}
	if len(list) == 1 {
		rows, err := p.reportRows(list)
		if err != nil {
			return c, err
		}
		c.Report, c.set, c.Words = &rows[0], &list[0], ""
		c.OutURL = p.URL("/compare", other, rest)
		return c, nil
	}
	c.Looked = true
	ask := p.outletAsk("")
	ask.Limit = choicesShown
	hits, err := p.site.l.Search(p.r.Context(), text, ask)
	if err != nil {
		return c, err
	}
	for i := range hits {
		list = append(list, hits[i].Report)
	}
	c.Choices, err = p.reportRows(list)
	for i := range c.Choices {
		c.Choices[i].URL = p.URL("/compare", name, c.Choices[i].Key, other, rest)
	}
	return c, err
}

func (p *page) compareReports(body *comparePage) error {
	a, b := body.A.set, body.B.set
	if a.ID == b.ID {
		return wrong("Choose another report for one of the two.", "A report does not differ from itself.")
	}
	c, err := p.site.l.Compare(p.r.Context(), a.ID, b.ID)
	if err != nil {
		return err
	}
	body.Result = p.comparison(c, false)
	body.Result.AURL, body.Result.BURL = body.A.Report.URL, body.B.Report.URL
	body.Result.SwapURL = p.URL("/compare", "a", b.Key, "b", a.Key)
	if a.Origin == b.Origin || a.Family == b.Family {
		body.Result.DiffURL = p.URL("/report/"+b.Key, "against", a.Key)
	}
	return nil
}

func (p *page) compareDays(body *comparePage) error {
	body.Days = true
	from, err1 := time.Parse(time.DateOnly, body.From)
	to, err2 := time.Parse(time.DateOnly, body.To)
	if err1 != nil || err2 != nil {
		return wrong("Give two days, each as 2025-08-20.", "%q and %q are not two days.", brief.Clip(brief.Clean(body.From), 20), brief.Clip(brief.Clean(body.To), 20))
	}
	ask := p.ask()
	ask.AsOf = time.Time{}
	c, err := p.site.l.CompareDays(p.r.Context(), ask, from, to)
	if err != nil {
		return err
	}
	body.Result = p.comparison(c, true)
	body.Result.AURL, body.Result.BURL = p.URL("/table", "as-of", body.From), p.URL("/table", "as-of", body.To)
	body.Result.SwapURL = p.URL("/compare", "from", body.To, "to", body.From)
	return nil
}

// comparison shows what differs. Why two lines of reports are told as one, worded
// otherwise, is marked in their words; of days it is the stance, which is not.
func (p *page) comparison(c *ledger.Comparison, days bool) *comparison {
	out := &comparison{A: brief.Clean(c.A), B: brief.Clean(c.B), Same: c.Same, Numbered: c.Numbered}
	pairs := func(title string, list []ledger.PassagePair, why bool) {
		part := comparePart{Title: title}
		for i := range list {
			x := &list[i]
			left, right := sides(wordDiff(wording.Sentence(x.A.Words), wording.Sentence(x.B.Words)))
			pair := comparePair{A: p.comparePoint(&x.A), B: p.comparePoint(&x.B)}
			if why {
				pair.Why = brief.Clean(x.Why)
			}
			pair.A.Pieces, pair.B.Pieces = left, right
			part.Pairs = append(part.Pairs, pair)
		}
		if len(list) > 0 {
			out.Parts = append(out.Parts, part)
		}
	}
	only := func(title string, list []ledger.Passage) {
		part := comparePart{Title: title}
		for i := range list {
			part.Only = append(part.Only, p.comparePoint(&list[i]))
		}
		if len(list) > 0 {
			out.Parts = append(out.Parts, part)
		}
	}
	pairs("Opposed", c.Opposed, true)
	pairs("In both, otherwise", c.Changed, days)
	only("Only in A", c.OnlyA)
	only("Only in B", c.OnlyB)
	out.Nothing = len(out.Parts) == 0
	return out
}

func (p *page) comparePoint(x *ledger.Passage) comparePoint {
	var who []string
	for _, a := range x.Actors {
		if a = brief.Clean(a); a != "" {
			who = append(who, a)
		}
	}
	out := comparePoint{Label: brief.Clip(brief.Clean(x.Label), wording.Labelled), Who: strings.Join(who, ", "), Source: p.source(&x.Source, nil)}
	if out.Source.Para == 0 {
		out.Source.Para = x.Para
	}
	if out.Source.Para > 0 {
		out.Source.URL = p.URL("/report/"+x.Source.Key, "#", "par"+strconv.Itoa(out.Source.Para))
	}
	out.Pieces = []piece{{Text: wording.Sentence(x.Words)}}
	return out
}
