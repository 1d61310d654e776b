package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// TimeWhole asks a ledger whole questions, as the commands table, who and search do,
// each many times for another day, actor or word, and logs the median, the 99th of a
// hundred and the processor time of each kind. It fails where a median is above most.
func TimeWhole(tb testing.TB, st ledger.Store, most time.Duration) {
	tb.Helper()
	ctx := context.Background()
	l := ledger.New(st)
	days, names := variety(tb, st)
	const least = 0.5 // about what a command shows
	for _, q := range []struct {
		name string
		ask  func(i int) (int, error)
	}{
		{"Table as of a day", func(i int) (int, error) {
			t, err := l.Table(ctx, ledger.Ask{AsOf: days[i%len(days)], Least: least})
			if err != nil {
				return 0, err
			}
			return len(t.Rows), nil
		}},
		{"Who", func(i int) (int, error) {
			p, err := l.Who(ctx, names[i%len(names)], ledger.Ask{Least: least})
			if err != nil {
				return 0, err
			}
			return len(p.Moves) + len(p.Statements) + len(p.Positions) + len(p.Owes) + len(p.Awaits), nil
		}},
		{"Search", func(i int) (int, error) {
			list, err := l.Search(ctx, wordsOf(i, names), ledger.Ask{})
			return len(list), err
		}},
	} {
		var took []time.Duration
		found := 0
		used := cpuTime()
		for i := range wholeTries {
			begin := time.Now()
			n, err := q.ask(i)
			if err != nil {
				tb.Fatalf("%s, question %d: %v", q.name, i, err)
			}
			took = append(took, time.Since(begin))
			found += n
		}
		used = cpuTime() - used
		slices.Sort(took)
		median := took[len(took)/2]
		tb.Logf("%-18s %3d questions %6d lines each: median %7.1f ms, p99 %7.1f ms, processor %7.1f ms",
			q.name, len(took), found/len(took), ms(median), ms(took[len(took)*99/100]), ms(used)/float64(len(took)))
		if found == 0 {
			tb.Errorf("%s: no question has an answer", q.name)
		}
		if median > most {
			tb.Errorf("%s takes %v, more than %v", q.name, median, most)
		}
	}
}

// wholeTries is how many questions of each kind are asked.
const wholeTries = 50

func ms(d time.Duration) float64 { return d.Seconds() * 1e3 }

// variety gives days from the first report to the last, and names of actors, of those
// with many lines and those with few.
func variety(tb testing.TB, st ledger.Store) (days []time.Time, names []string) {
	tb.Helper()
	ctx := context.Background()
	c := must[ledger.Counts](tb)(st.Counts(ctx))
	first, err1 := time.Parse(time.DateOnly, string(c.First))
	last, err2 := time.Parse(time.DateOnly, string(c.Last))
	if err1 != nil || err2 != nil {
		tb.Fatalf("reports from %q to %q", c.First, c.Last)
	}
	span := last.Sub(first)
	seen := map[ledger.ActorID]bool{}
	var ids []ledger.ActorID
	for i := range wholeTries {
		at := first.Add(span * time.Duration(i+1) / wholeTries).Truncate(24 * time.Hour).Add(24*time.Hour - time.Millisecond)
		days = append(days, at)
		for _, m := range must[[]ledger.Move](tb)(st.Moves(ctx, ledger.Query{AsOf: at, Newest: true, Limit: 20})) {
			for _, id := range m.By {
				if !seen[id] {
					seen[id] = true
					ids = append(ids, id)
				}
			}
		}
	}
	for _, a := range must[[]ledger.Actor](tb)(st.Actors(ctx, ids[:min(len(ids), wholeTries)])) {
		if !a.Unnamed {
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 {
		tb.Fatal("nobody with a name does anything")
	}
	return days, names
}

// wordsOf is what the search of a number looks for: one word, two, a phrase, a name.
func wordsOf(i int, names []string) string {
	common := filler[i%len(filler)]
	switch i % 5 {
	case 0:
		return common
	case 1:
		return common + " " + filler[(i*7+3)%len(filler)]
	case 2:
		return fmt.Sprintf("%q", names[i%len(names)])
	case 3:
		return names[i%len(names)] + " talks"
	}
	return "talks -" + common
}
