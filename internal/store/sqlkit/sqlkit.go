// Package sqlkit keeps a ledger in a SQL database: what SQLite and PostgreSQL
// have in common. An engine brings its migrations and a [Dialect], opens its
// databases, and gives [New] both; the [Store] that comes back implements
// ledger.Store.
//
// Rows are compact. Days are numbers such as 20250820, times are milliseconds,
// closed lists are the numbers of their values. The text of a report is stored
// once: the words of a line are cut from it by their span, and what stands within
// the words is stored as a reference into them. The numbers of all rows are given
// out here, under the lock of the one that adds, so that many rows can go in at
// once without asking what became of them.
package sqlkit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/parley-reader/parley/ledger"
)

// Dialect is what an engine does in its own way. Functions that may be nil say so.
type Dialect struct {
	// Dollar is set where arguments are written $1, not ?.
	Dollar bool
	// Lock makes a transaction the only one that adds, in all processes. nil: a
	// transaction of the writing database is that from its beginning.
	Lock func(ctx context.Context, tx *sql.Tx) error
	// Insert puts rows into a table; values are those of one row after the other.
	// nil: by INSERT statements of several rows.
	Insert func(ctx context.Context, w *Writer, table string, columns []string, values []any) error
	// Raise adds to a number column of many rows: by[i] to that of the row ids[i].
	// nil: one UPDATE each.
	Raise func(ctx context.Context, w *Writer, table, column string, ids, by []int64) error
	// Index makes texts findable.
	Index func(ctx context.Context, w *Writer, texts []Text) error
	// Match is the condition on column, the number of a report, that its text
	// matches the terms; args are its arguments.
	Match func(terms []Term, column string) (condition string, args []any)
	// Many tells whether so many texts match that reports are better gone through
	// in their order than the matches gathered. nil: they are gathered always.
	Many func(ctx context.Context, db *sql.DB, terms []Term) (bool, error)
	// Between asks for the numbers of the reports between two that match; it is
	// needed with Many.
	Between func(terms []Term, least, most ledger.ReportID) (query string, args []any)
	// Explain tells what an error of the driver means to the user, or gives nil.
	Explain func(err error) *ledger.StoreError
	// Backup writes a copy to a path that does not exist.
	Backup func(ctx context.Context, db *sql.DB, path string) error
}

// Text is what can be searched of one report, in the form of ledger.FoldName.
type Text struct {
	Report      ledger.ReportID
	Title, Text string
}

// Term is one part of a search.
type Term = ledger.Term

// Store is a ledger in a SQL database. It is safe for concurrent use.
type Store struct {
	dialect     Dialect
	read, write *sql.DB
	name        string // path, or DSN without its password
	terms       terms
	adding      chan struct{}           // holds one while someone adds
	sketches    map[int64]ledger.Sketch // of committed reports, for who holds adding
	trace       func(query string, args []any)
	mu          sync.Mutex
	prepared    map[string]*sql.Stmt // on write
}

var _ ledger.Store = (*Store)(nil)

// New makes a store of databases that are migrated: read is for questions, write
// for adding; they may be the same. name is shown in errors. Close closes both.
func New(d Dialect, read, write *sql.DB, name string) *Store {
	return &Store{dialect: d, read: read, write: write, name: name, adding: make(chan struct{}, 1), prepared: map[string]*sql.Stmt{}, sketches: map[int64]ledger.Sketch{}}
}

// Writer is a transaction that adds.
type Writer struct {
	Conn  *sql.Conn // the connection that Tx runs on, for what only the driver can do
	Tx    *sql.Tx
	store *Store
}

// Close closes the databases. A second call does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	for _, p := range s.prepared {
		if p != nil {
			p.Close()
		}
	}
	s.prepared = map[string]*sql.Stmt{}
	s.mu.Unlock()
	err := s.read.Close()
	if s.write != s.read {
		err = errors.Join(err, s.write.Close())
	}
	return err
}

// fail explains an error to the user where the engine can.
func (s *Store) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *ledger.StoreError
	if errors.As(err, &known) {
		return err
	}
	if e := s.dialect.Explain(err); e != nil {
		e.Store = s.name
		return e
	}
	return fmt.Errorf("%s: %s: %w", s.name, doing, err)
}

// bind writes the arguments of a statement as the engine wants them.
func (d *Dialect) bind(query string) string {
	if !d.Dollar || !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) + 32)
	n := 0
	for i := 0; i < len(query); i++ {
		if query[i] != '?' {
			b.WriteByte(query[i])
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each calls row for every row of an answer.
func (s *Store) each(ctx context.Context, q querier, query string, args []any, row func(scan func(...any) error) error) error {
	if s.trace != nil {
		s.trace(query, args)
	}
	rows, err := q.QueryContext(ctx, s.dialect.bind(query), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// change runs a transaction that adds: all of it or nothing.
func (s *Store) change(ctx context.Context, doing string, do func(*Writer) error) error {
	select {
	case s.adding <- struct{}{}:
		defer func() { <-s.adding }()
	case <-ctx.Done():
		return s.fail(doing, ctx.Err())
	}
	if err := s.prepare(ctx); err != nil {
		return s.fail(doing, err)
	}
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return s.fail(doing, err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return s.fail(doing, err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if s.dialect.Lock != nil {
		if err := s.dialect.Lock(ctx, tx); err != nil {
			return s.fail(doing, err)
		}
	}
	if err := do(&Writer{Conn: conn, Tx: tx, store: s}); err != nil {
		return s.fail(doing, err)
	}
	return s.fail(doing, tx.Commit())
}

// QueryContext asks within the transaction.
func (w *Writer) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return w.Tx.QueryContext(ctx, query, args...)
}

// inRow is how many rows one INSERT takes.
const inRow = 16

// insert puts rows into a table.
func (w *Writer) insert(ctx context.Context, t table, values []any) error {
	if len(values) == 0 {
		return nil
	}
	if f := w.store.dialect.Insert; f != nil {
		return f(ctx, w, t.name, t.columns, values)
	}
	for n := len(t.columns) * inRow; len(values) >= n; values = values[n:] {
		if err := w.insertRows(ctx, t, inRow, values[:n]); err != nil {
			return err
		}
	}
	for n := len(t.columns); len(values) > 0; values = values[n:] {
		if err := w.insertRows(ctx, t, 1, values[:n]); err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) insertRows(ctx context.Context, t table, rows int, values []any) error {
	row := "(" + marks(len(t.columns)) + ")"
	return w.Run(ctx, "INSERT INTO "+t.name+" ("+strings.Join(t.columns, ", ")+") VALUES "+row+strings.Repeat(", "+row, rows-1), values...)
}

// Run executes a statement that will be run again: it is prepared before the
// next transaction, as the writing database may have one connection only.
func (w *Writer) Run(ctx context.Context, query string, args ...any) error {
	s := w.store
	query = s.dialect.bind(query)
	s.mu.Lock()
	p, ok := s.prepared[query]
	if !ok {
		s.prepared[query] = nil
	}
	s.mu.Unlock()
	var err error
	if p != nil {
		_, err = w.Tx.StmtContext(ctx, p).ExecContext(ctx, args...)
	} else {
		_, err = w.Tx.ExecContext(ctx, query, args...)
	}
	return err
}

// prepare prepares what the last transactions ran. Nobody else adds meanwhile.
func (s *Store) prepare(ctx context.Context) error {
	var wanted []string
	s.mu.Lock()
	for query, p := range s.prepared {
		if p == nil {
			wanted = append(wanted, query)
		}
	}
	s.mu.Unlock()
	for _, query := range wanted {
		p, err := s.write.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.prepared[query] = p
		s.mu.Unlock()
	}
	return nil
}

// marks is n times ? with commas.
func marks(n int) string {
	if n == 0 {
		return ""
	}
	return strings.Repeat("?, ", n-1) + "?"
}

// manyArgs bounds the arguments of one statement.
const manyArgs = 400

// among asks in parts for the rows whose column is one of list: query has one %s
// for the condition.
func among[T any](ctx context.Context, s *Store, q querier, query, column string, list []T, row func(scan func(...any) error) error) error {
	for len(list) > 0 {
		n := min(len(list), manyArgs)
		args := make([]any, n)
		for i, x := range list[:n] {
			args[i] = x
		}
		if err := s.each(ctx, q, fmt.Sprintf(query, column+" IN ("+marks(n)+")"), args, row); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// Exec runs one statement on the writing database, outside of any transaction: a
// setting, or maintenance.
func (s *Store) Exec(ctx context.Context, query string, args ...any) error {
	_, err := s.write.ExecContext(ctx, query, args...)
	return s.fail("running a statement", err)
}

// Name is the path of the ledger, or its DSN without the password.
func (s *Store) Name() string { return s.name }

// Trace has f called with each question that is asked of the database, so that
// its plan can be looked at. It is not to be called while the store is in use.
func (s *Store) Trace(f func(query string, args []any)) { s.trace = f }
