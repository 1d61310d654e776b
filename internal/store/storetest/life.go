package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parley-reader/parley/ledger"
)

func (s suite) corrections(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	if list := must[[]ledger.Correction](t)(st.Corrections(ctx)); len(list) > 0 {
		t.Errorf("a new store has corrections: %v", list)
	}
	var want []ledger.Correction
	for i, kind := range []ledger.CorrectionKind{ledger.MergeActors, ledger.SplitActor, ledger.WrongLine, ledger.MarkDeadline, ledger.UndoCorrection} {
		c := ledger.Correction{Kind: kind, Target: fmt.Sprintf("person:x%d", i), With: "with '; --", Author: "Ann", Reason: "as “told”\nby hand", Learned: time.Date(2025, 3, 1, 9, 0, i, 5e6, time.UTC)}
		c.ID = must[int64](t)(st.Correct(ctx, c))
		if c.ID != int64(i+1) {
			t.Errorf("correction %d has number %d", i+1, c.ID)
		}
		want = append(want, c)
	}
	if got := must[[]ledger.Correction](t)(st.Corrections(ctx)); !slices.Equal(got, want) {
		t.Errorf("corrections %+v, want %+v", got, want)
	}
	if c := must[ledger.Counts](t)(st.Counts(ctx)); c.Corrections != 5 {
		t.Errorf("%d corrections counted", c.Corrections)
	}
}

func (s suite) counts(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(18, 70)
	addAll(t, st, entries, 20)
	var want ledger.Counts
	actors, proposals := map[string]bool{}, map[string]bool{}
	want.First = "9999"
	for _, e := range entries {
		want.Reports++
		want.Moves += int64(len(e.Moves))
		want.Statements += int64(len(e.Statements))
		want.Positions += int64(len(e.Positions))
		want.Deadlines += int64(len(e.Deadlines))
		want.Shifts += int64(len(e.Shifts))
		want.First, want.Last = min(want.First, e.Report.Published), max(want.Last, e.Report.Published)
		if e.Report.Learned.After(want.Learned) {
			want.Learned = e.Report.Learned
		}
		for _, a := range e.Actors {
			actors[a.Key] = true
		}
		for _, p := range e.Proposals {
			proposals[p.Key] = true
		}
	}
	want.Actors, want.Proposals, want.Families = int64(len(actors)), int64(len(proposals)), int64(len(families(t, st)))
	got := must[ledger.Counts](t)(st.Counts(ctx))
	if !got.Learned.Equal(want.Learned) {
		t.Errorf("last learned %s, want %s", got.Learned, want.Learned)
	}
	got.Learned = want.Learned
	if got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

// backup makes a copy while entries are added. That the copy opens is for the
// tests of each engine to see.
func (s suite) backup(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(19, 60)
	addAll(t, st, entries[:20], 20)
	var adding sync.WaitGroup
	adding.Go(func() {
		for i := 20; i < 60; i += 4 {
			if _, err := st.Add(ctx, entries[i:i+4]); err != nil {
				t.Errorf("Add during Backup: %v", err)
			}
		}
	})
	path := filepath.Join(t.TempDir(), "copy of 'it'")
	err := st.Backup(ctx, path)
	adding.Wait()
	if errors.Is(err, os.ErrInvalid) {
		t.Skipf("no backup is to be had: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		t.Errorf("the copy: %v, %v", info, err)
	}
	if err := st.Backup(ctx, path); err == nil {
		t.Error("a backup took the place of a file that was there")
	}
	if again, err := os.Stat(path); err != nil || !again.ModTime().Equal(info.ModTime()) || again.Size() != info.Size() {
		t.Error("a refused backup changed the file that was there")
	}
	if err := st.Backup(ctx, filepath.Join(t.TempDir(), "none", "such")); err == nil {
		t.Error("a backup into a folder that is not there")
	}
	same(t, st, entries)
}

// concurrent reads while entries are added, from two sides: no reader sees a part
// of an entry.
func (s suite) concurrent(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(20, 96)
	moves := map[string]int{}
	for _, e := range entries {
		moves[e.Report.Key] = len(e.Moves)
	}
	addAll(t, st, entries[:8], 8)
	var adders, readers sync.WaitGroup
	done := make(chan struct{})
	for k := range 2 {
		adders.Go(func() {
			for i := 8 + k*4; i < len(entries); i += 8 {
				// The other adds some of the same.
				if _, err := st.Add(ctx, entries[i-4:i+4]); err != nil {
					t.Errorf("Add beside another: %v", err)
				}
			}
		})
	}
	for k := range 3 {
		readers.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				if err := readOnce(ctx, st, moves, n+k); err != nil {
					t.Errorf("reading while adding: %v", err)
					return
				}
			}
		})
	}
	adders.Wait()
	close(done)
	readers.Wait()
	same(t, st, entries)
}

func readOnce(ctx context.Context, st ledger.Store, moves map[string]int, n int) error {
	reports, err := st.Reports(ctx, ledger.Query{Newest: true, Limit: 3})
	if err != nil {
		return err
	}
	for _, r := range reports {
		list, err := st.Moves(ctx, ledger.Query{Reports: []ledger.ReportID{r.ID}})
		if err != nil {
			return err
		}
		if len(list) != moves[r.Key] {
			return fmt.Errorf("report %s has %d moves, not %d", r.Key, len(list), moves[r.Key])
		}
	}
	switch n % 4 {
	case 0:
		_, err = st.Search(ctx, "talks", ledger.Query{Limit: 5})
	case 1:
		_, err = st.Counts(ctx)
	case 2:
		_, err = st.Active(ctx, ledger.Query{Limit: 5})
	default:
		_, err = st.Positions(ctx, ledger.Query{Limit: 20, Newest: true})
	}
	return err
}

// calls are all methods that take a context.
func calls(st ledger.Store, dir string) map[string]func(context.Context) error {
	q := ledger.Query{}
	e := Entries(21, 1)
	return map[string]func(context.Context) error{
		"Add":          func(ctx context.Context) error { _, err := st.Add(ctx, e); return err },
		"Replace":      func(ctx context.Context) error { return st.Replace(ctx, e[0]) },
		"Known":        func(ctx context.Context) error { _, err := st.Known(ctx, []string{"a"}); return err },
		"Reports":      func(ctx context.Context) error { _, err := st.Reports(ctx, q); return err },
		"Versions":     func(ctx context.Context) error { _, err := st.Versions(ctx, "a"); return err },
		"Family":       func(ctx context.Context) error { _, err := st.Family(ctx, 1); return err },
		"Moves":        func(ctx context.Context) error { _, err := st.Moves(ctx, q); return err },
		"Statements":   func(ctx context.Context) error { _, err := st.Statements(ctx, q); return err },
		"Positions":    func(ctx context.Context) error { _, err := st.Positions(ctx, q); return err },
		"Deadlines":    func(ctx context.Context) error { _, err := st.Deadlines(ctx, q); return err },
		"Shifts":       func(ctx context.Context) error { _, err := st.Shifts(ctx, q); return err },
		"SameWords":    func(ctx context.Context) error { _, err := st.SameWords(ctx, q); return err },
		"MovesByKey":   func(ctx context.Context) error { _, err := st.MovesByKey(ctx, []string{"a:m1"}); return err },
		"ReportsByKey": func(ctx context.Context) error { _, err := st.ReportsByKey(ctx, []string{"a"}); return err },
		"Copies": func(ctx context.Context) error {
			_, err := st.Copies(ctx, []ledger.ReportID{1}, time.Time{})
			return err
		},
		"Origins": func(ctx context.Context) error {
			_, err := st.Origins(ctx, []ledger.ReportID{1}, time.Time{})
			return err
		},
		"PositionsOf": func(ctx context.Context) error {
			_, err := st.PositionsOf(ctx, [][]ledger.ProposalID{{1}}, q)
			return err
		},
		"Coverage":       func(ctx context.Context) error { _, _, err := st.Coverage(ctx, q); return err },
		"Active":         func(ctx context.Context) error { _, err := st.Active(ctx, q); return err },
		"Proposals":      func(ctx context.Context) error { _, err := st.Proposals(ctx, []ledger.ProposalID{1}); return err },
		"ProposalsByKey": func(ctx context.Context) error { _, err := st.ProposalsByKey(ctx, []string{"a"}); return err },
		"FindProposals":  func(ctx context.Context) error { _, err := st.FindProposals(ctx, "a", 5); return err },
		"Options":        func(ctx context.Context) error { _, err := st.Options(ctx, []ledger.ProposalID{1}); return err },
		"Actors":         func(ctx context.Context) error { _, err := st.Actors(ctx, []ledger.ActorID{1}); return err },
		"ActorsByKey":    func(ctx context.Context) error { _, err := st.ActorsByKey(ctx, []string{"a"}); return err },
		"FindActors":     func(ctx context.Context) error { _, err := st.FindActors(ctx, "a", 5); return err },
		"Search":         func(ctx context.Context) error { _, err := st.Search(ctx, "a", q); return err },
		"Correct": func(ctx context.Context) error {
			_, err := st.Correct(ctx, ledger.Correction{Kind: ledger.WrongLine})
			return err
		},
		"Corrections": func(ctx context.Context) error { _, err := st.Corrections(ctx); return err },
		"Counts":      func(ctx context.Context) error { _, err := st.Counts(ctx); return err },
		"Backup":      func(ctx context.Context) error { return st.Backup(ctx, filepath.Join(dir, "backup")) },
	}
}

func (s suite) cancelled(t *testing.T) {
	st := s.open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, call := range calls(st, t.TempDir()) {
		switch err := call(ctx); {
		case name == "Backup" && errors.Is(err, os.ErrInvalid):
		case !errors.Is(err, context.Canceled):
			t.Errorf("%s with a cancelled context: %v", name, err)
		}
	}
	entries := Entries(22, 200)
	// Cancelled in the middle of adding: all of a batch or nothing.
	for i := 0; i < 200; i += 50 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i)*40*time.Microsecond)
		_, err := st.Add(ctx, entries[i:i+50])
		cancel()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Add until its deadline: %v", err)
		}
	}
	if n := must[ledger.Counts](t)(st.Counts(context.Background())).Reports; n%50 != 0 {
		t.Errorf("%d reports are kept of batches of 50", n)
	}
	addAll(t, st, entries, 50)
	same(t, st, entries)
}

func (s suite) closed(t *testing.T) {
	st, dir := s.open(t), t.TempDir()
	addAll(t, st, Entries(23, 3), 3)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if _, err := st.Counts(context.Background()); err == nil {
		t.Skip("a store that answers after Close has nothing to close")
	}
	for name, call := range calls(st, dir) {
		if err := call(context.Background()); err == nil {
			t.Errorf("%s of a closed store does not fail", name)
		}
	}
}
