package ledgercmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// listCommand is a command that asks one question without words of its own.
func (e *env) listCommand(cmd *cobra.Command, name string, put func(*asking) (*answer, error)) *cobra.Command {
	var f askFlags
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return e.question(cmd, &f, name, put) }
	return e.askCommand(cmd, &f)
}

var moveColumns = []string{"act", "status", "by", "via", "to", "what", "if", "event", "mode", "context"}

func (q *asking) moveRow(m *ledger.MoveLine) []string {
	var ifs []string
	for _, c := range m.Conditions {
		ifs = append(ifs, c.Words)
	}
	return append([]string{
		m.Act.String(), m.Status.String(), strings.Join(q.calledAll(m.By), "; "), strings.Join(q.calledAll(m.Via), "; "), strings.Join(q.calledAll(m.To), "; "),
		m.What, strings.Join(ifs, "; "), m.Plover.Event, m.Plover.Mode, strings.Join(m.Plover.Context, "; "),
	}, lineRow(&m.Line, &m.Source)...)
}

// moveText shows a move behind columns of the caller's.
func (q *asking) moveText(s *brief.Sheet, left int, cols []brief.Col, m *ledger.MoveLine) {
	more, who := q.whoDoes(s, len(cols), m)
	if verb := bindingVerb(&m.Move); verb != "" {
		more[len(more)-1].Text = verb
	}
	s.Row(left, append(cols, more...), q.doing(who, &m.Move, &m.Line), cite(&m.Source, &m.Line))
}

// bindingVerb is how the brief puts a refusal that binds its maker; "" of any other
// move, which has the verb of its act.
func bindingVerb(m *ledger.Move) string {
	switch {
	case !m.Commitment || m.Act != doc.Reject:
		return ""
	case len(m.By) > 1:
		return "rule out"
	}
	return "rules out"
}

func (e *env) eventsCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "events", Short: "list what was done, in the PLOVER scheme",
		Long:    "Events lists the moves that have a code in the PLOVER scheme, with the code, the newest first.",
		Example: "  parley events --since 2025-08-01 --format csv > events.csv",
	}, "events", func(q *asking) (*answer, error) {
		moves, err := q.Events(q.ctx, q.ask)
		if err != nil {
			return nil, err
		}
		return q.moves(moves, "no event", true)
	})
}

// moves answers with a list of moves.
func (q *asking) moves(moves []ledger.MoveLine, empty string, coded bool) (*answer, error) {
	a := &answer{columns: append(moveColumns[:len(moveColumns):len(moveColumns)], lineColumns...), empty: empty}
	lines, err := q.out.Moves(moves)
	if err != nil {
		return nil, err
	}
	a.lines = anys(lines)
	for i := range moves {
		a.rows = append(a.rows, q.moveRow(&moves[i]))
	}
	a.text = func(s *brief.Sheet) {
		for i := range moves {
			m := &moves[i]
			cols := []brief.Col{dayColumn(m.Said)}
			if coded {
				cols = append(cols, brief.Col{Text: m.Plover.Event, Class: "faint", Width: 9})
			}
			q.moveText(s, 0, cols, m)
		}
	}
	return a, nil
}

func (e *env) timelineCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "timeline", Short: "tell what was said, done, due and changed, day by day",
		Example: "  parley timeline --actor Zelensky --since 2025-08-01\n  parley timeline --proposal ceasefire",
	}, "timeline", func(q *asking) (*answer, error) {
		items, err := q.Timeline(q.ctx, q.ask)
		if err != nil {
			return nil, err
		}
		return q.timeline(items)
	})
}

var timeColumns = []string{"day", "kind", "who", "what", "to"}

func (q *asking) timeline(items []ledger.Item) (*answer, error) {
	a := &answer{columns: append(timeColumns[:len(timeColumns):len(timeColumns)], lineColumns...), empty: "nothing"}
	lines, err := q.out.Items(items)
	if err != nil {
		return nil, err
	}
	a.lines = anys(lines)
	var turns []ledger.ShiftLink
	for i := range items {
		x, day := &items[i], dayText(items[i].Day)
		switch o := &lines[i]; {
		case x.Move != nil:
			a.rows = append(a.rows, append([]string{day, o.Move.Act, strings.Join(o.Move.By, "; "), o.Move.What, strings.Join(o.Move.To, "; ")}, lineRow(&x.Move.Line, &x.Move.Source)...))
		case x.Statement != nil:
			a.rows = append(a.rows, append([]string{day, "said", strings.Join(o.Statement.Sources, "; "), o.Statement.Content, strings.Join(o.Statement.To, "; ")}, lineRow(&x.Statement.Line, &x.Statement.Source)...))
		case x.Deadline != nil:
			a.rows = append(a.rows, append([]string{day, "due", o.Deadline.By, o.Deadline.What, ""}, lineRow(&x.Deadline.Line, &x.Deadline.Source)...))
		case x.Shift != nil:
			turns = append(turns, *x.Shift)
			line, source := shiftLine(x.Shift)
			a.rows = append(a.rows, append([]string{day, "shift", o.Shift.Actor, o.Shift.From + " → " + o.Shift.To, ""}, lineRow(line, source)...))
		}
	}
	if err := q.restShifts(turns); err != nil {
		return nil, err
	}
	a.text = func(s *brief.Sheet) { q.timelineText(s, items) }
	return a, nil
}

func (q *asking) timelineText(s *brief.Sheet, items []ledger.Item) {
	last := ""
	for i := range items {
		x := &items[i]
		if day := dayText(x.Day); day != last {
			if last != "" {
				s.Blank()
			}
			s.Title(day)
			last = day
		}
		switch {
		case x.Move != nil:
			q.moveText(s, 2, nil, x.Move)
		case x.Statement != nil:
			q.statementText(s, x.Statement)
		case x.Deadline != nil:
			d := x.Deadline
			s.Row(2, []brief.Col{col(q.called(d.Deadline.By), "", nameWidth(s)), {Text: "due", Width: verbWidth(s)}}, q.dueWords("", d), cite(&d.Source, &d.Line))
		case x.Shift != nil:
			q.shiftItem(s, x.Shift)
		}
	}
}

func (q *asking) statementText(s *brief.Sheet, x *ledger.StatementLine) {
	cols, who := q.whoSays(s, x)
	body := q.saying(x)
	if who != "" {
		body = append([]brief.Word{{Text: who + ":"}}, body...)
	}
	s.Row(2, cols, body, cite(&x.Source, &x.Line))
}

// saying is what is said, in quotation marks where it is.
func (q *asking) saying(x *ledger.StatementLine) []brief.Word {
	if q.flags.words || x.Content == "" {
		return said("", &x.Line, 0)
	}
	text := strings.TrimPrefix(wording.Undated(brief.Clean(x.Content)), "that ")
	if x.Kind == doc.Direct && !strings.ContainsAny(text, "\"“”") && strings.ContainsAny(x.Words, "\"“”„«»") {
		text = "“" + text + "”"
	}
	return telling("", brief.Clip(wording.QuoteMarks(text), wording.Longest), &x.Line, 0)
}

func (e *env) commitmentsCommand() *cobra.Command {
	var f askFlags
	var graph string
	cmd := &cobra.Command{
		Use: "commitments", Short: "list what was promised, on what condition, and who is waiting on whom", Args: cobra.NoArgs,
		Long: `Commitments lists what binds its maker, with its conditions and how it stands:
open, met, lapsed or withdrawn, each on linked evidence or by hand alone.

--graph shows who is waiting on whom: as text, or as DOT for Graphviz.`,
		Example: "  parley commitments\n  parley commitments --graph dot | dot -Tsvg > waiting.svg",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if graph != "" && graph != "text" && graph != "dot" {
				return misuse("choose text or dot", "--graph %q is not known", graph)
			}
			return e.question(cmd, &f, "commitments", func(q *asking) (*answer, error) {
				waits, err := q.Commitments(q.ctx, q.ask)
				if err != nil {
					return nil, err
				}
				return q.commitments(waits, graph)
			})
		},
	}
	cmd.Flags().StringVar(&graph, "graph", "", "show who is waiting on whom, as `FORM`: text or dot")
	return e.askCommand(cmd, &f)
}

func (q *asking) commitments(waits []ledger.Waiting, graph string) (*answer, error) {
	columns := with([]string{"state", "marked_by", "waits_for", "evidence"}, moveColumns...)
	a := &answer{columns: append(columns, lineColumns...), empty: "no commitment"}
	lines, err := q.out.Commitments(waits)
	if err != nil {
		return nil, err
	}
	a.lines = anys(lines)
	for i := range waits {
		w := &waits[i]
		evidence := ""
		if w.Evidence != nil {
			evidence = w.Evidence.Key
		}
		a.rows = append(a.rows, append([]string{w.Status.String(), w.By, strings.Join(q.calledAll(w.WaitsFor), "; "), evidence}, q.moveRow(&w.Move)...))
	}
	a.text = func(s *brief.Sheet) {
		for _, w := range q.foldWaiting(waits) {
			q.waitingText(s, 0, &w)
		}
	}
	if graph == "text" {
		a.text = func(s *brief.Sheet) { q.graphText(s, q.foldWaiting(waits)) }
	}
	if graph == "dot" {
		a.raw = q.dot(waits)
	}
	return a, nil
}

func (q *asking) waitingText(s *brief.Sheet, left int, w *ledger.Waiting) {
	q.moveText(s, left, []brief.Col{{Text: w.Status.String(), Width: 9}}, &w.Move)
	if names := q.calledAll(w.WaitsFor); len(names) > 0 {
		s.Row(left+11, nil, []brief.Word{{Text: "waits for", Class: "faint"}, {Text: strings.Join(names, ", ")}}, "")
	}
	if w.Evidence != nil {
		s.Row(left+11, nil, append([]brief.Word{{Text: "evidence", Class: "faint"}}, said("", &w.Evidence.Line, w.Evidence.Status)...), cite(&w.Evidence.Source, &w.Evidence.Line))
	}
	if w.By != "" {
		s.Row(left+11, nil, []brief.Word{{Text: "marked by " + w.By, Class: "faint"}}, "")
	}
}

// edge is one who waits for another, with how many commitments hang on it.
type edge struct{ from, to string }

func (q *asking) edges(waits []ledger.Waiting) (order []edge, why map[edge][]*ledger.Waiting) {
	why = map[edge][]*ledger.Waiting{}
	for i := range waits {
		for _, from := range q.calledAll(waits[i].Move.By) {
			for _, to := range q.calledAll(waits[i].WaitsFor) {
				e := edge{from, to}
				if from == to {
					continue
				}
				if why[e] == nil {
					order = append(order, e)
				}
				why[e] = append(why[e], &waits[i])
			}
		}
	}
	return order, why
}

func (q *asking) graphText(s *brief.Sheet, waits []ledger.Waiting) {
	order, why := q.edges(waits)
	if len(order) == 0 {
		s.Note(fmt.Sprintf("nobody is told to wait for another in %s", count(len(waits), "commitment")))
	}
	for _, e := range order {
		s.Row(0, nil, []brief.Word{{Text: e.from, Class: "bold"}, {Text: "waits for"}, {Text: e.to, Class: "bold"}}, "")
		for _, w := range why[e] {
			q.moveText(s, 2, nil, &w.Move)
		}
	}
}

// dot is the graph of who waits for whom as Graphviz reads it.
func (q *asking) dot(waits []ledger.Waiting) []byte {
	var b strings.Builder
	b.WriteString("digraph waiting {\n\trankdir=LR;\n\tnode [shape=box];\n")
	order, why := q.edges(waits)
	for _, e := range order {
		var labels []string
		for _, w := range why[e] {
			labels = append(labels, brief.Clip(brief.Clean(w.Move.Act.String()+" "+w.Move.What), 60)+" ["+cite(&w.Move.Source, &w.Move.Line)+"]")
		}
		fmt.Fprintf(&b, "\t%s -> %s [label=%s];\n", dotText(e.from), dotText(e.to), dotText(strings.Join(labels, "\n")))
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

// dotText is a quoted identifier of DOT.
func dotText(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(strings.ReplaceAll(brief.Clean(l), `\`, `\\`), `"`, `\"`)
	}
	return `"` + strings.Join(lines, `\l`) + `"`
}
