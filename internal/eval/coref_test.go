package eval

import (
	"math"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func corefChain(at ...int) (c []doc.Range) {
	for _, i := range at {
		c = append(c, doc.Range{First: i, End: i + 1})
	}
	return c
}

// The example of Luo (2005): truth {1–5} {6,7} {8–12}, answer {1–5} {6–12}.
func TestCorefLuo(t *testing.T) {
	gold := Clusters{corefChain(1, 2, 3, 4, 5), corefChain(6, 7), corefChain(8, 9, 10, 11, 12)}
	sys := Clusters{corefChain(1, 2, 3, 4, 5), corefChain(6, 7, 8, 9, 10, 11, 12)}
	var s CorefScore
	s.Add(gold, sys)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"MUC recall", s.MUC.Recall(), 1},
		{"MUC precision", s.MUC.Precision(), 9.0 / 10},
		{"B3 recall", s.B3.Recall(), 1},
		{"B3 precision", s.B3.Precision(), (5 + 4.0/7 + 25.0/7) / 12},
		{"CEAF-e sum", s.CEAFe.RNum, 1 + 2*5.0/12},
		{"mentions", s.Mentions.F1(), 1},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s = %.4f, want %.4f", c.what, c.got, c.want)
		}
	}
}

func TestCorefNothing(t *testing.T) {
	var s CorefScore
	s.Add(Clusters{corefChain(1, 2)}, nil)
	if s.CoNLL() != 0 {
		t.Errorf("CoNLL of an empty answer = %v, want 0", s.CoNLL())
	}
}

// A greedy alignment would take 0–0 (0.9) and lose.
func TestCorefHungarian(t *testing.T) {
	got := -corefHungarian([][]float64{{-0.9, -0.8, 0}, {-0.8, 0, 0}, {0, 0, 0}})
	if math.Abs(got-1.6) > 1e-9 {
		t.Errorf("sum = %v, want 1.6", got)
	}
}

func TestSpanScore(t *testing.T) {
	r := func(a, b int, l string) LabelledSpan { return LabelledSpan{doc.Range{First: a, End: b}, l} }
	s := SpanScore{}
	s.Add([]LabelledSpan{r(0, 2, "PER"), r(3, 4, "LOC"), r(5, 6, "ORG")},
		[]LabelledSpan{r(0, 2, "PER"), r(3, 4, "ORG"), r(5, 7, "ORG"), r(0, 2, "PER")})
	if got := s[""]; got != (SpanCounts{1, 3, 4}) {
		t.Errorf("all = %+v, want 1 of 3, 4 found", got)
	}
	if got := s["ORG"]; got != (SpanCounts{0, 1, 2}) {
		t.Errorf("ORG = %+v", got)
	}
}
