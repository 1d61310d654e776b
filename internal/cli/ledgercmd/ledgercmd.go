// Package ledgercmd is the commands of the ledger: add and follow, which fill
// it, the questions, corrections, audits, and copies of it.
//
// Start with [Commands]. Every answer is made once, as an [answer], and shown as
// text, JSON, JSON lines or CSV. Names and words come from reports and are made
// safe for where they go: a terminal, a spreadsheet.
package ledgercmd

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// env is what the commands share.
type env struct {
	app  *cli.App
	open func(ctx context.Context, where string) (ledger.Store, error)
	now  func() time.Time
	// second is how long a store that is away is waited for at first.
	second time.Duration
}

// Open opens the ledger at a path or a DSN. It makes one at a path where there
// is none when create is set.
type Open func(ctx context.Context, where string) (ledger.Store, error)

// Commands gives the commands of the ledger.
func Commands(app *cli.App, open Open) []*cobra.Command {
	e := &env{app: app, open: open, now: time.Now, second: time.Second}
	list := []*cobra.Command{e.addCommand(), e.followCommand()}
	list = append(list, e.questions()...)
	list = append(list, e.serveCommand(), e.watchCommand())
	return append(list, e.compareCommand(), e.auditCommand(), e.correctCommand(), e.backupCommand(), e.restoreCommand(), e.exportCommand())
}

// questions gives the commands that only read.
func (e *env) questions() []*cobra.Command {
	return []*cobra.Command{
		e.tableCommand(), e.whoCommand(), e.timelineCommand(), e.shiftsCommand(), e.dueCommand(), e.conflictsCommand(),
		e.commitmentsCommand(), e.eventsCommand(), e.sourcesCommand(), e.searchCommand(), e.mergesCommand(),
	}
}

// stdout is where results go.
func (e *env) stdout() io.Writer { return e.app.Stdout }
