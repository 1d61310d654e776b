package token

import (
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// dateline is the span of the dateline that the paragraph begins with, from
// its first word, token number first, to the dash that ends it: "KYIV, Ukraine
// (AP) —", "MOSCOW, Aug. 19 (Reuters) -", "Berlin – ". It is empty where there
// is none.
func (s *splitter) dateline(first int) doc.Span {
	const longest = 16 // tokens
	if !isUpper(firstRune(s.form(first))) {
		return doc.Span{}
	}
	agency, capitals, dated, words, commas := false, true, false, 0, 0
	for i := first; i < len(s.l.Tokens) && i < first+longest; i++ {
		f := s.form(i)
		r := firstRune(f)
		switch {
		case i > first && (isDash(r) || r == '-') && s.apart(i):
			if !(agency || s.early(6) && words > 0 && capitals && words <= 6 || s.few(words, commas) && !s.dashes(i+1)) || !s.opens(i+1) {
				return doc.Span{}
			}
			return doc.Span{Start: s.l.Tokens[first].Span.Start, End: s.l.Tokens[i].Span.End}
		case r == '(':
			close := s.agencyAt(i, dated && capitals && words > 0 && s.early(6))
			if close < 0 {
				return doc.Span{}
			}
			agency, i = true, close
		case isDigit(r) && isMonth(s.form(i-1)), isMonth(f) && i > first && isDigit(firstRune(s.form(i-1))):
			dated = true
		case isDigit(r), isMonth(f), isDay(f), f == "and", f == "/", r == '-':
		case r == ',':
			commas++
		case isUpper(r) || f == "al" || f == "de" || f == "of":
			if words == 0 || commas == 0 && len(f) > 3 {
				capitals = capitals && allCaps(f)
			}
			words++
		default:
			return doc.Span{}
		}
	}
	return doc.Span{}
}

// few tells whether so many words may be a place without more to show for it:
// the first paragraphs of a report alone may begin with "Berlin –".
func (s *splitter) few(words, commas int) bool {
	return s.early(4) && words > 0 && words <= 3 && commas <= 2
}

// early tells whether the paragraph is among the first n: a dateline without
// an agency stands at the top.
func (s *splitter) early(n int) bool { return len(s.l.Paragraphs) < n }

// dashes tells whether another dash comes in the sentence from token i on: a
// pair of them encloses something.
func (s *splitter) dashes(i int) bool {
	const reach = 60
	for k := i; k < len(s.l.Tokens) && k < i+reach; k++ {
		switch f := s.form(k); {
		case f == "." || f == "?" || f == "!":
			return false
		case (isDash(firstRune(f)) || firstRune(f) == '-') && s.l.Tokens[k-1].SpaceAfter:
			return true
		}
	}
	return false
}

// apart tells whether token i has white space after it, or is a long dash.
func (s *splitter) apart(i int) bool {
	return s.l.Tokens[i].SpaceAfter || isDash(firstRune(s.form(i))) || s.l.Tokens[i].Span.Len() > 1
}

// opens tells whether token i begins a sentence.
func (s *splitter) opens(i int) bool {
	if i >= len(s.l.Tokens) {
		return false
	}
	r := firstRune(s.form(i))
	return isUpper(r) || isDigit(r) || r == '"' || r == '“' || r == '‘' || r == '\''
}

// agencyAt is the token that closes the bracket at token i when it holds the
// name of an agency: "(AP)", "(Reuters)", "(Kyodo News)"; else -1. Behind a place
// in capitals and a day any name is one, "OTTAWA, June 3 (Northern Agency) -".
func (s *splitter) agencyAt(i int, placed bool) int {
	for k := i + 1; k < len(s.l.Tokens) && k <= i+6; k++ {
		if s.form(k) != ")" {
			continue
		}
		for m := i + 1; m < k; m++ {
			var buf [24]byte
			if b, ok := lower(s.form(m), &buf); ok && s.words.agency[string(b)] {
				return k
			}
			placed = placed && isUpper(firstRune(s.form(m)))
		}
		if placed && k > i+1 {
			return k
		}
		return -1
	}
	return -1
}

// allCaps tells whether form has no lower-case letter and more than one letter.
func allCaps(form string) bool {
	for _, r := range form {
		if isLower(r) {
			return false
		}
	}
	return utf8.RuneCountInString(form) > 1
}
