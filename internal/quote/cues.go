package quote

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

//go:embed data/cues.txt
var cueData string

// cueClass tells verbs, nouns and other words that introduce a saying apart.
type cueClass uint8

const (
	cueVerb cueClass = iota + 1
	cueNoun
	cueWord
)

// cueEntry is what the list knows of one form.
type cueEntry struct {
	mode  doc.Mode
	class cueClass
	base  uint32 // hash of the base form
}

// code numbers mode and class together, 1…9.
func (e cueEntry) code() uint8 { return uint8(e.mode-1)*3 + uint8(e.class) }

// cueList maps a lowered form, hashed, and a class to its entry. The first line
// that gives a form in a class decides.
type cueList map[cueKey]cueEntry

type cueKey struct {
	form  uint32
	class cueClass
}

// find looks a form up: by the class that its tag allows or, without a tag, as
// a verb, then as a noun, then as it stands.
func (l cueList) find(form uint32, tagged bool, u doc.UPOS) (cueEntry, bool) {
	for class := cueVerb; class <= cueWord; class++ {
		if tagged && !class.allows(u) {
			continue
		}
		if e, ok := l[cueKey{form, class}]; ok {
			return e, true
		}
	}
	return cueEntry{}, false
}

// allows tells whether a word of the class may have the tag.
func (c cueClass) allows(u doc.UPOS) bool {
	switch c {
	case cueVerb:
		return u == doc.UVERB || u == doc.UAUX
	case cueNoun:
		return u == doc.UNOUN || u == doc.UPROPN
	}
	return true
}

// parseCues reads the list. A bad line gives "name:line: what is wrong".
func parseCues(name, data string) (cueList, error) {
	list := cueList{}
	n := 0
	for line := range strings.SplitSeq(data, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		head := strings.SplitN(line, " ", 3)
		if len(head) < 3 {
			return nil, fmt.Errorf("%s:%d: want a mode, a class and entries", name, n)
		}
		var mode doc.Mode
		if err := mode.UnmarshalText([]byte(head[0])); err != nil || mode == 0 {
			return nil, fmt.Errorf("%s:%d: unknown mode %q", name, n, head[0])
		}
		class := cueClass(1 + strings.Index("verb noun word", head[1])/5)
		if !strings.Contains("verb noun word", head[1]) {
			return nil, fmt.Errorf("%s:%d: unknown class %q", name, n, head[1])
		}
		for entry := range strings.SplitSeq(head[2], ",") {
			entry = strings.TrimSpace(entry)
			if entry == "" || strings.Contains(entry, " ") {
				return nil, fmt.Errorf("%s:%d: entry %q is not one word", name, n, entry)
			}
			forms := inflect(entry, class)
			for _, f := range forms {
				if key := (cueKey{crf.Hash(f), class}); list[key].mode == 0 {
					list[key] = cueEntry{mode, class, crf.Hash(forms[0])}
				}
			}
		}
	}
	return list, nil
}

// inflect gives the forms of an entry, the base form first.
func inflect(entry string, class cueClass) []string {
	parts := strings.Split(entry, "/")
	base := parts[0]
	switch class {
	case cueWord:
		return parts
	case cueNoun:
		return []string{base, plural(base)}
	}
	forms := []string{base, plural(base), participle(base, "ing")}
	if len(parts) > 1 {
		if double := base + base[len(base)-1:]; parts[1] == double+"ed" {
			forms[2] = double + "ing"
		}
		return append(forms, parts[1:]...)
	}
	return append(forms, participle(base, "ed"))
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// plural adds -s by the rules of spelling.
func plural(w string) string {
	n := len(w)
	switch {
	case n > 1 && w[n-1] == 'y' && !isVowel(w[n-2]):
		return w[:n-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

// participle adds -ed or -ing by the rules of spelling; it doubles the last
// consonant of words of one short syllable.
func participle(w, suffix string) string {
	n := len(w)
	switch {
	case n > 1 && w[n-1] == 'e' && (suffix == "ed" || w[n-2] != 'e'):
		return w[:n-1] + suffix
	case suffix == "ed" && n > 1 && w[n-1] == 'y' && !isVowel(w[n-2]):
		return w[:n-1] + "ied"
	case n > 2 && !isVowel(w[n-1]) && isVowel(w[n-2]) && !isVowel(w[n-3]) && strings.IndexByte("wxyr", w[n-1]) < 0 && syllables(w) == 1:
		return w + w[n-1:] + suffix
	}
	return w + suffix
}

// syllables counts runs of vowels.
func syllables(w string) int {
	count, in := 0, false
	for i := range len(w) {
		v := isVowel(w[i])
		if v && !in {
			count++
		}
		in = v
	}
	return count
}
