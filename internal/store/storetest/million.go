package storetest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// Moves tells how large a store a heavy test is to make: $PARLEY_MOVES, a number of
// moves. The test is skipped where it is not set.
func Moves(tb testing.TB) int {
	tb.Helper()
	n, err := strconv.Atoi(os.Getenv("PARLEY_MOVES"))
	if err != nil || n < 1 {
		tb.Skip("a heavy test: set PARLEY_MOVES to a number of moves, such as 1000000")
	}
	return n
}

// Fill adds generated entries until so many moves are kept and logs how fast, for
// each tenth. A store that holds as many is left as it is. It gives the last entry.
func Fill(tb testing.TB, st ledger.Store, moves int) *ledger.Entry {
	tb.Helper()
	g := NewGenerator(1)
	g.PerDay = 200
	var last *ledger.Entry
	full := must[ledger.Counts](tb)(st.Counts(context.Background())).Moves >= int64(moves)
	kept, reports, tenth := 0, 0, 0
	adding := time.Duration(0)
	for kept < moves {
		batch := make([]*ledger.Entry, 64)
		for i := range batch {
			batch[i] = g.Next()
			kept += len(batch[i].Moves)
		}
		last = batch[len(batch)-1]
		if full {
			continue
		}
		begin := time.Now()
		if _, err := st.Add(context.Background(), batch); err != nil {
			tb.Fatal(err)
		}
		adding += time.Since(begin)
		reports += len(batch)
		if kept >= (tenth+1)*moves/10 {
			tb.Logf("%8d moves: %.0f reports/s", kept, float64(reports)/adding.Seconds())
			tenth, reports, adding = tenth+1, 0, 0
		}
	}
	return last
}

// question is one of those that users ask, as the ledger asks a store.
type question struct {
	name string
	ask  func(context.Context) (int, error)
}

// Time asks what users ask and logs how long each takes: the median of some tries
// and the longest. It fails where a median is above most.
func Time(tb testing.TB, st ledger.Store, last *ledger.Entry, most time.Duration) {
	tb.Helper()
	ctx := context.Background()
	for _, q := range questions(tb, st, last) {
		var took []time.Duration
		n := 0
		for range 5 {
			begin := time.Now()
			var err error
			if n, err = q.ask(ctx); err != nil {
				tb.Fatalf("%s: %v", q.name, err)
			}
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		note := ""
		if took[2] > most {
			note = "  SLOW"
			tb.Errorf("%s takes %s", q.name, took[2])
		}
		tb.Logf("%-34s %6d rows %8.1f ms (most %.1f)%s", q.name, n, took[2].Seconds()*1e3, took[4].Seconds()*1e3, note)
	}
}

func questions(tb testing.TB, st ledger.Store, last *ledger.Entry) []question {
	tb.Helper()
	ctx := context.Background()
	half := time.Date(2024, 9, 1, 12, 0, 0, 0, time.UTC)
	now, old := ledger.Query{Newest: true, Limit: 200}, ledger.Query{Newest: true, Limit: 200, AsOf: half}
	with := func(q ledger.Query, change func(*ledger.Query)) ledger.Query { change(&q); return q }
	first := must[[]ledger.Actor](tb)(st.FindActors(ctx, Entries(1, 1)[0].Actors[0].Name, 3))
	active := must[[]ledger.Proposal](tb)(st.Active(ctx, ledger.Query{Limit: 50}))
	if len(first) == 0 || len(active) == 0 {
		tb.Fatal("the store holds nothing of what was added")
	}
	var ids []ledger.ProposalID
	for _, p := range active {
		ids = append(ids, p.ID)
	}
	actor := first[0].ID
	var out []question
	add := func(name string, ask func(context.Context) (int, error)) { out = append(out, question{name, ask}) }
	for _, l := range listings {
		for name, q := range map[string]ledger.Query{
			"newest": now, "as of": old, "oldest": {Limit: 200}, "a day": {Since: "2024-09-01", Until: "2024-09-01", Limit: 200, Newest: true},
			"an outlet": with(now, func(q *ledger.Query) { q.Outlets = outlets[:1] }), "an outlet as of": with(old, func(q *ledger.Query) { q.Outlets = outlets[:1] }),
			"an actor": with(now, func(q *ledger.Query) { q.Actors = []ledger.ActorID{actor} }), "an actor as of": with(old, func(q *ledger.Query) { q.Actors = []ledger.ActorID{actor} }),
			"sure": with(old, func(q *ledger.Query) { q.Least = 0.9 }), "none such": with(now, func(q *ledger.Query) { q.Outlets = []string{"none such"} }),
		} {
			add(l.name+", "+name, func(ctx context.Context) (int, error) { list, err := l.list(ctx, st, q); return len(list), err })
		}
	}
	for name, q := range map[string]ledger.Query{
		"denials": with(old, func(q *ledger.Query) { q.Denials = true }), "events": with(old, func(q *ledger.Query) { q.Events = true }),
		"commitments": with(old, func(q *ledger.Query) { q.Commitments = true }), "one act": with(old, func(q *ledger.Query) { q.Acts = []doc.Act{doc.Offer} }),
	} {
		add("Moves, "+name, func(ctx context.Context) (int, error) { list, err := st.Moves(ctx, q); return len(list), err })
	}
	for name, q := range map[string]ledger.Query{"now": {Limit: 50}, "as of": {Limit: 50, AsOf: half}, "as of, actor": {Limit: 50, AsOf: half, Actors: []ledger.ActorID{actor}}, "early": {Limit: 50, AsOf: half.AddDate(0, -7, 0)}} {
		add("Active, "+name, func(ctx context.Context) (int, error) { list, err := st.Active(ctx, q); return len(list), err })
	}
	add("Positions of 50 proposals, as of", func(ctx context.Context) (int, error) {
		list, err := st.Positions(ctx, ledger.Query{Proposals: ids, AsOf: half.AddDate(1, 0, 0), Limit: 2000, Newest: true})
		return len(list), err
	})
	for name, words := range map[string]string{"rare": last.Actors[0].Name, "common": "talks", "two": "talks grain", "phrase": `"heavy guard"`, "prefix": "ven* talks", "not": "talks -grain", "none": "absentword"} {
		add("Search, "+name, func(ctx context.Context) (int, error) {
			list, err := st.Search(ctx, words, ledger.Query{Limit: 50})
			return len(list), err
		})
		add("Search as of, "+name, func(ctx context.Context) (int, error) {
			list, err := st.Search(ctx, words, ledger.Query{Limit: 50, AsOf: half})
			return len(list), err
		})
	}
	add("FindActors", func(ctx context.Context) (int, error) {
		list, err := st.FindActors(ctx, first[0].Name, 10)
		return len(list), err
	})
	add("FindProposals", func(ctx context.Context) (int, error) {
		list, err := st.FindProposals(ctx, "grain", 10)
		return len(list), err
	})
	add("Coverage, as of", func(ctx context.Context) (int, error) {
		n, _, err := st.Coverage(ctx, ledger.Query{AsOf: half})
		return n, err
	})
	add("Coverage", func(ctx context.Context) (int, error) { n, _, err := st.Coverage(ctx, ledger.Query{}); return n, err })
	add("SameWords, as of", func(ctx context.Context) (int, error) { list, err := st.SameWords(ctx, old); return len(list), err })
	add("Counts", func(ctx context.Context) (int, error) { c, err := st.Counts(ctx); return int(c.Moves), err })
	add("MovesByKey", func(ctx context.Context) (int, error) {
		list, err := st.MovesByKey(ctx, []string{last.Moves[0].Key, fmt.Sprint(last.Report.Key, ":none")})
		return len(list), err
	})
	add("Known of 1000", func(ctx context.Context) (int, error) {
		keys := make([]string, 1000)
		for i := range keys {
			keys[i] = fmt.Sprintf("r%012x", i)
		}
		known, err := st.Known(ctx, keys)
		return len(known), err
	})
	return out
}
