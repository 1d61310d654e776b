package token

import (
	"unicode"
	"unicode/utf8"
)

// class is what the scanner needs to know of a rune.
type class uint8

const (
	other  class = iota // punctuation and symbols
	letter              // also combining marks and characters inside words
	digit
	space
	hidden // zero-width: part of a word inside it, of nothing at its edge
)

// asciiClass gives the class of each ASCII character.
var asciiClass = func() (t [utf8.RuneSelf]class) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = letter
		case c >= '0' && c <= '9':
			t[c] = digit
		case c <= ' ' || c == 0x7f:
			t[c] = space
		}
	}
	return t
}()

// classOf is the class of r.
func classOf(r rune) class {
	if r < utf8.RuneSelf {
		return asciiClass[r]
	}
	switch {
	case r >= 0x2000 && r <= 0x206f:
		return generalPunctuation(r)
	case r == 0xad, r == 0xfeff, r >= 0xfe00 && r <= 0xfe0f:
		return hidden
	case unicode.IsLetter(r), unicode.IsMark(r), r == utf8.RuneError:
		return letter
	case unicode.IsDigit(r):
		return digit
	case unicode.IsSpace(r), unicode.IsControl(r):
		return space
	}
	return other
}

// generalPunctuation is the class of a rune in U+2000…U+206F.
func generalPunctuation(r rune) class {
	switch {
	case r <= 0x200a, r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f:
		return space
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060:
		return hidden
	}
	return other
}

// isUpper tells whether r is an upper-case letter.
func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'A' && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

// isLower tells whether r is a lower-case letter.
func isLower(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z'
	}
	return unicode.IsLower(r)
}

// isApostrophe tells whether r can stand in "don't".
func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' || r == '´' }

// isHyphen tells whether r joins the parts of a compound.
func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

// isDash tells whether r sets words apart.
func isDash(r rune) bool { return r == '–' || r == '—' || r == '―' || r == '‒' }

// firstRune is the first rune of s.
func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// lastRune is the last rune of s.
func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
