package corpus

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-reader/parley/doc"
)

func TestReadIOB(t *testing.T) {
	in := "# newdoc id = d1\n1\tOmar\tB-PER\n2\tsaw\tO\n3\tPort\tB-LOC\n4\tSudan\tI-LOC\n\nKhartoum I-LOC\n"
	_, err := ReadIOB(strings.NewReader(in), 1, 2)
	if err == nil {
		t.Error("a line with two columns was read as three")
	}
	in = strings.TrimSuffix(in, "Khartoum I-LOC\n")
	got, err := ReadIOB(strings.NewReader(in), 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := []IOBSentence{{Doc: "d1", Forms: []string{"Omar", "saw", "Port", "Sudan"},
		Spans: []Labelled{{doc.Range{First: 0, End: 1}, "PER"}, {doc.Range{First: 2, End: 4}, "LOC"}}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestReadIOAdjacent(t *testing.T) {
	got, err := ReadIOB(strings.NewReader("Seoul I-LOC\nKim B-LOC\nsaid O\n"), 0, 1)
	if err != nil || len(got) != 1 || len(got[0].Spans) != 2 {
		t.Errorf("got %+v, %v: want two spans parted by B-", got, err)
	}
}

func TestReadEntities(t *testing.T) {
	row := func(id, form, head, rel, misc string) string {
		return strings.Join([]string{id, form, form, "X", "Y", "_", head, rel, "_", misc}, "\t") + "\n"
	}
	in := "# newdoc id = g1\n# newpar\n# text = x\n" +
		row("1", "The", "2", "det", "Entity=(1-person-new-nnnnn-cf1-2-coref") +
		row("2", "envoy", "4", "nsubj", "_") +
		row("3", "of", "2", "case", "SpaceAfter=No") +
		row("4", "Chad", "0", "root", "Entity=(2-place-new-nnnnn-cf2-1-sgl-Chad)1)") +
		"\n# newpar\n" +
		row("1", "He", "0", "root", "Entity=(1-person-giv-nnnnn-cf1-1-ana)") + "\n"
	got, err := ReadEntities(strings.NewReader(in))
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %d documents", err, len(got))
	}
	want := []EntityMark{
		{Tokens: doc.Range{First: 0, End: 4}, Chain: "1", Type: "person", Link: "coref"},
		{Tokens: doc.Range{First: 3, End: 4}, Chain: "2", Type: "place", Link: "sgl", Wiki: "Chad"},
		{Tokens: doc.Range{First: 4, End: 5}, Chain: "1", Type: "person", Link: "ana"},
	}
	if d := cmp.Diff(want, got[0].Marks); d != "" {
		t.Error(d)
	}
	if len(got[0].Paragraphs) != 2 || len(got[0].Sentences) != 2 || got[0].Heads[1] != 3 || got[0].Space[2] {
		t.Errorf("layout: %+v", got[0])
	}
}
