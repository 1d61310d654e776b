package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/ledger"
)

// Bounds of a walk over a site.
const (
	walkPages = 250 // in all
	walkAlike = 25  // of one path with other parameters
)

// walk follows every link from a page on, each address once, and holds each page to
// the rules of all. It tells how many pages of each path it saw.
func walk(t *testing.T, s *Site, starts ...string) map[string]int {
	t.Helper()
	queue, from := starts, map[string]string{}
	seen, alike := map[string]bool{}, map[string]int{}
	for n := 0; len(queue) > 0 && n < walkPages; n++ {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			n--
			continue
		}
		seen[at] = true
		w := get(t, s, at)
		if w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
			t.Errorf("%s (linked from %s): %d", at, from[at], w.Code)
			continue
		}
		if to := w.Header().Get("Location"); to != "" {
			queue = append(queue, to)
			continue
		}
		if w.Header().Get("Content-Security-Policy") != Policy {
			t.Errorf("%s has another policy", at)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		tree, err := html.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		keepsTheRules(t, at, tree)
		for _, link := range within(t, at, tree) {
			kind, _, _ := strings.Cut(link, "?")
			if first := strings.SplitN(kind, "/", 3); len(first) == 3 {
				kind = "/" + first[1] + "/"
			}
			if seen[link] || from[link] != "" || kind != "/assets/" && alike[kind] >= walkAlike {
				continue
			}
			alike[kind]++
			from[link] = at
			queue = append(queue, link)
		}
	}
	return alike
}

// within are the addresses on the site that a page leads to: by links, styles,
// scripts and forms that ask.
func within(t *testing.T, at string, n *html.Node) (out []string) {
	t.Helper()
	base, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	for x := range n.Descendants() {
		ref := attr(x, "href")
		switch {
		case x.Data == "script":
			ref = attr(x, "src")
		case x.Data == "form" && attr(x, "method") != "post":
			ref = attr(x, "action")
		}
		u, err := base.Parse(ref)
		if ref == "" || err != nil || u.Host != "" || strings.HasPrefix(u.Path, "/api/") {
			continue
		}
		u.Fragment = ""
		out = append(out, u.String())
	}
	return out
}

func TestEveryLink(t *testing.T) {
	s := siteWith(t, exampleReports(t)...)
	s.o.Intake = testIntake{s.l}
	got := walk(t, s, "/", "/table?as-of=2025-08-19&new=2025-08-13&all=1")
	for _, path := range []string{"/table", "/cell", "/report/", "/corrections", "/add", "/timeline", "/actors", "/actor/", "/waiting", "/due", "/shifts", "/conflicts", "/compare", "/reports", "/assets/"} {
		if got[path] == 0 {
			t.Errorf("no link leads to %s: %v", path, got)
		}
	}
}

// hostile is what a report may try, in whatever place.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{.}}&lt;`

// hostileSite is a site where every text that a ledger keeps is hostile.
func hostileSite(t *testing.T) *Site {
	t.Helper()
	m := ledger.NewMemory()
	words := hostile + " Norland will sign. " + hostile
	line := func(key string) ledger.Line {
		return ledger.Line{Key: key, Paragraph: 1, Span: doc.Span{Start: 0, End: len(words)}, Words: words, Said: ledger.Said{From: "2031-01-01", To: "2031-01-01"}, Confidence: 0.8, Voice: doc.Own, Why: hostile}
	}
	proposal := ledger.ProposalKey(doc.DealProposal, nil, hostile)
	for n, key := range []string{"r1", "r2"} {
		day := time.Date(2031, 1, 1+n, 0, 0, 0, 0, time.UTC)
		e := &ledger.Entry{
			Report:    ledger.Report{Key: key, Origin: key + hostile, URL: "javascript:alert(4)//" + key, Outlet: hostile, Title: hostile, Author: hostile, Text: words, Published: ledger.Day(day.Format(time.DateOnly)), Learned: day},
			Actors:    []ledger.Actor{{Key: "person:" + hostile, Name: hostile, Kind: doc.Person, Names: []string{hostile}}},
			Proposals: []ledger.Proposal{{Key: proposal, Kind: doc.DealProposal, Label: hostile}},
			Options:   []ledger.Option{{Key: ledger.OptionKey(proposal, doc.VenueOption, hostile), Proposal: 1, Kind: doc.VenueOption, Value: hostile}},
			Moves:     []ledger.Move{{Line: line(key + ":m1"), Act: doc.Offer, Status: doc.Stated, By: []ledger.ActorID{1}, To: []ledger.ActorID{1}, Cue: hostile, What: hostile}},
			Deadlines: []ledger.Deadline{{Line: line(key + ":d1"), By: 1, What: hostile, Phrase: hostile, From: "2031-01-01", To: "2031-03-01"}},
			Shifts:    []ledger.Shift{{Line: line(key + ":h1"), Actor: 1, From: hostile, To: hostile}},
			Positions: []ledger.Position{
				{Line: line(key + ":p1"), Proposal: 1, Actor: 1, By: 1, Stance: []doc.Stance{doc.StanceFor, doc.StanceAgainst}[n], Act: doc.Offer, Status: doc.Stated, Move: key + ":m1", If: hostile},
				{Line: line(key + ":p2"), Proposal: 1, Option: 1, Actor: 1, By: 1, Stance: doc.StanceIf, Act: doc.Offer, Status: doc.Stated, If: hostile},
			},
		}
		if _, err := m.Add(t.Context(), []*ledger.Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	l := ledger.New(m)
	if _, err := l.Correct(t.Context(), ledger.Correction{Kind: ledger.WrongLine, Target: "r2:d1", Author: hostile, Reason: hostile}); err != nil {
		t.Fatal(err)
	}
	d := &ledger.Dossier{Name: hostile}
	s, err := New(Options{Ledger: l, Dossiers: []*ledger.Dossier{d}, Intake: testIntake{l}, Version: hostile, Now: func() time.Time { return time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHostileWords(t *testing.T) {
	s := hostileSite(t)
	q := url.QueryEscape(hostile)
	walk(t, s, "/table", "/table?dossier=-&new=2031-01-01", "/corrections?kind="+q+"&target="+q+"&with="+q, "/search?q="+q, "/cell?proposal="+url.QueryEscape(ledger.ProposalKey(doc.DealProposal, nil, hostile)))
	for _, path := range []string{"/table?as-of=" + q, "/table?new=" + q, "/table?dossier=" + q + "x", "/cell?proposal=none" + q, "/table?actor=Nobody+" + q, "/report/" + url.PathEscape(hostile), "/table?day=" + q, "/table?limit=" + q} {
		w := as(t, s, access.Correct, http.MethodGet, path, nil)
		_, tree := treeOf(t, w)
		if w.Code < 400 || w.Code > 499 {
			t.Errorf("%s: %d", path, w.Code)
		}
		for x := range tree.Descendants() {
			if x.Data == "img" {
				t.Errorf("%s: words became an element", path)
			}
		}
	}
	for _, path := range []string{"/table?dossier=-", "/corrections", "/reports?dossier=-", "/report/r1"} {
		_, tree := pageAt(t, s, path)
		if !strings.Contains(textOf(tree), "<script>alert(1)</script>") {
			t.Errorf("%s does not show the words as they are", path)
		}
		for x := range tree.Descendants() {
			if x.Data == "img" {
				t.Errorf("%s: words became an element", path)
			}
		}
	}
}

func TestErrorPage(t *testing.T) {
	s := exampleSite(t)
	w := get(t, s, "/nowhere")
	text, tree := treeOf(t, w)
	if w.Code != http.StatusNotFound || w.Header().Get("Content-Security-Policy") != Policy || !strings.Contains(text, "There is no such page") || links(tree)["To the table"] != "/table" {
		t.Errorf("%d\n%s", w.Code, text)
	}
	if strings.Contains(text, "data-live") {
		t.Error("an error listens to what comes in")
	}
	if get(t, s, "/assets/none.js").Code != http.StatusNotFound {
		t.Error("an asset that is not there")
	}
}

// Pages of a past day and forms do not change under their reader.
func TestLive(t *testing.T) {
	s := siteWith(t, exampleReports(t)[:1]...)
	s.o.Intake = testIntake{s.l}
	for path, want := range map[string]bool{"/table": true, "/shifts": true, "/table?as-of=2025-08-01": false, "/add": false} {
		text, tree := pageAt(t, s, path)
		if got := strings.Contains(text, `data-live="/api/v1/events/stream"`); got != want || strings.Contains(text, "/assets/live.") != want {
			t.Errorf("%s listens: %v, want %v", path, got, want)
		}
		for _, x := range classed(tree, "live") {
			if attr(x, "role") != "status" || textOf(x) != "" {
				t.Errorf("%s: the line that tells what came in is not empty, or no status", path)
			}
		}
	}
}

// The letters of the keys are told apart, and lead to the pages of the navigation.
func TestKeys(t *testing.T) {
	s := siteWith(t)
	s.o.Intake = testIntake{s.l}
	_, tree := pageAt(t, s, "/table?dossier=-")
	keys := map[string]string{}
	for x := range tree.Descendants() {
		k := attr(x, "data-key")
		if k == "" {
			continue
		}
		if keys[k] != "" || len(k) != 1 || k == "g" {
			t.Errorf("the key %q stands for %s and %s", k, keys[k], attr(x, "href"))
		}
		keys[k] = attr(x, "href")
	}
	if keys["t"] != "/table?dossier=-" || keys["d"] != "/due?dossier=-" || keys["n"] != "/add?dossier=-" || len(keys) != 11 {
		t.Errorf("%v", keys)
	}
}
