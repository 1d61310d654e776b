package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
)

// inside are the elements of a name below a node.
func inside(n *html.Node, name string) (out []*html.Node) {
	for x := range n.Descendants() {
		if x.Type == html.ElementNode && x.Data == name {
			out = append(out, x)
		}
	}
	return out
}

func TestTimelinePage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/timeline")
	marks := 0
	for _, x := range classed(n, "mark") {
		if x.Data != "a" {
			continue // of the legend
		}
		marks++
		if titles := inside(x, "title"); attr(x, "href") == "" || len(titles) != 1 || textOf(titles[0]) == "" {
			t.Errorf("a mark leads nowhere or has no name: %v", x.Attr)
		}
	}
	lanes := classed(n, "lane")
	if marks < 20 || len(lanes) < 6 {
		t.Errorf("%d marks in %d rows", marks, len(lanes))
	}
	for _, want := range []string{"Volodymyr Zelensky", "own words", "narrated", "duebar", `class="passage`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

// What is drawn as one line leads to its words; a number leads to the lines it counts.
func TestTimelineMarksLead(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/timeline")
	one, many := "", ""
	for _, x := range classed(n, "mark") {
		if href := attr(x, "href"); href != "" && hasClass(x, "many") {
			many = href
		} else if href != "" {
			one = href
		}
	}
	u, err := url.Parse(one)
	if err != nil || u.Query().Get("on") == "" {
		t.Fatalf("%q names no day", one)
	}
	text, _ := pageAt(t, s, strings.SplitN(one, "#", 2)[0])
	if !strings.Contains(text, "Lines of "+u.Query().Get("on")) || !strings.Contains(text, `id="`+u.Fragment+`"`) {
		t.Errorf("%s does not show its line", one)
	}
	if many != "" {
		if _, n := pageAt(t, s, strings.SplitN(many, "#", 2)[0]); len(classed(n, "passage")) < stackMost {
			t.Errorf("%s shows %d lines", many, len(classed(n, "passage")))
		}
	}
}

func TestTimelineKindsAndDays(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/timeline?kind=statement&since=2025-08-01&until=2025-08-31")
	for _, x := range classed(n, "kindmark") {
		if attr(x, "title") != "statement" {
			t.Errorf("a %s is shown", attr(x, "title"))
		}
	}
	if len(classed(n, "kindmark")) == 0 {
		t.Error("no statement in August")
	}
	for _, x := range inside(n, "time") {
		if d := textOf(x); x.Parent.Data == "h3" && !strings.HasPrefix(d, "2025-08") {
			t.Errorf("a line of %s in August", d)
		}
	}
	checked := 0
	for _, x := range inside(n, "input") {
		if attr(x, "name") == "kind" && strings.Contains(fmt.Sprint(x.Attr), "checked") {
			checked++
		}
	}
	if checked != 1 {
		t.Errorf("%d kinds are switched on", checked)
	}
	if text, _ := pageAt(t, s, "/timeline?by=proposal"); !strings.Contains(text, "none named") && !strings.Contains(text, "no proposal named") {
		t.Error("no row for what lies on no proposal")
	}
	if _, n := pageAt(t, s, "/timeline?actor=Marco+Rubio"); len(classed(n, "passage")) == 0 {
		t.Error("no line of Marco Rubio")
	}
}

// Pages that follow one another hold every line once.
func TestTimelinePaging(t *testing.T) {
	s := exampleSite(t)
	seen := map[string]int{}
	path, pages := "/timeline", 0
	for ; path != "" && pages < 30; pages++ {
		_, n := pageAt(t, s, path)
		for _, x := range classed(n, "passage") {
			seen[attr(x, "id")]++
		}
		path = strings.SplitN(links(n)["Older lines"], "#", 2)[0]
	}
	if pages < 3 || len(seen) < 2*listLines {
		t.Errorf("%d lines on %d pages", len(seen), pages)
	}
	for id, n := range seen {
		if n > 1 && id != "" {
			t.Errorf("%s stands %d times", id, n)
		}
	}
}

func TestTimelineEmptyAndWrong(t *testing.T) {
	s := exampleSite(t)
	if text, _ := pageAt(t, s, "/timeline?since=2020-01-01&until=2020-02-01"); !strings.Contains(text, "Nothing was found in 0 reports") {
		t.Errorf("it does not say what was looked through")
	}
	if text, _ := pageAt(t, siteWith(t), "/timeline"); !strings.Contains(text, "Nothing was found in 0 reports") {
		t.Error("an empty ledger tells nothing")
	}
	fails(t, s, "/timeline?kind=rumour", http.StatusBadRequest, "statement, move, event")
	fails(t, s, "/timeline?by=moon", http.StatusBadRequest, "by actor")
	fails(t, s, "/timeline?on=friday", http.StatusBadRequest, "2025-08-20")
	fails(t, s, "/timeline?actor=Nobody+Whatever", http.StatusNotFound, "No actor is named")
	for _, after := range []string{"x", "1-2-3", "-1-0-0-0", "1-2-3-4-5", "1-2-3-4x"} {
		fails(t, s, "/timeline?after="+after, http.StatusBadRequest, "newest")
	}
}

// The axis holds its days, in one, many and too many of them.
func TestChartBounds(t *testing.T) {
	s := exampleSite(t)
	for _, days := range []string{"since=2025-08-15&until=2025-08-15", "since=2025-08-20&until=2025-08-10", "since=1900-01-01&until=2100-01-01", "since=2025-02-01&until=2025-12-31"} {
		_, n := pageAt(t, s, "/timeline?"+days)
		for _, svg := range inside(n, "svg") {
			for _, r := range inside(svg, "rect") {
				x, w := 0, 0
				if _, err := fmt.Sscan(attr(r, "x"), &x); err != nil {
					t.Fatal(err)
				}
				if _, err := fmt.Sscan(attr(r, "width"), &w); err != nil {
					t.Fatal(err)
				}
				if x < 0 || x+w > chartWidth+6 {
					t.Errorf("%s: a bar from %d, %d wide", days, x, w)
				}
			}
		}
	}
}

func TestActorsPage(t *testing.T) {
	s := exampleSite(t)
	_, n := pageAt(t, s, "/actors?all=1")
	edges, rows := 0, 0
	for _, x := range classed(n, "edge") {
		if x.Data == "a" {
			edges++
		}
	}
	for _, x := range inside(n, "tr") {
		if x.Parent.Data == "tbody" {
			rows++
		}
	}
	if edges == 0 || rows < edges {
		t.Errorf("%d edges, %d pairs", edges, rows)
	}
	first := classed(n, "edge")[0]
	text, n := pageAt(t, s, strings.SplitN(attr(first, "href"), "#", 2)[0])
	who, _, _ := strings.Cut(attr(first, "aria-label"), " → ")
	if len(classed(n, "passage")) == 0 || !strings.Contains(text, "Moves of "+who) {
		t.Errorf("%s shows no move of %s", attr(first, "href"), who)
	}
}

// Each family of acts shows its own pairs alone, and all of them are counted.
func TestActorsFamilies(t *testing.T) {
	s := exampleSite(t)
	for i, f := range families {
		_, n := pageAt(t, s, "/actors?all=1&act="+f.Value)
		for _, x := range inside(n, "tr") {
			if cells := inside(x, "td"); len(cells) > 0 && textOf(cells[1]) != textOf(cells[2+i]) {
				t.Errorf("%s: %s moves, %s of them", f.Value, textOf(cells[1]), textOf(cells[2+i]))
			}
		}
	}
	for a := doc.Meet; a <= doc.Expect; a++ {
		if n := familyOf(a); n < 0 != (a == doc.Deny) {
			t.Errorf("%s is in family %d", a, n)
		}
	}
}

func TestActorsEmptyAndWrong(t *testing.T) {
	s := exampleSite(t)
	if text, _ := pageAt(t, s, "/actors?until=2020-02-01"); !strings.Contains(text, "was found in 0 reports") {
		t.Error("it does not say what was looked through")
	}
	fails(t, s, "/actors?act=dance", http.StatusBadRequest, "Choose one of the kinds")
	fails(t, s, "/actors?from=e:country:RUS", http.StatusBadRequest, "Two actors")
	fails(t, s, "/actors?from=e:country:RUS&to=Nobody+Whatever", http.StatusNotFound, "No actor is named")
	fails(t, s, "/actors?from=e:country:RUS&to=e:country:UKR&after=-3", http.StatusBadRequest)
}

// The same question gives the same drawing, whatever order maps have.
func TestDrawingsAreSteady(t *testing.T) {
	reports := exampleReports(t)
	a, b := siteWith(t, reports...), siteWith(t, reports...)
	for _, path := range []string{"/timeline?all=1", "/timeline?by=proposal&all=1", "/actors?all=1", "/waiting?all=1", "/actor/e:country:UKR?all=1"} {
		first := get(t, a, path).Body.Bytes()
		for range 5 {
			if x := get(t, b, path).Body.Bytes(); !bytes.Equal(first, x) {
				t.Errorf("%s is drawn in two ways", path)
				break
			}
		}
	}
}

// invented are edges between letters.
func invented(pairs ...string) (out []netEdge) {
	for i, p := range pairs {
		a, b := p[:1], p[1:]
		r := &pairRow{From: a, To: b, Moves: len(pairs) - i, URL: "/x"}
		r.Counts[i%len(families)] = r.Moves
		out = append(out, netEdge{from: netNode{Key: a, Name: a}, to: netNode{Key: b, Name: b}, row: r})
	}
	return out
}

func TestNetworkLayout(t *testing.T) {
	var pairs []string
	for i := range 60 {
		pairs = append(pairs, string(rune('A'+i%3))+string(rune('D'+i)))
	}
	for _, list := range [][]string{{"AB"}, {"AB", "BA", "BC"}, pairs} {
		n := newNetwork(invented(list...), -1)
		if len(n.Nodes) > nodesMost {
			t.Errorf("%d nodes", len(n.Nodes))
		}
		for i, x := range n.Nodes {
			if x.X-x.R < 0 || x.X+x.R > n.Width || x.Y-x.R < 0 || x.Y+x.R > n.Height {
				t.Errorf("%s stands at %d %d of %d × %d", x.Name, x.X, x.Y, n.Width, n.Height)
			}
			for _, y := range n.Nodes[:i] {
				if x.X == y.X && x.Y == y.Y {
					t.Errorf("%s stands on %s", x.Name, y.Name)
				}
			}
		}
		for _, e := range n.Edges {
			if strings.Contains(e.Path+e.Arrow, "NaN") {
				t.Errorf("%s: %s", e.Title, e.Path)
			}
		}
	}
	n := newNetwork(invented(pairs...), -1)
	if n.Left == 0 || n.Left+len(n.Nodes) != 63 {
		t.Errorf("%d nodes and %d left", len(n.Nodes), n.Left)
	}
}

func waits(pairs ...string) (out []waitEdge) {
	for i, p := range pairs {
		a, b := p[:1], p[1:]
		out = append(out, waitEdge{from: waitNode{Key: a, Name: a}, to: waitNode{Key: b, Name: b}, row: &waitRow{N: i + 1, State: "open", Letter: "O", clause: "if so"}})
	}
	return out
}

func TestWaitGraph(t *testing.T) {
	g := newWaitGraph(waits("AB", "BC", "AC", "DC"))
	if len(g.cycles) != 0 {
		t.Errorf("circles where there are none: %q", g.cycles)
	}
	for _, e := range g.Edges {
		if g.Nodes[e.a].X >= g.Nodes[e.b].X || e.Back {
			t.Errorf("%s does not go to the right", e.Title)
		}
	}
	for _, x := range []struct{ pairs, want string }{
		{"AB BA", "A and B: each waits for the other"}, {"AB BC CA", "A, B, C: they wait for each other in a circle"}, {"AB BA CD DC", "A and B: each waits for the other|C and D: each waits for the other"}, {"AB AB", ""},
	} {
		g := newWaitGraph(waits(strings.Fields(x.pairs)...))
		if got := strings.Join(g.cycles, "|"); got != x.want {
			t.Errorf("%s: %q, want %q", x.pairs, got, x.want)
		}
		for i, n := range g.Nodes {
			if n.X < 0 || n.Y < 0 || n.X+n.Width > g.Width || n.Y+waitBoxH > g.Height {
				t.Errorf("%s: a box at %d %d of %d × %d", x.pairs, n.X, n.Y, g.Width, g.Height)
			}
			for _, m := range g.Nodes[:i] {
				if n.X == m.X && n.Y == m.Y {
					t.Errorf("%s: %s stands on %s", x.pairs, n.Name, m.Name)
				}
			}
		}
	}
	var many []string
	for i := range 40 {
		many = append(many, "A"+string(rune('B'+i)))
	}
	if g := newWaitGraph(waits(many...)); len(g.Nodes) != waitNodes || g.Left != 40-waitNodes+1 {
		t.Errorf("%d boxes, %d left", len(g.Nodes), g.Left)
	}
}

func TestWaitingPage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/waiting?all=1")
	rows := classed(n, "waitrow")
	if len(rows) == 0 || !strings.Contains(text, "waits for") && !strings.Contains(text, "names nobody") {
		t.Fatalf("%d commitments", len(rows))
	}
	for _, r := range rows {
		if len(classed(r, "passage")) == 0 || len(classed(r, "state")) != 1 {
			t.Error("a commitment without its words or its state")
		}
	}
	if _, n := pageAt(t, s, "/waiting?all=1&state=met"); len(classed(n, "waitrow")) >= len(rows) {
		t.Error("all are met")
	}
	fails(t, s, "/waiting?state=broken", http.StatusBadRequest, "open, met, lapsed")
	if text, _ := pageAt(t, s, "/waiting?until=2020-01-01"); !strings.Contains(text, "was found in 0 reports") {
		t.Error("it does not say what was looked through")
	}
}

// A circle is told, and the state of each is more than a colour.
func TestWaitingCircle(t *testing.T) {
	day := time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)
	s := siteWith(t, doc.Report{Name: "a.txt", Outlet: "Wire", Published: day, Text: "Russia said on Tuesday it would accept the truce only if Ukraine withdrew its troops.\n\nUkraine said on Tuesday it would accept the truce only if Russia withdrew its troops."})
	text, n := pageAt(t, s, "/waiting?all=1")
	if len(classed(n, "box")) != 2 || !strings.Contains(text, "each waits for the other") {
		t.Errorf("no circle:\n%s", textOf(n))
	}
	for _, x := range classed(n, "wait") {
		if x.Data == "a" && !strings.Contains(attr(x, "aria-label"), "waits for") {
			t.Errorf("an edge without words: %v", x.Attr)
		}
	}
}

func TestActorPage(t *testing.T) {
	s := exampleSite(t)
	text, n := pageAt(t, s, "/actor/e:person:Vladimir%20Putin")
	for _, want := range []string{"Where it stands", "Statements", "e:person:Vladimir Putin", "kind=merge", "kind=split", "Reports that its lines stand in"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if len(classed(n, "chip")) == 0 || len(classed(n, "months")) != 1 {
		t.Error("no stance, or no course")
	}
	w := get(t, s, "/actor/Putin")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/actor/e:person:Vladimir%20Putin") {
		t.Errorf("a name leads to %d %q", w.Code, w.Header().Get("Location"))
	}
	w = get(t, s, "/actor/Volodymir%20Zelenski")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Volodymyr Zelensky") {
		t.Errorf("a name that is near: %d\n%s", w.Code, w.Body)
	}
	fails(t, s, "/actor/e:country:UKR?show=songs", http.StatusBadRequest, "statement, move, deadline")
	fails(t, s, "/actor/e:country:UKR?show=move&after=z", http.StatusBadRequest)
}

// Words are quoted or reported, never both.
func TestQuotedIsNotReported(t *testing.T) {
	text, _ := pageAt(t, exampleSite(t), "/actor/e:person:Donald%20Trump?show=statement")
	if !strings.Contains(text, "”</q>") || !strings.Contains(text, `<span class="voice">(reported)</span>`) {
		t.Fatal("the page has not both, and nothing is tried here")
	}
	if i := strings.Index(text, `”</q> <span class="voice">(reported)</span>`); i >= 0 {
		t.Errorf("quoted and reported: %s", text[max(0, i-200):i+60])
	}
}

// Pages of one list that follow one another hold every line once.
func TestActorLists(t *testing.T) {
	s := exampleSite(t)
	seen := map[string]int{}
	path := "/actor/e:person:Donald%20Trump?show=statement"
	for n := 0; path != "" && n < 20; n++ {
		_, tree := pageAt(t, s, path)
		for _, x := range classed(tree, "passage") {
			seen[attr(x, "id")]++
		}
		path = links(tree)["Older"]
	}
	if len(seen) < 5 {
		t.Errorf("%d statements", len(seen))
	}
	for k, n := range seen {
		if n > 1 && k != "" {
			t.Errorf("%s stands %d times", k, n)
		}
	}
}

// Text of reports and of addresses stays text.
func TestGraphsEscape(t *testing.T) {
	day := time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)
	evil := `"><script>alert(1)</script>`
	s := siteWith(t, doc.Report{Name: "a.txt", Title: evil, Outlet: evil, Published: day, Text: "Russia told Ukraine on Tuesday: “We demand <script>alert(1)</script> a truce.” Ukraine rejected “</title><svg onload=alert(1)>” from Russia. Russia threatened Ukraine with <img src=x onerror=alert(1)> sanctions."})
	paths := []string{"/timeline?all=1", "/timeline?by=proposal&all=1", "/actors?all=1", "/waiting?all=1", "/actor/e:country:RUS?all=1", "/actors?from=e:country:RUS&to=e:country:UKR&all=1"}
	for _, p := range paths {
		text, n := pageAt(t, s, p)
		if strings.Contains(text, "<script>alert") || strings.Contains(text, "<img") || slices.ContainsFunc(inside(n, "svg"), func(x *html.Node) bool { return attr(x, "onload") != "" }) {
			t.Errorf("%s lets text run", p)
		}
	}
	q := url.QueryEscape(evil)
	for _, p := range []string{"/timeline?by=" + q, "/timeline?kind=" + q, "/timeline?on=" + q, "/actors?act=" + q, "/waiting?state=" + q, "/actor/" + url.PathEscape(evil), "/actors?from=" + q + "&to=" + q, "/timeline?actor=" + q} {
		if w := get(t, s, p); w.Code < 400 || w.Code >= 500 || strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s: %d", p, w.Code)
		}
	}
}

// Nothing is a link to correct for who may only read.
func TestGraphsForReaders(t *testing.T) {
	s := exampleSite(t)
	for _, p := range []string{"/timeline", "/actors?all=1", "/waiting?all=1", "/actor/e:country:UKR"} {
		r := httptest.NewRequest(http.MethodGet, p, nil)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r.WithContext(access.With(t.Context(), access.Caller{Name: "bob", Role: access.Read})))
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "target=") {
			t.Errorf("%s: %d, and leads to corrections", p, w.Code)
		}
		if get(t, s, p).Code != http.StatusOK || p != "/actors?all=1" && !strings.Contains(get(t, s, p).Body.String(), "target=") {
			t.Errorf("%s does not lead to corrections for who may correct", p)
		}
	}
}

// As of a day nothing later shows.
func TestGraphsAsOf(t *testing.T) {
	s := exampleSite(t)
	for _, p := range []string{"/timeline?as-of=2025-03-31", "/actor/e:country:UKR?as-of=2025-03-31", "/actors?all=1&as-of=2025-03-31", "/waiting?all=1&as-of=2025-03-31"} {
		_, n := pageAt(t, s, p)
		for _, c := range classed(n, "cite") {
			for _, x := range inside(c, "time") {
				if d := textOf(x); d > "2025-03-31" {
					t.Errorf("%s shows a report of %s", p, d)
				}
			}
		}
	}
}
