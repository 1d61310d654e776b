package cli

import (
	"encoding/json"
	"time"

	"github.com/parley-reader/parley/doc"
)

// event is one line of the PLOVER output: a move that the scheme has a code for.
type event struct {
	ID         string   `json:"id"`
	Date       string   `json:"date,omitempty"` // of the event; ISO 8601, also an interval
	Reported   string   `json:"reported,omitempty"`
	Event      string   `json:"event"`
	Mode       string   `json:"mode,omitempty"`
	Context    []string `json:"context"`
	Source     []party  `json:"source"`
	Recipient  []party  `json:"recipient"`
	Status     string   `json:"status,omitempty"`
	Text       string   `json:"text"`
	Span       doc.Span `json:"span"`
	Report     string   `json:"report"`
	Name       string   `json:"name,omitempty"`
	URL        string   `json:"url,omitempty"`
	Confidence float64  `json:"confidence"`
}

type party struct {
	Name    string `json:"name"`
	Country string `json:"country,omitempty"`
}

// appendPlover appends a line for each move that is an event in the PLOVER
// scheme, at any confidence.
func appendPlover(dst []byte, d *doc.Document) []byte {
	parties := func(ids []doc.ActorID) []party {
		out := []party{}
		for _, id := range ids {
			if id > 0 && int(id) <= len(d.Actors) {
				a := &d.Actors[id-1]
				out = append(out, party{a.Name, a.Country})
			}
		}
		return out
	}
	for i := range d.Moves {
		m := &d.Moves[i]
		if m.Plover.Event == "" {
			continue
		}
		id, _ := m.ID.MarshalText()
		e := event{ID: string(id), Date: string(m.When), Event: m.Plover.Event, Mode: m.Plover.Mode, Context: m.Plover.Context,
			Source: parties(m.By), Recipient: parties(m.To), Status: m.Status.String(), Text: m.Evidence.In(d.Report.Text), Span: m.Evidence,
			Report: d.Report.ID, Name: d.Report.Name, URL: d.Report.URL, Confidence: m.Confidence}
		if e.Context == nil {
			e.Context = []string{}
		}
		if !d.Report.Published.IsZero() {
			e.Reported = d.Report.Published.Format(time.DateOnly)
		}
		if b, err := json.Marshal(&e); err == nil { // fails on no value of these types but NaN
			dst = append(append(dst, b...), '\n')
		}
	}
	return dst
}
