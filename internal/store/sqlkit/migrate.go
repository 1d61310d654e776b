package sqlkit

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/ledger"
	"github.com/pressly/goose/v3"
)

// VersionTable is the table that tells by which migrations a database was made.
const VersionTable = "ledger_version"

// Migrate brings a database to the version of this program by the numbered files
// of migrations, or does nothing where it has that version. exists tells whether
// the database has a [VersionTable]. One that a newer program made gives a
// StoreError of ledger.ErrNewer and is left as it is.
func Migrate(ctx context.Context, db *sql.DB, engine goose.Dialect, migrations fs.FS, name string, exists bool) error {
	want, err := latest(migrations)
	if err != nil {
		return err
	}
	have := int64(0)
	if exists {
		if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+VersionTable).Scan(&have); err != nil {
			return err
		}
	}
	switch {
	case have == want:
		return nil
	case have > want:
		return &ledger.StoreError{
			Store: name, Err: ledger.ErrNewer,
			What: fmt.Sprintf("the ledger has format %d, this parley knows formats up to %d", have, want),
			Do:   "use the parley that made it, or a newer one",
		}
	}
	p, err := goose.NewProvider(engine, db, migrations, goose.WithTableName(VersionTable), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// latest is the number of the last migration.
func latest(migrations fs.FS) (int64, error) {
	files, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	last := int64(0)
	for _, f := range files {
		digits, _, _ := strings.Cut(path.Base(f), "_")
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: a migration's name begins with its number: %w", f, err)
		}
		last = max(last, n)
	}
	return last, nil
}
