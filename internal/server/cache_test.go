package server

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/access"
)

// counted is a rig whose page tells how often it was made.
func counted(t *testing.T, change func(*rig)) (*rig, *atomic.Int64) {
	n := new(atomic.Int64)
	return newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "<p>made %d</p>%s", n.Add(1), strings.Repeat("the same again ", 100))
		})
		r.o.Reader = plainReader{}
		if change != nil {
			change(r)
		}
	}), n
}

func made(w *httptest.ResponseRecorder) string {
	s, _, _ := strings.Cut(w.Body.String(), "</p>")
	return strings.TrimPrefix(s, "<p>made ")
}

func TestKept(t *testing.T) {
	r, n := counted(t, nil)
	first := r.want(200, r.do("GET", "/table?x=1", ""))
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Cache-Control") != "private, no-cache" || first.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("headers %v", first.Header())
	}
	packed := r.want(200, r.do("GET", "/table?x=1", "", "Accept-Encoding", "br, gzip;q=0.8"))
	z, err := gzip.NewReader(packed.Body)
	if err != nil || packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("ETag") != tag {
		t.Fatal(err, packed.Header())
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != first.Body.String() {
		t.Errorf("packed and plain differ: %v %s", err, b)
	}
	if w := r.want(200, r.do("GET", "/table?x=1", "", "Accept-Encoding", "gzip;q=0")); w.Header().Get("Content-Encoding") != "" || w.Body.String() != first.Body.String() {
		t.Error("packed for a client that does not take it")
	}
	if w := r.want(304, r.do("GET", "/table?x=1", "", "If-None-Match", tag)); w.Body.Len() > 0 {
		t.Error("a body with 304")
	}
	if w := r.want(200, r.do("HEAD", "/table?x=1", "")); w.Body.Len() > 0 || w.Header().Get("Content-Length") != first.Header().Get("Content-Length") {
		t.Errorf("HEAD: %v", w.Header())
	}
	if n.Load() != 1 {
		t.Errorf("made %d times", n.Load())
	}
	if w := r.do("GET", "/table?x=2", ""); made(w) != "2" || w.Header().Get("ETag") == tag {
		t.Error("another address has the same answer")
	}
	// The next day "today" is another.
	r.clock.move(24 * time.Hour)
	if w := r.do("GET", "/table?x=1", "", "If-None-Match", tag); w.Code != 200 || made(w) != "3" {
		t.Errorf("the next day: %d %s", w.Code, made(w))
	}
}

// TestRenewed checks how long an answer holds: not over a correction, two seconds
// while reports come in, and then no longer.
func TestRenewed(t *testing.T) {
	r, n := counted(t, nil)
	get := func() *httptest.ResponseRecorder { return r.want(200, r.do("GET", "/table", "")) }
	old := get()
	r.correct()
	r.clock.move(pulseEvery)
	if w := get(); made(w) != "2" {
		t.Errorf("after a correction: made %s", made(w))
	}
	if w := r.do("GET", "/table", "", "If-None-Match", old.Header().Get("ETag")); w.Code != 200 {
		t.Errorf("the tag of before the correction: %d", w.Code)
	}
	r.add(3, 1)
	r.clock.move(pulseEvery)
	w := get()
	if made(w) != "2" || w.Header().Get("Age") != "1" {
		t.Errorf("while reports come in: made %s, age %s", made(w), w.Header().Get("Age"))
	}
	r.desk.await(t, n, 3) // it is made anew meanwhile
	if w := get(); made(w) != "3" || w.Header().Get("Age") != "0" {
		t.Errorf("after the renewal: made %s, age %s", made(w), w.Header().Get("Age"))
	}
	r.add(3, 2)
	r.clock.move(lagging + pulseEvery)
	if w := get(); made(w) != "4" {
		t.Errorf("later than two seconds: made %s", made(w))
	}
	// And half a minute later.
	r.add(3, 3)
	r.clock.move(oldest + time.Second)
	if w := get(); made(w) != "5" {
		t.Errorf("later than half a minute: made %s", made(w))
	}
}

// await waits until a page was made so many times.
func (Desk) await(t *testing.T, n *atomic.Int64, want int64) {
	t.Helper()
	for range 200 {
		if n.Load() >= want {
			time.Sleep(20 * time.Millisecond)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("made %d times, want %d", n.Load(), want)
}

// TestOwnChanges checks that what is changed here is seen at once.
func TestOwnChanges(t *testing.T) {
	r, _ := counted(t, nil)
	r.mux.HandleFunc("POST /corrections", func(http.ResponseWriter, *http.Request) { r.correct() })
	r.do("GET", "/table", "")
	r.want(200, r.do("POST", "/corrections", "x"))
	if w := r.do("GET", "/table", ""); made(w) != "2" {
		t.Errorf("after a correction here: made %s", made(w))
	}
}

// TestOnceAtATime checks that many who ask the same at a time have it made once,
// and that the first of them may go away.
func TestOnceAtATime(t *testing.T) {
	var n atomic.Int64
	begun, go1 := make(chan bool, 100), make(chan bool)
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) {
			n.Add(1)
			begun <- true
			select {
			case <-go1:
				fmt.Fprint(w, "whole")
			case <-q.Context().Done():
			}
		})
	})
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	ask := func(ctx context.Context) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/table", nil).WithContext(ctx))
		return w
	}
	all.Go(func() { ask(ctx) })
	<-begun
	for range 50 {
		all.Go(func() {
			if w := ask(context.Background()); w.Code != 200 || w.Body.String() != "whole" {
				t.Errorf("%d %q", w.Code, w.Body)
			}
		})
	}
	time.Sleep(50 * time.Millisecond)
	cancel()
	time.Sleep(20 * time.Millisecond)
	close(go1)
	all.Wait()
	if n.Load() != 1 {
		t.Errorf("made %d times", n.Load())
	}
}

// TestOverload checks that older answers are preferred to waiting, and that who must
// wait too long is told so.
func TestOverload(t *testing.T) {
	stuck := make(chan bool)
	r, _ := counted(t, func(r *rig) {
		r.o.times = defaultTimes()
		r.o.times.slot = 200 * time.Millisecond
		r.mux.HandleFunc("/stuck", func(http.ResponseWriter, *http.Request) { <-stuck })
	})
	r.want(200, r.do("GET", "/table", ""))
	var all sync.WaitGroup
	slots := r.s.worlds.now.cache.slots
	for i := range cap(slots) {
		all.Go(func() { r.do("GET", fmt.Sprintf("/stuck?%d", i), "") })
	}
	for len(slots) < cap(slots) {
		time.Sleep(time.Millisecond)
	}
	r.add(1, 1)
	r.clock.move(10 * time.Second)
	if w := r.want(200, r.do("GET", "/table", "")); made(w) != "1" || w.Header().Get("Age") != "10" {
		t.Errorf("made %s, age %s", made(w), w.Header().Get("Age"))
	}
	if w := r.want(503, r.do("GET", "/other", "")); w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	// Later than that a newer one is waited for, but not long.
	r.clock.move(oldest)
	if w := r.want(200, r.do("GET", "/table", "")); made(w) != "1" || w.Header().Get("Age") != "40" {
		t.Errorf("made %s, age %s", made(w), w.Header().Get("Age"))
	}
	r.clock.move(utmost)
	r.want(503, r.do("GET", "/table", ""))
	r.want(200, r.do("POST", "/corrections", "x"))
	r.correct()
	r.clock.move(pulseEvery)
	r.want(503, r.do("GET", "/table", ""))
	close(stuck)
	all.Wait()
}

func TestNotKept(t *testing.T) {
	var n, led atomic.Int64
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) {
			n.Add(1)
			for range 200 {
				if _, err := io.WriteString(w, strings.Repeat("x", 10_000)); err != nil {
					return
				}
			}
		})
		r.mux.HandleFunc("/cookie", func(w http.ResponseWriter, _ *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: fmt.Sprint(n.Add(1))})
		})
		r.mux.HandleFunc("/led", func(w http.ResponseWriter, q *http.Request) {
			led.Add(1)
			http.Redirect(w, q, "/table", http.StatusSeeOther)
		})
		r.mux.HandleFunc("/private", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			fmt.Fprint(w, n.Add(1))
		})
		r.mux.HandleFunc("/missing", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, n.Add(1))
		})
		r.mux.HandleFunc("/tagged", func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("ETag", `"own"`)
			if q.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
			}
			fmt.Fprint(w, n.Add(1))
		})
	})
	for range 2 {
		if w := r.want(200, r.do("GET", "/long", "")); w.Body.Len() != 2_000_000 {
			t.Errorf("a long answer has %d bytes", w.Body.Len())
		}
	}
	if n.Load() != 3 { // the first was tried, then given; the second is given at once
		t.Errorf("a long answer was made %d times", n.Load())
	}
	for _, path := range []string{"/cookie", "/private", "/missing"} {
		a, b := r.do("GET", path, ""), r.do("GET", path, "")
		if a.Body.String() == b.Body.String() && a.Header().Get("Set-Cookie") == b.Header().Get("Set-Cookie") || b.Header().Get("ETag") != "" {
			t.Errorf("%s is kept", path)
		}
	}
	for range 2 { // where a page leads on to is kept too
		if w := r.want(303, r.do("GET", "/led", "")); w.Header().Get("Location") != "/table" || w.Header().Get("ETag") != "" || led.Load() != 1 {
			t.Errorf("led to %v, %d times", w.Header(), led.Load())
		}
	}
	a, b := r.do("GET", "/tagged", ""), r.do("GET", "/tagged", "", "If-None-Match", `"own"`)
	if a.Code != 200 || a.Header().Get("ETag") != `"own"` || b.Code != 304 {
		t.Errorf("a tag of its own: %d %s, %d", a.Code, a.Header().Get("ETag"), b.Code)
	}
	if got := r.s.worlds.now.cache; len(got.at) != 2 {
		t.Errorf("%d answers are kept", len(got.at))
	}
}

// TestKeptForEach checks that nobody gets what was made for another role, and that
// a reader's name is in no answer that readers share.
func TestKeptForEach(t *testing.T) {
	var secrets map[string]string
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", whoami)
		secrets = r.tokens(map[string]access.Role{"desk": access.Read, "desk2": access.Read, "ann": access.Correct, "bob": access.Correct})
	})
	for name, want := range map[string]string{"desk": " read", "desk2": " read", "ann": "ann correct", "bob": "bob correct"} {
		for range 2 {
			if w := r.do("GET", "/table", "", "Authorization", "Bearer "+secrets[name]); w.Body.String() != want {
				t.Errorf("%s gets %q, want %q", name, w.Body, want)
			}
		}
	}
	r.want(401, r.do("GET", "/table", ""))
	if w := r.do("GET", "/api/v1/me", "", "Authorization", "Bearer "+secrets["desk2"]); w.Body.String() != "desk2 read" {
		t.Errorf("a program is told %q", w.Body)
	}
}

func TestKeptIsBounded(t *testing.T) {
	r, _ := counted(t, func(r *rig) { r.o.CacheBytes = 20_000 })
	for i := range 200 {
		r.want(200, r.do("GET", fmt.Sprintf("/p?%d", i), ""))
	}
	n, bytes := r.s.worlds.now.cache.size()
	if bytes > 20_000 || n < 5 || n > 40 || n != r.s.worlds.now.cache.used.Len() {
		t.Errorf("%d answers, %d bytes", n, bytes)
	}
	if w := r.do("GET", "/p?199", ""); made(w) != "200" {
		t.Error("the latest was let go")
	}
	long := strings.Repeat("x", 7000)
	r.want(200, r.do("GET", "/p?"+long, ""))
}

// TestWarm checks that the first page is made before anybody asks for it, for whom
// it is for, and that pages which are asked for are made anew by themselves.
func TestWarm(t *testing.T) {
	r, n := counted(t, func(r *rig) { r.o.cold = false })
	r.desk.await(t, n, 1)
	if w := r.do("GET", firstPage, ""); made(w) != "1" || n.Load() != 1 {
		t.Errorf("made %s, %d times", made(w), n.Load())
	}
	r.add(2, 5)
	r.clock.move(pulseEvery)
	r.s.worlds.tend(context.Background())
	r.desk.await(t, n, 2)
	r.clock.move(lagging)
	if w := r.do("GET", firstPage, ""); made(w) != "2" || w.Header().Get("Age") != "0" {
		t.Errorf("made %s, age %s", made(w), w.Header().Get("Age"))
	}
	r.add(2, 6)
	r.clock.move(tendedFor)
	r.s.worlds.tend(context.Background())
	time.Sleep(50 * time.Millisecond)
	if n.Load() != 2 {
		t.Error("a page that nobody asks for is made anew")
	}
	var secrets map[string]string
	tokens := newRig(t, func(r *rig) {
		r.o.cold = false
		r.mux.HandleFunc("/", whoami)
		secrets = r.tokens(map[string]access.Role{"desk": access.Read})
	})
	time.Sleep(50 * time.Millisecond)
	w := tokens.do("GET", firstPage, "", "Authorization", "Bearer "+secrets["desk"])
	if w.Body.String() != " read" || !strings.Contains(tokens.log.String(), "kept=hit") {
		t.Errorf("a reader's first page: %s %s", w.Body, tokens.log)
	}
	if w := tokens.do("GET", firstPage, ""); w.Code != 401 {
		t.Errorf("a page that is kept is given to nobody: %d", w.Code)
	}
}
