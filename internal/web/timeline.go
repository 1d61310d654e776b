package web

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// timelinePage is what was said, done and due on an axis of days, and below it the
// lines of the days that were chosen.
type timelinePage struct {
	By       string
	ByLinks  []kindLink
	Kinds    []lineKind
	Zooms    []kindLink
	From, To string // the days of the axis
	Earlier  string // the address of the days before, "" for none
	Later    string
	Chart    *chart
	Cut      string // the day before which lines were not read, "" for none
	Looked   string
	On       string // the day whose lines are listed, "" for all of the axis
	AllURL   string // away from the day
	Lines    []timeLine
	Older    string   // the address of more lines
	First    string   // back to the newest
	Bound    []string // names of the actors that bound it
}

// lineKind is one kind of line: its mark, and whether it is shown.
type lineKind struct {
	Value, Label, Mark string
	Shown              bool
}

// lineKinds are the kinds of line that a timeline shows; the marks are letters.
var lineKinds = [...]lineKind{
	{"statement", "statements", "S", true}, {"move", "moves", "M", true}, {"event", "events", "E", true}, {"deadline", "deadlines", "D", true}, {"shift", "told shifts", "T", true},
}

// timeLine is one line of the list.
type timeLine struct {
	passage
	Head string // the day that heads its lines; "" where it is that of the line before
	Kind lineKind
	Due  string // the window of a deadline
}

const (
	chartLines = 800 // drawn at most
	listLines  = 40  // lines of a page of a list
)

func (s *Site) timeline(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"by", "kind"}
	if err := p.bounded(); err != nil {
		return err
	}
	body := &timelinePage{By: p.State.values.Get("by"), On: p.State.values.Get("on")}
	kinds, err := body.choose(p)
	if err != nil {
		return err
	}
	after, err := cursorOf(p.State.values.Get("after"))
	if err != nil {
		return err
	}
	ask := p.ask()
	ask.Limit = chartLines
	all, err := s.l.Marks(p.r.Context(), ask, kinds)
	if err != nil {
		return err
	}
	p.know(all)
	for _, a := range p.State.Actors {
		name, err := p.nameOf(a)
		if err != nil {
			return err
		}
		body.Bound = append(body.Bound, name)
	}
	if err := body.draw(p, all); err != nil {
		return err
	}
	if len(all.Items) == 0 {
		if body.Looked, err = p.lookedThrough(); err != nil {
			return err
		}
	}
	if err := body.list(p, kinds, after); err != nil {
		return err
	}
	return p.show("timeline", "Timeline", body)
}

// choose reads what the address asks for beside the bounds.
func (b *timelinePage) choose(p *page) (ledger.Kinds, error) {
	none := ledger.Kinds{}
	if b.By == "" {
		b.By = "actor"
	}
	if b.By != "actor" && b.By != "proposal" {
		return none, wrong("Choose “by actor” or “by proposal”.", "A timeline has no rows by %q.", brief.Clip(brief.Clean(b.By), 40))
	}
	for _, x := range [...]string{"actor", "proposal"} {
		b.ByLinks = append(b.ByLinks, kindLink{Label: "by " + x, URL: p.within("by", strings.TrimPrefix(x, "actor"), "after", ""), Lit: b.By == x})
	}
	if _, err := time.Parse(time.DateOnly, b.On); b.On != "" && err != nil {
		return none, wrong("Write the day as 2025-08-20.", "%q is no day.", brief.Clip(b.On, 40))
	}
	b.Kinds = slices.Clone(lineKinds[:])
	asked := p.State.values["kind"]
	for _, k := range asked {
		if k != "" && !slices.ContainsFunc(b.Kinds, func(x lineKind) bool { return x.Value == k }) {
			return none, wrong("Kinds are statement, move, event, deadline, shift.", "No kind of line is called %q.", brief.Clip(brief.Clean(k), 40))
		}
	}
	for i := range b.Kinds {
		b.Kinds[i].Shown = len(asked) == 0 || slices.Contains(asked, b.Kinds[i].Value)
	}
	return ledger.Kinds{Statements: b.Kinds[0].Shown, Moves: b.Kinds[1].Shown, Events: b.Kinds[2].Shown, Deadlines: b.Kinds[3].Shown, Shifts: b.Kinds[4].Shown}, nil
}

// within is the address of this page with pairs of a parameter and its value in
// their place; an empty value takes one away.
func (p *page) within(pairs ...string) string {
	return address(p.r.URL.Path, maps.Clone(p.State.values), pairs)
}

// know keeps the names of a span for its passages.
func (p *page) know(x *ledger.Span) { maps.Copy(p.names, x.Names) }

// list fills the lines of the day, or of all days, that are shown.
func (b *timelinePage) list(p *page, kinds ledger.Kinds, after ledger.Cursor) error {
	ask := p.ask()
	ask.Limit = listLines
	if b.On != "" {
		ask.Since, ask.Until = ledger.Day(b.On), ledger.Day(b.On)
		b.AllURL = p.within("on", "", "after", "")
	}
	x, err := p.site.l.Span(p.r.Context(), ask, kinds, after)
	if err != nil {
		return err
	}
	p.know(x)
	b.Lines = p.timeLines(x)
	if x.Next != (ledger.Cursor{}) {
		b.Older = p.within("after", cursorText(x.Next), "#", "lines")
	}
	if after != (ledger.Cursor{}) {
		b.First = p.within("after", "", "#", "lines")
	}
	return nil
}

// timeLines are the lines of a span as passages, under their days.
func (p *page) timeLines(x *ledger.Span) (out []timeLine) {
	last := ""
	for i := range x.Items {
		it := &x.Items[i]
		l := timeLine{Kind: kindOf(it)}
		l.passage = p.itemPassage(it, x)
		if it.Deadline != nil {
			l.Due = dayText(it.Day)
		}
		if l.Day != last {
			l.Head, last = l.Day, l.Day
		}
		l.Day = ""
		p.place(&l.passage)
		out = append(out, l)
	}
	return out
}

// itemPassage is one line of a span as a passage.
func (p *page) itemPassage(it *ledger.Item, x *ledger.Span) passage {
	switch {
	case it.Move != nil:
		out := p.acting(it.Move)
		out.Stance = stanceOf(x.Stances[it.Move.Key])
		return out
	case it.Statement != nil:
		return p.saying(it.Statement)
	case it.Deadline != nil:
		return p.dueWords(it.Deadline)
	}
	s := it.Shift
	out := p.line(&s.Told.Line, &s.Source, 0, "")
	out.Who, out.WhoURL = p.who(s.By)
	return out
}

// kindOf is the kind of an item.
func kindOf(it *ledger.Item) lineKind {
	switch {
	case it.Statement != nil:
		return lineKinds[0]
	case it.Move != nil && it.Move.Plover.Event == "":
		return lineKinds[1]
	case it.Move != nil:
		return lineKinds[2]
	case it.Deadline != nil:
		return lineKinds[3]
	}
	return lineKinds[4]
}

// cursorText is a place in a list as an address has it.
func cursorText(c ledger.Cursor) string {
	return fmt.Sprintf("%d-%d-%d-%d", c.Move, c.Statement, c.Deadline, c.Shift)
}

// cursorOf reads a place in a list.
func cursorOf(text string) (c ledger.Cursor, err error) {
	if text == "" {
		return c, nil
	}
	n, err := fmt.Sscanf(text, "%d-%d-%d-%d", &c.Move, &c.Statement, &c.Deadline, &c.Shift)
	if err != nil || n != 4 || min(c.Move, c.Statement, c.Deadline, c.Shift) < 0 || cursorText(c) != text {
		return c, wrong("Begin with the newest lines.", "The place in the list cannot be read.")
	}
	return c, nil
}

// draw fills the chart, and the ways to other days.
func (b *timelinePage) draw(p *page, x *ledger.Span) error {
	from, to, err := b.days(p, x)
	if err != nil || from.IsZero() {
		return err
	}
	b.From, b.To = from.Format(time.DateOnly), to.Format(time.DateOnly)
	lanes, err := b.lanes(p, x)
	if err != nil {
		return err
	}
	b.Chart = newChart(p, from, to, lanes)
	return b.zooms(p, from, to)
}

// beyondDays is how many days before the first and after the last report an axis
// begins and ends at most, where it is not told.
const beyondDays = 45

// days are the first and the last day of the axis.
func (b *timelinePage) days(p *page, x *ledger.Span) (from, to time.Time, err error) {
	c, err := p.site.span(p.r.Context())
	if err != nil || len(x.Items) == 0 && (p.State.Since == "" || p.State.Until == "") {
		return from, to, err
	}
	first, last := ledger.Day("9999"), ledger.Day("")
	for i := range x.Items {
		d := x.Items[i].Day
		if d.From != "" {
			first = min(first, d.From)
		}
		last = max(last, d.From, d.To)
	}
	if x.From != "" {
		b.Cut = string(x.From)
		first = x.From
	}
	lastDay := cmp.Or(ledger.Day(p.State.AsOf), c.last)
	first = max(first, shifted(c.first, -beyondDays))
	beyond := beyondDays
	if n, ok := daysBetween(b.Cut, string(lastDay)); ok {
		beyond = max(7, min(beyond, n)) // what is far away does not press the rest together
	}
	last = min(last, shifted(lastDay, beyond))
	from, _ = time.Parse(time.DateOnly, cmp.Or(p.State.Since, string(first)))
	to, _ = time.Parse(time.DateOnly, cmp.Or(p.State.Until, string(last)))
	if b.Cut != "" && string(x.From) > p.State.Since {
		from, _ = time.Parse(time.DateOnly, b.Cut)
	}
	if to.Before(from) {
		to = from
	}
	return from, to, nil
}

// shifted is the day so many days after another.
func shifted(d ledger.Day, days int) ledger.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return ledger.Day(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// zooms are the ways to fewer or more days, and to those before and after.
func (b *timelinePage) zooms(p *page, from, to time.Time) error {
	days := int(to.Sub(from).Hours()/24) + 1
	c, err := p.site.span(p.r.Context())
	if err != nil {
		return err
	}
	focus := to
	if last := dayOr(string(c.last), ""); last.After(from) && last.Before(to) {
		focus = last
	}
	b.Zooms = append(b.Zooms, kindLink{Label: "all", URL: p.within("since", "", "until", "", "on", "", "after", ""), Lit: p.State.Since == "" && p.State.Until == ""})
	for _, z := range [...]struct {
		label string
		days  int
	}{{"3 months", 91}, {"month", 30}, {"week", 7}, {"day", 1}} {
		since := focus.AddDate(0, 0, 1-z.days)
		b.Zooms = append(b.Zooms, kindLink{Label: z.label, URL: p.stretch(since, focus), Lit: days == z.days && p.State.Since != ""})
	}
	if b.Cut != "" || from.After(dayOr(string(c.first), "")) {
		b.Earlier = p.stretch(from.AddDate(0, 0, -days), from.AddDate(0, 0, -1))
	}
	if p.State.Until != "" && to.Before(dayOr(string(c.last), "").AddDate(0, 0, beyondDays)) {
		b.Later = p.stretch(to.AddDate(0, 0, 1), to.AddDate(0, 0, days))
	}
	return nil
}

// stretch is the address of this page for other days.
func (p *page) stretch(from, to time.Time) string {
	return p.within("since", from.Format(time.DateOnly), "until", to.Format(time.DateOnly), "on", "", "after", "")
}

// laneMost is how many rows a timeline has; what is left shares the last.
const laneMost = 10

// lane is one row: its name and its lines.
type lane struct {
	Name, URL string
	items     []laneItem
}

// laneItem is one line with what its mark shows.
type laneItem struct {
	item   *ledger.Item
	kind   lineKind
	stance *stance
	look   string
	title  string
}

// lanes sorts the lines into rows, those with more lines first.
func (b *timelinePage) lanes(p *page, x *ledger.Span) ([]lane, error) {
	rows := map[int64][]laneItem{}
	for i := range x.Items {
		it := &x.Items[i]
		ps := p.itemPassage(it, x)
		li := laneItem{item: it, kind: kindOf(it), stance: ps.Stance, look: ps.Look, title: titleOf(&ps, it)}
		for _, id := range b.rowsOf(it, x) {
			rows[id] = append(rows[id], li)
		}
	}
	ids := slices.Collect(maps.Keys(rows))
	slices.SortFunc(ids, func(a, c int64) int {
		return cmp.Or(cmp.Compare(min(c, 1), min(a, 1)), cmp.Compare(len(rows[c]), len(rows[a])), cmp.Compare(a, c))
	})
	name, err := b.laneNames(p, ids)
	if err != nil {
		return nil, err
	}
	var out []lane
	rest := lane{Name: map[string]string{"actor": "others", "proposal": "no proposal named"}[b.By]}
	for i, id := range ids {
		if id == 0 || i >= laneMost {
			rest.items = append(rest.items, rows[id]...)
			if id != 0 && b.By == "proposal" {
				rest.Name = "others, or none named"
			}
			continue
		}
		l := name(id)
		l.items = rows[id]
		out = append(out, l)
	}
	if len(rest.items) > 0 {
		out = append(out, rest)
	}
	return out, nil
}

// rowsOf are the rows that an item stands in: of those who act or speak, else 0.
func (b *timelinePage) rowsOf(it *ledger.Item, x *ledger.Span) (out []int64) {
	if b.By == "proposal" {
		if it.Move != nil {
			return []int64{int64(it.Move.Proposal)}
		}
		return []int64{0}
	}
	for _, id := range makersOf(it) {
		if side := int64(x.Side(id)); id != 0 && !x.Names[id].Unnamed && !slices.Contains(out, side) {
			out = append(out, side)
		}
	}
	if len(out) == 0 {
		return []int64{0}
	}
	return out
}

// makersOf are who acts or speaks.
func makersOf(it *ledger.Item) []ledger.ActorID {
	switch {
	case it.Move != nil:
		return it.Move.By
	case it.Statement != nil:
		return it.Statement.Sources
	case it.Deadline != nil:
		return []ledger.ActorID{it.Deadline.Deadline.By}
	}
	return []ledger.ActorID{it.Shift.By}
}

// laneNames gives the names of rows.
func (b *timelinePage) laneNames(p *page, ids []int64) (func(int64) lane, error) {
	if b.By == "actor" {
		var want []ledger.ActorID
		for _, id := range ids {
			want = append(want, ledger.ActorID(id))
		}
		err := p.meet(want...)
		return func(id int64) lane {
			n, u := p.who(ledger.ActorID(id))
			return lane{Name: n, URL: u}
		}, err
	}
	var want []ledger.ProposalID
	for _, id := range ids[:min(len(ids), laneMost+1)] {
		want = append(want, ledger.ProposalID(id))
	}
	list, err := p.site.l.Store.Proposals(p.r.Context(), want)
	at := map[int64]*ledger.Proposal{}
	for i := range list {
		at[int64(list[i].ID)] = &list[i]
	}
	return func(id int64) lane {
		x := at[id]
		if x == nil {
			return lane{Name: "a proposal"}
		}
		return lane{Name: wording.Title(x.Label), URL: p.URL("/cell", "proposal", x.Key)}
	}, err
}

// titleOf tells an item in a few words.
func titleOf(ps *passage, it *ledger.Item) string {
	out := ps.Words
	if ps.Who != "" {
		out = ps.Who + ": " + out
	}
	switch {
	case ps.Stance != nil:
		out = ps.Stance.Word + " – " + out
	case ps.Act != "":
		out = ps.Act + " – " + out
	}
	return brief.Clip(dayText(it.Day)+" · "+strings.TrimSuffix(kindOf(it).Label, "s")+" · "+out, 220)
}
