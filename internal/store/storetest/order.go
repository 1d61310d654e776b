package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/ledger"
	"pgregory.net/rapid"
)

// answers are what a store says as of a time, in keys.
func answers(t testing.TB, st ledger.Store, asOf time.Time) []string {
	t.Helper()
	ctx := context.Background()
	q := ledger.Query{AsOf: asOf}
	out := storeLines(t, st, q)
	key := map[ledger.ReportID]string{}
	for _, r := range must[[]ledger.Report](t)(st.Reports(ctx, late)) {
		key[r.ID] = r.Key
	}
	for _, r := range must[[]ledger.Report](t)(st.Reports(ctx, q)) {
		out = append(out, fmt.Sprintf("report %s %s %s version %d after %s", r.Key, r.Outlet, r.Published, r.Version, key[r.Previous]))
	}
	var active, found, shared []string
	for _, p := range must[[]ledger.Proposal](t)(st.Active(ctx, q)) {
		active = append(active, p.Key)
	}
	for _, h := range must[[]ledger.Hit](t)(st.Search(ctx, "talks", q)) {
		found = append(found, h.Report.Key)
	}
	for _, x := range must[[]ledger.Statement](t)(st.SameWords(ctx, q)) {
		shared = append(shared, x.Key)
	}
	for what, list := range map[string][]string{"active": active, "found": found, "same words": shared} {
		slices.Sort(list)
		out = append(out, what+" "+strings.Join(list, " "))
	}
	_, through, err := st.Coverage(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, "through "+string(through))
	slices.Sort(out)
	return out
}

// identity is what a store keeps across reports, in keys.
func identity(t testing.TB, st ledger.Store) []string {
	t.Helper()
	var out []string
	n := storeNames(t, st)
	for _, a := range allActors(t, st) {
		slices.Sort(a.Names)
		out = append(out, fmt.Sprintf("%s %q %s %s %q of %q %q", a.Key, a.Name, a.Kind, a.Country, a.Role, n.actors[a.Party], a.Names))
	}
	for _, p := range allProposals(t, st) {
		out = append(out, fmt.Sprintf("%s %s %q %s", p.Key, p.Kind, p.Label, n.actorList(p.Participants)))
	}
	slices.Sort(out)
	return out
}

// anyOrder adds the same entries in two orders.
func (s suite) anyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		entries := Entries(rapid.Uint64().Draw(r, "seed"), rapid.IntRange(2, 30).Draw(r, "n"))
		other := rapid.Permutation(entries).Draw(r, "order")
		batch := rapid.IntRange(1, 9).Draw(r, "batch")
		a, b := s.open(t), s.open(t)
		defer a.Close()
		defer b.Close()
		addAll(t, a, entries, 5)
		addAll(t, b, other, batch)
		if d := cmp.Diff(identity(t, a), identity(t, b)); d != "" {
			r.Fatalf("what is known across reports depends on the order of adding:\n%.2000s", d)
		}
		if d := cmp.Diff(families(t, a), families(t, b)); d != "" {
			r.Fatalf("families depend on the order of adding:\n%.2000s", d)
		}
		at := entries[rapid.IntRange(0, len(entries)-1).Draw(r, "as of")].Report.Learned
		for _, asOf := range []time.Time{late.AsOf, at} {
			if d := cmp.Diff(answers(t, a, asOf), answers(t, b, asOf)); d != "" {
				r.Fatalf("answers as of %s depend on the order of adding:\n%.2000s", asOf, d)
			}
		}
	})
}

// past asks as of a time before and after more is added.
func (s suite) past(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		entries := Entries(rapid.Uint64().Draw(r, "seed"), rapid.IntRange(2, 40).Draw(r, "n"))
		k := rapid.IntRange(1, len(entries)).Draw(r, "known")
		at := entries[k-1].Report.Learned.Add(time.Duration(rapid.IntRange(0, 1000).Draw(r, "ms")) * time.Millisecond)
		st := s.open(t)
		defer st.Close()
		addAll(t, st, entries[:k], 8)
		before := answers(t, st, at)
		addAll(t, st, entries[k:], 8)
		if d := cmp.Diff(before, answers(t, st, at)); d != "" {
			r.Fatalf("an answer as of %s changed by what was learned later:\n%.2000s", at, d)
		}
	})
}
