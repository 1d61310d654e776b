package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// sameWords tests by entries in which one quote is in two mouths, another in one.
func (s suite) sameWords(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	said := func(origin string, minute int, print uint64, sources ...string) *ledger.Entry {
		e := report(origin, "Herald", "Text of "+origin+".", minute)
		st := ledger.Statement{Line: ledger.Line{Key: e.Report.Key + ":s1", Learned: e.Report.Learned, Said: ledger.Said{From: "2025-03-01", To: "2025-03-01"}, Voice: doc.Own, Confidence: 0.9}, Kind: doc.Direct, Print: print}
		for _, name := range sources {
			e.Actors = append(e.Actors, ledger.Actor{Key: "person:" + name, Name: name, Kind: doc.Person, Names: []string{name}})
			st.Sources = append(st.Sources, ledger.ActorID(len(e.Actors)))
		}
		e.Statements = append(e.Statements, st)
		return e
	}
	entries := []*ledger.Entry{
		said("a", 0, 111, "ann"), said("b", 1, 111, "bob"), said("c", 2, 111, "ann"),
		said("d", 3, 222, "ann"), said("e", 4, 222, "ann"),
		said("f", 5, 333, "ann", "bob"), said("g", 6, 333, "bob", "ann"),
		said("h", 7, 0, "ann"), said("i", 8, 0, "bob"),
		said("j", 9, 1<<62+5, "ann", "bob"), said("k", 10, 1<<62+5, "ann"),
	}
	addAll(t, st, entries, 4)
	for _, x := range []struct {
		q    ledger.Query
		want []int
	}{
		{ledger.Query{}, []int{0, 1, 2, 9, 10}},
		{ledger.Query{AsOf: entries[0].Report.Learned}, nil},
		{ledger.Query{AsOf: entries[9].Report.Learned}, []int{0, 1, 2}},
		{ledger.Query{Limit: 2}, []int{0, 1}},
	} {
		var got, want []string
		for _, line := range must[[]ledger.Statement](t)(st.SameWords(ctx, x.q)) {
			got = append(got, line.Key)
		}
		for _, i := range x.want {
			want = append(want, entries[i].Statements[0].Key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("same words for %+v: %q, want %q", x.q, got, want)
		}
	}
}

func (s suite) movesByKey(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(14, 40)
	addAll(t, st, entries, 40)
	n := storeNames(t, st)
	want := map[string]string{}
	keys := []string{"", "none", "r000000000000:m1", entries[0].Report.Key, "';--:m1"}
	for _, e := range entries[5:12] {
		for i := range e.Moves {
			keys = append(keys, e.Moves[i].Key)
			want[e.Moves[i].Key] = namesOf(e).move(&e.Moves[i])
		}
	}
	got := must[[]ledger.Move](t)(st.MovesByKey(ctx, keys))
	if len(got) != len(want) {
		t.Errorf("%d moves for %d keys", len(got), len(want))
	}
	for i := range got {
		if x := n.move(&got[i]); x != want[got[i].Key] {
			t.Errorf("move\n%s, want\n%s", x, want[got[i].Key])
		}
	}
	if got := must[[]ledger.Move](t)(st.MovesByKey(ctx, nil)); len(got) > 0 {
		t.Errorf("%d moves for no keys", len(got))
	}
}

func (s suite) active(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(15, 120)
	addAll(t, st, entries, 40)
	all := facts(entries)
	half := entries[60].Report.Learned
	for _, q := range []ledger.Query{{}, {AsOf: half}, {Limit: 3}, {Outlets: []string{"Herald"}}, {Since: "2024-01-03", Until: "2024-01-04"}} {
		last := map[string]ledger.Day{}
		for i := range all {
			f := &all[i]
			if f.list != "Positions" || !q.AsOf.IsZero() && (f.learned.After(q.AsOf) || f.said > ledger.Day(q.AsOf.Format(time.DateOnly))) {
				continue
			}
			if len(q.Outlets) > 0 && !slices.Contains(q.Outlets, f.outlet) || f.to < q.Since || q.Until != "" && f.from > q.Until {
				continue
			}
			last[f.proposals[0]] = max(last[f.proposals[0]], f.said)
		}
		got := must[[]ledger.Proposal](t)(st.Active(ctx, q))
		want := len(last)
		if q.Limit > 0 {
			want = min(want, q.Limit)
		}
		if len(got) != want || want == 0 {
			t.Errorf("active for %+v: %d proposals, want %d", q, len(got), want)
		}
		before := ledger.Day("9999-12-31")
		for _, p := range got {
			if last[p.Key] == "" || last[p.Key] > before {
				t.Errorf("active for %+v: %q of %q comes after %q", q, p.Key, last[p.Key], before)
			}
			before = last[p.Key]
		}
	}
}

// actorEntry tells of actors, each with so many moves as its place.
func actorEntry(names ...string) *ledger.Entry {
	e := report("actors", "Herald", "Text of actors.", 0)
	for i, n := range names {
		e.Actors = append(e.Actors, ledger.Actor{Key: "person:" + ledger.FoldName(n), Name: n, Kind: doc.Person, Names: []string{n}})
		for k := range i + 1 {
			e.Moves = append(e.Moves, ledger.Move{
				Line: ledger.Line{Key: fmt.Sprintf("%s:m%d%d", e.Report.Key, i, k), Learned: e.Report.Learned, Said: ledger.Said{From: "2025-03-01", To: "2025-03-01"}, Voice: doc.Own, Confidence: 0.9},
				Act:  doc.Offer, Status: doc.Stated, By: []ledger.ActorID{ledger.ActorID(i + 1)},
			})
		}
	}
	return e
}

func (s suite) findActors(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	e := actorEntry("Ivan Petrov", "Petrov", "Anna Petrov", "Viktor Orbán", "Orbanista", "John Smith", "John Paul Smith", "100% Sure", "under_score")
	e.Actors[3].Names = append(e.Actors[3].Names, "the Prime Minister of Hungary")
	addAll(t, st, []*ledger.Entry{e}, 1)
	for _, x := range []struct {
		name string
		want []string
	}{
		{"petrov", []string{"Petrov", "Anna Petrov", "Ivan Petrov"}},
		{"PETROV anna", []string{"Anna Petrov"}},
		{"orban", []string{"Viktor Orbán"}},
		{"Orbán", []string{"Viktor Orbán"}},
		{"minister Hungary", []string{"Viktor Orbán"}},
		{"smith john", []string{"John Paul Smith", "John Smith"}},
		{"john smith", []string{"John Smith", "John Paul Smith"}},
		{"nobody", nil}, {"", nil}, {"%", nil}, {"_", nil}, {"' OR 1=1 --", nil}, {"pet", nil},
		{"ivan anna", nil},
		{"100%", []string{"100% Sure"}},
	} {
		var got []string
		for _, a := range must[[]ledger.Actor](t)(st.FindActors(ctx, x.name, 10)) {
			got = append(got, a.Name)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("FindActors %q: %q, want %q", x.name, got, x.want)
		}
	}
	if got := must[[]ledger.Actor](t)(st.FindActors(ctx, "petrov", 2)); len(got) != 2 {
		t.Errorf("FindActors of two at most gives %d", len(got))
	}
}

// searched are texts with words that searches tell apart, one report each.
var searched = []string{
	"The envoy spoke of a prisoner exchange near the river.",
	"An exchange of fire killed the prisoner; envoys left.",
	"Über die Lage in Kyjiw: élan, naïve café, Ελλάδα και Κύπρος.",
	"The cease-fire of 2025 held; the U.N. counted 1,300 breaches, not 5.5 percent.",
	"Don't touch O'Brien's e-mail: info@example.org said so.",
	"prisoner prisoner prisoner swap",
}

func (s suite) search(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	var entries []*ledger.Entry
	for i, text := range searched {
		entries = append(entries, report(fmt.Sprintf("origin%d", i), "Herald", text, i))
		entries[i].Report.Title = fmt.Sprintf("Heading number%d", i)
	}
	addAll(t, st, entries, 3)
	for _, x := range []struct {
		words string
		want  []int
	}{
		{"prisoner", []int{0, 1, 5}}, {"PRISONER", []int{0, 1, 5}}, {"prison", nil},
		{"prisoner exchange", []int{0, 1}}, {`"prisoner exchange"`, []int{0}}, {`"exchange prisoner"`, nil},
		{"prisoner -swap", []int{0, 1}}, {"prisoner -exchange", []int{5}},
		{`exchange -"exchange of fire"`, []int{0}}, {`-"exchange of fire" exchange`, []int{0}},
		{"prison*", []int{0, 1, 5}}, {"envoy*", []int{0, 1}}, {"envoy", []int{0}}, {"prison* -envo*", []int{5}},
		{`"prisoner exch*"`, []int{0}},
		{"elan", []int{2}}, {"NAÏVE cafe", []int{2}}, {"uber", []int{2}}, {"ΕΛΛΆΔΑ", []int{2}}, {"κυπρος", []int{2}},
		{"cease-fire", []int{3}}, {"2025", []int{3}}, {`"1,300"`, []int{3}}, {"5.5", []int{3}},
		{"don't", []int{4}}, {"o'brien's", []int{4}}, {"info@example.org", []int{4}},
		{"number4", []int{4}}, {"heading prisoner -swap -fire", []int{0}},
		{"the of", []int{0, 1, 3}}, {"absentword", nil}, {"", nil}, {"   ", nil}, {"-prisoner", nil},
	} {
		hits := must[[]ledger.Hit](t)(st.Search(ctx, x.words, ledger.Query{}))
		var got, want []string
		for _, h := range hits {
			got = append(got, h.Report.Origin)
			if h.Report.Text != "" || strings.Count(h.Excerpt, "\x01") == 0 || strings.Count(h.Excerpt, "\x01") != strings.Count(h.Excerpt, "\x02") {
				t.Errorf("search %q: excerpt %q", x.words, h.Excerpt)
			}
		}
		for _, i := range x.want {
			want = append(want, entries[i].Report.Origin)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("search %q: %q, want %q", x.words, got, want)
		}
	}
	hits := must[[]ledger.Hit](t)(st.Search(ctx, "river", ledger.Query{}))
	if len(hits) != 1 || !strings.Contains(strings.ToLower(hits[0].Excerpt), "\x01river\x02") {
		t.Errorf("excerpt: %q", fmt.Sprint(hits))
	}
}

// searchByQuery bounds searches by the fields of a query.
func (s suite) searchByQuery(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	entries := Entries(16, 60)
	addAll(t, st, entries, 60)
	ids := map[string]ledger.ReportID{}
	for _, r := range must[[]ledger.Report](t)(st.Reports(ctx, late)) {
		ids[r.Key] = r.ID
	}
	at := entries[30].Report.Learned
	for _, x := range []struct {
		name string
		q    ledger.Query
		keep func(*ledger.Report) bool
	}{
		{"all", ledger.Query{}, func(*ledger.Report) bool { return true }},
		{"as of", ledger.Query{AsOf: at}, func(r *ledger.Report) bool { return !r.Learned.After(at) }},
		{"since", ledger.Query{Since: "2024-01-03"}, func(r *ledger.Report) bool { return r.Published >= "2024-01-03" }},
		{"until", ledger.Query{Until: "2024-01-02"}, func(r *ledger.Report) bool { return r.Published <= "2024-01-02" }},
		{"outlets", ledger.Query{Outlets: []string{"Herald", "Radio Free"}}, func(r *ledger.Report) bool { return r.Outlet == "Herald" || r.Outlet == "Radio Free" }},
		{"report", ledger.Query{Reports: []ledger.ReportID{ids[entries[5].Report.Key]}}, func(r *ledger.Report) bool { return r.Key == entries[5].Report.Key }},
	} {
		got, want := []string{}, []string{}
		for _, h := range must[[]ledger.Hit](t)(st.Search(ctx, "talks on", x.q)) {
			got = append(got, h.Report.Key)
		}
		for _, e := range entries {
			if x.keep(&e.Report) {
				want = append(want, e.Report.Key)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("search %s (-want +got):\n%s", x.name, d)
		}
	}
	if got := must[[]ledger.Hit](t)(st.Search(ctx, "talks", ledger.Query{Limit: 4})); len(got) != 4 {
		t.Errorf("search of four at most gives %d", len(got))
	}
}

// hostileQueries are searches that are not what a search should be.
var hostileQueries = []string{
	`"`, `""`, `"""`, `"unclosed`, `- - -`, `-`, `--`, `*`, `**`, `a*b*`, `"*"`, `(`, `)`, `()`, `(a OR`, `a AND`, `NOT`, `NEAR(a b)`, `a OR b`, `title:a`, `{a b}:c`, `^a`,
	`a & b`, `a | !b`, `a <-> b`, `a:*`, `:`, `:*`, `!`, `\`, `\'`, `'`, `''`, `' OR 1=1; DROP TABLE report; --`, `%`, `_`, `$1`, `?`, `a?b`, "\x00", "a\x00b", "\xff\xfe", "\x1b[31mred", "<script>alert(1)</script>",
	"🤝", "مفاوضات", "谈判", "ﬁ", "İ", "ß", "a\u0301", "\u200d", strings.Repeat("a", 100_000), strings.Repeat("a ", 5000), strings.Repeat(`"`, 999), strings.Repeat("-a ", 2000), strings.Repeat("ab* ", 500),
}

func (s suite) searchHostile(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	addAll(t, st, Entries(17, 20), 20)
	for _, words := range hostileQueries {
		if _, err := st.Search(ctx, words, ledger.Query{}); err != nil {
			t.Errorf("search %.60q: %v", words, err)
		}
		if _, err := st.FindActors(ctx, words, 5); err != nil {
			t.Errorf("FindActors %.60q: %v", words, err)
		}
		if _, err := st.FindProposals(ctx, words, 5); err != nil {
			t.Errorf("FindProposals %.60q: %v", words, err)
		}
		if _, err := st.Versions(ctx, words); err != nil {
			t.Errorf("Versions %.60q: %v", words, err)
		}
		if _, err := st.Known(ctx, []string{words}); err != nil {
			t.Errorf("Known %.60q: %v", words, err)
		}
		for _, l := range listings {
			if _, err := l.list(ctx, st, ledger.Query{Outlets: []string{words}, Since: ledger.Day(words), Until: ledger.Day(words)}); err != nil {
				t.Errorf("%s of %.60q: %v", l.name, words, err)
			}
		}
	}
	if n := must[ledger.Counts](t)(st.Counts(ctx)).Reports; n != 20 {
		t.Errorf("%d reports after hostile searches", n)
	}
}
