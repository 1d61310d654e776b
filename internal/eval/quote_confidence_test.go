package eval

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestReliability(t *testing.T) {
	claims := []Claim{{0.92, true}, {0.98, true}, {1, false}, {0.15, false}, {0.15, true}, {0, false}}
	bins := Reliability(claims)
	if b := bins[9]; b.Claims != 3 || !near(b.Confidence, 2.9/3) || !near(b.Right, 2.0/3) {
		t.Errorf("last bin %+v", b)
	}
	if b := bins[1]; b.Claims != 2 || !near(b.Confidence, 0.15) || !near(b.Right, 0.5) {
		t.Errorf("second bin %+v", b)
	}
	if got, want := CalibrationError(claims), (3*0.3+2*0.35)/6; !near(got, want) {
		t.Errorf("calibration error %v, want %v", got, want)
	}
	if CalibrationError(nil) != 0 || LogLoss(nil) != 0 {
		t.Error("no claims have an error")
	}
}

func TestAUCAndLogLoss(t *testing.T) {
	for _, c := range []struct {
		claims []Claim
		auc    float64
	}{
		{nil, 0.5},
		{[]Claim{{0.5, true}}, 0.5},
		{[]Claim{{0.9, true}, {0.1, false}}, 1},
		{[]Claim{{0.1, true}, {0.9, false}}, 0},
		{[]Claim{{0.4, true}, {0.4, false}}, 0.5},
		{[]Claim{{0.8, true}, {0.6, false}, {0.4, true}, {0.2, false}}, 0.75},
	} {
		if got := AUC(c.claims); !near(got, c.auc) {
			t.Errorf("AUC of %v is %v, want %v", c.claims, got, c.auc)
		}
	}
	if got, want := LogLoss([]Claim{{0.8, true}, {0.4, false}}), -(math.Log(0.8)+math.Log(0.6))/2; !near(got, want) {
		t.Errorf("log loss %v, want %v", got, want)
	}
	if got := LogLoss([]Claim{{1, false}}); math.IsInf(got, 0) {
		t.Error("log loss of a sure error is not finite")
	}
}

func TestQuoteRight(t *testing.T) {
	span := func(a, b int) []doc.Span { return []doc.Span{{Start: a, End: b}} }
	gold := []QuoteRelation{
		{Source: span(0, 5), Content: span(10, 20)},
		{Content: span(30, 40)},
		{Source: span(50, 55), Content: span(60, 70)},
	}
	sys := []QuoteRelation{
		{Source: span(3, 8), Content: span(10, 14)},   // 0.4 of the first
		{Source: span(0, 5), Content: span(10, 19)},   // 0.9 of it
		{Source: span(24, 28), Content: span(30, 40)}, // a source too many
		{Content: span(60, 70)},                       // a source too few
	}
	if got := QuoteRight(gold, sys, QuoteStands); !slices.Equal(got, []int{-1, 0, -1, -1}) {
		t.Errorf("at %v: %v", QuoteStands, got)
	}
	if got := QuoteRight(gold, sys[:1], QuoteStands); got[0] != 0 {
		t.Errorf("alone the first is not right: %v", got)
	}
	if got := QuoteRight(gold, sys[:1], QuoteStrict); got[0] != -1 {
		t.Errorf("0.4 is right at %v", QuoteStrict)
	}
	if got := QuoteRight(gold, []QuoteRelation{{Content: span(30, 40)}}, QuoteStrict); got[0] != 1 {
		t.Errorf("none where none is: %v", got)
	}
}

func TestQuoteConfidence(t *testing.T) {
	text := "He said that it rains. She said it snows."
	gold := []QuoteRelation{{quoteSpans(text, "He"), quoteSpans(text, "said"), quoteSpans(text, "that it rains")}}
	sys := []QuoteRelation{gold[0], {quoteSpans(text, "She"), nil, quoteSpans(text, "it snows")}}
	var q QuoteConfidence
	q.Add(text, nil, gold, sys, []float64{0.9, 0.35})
	out := q.String()
	for _, want := range []string{
		"confidence 0.30    P  50.0  R 100.0  F1  66.7  (2 kept; P at .8 50.0)",
		"confidence 0.40    P 100.0  R 100.0  F1 100.0  (1 kept; P at .8 100.0)",
		"confidence 0.95    P   0.0  R   0.0  F1   0.0  (0 kept; P at .8 0.0)",
		"0.3 to 0.4         confidence 0.350  right 0.000  (1)",
		"stands             calibration error 0.225",
		"stands, indirect   calibration error 0.225  log loss 0.268  AUC 1.000  (1 of 2 right, 1 gold)",
		"stands, mixed      calibration error 0.000  log loss 0.000  AUC 0.500  (0 of 0 right, 0 gold)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
}
