package corpus

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// TimeDoc is one document of a TimeML corpus: its running text and the TIMEX3
// expressions in it. Types and values are as annotated; From and To are empty.
type TimeDoc struct {
	ID      string
	Created string    // value of the document creation time, e.g. "1998-02-13T14:26:00"
	Day     time.Time // its day, zero where it names none
	Text    string
	Times   []doc.Time // in order
}

// ReadTimeML reads one TimeML document. Other annotations (events, signals)
// are passed over, character references decoded. Expressions without text and
// those outside <TEXT> are left out. An unclosed element gives an error.
func ReadTimeML(data string) (*TimeDoc, error) {
	d := &TimeDoc{ID: strings.TrimSpace(between(data, "<DOCID>", "</DOCID>"))}
	if tag := between(between(data, "<DCT>", "</DCT>"), "<TIMEX3", ">"); tag != "" {
		d.Created = attribute(tag, "value")
	}
	if len(d.Created) >= 10 {
		if day, err := time.Parse(time.DateOnly, d.Created[:10]); err == nil {
			d.Day = day
		}
	}
	i := strings.Index(data, "<TEXT>")
	j := strings.LastIndex(data, "</TEXT>")
	if i < 0 || j < i {
		return nil, fmt.Errorf("document %q has no <TEXT> element", d.ID)
	}
	if err := d.body(data[i+len("<TEXT>") : j]); err != nil {
		return nil, fmt.Errorf("document %q: %w", d.ID, err)
	}
	return d, nil
}

// body strips the mark-up and keeps where the expressions stood.
func (d *TimeDoc) body(s string) error {
	var text strings.Builder
	var open []doc.Time
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		text.WriteString(html.UnescapeString(s[:i]))
		if s = s[i:]; s == "" {
			break
		}
		j := strings.IndexByte(s, '>')
		if j < 0 {
			return fmt.Errorf("an element is not closed: %.40q", s)
		}
		tag := s[1:j]
		s = s[j+1:]
		switch {
		case strings.HasPrefix(tag, "TIMEX3"):
			if strings.HasSuffix(tag, "/") {
				continue
			}
			var t doc.Time
			t.Span.Start = text.Len()
			t.Value = attribute(tag, "value")
			// an unknown type stays 0
			_ = t.Type.UnmarshalText([]byte(attribute(tag, "type")))
			open = append(open, t)
		case tag == "/TIMEX3":
			if len(open) == 0 {
				return fmt.Errorf("</TIMEX3> without its beginning")
			}
			t := open[len(open)-1]
			open = open[:len(open)-1]
			t.Span.End = text.Len()
			if t.Span = trimmed(text.String(), t.Span); !t.Span.Empty() {
				d.Times = append(d.Times, t)
			}
		}
	}
	d.Text = text.String()
	return nil
}

// trimmed is the span without white space at its ends.
func trimmed(text string, s doc.Span) doc.Span {
	for s.Start < s.End && text[s.Start] <= ' ' {
		s.Start++
	}
	for s.End > s.Start && text[s.End-1] <= ' ' {
		s.End--
	}
	return s
}

func between(s, open, end string) string {
	i := strings.Index(s, open)
	if i < 0 {
		return ""
	}
	s = s[i+len(open):]
	if i = strings.Index(s, end); i < 0 {
		return ""
	}
	return s[:i]
}

// attribute is the value of name="value" in a tag, "" when it has none.
func attribute(tag, name string) string {
	return html.UnescapeString(between(tag, " "+name+`="`, `"`))
}
