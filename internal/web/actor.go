package web

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// actorPage is what the ledger knows of one actor.
type actorPage struct {
	Facts     []fact
	Others    []nameLink
	Course    *months
	Positions []position
	Lists     []actorList
	Owes      []waitRow
	Awaits    []waitRow
	Shifts    []shiftCase
	ShiftsURL string // where they wait to be asked for
	Reports   []source
	Looked    string
	Bound     string
	MergeURL  string
	SplitURL  string
	Timeline  string
	BackURL   string
}

// fact is one line of the head.
type fact struct{ Name, Value string }

// nameLink is a name that may be meant.
type nameLink struct{ Name, URL string }

// position is where an actor stands on one proposal.
type position struct {
	Label, URL string
	Voices     []passage
}

// actorList is one kind of line.
type actorList struct {
	Title, ID string
	Lines     []timeLine
	Older     string
	First     string
}

// Bounds of the page of an actor.
const (
	actorRead   = 60  // lines of each kind
	actorShown  = 12  // of each kind, where all kinds are shown
	actorMonths = 600 // lines that its course is drawn from
	actorShifts = 20
	actorSource = 15
)

func (s *Site) actor(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"show"}
	if err := p.bounded(); err != nil {
		return err
	}
	name := p.r.PathValue("key")
	ask := p.ask()
	ask.Limit, ask.After = actorRead, 0
	w, err := s.l.Who(p.r.Context(), name, ask)
	if err != nil {
		return p.unknownActor(name, err)
	}
	if w.Actor.Key != "" && w.Actor.Key != name {
		return p.goTo(p.URL("/actor/" + w.Actor.Key))
	}
	body := &actorPage{Timeline: p.URL("/timeline", "actor", w.Actor.Key)}
	p.names[w.Actor.ID] = w.Actor
	for i := range w.Others {
		body.Others = append(body.Others, nameLink{brief.Clean(w.Others[i].Name), p.URL("/actor/" + w.Others[i].Key)})
	}
	title := brief.Clean(w.Actor.Name)
	show := p.State.values.Get("show")
	if show != "" {
		err = body.one(p, w, show)
	} else {
		err = body.all(p, w)
	}
	if err != nil {
		return err
	}
	return p.show("actor", title, body)
}

// unknownActor leads to names that are near.
func (p *page) unknownActor(name string, err error) error {
	var unknown *ledger.UnknownActor
	var many *ledger.AmbiguousActor
	body := &nearPage{Name: brief.Clip(brief.Clean(name), 80)}
	var names []string
	switch {
	case errors.As(err, &many):
		names, body.Many = many.Choices, true
	case errors.As(err, &unknown):
		names = unknown.Near
	default:
		return err
	}
	for _, n := range names {
		body.Near = append(body.Near, nameLink{brief.Clean(n), p.URL("/actor/" + n)})
	}
	body.SearchURL = p.URL("/search", "q", body.Name)
	if err := p.show("near", "Which actor?", body); err != nil {
		return err
	}
	return p.render(404)
}

// nearPage is shown where nobody carries a name.
type nearPage struct {
	Name      string
	Many      bool
	Near      []nameLink
	SearchURL string
}

// actorAsk bounds a question to the actor of the page alone.
func (p *page) actorAsk(w *ledger.Profile, limit int) ledger.Ask {
	ask := p.ask()
	ask.Actors, ask.Limit, ask.After = []string{cmp.Or(w.Actor.Key, w.Actor.Name)}, limit, 0
	return ask
}

// actorKinds are the lists of lines.
var actorKinds = [...]struct {
	id, title string
	kinds     ledger.Kinds
}{
	{"statement", "Statements", ledger.Kinds{Statements: true}},
	{"move", "Moves, its own and on it", ledger.Kinds{Moves: true, Events: true}},
	{"deadline", "Due", ledger.Kinds{Deadlines: true}},
}

// one fills one list, page by page.
func (b *actorPage) one(p *page, w *ledger.Profile, show string) error {
	after, err := cursorOf(p.State.values.Get("after"))
	if err != nil {
		return err
	}
	for _, k := range actorKinds {
		if k.id != show {
			continue
		}
		x, err := p.site.l.Span(p.r.Context(), p.actorAsk(w, listLines), k.kinds, after)
		if err != nil {
			return err
		}
		p.know(x)
		l := actorList{Title: k.title, ID: k.id, Lines: p.ownLines(x, w)}
		if x.Next != (ledger.Cursor{}) {
			l.Older = p.within("after", cursorText(x.Next))
		}
		if after != (ledger.Cursor{}) {
			l.First = p.within("after", "")
		}
		b.Lists, b.BackURL = []actorList{l}, p.within("show", "", "after", "")
		return nil
	}
	return wrong("Lists are statement, move, deadline.", "No list is called %q.", brief.Clip(brief.Clean(show), 40))
}

// all fills the page.
func (b *actorPage) all(p *page, w *ledger.Profile) error {
	b.Facts = p.factsOf(w)
	if p.May("correct") {
		b.MergeURL, b.SplitURL = p.URL("/corrections", "kind", "merge", "target", w.Actor.Key), p.URL("/corrections", "kind", "split", "target", w.Actor.Key)
	}
	x, err := p.site.l.Span(p.r.Context(), p.actorAsk(w, actorMonths), ledger.Kinds{}, ledger.Cursor{})
	if err != nil {
		return err
	}
	p.know(x)
	b.Course = monthsOf(p, x)
	b.lists(p, x, w)
	if err := b.positions(p, w); err != nil {
		return err
	}
	if b.Owes, err = p.waitRows(w.Owes); err != nil {
		return err
	}
	if b.Awaits, err = p.waitRows(w.Awaits); err != nil {
		return err
	}
	if err := b.shifts(p, w); err != nil {
		return err
	}
	b.sources(p, w, x)
	if len(x.Items) == 0 && len(w.Positions) == 0 {
		b.Looked, err = p.lookedThrough()
	}
	return err
}

// factsOf tells who an actor is.
func (p *page) factsOf(w *ledger.Profile) (out []fact) {
	a := &w.Actor
	add := func(name, value string) {
		if value = brief.Clean(value); value != "" {
			out = append(out, fact{name, value})
		}
	}
	add("Role", a.Role)
	add("Kind", strings.ReplaceAll(a.Kind.String(), "_", " "))
	add("Country", a.Country)
	var names []string
	for _, n := range a.Names {
		if n != a.Name && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	add("Also called", strings.Join(names, ", "))
	var merged []string
	for i := range w.Merged {
		merged = append(merged, w.Merged[i].Name)
	}
	add("Made one with it by hand", strings.Join(merged, ", "))
	add("Key", a.Key)
	return out
}

// lists are the newest lines of each kind.
func (b *actorPage) lists(p *page, x *ledger.Span, w *ledger.Profile) {
	for _, k := range actorKinds {
		part := *x
		part.Items = nil
		n := 0
		for i := range x.Items {
			it := &x.Items[i]
			kind := kindOf(it).Value
			if kind == k.id || k.id == "move" && kind == "event" {
				if n++; n <= actorShown {
					part.Items = append(part.Items, *it)
				}
			}
		}
		if n == 0 {
			continue
		}
		l := actorList{Title: k.title, ID: k.id, Lines: p.ownLines(&part, w)}
		if n > actorShown || x.From != "" {
			l.Older = p.within("show", k.id, "after", "")
		}
		b.Lists = append(b.Lists, l)
	}
}

// ownLines are lines of an actor, which is not named at each of its own.
func (p *page) ownLines(x *ledger.Span, w *ledger.Profile) []timeLine {
	out := p.timeLines(x)
	own, _ := p.who(w.Actor.ID)
	for i := range out {
		if out[i].Who == own {
			out[i].Who = ""
		}
	}
	return out
}

// positions are the latest of each proposal.
func (b *actorPage) positions(p *page, w *ledger.Profile) error {
	var ids []ledger.ActorID
	var keys []string
	for i := range w.Positions {
		ids, keys = append(ids, w.Positions[i].By), append(keys, w.Positions[i].Move)
	}
	if err := p.meet(ids...); err != nil {
		return err
	}
	if err := p.rest(keys); err != nil {
		return err
	}
	at := map[ledger.ProposalID]*ledger.Proposal{}
	for i := range w.Proposals {
		at[w.Proposals[i].ID] = &w.Proposals[i]
	}
	place := map[ledger.ProposalID]int{}
	for i := range w.Positions {
		x := &w.Positions[i]
		k, ok := place[x.Proposal]
		if !ok {
			k = len(b.Positions)
			place[x.Proposal] = k
			ps := position{}
			if q := at[x.Proposal]; q != nil {
				ps.Label, ps.URL = wording.Title(q.Label), p.URL("/cell", "proposal", q.Key)
			}
			b.Positions = append(b.Positions, ps)
		}
		v := p.standing(x)
		if v.On = ""; x.By == w.Actor.ID {
			v.Who = ""
		}
		p.place(&v)
		b.Positions[k].Voices = append(b.Positions[k].Voices, v)
	}
	return nil
}

// shifts are those of the actor; in a large ledger they wait to be asked for.
func (b *actorPage) shifts(p *page, w *ledger.Profile) error {
	size, err := p.site.span(p.r.Context())
	if err != nil {
		return err
	}
	b.ShiftsURL = p.URL("/shifts", "actor", w.Actor.Key)
	if size.reports > fewReports {
		return nil
	}
	list, err := p.site.l.Shifts(p.r.Context(), p.actorAsk(w, actorShifts))
	if err != nil {
		return err
	}
	var shown []*ledger.ShiftLink
	for i := range list {
		if sureShift(&list[i], p.State.least) {
			shown = append(shown, &list[i])
		}
	}
	if err := p.meetShifts(shown); err != nil {
		return err
	}
	for _, x := range shown {
		b.Shifts = append(b.Shifts, p.shiftCase(x))
	}
	b.ShiftsURL = ""
	return nil
}

// sources are the reports that name it, the newest first.
func (b *actorPage) sources(p *page, w *ledger.Profile, x *ledger.Span) {
	seen := map[string]bool{}
	add := func(s *ledger.Source) {
		if s.Key != "" && !seen[s.Key] {
			seen[s.Key] = true
			b.Reports = append(b.Reports, p.source(s, nil))
		}
	}
	for i := range w.Positions {
		add(&w.Positions[i].Source)
	}
	for i := range x.Items {
		switch it := &x.Items[i]; {
		case it.Move != nil:
			add(&it.Move.Source)
		case it.Statement != nil:
			add(&it.Statement.Source)
		case it.Deadline != nil:
			add(&it.Deadline.Source)
		}
	}
	slices.SortStableFunc(b.Reports, func(a, c source) int { return cmp.Compare(c.Published, a.Published) })
	b.Reports = b.Reports[:min(len(b.Reports), actorSource)]
}

// months is the course of an actor: how many lines each month has.
type months struct {
	Width, Height int
	Bars          []monthBar
	Ticks         []tick
	Cut           string
}

// monthBar is one month: its lines by kind from the foot up.
type monthBar struct {
	X, Width int
	N        int
	Label    int // where its number stands
	Parts    []monthPart
	URL      string
	Title    string
}

// monthPart is the lines of one kind.
type monthPart struct {
	Y, Height int
	Class     string
}

const (
	monthsHeight = 84
	monthsMost   = 36
)

// monthsOf draws the course; nil where there is no line.
func monthsOf(p *page, x *ledger.Span) *months {
	counts := map[string]*[3]int{}
	first, last := "9999", ""
	for i := range x.Items {
		it := &x.Items[i]
		k := slices.Index([]string{"statement", "move", "event"}, kindOf(it).Value)
		if k < 0 || len(it.Day.From) < 7 {
			continue
		}
		month := string(it.Day.From[:7])
		if counts[month] == nil {
			counts[month] = &[3]int{}
		}
		counts[month][k]++
		first, last = min(first, month), max(last, month)
	}
	from, err1 := time.Parse("2006-01", first)
	to, err2 := time.Parse("2006-01", last)
	if err1 != nil || err2 != nil {
		return nil
	}
	if least := to.AddDate(0, 1-monthsMost, 0); from.Before(least) {
		from = least
	}
	n := (to.Year()-from.Year())*12 + int(to.Month()-from.Month()) + 1
	step := max(14, min(56, 640/n))
	m := &months{Width: n * step, Height: monthsHeight, Cut: string(x.From)}
	most := 1
	for _, c := range counts {
		most = max(most, c[0]+c[1]+c[2])
	}
	for i := range n {
		at := from.AddDate(0, i, 0)
		c := counts[at.Format("2006-01")]
		if c == nil {
			c = &[3]int{}
		}
		m.Bars = append(m.Bars, p.monthBar(at, i*step, step, c, most))
		t := tick{X: i * step}
		if step >= 26 || i%3 == 0 {
			if t.Label = at.Format("Jan"); i == 0 || at.Month() == 1 {
				t.Label = at.Format("Jan 06")
			}
		}
		m.Ticks = append(m.Ticks, t)
	}
	return m
}

// monthBar draws one month.
func (p *page) monthBar(at time.Time, x, step int, c *[3]int, most int) monthBar {
	b := monthBar{X: x + 2, Width: step - 4, N: c[0] + c[1] + c[2]}
	end := at.AddDate(0, 1, -1)
	b.URL = p.URL("/timeline", "actor", p.r.PathValue("key"), "since", at.Format(time.DateOnly), "until", end.Format(time.DateOnly))
	b.Title = fmt.Sprintf("%s: %s", at.Format("January 2006"), strings.Join([]string{count(c[0], "statement"), count(c[1], "move"), count(c[2], "event")}, ", "))
	foot := monthsHeight - 18
	for i, k := range c {
		if k == 0 {
			continue
		}
		h := max(2, k*(monthsHeight-34)/most)
		foot -= h
		b.Parts = append(b.Parts, monthPart{foot, h, lineKinds[i].Value})
	}
	b.Label = foot - 3
	return b
}
