package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/ledger"
)

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) (out []T) {
	t.Helper()
	for x, err := range seq {
		must(t, err)
		out = append(out, x)
	}
	return out
}

// TestStreams gives all lines, however many a page has.
func TestStreams(t *testing.T) {
	l := onDisk(t, 20)
	c := served(t, optionsOf(t, l), anybody)
	ctx := t.Context()
	said := collect(t, c.StreamStatements(ctx, client.Query{Limit: 1}))
	paged := collect(t, client.All(ctx, c.Statements, client.Query{Limit: 100}))
	if len(said) < 200 || len(said) != len(paged) {
		t.Errorf("%d statements as a stream, %d in pages", len(said), len(paged))
	}
	slices.Reverse(paged)
	same(t, "statements", said, paged)
	if n := len(collect(t, c.StreamEvents(ctx, client.Query{Actors: []string{"Russia"}}))); n == 0 || n != len(collect(t, client.All(ctx, c.Events, client.Query{Actors: []string{"Russia"}, Limit: 500}))) {
		t.Errorf("%d events", n)
	}
	if n := len(collect(t, c.StreamReports(ctx, client.Query{}))); n != 20 {
		t.Errorf("%d reports", n)
	}
	if len(collect(t, c.StreamDue(ctx, client.Query{}))) == 0 || len(collect(t, c.StreamCommitments(ctx, client.Query{}))) == 0 {
		t.Error("no deadlines or commitments")
	}
	_, err := first(c.StreamEvents(ctx, client.Query{Actors: []string{"Nobody Known"}}))
	refused1(t, "a name that nobody has", err, http.StatusNotFound)
}

func first[T any](seq iter.Seq2[T, error]) (T, error) {
	for x, err := range seq {
		return x, err
	}
	var none T
	return none, io.EOF
}

// breaking is a store that fails after the first page of statements.
type breaking struct {
	ledger.Store
	left int
}

func (b *breaking) Statements(ctx context.Context, q ledger.Query) ([]ledger.Statement, error) {
	if b.left--; b.left < 0 {
		return nil, errors.New("SELECT l.id FROM statement l: disk I/O error in /var/lib/parley.db")
	}
	q.Limit = 5
	list, err := b.Store.Statements(ctx, q)
	for len(list) > 0 && len(list) < 2000 {
		list = append(list, list...)
	}
	return list[:min(len(list), 2000)], err
}

// TestBrokenStream ends a stream that cannot go on with a line that says so, without a
// word of why that is not for callers.
func TestBrokenStream(t *testing.T) {
	l := memory(t, 5)
	l.Store = &breaking{l.Store, 1}
	c := served(t, optionsOf(t, l), anybody)
	n := 0
	var last error
	for _, err := range c.StreamStatements(t.Context(), client.Query{}) {
		if err != nil {
			last = err
			break
		}
		n++
	}
	var p *client.Problem
	if n < 100 || !errors.As(last, &p) || p.Status != 500 || strings.Contains(last.Error(), "SELECT") {
		t.Errorf("%d lines, then %v", n, last)
	}
	_, err := c.Statements(t.Context(), client.Query{})
	if !errors.As(err, &p) || p.Status != 500 || strings.Contains(err.Error(), "SELECT") || strings.Contains(err.Error(), "/var") {
		t.Errorf("an error that nobody can mend: %v", err)
	}
}

// TestStreamIsFlat sends many lines within little memory.
func TestStreamIsFlat(t *testing.T) {
	l := memory(t, 5)
	l.Store = &breaking{l.Store, 1000}
	h := as(New(optionsOf(t, l)), anybody)
	w := &counting{header: http.Header{}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/statements", nil)
	r.Header.Set("Accept", typeJSONL)
	h.ServeHTTP(w, r)
	if w.bytes < 15<<20 || w.most > w.least+8<<20 {
		t.Errorf("%d MB with %d to %d MB of memory", w.bytes>>20, w.least>>20, w.most>>20)
	}
}

// counting counts what is written, and looks at the memory now and then.
type counting struct {
	header        http.Header
	bytes, writes int
	least, most   uint64 // bytes in use
}

func (c *counting) Header() http.Header { return c.header }
func (c *counting) WriteHeader(int)     {}
func (c *counting) Write(b []byte) (int, error) {
	c.bytes += len(b)
	if c.writes++; c.writes%100 == 1 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		if c.most = max(c.most, m.HeapAlloc); c.least == 0 {
			c.least = m.HeapAlloc
		}
	}
	return len(b), nil
}

// TestAdd adds reports in each way that there is.
func TestAdd(t *testing.T) {
	l := memory(t, 0)
	c := served(t, optionsOf(t, l), anybody)
	ctx := t.Context()
	given := scenario(t, 3)
	wire := func(r doc.Report) client.NewReport {
		return client.NewReport{Text: r.Text, Title: r.Title, Outlet: r.Outlet, Name: r.Name, Published: r.Published.Format(time.DateOnly)}
	}
	one := got(c.Add(ctx, wire(given[0])))
	if one.State != client.StateNew || one.Report.Key == "" || len(one.New) == 0 || one.Input != 1 {
		t.Fatalf("added %+v", one)
	}
	if again := got(c.Add(ctx, wire(given[0]))); again.State != client.StateSame || again.Report.Key != one.Report.Key || len(again.New) != 0 {
		t.Errorf("again: %+v", again)
	}
	changed := wire(given[0])
	changed.Text += "\n\nRussia rejected the offer on Friday, the Kremlin said."
	if v := got(c.Add(ctx, changed)); v.State != client.StateVersion || v.Version != 2 {
		t.Errorf("changed: %q, version %d", v.State, v.Version)
	}
	many := []client.NewReport{wire(given[1]), {Title: "no text"}, wire(given[2]), wire(given[0])}
	taken := collect(t, c.AddAll(ctx, slices.Values(many)))
	var states []string
	for i, x := range taken {
		states = append(states, x.State)
		if x.Input != i+1 {
			t.Errorf("line %d is of input %d", i+1, x.Input)
		}
	}
	if !slices.Equal(states[1:], []string{"failed", "new", "same"}) || taken[1].Problem == nil {
		t.Errorf("many: %v", states)
	}
	fetched := got(c.Add(ctx, client.NewReport{URL: "https://example.com/report"}))
	if fetched.State != client.StateNew || fetched.Report.Title != "Fetched" {
		t.Errorf("fetched: %+v", fetched.Report)
	}
	file := got(c.AddFile(ctx, "/home/ann/note.txt", strings.NewReader("Sudova rejected the offer of Norland on Tuesday.")))
	if file.Added != 1 || file.Reports[0].Report.Origin != "note.txt" {
		t.Errorf("file: %+v", file)
	}
	_, err := c.AddFile(ctx, "scan.pdf", strings.NewReader("%PDF-1.4"))
	refused1(t, "a file without text", err, http.StatusUnprocessableEntity)
}

// TestAddKeepsText gives a nameless text one identity, however often it is sent.
func TestAddKeepsText(t *testing.T) {
	c := served(t, optionsOf(t, memory(t, 0)), anybody)
	a := got(c.Add(t.Context(), client.NewReport{Text: "Norland offered Sudova a ceasefire on Monday."}))
	b := got(c.Add(t.Context(), client.NewReport{Text: "Norland offered Sudova a ceasefire on Monday."}))
	other := got(c.Add(t.Context(), client.NewReport{Text: "Sudova rejected a meeting with Westmark, its minister said on Friday."}))
	if a.State != "new" || b.State != "same" || other.State != "new" || other.Version > 1 {
		t.Errorf("%s, %s, %s", a.State, b.State, other.State)
	}
}

// TestRead gives the record that the reader makes, as it prints it.
func TestRead(t *testing.T) {
	o := optionsOf(t, memory(t, 0))
	c := served(t, o, access.Caller{Name: "bob", Role: access.Read})
	r := scenario(t, 1)[0]
	r.DateFrom = "given"
	d, err := c.Read(t.Context(), client.NewReport{Text: r.Text, Title: r.Title, Outlet: r.Outlet, Name: r.Name, Published: r.Published.Format(time.DateOnly)})
	must(t, err)
	want := got(readerOf(t).Read(r))
	if a, b := doc.AppendJSON(nil, d), doc.AppendJSON(nil, want); !bytes.Equal(a, b) {
		t.Errorf("the record differs:\n%.500s\n%.500s", a, b)
	}
	h := as(New(o), anybody)
	plain := ask(t, h, "POST", "/api/v1/read?published=2025-02-12&title=Call", r.Text, "Content-Type", "text/plain; charset=utf-8")
	var back doc.Document
	if err := json.Unmarshal(plain.Body.Bytes(), &back); err != nil || back.Report.Title != "Call" || len(back.Moves) == 0 {
		t.Errorf("plain text: %d, %v, %d moves", plain.Code, err, len(back.Moves))
	}
	for media, status := range map[string]int{"image/png": 415, "text/plain; charset=latin1": 415, "application/json; charset=utf-8": 400, ";": 415} {
		if w := ask(t, h, "POST", "/api/v1/read", r.Text, "Content-Type", media); w.Code != status {
			t.Errorf("%s: %d", media, w.Code)
		}
	}
}

// TestEvents follows what happens, is cut off, and misses nothing.
func TestEvents(t *testing.T) {
	l := memory(t, 8)
	h := &hub{}
	o := optionsOf(t, l)
	o.Events, o.Heartbeat = h, 5*time.Millisecond
	c := served(t, o, anybody)
	reports := got(l.Sources(t.Context(), ledger.Ask{}))
	news := got(l.News(t.Context(), reports[0].ID))
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	go func() {
		h.waitFor(t, 1)
		h.tell(Event{ID: 7, News: news})
		h.tell(Event{ID: 8, Correction: &ledger.Correction{ID: 1, Kind: ledger.WrongLine, Target: "r1:m1", Author: "ann", Reason: "x", Learned: today}})
		time.Sleep(20 * time.Millisecond)
		h.cut()
		h.tell(Event{ID: 9, News: news}) // while nobody listens
	}()
	kinds := map[string]int{}
	var ids []string
	for e, err := range c.Follow(ctx, "") {
		must(t, err)
		kinds[e.Kind]++
		if e.ID != "" {
			ids = append(ids, e.ID)
		}
		if e.ID == "9" {
			break
		}
	}
	if kinds["report"] != 2 || kinds["correction"] != 1 || kinds["position"] == 0 || !slices.Equal(ids, []string{"7", "8", "9"}) {
		t.Errorf("told %v, numbers %v", kinds, ids)
	}
}

// TestHeartbeat keeps a silent stream alive, and ends it with its caller.
func TestHeartbeat(t *testing.T) {
	o := optionsOf(t, memory(t, 0))
	o.Heartbeat = 2 * time.Millisecond
	s := httptest.NewServer(as(New(o), anybody))
	defer s.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r := got(http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/v1/events/stream", nil))
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	defer resp.Body.Close()
	b := make([]byte, 27)
	if _, err := io.ReadFull(resp.Body, b); err != nil || string(b) != strings.Repeat(": here\n\n", 4)[:27] {
		t.Errorf("%q, %v", b, err)
	}
	if resp.Header.Get("Content-Type") != typeEvents {
		t.Error(resp.Header)
	}
}

// TestRetries asks again while the server is away, but never does a thing twice.
func TestRetries(t *testing.T) {
	api := as(New(optionsOf(t, memory(t, 1))), anybody)
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) <= 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		api.ServeHTTP(w, r)
	}))
	defer s.Close()
	c := clientOf(t, s.URL)
	if _, err := c.Table(t.Context(), client.Query{}); err != nil || n.Load() != 3 {
		t.Errorf("%v after %d tries", err, n.Load())
	}
	n.Store(0)
	_, err := c.Add(t.Context(), client.NewReport{Text: "Norland offered talks."})
	var p *client.Problem
	if !errors.As(err, &p) || p.Status != 503 || n.Load() != 1 {
		t.Errorf("adding: %v after %d tries", err, n.Load())
	}
	n.Store(-100)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Table(ctx, client.Query{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// TestAddresses refuses what is no address of a server.
func TestAddresses(t *testing.T) {
	for _, bad := range []string{"", "localhost:8080", "ftp://x", "http://", "http://x?y=1", "://"} {
		if _, err := client.New(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
