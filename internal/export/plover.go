package export

import (
	"encoding/json"
	"io"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// The lines of PLOVER have the fields that parley read gives them, as far as the
// ledger keeps them: not the spans of entities nor the number of the sentence.
type (
	eventLine struct {
		ID         string       `json:"id"` // the key of the move
		Date       string       `json:"date"`
		EndDate    string       `json:"enddate,omitempty"`
		DateFrom   string       `json:"date_from"` // "event", "report" or "none"
		Actor      []entityLine `json:"actor"`
		Recipient  []entityLine `json:"recipient"`
		Event      []string     `json:"event"`
		Mode       []string     `json:"mode"`
		Context    []string     `json:"context"`
		EventText  []string     `json:"event_text"`
		Quad       int          `json:"quad_code"`
		Scale      float64      `json:"event_scale"`
		Status     string       `json:"status,omitempty"`
		Text       string       `json:"text"`
		TextInfo   textLine     `json:"text_info"`
		Cite       citeLine     `json:"cite_info"`
		Coder      string       `json:"coder"`
		Move       string       `json:"move"`
		Span       doc.Span     `json:"span"` // bytes
		Report     string       `json:"report"`
		Confidence float64      `json:"confidence"`
		Why        string       `json:"why"`
	}
	entityLine struct {
		Code   string `json:"code"`
		Sector string `json:"sector"`
		Text   string `json:"entity_text"`
		Office string `json:"office,omitempty"`
		Actor  string `json:"actor"` // its key in the ledger
	}
	textLine struct {
		Paragraph int `json:"paragraph"` // from 1; 0 where it is not known
	}
	citeLine struct {
		Title       string `json:"title,omitempty"`
		URL         string `json:"url,omitempty"`
		Publication string `json:"publication,omitempty"`
		Published   string `json:"published,omitempty"`
		Citation    string `json:"citation,omitempty"`
		Codebook    string `json:"codebook"`
		Copies      int    `json:"copies,omitempty"`
	}
)

const codebook = "plover-0.8"

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

func (e *export) event(m *ledger.MoveLine, actors map[ledger.ActorID]ledger.Actor) eventLine {
	s := &m.Source
	l := eventLine{
		ID: m.Key, DateFrom: "none", Actor: e.entities(m.By, actors), Recipient: e.entities(m.To, actors), Event: []string{m.Plover.Event}, Mode: words(m.Plover.Mode),
		Context: some(m.Plover.Context), EventText: words(m.Cue), Status: m.Status.String(), Text: m.Words, TextInfo: textLine{m.Paragraph},
		Cite:  citeLine{s.Title, s.URL, s.Outlet, string(s.Published), s.Origin, codebook, s.Copies},
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

func (e *export) entities(ids []ledger.ActorID, actors map[ledger.ActorID]ledger.Actor) []entityLine {
	out := []entityLine{}
	for _, id := range ids {
		a := actors[id]
		x := entityLine{Code: a.Country, Text: a.Name, Office: a.Role, Actor: keyOf(&a)}
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
