package storetest

import (
	"reflect"
	"testing"

	"github.com/parley-reader/parley/ledger"
)

func TestMemory(t *testing.T) {
	Run(t, func(testing.TB) ledger.Store { return ledger.NewMemory() })
}

func TestEntriesAreRealistic(t *testing.T) {
	a, b := Entries(1, 400), Entries(1, 400)
	if !reflect.DeepEqual(a, b) {
		t.Fatal("one seed gives two sets of entries")
	}
	var moves, positions, statements, versions int
	keys, origins, lines := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, e := range a {
		moves, positions, statements = moves+len(e.Moves), positions+len(e.Positions), statements+len(e.Statements)
		if keys[e.Report.Key] {
			t.Errorf("entry %d has the key of another", i)
		}
		if origins[e.Report.Origin] {
			versions++
		}
		if i > 0 && !e.Report.Learned.After(a[i-1].Report.Learned) {
			t.Errorf("entry %d is not learned after the one before", i)
		}
		keys[e.Report.Key], origins[e.Report.Origin] = true, true
		for k := range e.Moves {
			m := &e.Moves[k]
			if lines[m.Key] {
				t.Errorf("entry %d has the key of a line twice", i)
			}
			lines[m.Key] = true
			if m.Span.In(e.Report.Text) != m.Words {
				t.Fatalf("entry %d: %q stands at %q", i, m.Words, m.Span.In(e.Report.Text))
			}
		}
	}
	if n := len(a); moves < 7*n || moves > 14*n || positions < n || statements < 2*n || versions < n/30 {
		t.Errorf("of %d reports: %d moves, %d positions, %d statements, %d versions", n, moves, positions, statements, versions)
	}
	s := ledger.NewMemory()
	addAll(t, s, a, 400)
	if n := len(families(t, s)); n > 390 || n < 200 {
		t.Errorf("%d families of %d reports", n, len(a))
	}
}
