package sqlkit

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/parley-reader/parley/ledger"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// What an excerpt shows, in words.
const (
	wordsBefore = 8
	wordsAfter  = 14
)

// place is a word of a text.
type place struct {
	start, end int
	fold       string
}

// placesOf are the words of a text as ledger.FoldName takes them.
func placesOf(text string) []place {
	var out []place
	start := -1
	for i, r := range text {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || start >= 0 && unicode.Is(unicode.Mn, r)
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out = append(out, place{start: start, end: i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, place{start: start, end: len(text)})
	}
	for i := range out {
		out[i].fold = ledger.FoldName(text[out[i].start:out[i].end])
	}
	return out
}

// excerptOf shows the first of the terms that stands in the text, else in the
// title, with the words found between U+0001 and U+0002.
func excerptOf(title, text string, terms []Term) string {
	for _, s := range []string{text, title} {
		words := placesOf(s)
		for _, t := range terms {
			if t.Not {
				continue
			}
			if at := t.At(len(words), func(i int) string { return words[i].fold }); at >= 0 {
				return show(s, words, at, at+len(t.Words))
			}
		}
	}
	return ""
}

// show is the text around the words from first to end.
func show(text string, words []place, first, end int) string {
	text = strings.Map(func(r rune) rune {
		if r == 1 || r == 2 {
			return ' ' // marks of ours
		}
		return r
	}, text)
	from, to := 0, len(text)
	if first > wordsBefore {
		from = words[first-wordsBefore].start
	}
	if end+wordsAfter < len(words) {
		to = words[end+wordsAfter-1].end
	}
	a, b := words[first].start, words[end-1].end
	return strings.Join(strings.Fields(text[from:a]+"\x01"+text[a:b]+"\x02"+text[b:to]), " ")
}
