// Package postgres keeps a ledger in PostgreSQL, version 14 or newer.
//
// Start with [Open]. Several programs may use one ledger at the same time: one
// adds, the others wait. After the server was away the store goes on by itself;
// what was being added is kept whole or not at all.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/ledger"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options change how a ledger is opened. The zero value is what most want.
type Options struct {
	// Timeout is how long to wait for the server to answer when connecting, 5 s
	// when zero. What the DSN says goes before.
	Timeout time.Duration
	// Connections bounds how many are open at a time, 12 when zero.
	Connections int
}

// The numbers of the advisory locks: of the one that adds, and of the one that
// brings the tables up to date.
const (
	addLock     = 0x7061726c_65790001
	migrateLock = 0x7061726c_65790002
)

// Open opens the ledger in the database that a DSN names, "postgres://…" or
// "host=… dbname=…", and makes its tables where there are none. An error that the
// user can mend is a *ledger.StoreError; none tells the password.
func Open(ctx context.Context, dsn string, o Options) (*sqlkit.Store, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// What the parser says could hold the DSN with its password.
		return nil, &ledger.StoreError{What: "the address of the PostgreSQL database cannot be read", Do: "write it as postgres://user@host:5432/database", Err: errors.New("malformed DSN")}
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = o.Timeout
		if o.Timeout <= 0 {
			config.ConnectTimeout = 5 * time.Second
		}
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "parley"
	}
	name := nameOf(config)
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(settle))
	most := o.Connections
	if most <= 0 {
		most = 12
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := ready(ctx, db, name); err != nil {
		db.Close()
		if e := explain(err); e != nil {
			e.Store = name
			return nil, e
		}
		return nil, err
	}
	return sqlkit.New(dialect(config, dsn), db, db, name), nil
}

// dialect is what PostgreSQL does in its own way.
func dialect(config *pgx.ConnConfig, dsn string) sqlkit.Dialect {
	return sqlkit.Dialect{
		Dollar: true,
		Lock: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(addLock))
			return err
		},
		Insert:  copyIn,
		Raise:   raise,
		Index:   index,
		Match:   match,
		Explain: explain,
		Backup:  func(ctx context.Context, db *sql.DB, path string) error { return backup(ctx, db, config, dsn, path) },
	}
}

// nameOf is what errors call the database: without its password.
func nameOf(c *pgx.ConnConfig) string {
	u := url.URL{Scheme: "postgres", User: url.User(c.User), Host: c.Host, Path: "/" + c.Database}
	if strings.HasPrefix(c.Host, "/") {
		return fmt.Sprintf("postgres://%s@/%s?host=%s", c.User, c.Database, c.Host)
	}
	if c.Port != 5432 {
		u.Host = fmt.Sprintf("%s:%d", c.Host, c.Port)
	}
	return u.String()
}

// settle prepares a connection: plans are made for the values that are asked for,
// as a plan that was made when the tables were small is kept for too long; and
// for disks that read any page as fast as the next.
func settle(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, "SET plan_cache_mode = force_custom_plan; SET jit = off; SET random_page_cost = 1.1")
	return err
}

// ready sees that the database is a ledger of this version, and makes it one.
func ready(ctx context.Context, db *sql.DB, name string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var encoding string
	if err := conn.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return &ledger.StoreError{
			Store: name, What: "the database keeps text as " + encoding + ", a ledger needs UTF8",
			Do: "make another: createdb --encoding UTF8 --template template0 NAME", Err: ledger.ErrNotLedger,
		}
	}
	// Held until the connection is given back, so that of two who open a new
	// database one makes the tables and the other finds them.
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return err
	}
	defer func() {
		// Also where ctx has ended: the lock goes with the connection otherwise.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrateLock))
	}()
	var exists, foreign bool
	err = conn.QueryRowContext(ctx, "SELECT to_regclass($1) IS NOT NULL, to_regclass('report') IS NOT NULL OR to_regclass('move') IS NOT NULL", sqlkit.VersionTable).Scan(&exists, &foreign)
	if err != nil {
		return err
	}
	if foreign && !exists {
		return &ledger.StoreError{
			Store: name, What: "the database holds tables of another program, no ledger",
			Do: "make a database for the ledger alone: createdb NAME", Err: ledger.ErrNotLedger,
		}
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return sqlkit.Migrate(ctx, db, goose.DialectPostgres, files, name, exists)
}

// driver gives the driver's own connection of a transaction that adds.
func driver(w *sqlkit.Writer, do func(*pgx.Conn) error) error {
	return w.Conn.Raw(func(c any) error {
		own, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of type %T", c)
		}
		return do(own.Conn())
	})
}

// copyIn puts rows in by COPY, which is several times as fast as INSERT.
func copyIn(ctx context.Context, w *sqlkit.Writer, table string, columns []string, values []any) error {
	n := len(columns)
	return driver(w, func(c *pgx.Conn) error {
		_, err := c.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(len(values)/n, func(i int) ([]any, error) { return values[i*n : (i+1)*n], nil }))
		return err
	})
}

// raise adds to a column of many rows at once.
func raise(ctx context.Context, w *sqlkit.Writer, table, column string, ids, by []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return driver(w, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, fmt.Sprintf("UPDATE %[1]s AS t SET %[2]s = t.%[2]s + x.n FROM unnest($1::bigint[], $2::bigint[]) AS x (id, n) WHERE t.id = x.id", table, column), ids, by)
		return err
	})
}
