package ledger

import (
	"strings"
	"testing"
)

func TestVocabulary(t *testing.T) {
	v, err := readVocabulary(vocabularyText)
	if err != nil {
		t.Fatal(err)
	}
	if v.numeral["twelve"] != 12 || v.scale["million"] != 1e6 || v.bound["no less"] != "low" || !v.has("negation", "never") || v.has("empty", "truce") {
		t.Errorf("%+v", v)
	}
	_, err = readVocabulary("# x\nnumeral: two=two\nodd: x\nwithout\n")
	for _, want := range []string{"words.txt:2: \"two=two\"", "words.txt:3: unknown kind \"odd\"", "words.txt:4: no colon"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %s", err, want)
		}
	}
}
