package evalcmd

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// times scores expressions of time, each path a file or a folder of them.
func times(t *job) error {
	for _, path := range t.paths {
		files, err := filepath.Glob(filepath.Join(path, "*.tml"))
		if err != nil {
			return err
		}
		if len(files) == 0 {
			files = []string{path}
		}
		var score eval.TimeScore
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			gold, err := corpus.ReadTimeML(string(data))
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			d := &doc.Document{Report: doc.Report{Text: gold.Text, Published: gold.Day}}
			d.Layout = t.line.Layout(gold.Text)
			t.line.Syntax(d, t.ws)
			t.line.Times(d, t.ws)
			score.Add(eval.ScoreTimes(gold.Times, d.Times))
		}
		fmt.Fprintf(t.out, "%s, %d texts: %v\n", base(path), len(files), score)
	}
	return nil
}
