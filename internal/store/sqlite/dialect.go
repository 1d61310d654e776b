package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/ledger"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// dialect is that of the file of a path.
func dialect(path string, o Options) sqlkit.Dialect {
	return sqlkit.Dialect{Index: index, Match: match, Many: many, Between: betweenReports, Explain: explain, Backup: func(ctx context.Context, _ *sql.DB, to string) error {
		// Readers may not write, and the writer is to go on: it has a connection of its own.
		db, err := sql.Open("sqlite", dsn(path, o))
		if err != nil {
			return err
		}
		defer db.Close()
		return backup(ctx, db, to)
	}}
}

// index puts texts into the full-text index.
func index(ctx context.Context, w *sqlkit.Writer, texts []sqlkit.Text) error {
	for _, t := range texts {
		if err := w.Run(ctx, "INSERT INTO found (rowid, title, text) VALUES (?, ?, ?)", int64(t.Report), t.Title, t.Text); err != nil {
			return err
		}
	}
	return nil
}

// match writes the condition that a text matches.
func match(terms []sqlkit.Term, column string) (string, []any) {
	return column + " IN (SELECT rowid FROM found WHERE found MATCH ?)", []any{expression(terms)}
}

// manyFound is from how many texts on reports are gone through in their order.
const manyFound = 3000

func many(ctx context.Context, db *sql.DB, terms []sqlkit.Term) (bool, error) {
	n := 0
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT rowid FROM found WHERE found MATCH ? LIMIT ?)", expression(terms), manyFound).Scan(&n)
	return n == manyFound, err
}

func betweenReports(terms []sqlkit.Term, least, most ledger.ReportID) (string, []any) {
	return "SELECT rowid FROM found WHERE found MATCH ? AND rowid BETWEEN ? AND ?", []any{expression(terms), int64(least), int64(most)}
}

// expression writes terms as the full-text index reads them. They are folded:
// letters, digits and blanks alone.
func expression(terms []sqlkit.Term) string {
	var all, not []string
	for _, t := range terms {
		s := `"` + strings.Join(t.Words, " ") + `"`
		if t.Prefix {
			s += " *"
		}
		if t.Not {
			not = append(not, s)
		} else {
			all = append(all, s)
		}
	}
	query := "(" + strings.Join(all, " AND ") + ")"
	if len(not) > 0 {
		query += " NOT (" + strings.Join(not, " OR ") + ")"
	}
	return query
}

// explained is an error as the user is told it.
func explained(path string, err error) error {
	var known *ledger.StoreError
	if errors.As(err, &known) {
		return err
	}
	if e := explain(err); e != nil {
		e.Store = path
		return e
	}
	return fmt.Errorf("%s: opening the ledger: %w", path, err)
}

// explain tells what an error of the driver means.
func explain(err error) *ledger.StoreError {
	var e *driver.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return &ledger.StoreError{What: "another process is adding to the ledger", Do: "wait until it is done, or stop it", Err: errors.Join(ledger.ErrLocked, err)}
	case lib.SQLITE_FULL:
		return full(err)
	case lib.SQLITE_NOTADB:
		return &ledger.StoreError{What: "it is not a ledger", Do: "name another file with --ledger", Err: errors.Join(ledger.ErrNotLedger, err)}
	case lib.SQLITE_CORRUPT:
		return &ledger.StoreError{What: "the ledger's file is damaged", Do: "put a backup in its place", Err: err}
	case lib.SQLITE_READONLY:
		return &ledger.StoreError{What: "the ledger cannot be written", Do: "check the permissions of the file and its folder", Err: err}
	case lib.SQLITE_CANTOPEN, lib.SQLITE_PERM, lib.SQLITE_AUTH:
		return &ledger.StoreError{What: "the ledger cannot be opened", Do: "check that its folder exists and can be written", Err: err}
	case lib.SQLITE_IOERR:
		if e.Code() == lib.SQLITE_IOERR_WRITE {
			return full(err)
		}
		return &ledger.StoreError{What: "the disk fails", Do: "check the disk, and that the ledger's file was not taken away", Err: err}
	}
	return nil
}

func full(err error) *ledger.StoreError {
	return &ledger.StoreError{What: "there is no space left for the ledger", Do: "make space on its disk and run the same again: what was added is kept", Err: errors.Join(ledger.ErrFull, err)}
}

// backup writes a copy of one moment, compacted.
func backup(ctx context.Context, db *sql.DB, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return &ledger.StoreError{What: "the backup " + path + " is there already", Do: "name a file that does not exist", Err: err}
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		os.Remove(part)
		return err
	}
	return os.Rename(part, path)
}
