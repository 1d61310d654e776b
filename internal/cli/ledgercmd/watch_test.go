package ledgercmd

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/watch"
	"github.com/parley-reader/parley/ledger"
)

// atTime has the commands of a desk go by a clock.
func (d *desk) atTime(now *time.Time) {
	d.app.More = func(a *cli.App) []*cobra.Command {
		e := &env{app: a, open: func(context.Context, string) (ledger.Store, error) { return d.store, nil }, now: func() time.Time { return *now }, second: time.Millisecond}
		return []*cobra.Command{e.addCommand(), e.watchCommand()}
	}
}

func TestWatch(t *testing.T) {
	d := newDesk(t)
	now := time.Date(2025, 8, 20, 9, 0, 0, 0, time.UTC)
	d.atTime(&now)
	state := filepath.Join(d.dir, "w.json")
	look := func(args ...string) string {
		t.Helper()
		return d.run(0, append([]string{"watch", "--once", "--min-confidence", "0", "--state", state}, args...)...)
	}
	d.run(0, "add", d.file("2025-08-18_Reuters_first.txt", first), "--published", "2025-08-18")
	if out := look(); out != "" {
		t.Errorf("what was there is told: %s", out)
	}
	d.run(0, "add", d.file("second.txt", second), "--published", "2025-08-22")
	now = now.AddDate(0, 0, 2)
	out := look()
	for _, want := range []string{"conflict", "position", "Germany (Angela Merkel) for", "— second.txt 2025-08-22"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if out := look(); out != "" {
		t.Errorf("told twice: %s", out)
	}
	// "by the end of the month": on the day after.
	now = time.Date(2025, 8, 31, 23, 0, 0, 0, time.UTC)
	if out := look(); out != "" {
		t.Errorf("before the window is over: %s", out)
	}
	now = now.Add(2 * time.Hour)
	if out := look(); !strings.Contains(out, "2025-09-01  deadline  Over since 2025-08-31") {
		t.Errorf("after the window: %s", out)
	}
	if out := look(); out != "" {
		t.Errorf("the deadline is told twice: %s", out)
	}
	// Another watch has told nothing yet, and is bounded.
	out = look("--kind", "conflict", "--all", "--format", "jsonl")
	var a watch.Alert
	if err := json.Unmarshal([]byte(strings.SplitAfter(out, "\n")[0]), &a); err != nil || a.Kind != watch.Conflict || a.Schema != watch.Schema || strings.Contains(out, `"kind":"position"`) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestWatchWrongUse(t *testing.T) {
	d := filled(t)
	for _, args := range []string{"--kind x", "--format csv", "--every 1ms", "--as-of 2025-08-18", "--webhook example.org", "--webhook https://example.org/x", "extra"} {
		d.run(2, append([]string{"watch", "--once", "--state", filepath.Join(d.dir, "w.json")}, strings.Fields(args)...)...)
	}
	d.run(2, "watch", "--once", "--state", filepath.Join(d.dir, "w.json"), "--actor", "Nobody")
	d.run(3, "watch", "--once", "--state", d.file("bad.json", "{"))
}

func TestWatchHook(t *testing.T) {
	d := newDesk(t)
	now := time.Now()
	d.atTime(&now)
	was := d.app.Env
	d.app.Env = func(name string) string {
		if name == secretVariable {
			return "s"
		}
		return was(name)
	}
	var up atomic.Bool
	var got []string
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if !up.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		got = append(got, r.Header.Get(watch.AlertHeader))
	}))
	defer receiver.Close()
	d.run(0, "add", d.file("a.txt", first), "--published", "2025-08-18")
	args := []string{"watch", "--once", "--all", "--min-confidence", "0", "--state", filepath.Join(d.dir, "w.json"), "--webhook", receiver.URL}
	// Not to this machine, unless it is allowed.
	d.run(1, args...)
	if len(got) > 0 || !strings.Contains(d.notes.String(), "private network") {
		t.Fatalf("sent %v: %s", got, d.notes.String())
	}
	// It waits for a receiver that is down, and sends all of it, once.
	go func() { time.Sleep(300 * time.Millisecond); up.Store(true) }()
	if out := d.run(0, append(args, "--allow-private")...); out != "" {
		t.Errorf("told twice: %s", out)
	}
	n := len(got)
	if n == 0 {
		t.Fatalf("nothing was sent: %s", d.notes.String())
	}
	seen := map[string]bool{}
	for _, id := range got {
		if seen[id] {
			t.Errorf("%s was sent twice", id)
		}
		seen[id] = true
	}
	d.run(0, append(args, "--allow-private")...)
	if len(got) != n {
		t.Errorf("%d were sent again", len(got)-n)
	}
}
