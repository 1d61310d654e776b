package export

import (
	"encoding/json"
	"io"

	"github.com/parley-reader/parley/ledger"
)

// plover writes the moves that carry a code of PLOVER.
func (e *export) plover(out io.Writer) error {
	walk, err := e.l.Walk(e.ctx, e.ask)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return walk.Events(func(list []ledger.MoveLine) error {
		var who []ledger.ActorID
		for i := range list {
			who = append(append(who, list[i].By...), list[i].To...)
		}
		actors, err := walk.Actors(who)
		if err != nil {
			return err
		}
		for i := range list {
			l := e.event(&list[i], actors)
			if err := enc.Encode(&l); err != nil {
				return err
			}
		}
		return e.count(len(list))
	})
}

func (e *export) event(m *ledger.MoveLine, actors map[ledger.ActorID]ledger.Actor) PloverEvent {
	s := &m.Source
	l := PloverEvent{
		ID: m.Key, DateFrom: "none", Actor: e.entities(m.By, actors), Recipient: e.entities(m.To, actors), Event: []string{m.Plover.Event}, Mode: words(m.Plover.Mode),
		Context: some(m.Plover.Context), EventText: words(m.Cue), Status: m.Status.String(), Text: m.Words, TextInfo: PloverText{Paragraph: m.Paragraph},
		Cite:  PloverCite{Title: s.Title, URL: s.URL, Publication: s.Outlet, Citation: s.Origin, Codebook: PloverCodebook, Published: string(s.Published), Copies: s.Copies},
		Coder: "parley", Move: m.Key, Span: m.Span, Report: s.Key, Confidence: m.Confidence, Why: m.Why,
	}
	if e.o.Scheme != nil {
		l.Quad, l.Scale = e.o.Scheme.Quad(m.Plover.Event), e.o.Scheme.Scale(m.Plover.Event, m.Plover.Mode)
	}
	if m.Said.From != "" {
		l.Date, l.DateFrom = string(m.Said.From), "event"
		if m.Said.To != m.Said.From {
			l.EndDate = string(m.Said.To)
		} else if m.Said.From == s.Published {
			l.DateFrom = "report"
		}
	}
	return l
}

func (e *export) entities(ids []ledger.ActorID, actors map[ledger.ActorID]ledger.Actor) []PloverEntity {
	out := []PloverEntity{}
	for _, id := range ids {
		a := actors[id]
		x := PloverEntity{Code: a.Country, Text: a.Name, Office: a.Role, Actor: keyOf(&a)}
		if e.o.Scheme != nil {
			x.Sector = e.o.Scheme.Sector(&a)
		}
		out = append(out, x)
	}
	return out
}

// words is a list of a word that is there.
func words(s string) []string {
	if s == "" {
		return []string{}
	}
	return []string{s}
}
