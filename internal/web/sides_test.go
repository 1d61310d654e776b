package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

func TestDuePage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/due?as-of=2025-08-16")
	if !strings.Contains(text, "As of 2025-08-16") || !strings.Contains(text, "in 20 days") {
		t.Errorf("not as of the day:\n%s", text)
	}
	bars := classed(n, "bar")
	rows := classed(n, "window")
	if len(rows) < 2 || len(bars) != len(rows) {
		t.Errorf("%d bars of %d windows", len(bars), len(rows))
	}
	ids := map[string]bool{}
	for x := range n.Descendants() {
		ids[attr(x, "id")] = true
	}
	for _, b := range bars {
		for x := range b.Descendants() {
			if fill := attr(x, "fill"); x.Data == "rect" && !ids[strings.TrimSuffix(strings.TrimPrefix(fill, "url(#"), ")")] {
				t.Errorf("no paint %s", fill)
			}
		}
	}
	open := len(classed(n, "open"))
	_, n = pageAt(t, s, "/due?as-of=2025-11-30")
	if later := classed(n, "due"); len(later) == 0 || open == 0 {
		t.Error("nothing is due later")
	}
}

func TestDueEmpty(t *testing.T) {
	s := exampleSite(t)
	text, _ := pageAt(t, s, "/due?as-of=2025-03-10")
	if !strings.Contains(text, "Nothing due was found in 0 reports") {
		t.Errorf("%s", text)
	}
	fails(t, s, "/due?as-of=2025-13-01", http.StatusBadRequest, "is no day")
}

func TestAxis(t *testing.T) {
	line := func(said, from, to string) ledger.DueLine {
		d := ledger.DueLine{State: ledger.DueOpen}
		d.Said, d.From, d.To = ledger.Said{From: ledger.Day(said), To: ledger.Day(said)}, ledger.Day(from), ledger.Day(to)
		return d
	}
	list := []ledger.DueLine{
		line("2031-01-01", "2031-01-10", "2031-01-10"), // a day
		line("2031-01-01", "2031-01-01", "2031-01-08"), // until a day
		line("2031-01-01", "2031-02-01", "2031-02-28"), // in February
		line("2031-01-01", "2031-01-01", "2031-06-30"), // by the summer
		line("2031-01-01", "2045-01-01", "2045-12-31"), // far away
		line("2031-01-01", "", ""),
	}
	a := axisOf(list, "2031-01-05")
	if a == nil || a.Now < 0 || a.Now > 20 || a.to.Year() > 2032 {
		t.Fatalf("%+v", a)
	}
	for i, want := range []string{"url(#fade-none-open)", "url(#fade-from-open)", "url(#fade-to-open)", "url(#fade-both-open)", "url(#fade-to-open)"} {
		b := a.bar(&list[i])
		if b.Fill != want || b.X < 0 || b.Width < leastBar || b.X+b.Width > axisWidth {
			t.Errorf("%d: %+v, want %s", i, b, want)
		}
		if b.Late != (i == 4) {
			t.Errorf("%d goes beyond the axis: %v", i, b.Late)
		}
	}
	if a.bar(&list[5]) != nil || axisOf(nil, "2031-01-05") != nil || axisOf(list, "") != nil {
		t.Error("a bar, or an axis, without days")
	}
}

func TestUntil(t *testing.T) {
	for _, x := range [][3]string{{"2031-01-05", "2031-01-05", "that day"}, {"2031-01-06", "2031-01-05", "in 1 day"}, {"2031-01-01", "2031-01-05", "4 days ago"}, {"2031-01-04", "2031-01-05", "1 day ago"}, {"", "2031-01-05", ""}} {
		if got := until(x[0], x[1]); got != x[2] {
			t.Errorf("%s from %s: %q, want %q", x[0], x[1], got, x[2])
		}
	}
}

func TestShiftsPage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/shifts")
	for _, want := range []string{"arranged", "no plans", "5 days", "a report itself tells that it changed"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not tell %q", want)
		}
	}
	all := len(classed(n, "case"))
	kinds := map[string]int{}
	for _, k := range shiftKinds {
		_, n := pageAt(t, s, "/shifts?kind="+k.value)
		kinds[k.value] = len(classed(n, "case"))
	}
	if all == 0 || kinds["told"]+kinds["deeds"]+kinds["linked"] != all || kinds["deeds"] == 0 || kinds["told"] == 0 {
		t.Errorf("%d shifts, %v", all, kinds)
	}
	fails(t, s, "/shifts?kind=sideways", http.StatusBadRequest, "No kind of shift is called")
	text, _ = pageAt(t, s, "/shifts?as-of=2025-03-01")
	if !strings.Contains(text, "No shift was found in 0 reports") {
		t.Error("an empty page does not say what was looked through")
	}
}

func TestConflictsPage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/conflicts")
	marks := map[string]bool{}
	for x := range n.Descendants() {
		if x.Data == "mark" {
			marks[textOf(x)] = true
		}
	}
	for _, want := range []string{"41", "about 20", "Marco Rubio", "Donald Trump"} {
		if !marks[want] {
			t.Errorf("%q is not marked among %v", want, marks)
		}
	}
	if !strings.Contains(text, "Other numbers") || !strings.Contains(text, "Another speaker") {
		t.Error("the kinds are not told")
	}
	_, n = pageAt(t, s, "/conflicts?kind=numbers")
	if got := len(classed(n, "case")); got != 1 {
		t.Errorf("%d conflicts of numbers", got)
	}
	fails(t, s, "/conflicts?kind=x%3Cy", http.StatusBadRequest, "x&lt;y")
	text, _ = pageAt(t, s, "/conflicts?as-of=2025-03-11")
	if !strings.Contains(text, "No conflict was found in 1 report through 2025-03-11") {
		t.Error("an empty page does not say what was looked through")
	}
}

// What differs between versions is marked in the words of both.
func TestConflictOfVersions(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/conflicts?kind=changed")
	gone, come := "", ""
	for x := range n.Descendants() {
		switch x.Data {
		case "del":
			gone += textOf(x) + "|"
		case "ins":
			come += textOf(x) + "|"
		}
	}
	if gone == "" || come == "" {
		t.Errorf("gone %q, new %q", gone, come)
	}
}

func TestMarkWords(t *testing.T) {
	for _, x := range [][3]string{
		{"41 jets, of 410", "41", "[{41 true} { jets, of 410 false}]"},
		{"about 20 jets", "about 20", "[{about 20 true} { jets false}]"},
		{"none", "41", "[{none false}]"}, {"", "41", "[]"}, {"a 41", "", "[{a 41 false}]"}, {"14 and 1", "1", "[{14 and  false} {1 true}]"},
	} {
		if got := fmt.Sprint(markWords(x[0], x[1])); got != x[2] {
			t.Errorf("%q in %q: %s, want %s", x[1], x[0], got, x[2])
		}
	}
}

func partsShown(n *html.Node) string {
	var out []string
	for x := range n.Descendants() {
		if x.Data == "h2" {
			out = append(out, textOf(x))
		}
	}
	return strings.Join(out, "; ")
}

func TestCompareReports(t *testing.T) {
	s := exampleSite(t)
	a, b := keyOf(t, s, "The draft: 28 points", 1), keyOf(t, s, "The revision: 19 points", 1)
	text, n := pageAt(t, s, "/compare?a="+a+"&b="+b)
	for _, want := range []string{"In both, otherwise", "Only in A"} {
		if !strings.Contains(partsShown(n), want) {
			t.Errorf("%q is not told: %s", want, partsShown(n))
		}
	}
	if !strings.Contains(text, "Points that are numbered") {
		t.Error("the points are not told as numbered")
	}
	gone := ""
	for x := range n.Descendants() {
		if x.Data == "del" {
			gone += textOf(x) + "|"
		}
	}
	if !strings.Contains(gone, ", and NATO does not expand further") {
		t.Errorf("gone: %s", gone)
	}
	if at := links(n)["Swap A and B"]; at != "/compare?a="+b+"&b="+a {
		t.Errorf("swapped: %s", at)
	}
	_, n = pageAt(t, s, "/compare?a="+keyOf(t, s, "Ukraine accepts", 1)+"&b="+keyOf(t, s, "Kyiv says yes", 1))
	if links(n)["the texts word by word"] == "" {
		t.Error("two copies are not told apart word by word")
	}
}

func TestCompareChoosing(t *testing.T) {
	s := exampleSite(t)
	a := keyOf(t, s, "The draft: 28 points", 1)
	_, n := pageAt(t, s, "/compare?a="+a+"&b=points")
	found := links(n)["The revision: 19 points"]
	if !strings.Contains(found, "a="+a) || !strings.Contains(found, "b=r") {
		t.Errorf("the choice leads to %q", found)
	}
	text, _ := pageAt(t, s, "/compare?a=xylophone")
	if !strings.Contains(text, "No report with the words “xylophone” was found") {
		t.Error("an empty search is not told")
	}
	if text, _ := pageAt(t, s, "/compare"); !strings.Contains(text, "Two reports") {
		t.Error("nothing to choose with")
	}
	fails(t, s, "/compare?a="+a+"&b="+a, http.StatusBadRequest, "does not differ from itself")
	fails(t, s, "/compare?a="+strings.Repeat("x", 600), http.StatusBadRequest)
}

func TestCompareDays(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/compare?from=2025-03-11&to=2025-08-20")
	if got := partsShown(n); !strings.Contains(got, "Only in B") {
		t.Errorf("parts: %s", got)
	}
	text, _ := pageAt(t, s, "/compare?from=2025-08-20&to=2025-08-20")
	if !strings.Contains(text, "Nothing that differs was found") {
		t.Error("a day differs from itself")
	}
	inBoxes, n := pageAt(t, s, "/compare?a=2025-03-11&b=+2025-08-20")
	if got := partsShown(n); !strings.Contains(got, "Only in B") || links(n)["Swap A and B"] != "/compare?from=2025-08-20&to=2025-03-11" {
		t.Errorf("two days in the boxes of reports are not compared: %s", got)
	}
	if strings.Contains(inBoxes, "No report with the words") {
		t.Error("a day is looked for as words")
	}
	fails(t, s, "/compare?a=2025-08-20", http.StatusBadRequest, "Give two days")
	fails(t, s, "/compare?a=2025-08-20&b="+keyOf(t, s, "Kyiv says yes", 1), http.StatusBadRequest, "Give two days")
	if text, _ := pageAt(t, s, "/compare?a=2025&b=summit"); !strings.Contains(text, "Which is A?") {
		t.Error("a year is words to look for, no day")
	}
	fails(t, s, "/compare?from=2025-08-20", http.StatusBadRequest, "Give two days")
	fails(t, s, "/compare?from=soon&to=later", http.StatusBadRequest, "are not two days")
}

// Two reports that say the opposite are told as opposed.
func TestCompareOpposed(t *testing.T) {
	s := exampleSite(t)
	out := (&page{site: s, State: s.noState()}).comparison(&ledger.Comparison{A: "x", B: "y", Opposed: []ledger.PassagePair{{
		A: ledger.Passage{Label: "agree", Actors: []string{"Ann"}, Words: "Ann agreed to the truce.", Source: ledger.Source{Key: "r1", Paragraph: 2}}, B: ledger.Passage{Label: "reject", Words: "Ann refused the truce."}, Why: "agree there, reject here",
	}}}, false)
	if len(out.Parts) != 1 || out.Parts[0].Title != "Opposed" || out.Parts[0].Pairs[0].Why != "agree there, reject here" || out.Parts[0].Pairs[0].A.Source.URL != "/report/r1#par2" {
		t.Errorf("%+v", out)
	}
	if got := out.Parts[0].Pairs[0].A.Pieces; len(got) != 3 || !got[1].Gone {
		t.Errorf("%+v", got)
	}
}

// keptSite has a deadline that a later report tells as kept, and one for which
// nothing is told.
func keptSite(t *testing.T) *Site {
	t.Helper()
	m := ledger.NewMemory()
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	line := func(key, words, said string) ledger.Line {
		return ledger.Line{Key: key, Paragraph: 1, Span: doc.Span{Start: 0, End: len(words)}, Words: words, Said: ledger.Said{From: ledger.Day(said), To: ledger.Day(said)}, Confidence: 1}
	}
	actors := []ledger.Actor{{Key: "country:sudova", Name: "Sudova", Kind: doc.Country}}
	set, paid := "Sudova will publish the maps of the strait by 20 January.", "Sudova will pay the fees by 25 January."
	first := &ledger.Entry{Report: ledger.Report{Key: "r1", Origin: "a", Outlet: "Wire", Text: set + "\n\n" + paid, Published: "2031-01-05", Learned: day("2031-01-05")}, Actors: actors,
		Deadlines: []ledger.Deadline{
			{Line: line("r1:d2f", set, "2031-01-05"), By: 1, What: "publish the maps of the strait", Phrase: "by 20 January", From: "2031-01-05", To: "2031-01-20"},
			{Line: line("r1:d5a", paid, "2031-01-05"), By: 1, What: "pay the fees", Phrase: "by 25 January", From: "2031-01-05", To: "2031-01-25"},
		}}
	done := "Sudova published the maps of the strait on Monday."
	second := &ledger.Entry{Report: ledger.Report{Key: "r2", Origin: "b", Outlet: "Post", Text: done, Published: "2031-01-13", Learned: day("2031-01-13")}, Actors: actors,
		Moves: []ledger.Move{{Line: line("r2:m7", done, "2031-01-13"), Act: doc.Concede, Status: doc.Done, By: []ledger.ActorID{1}, Cue: "published", What: "the maps of the strait"}}}
	if _, err := m.Add(t.Context(), []*ledger.Entry{first, second}); err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Ledger: ledger.New(m)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDueKept(t *testing.T) {
	s := keptSite(t)
	_, n := pageAt(t, s, "/due?as-of=2031-02-01")
	pairs := classed(n, "pair")
	if len(pairs) != 1 || !strings.Contains(textOf(pairs[0]), "publish the maps") || !strings.Contains(textOf(pairs[0]), "Done") || links(pairs[0])["Post, 2031-01-13 ¶1"] != "/report/r2?as-of=2031-02-01#m7" {
		t.Fatalf("%d pairs", len(pairs))
	}
	if got := partsShown(n); got != "Kept 1; Passed 1" {
		t.Errorf("sections: %s", got)
	}
	if _, err := s.l.Correct(t.Context(), ledger.Correction{Kind: ledger.MarkDeadline, Target: "r1:d5a", With: "missed", Author: "<b>ann"}); err != nil {
		t.Fatal(err)
	}
	text, n := pageAt(t, s, "/due?as-of=2031-02-01")
	if got := partsShown(n); got != "Missed 1; Kept 1" || !strings.Contains(text, "marked as missed by &lt;b&gt;ann") {
		t.Errorf("sections: %s", got)
	}
	_, n = pageAt(t, s, "/due?as-of=2031-01-06")
	if got := partsShown(n); got != "Open 1; Missed 1" {
		t.Errorf("sections: %s", got)
	}
}

// A shift between two passages shows both, with the stances and the days between.
func TestShiftBetweenPassages(t *testing.T) {
	s := exampleSite(t)
	p := &page{site: s, State: s.noState(), names: map[ledger.ActorID]ledger.Actor{1: {ID: 1, Name: "Norland"}, 2: {ID: 2, Name: "Ann Berg"}}, moves: map[string]*ledger.Move{}, placed: map[string]bool{}}
	side := func(key, day string, stance doc.Stance) ledger.Stand {
		x := ledger.Stand{Source: ledger.Source{Key: key, Outlet: "Wire"}}
		x.Key, x.Words, x.Said, x.Stance, x.By, x.Actor = key+":p1", "Berg spoke", ledger.Said{From: ledger.Day(day), To: ledger.Day(day)}, stance, 2, 1
		return x
	}
	link := ledger.ShiftLink{Actor: p.names[1], By: 2, Proposal: &ledger.Proposal{Label: "a truce"}, From: side("r1", "2031-01-01", doc.StanceAgainst), To: side("r2", "2031-01-09", doc.StanceFor), Day: ledger.Said{From: "2031-01-09", To: "2031-01-09"}}
	c := p.shiftCase(&link)
	if c.How != "linked" || c.Who != "Norland" || c.By != "Ann Berg" || c.On != "A truce" || c.Gap != "8 days" || c.From.Stance.Letter != "A" || c.To.Stance.Letter != "F" || c.Told != nil {
		t.Errorf("%+v", c)
	}
	if again := p.shiftCase(&link); c.From.Again || !again.From.Again {
		t.Error("a line that stands twice has one name twice")
	}
}
