package main

import (
	"slices"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/pipeline"
)

// TestDenial reads a denial with the whole reader: the act that is denied is a
// move of its own, and the denial names it.
func TestDenial(t *testing.T) {
	p, err := pipeline.New()
	if err != nil {
		t.Skipf("no reader: %v", err)
	}
	d, err := p.Read(doc.Report{Text: "Kigali denied arming the rebels."}, pipeline.NewWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	k := slices.IndexFunc(d.Moves, func(m doc.Move) bool { return m.Act == doc.Deny })
	if k < 0 || d.Moves[k].Denies == 0 {
		t.Fatalf("no denial that names what it denies in %+v", d.Moves)
	}
	if m := d.Moves[d.Moves[k].Denies-1]; m.Act != doc.Aid || m.Status != doc.Denied {
		t.Errorf("denied is %v, %v, not aid, denied", m.Act, m.Status)
	}
}

// TestContext reads what an offer is about and how a visit is made.
func TestContext(t *testing.T) {
	p, err := pipeline.New()
	if err != nil {
		t.Skipf("no reader: %v", err)
	}
	d, err := p.Read(doc.Report{Text: "Paris called for a ceasefire. Lula visited Maduro in Caracas."}, pipeline.NewWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	want := map[doc.Act]doc.Plover{
		doc.Demand: {Event: "REQUEST", Context: []string{"military"}},
		doc.Meet:   {Event: "CONSULT", Mode: "visit"},
	}
	for act, w := range want {
		k := slices.IndexFunc(d.Moves, func(m doc.Move) bool { return m.Act == act })
		if k < 0 {
			t.Errorf("no %v in %+v", act, d.Moves)
			continue
		}
		if g := d.Moves[k].Plover; g.Event != w.Event || g.Mode != w.Mode || !slices.Equal(g.Context, w.Context) {
			t.Errorf("%v is coded %+v, not %+v", act, g, w)
		}
	}
}
