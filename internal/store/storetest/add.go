package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

func (s suite) empty(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	if added, err := st.Add(ctx, nil); err != nil || len(added) != 0 {
		t.Errorf("Add of nothing: %v, %v", added, err)
	}
	if c := must[ledger.Counts](t)(st.Counts(ctx)); c != (ledger.Counts{}) {
		t.Errorf("an empty store counts %+v", c)
	}
	if lines := storeLines(t, st, ledger.Query{}); len(lines) > 0 {
		t.Errorf("an empty store gives %d lines", len(lines))
	}
	if hits := must[[]ledger.Hit](t)(st.Search(ctx, "word", ledger.Query{})); len(hits) > 0 {
		t.Errorf("an empty store finds %v", hits)
	}
	if x := must[[]ledger.Actor](t)(st.Actors(ctx, []ledger.ActorID{1, 7})); len(x) > 0 {
		t.Errorf("an empty store knows %v", x)
	}
}

// same fails where the lines of a store are not those of the entries.
func same(t testing.TB, st ledger.Store, entries []*ledger.Entry) {
	t.Helper()
	var want []string
	for _, e := range entries {
		want = append(want, entryLines(e)...)
	}
	slices.Sort(want)
	if d := cmp.Diff(want, storeLines(t, st, late)); d != "" {
		t.Errorf("lines (-added +kept):\n%.4000s", d)
	}
}

func (s suite) add(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(1, 60)
	added := addAll(t, st, entries, 7)
	same(t, st, entries)
	seen := map[ledger.ReportID]bool{}
	for i, a := range added {
		if a.Report == 0 || a.Same || a.Version < 1 || a.Family == 0 || seen[a.Report] {
			t.Fatalf("entry %d: %+v", i, a)
		}
		seen[a.Report] = true
		got := must[[]ledger.Report](t)(st.Reports(ctx, ledger.Query{Reports: []ledger.ReportID{a.Report}, Text: true, AsOf: late.AsOf}))
		if len(got) != 1 {
			t.Fatalf("entry %d: %d reports of its number", i, len(got))
		}
		want := entries[i].Report
		want.ID, want.Version, want.Family, want.Previous, want.Sketch = a.Report, a.Version, a.Family, got[0].Previous, got[0].Sketch
		if d := cmp.Diff(want, got[0]); d != "" {
			t.Fatalf("entry %d (-added +kept):\n%s", i, d)
		}
	}
}

func (s suite) addTwice(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(2, 30)
	first := addAll(t, st, entries, 10)
	before := must[ledger.Counts](t)(st.Counts(ctx))
	lines := storeLines(t, st, late)
	for i, a := range addAll(t, st, entries, 13) {
		if !a.Same || a.Report != first[i].Report || a.Version != first[i].Version {
			t.Errorf("entry %d added again: %+v, was %+v", i, a, first[i])
		}
	}
	if after := must[ledger.Counts](t)(st.Counts(ctx)); after != before {
		t.Errorf("adding again made %+v of %+v", after, before)
	}
	if d := cmp.Diff(lines, storeLines(t, st, late)); d != "" {
		t.Errorf("adding again changed lines:\n%.2000s", d)
	}
}

func (s suite) addSameInOneBatch(t *testing.T) {
	st := s.open(t)
	e := Entries(3, 2)
	added := addAll(t, st, []*ledger.Entry{e[0], e[1], e[0]}, 3)
	if added[0].Same || added[1].Same || !added[2].Same || added[2].Report != added[0].Report {
		t.Errorf("one entry twice in a batch: %+v", added)
	}
	same(t, st, e)
}

// broken is an entry whose places name what it does not hold.
func broken() *ledger.Entry {
	e := Entries(99, 5)[4]
	e.Positions = append(e.Positions, ledger.Position{Line: ledger.Line{Key: e.Report.Key + ":p9999"}, Proposal: 4000, Actor: 5000, Option: 6000})
	return e
}

func (s suite) addAllOrNothing(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(4, 20)
	addAll(t, st, entries[:10], 10)
	before := must[ledger.Counts](t)(st.Counts(ctx))
	batch := append(slices.Clone(entries[10:]), broken())
	if _, err := st.Add(ctx, batch); err == nil {
		t.Fatal("an entry that names an actor which it does not hold was added")
	}
	if after := must[ledger.Counts](t)(st.Counts(ctx)); after != before {
		t.Errorf("a failed batch made %+v of %+v", after, before)
	}
	same(t, st, entries[:10])
	addAll(t, st, entries[10:], 10)
	same(t, st, entries)
}

func (s suite) addLeavesEntryAlone(t *testing.T) {
	st := s.open(t)
	addAll(t, st, Entries(5, 12), 12) // so that numbers differ from places
	mine, other := Entries(6, 6), Entries(6, 6)
	addAll(t, st, mine, 6)
	if !reflect.DeepEqual(mine, other) {
		t.Error("Add changed an entry")
	}
}

// names tests what is kept of actors, proposals and options across reports.
func (s suite) names(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(7, 80)
	addAll(t, st, entries, 16)
	actors, labels, options := map[string]ledger.Actor{}, map[string]string{}, map[string]bool{}
	partyOf := map[string]string{}
	for _, e := range entries {
		for _, a := range e.Actors {
			if a.Party != 0 {
				partyOf[a.Key] = e.Actors[a.Party-1].Key
			}
			actors[a.Key] = a
		}
		for _, p := range e.Proposals {
			labels[p.Key] = p.Label
		}
		for _, o := range e.Options {
			options[o.Key] = true
		}
	}
	n := storeNames(t, st)
	for _, a := range allActors(t, st) {
		want := actors[a.Key]
		if n.actors[a.Party] != partyOf[a.Key] {
			t.Errorf("%s speaks for %q, not %q", a.Key, n.actors[a.Party], partyOf[a.Key])
		}
		got := a.Names
		slices.Sort(got)
		slices.Sort(want.Names)
		a.ID, a.Party, want.Party, a.Names = 0, 0, 0, want.Names
		if d := cmp.Diff(want, a); d != "" || !slices.Equal(slices.Compact(got), want.Names) {
			t.Errorf("actor (-added +kept):\n%s names %q, want %q", d, got, want.Names)
		}
		byKey := must[[]ledger.Actor](t)(st.ActorsByKey(ctx, []string{a.Key, "none such"}))
		if len(byKey) != 1 || byKey[0].Key != a.Key {
			t.Errorf("ActorsByKey %q: %v", a.Key, byKey)
		}
	}
	proposals := allProposals(t, st)
	for _, p := range proposals {
		if p.Label != labels[p.Key] {
			t.Errorf("proposal %q is labelled %q, not %q", p.Key, p.Label, labels[p.Key])
		}
		byKey := must[[]ledger.Proposal](t)(st.ProposalsByKey(ctx, []string{"none such", p.Key}))
		if len(byKey) != 1 || byKey[0].ID != p.ID {
			t.Errorf("ProposalsByKey %q: %v", p.Key, byKey)
		}
		for _, o := range must[[]ledger.Option](t)(st.Options(ctx, []ledger.ProposalID{p.ID})) {
			if o.Proposal != p.ID || !options[o.Key] {
				t.Errorf("option %+v of proposal %d", o, p.ID)
			}
			delete(options, o.Key)
		}
	}
	if len(options) > 0 {
		t.Errorf("options not given back: %v", options)
	}
	for _, p := range proposals[:min(5, len(proposals))] {
		found := must[[]ledger.Proposal](t)(st.FindProposals(ctx, p.Label, 50))
		if !slices.ContainsFunc(found, func(x ledger.Proposal) bool { return x.ID == p.ID }) {
			t.Errorf("FindProposals %q gives %v", p.Label, found)
		}
	}
	if found, err := st.FindProposals(ctx, "no words that any label holds", 5); err != nil || len(found) > 0 {
		t.Errorf("FindProposals of other words: %v, %v", found, err)
	}
}

// report is an entry of a text alone, learned so many minutes after the others.
func report(origin, outlet, text string, minutes int) *ledger.Entry {
	at := time.Date(2025, 3, 1, 9, minutes, 0, 0, time.UTC)
	return &ledger.Entry{Report: ledger.Report{
		Origin: origin, URL: origin, Outlet: outlet, Title: "Title of " + origin, Published: ledger.Day(at.Format(time.DateOnly)), Learned: at,
		Words: len(strings.Fields(text)), Text: text, Key: ledger.ReportKey(origin, text), Sketch: ledger.SketchOf(text),
	}}
}

func (s suite) versions(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	var entries []*ledger.Entry
	for i := range 4 {
		entries = append(entries, report("https://example.org/v", "Herald", fmt.Sprintf("Text number %d.", i), i))
	}
	entries = append(entries, report("https://example.org/w", "Herald", "Text number 1.", 9))
	added := addAll(t, st, entries, 2)
	for i, want := range []int{1, 2, 3, 4, 1} {
		if added[i].Version != want {
			t.Errorf("entry %d is version %d, want %d", i, added[i].Version, want)
		}
	}
	list := must[[]ledger.Report](t)(st.Versions(ctx, "https://example.org/v"))
	if len(list) != 4 {
		t.Fatalf("%d versions", len(list))
	}
	before := ledger.ReportID(0)
	for i, r := range list {
		if r.Version != i+1 || r.Previous != before || r.Key != entries[i].Report.Key {
			t.Errorf("version %d: number %d, previous %d, want %d", i+1, r.Version, r.Previous, before)
		}
		before = r.ID
	}
	if list := must[[]ledger.Report](t)(st.Versions(ctx, "none such")); len(list) > 0 {
		t.Errorf("versions of an unknown origin: %v", list)
	}
}

// numbered is a text of so many words, from the one of the number on.
func numbered(from, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("word%d", from+i)
	}
	return strings.Join(words, " ")
}

func (s suite) family(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	text := numbered(0, 200)
	added := addAll(t, st, []*ledger.Entry{
		report("a", "Wire", text, 0),
		report("b", "Herald", numbered(1000, 200), 1),
		report("c", "Post", "By our own. "+text, 2),
		report("d", "Radio", strings.Replace(text, "word7 ", "word7a ", 1), 3),
		report("e", "Short", "Too short to tell.", 4),
		report("f", "Short", "Too short to tell.", 5),
	}, 3)
	for i, with := range []int{0, 1, 0, 0, 4, 5} {
		if added[i].Family != added[with].Report {
			t.Errorf("entry %d is of family %d, want %d", i, added[i].Family, added[with].Report)
		}
	}
	list := must[[]ledger.Report](t)(st.Family(ctx, added[3].Report))
	if len(list) != 3 {
		t.Errorf("a family of three has %d reports", len(list))
	}
	early := must[map[ledger.ReportID]int](t)(st.Copies(ctx, []ledger.ReportID{added[0].Family, added[1].Family}, time.Date(2025, 3, 1, 9, 2, 0, 0, time.UTC)))
	if early[added[0].Family] != 2 || early[added[1].Family] != 1 {
		t.Errorf("copies learned by the third: %v", early)
	}
	now := must[map[ledger.ReportID]int](t)(st.Copies(ctx, []ledger.ReportID{added[0].Family}, time.Time{}))
	if now[added[0].Family] != 3 {
		t.Errorf("copies: %v", now)
	}
	families, through, err := st.Coverage(ctx, ledger.Query{})
	if families != 4 || through != "2025-03-01" || err != nil {
		t.Errorf("coverage: %d families through %s, %v", families, through, err)
	}
	if families, _, _ := st.Coverage(ctx, ledger.Query{Outlets: []string{"Radio", "Herald"}}); families != 2 {
		t.Errorf("coverage of two outlets: %d families", families)
	}
}

// families are the sets of reports that are of one family, by their keys.
func families(t testing.TB, st ledger.Store) []string {
	t.Helper()
	sets := map[ledger.ReportID][]string{}
	for _, r := range must[[]ledger.Report](t)(st.Reports(context.Background(), late)) {
		sets[r.Family] = append(sets[r.Family], r.Key)
	}
	var out []string
	for _, keys := range sets {
		slices.Sort(keys)
		out = append(out, strings.Join(keys, " "))
	}
	slices.Sort(out)
	return out
}

// familyInAnyOrder adds texts of which each is a copy of one that all resemble.
func (s suite) familyInAnyOrder(t *testing.T) {
	text := numbered(0, 300)
	entries := []*ledger.Entry{
		report("a", "Wire", text, 0), report("b", "Herald", text+" more", 1), report("c", "Post", "Before. "+text, 2),
		report("d", "Radio", numbered(2000, 300), 3), report("e", "Mail", numbered(2000, 290), 4),
	}
	var want []string
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 4, 0, 3, 1}} {
		st := s.open(t)
		for _, i := range order {
			addAll(t, st, entries[i:i+1], 1)
		}
		got := families(t, st)
		if want == nil {
			want = got
		}
		if len(got) != 2 || !slices.Equal(got, want) {
			t.Errorf("order %v: families %q, want %q", order, got, want)
		}
	}
}

func (s suite) replace(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(8, 20)
	addAll(t, st, entries, 20)
	// The same report read anew: two lines less, one of them otherwise, a new actor.
	old := entries[7]
	anew := *old
	anew.Report.Reader = "newer"
	anew.Report.Learned = old.Report.Learned.Add(1000 * time.Hour)
	anew.Moves = slices.Clone(old.Moves[1:])
	anew.Actors = append(slices.Clone(old.Actors), ledger.Actor{Key: "person:anew", Name: "Anew", Kind: doc.Person, Names: []string{"Anew"}})
	anew.Moves[0].Act, anew.Moves[0].By = doc.Concede, []ledger.ActorID{ledger.ActorID(len(anew.Actors))}
	for i := range anew.Moves {
		anew.Moves[i].Learned = anew.Report.Learned
	}
	anew.Deadlines, anew.Shifts = nil, nil
	if err := st.Replace(ctx, &anew); err != nil {
		t.Fatal(err)
	}
	want := anew
	want.Moves = slices.Clone(anew.Moves)
	for i := range want.Moves {
		want.Moves[i].Learned = old.Report.Learned
	}
	all := slices.Clone(entries)
	all[7] = &want
	same(t, st, all)
	got := must[[]ledger.Report](t)(st.ReportsByKey(ctx, []string{old.Report.Key}))
	if len(got) != 1 || !got[0].Learned.Equal(old.Report.Learned) || got[0].Reader != "newer" {
		t.Errorf("report after Replace: %+v", got)
	}
	unknown := Entries(88, 1)[0]
	if err := st.Replace(ctx, unknown); err == nil {
		t.Error("a report that is not kept was replaced")
	}
	same(t, st, all)
}

func (s suite) known(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(9, 30)
	addAll(t, st, entries[:20], 20)
	var keys []string
	for _, e := range entries {
		keys = append(keys, e.Report.Key)
	}
	for range 3000 {
		keys = append(keys, fmt.Sprintf("r%012x", len(keys)))
	}
	known := must[map[string]bool](t)(st.Known(ctx, keys))
	for i, k := range keys {
		if known[k] != (i < 20) {
			t.Errorf("key %d: known %t", i, known[k])
		}
	}
	if known := must[map[string]bool](t)(st.Known(ctx, nil)); len(known) > 0 {
		t.Errorf("of no keys are known %v", known)
	}
	got := must[[]ledger.Report](t)(st.ReportsByKey(ctx, keys))
	if len(got) != 20 || got[0].Text != "" {
		t.Errorf("ReportsByKey gives %d of 20", len(got))
	}
}
