// Package watch finds what is worth an alert in a ledger: a new position, a shift, a
// deadline whose window is over, a conflict. [Find] gives them as the ledger stands,
// each with a name of its own that stays the same, and a [State] remembers which of
// them were told, so that each is told once. [Hook] sends them to a web address.
package watch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// Kind is a kind of alert.
type Kind string

// The kinds of alert.
const (
	Position Kind = "position" // a voice stands somewhere where it was not known to stand
	Shift    Kind = "shift"    // a voice stands elsewhere than before
	Deadline Kind = "deadline" // a window is over, and nothing tells what came of it
	Conflict Kind = "conflict" // two lines cannot both be right
)

// Kinds are all kinds of alert.
func Kinds() []Kind { return []Kind{Position, Shift, Deadline, Conflict} }

// Schema names the form of alerts as JSON; it only grows.
const Schema = "parley-alert/1"

// Alert is one thing to be told.
type Alert struct {
	Schema   string     `json:"schema"`
	ID       string     `json:"id"` // the same for the same thing, whoever tells it again
	Kind     Kind       `json:"kind"`
	Day      ledger.Day `json:"day"`               // on which it was said; of a deadline, the day after its window
	Learned  time.Time  `json:"learned"`           // when the ledger learned of its line
	Title    string     `json:"title"`             // one line, without its words
	Actor    string     `json:"actor,omitempty"`   // whose row it stands in, or whose deadline it is
	By       string     `json:"by,omitempty"`      // who speaks, where that is another
	On       string     `json:"on,omitempty"`      // the label of the proposal
	From     string     `json:"from,omitempty"`    // of a shift, the stance before
	To       string     `json:"to,omitempty"`      // the stance
	Words    string     `json:"words"`             // of the report, as they are shown
	Against  string     `json:"against,omitempty"` // of a conflict, the other side's words
	Voice    string     `json:"voice,omitempty"`
	Sure     float64    `json:"confidence,omitempty"`
	Line     string     `json:"line"` // the key of the line that it rests on
	Report   Report     `json:"report"`
	evidence ledger.Source
}

// Report is where the line of an alert stands.
type Report struct {
	Key       string     `json:"key"`
	Outlet    string     `json:"outlet,omitempty"`
	Title     string     `json:"title,omitempty"`
	URL       string     `json:"url,omitempty"`
	Published ledger.Day `json:"published,omitempty"`
	Paragraph int        `json:"paragraph,omitempty"`
}

// Source is where the line of an alert that [Find] gave stands.
func (a *Alert) Source() *ledger.Source { return &a.evidence }

// lookBack is how many days ago a window may have ended to be told of.
const lookBack = 60

// Find gives what there is to tell within the bounds of a question, as it stands:
// the oldest first. now is the clock by which deadlines pass. It asks for one table,
// the shifts, the conflicts and the deadlines, within the bounds that these have.
func Find(ctx context.Context, l *ledger.Ledger, ask ledger.Ask, now time.Time) ([]Alert, error) {
	f := &finder{ctx: ctx, l: l, ask: ask, today: ledger.Day(now.UTC().Format(time.DateOnly))}
	for _, step := range []func() error{f.positions, f.shifts, f.deadlines, f.conflicts} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(f.out, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), a.Learned.Compare(b.Learned), cmp.Compare(a.ID, b.ID))
	})
	return f.out, nil
}

type finder struct {
	ctx   context.Context
	l     *ledger.Ledger
	ask   ledger.Ask
	today ledger.Day
	out   []Alert
}

// identity names an alert by what it tells, not by who tells it.
func identity(kind Kind, parts ...string) string {
	d := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return string(kind) + ":" + hex.EncodeToString(d[:8])
}

// alert makes an alert of a line.
func (f *finder) alert(kind Kind, id string, day ledger.Day, l *ledger.Line, s *ledger.Source) *Alert {
	f.out = append(f.out, Alert{
		Schema: Schema, Kind: kind, ID: id, Day: day, Learned: l.Learned, Words: wording.Sentence(l.Words), Voice: l.Voice.String(), Sure: l.Confidence, Line: l.Key,
		Report:   Report{Key: s.Key, Outlet: brief.Clean(s.Outlet), Title: brief.Clean(s.Title), URL: s.URL, Published: s.Published, Paragraph: s.Paragraph},
		evidence: *s,
	})
	return &f.out[len(f.out)-1]
}

func day(s ledger.Said) ledger.Day { return cmp.Or(s.From, s.To) }

// stand is a position of a table with what it is on.
type stand struct {
	*ledger.Stand
	label, option string
}

// positions are those of the table: each voice's stance on each thing, once,
// however many reports tell it.
func (f *finder) positions() error {
	t, err := f.l.Table(f.ctx, f.ask)
	if err != nil {
		return err
	}
	var all []stand
	var people []ledger.ActorID
	var things []ledger.ProposalID
	take := func(cells []ledger.Cell, label, option string) {
		for i := range cells {
			for k := range cells[i].Latest {
				s := &cells[i].Latest[k]
				all = append(all, stand{s, cmp.Or(s.Label, label), option})
				people, things = append(people, s.Actor, s.By), append(things, s.Proposal)
			}
		}
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		take(r.Cells, r.Proposal.Label, "")
		for k := range r.Options {
			o := &r.Options[k]
			take(o.Cells, r.Proposal.Label, o.Option.Kind.String()+": "+o.Option.Value)
		}
	}
	names, err := f.l.Names(f.ctx, people)
	if err != nil {
		return err
	}
	for i := range t.Actors {
		names[t.Actors[i].ID] = t.Actors[i] // parties of a dossier have numbers of their own
	}
	keys, err := f.keys(things)
	if err != nil {
		return err
	}
	for i := range all {
		f.position(&all[i], names, keys)
	}
	return nil
}

func (f *finder) position(s *stand, names map[ledger.ActorID]ledger.Actor, keys map[ledger.ProposalID]string) {
	actor, by := names[s.Actor], names[s.By]
	id := identity(Position, keys[s.Proposal], s.option, cmp.Or(actor.Key, actor.Name), cmp.Or(by.Key, by.Name), s.Where())
	a := f.alert(Position, id, day(s.Said), &s.Line, &s.Source)
	a.Actor, a.To, a.On = brief.Clean(actor.Name), s.Where(), on(s.label, s.option)
	if s.By != s.Actor {
		a.By = brief.Clean(by.Name)
	}
	a.Title = who(a) + " " + a.To + " – " + a.On
}

// keys are the keys of proposals, which stay the same in another store.
func (f *finder) keys(ids []ledger.ProposalID) (map[ledger.ProposalID]string, error) {
	slices.Sort(ids)
	list, err := f.l.Store.Proposals(f.ctx, slices.Compact(ids))
	out := map[ledger.ProposalID]string{}
	for i := range list {
		out[list[i].ID] = list[i].Key
	}
	return out, err
}

func on(label, option string) string {
	out := wording.Title(label)
	if option != "" {
		out += ", " + brief.Clip(brief.Clean(option), wording.Labelled)
	}
	return out
}

func who(a *Alert) string {
	switch {
	case a.Actor == "":
		return "Somebody"
	case a.By != "":
		return a.Actor + " (" + a.By + ")"
	}
	return a.Actor
}

// shifts are those that reports tell, and those between two passages.
func (f *finder) shifts() error {
	list, err := f.l.Shifts(f.ctx, f.ask)
	if err != nil {
		return err
	}
	var people []ledger.ActorID
	for i := range list {
		people = append(people, list[i].By)
	}
	names, err := f.l.Names(f.ctx, people)
	if err != nil {
		return err
	}
	for i := range list {
		f.shift(&list[i], names)
	}
	return nil
}

func (f *finder) shift(x *ledger.ShiftLink, names map[ledger.ActorID]ledger.Actor) {
	line, source, id := &x.To.Line, &x.To.Source, string(Shift)+":"+x.From.Key+">"+x.To.Key
	if x.Told != nil {
		line, source, id = &x.Told.Line, &x.Source, string(Shift)+":"+x.Told.Key
	}
	if sureness(x) < f.ask.Least {
		return
	}
	a := f.alert(Shift, id, day(x.Day), line, source)
	a.Actor, a.From, a.To = brief.Clean(x.Actor.Name), x.From.Where(), x.To.Where()
	if x.By != x.Actor.ID {
		a.By = brief.Clean(names[x.By].Name)
	}
	if x.Told != nil {
		a.From, a.To = quoted(x.Told.From), quoted(x.Told.To)
	}
	option := ""
	if x.Option != nil {
		option = x.Option.Kind.String() + ": " + x.Option.Value
	}
	if x.Proposal != nil {
		a.On = on(x.Proposal.Label, option)
	}
	a.Title = who(a) + " shifted from " + cmp.Or(a.From, "what is not told")
	if a.To != "" {
		a.Title += " to " + a.To
	}
	if a.On != "" {
		a.Title += " – " + a.On
	}
}

// quoted is words of a report, in quotation marks; "" stays so.
func quoted(s string) string {
	if s = brief.Clip(strings.Trim(wording.QuoteMarks(brief.Clean(s)), "“”"), wording.Labelled); s == "" {
		return ""
	}
	return "“" + s + "”"
}

// sureness is that of the less sure side.
func sureness(x *ledger.ShiftLink) float64 {
	if x.Told != nil {
		return x.Told.Confidence
	}
	return min(x.From.Confidence, x.To.Confidence)
}

// deadlines are the windows that are over and of which nothing tells what came of
// them, from the day after their end on.
func (f *finder) deadlines() error {
	ask := f.ask
	today, err := time.Parse(time.DateOnly, string(f.today))
	if err != nil {
		return err
	}
	ask.Since = max(ask.Since, ledger.Day(today.AddDate(0, 0, -lookBack).Format(time.DateOnly)))
	if last := ledger.Day(today.AddDate(0, 0, -1).Format(time.DateOnly)); ask.Until == "" || ask.Until > last {
		ask.Until = last
	}
	list, err := f.l.Due(f.ctx, ask)
	if err != nil {
		return err
	}
	var people []ledger.ActorID
	for i := range list {
		people = append(people, list[i].Deadline.By)
	}
	names, err := f.l.Names(f.ctx, people)
	if err != nil {
		return err
	}
	for i := range list {
		d := &list[i]
		if d.To >= f.today || d.State != ledger.DueOpen && d.State != ledger.DuePassed {
			continue
		}
		a := f.alert(Deadline, string(Deadline)+":"+d.Key, nextDay(d.To), &d.Line, &d.Source)
		a.Actor, a.On = brief.Clean(names[d.Deadline.By].Name), cmp.Or(brief.Clean(d.What), brief.Clean(d.Phrase))
		a.Title = "Over since " + string(d.To) + ": " + who(a) + " – " + brief.Clip(a.On, wording.Longest)
	}
	return nil
}

func nextDay(d ledger.Day) ledger.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return ledger.Day(t.AddDate(0, 0, 1).Format(time.DateOnly))
}

// conflicts are pairs of lines, but for a claim and its denial in one sentence.
func (f *finder) conflicts() error {
	list, err := f.l.Conflicts(f.ctx, f.ask)
	if err != nil {
		return err
	}
	var people []ledger.ActorID
	for i := range list {
		people = append(people, list[i].B.Actors...)
	}
	names, err := f.l.Names(f.ctx, people)
	if err != nil {
		return err
	}
	for i := range list {
		x := &list[i]
		if x.A.Words == x.B.Words && x.A.Source.Key == x.B.Source.Key {
			continue
		}
		line := ledger.Line{Key: x.B.Key, Words: x.B.Words, Said: x.B.Said, Voice: doc.Narrated}
		a := f.alert(Conflict, string(Conflict)+":"+string(x.Kind)+":"+x.A.Key+"/"+x.B.Key, max(day(x.A.Said), day(x.B.Said)), &line, &x.B.Source)
		a.Voice, a.Against = "", wording.Sentence(x.A.Words)
		if len(x.B.Actors) > 0 {
			a.Actor = brief.Clean(names[x.B.Actors[0]].Name)
		}
		a.Title = "Conflict: " + brief.Clip(brief.Clean(x.Why), wording.Longest)
	}
	return f.learned()
}

// learned fills in when the ledger learned of the lines that do not tell it.
func (f *finder) learned() error {
	var keys []string
	for i := range f.out {
		if f.out[i].Learned.IsZero() {
			keys = append(keys, f.out[i].Report.Key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	list, err := f.l.Store.ReportsByKey(f.ctx, keys)
	if err != nil {
		return err
	}
	at := map[string]time.Time{}
	for i := range list {
		at[list[i].Key] = list[i].Learned
	}
	for i := range f.out {
		if f.out[i].Learned.IsZero() {
			f.out[i].Learned = at[f.out[i].Report.Key]
		}
	}
	return nil
}
