package name

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/internal/crf"
)

// Letter case of a form.
const (
	lowerCase  uint8 = iota // no capital
	capital                 // first letter alone
	allCapital              // "UN", "KYIV"
	mixedCase               // "McCain", "iPhone"
	noLetter                // digits, punctuation
)

// What a form is by itself, bits.
const (
	isGiven uint8 = 1 << iota
	isTitle
	isRole
	isPlural // of a role noun
	isSay
	isIn
	isOrgan
	isSite
)

// Where a form has been seen in the report, bits.
const (
	seenLower      uint32 = 1 << iota // the same letters without a capital
	seenInside                        // with a capital, not at the start of a sentence
	seenAfterTitle                    // after a title or role noun
	seenAfterGiven                    // after a given name
	seenIn                            // after "in"
	seenSays                          // before a verb of saying
	seenOrgan                         // in a run of capitals with a word for an organisation
	seenSite                          // in a run of capitals with a word for a place
	seenThe                           // after "the", not at the start of a sentence
	seenOwner                         // before the genitive mark
	seenFirst                         // first in a longer run of capitals
	seenLast                          // last in a longer run of capitals
	seenAlone                         // by itself
	seenBits       = 13
)

// word is what is known of one form of a report.
type word struct {
	form, low, shape uint32
	pre              [3]uint32 // of 2, 3, 4 letters, in lower case
	suf              [3]uint32
	class            uint8 // letter case
	is               uint8
	seen             uint32
	famed            famed
	group            uint32 // of words used alike
	lowAt            int32  // number of the form in lower case, -1 when it is not in the report
}

// vocabulary holds the words that tell kinds.
type vocabulary struct {
	is           map[string]uint8 // by form in lower case
	legal, storm map[string]bool  // by form as it is
	part         map[string]bool  // by form in lower case
}

// readVocabulary reads data/words.txt.
func readVocabulary(file string, data []byte) (v vocabulary, err error) {
	v = vocabulary{is: map[string]uint8{}, legal: map[string]bool{}, storm: map[string]bool{}, part: map[string]bool{}}
	bits := map[string]uint8{"say": isSay, "in": isIn, "organ": isOrgan, "site": isSite, "kin": isTitle}
	sets := map[string]map[string]bool{"legal": v.legal, "storm": v.storm, "part": v.part}
	var bit uint8
	var set map[string]bool
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section := strings.Trim(line, "[]")
			if bit, set = bits[section], sets[section]; bit == 0 && set == nil {
				return v, fmt.Errorf("%s:%d: no section %s is known", file, n, line)
			}
		case bit == 0 && set == nil:
			return v, fmt.Errorf("%s:%d: words before the first section", file, n)
		default:
			for w := range strings.FieldsSeq(line) {
				if set != nil {
					set[w] = true
				} else {
					v.is[w] |= bit
				}
			}
		}
	}
	return v, sc.Err()
}

// describe makes the word of a form.
func (f *Finder) describe(form string) word {
	w := word{form: crf.Hash(form), low: crf.HashLower(form), class: caseOf(form), shape: shapeOf(form), group: f.clusters.of(form), lowAt: -1}
	for i := range w.pre {
		w.pre[i] = crf.HashLower(form[:headBytes(form, i+2)])
		w.suf[i] = crf.HashLower(form[tailBytes(form, i+2):])
	}
	if w.class == noLetter {
		return w
	}
	low := strings.ToLower(form)
	w.is = f.vocabulary.is[low]
	w.famed = f.gazetteer.words[low]
	if f.lex == nil {
		return w
	}
	if w.class != lowerCase {
		if _, ok := f.lex.GivenName(form); ok {
			w.is |= isGiven
		}
	}
	if f.lex.Title(form) {
		w.is |= isTitle
	}
	if _, plural, ok := f.lex.RoleNoun(form); ok {
		w.is |= isRole
		if plural {
			w.is |= isPlural
		}
	}
	return w
}

// headBytes is how many bytes the first n runes take.
func headBytes(s string, n int) int {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

// tailBytes is where the last n runes begin.
func tailBytes(s string, n int) int {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return at
}

func caseOf(form string) uint8 {
	upper, lower, first := 0, 0, false
	for i, r := range form {
		switch {
		case unicode.IsUpper(r):
			upper++
			first = first || i == 0
		case unicode.IsLetter(r):
			lower++
		}
	}
	switch {
	case upper+lower == 0:
		return noLetter
	case upper == 0:
		return lowerCase
	case lower == 0 && upper > 1:
		return allCapital
	case first && upper == 1:
		return capital
	}
	return mixedCase
}

// shapeOf hashes the form with letters as X and x, digits as d, and runs of more
// than two alike cut.
func shapeOf(form string) uint32 {
	var buf [24]byte
	n, run := 0, 0
	var last byte
	for _, r := range form {
		c := byte('-')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case r < 0x80:
			c = byte(r)
		}
		if c == last {
			run++
		} else {
			last, run = c, 1
		}
		if run <= 2 && n < len(buf) {
			buf[n] = c
			n++
		}
	}
	h := uint32(n)
	for _, c := range buf[:n] {
		h = (h ^ uint32(c)) * 0x01000193
	}
	return h
}
