package name

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// lowered finds countries and places that are written without capitals, as in
// messages: only where the tagger takes the words for proper nouns.
func (f *Finder) lowered(v *view) {
	if f.lex == nil || len(v.tags) != len(v.forms) {
		return
	}
	n, at := len(v.cands), 0
	for t := 0; t < len(v.forms); t++ {
		for at < n && v.cands[at].tokens.End <= t {
			at++
		}
		if !v.smallName(t) || at < n && v.cands[at].tokens.Has(t) {
			continue
		}
		end := t + 1
		for end < len(v.forms) && end < t+4 && v.smallName(end) && !(at < n && v.cands[at].tokens.Has(end)) {
			end++
		}
		if h, ok := f.raise(v.forms[t:end]); ok {
			r := doc.Range{First: t + h.First, End: t + h.End}
			v.cands = append(v.cands, candidate{tokens: r, role: rolePlace, prob: 0.7, why: "lower case"})
			t = r.End - 1
		}
	}
	slices.SortFunc(v.cands, func(a, b candidate) int { return a.tokens.First - b.tokens.First })
}

func (v *view) smallName(t int) bool {
	return v.s.words[v.s.at[t]].class == lowerCase && (v.tags[t].U == doc.UPROPN || v.tags[t].X == doc.PNNP)
}

// raise gives the words capitals and looks for a country or place at their
// start.
func (f *Finder) raise(forms []string) (lexicon.Hit, bool) {
	up := make([]string, len(forms))
	for i, w := range forms {
		_, size := utf8.DecodeRuneInString(w)
		up[i] = strings.ToUpper(w[:size]) + w[size:]
	}
	for _, h := range f.lex.Match(nil, up) {
		k := h.Entries[0].Kind
		if (k == lexicon.Country || k == lexicon.Place) && (h.Sense == lexicon.NameSense || h.Sense == lexicon.CapitalSense) && len(forms[h.First]) > 3 {
			return h, true
		}
	}
	return lexicon.Hit{}, false
}
