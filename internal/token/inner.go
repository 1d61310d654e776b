package token

import (
	"strings"
	"unicode/utf8"
)

// runeLen is the width of r as it was read: 1 for an invalid byte.
func runeLen(r rune) int {
	if r == utf8.RuneError {
		return 1
	}
	return utf8.RuneLen(r)
}

// address is the end of the web or e-mail address at i, or i.
func (s *splitter) address(i int) int {
	rest := s.text[i:s.end]
	switch rest[0] {
	case 'h', 'H', 'w', 'W', 'f', 'F', 'm', 'M':
	default:
		return i
	}
	if !hasFold(rest, "http://") && !hasFold(rest, "https://") && !hasFold(rest, "www.") && !hasFold(rest, "ftp://") && !hasFold(rest, "mailto:") {
		return i
	}
	end := i
	for end < s.end {
		r, n := s.decode(end)
		c := classOf(r)
		if c == space || r == '<' || r == '>' || r == '"' || r == '”' || r == '“' || r == '»' || r == '’' {
			break
		}
		end += n
	}
	for end > i && strings.IndexByte(".,;:!?)]}'*", s.text[end-1]) >= 0 {
		if s.text[end-1] == ')' && strings.IndexByte(s.text[i:end], '(') >= 0 {
			break
		}
		end--
	}
	return end
}

// hasFold tells whether s begins with the lower-case ASCII prefix in any case.
func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// apostrophe reads an apostrophe after the word that began at start.
func (s *splitter) apostrophe(start, i, n int, after rune) (int, bool) {
	if !isWordy(after) {
		return i, false
	}
	end := i + n // of the letters after it
	for end < s.end {
		r, w := s.decode(end)
		if !isWordy(r) {
			break
		}
		end += w
	}
	suffix := s.text[i+n : end]
	if len(suffix) > 2 || !s.clitic(suffix) {
		return i + n, false
	}
	if suffix == "t" || suffix == "T" {
		if b := s.before(i); i-1 > start && (b == 'n' || b == 'N') {
			s.add(start, i-1)
			s.add(i-1, end)
			return end, true
		}
		return i + n, false
	}
	// "d'etat" has letters before, but "1990's" and "80's" are one word.
	if isDigit(s.before(i)) && end-(i+n) == 1 && s.decade(start, i) {
		return i + n, false
	}
	s.add(start, i)
	s.add(i, end)
	return end, true
}

// decade tells whether text[start:i] is a year or a decade.
func (s *splitter) decade(start, i int) bool {
	n := i - start
	return (n == 2 || n == 4) && s.text[i-1] == '0' && s.numeric(start, i)
}

// clitic tells whether suffix, the letters after an apostrophe, is a word of
// its own.
func (s *splitter) clitic(suffix string) bool {
	switch suffix {
	case "s", "S", "t", "T", "d", "D", "m", "M", "ll", "LL", "re", "RE", "ve", "VE":
		return true
	}
	return false
}

// hyphen reads a hyphen between letters or digits. Most compounds are cut at
// their hyphens; those with a bound first part, telephone numbers and given
// names as of East Asia are not.
func (s *splitter) hyphen(start, i, n int) (int, bool) {
	end := i + n // of the second part
	for end < s.end {
		r, w := s.decode(end)
		if !isWordy(r) {
			break
		}
		end += w
	}
	first, second := s.text[start:i], s.text[i+n:end]
	if s.words.bound(first, second) || telephone(first, second) || s.words.givenName(first, second) {
		return i + n, false
	}
	s.finish(start, i)
	s.add(i, i+n)
	return i + n, true
}

// telephone tells whether two parts with a hyphen between them look like a
// number that is dialled.
func telephone(first, second string) bool {
	if len(first) < 3 || len(first) > longNumber || len(second) < 3 || len(second) > 4 {
		return false
	}
	for k := 0; k < len(first); k++ {
		if (first[k] < '0' || first[k] > '9') && first[k] != '-' {
			return false
		}
	}
	for k := 0; k < len(second); k++ {
		if second[k] < '0' || second[k] > '9' {
			return false
		}
	}
	// "1990-2000" is a range of years.
	return len(first) != 4 || len(second) != 4 || first[0] > '2'
}
