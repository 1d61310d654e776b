package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// author makes the entry of a draft.
type author struct {
	g      *Generator
	s      *story
	e      *ledger.Entry
	actors map[int]ledger.ActorID
	things map[int]ledger.ProposalID
}

func (g *Generator) entry(s *story, d draft) *ledger.Entry {
	a := author{g: g, s: s, e: &ledger.Entry{}, actors: map[int]ledger.ActorID{}, things: map[int]ledger.ProposalID{}}
	var text strings.Builder
	starts := make([]int, len(d.sentences))
	for i := range d.sentences {
		switch {
		case i > 0 && i%3 == 0:
			text.WriteString("\n\n")
		case i > 0:
			text.WriteString(" ")
		}
		starts[i] = text.Len()
		text.WriteString(d.sentences[i].text)
	}
	body := text.String()
	a.e.Report = ledger.Report{
		Origin: d.origin, URL: d.origin, Outlet: d.outlet, Title: d.title, Language: "en", Reader: "generator",
		Published: ledger.Day(g.day.Format(time.DateOnly)), Learned: g.learned(),
		Words: len(strings.Fields(body)), Text: body, Sketch: ledger.SketchOf(body), Key: ledger.ReportKey(d.origin, body),
	}
	before := ""
	for i := range d.sentences {
		before = a.tell(&d.sentences[i], starts[i], i, before)
	}
	return a.e
}

// learned is when the report that is being made is learned: one after another
// through the day, to the millisecond.
func (g *Generator) learned() time.Time {
	at := 12 * time.Hour * time.Duration((g.n-1)%g.PerDay) / time.Duration(g.PerDay)
	return g.day.Add(8*time.Hour + at.Truncate(time.Millisecond))
}

// tell puts what one sentence tells into the entry and gives the key of its move.
func (a *author) tell(x *sentence, start, i int, before string) string {
	cue := start + strings.Index(x.text, x.verb)
	line := a.line(x, "m", cue, start, i)
	who := a.actor(x.who)
	m := ledger.Move{Line: line, Act: x.act, Status: x.status, By: []ledger.ActorID{who}, What: x.whatText, Cue: x.verb, Commitment: x.act == doc.Offer || x.act == doc.Agree}
	if x.event != "" {
		m.Plover = doc.Plover{Event: x.event, Mode: "mode", Context: []string{"military", "economic"}}
	}
	if x.to >= 0 {
		m.To = []ledger.ActorID{a.actor(x.to)}
	}
	if x.denies {
		m.Denies = before
	}
	if x.cond != "" {
		m.Conditions = []ledger.Condition{{Words: x.cond, Sufficient: true, By: slices.Clone(m.To), Status: doc.Open}}
	}
	a.position(&m, x, start, i)
	a.statement(&m, x, start, i)
	a.e.Moves = append(a.e.Moves, m)
	if x.due > 0 {
		from, to := a.g.day.Format(time.DateOnly), a.g.day.AddDate(0, 0, x.due).Format(time.DateOnly)
		a.e.Deadlines = append(a.e.Deadlines, ledger.Deadline{Line: a.line(x, "d", start, start, i), By: who, What: x.whatText, Phrase: fmt.Sprintf("in %d days", x.due), From: ledger.Day(from), To: ledger.Day(to), Move: m.Key})
	}
	if x.shift {
		a.e.Shifts = append(a.e.Shifts, ledger.Shift{Line: a.line(x, "h", start, start, i), Actor: who, From: "refused", To: x.whatText})
	}
	return m.Key
}

func (a *author) position(m *ledger.Move, x *sentence, start, i int) {
	stance, ok := stances[x.act]
	if x.thing < 0 || !ok {
		return
	}
	p := a.thing(x.thing)
	m.Proposal = p
	by := m.By[0]
	party := by
	if of := a.e.Actors[by-1].Party; of != 0 {
		party = of
	}
	line := a.line(x, "p", start, start, i)
	pos := ledger.Position{Line: line, Proposal: p, Actor: party, By: by, Stance: stance, Act: x.act, Status: x.status, If: x.cond, Move: m.Key}
	pos.Key += fmt.Sprintf(".%d.0", p)
	a.e.Positions = append(a.e.Positions, pos)
	if x.venue == "" {
		return
	}
	o := a.option(p, x.venue)
	pos.Line = line
	pos.Option = o
	pos.Key += fmt.Sprintf(".%d.%d", p, o)
	a.e.Positions = append(a.e.Positions, pos)
}

func (a *author) statement(m *ledger.Move, x *sentence, start, i int) {
	if x.quote == "" {
		return
	}
	a.e.Statements = append(a.e.Statements, ledger.Statement{
		Line: a.line(x, "s", start, start, i), Sources: slices.Clone(m.By), Source: a.e.Actors[m.By[0]-1].Name, Cue: x.verb,
		Content: x.quote, Kind: doc.Direct, To: slices.Clone(m.To), Print: printOf(x.quote),
	})
}

func (a *author) line(x *sentence, kind string, at, start, i int) ledger.Line {
	r := &a.e.Report
	said := ledger.Said{From: r.Published, To: r.Published}
	if x.ago > 0 {
		day := ledger.Day(a.g.day.AddDate(0, 0, -x.ago).Format(time.DateOnly))
		said = ledger.Said{From: day, To: day}
	}
	if x.vague {
		said.From = ledger.Day(a.g.day.AddDate(0, 0, -6).Format(time.DateOnly))
	}
	return ledger.Line{
		Key: fmt.Sprintf("%s:%s%x", r.Key, kind, at), Paragraph: i/3 + 1, Span: doc.Span{Start: start, End: start + len(x.text)},
		Words: x.text, Said: said, Learned: r.Learned, Voice: []doc.Voice{doc.Own, doc.Narrated, doc.Official}[i%3], Confidence: x.sure, Why: "generated",
	}
}

func (a *author) actor(i int) ledger.ActorID {
	if id := a.actors[i]; id != 0 {
		return id
	}
	x := a.g.actors[i]
	x.Names = slices.Clone(x.Names)
	party := int(x.Party)
	x.Party = 0
	a.e.Actors = append(a.e.Actors, x)
	id := ledger.ActorID(len(a.e.Actors))
	a.actors[i] = id
	if party > 0 {
		of := a.actor(party - 1)
		a.e.Actors[id-1].Party = of
	}
	return id
}

func (a *author) thing(i int) ledger.ProposalID {
	if id := a.things[i]; id != 0 {
		return id
	}
	t := a.s.proposals[i]
	p := ledger.Proposal{Kind: t.kind, Label: t.name}
	var keys []string
	for _, w := range t.who {
		id := a.actor(w)
		p.Participants = append(p.Participants, id)
		keys = append(keys, a.e.Actors[id-1].Key)
	}
	p.Key = ledger.ProposalKey(p.Kind, keys, p.Label)
	for k := range a.e.Proposals {
		if a.e.Proposals[k].Key == p.Key {
			a.things[i] = ledger.ProposalID(k + 1)
			return a.things[i]
		}
	}
	a.e.Proposals = append(a.e.Proposals, p)
	a.things[i] = ledger.ProposalID(len(a.e.Proposals))
	return a.things[i]
}

func (a *author) option(p ledger.ProposalID, venue string) ledger.OptionID {
	key := ledger.OptionKey(a.e.Proposals[p-1].Key, doc.VenueOption, venue)
	for i := range a.e.Options {
		if a.e.Options[i].Key == key {
			return ledger.OptionID(i + 1)
		}
	}
	a.e.Options = append(a.e.Options, ledger.Option{Key: key, Proposal: p, Kind: doc.VenueOption, Value: venue})
	return ledger.OptionID(len(a.e.Options))
}
