package token

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed data/words.txt data/ends.bin
var data embed.FS

// abbrKind tells how an abbreviation's full stop is read.
type abbrKind uint8

const (
	noAbbr  abbrKind = iota
	title            // a name follows: never ends a sentence
	always           // the full stop is its own; may end a sentence
	number           // an abbreviation only before a number
	capital          // an abbreviation only when written with a capital letter
	inner            // the full stop is its own, and a word follows that is no name: never ends a sentence
)

// vocabulary is what the scanner looks up.
type vocabulary struct {
	abbr      map[string]abbrKind
	prefix    map[string]bool
	suffix    map[string]bool
	syllable  map[string]bool
	shortened map[string]bool
	saying    map[string]bool
	agency    map[string]bool
	lines     []linePattern
	ends      *ends
}

// tables reads the embedded data, once.
var tables = sync.OnceValue(func() *vocabulary {
	text, err := data.ReadFile("data/words.txt")
	if err != nil {
		return &vocabulary{ends: &ends{}}
	}
	v, err := parseVocabulary("data/words.txt", string(text))
	if err != nil {
		return &vocabulary{ends: &ends{}} // a test makes sure that the embedded files are right
	}
	v.ends = &ends{}
	if b, err := data.ReadFile("data/ends.bin"); err == nil {
		if e, err := readEnds("data/ends.bin", b); err == nil {
			v.ends = e
		}
	}
	return v
})

// parseVocabulary reads a file of sections: "[name]" and then one entry, or
// several entries, a line. "#" begins a comment.
func parseVocabulary(name, text string) (*vocabulary, error) {
	v := &vocabulary{abbr: map[string]abbrKind{}, prefix: map[string]bool{}, suffix: map[string]bool{}, syllable: map[string]bool{},
		shortened: map[string]bool{}, saying: map[string]bool{}, agency: map[string]bool{}}
	kinds := map[string]abbrKind{"title": title, "abbreviation": always, "before a number": number, "with a capital": capital, "inner": inner}
	sets := map[string]map[string]bool{"bound prefix": v.prefix, "bound suffix": v.suffix, "given name syllable": v.syllable,
		"shortened": v.shortened, "agency": v.agency, "saying": v.saying}
	section, no := "", 0
	for line := range strings.Lines(text) {
		no++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[' && line[len(line)-1] == ']':
			section = strings.Trim(line, "[]")
			continue
		}
		if kind, ok := kinds[section]; ok {
			for _, w := range strings.Fields(line) {
				v.abbr[w] = kind
			}
		} else if set, ok := sets[section]; ok {
			for _, w := range strings.Fields(line) {
				set[w] = true
			}
		} else if p, err := parsePattern(section, line); err == nil {
			v.lines = append(v.lines, p)
		} else {
			return nil, fmt.Errorf("%s:%d: %w", name, no, err)
		}
	}
	return v, nil
}

// lower writes s in lower case into buf; ok is false where s is too long.
func lower(s string, buf *[24]byte) (b []byte, ok bool) {
	if len(s) > len(buf)-utf8.UTFMax {
		return nil, false
	}
	n := 0
	for _, r := range s {
		if n > len(buf)-utf8.UTFMax {
			return nil, false // invalid bytes grow
		}
		if r < utf8.RuneSelf {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			buf[n] = byte(r)
			n++
			continue
		}
		n += utf8.EncodeRune(buf[n:n+utf8.UTFMax], unicode.ToLower(r))
	}
	return buf[:n], true
}

// abbrKindOf is the kind of abbreviation that form, without its last full stop, is.
func (v *vocabulary) abbrKindOf(form string) abbrKind {
	var buf [24]byte
	if b, ok := lower(form, &buf); ok {
		return v.abbr[string(b)]
	}
	return noAbbr
}

// bound tells whether two parts with a hyphen between them are one word.
func (v *vocabulary) bound(first, second string) bool {
	var buf [24]byte
	if b, ok := lower(first, &buf); ok && v.prefix[string(b)] && classOf(firstRune(second)) == letter || ok && string(b) == "mid" {
		return true
	}
	b, ok := lower(second, &buf)
	return ok && v.suffix[string(b)]
}

// givenName tells whether two parts are syllables of a Korean or Chinese given
// name: "Jong-un", "Jae-In".
func (v *vocabulary) givenName(first, second string) bool {
	if len(first) > 6 || len(second) > 6 || !isUpper(firstRune(first)) {
		return false
	}
	var buf [24]byte
	if b, ok := lower(first, &buf); !ok || !v.syllable[string(b)] {
		return false
	}
	b, ok := lower(second, &buf)
	return ok && v.syllable[string(b)]
}

// fusedCut is where two words that are written as one are cut; 0 where form is
// one word.
func (v *vocabulary) fusedCut(form string) int {
	switch form {
	case "cannot", "Cannot", "CANNOT", "gonna", "Gonna", "GONNA", "wanna", "gotta", "Gotta", "gimme", "Gimme", "lemme", "Lemme", "didnt", "Didnt":
		return 3
	case "dont", "Dont", "DONT", "wont", "Wont", "cant", "Cant":
		return 2
	case "doesnt", "Doesnt":
		return 4
	}
	return 0
}
