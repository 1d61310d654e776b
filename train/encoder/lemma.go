package main

import (
	"cmp"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/tag"
)

// way is a lemma rule: bytes to cut off the end, then an ending.
type way struct {
	cut int
	add string
}

// lemmaTable is what is learned about lemmas.
type lemmaTable struct {
	keys []uint64
	rule []int
	ways []way
}

func encodeLemmas(t *lemmaTable) ([]uint32, []int8) {
	cuts, adds := make([]int, len(t.ways)), make([]string, len(t.ways))
	for i, w := range t.ways {
		cuts[i], adds[i] = w.cut, w.add
	}
	return tag.LemmaTable(t.keys, t.rule, cuts, adds)
}

// wayOf is the rule that makes lemma of base.
func wayOf(base, lemma string) way {
	n := 0
	for n < len(base) && n < len(lemma) && base[n] == lemma[n] {
		n++
	}
	return way{len(base) - n, lemma[n:]}
}

type wordTag struct {
	base string
	t    doc.Tag
}

// learnLemmas counts how forms become lemmas. Each form counts once for the
// endings; an ending's rule is kept where it differs from what the shorter
// ending says, and a whole form's where all endings fail.
//
// more holds words with lemmas from elsewhere; they count where the treebanks
// do not have the word under that tag.
func learnLemmas(trees []corpus.Tree, more []corpus.Word) *lemmaTable {
	counts := map[wordTag]map[way]int{}
	for _, t := range trees {
		for _, w := range t.Words {
			if w.Rel != doc.RelGoeswith {
				countLemma(counts, w)
			}
		}
	}
	extra := map[wordTag]map[way]int{}
	for _, w := range more {
		countLemma(extra, w)
	}
	for k, m := range extra {
		if counts[k] == nil {
			counts[k] = m
		}
	}
	l := lemmaLearner{t: new(lemmaTable), known: map[uint64]way{}, index: map[way]int{}}
	l.majority(counts)
	for n := 0; n <= tag.MaxEnding; n++ {
		l.endings(n)
	}
	for _, k := range l.words {
		if l.predict(k, tag.MaxEnding) != l.best[k] {
			l.add(tag.WholeKey([]byte(k.base), k.t), l.best[k])
		}
	}
	return l.t
}

func countLemma(counts map[wordTag]map[way]int, w corpus.Word) {
	if w.X == 0 || w.Lemma == "_" || w.Lemma == "" {
		return
	}
	base := string(tag.Base(nil, w.Form, w.U))
	rule := wayOf(base, w.Lemma)
	if rule.cut > 120 || len(rule.add) > 120 {
		return
	}
	k := wordTag{base, doc.Tag{U: w.U, X: w.X}}
	if counts[k] == nil {
		counts[k] = map[way]int{}
	}
	counts[k][rule]++
}

type lemmaLearner struct {
	t     *lemmaTable
	words []wordTag
	best  map[wordTag]way
	known map[uint64]way
	index map[way]int
}

func compareWays(a, b way) int {
	if c := cmp.Compare(a.cut, b.cut); c != 0 {
		return c
	}
	return cmp.Compare(a.add, b.add)
}

func mostFrequent(m map[way]int) (best way, n int) {
	for w, c := range m {
		if c > n || c == n && compareWays(w, best) < 0 {
			best, n = w, c
		}
	}
	return best, n
}

func (l *lemmaLearner) majority(counts map[wordTag]map[way]int) {
	l.best = map[wordTag]way{}
	for k, m := range counts {
		l.words = append(l.words, k)
		l.best[k], _ = mostFrequent(m)
	}
	slices.SortFunc(l.words, func(a, b wordTag) int {
		if c := cmp.Compare(a.base, b.base); c != 0 {
			return c
		}
		if c := cmp.Compare(a.t.U, b.t.U); c != 0 {
			return c
		}
		return cmp.Compare(a.t.X, b.t.X)
	})
}

// endings learns the rules of endings of n bytes.
func (l *lemmaLearner) endings(n int) {
	type ending struct {
		s string
		x doc.XPOS
	}
	counts := map[ending]map[way]int{}
	var order []ending
	for _, k := range l.words {
		if len(k.base) < n {
			continue
		}
		e := ending{k.base[len(k.base)-n:], k.t.X}
		if counts[e] == nil {
			counts[e] = map[way]int{}
			order = append(order, e)
		}
		counts[e][l.best[k]]++
	}
	for _, e := range order {
		w, c := mostFrequent(counts[e])
		if c < 2 && n > 0 || w.cut > n && n > 0 {
			continue
		}
		if n == 0 {
			if w.cut > 0 { // nothing may be cut off blindly
				w = way{}
			}
		} else if l.predict(wordTag{e.s, doc.Tag{X: e.x}}, n-1) == w {
			continue
		}
		l.add(tag.EndingKey([]byte(e.s), e.x), w)
	}
}

// predict is what the endings up to the given length say.
func (l *lemmaLearner) predict(k wordTag, longest int) way {
	for n := min(longest, len(k.base)); n >= 0; n-- {
		if w, ok := l.known[tag.EndingKey([]byte(k.base[len(k.base)-n:]), k.t.X)]; ok {
			return w
		}
	}
	return way{}
}

func (l *lemmaLearner) add(key uint64, w way) {
	i, ok := l.index[w]
	if !ok {
		i = len(l.t.ways)
		l.index[w] = i
		l.t.ways = append(l.t.ways, w)
	}
	l.known[key] = w
	l.t.keys, l.t.rule = append(l.t.keys, key), append(l.t.rule, i)
}
