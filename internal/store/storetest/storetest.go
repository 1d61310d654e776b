// Package storetest states what a [ledger.Store] promises, as tests that run
// against any of them, and makes what such tests need: entries by the thousand
// ([Entries], [Generator]) and a PostgreSQL server to throw away ([Postgres]).
//
// Start with [Run].
package storetest

import (
	"context"
	"flag"
	"testing"

	"github.com/parley-reader/parley/ledger"
)

// Open opens a new, empty store. It closes the store with tb.Cleanup; the suite
// may have closed it by then, which must do no harm.
type Open func(tb testing.TB) ledger.Store

// suite is what the tests share.
type suite struct{ open Open }

// Run runs the suite, each part on a store of its own.
func Run(t *testing.T, open Open) {
	fewChecks()
	s := suite{open}
	for _, part := range []struct {
		name string
		test func(*testing.T)
	}{
		{"Empty", s.empty},
		{"Add", s.add},
		{"AddTwice", s.addTwice},
		{"AddSameInOneBatch", s.addSameInOneBatch},
		{"AddAllOrNothing", s.addAllOrNothing},
		{"AddLeavesEntryAlone", s.addLeavesEntryAlone},
		{"Names", s.names},
		{"Versions", s.versions},
		{"Family", s.family},
		{"FamilyInAnyOrder", s.familyInAnyOrder},
		{"Replace", s.replace},
		{"Known", s.known},
		{"Lists", s.lists},
		{"PositionsOf", s.positionsOf},
		{"Origins", s.origins},
		{"AsOf", s.asOf},
		{"Paging", s.paging},
		{"SameWords", s.sameWords},
		{"MovesByKey", s.movesByKey},
		{"Active", s.active},
		{"FindActors", s.findActors},
		{"Search", s.search},
		{"SearchByQuery", s.searchByQuery},
		{"SearchHostile", s.searchHostile},
		{"HostileStrings", s.hostileStrings},
		{"HostileNumbers", s.hostileNumbers},
		{"Corrections", s.corrections},
		{"Counts", s.counts},
		{"Revision", s.revision},
		{"NewsOf", s.newsOf},
		{"Whole", s.whole},
		{"Backup", s.backup},
		{"Concurrent", s.concurrent},
		{"Cancelled", s.cancelled},
		{"Closed", s.closed},
		{"AnyOrder", s.anyOrder},
		{"Past", s.past},
	} {
		t.Run(part.name, part.test)
	}
}

// fewChecks bounds the tries of a property, as each opens stores of its own,
// where the caller of the tests has not told how many; and leaves no files.
func fewChecks() {
	told := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { told[f.Name] = true })
	checks := "12"
	if testing.Short() {
		checks = "4"
	}
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.nofailfile": "true", "rapid.shrinktime": "5s"} {
		if !told[name] && flag.Lookup(name) != nil {
			_ = flag.Set(name, value) // a flag of that name takes it
		}
	}
}

// must fails the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// addAll adds entries, some at a time.
func addAll(t testing.TB, s ledger.Store, entries []*ledger.Entry, batch int) []ledger.Added {
	t.Helper()
	var all []ledger.Added
	for len(entries) > 0 {
		n := min(batch, len(entries))
		added, err := s.Add(context.Background(), entries[:n])
		if err != nil {
			t.Fatalf("Add: %v", err)
		}
		if len(added) != n {
			t.Fatalf("Add of %d entries answers for %d", n, len(added))
		}
		all = append(all, added...)
		entries = entries[n:]
	}
	return all
}
