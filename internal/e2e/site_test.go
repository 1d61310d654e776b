package e2e

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/cli/ledgercmd"
)

const (
	talks       = "../../examples/talks-2025/"
	dossierFile = talks + "talks.yaml"
	dossierName = "Talks on the war in Ukraine, 2025"
	atHand      = "2025-08-20" // the day that most tests ask for
)

// notes is a buffer that a command writes to while a test reads it.
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

// app is the command line as cmd/parley wires it.
func app(out, messages *notes) *cli.App {
	a := cli.New()
	a.Stdin, a.Stdout, a.Stderr = strings.NewReader(""), out, messages
	a.More = func(a *cli.App) []*cobra.Command { return ledgercmd.Commands(a, ledgercmd.OpenStore) }
	return a
}

// parley runs a command line that must succeed, and gives what it prints.
func parley(t *testing.T, args ...string) string {
	t.Helper()
	var out, messages notes
	if status := app(&out, &messages).Run(context.Background(), args); status != 0 {
		t.Fatalf("parley %s: status %d: %s", strings.Join(args, " "), status, messages.String())
	}
	return out.String()
}

// filledLedger makes a ledger of the example's reports, and gives its file.
func filledLedger(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "talks.db")
	for _, folder := range []string{"reports", "reports-corrected"} {
		parley(t, "add", talks+folder, "--ledger", path, "--backfill")
	}
	return path
}

// copyOf copies a ledger that nobody has open.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// site is a server that a test runs.
type site struct {
	address string // without the slash at its end
}

var listening = regexp.MustCompile(`listening at (\S+)/\n`)

// serve runs parley serve over a ledger until the test ends.
func serve(t *testing.T, path string, args ...string) *site {
	t.Helper()
	var out, messages notes
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	a := app(&out, &messages)
	go func() {
		done <- a.Run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0", "--ledger", path, "--rate-read", "10000"}, args...))
	}()
	t.Cleanup(func() {
		cancel()
		if status := <-done; status != 0 {
			t.Errorf("parley serve: status %d: %s", status, messages.String())
		}
	})
	for range 1500 {
		if m := listening.FindStringSubmatch(messages.String()); m != nil {
			return &site{address: m[1]}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("parley serve does not listen: %s", messages.String())
	return nil
}
