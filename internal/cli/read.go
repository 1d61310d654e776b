package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
)

// readFlags is what "parley read" is asked for.
type readFlags struct {
	published string
	format    string
	minimum   float64
	data      []string
	out       string
	jobs      int
	quiet     bool
	timeout   time.Duration
	actors    []string // dictionaries for --format plover
	verbs     string
	server    string

	day time.Time // of published
}

func (a *App) readCommand() *cobra.Command {
	var f readFlags
	cmd := &cobra.Command{
		Use:   "read [FILE|DIR|URL|-]...",
		Short: "read reports and print their record",
		Long: `Read reads each report and prints its record. An input is a file (text, HTML,
JSON or JSON lines, also with .gz), a folder of such files, a pattern like
"reports/*.txt", the address of a page, or "-" for standard input, which is
also read when no input is given.

The formats:

    brief    a brief for a person (the default)
    json     the whole record, one object a line, schema parley/1
    jsonl    the same; a failed input has a line with its error
    html     a page with the report and its record side by side
    conllu   tokens, tags and trees as CoNLL-U
    plover   the events in the PLOVER scheme, one JSON object a line

The brief and the page show what stands at the confidence asked for, and tell
how much stands below it; the other formats carry everything.

With --server the reports are read on a server that parley serve runs, and kept
nowhere; $PARLEY_TOKEN is the token, where it asks for one. A server sends the
record alone: brief, json, jsonl and html can be made of it.`,
		Example: `  parley read report.txt --published 2025-08-20
  parley read reports/ --format jsonl > record.jsonl
  parley read report.txt --format html --out report.html
  pbpaste | parley read - --published 2025-08-20`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.read(cmd, args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.published, "published", "", "the `DATE` of publication of all inputs, like 2025-08-20; anchors \"last week\"")
	flags.StringVarP(&f.format, "format", "f", "brief", "`FORMAT` of the output: "+strings.Join(formatNames(), ", "))
	flags.Float64Var(&f.minimum, "min-confidence", brief.DefaultMinConfidence, "show what stands at `P` or above, 0 to 1")
	flags.StringArrayVar(&f.data, "data", nil, "add the word lists and facts of the folder `DIR`")
	flags.StringArrayVar(&f.actors, "actors", nil, "with --format plover: code actors by the PETRARCH dictionary `FILE`, also one of agents")
	flags.StringVar(&f.verbs, "verbs", "", "with --format plover: code events by the PETRARCH dictionary of verbs `FILE`")
	flags.StringVarP(&f.out, "out", "o", "", "write to the file `PATH`, or into the folder PATH, one file for each report")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "read `N` reports at a time; 0 is one for each processor")
	flags.DurationVar(&f.timeout, "timeout", 20*time.Second, "give up on a web page after `TIME`, like 5s")
	flags.StringVar(&f.server, "server", "", "read on the server at `URL`, like http://127.0.0.1:8080")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "show no progress")
	complete := cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc("format", complete); err != nil {
		panic(err) // the flag was made just above
	}
	return cmd
}

// check settles what can be known before anything is read.
func (f *readFlags) check(args []string) error {
	var err error
	if f.published != "" {
		if f.day, err = time.Parse(time.DateOnly, f.published); err != nil {
			return fail(WrongUse, "write the day as 2025-08-20", "--published %q is no day", f.published)
		}
	}
	if _, known := formats[f.format]; !known {
		return fail(WrongUse, "choose one of "+strings.Join(formatNames(), ", "), "--format %q is not known", f.format)
	}
	if !(f.minimum >= 0 && f.minimum <= 1) {
		return fail(WrongUse, "give a number from 0 to 1, like 0.5", "--min-confidence %v is out of range", f.minimum)
	}
	if f.format != "plover" && (len(f.actors) > 0 || f.verbs != "") {
		return fail(WrongUse, "add --format plover", "--actors and --verbs are for coded events")
	}
	if f.timeout <= 0 {
		return fail(WrongUse, "give a time like 5s", "--timeout %v is no time to wait", f.timeout)
	}
	if f.jobs < 0 {
		return fail(WrongUse, "", "--jobs %d is negative", f.jobs)
	}
	if f.jobs == 0 {
		f.jobs = runtime.GOMAXPROCS(0)
	}
	if f.format == "html" && !f.folder() && (len(args) > 1 || len(args) == 1 && isFolder(args[0])) {
		return fail(WrongUse, "give --out FOLDER/", "a page holds one report, and several were named")
	}
	return f.checkServer()
}

// folder tells whether the output goes into a folder, a file for each report.
func (f *readFlags) folder() bool {
	return f.out != "" && (strings.HasSuffix(f.out, "/") || strings.HasSuffix(f.out, string(os.PathSeparator)) || isFolder(f.out))
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (a *App) read(cmd *cobra.Command, args []string, f readFlags) error {
	if err := f.check(args); err != nil {
		return err
	}
	if len(args) == 0 {
		if _, is := a.Terminal(a.Stdin); is {
			return fail(WrongUse, "name a file, or \"-\" to read what you type", "no input given")
		}
		args = []string{"-"}
	}
	reader, done, err := a.readerFor(cmd.Context(), &f)
	if err != nil {
		return err
	}
	defer done()
	render := formats[f.format].render
	if f.format == "plover" {
		coder, err := a.coder(&f)
		if err != nil {
			return err
		}
		render = func(dst []byte, d *doc.Document, _ brief.Options) ([]byte, error) {
			return appendPlover(dst, d, coder), nil
		}
	}
	out, err := a.openOutput(&f)
	if err != nil {
		return err
	}
	r := run{app: a, flags: &f, reader: reader, options: a.look(&f), out: out, render: render}
	err = r.all(cmd.Context(), a.Open(cmd.Context(), args, a.Stdin, f.timeout))
	if e := out.close(); err == nil && e != nil {
		err = fail(Unusable, "", "%w", e)
	}
	return err
}

// readerFor is the reader that the flags ask for, and what ends its use.
func (a *App) readerFor(ctx context.Context, f *readFlags) (Reader, func(), error) {
	if f.server != "" {
		return a.remote(ctx, f)
	}
	r, err := a.reader(f.data)
	return r, func() {}, err
}

// Load loads the models with folders of word lists of the user's own.
func (a *App) Load(folders []string) (Reader, error) { return a.reader(folders) }

// reader loads the models with the user's own data.
func (a *App) reader(folders []string) (Reader, error) {
	var data []fs.FS
	for _, dir := range folders {
		if !isFolder(dir) {
			return nil, fail(Unusable, "name a folder that holds word lists", "--data %s: no such folder", dir)
		}
		data = append(data, os.DirFS(dir))
	}
	r, err := a.NewReader(data...)
	if err != nil {
		return nil, fail(Unusable, "", "%w", err)
	}
	return r, nil
}

// Look is how briefs look on standard output: their width and whether they
// have colours.
func (a *App) Look() brief.Options {
	o := a.look(&readFlags{})
	if columns, is := a.Terminal(a.Stdout); is {
		o.Width = min(columns, widest) // where lines stand has room at the right edge
	}
	return o
}

// widest is how many columns answers of a ledger use of a terminal.
const widest = 160

// look is how briefs look on this output.
func (a *App) look(f *readFlags) brief.Options {
	o := brief.Options{MinConfidence: f.minimum}
	if columns, is := a.Terminal(a.Stdout); is && f.out == "" {
		o.Width = min(columns, 120)
		o.Color = a.Env("NO_COLOR") == "" && a.Env("TERM") != "dumb"
	}
	return o
}

// format writes one document. Most append to a buffer that is used again.
type format struct {
	ext    string
	lines  bool // errors have a line of their own
	render func(dst []byte, d *doc.Document, o brief.Options) ([]byte, error)
}

var formats = map[string]format{
	"brief": {".txt", false, func(dst []byte, d *doc.Document, o brief.Options) ([]byte, error) {
		w := appender{dst}
		err := brief.Text(&w, d, o)
		return w.b, err
	}},
	"html": {".html", false, func(dst []byte, d *doc.Document, o brief.Options) ([]byte, error) {
		w := appender{dst}
		err := brief.HTML(&w, d, o)
		return w.b, err
	}},
	"json":  {".json", true, jsonLine},
	"jsonl": {".jsonl", true, jsonLine},
	"conllu": {".conllu", false, func(dst []byte, d *doc.Document, _ brief.Options) ([]byte, error) {
		return doc.AppendCoNLLU(dst, d), nil
	}},
	"plover": {".jsonl", false, nil}, // its coder is loaded when it is asked for
}

func formatNames() []string { return []string{"brief", "json", "jsonl", "html", "conllu", "plover"} }

func jsonLine(dst []byte, d *doc.Document, _ brief.Options) ([]byte, error) {
	return append(doc.AppendJSON(dst, d), '\n'), nil
}

type appender struct{ b []byte }

func (w *appender) Write(p []byte) (int, error) {
	w.b = append(w.b, p...)
	return len(p), nil
}

// Failure says of an error what a user wants to know.
func Failure(name string, err error) *doc.Failure { return failure(name, err) }

// failure says of an error what a user wants to know.
func failure(name string, err error) *doc.Failure {
	var f *doc.Failure
	if errors.As(err, &f) {
		if f.Input == "" {
			f = &doc.Failure{Input: name, What: f.What, Do: f.Do}
		}
		return f
	}
	out := &doc.Failure{Input: name}
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.What, out.Do = "no such file or folder", "check the path"
	case errors.Is(err, fs.ErrPermission):
		out.What, out.Do = "may not be read", "check its permissions"
	case errors.As(err, &path):
		out.What = path.Err.Error()
	default:
		out.What = strings.TrimPrefix(err.Error(), name+": ")
	}
	var hint interface{ Hint() string }
	if errors.As(err, &hint) {
		out.Do = hint.Hint()
	}
	return out
}

// output is where results go: a stream, a file, or a folder of files.
type output struct {
	stream io.Writer
	file   *os.File
	dir    string
	ext    string
	taken  map[string]bool
	count  int
}

func (a *App) openOutput(f *readFlags) (*output, error) {
	o := &output{stream: a.Stdout, taken: map[string]bool{}, ext: formats[f.format].ext}
	switch {
	case f.folder():
		o.dir = f.out
		if err := os.MkdirAll(f.out, 0o777); err != nil {
			return nil, fail(Unusable, "choose another --out", "%s: cannot be made: %w", f.out, err)
		}
	case f.out != "":
		file, err := os.Create(f.out)
		if err != nil {
			return nil, fail(Unusable, "choose another --out", "%s: cannot be written: %w", f.out, err)
		}
		o.file, o.stream = file, file
	}
	return o, nil
}

// write puts out what became of one report.
func (o *output) write(name string, b []byte, f *readFlags) error {
	o.count++
	if o.dir != "" {
		path := o.path(name)
		if err := os.WriteFile(path, b, 0o666); err != nil {
			return fail(Unusable, "choose another --out", "%w", err)
		}
		return nil
	}
	if o.count > 1 {
		switch f.format {
		case "html":
			return fail(WrongUse, "give --out FOLDER/", "a page holds one report, and the input has several")
		case "brief":
			b = append([]byte("\n"+strings.Repeat("─", 40)+"\n\n"), b...)
		}
	}
	if _, err := o.stream.Write(b); err != nil {
		return fail(Unusable, "", "writing results: %w", err)
	}
	return nil
}

// path names the file of one report after its input; two of one name are told
// apart by a number.
func (o *output) path(name string) string {
	base := strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == ':' || r == '?' || r == '#' || r < ' ' {
			return '_'
		}
		return r
	}, strings.TrimSuffix(name[strings.LastIndexAny(strings.TrimRight(name, "/"), "/\\")+1:], "/"))
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	if base == "" || base == "-" || base[0] == '.' {
		base = "report"
	}
	unique := base
	for n := 2; o.taken[unique]; n++ {
		unique = fmt.Sprintf("%s-%d", base, n)
	}
	o.taken[unique] = true
	return strings.TrimRight(o.dir, `/\`) + string(os.PathSeparator) + unique + o.ext
}

func (o *output) close() error {
	if o.file != nil {
		return o.file.Close()
	}
	return nil
}
