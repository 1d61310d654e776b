package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/token"
)

// rawScores compares what was read from running text with a treebank, as the
// CoNLL 2018 shared task did: words are the same when they cover the same
// characters, blanks aside.
type rawScores struct {
	gold, found, words, sentences, goldSents, foundSents int
	upos, uas, las                                       int
	skipped                                              int // documents whose characters differ
}

func (s rawScores) String() string {
	f := func(n int) float64 { return 200 * float64(n) / float64(max(s.gold+s.found, 1)) }
	return fmt.Sprintf("from raw text: words %.2f  sentences %.2f  UPOS %.2f  UAS %.2f  LAS %.2f  (F1, %d words, %d documents left out)",
		f(s.words), 200*float64(s.sentences)/float64(max(s.goldSents+s.foundSents, 1)), f(s.upos), f(s.uas), f(s.las), s.gold, s.skipped)
}

// unit is a word by the characters it covers.
type unit struct {
	first, end int
	u          doc.UPOS
	head       int // index of a unit, −1 for the root
	rel        doc.Rel
}

// measureRaw cuts the documents' text up with the program's own splitter.
func (r *reader) measureRaw(trees []corpus.Tree) (s rawScores) {
	for len(trees) > 0 {
		n := 1
		for n < len(trees) && trees[n].Doc == trees[0].Doc {
			n++
		}
		r.measureDocument(trees[:n], &s)
		trees = trees[n:]
	}
	return s
}

func (r *reader) measureDocument(trees []corpus.Tree, s *rawScores) {
	var text, goldChars strings.Builder
	var gold []unit
	goldSents := map[int]int{}
	for i, t := range trees {
		if i > 0 {
			if t.Par {
				text.WriteString("\n\n")
			} else {
				text.WriteString(" ")
			}
		}
		text.WriteString(t.Text)
		base, from := len(gold), goldChars.Len()
		for _, w := range t.Words {
			u := unit{first: goldChars.Len(), u: w.U, head: -1, rel: w.Rel}
			goldChars.WriteString(solid(w.Form))
			u.end = goldChars.Len()
			if w.Head >= 0 {
				u.head = base + w.Head
			}
			gold = append(gold, u)
		}
		goldSents[from] = goldChars.Len()
	}
	found, chars, foundSents := r.units(text.String())
	if chars != goldChars.String() {
		s.skipped++
		return
	}
	s.goldSents += len(goldSents)
	s.foundSents += len(foundSents)
	for a, b := range foundSents {
		if goldSents[a] == b {
			s.sentences++
		}
	}
	s.align(gold, found)
}

func solid(form string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, form)
}

// units reads running text.
func (r *reader) units(text string) (all []unit, chars string, sents map[int]int) {
	l := token.Split(text)
	var forms []string
	var bounds []int
	for i := range l.Tokens {
		forms = append(forms, l.Form(text, i))
	}
	for _, x := range l.Sentences {
		bounds = append(bounds, x.Tokens.First)
	}
	states := r.enc.Encode(forms, append(bounds, len(forms)), &r.ws)
	tags := r.tag.Tag(nil, forms, states)
	arcs := r.par.Parse(nil, &l, tags, states)
	var b strings.Builder
	starts := make([]int, 0, len(forms)+1)
	for i, f := range forms {
		starts = append(starts, b.Len())
		b.WriteString(solid(f))
		all = append(all, unit{starts[i], b.Len(), tags[i].U, int(arcs[i].Head), arcs[i].Rel})
	}
	starts = append(starts, b.Len())
	sents = map[int]int{}
	for _, x := range l.Sentences {
		sents[starts[x.Tokens.First]] = starts[x.Tokens.End]
	}
	return all, b.String(), sents
}

func (s *rawScores) align(gold, found []unit) {
	s.gold += len(gold)
	s.found += len(found)
	at := map[[2]int]int{}
	for i, u := range gold {
		at[[2]int{u.first, u.end}] = i
	}
	for _, u := range found {
		i, ok := at[[2]int{u.first, u.end}]
		if !ok {
			continue
		}
		g := gold[i]
		s.words++
		if g.u == u.u {
			s.upos++
		}
		same := g.head < 0 && u.head < 0
		if g.head >= 0 && u.head >= 0 {
			same = gold[g.head].first == found[u.head].first && gold[g.head].end == found[u.head].end
		}
		if same {
			s.uas++
			if g.rel == u.rel {
				s.las++
			}
		}
	}
}

// variants are ways of writing the same sentences, to see what reading loses.
var variants = []struct {
	name string
	form func(w corpus.Word) string
}{
	{"curly marks  ", func(w corpus.Word) string { return curly(w.Form, w.X, nil) }},
	{"all capitals ", func(w corpus.Word) string { return strings.ToUpper(w.Form) }},
}

// rewritten is trees with other forms.
func rewritten(trees []corpus.Tree, form func(w corpus.Word) string) []corpus.Tree {
	out := make([]corpus.Tree, len(trees))
	for i, t := range trees {
		out[i] = t
		out[i].Words = make([]corpus.Word, len(t.Words))
		for j, w := range t.Words {
			w.Form = form(w)
			out[i].Words[j] = w
		}
	}
	return out
}

// unended is trees without their last word where that is a mark and a leaf.
func unended(trees []corpus.Tree) []corpus.Tree {
	out := make([]corpus.Tree, len(trees))
	for i, t := range trees {
		out[i] = t
		if n := len(t.Words) - 1; n > 1 && t.Words[n].U == doc.UPUNCT && isLeaf(&t, n) {
			out[i].Words = t.Words[:n]
		}
	}
	return out
}
