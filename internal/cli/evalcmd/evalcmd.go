// Package evalcmd is "parley eval": it reads gold in a corpus's own format,
// lets the reader read the same text, and prints how well the two agree. The
// scorers themselves are pure functions in package eval.
//
// [Run] runs one task. The table of all development scores is kept in
// testdata/scores.txt by this package's test.
package evalcmd

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/pipeline"
)

// task is one kind of gold and how to score it.
type task struct {
	name, takes, help string
	run               func(t *job) error
}

// job is one call of a task.
type job struct {
	ctx   context.Context
	line  *pipeline.Pipeline
	ws    *pipeline.Workspace
	paths []string
	out   io.Writer
}

func tasks() []task {
	return []task{
		{"tokens", "CoNLL-U", "words and sentences from raw text (CoNLL 2018 F1)", rawTrees},
		{"tag", "CoNLL-U", "UPOS, XPOS and lemmas on gold words (accuracy)", goldTrees},
		{"parse", "CoNLL-U", "UAS and LAS on gold words, and all figures from raw text", bothTrees},
		{"names", "IOB2 (.iob2, .conll)", "proper names, exact spans (F1)", names},
		{"refer", "CoNLL-U with Entity marks", "coreference (MUC, B³, CEAF-e, CoNLL F1)", coreference},
		{"quote", "a PolNeAR folder (text/, attributions/)", "attributions: source, cue, content (F1)", quotes},
		{"when", "TimeML files or folders", "expressions of time (TempEval-3 strict, relaxed, value F1)", times},
		{"move", "a folder of ID.txt and ID.json", "moves, conditions, deadlines, shifts, statements (F1)", moves},
		{"brief", "a folder of ID.txt and ID.json", "lines that a brief shows (precision by section)", briefs},
		{"quiet", "the folder of the Wikinews sample", "false moves in reports that hold no negotiation (per 1,000 words)", quiet},
		{"passages", "JSON lines, or a folder of them", "conditions, deadlines, shifts of short texts (F1)", passages},
		{"plover", "PLOVER gold records", "root event and countries (accuracy)", plover},
		{"petrarch", "PETRARCH validation XML", "CAMEO root and both actors (accuracy)", petrarch},
	}
}

// Tasks lists the names of the tasks with what each takes and tells, one a
// line, for the help text.
func Tasks() string {
	var b strings.Builder
	for _, t := range tasks() {
		fmt.Fprintf(&b, "  %-9s %s; takes %s\n", t.name, t.help, t.takes)
	}
	return b.String()
}

// UsageError is the error of a call that names no known task or no path.
type UsageError struct{ msg string }

func (e UsageError) Error() string { return e.msg }

// Run scores the gold in paths for the named task and prints the figures to
// out. It loads the reader anew; it is not for use inside a loop.
func Run(ctx context.Context, name string, paths []string, out io.Writer) error {
	all := tasks()
	i := slices.IndexFunc(all, func(t task) bool { return t.name == name })
	if i < 0 {
		var known []string
		for _, t := range all {
			known = append(known, t.name)
		}
		return UsageError{fmt.Sprintf("no task %q; known are %s", name, strings.Join(known, ", "))}
	}
	if len(paths) == 0 {
		return UsageError{fmt.Sprintf("task %s takes %s: name a path", name, all[i].takes)}
	}
	line, err := pipeline.New()
	if err != nil {
		return err
	}
	return all[i].run(&job{ctx: ctx, line: line, ws: pipeline.NewWorkspace(), paths: paths, out: out})
}

// open opens a file, uncompressing it when its name ends in .gz.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	zip, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{zip, f}, nil
}
