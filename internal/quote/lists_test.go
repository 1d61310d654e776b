package quote

import (
	"strings"
	"testing"
)

func TestListsThatComeWithTheProgram(t *testing.T) {
	if w, err := parseLabels("labels.txt", labelData); err != nil || len(w.heading) == 0 || len(w.asker) == 0 || len(w.rank) == 0 {
		t.Errorf("labels: %v", err)
	}
	w, err := parseDeeds("deeds.txt", deedData)
	if err != nil {
		t.Fatal(err)
	}
	for i, set := range []map[uint32]bool{w.deed, w.judge, w.written, w.asking, w.citing, w.hearer, w.telltale} {
		if len(set) == 0 {
			t.Errorf("list %d is empty", i)
		}
	}
}

func TestBadLines(t *testing.T) {
	for data, want := range map[string]string{
		"# head\nheading note":    "x:2: want a kind, a colon and words",
		"heading: note,, date":    "x:1: an empty word",
		"asker: q\nstranger: who": "x:2: unknown kind",
	} {
		if _, err := parseLabels("x", data); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
	if _, err := parseDeeds("y", "deed: sign\nword: say"); err == nil || !strings.HasPrefix(err.Error(), "y:2: unknown kind") {
		t.Errorf("deeds: %v", err)
	}
}

// A page of labelled lines is no transcript unless people speak in it.
func TestTranscriptOrNot(t *testing.T) {
	for spec, want := range map[string]int{
		"MR/PROPN/NNP ./PUNCT/. OLSEN/PROPN/NNP :/PUNCT/: We/PRON/PRP agree/VERB/VBP ./PUNCT/.":              1,
		"THE/DET/DT CHANCELLOR/NOUN/NN :/PUNCT/: I/PRON/PRP agree/VERB/VBP ./PUNCT/.":                        1,
		"Venue/NOUN/NN :/PUNCT/: our/PRON/PRP$ hotel/NOUN/NN ./PUNCT/.":                                      0,
		"BREAKING/VERB/VBG :/PUNCT/: We/PRON/PRP agree/VERB/VBP ./PUNCT/.":                                   0,
		"Olsen/PROPN/NNP :/PUNCT/: We/PRON/PRP agree/VERB/VBP ./PUNCT/.":                                     0,
		"the/DET/DT minister/NOUN/NN said/VERB/VBD :/PUNCT/: We/PRON/PRP agree/VERB/VBP ./PUNCT/.":           0,
		"10/NUM/CD :/PUNCT/: We/PRON/PRP met/VERB/VBD ./PUNCT/.":                                             0,
		"MR/PROPN/NNP ./PUNCT/. OLSEN/PROPN/NNP :/PUNCT/: The/DET/DT road/NOUN/NN closed/VERB/VBD ./PUNCT/.": 0,
	} {
		v, _ := tagged(t, spec)
		if got := len(v.turnsOf()); got != want {
			t.Errorf("%s: %d turns, want %d", spec, got, want)
		}
	}
}
