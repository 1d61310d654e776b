package sqlite

import (
	"context"
	"database/sql"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/store/sqlkit"
	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

// whole matches the step of a plan that reads all of a table, not by an index.
var whole = regexp.MustCompile(`^SCAN (l|r|k|b|a|n|w|o|report|body|band|actor|actor_name|name_word|proposal_word|term|move|statement|position|deadline|shift|spoke)$`)

// TestPlans looks at the plan of every question that a store asks: none reads the
// whole of a table that grows with the reports, none sorts what an index has in
// order.
func TestPlans(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	if _, err := s.Add(ctx, storetest.Entries(8, 150)); err != nil {
		t.Fatal(err)
	}
	asked := map[string][]any{}
	s.Trace(func(query string, args []any) { asked[query] = args })
	askAll(t, s)
	db, err := sql.Open("sqlite", "file:"+s.Name())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, args := range asked {
		rows, err := db.Query("EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		var steps []string
		for rows.Next() {
			var a, b, c int
			var step string
			if err := rows.Scan(&a, &b, &c, &step); err != nil {
				t.Fatal(err)
			}
			steps = append(steps, step)
		}
		rows.Close()
		plan := strings.Join(steps, "\n\t")
		for _, step := range steps {
			if whole.MatchString(step) {
				t.Errorf("%s\n\t%s", query, plan)
			}
		}
		sorts := strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") && !strings.Contains(plan, "FOR LAST TERM OF ORDER BY")
		few := strings.HasPrefix(query, "SELECT x.id") || strings.Contains(query, "l.ends >=") // proposals, deadlines of a few days
		if sorts && !few && strings.Contains(query, " ORDER BY l.said") && !strings.Contains(query, " AS x JOIN ") {
			t.Errorf("sorted:\n%s\n\t%s", query, plan)
		}
		if strings.Contains(query, "l.till - l.said") && !strings.Contains(plan, "_long") {
			t.Errorf("long lines without their index:\n%s\n\t%s", query, plan)
		}
	}
	if len(asked) < 60 {
		t.Errorf("only %d questions were looked at", len(asked))
	}
}

// askAll asks all questions with many kinds of bounds.
func askAll(t *testing.T, s *sqlkit.Store) {
	t.Helper()
	ctx := context.Background()
	at := storetest.Entries(8, 70)[69].Report.Learned
	queries := []ledger.Query{}
	for _, q := range []ledger.Query{
		{}, {AsOf: at}, {Since: "2024-01-02", Until: "2024-01-03"}, {Outlets: []string{"Herald"}}, {Actors: []ledger.ActorID{1}}, {Actors: []ledger.ActorID{1, 2, 3}}, {Awaited: []ledger.ActorID{1, 2}}, {Awaited: []ledger.ActorID{1}, AsOf: at, Since: "2024-01-02"},
		{Reports: []ledger.ReportID{1, 2}}, {Least: 0.5}, {Events: true}, {Commitments: true}, {Denials: true}, {Acts: []doc.Act{doc.Offer}},
		{Proposals: []ledger.ProposalID{1, 2, 3}}, {AsOf: at, Since: "2024-01-02", Actors: []ledger.ActorID{1}}, {After: 5}, {Proposals: []ledger.ProposalID{1}, Actors: []ledger.ActorID{1}, AsOf: at},
	} {
		q.Limit = 20
		queries = append(queries, q)
		q.Newest = true
		queries = append(queries, q)
	}
	var errs []error
	note := func(err error) { errs = append(errs, err) }
	for _, q := range queries {
		_, err := s.Moves(ctx, q)
		note(err)
		_, err = s.Statements(ctx, q)
		note(err)
		_, err = s.Positions(ctx, q)
		note(err)
		_, err = s.PositionsOf(ctx, [][]ledger.ProposalID{{1, 2}, {3}}, q)
		note(err)
		_, err = s.Deadlines(ctx, q)
		note(err)
		_, err = s.Shifts(ctx, q)
		note(err)
		_, err = s.SameWords(ctx, q)
		note(err)
		_, err = s.Active(ctx, q)
		note(err)
		_, err = s.Reports(ctx, q)
		note(err)
		_, err = s.Search(ctx, "talks -grain ven*", q)
		note(err)
		_, _, err = s.Coverage(ctx, q)
		note(err)
	}
	reports, err := s.Reports(ctx, ledger.Query{Limit: 3})
	note(err)
	moves, err := s.Moves(ctx, ledger.Query{Limit: 3})
	note(err)
	_, err = s.MovesByKey(ctx, []string{moves[0].Key, "odd"})
	note(err)
	_, err = s.ReportsByKey(ctx, []string{reports[0].Key})
	note(err)
	_, err = s.Known(ctx, []string{reports[0].Key})
	note(err)
	_, err = s.Versions(ctx, reports[0].Origin)
	note(err)
	_, err = s.Family(ctx, 1)
	note(err)
	_, err = s.Origins(ctx, []ledger.ReportID{1, 2}, time.Now())
	note(err)
	_, err = s.Copies(ctx, []ledger.ReportID{1, 2}, time.Now())
	note(err)
	_, err = s.Proposals(ctx, []ledger.ProposalID{1, 2})
	note(err)
	_, err = s.FindProposals(ctx, "grain talks", 5)
	note(err)
	_, err = s.Options(ctx, []ledger.ProposalID{1, 2})
	note(err)
	_, err = s.Actors(ctx, []ledger.ActorID{1, 2})
	note(err)
	_, err = s.FindActors(ctx, "ana bel", 5)
	note(err)
	_, err = s.Counts(ctx)
	note(err)
	_, err = s.Add(ctx, storetest.Entries(9, 80))
	note(err)
	note(s.Replace(ctx, storetest.Entries(9, 1)[0]))
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
}
