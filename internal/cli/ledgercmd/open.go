package ledgercmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// defaultLedger is the ledger where none is named.
const defaultLedger = "parley.db"

func (e *env) ledgerFlag(cmd *cobra.Command, where *string) {
	cmd.Flags().StringVar(where, "ledger", "", "the ledger: a file, or the DSN of PostgreSQL like postgres://user@host/name; without it $PARLEY_LEDGER, else parley.db")
}

// where is the ledger that is meant.
func (e *env) where(flag string) string {
	if flag != "" {
		return flag
	}
	if s := e.app.Env("PARLEY_LEDGER"); s != "" {
		return s
	}
	return defaultLedger
}

func isDSN(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// store opens a ledger. One that is to be read must be there.
func (e *env) store(ctx context.Context, flag string, create bool) (ledger.Store, error) {
	where := e.where(flag)
	if !create && !isDSN(where) {
		if _, err := os.Stat(where); errors.Is(err, fs.ErrNotExist) {
			return nil, cli.Fail(cli.Unusable, "make one with parley add SOURCE..., or name it with --ledger", "%s: no such ledger", where)
		}
	}
	s, err := e.open(ctx, where)
	if err != nil {
		return nil, e.unusable(where, err)
	}
	return s, nil
}

// unusable is the error of a ledger that cannot be used, or of a question that
// cannot be answered.
func (e *env) unusable(where string, err error) error {
	var store *ledger.StoreError
	var bad *ledger.BadCorrection
	var unknown *ledger.UnknownActor
	var many *ledger.AmbiguousActor
	var proposal *ledger.UnknownProposal
	switch {
	case err == nil || cli.Decided(err):
		return err
	case errors.Is(err, context.Canceled):
		return cli.Fail(cli.Interrupted, "", "interrupted")
	case errors.As(err, &unknown):
		hint := "parley search finds words in reports"
		if len(unknown.Near) > 0 {
			hint = "did you mean " + list(unknown.Near, "or") + "?"
		}
		return cli.Fail(cli.WrongUse, hint, "no actor is named %q", unknown.Name)
	case errors.As(err, &many):
		return cli.Fail(cli.WrongUse, "name one of "+list(many.Choices, "or"), "%q may be several actors", many.Name)
	case errors.As(err, &proposal):
		return cli.Fail(cli.WrongUse, "parley table shows what is on the table", "no proposal is named %q", proposal.Words)
	case errors.As(err, &bad):
		return cli.Fail(cli.WrongUse, bad.Do, "correct %s %s: %s", bad.Correction.Kind, bad.Correction.Target, bad.What)
	case errors.As(err, &store):
		return cli.Fail(cli.Unusable, store.Do, "%w", err)
	}
	return cli.Fail(cli.Unusable, "", "%s: %w", hidden(where), err)
}

// hidden is a DSN without its password.
func hidden(where string) string {
	if u, err := url.Parse(where); err == nil && isDSN(where) {
		return u.Redacted()
	}
	return where
}

// list joins words as in a sentence, a few of them.
func list(words []string, last string) string {
	const most = 5
	if len(words) > most {
		words = append(words[:most:most], fmt.Sprintf("%d more", len(words)-most))
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}
