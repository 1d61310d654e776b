package evalcmd

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/eval"
)

// passages scores conditions, deadlines and shifts of short texts. With
// PARLEY_ERRORS set, it also prints what was missed or false in a file named
// look.jsonl; other files are to be measured on, not to be read.
func passages(t *job) error {
	for _, path := range t.paths {
		files := []string{path}
		if info, err := os.Stat(path); err != nil {
			return err
		} else if info.IsDir() {
			if files, err = filepath.Glob(filepath.Join(path, "*.jsonl")); err != nil {
				return err
			}
		}
		for _, file := range files {
			if err := t.scorePassages(file); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *job) scorePassages(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	all, err := eval.ReadPassages(f, file)
	if err != nil {
		return err
	}
	var score eval.PassageScore
	var wrong []string
	for i := range all {
		p := &all[i]
		day, err := time.Parse(time.DateOnly, p.Published)
		if err != nil {
			return err
		}
		d, err := t.line.Read(doc.Report{ID: p.ID, Text: p.Text, Published: day}, t.ws)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", file, p.ID, err)
		}
		wrong = append(wrong, score.Add(p, d)...)
	}
	fmt.Fprintf(t.out, "%s, %d passages\n%s", base(file), score.Passages, &score)
	if base(file) == "look.jsonl" && os.Getenv("PARLEY_ERRORS") != "" {
		for _, w := range wrong {
			fmt.Fprintln(t.out, "  "+w)
		}
	}
	return nil
}
