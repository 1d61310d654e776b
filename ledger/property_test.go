package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
	"pgregory.net/rapid"
)

var people = []string{"Ann Berg", "Ivo Kral", "Max Holt", "Norland", "Sudova"}

// drawSheet invents a report of one of ten days.
func drawSheet(t *rapid.T, n int) *sheet {
	day := fmt.Sprintf("2031-05-%02d", rapid.IntRange(1, 10).Draw(t, "day"))
	s := newSheet(rapid.SampledFrom([]string{"wire", "post", "echo"}).Draw(t, "outlet"), day, fmt.Sprint("report ", n)).origin(fmt.Sprint("o", n))
	for k := range rapid.IntRange(1, 4).Draw(t, "lines") {
		by := rapid.SampledFrom(people).Draw(t, "by")
		words := fmt.Sprintf("%s speaks, %d of %d", by, k, n)
		s.stance(rapid.SampledFrom([]string{"Harbour accord", "Ridge truce", "Grain deal"}).Draw(t, "label"), by,
			doc.Stance(rapid.IntRange(1, 5).Draw(t, "stance")), doc.Voice(rapid.SampledFrom([]int{1, 5}).Draw(t, "voice")), words)
		acts := []doc.Act{doc.Offer, doc.Agree, doc.Reject, doc.Deny, doc.Aid, doc.Accuse}
		s.move(rapid.SampledFrom(acts).Draw(t, "act"), by, rapid.SampledFrom([]string{"grain ships", "300 prisoners", "500 prisoners", "shelling of the bridge"}).Draw(t, "what"), words,
			binding, status(doc.Status(rapid.IntRange(1, 2).Draw(t, "status"))))
	}
	if rapid.Bool().Draw(t, "due") {
		s.due(rapid.SampledFrom(people).Draw(t, "who"), "send grain ships", day, "2031-05-20")
	}
	for range rapid.IntRange(0, 3).Draw(t, "deeds") {
		drawDeed(t, s)
	}
	return s
}

// drawDeed adds a line that may turn another one round, keep a deadline or miss it, or
// deny.
func drawDeed(t *rapid.T, s *sheet) {
	a, b := rapid.SampledFrom([]string{"Ann Berg", "Max Holt"}).Draw(t, "one"), rapid.SampledFrom([]string{"Ivo Kral", "Norland"}).Draw(t, "other")
	published := string(s.Report.Published)
	switch rapid.IntRange(0, 9).Draw(t, "deed") {
	case 0:
		s.move(doc.Coerce, "Norland", "military aid to Sudova", "Norland paused military aid to Sudova.", cue("paused"), status(doc.Done))
	case 1:
		s.says("Norland", "it would at once resume military aid to Sudova", false)
	case 2:
		s.move(doc.Meet, a, "", a+" will meet "+b+".", cue("meet"), status(doc.Planned), on("2031-05-06"), s.to(b)).
			dueBy(a, "", a+" will meet "+b+".", "2031-05-06", "2031-05-06")
	case 3:
		s.move(doc.Leave, a, "meeting", a+" cancelled a meeting with "+b+".", cue("cancelled"), s.to(b))
	case 4:
		s.move(doc.Meet, a, "", a+" met "+b+".", cue("met"), status(doc.Done), on(published), s.to(b))
	case 5:
		s.says("Sudova", "There are no plans for "+a+" to meet "+b, false)
	case 6:
		s.move(doc.Deny, "Norland", "anything had been called off", "Norland denied that anything had been called off.")
	case 7:
		s.move(doc.Concede, a, "answer", a+" no longer insists on an answer.", cue("insists")).dueBy(a, "answer", a+" no longer insists on an answer.", published, "2031-05-20")
	case 8:
		s.dueBy(a, "answer to the plan", a+" wants an answer.", published, "2031-05-20")
	case 9:
		s.move(doc.Accuse, "Norland", "lying", "Norland accused Sudova of lying.", s.to("Sudova")).says("Norland", "41 grain ships were burnt", false).says("Sudova", "20 grain ships were burnt", false)
	}
}

func drawSheets(t *rapid.T) []*sheet {
	var out []*sheet
	for n := range rapid.IntRange(2, 8).Draw(t, "reports") {
		out = append(out, drawSheet(t, n))
	}
	return out
}

// answers writes what the ledger answers, by keys.
func answers(t testing.TB, l *Ledger, ask Ask) string {
	out := tableText(t, l, ask)
	table := must(l.Table(ctx, ask))(t)
	out = append(out, fmt.Sprint("looked through ", table.Reports, table.Through))
	for _, s := range must(l.Shifts(ctx, ask))(t) {
		out = append(out, "shift "+s.From.Key+" "+s.To.Key)
	}
	for _, d := range must(l.Due(ctx, ask))(t) {
		line := fmt.Sprint("due ", d.Key, d.State, len(d.Sources))
		if d.Evidence != nil {
			line += d.Evidence.Key
		}
		out = append(out, line)
	}
	for _, w := range must(l.Commitments(ctx, ask))(t) {
		line := fmt.Sprint("commitment ", w.Move.Key, w.Status, w.Sources)
		if w.Evidence != nil {
			line += w.Evidence.Key
		}
		out = append(out, line)
	}
	for _, c := range must(l.Conflicts(ctx, ask))(t) {
		out = append(out, fmt.Sprint("conflict ", c.Kind, c.A.Key, c.B.Key))
	}
	for _, i := range must(l.Timeline(ctx, ask))(t) {
		out = append(out, "timeline "+i.key())
	}
	for _, name := range people {
		if p, err := l.Who(ctx, name, ask); err == nil && len(p.Moves) > 0 {
			for _, s := range p.Positions {
				out = append(out, "who "+name+s.Key)
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestAnswersAsOfADayDoNotChange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sheets := drawSheets(r)
		asOf := at("2031-05-05")
		var early, late []*sheet
		for _, s := range sheets {
			if s.Report.Learned.After(asOf) {
				late = append(late, s)
			} else {
				early = append(early, s)
			}
		}
		// A backdated report that comes in late is later news all the same.
		if len(early) > 0 && rapid.Bool().Draw(r, "backdated") {
			s := early[len(early)-1]
			early = early[:len(early)-1]
			s.Report.Learned = at("2031-05-30")
			late = append(late, s)
		}
		l := ledgerOf(t, early...)
		before := answers(t, l, Ask{AsOf: asOf})
		for _, s := range late {
			if _, err := l.Store.Add(ctx, []*Entry{&s.Entry}); err != nil {
				t.Fatal(err)
			}
		}
		if len(sheets[0].Moves) > 0 {
			c := Correction{Kind: WrongLine, Target: sheets[0].Moves[0].Key, Learned: at("2031-06-01")}
			must(l.Correct(ctx, c))(t)
		}
		if d := cmp.Diff(before, answers(t, l, Ask{AsOf: asOf})); d != "" {
			r.Fatal(d)
		}
	})
}

func TestTheOrderOfAddingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sheets := drawSheets(r)
		want := answers(t, ledgerOf(t, sheets...), Ask{})
		other := rapid.Permutation(sheets).Draw(r, "order")
		if d := cmp.Diff(want, answers(t, ledgerOf(t, other...), Ask{})); d != "" {
			r.Fatal(d)
		}
	})
}

func TestAddingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sheets := drawSheets(r)
		l := ledgerOf(t, sheets...)
		want := answers(t, l, Ask{})
		s := rapid.SampledFrom(sheets).Draw(r, "again")
		added := must(l.Store.Add(ctx, []*Entry{&s.Entry}))(t)
		if !added[0].Same {
			r.Fatal("it was there")
		}
		if err := l.Store.Replace(ctx, &s.Entry); err != nil {
			r.Fatal(err)
		}
		if d := cmp.Diff(want, answers(t, l, Ask{})); d != "" {
			r.Fatal(d)
		}
	})
}

// TestUndoRestores makes corrections at random and takes them all back.
func TestUndoRestores(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sheets := drawSheets(r)
		l := ledgerOf(t, sheets...)
		want := answers(t, l, Ask{})
		var made []int64
		for range rapid.IntRange(1, 6).Draw(r, "corrections") {
			if id, err := l.Correct(context.Background(), drawCorrection(r, sheets, made)); err == nil {
				made = append(made, id)
			}
		}
		for {
			all := must(l.Store.Corrections(ctx))(t)
			live := inForce(all, at("2999-01-01"))
			i := slices.IndexFunc(live, func(c Correction) bool { return c.Kind != UndoCorrection })
			if i < 0 {
				break
			}
			must(l.Correct(ctx, Correction{Kind: UndoCorrection, Target: fmt.Sprint(live[i].ID)}))(t)
		}
		if d := cmp.Diff(want, answers(t, l, Ask{})); d != "" {
			r.Fatal(d)
		}
	})
}

func drawCorrection(r *rapid.T, sheets []*sheet, made []int64) Correction {
	key := func() string {
		kind := doc.Person
		name := rapid.SampledFrom(people).Draw(r, "actor")
		if k, ok := kinds[name]; ok {
			kind = k
		}
		return kind.String() + ":" + FoldName(name)
	}
	s := rapid.SampledFrom(sheets).Draw(r, "report")
	m := rapid.SampledFrom(s.Moves).Draw(r, "move")
	switch rapid.IntRange(0, 5).Draw(r, "kind") {
	case 0:
		return Correction{Kind: MergeActors, Target: key(), With: key()}
	case 1:
		return Correction{Kind: SplitActor, Target: "person:ann berg", With: "Berg"}
	case 2:
		return Correction{Kind: MergeProposals, Target: ProposalKey(doc.DealProposal, nil, "Harbour accord"), With: ProposalKey(doc.DealProposal, nil, "Grain deal")}
	case 3:
		return Correction{Kind: WrongLine, Target: m.Key}
	case 4:
		return Correction{Kind: MarkCommitment, Target: m.Key, With: "lapsed"}
	}
	if len(made) == 0 {
		return Correction{Kind: UndoCorrection, Target: "1"}
	}
	return Correction{Kind: UndoCorrection, Target: fmt.Sprint(rapid.SampledFrom(made).Draw(r, "undone"))}
}
