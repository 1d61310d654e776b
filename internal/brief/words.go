package brief

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// speech takes words out of a report so that what stands in quotation marks
// there does so here, also where the stretch begins or ends inside a quote.
type speech struct {
	text   string
	quotes []doc.Quote // the outermost, in order
	paras  []doc.Span
}

func newSpeech(d *doc.Document) speech {
	s := speech{text: d.Report.Text}
	for i := range d.Paragraphs {
		s.paras = append(s.paras, d.Paragraphs[i].Span)
	}
	if len(s.paras) == 0 {
		s.paras = textLines(s.text)
	}
	for _, q := range d.Quotes {
		if q.Depth == 0 {
			s.quotes = append(s.quotes, q)
		}
	}
	if len(d.Tokens) == 0 { // a record without its layers, as read from JSON
		s.quotes = s.scan()
	}
	return s
}

// textLines is the lines of a text that hold anything.
func textLines(text string) (lines []doc.Span) {
	from := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, doc.Span{Start: from, End: from + len(strings.TrimRight(line, "\r\n"))})
		}
		from += len(line)
	}
	return lines
}

// scan finds double quotation marks, paragraph by paragraph.
func (s *speech) scan() (quotes []doc.Quote) {
	for _, p := range s.paras {
		open, inner := -1, 0
		for i, r := range p.In(s.text) {
			i += p.Start
			switch {
			case open < 0 && (r == '“' || r == '"'):
				open, inner = i, i+utf8.RuneLen(r)
			case open >= 0 && (r == '”' || r == '"'):
				quotes = append(quotes, doc.Quote{Span: doc.Span{Start: open, End: i + utf8.RuneLen(r)}, Inner: doc.Span{Start: inner, End: i}, Closed: true})
				open = -1
			}
		}
		if open >= 0 {
			quotes = append(quotes, doc.Quote{Span: doc.Span{Start: open, End: p.End}, Inner: doc.Span{Start: inner, End: p.End}})
		}
	}
	return quotes
}

// paragraph is the number, from 1, of the paragraph that holds the start of p;
// 0 for an empty span or one outside all.
func (s *speech) paragraph(p doc.Span) int {
	i := sort.Search(len(s.paras), func(i int) bool { return s.paras[i].End > p.Start })
	if p.Empty() || i == len(s.paras) || s.paras[i].Start > p.Start {
		return 0
	}
	return i + 1
}

// words is the text of p on one line, safe to print, with “ ” around all of it
// that is quoted in the report. Punctuation at its end is dropped.
func (s *speech) words(p doc.Span) string {
	if p.In(s.text) == "" {
		return ""
	}
	var b strings.Builder
	p.Start = s.wordStart(p.Start)
	pos := p.Start
	first := sort.Search(len(s.quotes), func(i int) bool { return s.quotes[i].Span.End > p.Start })
	for _, q := range s.quotes[first:] {
		if q.Span.Start >= p.End {
			break
		}
		inner := doc.Span{Start: max(q.Inner.Start, p.Start), End: min(q.Inner.End, p.End)}
		if inner.Empty() {
			continue
		}
		if q.Span.Start > pos {
			b.WriteString(s.text[pos:q.Span.Start])
		}
		b.WriteString("“" + strings.TrimRight(inner.In(s.text), " ,;") + "”")
		pos = max(pos, min(q.Span.End, p.End))
	}
	if pos < p.End {
		b.WriteString(s.text[pos:p.End])
	}
	return strings.TrimRight(clean(b.String()), " ,;:—–-")
}

// wordStart is where the word begins that pos cuts through: a stretch that
// begins with the second half of “don’t” is shown with the first.
func (s *speech) wordStart(pos int) int {
	r, n := utf8.DecodeRuneInString(s.text[pos:])
	before, _ := utf8.DecodeLastRuneInString(s.text[:pos])
	if n == 0 || !unicode.IsLetter(before) || !unicode.IsLetter(r) && r != '’' && r != '\'' {
		return pos
	}
	for pos > 0 && unicode.IsLetter(before) {
		pos -= utf8.RuneLen(before)
		before, _ = utf8.DecodeLastRuneInString(s.text[:pos])
	}
	return pos
}

// quoted tells whether words holds quoted words.
func quoted(words string) bool { return strings.Contains(words, "“") }

const longest = 180 // bytes; a phrase that is longer is cut to its cue and its thing

// phrase is the move in the report's words: from its cue to its thing, or the
// other way round, where they stand near each other.
func (s *speech) phrase(m *doc.Move) string {
	all := m.Cue.Cover(m.What)
	switch {
	case m.Cue.Empty() && m.What.Empty():
		return clip(s.words(m.Evidence), longest)
	case m.What.Empty():
		// A cue alone says little: go on to the end of its clause.
		return clip(s.words(s.clause(m.Cue, m.Evidence)), longest)
	case all.Len() <= longest && s.paragraph(m.Cue) == s.paragraph(m.What) || m.Cue.Empty():
		return clip(s.words(all), 2*longest)
	}
	return clip(s.words(m.Cue)+" … "+s.words(m.What), 2*longest)
}

// clause runs from p to the next mark that ends a clause, inside limit.
func (s *speech) clause(p, limit doc.Span) doc.Span {
	if !limit.Contains(p) || limit.In(s.text) == "" {
		return p
	}
	rest := doc.Span{Start: p.End, End: limit.End}.In(s.text)
	if i := strings.IndexAny(rest, ",;:.—!?\n"); i >= 0 {
		rest = rest[:i]
	}
	return doc.Span{Start: p.Start, End: p.End + len(rest)}
}

// clip cuts s at a space before n bytes, and closes an open quotation.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	s = s[:n]
	if i := strings.LastIndexByte(s, ' '); i > n/2 {
		s = s[:i]
	}
	return balance(strings.TrimRight(s, " ,;:—–-") + " …")
}

// balance adds the quotation mark that a cut took off.
func balance(s string) string {
	switch open, closed := strings.Count(s, "“"), strings.Count(s, "”"); {
	case open > closed:
		return s + "”"
	case open < closed:
		return "“" + s
	}
	return s
}

// clean makes a text safe for a terminal and fit for one line: white space
// becomes single spaces; control characters, which could command the terminal,
// and marks that turn the direction of writing become visible.
func clean(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == ' ' && (i == 0 || i+1 == len(s) || s[i+1] == ' ') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError,
			r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			return utf8.RuneError
		}
		return r
	}, s)), " ")
}
