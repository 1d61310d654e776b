package eval

import (
	"slices"
	"testing"
)

func TestScorePlover(t *testing.T) {
	gold := CodedEvent{"DEMAND", []string{"NOR"}, []string{"CHL", "PER"}}
	for _, c := range []struct {
		name string
		sys  []CodedEvent
		want PloverScore
	}{
		{"nothing", nil, PloverScore{Records: 1, Countries: 1}},
		{"all right", []CodedEvent{{"REQUEST", []string{"NOR"}, []string{"PER", "CHL"}}}, PloverScore{1, 1, 1, 1, 1, 1, 1}},
		{"second event", []CodedEvent{{"ACCUSE", nil, nil}, {"REQUEST", []string{"NOR"}, []string{"PER"}}}, PloverScore{1, 1, 0, 1, 1, 0, 1}},
		{"wrong way", []CodedEvent{{"REQUEST", []string{"CHL"}, []string{"NOR"}}}, PloverScore{1, 1, 1, 1, 1, 0, 0}},
	} {
		if got := ScorePlover(gold, c.sys); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
	if got := ScorePlover(CodedEvent{Root: "FIGHT"}, []CodedEvent{{Root: "ASSAULT"}}); got.Root != 1 || got.Countries != 0 {
		t.Errorf("no countries: %+v", got)
	}
}

func TestYield(t *testing.T) {
	for given, want := range map[string]int{"CONCEDE": 1, "RETREAT": 1, "AGREE": 0} {
		if got := ScorePlover(CodedEvent{Root: "YIELD"}, []CodedEvent{{Root: given}}); got.Root != want || got.AnyRoot != want {
			t.Errorf("%s: %+v", given, got)
		}
	}
	if got := ScorePlover(CodedEvent{Root: "CONCEDE"}, []CodedEvent{{Root: "RETREAT"}}); got.Root != 0 {
		t.Errorf("two roots of today: %+v", got)
	}
}

func TestScoreCameo(t *testing.T) {
	gold := []CodedEvent{{"04", []string{"NOR"}, []string{"CHL"}}, {"10", []string{"CHL"}, nil}}
	sys := []CodedEvent{{"10", []string{"NOR"}, nil}, {"04", []string{"NOR"}, []string{"CHL"}}, {"19", nil, nil}}
	if got, want := ScoreCameo(gold, sys), (CameoScore{Gold: 2, Sys: 3, Root: 2, Actors: 1, Whole: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := ScoreCameo(nil, nil); got.Quiet != 1 || got.QuietKept != 1 {
		t.Errorf("quiet: %+v", got)
	}
	if got := ScoreCameo(nil, sys); got.Quiet != 1 || got.QuietKept != 0 || got.Sys != 3 {
		t.Errorf("not quiet: %+v", got)
	}
}

func TestCodes(t *testing.T) {
	if got := CodeCountries("CHLGOV", "NOR", "IGOEUR", "NOR", "---MIL", "JAP"); !slices.Equal(got, []string{"CHL", "JPN", "NOR"}) {
		t.Errorf("countries %v", got)
	}
	if PloverOfCameo("0352") != "AGREE" || PloverOfCameo("1") != "" || PloverOfCameo("190") != "ASSAULT" {
		t.Error("CAMEO roots")
	}
}
