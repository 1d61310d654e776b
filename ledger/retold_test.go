package ledger

import (
	"fmt"
	"slices"
	"testing"

	"github.com/parley-reader/parley/doc"
)

const longText = "The two sides spoke for nine hours about grain ships, tolls at the strait, the fate of the old harbour and who is to pay for all of it, and then went home without a paper that either of them would sign before the spring."

func coded(m *Move) { m.Plover.Event = "AGREE" }

// retoldSheets are three reports of one text on three days, one of another that says
// the same, and what is told twice in one report.
func retoldSheets() []*sheet {
	var out []*sheet
	for i := range 3 {
		day := fmt.Sprintf("2031-06-%02d", 10+i)
		s := newSheet(fmt.Sprint("paper", i), day, longText)
		s.move(doc.Offer, "Norland", "grain ships", "Norland offers grain ships.", coded, on(day))
		s.move(doc.Offer, "Sudova", "grain ships", "Sudova offers grain ships.", coded, on(day))
		out = append(out, s)
	}
	other := newSheet("echo", "2031-06-14", "Another text.")
	other.move(doc.Offer, "Norland", "grain ships", "Norland offers grain ships.", coded, on("2031-06-14"))
	twice := newSheet("post", "2031-06-15", "A third text.")
	twice.move(doc.Offer, "Westmark", "a loan", "Westmark offers a loan.", coded, on("2031-06-15"))
	twice.move(doc.Offer, "Westmark", "a loan", "Westmark offers a loan again.", coded, on("2031-06-15"))
	return append(out, other, twice)
}

func tellings(list []MoveLine) (out []string) {
	for i := range list {
		out = append(out, string(list[i].Said.From)+" "+list[i].What+" "+list[i].Source.Outlet)
	}
	slices.Sort(out)
	return out
}

func TestEventsOnce(t *testing.T) {
	l := ledgerOf(t, retoldSheets()...)
	want := []string{"2031-06-10 grain ships paper0", "2031-06-10 grain ships paper0", "2031-06-14 grain ships echo", "2031-06-15 a loan post", "2031-06-15 a loan post"}
	if got := tellings(must(l.Events(t.Context(), Ask{}))(t)); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for limit := 1; limit < 7; limit++ {
		var all []MoveLine
		for ask := (Ask{Limit: limit}); len(all) < 20; {
			page := must(l.Events(t.Context(), ask))(t)
			if all = append(all, page...); len(page) < limit {
				break
			}
			ask.After = int64(page[len(page)-1].ID)
		}
		if got := tellings(all); !slices.Equal(got, want) {
			t.Errorf("pages of %d: %q", limit, got)
		}
	}
	// What lies without the bounds was not told within them.
	if got := tellings(must(l.Events(t.Context(), Ask{Since: "2031-06-11", Until: "2031-06-13"}))(t)); len(got) != 2 || got[0] != "2031-06-11 grain ships paper1" {
		t.Errorf("from the second day: %q", got)
	}
	if got := must(l.Events(t.Context(), Ask{AsOf: at("2031-06-10")}))(t); len(got) != 2 {
		t.Errorf("as of the first day: %q", tellings(got))
	}
	if got := tellings(must(l.Events(t.Context(), Ask{Actors: []string{"Norland"}}))(t)); len(got) != 2 {
		t.Errorf("of one actor: %q", got)
	}
	if _, err := l.Correct(t.Context(), Correction{Kind: WrongLine, Target: must(l.Events(t.Context(), Ask{Until: "2031-06-10"}))(t)[0].Key, Author: "me", Reason: "a test"}); err != nil {
		t.Fatal(err)
	}
	if got := tellings(must(l.Events(t.Context(), Ask{}))(t)); len(got) != 5 || !slices.Contains(got, "2031-06-11 grain ships paper1") {
		t.Errorf("with the first telling marked wrong, the second is told: %q", got)
	}
}

func TestSpanTellsCopiesOnce(t *testing.T) {
	l := ledgerOf(t, retoldSheets()...)
	for _, kinds := range []Kinds{{}, {Events: true}, {Moves: true, Events: true}} {
		var list []MoveLine
		x := must(l.Span(t.Context(), Ask{Actors: []string{"Norland"}}, kinds, Cursor{}))(t)
		for i := range x.Items {
			if m := x.Items[i].Move; m != nil {
				list = append(list, *m)
			}
		}
		if got := tellings(list); !slices.Equal(got, []string{"2031-06-10 grain ships paper0", "2031-06-14 grain ships echo"}) {
			t.Errorf("%+v: %q", kinds, got)
		}
	}
}

// A walk tells once what a page tells once, and all where all is asked for.
func TestWalkEventsOnce(t *testing.T) {
	l := ledgerOf(t, retoldSheets()...)
	w := must(l.Walk(t.Context(), Ask{}))(t)
	for name, x := range map[string]struct {
		read func(func([]MoveLine) error) error
		want int
	}{"once": {w.EventsOnce, 5}, "all": {w.Events, 9}} {
		n := 0
		if err := x.read(func(list []MoveLine) error { n += len(list); return nil }); err != nil || n != x.want {
			t.Errorf("%s: %d events, want %d, %v", name, n, x.want, err)
		}
	}
}
