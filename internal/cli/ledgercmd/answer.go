package ledgercmd

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/parley-reader/parley/client"
	wire "github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// answer is one answer in all of its forms.
type answer struct {
	lines   []any      // as JSON
	more    any        // what stands beside the lines as JSON; nil for nothing
	columns []string   // of CSV
	rows    [][]string // of CSV
	text    func(*brief.Sheet)
	raw     []byte // the answer in a form of its own, whatever the format; nil for none
	empty   string // what was not found: "no shift"; "" where an empty answer tells itself
}

// show prints an answer.
func (q *asking) show(a *answer) error {
	var b bytes.Buffer
	var err error
	if a.raw != nil {
		return q.env.write(a.raw)
	}
	switch q.flags.format {
	case "json":
		out := client.Answer[any, any]{Schema: client.Schema, Answer: q.name, AsOf: wire.AsOf(q.ask.AsOf), Lines: a.lines}
		if a.more != nil {
			out.About = &a.more
		}
		if out.Lines == nil {
			out.Lines = []any{}
		}
		err = encode(&b, out)
	case "jsonl":
		for _, l := range a.lines {
			if err = encode(&b, l); err != nil {
				break
			}
		}
	case "csv":
		err = writeCSV(&b, a.columns, a.rows)
	default:
		err = q.text(&b, a)
	}
	if err != nil {
		return q.env.unusable(q.env.where(q.flags.ledger), err)
	}
	if note := q.shortened(a); note != "" && q.flags.format != "text" {
		q.env.app.Say(q.env.app.Stderr, note, "") // a program's input holds lines alone
	}
	return q.env.write(b.Bytes())
}

func (e *env) write(b []byte) error {
	if _, err := e.stdout().Write(b); err != nil {
		return cli.Fail(cli.Unusable, "", "writing results: %w", err)
	}
	return nil
}

// encode writes one JSON value and a line end. "<" stays as it is: the answer is
// no part of a page.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// text shows an answer to a person.
func (q *asking) text(b *bytes.Buffer, a *answer) error {
	s := brief.NewSheet(q.env.app.Look(), 52)
	if len(a.lines) == 0 && a.empty != "" {
		if err := q.nothing(s, a.empty); err != nil {
			return err
		}
	} else {
		a.text(s)
		if note := q.shortened(a); note != "" {
			s.Blank()
			s.Note(note)
		}
	}
	if s.Unsure() {
		s.Blank()
		s.Note("? marks a line that is less sure than nine in ten: read its passage before you rely on it")
	}
	_, err := s.WriteTo(b)
	return err
}

// nothing says that nothing was found, where, and what to do about it.
func (q *asking) nothing(s *brief.Sheet, what string) error {
	families, through, err := q.Store.Coverage(q.ctx, ledger.Query{AsOf: q.ask.AsOf})
	if err != nil {
		return err
	}
	s.Row(0, nil, []brief.Word{{Text: fmt.Sprintf("%s found in %s%s", what, count(families, "report"), throughDay(through))}}, "")
	if q.ask.Least > 0 {
		s.Note(fmt.Sprintf("what stands below confidence %v is not shown; --min-confidence 0 shows all", q.ask.Least))
	}
	return q.learnedLater(s)
}

// learnedLater hints at reports that were out by the day that is asked about, and
// that the ledger learned of later.
func (q *asking) learnedLater(s *brief.Sheet) error {
	if q.ask.AsOf.IsZero() {
		return nil
	}
	day := ledger.Day(q.ask.AsOf.UTC().Format(time.DateOnly))
	known, _, err := q.Store.Coverage(q.ctx, ledger.Query{AsOf: q.ask.AsOf, Until: day})
	if err != nil {
		return err
	}
	out, _, err := q.Store.Coverage(q.ctx, ledger.Query{Until: day})
	if err != nil {
		return err
	}
	if out > known {
		s.Note(fmt.Sprintf("%s published by %s came into the ledger later; parley add --backfill keeps an archive as if it had been read as it came out", count(out-known, "report"), day))
	}
	return nil
}

func throughDay(d ledger.Day) string {
	if d == "" {
		return ""
	}
	return " through " + string(d)
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// writeCSV writes a header and rows, with nothing in them that a spreadsheet
// would take for a formula.
func writeCSV(w io.Writer, columns []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(columns); err != nil {
		return err
	}
	for _, r := range rows {
		safe := make([]string, len(r))
		for i, s := range r {
			safe[i] = cell(s)
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// cell is a text that a spreadsheet shows as it is: one that begins like a
// formula gets a leading apostrophe.
func cell(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
	if s != "" && strings.ContainsRune("=+-@\t＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
