// Package eval scores what was read against gold: pure functions over plain
// data, one file for each kind of gold. Each names the definition that it
// follows; none knows the reader.
package eval

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// UDWord is one syntactic word of a [UDText].
type UDWord struct {
	Form       string
	UPOS, XPOS string
	Lemma, Rel string
	Head       int  // index into UDText.Words; -1 for a root
	Start, End int  // of its surface token, in characters
	Multi      bool // one of several words that are written as one token
}

// UDText is a text as the CoNLL 2018 shared task sees it: characters without
// white space, cut into surface tokens and sentences, with the syntactic words
// that the tokens stand for. Build one with [UDText.Token] and
// [UDText.EndSentence]; the zero value is empty.
type UDText struct {
	Words     []UDWord
	Tokens    [][2]int // [start, end) in characters
	Sentences [][2]int
	chars     strings.Builder
	n         int // characters so far
	sentence  int // where the open sentence begins
}

// Token adds a surface token and the words that it stands for. One word that
// is the token itself is no multiword token. Heads are indices into Words.
func (u *UDText) Token(form string, multi bool, words ...UDWord) {
	start := u.n
	for _, r := range form {
		if !unicode.Is(unicode.Zs, r) && r != '\n' && r != '\t' && r != '\r' {
			u.chars.WriteRune(r)
			u.n++
		}
	}
	u.Tokens = append(u.Tokens, [2]int{start, u.n})
	for _, w := range words {
		w.Start, w.End, w.Multi = start, u.n, multi
		w.Rel, _, _ = strings.Cut(w.Rel, ":")
		u.Words = append(u.Words, w)
	}
}

// EndSentence ends the sentence of the tokens added since the last one.
func (u *UDText) EndSentence() {
	if u.n > u.sentence {
		u.Sentences = append(u.Sentences, [2]int{u.sentence, u.n})
	}
	u.sentence = u.n
}

// UDOf is the layout of text with its tags and trees, either of which may be
// empty, in the shared task's form.
func UDOf(text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc) *UDText {
	u := &UDText{}
	for _, s := range l.Sentences {
		for i := s.Tokens.First; i < s.Tokens.End; {
			end := i + 1
			for end < s.Tokens.End && l.Fused(text, end) {
				end++
			}
			words := make([]UDWord, 0, end-i)
			for k := i; k < end; k++ {
				words = append(words, udWord(text, l, tags, arcs, k))
			}
			u.Token(l.SpanOf(doc.Range{First: i, End: end}).In(text), end-i > 1, words...)
			i = end
		}
		u.EndSentence()
	}
	return u
}

func udWord(text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc, i int) UDWord {
	w := UDWord{Form: l.Form(text, i), Head: -1}
	if i < len(tags) {
		w.UPOS, w.XPOS, w.Lemma = tags[i].U.String(), tags[i].X.String(), tags[i].Lemma
	}
	if i < len(arcs) {
		w.Head, w.Rel = int(arcs[i].Head), arcs[i].Rel.String()
	}
	return w
}

// UDScore is one figure of the shared task.
type UDScore struct{ Gold, System, Correct int }

// Precision is the part of the system's that is right; 0 when it has none.
func (s UDScore) Precision() float64 { return ratio(s.Correct, s.System) }

// Recall is the part of the gold that was found; 0 when there is none.
func (s UDScore) Recall() float64 { return ratio(s.Correct, s.Gold) }

// F1 is the harmonic mean of the two.
func (s UDScore) F1() float64 { return ratio(2*s.Correct, s.Gold+s.System) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// CoNLL18 holds the figures of the CoNLL 2018 shared task, "Multilingual
// Parsing from Raw Text to Universal Dependencies" (Zeman et al. 2018).
// Relations count without their subtypes.
type CoNLL18 struct {
	Tokens, Sentences, Words, UPOS, XPOS, Lemmas, UAS, LAS, CLAS UDScore
}

// String gives the F1 of each figure in percent.
func (c CoNLL18) String() string {
	var b strings.Builder
	for _, m := range []struct {
		name string
		s    UDScore
	}{{"Tokens", c.Tokens}, {"Sentences", c.Sentences}, {"Words", c.Words}, {"UPOS", c.UPOS}, {"XPOS", c.XPOS},
		{"Lemmas", c.Lemmas}, {"UAS", c.UAS}, {"LAS", c.LAS}, {"CLAS", c.CLAS}} {
		fmt.Fprintf(&b, "%s %.2f  ", m.name, 100*m.s.F1())
	}
	return strings.TrimRight(b.String(), " ")
}

// ScoreCoNLL18 compares what a system made of a text with the gold. It fails
// where the two are not the same text, white space aside.
func ScoreCoNLL18(gold, system *UDText) (CoNLL18, error) {
	if err := sameCharacters(gold.chars.String(), system.chars.String()); err != nil {
		return CoNLL18{}, err
	}
	c := CoNLL18{
		Tokens:    spanScore(gold.Tokens, system.Tokens),
		Sentences: spanScore(gold.Sentences, system.Sentences),
	}
	a := alignUD(gold.Words, system.Words)
	all := func(string) bool { return true }
	c.Words = a.score(all, func(g, s *UDWord) bool { return true })
	c.UPOS = a.score(all, func(g, s *UDWord) bool { return g.UPOS == s.UPOS })
	c.XPOS = a.score(all, func(g, s *UDWord) bool { return g.XPOS == s.XPOS })
	c.Lemmas = a.score(all, func(g, s *UDWord) bool { return g.Lemma == "_" || g.Lemma == s.Lemma })
	c.UAS = a.score(all, a.sameHead)
	las := func(g, s *UDWord) bool { return a.sameHead(g, s) && g.Rel == s.Rel }
	c.LAS = a.score(all, las)
	c.CLAS = a.score(isContentRel, las)
	return c, nil
}

// sameCharacters fails, with the place, where the two texts differ.
func sameCharacters(gold, system string) error {
	if gold == system {
		return nil
	}
	n := 0
	for n < len(gold) && n < len(system) && gold[n] == system[n] {
		n++
	}
	for n > 0 && n < len(gold) && !utf8.RuneStart(gold[n]) {
		n--
	}
	around := func(s string) string { return strings.ToValidUTF8(s[min(n, len(s)):min(n+30, len(s))], "") }
	return errors.New("the system's words do not spell the gold text: at byte " + fmt.Sprint(n) +
		" the gold goes on with \"" + around(gold) + "\", the system with \"" + around(system) + "\"")
}

// spanScore counts the spans that are the same.
func spanScore(gold, system [][2]int) UDScore {
	s := UDScore{Gold: len(gold), System: len(system)}
	for g, k := 0, 0; g < len(gold) && k < len(system); {
		switch {
		case system[k][0] < gold[g][0]:
			k++
		case gold[g][0] < system[k][0]:
			g++
		default:
			if gold[g][1] == system[k][1] {
				s.Correct++
			}
			g++
			k++
		}
	}
	return s
}

// isContentRel tells whether a base relation counts for CLAS.
func isContentRel(rel string) bool {
	switch rel {
	case "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp", "obl", "vocative", "expl", "dislocated", "advcl", "advmod", "discourse",
		"nmod", "appos", "nummod", "acl", "amod", "conj", "fixed", "flat", "compound", "list", "parataxis", "orphan", "goeswith",
		"reparandum", "root", "dep":
		return true
	}
	return false
}
