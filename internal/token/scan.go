package token

import (
	"github.com/parley-reader/parley/doc"
)

// scan cuts the paragraph into words, from left to right.
func (s *splitter) scan(span doc.Span) {
	s.at, s.end = span.Start, span.End
	for i := span.Start; i < span.End; {
		r, n := s.decode(i)
		switch classOf(r) {
		case space, hidden:
			i += n
		case letter, digit:
			i = s.word(i)
		default:
			i = s.mark(i, r, n)
		}
	}
}

// word reads the word, or the words written together, that begin at i with a
// letter or digit, and returns where they end.
func (s *splitter) word(i int) int {
	if end := s.address(i); end > i {
		s.add(i, end)
		return end
	}
	return s.wordFrom(i, i)
}

// wordFrom reads on at i in the word that began at start.
func (s *splitter) wordFrom(start, i int) int {
	for i < s.end {
		r, n := s.decode(i)
		switch classOf(r) {
		case letter, digit, hidden:
			i += n
			continue
		case space:
			return s.finish(start, i)
		}
		next, follow := s.join(start, i, r, n)
		if next == i {
			return s.finish(start, i)
		}
		if i = next; follow {
			return i
		}
	}
	return s.finish(start, i)
}

// join decides what the mark r at i does to the word that began at start. It
// returns i where the word ends before the mark; otherwise where to read on,
// and whether a new word begins there.
func (s *splitter) join(start, i int, r rune, n int) (next int, follow bool) {
	after, _ := s.decode(i + n)
	inner := isWordy(after)
	switch {
	case r == '.':
		return s.period(start, i, after)
	case isApostrophe(r):
		return s.apostrophe(start, i, n, after)
	case isHyphen(r) && inner:
		return s.hyphen(start, i, n)
	case r == ',' && inner, r == ':' && inner, r == '/' && inner:
		if isDigit(s.before(i)) && isDigit(after) && s.numeric(start, i) {
			return i + n, false
		}
	case r == '&' && inner:
		if isUpper(s.before(i)) && isUpper(after) {
			return i + n, false
		}
	case r == '_', r == '@' && inner, r == '*' && inner && isLower(after):
		return i + n, false
	case r == '$' && isDigit(after) && isUpper(s.before(i)) && i-start <= 3:
		s.add(start, i+n) // "US$"
		return i + n, true
	}
	return i, false
}

// longNumber is the length in bytes from which on digits are no number.
const longNumber = 48

// numeric tells whether text[start:i] has digits and marks between them alone.
// No number is longer than some dozens of bytes.
func (s *splitter) numeric(start, i int) bool {
	if i-start > longNumber {
		return false
	}
	for k := start; k < i; k++ {
		if c := s.text[k]; (c < '0' || c > '9') && c != '.' && c != ',' && c != '/' && c != ':' {
			return false
		}
	}
	return true
}

// period reads a full stop inside or after the word that began at start. It
// belongs to the word between letters or digits, and after an abbreviation.
func (s *splitter) period(start, i int, after rune) (int, bool) {
	if isWordy(after) {
		if isUpper(after) && i-start >= 3 && i-start < longNumber && isLower(s.before(i)) && s.allLetters(start, i) && s.lowerAfter(i+2) {
			return i, false // "ended.The"
		}
		return i + 1, false
	}
	if after == '.' || after == '@' {
		return i, false
	}
	if s.abbreviation(start, i) {
		s.add(start, i+1)
		return i + 1, true
	}
	return i, false
}

// lowerAfter tells whether a lower-case letter stands at i.
func (s *splitter) lowerAfter(i int) bool {
	r, n := s.decode(i)
	return n > 0 && isLower(r)
}

// allLetters tells whether text[start:i] is letters alone.
func (s *splitter) allLetters(start, i int) bool {
	for _, r := range s.text[start:i] {
		if classOf(r) != letter {
			return false
		}
	}
	return true
}

// finish adds text[start:i], which holds no mark that divides, as one word, or
// as the words that it is made of, and returns i.
func (s *splitter) finish(start, i int) int {
	for i > start {
		r := s.before(i)
		if classOf(r) != hidden {
			break
		}
		i -= runeLen(r)
	}
	if start >= i {
		return i
	}
	form := s.text[start:i]
	if c := form[0]; c >= '0' && c <= '9' {
		if cut := unitCut(form); cut > 0 {
			s.add(start, start+cut)
			s.add(start+cut, i)
			return i
		}
	} else if len(form) >= 4 && len(form) <= 6 {
		if cut := s.words.fusedCut(form); cut > 0 {
			s.add(start, start+cut)
			s.add(start+cut, i)
			return i
		}
	}
	s.add(start, i)
	return i
}

// unitCut is where a number is cut from its unit: "10pm", "5bn", "30km"; 0
// where it is one word, as "1990s" and "3rd" are.
func unitCut(form string) int {
	i := 0
	for i < len(form) && (form[i] >= '0' && form[i] <= '9' || form[i] == '.' || form[i] == ',') {
		i++
	}
	switch form[i:] {
	case "m", "k", "K", "M", "b", "B", "am", "pm", "AM", "PM", "a.m.", "p.m.", "bn", "tn", "mm", "cm", "km", "kg", "mg", "ft", "lb", "lbs",
		"mph", "kmh", "kph", "mn", "mln", "bln", "trn", "hrs", "min", "mins", "km2", "sq", "oz", "kW", "MW", "GW", "kWh", "MWh", "GHz", "MHz", "Hz", "hz", "mi", "ml", "GB", "MB", "TB", "x":
		return i
	}
	return 0
}

// isWordy tells whether r is a letter or digit.
func isWordy(r rune) bool {
	if r == 0 {
		return false
	}
	c := classOf(r)
	return c == letter || c == digit
}

// isDigit tells whether r is a digit.
func isDigit(r rune) bool { return r != 0 && classOf(r) == digit }
