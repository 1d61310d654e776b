// Package sqlite keeps a ledger in one SQLite file. Start with [Open].
//
// The file is in WAL mode beside its -wal and -shm files while it is in use: many
// read while one adds, and what was committed outlives a kill of the process and a
// loss of power. A backup is one file; to restore is to put it in the place of the
// ledger, without -wal and -shm, while nobody uses it.
package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/ledger"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver
)

//go:embed migrations/*.sql
var files embed.FS

// ApplicationID is in the header of every ledger file: "prly".
const ApplicationID = 0x70726c79

// Options tells how to open. The zero value is good for most.
type Options struct {
	// MustExist refuses to make a new ledger.
	MustExist bool
	// Wait is how long to wait for another process that adds; zero is ten seconds.
	Wait time.Duration
	// Readers is how many questions are answered at a time; zero is four.
	Readers int
}

// Open opens the ledger of a path, makes it where the file does not exist or is
// empty, and brings one of an older parley to the format of this one. Errors are
// [*ledger.StoreError] where the user can do something about them; a file that is
// no ledger is not touched.
func Open(ctx context.Context, path string, o Options) (*sqlkit.Store, error) {
	if o.Wait <= 0 {
		o.Wait = 10 * time.Second
	}
	if o.Readers <= 0 {
		o.Readers = 4
	}
	fresh, err := look(path, o)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := make1(ctx, path, o); err != nil {
			return nil, explained(path, err)
		}
	}
	// A question on disk is a matter of milliseconds: each reader keeps a small
	// cache of its own, the writer a larger one.
	write, err := sql.Open("sqlite", dsn(path, o, "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-65536)", "temp_store(MEMORY)", "wal_autocheckpoint(4000)")+"&_txlock=immediate")
	if err != nil {
		return nil, explained(path, err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write, path, fresh); err != nil {
		write.Close()
		return nil, explained(path, err)
	}
	read, err := sql.Open("sqlite", dsn(path, o, "query_only(1)", "cache_size(-32768)", "temp_store(MEMORY)"))
	if err != nil {
		write.Close()
		return nil, explained(path, err)
	}
	read.SetMaxOpenConns(o.Readers)
	read.SetMaxIdleConns(o.Readers)
	return sqlkit.New(dialect(path, o), read, write, path), nil
}

// look tells whether a ledger is to be made at a path, and refuses what is none.
func look(path string, o Options) (fresh bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.MustExist {
			return false, &ledger.StoreError{Store: path, What: "there is no such ledger", Do: "name another with --ledger, or make it by parley add", Err: err}
		}
		return true, nil
	case err != nil:
		return false, &ledger.StoreError{Store: path, What: "the ledger cannot be looked at", Do: "check the path and its permissions", Err: err}
	case info.IsDir():
		return false, &ledger.StoreError{Store: path, What: "it is a folder, not a ledger", Do: "name a file in it", Err: ledger.ErrNotLedger}
	case info.Size() == 0:
		return true, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, &ledger.StoreError{Store: path, What: "the ledger cannot be read", Do: "check its permissions", Err: err}
	}
	defer f.Close()
	var head [100]byte
	_, err = io.ReadFull(f, head[:])
	if err != nil || !bytes.HasPrefix(head[:], []byte("SQLite format 3\x00")) || binary.BigEndian.Uint32(head[68:]) != ApplicationID {
		return false, &ledger.StoreError{Store: path, What: "it is not a ledger", Do: "name another file with --ledger; this one was left as it is", Err: ledger.ErrNotLedger}
	}
	return false, nil
}

// dsn names a file with what is set on each connection to it.
func dsn(path string, o Options, pragmas ...string) string {
	var b strings.Builder
	b.WriteString("file:")
	b.WriteString(strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path))
	fmt.Fprintf(&b, "?_pragma=busy_timeout(%d)", o.Wait.Milliseconds())
	for _, p := range pragmas {
		b.WriteString("&_pragma=" + p)
	}
	return b.String()
}

// make1 makes the first page of a ledger, with the number that tells it. It does
// so without a WAL, so that the file says what it is from the first moment on.
func make1(ctx context.Context, path string, o Options) error {
	db, err := sql.Open("sqlite", dsn(path, o))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", ApplicationID))
	return err
}

// migrate brings a ledger to the format of this program.
func migrate(ctx context.Context, db *sql.DB, path string, fresh bool) error {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		return err
	}
	exists := false
	if !fresh {
		n := 0
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = ?", sqlkit.VersionTable).Scan(&n); err != nil {
			return err
		}
		exists = n > 0
	}
	return sqlkit.Migrate(ctx, db, goose.DialectSQLite3, sub, path, exists)
}
