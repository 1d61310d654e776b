package encode

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// Features are what the encoder sees of one token: the hash of its normal form
// and the rows of the affix table. They depend on the form alone.
type Features struct {
	Word  uint64          // hash of the lower-cased normal form
	Affix [Affixes]uint32 // hashes; the row is the hash modulo the table's size
}

// Affixes is the number of hashed features of a token: prefixes of 1 to 3
// bytes, suffixes of 1 to 4, and the shape.
const Affixes = 8

// Schema names the version of the features. Weights learned under one schema
// are refused by a reader of another.
const Schema = 0x70610001

const maxForm = 64 // bytes of a form that count; longer ones lose their middle

// Extract computes the features of form.
func Extract(form string) Features {
	var low, raw [maxForm]byte
	l, r := normalise(&low, &raw, form)
	w, s := low[:l], raw[:r]
	var f Features
	f.Word = Hash(0, w)
	for i := range 3 {
		f.Affix[i] = uint32(Hash(uint64(1+i), w[:min(i+1, len(w))]) >> 32)
	}
	for i := range 4 {
		f.Affix[3+i] = uint32(Hash(uint64(11+i), w[max(0, len(w)-i-1):]) >> 32)
	}
	var shape [maxForm]byte
	f.Affix[7] = uint32(Hash(21, shape[:shapeOf(&shape, s)]) >> 32)
	return f
}

// normalise writes the form with plain quotation marks, dashes and digits to
// low in lower case and to raw in the case it has, and returns their lengths.
func normalise(low, raw *[maxForm]byte, form string) (l, r int) {
	if len(form) > maxForm {
		form = form[:maxForm/2] + form[len(form)-maxForm/2:]
	}
	if s, ok := plainMark(form); ok {
		n := copy(low[:], s)
		copy(raw[:], s)
		return n, n
	}
	for i := 0; i < len(form) && l < maxForm && r < maxForm; {
		c := form[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'A' <= c && c <= 'Z':
				low[l], raw[r] = c+'a'-'A', c
			case '0' <= c && c <= '9':
				low[l], raw[r] = '0', '0'
			default:
				low[l], raw[r] = c, c
			}
			l, r = l+1, r+1
			continue
		}
		x, size := utf8.DecodeRuneInString(form[i:])
		i += size
		x = plainRune(x)
		var b [utf8.UTFMax]byte
		l += copy(low[l:], b[:utf8.EncodeRune(b[:], unicode.ToLower(x))])
		r += copy(raw[r:], b[:utf8.EncodeRune(b[:], x)])
	}
	return l, r
}

// plainMark gives the one spelling of a token that is all punctuation and has
// several.
func plainMark(form string) (string, bool) {
	switch form {
	case "“", "„", "‟", "«", "``", "‘‘", "‹":
		return "``", true
	case "”", "»", "''", "’’", "›":
		return "''", true
	case "‘", "`", "‛":
		return "`", true
	case "--", "—", "―", "---", "⸺":
		return "—", true
	case "…", "...", ". . .", "....", "….":
		return "...", true
	}
	return "", false
}

// plainRune folds marks inside a word to the form that learning saw most.
func plainRune(x rune) rune {
	switch x {
	case '’', '‘', 'ʼ', '`', '′':
		return '\''
	case '‑', '‐', '−', '\u00ad':
		return '-'
	case '“', '”', '″':
		return '"'
	case '\u00a0', '\u202f', '\u2009':
		return ' '
	}
	return x
}

// shapeOf writes the shape of a form: X upper case, x lower case, 0 digits,
// anything else as it is; a run longer than two is cut to two.
func shapeOf(dst *[maxForm]byte, s []byte) int {
	n, run := 0, 0
	var last byte
	for _, c := range s {
		k := c
		switch {
		case 'a' <= c && c <= 'z' || c >= utf8.RuneSelf:
			k = 'x'
		case 'A' <= c && c <= 'Z':
			k = 'X'
		}
		if k == last {
			if run++; run > 2 {
				continue
			}
		} else {
			last, run = k, 1
		}
		dst[n] = k
		n++
	}
	return n
}

// Hash hashes b under a seed. It is part of the weights' format: trained tables
// are addressed by it.
func Hash(seed uint64, b []byte) uint64 {
	h := seed*0x9E3779B97F4A7C15 + 0xCBF29CE484222325
	for len(b) >= 8 {
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		h = mix(h, w)
		b = b[8:]
	}
	var w uint64
	for i, c := range b {
		w |= uint64(c) << (8 * i)
	}
	return mix(h, w|uint64(len(b)+1)<<56)
}

func mix(h, w uint64) uint64 {
	hi, lo := bits.Mul64(h^w, 0x9FB21C651E98DF25)
	return hi ^ lo ^ bits.RotateLeft64(w, 23)
}
