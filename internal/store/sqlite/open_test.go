package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

// refused fails where Open does not refuse a file by an error that wraps is and
// tells what to do.
func refused(t *testing.T, path string, o Options, is error) {
	t.Helper()
	s, err := Open(context.Background(), path, o)
	if err == nil {
		s.Close()
		t.Fatalf("%s was opened", path)
	}
	var e *ledger.StoreError
	if !errors.As(err, &e) || e.Do == "" || e.Store != path || is != nil && !errors.Is(err, is) {
		t.Errorf("%s: %#v (%v), want a StoreError of %v", path, err, err, is)
	}
}

func TestOpenRefusesWhatIsNoLedger(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite", "file:"+other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (x)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no ledger at all\n", 90)), 0o600); err != nil {
		t.Fatal(err)
	}
	short := filepath.Join(dir, "short.db")
	if err := os.WriteFile(short, []byte("SQLite format 3\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, text, short} {
		before, _ := os.ReadFile(path)
		refused(t, path, Options{}, ledger.ErrNotLedger)
		if after, _ := os.ReadFile(path); string(after) != string(before) {
			t.Errorf("%s was changed", path)
		}
	}
	refused(t, dir, Options{}, ledger.ErrNotLedger)
	refused(t, filepath.Join(dir, "none", "such.db"), Options{}, nil)
	refused(t, filepath.Join(dir, "none.db"), Options{MustExist: true}, os.ErrNotExist)
	if files, _ := filepath.Glob(filepath.Join(dir, "none*")); len(files) > 0 {
		t.Errorf("refused and made all the same: %v", files)
	}
}

func TestOpenMakesALedgerOfAnEmptyFileAndOfAnOddName(t *testing.T) {
	for _, name := range []string{"empty.db", "odd ?#%41&'name.db"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			s, err := Open(context.Background(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: the ledger is elsewhere: %v", name, err)
		}
	}
}

func TestOpenRefusesANewerLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO " + sqlkit.VersionTable + " (version_id, is_applied) VALUES (999, 1)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	refused(t, path, Options{}, ledger.ErrNewer)
}

// TestOpenOlder opens a file that has the schema of the first format, as kept in
// testdata, and adds to it.
func TestOpenOlder(t *testing.T) {
	schema, err := os.ReadFile("testdata/format1.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "parley.db")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf("PRAGMA application_id = %d; ", ApplicationID) + string(schema)); err != nil {
		t.Fatal(err)
	}
	db.Close()
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	if _, err := s.Add(ctx, storetest.Entries(1, 10)); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Counts(ctx); err != nil || c.Reports != 10 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := Open(context.Background(), path, Options{Wait: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	entries := storetest.Entries(2, 3)
	_, err = s.Add(context.Background(), entries)
	var e *ledger.StoreError
	if !errors.Is(err, ledger.ErrLocked) || !errors.As(err, &e) || e.Do == "" {
		t.Errorf("Add to a locked ledger: %v", err)
	}
	if _, err := s.Counts(context.Background()); err != nil {
		t.Errorf("a locked ledger cannot be read: %v", err)
	}
	if _, err := db.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(context.Background(), entries); err != nil {
		t.Errorf("Add after the lock is gone: %v", err)
	}
}

// TestFull bounds the file to the pages that it has: SQLite then fails as it does
// where the disk is full.
func TestFull(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	entries := storetest.Entries(3, 200)
	if _, err := s.Add(ctx, entries[:20]); err != nil {
		t.Fatal(err)
	}
	if err := s.Exec(ctx, "PRAGMA max_page_count = 200"); err != nil {
		t.Fatal(err)
	}
	before, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(ctx, entries); !errors.Is(err, ledger.ErrFull) {
		t.Errorf("Add to a full disk: %v", err)
	}
	if after, err := s.Counts(ctx); err != nil || after != before {
		t.Errorf("a failed Add made %+v of %+v, %v", after, before, err)
	}
	if err := s.Exec(ctx, "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(ctx, entries); err != nil {
		t.Errorf("Add once there is space: %v", err)
	}
}

func TestRestore(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	if _, err := s.Add(ctx, storetest.Entries(4, 30)); err != nil {
		t.Fatal(err)
	}
	want, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	copied, err := Open(ctx, path, Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if got, err := copied.Counts(ctx); err != nil || got != want {
		t.Errorf("a backup holds %+v, want %+v, %v", got, want, err)
	}
}
