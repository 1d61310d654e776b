// Package export writes what a ledger answers in the forms that other programs
// read: tables as CSV, Parquet and JSON lines, events as PLOVER, graphs as GraphML,
// the reports as RIS and BibTeX, one issue for the models of KTAB, and a dossier as
// Markdown or one HTML file.
//
// Start with [Write]. [ReadCSV], [ReadParquet] and [ReadJSONL] read the tables back
// with every attribute. An export is bounded as a question is, and corrections are
// applied. It goes through the ledger page by page, and appears under its name
// once it is whole: what fails leaves nothing. Texts of reports belong to others
// and are left out unless they are asked for.
package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// schema names the form of the tables; it only grows.
const schema = "parley-export/1"

// Format is a form of export.
type Format string

// The forms. CSV and Parquet are folders with one file a table, GraphML is two
// files, the others are one.
const (
	CSV      Format = "csv"
	Parquet  Format = "parquet"
	JSONL    Format = "jsonl"
	PLOVER   Format = "plover"
	GraphML  Format = "graphml"
	RIS      Format = "ris"
	BibTeX   Format = "bibtex"
	KTAB     Format = "ktab"
	Markdown Format = "md"
	HTML     Format = "html"
)

// Formats lists the forms.
func Formats() []Format {
	return []Format{CSV, Parquet, JSONL, PLOVER, GraphML, RIS, BibTeX, KTAB, Markdown, HTML}
}

// Known tells whether there is such a form.
func (f Format) Known() bool {
	for _, x := range Formats() {
		if x == f {
			return true
		}
	}
	return false
}

// Folder tells whether an export of the form is a folder.
func (f Format) Folder() bool { return f == CSV || f == Parquet }

// Scheme is what the ledger does not keep of an event of PLOVER, and the scheme
// tells.
type Scheme interface {
	Quad(event string) int
	Scale(event, mode string) float64
	Sector(a *ledger.Actor) string // "" when not told
}

// Options tell what is written, and where.
type Options struct {
	As       Format
	Out      string    // the path; "-" writes a form of one file to Stdout
	Stdout   io.Writer // nil for none
	FullText bool      // also the texts of the reports
	Now      time.Time // the time that the export is dated with; zero is now
	Reader   string    // version of the program, named in the export; "" for none
	Scheme   Scheme    // of PLOVER; nil leaves quad_code, event_scale and sector at zero
	Issue    string    // of KTAB: the issue of the dossier, or the label of the proposal; "" where one alone is on the table
	// Progress is told how many lines were written, now and then; nil for nobody.
	Progress func(lines int64)
}

// Result tells what was written.
type Result struct {
	Paths []string
	Lines int64    // rows of tables, events, reports or edges; 0 for md and html
	Notes []string // what the user of the export should know
}

// Errors of an output that is not written to.
var (
	ErrTaken  = errors.New("is there already, and is no export")
	ErrFormat = errors.New("no such form of export")
	ErrStdout = errors.New("more than one file cannot go to standard output")
)

// Write writes an export of what the question is bounded to. Limit and After of
// the question bound the answers of md and html alone. An export that is there
// already is replaced; a folder that is no export is not: the error wraps ErrTaken.
// KTAB is of one issue: where none is chosen the error is an [*IssueError].
func Write(ctx context.Context, l *ledger.Ledger, ask ledger.Ask, o Options) (*Result, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if !o.As.Known() {
		return nil, fmt.Errorf("%q: %w", o.As, ErrFormat)
	}
	if o.Out == "-" && (o.As.Folder() || o.As == GraphML) {
		return nil, fmt.Errorf("%s: %w", o.As, ErrStdout)
	}
	e := &export{ctx: ctx, l: l, ask: ask, o: o}
	var err error
	switch o.As {
	case CSV, Parquet:
		err = e.folder()
	case GraphML:
		err = e.graphs()
	default:
		err = e.file(o.Out, e.single)
	}
	if err != nil {
		return nil, err
	}
	return &Result{Paths: e.paths, Lines: e.lines, Notes: e.notes}, nil
}

// export is one export under way.
type export struct {
	ctx   context.Context
	l     *ledger.Ledger
	ask   ledger.Ask
	o     Options
	paths []string
	notes []string
	lines int64
	told  int64 // lines that Progress knows of
}

const tellEvery = 1000

// count counts lines that were written.
func (e *export) count(n int) error {
	e.lines += int64(n)
	if e.o.Progress != nil && e.lines-e.told >= tellEvery {
		e.told = e.lines
		e.o.Progress(e.lines)
	}
	return e.ctx.Err()
}

// single writes a form of one file.
func (e *export) single(out io.Writer) error {
	switch e.o.As {
	case JSONL:
		return e.tables(func(name string) (io.WriteCloser, error) { return nopCloser{out}, nil })
	case PLOVER:
		return e.plover(out)
	case RIS:
		return e.references(out, risOf)
	case BibTeX:
		return e.references(out, bibtexOf)
	case KTAB:
		return e.ktab(out)
	case Markdown:
		return e.markdown(out)
	}
	return e.html(out)
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// bounds are the bounds of the question in words.
func (e *export) bounds() []string {
	a := &e.ask
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+" "+value)
		}
	}
	if a.Dossier != nil {
		add("dossier", a.Dossier.Name)
	}
	if !a.AsOf.IsZero() {
		add("as of", a.AsOf.UTC().Format(time.DateOnly))
	}
	add("since", string(a.Since))
	add("until", string(a.Until))
	add("actors", strings.Join(a.Actors, ", "))
	add("proposal", a.Proposal)
	if a.Least > 0 {
		add("confidence from", fmt.Sprintf("%.2g", a.Least))
	}
	return out
}

// made says when and by what the export was made.
func (e *export) made() string {
	by := "parley"
	if e.o.Reader != "" {
		by += " " + e.o.Reader
	}
	return e.o.Now.UTC().Format("2006-01-02 15:04 UTC") + " by " + by
}

// buffered gives w a buffer and flushes it at the end.
func buffered(w io.Writer, write func(*bufio.Writer) error) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// file writes a file whole or not at all.
func (e *export) file(path string, write func(io.Writer) error) error {
	if path == "-" {
		if e.o.Stdout == nil {
			return fmt.Errorf("%s: %w", e.o.As, os.ErrInvalid)
		}
		return buffered(e.o.Stdout, func(b *bufio.Writer) error { return write(b) })
	}
	t, err := newFile(path)
	if err != nil {
		return err
	}
	defer t.drop()
	if err := buffered(t.f, func(b *bufio.Writer) error { return write(b) }); err != nil {
		return err
	}
	if err := t.keep(); err != nil {
		return err
	}
	e.paths = append(e.paths, path)
	return nil
}
