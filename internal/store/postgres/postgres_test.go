package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

func open(tb testing.TB, dsn string) *sqlkit.Store {
	tb.Helper()
	s, err := Open(context.Background(), dsn, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	c := storetest.Postgres(t)
	made := c.Database(t) // copied for each part, which is faster than to make it each time
	open(t, made).Close()
	storetest.Run(t, func(tb testing.TB) ledger.Store { return open(tb, c.CopyOf(tb, base(made))) })
}

// refused opens a ledger that cannot be opened, within seconds.
func refused(t *testing.T, dsn string, is error, words string) {
	t.Helper()
	begin := time.Now()
	s, err := Open(context.Background(), dsn, Options{Timeout: time.Second})
	if err == nil {
		s.Close()
		t.Fatalf("%q opens", words)
	}
	var told *ledger.StoreError
	if !errors.As(err, &told) || told.Do == "" || !strings.Contains(told.What, words) {
		t.Errorf("error %q (%T), want a StoreError of %q", err, err, words)
	}
	if is != nil && !errors.Is(err, is) {
		t.Errorf("error %v is not %v", err, is)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("%q took %s", words, took)
	}
	for _, said := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprint(errors.Unwrap(err)), told.Do} {
		if strings.Contains(said, "sesame") {
			t.Errorf("the error tells the password: %s", said)
		}
	}
}

func TestMalformedDSN(t *testing.T) {
	for _, dsn := range []string{"postgres://u:sesame@host:port/x", "postgres://u:sesame@[::1/x", "host=x port=sesame", "sslmode=sesame host=x", "postgres://%zzsesame"} {
		refused(t, dsn, nil, "cannot be read")
	}
}

func TestNobodyAnswers(t *testing.T) {
	refused(t, "postgres://u:sesame@127.0.0.1:1/x?sslmode=disable", ledger.ErrGone, "does not answer")
	refused(t, "postgres://u:sesame@/x?host=/nonexistent", ledger.ErrGone, "does not answer")
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	refused(t, "postgres://u:sesame@"+silent.Addr().String()+"/x?sslmode=disable", ledger.ErrGone, "does not answer")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, "postgres://u@"+silent.Addr().String()+"/x?sslmode=disable", Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("until the caller's deadline: %v", err)
	}
}

func TestWrongUserPasswordDatabase(t *testing.T) {
	c := storetest.Postgres(t)
	if err := c.Guard(); err != nil {
		t.Fatal(err)
	}
	refused(t, c.DSNAs("postgres", url.UserPassword("guarded", "wrong sesame")), nil, "password is wrong")
	refused(t, c.DSNAs("postgres", url.User("guarded")), nil, "password")
	refused(t, c.DSNAs("nobase", url.UserPassword("guarded", storetest.Password)), nil, "no such database")
	refused(t, c.DSNAs("postgres", url.User("stranger")), nil, "stranger")
	dsn, err := url.Parse(c.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, c.DSNAs(strings.TrimPrefix(dsn.Path, "/"), url.UserPassword("guarded", storetest.Password)))
	if err := s.Backup(context.Background(), filepath.Join(t.TempDir(), "copy")); err != nil && !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("backup with a password: %v", err)
	}
}

func TestNotALedger(t *testing.T) {
	c := storetest.Postgres(t)
	foreign := c.Database(t)
	if err := c.SQL(base(foreign), "CREATE TABLE report (x int)"); err != nil {
		t.Fatal(err)
	}
	refused(t, foreign, ledger.ErrNotLedger, "another program")
	newer := c.Database(t)
	open(t, newer).Close()
	if err := c.SQL(base(newer), "INSERT INTO "+sqlkit.VersionTable+" (version_id, is_applied) VALUES (9999, true)"); err != nil {
		t.Fatal(err)
	}
	refused(t, newer, ledger.ErrNewer, "9999")
	latin := base(c.Database(t)) + "_latin"
	if err := c.SQL("postgres", "CREATE DATABASE "+latin+" ENCODING LATIN1 LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"); err != nil {
		t.Skip(err)
	}
	defer c.SQL("postgres", "DROP DATABASE "+latin)
	refused(t, c.DSN(latin), ledger.ErrNotLedger, "LATIN1")
}

// base is the name of the database of a DSN.
func base(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Path, "/")
}

func TestManyOpenANewDatabase(t *testing.T) {
	dsn := storetest.Postgres(t).Database(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			s, err := Open(context.Background(), dsn, Options{Connections: 3})
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	all.Wait()
}

// TestServerComesBack stops the server between and during adds.
func TestServerComesBack(t *testing.T) {
	c := storetest.Postgres(t)
	s, ctx := open(t, c.Database(t)), context.Background()
	entries := storetest.Entries(31, 240)
	if _, err := s.Add(ctx, entries[:20]); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"fast", "immediate"} {
		if err := c.Stop(mode); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Counts(ctx); !errors.Is(err, ledger.ErrGone) {
			t.Errorf("asking while the server is away: %v", err)
		}
		if _, err := s.Add(ctx, entries[20:30]); !errors.Is(err, ledger.ErrGone) {
			t.Errorf("adding while the server is away: %v", err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Counts(ctx); err != nil {
			t.Errorf("asking after the server came back: %v", err)
		}
	}
	addThrough(t, c, s, entries[20:])
	counts, err := s.Counts(ctx)
	if err != nil || counts.Reports != 240 {
		t.Errorf("%d of 240 reports, %v", counts.Reports, err)
	}
	for i, e := range entries {
		kept, err := s.ReportsByKey(ctx, []string{e.Report.Key})
		if err != nil || len(kept) != 1 {
			t.Fatalf("report %d: %d times, %v", i, len(kept), err)
		}
		moves, err := s.Moves(ctx, ledger.Query{Reports: []ledger.ReportID{kept[0].ID}})
		if err != nil || len(moves) != len(e.Moves) {
			t.Errorf("report %d has %d of %d moves, %v", i, len(moves), len(e.Moves), err)
		}
	}
}

// addThrough adds one by one, again where it failed, while the server is stopped
// and started.
func addThrough(t *testing.T, c *storetest.Cluster, s ledger.Store, entries []*ledger.Entry) {
	t.Helper()
	ctx := context.Background()
	done := make(chan struct{})
	var server sync.WaitGroup
	server.Go(func() {
		for i := 0; i < 4; i++ {
			select {
			case <-done:
				return
			case <-time.After(time.Duration(20+i*35) * time.Millisecond):
			}
			if err := errors.Join(c.Stop([]string{"immediate", "fast"}[i%2]), c.Start()); err != nil {
				t.Error(err)
			}
		}
	})
	failed := 0
	for i := 0; i < len(entries); {
		_, err := s.Add(ctx, entries[i:i+1])
		switch {
		case err == nil:
			i++
		case errors.Is(err, ledger.ErrGone):
			if failed++; failed > 2000 {
				t.Fatalf("the store does not come back: %v", err)
			}
			time.Sleep(10 * time.Millisecond)
		default:
			t.Errorf("adding while the server is stopped: %v", err)
			i++
		}
	}
	close(done)
	server.Wait()
	if failed == 0 {
		t.Log("no add met a stopped server")
	}
}

func TestBackupComesBack(t *testing.T) {
	c := storetest.Postgres(t)
	if _, err := exec.LookPath("pg_restore"); err != nil {
		t.Skip("pg_restore is not installed")
	}
	s, ctx := open(t, c.Database(t)), context.Background()
	if _, err := s.Add(ctx, storetest.Entries(32, 50)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy")
	if err := s.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", info, err)
	}
	again := c.Database(t)
	if out, err := exec.Command("pg_restore", "--no-owner", "--dbname", again, path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b := open(t, again)
	want, err1 := s.Counts(ctx)
	got, err2 := b.Counts(ctx)
	if got != want || want.Reports != 50 || err1 != nil || err2 != nil {
		t.Errorf("the copy holds %+v (%v), the ledger %+v (%v)", got, err2, want, err1)
	}
	hits, err := b.Search(ctx, "talks", ledger.Query{Limit: 5})
	if len(hits) != 5 || err != nil {
		t.Errorf("the copy finds %d, %v", len(hits), err)
	}
}

func TestBackupWithoutProgram(t *testing.T) {
	s := open(t, storetest.Postgres(t).Database(t))
	t.Setenv("PATH", t.TempDir())
	err := s.Backup(context.Background(), filepath.Join(t.TempDir(), "copy"))
	var told *ledger.StoreError
	if !errors.As(err, &told) || !strings.Contains(told.Do, "postgresql-client") {
		t.Errorf("backup without pg_dump: %v", err)
	}
}

func TestVector(t *testing.T) {
	for _, x := range []struct{ title, text, want string }{
		{"", "", ""},
		{"a title", "a text", "'a':1,4 'title':2 'text':5 "},
		{"", strings.Repeat("x", 2000) + " short", "'short':3 "},
	} {
		if got := vector(x.title, x.text); got != x.want {
			t.Errorf("%.20q, %.20q: %q, want %q", x.title, x.text, got, x.want)
		}
	}
	var long strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&long, "word%d ", i)
	}
	if n := len(vector("", long.String())); n > 3<<20 {
		t.Errorf("a vector of %d bytes", n)
	}
}

func TestMatch(t *testing.T) {
	for _, x := range []struct {
		terms []sqlkit.Term
		want  string
	}{
		{[]sqlkit.Term{{Words: []string{"a"}}}, "('a')"},
		{[]sqlkit.Term{{Words: []string{"a", "b"}, Prefix: true}, {Words: []string{"c"}, Not: true}, {Words: []string{"c"}, Not: true}}, "('a' <-> 'b':*) & !('c')"},
		{[]sqlkit.Term{{Words: []string{strings.Repeat("x", 2000)}}}, ""},
		{nil, ""},
	} {
		condition, args := match(x.terms, "r.id")
		switch {
		case x.want == "" && (condition != "1 = 0" || len(args) > 0), x.want != "" && (len(args) != 1 || args[0] != x.want):
			t.Errorf("%v: %s %v, want %s", x.terms, condition, args, x.want)
		}
	}
}
