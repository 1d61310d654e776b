package postgres

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

var kills = flag.Int("kills", 4, "how often TestKill kills the process that adds")

const killEnv = "PARLEY_TEST_ADD_TO_DSN"

// TestMain adds entries, without end, where TestKill starts it anew.
func TestMain(m *testing.M) {
	dsn := os.Getenv(killEnv)
	if dsn == "" {
		os.Exit(m.Run())
	}
	fmt.Fprintln(os.Stderr, addForever(dsn))
	os.Exit(1)
}

// addForever tells on standard output how many entries are kept.
func addForever(dsn string) error {
	s, err := Open(context.Background(), dsn, Options{})
	if err != nil {
		return err
	}
	g := storetest.NewGenerator(31)
	for n := 0; ; n += 4 {
		batch := []*ledger.Entry{g.Next(), g.Next(), g.Next(), g.Next()}
		if _, err := s.Add(context.Background(), batch); err != nil {
			return err
		}
		fmt.Println(n + 4)
	}
}

// TestKill kills a process that adds at random moments: what it was told is kept
// is there, whole, once, and adding goes on.
func TestKill(t *testing.T) {
	c := storetest.Postgres(t)
	told := 0
	for left := *kills; left > 0; left -= 20 { // an answer has a limit: a new database now and then
		dsn := c.Database(t)
		s, most := open(t, dsn), 0
		for i := range min(left, 20) {
			most = max(most, killOne(t, dsn, time.Duration(40+rand.IntN(500))*time.Millisecond))
			whole(t, s, most, i+1)
		}
		told += most
	}
	if told == 0 {
		t.Error("nothing was added before a kill, so it tests nothing")
	}
}

// killOne starts a process that adds, kills it after a while and gives how many
// entries it was told are kept.
func killOne(t *testing.T, dsn string, after time.Duration) int {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), killEnv+"="+dsn)
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

// whole looks at what a kill left: at least what was told to be kept, each entry
// with all of its lines, none twice.
func whole(t *testing.T, s ledger.Store, told, round int) {
	t.Helper()
	ctx := context.Background()
	// The server may not yet have seen that the process is gone, and may still be at
	// its last commit: a correction waits for the lock.
	if _, err := s.Correct(ctx, ledger.Correction{Kind: ledger.WrongLine, Target: "none"}); err != nil {
		t.Fatal(err)
	}
	c, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if c.Reports < int64(told) || c.Reports%4 != 0 {
		t.Fatalf("after kill %d: %d reports, %d were told to be kept, four at a time", round, c.Reports, told)
	}
	want := map[string]int{}
	for _, e := range storetest.Entries(31, int(c.Reports)) {
		for i := range e.Moves {
			want[e.Moves[i].Key]++
		}
	}
	moves, err := s.Moves(ctx, ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range moves {
		want[moves[i].Key]--
	}
	for key, n := range want {
		if n != 0 {
			t.Errorf("after kill %d: move %s is kept %d times too few", round, key, n)
		}
	}
	if c.Moves != int64(len(moves)) {
		t.Errorf("after kill %d: %d moves are counted, %d kept", round, c.Moves, len(moves))
	}
}
