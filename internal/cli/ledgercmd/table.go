package ledgercmd

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

func (e *env) tableCommand() *cobra.Command {
	var f askFlags
	return e.askCommand(&cobra.Command{
		Use:   "table",
		Short: "show what is on the table and where each side stands",
		Long: `Table shows each proposal with where each party stands on it: its stance, the
latest words of each of its voices, and where they are told. A party whose voices
differ shows them all. Where no statement was found, the table says so, and in
how many reports it was looked for.

Reports that copy one agency's text count once; "+3" tells that three more reports
carry the same text. A "?" marks a line that is less sure than nine in ten.`,
		Example: "  parley table\n  parley table --as-of 2025-08-20 --dossier talks.yaml\n  parley table --actor Ukraine --format csv > table.csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.question(cmd, &f, "table", func(q *asking) (*answer, error) {
				t, err := q.Table(q.ctx, q.ask)
				if err != nil {
					return nil, err
				}
				return q.tableAnswer(t)
			})
		},
	}, &f)
}

var standColumns = []string{"proposal", "kind", "option", "actor", "by", "stance", "act", "status", "if", "sources", "rests_on"}

func (q *asking) tableAnswer(t *ledger.Table) (*answer, error) {
	about, rows, err := q.out.Table(t)
	if err != nil {
		return nil, err
	}
	a := &answer{
		more: about, lines: anys(rows), columns: append(standColumns[:len(standColumns):len(standColumns)], lineColumns...),
		empty: "nothing on the table", text: func(s *brief.Sheet) { q.tableText(s, t) },
	}
	var keys []string
	for i := range t.Rows {
		r := &t.Rows[i]
		keys = q.cells(a, keys, r, "", r.Cells, t)
		for k := range r.Options {
			o := &r.Options[k]
			keys = q.cells(a, keys, r, o.Option.Kind.String()+": "+o.Option.Value, o.Cells, t)
		}
	}
	return a, q.rests(keys)
}

// cells makes the rows of CSV of the cells of a row. It adds the keys of the moves
// that they rest on to keys.
func (q *asking) cells(a *answer, keys []string, r *ledger.Row, option string, cells []ledger.Cell, t *ledger.Table) []string {
	for i := range cells {
		c := &cells[i]
		name := q.called(c.Actor)
		for k := range c.Latest {
			s := &c.Latest[k]
			keys = append(keys, s.Move)
			a.rows = append(a.rows, append([]string{r.Proposal.Label, r.Proposal.Kind.String(), option, name, q.by(&s.Position), s.Stance.String(), s.Act.String(),
				s.Status.String(), s.If, strconv.Itoa(s.Sources), s.Label}, lineRow(&s.Line, &s.Source)...))
		}
		if len(c.Latest) == 0 && option == "" {
			row := make([]string, len(a.columns))
			row[0], row[1], row[3], row[5] = r.Proposal.Label, r.Proposal.Kind.String(), name, fmt.Sprintf("no statement found in %s%s", count(t.Reports, "report"), throughDay(t.Through))
			a.rows = append(a.rows, row)
		}
	}
	return keys
}

// tableColumns is how many parties a table has at most where no dossier names them.
// With so many there may be others, who have positions too.
const tableColumns = 8

func (q *asking) tableText(s *brief.Sheet, t *ledger.Table) {
	head := 8
	for _, a := range t.Actors {
		head = widest(head, s.Width()/4, a.Name)
	}
	bare := 0
	for i := range t.Rows {
		r := &t.Rows[i]
		if q.ask.Least > 0 && silent(r) {
			bare++
			continue
		}
		if i > bare {
			s.Blank()
		}
		s.Row(0, nil, []brief.Word{{Text: wording.Title(r.Proposal.Label), Class: "bold"}, {Text: "· " + q.span(r), Class: "faint"}}, "")
		q.rowText(s, r, head, t)
	}
	s.Blank()
	s.Note(fmt.Sprintf("%s%s; copies of one text count once", count(t.Reports, "report"), throughDay(t.Through)))
	if bare > 0 {
		s.Note(fmt.Sprintf("%s without a line of these parties at confidence %v left out; --min-confidence 0 shows all", count(bare, "proposal"), q.ask.Least))
	}
	if q.ask.Dossier == nil && len(t.Actors) >= tableColumns {
		s.Note(fmt.Sprintf("only the %d who are heard most: parley who NAME shows others, and --dossier names the parties", len(t.Actors)))
	}
	if t.More {
		s.Note("there are more proposals; --limit shows more, --actor and --proposal fewer")
	}
	_ = q.learnedLater(s) // a hint alone: the table stands without it
}

// silent tells whether no party has a line in a row.
func silent(r *ledger.Row) bool {
	heard := func(c ledger.Cell) bool { return len(c.Latest) > 0 }
	return !slices.ContainsFunc(r.Cells, heard) && !slices.ContainsFunc(r.Options, func(o ledger.OptionRow) bool { return slices.ContainsFunc(o.Cells, heard) })
}

// rowText shows the parties that were heard, then those that were not on one
// line, then the options.
func (q *asking) rowText(s *brief.Sheet, r *ledger.Row, head int, t *ledger.Table) {
	var none []string
	shown := map[string]bool{}
	for k := range r.Cells {
		c := &r.Cells[k]
		if len(c.Latest) == 0 {
			none = append(none, q.called(c.Actor))
			continue
		}
		q.cellText(s, c, head, 2)
		for i := range c.Latest {
			shown[c.Latest[i].Move] = true
		}
	}
	if len(none) > 0 {
		s.Row(2, []brief.Col{{Text: "–", Width: 1}},
			[]brief.Word{{Text: fmt.Sprintf("%s: no statement found in %s%s", strings.Join(none, ", "), count(t.Reports, "report"), throughDay(t.Through)), Class: "faint"}}, "")
	}
	for k := range r.Options {
		q.optionText(s, &r.Options[k], head, shown)
	}
}

// optionText shows a choice, and who says what about it: in words where the
// rows above do not have them.
func (q *asking) optionText(s *brief.Sheet, o *ledger.OptionRow, head int, shown map[string]bool) {
	label := []brief.Word{{Text: wording.QuoteMarks(brief.Clean(o.Option.Value))}}
	if o.Option.Dropped {
		label = append(label, brief.Word{Text: "(dropped)", Class: "faint"})
	}
	var told []*ledger.Cell
	for i := range o.Cells {
		c := &o.Cells[i]
		if again := len(c.Latest) == 1 && shown[c.Latest[0].Move]; again {
			label = append(label, brief.Word{Text: "· " + q.called(c.Actor), Class: "faint"}, brief.Word{Text: c.Latest[0].Stance.String(), Class: c.Latest[0].Stance.String()})
		} else if len(c.Latest) > 0 {
			told = append(told, c)
		}
	}
	s.Row(2, []brief.Col{{Text: o.Option.Kind.String(), Class: "faint", Width: 8}}, label, "")
	for _, c := range told {
		q.cellText(s, c, head, 4)
	}
}

// span tells what kind of thing a proposal is, where its label does not, in how many reports a proposal is spoken of, and when.
func (q *asking) span(r *ledger.Row) string {
	text := count(r.Reports, "report")
	if kind := r.Proposal.Kind.String(); kind != "other" && !strings.Contains(strings.ToLower(r.Proposal.Label), kind) {
		text = kind + " · " + text
	}
	switch {
	case r.From == "":
	case r.From == r.To:
		text += ", " + string(r.From)
	default:
		text += ", " + string(r.From) + " … " + string(r.To)
	}
	return text
}

// mostVoices is how many lines of one party a cell shows.
const mostVoices = 4

func (q *asking) cellText(s *brief.Sheet, c *ledger.Cell, head, left int) {
	name := q.called(c.Actor)
	for k := range c.Latest {
		x := &c.Latest[k]
		if k > 0 {
			name = ""
		}
		if rest := len(c.Latest) - mostVoices; k == mostVoices && rest > 1 {
			text := fmt.Sprintf("… and %s before: parley who %q shows all", count(rest, "line"), q.called(c.Actor))
			s.Row(left, []brief.Col{{Width: head}, {Width: 8}}, []brief.Word{{Text: text, Class: "faint"}}, "")
			return
		}
		var notes []string
		if x.Sources > 1 {
			notes = append(notes, fmt.Sprintf("%d sources", x.Sources))
		}
		if k == 0 && c.Shifts > 0 {
			notes = append(notes, count(c.Shifts, "shift")+" before")
		}
		q.standText(s, x, left, []brief.Col{{Text: name, Width: head}, {Text: x.Stance.String(), Class: x.Stance.String(), Width: 8}}, notes)
	}
}

// standText shows one stance behind its columns.
func (q *asking) standText(s *brief.Sheet, x *ledger.Stand, left int, cols []brief.Col, notes []string) {
	body := q.standing(x)
	if d := x.Said; d.From != "" && d.From != x.Source.Published {
		notes = append([]string{dayText(d)}, notes...)
	}
	if on := restsOn(x.Label, body); on != "" {
		notes = append([]string{"on " + on}, notes...)
	}
	if len(notes) > 0 {
		body = append(body, brief.Word{Text: "[" + strings.Join(notes, ", ") + "]", Class: "faint"})
	}
	s.Row(left, cols, body, cite(&x.Source, &x.Line))
}

// restsOn is the proposal of an issue's row that a stance is about, in short; ""
// where the words that are shown name it already, or there is none.
func restsOn(label string, body []brief.Word) string {
	label = wording.QuoteMarks(brief.Clean(label))
	var shown strings.Builder
	for _, w := range body {
		shown.WriteString(" " + ledger.FoldName(w.Text))
	}
	if folded := ledger.FoldName(label); folded == "" || strings.Contains(shown.String()+" ", " "+folded+" ") {
		return ""
	}
	return brief.Clip(label, wording.Labelled)
}

// standing is a stance in the words of its move, else in its sentence.
func (q *asking) standing(x *ledger.Stand) []brief.Word {
	m, ok := q.rest[x.Move]
	if !ok {
		m = ledger.Move{Line: x.Line, Status: x.Status}
	}
	if x.If != "" && len(m.Conditions) == 0 {
		m.Conditions = []ledger.Condition{{Words: x.If}}
	}
	if text, _ := q.short(&m); strings.HasPrefix(text, "to ") && (x.Stance == doc.StanceDoubts || x.Stance == doc.StanceAgainst) {
		m.What, m.Cue = "", "" // who would not do it is told by the sentence
	}
	return q.doing(q.voiceOf(&x.Position), &m, &x.Line)
}
