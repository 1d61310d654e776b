package corpus

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-reader/parley/doc"
)

func TestGoldOfQuotesTheReport(t *testing.T) {
	const text = "On Monday, Oslo offered <talks> if the shelling stops. Officials said so."
	at := func(s string) doc.Span { i := strings.Index(text, s); return doc.Span{Start: i, End: i + len(s)} }
	d := &doc.Document{
		Report: doc.Report{Text: text, Published: time.Date(2024, 5, 7, 0, 0, 0, 0, time.UTC)},
		Actors: []doc.Actor{{ID: 1, Name: "Norway"}, {ID: 2, Name: "Officials", Unnamed: true}},
		Moves: []doc.Move{{
			ID: 1, Act: doc.Offer, By: []doc.ActorID{1}, What: at("<talks>"), If: []doc.Span{at("the shelling stops")},
			When: "2024-05-06", Status: doc.Stated, Cue: at("offered"), Evidence: at("On Monday, Oslo offered <talks> if the shelling stops."),
		}},
		Statements: []doc.Statement{{ID: 1, Source: 2, Sources: []doc.ActorID{2}, SourceSpan: at("Officials"), Cue: at("said"), Content: []doc.Span{at("so")}, Kind: doc.Indirect}},
		Deadlines:  []doc.Deadline{{By: 1, What: at("talks"), From: "2024-05-06", To: "2024-05-06", Phrase: at("On Monday")}},
	}
	want := &Gold{
		Doc: "r", Published: "2024-05-07", Shifts: []GoldShift{},
		Moves: []GoldMove{{
			Act: "offer", By: []string{"Norway"}, Via: []string{}, To: []string{}, What: "<talks>", If: "the shelling stops",
			When: "2024-05-06", Status: "stated", Cue: "offered", Evidence: "On Monday, Oslo offered <talks> if the shelling stops.",
		}},
		Deadlines:  []GoldDeadline{{By: "Norway", What: "talks", From: "2024-05-06", To: "2024-05-06", Phrase: "On Monday"}},
		Statements: []GoldStatement{{SourceText: "Officials", Cue: "said", Content: []string{"so"}, Kind: "indirect"}},
	}
	var b bytes.Buffer
	if err := WriteGold(&b, GoldOf(d, "r")); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "<talks>") {
		t.Error("the text was escaped")
	}
	got, err := ReadGold(&b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadGoldNamesWhatItDoesNotKnow(t *testing.T) {
	if _, err := ReadGold(strings.NewReader(`{"doc": "x", "movse": []}`)); err == nil || !strings.Contains(err.Error(), "movse") {
		t.Errorf("a misspelt key went unnoticed: %v", err)
	}
}
