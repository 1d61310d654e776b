package corpus

import (
	"strings"
	"testing"
)

func TestReadAttributions(t *testing.T) {
	text := "“Élan,” she said.\nIt’s “over\nnow.”\n"
	ann := "T1\tContent 0 7;18 34\tx\nT2\tSource 8 11\tshe\nT3\tCue 12 16\tsaid\nT4\tAttribution 12 16\tsaid\n" +
		"E1\tAttribution:T4 Content:T1 Cue:T3 Source:T2\n#1\tAnnotatorNotes E1\tunsure\nand so on\n" +
		"T5\tDiscuss 0 7\tx\nT6\tCue 18 22\tIt’s\nT7\tAttribution-no-source 18 22\tIt’s\nE2\tAttribution-no-source:T7 Cue:T6\n"
	got, err := ReadAttributions(strings.NewReader(ann), text)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 {
		t.Fatalf("%d attributions, want 1 (the other has no content)", len(got))
	}
	var words []string
	for _, s := range got[0].Content {
		words = append(words, s.In(text))
	}
	if strings.Join(words, "|") != "“Élan,”|It’s “over|now.”" {
		t.Errorf("content %q", words)
	}
	if got[0].Cue[0].In(text) != "said" || got[0].Source[0].In(text) != "she" {
		t.Errorf("roles %+v", got[0])
	}
	if _, err := ReadAttributions(strings.NewReader("T1\tCue 3 99\tx\n"), text); err == nil {
		t.Error("offsets beyond the text are accepted")
	}
}
