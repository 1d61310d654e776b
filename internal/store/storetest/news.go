package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/ledger"
)

// whole asks whole questions of a small store: none may take seconds.
func (s suite) whole(t *testing.T) {
	if testing.Short() {
		t.Skip("times mean nothing under the race detector, with which the short tests run")
	}
	st := s.open(t)
	addAll(t, st, Entries(29, 200), 64)
	TimeWhole(t, st, 2*time.Second)
}

// newsOf asks of many reports at once what each brought: that is what is told of it
// alone.
func (s suite) newsOf(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(23, 60)
	added := addAll(t, st, entries, 30)
	l := ledger.New(st)
	var ids []ledger.ReportID
	for i := len(added) - 1; i > 20; i -= 2 {
		ids = append(ids, added[i].Report)
	}
	told := must[[]*ledger.News](t)(l.NewsOf(ctx, ids))
	type line struct {
		Words string
		Since ledger.Day
		First string
	}
	known := func(n *ledger.News) (out []line) {
		for _, k := range n.Known {
			out = append(out, line{k.Words, k.Since, k.First.Key})
		}
		return out
	}
	var fresh, before, turns int
	for i, id := range ids {
		alone := must[*ledger.News](t)(l.News(ctx, id))
		if told[i].Source.Report != id || told[i].Source.Key != alone.Source.Key {
			t.Fatalf("place %d tells of report %d, not of %d", i, told[i].Source.Report, id)
		}
		if d := cmp.Diff(alone.New, told[i].New); d != "" {
			t.Errorf("new in report %d (-alone +together):\n%s", id, d)
		}
		if d := cmp.Diff(known(alone), known(told[i])); d != "" {
			t.Errorf("known in report %d (-alone +together):\n%s", id, d)
		}
		for _, c := range told[i].Conflicts {
			if c.A.Source.Report != id && c.B.Source.Report != id {
				t.Errorf("report %d: a conflict of %d and %d", id, c.A.Source.Report, c.B.Source.Report)
			}
			if c.A.Source.Report > id || c.B.Source.Report > id {
				t.Errorf("report %d: a conflict with report %d or %d, learned later", id, c.A.Source.Report, c.B.Source.Report)
			}
		}
		fresh, before, turns = fresh+len(told[i].New), before+len(told[i].Known), turns+len(told[i].Shifts)+len(told[i].Conflicts)
	}
	if fresh == 0 || before == 0 || turns == 0 {
		t.Errorf("%d new lines, %d known, %d shifts and conflicts: too few to test with", fresh, before, turns)
	}
	if _, err := l.NewsOf(ctx, []ledger.ReportID{ids[0], 1 << 40}); err == nil {
		t.Error("no error for a report that is not kept")
	}
}
