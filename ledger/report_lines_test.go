package ledger

import (
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

func TestLinesOf(t *testing.T) {
	a := newSheet("a", "2031-01-01", wire).move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships").
		move(doc.Reject, "Sudova", "a patrol", "Sudova refused a patrol").stance("Grain ships", "Norland", doc.StanceFor, doc.Own, "Norland offered them").
		due("Sudova", "publish the maps", "2031-01-05", "2031-01-20").says("Ann Berg", "it was a good day", false)
	b := newSheet("b", "2031-01-03", "another").move(doc.Offer, "Norland", "coal", "Norland offered coal")
	l := ledgerOf(t, a, b)
	ask := Ask{AsOf: at("2031-02-01")}
	x := must(l.LinesOf(ctx, 1, ask))(t)
	if len(x.Moves) < 2 || len(x.Positions) != 1 || len(x.Statements) != 1 || len(x.Deadlines) != 1 || x.Deadlines[0].State != DuePassed {
		t.Fatalf("%+v", x)
	}
	if x.Positions[0].Label != "Grain ships" || x.Positions[0].Source.Outlet != "a" {
		t.Errorf("%+v", x.Positions[0])
	}
	for i := range x.Moves {
		if x.Moves[i].Report != 1 {
			t.Errorf("a line of another report: %+v", x.Moves[i])
		}
	}
	must(l.Correct(ctx, Correction{Kind: WrongLine, Target: x.Moves[0].Key, Author: "ann", Learned: time.Date(2031, 1, 4, 0, 0, 0, 0, time.UTC)}))(t)
	if y := must(l.LinesOf(ctx, 1, ask))(t); len(y.Moves) != len(x.Moves)-1 {
		t.Errorf("%d moves, then %d: one was marked as wrong", len(x.Moves), len(y.Moves))
	}
	ask.Least = 0.99
	if y := must(l.LinesOf(ctx, 1, ask))(t); len(y.Moves)+len(y.Statements)+len(y.Positions)+len(y.Deadlines) != 0 {
		t.Errorf("lines below the confidence that is asked for: %+v", y)
	}
	if _, err := l.LinesOf(ctx, 99, ask); err == nil {
		t.Error("a report that is not kept has lines")
	}
}

func TestToldBefore(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1").move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships")
	b := newSheet("b", "2031-01-03", "2").move(doc.Offer, "Norland", "the grain ships", "Norland would send the grain ships").move(doc.Reject, "Norland", "a naval patrol", "Norland refused a naval patrol")
	later := newSheet("c", "2031-01-04", "3").move(doc.Reject, "Norland", "a naval patrol", "Norland ruled out a naval patrol")
	l := ledgerOf(t, a, b, later)
	known := must(l.ToldBefore(ctx, 2))(t)
	if len(known) != 1 {
		t.Fatalf("%+v", known)
	}
	for _, k := range known {
		if k.Words != "Norland would send the grain ships" || k.Since != "2031-01-01" || k.First.Outlet != "a" {
			t.Errorf("%+v", k)
		}
	}
	if known := must(l.ToldBefore(ctx, 1))(t); len(known) != 0 {
		t.Errorf("the first report tells what a later one told before: %+v", known)
	}
	if _, err := l.ToldBefore(ctx, 9); err == nil {
		t.Error("a report that is not kept was told before")
	}
}

func TestLinesIn(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1").move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships").move(doc.Reject, "Sudova", "a patrol", "Sudova refused a patrol")
	b := newSheet("b", "2031-01-03", "2").move(doc.Offer, "Norland", "coal", "Norland offered coal").says("Ann Berg", "it was a good day", false)
	l := ledgerOf(t, a, b, newSheet("c", "2031-01-04", "3").move(doc.Offer, "Norland", "tin", "Norland offered tin"))
	moves, statements, err := l.LinesIn(ctx, []ReportID{1, 2}, Ask{})
	if err != nil || len(moves) != 3 || len(statements) != 1 {
		t.Errorf("%d moves, %d statements, %v", len(moves), len(statements), err)
	}
	moves, statements, err = l.LinesIn(ctx, []ReportID{1, 2}, Ask{Actors: []string{"Sudova"}})
	if err != nil || len(moves) != 1 || len(statements) != 0 || moves[0].Source.Outlet != "a" {
		t.Errorf("%d moves, %d statements, %v", len(moves), len(statements), err)
	}
	if moves, _, err := l.LinesIn(ctx, nil, Ask{}); err != nil || len(moves) != 0 {
		t.Errorf("no report has %d moves, %v", len(moves), err)
	}
	cited := must(l.Cite(ctx, []ReportID{1, 3, 99}, Ask{}))(t)
	if len(cited) != 2 || cited[1].Outlet != "a" || cited[3].Outlet != "c" {
		t.Errorf("%+v", cited)
	}
}
