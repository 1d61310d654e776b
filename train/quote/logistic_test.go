package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// drawn are relations whose being right follows known weights.
func drawn(n int, weights []float64) (all []judged) {
	rng := rand.New(rand.NewPCG(5, 8))
	for i := range n {
		j := judged{text: i / 10, kind: doc.StatementKind(i%3 + 1)}
		for range weights {
			j.traits = append(j.traits, rng.NormFloat64())
		}
		j.traits[0] = 1
		j.stands = rng.Float64() < sigmoid(dot(weights, j.traits))
		all = append(all, j)
	}
	return all
}

func TestFitLogistic(t *testing.T) {
	want := []float64{0.5, -1, 2, 0}
	all := drawn(20000, want)
	for i, w := range fitLogistic(all, 1) {
		if math.Abs(w-want[i]) > 0.08 {
			t.Errorf("weight %d is %.3f, want %.1f", i, w, want[i])
		}
	}
	for i, w := range fitLogistic(all, 1e6) {
		if math.Abs(w) > 0.01 {
			t.Errorf("weight %d is %.3f under a strong L2", i, w)
		}
	}
}

func TestFitScales(t *testing.T) {
	want := []float64{0.5, -1, 2}
	all := drawn(9000, want)
	given := make([]float64, len(all)) // twice too sure, and one too high
	for i, j := range all {
		given[i] = 2*dot(want, j.traits) + 1
	}
	for kind, s := range fitScales(all, given, func(*judged) bool { return true }) {
		if kind > 0 && (math.Abs(s[0]+0.5) > 0.1 || math.Abs(s[1]-0.5) > 0.06) {
			t.Errorf("%v: %v, want -0.5, 0.5", doc.StatementKind(kind), s)
		}
	}
	if s := fitScales(nil, nil, nil); s[doc.Direct] != [2]float64{0, 1} {
		t.Errorf("of nothing: %v, want 0, 1", s[doc.Direct])
	}
}

func TestFitOffset(t *testing.T) {
	var sure, unsure []ruled
	for i := range 40 {
		sure = append(sure, ruled{"x", 0.99, i%4 == 0})
		unsure = append(unsure, ruled{"x", 0.1, i%4 != 0})
	}
	if got, want := fitOffset(sure), odds(0.25)-odds(0.99); math.Abs(got-want) > 0.2 {
		t.Errorf("of too sure ones %.2f, want about %.2f", got, want)
	}
	if got, want := fitOffset(unsure), odds(0.75)-odds(0.1); math.Abs(got-want) > 0.2 {
		t.Errorf("of too unsure ones %.2f, want about %.2f", got, want)
	}
	if got := fitOffset(nil); got != 0 {
		t.Errorf("of none %v", got)
	}
}
