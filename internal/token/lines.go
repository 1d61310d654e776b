package token

import (
	"strings"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// nextLine is the first line of text from position at, without its end, and
// where the next one begins. Lines end with any of Unicode's line ends.
func nextLine(text string, at int) (line doc.Span, next int) {
	for i := at; i < len(text); i++ {
		c := text[i]
		if c > '\r' && c != 0xc2 && c != 0xe2 {
			continue
		}
		if n := lineEnd(text[i:]); n > 0 {
			return doc.Span{Start: at, End: i}, i + n
		}
	}
	return doc.Span{Start: at, End: len(text)}, len(text)
}

// lineEnd is the width of the line end that s begins with; 0 if with none.
func lineEnd(s string) int {
	switch s[0] {
	case '\r':
		if len(s) > 1 && s[1] == '\n' {
			return 2
		}
		return 1
	case '\n', '\v', '\f':
		return 1
	case 0xc2: // U+0085
		if len(s) > 1 && s[1] == 0x85 {
			return 2
		}
	case 0xe2: // U+2028, U+2029
		if len(s) > 2 && s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9) {
			return 3
		}
	}
	return 0
}

// trim is span without the white space and hidden characters at its edges.
func trim(text string, span doc.Span) doc.Span {
	for span.Start < span.End {
		r, n := utf8.DecodeRuneInString(text[span.Start:span.End])
		if c := classOf(r); c != space && c != hidden {
			break
		}
		span.Start += n
	}
	for span.Start < span.End {
		r, n := utf8.DecodeLastRuneInString(text[span.Start:span.End])
		if c := classOf(r); c != space && c != hidden {
			break
		}
		span.End -= n
	}
	return span
}

// paragraphs reads the text paragraph by paragraph.
func (s *splitter) paragraphs() {
	width := wrapWidth(s.text)
	var open, last doc.Span // the paragraph so far, and its last line
	for at := 0; at < len(s.text); {
		line, next := nextLine(s.text, at)
		at = next
		line = trim(s.text, line)
		switch {
		case line.Empty():
			s.flush(&open)
		case width > 0 && !open.Empty() && goesOn(s.text, last, line, width):
			open.End, last = line.End, line
		default:
			s.flush(&open)
			open, last = line, line
		}
	}
	s.flush(&open)
}

// flush reads the open paragraph, if there is one, and clears it.
func (s *splitter) flush(open *doc.Span) {
	if !open.Empty() {
		s.paragraph(*open)
	}
	*open = doc.Span{}
}

// goesOn tells whether, in a text wrapped at width, the paragraph whose last
// line is last goes on in line. It does not after a short line that ends a
// sentence, nor before a list item.
func goesOn(text string, last, line doc.Span, width int) bool {
	head := text[line.Start:line.End]
	if isBullet(head) {
		return false
	}
	if isLower(firstRune(head)) {
		return true
	}
	return !(last.Len() < width*6/10 && endsSentence(text[last.Start:last.End]))
}

// isBullet tells whether a line begins as a list item does.
func isBullet(line string) bool {
	for _, mark := range [...]string{"- ", "* ", "• ", "– ", "— ", "· ", "▪ ", "# ", "## ", "### "} {
		if len(line) > len(mark) && line[:len(mark)] == mark {
			return true
		}
	}
	return false
}

// endsSentence tells whether a line ends with a mark that ends a sentence,
// quotation marks and brackets after it aside.
func endsSentence(line string) bool {
	for len(line) > 0 {
		r, n := utf8.DecodeLastRuneInString(line)
		switch r {
		case '.', '!', '?', '…', ':', ';':
			return true
		case '"', '”', '’', '\'', ')', ']', '»', '“':
			line = line[:len(line)-n]
		default:
			return false
		}
	}
	return false
}

// wrapWidth is the width in bytes at which a text is hard-wrapped, or 0 where
// a line is a paragraph. A text is wrapped where no line is long, and where a
// good part of the lines that follow another directly begin in lower case: new
// paragraphs seldom do.
func wrapWidth(text string) int {
	const longest = 160
	var width, pairs, lower, open int
	last := doc.Span{}
	for at := 0; at < len(text); {
		line, next := nextLine(text, at)
		at = next
		line = trim(text, line)
		if line.Len() > longest {
			if strings.IndexByte(text[line.Start:line.End], ' ') >= 0 {
				return 0
			}
			last = doc.Span{} // an address or a rule, which no one wraps
			continue
		}
		if !line.Empty() && !last.Empty() {
			pairs++
			if isLower(firstRune(text[line.Start:line.End])) {
				lower++
			}
			if !endsSentence(text[last.Start:last.End]) {
				open++
			}
		}
		width = max(width, line.Len())
		last = line
	}
	if pairs >= 2 && lower*10 >= pairs*3 && open*2 >= pairs || pairs == 1 && lower == 1 && open == 1 {
		return width
	}
	return 0
}
