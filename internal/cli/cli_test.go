package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parley-reader/parley/doc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fake reads a report as a record without a line; the text says what else is
// to happen: "bad" fails, "slow" takes its time.
type fake struct {
	at, most atomic.Int32 // how many are read at a time
}

func (f *fake) Read(r doc.Report) (*doc.Document, error) {
	n := f.at.Add(1)
	defer f.at.Add(-1)
	for old := f.most.Load(); n > old && !f.most.CompareAndSwap(old, n); old = f.most.Load() {
	}
	switch r.Text {
	case "bad":
		return nil, errors.New("not English")
	case "slow":
		time.Sleep(20 * time.Millisecond)
	}
	r.ID = "sha256:0"
	d := &doc.Document{Report: r, Notes: []string{"read"}}
	d.Actors = []doc.Actor{{ID: 1, Name: "Norland", Country: "NOR"}}
	d.Moves = []doc.Move{{ID: 1, By: []doc.ActorID{1}, Act: doc.Meet, Plover: doc.Plover{Event: "CONSULT"}}, {ID: 2, Act: doc.Doubt}}
	return d, nil
}

// world is an App on buffers, with inputs "name=text".
type world struct {
	App
	out, err bytes.Buffer
	reader   fake
}

func newWorld() *world {
	w := &world{}
	w.Stdin, w.Stdout, w.Stderr = strings.NewReader("from stdin"), &w.out, &w.err
	w.Env = func(string) string { return "" }
	w.Terminal = func(any) (int, bool) { return 0, false }
	w.NewReader = func(...fs.FS) (Reader, error) { return &w.reader, nil }
	w.Versions = func(Reader) map[string]string { return map[string]string{"tag": "v2", "name": "v1"} }
	w.Open = func(ctx context.Context, args []string, stdin io.Reader, _ time.Duration) iter.Seq[Item] {
		return func(yield func(Item) bool) {
			for _, arg := range args {
				item := Item{Name: arg}
				switch name, text, _ := strings.Cut(arg, "="); {
				case arg == "-":
					b, _ := io.ReadAll(stdin)
					item.Report.Text = string(b)
				case text == "missing":
					item.Name, item.Err = name, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
				default:
					item.Name, item.Report.Text = name, text
					item.Notes = []string{"read as text"}
				}
				if !yield(item) {
					return
				}
			}
		}
	}
	return w
}

func (w *world) run(args ...string) int { return w.Run(context.Background(), args) }

func TestReadInOrder(t *testing.T) {
	w := newWorld()
	args := []string{"read", "--format", "jsonl", "--jobs", "4", "--published", "2025-08-20"}
	for i := range 40 {
		args = append(args, fmt.Sprintf("r%d=%s", i, []string{"slow", "quick", "bad"}[i%3]))
	}
	if code := w.run(args...); code != SomeFailed {
		t.Errorf("status %d, want %d", code, SomeFailed)
	}
	lines := strings.Split(strings.TrimSpace(w.out.String()), "\n")
	if len(lines) != 40 {
		t.Fatalf("%d lines for 40 inputs", len(lines))
	}
	for i, line := range lines {
		var d doc.Document
		err := json.Unmarshal([]byte(line), &d)
		name := fmt.Sprintf("r%d", i)
		var bad *doc.Failure
		switch {
		case i%3 == 2:
			if !errors.As(err, &bad) || bad.Input != name || bad.What != "not English" {
				t.Errorf("line %d: %v in %s", i, err, line)
			}
		case err != nil || d.Report.Name != name || d.Report.Published.Day() != 20 || d.Report.DateFrom != "given":
			t.Errorf("line %d: %v in %s", i, err, line)
		}
	}
	if n := w.reader.most.Load(); n < 2 || n > 4 {
		t.Errorf("%d reports at a time, want 2 to 4", n)
	}
	if n := strings.Count(w.err.String(), "parley: r"); n != 13 {
		t.Errorf("%d messages for 13 bad inputs:\n%s", n, w.err.String())
	}
}

func TestBoundedMemory(t *testing.T) {
	w := newWorld()
	var given, taken atomic.Int32
	var worst int32
	w.Open = func(context.Context, []string, io.Reader, time.Duration) iter.Seq[Item] {
		return func(yield func(Item) bool) {
			for range 200 {
				worst = max(worst, given.Add(1)-taken.Load())
				if !yield(Item{Name: "x", Report: doc.Report{Text: "quick"}}) {
					return
				}
			}
		}
	}
	w.Stdout = writerFunc(func(b []byte) (int, error) {
		time.Sleep(time.Millisecond)
		taken.Add(1)
		return len(b), nil
	})
	if code := w.run("read", "--format", "json", "-j", "2"); code != OK || taken.Load() != 200 {
		t.Fatalf("status %d, %d taken", code, taken.Load())
	}
	if worst > 10 {
		t.Errorf("%d reports in flight for 2 jobs", worst)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func TestStatus(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args string
		code int
		want string // on standard error
	}{
		{"read a=x", OK, ""},
		{"read", OK, ""},
		{"read a=x b=missing", SomeFailed, "parley: b: no such file or folder\nparley: hint: check the path\n"},
		{"read a=bad", SomeFailed, "parley: a: not English\n"},
		{"", WrongUse, "parley: no command given\n"},
		{"raed", WrongUse, `unknown command "raed"`},
		{"read --fromat json a=x", WrongUse, "unknown flag: --fromat"},
		{"read --format xml a=x", WrongUse, "parley: --format \"xml\" is not known\nparley: hint: choose one of brief,"},
		{"read --published today a=x", WrongUse, "write the day as 2025-08-20"},
		{"read --min-confidence 90 a=x", WrongUse, "0 to 1"},
		{"read --min-confidence NaN a=x", WrongUse, "0 to 1"},
		{"read --jobs -1 a=x", WrongUse, "negative"},
		{"read --format html a=x b=x", WrongUse, "--out FOLDER/"},
		{"read --data /nowhere/at/all a=x", Unusable, "no such folder"},
		{"read --out /nowhere/at/all.txt a=x", Unusable, "cannot be written"},
		{"read --data " + dir + " a=x", OK, ""},
		{"eval", WrongUse, "needs a task"},
		{"eval tags x", WrongUse, "this build has no tasks"},
		{"completion", WrongUse, "name one shell"},
		{"man nothing", WrongUse, "is no command"},
		{"version", OK, ""},
	} {
		w := newWorld()
		code := w.run(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(w.err.String(), c.want) || c.want == "" && w.err.Len() > 0 {
			t.Errorf("parley %s: status %d, want %d; said %q, want %q", c.args, code, c.code, w.err.String(), c.want)
		}
		if code >= WrongUse && w.out.Len() > 0 {
			t.Errorf("parley %s: wrote %q", c.args, w.out.String())
		}
	}
}

func TestFormats(t *testing.T) {
	for format, want := range map[string]string{
		"brief": "a · no date · 1 word · 1 paragraph\n\nON THE TABLE\n  no statement of position found in this report\n\nNOTES\n  read\n  read as text\n", "json": `{"schema":"parley/1"`, "html": "<!doctype html>", "conllu": "# newdoc id = a",
		"plover": `{"id":"0-0001","date":"","date_from":"none","actor":[{"code":"NOR","sector":"","entity_text":"Norland","span":[0,0]}],"recipient":[],"event":["CONSULT"]`,
	} {
		w := newWorld()
		if code := w.run("read", "--format", format, "a=x"); code != OK || !strings.HasPrefix(w.out.String(), want) {
			t.Errorf("%s: status %d, %.200q", format, code, w.out.String())
		}
	}
}

// TestDictionaries holds the options for dictionaries to what they need.
func TestDictionaries(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.txt"), filepath.Join(dir, "bad.txt")
	for path, text := range map[string]string{good: "NORLAND [NOR]\n", bad: "NORLAND [NOR]\n\nSUDLAND [SUD\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"--format", "plover", "--actors", good}, OK, ""},
		{[]string{"--actors", good}, WrongUse, "add --format plover"},
		{[]string{"--format", "plover", "--actors", bad}, Unusable, "bad.txt:3: a code in brackets"},
		{[]string{"--format", "plover", "--verbs", good}, Unusable, "good.txt:1: a verb before the first"},
		{[]string{"--format", "plover", "--verbs", filepath.Join(dir, "none.txt")}, Unusable, "no such file"},
	} {
		w := newWorld()
		if code := w.run(append([]string{"read", "a=x"}, c.args...)...); code != c.status || !strings.Contains(w.err.String(), c.want) {
			t.Errorf("%v: status %d, %q; want %d, %q", c.args, code, w.err.String(), c.status, c.want)
		}
	}
}

func TestOut(t *testing.T) {
	dir := t.TempDir()
	file, folder := filepath.Join(dir, "one.html"), filepath.Join(dir, "all")+"/"
	w := newWorld()
	if code := w.run("read", "--format", "html", "--out", file, "a=x"); code != OK || w.out.Len() > 0 {
		t.Fatalf("status %d, out %q, err %q", code, w.out.String(), w.err.String())
	}
	if b, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(b, []byte("<!doctype")) {
		t.Errorf("%v, %.50q", err, b)
	}
	if code := w.run("read", "-f", "html", "-o", folder, "in/a.txt=x", "b/a.html=x", "../..=x", "https://e.org/q?x=1"); code != OK {
		t.Fatalf("status %d, err %q", code, w.err.String())
	}
	var names []string
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "a-2.html a.html q_x.html report.html" {
		t.Errorf("files: %s", got)
	}
}

func TestInterrupt(t *testing.T) {
	defer goleak.VerifyNone(t)
	w := newWorld()
	ctx, stop := context.WithCancel(context.Background())
	var once sync.Once
	w.Open = func(ctx context.Context, _ []string, _ io.Reader, _ time.Duration) iter.Seq[Item] {
		return func(yield func(Item) bool) {
			for yield(Item{Name: "again", Report: doc.Report{Text: "quick"}}) { // without end
			}
		}
	}
	w.Stdout = writerFunc(func(b []byte) (int, error) { once.Do(stop); return len(b), nil })
	if code := w.Run(ctx, []string{"read", "x"}); code != Interrupted || w.err.String() != "parley: interrupted\n" {
		t.Errorf("status %d, said %q", code, w.err.String())
	}
}

// TestInterruptLongRead interrupts the reading of a report that takes longer
// than anyone waits.
func TestInterruptLongRead(t *testing.T) {
	defer goleak.VerifyNone(t)
	w := newWorld()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	long := endless{begun: make(chan struct{}), end: make(chan struct{})}
	defer close(long.end)
	w.NewReader = func(...fs.FS) (Reader, error) { return &long, nil }
	code := make(chan int, 1)
	go func() { code <- w.Run(ctx, []string{"read", "a=x"}) }()
	<-long.begun
	stop()
	select {
	case c := <-code:
		if c != Interrupted || w.err.String() != "parley: interrupted\n" || w.out.Len() > 0 {
			t.Errorf("status %d, said %q, printed %q", c, w.err.String(), w.out.String())
		}
	case <-time.After(2 * time.Second):
		t.Error("still reading two seconds after the interrupt")
	}
}

// endless reads until it is told to end.
type endless struct{ begun, end chan struct{} }

func (e *endless) Read(doc.Report) (*doc.Document, error) {
	close(e.begun)
	<-e.end
	return nil, errors.New("ended")
}

func TestFullDisk(t *testing.T) {
	w := newWorld()
	w.Stdout = writerFunc(func([]byte) (int, error) { return 0, errors.New("no space left on device") })
	if code := w.run("read", "a=x", "b=x", "c=x"); code != Unusable || strings.Count(w.err.String(), "no space") != 1 {
		t.Errorf("status %d, said %q", code, w.err.String())
	}
}

func TestTerminal(t *testing.T) {
	w := newWorld()
	w.Terminal = func(stream any) (int, bool) { return 72, true }
	if code := w.run("read"); code != WrongUse || !strings.Contains(w.err.String(), "no input given") {
		t.Errorf("reading a terminal unasked: status %d, %q", code, w.err.String())
	}
	w.run("read", "a=x")
	if !strings.Contains(w.out.String(), "\x1b[1m") {
		t.Errorf("no colour on a terminal: %q", w.out.String())
	}
	w.out.Reset()
	w.Env = func(k string) string { return map[string]string{"NO_COLOR": "1"}[k] }
	w.run("read", "a=x")
	if strings.Contains(w.out.String(), "\x1b") {
		t.Errorf("colour in spite of NO_COLOR: %q", w.out.String())
	}
}

func TestMessagesAreSafe(t *testing.T) {
	w := newWorld()
	w.run("read", "a\x1b]0;evil\x07=bad")
	if strings.ContainsAny(w.err.String(), "\x1b\x07") {
		t.Errorf("a file's name reaches the terminal: %q", w.err.String())
	}
}

func TestProgress(t *testing.T) {
	for _, early := range []bool{false, true} {
		w := newWorld()
		w.Terminal = func(stream any) (int, bool) { return 80, stream == any(w.Stderr) }
		if early {
			w.hurry = 2 * patience
		}
		if code := w.run("read", "--format", "json", "a=x", "b=bad", "c=slow"); code != SomeFailed {
			t.Errorf("status %d", code)
		}
		if got := w.err.String(); !strings.Contains(got, "parley: b: not English") {
			t.Errorf("shown %v: the message is lost: %q", early, got)
		}
		if w.out.Len() == 0 || strings.Contains(w.out.String(), "\x1b") {
			t.Errorf("shown %v: results %q", early, w.out.String())
		}
	}
}

func TestCommands(t *testing.T) {
	for args, want := range map[string]string{
		"version": "weights name v1\nweights tag v2\n", "man": ".TH \"PARLEY\" \"1\"", "man read": "--min-confidence",
		"completion bash": "__start_parley", "eval --help": "\n    tags  parts of speech\n", "__complete eval t": "tags\n", "read --help": "--published DATE", "--help": "parley read report.txt",
	} {
		w := newWorld()
		w.Tasks = "  tags  parts of speech\n"
		if code := w.run(strings.Fields(args)...); code != OK || !strings.Contains(w.out.String(), want) {
			t.Errorf("parley %s: status %d, no %q in %.2000q", args, code, want, w.out.String())
		}
		if strings.HasPrefix(args, "man") && strings.Contains(w.out.String(), "0001") {
			t.Errorf("parley %s is dated of the year 1: %.200q", args, w.out.String())
		}
	}
	w := newWorld()
	w.Tasks = "  tags  parts of speech\n"
	w.Eval = func(_ context.Context, task string, paths []string, out io.Writer) error {
		if task != "tags" {
			return Misuse(fmt.Errorf("no task %q", task))
		}
		fmt.Fprintln(out, "score of", paths)
		return nil
	}
	if code := w.run("eval", "tags", "x", "y"); code != OK || w.out.String() != "score of [x y]\n" {
		t.Errorf("eval: %d %q", code, w.out.String())
	}
	if code := w.run("eval", "tugs", "x"); code != WrongUse || !strings.Contains(w.err.String(), `parley: no task "tugs"`) {
		t.Errorf("eval of an unknown task: %d %q", code, w.err.String())
	}
}
