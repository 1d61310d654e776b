package storetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// row is what the order, the paging and the bounds of a list go by.
type row struct {
	id     int64
	day    ledger.Day
	key    string
	report ledger.ReportID
}

// listing is one list method.
type listing struct {
	name string
	list func(context.Context, ledger.Store, ledger.Query) ([]row, error)
}

// rows asks one list method.
func rows[T any](list []T, err error, of func(*T) row) ([]row, error) {
	out := make([]row, len(list))
	for i := range list {
		out[i] = of(&list[i])
	}
	return out, err
}

var listings = []listing{
	{"Reports", func(ctx context.Context, s ledger.Store, q ledger.Query) ([]row, error) {
		list, err := s.Reports(ctx, q)
		return rows(list, err, func(x *ledger.Report) row { return row{int64(x.ID), x.Published, x.Key, x.ID} })
	}},
	{"Moves", func(ctx context.Context, s ledger.Store, q ledger.Query) ([]row, error) {
		list, err := s.Moves(ctx, q)
		return rows(list, err, func(x *ledger.Move) row { return row{int64(x.ID), x.Said.From, x.Key, x.Report} })
	}},
	{"Statements", func(ctx context.Context, s ledger.Store, q ledger.Query) ([]row, error) {
		list, err := s.Statements(ctx, q)
		return rows(list, err, func(x *ledger.Statement) row { return row{int64(x.ID), x.Said.From, x.Key, x.Report} })
	}},
	{"Positions", func(ctx context.Context, s ledger.Store, q ledger.Query) ([]row, error) {
		list, err := s.Positions(ctx, q)
		return rows(list, err, func(x *ledger.Position) row { return row{int64(x.ID), x.Said.From, x.Key, x.Report} })
	}},
	{"Deadlines", func(ctx context.Context, s ledger.Store, q ledger.Query) ([]row, error) {
		list, err := s.Deadlines(ctx, q)
		return rows(list, err, func(x *ledger.Deadline) row { return row{int64(x.ID), x.Said.From, x.Key, x.Report} })
	}},
	{"Shifts", func(ctx context.Context, s ledger.Store, q ledger.Query) ([]row, error) {
		list, err := s.Shifts(ctx, q)
		return rows(list, err, func(x *ledger.Shift) row { return row{int64(x.ID), x.Said.From, x.Key, x.Report} })
	}},
}

// fact is a line of an entry with what queries go by.
type fact struct {
	list                        string
	key                         string
	from, to                    ledger.Day // of saying; of a report, of publication; of a deadline, of the window's end
	said                        ledger.Day
	learned                     time.Time
	report, outlet              string
	actors, proposals, awaited  []string
	act                         doc.Act
	event, binds, denial, lines bool
	sure                        float64
}

// facts are the lines of entries.
func facts(entries []*ledger.Entry) []fact {
	var out []fact
	for _, e := range entries {
		n := namesOf(e)
		r := &e.Report
		out = append(out, fact{list: "Reports", key: r.Key, from: r.Published, to: r.Published, said: r.Published, learned: r.Learned, report: r.Key, outlet: r.Outlet, sure: 1})
		base := func(list string, l *ledger.Line, actors ...ledger.ActorID) fact {
			f := fact{list: list, key: l.Key, from: l.Said.From, to: l.Said.To, said: l.Said.From, learned: l.Learned, report: r.Key, outlet: r.Outlet, sure: l.Confidence, lines: true}
			for _, id := range actors {
				f.actors = append(f.actors, n.actors[id])
			}
			return f
		}
		for i := range e.Moves {
			m := &e.Moves[i]
			f := base("Moves", &m.Line, slices.Concat(m.By, m.Via, m.To)...)
			f.act, f.event, f.binds = m.Act, m.Plover.Event != "", m.Commitment
			f.denial = m.Act == doc.Deny || m.Denies != "" || m.Status == doc.Denied
			f.proposals = []string{n.proposals[m.Proposal]}
			for _, c := range m.Conditions {
				for _, id := range c.By {
					f.awaited = append(f.awaited, n.actors[id])
				}
			}
			out = append(out, f)
		}
		for i := range e.Statements {
			out = append(out, base("Statements", &e.Statements[i].Line, e.Statements[i].Sources...))
		}
		for i := range e.Positions {
			p := &e.Positions[i]
			f := base("Positions", &p.Line, p.Actor, p.By)
			f.proposals, f.act = []string{n.proposals[p.Proposal]}, p.Act
			out = append(out, f)
		}
		for i := range e.Deadlines {
			d := &e.Deadlines[i]
			f := base("Deadlines", &d.Line, d.By)
			f.from, f.to = d.To, d.To
			out = append(out, f)
		}
		for i := range e.Shifts {
			out = append(out, base("Shifts", &e.Shifts[i].Line, e.Shifts[i].Actor))
		}
	}
	return out
}

// wish is a query in keys, with the lists that it is asked of.
type wish struct {
	name  string
	lists string // "" for all
	q     ledger.Query
	keep  func(*fact) bool
}

// check asks each list that a wish is for and compares keys.
func (w *wish) check(t *testing.T, st ledger.Store, all []fact) {
	t.Helper()
	some := false
	for _, l := range listings {
		if w.lists != "" && w.lists != l.name {
			continue
		}
		want := []string{}
		for i := range all {
			if f := &all[i]; f.list == l.name && w.keep(f) {
				want = append(want, f.key)
			}
		}
		list, err := l.list(context.Background(), st, w.q)
		if err != nil {
			t.Errorf("%s, %s: %v", w.name, l.name, err)
			continue
		}
		got := make([]string, len(list))
		for i := range list {
			got[i] = list[i].key
		}
		slices.Sort(want)
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s, %s (-want +got):\n%.1500s", w.name, l.name, d)
		}
		some = some || len(want) > 0
	}
	if !some {
		t.Errorf("%s: nothing answers, so it tests nothing", w.name)
	}
}

func (s suite) lists(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(10, 90)
	addAll(t, st, entries, 30)
	all := facts(entries)
	e := entries[41]
	actors := must[[]ledger.Actor](t)(st.ActorsByKey(ctx, []string{e.Actors[0].Key, e.Actors[1].Key}))
	reports := must[[]ledger.Report](t)(st.ReportsByKey(ctx, []string{e.Report.Key, entries[3].Report.Key}))
	if len(actors) != 2 || len(reports) != 2 {
		t.Fatalf("%d actors, %d reports", len(actors), len(reports))
	}
	ofActors := func(f *fact) bool {
		return slices.Contains(f.actors, e.Actors[0].Key) || slices.Contains(f.actors, e.Actors[1].Key)
	}
	acts := []doc.Act{doc.Offer, doc.Reject}
	pub := e.Report.Published
	for _, w := range []wish{
		{"all", "", ledger.Query{}, func(*fact) bool { return true }},
		{"since", "", ledger.Query{Since: pub}, func(f *fact) bool { return f.to >= pub }},
		{"until", "", ledger.Query{Until: pub}, func(f *fact) bool { return f.from <= pub }},
		{"one day", "", ledger.Query{Since: pub, Until: pub}, func(f *fact) bool { return f.to >= pub && f.from <= pub }},
		{"reports", "", ledger.Query{Reports: []ledger.ReportID{reports[0].ID, reports[1].ID}}, func(f *fact) bool { return f.report == e.Report.Key || f.report == entries[3].Report.Key }},
		{"outlets", "", ledger.Query{Outlets: []string{"Herald", "Wire One", "none such"}}, func(f *fact) bool { return f.outlet == "Herald" || f.outlet == "Wire One" }},
		{"acts", "Moves", ledger.Query{Acts: acts}, func(f *fact) bool { return slices.Contains(acts, f.act) }},
		{"events", "Moves", ledger.Query{Events: true}, func(f *fact) bool { return f.event }},
		{"commitments", "Moves", ledger.Query{Commitments: true}, func(f *fact) bool { return f.binds }},
		{"denials", "Moves", ledger.Query{Denials: true}, func(f *fact) bool { return f.denial }},
		{"events of an outlet that bind", "Moves", ledger.Query{Events: true, Commitments: true, Outlets: []string{"Herald"}, Since: "2024-01-02"}, func(f *fact) bool {
			return f.event && f.binds && f.outlet == "Herald" && f.to >= "2024-01-02"
		}},
	} {
		w.check(t, st, all)
	}
	crowd := map[string]bool{}
	for _, e := range entries {
		for i := range e.Actors {
			crowd[e.Actors[i].Key] = true
		}
	}
	var ids []ledger.ActorID
	for _, a := range must[[]ledger.Actor](t)(st.ActorsByKey(ctx, slices.Collect(maps.Keys(crowd)))) {
		ids = append(ids, a.ID)
	}
	for i := range 20 { // more than are followed one by one
		ids = append(ids, 1<<40+ledger.ActorID(i))
	}
	ofCrowd := func(f *fact) bool { return slices.ContainsFunc(f.actors, func(k string) bool { return crowd[k] }) }
	for _, l := range listings[1:] {
		for _, w := range []wish{
			{"many actors", l.name, ledger.Query{Actors: ids}, ofCrowd},
			{"many actors since", l.name, ledger.Query{Actors: ids, Since: pub, Newest: true}, func(f *fact) bool { return ofCrowd(f) && f.to >= pub }},
		} {
			w.check(t, st, all)
		}
	}
	for _, l := range listings[1:] {
		two := ledger.Query{Actors: []ledger.ActorID{actors[0].ID, actors[1].ID}}
		for _, w := range []wish{
			{"least", l.name, ledger.Query{Least: 0.75}, func(f *fact) bool { return f.sure >= 0.75 }},
			{"actors", l.name, two, ofActors},
			{"an unknown actor", l.name, ledger.Query{Actors: []ledger.ActorID{actors[0].ID, actors[1].ID, 1 << 40}}, ofActors},
		} {
			w.check(t, st, all)
		}
	}
	s.ofProposals(t, st, all, entries)
	s.awaited(t, st, all)
	again := Entries(10, 90)[:60] // read anew, they say the same
	for _, e := range again {
		if err := st.Replace(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	s.awaited(t, st, all)
}

// awaited asks for the moves with a condition that an actor must fulfil.
func (s suite) awaited(t *testing.T, st ledger.Store, all []fact) {
	t.Helper()
	for i := range all {
		if len(all[i].awaited) == 0 {
			continue
		}
		key := all[i].awaited[0]
		a := must[[]ledger.Actor](t)(st.ActorsByKey(context.Background(), []string{key}))
		of := func(f *fact) bool { return slices.Contains(f.awaited, key) }
		day := all[i].from
		for _, w := range []wish{
			{"awaited", "Moves", ledger.Query{Awaited: []ledger.ActorID{a[0].ID}}, of},
			{"awaited, of two", "Moves", ledger.Query{Awaited: []ledger.ActorID{a[0].ID, 1 << 40}, Actors: []ledger.ActorID{1 << 40}}, of},
			{"awaited since", "Moves", ledger.Query{Awaited: []ledger.ActorID{a[0].ID}, Since: day, Newest: true}, func(f *fact) bool { return of(f) && f.to >= day }},
			{"awaited of an outlet", "Moves", ledger.Query{Awaited: []ledger.ActorID{a[0].ID}, Outlets: []string{all[i].outlet}}, func(f *fact) bool { return of(f) && f.outlet == all[i].outlet }},
		} {
			w.check(t, st, all)
		}
		return
	}
	t.Error("nothing is awaited of anybody")
}

// origins counts the reports of families, those of one origin once.
func (s suite) origins(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(19, 120)
	addAll(t, st, entries, 40)
	all := must[[]ledger.Report](t)(st.Reports(ctx, ledger.Query{}))
	versions := false
	for _, at := range []time.Time{{}, entries[70].Report.Learned} {
		want, seen := map[ledger.ReportID]int{}, map[string]bool{}
		var families []ledger.ReportID
		for i := range all {
			r := &all[i]
			families = append(families, r.Family)
			if k := fmt.Sprint(r.Family, r.Origin); (at.IsZero() || !r.Learned.After(at)) && !seen[k] {
				seen[k] = true
				want[r.Family]++
			}
			versions = versions || r.Version > 1
		}
		bare := must[[]ledger.Report](t)(st.Reports(ctx, ledger.Query{AsOf: at, Bare: true}))
		for i, r := range must[[]ledger.Report](t)(st.Reports(ctx, ledger.Query{AsOf: at})) {
			if b := &bare[i]; b.ID != r.ID || b.Family != r.Family || b.Published != r.Published {
				t.Errorf("a bare report is %+v, the whole one %+v", b, r)
			}
		}
		if d := cmp.Diff(want, must[map[ledger.ReportID]int](t)(st.Origins(ctx, families, at))); d != "" {
			t.Errorf("origins as of %v (-want +got):\n%s", at, d)
		}
	}
	if !versions {
		t.Error("no report is a version of another")
	}
}

// ofProposals asks for moves and positions by proposal.
func (s suite) ofProposals(t *testing.T, st ledger.Store, all []fact, entries []*ledger.Entry) {
	t.Helper()
	for _, e := range entries[40:50] {
		if len(e.Positions) == 0 {
			continue
		}
		key := e.Proposals[e.Positions[0].Proposal-1].Key
		p := must[[]ledger.Proposal](t)(st.ProposalsByKey(context.Background(), []string{key}))
		if len(p) != 1 {
			t.Fatalf("%d proposals of one key", len(p))
		}
		of := func(f *fact) bool { return slices.Contains(f.proposals, key) }
		q := ledger.Query{Proposals: []ledger.ProposalID{p[0].ID}}
		for _, name := range []string{"Moves", "Positions"} {
			w := wish{"proposals", name, q, of}
			w.check(t, st, all)
		}
	}
}

// positionsOf asks of several sets of proposals at once what is asked of each alone.
func (s suite) positionsOf(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(17, 120)
	addAll(t, st, entries, 40)
	active := must[[]ledger.Proposal](t)(st.Active(ctx, ledger.Query{}))
	actors := must[[]ledger.Actor](t)(st.ActorsByKey(ctx, []string{entries[0].Actors[0].Key, entries[1].Actors[0].Key}))
	if len(active) < 12 || len(actors) == 0 {
		t.Fatalf("%d proposals and %d actors are too few to test with", len(active), len(actors))
	}
	sets := [][]ledger.ProposalID{nil, {active[1].ID, active[0].ID}, {active[3].ID, 1 << 40}, {1 << 40}}
	for range 3 {
		for _, p := range active {
			sets = append(sets, []ledger.ProposalID{p.ID})
		}
	}
	lines := 0
	for _, q := range []ledger.Query{
		{}, {Newest: true, Limit: 3}, {Limit: 2, AsOf: entries[60].Report.Learned, Newest: true}, {Since: "2024-01-03", Until: "2024-01-04"},
		{Actors: []ledger.ActorID{actors[0].ID}, Newest: true}, {Outlets: outlets[:4], Least: 0.7, After: 5, Proposals: []ledger.ProposalID{1}},
	} {
		got := must[[][]ledger.Position](t)(st.PositionsOf(ctx, sets, q))
		if len(got) != len(sets) {
			t.Fatalf("%d answers to %d sets", len(got), len(sets))
		}
		for i, set := range sets {
			var want []ledger.Position
			if q.Proposals, q.After = set, 0; len(set) > 0 {
				want = must[[]ledger.Position](t)(st.Positions(ctx, q))
			}
			if d := cmp.Diff(want, got[i], cmpopts.EquateEmpty()); d != "" {
				t.Errorf("%+v of set %d (-alone +together):\n%.1000s", q, i, d)
			}
			lines += len(got[i])
		}
	}
	if lines < 200 {
		t.Errorf("only %d positions were compared", lines)
	}
}

func (s suite) asOf(t *testing.T) {
	st := s.open(t)
	entries := Entries(11, 90)
	// One report of what is to be said on a later day, learned before.
	entries = append(entries, Entries(12, 30)[29])
	last := entries[90]
	last.Report.Learned = entries[20].Report.Learned
	for _, lines := range [][]ledger.Move{last.Moves} {
		for i := range lines {
			lines[i].Learned = last.Report.Learned
		}
	}
	last.Statements, last.Positions, last.Deadlines, last.Shifts = nil, nil, nil, nil
	addAll(t, st, entries, 30)
	all := facts(entries)
	for _, at := range []time.Time{
		entries[0].Report.Learned, entries[30].Report.Learned, entries[30].Report.Learned.Add(-time.Millisecond),
		time.Date(2024, 1, 3, 23, 59, 59, 0, time.UTC), time.Date(2024, 1, 4, 1, 0, 0, 0, time.FixedZone("east", 7200)),
	} {
		day := ledger.Day(at.UTC().Format(time.DateOnly))
		w := wish{fmt.Sprintf("as of %s", at.Format(time.RFC3339Nano)), "", ledger.Query{AsOf: at}, func(f *fact) bool { return !f.learned.After(at) && f.said <= day }}
		w.check(t, st, all)
	}
	for _, l := range listings {
		if list, err := l.list(context.Background(), st, ledger.Query{AsOf: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)}); err != nil || len(list) > 0 {
			t.Errorf("%s as of 1900: %d lines, %v", l.name, len(list), err)
		}
	}
}

// paging asks for pages and puts them together.
func (s suite) paging(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	addAll(t, st, Entries(13, 80), 40)
	for _, l := range listings {
		for _, newest := range []bool{false, true} {
			for _, q := range []ledger.Query{{Newest: newest}, {Newest: newest, Since: "2024-01-02", Outlets: outlets[:6]}} {
				all := must[[]row](t)(l.list(ctx, st, q))
				if len(all) < 5 {
					t.Fatalf("%s: %d lines are too few to test with", l.name, len(all))
				}
				sorted := slices.IsSortedFunc(all, func(a, b row) int { return order(a, b, newest) })
				if !sorted {
					t.Errorf("%s: not in the order of day and number, newest %t", l.name, newest)
				}
				for _, size := range []int{1, 7, len(all) - 1, len(all)} {
					if size == 1 {
						all = all[:min(40, len(all))] // one at a time is slow
					}
					got := pages(t, st, l, q, size, len(all))
					if d := cmp.Diff(all, got, cmp.AllowUnexported(row{})); d != "" {
						t.Errorf("%s by %d, newest %t (-all +pages):\n%.1000s", l.name, size, newest, d)
					}
				}
			}
		}
	}
}

func order(a, b row, newest bool) int {
	c := 0
	switch {
	case a.day != b.day && a.day < b.day, a.day == b.day && a.id < b.id:
		c = -1
	default:
		c = 1
	}
	if newest {
		c = -c
	}
	return c
}

// pages asks for pages until so many lines have come.
func pages(t *testing.T, st ledger.Store, l listing, q ledger.Query, size, most int) []row {
	t.Helper()
	var got []row
	for len(got) < most {
		q.Limit = size
		page := must[[]row](t)(l.list(context.Background(), st, q))
		if len(page) > size {
			t.Fatalf("%s: %d lines where %d were asked for", l.name, len(page), size)
		}
		if len(page) == 0 {
			return got
		}
		got = append(got, page...)
		q.After = page[len(page)-1].id
	}
	return got[:most]
}
