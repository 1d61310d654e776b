package token

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// linePattern tells the kind of a paragraph by how it begins or ends.
type linePattern struct {
	kind doc.ParagraphKind
	text string // in lower case
	ends bool   // at the end; else at the beginning
}

// parsePattern reads one line of a section "byline starts", "caption ends" ….
func parsePattern(section, line string) (linePattern, error) {
	p := linePattern{text: string(lowerASCII(nil, line))}
	kind, place, _ := strings.Cut(section, " ")
	if err := p.kind.UnmarshalText([]byte(kind)); err != nil {
		return p, errors.New("an entry outside a known section: " + section)
	}
	switch place {
	case "starts":
	case "ends":
		p.ends, p.text = true, strings.TrimRight(p.text, ".)] ")
	default:
		return p, errors.New("a section of patterns ends in starts or ends: " + section)
	}
	return p, nil
}

// kinds tells headings, bylines and boilerplate from the body.
func (s *splitter) kinds() {
	ps := s.l.Paragraphs
	for i := range ps {
		ps[i].Kind = s.kindOf(&ps[i], i, len(ps))
	}
}

// kindOf is the kind of paragraph p, the i-th of n.
func (s *splitter) kindOf(p *doc.Paragraph, i, n int) doc.ParagraphKind {
	var buf [400]byte
	if !p.Dateline.Empty() || p.Span.Len() > len(buf) {
		return doc.Body
	}
	line := lowerASCII(buf[:0], p.Span.In(s.text))
	for _, m := range s.words.lines {
		if m.matches(line) && (m.kind != doc.Byline || s.isByline(p, m, p.Span.In(s.text))) {
			return m.kind
		}
	}
	if n > 1 && s.isDateLine(p) {
		return doc.Byline
	}
	if n > 1 && i+1 < n && s.isHeading(p) {
		return doc.Heading
	}
	return doc.Body
}

// matches tells whether the line, in lower case, begins or ends as m says, at
// a word's edge.
func (m *linePattern) matches(line []byte) bool {
	if m.ends {
		line = bytes.TrimRight(line, ".)] ")
		return len(line) < 200 && len(line) >= len(m.text) && string(line[len(line)-len(m.text):]) == m.text
	}
	if len(line) < len(m.text) || line[0] != m.text[0] || string(line[:len(m.text)]) != m.text {
		return false
	}
	if len(line) == len(m.text) {
		return true
	}
	next, _ := utf8.DecodeRune(line[len(m.text):])
	return !isWordy(next) || !isWordy(lastRune(m.text))
}

// lowerASCII appends s to dst with its ASCII letters in lower case.
func lowerASCII(dst []byte, s string) []byte {
	for k := 0; k < len(s); k++ {
		c := s[k]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// isByline tells whether a paragraph that begins or ends as a byline is one:
// short, and without the full sentence that "By Monday, …" opens.
func (s *splitter) isByline(p *doc.Paragraph, m linePattern, line string) bool {
	if m.ends || line[0] == '(' {
		return true
	}
	toks := s.tokensOf(p)
	if toks.Len() > 24 {
		return false
	}
	if m.text != "by" {
		return !endsSentence(line) || strings.Contains(m.text, " by")
	}
	names := 0
	for i := toks.First + 1; i < toks.End; i++ {
		f := s.form(i)
		switch {
		case isUpper(firstRune(f)):
			names++
		case f == "and" || f == "in" || f == "at" || f == "for" || f == "of" || f == "the" || f == "de" || f == "van" || f == "von" || f == "al" || f == "with":
		case isLower(firstRune(f)) && len(f) > 3:
			if i < toks.First+3 || endsSentence(line) {
				return false
			}
		}
	}
	return names > 0 && !endsSentence(line)
}

// tokensOf is the range of the paragraph's tokens.
func (s *splitter) tokensOf(p *doc.Paragraph) doc.Range {
	if p.Sentences.Empty() {
		return doc.Range{}
	}
	return doc.Range{First: s.l.Sentences[p.Sentences.First].Tokens.First, End: s.l.Sentences[p.Sentences.End-1].Tokens.End}
}

// isHeading tells whether a paragraph with others after it is a heading: short,
// begun with a capital, a digit or a mark-up sign, not ended as a sentence is.
func (s *splitter) isHeading(p *doc.Paragraph) bool {
	toks := s.tokensOf(p)
	line := p.Span.In(s.text)
	if line[0] == '#' {
		return toks.Len() < 30
	}
	if toks.Len() > 20 || len(line) > 160 {
		return false
	}
	first := firstRune(line)
	if isBullet(line) || isLower(first) || line[0] == '(' || line[0] == '[' {
		return false
	}
	if strings.HasSuffix(line, "?") && toks.Len() <= 12 && s.l.Paragraphs[len(s.l.Paragraphs)-1].Span != p.Span {
		return first != '"' && first != '“' && p.Sentences.Len() == 1
	}
	if strings.HasSuffix(line, "...") || strings.HasSuffix(line, "…") {
		return false
	}
	last := s.form(toks.End - 1)
	if len(last) > 1 && strings.HasSuffix(last, ".") { // "in the U.S."
		return p.Sentences.Len() == 1 && (toks.Len() <= 6 || toks.Len() <= 14 && dotted(last[:len(last)-1]))
	}
	return !endsSentence(line)
}

// isDateLine tells whether a paragraph is a date and nothing else.
func (s *splitter) isDateLine(p *doc.Paragraph) bool {
	toks := s.tokensOf(p)
	if toks.Len() > 14 {
		return false
	}
	months, numbers := 0, 0
	for i := toks.First; i < toks.End; i++ {
		f := s.form(i)
		switch {
		case isMonth(f):
			months++
		case isDigit(firstRune(f)):
			numbers++
		case isDay(f), isUpper(firstRune(f)) && len(f) <= 4, !isWordy(firstRune(f)):
		default:
			switch f {
			case "at", "on", "am", "pm", "a.m.", "p.m.", "th", "st", "of":
			default:
				return false
			}
		}
	}
	return months == 1 && numbers > 0
}

// isMonth tells whether form names a month, in full or shortened.
func isMonth(form string) bool {
	switch strings.TrimSuffix(form, ".") {
	case "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
		"Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec":
		return true
	}
	return false
}

// isDay tells whether form names a day of the week.
func isDay(form string) bool {
	switch form {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
		return true
	}
	return false
}
