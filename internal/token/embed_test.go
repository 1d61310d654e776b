package token

import "testing"

func TestEmbeddedData(t *testing.T) {
	text, err := data.ReadFile("data/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parseVocabulary("data/words.txt", string(text)); err != nil {
		t.Error(err)
	}
	b, err := data.ReadFile("data/ends.bin")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readEnds("data/ends.bin", b); err != nil {
		t.Error(err)
	}
	if _, err := readEnds("x.bin", b[:100]); err == nil {
		t.Error("a cut file of weights was taken")
	}
	if _, err := parseVocabulary("x.txt", "[title]\nmr\n[tilte]\nx\n"); err == nil || err.Error()[:8] != "x.txt:4:" {
		t.Errorf("an unknown section gives %v, want x.txt:4: …", err)
	}
}
