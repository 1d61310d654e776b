package sqlite

import (
	"os"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

// TestMillion adds as many moves as $PARLEY_MOVES tells, and asks what users ask:
// PARLEY_MOVES=1000000 go test ./internal/store/sqlite -run Million -v -timeout 25m
// In the file of PARLEY_KEPT it stays for another run.
func TestMillion(t *testing.T) {
	moves := storetest.Moves(t)
	s := open(t)
	if path := os.Getenv("PARLEY_KEPT"); path != "" {
		var err error
		if s, err = Open(t.Context(), path, Options{}); err != nil {
			t.Fatal(err)
		}
		defer s.Close()
	}
	last := storetest.Fill(t, s, moves)
	storetest.Time(t, s, last, 100*time.Millisecond)
	storetest.TimeWhole(t, s, 100*time.Millisecond)
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Exec(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.Name())
	if err != nil {
		t.Fatal(err)
	}
	text := 0
	reports, err := s.Reports(t.Context(), ledger.Query{Limit: 2000, Text: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		text += len(r.Text)
	}
	t.Logf("%+v", c)
	t.Logf("%d bytes a report, of which the text is %d", info.Size()/c.Reports, text/len(reports))
}
