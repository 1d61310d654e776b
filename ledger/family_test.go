package ledger

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// footer stands under reports of several stories, as the notes of outlets do.
const footer = "\nThis newsroom follows the talks every day. Readers who wish to be told of new reports as they come out may subscribe to our letter, which is free, and may write to the desk at any hour. All rights are reserved, and no part of this report may be sold."

func readStories(t *testing.T) (stories, texts []string) {
	b, err := os.ReadFile("testdata/families/reports.txt")
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(string(b), "\n== ") {
		if story, text, ok := strings.Cut(part, "\n"); ok && !strings.HasPrefix(part, "#") {
			stories, texts = append(stories, story), append(texts, strings.TrimSpace(text))
		}
	}
	return stories, texts
}

// variants are the ways in which outlets change an agency's text.
func variants(text, other string) map[string]string {
	lines := strings.Split(text, "\n")
	words := strings.Fields(text)
	edit := func(every int) string {
		w := slices.Clone(words)
		for i := every / 2; i < len(w); i += every {
			w[i] = "indeed"
		}
		return strings.Join(w, " ")
	}
	extra := strings.Split(other, "\n")
	return map[string]string{
		"other headline":  "TALKS: what we know so far\nBy our own correspondents\n" + text,
		"footer":          text + footer,
		"last third cut":  strings.Join(words[:2*len(words)/3], " "),
		"first half":      strings.Join(words[:len(words)/2], " "),
		"second half":     strings.Join(words[len(words)/2:], " "),
		"middle cut out":  lines[0] + "\n" + strings.Join(lines[2:], "\n"),
		"a word in 25":    edit(25),
		"a word in 12":    edit(12),
		"background":      text + "\n" + extra[1] + "\n" + extra[2],
		"another's quote": strings.Join(lines[:2], "\n") + "\n" + extra[2] + "\n" + strings.Join(lines[2:], "\n"),
	}
}

// copies tells whether a store would put two texts into one family.
func copies(a, b string) bool {
	x, y := SketchOf(a), SketchOf(b)
	bands := y.Bands()
	return slices.ContainsFunc(x.Bands(), func(h int64) bool { return slices.Contains(bands, h) }) && Alike(x, y) >= NearCopy
}

func TestFamilyFigures(t *testing.T) {
	stories, texts := readStories(t)
	var right, wrong, missed, pairs int
	for i, text := range texts {
		// The other report is of another story, and its words are background.
		list := variants(text, texts[(i+2)%len(texts)])
		for _, name := range slices.Sorted(keys(list)) {
			pairs++
			if copies(text, list[name]) {
				right++
			} else {
				missed++
				t.Logf("missed: %s %d, %s: %.2f", stories[i], i, name, Alike(SketchOf(text), SketchOf(list[name])))
			}
		}
		for k := i + 1; k < len(texts); k++ {
			for _, tail := range []string{"", footer} {
				pairs++
				if copies(text+tail, texts[k]+tail) {
					wrong++
					t.Logf("wrong: %s and %s", stories[i], stories[k])
				}
			}
		}
	}
	if pairs < 60 {
		t.Fatalf("%d pairs", pairs)
	}
	checkFigures(t, "families", rates("families", right, wrong, missed))
}

func TestSketch(t *testing.T) {
	if SketchOf("too short to tell") != nil || Alike(nil, nil) != 0 {
		t.Error("a short text has a sketch")
	}
	_, texts := readStories(t)
	s := SketchOf(texts[0])
	if got := Alike(s, s); got != 1 {
		t.Errorf("a text is like itself by %v", got)
	}
	if len(s.Bands()) != bandHashes-1 {
		t.Errorf("%d bands", len(s.Bands()))
	}
	all := SketchOf(strings.Join(texts, "\n"))
	if got := Alike(s, all); got < 0.9 {
		t.Errorf("a text within a longer one is found by %v", got)
	}
}

func FuzzSketch(f *testing.F) {
	f.Add("one two", "three")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := SketchOf(a), SketchOf(b)
		if l := Alike(x, y); l < 0 || l > 1 || l != Alike(y, x) {
			t.Errorf("%v", l)
		}
	})
}
