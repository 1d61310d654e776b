package watch

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func find(t *testing.T, s ledger.Store, now string) []Alert {
	t.Helper()
	day, err := time.Parse(time.DateOnly, now)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Find(context.Background(), ledger.New(s), ledger.Ask{}, day)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func of(kind Kind, all []Alert) (out []Alert) {
	for _, a := range all {
		if a.Kind == kind {
			out = append(out, a)
		}
	}
	return out
}

// entry is a report with one actor, one proposal, one position, one deadline.
func entry(n, said string, stance byte, due ledger.Day) *ledger.Entry {
	e := storetest.Entries(uint64(stance), 1)[0]
	out := &ledger.Entry{Report: e.Report}
	out.Report.Key, out.Report.Origin, out.Report.Published = "r00000000000"+n, n, ledger.Day(said)
	out.Report.Text += " number " + n + strings.Repeat(" "+n, 40)
	out.Report.Sketch = ledger.SketchOf(strings.Repeat(n+said+" ", 200))
	out.Report.Learned = time.Date(2025, 8, 20, 10, 0, 0, 0, time.UTC)
	out.Actors = []ledger.Actor{{Key: "place:germany", Name: "Germany"}}
	out.Proposals = []ledger.Proposal{{Key: "meeting||geneva", Kind: 1, Label: "meeting in Geneva"}}
	line := func(kind string) ledger.Line {
		return ledger.Line{Key: out.Report.Key + ":" + kind, Paragraph: 1, Words: "Germany said so in " + n, Said: ledger.Said{From: ledger.Day(said), To: ledger.Day(said)}, Learned: out.Report.Learned, Confidence: .9}
	}
	p := ledger.Position{Line: line("p1"), Proposal: 1, Actor: 1, By: 1}
	for i := range 10 {
		if p.Stance++; p.Stance.String()[0] == stance || i == 9 {
			break
		}
	}
	out.Positions = []ledger.Position{p}
	if due != "" {
		out.Deadlines = []ledger.Deadline{{Line: line("d1"), By: 1, What: "send two ships", Phrase: "by then", From: due, To: due}}
	}
	return out
}

func add(t *testing.T, s ledger.Store, e ...*ledger.Entry) {
	t.Helper()
	if _, err := s.Add(context.Background(), e); err != nil {
		t.Fatal(err)
	}
}

func TestPositionsOnce(t *testing.T) {
	s := ledger.NewMemory()
	add(t, s, entry("1", "2025-08-18", 'f', ""))
	first := of(Position, find(t, s, "2025-08-20"))
	if len(first) != 1 || first[0].To != "for" || first[0].Title != "Germany for – Meeting in Geneva" || first[0].Line != "r000000000001:p1" || first[0].Report.Key != "r000000000001" {
		t.Fatalf("%+v", first)
	}
	// The same stance in another report is nothing new.
	add(t, s, entry("2", "2025-08-19", 'f', ""))
	again := of(Position, find(t, s, "2025-08-20"))
	if len(again) != 1 || again[0].ID != first[0].ID {
		t.Errorf("%+v", again)
	}
	// Another stance is.
	add(t, s, entry("3", "2025-08-20", 'a', ""))
	if got := of(Position, find(t, s, "2025-08-20")); len(got) != 1 || got[0].To != "against" || got[0].ID == first[0].ID {
		t.Errorf("%+v", got)
	}
	shifts := of(Shift, find(t, s, "2025-08-20"))
	if len(shifts) != 1 || shifts[0].From != "for" || shifts[0].To != "against" {
		t.Errorf("%+v", shifts)
	}
}

func TestDeadlinesPass(t *testing.T) {
	s := ledger.NewMemory()
	add(t, s, entry("1", "2025-08-18", 'f', "2025-08-25"))
	for _, day := range []string{"2025-08-20", "2025-08-25"} {
		if got := of(Deadline, find(t, s, day)); len(got) > 0 {
			t.Errorf("on %s: %+v", day, got)
		}
	}
	got := of(Deadline, find(t, s, "2025-08-26"))
	if len(got) != 1 || got[0].Day != "2025-08-26" || got[0].Title != "Over since 2025-08-25: Germany – send two ships" {
		t.Fatalf("%+v", got)
	}
	if later := of(Deadline, find(t, s, "2025-09-30")); len(later) != 1 || later[0].ID != got[0].ID {
		t.Errorf("later: %+v", later)
	}
	if _, err := s.Correct(context.Background(), ledger.Correction{Kind: ledger.MarkDeadline, Target: got[0].Line, With: "kept", Author: "a", Reason: "b"}); err != nil {
		t.Fatal(err)
	}
	if kept := of(Deadline, find(t, s, "2025-08-26")); len(kept) > 0 {
		t.Errorf("kept, and told: %+v", kept)
	}
}

func TestIDs(t *testing.T) {
	s := ledger.NewMemory()
	add(t, s, storetest.Entries(5, 60)...)
	all := find(t, s, "2025-12-01")
	seen := map[string]bool{}
	for i, a := range all {
		if a.ID == "" || a.Line == "" || a.Report.Key == "" || a.Title == "" || a.Schema != Schema || a.Learned.IsZero() {
			t.Errorf("alert %+v", a)
		}
		if i > 0 && a.Day < all[i-1].Day {
			t.Errorf("%s comes after %s", a.Day, all[i-1].Day)
		}
		seen[a.ID] = true
	}
	for _, k := range []Kind{Position, Shift} {
		if len(of(k, all)) == 0 {
			t.Errorf("no %s among %d alerts", k, len(all))
		}
	}
	for _, a := range find(t, s, "2025-12-01") {
		if !seen[a.ID] {
			t.Errorf("%s is new the second time", a.ID)
		}
	}
}

func TestState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.watch.json")
	s, err := ReadState(path)
	if err != nil {
		t.Fatal(err)
	}
	w, fresh := s.Of("a")
	a, b := Alert{ID: "1"}, Alert{ID: "2"}
	if got := w.News([]Alert{a, b, a}); !fresh || len(got) != 2 {
		t.Errorf("%v %v", fresh, got)
	}
	w.Tell([]Alert{a}, time.Unix(9, 0), true)
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	if s, err = ReadState(path); err != nil {
		t.Fatal(err)
	}
	w, fresh = s.Of("a")
	if got := w.News([]Alert{a, b}); fresh || len(got) != 1 || got[0].ID != "2" || len(w.Waiting) != 1 {
		t.Errorf("%v %v %v", fresh, got, w.Waiting)
	}
	if _, fresh := s.Of("b"); !fresh {
		t.Error("another watch has told what this one told")
	}
	for i := range maxTold + 10 {
		w.Told[strconv.Itoa(i)] = int64(i + 10)
	}
	w.Tell([]Alert{b}, time.Unix(1e9, 0), false)
	if len(w.Told) != maxTold || w.Told["2"] != 1e9 || w.Told["1"] != 0 {
		t.Errorf("%d are remembered", len(w.Told))
	}
	for _, bad := range []string{"{", `{"schema":"parley-watch/9"}`} {
		os.WriteFile(path, []byte(bad), 0o666)
		if _, err := ReadState(path); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

func TestHook(t *testing.T) {
	secret := []byte("between us")
	answers := []int{200, 500, 429, 204, 400, 302}
	var got []string
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seconds, err := strconv.ParseInt(r.Header.Get(TimeHeader), 10, 64)
		if err != nil || r.Header.Get(SignatureHeader) != Sign(secret, time.Unix(seconds, 0), body) || r.Method != http.MethodPost {
			t.Errorf("signature %q, time %q", r.Header.Get(SignatureHeader), r.Header.Get(TimeHeader))
		}
		var a Alert
		if err := json.Unmarshal(body, &a); err != nil || a.ID != r.Header.Get(AlertHeader) {
			t.Errorf("%v %+v", err, a)
		}
		got = append(got, a.ID)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(answers[0])
		answers = answers[1:]
	}))
	defer receiver.Close()
	h, err := NewHook(receiver.URL, secret, true, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	w := &Watch{Waiting: []Alert{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}}
	var refused []string
	for range 3 { // b fails twice
		_, no, err := w.Deliver(context.Background(), h)
		for _, a := range no {
			refused = append(refused, a.ID)
		}
		if (err == nil) != (len(w.Waiting) == 0) {
			t.Errorf("%v, and %d wait", err, len(w.Waiting))
		}
	}
	if s := strings.Join(got, " "); s != "a b b b c d" || strings.Join(refused, " ") != "c d" {
		t.Errorf("sent %s, refused %v", s, refused)
	}
	if Sign(secret, time.Unix(1, 0), []byte("x")) == Sign(secret, time.Unix(2, 0), []byte("x")) || Sign(secret, time.Unix(1, 0), []byte("x")) == Sign([]byte("other"), time.Unix(1, 0), []byte("x")) {
		t.Error("signatures do not differ")
	}
}

func TestHookGuard(t *testing.T) {
	hit := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = true }))
	defer inside.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "http://"), ":")
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		h, err := NewHook("http://"+host+":"+port+"/", []byte("s"), false, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Send(context.Background(), &Alert{ID: "x"}); err == nil || host == "127.0.0.1" && !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if hit {
		t.Error("the server inside was asked")
	}
	for _, bad := range []string{"", "file:///x", "example.org", "ftp://example.org"} {
		if _, err := NewHook(bad, []byte("s"), false, time.Now); err == nil {
			t.Errorf("%q is an address", bad)
		}
	}
	if _, err := NewHook("https://example.org", nil, false, time.Now); err == nil {
		t.Error("a hook without a secret")
	}
	for n, want := range map[int]time.Duration{0: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 9: 256 * time.Second, 10: 5 * time.Minute, 99: 5 * time.Minute} {
		if got := Pause(n); got != want {
			t.Errorf("Pause(%d) = %v", n, got)
		}
	}
}
