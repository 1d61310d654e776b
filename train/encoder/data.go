package main

import (
	"cmp"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
)

// freeGenres are the parts of UD English GUM whose texts may be used for any
// purpose: Wikinews and its interviews, biographies and travel guides from
// Wikimedia, OpenStax textbooks and vlogs under CC BY, speeches in the public
// domain.
var freeGenres = []string{"news", "interview", "bio", "voyage", "textbook", "vlog", "speech"}

func readTrees(path string) ([]corpus.Tree, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	trees, err := corpus.ReadTrees(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return trees, nil
}

// treebanks is what is learned from and measured on.
type treebanks struct {
	train   []corpus.Tree
	ewt     []corpus.Tree // dev
	gum     []corpus.Tree // dev
	gumNews []corpus.Tree // dev, news alone
}

func genre(t corpus.Tree) string {
	parts := strings.Split(t.Doc, "_")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

func readBanks(root string) (b treebanks, err error) {
	read := func(name string) []corpus.Tree {
		var t []corpus.Tree
		if err == nil {
			t, err = readTrees(filepath.Join(root, "syntax", name))
		}
		return t
	}
	b.train = read("EWT/en_ewt-ud-train.conllu.gz")
	b.ewt = read("EWT/en_ewt-ud-dev.conllu.gz")
	for _, t := range read("GUM/en_gum-ud-train.conllu.gz") {
		if slices.Contains(freeGenres, genre(t)) {
			b.train = append(b.train, t)
		}
	}
	b.gum = read("GUM/en_gum-ud-dev.conllu.gz")
	for _, t := range b.gum {
		if genre(t) == "news" || genre(t) == "interview" || genre(t) == "speech" {
			b.gumNews = append(b.gumNews, t)
		}
	}
	return b, err
}

// lexicon is the vocabulary under the hashes of normal forms.
type lexicon struct {
	row    map[uint64]int32
	hashes []uint64 // of row 1 on
}

// newLexicon takes all forms that were counted at least min times.
func newLexicon(counts map[uint64]int, min int) *lexicon {
	l := &lexicon{row: map[uint64]int32{}}
	for h, c := range counts {
		if c >= min {
			l.hashes = append(l.hashes, h)
		}
	}
	slices.SortFunc(l.hashes, func(a, b uint64) int {
		if c := cmp.Compare(counts[b], counts[a]); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	for i, h := range l.hashes {
		l.row[h] = int32(i + 1)
	}
	return l
}

func countForms(counts map[uint64]int, trees []corpus.Tree) {
	for _, t := range trees {
		for _, w := range t.Words {
			counts[encode.Extract(w.Form).Word]++
		}
	}
}

// vary returns the tree's forms as they might have been written elsewhere: with
// curly quotation marks, in capitals, without the last full stop. keep is the
// number of words that remain.
func vary(t *corpus.Tree, r *rand.Rand, forms []string) (varied []string, keep int) {
	forms = forms[:0]
	for _, w := range t.Words {
		forms = append(forms, w.Form)
	}
	n := len(forms)
	if r.Float32() < 0.5 {
		for i, w := range t.Words {
			forms[i] = curly(forms[i], w.X, r)
		}
	}
	if n > 3 && t.Words[n-1].U == doc.UPUNCT && r.Float32() < 0.06 && isLeaf(t, n-1) {
		n--
	}
	switch p := r.Float32(); {
	case p < 0.02:
		for i := range forms {
			forms[i] = strings.ToUpper(forms[i])
		}
	case p < 0.035:
		for i, f := range forms {
			if len(f) > 3 || i == 0 {
				forms[i] = strings.ToUpper(f[:1]) + f[1:]
			}
		}
	case p < 0.05:
		for i := range forms {
			forms[i] = strings.ToLower(forms[i])
		}
	}
	return forms[:n], n
}

func isLeaf(t *corpus.Tree, i int) bool {
	for _, w := range t.Words {
		if w.Head == i {
			return false
		}
	}
	return t.Words[i].Head >= 0
}

// curly writes quotation marks as print does, and dashes half of the time (or
// always, without r).
func curly(form string, x doc.XPOS, r *rand.Rand) string {
	open, close := x == doc.POpenQuote, x == doc.PCloseQuote
	switch {
	case form == "\"" && open:
		return "“"
	case form == "\"" && close:
		return "”"
	case form == "'" && open:
		return "‘"
	case form == "'" && close:
		return "’"
	case form == "-" && x == doc.PComma || form == "-" && x == doc.PColon || form == "--":
		if r == nil || r.Float32() < 0.5 {
			return "—"
		}
	}
	return form
}

// toSample looks the forms up. The first len(forms) words of t give the marks.
func toSample(t *corpus.Tree, forms []string, lex *lexicon) *sample {
	s := new(sample)
	for i, form := range forms {
		f := encode.Extract(form)
		w := t.Words[i]
		s.word = append(s.word, lex.row[f.Word])
		s.affix = append(s.affix, f.Affix)
		s.u, s.x = append(s.u, w.U), append(s.x, w.X)
		s.head, s.rel = append(s.head, int32(w.Head)), append(s.rel, w.Rel)
	}
	return s
}
