package postgres

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/parley-reader/parley/ledger"
)

// explain tells what an error means to the user, or gives nil. It follows the
// codes of PostgreSQL (Appendix A of its manual).
func explain(err error) *ledger.StoreError {
	var known *ledger.StoreError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return nil
	case errors.As(err, &known):
		return known
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return explainCode(pg, err)
	}
	var connecting *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &connecting):
		return gone(err)
	case errors.Is(err, context.DeadlineExceeded):
		return nil // of the caller
	case errors.As(err, &network), errors.Is(err, sqldriver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), strings.HasSuffix(err.Error(), "conn closed"):
		return gone(err)
	}
	return nil
}

func gone(err error) *ledger.StoreError {
	return &ledger.StoreError{
		What: "PostgreSQL does not answer",
		Do:   "see that the server runs and that host and port are right, then run it again: what was kept is whole, the rest is added then",
		Err:  fmt.Errorf("%w: %w", ledger.ErrGone, err),
	}
}

func explainCode(pg *pgconn.PgError, err error) *ledger.StoreError {
	e := &ledger.StoreError{Err: err}
	switch code := pg.Code; {
	case code == "28P01":
		e.What, e.Do = "the password is wrong, or none was given", "give it in $PGPASSWORD or in ~/.pgpass, so that it stands in no command"
	case strings.HasPrefix(code, "28"):
		e.What, e.Do = "the server does not let this user in: "+pg.Message, "see the user's name and the server's pg_hba.conf"
	case code == "3D000":
		e.What, e.Do = "there is no such database on the server", "make it: createdb --encoding UTF8 NAME"
	case code == "42501":
		e.What, e.Do = "the user may not do this: "+pg.Message, "make the user the owner of the database: ALTER DATABASE NAME OWNER TO USER"
	case code == "25006":
		e.What, e.Do = "the server takes no changes now: it is a standby or read-only", "give the address of the primary server"
	case code == "53100":
		e.What, e.Do, e.Err = "the server's disk is full", "make room on the server, then run it again: nothing is half kept", fmt.Errorf("%w: %w", ledger.ErrFull, err)
	case code == "53300":
		e.What, e.Do = "the server has no connection left", "try again later, or raise max_connections"
	case code == "55P03", code == "40P01":
		e.What, e.Do, e.Err = "another process holds a lock", "try again when it is done", fmt.Errorf("%w: %w", ledger.ErrLocked, err)
	case strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "08"):
		return gone(err)
	default:
		return nil
	}
	return e
}
