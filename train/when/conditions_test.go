package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/pipeline"
)

// readLines are the lines of a file of texts that are no comments.
func readLines(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
			out = append(out, l)
		}
	}
	return out
}

var published = time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)

// TestConditions reads the texts of internal/move/testdata/conditions.txt. A
// tree in twenty may be wrong, so a few may fail; each is named.
func TestConditions(t *testing.T) {
	line, err := pipeline.New()
	if err != nil {
		t.Skip("no whole reader: ", err)
	}
	ws, bad := pipeline.NewWorkspace(), 0
	texts := readLines(t, "../../internal/move/testdata/conditions.txt")
	for _, l := range texts {
		text := strings.NewReplacer("{", "", "}", "").Replace(l[2:])
		want := ""
		if i, j := strings.IndexByte(l, '{'), strings.IndexByte(l, '}'); i >= 0 && j > i {
			want = l[i+1 : j]
		}
		d, err := line.Read(doc.Report{Text: text, Published: published}, ws)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range d.Moves {
			m := &d.Moves[i]
			if m.Act == doc.Demand && want != "" && strings.Contains(want, m.What.In(text)) && !m.What.Empty() {
				continue // what is given in exchange for something is also a demand for it
			}
			for _, c := range m.Conditions {
				got = append(got, c.Span.In(text))
			}
		}
		if ok := len(got) == 0 && want == "" || len(got) == 1 && got[0] == want; !ok {
			bad++
			t.Logf("%s: got %q, want %q", text, got, want)
		}
	}
	if len(texts) < 40 || bad*20 > len(texts) {
		t.Errorf("%d of %d texts fail", bad, len(texts))
	}
}

// TestShifts reads the examples of internal/record/data/shifts.txt: "+ text =>
// from | to" and, of texts that tell of no change, "- text".
func TestShifts(t *testing.T) {
	line, err := pipeline.New()
	if err != nil {
		t.Skip("no whole reader: ", err)
	}
	ws, bad, n := pipeline.NewWorkspace(), 0, 0
	for _, l := range readLines(t, "../../internal/record/data/shifts.txt") {
		if l[0] != '+' && l[0] != '-' {
			continue
		}
		n++
		text, want, _ := strings.Cut(l[2:], "=>")
		text = strings.TrimSpace(text)
		from, to, _ := strings.Cut(want, "|")
		d, err := line.Read(doc.Report{Text: text, Published: published}, ws)
		if err != nil {
			t.Fatal(err)
		}
		ok := len(d.Shifts) == 0
		if l[0] == '+' {
			ok = len(d.Shifts) == 1 && d.Shifts[0].From.In(text) == strings.TrimSpace(from) && d.Shifts[0].To.In(text) == strings.TrimSpace(to)
		}
		if !ok {
			bad++
			for _, s := range d.Shifts {
				t.Logf("%s: %q to %q (%s)", text, s.From.In(text), s.To.In(text), s.Why)
			}
			t.Logf("%s: %d shifts, want %q", text, len(d.Shifts), want)
		}
	}
	if n < 12 || bad*12 > n {
		t.Errorf("%d of %d texts fail", bad, n)
	}
}

// TestWindows reads the times of internal/when/testdata/windows.txt.
func TestWindows(t *testing.T) {
	line, err := pipeline.New()
	if err != nil {
		t.Skip("no whole reader: ", err)
	}
	ws, bad := pipeline.NewWorkspace(), 0
	texts := readLines(t, "../../internal/when/testdata/windows.txt")
	for _, l := range texts {
		f := strings.Split(l, "\t")
		if len(f) != 3 {
			t.Fatalf("not text, first and last day: %q", l)
		}
		d, err := line.Read(doc.Report{Text: strings.NewReplacer("{", "", "}", "").Replace(f[0]), Published: published}, ws)
		if err != nil {
			t.Fatal(err)
		}
		ok := f[1] == "-"
		for _, x := range d.Times {
			if f[1] == "-" {
				ok = ok && x.From == ""
			} else {
				ok = ok || x.From == f[1] && x.To == f[2]
			}
		}
		if !ok {
			bad++
			t.Logf("%s: %+v", l, d.Times)
		}
	}
	if len(texts) < 30 || bad > 1 {
		t.Errorf("%d of %d windows are wrong", bad, len(texts))
	}
}

// TestDenials reads denials that stand away from what they deny: the number of
// the move that the last one denies, 0 for none.
func TestDenials(t *testing.T) {
	line, err := pipeline.New()
	if err != nil {
		t.Skip("no whole reader: ", err)
	}
	for text, want := range map[string]doc.MoveID{
		"Ukraine accused Russia of shelling the port of Odesa on Monday. Moscow denied the charge.":                                        1,
		"Kenya accused Uganda of arming the rebels. The foreign ministry in Oslo said the weather was fine. Uganda denied arming anybody.": 1,
		"Chile condemned Peru for the blockade. Bolivia denied the claim.":                                                                 0,
		"Kenya accused Uganda of arming the rebels. Uganda denied that the weather was bad.":                                               0,
	} {
		d, err := line.Read(doc.Report{Text: text, Published: published}, pipeline.NewWorkspace())
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, m := range d.Moves {
			if m.Act == doc.Deny {
				found = true
				if m.Denies != want {
					t.Errorf("%s: denies move %d, want %d", text, m.Denies, want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no denial", text)
		}
	}
}
