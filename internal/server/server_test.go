package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lock is a buffer that several goroutines write to.
type lock struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lock) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lock) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// spot is a place whose ledger tests take away and put back.
type spot struct {
	mu    sync.Mutex
	store ledger.Store // nil: nothing lies there
	moved bool
}

func (p *spot) Open(context.Context) (ledger.Store, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.store == nil {
		return nil, os.ErrNotExist
	}
	p.moved = false
	return p.store, nil
}

func (p *spot) Moved() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.store == nil || p.moved {
		return fmt.Errorf("it is gone: %w", os.ErrNotExist)
	}
	return nil
}

func (p *spot) put(s ledger.Store) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.store, p.moved = s, true
}

// clock is one that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// plainReader takes any text for a report without lines.
type plainReader struct{ read func(doc.Report) error }

func (p plainReader) Read(r doc.Report) (*doc.Document, error) {
	if p.read != nil {
		if err := p.read(r); err != nil {
			return nil, err
		}
	}
	return &doc.Document{Report: r}, nil
}

// rig is a server under test, with pages of its own.
type rig struct {
	t     *testing.T
	s     *Server
	o     Options
	store *ledger.Memory
	spot  *spot
	clock *clock
	log   *lock
	desk  Desk
	mux   *http.ServeMux
	h     http.Handler
}

// newRig makes a server whose pages are what handle adds to its mux.
func newRig(t *testing.T, change func(*rig)) *rig {
	t.Helper()
	r := &rig{t: t, store: ledger.NewMemory(), log: &lock{}, mux: http.NewServeMux(), clock: &clock{t: time.Date(2025, 8, 20, 12, 0, 0, 0, time.UTC)}}
	r.spot = &spot{store: r.store}
	r.o = Options{
		Place: r.spot, Loopback: true, Reader: plainReader{}, Version: "test", Now: r.clock.now, Log: slog.New(slog.NewTextHandler(r.log, nil)),
		cold:  true,
		Build: func(d Desk) (http.Handler, error) { r.desk = d; return r.mux, nil },
	}
	if change != nil {
		change(r)
	}
	var err error
	if r.s, err = New(context.Background(), r.o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.s.Close() })
	r.h = r.s.Handler()
	return r
}

// do sends a request to the handler.
func (r *rig) do(method, target, body string, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "http://localhost"+target, strings.NewReader(body))
	if body == "" {
		req.Body = http.NoBody
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		} else {
			req.Header.Add(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	r.h.ServeHTTP(w, req)
	return w
}

// want fails where the status is another.
func (r *rig) want(status int, w *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	r.t.Helper()
	if w.Code != status {
		r.t.Errorf("status %d, want %d: %.300s", w.Code, status, w.Body)
	}
	return w
}

// tokens writes a token file and gives its secrets by name.
func (r *rig) tokens(roles map[string]access.Role) map[string]string {
	r.t.Helper()
	if r.o.TokenFile == "" {
		r.o.TokenFile = filepath.Join(r.t.TempDir(), "tokens")
	}
	secrets := map[string]string{}
	var b strings.Builder
	for name, role := range roles {
		secret, t, err := access.NewToken(name, role)
		if err != nil {
			r.t.Fatal(err)
		}
		secrets[name] = secret
		b.WriteString(t.String() + "\n")
	}
	if err := os.WriteFile(r.o.TokenFile, []byte(b.String()), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return secrets
}

// whoami is a page that tells who asks.
func whoami(w http.ResponseWriter, r *http.Request) {
	c := access.Of(r.Context())
	fmt.Fprintf(w, "%s %s", c.Name, c.Role)
}

// serve runs the server on a port of this machine until the test ends.
func (r *rig) serve() (address string, stop func() error) {
	r.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.s.Serve(ctx, l, "", "") }()
	var once sync.Once
	stop = func() error {
		var err error
		once.Do(func() { cancel(); err = <-done })
		return err
	}
	r.t.Cleanup(func() { stop() })
	return l.Addr().String(), stop
}

func (r *rig) add(n int, seed uint64) {
	r.t.Helper()
	if _, err := r.store.Add(context.Background(), storetest.Entries(seed, n)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) correct() {
	r.t.Helper()
	if _, err := r.store.Correct(context.Background(), ledger.Correction{Kind: ledger.WrongLine, Target: "r000000000000:m1", Author: "a", Reason: "b"}); err != nil {
		r.t.Fatal(err)
	}
}

func TestCalledByName(t *testing.T) {
	r := newRig(t, func(r *rig) { r.o.Hosts = []string{"parley.example.org"}; r.mux.HandleFunc("/", whoami) })
	for host, want := range map[string]int{
		"localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "LOCALHOST": 200, "localhost.": 200, "parley.example.org": 200, "Parley.Example.org:443": 200,
		"evil.example": 421, "evil.example:8080": 421, "localhost.evil.example": 421, "10.0.0.1": 421, "127.0.0.1.nip.io": 421, "parley.example.org.evil.example": 421, "": 421,
	} {
		if w := r.do("GET", "/", "", "Host", host); w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
	if r.s.isCalled("localhost:8080", "9999") || !r.s.isCalled("localhost:9999", "9999") || r.s.isCalled("localhost", "9999") || !r.s.isCalled("localhost", "80") {
		t.Error("the port of a loopback's name is not looked at")
	}
	open := newRig(t, func(r *rig) { r.o.AnyHost = true; r.mux.HandleFunc("/", whoami) })
	open.want(200, open.do("GET", "/", "", "Host", "whatever.example"))
}

func TestRecovered(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/page", func(http.ResponseWriter, *http.Request) { panic("a secret of the inside") })
		r.mux.HandleFunc("/", whoami)
	})
	for _, method := range []string{"GET", "POST"} { // through the cache, and past it
		w := r.want(500, r.do(method, "/page", ""))
		body := w.Body.String()
		if strings.Contains(body, "secret of the inside") {
			t.Errorf("%s tells of the inside: %s", method, body)
		}
		_, id, _ := strings.Cut(body, "under ")
		id, _, _ = strings.Cut(id, ".")
		if id == "" || !strings.Contains(r.log.String(), "id="+id+" path=/page fault=\"a secret of the inside\"") {
			t.Errorf("%s: no %q in the log: %s", method, id, r.log.String())
		}
	}
	r.want(200, r.do("GET", "/", ""))
	if w := r.want(500, r.do("POST", "/page", "", "X", "y")); w.Header().Get("Content-Security-Policy") == "" {
		t.Error("the page of a fault has no policy")
	}
}

func TestLogTellsNoSecrets(t *testing.T) {
	r := newRig(t, func(r *rig) { r.mux.HandleFunc("/", whoami) })
	r.do("GET", "/search?q=who-is-it", "", "Authorization", "Bearer prly_secret", "Cookie", cookieName+"=secret2")
	out := r.log.String()
	for _, no := range []string{"who-is-it", "prly_secret", "secret2"} {
		if strings.Contains(out, no) {
			t.Errorf("the log has %q: %s", no, out)
		}
	}
	for _, yes := range []string{"path=/search", "status=200", "method=GET", "caller=local", "ms="} {
		if !strings.Contains(out, yes) {
			t.Errorf("the log has no %q: %s", yes, out)
		}
	}
}

func TestBounded(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			n, err := io.Copy(io.Discard, r.Body)
			if err != nil {
				w.WriteHeader(http.StatusRequestEntityTooLarge)
			}
			fmt.Fprint(w, n)
		})
	})
	r.want(414, r.do("GET", "/?x="+strings.Repeat("a", maxURL), ""))
	big := strings.Repeat("x", maxBody+1)
	r.want(413, r.do("POST", "/", big))
	r.want(200, r.do("POST", "/", big[1:]))
	r.want(200, r.do("POST", "/", big, "Content-Type", "application/x-ndjson; charset=utf-8"))
	// A body whose length is not told is cut while it is read.
	req := httptest.NewRequest(http.MethodPost, "http://localhost/", io.MultiReader(strings.NewReader(big)))
	req.ContentLength = -1
	w := httptest.NewRecorder()
	r.h.ServeHTTP(w, req)
	r.want(413, w)
}

func TestSlowAndMany(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", whoami)
		r.o.MaxConnections = 2
		r.o.times = defaultTimes()
		r.o.times.head = 300 * time.Millisecond
	})
	address, _ := r.serve()
	slow := func() net.Conn {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(c, "GET / HTTP/1.1\r\nHost: "+address+"\r\nX-")
		return c
	}
	a, b := slow(), slow()
	defer a.Close()
	defer b.Close()
	// Both places are taken; a third gets its answer when the slow ones are let go.
	begin := time.Now()
	c := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := c.Get("http://" + address + "/")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	resp.Body.Close()
	if waited := time.Since(begin); waited < 200*time.Millisecond {
		t.Errorf("the third of two connections waited %v", waited)
	}
	a.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.ReadAll(a); err != nil { // an answer 408 or nothing, and then the end
		t.Errorf("a slow head is not ended: %v", err)
	}
	// A head that is too long.
	d, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	go func() {
		io.WriteString(d, "GET / HTTP/1.1\r\nHost: "+address+"\r\n")
		for range 100 {
			io.WriteString(d, "X: "+strings.Repeat("y", 1000)+"\r\n")
		}
	}()
	d.SetReadDeadline(time.Now().Add(5 * time.Second))
	line := make([]byte, 12)
	if _, err := io.ReadFull(d, line); err != nil || string(line) != "HTTP/1.1 431" {
		t.Errorf("a head of 100 KB: %q %v", line, err)
	}
}

// TestStreams checks that a stream outlasts the time that a page has, and that it
// ends when the server does.
func TestStreams(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.o.times = defaultTimes()
		r.o.times.body, r.o.times.write, r.o.times.page, r.o.times.slot = 200*time.Millisecond, 200*time.Millisecond, 100*time.Millisecond, 100*time.Millisecond
		r.mux.HandleFunc("/events", func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			rc := http.NewResponseController(w)
			events := r.desk.Events.Subscribe(q.Context())
			for i := range 1000 {
				fmt.Fprintf(w, "data: %d\n\n", i)
				if err := rc.Flush(); err != nil {
					return
				}
				select {
				case _, more := <-events:
					if !more {
						fmt.Fprint(w, "data: end\n\n")
						return
					}
				case <-time.After(50 * time.Millisecond):
				}
			}
		})
	})
	address, stop := r.serve()
	resp, err := http.Get("http://" + address + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	time.Sleep(1200 * time.Millisecond)
	begin := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if d := time.Since(begin); d > 2*time.Second {
		t.Errorf("it took %v to stop", d)
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(b), "data: 12\n") || !strings.HasSuffix(string(b), "data: end\n\n") {
		t.Errorf("the stream was cut: %v %q", err, b)
	}
	http.DefaultClient.CloseIdleConnections()
}

// TestStuckReader checks that a client who takes nothing of an answer is let go.
func TestStuckReader(t *testing.T) {
	gone := make(chan error, 1)
	r := newRig(t, func(r *rig) {
		r.o.times = defaultTimes()
		r.o.times.write = 300 * time.Millisecond
		r.mux.HandleFunc("/export", func(w http.ResponseWriter, _ *http.Request) {
			b := make([]byte, 64<<10)
			w.(http.Flusher).Flush()
			for range 10_000 {
				if _, err := w.Write(b); err != nil {
					gone <- err
					return
				}
			}
			gone <- nil
		})
	})
	address, _ := r.serve()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "POST /export HTTP/1.1\r\nHost: "+address+"\r\nContent-Length: 0\r\n\r\n")
	select {
	case err := <-gone:
		if err == nil {
			t.Error("640 MB were taken by a client that reads nothing")
		}
	case <-time.After(10 * time.Second):
		t.Error("a client that takes nothing is waited for")
	}
}

func TestDrain(t *testing.T) {
	begun := make(chan bool)
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
			close(begun)
			time.Sleep(500 * time.Millisecond)
			fmt.Fprint(w, "done")
		})
	})
	address, stop := r.serve()
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + address + "/slow")
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		got <- string(b)
	}()
	<-begun
	if err := stop(); err != nil {
		t.Error(err)
	}
	if s := <-got; s != "done" {
		t.Errorf("a request under way got %q", s)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestOpenToAll(t *testing.T) {
	_, err := New(context.Background(), Options{Place: &spot{store: ledger.NewMemory()}})
	if !errors.Is(err, ErrOpenToAll) {
		t.Errorf("error %v", err)
	}
	for address, want := range map[string]bool{"127.0.0.1:8080": true, "localhost:1": true, "[::1]:8080": true, "127.8.8.8:1": true, ":8080": false, "0.0.0.0:1": false, "[::]:1": false, "10.0.0.1:1": false, "example.org:1": false, "127.0.0.1": false} {
		if IsLoopback(address) != want {
			t.Errorf("IsLoopback(%q) = %v", address, !want)
		}
	}
}

// TestSlowBody checks that a body may take its time as long as some of it comes, and
// that who sends nothing more is let go.
func TestSlowBody(t *testing.T) {
	got := make(chan string, 2)
	r := newRig(t, func(r *rig) {
		r.o.times = defaultTimes()
		r.o.times.write = 400 * time.Millisecond
		r.mux.HandleFunc("/add", func(_ http.ResponseWriter, q *http.Request) {
			b, err := io.ReadAll(q.Body)
			got <- fmt.Sprint(len(b), " ", err != nil)
		})
	})
	address, _ := r.serve()
	for _, c := range []struct {
		parts int
		want  string
	}{{10, "10 false"}, {3, "3 true"}} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, "POST /add HTTP/1.1\r\nHost: "+address+"\r\nContent-Length: 10\r\n\r\n")
		for range c.parts {
			io.WriteString(conn, "x")
			time.Sleep(100 * time.Millisecond)
		}
		select {
		case s := <-got:
			if s != c.want {
				t.Errorf("%d parts: %s, want %s", c.parts, s, c.want)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("%d parts: it is waited for", c.parts)
		}
		conn.Close()
	}
}
