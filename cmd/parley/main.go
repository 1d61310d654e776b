// Parley reads news reports about negotiations and keeps the record. See
// "parley --help".
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/cli/evalcmd"
	"github.com/parley-reader/parley/internal/cli/ledgercmd"
)

func main() { os.Exit(run()) }

// run returns the status to exit with. The first interrupt ends the work in
// good order; a second one ends the program at once.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	app := cli.New()
	app.Tasks, app.Eval = evalcmd.Tasks(), eval
	app.More = func(a *cli.App) []*cobra.Command { return ledgercmd.Commands(a, ledgercmd.OpenStore) }
	return app.Run(ctx, os.Args[1:])
}

func eval(ctx context.Context, task string, paths []string, stdout io.Writer) error {
	err := evalcmd.Run(ctx, task, paths, stdout)
	var wrong evalcmd.UsageError
	if errors.As(err, &wrong) {
		return cli.Misuse(err)
	}
	return err
}
