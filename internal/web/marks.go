package web

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// marking collects what is marked in the text of a report.
type marking struct {
	text  string
	marks []brief.Mark
	known []spot
	// lead tells which line of the record a line of the ledger is shown in: the
	// position that a move makes stands for the move.
	lead map[string]string
	// also are the lines of the ledger that are found where a line of the record is.
	also  map[string][]string
	named map[string]bool // the lines that are in also
}

// mark marks words for a line of the record.
func (m *marking) mark(s doc.Span, class, ref, title string) {
	if s.In(m.text) != "" {
		m.marks = append(m.marks, brief.Mark{Span: s, Class: class, Ref: ref, Title: title})
	}
}

// line notes where a line stands, and gives the line of the record that it is shown
// in, its place, and its evidence.
func (m *marking) line(l *ledger.Line) (ref string, at int, in doc.Span) {
	_, at = placeOf(l.Key)
	if at >= 0 && l.Paragraph > 0 {
		m.known = append(m.known, spot{at, l.Paragraph})
	}
	own := anchor(l.Key)
	ref = own
	if x, ok := m.lead[l.Key]; ok {
		ref = anchor(x)
	}
	if own != "" && !m.named[own] {
		m.named[own] = true
		m.also[ref] = append(m.also[ref], own)
	}
	return ref, at, l.Span.Cover(doc.Span{Start: at, End: at + 1})
}

// at are words that begin at a place; where they do not, those nearest to it.
func (m *marking) at(at int, in doc.Span, words string) doc.Span {
	if end := matchAt(m.text, at, strings.Fields(words)); end > at {
		return doc.Span{Start: at, End: end}
	}
	return locate(m.text, in, words, at)
}

// markAll marks the lines of a report.
func (p *page) markAll(text string, x *ledger.ReportLines) *marking {
	m := &marking{text: text, lead: map[string]string{}, also: map[string][]string{}, named: map[string]bool{}}
	for i := range x.Positions {
		if s := &x.Positions[i]; m.lead[s.Move] == "" && s.Move != "" {
			m.lead[s.Move] = s.Key
		}
	}
	for i := range x.Deadlines {
		if d := &x.Deadlines[i]; m.lead[d.Move] == "" && d.Move != "" {
			m.lead[d.Move] = d.Key
		}
	}
	for i := range x.Statements {
		p.markStatement(m, &x.Statements[i])
	}
	for i := range x.Moves {
		p.markMove(m, &x.Moves[i])
	}
	for i := range x.Positions {
		s := &x.Positions[i]
		ref, at, in := m.line(&s.Line)
		who, _ := p.who(s.By)
		cue := ""
		if mv := p.moves[s.Move]; mv != nil {
			cue = mv.Cue
		}
		m.mark(m.at(at, in, cue), "pos "+s.Stance.String(), ref, who+": "+s.Stance.String()+" – "+brief.Clean(s.Label))
	}
	for i := range x.Deadlines {
		d := &x.Deadlines[i]
		ref, at, in := m.line(&d.Line)
		m.mark(m.at(at, in, d.Phrase), "date", ref, "due "+dayText(ledger.Said{From: d.From, To: d.To}))
	}
	for i := range x.Shifts {
		s := &x.Shifts[i]
		ref, at, in := m.line(&s.Line)
		for _, words := range []string{s.From, s.To} {
			m.mark(locate(text, in, words, at), "turn", ref, "told as a shift")
		}
	}
	brief.SortMarks(m.marks)
	return m
}

func (p *page) markStatement(m *marking, s *ledger.StatementLine) {
	ref, at, in := m.line(&s.Line)
	class, title := "told", "said, source not named"
	if s.Kind == doc.Direct || s.Kind == doc.Mixed && s.Voice == doc.Own {
		class = "statement"
	}
	if who := p.called(s.Sources); who != "" {
		title = "said by " + who
	}
	for i, words := range strings.Split(s.Content, " … ") {
		near := at
		if i > 0 {
			near = in.End
		}
		m.mark(locate(m.text, in, words, near), class, ref, title)
	}
}

func (p *page) markMove(m *marking, x *ledger.MoveLine) {
	ref, at, in := m.line(&x.Line)
	way := brief.Sense(x.Act)
	title := strings.TrimSpace(x.Act.String() + " by " + p.called(x.By))
	if len(x.By) == 0 {
		title = x.Act.String()
	}
	m.mark(m.at(at, in, x.Cue), "move "+way, ref, title)
	m.mark(locate(m.text, in, x.What, at), "what "+way, ref, title)
	for i := range x.Conditions {
		m.mark(locate(m.text, in, x.Conditions[i].Words, at), "condition", ref, "condition of: "+title)
	}
}

// stripe is a stretch of the text with what begins there.
type stripe struct {
	brief.Segment
	Anchors []string // of lines, to lead to these words
}

// shownPara is a paragraph of the report.
type shownPara struct {
	Number  int
	Stripes []stripe
}

// paras cuts the text along its marks. It tells besides which lines found no words.
func (m *marking) paras() ([]shownPara, map[string]bool) {
	begun := map[string]bool{}
	list := parasOf(m.text, m.known)
	out := make([]shownPara, 0, len(list))
	first := 0
	for _, p := range list {
		for first < len(m.marks) && m.marks[first].Span.End <= p.span.Start {
			first++
		}
		last := first
		for last < len(m.marks) && m.marks[last].Span.Start < p.span.End {
			last++
		}
		s := shownPara{Number: p.number}
		for _, g := range brief.Segments(m.text, p.span, m.marks[first:last], begun) {
			x := stripe{Segment: g}
			x.Text = visible(x.Text)
			for _, ref := range g.Starts {
				x.Anchors = append(x.Anchors, m.also[ref]...)
			}
			s.Stripes = append(s.Stripes, x)
		}
		out = append(out, s)
	}
	return out, begun
}
