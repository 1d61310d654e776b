package answer

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// counting counts how often names are read.
type counting struct {
	ledger.Store
	reads int
}

func (c *counting) Actors(ctx context.Context, ids []ledger.ActorID) ([]ledger.Actor, error) {
	c.reads++
	return c.Store.Actors(ctx, ids)
}

// small is a ledger with two actors, numbered 1 and 2.
func small(t *testing.T) (*Maker, *counting) {
	t.Helper()
	s := &counting{Store: ledger.NewMemory()}
	e := &ledger.Entry{
		Report: ledger.Report{Key: "r1", Origin: "a.txt", Text: "x", Learned: time.Date(2025, 8, 20, 20, 0, 0, 5e6, time.UTC)},
		Actors: []ledger.Actor{{Key: "country:norland", Name: "Norland", Kind: doc.Country}, {Key: "person:ann berg", Name: "Ann Berg", Kind: doc.Person}},
	}
	if _, err := s.Add(t.Context(), []*ledger.Entry{e}); err != nil {
		t.Fatal(err)
	}
	return New(t.Context(), ledger.New(s)), s
}

var source = ledger.Source{Key: "r1", Outlet: "Wire", Published: "2025-08-20", Paragraph: 3}

func line(key string) ledger.Line {
	return ledger.Line{Key: key, Words: "words", Said: ledger.Said{From: "2025-08-19", To: "2025-08-20"}, Learned: time.Date(2025, 8, 20, 20, 0, 0, 5e6, time.UTC), Voice: doc.Own, Confidence: 0.9, Span: doc.Span{Start: 2, End: 7}}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const lineJSON = `"said":"2025-08-19/2025-08-20","learned":"2025-08-20T20:00:00.005Z","voice":"own","confidence":0.9,"words":"words","span":[2,7],"report":{"key":"r1","outlet":"Wire","published":"2025-08-20","paragraph":3}}`

func TestMoves(t *testing.T) {
	m, s := small(t)
	move := ledger.MoveLine{Source: source, Move: ledger.Move{
		Line: line("r1:m1"), Act: doc.Offer, Status: doc.Stated, By: []ledger.ActorID{1, 7}, Via: []ledger.ActorID{2}, What: "talks",
		Conditions: []ledger.Condition{{Words: "if asked", By: []ledger.ActorID{2}, Status: doc.Open}},
	}}
	got, err := m.Moves([]ledger.MoveLine{move, move, move})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"act":"offer","status":"stated","by":["Norland"],"via":["Ann Berg"],"what":"talks","conditions":[{"words":"if asked","by":["Ann Berg"],"status":"open"}],"line":{"key":"r1:m1",` + lineJSON + `}`
	if a := asJSON(t, got[2]); a != want {
		t.Errorf("got  %s\nwant %s", a, want)
	}
	if s.reads > 1 {
		t.Errorf("the names of one list were read %d times", s.reads)
	}
	if none, err := m.Moves(nil); err != nil || asJSON(t, none) != "[]" {
		t.Errorf("no moves are %s", asJSON(t, none))
	}
}

func TestStands(t *testing.T) {
	m, _ := small(t)
	own := ledger.Stand{Source: source, Position: ledger.Position{Line: line("r1:p1"), Actor: 1, By: 1, Stance: doc.StanceIf, Act: doc.Agree, Status: doc.Stated, If: "on a day"}}
	spoken := own
	spoken.By, spoken.Label = 2, "Truce"
	got, err := m.Stands([]ledger.Stand{own, spoken})
	if err != nil {
		t.Fatal(err)
	}
	if got[0].By != "" || got[1].By != "Ann Berg" || got[1].RestsOn != "Truce" || got[0].Stance != "if" || got[0].Actor != "Norland" {
		t.Errorf("%+v", got)
	}
}

func TestShifts(t *testing.T) {
	m, _ := small(t)
	stand := func(key string, stance doc.Stance, deed ledger.Deed) ledger.Stand {
		return ledger.Stand{Source: source, Deed: deed, Position: ledger.Position{Line: line(key), Actor: 1, By: 2, Stance: stance}}
	}
	norland := ledger.Actor{ID: 1, Name: "Norland"}
	got, err := m.Shifts([]ledger.ShiftLink{
		{Actor: norland, By: 2, From: stand("r1:p1", doc.StanceFor, ""), To: stand("r1:p2", doc.StanceAgainst, ""), Day: ledger.Said{From: "2025-08-20", To: "2025-08-20"},
			Proposal: &ledger.Proposal{Label: "Truce"}, Option: &ledger.Option{Kind: doc.VenueOption, Value: "Geneva"}},
		{Actor: norland, By: 1, From: stand("r1:m1", 0, ledger.DeedPaused), To: stand("r1:m2", 0, ledger.DeedResumed)},
		{Actor: norland, By: 1, Source: source, Told: &ledger.Shift{Line: line("r1:h1"), From: "open", To: ""}},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := got[0], got[1], got[2]
	if a.Day != "2025-08-20" || a.From != "for" || a.To != "against" || a.By != "Ann Berg" || a.Option != "venue: Geneva" || a.Before.Option != a.Option || a.After.Line.Key != "r1:p2" || a.Line != nil {
		t.Errorf("between two passages: %+v", a)
	}
	if b.From != "paused" || b.To != "resumed" || b.By != "" {
		t.Errorf("of deeds: %+v", b)
	}
	if !c.Told || c.From != "open" || c.Before != nil || c.Line == nil || c.Line.Key != "r1:h1" {
		t.Errorf("told: %+v", c)
	}
}

func TestCorrections(t *testing.T) {
	at := time.Date(2025, 8, 20, 12, 0, 0, 0, time.UTC)
	list := []ledger.Correction{
		{ID: 1, Kind: ledger.WrongLine, Target: "r1:m1", Learned: at}, {ID: 2, Kind: ledger.UndoCorrection, Target: "1", Learned: at.Add(time.Hour)},
		{ID: 3, Kind: ledger.UndoCorrection, Target: "2", Learned: at.Add(2 * time.Hour)},
	}
	undone := func(list []client.Correction) (out []int64) {
		for _, c := range list {
			out = append(out, c.Undone)
		}
		return out
	}
	if got := undone(Corrections(list, time.Time{})); len(got) != 3 || got[0] != 0 || got[1] != 3 {
		t.Errorf("an undoing that was undone: %v", got)
	}
	if got := undone(Corrections(list[:2], time.Time{})); got[0] != 2 {
		t.Errorf("undone by %v", got)
	}
	if got := Corrections(list, at.Add(time.Minute)); len(got) != 1 || got[0].Made != "2025-08-20T12:00:00Z" {
		t.Errorf("as of noon: %v", got)
	}
}

func TestSmallThings(t *testing.T) {
	if h := Hit(&ledger.Hit{Excerpt: "a \x01word\x02 here"}); h.Excerpt != "a word here" {
		t.Error(h.Excerpt)
	}
	for want, said := range map[string]ledger.Said{"": {}, "2025-08-20": {From: "2025-08-20", To: "2025-08-20"}, "2025-08-20/2025-08-21": {From: "2025-08-20", To: "2025-08-21"}, "2025-08-19": {From: "2025-08-19"}} {
		if got := Said(said); got != want {
			t.Errorf("%v: %q", said, got)
		}
	}
	if AsOf(time.Time{}) != "" || AsOf(time.Date(2025, 8, 20, 23, 0, 0, 0, time.FixedZone("", 3600))) != "2025-08-20T22:00:00Z" {
		t.Error("the time of a question")
	}
	d := asJSON(t, Dossier(&ledger.Dossier{Name: "Talks", Parties: []ledger.Party{{Name: "Norland"}}}))
	if !strings.Contains(d, `"parties":[{"name":"Norland"}],"issues":[]`) {
		t.Error(d)
	}
	about, lines := Comparison(&ledger.Comparison{A: "a", B: "b", OnlyB: []ledger.Passage{{Words: "w"}}, Opposed: []ledger.PassagePair{{Why: "y"}}, Same: 2})
	if about.Same != 2 || len(lines) != 2 || lines[0].Kind != "opposed" || lines[1].Kind != "only-b" || lines[1].A != nil || lines[1].B.Words != "w" {
		t.Errorf("%v %v", about, lines)
	}
}
