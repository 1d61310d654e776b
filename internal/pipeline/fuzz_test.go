package pipeline

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestOdd(t *testing.T) {
	ws := NewWorkspace()
	for _, text := range odd {
		sound(t, text, ws)
	}
}

// TestShuffled reads texts that have the words of reports, and of what is odd,
// but no sense: what random bytes seldom reach.
func TestShuffled(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: long, which -short leaves out")
	}
	texts := 400
	if everything() {
		texts = 20_000
	}
	words := strings.Fields(strings.Join(odd, " "))
	for _, text := range examples(t) {
		words = append(words, strings.Fields(text)...)
	}
	ws := NewWorkspace()
	random := rand.New(rand.NewPCG(1, 2))
	for range texts {
		sound(t, shuffled(random, words), ws)
		if t.Failed() {
			return
		}
	}
}

// shuffled draws runs of words and joins them by what may stand between words.
func shuffled(random *rand.Rand, words []string) string {
	var b strings.Builder
	between := []string{" ", " ", " ", " ", " ", " ", " ", ", ", ". ", "\n\n", " “", "” ", " \"", "\" ", " — ", ""}
	for range 1 + random.IntN(40) {
		at := random.IntN(len(words))
		for _, word := range words[at:min(len(words), at+1+random.IntN(5))] {
			b.WriteString(word)
			b.WriteByte(' ')
		}
		b.WriteString(between[random.IntN(len(between))])
	}
	return b.String()
}

// FuzzRead holds that any bytes give a sound document or none.
func FuzzRead(f *testing.F) {
	for _, text := range odd {
		f.Add([]byte(text))
	}
	for _, text := range examples(f) {
		f.Add([]byte(text))
	}
	ws := NewWorkspace()
	f.Fuzz(func(t *testing.T, text []byte) { sound(t, string(text), ws) })
}
