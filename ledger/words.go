package ledger

import (
	"maps"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// distance is how many letters must be put in, taken out or changed to make one
// word of the other (Levenshtein 1966). It takes time in proportion to the product
// of their lengths, and is not asked for more than 64 letters.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > 64 || len(rb) > 64 {
		return max(len(ra), len(rb))
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		left := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := left
			if x != y {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, row[j]+1, left+1)
		}
	}
	return row[len(rb)]
}

// content are the words of a phrase that tell one thing from another, each once,
// in order, without the endings of plurals.
func content(s string) []string {
	return contentOf(plainWords(s))
}

// contentOf is content of words that were folded before, which it leaves as they are.
func contentOf(list []string) []string {
	var out []string
	void := idleWords()
	for _, w := range list {
		if !void[w] && !letter(w) {
			if out == nil {
				out = make([]string, 0, len(list))
			}
			out = append(out, stem(w))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// contents are the content words of the texts of a list.
func contents[T any](list []T, text func(*T) string) [][]string {
	out := make([][]string, len(list))
	for i := range list {
		out[i] = content(text(&list[i]))
	}
	return out
}

// idleWords are the words that say nothing of a thing: auxiliaries, pronouns, and what
// says nothing in labels of any kind.
var idleWords = sync.OnceValue(func() map[string]bool {
	out := maps.Clone(words().sets["empty"])
	maps.Copy(out, labels().idle["*"])
	return out
})

// stem takes the ending of a plural off.
func stem(w string) string {
	n := len(w)
	switch {
	case n > 4 && w[n-3:] == "ies":
		return w[:n-3] + "y"
	case n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		return w[:n-1]
	}
	return w
}

// letter tells whether a word is a single letter.
func letter(w string) bool {
	return len(w) <= utf8.UTFMax && utf8.RuneCountInString(w) == 1 && (w[0] < '0' || w[0] > '9')
}

// shared counts the words that two sorted lists have in common.
func shared(a, b []string) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// likeness is which part of the words of both sorted lists both have, 0…1.
func likeness(a, b []string) float64 {
	n := shared(a, b)
	if n == 0 {
		return 0
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// sameThing tells whether two phrases name one thing: half of the words of both
// are common, or one holds all of the other and that is two words at least.
func sameThing(a, b []string) bool {
	n := shared(a, b)
	if n == 0 {
		return false
	}
	return 2*n >= len(a)+len(b)-n || n == min(len(a), len(b)) && n >= 2
}
