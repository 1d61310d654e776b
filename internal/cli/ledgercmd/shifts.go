package ledgercmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

func misuse(hint, format string, args ...any) error {
	return cli.Fail(cli.WrongUse, hint, format, args...)
}

func (e *env) shiftsCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "shifts", Short: "show who changed position, the two passages one under the other",
		Long: `Shifts lists changes of stance that reports tell, changes of stance between two
passages, and deeds that turn another round: what was paused is resumed, a meeting
that was arranged is cancelled or no longer planned, what one was ready to sign is
signed, a deadline that was set is dropped.`,
		Example: "  parley shifts --since 2025-08-01\n  parley shifts --actor \"United States\"",
	}, "shifts", func(q *asking) (*answer, error) {
		shifts, err := q.Shifts(q.ctx, q.ask)
		if err != nil {
			return nil, err
		}
		a := &answer{columns: append([]string{"day", "actor", "by", "proposal", "option", "from", "to", "from_key"}, lineColumns...), empty: "no shift"}
		lines, err := q.out.Shifts(shifts)
		if err != nil {
			return nil, err
		}
		a.lines = anys(lines)
		for i := range shifts {
			x, o := &shifts[i], &lines[i]
			line, source := shiftLine(x)
			a.rows = append(a.rows, append([]string{dayText(x.Day), o.Actor, o.By, o.Proposal, o.Option, o.From, o.To, x.From.Key}, lineRow(line, source)...))
		}
		a.text = func(s *brief.Sheet) {
			for i := range shifts {
				q.shiftText(s, 0, &shifts[i])
			}
		}
		return a, q.restShifts(shifts)
	})
}

// restShifts reads the moves that the sides of shifts rest on, for their words.
func (q *asking) restShifts(shifts []ledger.ShiftLink) error {
	var keys []string
	for i := range shifts {
		if x := &shifts[i]; x.Told == nil {
			keys = append(keys, x.From.Move, x.To.Move)
		}
	}
	return q.rests(keys)
}

func shiftLine(x *ledger.ShiftLink) (*ledger.Line, *ledger.Source) {
	if x.Told != nil {
		return &x.Told.Line, &x.Source
	}
	return &x.To.Line, &x.To.Source
}

func (q *asking) shiftText(s *brief.Sheet, left int, x *ledger.ShiftLink) {
	o := q.out.Shift(x)
	head := []brief.Word{{Text: o.Actor, Class: "bold"}}
	if o.By != "" {
		head = append(head, brief.Word{Text: "(" + o.By + ")"})
	}
	if o.Proposal != "" {
		head = append(head, brief.Word{Text: "on " + strings.TrimSuffix(o.Proposal+", "+o.Option, ", ")})
	}
	if x.Told != nil {
		head[len(head)-1].Text += ":"
		s.Row(left, []brief.Col{{Text: dayText(x.Day), Width: 10}, {Text: "shifted", Width: 8}}, append(head, q.turn(x.Told)...), cite(&x.Source, &x.Told.Line))
		return
	}
	s.Row(left, []brief.Col{{Text: dayText(x.Day), Width: 10}, {Text: "shifted", Width: 8}}, head, "")
	for _, p := range []struct {
		word  string
		stand *ledger.Stand
	}{{"from", &x.From}, {"to", &x.To}} {
		q.standText(s, p.stand, left+4, []brief.Col{{Text: p.word, Class: "faint", Width: 4}, {Text: p.stand.Where(), Class: p.stand.Stance.String(), Width: 9}}, nil)
	}
}

// turn is a shift as a report tells it: from what to what in its words, and its
// sentence where one of them is not told or leaves something open.
func (q *asking) turn(t *ledger.Shift) []brief.Word {
	from, to := wording.QuoteMarks(brief.Clean(t.From)), wording.QuoteMarks(brief.Clean(t.To))
	if !wording.Fit(to) || wording.GivenUp(t.Words, t.To) {
		to = ""
	}
	if !wording.Fit(from) {
		from = ""
	}
	most := wording.Longest
	if q.terse {
		most = tersely
	}
	sentence := telling("", brief.Clip(wording.Sentence(t.Words), most), &t.Line, 0)
	arrow := brief.Word{Text: "→", Class: "bold"}
	var body []brief.Word
	switch {
	case from != "" && to != "":
		body = []brief.Word{{Text: from}, arrow, {Text: to}}
		if !q.flags.words {
			return append(body, brief.Word{Text: "(narrated)", Class: "faint"})
		}
		body = append(body, brief.Word{Text: "·", Class: "faint"})
	case from != "":
		body = []brief.Word{{Text: from}, arrow, {Text: "given up", Class: "faint"}}
		if q.terse {
			return append(body, brief.Word{Text: "(narrated)", Class: "faint"})
		}
		body = append(body, brief.Word{Text: "·", Class: "faint"})
	}
	return append(body, sentence...)
}

func (e *env) dueCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "due", Short: "list what is to happen by when, and what became of it",
		Long: `Due lists deadlines with how they stand as of the day asked for: open, passed
(the window is over and nothing tells what came of it), kept, missed (it did not
come about, was cancelled or was held later) or dropped (whose it was gave it up).
The last three are told on linked evidence alone, or kept and missed by hand.`,
		Example: "  parley due\n  parley due --as-of 2025-09-01",
	}, "due", func(q *asking) (*answer, error) {
		lines, err := q.Due(q.ctx, q.ask)
		if err != nil {
			return nil, err
		}
		a := &answer{columns: append([]string{"from", "to", "state", "by", "what", "phrase", "marked_by"}, lineColumns...), empty: "nothing due"}
		out, err := q.out.Dues(lines)
		if err != nil {
			return nil, err
		}
		a.lines = anys(out)
		for i := range lines {
			x, o := &lines[i], &out[i]
			a.rows = append(a.rows, append([]string{o.From, o.To, o.State, o.By, o.What, o.Phrase, o.MarkedBy}, lineRow(&x.Line, &x.Source)...))
		}
		a.text = func(s *brief.Sheet) {
			for _, x := range q.foldDue(lines) {
				q.dueText(s, 0, &x)
			}
		}
		return a, nil
	})
}

// dueWords is what is due, and the report's words for when.
func (q *asking) dueWords(who string, x *ledger.DueLine) []brief.Word {
	sentence := brief.Clean(x.Words)
	what := wording.Phrase(sentence, "", brief.Clean(x.What), 0)
	if q.flags.words || what == "" || !strings.Contains(what, " ") {
		return said(who, &x.Line, 0)
	}
	if p := wording.QuoteMarks(brief.Clean(x.Phrase)); p != "" && !strings.Contains(what, p) {
		what += " – " + p
	}
	return telling(who, what, &x.Line, 0)
}

func (q *asking) dueText(s *brief.Sheet, left int, x *ledger.DueLine) {
	class := map[ledger.DueState]string{ledger.DueKept: "for", ledger.DueMissed: "against", ledger.DueDropped: "doubts", ledger.DuePassed: "doubts"}[x.State]
	s.Row(left, []brief.Col{{Text: dayText(ledger.Said{From: x.From, To: x.To}), Width: 23}, {Text: string(x.State), Class: class, Width: 7}},
		q.dueWords(q.called(x.Deadline.By), x), cite(&x.Source, &x.Line))
	if x.Evidence != nil {
		s.Row(left+34, nil, append([]brief.Word{{Text: "evidence", Class: "faint"}}, said("", &x.Evidence.Line, x.Evidence.Status)...), cite(&x.Evidence.Source, &x.Evidence.Line))
	}
	if x.By != "" {
		s.Row(left+34, nil, []brief.Word{{Text: "marked by " + x.By, Class: "faint"}}, "")
	}
}

func (e *env) conflictsCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "conflicts", Short: "list what reports tell differently",
		Long: `Conflicts lists pairs of lines that cannot both be right: a claim and its denial,
other numbers, other days, the same words in another mouth, opposed stances of one
voice on one day, a report that says another thing since it came out.`,
	}, "conflicts", func(q *asking) (*answer, error) {
		found, err := q.Conflicts(q.ctx, q.ask)
		if err != nil {
			return nil, err
		}
		side := func(p string) []string {
			return []string{p + "_words", p + "_differ", p + "_actors", p + "_said", p + "_outlet", p + "_published", p + "_paragraph", p + "_key"}
		}
		a := &answer{columns: append(append([]string{"kind", "why"}, side("a")...), side("b")...), empty: "no conflict"}
		lines, err := q.out.Conflicts(found)
		if err != nil {
			return nil, err
		}
		a.lines = anys(lines)
		for _, o := range lines {
			row := []string{o.Kind, o.Why}
			for _, s := range []client.Side{o.A, o.B} {
				row = append(row, s.Words, s.Differ, strings.Join(s.Actors, "; "), s.Said, s.Report.Outlet, s.Report.Published, itoa(s.Report.Paragraph), s.Key)
			}
			a.rows = append(a.rows, row)
		}
		a.text = func(s *brief.Sheet) {
			for i := range found {
				q.conflictText(s, &found[i])
			}
		}
		return a, nil
	})
}

func (q *asking) conflictText(s *brief.Sheet, x *ledger.Conflict) {
	s.Row(0, []brief.Col{{Text: string(x.Kind), Class: "against", Width: 8}}, []brief.Word{{Text: x.Why, Class: "bold"}}, "")
	sides := []*ledger.ConflictSide{&x.A, &x.B}
	if x.A.Words == x.B.Words && x.A.Source.Key == x.B.Source.Key {
		sides = sides[:1] // a sentence that tells both is shown once
	}
	for _, c := range sides {
		text := brief.Clip(wording.Sentence(c.Words), wording.Longest)
		if x.Kind == ledger.OtherSpeaker && !strings.Contains(text, "“") {
			text = "“" + text + "”" // what is compared stands in quotation marks
		}
		body := []brief.Word{{Text: text}}
		if who := q.calledAll(c.Actors); len(who) > 0 && strings.Join(who, ", ") != c.Differ {
			body = append([]brief.Word{{Text: strings.Join(who, ", ") + ":"}}, body...)
		}
		s.Row(4, []brief.Col{{Text: c.Differ, Width: 14}}, body, cite(&c.Source, &ledger.Line{Key: c.Key, Confidence: 1}))
	}
}
