// Parley reads news reports about negotiations and keeps the record. See
// "parley --help".
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/parley-reader/parley/internal/cli"
)

func main() { os.Exit(run()) }

// run returns the status to exit with. The first interrupt ends the work in
// good order; a second one ends the program at once.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return cli.New().Run(ctx, os.Args[1:])
}
