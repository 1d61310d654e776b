// Package cli is the command line of parley: it parses what the user asks for,
// gets the reports, has them read several at a time, and prints the results in
// the order of the inputs.
//
// Standard output holds results alone; progress and messages go to standard
// error, as "parley: input: what is wrong" and a hint. The status is [OK],
// [SomeFailed], [WrongUse], [Unusable] or [Interrupted].
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/doc"
)

// The statuses with which the program ends.
const (
	OK          = 0   // all inputs were read
	SomeFailed  = 1   // some failed, each named on standard error
	WrongUse    = 2   // the command line cannot be understood
	Unusable    = 3   // a file that is needed cannot be used
	Interrupted = 130 // stopped by the user; what was read until then is printed
)

// Reader reads one report. It is used by several goroutines at a time.
type Reader interface {
	Read(doc.Report) (*doc.Document, error)
}

// Item is one input: a report, or why there is none.
type Item struct {
	Name   string // as the user named it
	Report doc.Report
	Err    error
	Notes  []string // what was done to read it

	// Origin is what stays the same when the report changes, "" for its address or
	// name; Language as in ISO 639-1, "" when not told.
	Origin, Language string
}

// App is the program, with all that it touches of the world. Fields are set
// before [App.Run] and not changed after.
type App struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            func(string) string // os.Getenv
	// Terminal tells whether a stream is a terminal, and how many columns it has.
	Terminal func(stream any) (columns int, is bool)
	// NewReader loads the models; data are folders of word lists of the user's own.
	NewReader func(data ...fs.FS) (Reader, error)
	// Versions names the weights that a reader of NewReader uses.
	Versions func(Reader) map[string]string
	// Open gives the reports that args name, in order. It reads stdin for "-",
	// and gives up on a web page after timeout.
	Open func(ctx context.Context, args []string, stdin io.Reader, timeout time.Duration) iter.Seq[Item]
	// Eval scores the reader on corpora; nil in a build without it. Wrong use of
	// it returns an error of [Misuse]. Tasks is the help on the tasks that it
	// knows, a line each, which begins with the task's name.
	Eval  func(ctx context.Context, task string, paths []string, stdout io.Writer) error
	Tasks string
	// More gives further commands; nil for none.
	More func(*App) []*cobra.Command

	hurry time.Duration // how much sooner progress is shown; for tests
}

// status is an error that ends the program with a status of its own.
type status struct {
	code int
	err  error // nil when all is said already
	hint string
}

func (s *status) Error() string {
	if s.err == nil {
		return fmt.Sprintf("status %d", s.code)
	}
	return s.err.Error()
}

func (s *status) Unwrap() error { return s.err }

func fail(code int, hint, format string, args ...any) error {
	return &status{code, fmt.Errorf(format, args...), hint}
}

// Fail is an error that ends the program with a status, and is told with a hint
// where there is one.
func Fail(code int, hint, format string, args ...any) error { return fail(code, hint, format, args...) }

// Decided tells whether an error says already with which status to end.
func Decided(err error) bool {
	var s *status
	return errors.As(err, &s)
}

// Silent ends the program with a status when all is said already.
func Silent(code int) error { return &status{code: code} }

// Say prints one message and its hint on w, fit for a terminal.
func (a *App) Say(w io.Writer, what, hint string) { a.say(w, what, hint) }

// Misuse marks an error as the user's wrong use of a command.
func Misuse(err error) error { return &status{WrongUse, err, ""} }

// Run runs one command line, without the program's name, and returns the
// status to exit with. When ctx is done it stops, and what was read until then
// is printed.
func (a *App) Run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return OK
	}
	s := &status{WrongUse, err, "run parley --help"}
	errors.As(err, &s)
	if s.err != nil {
		a.say(a.Stderr, strings.TrimSuffix(s.err.Error(), "."), s.hint)
	}
	return s.code
}

// say prints one message and its hint.
func (a *App) say(w io.Writer, what, hint string) {
	fmt.Fprintf(w, "parley: %s\n", printable(what))
	if hint != "" {
		fmt.Fprintf(w, "parley: hint: %s\n", printable(hint))
	}
}

// printable keeps control characters of file names and pages away from the
// terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\ufffd'
		}
		return r
	}, strings.ReplaceAll(s, "\n", " "))
}

func (a *App) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "parley",
		Short: "read reports about negotiations and keep the record",
		Long: `parley reads news reports about negotiations and keeps the record: who said
what, what is on the table, who is for it and on what condition, what is due,
and what has changed. Every line is traceable to the words it rests on.

It works offline. Standard output holds results alone; messages go to standard
error. The exit status is 0 when all inputs were read, 1 when some failed, 2 for
wrong use, 3 when a file that is needed cannot be used, 130 when interrupted.`,
		Example:       "  parley read report.txt --published 2025-08-20\n  parley read reports/ --format jsonl > record.jsonl",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return fail(WrongUse, "run parley --help", "no command given")
		},
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fail(WrongUse, "run "+cmd.CommandPath()+" --help", "%w", err)
	})
	root.AddCommand(a.readCommand(), a.evalCommand(), a.versionCommand(), a.manCommand(), a.completionCommand())
	if a.More != nil {
		root.AddCommand(a.More(a)...)
	}
	return root
}
