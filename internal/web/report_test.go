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

func TestReportPage(t *testing.T) {
	s := exampleSite(t)
	key := keyOf(t, s, "Ukraine accepts U.S. proposal", 1)
	text, n := pageAt(t, s, "/report/"+key)
	for _, want := range []string{"Northern Wire", "2025-03-11", key, "Learned", "SHA-256", "near-copies", "Meridian Daily", "what differs", "new move"} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("the page does not tell %q", want)
		}
	}
	want := map[string]string{"agreed": "move near pos for", "U.S. proposal for an immediate 30-day ceasefire with Russia": "what near", "Russia agreed": "told condition"}
	for _, x := range classed(n, "seg") {
		for c := range strings.FieldsSeq(want[textOf(x)]) {
			if !hasClass(x, c) {
				t.Errorf("%q is marked %q, want %q too", textOf(x), attr(x, "class"), c)
			}
		}
		delete(want, textOf(x))
	}
	if len(want) > 0 {
		t.Errorf("not marked: %v", want)
	}
}

// The page spells the text of the report, paragraph by paragraph.
func TestReportSpellsItsText(t *testing.T) {
	s := exampleSite(t)
	list, err := s.l.Store.Reports(t.Context(), ledger.Query{Text: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		_, n := pageAt(t, s, "/report/"+list[i].Key)
		var got []string
		for _, p := range classed(n, "para") {
			number := classed(p, "number")
			if len(number) != 1 {
				t.Fatalf("%s: a paragraph has no number: %q", list[i].Title, textOf(p))
			}
			got = append(got, strings.TrimPrefix(textOf(p), textOf(number[0])))
		}
		if want := strings.Join(strings.Fields(list[i].Text), " "); strings.Join(strings.Fields(strings.Join(got, " ")), " ") != want {
			t.Errorf("%s is spelled\n%s", list[i].Title, strings.Join(got, "\n"))
		}
	}
}

// Each line of a report leads to a place on its page, and from there to a line of
// the record: what passages elsewhere link to.
func TestReportHasAnAnchorForEachLine(t *testing.T) {
	s := exampleSite(t)
	list, err := s.l.Store.Reports(t.Context(), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for i := range list {
		_, n := pageAt(t, s, "/report/"+list[i].Key+"?all=1")
		ids := map[string]bool{}
		for x := range n.Descendants() {
			ids[attr(x, "id")] = true
		}
		moves, _, err := s.l.LinesIn(t.Context(), []ledger.ReportID{list[i].ID}, ledger.Ask{})
		if err != nil {
			t.Fatal(err)
		}
		for k := range moves {
			lines++
			if !ids[anchor(moves[k].Key)] {
				t.Errorf("%s: no place for %s: %q", list[i].Title, moves[k].Key, moves[k].Words)
			}
		}
		for _, x := range classed(n, "seg") {
			for r := range strings.FieldsSeq(attr(x, "data-refs")) {
				if !ids["l-"+r] {
					t.Errorf("%s: %q leads to no line %s", list[i].Title, textOf(x), r)
				}
			}
		}
	}
	if lines < 50 {
		t.Errorf("only %d lines", lines)
	}
}

func TestReportFilters(t *testing.T) {
	s := exampleSite(t)
	key := keyOf(t, s, "Ukraine accepts", 1)
	checked := func(path string) (out []string) {
		_, n := pageAt(t, s, path)
		for x := range n.Descendants() {
			if attr(x, "name") == "show" && attr(x, "type") == "checkbox" {
				for _, a := range x.Attr {
					if a.Key == "checked" {
						out = append(out, attr(x, "value"))
					}
				}
			}
		}
		return out
	}
	if got := checked("/report/" + key); len(got) != len(markKinds) {
		t.Errorf("all should be marked: %v", got)
	}
	if got := fmt.Sprint(checked("/report/" + key + "?show=none&show=moves")); got != "[moves]" {
		t.Errorf("%v", got)
	}
	if got := checked("/report/" + key + "?show=none"); len(got) != 0 {
		t.Errorf("nothing should be marked: %v", got)
	}
}

func TestReportVersions(t *testing.T) {
	s := exampleSite(t)
	first, second := keyOf(t, s, "No deal in Anchorage", 1), keyOf(t, s, "No deal in Anchorage", 2)
	text, _ := pageAt(t, s, "/report/"+second)
	if !strings.Contains(text, "2 versions") || !strings.Contains(text, "/report/"+second+"?against="+first) {
		t.Error("the page does not lead to what differs")
	}
	_, n := pageAt(t, s, "/report/"+second+"?against="+first)
	var gone, come []string
	for x := range n.Descendants() {
		switch x.Data {
		case "del":
			gone = append(gone, textOf(x))
		case "ins":
			come = append(come, textOf(x))
		}
	}
	if len(gone) < 2 || len(come) < 2 || gone[1] != "Secretary of State Marco Rubio" && gone[1] != "nearly four" {
		t.Errorf("gone %q, new %q", gone, come)
	}
	fails(t, s, "/report/"+second+"?against="+second, http.StatusBadRequest, "does not differ from itself")
	fails(t, s, "/report/"+second+"?against=r000", http.StatusNotFound, "No report has the key")
}

func TestReportTellsNews(t *testing.T) {
	s := exampleSite(t)
	text, _ := pageAt(t, s, "/report/"+keyOf(t, s, "Kyiv says yes", 1))
	if !strings.Contains(text, "known since 2025-03-11") {
		t.Error("a copy tells nothing that is known")
	}
	text, _ = pageAt(t, s, "/report/"+keyOf(t, s, "White House: No plans", 1))
	if !strings.Contains(text, "shift: was arranged, 2025-10-16") {
		t.Error("the page does not tell its shift")
	}
}

func TestReportFaults(t *testing.T) {
	s := exampleSite(t)
	fails(t, s, "/report/r999", http.StatusNotFound, "No report has the key", "The list of reports")
	fails(t, s, "/report/%1b%5b31m%3Cscript%3E", http.StatusNotFound, "&lt;script&gt;")
	fails(t, s, "/report/r999?as-of=soon", http.StatusBadRequest, "2025-08-20")
}

// What a hostile report may hold: script, marks of HTML, what commands a terminal,
// what turns the direction of writing.
const (
	evilTitle = "<script>alert('title')</script>\" onload=x \x1b[31m\u202eeltit"
	evilText  = "President <b>Donald</b> Trump said on Tuesday that he would accept the <script>alert(1)</script> ceasefire if \"Russia <img src=x onerror=alert(2)> agrees\".\n\n" +
		"\"We will sign \x1b[2J\u202e the deal by Friday & '</textarea>'\", said Jane </a><script> Smith, a spokeswoman for Germany.\n\nUkraine rejected the \u2066proposal\x07 in 2025. It had demanded 500 <i>tanks</i>."
)

func evilSite(t testing.TB) *Site {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	r := doc.Report{Title: evilTitle, Outlet: "<script>o</script>\u202e\x1b]0;", URL: "javascript:alert(3)", Author: "<b>x</b>\x1b", Text: evilText, Published: day("2025-08-20")}
	copied := r
	copied.URL, copied.Outlet = "https://a.example/\"><script>", "Other \x1b[1m<u>"
	later := r
	later.Text = strings.ReplaceAll(evilText, "Ukraine rejected", "Ukraine <em>accepted</em>")
	later.Published = day("2025-08-25")
	return siteWith(t, r, copied, later)
}

func TestHostileStringsCannotRun(t *testing.T) {
	s := evilSite(t)
	key, changed := keyOf(t, s, "alert('title')", 1), keyOf(t, s, "alert('title')", 2)
	for _, path := range []string{
		"/report/" + key + "?all=1", "/report/" + changed + "?against=" + key, "/reports", "/reports?outlet=%3Cscript%3E", "/search?q=ceasefire", "/search?q=%3Cscript%3E%22&outlet=%22%3E%3Cscript%3E",
		"/due?all=1", "/shifts?all=1", "/conflicts?all=1", "/compare?a=" + key + "&b=" + changed, "/compare?a=ceasefire&b=%3Cscript%3E", "/compare?from=2025-08-20&to=2025-08-30", "/search?q=" + strings.Repeat("a*", 100),
	} {
		text, n := pageAt(t, s, path)
		if strings.Contains(text, "<script>") || strings.Contains(text, "<img") {
			t.Errorf("%s: a report's words are marks of the page", path)
		}
		for _, bad := range []string{"\x1b", "\x07", "\u202e", "\u2066"} {
			if strings.Contains(textOf(n), bad) {
				t.Errorf("%s: %q reaches the page", path, bad)
			}
		}
		for x := range n.Descendants() {
			if x.Type == html.ElementNode && (x.Data == "b" && strings.Contains(textOf(x), "Donald")) && hasClass(x.Parent, "para") {
				t.Errorf("%s: a report's words are marks of the page", path)
			}
		}
	}
}

// A text of 100,000 words is shown in well under a second.
func TestLongReport(t *testing.T) {
	if testing.Short() {
		t.Skip("a long text")
	}
	m := ledger.NewMemory()
	e := &ledger.Entry{}
	var b strings.Builder
	const sentence = "The ministers of both states agreed to meet again in the spring. "
	e.Actors = []ledger.Actor{{Key: "x:a", Name: "Ann"}}
	for i := range 8000 {
		if i%8 == 0 && i > 0 {
			b.WriteString("\n\n")
		}
		at := b.Len()
		b.WriteString(sentence)
		l := ledger.Line{Key: fmt.Sprintf("r1:m%x", at+31), Paragraph: i/8 + 1, Span: doc.Span{Start: at, End: at + len(sentence) - 1}, Words: strings.TrimSpace(sentence), Confidence: 1}
		if i%4 == 0 {
			e.Moves = append(e.Moves, ledger.Move{Line: l, Act: doc.Agree, Status: doc.Stated, By: []ledger.ActorID{1}, Cue: "agreed", What: "to meet again"})
		}
	}
	e.Report = ledger.Report{Key: "r1", Origin: "o", Title: "Long", Text: b.String(), Words: 96_000, Learned: time.Now()}
	if _, err := m.Add(t.Context(), []*ledger.Entry{e}); err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Ledger: ledger.New(m)})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	w := get(t, s, "/report/r1")
	if d := time.Since(start); w.Code != http.StatusOK || d > 3*time.Second {
		t.Errorf("%d after %v", w.Code, d)
	}
	if n := strings.Count(w.Body.String(), `class="seg move near"`); n != 2000 {
		t.Errorf("%d marks", n)
	}
}

func TestParas(t *testing.T) {
	const wrapped = "One line\nand its second.\n\nAnother\nparagraph here."
	for _, x := range []struct {
		name, text string
		known      []spot
		want       string
	}{
		{"lines", "One.\n\nTwo.\nThree.", []spot{{6, 2}, {11, 3}}, `[1 "One."][2 "Two."][3 "Three."]`},
		{"wrapped", wrapped, []spot{{0, 1}, {30, 2}}, `[1 "One line\nand its second."][2 "Another\nparagraph here."]`},
		{"nothing known", "One.\r\n\r\nTwo.", nil, `[1 "One."][2 "Two."]`},
		{"neither", "One.\nTwo.\nThree.", []spot{{10, 2}}, `[0 "One."][0 "Two."][2 "Three."]`},
		{"empty", " \n\u2028", nil, ""},
	} {
		got := ""
		for _, p := range parasOf(x.text, x.known) {
			got += fmt.Sprintf("[%d %q]", p.number, p.span.In(x.text))
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

func TestLocate(t *testing.T) {
	text := "he agreed to it, and she agreed  to\nit then"
	all := doc.Span{Start: 0, End: len(text)}
	for _, x := range []struct {
		words string
		near  int
		want  string
	}{{"agreed to it", 0, "agreed to it"}, {"agreed to it", 40, "agreed  to\nit"}, {"agreed to them", 0, ""}, {"", 0, ""}} {
		if got := locate(text, all, x.words, x.near).In(text); got != x.want {
			t.Errorf("%q near %d: %q, want %q", x.words, x.near, got, x.want)
		}
	}
	if s := locate(text, doc.Span{Start: -5, End: 999}, "then", 0); s.In(text) != "then" {
		t.Errorf("%v", s)
	}
}
