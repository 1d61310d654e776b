package ledgercmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
)

func (e *env) backupCommand() *cobra.Command {
	var where string
	cmd := &cobra.Command{
		Use: "backup PATH", Short: "write a copy of the ledger, while it is used",
		Example: "  parley backup talks-2025-08-20.db",
		Args:    onePath("backup", "the copy"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); err == nil {
				return misuse("name a file that does not exist", "%s: is there already", args[0])
			}
			s, err := e.store(cmd.Context(), where, false)
			if err != nil {
				return err
			}
			defer s.Close()
			if err := s.Backup(cmd.Context(), args[0]); err != nil {
				return e.unusable(e.where(where), err)
			}
			n, err := s.Counts(cmd.Context())
			if err != nil {
				return e.unusable(e.where(where), err)
			}
			return e.write([]byte(fmt.Sprintf("%s: %s\n", args[0], count(int(n.Reports), "report"))))
		},
	}
	e.ledgerFlag(cmd, &where)
	return cmd
}

func onePath(command, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return misuse("run parley "+command+" --help", "name one file: %s", what)
		}
		return nil
	}
}

func (e *env) restoreCommand() *cobra.Command {
	var where string
	var force bool
	cmd := &cobra.Command{
		Use: "restore PATH", Short: "make the ledger anew from a copy",
		Long: `Restore puts a copy that parley backup made in the place of the ledger, a file.
A ledger that is there already is kept as it is unless --force is given; then it
is kept beside, with .before at the end of its name.

The copy is opened first, so that what is no ledger is not restored.

Where the ledger is a database of PostgreSQL, a copy of a ledger in a file is put
into it, which must be empty: this is also how a ledger moves there. It goes
report by report, so that one that was interrupted goes on when it is run again,
and it ends by counting both. What parley backup makes of a PostgreSQL ledger is a
dump for PostgreSQL's own pg_restore.`,
		Example: "  parley restore talks-2025-08-20.db --ledger talks.db\n  parley restore talks.db --ledger postgres://eva@localhost/talks",
		Args:    onePath("restore", "the copy"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.restore(cmd, args[0], e.where(where), force)
		},
	}
	e.ledgerFlag(cmd, &where)
	cmd.Flags().BoolVar(&force, "force", false, "also where there is a ledger")
	return cmd
}

func (e *env) restore(cmd *cobra.Command, from, to string, force bool) error {
	if _, err := os.Stat(from); err != nil {
		return cli.Fail(cli.Unusable, "check the path", "%s: no such file", from)
	}
	if dumped(from) {
		return cli.Fail(cli.Unusable, "createdb NAME, then pg_restore --no-owner --dbname NAME "+from, "%s: is a dump of a PostgreSQL ledger, which PostgreSQL itself restores", from)
	}
	if isDSN(to) {
		return e.restoreInto(cmd.Context(), from, to)
	}
	there := false
	if _, err := os.Stat(to); err == nil {
		there = true
		if !force {
			return misuse("add --force to replace it, or name another with --ledger", "%s: is there already", to)
		}
	}
	s, err := e.open(cmd.Context(), from)
	if err != nil {
		return e.unusable(from, err)
	}
	fresh := to + ".new"
	if err := errors.Join(os.Remove(fresh)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.Close()
		return cli.Fail(cli.Unusable, "", "%w", err)
	}
	// A backup of the backup: it leaves out what only belongs to a store in use.
	err = errors.Join(s.Backup(cmd.Context(), fresh), s.Close())
	if err != nil {
		return e.unusable(from, err)
	}
	if there {
		if err := aside(to); err != nil {
			return cli.Fail(cli.Unusable, "", "%w", err)
		}
	}
	if err := os.Rename(fresh, to); err != nil {
		return cli.Fail(cli.Unusable, "", "%w", err)
	}
	_, err = io.WriteString(e.stdout(), to+": restored from "+from+"\n")
	return err
}

// dumped tells whether a file is a dump that pg_dump made.
func dumped(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false // who opens it next says why
	}
	defer f.Close()
	var head [5]byte
	_, err = io.ReadFull(f, head[:])
	return err == nil && string(head[:]) == "PGDMP"
}

// restoreInto copies a ledger of a file into a database that holds none.
func (e *env) restoreInto(ctx context.Context, from, to string) error {
	source, err := e.open(ctx, from)
	if err != nil {
		return e.unusable(from, err)
	}
	defer source.Close()
	target, err := e.open(ctx, to)
	if err != nil {
		return e.unusable(to, err)
	}
	defer target.Close()
	bar := e.newWaitbar("report", false, patience)
	err = copyLedger(ctx, source, target, bar.tell)
	bar.close()
	switch {
	case errors.Is(err, errOther):
		return misuse("name an empty database with --ledger: createdb NAME", "%s: %w", hidden(to), err)
	case err != nil && ctx.Err() == nil:
		return e.unusable(to, err)
	case err != nil:
		return cli.Fail(cli.Interrupted, "run the same command again to go on", "interrupted: a part is restored")
	}
	n, err := target.Counts(ctx)
	if err != nil {
		return e.unusable(to, err)
	}
	return e.write([]byte(fmt.Sprintf("%s: %s restored from %s\n", hidden(to), count(int(n.Reports), "report"), from)))
}

// aside moves a ledger with the files that belong to it out of the way.
func aside(path string) error {
	for _, tail := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+tail, path+".before"+tail)
		if err != nil && !(tail != "" && errors.Is(err, fs.ErrNotExist)) {
			return err
		}
	}
	return nil
}
