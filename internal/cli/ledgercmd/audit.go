package ledgercmd

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

func (e *env) auditCommand() *cobra.Command {
	var f askFlags
	var n int
	var seed uint64
	var sheet string
	cmd := &cobra.Command{
		Use: "audit", Short: "draw lines at random to check by hand, and tell from the ticks how many are right", Args: cobra.NoArgs,
		Long: `Audit draws lines at random and prints a sheet with a box before each: write x
into the box of a line that is right, - into that of one that is wrong, and leave
that of one that you do not judge. Whether a line is right is told by its passage:
who acts, what is done, and to whom.

--score reads a sheet back, as text or CSV, and prints how many of the lines that
were judged are right, with the Wilson interval at 95 %.`,
		Example: "  parley audit --sample 50 > sheet.txt\n  parley audit --score sheet.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sheet != "" {
				return e.score(sheet, f.format)
			}
			if n < 1 {
				return misuse("give a number like 50", "--sample %d draws nothing", n)
			}
			return e.question(cmd, &f, "audit", func(q *asking) (*answer, error) {
				if q.ask.Least == 0 && !q.flags.minimumSet {
					q.ask.Least = brief.DefaultMinConfidence // what is shown is what is checked, in every format
				}
				moves, err := q.Sample(q.ctx, q.ask, n, seed)
				if err != nil {
					return nil, err
				}
				return q.sheet(moves)
			})
		},
	}
	cmd.Flags().IntVar(&n, "sample", 50, "draw `N` lines")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "another `NUMBER` draws other lines, the same draws the same")
	cmd.Flags().StringVar(&sheet, "score", "", "read the ticks of the sheet `FILE` back")
	return e.askCommand(cmd, &f)
}

const auditHelp = "x in the box: the line is right; -: it is wrong; nothing: not judged"

// sheet is a list of lines with boxes.
func (q *asking) sheet(moves []ledger.MoveLine) (*answer, error) {
	a, err := q.moves(moves, "no line", false)
	if err != nil {
		return nil, err
	}
	a.columns = append([]string{"right"}, a.columns...)
	for i := range a.rows {
		a.rows[i] = append([]string{""}, a.rows[i]...)
	}
	a.text = func(s *brief.Sheet) {
		s.Note(auditHelp)
		for i := range moves {
			s.Blank()
			m := &moves[i]
			line := strings.Join(q.calledAll(m.By), ", ") + " " + strings.ToUpper(m.Act.String())
			if to := q.calledAll(m.To); len(to) > 0 {
				line += " → " + strings.Join(to, ", ")
			}
			if m.What != "" {
				line += ": " + m.What
			}
			s.Row(0, []brief.Col{{Text: "[ ]", Width: 3}}, []brief.Word{{Text: line, Class: "bold"}}, "")
			s.Row(5, nil, said("", &m.Line, m.Status), cite(&m.Source, &m.Line))
		}
	}
	return a, nil
}

// ticks are the marks of a sheet.
type ticks struct {
	Right    int        `json:"right"`
	Wrong    int        `json:"wrong"`
	Unjudged int        `json:"unjudged"`
	Share    float64    `json:"precision"`
	Interval [2]float64 `json:"interval"` // Wilson, 95 %
}

func (e *env) score(path, format string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		f := cli.Failure(path, err)
		return cli.Fail(cli.Unusable, f.Do, "--score %s: %s", path, f.What)
	}
	t, err := readTicks(path, b)
	if err != nil {
		return cli.Fail(cli.Unusable, auditHelp, "%w", err)
	}
	if t.Right+t.Wrong == 0 {
		return misuse(auditHelp, "%s: no line is judged", path)
	}
	t.Share = float64(t.Right) / float64(t.Right+t.Wrong)
	t.Interval[0], t.Interval[1] = wilson(t.Right, t.Right+t.Wrong)
	var out bytes.Buffer
	switch format {
	case "json", "jsonl":
		err = encode(&out, t)
	case "csv":
		err = writeCSV(&out, []string{"right", "wrong", "unjudged", "precision", "from", "to"},
			[][]string{{itoa(t.Right), itoa(t.Wrong), itoa(t.Unjudged), fmt.Sprintf("%.4f", t.Share), fmt.Sprintf("%.4f", t.Interval[0]), fmt.Sprintf("%.4f", t.Interval[1])}})
	default:
		fmt.Fprintf(&out, "%d of %d lines are right: %.1f %% (95 %% interval %.1f … %.1f %%)", t.Right, t.Right+t.Wrong, 100*t.Share, 100*t.Interval[0], 100*t.Interval[1])
		if t.Unjudged > 0 {
			fmt.Fprintf(&out, "; %d not judged", t.Unjudged)
		}
		out.WriteByte('\n')
	}
	if err != nil {
		return err
	}
	return e.write(out.Bytes())
}

// readTicks reads the marks of a sheet as text or CSV.
func readTicks(path string, b []byte) (*ticks, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	t := &ticks{}
	if bytes.HasPrefix(b, []byte("right,")) || bytes.HasPrefix(b, []byte("right;")) {
		r := csv.NewReader(bytes.NewReader(b))
		r.Comma = rune(b[5])
		r.FieldsPerRecord = -1
		for first := true; ; first = false {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				return t, nil
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			line, _ := r.FieldPos(0)
			if err := t.mark(row[0]); !first && err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, line, err)
			}
		}
	}
	for i, l := range fileLines(b) {
		box, ok := strings.CutPrefix(strings.TrimSpace(l), "[")
		if !ok {
			continue
		}
		mark, _, ok := strings.Cut(box, "]")
		if !ok || len([]rune(mark)) > 4 {
			continue
		}
		if err := t.mark(mark); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	return t, nil
}

// mark counts one mark.
func (t *ticks) mark(s string) error {
	switch strings.ToLower(strings.Trim(s, " '\t")) {
	case "":
		t.Unjudged++
	case "x", "✓", "✔", "y", "yes", "1", "true":
		t.Right++
	case "-", "–", "n", "no", "0", "false":
		t.Wrong++
	default:
		return fmt.Errorf("%q is no mark", s)
	}
	return nil
}

// wilson is the interval of a share at 95 % (Wilson 1927).
func wilson(right, all int) (from, to float64) {
	const z = 1.959963984540054
	n, p := float64(all), float64(right)/float64(all)
	middle := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (middle-half)/(1+z*z/n)), min(1, (middle+half)/(1+z*z/n))
}
