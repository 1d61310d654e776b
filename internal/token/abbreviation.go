package token

// abbreviation tells whether the full stop at i belongs to the word that began
// at start; after is the rune that follows the full stop.
func (s *splitter) abbreviation(start, i int) bool {
	form := s.text[start:i]
	if dotted(form) {
		return true
	}
	next, _ := s.decode(s.skipSpace(i + 1))
	if len(form) == 1 || len(form) == 2 && form[0] >= 0xc2 && form[0] <= 0xdf {
		return s.initial(form, i, next)
	}
	switch s.words.abbrKindOf(form) {
	case title, always, inner:
		return true
	case number:
		return isDigit(next)
	case capital:
		return isUpper(firstRune(form)) && (next != 0 && !(isUpper(next) && isLower(lastRune(form)) && !isDigit(next)) || isDigit(next))
	}
	return false
}

// initial tells whether a single letter with a full stop is an initial or a
// short form: "J. Smith", "p. 5".
func (s *splitter) initial(form string, i int, next rune) bool {
	r := firstRune(form)
	switch {
	case classOf(r) == digit:
		return false
	case next == 0:
		return false
	case isUpper(r):
		if r == 'I' {
			return isUpper(next) && s.capitalBefore(i-1)
		}
		return isUpper(next) || isLower(next) || next == ',' || isDigit(next)
	}
	return isDigit(next) && (r == 'p' || r == 'c' || r == 'v' || r == 'b' || r == 'd')
}

// capitalBefore tells whether the last word before i begins with a capital.
func (s *splitter) capitalBefore(i int) bool {
	n := len(s.l.Tokens)
	if n == 0 || s.l.Tokens[n-1].Span.Start < s.at || s.l.Tokens[n-1].Span.End > i {
		return false
	}
	return isUpper(firstRune(s.form(n - 1)))
}

// skipSpace is the first place from i on that holds no white space.
func (s *splitter) skipSpace(i int) int {
	for i < s.end {
		r, n := s.decode(i)
		if c := classOf(r); c != space && c != hidden {
			break
		}
		i += n
	}
	return i
}

// dotted tells whether form is letters with full stops between them, one or
// two letters at a time: "U.S", "a.m", "Ph.D".
func dotted(form string) bool {
	run, dots := 0, 0
	for _, r := range form {
		switch {
		case r == '.':
			if run == 0 || run > 2 {
				return false
			}
			run = 0
			dots++
		case classOf(r) == letter:
			run++
		default:
			return false
		}
	}
	return dots > 0 && run > 0 && run <= 2
}
