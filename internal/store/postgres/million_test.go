package postgres

import (
	"os"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/storetest"
)

// TestMillion fills a ledger and times the questions that users ask:
// PARLEY_MOVES=1000000 go test ./internal/store/postgres -run Million -v -timeout 1h
// In the database of PARLEY_DSN it stays for another run.
// With PARLEY_PLANS=FILE the plans of what takes 30 ms and more are written there.
func TestMillion(t *testing.T) {
	moves := storetest.Moves(t)
	if dsn := os.Getenv("PARLEY_DSN"); dsn != "" {
		s := open(t, dsn)
		storetest.Time(t, s, storetest.Fill(t, s, moves), 100*time.Millisecond)
		storetest.TimeWhole(t, s, 100*time.Millisecond)
		return
	}
	c := storetest.Postgres(t)
	if file := os.Getenv("PARLEY_PLANS"); file != "" {
		c.Explain(t, 3*time.Millisecond, file)
	}
	s := open(t, c.Database(t))
	last := storetest.Fill(t, s, moves)
	storetest.Time(t, s, last, 100*time.Millisecond)
	storetest.TimeWhole(t, s, 100*time.Millisecond)
}
