package ledgercmd

import (
	"context"

	"github.com/parley-reader/parley/internal/store/postgres"
	"github.com/parley-reader/parley/internal/store/sqlite"
	"github.com/parley-reader/parley/ledger"
)

// OpenStore opens the ledger of a file, or of a DSN of PostgreSQL, and makes it
// where there is none.
func OpenStore(ctx context.Context, where string) (ledger.Store, error) {
	if isDSN(where) {
		s, err := postgres.Open(ctx, where, postgres.Options{})
		if err != nil {
			return nil, err
		}
		return s, nil
	}
	s, err := sqlite.Open(ctx, where, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	return s, nil
}
