package ledger

import (
	"slices"
	"testing"
)

func pointList(list ...string) []point {
	out := make([]point, len(list))
	for i, s := range list {
		out[i].words = s
	}
	return out
}

func TestPointsBetweenNeighbours(t *testing.T) {
	y := pointList("Prisoners go home.", "The grievances of those who lost homes are heard; the full amnesty is dropped.", "The truce begins.")
	for _, c := range []struct {
		name string
		x    []point
		in   []int
		want []int
	}{
		{"one shares words", pointList("Prisoners go home.", "Norland votes in spring.", "All receive a full amnesty.", "The truce begins."), []int{0, -1, -1, 2}, []int{0, -1, 1, 2}},
		{"two do", pointList("Prisoners go home.", "A full amnesty for men.", "A full amnesty for women.", "The truce begins."), []int{0, -1, -1, 2}, []int{0, -1, -1, 2}},
		{"none does", pointList("Prisoners go home.", "Norland votes in spring.", "The truce begins."), []int{0, -1, 2}, []int{0, -1, 2}},
		{"elsewhere in the order", pointList("All receive a full amnesty.", "Prisoners go home.", "The truce begins."), []int{-1, 0, 2}, []int{-1, 0, 2}},
	} {
		pairBetween(c.in, c.x, y)
		if !slices.Equal(c.in, c.want) {
			t.Errorf("%s: %v", c.name, c.in)
		}
	}
}

func TestTwoPointsJoined(t *testing.T) {
	y := pointList("The accord is legally binding, and the truce begins once all have signed.")
	begins := "The truce begins once all have signed and withdrawn."
	for first, want := range map[string]int{
		"The accord is legally binding, and a council watches over it.": 0,
		"A council watches over the accord.":                            -1,
		"The truce begins once all have signed the map.":                -1, // what its neighbour has already
	} {
		if got := joined([]int{-1, 0}, pointList(first, begins), y); got[0] != want || got[1] != 0 {
			t.Errorf("%s: %v", first, got)
		}
	}
}

func TestSameWording(t *testing.T) {
	if !sameWording("Neither side changes these borders.", "Neither side changes the borders.") {
		t.Error("an article")
	}
	for _, s := range []string{"Either side changes the borders.", "Neither side changes the new borders.", "Neither side changes the borders by force."} {
		if sameWording("Neither side changes these borders.", s) {
			t.Error(s)
		}
	}
}

func TestWordingTellsNumbersOfOneThing(t *testing.T) {
	if got := wording("600 soldiers stay", "800 soldiers stay"); got != "600 there, 800 here" {
		t.Error(got)
	}
	if got := wording("The two leaders agreed", "They meet for 30 days"); got == "two there, 30 here" {
		t.Error(got)
	}
}

func TestPairAlone(t *testing.T) {
	of := func(stance int, what ...string) []piece {
		var out []piece
		for _, w := range what {
			out = append(out, piece{stance: stance, what: content(w)})
		}
		return out
	}
	with := func(x, y []piece) bool {
		worth := [][]float64{make([]float64, len(y))}
		for len(worth) < len(x) {
			worth = append(worth, make([]float64, len(y)))
		}
		pairAlone(worth, x, y)
		return worth[0][0] > 0
	}
	a := "a ceasefire for energy and infrastructure"
	if !with(of(1, a, "grain"), of(1, "no strikes on energy infrastructure", "ships")) {
		t.Error("one thing in two wordings")
	}
	for name, got := range map[string]bool{
		"one is against":         with(of(1, a), of(-1, "strikes on energy infrastructure")),
		"one word":               with(of(1, a), of(1, "energy prices")),
		"told of twice":          with(of(1, a, "energy infrastructure fund"), of(1, "no strikes on energy infrastructure")),
		"told of twice in other": with(of(1, a), of(1, "no strikes on energy infrastructure", "energy infrastructure fund")),
	} {
		if got {
			t.Error(name)
		}
	}
}
