package ledger

import (
	_ "embed" // the words of phrases
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/words.txt
var vocabularyText string

// vocabulary are the words that numbers and phrases are compared by.
type vocabulary struct {
	numeral, scale map[string]float64
	bound          map[string]string                // "more than" → low
	phrases        map[string]map[string][][]string // kind → first word → phrases
	sets           map[string]map[string]bool
}

// words reads data/words.txt once; it is not changed after. Its form is checked
// by a test.
var words = sync.OnceValue(func() *vocabulary {
	v, _ := readVocabulary(vocabularyText)
	return v
})

// has tells whether a word in lower case is of a kind.
func (v *vocabulary) has(kind, w string) bool { return v.sets[kind][w] }

// find tells where the first phrase of a kind stands among folded words, and where
// it ends; -1 where none does. Of those that begin in one place it takes the longest.
func (v *vocabulary) find(kind string, list []string) (int, int) {
	phrases := v.phrases[kind]
	for i := range list {
		end := 0
		for _, p := range phrases[list[i]] {
			if len(p) > end-i && i+len(p) <= len(list) && slices.Equal(p, list[i:i+len(p)]) {
				end = i + len(p)
			}
		}
		if end > 0 {
			return i, end
		}
	}
	return -1, -1
}

// begins tells whether a phrase of a kind begins with a folded word.
func (v *vocabulary) begins(kind, w string) bool { return len(v.phrases[kind][w]) > 0 }

// readVocabulary reads the lines of a list. It leaves out lines that are wrong, and
// tells of them.
func readVocabulary(text string) (*vocabulary, error) {
	v := &vocabulary{numeral: map[string]float64{}, scale: map[string]float64{}, bound: map[string]string{}, phrases: map[string]map[string][][]string{}, sets: map[string]map[string]bool{}}
	var bad []error
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, list, ok := strings.Cut(line, ":")
		if !ok {
			bad = append(bad, fmt.Errorf("words.txt:%d: no colon", n))
			continue
		}
		if err := v.add(kind, list); err != nil {
			bad = append(bad, fmt.Errorf("words.txt:%d: %w", n, err))
		}
	}
	return v, errors.Join(bad...)
}

func (v *vocabulary) add(kind, list string) error {
	switch kind {
	case "numeral", "scale":
		into := map[string]map[string]float64{"numeral": v.numeral, "scale": v.scale}[kind]
		for w := range strings.FieldsSeq(list) {
			word, value, _ := strings.Cut(w, "=")
			x, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return fmt.Errorf("%q is no word=value", w)
			}
			into[word] = x
		}
	case "low", "high", "about":
		for w := range strings.SplitSeq(list, ";") {
			v.bound[strings.TrimSpace(w)] = kind
		}
	case "pause", "resume", "cancel", "unplanned", "undone", "ready", "sign", "signed", "talked", "lying", "givenup":
		if v.phrases[kind] == nil {
			v.phrases[kind] = map[string][][]string{}
		}
		for w := range strings.SplitSeq(list, ";") {
			if p := strings.Fields(w); len(p) > 0 {
				v.phrases[kind][p[0]] = append(v.phrases[kind][p[0]], p)
			}
		}
	case "joint", "calendar", "empty", "negation", "gathering", "ordinal", "point", "unsure", "remote", "open", "swift", "grade", "held", "ahead", "article":
		if v.sets[kind] == nil {
			v.sets[kind] = map[string]bool{}
		}
		for w := range strings.FieldsSeq(list) {
			v.sets[kind][w] = true
		}
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	return nil
}
