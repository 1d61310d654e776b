package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// Passage is a short text with its conditions, deadlines and shifts, in the form
// of internal/record/testdata/passages: one JSON object a line. All words stand
// in Text; where they occur more than once the first place is meant.
type Passage struct {
	ID         string
	Published  string // ISO date
	Text       string
	Conditions []struct {
		If       string // without its conjunction
		Evidence string // cue of the move that hangs on it
	}
	Deadlines []struct {
		Span     string
		From, To string // ISO dates, inclusive; a month or a year where no more is told
	}
	Shifts []struct {
		Evidence string
		Actor    string // "" is not compared
	}
}

// ReadPassages reads passages and checks that their words occur and their dates
// exist. The error names the line.
func ReadPassages(r io.Reader, name string) ([]Passage, error) {
	var all []Passage
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var p Passage
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		all = append(all, p)
	}
	return all, lines.Err()
}

func (p *Passage) check() error {
	words := []string{}
	dates := []string{p.Published}
	for _, c := range p.Conditions {
		words = append(words, c.If, c.Evidence)
	}
	for _, d := range p.Deadlines {
		words = append(words, d.Span)
		dates = append(dates, d.From, d.To)
	}
	for _, s := range p.Shifts {
		words = append(words, s.Evidence)
	}
	for _, w := range words {
		if w == "" || !strings.Contains(p.Text, w) {
			return fmt.Errorf("%q does not occur in the text", w)
		}
	}
	for _, d := range dates {
		if !isDate(d) {
			return fmt.Errorf("%q is no date: want YYYY-MM-DD, or a year", d)
		}
	}
	return nil
}

func isDate(d string) bool {
	for _, form := range [...]string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(form, d); err == nil {
			return true
		}
	}
	return false
}

// at is where words first occur.
func (p *Passage) at(words string) doc.Span {
	i := strings.Index(p.Text, words)
	return doc.Span{Start: i, End: i + len(words)}
}

// PassageScore counts over passages. The zero value counts nothing.
type PassageScore struct {
	Conditions, Deadlines, Shifts SpanCounts
	Passages                      int
}

// Add scores what was read of a passage, and tells, for each thing missed or
// false, what it is.
//
//   - A condition agrees when half of its words do (F1 of words, as for moves),
//     on a move whose evidence holds the annotated cue.
//   - A deadline agrees when both its dates do, and its words overlap.
//   - A shift agrees when its evidence overlaps, and one of the two names holds the
//     other where the annotation tells one.
func (s *PassageScore) Add(p *Passage, d *doc.Document) (wrong []string) {
	s.Passages++
	conditions := conditionsOf(d)
	wrong = append(wrong, s.Conditions.pair("condition", len(p.Conditions), len(conditions),
		func(g, y int) bool {
			want, c := p.Conditions[g], conditions[y]
			return goldTokenF1(want.If, c.span.In(p.Text)) >= goldThreshold && overlap(p.at(want.Evidence), c.evidence)
		},
		func(g int) string { return p.Conditions[g].If },
		func(y int) string { return conditions[y].span.In(p.Text) })...)
	deadlines := deadlinesOf(d)
	wrong = append(wrong, s.Deadlines.pair("deadline", len(p.Deadlines), len(deadlines),
		func(g, y int) bool {
			want, x := p.Deadlines[g], deadlines[y]
			return want.From == x.From && want.To == x.To && overlap(p.at(want.Span), x.Phrase)
		},
		func(g int) string {
			return p.Deadlines[g].Span + " " + p.Deadlines[g].From + ".." + p.Deadlines[g].To
		},
		func(y int) string {
			return deadlines[y].Phrase.In(p.Text) + " " + deadlines[y].From + ".." + deadlines[y].To
		})...)
	wrong = append(wrong, s.Shifts.pair("shift", len(p.Shifts), len(d.Shifts),
		func(g, y int) bool {
			want, x := p.Shifts[g], d.Shifts[y]
			return overlap(p.at(want.Evidence), x.Evidence) && sameName(want.Actor, actorName(d, x.Actor))
		},
		func(g int) string { return p.Shifts[g].Actor + ": " + p.Shifts[g].Evidence },
		func(y int) string { return actorName(d, d.Shifts[y].Actor) + ": " + d.Shifts[y].Evidence.In(p.Text) })...)
	for i := range wrong {
		wrong[i] = p.ID + " " + wrong[i]
	}
	return wrong
}

// pair counts, one to one, what agrees, and tells the rest.
func (c *SpanCounts) pair(kind string, gold, sys int, agree func(g, y int) bool, want, got func(int) string) (wrong []string) {
	c.Gold += gold
	c.Sys += sys
	taken := make([]bool, sys)
	for g := range gold {
		found := false
		for y := 0; y < sys && !found; y++ {
			if !taken[y] && agree(g, y) {
				taken[y], found = true, true
				c.Both++
			}
		}
		if !found {
			wrong = append(wrong, "missed "+kind+" "+want(g))
		}
	}
	for y := range sys {
		if !taken[y] {
			wrong = append(wrong, "false "+kind+" "+got(y))
		}
	}
	return wrong
}

type condition struct{ span, evidence doc.Span }

// conditionsOf are the conditions of all moves, each span once.
func conditionsOf(d *doc.Document) []condition {
	var out []condition
	for _, m := range d.Moves {
		for _, s := range m.If {
			if !slices.ContainsFunc(out, func(c condition) bool { return overlap(c.span, s) }) {
				out = append(out, condition{s, m.Evidence})
			}
		}
	}
	return out
}

// deadlinesOf are the deadlines, each phrase once.
func deadlinesOf(d *doc.Document) []doc.Deadline {
	var out []doc.Deadline
	for _, x := range d.Deadlines {
		if !slices.ContainsFunc(out, func(y doc.Deadline) bool { return y.Phrase == x.Phrase && y.From == x.From && y.To == x.To }) {
			out = append(out, x)
		}
	}
	return out
}

func overlap(a, b doc.Span) bool { return a.Start < b.End && b.Start < a.End }

func actorName(d *doc.Document, id doc.ActorID) string {
	if i := int(id) - 1; i >= 0 && i < len(d.Actors) {
		return d.Actors[i].Name
	}
	return ""
}

// sameName tells whether one of two names holds the other; an empty wanted one
// agrees with all.
func sameName(want, got string) bool {
	a, b := strings.TrimSpace(goldFold(want)), strings.TrimSpace(goldFold(got))
	return a == "" || b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// String is the figures, a line for each kind.
func (s *PassageScore) String() string {
	var b strings.Builder
	for _, x := range []struct {
		name string
		c    SpanCounts
	}{{"conditions", s.Conditions}, {"deadlines", s.Deadlines}, {"shifts", s.Shifts}} {
		fmt.Fprintf(&b, "%-11s P %.3f  R %.3f  F1 %.3f  (%d right, %d missed, %d false)\n", x.name,
			x.c.Precision(), x.c.Recall(), x.c.F1(), x.c.Both, x.c.Gold-x.c.Both, x.c.Sys-x.c.Both)
	}
	return b.String()
}
