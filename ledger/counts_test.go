package ledger

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestCountsOf(t *testing.T) {
	for text, want := range map[string]string{
		"broke the truce almost 300 times, with heavy fire near the dam": "almost 300 [broke time truce] [time]",
		"fired 444 times and launched more than 900 drones":              "444 [fired time] [time]; more than 900 [drone launched] [drone]",
		"the ferry leaves on 5 May":                                      "",
		"the treaty of 2019 holds":                                       "",
		"two sides met":                                                  "two [met side] [met side]",
		"one crate":                                                      "",
		"":                                                               "",
	} {
		var got []string
		for _, c := range countsOf(text) {
			got = append(got, fmt.Sprint(c.words, " ", c.rest, " ", c.after))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

func TestNumbersOfStatements(t *testing.T) {
	one := func(outlet, by, content string) *sheet {
		return newSheet(outlet, "2031-06-01", outlet).says(by, content, false)
	}
	for _, c := range []struct {
		by, a, other, b string
		want            int
	}{
		{"Ann Berg", "Sudova has broken the truce almost 300 times, mostly at night", "Ann Berg", "Sudova had broken the truce more than 200 times since dawn", 1},
		{"Ann Berg", "Sudova has broken the truce almost 300 times", "Ivo Kral", "Sudova had broken the truce 200 times", 0}, // two may count
		{"Ann Berg", "200 crates were burnt", "Ann Berg", "300 ferries were burnt", 0},
		{"Ann Berg", "200 crates were burnt", "Ann Berg", "more than 190 crates were burnt", 0},
		{"Ann Berg", "they fired 200 shells in the north", "Ann Berg", "they fired 300 shells in the south", 0},
		{"Ann Berg", "the talks go on until 5 June", "Ann Berg", "the talks go on until 9 June", 0},
	} {
		list := must(ledgerOf(t, one("a", c.by, c.a), one("b", c.other, c.b)).Conflicts(ctx, Ask{}))(t)
		if len(list) != c.want {
			t.Errorf("%q and %q: %+v", c.a, c.b, list)
		}
	}
	l := ledgerOf(t, one("a", "Ann Berg", "300 crates were burnt"), one("b", "Ann Berg", "900 crates were burnt"), one("c", "Ivo Kral", "we were there"))
	if list := must(l.Conflicts(ctx, Ask{Actors: []string{"Kral"}}))(t); len(list) != 0 {
		t.Errorf("what others said where one is asked for: %+v", list)
	}
}

func TestDatesOfOneGathering(t *testing.T) {
	due := func(outlet, published, by, what, from, to, words string) *sheet {
		s := newSheet(outlet, published, outlet).due(by, what, from, to)
		s.Deadlines[0].Words = words
		return s
	}
	for name, c := range map[string]struct {
		what, from, words string
		want              int
	}{
		"another day":      {"the second round of talks", "2031-06-14", "The second round of talks between Norland and Sudova is due on 14 June.", 1},
		"the same day":     {"the second round of talks", "2031-06-11", "The second round of talks between Norland and Sudova is due on 11 June.", 0},
		"another round":    {"the third round of talks", "2031-06-14", "The third round of talks between Norland and Sudova is due on 14 June.", 0},
		"of others":        {"the second round of talks", "2031-06-14", "The second round of talks between Westmark and the League is due on 14 June.", 0},
		"no gathering":     {"the second delivery of crates", "2031-06-14", "Norland and Sudova wait for the second delivery of crates.", 0},
		"long afterwards":  {"the second round of talks", "2031-07-14", "The second round of talks between Norland and Sudova is due in July.", 0},
		"is over, it says": {"the second round of talks", "2031-05-14", "The second round of talks between Norland and Sudova was held in May.", 0},
	} {
		a := due("a", "2031-06-01", "Ann Berg", "the second round of talks", "2031-06-11", "2031-06-11", "Norland and Sudova hold their second round of talks on 11 June, Berg said.")
		b := due("b", "2031-06-02", "Ivo Kral", c.what, c.from, c.from, c.words)
		if list := must(ledgerOf(t, a, b).Conflicts(ctx, Ask{}))(t); len(list) != c.want {
			t.Errorf("%s: %+v", name, list)
		}
	}
}

func TestDenialsAreHeldAgainstTheDeed(t *testing.T) {
	claim := newSheet("a", "2031-06-01", "1")
	claim.move(doc.Accuse, "Norland", "suddenly postponed without a date the exchange of crates and masts", "Norland accuses Sudova", claim.to("Sudova"))
	deny := newSheet("b", "2031-06-02", "2").move(doc.Deny, "Sudova", "it postponed the exchange of crates and spare sails", "Sudova denied it")
	if list := must(ledgerOf(t, claim, deny).Conflicts(ctx, Ask{}))(t); len(list) != 1 || list[0].Kind != ClaimDenied {
		t.Errorf("an accusation and its denial: %+v", list)
	}
	other := newSheet("a", "2031-06-01", "1").says("Ann Berg", "agreed to the exchange of crates and spare sails", false)
	if list := must(ledgerOf(t, other, deny).Conflicts(ctx, Ask{}))(t); len(list) != 0 {
		t.Errorf("nobody told that it was postponed: %+v", list)
	}
}
