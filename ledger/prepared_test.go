package ledger

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// tableWords are the words of a text by the tables of Unicode alone.
func tableWords(s string) []string {
	s = unmarked(cases.Fold().String(norm.NFD.String(s)))
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func checkWords(t interface{ Fatalf(string, ...any) }, s string) {
	if d := cmp.Diff(tableWords(s), plainWords(s)); d != "" {
		t.Fatalf("%q: %s", s, d)
	}
}

func TestWordsAreThoseOfTheTables(t *testing.T) {
	for _, s := range []string{
		"", "G7 – the “Élan” of 2019’s naïve—co\u0301operation… «là»\u00a0x", "Straße, ﬁn, Ǆ, İzmir, Σίσυφος, \u212a", "\xff\xe2\x80 abc\xcc",
		"a\u0301b \u0301c “\u0301d”", "ª² 한국 ٣ наш", "Премʼєр-міністру", "ENDS",
	} {
		checkWords(t, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SampledFrom([]rune("aZ9 -.’“—\u0301\u0308éßİ한Σ«\u00a0\ufffd"))
		checkWords(t, string(rapid.SliceOfN(runes, 0, 12).Draw(t, "text"))+rapid.String().Draw(t, "more"))
	})
}

func BenchmarkWords(b *testing.B) {
	s := "Norland’s foreign minister said on Tuesday that the “talks in Sudova” would not resume before the ban is lifted."
	for b.Loop() {
		plainWords(s)
	}
}

// No deadline is kept or missed by a move that it was not held against.
func TestDeadlinesAreHeldAgainstAllThatMayTell(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v := must(ledgerOf(t, drawSheets(r)...).see(ctx, Ask{}))(t)
		list := must(v.windows())(t)
		o := must(v.outcomes(list))(t)
		var all []ReportID
		for i := range o.moves {
			all = append(all, o.moves[i].Report)
		}
		if err := v.cite(all...); err != nil {
			r.Fatal(err)
		}
		for i := range list {
			d := v.dueOf(&list[i], o)
			near := o.near(d)
			if !slices.IsSorted(near) {
				r.Fatalf("not in order: %v", near)
			}
			for k := range o.moves {
				if m := &o.moves[k]; (v.kept(d, m) || v.missed(d, m)) && !slices.Contains(near, k) {
					r.Fatalf("%s tells of %q, and is not looked at", m.Words, d.Words)
				}
			}
		}
	})
}

// A timeline that tells the newest lines alone has all shifts that lie among them.
func TestTimelineHasTheShiftsOfItsDays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := ledgerOf(t, drawSheets(r)...)
		ask := Ask{Limit: rapid.IntRange(1, 25).Draw(r, "limit")}
		var got []string
		first := Day("")
		items := must(l.Timeline(ctx, ask))(t)
		for i := range items {
			if i == 0 {
				first = items[i].Day.From
			}
			if s := items[i].Shift; s != nil && items[i].Day.From > first {
				got = append(got, s.From.Key+" → "+s.line().Key)
			}
		}
		var want []string
		for _, s := range must(must(l.see(ctx, ask))(t).shifts())(t) {
			if s.Day.From > first && len(items) > 0 {
				want = append(want, s.From.Key+" → "+s.line().Key)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			r.Fatal(d)
		}
	})
}
