package brief

import (
	"io"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/parley-reader/parley/doc"
)

// Sheet lays out lines as [Text] does, for answers that are no brief of one
// report: columns, a body that is wrapped, and at the right edge where the line
// stands. All that it is given is made safe for a terminal. Its methods are for
// one goroutine.
type Sheet struct {
	p     printer
	place bool // places go to the right edge, not behind the words
}

// Col is a column of a line; Class is "", "bold", "faint", or a stance or act,
// which have colours of their own.
type Col struct {
	Text, Class string
	Width       int
}

// Word is a stretch of a body of one look, see [Col].
type Word struct{ Text, Class string }

// widePlace is the width from which places stand at the right edge.
const widePlace = 140

// NewSheet is an empty sheet. Only Width and Color of o are used; edge is how
// many columns the widest place takes.
func NewSheet(o Options, edge int) *Sheet {
	s := &Sheet{p: printer{width: o.Width, color: o.Color}}
	if s.p.width == 0 {
		s.p.width = 100
	}
	s.p.width = max(s.p.width, 40)
	if s.place = s.p.width >= widePlace; s.place {
		s.p.edge = min(edge, 2*s.p.width/5) + 1
	} else {
		s.p.edge = 1
	}
	return s
}

// Width is how many columns there are.
func (s *Sheet) Width() int { return s.p.width }

// Title writes a line that stands out.
func (s *Sheet) Title(text string) { s.p.row(0, nil, []word{{Clean(text), bold}}, "") }

// Blank writes an empty line.
func (s *Sheet) Blank() { s.p.blank() }

// Note writes a line of explanation.
func (s *Sheet) Note(text string) { s.p.faint(Clean(text)) }

// Row writes a line, left columns in: fixed columns, the body, and where it
// stands.
func (s *Sheet) Row(left int, cols []Col, body []Word, place string) {
	if i := strings.Index(place, "¶"); i >= 0 {
		paragraph, _, _ := strings.Cut(place[i:], " ")
		s.p.unsure = s.p.unsure || strings.HasSuffix(paragraph, "?")
	}
	var c columns
	for _, x := range cols {
		c = append(c, column{Clean(x.Text), class(x.Class), x.Width})
	}
	var b []word
	for _, x := range body {
		if text := Clean(x.Text); text != "" {
			b = append(b, word{text, class(x.Class)})
		}
	}
	if place = Clean(place); !s.place && place != "" {
		b, place = append(b, word{"— " + place, faded}), ""
	}
	edge := s.p.edge
	if place == "" {
		s.p.edge = 1 // nothing stands there: the words take its room
	}
	s.p.row(left, c, b, place)
	s.p.edge = edge
}

// Unsure tells whether a place with the mark of [PlaceOf] was written.
func (s *Sheet) Unsure() bool { return s.p.unsure }

// WriteTo writes the sheet.
func (s *Sheet) WriteTo(w io.Writer) (int64, error) { return s.p.b.WriteTo(w) }

func class(c string) string {
	if c == "faint" {
		return faded
	}
	return c
}

// Clean makes a text safe for a terminal and fit for one line: white space
// becomes single spaces, control characters and marks that turn the direction of
// writing become visible.
func Clean(s string) string { return clean(s) }

// Columns is how many columns of a terminal a text takes.
func Columns(s string) int { return lipgloss.Width(s) }

// Clip cuts a text at a space before n bytes, where it is longer, and closes a
// quotation that is open.
func Clip(s string, n int) string { return balance(clip(s, n)) }

// VoiceOf names how near words are to the actor, as a brief does. It is "" only
// where the words shown carry quotation marks and are the actor's own.
func VoiceOf(x doc.Voice, status doc.Status, words string) string {
	return (*view)(nil).voice(x, status, words)
}

// PlaceOf is the mark of a paragraph, behind that of a line that is less sure
// than the brief shows without one.
func PlaceOf(paragraph int, confidence float64) string {
	mark := ""
	if paragraph > 0 {
		mark = "¶" + strconv.Itoa(paragraph)
	}
	if confidence < firm {
		mark += "?"
	}
	return mark
}

// VerbOf is an act as a line of one actor, or of several, has it: "offers",
// "offer".
func VerbOf(a doc.Act, several bool) string {
	forms, ok := verbs[a]
	if !ok {
		forms = [2]string{a.String() + "s", a.String()}
	}
	if several {
		return forms[1]
	}
	return forms[0]
}
