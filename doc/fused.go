package doc

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

// Fused tells whether token i is written together with token i-1 as one
// surface word, as a multiword token of UD English is: "n't" in "don't", "'s"
// in "Putin's", the apostrophe of "leaders'", "not" in "cannot". A closing
// quotation mark is not fused.
func (l *Layout) Fused(text string, i int) bool {
	if i <= 0 || i >= len(l.Tokens) || l.Tokens[i-1].Span.End != l.Tokens[i].Span.Start {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(l.Form(text, i-1))
	if !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '.' && before != '%' && before != ')' {
		return false
	}
	form := l.Form(text, i)
	first, n := utf8.DecodeRuneInString(form)
	switch {
	case unicode.IsLetter(first):
		return unicode.IsLetter(before)
	case first != '\'' && first != '’' && first != '`' && first != '´' && first != 'ʼ':
		return false
	case len(form) > n:
		return unicode.IsLetter(rune(form[n]))
	}
	switch before {
	case 's', 'S', 'x', 'X', 'z', 'Z':
		return !l.closes(l.Tokens[i].Span.End)
	}
	return false
}

// closes tells whether a quote ends at pos. It looks at the quotes nested
// around pos, and at most at eight of them.
func (l *Layout) closes(pos int) bool {
	q := sort.Search(len(l.Quotes), func(i int) bool { return l.Quotes[i].Span.Start >= pos })
	for k := q - 1; k >= 0 && k >= q-8; k-- {
		if l.Quotes[k].Closed && l.Quotes[k].Span.End == pos {
			return true
		}
		if l.Quotes[k].Depth == 0 && l.Quotes[k].Span.End < pos {
			return false
		}
	}
	return false
}
