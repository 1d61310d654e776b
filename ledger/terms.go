package ledger

import "strings"

// Term is one part of a search: words that stand side by side, folded as by
// [FoldName].
type Term struct {
	Words  []string
	Not    bool // must not stand in the report
	Prefix bool // the last word is the beginning of one
}

// SearchTerms reads what a user looks for, as [Store.Search] says it: words,
// "words side by side", -word, word*. What has neither letter nor digit is left
// out. It sets no bound: a store that needs one drops what is too much.
func SearchTerms(s string) []Term {
	var out []Term
	add := func(text string, not bool) {
		if w := plainWords(text); len(w) > 0 {
			out = append(out, Term{Words: w, Not: not, Prefix: strings.HasSuffix(text, "*")})
		}
	}
	not := false // the quotation mark that follows has - before it
	for i, part := range strings.Split(s, `"`) {
		if i%2 == 1 {
			add(part, not)
			continue
		}
		part, not = strings.CutSuffix(part, "-")
		for _, w := range strings.Fields(part) {
			add(strings.TrimPrefix(w, "-"), strings.HasPrefix(w, "-"))
		}
	}
	return out
}

// At is where a term first stands among n folded words, -1 where it does not.
func (t *Term) At(n int, word func(i int) string) int {
	for i := 0; i+len(t.Words) <= n; i++ {
		k := 0
		for k < len(t.Words) {
			have, want := word(i+k), t.Words[k]
			if have != want && !(t.Prefix && k == len(t.Words)-1 && strings.HasPrefix(have, want)) {
				break
			}
			k++
		}
		if k == len(t.Words) {
			return i
		}
	}
	return -1
}
