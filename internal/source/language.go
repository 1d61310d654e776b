package source

import (
	"embed"
	"math/bits"
	"strings"
	"sync"
	"unicode"
)

//go:embed data/languages.txt
var languageData embed.FS

// littleWords is the common little words of languages in Latin letters.
type littleWords struct {
	names []string          // of the languages, English first
	words map[string]uint32 // the languages that have the word: bit i is names[i]
}

// profiles reads the embedded list, once. A test makes sure that it is right.
var profiles = sync.OnceValue(func() littleWords {
	out := littleWords{words: map[string]uint32{}}
	text, err := languageData.ReadFile("data/languages.txt")
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(text)) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			out.words[w] |= 1 << len(out.names)
		}
		out.names = append(out.names, strings.TrimSpace(name))
	}
	return out
})

const (
	// sampleSize is how much of a text is looked at for its language, in bytes.
	sampleSize = 16 << 10
	// leastWords is how many words are needed to tell a language.
	leastWords = 25
)

// foreign names the language of a text that is not English; "" for English
// and where it cannot be told.
func foreign(text string) string {
	sample := text[:min(len(text), sampleSize)]
	letters := 0
	scripts := map[string]int{}
	for _, r := range sample {
		if r >= 0x250 && unicode.IsLetter(r) {
			scripts[scriptOf(r)]++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	best, most := "", 0
	for name, n := range scripts {
		if n > most || n == most && name < best {
			best, most = name, n
		}
	}
	if most*2 > letters && letters >= 20 {
		return inScript(best, sample)
	}
	return latin(sample)
}

// scriptOf names the script of a letter beyond Latin by its main language.
func scriptOf(r rune) string {
	for _, s := range [...]struct {
		name  string
		table *unicode.RangeTable
	}{{"Cyrillic", unicode.Cyrillic}, {"Arabic", unicode.Arabic}, {"Hebrew", unicode.Hebrew}, {"Greek", unicode.Greek},
		{"Chinese", unicode.Han}, {"Japanese", unicode.Hiragana}, {"Japanese", unicode.Katakana}, {"Korean", unicode.Hangul},
		{"Hindi", unicode.Devanagari}, {"Thai", unicode.Thai}, {"Armenian", unicode.Armenian}, {"Georgian", unicode.Georgian},
		{"Bengali", unicode.Bengali}, {"Tamil", unicode.Tamil}, {"Amharic", unicode.Ethiopic}, {"Burmese", unicode.Myanmar}} {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return "another script"
}

// inScript names the language of a text in the script.
func inScript(script, sample string) string {
	switch script {
	case "Cyrillic":
		switch {
		case strings.ContainsAny(sample, "їєґ") && !strings.ContainsAny(sample, "ыэъ"):
			return "Ukrainian"
		case strings.ContainsAny(sample, "ўЎ"):
			return "Belarusian"
		case strings.ContainsAny(sample, "ђћџљњј"):
			return "Serbian or Macedonian"
		case strings.ContainsAny(sample, "ыэ"):
			return "Russian"
		case strings.ContainsAny(sample, "ъ"):
			return "Bulgarian"
		}
		return "Russian"
	case "Arabic":
		if strings.ContainsAny(sample, "پچژگ") {
			return "Persian"
		}
	case "Chinese":
		if strings.ContainsFunc(sample, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) }) {
			return "Japanese"
		}
	}
	return script
}

// latin names the language of a text in Latin letters if it is surely not
// English: its little words are those of another language.
func latin(sample string) string {
	all := profiles()
	counts := make([]int, len(all.names))
	words := 0
	for w := range strings.FieldsFuncSeq(sample, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
		words++
		for set := all.words[strings.ToLower(w)]; set != 0; set &= set - 1 {
			counts[bits.TrailingZeros32(set)]++
		}
	}
	if words < leastWords || len(counts) == 0 {
		return ""
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	if best != 0 && counts[best]*10 >= words && counts[best] >= 2*counts[0] {
		return all.names[best]
	}
	return ""
}
