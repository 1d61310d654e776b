package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/parley-reader/parley/ledger"
)

// backup writes the database to a file by pg_dump, as it was at one moment. It
// comes back by: createdb NAME && pg_restore --no-owner --dbname NAME FILE
func backup(ctx context.Context, db *sql.DB, c *pgx.ConnConfig, dsn, path string) error {
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return &ledger.StoreError{Store: path, What: "a file of that name is there already", Do: "give another name, or move it away", Err: os.ErrExist}
	}
	program, err := exec.LookPath("pg_dump")
	if err != nil {
		return &ledger.StoreError{
			What: "a copy of a PostgreSQL ledger is made by pg_dump, which is not installed here",
			Do:   "install PostgreSQL's client programs (Debian: apt-get install postgresql-client), or have the server's own backup made", Err: err,
		}
	}
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return &ledger.StoreError{Store: path, What: "the copy cannot be written", Do: "see that the folder is there and can be written to", Err: err}
	}
	defer os.Remove(part)
	cmd := exec.CommandContext(ctx, program, "--format=custom", "--no-owner", "--no-password")
	cmd.Env = append(os.Environ(), environment(c, dsn)...)
	cmd.Stdout = file
	var said strings.Builder
	cmd.Stderr = &said
	err = errors.Join(cmd.Run(), file.Sync(), file.Close())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &ledger.StoreError{What: "pg_dump failed: " + strings.TrimSpace(said.String()), Do: "see that pg_dump is not older than the server, and that the disk has room", Err: err}
	}
	return name(part, path)
}

// name gives a written file its name, where no other has it.
func name(part, path string) error {
	err := os.Link(part, path)
	if err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil { // a file system without links
		return fmt.Errorf("%s: %w", path, os.ErrExist)
	}
	return os.Rename(part, path)
}

// environment tells pg_dump where to connect to, so that the password stands in
// no command line.
func environment(c *pgx.ConnConfig, dsn string) []string {
	env := []string{"PGHOST=" + c.Host, "PGPORT=" + strconv.Itoa(int(c.Port)), "PGUSER=" + c.User, "PGDATABASE=" + c.Database}
	if c.Password != "" {
		env = append(env, "PGPASSWORD="+c.Password)
	}
	for key, name := range map[string]string{"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"} {
		if v := setting(dsn, key); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// setting is what a DSN of either form says of a key.
func setting(dsn, key string) string {
	if strings.Contains(dsn, "://") {
		if u, err := url.Parse(dsn); err == nil {
			return u.Query().Get(key)
		}
		return ""
	}
	for part := range strings.FieldsSeq(dsn) {
		if v, ok := strings.CutPrefix(part, key+"="); ok {
			return strings.Trim(v, "'")
		}
	}
	return ""
}
