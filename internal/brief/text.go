package brief

import (
	"bytes"
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/parley-reader/parley/doc"
)

// Text writes the brief of d for a terminal or a plain file. Lines are wrapped
// at o.Width columns; control characters of the report cannot reach the
// terminal. It returns the first error of w.
func Text(w io.Writer, d *doc.Document, o Options) error {
	v := newView(d, o.MinConfidence)
	p := &printer{width: o.Width, color: o.Color}
	if p.width == 0 {
		p.width = 100
	}
	p.width = max(p.width, 40)
	p.header(d)
	p.proposals(v)
	p.section("COMMITMENTS", v.Commitments, true)
	p.section("DUE", v.Due, false)
	p.section("SHIFTS", v.Shifts, true)
	p.section("DEMANDS AND CHARGES", v.Pressure, true)
	p.section("EVENTS", v.Events, true)
	p.sources(v)
	p.notes(d)
	p.legend(v)
	_, err := w.Write(p.b.Bytes())
	return err
}

// legend explains the marks that the brief above it uses, each once, and tells
// what it leaves out.
func (p *printer) legend(v *view) {
	var marks []string
	shown := p.b.String()
	for _, m := range [...][2]string{
		{"“", "“ ” quoted in the report"}, {"(reported", "(reported) told as the actor’s words"}, {"(narrated", "(narrated) told by the report alone"},
		{"(relayed", "(relayed) told by another party"},
	} {
		if strings.Contains(shown, m[0]) {
			marks = append(marks, m[1])
		}
	}
	if len(marks) > 0 || p.unsure || v.Below+v.Private > 0 {
		p.blank()
	}
	if len(marks) > 0 {
		p.faint(strings.Join(marks, " · "))
	}
	if p.unsure {
		p.faint("? marks a line that is less sure than nine in ten: read its passage before you rely on it")
	}
	if v.Below > 0 {
		verb := "stand"
		if v.Below == 1 {
			verb = "stands"
		}
		p.faint(count(v.Below, "line") + " " + verb + " below confidence " +
			strconv.FormatFloat(v.min, 'f', -1, 64) + "; --min-confidence 0 shows all")
	}
	if v.Private > 0 {
		p.faint(count(v.Private, "line") + " of private persons left out, as this report tells much of such; --min-confidence 0 shows all")
	}
}

// printer lays out lines in columns.
type printer struct {
	b      bytes.Buffer
	width  int
	edge   int // columns at the right edge for where a line stands; 0 for 6
	color  bool
	unsure bool // a line that is not sure has been printed
}

const (
	bold   = "bold"
	faded  = "none"
	indent = 2
)

// style is the look of a class of word, in the sixteen colours that every
// terminal has in the user's own theme.
func style(class string) lipgloss.Style {
	s := lipgloss.NewStyle()
	switch class {
	case bold:
		return s.Bold(true)
	case faded:
		return s.Faint(true)
	case "for", "agree", "offer", "concede", "aid", "support":
		return s.Foreground(lipgloss.Green)
	case "open", "meet":
		return s.Foreground(lipgloss.Cyan)
	case "if", "demand":
		return s.Foreground(lipgloss.Yellow)
	case "doubts", "doubt", "leave":
		return s.Foreground(lipgloss.Magenta)
	case "against", "reject", "deny", "accuse", "coerce", "fight", "threaten":
		return s.Foreground(lipgloss.Red)
	}
	return s
}

func (p *printer) paint(class, s string) string {
	if !p.color || class == "" || s == "" {
		return s
	}
	return style(class).Render(s)
}

func (p *printer) blank() { p.b.WriteByte('\n') }

func (p *printer) faint(s string) {
	for _, row := range wrap([]word{{s, faded}}, p.width) {
		p.b.WriteString(p.join(row) + "\n")
	}
}

func (p *printer) title(s string) { p.b.WriteString(p.paint(bold, s) + "\n") }

func (p *printer) header(d *doc.Document) {
	name := clean(d.Report.Name)
	if name == "" || name == "-" {
		if name = clean(d.Report.Title); name == "" {
			name = "report"
		}
	}
	date := "no date"
	if !d.Report.Published.IsZero() {
		date = d.Report.Published.Format(time.DateOnly)
	}
	parts := []string{name, date}
	if o := clean(d.Report.Outlet); o != "" {
		parts = append(parts, o)
	}
	n := len(d.Paragraphs)
	if n == 0 {
		n = len(textLines(d.Report.Text))
	}
	parts = append(parts, count(d.Words(), "word"), count(n, "paragraph"))
	for _, row := range wrap([]word{{strings.Join(parts, " · "), bold}}, p.width) {
		p.b.WriteString(p.join(row) + "\n")
	}
}

func (p *printer) proposals(v *view) {
	p.blank()
	p.title("ON THE TABLE")
	shown, kind := 0, 8
	for i := range v.Proposals {
		if !v.Proposals[i].Low {
			kind = max(kind, len(v.Proposals[i].Kind))
		}
	}
	for i := range v.Proposals {
		q := &v.Proposals[i]
		if q.Low {
			continue
		}
		shown++
		p.row(indent, columns{{capital(q.Kind), "", kind}}, []word{{q.Label, bold}}, "")
		head, last := headWidth(q.Lines, p.width), ""
		for _, l := range q.Lines {
			if l.Low {
				continue
			}
			h := l.Head
			if h == last {
				h = ""
			}
			last = l.Head
			p.row(2*indent, columns{{h, "", head}, {l.Key, l.Class, 8}}, body(&l), p.place(&l))
		}
		for _, o := range q.Options {
			p.row(2*indent, columns{{o.Kind, faded, 8}}, []word{{strings.Join(o.Values, " · "), ""}}, "")
		}
	}
	switch {
	case shown > 0:
	case len(v.Proposals) > 0:
		p.row(indent, nil, []word{{"no statement of position at this confidence", faded}}, "")
	default:
		p.row(indent, nil, []word{{"no statement of position found in this report", faded}}, "")
	}
}

func (p *printer) section(title string, lines []line, keyed bool) {
	head, key, shown := 0, 0, 0
	for _, l := range lines {
		if !l.Low {
			shown++
			head = max(head, lipgloss.Width(l.Head))
			key = max(key, lipgloss.Width(l.Key))
		}
	}
	if shown == 0 {
		return
	}
	p.blank()
	p.title(title)
	head = min(head, max(24, p.width/4))
	last := ""
	for _, l := range lines {
		if l.Low {
			continue
		}
		h := l.Head
		if keyed && h == last && l.Again {
			h = ""
		}
		last = l.Head
		cols := columns{{h, "", head}}
		if head == 0 {
			cols = nil
		}
		if keyed && key > 0 {
			cols = append(cols, column{l.Key, l.Class, key})
		}
		p.row(indent, cols, body(&l), p.place(&l))
	}
}

func (p *printer) sources(v *view) {
	titled := false
	cue := 0
	for i := range v.Sources {
		for _, l := range v.Sources[i].Lines {
			if n := lipgloss.Width(l.Key); !l.Low && n <= 14 {
				cue = max(cue, n)
			}
		}
	}
	for i := range v.Sources {
		s := &v.Sources[i]
		named := false
		for _, l := range s.Lines {
			if l.Low {
				continue
			}
			if !titled {
				p.blank()
				p.title("WHO SAID WHAT")
				titled = true
			}
			if !named {
				p.row(indent, nil, []word{{s.Name, bold}}, "")
				named = true
			}
			p.row(2*indent, columns{{l.Key, l.Class, cue}}, body(&l), p.place(&l))
		}
	}
}

func (p *printer) notes(d *doc.Document) {
	if len(d.Notes) == 0 {
		return
	}
	p.blank()
	p.title("NOTES")
	for _, n := range d.Notes {
		p.row(indent, nil, []word{{clean(n), ""}}, "")
	}
}

// body is who, the words, the condition and the voice.
func body(l *line) []word {
	var b []word
	if l.Who != "" {
		who := l.Who
		if l.Words != "" {
			who += ":"
		}
		b = append(b, word{who, ""})
	}
	class := ""
	if !l.Found {
		class = faded
	}
	if l.Words != "" {
		b = append(b, word{l.Words, class})
	}
	for _, c := range l.If {
		b = append(b, word{c.Hinge, "if"}, word{c.Words, ""})
	}
	if l.Voice != "" {
		b = append(b, word{"(" + l.Voice + ")", faded})
	}
	return b
}

// place is where a line stands, behind the mark of one that is not sure.
func (p *printer) place(l *line) string {
	s := ""
	if l.Para > 0 {
		s = "¶" + strconv.Itoa(l.Para)
	}
	if l.Unsure() {
		p.unsure = true
		s = strings.TrimSpace("? " + s)
	}
	return s
}

func headWidth(lines []line, width int) int {
	n := 0
	for _, l := range lines {
		n = max(n, lipgloss.Width(l.Head))
	}
	return min(n, max(10, width/4))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

type column struct {
	text, class string
	width       int
}

type columns []column

// word is a stretch of text of one look.
type word struct{ text, class string }

// row prints fixed columns, then the body wrapped in what room is left, then
// the paragraph number at the right edge of the first line. A narrow terminal
// gets the body on lines of its own.
func (p *printer) row(left int, cols columns, text []word, right string) {
	edge := cmp.Or(p.edge, 6)
	margin := left
	for _, c := range cols {
		margin += max(c.width, 1) + 2
	}
	room := p.width - margin - edge
	stacked := room < 24 && len(cols) > 0
	if stacked {
		margin, room = left+4, p.width-left-4-edge
	}
	rows := wrap(text, max(room, 10))
	if stacked {
		p.stack(left, cols)
		cols = nil
	}
	cells := make([][][]word, len(cols))
	height := max(len(rows), 1)
	for i, c := range cols {
		cells[i] = wrap([]word{{c.text, c.class}}, max(c.width, 1))
		height = max(height, len(cells[i]))
	}
	for i := range height {
		line, at := "", 0
		pad := func(to int) {
			line += strings.Repeat(" ", max(0, to-at))
			at = to
		}
		stop := left
		for k, c := range cols {
			if i < len(cells[k]) {
				pad(stop)
				s := p.join(cells[k][i])
				line, at = line+s, at+lipgloss.Width(s)
			}
			stop += max(c.width, 1) + 2
		}
		if i < len(rows) {
			pad(margin)
			s := p.join(rows[i])
			line, at = line+s, at+lipgloss.Width(s)
		}
		if i == 0 && right != "" {
			pad(max(at+1, margin+room+edge-lipgloss.Width(right)))
			line += p.paint(faded, right)
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// stack prints columns that leave no room for a body beside them on a line of
// their own.
func (p *printer) stack(left int, cols columns) {
	var parts []string
	for _, c := range cols {
		if c.text != "" {
			parts = append(parts, p.paint(c.class, c.text))
		}
	}
	if len(parts) > 0 {
		p.b.WriteString(strings.Repeat(" ", left) + strings.Join(parts, "  ") + "\n")
	}
}

// join paints a wrapped line; words of one class that follow each other are
// painted as one.
func (p *printer) join(row []word) string {
	var b strings.Builder
	for i := 0; i < len(row); {
		j := i + 1
		s := row[i].text
		for j < len(row) && row[j].class == row[i].class {
			s += " " + row[j].text
			j++
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.paint(row[i].class, s))
		i = j
	}
	return b.String()
}

// wrap breaks words into lines of at most width columns; a word that is wider
// has a line of its own, cut where it must be.
func wrap(text []word, width int) (rows [][]word) {
	var row []word
	used := 0
	for _, stretch := range text {
		for _, s := range strings.Fields(stretch.text) {
			n := lipgloss.Width(s)
			if used > 0 && used+1+n > width {
				rows, row, used = append(rows, row), nil, 0
			}
			for n > width {
				head := cut(s, width)
				rows = append(rows, []word{{head, stretch.class}})
				s = s[len(head):]
				n = lipgloss.Width(s)
			}
			if s == "" {
				continue
			}
			if used > 0 {
				used++
			}
			used += n
			row = append(row, word{s, stretch.class})
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// cut is the longest prefix of s, and at least one character, that fits.
func cut(s string, width int) string {
	end := 0
	for i, r := range s {
		if n := i + len(string(r)); end == 0 || lipgloss.Width(s[:n]) <= width {
			end = n
			continue
		}
		break
	}
	return s[:end]
}
