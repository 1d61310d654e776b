package ledger

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// spanSheets are three reports: one is another's copy.
func spanSheets() []*sheet {
	a := newSheet("alpha", "2025-03-03", "one text")
	a.move(doc.Offer, "Norland", "a truce at sea", "the words", on("2025-03-02"), a.to("Sudova"), binding, a.waits("Sudova"))
	a.move(doc.Reject, "Sudova", "the truce at sea", "the words", on("2025-03-03"), a.to("Norland"))
	a.says("Ann Berg", "we are patient", true)
	a.due("Norland", "leave the port", "2025-03-10", "2025-03-20")
	b := newSheet("beta", "2025-03-05", "another text")
	b.move(doc.Threaten, "Westmark", "to close the strait", "the words", on("2025-03-05"), b.to("Sudova"))
	b.move(doc.Threaten, "Westmark", "to leave", "the words", on("2025-03-05"), b.to("Norland"), status(doc.Denied))
	b.says("Max Holt", "nobody was asked", true)
	c := newSheet("gamma", "2025-03-06", "a third text")
	c.move(doc.Threaten, "Westmark", "to close the strait", "the words", on("2025-03-05"), c.to("Sudova"))
	return []*sheet{a, b, c}
}

func spanText(x *Span) (out []string) {
	for i := range x.Items {
		it := &x.Items[i]
		switch {
		case it.Move != nil:
			out = append(out, string(it.said())+" move "+it.Move.What)
		case it.Statement != nil:
			out = append(out, string(it.said())+" statement "+it.Statement.Content)
		case it.Deadline != nil:
			out = append(out, string(it.Day.To)+" deadline "+it.Deadline.What)
		}
	}
	return out
}

func TestSpan(t *testing.T) {
	l := ledgerOf(t, spanSheets()...)
	x := must(l.Span(t.Context(), Ask{}, Kinds{}, Cursor{}))(t)
	got := spanText(x)
	if x.From != "" || x.Next != (Cursor{}) {
		t.Errorf("all was read, yet it goes on from %q at %+v", x.From, x.Next)
	}
	for _, want := range []string{"2025-03-02 move a truce at sea", "2025-03-05 move to close the strait", "2025-03-20 deadline leave the port"} {
		if n := strings.Count(strings.Join(got, "\n"), want); n != 1 {
			t.Errorf("%d lines %q in %q", n, want, got)
		}
	}
	x = must(l.Span(t.Context(), Ask{}, Kinds{Statements: true}, Cursor{}))(t)
	if got := spanText(x); len(got) != 2 {
		t.Errorf("statements alone: %q", got)
	}
	x = must(l.Span(t.Context(), Ask{Since: "2025-03-03", Until: "2025-03-04"}, Kinds{Moves: true}, Cursor{}))(t)
	if got := spanText(x); !slices.Equal(got, []string{"2025-03-03 move the truce at sea"}) {
		t.Errorf("two days: %q", got)
	}
}

// Page after page holds every line once, and comes to an end.
func TestSpanPages(t *testing.T) {
	var sheets []*sheet
	for i := range 9 {
		s := newSheet(fmt.Sprint("paper", i), fmt.Sprintf("2025-04-%02d", 1+i/2), fmt.Sprintf("text number %d", i))
		s.move(doc.Offer, "Norland", fmt.Sprintf("plan number %d of the port", i+2), "the words", on(fmt.Sprintf("2025-04-%02d", 1+i/2)))
		s.says("Ann Berg", fmt.Sprintf("word %d", i), true)
		sheets = append(sheets, s)
	}
	l := ledgerOf(t, sheets...)
	seen := map[string]int{}
	last, pages := Day("9"), 0
	for after := (Cursor{}); pages < 20; pages++ {
		x := must(l.Span(t.Context(), Ask{Limit: 4}, Kinds{}, after))(t)
		for _, s := range spanText(x) {
			seen[s]++
		}
		for i := range x.Items {
			if d := x.Items[i].said(); d > last {
				t.Errorf("%s stands behind %s", d, last)
			} else {
				last = d
			}
		}
		if after = x.Next; after == (Cursor{}) {
			break
		}
	}
	if len(seen) != 18 || pages != 4 {
		t.Errorf("%d lines on %d pages", len(seen), pages+1)
	}
	for s, n := range seen {
		if n != 1 {
			t.Errorf("%q stands %d times", s, n)
		}
	}
}

func TestNetwork(t *testing.T) {
	l := ledgerOf(t, spanSheets()...)
	n := must(l.Network(t.Context(), Ask{}))(t)
	var got []string
	for i := range n.Pairs {
		p := &n.Pairs[i]
		got = append(got, fmt.Sprintf("%s → %s %d", n.Names[p.From].Name, n.Names[p.To].Name, p.Moves))
	}
	slices.Sort(got)
	// What is told as denied is no act; a copy counts once.
	want := []string{"Norland → Sudova 1", "Sudova → Norland 1", "Westmark → Sudova 1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	list, next, err := l.Between(t.Context(), Ask{}, "Westmark", "Sudova")
	if err != nil || len(list) != 1 || next != 0 || list[0].What != "to close the strait" {
		t.Errorf("%d moves, next %d, %v", len(list), next, err)
	}
	if list, _, err = l.Between(t.Context(), Ask{}, "Sudova", "Westmark"); err != nil || len(list) != 0 {
		t.Errorf("the other way: %d moves, %v", len(list), err)
	}
	if _, _, err = l.Between(t.Context(), Ask{}, "Sudova", "Nobody At All"); err == nil {
		t.Error("nobody is somebody")
	}
}

func TestWaits(t *testing.T) {
	l := ledgerOf(t, spanSheets()...)
	list, from, err := l.Waits(t.Context(), Ask{})
	if err != nil || from != "" || len(list) != 1 || len(list[0].WaitsFor) != 1 {
		t.Fatalf("%d commitments since %q, %v", len(list), from, err)
	}
	if list[0].Status != doc.Open || list[0].Move.What != "a truce at sea" {
		t.Errorf("%v %q", list[0].Status, list[0].Move.What)
	}
}
