package main

import (
	"math/rand"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/internal/lexicon"
)

// swapper puts other names into the place of those of a document, the same one
// for each, so that the model learns what stands around names and not the names
// of one year's news.
type swapper struct {
	given, surnames, places []string
	rng                     *rand.Rand
}

func newSwapper(lex *lexicon.Lexicon, seed int64) *swapper {
	s := &swapper{rng: rand.New(rand.NewSource(seed))}
	add := func(list *[]string, w string) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && !strings.ContainsAny(w, " .-'’") && len(w) > 2 {
			*list = append(*list, w)
		}
	}
	for e := range lex.All {
		words := strings.Fields(e.Name)
		switch e.Kind {
		case lexicon.Person:
			if len(words) > 1 {
				add(&s.given, words[0])
				add(&s.surnames, words[len(words)-1])
			}
		case lexicon.Place, lexicon.Country:
			if len(words) == 1 {
				add(&s.places, e.Name)
			}
		}
	}
	for _, list := range []*[]string{&s.given, &s.surnames, &s.places} {
		sort.Strings(*list)
	}
	return s
}

// made invents a word from pieces of two others.
func (s *swapper) made(list []string) string {
	a, b := list[s.rng.Intn(len(list))], list[s.rng.Intn(len(list))]
	if s.rng.Intn(2) == 0 {
		return a
	}
	return a[:headOf(a)] + strings.ToLower(b[headOf(b):])
}

// headOf is about half of the word, on a rune's edge.
func headOf(w string) int {
	at := len(w) / 2
	for at > 0 && !utf8.RuneStart(w[at]) {
		at--
	}
	return at
}

// swap returns a copy of d with other names.
func (s *swapper) swap(d document) document {
	if len(s.given) == 0 || len(s.places) == 0 {
		return d
	}
	forms := append([]string(nil), d.forms...)
	to := map[string]string{}
	put := func(t int, list []string) {
		f := forms[t]
		if r, _ := utf8.DecodeRuneInString(f); !unicode.IsUpper(r) || len(f) < 3 || strings.ToUpper(f) == f {
			return
		}
		if to[f] == "" {
			to[f] = s.made(list)
		}
		forms[t] = to[f]
	}
	for _, g := range d.gold {
		r := g.Tokens
		switch {
		case g.Label == "PER" && r.Len() == 1:
			put(r.First, s.surnames)
		case g.Label == "PER":
			put(r.First, s.given)
			put(r.End-1, s.surnames)
		case g.Label == "LOC" && r.Len() == 1:
			put(r.First, s.places)
		}
	}
	d.forms = forms
	return d
}
