package ledger

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// TestAReportThatBridgesTwo adds two texts with nothing in common and then one that
// holds both.
func TestAReportThatBridgesTwo(t *testing.T) {
	story := func(n int) string {
		var b strings.Builder
		for i := range 60 {
			fmt.Fprintf(&b, "In part %d of story %d the %d delegates counted %d crates. ", i, n, i*7+n, i*13+n*3)
		}
		return b.String()
	}
	one, two := story(1), story(200)
	a := newSheet("wire", "2031-03-01", one).stance("Harbour accord", "Ann Berg", doc.StanceFor, doc.Own, "Berg is for it")
	b := newSheet("post", "2031-03-01", two).stance("Harbour accord", "Ann Berg", doc.StanceFor, doc.Own, "Berg backs it")
	both := newSheet("echo", "2031-03-08", one+two)
	l := ledgerOf(t, a, b)
	asOf := at("2031-03-05")
	before := answers(t, l, Ask{AsOf: asOf})
	table := must(l.Table(ctx, Ask{AsOf: asOf}))(t)
	if table.Reports != 2 || table.Rows[0].Reports != 2 {
		t.Fatalf("%d sources in %d", table.Rows[0].Reports, table.Reports)
	}
	if _, err := l.Store.Add(ctx, []*Entry{&both.Entry}); err != nil {
		t.Fatal(err)
	}
	if got := answers(t, l, Ask{AsOf: asOf}); got != before {
		t.Errorf("the answer as of a day changed from\n%s\nto\n%s", before, got)
	}
	table = must(l.Table(ctx, Ask{AsOf: asOf}))(t)
	if s := table.Rows[0].Cells[0].Latest[0]; s.Source.Copies != 0 || s.Sources != 2 || table.Rows[0].Reports != 2 {
		t.Errorf("%d copies, %d sources", s.Source.Copies, s.Sources)
	}
	if table = must(l.Table(ctx, Ask{}))(t); table.Reports != 1 || table.Rows[0].Cells[0].Latest[0].Source.Copies != 2 {
		t.Errorf("all three are one source now: %+v", table)
	}
}

func TestCopiesAmong(t *testing.T) {
	short := Report{Sketch: SketchOf("too short to tell")}
	long := Report{Sketch: SketchOf(wire)}
	more := Report{Sketch: SketchOf(wire + " The ferries carry timber.")}
	if got := fmt.Sprint(copiesAmong([]Report{long, short, more, short})); got != "[[0 2] [1] [3]]" {
		t.Error(got)
	}
	if got := copiesAmong(nil); len(got) != 0 {
		t.Error(got)
	}
}
