package eval

import (
	"math"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// udText makes a text of tokens: "a" is a word, "abc=a+b+c" a token of three
// words, "." ends a sentence. Heads are all the first word of the sentence.
func udText(spec string) *UDText {
	u := &UDText{}
	first := 0
	for _, tok := range strings.Fields(spec) {
		form, parts, multi := strings.Cut(tok, "=")
		words := []UDWord{{Form: form}}
		if multi {
			words = nil
			for _, p := range strings.Split(parts, "+") {
				words = append(words, UDWord{Form: p})
			}
		}
		for i := range words {
			words[i].Head, words[i].Rel = first, "dep:sub"
			if len(u.Words)+i == first {
				words[i].Head, words[i].Rel = -1, "root"
			}
		}
		u.Token(form, multi, words...)
		if form == "." {
			u.EndSentence()
			first = len(u.Words)
		}
	}
	u.EndSentence()
	return u
}

func TestCoNLL18Words(t *testing.T) {
	for _, c := range []struct {
		gold, system  string
		words, tokens int
	}{
		{"x y z", "x y z", 3, 3},
		{"xyz", "x y z", 0, 0},
		{"xyz u", "x y z u", 1, 1},
		{"x yz u", "x y z u", 2, 2},
		{"xyz=x+y+z", "x y z", 3, 0},
		{"x yz=y+z u", "x y z u", 4, 2},
		{"xyzu=x+y+z+u", "xy=x+y zu=z+u", 4, 0},
		{"x yz=y+z u", "x y zu", 2, 1},
		{"don't=do+n't go", "don't=do+n't go", 3, 2},
		{"don't=do+n't go", "don't=don+'t go", 1, 2},
	} {
		got, err := ScoreCoNLL18(udText(c.gold), udText(c.system))
		if err != nil {
			t.Fatal(err)
		}
		if got.Words.Correct != c.words || got.Tokens.Correct != c.tokens {
			t.Errorf("%q as %q: %d words, %d tokens right, want %d, %d", c.gold, c.system, got.Words.Correct, got.Tokens.Correct, c.words, c.tokens)
		}
	}
}

func TestCoNLL18Trees(t *testing.T) {
	gold, system := udText("x y z . u v ."), udText("x y z . u v .")
	system.Words[1].Rel = "obj"        // labelled wrongly
	system.Words[2].Head = 1           // hung wrongly
	gold.Words[5].Rel = "punct"        // no content word
	system.Words[5].Rel = "punct"      // and right
	gold.Words[0].Lemma = "_"          // lemma not given: never wrong
	system.Words[0].Lemma = "x"        //
	system.Words[3].UPOS = "PUNCT"     // tagged wrongly
	system.Sentences[0] = [2]int{0, 3} // ends early
	got, err := ScoreCoNLL18(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	want := CoNLL18{Tokens: UDScore{7, 7, 7}, Sentences: UDScore{2, 2, 1}, Words: UDScore{7, 7, 7}, UPOS: UDScore{7, 7, 6}, XPOS: UDScore{7, 7, 7},
		Lemmas: UDScore{7, 7, 7}, UAS: UDScore{7, 7, 6}, LAS: UDScore{7, 7, 5}, CLAS: UDScore{6, 6, 4}}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if f := got.LAS.F1(); math.Abs(f-5.0/7) > 1e-9 {
		t.Errorf("F1 = %v, want 5/7", f)
	}
}

func TestCoNLL18OtherText(t *testing.T) {
	if _, err := ScoreCoNLL18(udText("a b"), udText("a c")); err == nil || !strings.Contains(err.Error(), `"c"`) {
		t.Errorf("got %v, want an error that shows where the texts part", err)
	}
}

func TestUDOfFuses(t *testing.T) {
	text := "They don't."
	l := doc.Layout{Sentences: []doc.Sentence{{Tokens: doc.Range{End: 4}}}}
	for _, c := range [][2]int{{0, 4}, {5, 7}, {7, 10}, {10, 11}} {
		l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: c[0], End: c[1]}})
	}
	u := UDOf(text, &l, nil, nil)
	if len(u.Tokens) != 3 || len(u.Words) != 4 || u.Tokens[1] != [2]int{4, 9} || !u.Words[2].Multi || u.Words[3].Multi {
		t.Errorf("got tokens %v of words %v", u.Tokens, u.Words)
	}
}
