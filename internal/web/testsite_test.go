package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// Reports of the example that tests read: copies of one text (Jeddah), a denial, a
// deadline, three versions of one report, two drafts.
var testReports = []string{
	"reports/2025-03-11_northern-wire_jeddah.txt", "reports/2025-03-12_meridian-daily_kyiv-says-yes.txt", "reports/2025-03-13_northern-wire_putin-conditions.txt",
	"reports/2025-06-04_kontinent-brief_twenty-aircraft.txt", "reports/2025-07-29_meridian-daily_ten-or-twelve-days.txt", "reports/2025-08-15_northern-wire_alaska.txt",
	"reports/2025-08-16_channel-nine_alaska.txt", "reports-corrected/2025-08-17_channel-nine_alaska.txt", "reports/2025-08-19_meridian-daily_white-house.txt",
	"reports/2025-10-17_harbour-post_budapest-proposed.txt", "reports/2025-10-21_channel-nine_no-plans.txt",
	"reports/2025-11-20_kontinent-brief_28-points.txt", "reports/2025-11-24_kontinent-brief_19-points.txt",
}

var testReader = sync.OnceValues(func() (*parley.Reader, error) { return parley.New() })

// exampleReports are reports of the example, as their files tell them.
func exampleReports(t testing.TB) (out []doc.Report) {
	t.Helper()
	for _, name := range testReports {
		b, err := os.ReadFile(filepath.Join("..", "..", "examples", "talks-2025", name))
		if err != nil {
			t.Fatal(err)
		}
		head, text, _ := strings.Cut(string(b), "\n\n")
		r := doc.Report{Name: filepath.Base(name), Text: strings.TrimSpace(text)}
		for line := range strings.Lines(head) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "Title":
				r.Title = value
			case "Outlet":
				r.Outlet = value
			case "URL":
				r.URL = value
			}
		}
		day, _, _ := strings.Cut(filepath.Base(name), "_")
		if r.Published, err = time.Parse(time.DateOnly, day); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// siteWith is a site over a ledger in memory with reports, each learned at the end
// of the day on which it came out.
func siteWith(t testing.TB, reports ...doc.Report) *Site {
	t.Helper()
	reader, err := testReader()
	if err != nil {
		t.Fatal(err)
	}
	m := ledger.NewMemory()
	for _, r := range reports {
		d, err := reader.Read(r)
		if err != nil {
			t.Fatal(err)
		}
		learned := r.Published.Add(24*time.Hour - time.Second)
		if _, err := m.Add(t.Context(), []*ledger.Entry{ledger.EntryOf(d, ledger.From{Learned: learned, Reader: "test"})}); err != nil {
			t.Fatal(err)
		}
	}
	now := func() time.Time { return time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC) }
	s, err := New(Options{Ledger: ledger.New(m), Least: brief.DefaultMinConfidence, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// exampleSite is siteWith the reports of the example, made once.
var exampleSite = func() func(testing.TB) *Site {
	var once sync.Once
	var site *Site
	return func(t testing.TB) *Site {
		t.Helper()
		once.Do(func() { site = siteWith(t, exampleReports(t)...) })
		return site
	}
}()

// get is the answer to a caller who may correct.
func get(t testing.TB, s *Site, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r.WithContext(access.With(context.Background(), access.Caller{Name: "ann", Role: access.Correct})))
	return w
}

// pageAt is a page that is there, as its text and its tree; the tree keeps the rules
// of all pages.
func pageAt(t testing.TB, s *Site, path string) (string, *html.Node) {
	t.Helper()
	w := get(t, s, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", path, w.Code, w.Body)
	}
	text := w.Body.String()
	n, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	keepsTheRules(t, path, n)
	return text, n
}

// keepsTheRules checks what every page promises: no script or style but the site's
// files, ids that stand once, links within the page that lead somewhere, one main
// heading, a name for every field.
func keepsTheRules(t testing.TB, path string, n *html.Node) {
	t.Helper()
	ids := map[string]int{}
	var within []string
	heads := 0
	for x := range n.Descendants() {
		if x.Type != html.ElementNode {
			continue
		}
		if id := attr(x, "id"); id != "" {
			ids[id]++
		}
		switch x.Data {
		case "h1":
			heads++
		case "style", "iframe", "object", "base":
			t.Errorf("%s has <%s>", path, x.Data)
		case "script":
			if !strings.HasPrefix(attr(x, "src"), "/assets/") {
				t.Errorf("%s has a script of its own", path)
			}
		case "input":
			if attr(x, "type") != "hidden" && !named(x) {
				t.Errorf("%s: a field %q has no name for who does not see", path, attr(x, "name"))
			}
		}
		for _, a := range x.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.Contains(strings.ToLower(a.Val), "javascript:") {
				t.Errorf("%s: <%s %s=%q>", path, x.Data, a.Key, a.Val)
			}
			if a.Key == "href" && strings.HasPrefix(a.Val, "#") {
				within = append(within, a.Val[1:])
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: %d elements have the id %q", path, n, id)
		}
	}
	for _, l := range within {
		if ids[l] == 0 {
			t.Errorf("%s: the link #%s leads nowhere", path, l)
		}
	}
	if heads != 1 {
		t.Errorf("%s has %d main headings", path, heads)
	}
}

// named tells whether a field has a label around it, or one of its own.
func named(x *html.Node) bool {
	if attr(x, "aria-label") != "" {
		return true
	}
	for p := x.Parent; p != nil; p = p.Parent {
		if p.Data == "label" {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf is the text below a node.
func textOf(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
		}
	}
	return b.String()
}

// classed are the elements below a node that have a class.
func classed(n *html.Node, class string) (out []*html.Node) {
	for x := range n.Descendants() {
		if x.Type == html.ElementNode && hasClass(x, class) {
			out = append(out, x)
		}
	}
	return out
}

func hasClass(x *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attr(x, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// keyOf is the key of the report with the words in its title; of versions, of the
// one with the number.
func keyOf(t testing.TB, s *Site, title string, version int) string {
	t.Helper()
	list, err := s.l.Store.Reports(t.Context(), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if strings.Contains(list[i].Title, title) && list[i].Version == version {
			return list[i].Key
		}
	}
	t.Fatalf("no report is called %q", title)
	return ""
}

// fails tells whether an address is answered with a fault that says what to do.
func fails(t testing.TB, s *Site, path string, status int, words ...string) {
	t.Helper()
	w := get(t, s, path)
	if w.Code != status {
		t.Errorf("%s: %d, want %d", path, w.Code, status)
	}
	for _, x := range words {
		if !strings.Contains(w.Body.String(), x) {
			t.Errorf("%s does not say %q:\n%s", path, x, w.Body)
		}
	}
}
