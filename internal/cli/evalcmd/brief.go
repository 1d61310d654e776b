package evalcmd

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// thresholds are the confidences that a brief is measured at.
var thresholds = [...]float64{brief.DefaultMinConfidence, 0.5, 0.9}

var briefSections = []string{brief.OnTheTable, brief.Commitments, brief.DemandsAndCharges, brief.Events}

// briefs measures how many of the lines that a brief shows agree with the
// annotation, by half, confidence and section.
func briefs(t *job) error {
	for _, path := range t.paths {
		files, err := annotated(path)
		if err != nil {
			return err
		}
		halves := eval.GoldSplit()
		scores := map[string]*[len(thresholds)]eval.BriefScore{}
		for _, file := range files {
			half := halves[strings.TrimSuffix(base(file), ".json")]
			if half == "" {
				half = "none"
			}
			if scores[half] == nil {
				scores[half] = &[len(thresholds)]eval.BriefScore{}
			}
			if err := t.scoreBrief(scores[half], file); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		for _, half := range []string{"look", "measure", "none"} {
			if scores[half] == nil {
				continue
			}
			for i, least := range thresholds {
				fmt.Fprintf(t.out, "%s, half to %s, lines from confidence %.2f\n", base(path), half, least)
				if err := scores[half][i].Print(t.out, briefSections...); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *job) scoreBrief(scores *[len(thresholds)]eval.BriefScore, file string) error {
	want, d, name, err := t.annotated(file)
	if err != nil {
		return err
	}
	var found bytes.Buffer
	if err := corpus.WriteGold(&found, corpus.GoldOf(d, name)); err != nil {
		return err
	}
	for i, least := range thresholds {
		var lines []eval.BriefLine
		for _, l := range brief.Moves(d, least) {
			lines = append(lines, eval.BriefLine{Section: l.Section, Move: int(l.Move) - 1})
		}
		if err := scores[i].Add(want, found.Bytes(), lines); err != nil {
			return err
		}
	}
	return nil
}

// annotated reads an annotation file and, with the reader, the report beside it.
func (t *job) annotated(file string) (want []byte, d *doc.Document, name string, err error) {
	if want, err = os.ReadFile(file); err != nil {
		return nil, nil, "", err
	}
	text, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".txt")
	if err != nil {
		return nil, nil, "", err
	}
	gold, err := corpus.ReadGold(bytes.NewReader(want))
	if err != nil {
		return nil, nil, "", err
	}
	report := doc.Report{Text: string(text)}
	if day, err := time.Parse(time.DateOnly, gold.Published); err == nil {
		report.Published = day
	}
	d, err = t.line.Read(report, t.ws)
	return want, d, gold.Doc, err
}

// calm counts the moves read where there is none to read.
type calm struct {
	reports, words int
	moves          [1 + len(thresholds)]int // all, then from each of the thresholds
	lines          int                      // shown by the brief unless asked for more or less
}

// quiet counts false moves in reports that hold no negotiation.
func quiet(t *job) error {
	rows := eval.QuietReports()
	var files []string
	for name := range rows {
		files = append(files, name)
	}
	slices.Sort(files)
	for _, path := range t.paths {
		var c calm
		for _, name := range files {
			if err := t.calm(&c, filepath.Join(path, name), rows[name]); err != nil {
				return err
			}
		}
		rate := func(n int) float64 { return 1000 * float64(n) / float64(max(c.words, 1)) }
		fmt.Fprintf(t.out, "%s, %d reports that hold no negotiation, %d words\n", base(path), c.reports, c.words)
		fmt.Fprintf(t.out, "moves from confidence 0.00  %6.3f per 1,000 words  (%d)\n", rate(c.moves[0]), c.moves[0])
		for i, least := range thresholds {
			fmt.Fprintf(t.out, "moves from confidence %.2f  %6.3f per 1,000 words  (%d)\n", least, rate(c.moves[i+1]), c.moves[i+1])
		}
		fmt.Fprintf(t.out, "lines of the brief          %6.3f per 1,000 words  (%d)\n", rate(c.lines), c.lines)
	}
	return nil
}

func (t *job) calm(c *calm, path string, rows map[int]bool) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	if _, err := r.Read(); err != nil { // the names of the columns: url, date, title, text
		return fmt.Errorf("%s: %w", path, err)
	}
	for n := 1; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if len(row) < 4 {
			return fmt.Errorf("%s: row %d has %d columns, want url, date, title and text", path, n, len(row))
		}
		if !rows[n] {
			continue
		}
		day, _ := time.Parse(time.DateOnly, row[1])
		d, err := t.line.Read(doc.Report{Text: strings.ToValidUTF8(row[3], "\uFFFD"), Published: day}, t.ws)
		if err != nil {
			return fmt.Errorf("%s: row %d: %w", path, n, err)
		}
		c.add(d)
	}
}

func (c *calm) add(d *doc.Document) {
	c.reports++
	c.words += d.Words()
	for i := range d.Moves {
		c.moves[0]++
		for k, least := range thresholds {
			if d.Moves[i].Confidence >= least {
				c.moves[k+1]++
			}
		}
	}
	c.lines += len(brief.Moves(d, brief.DefaultMinConfidence))
}
