package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/parley-reader/parley/ledger"
)

// revision checks that each change gives another revision, and nothing else does.
func (s suite) revision(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(31, 6)
	seen := map[string]string{}
	last := ""
	look := func(after string, changed bool) {
		t.Helper()
		now := must[string](t)(st.Revision(ctx))
		reports, byHand, ok := strings.Cut(now, ".")
		if !ok || reports == "" || byHand == "" {
			t.Fatalf("after %s: revision %q has not two parts", after, now)
		}
		if changed != (now != last) {
			t.Errorf("after %s: revision %q, before it was %q", after, now, last)
		}
		if before, known := seen[now]; known && changed {
			t.Errorf("after %s: revision %q is that after %s", after, now, before)
		}
		_, was, _ := strings.Cut(last, ".")
		if last != "" && (byHand != was) != (after == "a correction") {
			t.Errorf("after %s: the part of what is made by hand went from %q to %q", after, was, byHand)
		}
		seen[now], last = after, now
	}
	look("opening", true)
	addAll(t, st, entries[:2], 2)
	look("adding", true)
	addAll(t, st, entries[:2], 2)
	look("adding what is known", false)
	addAll(t, st, entries, 6)
	look("adding some that are new", true)
	if err := st.Replace(ctx, entries[3]); err != nil {
		t.Fatal(err)
	}
	look("replacing", true)
	bare := *entries[3]
	bare.Moves, bare.Statements, bare.Positions, bare.Deadlines, bare.Shifts = nil, nil, nil, nil, nil
	for range 2 {
		if err := st.Replace(ctx, &bare); err != nil {
			t.Fatal(err)
		}
		look("replacing by nothing", true)
	}
	must[int64](t)(st.Correct(ctx, ledger.Correction{Kind: ledger.WrongLine, Target: "r000000000000:m1", Author: "Ann", Reason: "misread"}))
	look("a correction", true)
	must[map[string]bool](t)(st.Known(ctx, []string{"x"}))
	look("asking", false)
	stop, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := st.Add(stop, Entries(77, 1)); err == nil {
		t.Error("a cancelled addition gives no error")
	}
	look("an addition that failed", false)
}
