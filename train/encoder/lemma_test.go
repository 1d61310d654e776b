package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/tag"
)

func corpora(t *testing.T) string {
	if dir := os.Getenv("PARLEY_CORPORA"); dir != "" {
		return dir
	}
	for dir := ".."; ; dir = filepath.Join(dir, "..") {
		full, err := filepath.Abs(dir)
		if err != nil || full == "/" {
			t.Skip("no shared/corpora above this folder, and PARLEY_CORPORA is not set")
		}
		if c := filepath.Join(full, "shared", "corpora"); isDir(c) {
			return c
		}
	}
}

func isDir(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.IsDir()
}

// With gold tags, the lemma table must be right far above what a reader needs.
func TestLemmasWithGoldTags(t *testing.T) {
	root := corpora(t)
	banks, err := readBanks(root)
	if err != nil {
		t.Fatal(err)
	}
	more, err := taggedWords(root)
	if err != nil {
		t.Fatal(err)
	}
	lem := learnLemmas(banks.train, more)
	l := lemmaLearner{known: map[uint64]way{}}
	for i, k := range lem.keys {
		l.known[k] = lem.ways[lem.rule[i]]
	}
	right, all := 0, 0
	wrong := map[string]int{}
	for _, s := range banks.ewt {
		for _, w := range s.Words {
			base := tag.Base(nil, w.Form, w.U)
			k := wordTag{string(base), doc.Tag{U: w.U, X: w.X}}
			rule, ok := l.known[tag.WholeKey(base, k.t)]
			if !ok {
				rule = l.predict(k, tag.MaxEnding)
			}
			got := k.base
			if rule.cut <= len(got) {
				got = got[:len(got)-rule.cut] + rule.add
			}
			all++
			if got == w.Lemma || w.Lemma == "_" {
				right++
			} else {
				wrong[w.Form+" "+w.U.String()+"/"+w.X.String()+" "+got+", want "+w.Lemma]++
			}
		}
	}
	share := float64(right) / float64(all)
	t.Logf("%.2f %% of %d lemmas", 100*share, all)
	if share < 0.985 {
		for _, k := range worst(wrong, 40) {
			t.Logf("%d× %s", wrong[k], k)
		}
		t.Errorf("only %.2f %% of lemmas are right", 100*share)
	}
}

func worst(counts map[string]int, n int) []string {
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return keys[:min(n, len(keys))]
}

func TestWayOf(t *testing.T) {
	for _, c := range []struct {
		base, lemma string
		want        way
	}{{"talks", "talk", way{1, ""}}, {"said", "say", way{2, "y"}}, {"is", "be", way{2, "be"}}, {"deal", "deal", way{}}} {
		if got := wayOf(c.base, c.lemma); got != c.want {
			t.Errorf("%s → %s: %v, want %v", c.base, c.lemma, got, c.want)
		}
	}
}

func TestCurlyFollowsTheTag(t *testing.T) {
	if got := curly("\"", doc.POpenQuote, nil); got != "“" {
		t.Errorf("opening mark became %q", got)
	}
	if got := curly("\"", doc.PCloseQuote, nil); got != "”" {
		t.Errorf("closing mark became %q", got)
	}
	if got := curly("\"", doc.PNN, nil); got != "\"" {
		t.Errorf("inch mark became %q", got)
	}
}

func TestCutText(t *testing.T) {
	got := cutText("“We don’t agree,” he said. The U.S.-led talks (in Oslo) ended.\n")
	want := [][]string{
		{"“", "We", "do", "n’t", "agree", ",", "”", "he", "said", "."},
		{"The", "U.S.", "-", "led", "talks", "(", "in", "Oslo", ")", "ended", "."},
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %q", got)
	}
}
