package web

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func told(pieces []piece) string {
	var out []string
	for _, p := range pieces {
		switch {
		case p.Gone:
			out = append(out, "[-"+p.Text+"-]")
		case p.New:
			out = append(out, "{+"+p.Text+"+}")
		default:
			out = append(out, p.Text)
		}
	}
	return strings.Join(out, " ")
}

func TestWordDiff(t *testing.T) {
	for _, x := range [][3]string{
		{"", "", ""},
		{"a b", "a b", "a b"},
		{"", "a b", "{+a b+}"},
		{"a b", "", "[-a b-]"},
		{"the army of 600,000 men", "the army of 800,000 men", "the army of [-600,000-] {+800,000+} men"},
		{"talks on Wednesday in Geneva", "talks on Thursday", "talks on [-Wednesday in Geneva-] {+Thursday+}"},
		{"its neighbours, and more.", "its neighbours.", "its neighbours [-, and more-] ."},
		{`he said "no".`, "he said no.", `he said [-"no"-] {+no+} .`},
		{"one a two b three", "four a five b three", "[-one a two-] {+four a five+} b three"},
	} {
		if got := told(wordDiff(x[0], x[1])); got != x[2] {
			t.Errorf("%q → %q: %s, want %s", x[0], x[1], got, x[2])
		}
	}
}

// The pieces of a difference spell both texts, whatever they are, and no way between
// the two is shorter than what the plain method finds.
func TestWordDiffSpellsBoth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		word := func() string { return string("abc"[r.IntN(3)]) + []string{"", "", "", ".", ",”"}[r.IntN(5)] }
		var a, b []string
		for range r.IntN(12) {
			a = append(a, word())
		}
		for range r.IntN(12) {
			b = append(b, word())
		}
		x, y := strings.Join(a, " "), strings.Join(b, " ")
		left, right := sides(wordDiff(x, y))
		if spell(left) != x || spell(right) != y {
			t.Fatalf("%q → %q: %s", x, y, told(wordDiff(x, y)))
		}
		n := 0
		for _, e := range edits(a, b) { // of whole words
			if !e.same {
				n += e.na + e.nb
			}
		}
		if want := len(a) + len(b) - 2*common(a, b); n != want {
			t.Fatalf("%q → %q: %d differences, want %d", x, y, n, want)
		}
	}
}

func spell(pieces []piece) string {
	var out []string
	for i, p := range pieces {
		if p.Glued && i > 0 {
			out[len(out)-1] += p.Text
			continue
		}
		out = append(out, p.Text)
	}
	return strings.Join(out, " ")
}

// common is the length of the longest common part of two lists, by the table.
func common(a, b []string) int {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			if t[i+1][j+1] = max(t[i][j+1], t[i+1][j]); a[i] == b[j] {
				t[i+1][j+1] = t[i][j] + 1
			}
		}
	}
	return t[len(a)][len(b)]
}

// Two long texts that share nothing are told apart in no time.
func TestWordDiffOfStrangers(t *testing.T) {
	var a, b []string
	for i := range 20_000 {
		a, b = append(a, fmt.Sprint("a", i)), append(b, fmt.Sprint("b", i))
	}
	start := time.Now()
	if got := wordDiff(strings.Join(a, " "), strings.Join(b, " ")); len(got) != 2 {
		t.Errorf("%d pieces", len(got))
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}
