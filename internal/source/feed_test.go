package source

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// outlet is a site with a feed whose clock is ours.
type outletSite struct {
	*httptest.Server
	now      time.Time
	asked    []string // paths in order, with how long after the start
	start    time.Time
	feed     func(w http.ResponseWriter, r *http.Request)
	articles map[string]func(http.ResponseWriter)
}

func newSite(t *testing.T) *outletSite {
	s := &outletSite{start: time.Date(2025, 8, 20, 12, 0, 0, 0, time.UTC), articles: map[string]func(http.ResponseWriter){}}
	s.now = s.start
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, fmt.Sprintf("%s %v", r.URL.Path, s.now.Sub(s.start)))
		switch {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\n")
		case r.URL.Path == "/feed":
			s.feed(w, r)
		case s.articles[r.URL.Path] != nil:
			s.articles[r.URL.Path](w)
		default:
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, plainPage)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// items is a feed of the articles at the paths.
func (s *outletSite) items(paths ...string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Example News</title>`)
	for _, p := range paths {
		fmt.Fprintf(&b, "<item><title>T</title><link>%s%s</link><pubDate>Wed, 20 Aug 2025 10:00:00 GMT</pubDate><description>Short.</description></item>", s.URL, p)
	}
	return b.String() + "</channel></rss>"
}

func (s *outletSite) follower(feeds ...Feed) *Follower {
	if len(feeds) == 0 {
		feeds = []Feed{{URL: s.URL + "/feed", Outlet: "Example"}}
	}
	return &Follower{
		Options: Options{Now: func() time.Time { return s.now }, Transport: &http.Transport{DisableKeepAlives: true}}, Feeds: feeds, Private: true,
		Random: func() float64 { return 0.5 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			s.now = s.now.Add(d)
			return ctx.Err()
		},
	}
}

func (s *outletSite) once(f *Follower) (out []string) {
	s.asked = nil
	for i := range f.Once(context.Background()) {
		line := strings.TrimPrefix(i.Name, s.URL)
		if i.Err != nil {
			line += "! " + strings.TrimPrefix(i.Err.Error(), i.Name+": ")
		}
		out = append(out, line)
	}
	return out
}

func TestFollow(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := newSite(t)
	defer s.Close()
	list := s.items("/b", "/private/x", "/a")
	s.feed = func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") == "yesterday" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "yesterday")
		fmt.Fprint(w, list)
	}
	f := s.follower()
	forbidden := "/private/x! the site's robots.txt does not let programs read this page"
	expect(t, s.once(f), "/a", forbidden, "/b")
	expect(t, s.asked, "/robots.txt 0s", "/feed 0s", "/a 2s", "/b 6s")
	if next := f.Next(); !next.Equal(s.now.Add(15 * time.Minute)) {
		t.Errorf("the next round is at %v, now is %v", next, s.now)
	}
	expect(t, s.once(f)) // none is due
	// What is known survives as JSON.
	b, err := json.Marshal(f.State)
	if err != nil {
		t.Fatal(err)
	}
	g := s.follower()
	if err := json.Unmarshal(b, &g.State); err != nil {
		t.Fatal(err)
	}
	for range 3 { // the forbidden one is given up after four tries
		s.now = s.now.Add(15 * time.Minute)
		expect(t, s.once(g), forbidden)
	}
	s.now = s.now.Add(15 * time.Minute)
	expect(t, s.once(g)) // tells the tag from now on
	s.now = s.now.Add(15 * time.Minute)
	expect(t, s.once(g))
	if n := len(s.asked); n != 1 || !strings.HasPrefix(s.asked[0], "/feed") {
		t.Errorf("asked for %q", s.asked)
	}
	list, s.now = s.items("/c"), s.now.Add(15*time.Minute)
	g.State.Feeds[s.URL+"/feed"].ETag = "old"
	for i := range g.Once(context.Background()) {
		r := i.Report
		if i.Origin != s.URL+"/c" || r.Outlet != "Example" || r.Published.Format(time.DateOnly) != "2025-08-20" || !strings.Contains(r.Text, "nearer") || r.Author != "Jane Example" {
			t.Errorf("got %+v", i)
		}
	}
}

func TestFollowFailures(t *testing.T) {
	s := newSite(t)
	status, header := http.StatusInternalServerError, ""
	s.feed = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", header)
		w.WriteHeader(status)
		fmt.Fprint(w, "<rss><channel")
	}
	f := s.follower()
	waits := func() time.Duration { s.once(f); return f.Next().Sub(s.now).Round(time.Second) }
	step := func(want time.Duration) {
		t.Helper()
		if got := waits(); got != want {
			t.Errorf("after %d failures it waits %v, want %v", f.State.Feeds[s.URL+"/feed"].Failures, got, want)
		}
		s.now = f.Next()
	}
	step(time.Minute)
	step(2 * time.Minute)
	status, header = http.StatusTooManyRequests, "7200"
	step(2 * time.Hour)
	status, header = http.StatusServiceUnavailable, s.now.Add(3*time.Hour).Format(http.TimeFormat)
	step(3 * time.Hour)
	header = "999999999"
	step(24 * time.Hour)
	status, header = http.StatusOK, ""
	step(32 * time.Minute) // a malformed feed is a failure too
	for range 10 {
		waits()
		s.now = f.Next()
	}
	step(6 * time.Hour)
	s.feed = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, s.items()) }
	step(15 * time.Minute)
}

func TestFollowBusy(t *testing.T) {
	s := newSite(t)
	s.feed = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, s.items("/b", "/a")) }
	busy := true
	s.articles["/a"] = func(w http.ResponseWriter) {
		if busy {
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		fmt.Fprint(w, plainPage)
	}
	f := s.follower()
	expect(t, s.once(f)) // neither: the host is left alone
	busy = false
	s.now = s.now.Add(15 * time.Minute)
	expect(t, s.once(f), "/a", "/b")
}

func TestFollowLarge(t *testing.T) {
	s := newSite(t)
	s.feed = func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, strings.Repeat("<rss>", 10_000)); err != nil {
				return
			}
		}
	}
	f := s.follower()
	f.MaxFeed = 1 << 20
	expect(t, s.once(f), "/feed! a feed that is larger than 1 MB")
}

func TestFollowStops(t *testing.T) {
	s := newSite(t)
	s.feed = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, s.items("/c", "/b", "/a")) }
	f := s.follower()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for range f.Run(ctx) {
		if n++; n == 2 {
			cancel()
		}
	}
	if n != 2 {
		t.Errorf("%d items, want 2", n)
	}
	var again []string // the one in whose body it was stopped counts as given
	for i := range f.Once(context.Background()) {
		again = append(again, strings.TrimPrefix(i.Name, s.URL))
	}
	if !slices.Equal(again, []string{"/c"}) {
		t.Errorf("went on with %q", again)
	}
}

func TestGuard(t *testing.T) {
	for s, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1": true, "127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::1": false, "::ffff:127.0.0.1": false, "fe80::1": false, "fd00::1": false, "224.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := public(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s is public: %v", s, got)
		}
	}
	for s, want := range map[string]bool{"http://example.org": true, "http://localhost/": false, "http://a.localhost./": false, "http://127.0.0.1:80/": false, "http://[::1]/": false, "http://intranet/": false, "http://x.internal/": false, "http://2130706433/": false} {
		u, err := url.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := guarded(u) == nil; got != want {
			t.Errorf("%s passes: %v", s, got)
		}
	}
	// A name that looks public and leads here is refused when it is connected to.
	s := newSite(t)
	g := &guard{on: true}
	if _, err := g.dial(context.Background(), "tcp", strings.TrimPrefix(s.URL, "http://")); err == nil || !strings.Contains(err.Error(), "private network") {
		t.Errorf("a connection to this machine: %v", err)
	}
	s.feed = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, s.items("/a")) }
	f := s.follower()
	f.Private = false
	expect(t, s.once(f), "/feed! an address in a private network, which feeds and pages from outside may not lead to")
	if len(s.asked) != 0 {
		t.Errorf("asked for %q", s.asked)
	}
	if got := summary(Options{Guard: true}, s.URL+"/a"); len(got) != 1 || !strings.Contains(got[0], "private network") {
		t.Errorf("got %q", got)
	}
}
