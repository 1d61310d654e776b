package refer

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/lexicon"
)

// meantBy lists whom the mentions of a head word stand for, in order.
func meantBy(t *testing.T, r *Resolver, in *Input, word string) string {
	t.Helper()
	actors, mentions := r.Resolve(in)
	checkInvariants(t, in, actors, mentions)
	var got []string
	for _, m := range mentions {
		if in.Forms[m.Head] == word {
			got = append(got, actors[m.Actor-1].Name)
		}
	}
	return strings.Join(got, ", ")
}

// TestTitles holds a title before a surname to the offices of its bearer: on
// 20 August 2025, or with "undated " on no day at all.
func TestTitles(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ text, word, want string }{
		{"Senator {p Biden} spoke .", "Biden", "Biden"},
		{"President {p Biden} spoke .", "Biden", "Joe Biden"}, // out of office, called by it still
		{"Former President {p Biden} spoke .", "Biden", "Joe Biden"},
		{"Mr {p Deng} spoke .", "Deng", "Deng"}, // not whoever bore the name a generation ago
		{"Mr {p Kennedy} spoke .", "Kennedy", "Kennedy"},
		{"Mr {p Biden} spoke .", "Biden", "Joe Biden"},
		{"Governor {p Biden} spoke .", "Biden", "Biden"},
		{"Senator {p Schumer} spoke .", "Schumer", "Chuck Schumer"}, // known as one, without dates
		{"Judge {p Schumer} spoke .", "Schumer", "Schumer"},
		{"Senator {p Johnson} spoke .", "Johnson", "Johnson"},
		{"Speaker {p Johnson} spoke .", "Johnson", "Mike Johnson"},
		{"Former President {p Putin} spoke .", "Putin", "Vladimir Putin"}, // he was, once, and is again
		{"Former Secretary-General {p Rutte} spoke .", "Rutte", "Rutte"},
		{"Prime Minister {p Rutte} spoke .", "Rutte", "Mark Rutte"},
		{"Chancellor {p Rutte} spoke .", "Rutte", "Rutte"},
		{"Minister {p Lavrov} spoke .", "Lavrov", "Sergei Lavrov"},
		{"Mayor {p Lavrov} spoke .", "Lavrov", "Lavrov"},
		{"undated President {p Putin} spoke .", "Putin", "Vladimir Putin"},
		{"undated {p Putin} spoke .", "Putin", "Vladimir Putin"},
		{"undated Senator {p Putin} spoke .", "Putin", "Putin"},
		{"undated {p Johnson} spoke .", "Johnson", "Johnson"}, // one of several
	} {
		if got := meantBy(t, r, dated(t, c.text, lex), c.word); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// dated builds a report, one without a date where the text says so first.
func dated(t *testing.T, text string, lex *lexicon.Lexicon) *Input {
	t.Helper()
	text, undated := strings.CutPrefix(text, "undated ")
	in := build(t, text, lex)
	if undated {
		in.Published = time.Time{}
	}
	return in
}

// TestBareRoles holds who is meant by a role alone: nobody of the lexicon where
// the day is not known, and the head of a body only where the body fits.
func TestBareRoles(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ text, word, want string }{
		{"The British prime minister left .", "minister", "Keir Starmer"},
		{"undated The British prime minister left .", "minister", ""},
		{"undated {p Keir Starmer} spoke .\nThe British prime minister left .", "minister", "Keir Starmer"},
		{"undated {p Hakan Fidan} spoke .\nHe met his Greek counterpart .", "counterpart", ""},
		{"undated {p Hakan Fidan} met {p George Gerapetritis} .\n{p Fidan} thanked his Greek counterpart .", "counterpart", "George Gerapetritis"},
		{"{c Britain} voted .\nThe {o Labour Party} 's leader left .", "leader", "Keir Starmer"},
		{"undated {c Britain} voted .\nThe {o Labour Party} 's leader left .", "leader", ""},
		{"{c Norway} voted .\nThe {o Labour Party} 's leader left .", "leader", ""},
		{"The British opposition leader left .", "leader", ""}, // one of several
		{"The leader of the {o Russian Foreign Ministry} left .", "leader", ""},
		{"The {o NATO} secretary-general left .", "secretary-general", "Mark Rutte"},
		{"{p Adam Okoro} , director of the {o Lakes Institute} , left .\nThe {o Hills Institute} 's director spoke .", "director", "Adam Okoro"},
		{"{p Adam Okoro} , director of the {o Lakes Institute} , left .\nThe {o Lakes Institute} 's director spoke .", "director", "Adam Okoro, Adam Okoro"},
	} {
		if got := meantBy(t, r, dated(t, c.text, lex), c.word); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestCounterparts(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ name, text, word, want string }{
		{"named behind", "{p Hakan Fidan} spoke .\nHe met his Greek , Cypriot and French counterparts , {p Ana Papadou} , {p Ilias Kyrou} and {p Luc Morel} .", "counterparts", "Ana Papadou, Ilias Kyrou, Luc Morel"},
		{"known by office", "{p Hakan Fidan} spoke .\nHe met his Greek and Russian counterparts .", "counterparts", "George Gerapetritis, Sergei Lavrov"},
		{"nobody's", "{p Hakan Fidan} spoke .\nThe Greek and Russian counterparts left .", "counterparts", ""},
		{"fewer named than countries", "{p Tamsin Okoro} spoke .\nShe met her Greek , Cypriot and French counterparts , {p Ana Papadou} and {p Luc Morel} .", "counterparts", ""},
		{"named just before", "The Greek foreign minister , {p Ana Papadou} , flew to {l Ankara} .\n{p Hakan Fidan} thanked his Greek counterpart .", "counterpart", "Ana Papadou"},
		{"named before in another office", "The Greek defence minister , {p Ana Papadou} , flew to {l Ankara} .\n{p Hakan Fidan} thanked his Greek counterpart .", "counterpart", "George Gerapetritis"},
	} {
		if got := meantBy(t, r, build(t, c.text, lex), c.word); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestDescribed holds described actors to what can act, and to whose they are.
func TestDescribed(t *testing.T) {
	r, lex := load(t)
	for text, want := range map[string]string{
		"< The missiles > hit the town .":                       "",
		"< The signs > said otherwise .":                        "",
		"< The agreement > said otherwise .":                    "",
		"< An exception > said otherwise .":                     "",
		"< The villagers > said otherwise .":                    "villagers",
		"< The statement > said otherwise .":                    "statement",
		"< The attackers > said otherwise .":                    "attackers",
		"{p Emmanuel Macron} spoke .\n< His office > said no .": "office of France",
		"{p Tamsin Okoro} spoke .\n< Her lawyers > said no .":   "lawyers of Tamsin Okoro",
		"{p Tamsin Okoro} spoke .\n< Her critics > said no .":   "critics",
	} {
		in := build(t, text, lex)
		actors, mentions := r.Resolve(in)
		got := ""
		if a := ActorAt(mentions, in.Needs[0].End-1); a > 0 {
			got = actors[a-1].Name
			if p := actors[a-1].Party; p > 0 {
				got += " of " + actors[p-1].Name
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
