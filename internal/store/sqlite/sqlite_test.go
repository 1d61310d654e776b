package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

func open(tb testing.TB) *sqlkit.Store {
	tb.Helper()
	s, err := Open(context.Background(), filepath.Join(tb.TempDir(), "parley.db"), Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(tb testing.TB) ledger.Store { return open(tb) })
}
