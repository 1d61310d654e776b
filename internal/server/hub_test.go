package server

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/api"
	"github.com/parley-reader/parley/ledger"
)

// next is the next event; it fails the test where none comes.
func next(t *testing.T, events <-chan api.Event) api.Event {
	t.Helper()
	select {
	case e, more := <-events:
		if !more {
			t.Fatal("the events have ended")
		}
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("no event comes")
	}
	return api.Event{}
}

func TestEvents(t *testing.T) {
	r := newRig(t, func(r *rig) { r.o.Now = nil })
	r.add(5, 9) // of which nobody is told
	ctx, cancel := context.WithCancel(context.Background())
	events := r.desk.Events.Subscribe(ctx)
	time.Sleep(50 * time.Millisecond)
	if _, err := r.desk.Intake.Take(ctx, report(1)); err != nil {
		t.Fatal(err)
	}
	first := next(t, events)
	if first.News == nil || first.News.Source.Origin != "r1.txt" || first.ID == 0 || first.Correction != nil {
		t.Fatalf("event %+v", first)
	}
	// What another process does is noticed within moments.
	r.correct()
	second := next(t, events)
	if second.Correction == nil || second.Correction.Author != "a" || second.ID <= first.ID {
		t.Errorf("event %+v", second)
	}
	r.add(3, 10)
	for i := range 3 {
		if e := next(t, events); e.News == nil || e.ID != second.ID+uint64(i)+1 {
			t.Errorf("event %+v", e)
		}
	}
	// Who comes again goes on where it was.
	again := r.desk.Events.SubscribeAfter(ctx, first.ID)
	if e := next(t, again); e.ID != second.ID {
		t.Errorf("after %d comes %d", first.ID, e.ID)
	}
	cancel()
	for {
		if _, more := <-events; !more {
			break
		}
	}
	r.s.Close()
	if _, more := <-r.desk.Events.Subscribe(context.Background()); more {
		t.Error("events after the end")
	}
}

// TestSlowListener checks that who does not listen is let go, and costs the others
// nothing.
func TestSlowListener(t *testing.T) {
	r := newRig(t, nil)
	h := r.s.worlds.now.hub
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	slow, good := h.Subscribe(ctx), h.Subscribe(ctx)
	n := 0
	for range 2 * (ringSize + slackness) {
		h.publish(api.Event{Correction: &ledger.Correction{}})
		next(t, good)
		n++
	}
	got := 0
	for range slow {
		got++
	}
	if got != ringSize+slackness || n != 2*got {
		t.Errorf("the slow one got %d of %d events", got, n)
	}
	if len(h.ring) != ringSize {
		t.Errorf("%d events are remembered", len(h.ring))
	}
}

func TestSwap(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) {
			n, err := r.desk.Ledger.Store.Counts(q.Context())
			if err != nil {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			w.Write([]byte{byte('0' + n.Reports)})
		})
	})
	get := func() (int, string) { w := r.do("GET", "/table", ""); return w.Code, w.Body.String() }
	if code, body := get(); code != 200 || body != "0" {
		t.Fatal(code, body)
	}
	events := r.desk.Events.Subscribe(context.Background())
	r.spot.put(nil)
	r.clock.move(pulseEvery)
	if code, _ := get(); code != 503 {
		t.Errorf("without a ledger: %d", code)
	}
	r.want(503, r.do("GET", "/healthz", ""))
	r.s.worlds.look(context.Background())
	if _, more := <-events; more {
		t.Error("the events of the old ledger go on")
	}
	other := ledger.NewMemory()
	r.store = other
	r.add(3, 4)
	r.spot.put(other)
	r.s.worlds.look(context.Background())
	if code, body := get(); code != 200 || body != "3" {
		t.Errorf("with another ledger: %d %s", code, body)
	}
	r.want(200, r.do("GET", "/healthz", ""))
	r.want(200, r.do("GET", "/metrics", ""))
}

// TestSwapUnderWay checks that a request which uses a ledger that is taken away is
// told so, and not answered with half a page.
func TestSwapUnderWay(t *testing.T) {
	begun := make(chan bool)
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", func(_ http.ResponseWriter, q *http.Request) {
			begun <- true
			<-q.Context().Done()
		})
	})
	for _, method := range []string{"GET", "POST"} {
		code := make(chan int)
		go func() { code <- r.do(method, "/slow", "").Code }()
		<-begun
		r.spot.put(ledger.NewMemory())
		r.s.worlds.look(context.Background())
		if got := <-code; got != 503 {
			t.Errorf("%s: %d", method, got)
		}
	}
}

func TestMetrics(t *testing.T) {
	r := newRig(t, func(r *rig) { r.mux.HandleFunc("/", whoami) })
	r.do("GET", "/", "")
	r.do("GET", "/", "")
	r.do("BREW", "/", "")
	if _, err := r.desk.Intake.Take(context.Background(), report(1)); err != nil {
		t.Fatal(err)
	}
	out := r.want(200, r.do("GET", "/metrics", "")).Body.String()
	for _, want := range []string{
		`parley_requests_total{method="GET",status="200"} 2`, `parley_requests_total{method="other",`, `parley_cache_total{result="hit"} 1`, `parley_cache_total{result="miss"} 1`,
		`parley_reports_total{result="kept"} 1`, `parley_ledger_lines{kind="reports"} 1`, `parley_ledger_up 1`, `parley_queue_reports 0`, `parley_request_seconds_bucket{cache="hit",le="0.001"}`, "go_memstats_heap",
	} {
		if !contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

func contains(s, part string) bool { return strings.Contains(s, part) }
