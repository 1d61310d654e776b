package ledgercmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// Widths of a terminal from which columns have more room.
const (
	narrow = 90
	wide   = 120
)

// nameWidth is the column of who acts or speaks.
func nameWidth(s *brief.Sheet) int {
	switch w := s.Width(); {
	case w < narrow:
		return 14
	case w >= wide:
		return 22
	}
	return 18
}

// verbWidth is the column of an act or of a cue: where there is room, the longest
// common cue is not cut.
func verbWidth(s *brief.Sheet) int {
	if s.Width() < narrow {
		return 10
	}
	return 13
}

// col is a column whose words are whole, or end in "…" where one is wider than the
// column; a text of several words is wrapped between them.
func col(text, class string, width int) brief.Col {
	words := strings.Fields(brief.Clean(text))
	for i, w := range words {
		if brief.Columns(w) > width {
			words[i] = cells(w, width-1) + "…"
		}
	}
	return brief.Col{Text: strings.Join(words, " "), Class: class, Width: width}
}

// cells is the longest beginning of a word that takes at most width cells of a
// terminal.
func cells(w string, width int) string {
	end := 0
	for i, r := range w {
		next := i + len(string(r))
		if brief.Columns(w[:next]) > width {
			break
		}
		end = next
	}
	return w[:end]
}

// dayColumn is a day, or two on lines of their own, as a column has them.
func dayColumn(d ledger.Said) brief.Col {
	text := dayText(d)
	const year = len("2025-")
	switch {
	case len(d.From) <= year || len(d.To) <= year || d.From == d.To:
	case d.From[:year] == d.To[:year]:
		text = string(d.From) + " …" + string(d.To[year:])
	default:
		text = string(d.From) + " …" + string(d.To[2:])
	}
	return brief.Col{Text: text, Width: 10}
}

// whoDoes are the columns of a move behind so many others, and who is named before
// its words. On the page of one actor there is no column for its own name.
func (q *asking) whoDoes(s *brief.Sheet, before int, m *ledger.MoveLine) (cols []brief.Col, who string) {
	verb := col(brief.VerbOf(m.Act, len(m.By) > 1), m.Act.String(), verbWidth(s))
	name := nameWidth(s)
	switch {
	case before > 1 && s.Width() >= wide: // the place at the edge takes its room
		name, verb.Width = 16, 10
	case before > 1 && s.Width() < narrow: // the words have a line of their own
		name, verb.Width = 18, 13
	}
	if q.about == 0 {
		return []brief.Col{col(strings.Join(q.calledAll(m.By), ", "), "", name), verb}, strings.Join(q.calledAll(m.Via), ", ")
	}
	who = strings.Join(q.others(m.By), ", ")
	if via := strings.Join(q.others(m.Via), ", "); who == "" {
		who = via
	} else if via != "" {
		who += " (" + via + ")"
	}
	return []brief.Col{verb}, who
}

// others are the names of actors, but for one alone whose page it is.
func (q *asking) others(ids []ledger.ActorID) []string {
	names := q.calledAll(ids)
	if len(names) == 1 && names[0] == q.called(q.about) {
		return nil
	}
	return names
}

// whoSays are the columns of a statement, and who is named before its words.
func (q *asking) whoSays(s *brief.Sheet, x *ledger.StatementLine) (cols []brief.Col, who string) {
	names := q.calledAll(x.Sources)
	if q.about != 0 {
		names = q.others(x.Sources)
	}
	if who = strings.Join(names, ", "); who == "" && q.about == 0 {
		who = x.Statement.Source
	}
	cue := col(strings.ToLower(brief.Clip(brief.Clean(x.Cue), 2*verbWidth(s))), "", verbWidth(s))
	if q.about != 0 {
		return []brief.Col{cue}, who
	}
	return []brief.Col{col(who, "", nameWidth(s)), cue}, ""
}

// shiftItem shows a shift under the day that heads it.
func (q *asking) shiftItem(s *brief.Sheet, x *ledger.ShiftLink) {
	o := q.out.Shift(x)
	var body []brief.Word
	if o.By != "" {
		body = append(body, brief.Word{Text: o.By + ":"})
	}
	if o.Proposal != "" {
		body = append(body, brief.Word{Text: "on " + strings.TrimSuffix(o.Proposal+", "+o.Option, ", ") + ":"})
	}
	cols := []brief.Col{col(o.Actor, "", nameWidth(s)), {Text: "shifted", Width: verbWidth(s)}}
	if x.Told != nil {
		s.Row(2, cols, append(body, q.turn(x.Told)...), cite(&x.Source, &x.Told.Line))
		return
	}
	arrow := brief.Word{Text: "→", Class: "bold"}
	body = append(body, brief.Word{Text: o.From, Class: x.From.Stance.String()}, arrow, brief.Word{Text: o.To, Class: x.To.Stance.String()})
	s.Row(2, cols, append(body, q.standing(&x.To)...), cite(&x.To.Source, &x.To.Line))
}

// mostListed is how many lines a list has where no limit is given.
const mostListed = 200

// shortened tells that a list may go on, "" where it does not.
func (q *asking) shortened(a *answer) string {
	limit := q.ask.Limit
	if limit == 0 {
		limit = mostListed
	}
	if lists := strings.Fields("timeline shifts due conflicts commitments events sources search"); !slices.Contains(lists, q.name) || len(a.lines) < limit {
		return ""
	}
	return fmt.Sprintf("the latest %s; there may be more: --limit shows more, --since and --until other days", count(limit, "line"))
}
