package sqlite

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

var kills = flag.Int("kills", 6, "how often TestKill kills the process that adds")

const killEnv = "PARLEY_TEST_ADD_TO"

// TestMain adds entries, without end, where TestKill starts it anew.
func TestMain(m *testing.M) {
	path := os.Getenv(killEnv)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := addForever(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// addForever adds the entries of one seed in batches, from the first on, and
// tells after each batch how many were acknowledged.
func addForever(path string) error {
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		return err
	}
	g := storetest.NewGenerator(31)
	for n := 0; ; {
		batch := make([]*ledger.Entry, 4)
		for i := range batch {
			batch[i] = g.Next()
		}
		if _, err := s.Add(context.Background(), batch); err != nil {
			return err
		}
		n += len(batch)
		fmt.Println(n)
	}
}

// TestKill kills a process that adds at random moments: what it was told is kept
// is there, whole, once, and adding goes on.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	most := 0
	for i := range *kills {
		most = max(most, killOne(t, path, time.Duration(20+rand.IntN(400))*time.Millisecond))
		kept(t, path, most, i)
	}
	if most == 0 {
		t.Error("nothing was added before a kill, so it tests nothing")
	}
}

// killOne starts a process that adds, kills it after a while and gives how many
// entries it acknowledged.
func killOne(t *testing.T, path string, after time.Duration) int {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), killEnv+"="+path)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { c.Process.Kill() })
	defer timer.Stop()
	n := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if x, err := strconv.Atoi(lines.Text()); err == nil {
			n = x
		}
	}
	if err := c.Wait(); err == nil || c.ProcessState.ExitCode() == 1 {
		t.Fatalf("the process that adds ended by itself: %v", err)
	}
	return n
}

// kept opens what a kill left: at least the first acknowledged entries, each
// with all of its lines, none twice.
func kept(t *testing.T, path string, acknowledged, round int) {
	t.Helper()
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatalf("after kill %d: %v", round+1, err)
	}
	defer s.Close()
	c, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if c.Reports < int64(acknowledged) {
		t.Fatalf("after kill %d: %d reports of %d acknowledged", round+1, c.Reports, acknowledged)
	}
	keys, want := map[string]bool{}, ledger.Counts{}
	for _, e := range storetest.Entries(31, int(c.Reports)) {
		keys[e.Report.Key] = true
		want.Moves += int64(len(e.Moves))
		want.Statements += int64(len(e.Statements))
		want.Positions += int64(len(e.Positions))
	}
	moves, err := s.Moves(ctx, ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	reports, err := s.Reports(ctx, ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		if !keys[r.Key] {
			t.Fatalf("after kill %d: report %s is there twice, or was never added", round+1, r.Key)
		}
		delete(keys, r.Key)
	}
	if int64(len(moves)) != want.Moves || c.Moves != want.Moves || c.Statements != want.Statements || c.Positions != want.Positions || len(keys) > 0 {
		t.Fatalf("after kill %d: %d moves read, counts %+v, want %+v; %d reports missing", round+1, len(moves), c, want, len(keys))
	}
}
