package brief

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Mark is one stretch of a report that a line of its record rests on.
type Mark struct {
	Span  doc.Span
	Class string // "actor", "statement", "told", "move", "condition", "date"; several with blanks between
	Ref   string // names the line
	Title string
	Low   bool // the line is not shown unless asked for: its classes get "low-" before them
}

// Segment is a stretch of a paragraph that the same marks cover.
type Segment struct {
	Text    string
	Classes string
	Ref     string   // the line that it leads to: of its shortest mark; "" for plain text
	Refs    string   // the lines of all its marks, for a script
	Starts  []string // the lines whose first mark begins here, to lead back to
	Title   string
}

// Sense tells the acts that bring nearer, "near", from those that drive apart,
// "far", and those that do neither, "press".
func Sense(a doc.Act) string {
	switch a {
	case doc.Meet, doc.Propose, doc.Support, doc.Agree, doc.Offer, doc.Concede, doc.Aid:
		return "near"
	case doc.Reject, doc.Doubt, doc.Deny, doc.Accuse, doc.Threaten, doc.Coerce, doc.Fight, doc.Leave:
		return "far"
	}
	return "press" // demand, expect
}

// marks collects what is shown in the text, in order of start, the longer
// first.
func (v *view) marks() []Mark {
	var all []Mark
	add := func(s doc.Span, class, ref, title string, low bool) {
		if s.In(v.d.Report.Text) != "" {
			all = append(all, Mark{s, class, ref, title, low})
		}
	}
	for i := range v.d.Actors {
		a := &v.d.Actors[i]
		title := clean(a.Name)
		if a.Role != "" {
			title += ", " + clean(a.Role)
		}
		for _, s := range a.Mentions {
			add(s, "actor", ref('a', int(a.ID)), title, false)
		}
	}
	for i := range v.d.Statements {
		s := &v.d.Statements[i]
		title := "said by " + strings.Join(v.names(s.Sources), ", ")
		if len(s.Sources) == 0 {
			title = "said, source not named"
		}
		class := "statement"
		if !v.within(s) {
			class = "told"
		}
		for _, c := range s.Content {
			add(c, class, ref('s', int(s.ID)), title, s.Confidence < v.min)
		}
	}
	for i := range v.d.Moves {
		m := &v.d.Moves[i]
		r, low := ref('m', int(m.ID)), v.low(m)
		title := strings.TrimSpace(m.Act.String() + " by " + strings.Join(v.names(m.By), ", "))
		add(m.Cue, "move "+Sense(m.Act), r, title, low)
		add(m.What, "what "+Sense(m.Act), r, title, low)
		for _, c := range m.If {
			add(c, "condition", r, "condition of: "+title, low)
		}
	}
	for i := range v.d.Times {
		t := &v.d.Times[i]
		title := window(t.From, t.To)
		if title == "" {
			title = t.Value
		}
		add(t.Span, "date", ref('t', i+1), title, false)
	}
	SortMarks(all)
	return all
}

// SortMarks puts marks in order of start, the longer first.
func SortMarks(all []Mark) {
	slices.SortStableFunc(all, func(a, b Mark) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return b.Span.End - a.Span.End
	})
}

// within tells whether a statement holds words of quotation marks, told by who
// speaks them.
func (v *view) within(s *doc.Statement) bool {
	return s.Kind == doc.Direct || s.Kind == doc.Mixed && s.Voice == doc.Own
}

// Segments cuts a paragraph of a text where a mark begins or ends. Marks are in the
// order of [SortMarks]; those that lie outside it do nothing. begun holds the lines
// that a mark was set for before, so that each begins once, and grows by those of
// this paragraph.
func Segments(text string, p doc.Span, marks []Mark, begun map[string]bool) []Segment {
	cuts := []int{p.Start, p.End}
	for _, m := range marks {
		for _, c := range []int{m.Span.Start, m.Span.End} {
			if c > p.Start && c < p.End {
				cuts = append(cuts, c)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []Segment
	var open []Mark
	next := 0
	for i := 0; i+1 < len(cuts); i++ {
		at := doc.Span{Start: cuts[i], End: cuts[i+1]}
		open = slices.DeleteFunc(open, func(m Mark) bool { return m.Span.End <= at.Start })
		for next < len(marks) && marks[next].Span.Start <= at.Start {
			if marks[next].Span.End > at.Start {
				open = append(open, marks[next])
			}
			next++
		}
		out = append(out, segment(at.In(text), open, begun))
	}
	return out
}

func segment(text string, open []Mark, begun map[string]bool) Segment {
	s := Segment{Text: text}
	var classes, refs []string
	shortest := -1
	for i, m := range open {
		for c := range strings.FieldsSeq(m.Class) {
			if m.Low {
				c = "low-" + c
			}
			if !slices.Contains(classes, c) {
				classes = append(classes, c)
			}
		}
		if !slices.Contains(refs, m.Ref) {
			refs = append(refs, m.Ref)
		}
		if !begun[m.Ref] {
			begun[m.Ref] = true
			s.Starts = append(s.Starts, m.Ref)
		}
		if shortest < 0 || m.Span.Len() < open[shortest].Span.Len() || m.Span.Len() == open[shortest].Span.Len() && open[shortest].Class == "actor" {
			shortest = i
		}
	}
	if shortest >= 0 {
		s.Ref, s.Title = open[shortest].Ref, open[shortest].Title
	}
	s.Classes, s.Refs = strings.Join(classes, " "), strings.Join(refs, " ")
	return s
}
