package ledgercmd

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
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

// standOut is one stance as JSON.
type standOut struct {
	Actor   string  `json:"actor"`
	By      string  `json:"by,omitempty"`
	Option  string  `json:"option,omitempty"`
	Stance  string  `json:"stance"`
	Act     string  `json:"act"`
	Status  string  `json:"status"`
	If      string  `json:"if,omitempty"`
	Sources int     `json:"sources,omitempty"`
	Move    string  `json:"move,omitempty"`
	Line    lineOut `json:"line"`
}

func (q *asking) stand(s *ledger.Stand, option string) standOut {
	return standOut{
		q.called(s.Actor), q.by(&s.Position), option, s.Stance.String(), s.Act.String(), s.Status.String(), s.If, s.Sources, s.Move,
		lineOf(&s.Line, &s.Source),
	}
}

// rowOut is one proposal as JSON.
type rowOut struct {
	Key          string      `json:"key"`
	Kind         string      `json:"kind"`
	Label        string      `json:"label"`
	Participants []string    `json:"participants"`
	Reports      int         `json:"reports"`
	From         string      `json:"from,omitempty"`
	To           string      `json:"to,omitempty"`
	Cells        []cellOut   `json:"cells"`
	Options      []optionOut `json:"options"`
}

type cellOut struct {
	Actor  string     `json:"actor"`
	Latest []standOut `json:"latest"` // empty: no statement was found
	Past   int        `json:"past"`
	Shifts int        `json:"shifts"`
}

type optionOut struct {
	Kind    string    `json:"kind"`
	Value   string    `json:"value"`
	Dropped bool      `json:"dropped,omitempty"`
	Cells   []cellOut `json:"cells"`
}

type tableOut struct {
	Actors  []string `json:"actors"`
	Reports int      `json:"reports"`
	Through string   `json:"through,omitempty"`
	More    bool     `json:"more,omitempty"`
}

var standColumns = []string{"proposal", "kind", "option", "actor", "by", "stance", "act", "status", "if", "sources"}

func (q *asking) tableAnswer(t *ledger.Table) (*answer, error) {
	for i := range t.Actors {
		q.names[t.Actors[i].ID] = t.Actors[i]
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		err := q.meet(r.Proposal.Participants, speakers(r.Cells))
		for k := range r.Options {
			if err == nil {
				err = q.meet(speakers(r.Options[k].Cells))
			}
		}
		if err != nil {
			return nil, err
		}
	}
	a := &answer{
		columns: append(standColumns[:len(standColumns):len(standColumns)], lineColumns...),
		empty:   "nothing on the table", text: func(s *brief.Sheet) { q.tableText(s, t) },
	}
	about := tableOut{Reports: t.Reports, Through: string(t.Through), More: t.More, Actors: []string{}}
	for _, x := range t.Actors {
		about.Actors = append(about.Actors, x.Name)
	}
	a.more = about
	for i := range t.Rows {
		r := &t.Rows[i]
		out := rowOut{
			Key: r.Proposal.Key, Kind: r.Proposal.Kind.String(), Label: r.Proposal.Label, Participants: q.calledAll(r.Proposal.Participants),
			Reports: r.Reports, From: string(r.From), To: string(r.To), Cells: q.cells(a, r, "", r.Cells, t), Options: []optionOut{},
		}
		for k := range r.Options {
			o := &r.Options[k]
			out.Options = append(out.Options, optionOut{o.Option.Kind.String(), o.Option.Value, o.Option.Dropped,
				q.cells(a, r, o.Option.Kind.String()+": "+o.Option.Value, o.Cells, t)})
		}
		a.lines = append(a.lines, out)
	}
	return a, nil
}

func speakers(cells []ledger.Cell) (ids []ledger.ActorID) {
	for i := range cells {
		ids = append(ids, cells[i].Actor)
		for k := range cells[i].Latest {
			ids = append(ids, cells[i].Latest[k].Actor, cells[i].Latest[k].By)
		}
	}
	return ids
}

// cells makes the cells of a row as JSON, and their rows of CSV.
func (q *asking) cells(a *answer, r *ledger.Row, option string, cells []ledger.Cell, t *ledger.Table) []cellOut {
	out := []cellOut{}
	for i := range cells {
		c := &cells[i]
		x := cellOut{Actor: q.called(c.Actor), Past: c.Past, Shifts: c.Shifts, Latest: []standOut{}}
		for k := range c.Latest {
			s := &c.Latest[k]
			x.Latest = append(x.Latest, q.stand(s, option))
			a.rows = append(a.rows, append([]string{r.Proposal.Label, r.Proposal.Kind.String(), option, x.Actor, q.by(&s.Position), s.Stance.String(), s.Act.String(),
				s.Status.String(), s.If, strconv.Itoa(s.Sources)}, lineRow(&s.Line, &s.Source)...))
		}
		if len(c.Latest) == 0 && option == "" {
			row := make([]string, len(a.columns))
			row[0], row[1], row[3], row[5] = r.Proposal.Label, r.Proposal.Kind.String(), x.Actor, fmt.Sprintf("no statement found in %s%s", count(t.Reports, "report"), throughDay(t.Through))
			a.rows = append(a.rows, row)
		}
		out = append(out, x)
	}
	return out
}

func (q *asking) tableText(s *brief.Sheet, t *ledger.Table) {
	head := 8
	for _, a := range t.Actors {
		head = widest(head, s.Width()/4, a.Name)
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		if i > 0 {
			s.Blank()
		}
		s.Row(0, []brief.Col{{Text: capital(r.Proposal.Kind.String()), Width: 9}}, []brief.Word{{Text: unkinded(r.Proposal.Label, r.Proposal.Kind.String()), Class: "bold"}, {Text: "· " + q.span(r), Class: "faint"}}, "")
		for k := range r.Cells {
			q.cellText(s, &r.Cells[k], head, t, 2)
		}
		for k := range r.Options {
			q.optionText(s, &r.Options[k], head, t)
		}
	}
	s.Blank()
	s.Note(fmt.Sprintf("%s%s; copies of one text count once", count(t.Reports, "report"), throughDay(t.Through)))
	if t.More {
		s.Note("there are more proposals; --limit shows more, --actor and --proposal fewer")
	}
	_ = q.learnedLater(s) // a hint alone: the table stands without it
}

func (q *asking) optionText(s *brief.Sheet, o *ledger.OptionRow, head int, t *ledger.Table) {
	label := []brief.Word{{Text: o.Option.Value}}
	if o.Option.Dropped {
		label = append(label, brief.Word{Text: "(dropped)", Class: "faint"})
	}
	s.Row(2, []brief.Col{{Text: o.Option.Kind.String(), Class: "faint", Width: 8}}, label, "")
	for i := range o.Cells {
		if len(o.Cells[i].Latest) > 0 {
			q.cellText(s, &o.Cells[i], head, t, 4)
		}
	}
}

// span tells in how many reports a proposal is spoken of, and when.
func (q *asking) span(r *ledger.Row) string {
	text := count(r.Reports, "report")
	switch {
	case r.From == "":
	case r.From == r.To:
		text += ", " + string(r.From)
	default:
		text += ", " + string(r.From) + " … " + string(r.To)
	}
	return text
}

func (q *asking) cellText(s *brief.Sheet, c *ledger.Cell, head int, t *ledger.Table, left int) {
	name := q.called(c.Actor)
	if len(c.Latest) == 0 {
		s.Row(left, []brief.Col{{Text: name, Width: head}, {Text: "–", Width: 8}},
			[]brief.Word{{Text: fmt.Sprintf("no statement found in %s%s", count(t.Reports, "report"), throughDay(t.Through)), Class: "faint"}}, "")
		return
	}
	for k := range c.Latest {
		x := &c.Latest[k]
		if k > 0 {
			name = ""
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
	body := said(q.by(&x.Position), &x.Line, x.Status)
	if x.If != "" && !strings.Contains(body[len(body)-1].Text+body[0].Text, x.If) && !strings.Contains(x.Words, x.If) {
		body = append(body, brief.Word{Text: "IF", Class: "if"}, brief.Word{Text: x.If})
	}
	if d := x.Said; d.From != "" && d.From != x.Source.Published {
		notes = append([]string{dayText(d)}, notes...)
	}
	if len(notes) > 0 {
		body = append(body, brief.Word{Text: "[" + strings.Join(notes, ", ") + "]", Class: "faint"})
	}
	s.Row(left, cols, body, cite(&x.Source, &x.Line))
}

// unkinded is a label without the kind that stands before it already.
func unkinded(label, kind string) string {
	if rest, ok := strings.CutPrefix(label, capital(kind)+" "); ok {
		return rest
	}
	return label
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
