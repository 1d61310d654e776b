package brief

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// mark is one stretch of the report that something in the record rests on.
type mark struct {
	span  doc.Span
	class string // "actor", "statement", "told", "move", "condition", "date"
	ref   string // the anchor of its line in the record
	title string
	low   bool
}

// segment is a stretch of a paragraph that the same marks cover.
type segment struct {
	Text    string
	Classes string
	Ref     string   // the anchor that it links to: of its shortest mark; "" for plain text
	Refs    string   // the anchors of all its marks, for the script
	Starts  []string // the anchors that begin here, to link back to
	Title   string
}

// good and bad tell the acts that bring nearer from those that drive apart.
func sense(a doc.Act) string {
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
func (v *view) marks() []mark {
	var all []mark
	add := func(s doc.Span, class, ref, title string, low bool) {
		if s.In(v.d.Report.Text) != "" {
			all = append(all, mark{s, class, ref, title, low})
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
		add(m.Cue, "move "+sense(m.Act), r, title, low)
		add(m.What, "what "+sense(m.Act), r, title, low)
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
	slices.SortStableFunc(all, func(a, b mark) int {
		if a.span.Start != b.span.Start {
			return a.span.Start - b.span.Start
		}
		return b.span.End - a.span.End
	})
	return all
}

// within tells whether a statement holds words of quotation marks, told by who
// speaks them.
func (v *view) within(s *doc.Statement) bool {
	return s.Kind == doc.Direct || s.Kind == doc.Mixed && s.Voice == doc.Own
}

// segments cuts p where a mark begins or ends. Marks are in order of start;
// begun holds the anchors that were linked to before, so that each anchor is
// set once. It returns the marks that reach beyond p besides.
func (v *view) segments(p doc.Span, marks []mark, begun map[string]bool) []segment {
	cuts := []int{p.Start, p.End}
	for _, m := range marks {
		for _, c := range []int{m.span.Start, m.span.End} {
			if c > p.Start && c < p.End {
				cuts = append(cuts, c)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []segment
	var open []mark
	next := 0
	for i := 0; i+1 < len(cuts); i++ {
		at := doc.Span{Start: cuts[i], End: cuts[i+1]}
		open = slices.DeleteFunc(open, func(m mark) bool { return m.span.End <= at.Start })
		for next < len(marks) && marks[next].span.Start <= at.Start {
			if marks[next].span.End > at.Start {
				open = append(open, marks[next])
			}
			next++
		}
		out = append(out, v.segment(at, open, begun))
	}
	return out
}

func (v *view) segment(at doc.Span, open []mark, begun map[string]bool) segment {
	s := segment{Text: at.In(v.d.Report.Text)}
	var classes, refs []string
	shortest := -1
	for i, m := range open {
		for c := range strings.FieldsSeq(m.class) {
			if m.low {
				c = "low-" + c
			}
			if !slices.Contains(classes, c) {
				classes = append(classes, c)
			}
		}
		if !slices.Contains(refs, m.ref) {
			refs = append(refs, m.ref)
		}
		if !begun[m.ref] {
			begun[m.ref] = true
			s.Starts = append(s.Starts, "in-"+m.ref)
		}
		if shortest < 0 || m.span.Len() < open[shortest].span.Len() || m.span.Len() == open[shortest].span.Len() && open[shortest].class == "actor" {
			shortest = i
		}
	}
	if shortest >= 0 {
		s.Ref, s.Title = open[shortest].ref, open[shortest].title
	}
	s.Classes, s.Refs = strings.Join(classes, " "), strings.Join(refs, " ")
	return s
}
