package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-reader/parley"
	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/store/sqlite"
	"github.com/parley-reader/parley/ledger"
)

// today is the day on which the tests ask.
var today = time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC)

// reader loads the models once.
var reader = sync.OnceValues(func() (*parley.Reader, error) { return parley.New() })

func readerOf(t testing.TB) *parley.Reader {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// scenario are the first n reports of the example, in order.
func scenario(t testing.TB, n int) []doc.Report {
	t.Helper()
	dir := filepath.Join("..", "..", "examples", "talks-2025", "reports")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []doc.Report
	for _, f := range files[:min(n, len(files))] {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		head, text, _ := strings.Cut(string(b), "\n\n")
		r := doc.Report{Name: f.Name(), Text: text}
		if r.Published, err = time.Parse(time.DateOnly, f.Name()[:len(time.DateOnly)]); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(head) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch name {
			case "Title":
				r.Title = value
			case "Outlet":
				r.Outlet = value
			case "URL":
				r.URL = value
			}
		}
		out = append(out, r)
	}
	return out
}

// entries reads the example's reports once for all tests.
var entries = struct {
	sync.Mutex
	made []*ledger.Entry
}{}

func entriesOf(t testing.TB, n int) []*ledger.Entry {
	t.Helper()
	entries.Lock()
	defer entries.Unlock()
	for _, r := range scenario(t, n)[min(n, len(entries.made)):] {
		d, err := readerOf(t).Read(r)
		if err != nil {
			t.Fatal(err)
		}
		entries.made = append(entries.made, ledger.EntryOf(d, ledger.From{Reader: "test", Learned: r.Published.Add(20 * time.Hour)}))
	}
	return slices.Clone(entries.made[:min(n, len(entries.made))])
}

// memory is a ledger in memory with n reports of the example.
func memory(t testing.TB, n int) *ledger.Ledger {
	t.Helper()
	return filled(t, ledger.NewMemory(), n)
}

// onDisk is one on SQLite.
func onDisk(t testing.TB, n int) *ledger.Ledger {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "parley.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return filled(t, s, n)
}

func filled(t testing.TB, s ledger.Store, n int) *ledger.Ledger {
	t.Helper()
	if n > 0 {
		if _, err := s.Add(t.Context(), entriesOf(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	return ledger.New(s)
}

// intake reads and keeps at once.
type intake struct {
	t testing.TB
	l *ledger.Ledger
	n atomic.Int64
}

func (in *intake) Take(ctx context.Context, r doc.Report) (ledger.Added, error) {
	d, err := readerOf(in.t).Read(r)
	if err != nil {
		return ledger.Added{}, err
	}
	added, err := in.l.Store.Add(ctx, []*ledger.Entry{ledger.EntryOf(d, ledger.From{Reader: "test", Learned: today.Add(time.Duration(in.n.Add(1)) * time.Second)})})
	if err != nil {
		return ledger.Added{}, err
	}
	return added[0], nil
}

func (in *intake) Fetch(_ context.Context, address string) (doc.Report, error) {
	if strings.Contains(address, "missing") {
		return doc.Report{}, &doc.Failure{Input: address, What: "no report is there", Do: "paste the text"}
	}
	return doc.Report{URL: address, Title: "Fetched", Text: "Norland offered Sudova a ceasefire on Monday."}, nil
}

func (in *intake) Open(_ context.Context, name string, content []byte) ([]doc.Report, error) {
	if strings.HasSuffix(name, ".pdf") {
		return nil, &doc.Failure{Input: name, What: "no text is in it", Do: "send the text"}
	}
	return []doc.Report{{Name: name, Text: strings.ToValidUTF8(string(content), "\ufffd")}}, nil
}

// hub gives the events that it was given.
type hub struct {
	mu        sync.Mutex
	listeners []chan Event
	past      []Event
}

func (h *hub) Subscribe(ctx context.Context) <-chan Event { return h.SubscribeAfter(ctx, 1<<62) }

func (h *hub) SubscribeAfter(_ context.Context, after uint64) <-chan Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := make(chan Event, 100)
	for _, e := range h.past {
		if e.ID > after {
			c <- e
		}
	}
	h.listeners = append(h.listeners, c)
	return c
}

func (h *hub) tell(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.past = append(h.past, e)
	for _, c := range h.listeners {
		c <- e
	}
}

// cut ends all listeners.
func (h *hub) cut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.listeners {
		close(c)
	}
	h.listeners = nil
}

func (h *hub) waitFor(t *testing.T, n int) {
	t.Helper()
	for range 500 {
		h.mu.Lock()
		got := len(h.listeners)
		h.mu.Unlock()
		if got >= n {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatal("nobody listens")
}

var talks = &ledger.Dossier{
	Name:    "Talks",
	Parties: []ledger.Party{{Name: "Ukraine", Delegation: []string{"Volodymyr Zelensky"}}, {Name: "Russia", Delegation: []string{"Vladimir Putin"}}},
	Issues:  []ledger.Issue{{Name: "Ceasefire", Kinds: []string{"truce"}, Words: []string{"ceasefire"}}, {Name: "Meeting", Kinds: []string{"meeting"}}},
}

// optionsOf are options with all that an API can have.
func optionsOf(t testing.TB, l *ledger.Ledger) Options {
	t.Helper()
	return Options{
		Ledger: l, Dossiers: []*ledger.Dossier{talks}, Reader: readerOf(t), Intake: &intake{t: t, l: l}, Events: &hub{},
		Revision: l.Store.Revision, Version: "test", Now: func() time.Time { return today },
	}
}

// as is a handler for one caller.
func as(h http.Handler, c access.Caller) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.With(r.Context(), c)))
	})
}

var anybody = access.Caller{Name: "ann", Role: access.Correct}

// served is a client of a server with options.
func served(t testing.TB, o Options, c access.Caller) *client.Client {
	t.Helper()
	s := httptest.NewServer(as(New(o), c))
	t.Cleanup(s.Close)
	return clientOf(t, s.URL)
}

func clientOf(t testing.TB, address string) *client.Client {
	t.Helper()
	out, err := client.New(address, client.WithRetries(3, time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ask sends one request to a handler.
func ask(t testing.TB, h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
