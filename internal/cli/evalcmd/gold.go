package evalcmd

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// moves scores moves and statements in the form of the development annotation,
// over all reports and over each half of the fixed split.
func moves(t *job) error {
	for _, path := range t.paths {
		files, err := annotated(path)
		if err != nil {
			return err
		}
		halves := eval.GoldSplit()
		all, scores := &eval.GoldScore{}, map[string]*eval.GoldScore{}
		for _, file := range files {
			score := &eval.GoldScore{}
			if err := t.scoreMoves(score, file); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			all.Merge(score)
			half := halves[strings.TrimSuffix(base(file), ".json")]
			if half == "" {
				continue
			}
			if scores[half] == nil {
				scores[half] = &eval.GoldScore{}
			}
			scores[half].Merge(score)
		}
		fmt.Fprintf(t.out, "%s, all\n", base(path))
		if err := all.Print(t.out, true); err != nil {
			return err
		}
		for _, half := range []string{"look", "measure"} {
			if scores[half] != nil {
				fmt.Fprintf(t.out, "\nhalf to %s\n", half)
				if err := scores[half].Print(t.out, false); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *job) scoreMoves(score *eval.GoldScore, file string) error {
	want, d, name, err := t.annotated(file)
	if err != nil {
		return err
	}
	var found bytes.Buffer
	if err := corpus.WriteGold(&found, corpus.GoldOf(d, name)); err != nil {
		return err
	}
	return score.Add(want, found.Bytes())
}

// annotated lists the annotations of a folder of reports.
func annotated(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no ID.json in it: name a folder of annotated reports", folder)
	}
	return files, err
}
