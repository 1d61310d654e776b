package eval

import (
	"strings"
	"testing"
)

const briefGold = `{"moves":[
 {"act":"demand","by":["Arland"],"via":[],"evidence":"Arland asked that the port be opened at once."},
 {"act":"reject","by":["Berland"],"via":["Ann Roe"],"evidence":"Ann Roe said that Berland would not open it."}]}`

const briefSystem = `{"moves":[
 {"act":"demand","by":["Arland"],"via":[],"evidence":"Arland asked that the port be opened at once."},
 {"act":"reject","by":["Ann Roe"],"via":[],"evidence":"Ann Roe said that Berland would not open it."},
 {"act":"accuse","by":["Arland"],"via":[],"evidence":"Arland asked that the port be opened at once."},
 {"act":"demand","by":["Arland"],"via":[],"evidence":"Arland asked that the port be opened at once."}]}`

func TestBriefScore(t *testing.T) {
	var s BriefScore
	lines := []BriefLine{{"table", 0}, {"charges", 0}, {"charges", 1}, {"charges", 2}, {"charges", 3}}
	if err := s.Add([]byte(briefGold), []byte(briefSystem), lines); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		section      string
		right, shown int
	}{
		{"", 3, 5},        // one move shown twice is right twice
		{"charges", 2, 4}, // the second demand has no partner left, the charge has another act
		{"table", 1, 1}, {"events", 0, 0},
	} {
		if _, right, shown := s.Precision(c.section); right != c.right || shown != c.shown {
			t.Errorf("%q: %d of %d, want %d of %d", c.section, right, shown, c.right, c.shown)
		}
	}
	var b strings.Builder
	if err := s.Print(&b, "charges"); err != nil || !strings.Contains(b.String(), "P 0.600  (3 of 5)") {
		t.Errorf("printed %q, error %v", b.String(), err)
	}
	if err := s.Add([]byte(briefGold), []byte(briefSystem), []BriefLine{{"table", 9}}); err == nil {
		t.Error("a line of a move that is not there is no error")
	}
}

func TestQuietReports(t *testing.T) {
	n := 0
	for file, rows := range QuietReports() {
		if !strings.HasSuffix(file, ".csv") {
			t.Errorf("file %q", file)
		}
		for row := range rows {
			if row < 1 {
				t.Errorf("%s: row %d", file, row)
			}
			n++
		}
	}
	if n < 80 {
		t.Errorf("%d quiet reports", n)
	}
}
