package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/ledger"
)

// links are the addresses below a node, by their words.
func links(n *html.Node) map[string]string {
	out := map[string]string{}
	for x := range n.Descendants() {
		if x.Data == "a" {
			out[strings.TrimSpace(textOf(x))] = attr(x, "href")
		}
	}
	return out
}

// titlesOf are the reports that a list shows.
func titlesOf(n *html.Node) (out []string) {
	for x := range n.Descendants() {
		if h := attr(x, "href"); x.Data == "a" && strings.HasPrefix(h, "/report/") && (x.Parent.Data == "th" || x.Parent.Data == "h2") {
			out = append(out, textOf(x))
		}
	}
	return out
}

func TestReportsPage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/reports")
	if got := titlesOf(n); len(got) != len(testReports) || got[0] != "The revision: 19 points" {
		t.Errorf("%d reports: %q", len(got), got)
	}
	if !strings.Contains(text, "version 2") || !strings.Contains(text, `<option value="Channel Nine News">`) {
		t.Error("no version, or no outlets to choose from")
	}
	_, n = pageAt(t, s, "/reports?outlet=Kontinent+Brief&since=2025-11-01")
	if got := fmt.Sprint(titlesOf(n)); got != "[The revision: 19 points The draft: 28 points]" {
		t.Error(got)
	}
}

// Pages that follow one another hold every report once.
func TestReportsPaging(t *testing.T) {
	s := exampleSite(t)
	seen := map[string]int{}
	path := "/reports?limit=4&until=2025-12-01"
	pages := 0
	for ; path != "" && pages < 10; pages++ {
		_, n := pageAt(t, s, path)
		for x := range n.Descendants() {
			if attr(x, "name") == "a" && attr(x, "type") == "radio" {
				seen[attr(x, "value")]++
			}
		}
		path = links(n)["Older reports"]
		if path != "" && !strings.Contains(path, "until=2025-12-01") {
			t.Fatalf("the next page has other bounds: %s", path)
		}
	}
	if len(seen) != len(testReports) || pages != (len(testReports)+3)/4 {
		t.Errorf("%d reports on %d pages", len(seen), pages)
	}
	for k, n := range seen {
		if n != 1 {
			t.Errorf("%s stands %d times", k, n)
		}
	}
}

func TestReportsEmptyAndWrong(t *testing.T) {
	s := exampleSite(t)
	text, _ := pageAt(t, s, "/reports?outlet=Nobody&since=2025-01-01")
	if !strings.Contains(text, "No report was found of Nobody since 2025-01-01") || !strings.Contains(text, "13 reports through 2025-11-24") {
		t.Errorf("the page does not say what was looked through:\n%s", text)
	}
	fails(t, s, "/reports?after=x", http.StatusBadRequest, "Begin with the first page")
	fails(t, s, "/reports?after=-4", http.StatusBadRequest)
	fails(t, s, "/reports?since=yesterday", http.StatusBadRequest, "2025-08-20")
	fails(t, s, "/reports?outlet="+strings.Repeat("x", 300), http.StatusBadRequest)
	if empty := siteWith(t); true {
		text, _ := pageAt(t, empty, "/reports")
		if !strings.Contains(text, "The ledger holds 0 reports") {
			t.Errorf("%s", text)
		}
	}
}

func TestSearchPage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/search?q=ceasefire+-Alaska")
	if got := titlesOf(n); len(got) < 3 || strings.Contains(fmt.Sprint(got), "Anchorage") {
		t.Errorf("%q", got)
	}
	marks := 0
	for x := range n.Descendants() {
		if x.Data == "mark" && strings.EqualFold(textOf(x), "ceasefire") {
			marks++
		}
	}
	if marks < 3 || !strings.Contains(text, "must stand in a report") {
		t.Errorf("%d words marked", marks)
	}
	passages := classed(n, "passage")
	if len(passages) == 0 {
		t.Error("no lines beside the reports")
	}
	for _, p := range passages {
		if !strings.Contains(strings.ToLower(textOf(p)), "ceasefire") {
			t.Errorf("a line without the word: %s", textOf(p))
		}
	}
}

func TestSearchFacets(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/search?q=ceasefire")
	all := len(titlesOf(n))
	facets := classed(n, "facets")
	if len(facets) != 1 {
		t.Fatal("no facets")
	}
	for _, f := range []string{"Northern Wire", "2025-08"} {
		path := links(facets[0])[f]
		if path == "" {
			t.Fatalf("no facet %s: %v", f, links(facets[0]))
		}
		_, n := pageAt(t, s, path)
		if got := len(titlesOf(n)); got == 0 || got >= all {
			t.Errorf("%s leads to %d of %d reports", f, got, all)
		}
	}
	sum := 0
	for _, x := range classed(facets[0], "n") {
		k := 0
		if _, err := fmt.Sscan(textOf(x), &k); err != nil {
			t.Fatal(err)
		}
		sum += k
	}
	if sum != 2*all {
		t.Errorf("both facets count %d of twice %d", sum, all)
	}
}

func TestSearchOfAnActor(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/search?q=ceasefire&actor=Marco+Rubio")
	got := titlesOf(n)
	_, n = pageAt(t, s, "/search?q=ceasefire")
	if all := titlesOf(n); len(got) == 0 || len(got) >= len(all) {
		t.Errorf("%d of %d reports", len(got), len(all))
	}
	fails(t, s, "/search?q=ceasefire&actor=Nobody+Whatever", http.StatusNotFound, "No actor is named")
}

func TestSearchEmptyAndWrong(t *testing.T) {
	s := exampleSite(t)
	for path, want := range map[string]string{
		"/search":                                   "Write the words to look for",
		"/search?q=-ceasefire":                      "There is no word to look for",
		"/search?q=xylophone":                       "No report with these words was found in 11 reports through 2025-11-24",
		"/search?q=%22ceasefire+proposal%22+%2D":    "found",
		"/search?q=ceasefire&until=2024-01-01":      "was found in 0 reports",
		"/search?q=%00%1b%22":                       "",
		"/search?q=cease*&outlet=Northern+Wire&x=y": "Northern Wire",
	} {
		if text, _ := pageAt(t, s, path); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	fails(t, s, "/search?q="+strings.Repeat("a", 600), http.StatusBadRequest, "fewer words")
	fails(t, s, "/search?q=a&after=z", http.StatusBadRequest)
}

func TestMarkedOf(t *testing.T) {
	for in, want := range map[string]string{
		"a \x01b\x02 c": "[{a  false} {b true} { c false}]", "": "[]", "\x01b": "[{b true}]", "a\x1bb": "[{a\ufffdb false}]",
	} {
		if got := fmt.Sprint(markedOf(in)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestHoldsTerms(t *testing.T) {
	for _, x := range []struct {
		text, query string
		want        bool
	}{
		{"They agreed to a truce.", "truce agreed", true}, {"They agreed.", "truce agreed", false}, {"A truce, at sea.", `"truce at sea"`, true},
		{"A truce of the sea", `"truce at sea"`, false}, {"Trucial states", "truc*", true}, {"Trucial states", "truc", false}, {"A truce", "truce -war", true},
	} {
		if got := holdsTerms(x.text, ledger.SearchTerms(x.query)); got != x.want {
			t.Errorf("%q in %q: %v", x.query, x.text, got)
		}
	}
}
