package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// duePage is what is to happen by when, and what became of it.
type duePage struct {
	AsOf     string
	Axis     *axis
	Sections []dueSection
	Looked   string
	More     string // the address of more, "" for none
}

type dueSection struct {
	Title, Note string
	State       string
	Rows        []dueRow
}

// dueRow is one window.
type dueRow struct {
	passage
	Window   string
	State    string
	Days     string // "in 12 days", "9 days ago"
	MarkedBy string
	Bar      *bar
	Evidence *passage
	Came     string // heads it
}

// dueStates are the sections, in order.
var dueStates = [...]struct {
	state       ledger.DueState
	title, note string
	came        string // heads the evidence
}{
	{ledger.DueOpen, "Open", "The window has not begun, or runs.", ""},
	{ledger.DueMissed, "Missed", "A later line tells that it did not come about, or it was marked by hand.", "What came of it"},
	{ledger.DueDropped, "Dropped", "Whose it was gave it up before its end.", "Given up"},
	{ledger.DueKept, "Kept", "What was done stands beside what was due.", "Done"},
	{ledger.DuePassed, "Passed", "The window is over, and no line tells what came of it.", ""},
}

// Where no limit is asked for, so many windows are shown; and of shifts and conflicts
// so many as the ledger gives.
const (
	dueMost  = 100
	listMost = 200
)

func (s *Site) due(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	if err := p.bounded(); err != nil {
		return err
	}
	ask := p.ask()
	if ask.Limit == 0 {
		ask.Limit = dueMost
	}
	list, err := s.l.Due(p.r.Context(), ask)
	if err != nil {
		return err
	}
	body := &duePage{AsOf: firstOf(p.State.AsOf, p.today())}
	if err := p.meetDue(list); err != nil {
		return err
	}
	if len(list) == 0 {
		if body.Looked, err = p.lookedThrough(); err != nil {
			return err
		}
	}
	body.Axis = axisOf(list, body.AsOf)
	for _, x := range dueStates {
		sec := dueSection{Title: x.title, Note: x.note, State: string(x.state)}
		for i := range list {
			if list[i].State == x.state {
				row := p.dueRow(&list[i], body)
				row.Came = x.came
				sec.Rows = append(sec.Rows, row)
			}
		}
		if x.state != ledger.DueOpen {
			slices.Reverse(sec.Rows) // what was due last, first
		}
		if len(sec.Rows) > 0 {
			body.Sections = append(body.Sections, sec)
		}
	}
	body.More = p.moreThan(len(list), dueMost)
	return p.show("due", "Due", body)
}

// moreThan is the address of a longer list where one is full.
func (p *page) moreThan(n, most int) string {
	limit := p.State.Limit
	if limit == 0 {
		limit = most
	}
	if n < limit || limit >= maxLimit {
		return ""
	}
	return p.sameWith("limit", fmt.Sprint(min(2*limit, maxLimit)))
}

// sameWith is the address of this page with another value of a parameter; "" takes
// it away.
func (p *page) sameWith(name, value string) string {
	u, v := *p.r.URL, p.r.URL.Query()
	v.Del(name)
	if value != "" {
		v.Set(name, value)
	}
	u.RawQuery = v.Encode()
	return u.RequestURI()
}

// lookedThrough tells in how many reports nothing was found.
func (p *page) lookedThrough() (string, error) {
	ask := p.outletAsk("")
	q := ledger.Query{AsOf: ask.AsOf, Since: max(ask.Since, ask.Dossier.From), Until: ask.Until, Outlets: ask.Dossier.Outlets}
	if to := ask.Dossier.To; to != "" && (q.Until == "" || to < q.Until) {
		q.Until = to
	}
	n, through, err := p.site.l.Store.Coverage(p.r.Context(), q)
	return looked(n, through), err
}

func (p *page) meetDue(list []ledger.DueLine) error {
	var ids []ledger.ActorID
	for i := range list {
		ids = append(ids, list[i].Deadline.By)
		if e := list[i].Evidence; e != nil {
			ids = append(ids, e.By...)
		}
	}
	return p.meet(ids...)
}

func (p *page) dueRow(d *ledger.DueLine, body *duePage) dueRow {
	out := dueRow{
		passage: p.dueWords(d), Window: dayText(ledger.Said{From: d.From, To: d.To}), State: string(d.State), MarkedBy: d.By, Days: until(string(d.To), body.AsOf),
	}
	out.Day = "said " + dayText(d.Said)
	if body.Axis != nil {
		out.Bar = body.Axis.bar(d)
	}
	if d.Evidence != nil {
		e := p.acting(d.Evidence)
		out.Evidence = &e
	}
	p.place(&out.passage, out.Evidence)
	return out
}

// until tells how far a day is from another.
func until(day, from string) string {
	n, ok := daysBetween(from, day)
	switch {
	case !ok:
		return ""
	case n == 0:
		return "that day"
	case n > 0:
		return "in " + count(n, "day")
	}
	return strings.TrimPrefix(count(-n, "day"), "-") + " ago"
}

// daysBetween counts the days from one day to another.
func daysBetween(a, b string) (int, bool) {
	x, err1 := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	return int(y.Sub(x).Hours() / 24), err1 == nil && err2 == nil
}
