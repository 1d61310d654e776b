package plover

import (
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Quad is the quad category of the event: 1 verbal cooperation, 2 material
// cooperation, 3 verbal conflict, 4 material conflict.
func (e *Event) Quad() int {
	switch e.Event {
	case "AGREE", "CONSULT", "SUPPORT", "CONCEDE":
		return 1
	case "COOPERATE", "AID", "RETREAT":
		return 2
	case "REQUEST", "ACCUSE", "REJECT", "THREATEN":
		return 3
	}
	return 4
}

// scales are the scores from conflict (-10) to cooperation (+10) that the
// manual (0.8) gives to events, and to their modes where these differ.
var scales = map[string]float64{
	"AGREE": 2.5, "CONSULT": 2.5, "CONSULT visit": 4, "CONSULT third-party": 1, "CONSULT multilateral": 4, "CONSULT phone": 1.5,
	"SUPPORT": 5, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10, "RETREAT": 6.5, "RETREAT withdraw": 8, "RETREAT disarm": 10,
	"RETREAT ceasefire": 7.5, "RETREAT resign": 4.5, "REQUEST": 0, "REQUEST assist": .5, "REQUEST change": -1, "REQUEST yield": -1,
	"ACCUSE": -3, "ACCUSE disapprove": -2, "ACCUSE investigate": -3.5, "ACCUSE allege": -3.5, "REJECT": -2, "REJECT assist": -1.5,
	"THREATEN": -3.5, "THREATEN restrict": -3, "THREATEN territory": -4, "PROTEST": -5, "PROTEST riot": -7, "PROTEST hunger": -4.5,
	"PROTEST boycott": -4.5, "PROTEST obstruct": -4.5, "SANCTION": -6, "SANCTION expel": -5.5, "MOBILIZE": -5.5, "MOBILIZE troops": -6.5,
	"MOBILIZE weapons": -6.5, "MOBILIZE militia": -6, "COERCE": -7, "COERCE censor": -6.5, "COERCE curfew": -6.5,
	"COERCE martial-law": -7.5, "COERCE misinformation": -6.5, "ASSAULT": -9, "ASSAULT abduct": -8.5, "ASSAULT beat": -7.5,
	"ASSAULT torture": -8.5, "ASSAULT sexual": -8.5, "ASSAULT targeted": -9.5, "ASSAULT destroy": -8.5, "ASSAULT primitive": -8,
	"ASSAULT suicide-attack": -9.5, "ASSAULT aerial": -9.5, "ASSAULT drone": -9.5, "ASSAULT heavy-weapons": -9.5,
	"ASSAULT crowd-control": -7.5, "ASSAULT unconventional": -10,
}

// Scale is the event's score from conflict (-10) to cooperation (+10). The
// table of the manual prints 3 for ACCUSE, whose modes are all below zero: it
// is taken as -3.
func (e *Event) Scale() float64 {
	if s, ok := scales[e.Event+" "+e.Mode]; ok {
		return s
	}
	return scales[e.Event]
}

// Days are the first and the last day of the event, ISO dates; the last is ""
// where there is only one, both where none is known to the day.
func (e *Event) Days() (from, to string) {
	from, to, _ = strings.Cut(string(e.Date), "/")
	if len(from) != len("2006-01-02") {
		return "", ""
	}
	return from, to
}

// EventID is an identifier of event i of a document: the same text gives the
// same ones.
func EventID(d *doc.Document, i int) string {
	id := strings.TrimPrefix(d.Report.ID, "sha256:")
	return fmt.Sprintf("%.16s-%04d", id, i+1)
}
