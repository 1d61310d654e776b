package plover

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

func shipped(t *testing.T) *Coder {
	t.Helper()
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(lex, Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestScheme holds the data to the modes and contexts of the manual.
func TestScheme(t *testing.T) {
	c := shipped(t)
	modes := map[string]string{
		"CONSULT": "visit third-party multilateral phone", "RETREAT": "withdraw release disarm ceasefire access resign",
		"REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
		"THREATEN": "restrict arrest relations expel territory violence", "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
		"SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
		"COERCE":  "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
		"ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional",
	}
	check := func(x code) {
		if !roots[x.event] {
			t.Errorf("%s: no event %q", x.why, x.event)
		}
		if x.mode != "" && !strings.Contains(" "+modes[x.event]+" ", " "+x.mode+" ") {
			t.Errorf("%s: %s has no mode %q", x.why, x.event, x.mode)
		}
	}
	seen := map[string]bool{}
	for _, v := range c.words.verbs {
		for _, x := range v.with {
			check(x)
		}
		if v.alone.event != "" {
			check(v.alone)
			seen[v.alone.event] = true
		}
	}
	for _, x := range c.cameo {
		check(x)
	}
	for event := range roots {
		if !seen[event] {
			t.Errorf("no verb tells %s by itself", event)
		}
		if e := (&Event{Event: event}); e.Quad() == 0 || e.Scale() == 0 && event != "REQUEST" {
			t.Errorf("%s: quad %d, scale %v", event, e.Quad(), e.Scale())
		}
	}
	if n := len(c.contexts.names); n != 37 {
		t.Errorf("%d contexts, the manual has 37", n)
	}
}

func TestOfCameo(t *testing.T) {
	c := shipped(t)
	for cameo, want := range map[string]string{"0841": "RETREAT release", "083": "CONCEDE ", "0311": "AGREE ", "1125": "ACCUSE allege",
		"190": "ASSAULT ", "1951": "ASSAULT aerial", "163": "COERCE restrict", "010": " ", "": " ", "9": " ", "---": " "} {
		if x := c.ofCameo(cameo); x.event+" "+x.mode != want {
			t.Errorf("%q: %q %q, want %q", cameo, x.event, x.mode, want)
		}
	}
}

func TestBend(t *testing.T) {
	for _, c := range []struct {
		event string
		m     mood
		want  string
	}{
		{"AID", mood{}, "AID"},
		{"AID", mood{will: true}, "AGREE"},
		{"AID", mood{will: true, neg: true}, "REJECT"},
		{"AID", mood{neg: true}, ""},
		{"ASSAULT", mood{will: true}, "THREATEN"},
		{"SANCTION", mood{will: true, announced: true}, "SANCTION"},
		{"ASSAULT", mood{neg: true}, ""},
		{"REJECT", mood{neg: true}, ""},
		{"ACCUSE", mood{will: true}, "ACCUSE"},
	} {
		if got := bend(code{event: c.event}, c.m); got.event != c.want {
			t.Errorf("%s %+v: %q, want %q", c.event, c.m, got.event, c.want)
		}
	}
}

func TestBadData(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"events.txt", "give", "events.txt:1: words before the first"},
		{"events.txt", "[GIFT]\ngive", `events.txt:1: "GIFT" is no event`},
		{"events.txt", "[AID]\ngive; give", `events.txt:2: "give" is already at events.txt:2`},
		{"events.txt", "[AID]\ngive/x", "n for a noun or a for an adjective"},
		{"events.txt", "[AID]\ngive+@gift", "the class @gift is not told above"},
		{"sectors.txt", "soldier", "sectors.txt:1: words before"},
		{"sectors.txt", "[MIL]\nguard\n[COP]\nguard", `sectors.txt:4: "guard" is already MIL`},
		{"places.txt", "Norland NOR", "places.txt:1: want a country code"},
		{"contexts.txt", "tank", "contexts.txt:1: words before"},
		{"cameo.txt", "08", "cameo.txt:1: want a code of CAMEO"},
	} {
		fsys := fstest.MapFS{}
		for _, name := range []string{"events.txt", "sectors.txt", "places.txt", "contexts.txt", "cameo.txt"} {
			fsys[name] = &fstest.MapFile{Data: []byte("# nothing\n")}
		}
		fsys[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		if got, err := New(&lexicon.Lexicon{}, fsys); got != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: %v, want %q", c.file, c.text, err, c.want)
		}
	}
}

func TestDays(t *testing.T) {
	for when, want := range map[doc.When][2]string{"2025-08-19": {"2025-08-19", ""}, "2025-08-11/2025-08-17": {"2025-08-11", "2025-08-17"}, "2025-08": {}, "": {}} {
		if from, to := (&Event{Date: when}).Days(); from != want[0] || to != want[1] {
			t.Errorf("%q: %q, %q", when, from, to)
		}
	}
}

// TestWithoutLayers codes a document that has moves and nothing else.
func TestWithoutLayers(t *testing.T) {
	d := &doc.Document{Actors: []doc.Actor{{ID: 1, Name: "Norland", Country: "NOR"}}, Moves: []doc.Move{
		{ID: 1, By: []doc.ActorID{1, 7}, Plover: doc.Plover{Event: "CONSULT"}}, {ID: 2}}}
	got := shipped(t).Code(d)
	if len(got) != 1 || got[0].Event != "CONSULT" || len(got[0].Actor) != 1 || got[0].Actor[0].Code != "NOR" || got[0].Context == nil {
		t.Errorf("%+v", got)
	}
}
