// Package answer turns what a ledger answers into the types of package client: the
// one form in which the command line prints JSON and the API sends it.
//
// A [Maker] reads the names that lines have only the numbers of. Its functions on
// lists read all names of a list at once; those on one line take names that were met
// before, see [Maker.Meet].
package answer

import (
	"context"
	"strings"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/ledger"
)

// Maker makes wire types for one answer. It is not for several goroutines.
type Maker struct {
	ctx   context.Context
	l     *ledger.Ledger
	names map[ledger.ActorID]string
}

// New makes a Maker that reads names from a ledger.
func New(ctx context.Context, l *ledger.Ledger) *Maker {
	return &Maker{ctx: ctx, l: l, names: map[ledger.ActorID]string{}}
}

// Know tells names that need not be read.
func (m *Maker) Know(actors ...ledger.Actor) {
	for i := range actors {
		m.names[actors[i].ID] = actors[i].Name
	}
}

// Forget drops the names where they have become many: for answers without end.
func (m *Maker) Forget() {
	const most = 20_000
	if len(m.names) > most {
		clear(m.names)
	}
}

// Meet reads the names of actors that are not known yet, all in one question.
func (m *Maker) Meet(lists ...[]ledger.ActorID) error {
	var want []ledger.ActorID
	for _, l := range lists {
		for _, id := range l {
			if _, ok := m.names[id]; !ok && id != 0 {
				want = append(want, id)
				m.names[id] = ""
			}
		}
	}
	if len(want) == 0 {
		return nil
	}
	got, err := m.l.Names(m.ctx, want)
	for id, a := range got {
		m.names[id] = a.Name
	}
	return err
}

// Name is the name of an actor that was met; "" for one that nobody knows.
func (m *Maker) Name(id ledger.ActorID) string { return m.names[id] }

// Names are the names of actors that were met. The result is never nil.
func (m *Maker) Names(ids []ledger.ActorID) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		if n := m.names[id]; n != "" {
			out = append(out, n)
		}
	}
	return out
}

// AsOf is the time of a question as answers tell it; "" for now.
func AsOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Source is where a line stands.
func Source(s *ledger.Source) client.Source {
	return client.Source{
		Key: s.Key, Outlet: s.Outlet, Title: s.Title, URL: s.URL, Origin: s.Origin, Published: string(s.Published), Paragraph: s.Paragraph, Copies: s.Copies,
	}
}

// The forms of times. That of lines tells two of one second apart.
const (
	lineTime   = "2006-01-02T15:04:05.000Z"
	reportTime = "2006-01-02T15:04:05Z"
)

// Line is what every line has.
func Line(l *ledger.Line, s *ledger.Source) client.Line {
	return client.Line{
		Key: l.Key, Said: Said(l.Said), Learned: l.Learned.UTC().Format(lineTime), Voice: l.Voice.String(), Confidence: l.Confidence,
		Words: l.Words, Span: [2]int{l.Span.Start, l.Span.End}, Why: l.Why, Report: Source(s),
	}
}

// Said is a day, or two with a slash between; "" where none is known.
func Said(s ledger.Said) string {
	if s.From == s.To || s.To == "" {
		return string(s.From)
	}
	return string(s.From) + "/" + string(s.To)
}

// by names who speaks, where that is another than the row's actor.
func (m *Maker) by(p *ledger.Position) string {
	if p.By == 0 || p.By == p.Actor {
		return ""
	}
	return m.Name(p.By)
}

// option is how lines name an option.
func option(o *ledger.Option) string { return o.Kind.String() + ": " + o.Value }

// Actor is an actor.
func Actor(a *ledger.Actor) client.Actor {
	return client.Actor{Key: a.Key, Name: a.Name, Kind: a.Kind.String(), Country: a.Country, Role: a.Role, Names: a.Names}
}

// Actors are actors. The result is nil where there are none.
func Actors(list []ledger.Actor) []client.Actor {
	var out []client.Actor
	for i := range list {
		out = append(out, Actor(&list[i]))
	}
	return out
}

// Report is a report without its text.
func Report(r *ledger.Report) client.Report {
	return client.Report{
		Key: r.Key, Origin: r.Origin, URL: r.URL, Outlet: r.Outlet, Title: r.Title, Author: r.Author, Language: r.Language,
		Published: string(r.Published), Learned: r.Learned.UTC().Format(reportTime), Words: r.Words, Version: r.Version, Family: int(r.Family), Reader: r.Reader,
	}
}

// Reports are reports. The result is never nil.
func Reports(list []ledger.Report) []client.Report {
	out := make([]client.Report, len(list))
	for i := range list {
		out[i] = Report(&list[i])
	}
	return out
}

// hitMarks are what a search puts round the words that it found.
var hitMarks = strings.NewReplacer("\x01", "", "\x02", "")

// Hit is a report that a search found.
func Hit(h *ledger.Hit) client.Hit {
	return client.Hit{Report: Report(&h.Report), Excerpt: hitMarks.Replace(h.Excerpt)}
}

// Merge is a merge that the ledger holds likely.
func Merge(p *ledger.MergeProposal) client.Merge {
	return client.Merge{A: Actor(&p.A), B: Actor(&p.B), Why: p.Why, Odds: p.Odds}
}

// Correction is a correction; undone is the number of the one that undid it, 0 for
// none.
func Correction(c *ledger.Correction, undone int64) client.Correction {
	return client.Correction{
		ID: c.ID, Kind: string(c.Kind), Target: c.Target, With: c.With, Author: c.Author, Reason: c.Reason, Made: c.Learned.UTC().Format(reportTime), Undone: undone,
	}
}

// Dossier is a dossier that is offered.
func Dossier(d *ledger.Dossier) client.Dossier {
	out := client.Dossier{Name: d.Name, Parties: []client.Party{}, Issues: []client.Issue{}, Outlets: d.Outlets, From: string(d.From), To: string(d.To)}
	for _, p := range d.Parties {
		out.Parties = append(out.Parties, client.Party(p))
	}
	for _, x := range d.Issues {
		out.Issues = append(out.Issues, client.Issue(x))
	}
	return out
}

// Corrections are the corrections that were made by a time, zero for now, with what
// undid each.
func Corrections(list []ledger.Correction, asOf time.Time) []client.Correction {
	undone := ledger.UndoneBy(list)
	out := []client.Correction{}
	for i := range list {
		if asOf.IsZero() || !list[i].Learned.After(asOf) {
			out = append(out, Correction(&list[i], undone[list[i].ID]))
		}
	}
	return out
}
