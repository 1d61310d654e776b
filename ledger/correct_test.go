package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// berg is two persons whom the reports' names make one.
func berg() *Ledger {
	a := newSheet("a", "2031-01-01", "Ann Berg of Norland spoke").stance("Pier accord", "Ann Berg", doc.StanceFor, doc.Own, "Ann Berg backs it").move(doc.Support, "Ann Berg", "the accord", "Ann Berg backs it")
	b := newSheet("b", "2031-01-02", "Lena Berg spoke").stance("Pier accord", "Ann Berg", doc.StanceAgainst, doc.Own, "Berg refuses it").move(doc.Reject, "Ann Berg", "the accord", "Berg refuses it")
	b.Actors[0].Names = append(b.Actors[0].Names, "Lena Berg")
	c := newSheet("c", "2031-01-03", "Iwo Kral spoke").stance("The accord of Lund", "Iwo Kral", doc.StanceFor, doc.Own, "Iwo Kral backs it").stance("Pier accord", "Ivo Kral", doc.StanceFor, doc.Own, "Ivo Kral backs it")
	m := NewMemory()
	for _, s := range []*sheet{a, b, c} {
		if _, err := m.Add(ctx, []*Entry{&s.Entry}); err != nil {
			panic(err)
		}
	}
	return New(m)
}

func TestMerge(t *testing.T) {
	l := berg()
	id := must(l.Correct(ctx, Correction{Kind: MergeActors, Target: "person:ivo kral", With: "person:iwo kral", Author: "me", Learned: at("2031-02-01")}))(t)
	got := noKeys(tableText(t, l, Ask{Actors: []string{"Iwo Kral"}}))
	if len(got) != 2 || !strings.Contains(strings.Join(got, ";"), "The accord of Lund: Ivo Kral (Ivo Kral) for") {
		t.Errorf("%q", got)
	}
	p := must(l.Who(ctx, "Ivo Kral", Ask{}))(t)
	if len(p.Merged) != 1 || len(p.Positions) != 2 || !slices.Contains(p.Actor.Names, "Iwo Kral") {
		t.Errorf("%+v", p)
	}
	if p := must(l.Who(ctx, "Ivo Kral", Ask{AsOf: at("2031-01-03")}))(t); len(p.Merged) != 0 {
		t.Error("a merge is known before it was made")
	}
	undo := must(l.Correct(ctx, Correction{Kind: UndoCorrection, Target: fmt.Sprint(id)}))(t)
	if p := must(l.Who(ctx, "Ivo Kral", Ask{}))(t); len(p.Merged) != 0 {
		t.Error("an undo does not undo")
	}
	must(l.Correct(ctx, Correction{Kind: UndoCorrection, Target: fmt.Sprint(undo)}))(t)
	if p := must(l.Who(ctx, "Ivo Kral", Ask{}))(t); len(p.Merged) != 1 {
		t.Error("an undo of an undo does not restore")
	}
}

func TestMergeProposals(t *testing.T) {
	l := berg()
	lund := ProposalKey(doc.DealProposal, nil, "The accord of Lund")
	must(l.Correct(ctx, Correction{Kind: MergeProposals, Target: ProposalKey(doc.DealProposal, nil, "Pier accord"), With: lund}))(t)
	if table := must(l.Table(ctx, Ask{}))(t); len(table.Rows) != 1 || table.Rows[0].Proposal.Label != "Pier accord" || table.Rows[0].Reports != 3 {
		t.Errorf("%+v", table.Rows)
	}
	if table := must(l.Table(ctx, Ask{Proposal: lund}))(t); len(table.Rows) != 1 || table.Rows[0].Proposal.Label != "Pier accord" {
		t.Errorf("%+v", table.Rows)
	}
	var unknown *UnknownProposal
	if _, err := l.Table(ctx, Ask{Proposal: "fish"}); !errors.As(err, &unknown) {
		t.Error(err)
	}
}

func TestSplit(t *testing.T) {
	l := berg()
	if n := len(must(l.Shifts(ctx, Ask{}))(t)); n != 1 {
		t.Fatalf("%d shifts of what is held to be one", n)
	}
	must(l.Correct(ctx, Correction{Kind: SplitActor, Target: "person:ann berg", With: "Lena Berg"}))(t)
	if n := len(must(l.Shifts(ctx, Ask{}))(t)); n != 0 {
		t.Errorf("%d shifts of two", n)
	}
	lena := must(l.Who(ctx, "Lena Berg", Ask{}))(t)
	ann := must(l.Who(ctx, "Ann Berg", Ask{}))(t)
	if len(lena.Positions) != 1 || lena.Positions[0].Stance != doc.StanceAgainst || len(lena.Moves) != 1 || len(ann.Positions) != 1 || len(ann.Moves) != 1 {
		t.Errorf("%+v\n%+v", lena, ann)
	}
	if slices.Contains(ann.Actor.Names, "Lena Berg") {
		t.Errorf("names %q", ann.Actor.Names)
	}
	if a := must(l.Names(ctx, []ActorID{lena.Actor.ID}))(t)[lena.Actor.ID]; a.Name != "Lena Berg" {
		t.Errorf("%+v", a)
	}
}

func TestWrongLine(t *testing.T) {
	l := berg()
	moves := must(l.Store.Moves(ctx, Query{}))(t)
	positions := must(l.Store.Positions(ctx, Query{}))(t)
	must(l.Correct(ctx, Correction{Kind: WrongLine, Target: moves[1].Key}))(t)
	must(l.Correct(ctx, Correction{Kind: WrongLine, Target: positions[1].Key}))(t)
	p := must(l.Who(ctx, "Ann Berg", Ask{}))(t)
	if len(p.Moves) != 1 || len(p.Positions) != 1 || p.Positions[0].Stance != doc.StanceFor {
		t.Errorf("%+v", p)
	}
}

func TestBadCorrections(t *testing.T) {
	l := berg()
	must(l.Correct(ctx, Correction{Kind: MergeActors, Target: "person:ivo kral", With: "person:iwo kral"}))(t)
	moves := must(l.Store.Moves(ctx, Query{}))(t)
	for _, c := range []Correction{
		{Kind: "burn", Target: "person:ann berg"},
		{Kind: MergeActors, Target: "person:ivo kral", With: "person:nobody"},
		{Kind: MergeActors, Target: "person:ivo kral", With: "person:ivo kral"},
		{Kind: MergeActors, Target: "person:iwo kral", With: "person:ivo kral"},
		{Kind: MergeProposals, Target: "deal||accord", With: "deal||fish"},
		{Kind: SplitActor, Target: "person:ann berg", With: "Ann Berg"},
		{Kind: SplitActor, Target: "person:ann berg", With: "Eva Berg"},
		{Kind: WrongLine, Target: "r000000000000:m1"},
		{Kind: WrongLine, Target: moves[0].Key + "f"},
		{Kind: WrongLine, Target: ""},
		{Kind: MarkCommitment, Target: moves[0].Key, With: "met"},
		{Kind: MarkDeadline, Target: moves[0].Key, With: "kept"},
		{Kind: MarkDeadline, Target: moves[0].Key, With: "late"},
		{Kind: UndoCorrection, Target: "7"},
		{Kind: UndoCorrection, Target: "the last"},
	} {
		var bad *BadCorrection
		if _, err := l.Correct(ctx, c); !errors.As(err, &bad) || bad.Do == "" {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if n := len(must(l.Store.Corrections(ctx))(t)); n != 1 {
		t.Errorf("%d corrections are kept", n)
	}
}

func TestNamesThatFitSeveral(t *testing.T) {
	l := ledgerOf(t, newSheet("a", "2031-01-01", "").move(doc.Support, "Ann Maria Berg", "x", "x"), newSheet("b", "2031-01-02", "").move(doc.Support, "Eva Maria Holm", "x", "x"))
	var several *AmbiguousActor
	if _, err := l.Events(ctx, Ask{Actors: []string{"Maria"}}); !errors.As(err, &several) || len(several.Choices) != 2 {
		t.Error(err)
	}
	if _, err := l.Events(ctx, Ask{Actors: []string{"person:eva maria holm"}}); err != nil {
		t.Error(err)
	}
}

func TestMergesAreProposed(t *testing.T) {
	l := berg()
	if list := must(l.Merges(ctx, 0))(t); len(list) != 0 {
		t.Errorf("positions alone: %+v", list)
	}
	l = ledgerOf(t, newSheet("a", "2031-01-01", "").move(doc.Support, "Andrey Kralov", "x", "x"), newSheet("b", "2031-01-02", "").move(doc.Support, "Andrei Kralov", "x", "x"))
	list := must(l.Merges(ctx, 0))(t)
	if len(list) != 1 || list[0].Odds < 0.8 || list[0].Why != "spellings of one name" {
		t.Fatalf("%+v", list)
	}
	must(l.Correct(ctx, Correction{Kind: MergeActors, Target: list[0].A.Key, With: list[0].B.Key}))(t)
	if list := must(l.Merges(ctx, 0))(t); len(list) != 0 {
		t.Errorf("what is merged is proposed: %+v", list)
	}
}

func TestSearchOfMemory(t *testing.T) {
	l := ledgerOf(t, newSheet("a", "2031-01-01", "The harbour of Lund is closed"), newSheet("b", "2031-01-02", "The harbours are closed in Lund"))
	for words, want := range map[string]int{"harbour": 1, "harbour*": 2, `"lund is"`: 1, "lund -harbours": 1, "closed lund": 2, "-lund": 0, "": 0, `"`: 0} {
		hits := must(l.Search(ctx, words, Ask{}))(t)
		if len(hits) != want {
			t.Errorf("%s: %d hits, want %d", words, len(hits), want)
		}
		for _, h := range hits {
			if !strings.Contains(h.Excerpt, "\x01") || !strings.Contains(h.Excerpt, "\x02") || h.Report.Text != "" {
				t.Errorf("%s: %+v", words, h)
			}
		}
	}
}
