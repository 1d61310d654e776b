package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	encunicode "golang.org/x/text/encoding/unicode"
)

// utf16Order is 1 for bytes that are UTF-16 with the small end first, 2 with
// the great end first, and 0 for others: by their mark, or by the zeros that
// ASCII letters have in it.
func utf16Order(b []byte) int {
	switch {
	case len(b) < 2:
		return 0
	case b[0] == 0xff && b[1] == 0xfe:
		return 1
	case b[0] == 0xfe && b[1] == 0xff:
		return 2
	}
	b = b[:min(len(b), 512)&^1]
	even, odd := 0, 0
	for i := 0; i < len(b); i += 2 {
		if b[i] == 0 {
			even++
		}
		if b[i+1] == 0 {
			odd++
		}
	}
	switch pairs := len(b) / 2; {
	case pairs >= 8 && odd*10 > pairs*7 && even == 0:
		return 1
	case pairs >= 8 && even*10 > pairs*7 && odd == 0:
		return 2
	}
	return 0
}

// decode is b as valid UTF-8 without a byte order mark and zeros, and a note on
// what had to be done, or "".
func decode(b []byte) (text, note string) {
	if order := utf16Order(b); order != 0 {
		e := encunicode.UTF16(encunicode.LittleEndian, encunicode.UseBOM)
		if order == 2 {
			e = encunicode.UTF16(encunicode.BigEndian, encunicode.UseBOM)
		}
		if out, err := e.NewDecoder().Bytes(b); err == nil {
			return tidy(string(out)), "read as UTF-16"
		}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if utf8.Valid(b) {
		return tidy(string(b)), ""
	}
	if looksWindows1252(b) {
		if out, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil {
			return tidy(string(out)), "not UTF-8: read as windows-1252"
		}
	}
	out, n := repair(b)
	return tidy(out), fmt.Sprintf("not all of it is UTF-8: %d bytes replaced", n)
}

// looksWindows1252 tells whether bytes that are not UTF-8 are likely in
// windows-1252: hardly any well-formed UTF-8 among those beyond ASCII, and not
// too many of them.
func looksWindows1252(b []byte) bool {
	valid, single := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if c := b[i]; c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d {
				return false // not in windows-1252
			}
			single++
		} else {
			valid++
		}
		i += n
	}
	return single > 2*valid && single*5 < len(b)*2
}

// repair replaces each byte that is no UTF-8 with U+FFFD, and counts them. A
// stray byte that windows-1252 uses for quotation marks and dashes becomes
// that mark, for such are what mixed texts are made of.
func repair(b []byte) (string, int) {
	var out strings.Builder
	out.Grow(len(b) + 16)
	count := 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			count++
			if b[0] >= 0x91 && b[0] <= 0x97 || b[0] == 0x85 {
				r = charmap.Windows1252.DecodeByte(b[0])
			}
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String(), count
}

// tidy takes zeros out of a text, and a byte order mark at its start.
func tidy(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	return text
}

// blank tells whether text has no letter or digit.
func blank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
