package cli

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/parley-reader/parley"
	"github.com/parley-reader/parley/internal/source"
)

// New is the program on the streams of the process, without [App.Eval].
func New() *App {
	return &App{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Getenv,
		Terminal: terminal,
		NewReader: func(data ...fs.FS) (Reader, error) {
			var opts []parley.Option
			for _, d := range data {
				opts = append(opts, parley.WithData(d))
			}
			return parley.New(opts...)
		},
		Versions: func(r Reader) map[string]string {
			if p, ok := r.(*parley.Reader); ok {
				return p.Versions()
			}
			return nil
		},
		Open: open,
	}
}

func terminal(stream any) (columns int, is bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 {
		columns = 80
	}
	return columns, true
}

// open gives the reports of files, folders, addresses and standard input.
func open(ctx context.Context, args []string, stdin io.Reader, timeout time.Duration) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for i := range (source.Options{Stdin: stdin, Timeout: timeout}).Open(ctx, args) {
			if !yield(Item{Name: i.Name, Report: i.Report, Err: i.Err, Notes: i.Notes, Origin: i.Origin, Language: i.Language}) {
				return
			}
		}
	}
}
