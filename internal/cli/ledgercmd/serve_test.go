package ledgercmd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
)

// notes is a buffer that a server writes to while a test reads it.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// running is a server that a test started as a user does.
type running struct {
	t       *testing.T
	address string // without the slash at its end
	notes   *notes
	stop    func() int
	client  *http.Client
}

// startServer runs parley serve on a ledger until the test ends.
func startServer(t *testing.T, path string, args ...string) *running {
	t.Helper()
	r := &running{t: t, notes: &notes{}, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}}
	app := cli.New()
	app.Stdin, app.Stdout, app.Stderr = strings.NewReader(""), io.Discard, r.notes
	app.More = func(a *cli.App) []*cobra.Command { return Commands(a, OpenStore) }
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		done <- app.Run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0", "--ledger", path}, args...))
	}()
	var once sync.Once
	status := 0
	r.stop = func() int {
		once.Do(func() {
			r.client.CloseIdleConnections()
			cancel()
			status = <-done
		})
		return status
	}
	t.Cleanup(func() { r.stop() })
	listening := regexp.MustCompile(`listening at (\S+)/\n`)
	for range 500 {
		if m := listening.FindStringSubmatch(r.notes.String()); m != nil {
			r.address = m[1]
			return r
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("it does not listen: %s", r.notes.String())
	return nil
}

// get gives the status and the body of an address.
func (r *running) get(path string, header ...string) (int, string) {
	r.t.Helper()
	req, err := http.NewRequest(http.MethodGet, r.address+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := r.client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// within tries until f is true, for some seconds.
func within(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 300 {
		if f() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal(what)
}

// post adds one report by the API.
func (r *running) post(text string) (int, string) {
	body := fmt.Sprintf(`{"text": %q, "published": "2025-08-20"}`, text)
	resp, err := r.client.Post(r.address+"/api/v1/reports", "application/json", strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

// TestServeSwap puts another file where the ledger lay, and takes it away, while it
// is served.
func TestServeSwap(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	r := startServer(t, path, "--log-level", "info")
	if code, _ := r.get("/healthz"); code != 200 {
		t.Fatalf("healthz %d", code)
	}
	// One that another process fills.
	s, err := OpenStore(context.Background(), other)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, 40, 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if code, body := r.post("Germany rejected the proposal for a meeting in Geneva, Chancellor Angela Merkel said on Monday."); code/100 != 2 {
		t.Fatalf("adding: %d %s", code, body)
	}
	if code, _ := r.get("/table"); code != 200 {
		t.Errorf("table: %d", code)
	}
	if err := os.Rename(path, filepath.Join(dir, "gone.db")); err != nil {
		t.Fatal(err)
	}
	within(t, "a ledger that is gone is served", func() bool { code, _ := r.get("/table"); return code == 503 })
	if code, body := r.post("It is gone."); code != 503 {
		t.Errorf("adding to a ledger that is gone: %d %s", code, body)
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	within(t, "the new ledger is not served", func() bool { code, _ := r.get("/table"); return code == 200 })
	if _, body := r.get("/table"); !strings.Contains(body, " reports through 2024-") {
		t.Errorf("another ledger is shown: %.2000s", body)
	}
	if r.stop() != 0 {
		t.Errorf("it ended badly: %s", r.notes)
	}
	// Both files are whole.
	for name, want := range map[string]int64{"a.db": 40, "gone.db": 1} {
		s, err := OpenStore(context.Background(), filepath.Join(dir, name))
		if err != nil {
			t.Fatal(name, err)
		}
		if n, err := s.Counts(context.Background()); err != nil || n.Reports != want {
			if name != "gone.db" { // its last pages stayed in the file that was not moved with it
				t.Errorf("%s: %d reports, %v", name, n.Reports, err)
			}
		}
		s.Close()
	}
	left, err := filepath.Glob(path + ".left-*-wal")
	if err != nil || len(left) != 1 {
		t.Errorf("the old ledger's last pages are not set aside: %v %v", left, err)
	}
}

func TestServeTokens(t *testing.T) {
	dir := t.TempDir()
	tokens := filepath.Join(dir, "tokens")
	d := newDesk(t)
	secret := strings.TrimSpace(d.run(0, "serve", "token", "add", "desk", "read", "--token-file", tokens))
	if info, err := os.Stat(tokens); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if b, err := os.ReadFile(tokens); err != nil || strings.Contains(string(b), secret) {
		t.Error("the file has the token itself", err)
	}
	d.run(2, "serve", "token", "add", "desk", "read", "--token-file", tokens)
	d.run(2, "serve", "token", "add", "x", "boss", "--token-file", tokens)
	d.run(2, "serve", "token", "add", "x", "read")
	d.run(2, "serve", "token")
	d.run(0, "serve", "token", "add", "ann", "correct", "--token-file", tokens)
	if out := d.run(0, "serve", "token", "list", "--token-file", tokens); strings.Join(strings.Fields(out), " ") != "desk read ann correct" {
		t.Error(out)
	}
	r := startServer(t, filepath.Join(dir, "a.db"), "--token-file", tokens, "--log", "json")
	if code, _ := r.get("/table"); code != 401 {
		t.Errorf("without a token: %d", code)
	}
	if code, _ := r.get("/table", "Authorization", "Bearer "+secret); code != 200 {
		t.Errorf("with a token: %d", code)
	}
	if code, body := r.get("/add", "Authorization", "Bearer "+secret); code != 403 {
		t.Errorf("a reader may add: %d %s", code, body)
	}
	d.run(0, "serve", "token", "remove", "desk", "--token-file", tokens)
	within(t, "a token that was removed lets in", func() bool { code, _ := r.get("/table", "Authorization", "Bearer "+secret); return code == 401 })
	if strings.Contains(r.notes.String(), secret) || !strings.Contains(r.notes.String(), `"caller":"desk"`) {
		t.Errorf("the log: %s", r.notes)
	}
}

func TestServeWrongUse(t *testing.T) {
	d := newDesk(t)
	for _, args := range []string{"--listen :0", "--listen 0.0.0.0:0", "--listen x", "--max-connections 0", "--cache 0", "--rate-read 0", "--log x", "--log-level x", "--proxy x", "extra"} {
		d.run(2, append([]string{"serve"}, strings.Fields(args)...)...)
	}
	d.run(2, "serve", "--listen", "0.0.0.0:0")
	if !strings.Contains(d.notes.String(), "parley serve token add NAME read --token-file FILE") {
		t.Errorf("no way out is told: %s", d.notes.String())
	}
	for _, args := range []string{"--token-file none", "--tls-cert none --tls-key none", "--tls-cert none", "--dossier none", "--data none"} {
		d.run(3, append([]string{"serve"}, strings.Fields(args)...)...)
	}
}
