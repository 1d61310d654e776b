package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// said is a position that an entry of accordSite holds.
type said struct {
	who    int // 1 Norland, 2 Ann Berg, 3 Ivo Kral, who speak for it
	option int
	stance doc.Stance
	words  string
}

// accordSite is a site over reports of what the delegates of Norland say of a pier
// accord, one report a list, a day after the other from 2031-01-01 on. Option 1 is
// the venue Lund.
func accordSite(t *testing.T, reports ...[]said) *Site {
	t.Helper()
	m := ledger.NewMemory()
	for n, list := range reports {
		day := time.Date(2031, 1, 1+n, 0, 0, 0, 0, time.UTC)
		on, key := ledger.Day(day.Format(time.DateOnly)), "r"+string(rune('1'+n))
		e := &ledger.Entry{
			Report:    ledger.Report{Key: key, Origin: key, Outlet: "Wire " + key, Title: "Report " + key, Published: on, Learned: day},
			Actors:    []ledger.Actor{{Key: "country:norland", Name: "Norland", Kind: doc.Country}, {Key: "person:ann berg", Name: "Ann Berg", Kind: doc.Person, Party: 1}, {Key: "person:ivo kral", Name: "Ivo Kral", Kind: doc.Person, Party: 1}},
			Proposals: []ledger.Proposal{{Key: ledger.ProposalKey(doc.DealProposal, nil, "Pier accord"), Kind: doc.DealProposal, Label: "Pier accord"}},
		}
		for i := range e.Actors {
			e.Actors[i].Names = []string{e.Actors[i].Name}
		}
		e.Options = []ledger.Option{{Key: ledger.OptionKey(e.Proposals[0].Key, doc.VenueOption, "Lund"), Proposal: 1, Kind: doc.VenueOption, Value: "Lund"}}
		for i, x := range list {
			l := ledger.Line{Key: key + ":p" + string(rune('0'+i)), Paragraph: 1, Span: doc.Span{Start: len(e.Report.Text), End: len(e.Report.Text) + len(x.words)}, Words: x.words, Said: ledger.Said{From: on, To: on}, Confidence: 1, Voice: doc.Own, Why: "a rule of the test"}
			e.Report.Text += x.words + "\n\n"
			e.Positions = append(e.Positions, ledger.Position{Line: l, Proposal: 1, Option: ledger.OptionID(x.option), Actor: 1, By: ledger.ActorID(x.who), Stance: x.stance, Act: doc.Support, Status: doc.Stated})
		}
		if _, err := m.Add(t.Context(), []*ledger.Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := New(Options{Ledger: ledger.New(m), Least: brief.DefaultMinConfidence, Now: func() time.Time { return time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// turned is an accordSite where Ann Berg goes from against to for, and Ivo Kral
// agrees with her.
func turned(t *testing.T) *Site {
	return accordSite(t,
		[]said{{2, 0, doc.StanceAgainst, "Berg refuses the accord."}},
		[]said{{3, 0, doc.StanceFor, "Kral backs the accord."}, {3, 1, doc.StanceOpen, "Kral could sign in Lund."}},
		[]said{{2, 0, doc.StanceFor, "“We will sign,” Berg said."}},
	)
}

func TestTableGroups(t *testing.T) {
	s := turned(t)
	_, n := pageAt(t, s, "/table")
	rows := classed(n, "option")
	if len(rows) != 1 || !strings.Contains(textOf(rows[0]), "Lund") || len(classed(rows[0], "chip")) != 1 {
		t.Errorf("%d rows of options: an option is one line with a chip", len(rows))
	}
	cells := classed(n, "cell")
	if len(cells) != 2 {
		t.Fatalf("%d cells", len(cells))
	}
	lines := classed(cells[0], "voiceline")
	if len(lines) != 1 || !hasClass(lines[0], "quoted") || !strings.Contains(textOf(lines[0]), "“We will sign,”") || !strings.Contains(textOf(lines[0]), "+1") {
		t.Errorf("two voices of one stance are one line with the latest words: %q", textOf(cells[0]))
	}
	if got := textOf(cells[0]); !strings.Contains(got, "1 shift") || !strings.Contains(got, "against (2031-01-01), then for") {
		t.Errorf("no shift, or no course: %q", got)
	}
}

func TestTableNew(t *testing.T) {
	s := turned(t)
	for day, want := range map[string]int{"2031-01-01": 2, "2031-01-02": 2, "2031-01-03": 1, "2031-01-04": 0} {
		text, n := pageAt(t, s, "/table?new="+day)
		if got := len(classed(n, "new")); got != want {
			t.Errorf("%s: %d cells are marked, want %d", day, got, want)
		}
		told := "something new since " + day
		if want == 0 {
			told = "nothing new in any cell since " + day
		}
		if !strings.Contains(text, told) || !strings.Contains(text, "/shifts?since="+day) {
			t.Errorf("%s: the page does not say %q", day, told)
		}
	}
	text, n := pageAt(t, s, "/table")
	if len(classed(n, "new")) != 0 || strings.Contains(text, "something new") {
		t.Error("marked, but nobody asked")
	}
	if !strings.Contains(text, `href="/table?new=2030-12-28"`) {
		t.Error("the last seven days are not offered: they are counted from the latest report")
	}
	fails(t, s, "/table?new=tomorrow", http.StatusBadRequest, "is no day (new since)", "2025-08-20")
}

func TestTableState(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/table?as-of=2025-08-19&new=2025-08-13&all=1")
	for x := range n.Descendants() {
		h := attr(x, "href")
		u, err := url.Parse(h)
		if err != nil {
			t.Fatalf("%q: %v", h, err)
		}
		if q := u.Query(); u.Path == "/cell" && (q.Get("as-of") != "2025-08-19" || q.Get("new") != "2025-08-13" || q.Get("all") != "1") {
			t.Errorf("%s does not keep the bounds", h)
		}
	}
	if day := fieldOf(n, "bounds", "new"); day != "2025-08-13" {
		t.Errorf("the form of the bounds forgets what is marked: %q", day)
	}
	if day := fieldOf(n, "slide", "new"); day != "2025-08-13" {
		t.Errorf("the slider forgets what is marked: %q", day)
	}
	before, _ := pageAt(t, s, "/table?as-of=2025-03-12")
	after, _ := pageAt(t, s, "/table?as-of=2025-08-19")
	if strings.Count(before, `class="cell"`) >= strings.Count(after, `class="cell"`) {
		t.Error("the table of March holds as much as that of August")
	}
}

// fieldOf is what a field of a form holds.
func fieldOf(n *html.Node, form, name string) string {
	for _, f := range classed(n, form) {
		for x := range f.Descendants() {
			if x.Data == "input" && attr(x, "name") == name {
				return attr(x, "value")
			}
		}
	}
	return "no field"
}

func TestTableEmptyCells(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/table")
	none := classed(n, "none")
	if len(none) == 0 {
		t.Fatal("no empty cell")
	}
	if got := textOf(none[0]); !strings.HasPrefix(got, "–no statement found in ") || !strings.HasSuffix(got, "reports") {
		t.Errorf("an empty cell says %q", got)
	}
	if got := len(classed(n, "letter")); got != 8 {
		t.Errorf("the legend has %d entries: five stances, three voices", got)
	}
}

func TestSlider(t *testing.T) {
	s := exampleSite(t)
	w := get(t, s, "/table?day=0&new=2025-03-01&all=1")
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/table?all=1&as-of=2025-03-11&new=2025-03-01" {
		t.Errorf("%d %s", w.Code, got)
	}
	w = get(t, s, "/cell?day=1&proposal=x")
	if got := w.Header().Get("Location"); got != "/cell?as-of=2025-03-12&proposal=x" {
		t.Errorf("the slider of a cell leads to %s", got)
	}
	for _, day := range []string{"-1", "100000", "x", "1e3"} {
		fails(t, s, "/table?day="+day, http.StatusBadRequest, "no such day", "Move the slider")
	}
	fails(t, siteWith(t), "/table?day=1", http.StatusBadRequest, "no such day")
}

func TestBadParameters(t *testing.T) {
	s := exampleSite(t)
	for path, do := range map[string]string{
		"/table?as-of=20250820": "Write the day as 2025-08-20", "/table?since=x": "Write the day", "/table?limit=0": "from 1 to 1000", "/table?limit=1001": "from 1 to 1000",
		"/table?a=%zz": "Follow a link", "/cell": "Click a cell", "/table?dossier=none": "Choose one of the list", "/cell?proposal=none": "The table shows", "/nowhere": "Go to the table",
		"/table?actor=Nobody+Known": "Search finds words", "/cell?proposal=none&option=x": "The table shows",
	} {
		w := get(t, s, path)
		if w.Code < 400 || w.Code > 499 || !strings.Contains(w.Body.String(), do) {
			t.Errorf("%s: %d, and nothing of %q:\n%s", path, w.Code, do, w.Body)
		}
	}
}

func TestTableSize(t *testing.T) {
	s := exampleSite(t)
	if text, _ := pageAt(t, s, "/table"); len(text) > 100<<10 {
		t.Errorf("the table has %d bytes", len(text))
	}
}

func TestCourse(t *testing.T) {
	var list []ledger.Point
	for i := range 24 {
		list = append(list, ledger.Point{Day: "2031-01-01", Stance: []doc.Stance{doc.StanceFor, doc.StanceAgainst}[i%2]})
	}
	if c := courseOf(list); c.Width > courseWide+8 || len(c.Dots) != 24 || c.Dots[0].Y >= c.Dots[1].Y {
		t.Errorf("%+v", c)
	}
	if c := courseOf(list[:2]); c.Width != courseStep+8 || c.Title != "for (2031-01-01), then against (2031-01-01)" {
		t.Errorf("%+v", c)
	}
	if courseOf(list[:1]) != nil {
		t.Error("one stance is no course")
	}
}

func TestCellPage(t *testing.T) {
	s := turned(t)
	cell := "/cell?actor=Norland&proposal=" + url.QueryEscape(ledger.ProposalKey(doc.DealProposal, nil, "Pier accord"))
	text, n := pageAt(t, s, cell+"&new=2031-01-03")
	var words []string
	for _, x := range classed(n, "said") {
		words = append(words, textOf(x))
	}
	if got := strings.Join(words, "|"); !strings.Contains(words[0], "We will sign") || strings.Index(got, "Kral") > strings.Index(got, "Berg refuses") {
		t.Errorf("not the newest first: %q", got)
	}
	marks := classed(n, "turn-mark")
	if len(marks) != 1 || textOf(marks[0]) != " new · turned from A against" {
		t.Errorf("%d marks of turns and of what is new", len(marks))
	}
	if pairs := classed(n, "pair"); len(pairs) != 1 || !strings.Contains(textOf(pairs[0]), "Berg refuses") || !strings.Contains(textOf(pairs[0]), "2 days") {
		t.Error("the latest shift is not side by side")
	}
	for _, want := range []string{"a rule of the test", "confidence 1.00", "/report/r3#p0", "1 shift", "mark it wrong", `href="/table?new=2031-01-03"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not tell %q", want)
		}
	}
}

func TestCellOfOption(t *testing.T) {
	s := turned(t)
	proposal := ledger.ProposalKey(doc.DealProposal, nil, "Pier accord")
	q := url.Values{"proposal": {proposal}, "option": {ledger.OptionKey(proposal, doc.VenueOption, "Lund")}}
	text, n := pageAt(t, s, "/cell?"+q.Encode())
	if got := classed(n, "said"); len(got) != 1 || !strings.Contains(textOf(got[0]), "sign in Lund") || !strings.Contains(text, "venue Lund") {
		t.Errorf("%d passages on the option", len(got))
	}
	q.Set("option", "none")
	fails(t, s, "/cell?"+q.Encode(), http.StatusNotFound, "no such option")
}
