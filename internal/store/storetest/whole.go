package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// TimeWhole asks a ledger whole questions, as the commands table, who, search, due,
// timeline, shifts and conflicts do, each many times for another day, actor or word,
// and logs the median, the 99th of a hundred and the processor time of each kind. It
// fails where a median is above most, or above 15 times most for those that look for
// what lines of different reports make of one another.
func TimeWhole(tb testing.TB, st ledger.Store, most time.Duration) {
	tb.Helper()
	days, names := variety(tb, st)
	for _, q := range wholeQuestions(ledger.New(st), days, names) {
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
		if bound := most * time.Duration(q.times); median > bound {
			tb.Errorf("%s takes %v, more than %v", q.name, median, bound)
		}
	}
}

// wholeQuestion is a kind of question; a number tells which of that kind.
type wholeQuestion struct {
	name  string
	times int // how often the bound of a plain question it may take
	ask   func(i int) (lines int, err error)
}

func wholeQuestions(l *ledger.Ledger, days []time.Time, names []string) []wholeQuestion {
	ctx := context.Background()
	const least = 0.5 // about what a command shows
	asOf := func(i int) ledger.Ask { return ledger.Ask{AsOf: days[i%len(days)], Least: least} }
	return []wholeQuestion{
		{"Table as of a day", 1, func(i int) (int, error) {
			t, err := l.Table(ctx, asOf(i))
			if err != nil {
				return 0, err
			}
			return len(t.Rows), nil
		}},
		{"Who", 1, func(i int) (int, error) {
			p, err := l.Who(ctx, names[i%len(names)], ledger.Ask{Least: least})
			if err != nil {
				return 0, err
			}
			return len(p.Moves) + len(p.Statements) + len(p.Positions) + len(p.Owes) + len(p.Awaits), nil
		}},
		{"Search", 1, func(i int) (int, error) { return count(l.Search(ctx, wordsOf(i, names), ledger.Ask{})) }},
		{"Due as of a day", 15, func(i int) (int, error) { return count(l.Due(ctx, asOf(i))) }},
		{"Timeline", 15, func(i int) (int, error) { return count(l.Timeline(ctx, asOf(i))) }},
		{"Shifts", 15, func(i int) (int, error) { return count(l.Shifts(ctx, asOf(i))) }},
		{"Conflicts", 15, func(i int) (int, error) { return count(l.Conflicts(ctx, asOf(i))) }},
	}
}

func count[T any](list []T, err error) (int, error) { return len(list), err }

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
