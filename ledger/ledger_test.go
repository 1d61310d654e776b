package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
)

var ctx = context.Background()

const wire = `Norland's foreign minister said on Monday that her country would accept the harbour accord drawn up in the spring, and that the ferries could sail again as soon as the customs sheds were open. She spoke after two days of talks on the island, where both delegations had met behind closed doors, and praised the hosts for their patience with a text that had grown by forty pages since March.`

func harbour() []*sheet {
	a := newSheet("wire", "2031-03-03", wire).
		stance("Harbour accord", "Ann Berg", doc.StanceFor, doc.Own, "Berg said Norland would accept the accord").
		stance("Harbour accord", "Ivo Kral", doc.StanceAgainst, doc.Own, "Kral ruled the accord out").
		stanceOn("Harbour accord", "Lund", "Max Holt", doc.StanceFor, doc.Own, "Holt proposed Lund")
	b := newSheet("echo", "2031-03-03", wire+" The ferries carry timber.").
		stance("Harbour accord", "Ann Berg", doc.StanceFor, doc.Own, "Berg said Norland would accept the accord")
	c := newSheet("post", "2031-03-09", "Kral relents").
		stance("Harbour accord", "Ivo Kral", doc.StanceFor, doc.Own, "Kral said Sudova would sign")
	d := newSheet("daily", "2031-03-10", "Sudova seems to hesitate").
		stance("Harbour accord", "Ivo Kral", doc.StanceDoubts, doc.Narrated, "Kral is said to hesitate")
	return []*sheet{a, b, c, d}
}

func TestTable(t *testing.T) {
	l := ledgerOf(t, harbour()...)
	got := noKeys(tableText(t, l, Ask{}))
	want := []string{
		"Harbour accord/Lund: Westmark (Max Holt) for own x1",
		"Harbour accord: Norland (Ann Berg) for own x1", // the echo is a copy
		"Harbour accord: Sudova (Ivo Kral) doubts narrated x1",
		"Harbour accord: Sudova (Ivo Kral) for own x1",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want[:2], noKeys(tableText(t, l, Ask{AsOf: at("2031-03-03")}))[:2]); d != "" {
		t.Error(d)
	}
	table := must(l.Table(ctx, Ask{AsOf: at("2031-03-09")}))(t)
	if table.Reports != 2 || table.Through != "2031-03-09" {
		t.Errorf("looked through %d families to %s", table.Reports, table.Through)
	}
	cell := table.Rows[0].Cells[slices.IndexFunc(table.Actors, func(a Actor) bool { return a.Name == "Sudova" })]
	if cell.Past != 1 || cell.Shifts != 1 || len(cell.Latest) != 1 {
		t.Errorf("cell %+v", cell)
	}
	norland := table.Rows[0].Cells[slices.IndexFunc(table.Actors, func(a Actor) bool { return a.Name == "Norland" })]
	if s := norland.Latest[0].Source; s.Copies != 1 || s.Outlet != "wire" || s.Paragraph != 1 {
		t.Errorf("source %+v", s)
	}
	if w := table.Rows[0].Cells[slices.IndexFunc(table.Actors, func(a Actor) bool { return a.Name == "Westmark" })]; len(w.Latest) != 0 {
		t.Errorf("a stand on an option fills the cell of its proposal: %+v", w)
	}
}

func TestTableOfDossier(t *testing.T) {
	l := ledgerOf(t, harbour()...)
	d := &Dossier{Parties: []Party{{Name: "Sudova", Delegation: []string{"Kral", "Nobody Yet"}}, {Name: "Northern Isles"}}, Issues: []Issue{{Name: "harbour", Words: []string{"harbour"}}}}
	table := must(l.Table(ctx, Ask{Dossier: d}))(t)
	if len(table.Actors) != 2 || table.Actors[0].Name != "Sudova" || table.Actors[1].Name != "Northern Isles" || len(table.Rows) != 1 {
		t.Fatalf("columns %v, %d rows", table.Actors, len(table.Rows))
	}
	if len(table.Rows[0].Cells[0].Latest) == 0 || len(table.Rows[0].Cells[1].Latest) != 0 {
		t.Errorf("cells %+v", table.Rows[0].Cells)
	}
	d.Issues = []Issue{{Name: "fish", Words: []string{"fish"}, Kinds: []string{"truce"}}}
	if table = must(l.Table(ctx, Ask{Dossier: d}))(t); len(table.Rows) != 0 {
		t.Errorf("an issue lets %v through", table.Rows)
	}
	d.Parties = []Party{{Name: "Northern Isles"}}
	if list := must(l.Statements(ctx, Ask{Dossier: d}))(t); len(list) != 0 {
		t.Errorf("parties that nobody knows let %d statements through", len(list))
	}
	if err := (&Dossier{Issues: []Issue{{Name: "x", Kinds: []string{"war"}}}, From: "2031-02-01", To: "2031-01-01"}).Check(); err == nil || !strings.Contains(err.Error(), "war") || !strings.Contains(err.Error(), "ends") {
		t.Error(err)
	}
}

func TestShifts(t *testing.T) {
	l := ledgerOf(t, harbour()...)
	list := must(l.Shifts(ctx, Ask{}))(t)
	if len(list) != 1 || list[0].Actor.Name != "Sudova" || list[0].From.Stance != doc.StanceAgainst || list[0].To.Stance != doc.StanceFor || list[0].To.Source.Outlet != "post" {
		t.Fatalf("%+v", list)
	}
	if list := must(l.Shifts(ctx, Ask{Since: "2031-03-10"}))(t); len(list) != 0 {
		t.Errorf("a shift of an earlier day: %+v", list)
	}
	if list := must(l.Shifts(ctx, Ask{AsOf: at("2031-03-08")}))(t); len(list) != 0 {
		t.Errorf("a shift that was not learned yet: %+v", list)
	}
}

func TestTurnsAskForMuch(t *testing.T) {
	type told struct {
		day    string
		outlet string
		stance doc.Stance
		voice  doc.Voice
	}
	for name, c := range map[string]struct {
		told []told
		want int
	}{
		"own words turn":          {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "a", doc.StanceAgainst, doc.Own}}, 1},
		"one day decides nothing": {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-01", "b", doc.StanceAgainst, doc.Own}}, 0},
		"a torn day in between":   {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "b", doc.StanceAgainst, doc.Own}, {"2031-01-03", "b", doc.StanceFor, doc.Own}}, 0},
		"narrated once":           {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "a", doc.StanceAgainst, doc.Narrated}}, 0},
		"narrated by two":         {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "a", doc.StanceAgainst, doc.Narrated}, {"2031-01-02", "b", doc.StanceAgainst, doc.Narrated}}, 1},
		"narrated to narrated":    {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Narrated}, {"2031-01-02", "a", doc.StanceAgainst, doc.Narrated}}, 1},
		"narrated warmth":         {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Narrated}, {"2031-01-02", "a", doc.StanceIf, doc.Narrated}}, 0},
		"own condition":           {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "a", doc.StanceIf, doc.Own}}, 1},
		"after a guess":           {[]told{{"2031-01-01", "a", doc.StanceAgainst, doc.Narrated}, {"2031-01-02", "a", doc.StanceFor, doc.Own}}, 0},
		"there and back":          {[]told{{"2031-01-01", "a", doc.StanceFor, doc.Own}, {"2031-01-02", "a", doc.StanceAgainst, doc.Own}, {"2031-01-03", "a", doc.StanceFor, doc.Own}}, 2},
	} {
		var sheets []*sheet
		for i, x := range c.told {
			sheets = append(sheets, newSheet(x.outlet, x.day, strings.Repeat("x", i)).stance("Pier accord", "Ann Berg", x.stance, x.voice, "words"))
		}
		if list := must(ledgerOf(t, sheets...).Shifts(ctx, Ask{}))(t); len(list) != c.want {
			t.Errorf("%s: %d shifts, want %d", name, len(list), c.want)
		}
	}
}

func TestWho(t *testing.T) {
	l := ledgerOf(t, harbour()...)
	p := must(l.Who(ctx, "Kral", Ask{}))(t)
	if p.Actor.Name != "Ivo Kral" || len(p.Positions) != 2 || len(p.Proposals) != 1 || p.Reports != 2 {
		t.Errorf("%+v", p)
	}
	var unknown *UnknownActor
	if _, err := l.Who(ctx, "Iwo Krall", Ask{}); !errors.As(err, &unknown) {
		t.Error(err)
	}
	two := ledgerOf(t, newSheet("a", "2031-01-01", "").move(doc.Support, "Ann Berg", "x", "x"), newSheet("b", "2031-01-01", "").move(doc.Support, "Eva Berg", "x", "x").move(doc.Support, "Tom Bergman", "x", "x"))
	if list := must(two.Events(ctx, Ask{Actors: []string{"Berg"}}))(t); len(list) != 0 {
		t.Error("moves without a code are events")
	}
	if p := must(two.Who(ctx, "Berg", Ask{}))(t); len(p.Others) != 1 {
		t.Errorf("others %v", p.Others)
	}
	if _, err := two.Who(ctx, "Anna Berg", Ask{}); !errors.As(err, &unknown) || !slices.Contains(unknown.Near, "Ann Berg") {
		t.Error(err)
	}
}

func TestCommitments(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1")
	a.move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships if Sudova opens the strait", binding, a.waits("Sudova"))
	b := newSheet("b", "2031-01-01", "22").move(doc.Offer, "Norland", "the grain ships", "Norland offers the grain ships", binding)
	c := newSheet("c", "2031-01-05", "3").move(doc.Aid, "Norland", "grain ships", "Norland sent the grain ships", status(doc.Done))
	e := newSheet("e", "2031-01-02", "4").move(doc.Agree, "Sudova", "prisoner exchange", "Sudova agreed to the prisoner exchange", binding)
	f := newSheet("f", "2031-01-04", "5").move(doc.Leave, "Sudova", "prisoner exchange", "Sudova pulled out of the prisoner exchange", status(doc.Done))
	l := ledgerOf(t, a, b, c, e, f)
	text := func(ask Ask) []string {
		var out []string
		for _, w := range must(l.Commitments(ctx, ask))(t) {
			names := must(l.Names(ctx, append(w.WaitsFor, w.Move.By...)))(t)
			line := fmt.Sprintf("%s %s %s x%d", names[w.Move.By[0]].Name, w.Move.What, w.Status, w.Sources)
			if len(w.WaitsFor) > 0 {
				line += " waits for " + names[w.WaitsFor[0]].Name
			}
			if w.Evidence != nil {
				line += ": " + w.Evidence.Words
			}
			out = append(out, line)
		}
		slices.Sort(out)
		return out
	}
	want := []string{"Norland grain ships met x2 waits for Sudova: Norland sent the grain ships", "Sudova prisoner exchange withdrawn x1: Sudova pulled out of the prisoner exchange"}
	if d := cmp.Diff(want, text(Ask{})); d != "" {
		t.Error(d)
	}
	want = []string{"Norland grain ships open x2 waits for Sudova", "Sudova prisoner exchange open x1"}
	if d := cmp.Diff(want, text(Ask{AsOf: at("2031-01-03")})); d != "" {
		t.Error(d)
	}
	id := must(l.Correct(ctx, Correction{Kind: MarkCommitment, Target: e.Moves[0].Key, With: "lapsed", Author: "me"}))(t)
	if got := text(Ask{})[1]; got != "Sudova prisoner exchange lapsed x1" {
		t.Error(got)
	}
	must(l.Correct(ctx, Correction{Kind: UndoCorrection, Target: fmt.Sprint(id)}))(t)
	if got := text(Ask{})[1]; !strings.Contains(got, "withdrawn") {
		t.Error(got)
	}
	p := must(l.Who(ctx, "Sudova", Ask{}))(t)
	if len(p.Owes) != 1 || len(p.Awaits) != 1 {
		t.Errorf("owes %d, awaited %d", len(p.Owes), len(p.Awaits))
	}
}

func TestDue(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1").due("Norland", "open the customs sheds", "2031-01-01", "2031-01-10").due("Sudova", "publish the maps", "2031-01-01", "2031-01-20")
	b := newSheet("b", "2031-01-02", "2").due("Norland", "open the customs sheds", "2031-01-02", "2031-01-10")
	c := newSheet("c", "2031-01-09", "3").move(doc.Concede, "Norland", "the customs sheds", "Norland opened the customs sheds", status(doc.Done))
	late := newSheet("d", "2031-01-25", "4").move(doc.Concede, "Sudova", "the maps", "Sudova published the maps", status(doc.Done))
	late.Moves[0].Cue = "published"
	l := ledgerOf(t, a, b, c, late)
	text := func(ask Ask) string {
		var out []string
		for _, d := range must(l.Due(ctx, ask))(t) {
			out = append(out, fmt.Sprintf("%s %s +%d", d.What, d.State, len(d.Sources)))
		}
		return strings.Join(out, "; ")
	}
	for day, want := range map[string]string{
		"2031-01-03": "open the customs sheds open +1; publish the maps open +0",
		"2031-01-12": "open the customs sheds kept +1; publish the maps open +0",
		"2031-01-30": "open the customs sheds kept +1; publish the maps passed +0",
	} {
		if got := text(Ask{AsOf: at(day)}); got != want {
			t.Errorf("%s: %s", day, got)
		}
	}
	must(l.Correct(ctx, Correction{Kind: MarkDeadline, Target: a.Deadlines[1].Key, With: "missed", Author: "me"}))(t)
	if got := text(Ask{}); !strings.Contains(got, "maps missed") {
		t.Error(got)
	}
}

func TestConflicts(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1")
	a.move(doc.Agree, "Norland", "exchange of 300 prisoners", "Norland agreed to an exchange of 300 prisoners", on("2031-01-01"))
	a.move(doc.Agree, "Sudova", "more than 40 buses", "Sudova agreed to more than 40 buses")
	a.move(doc.Accuse, "Norland", "shelling of the river bridge", "Norland accused Sudova of shelling of the river bridge", a.to("Sudova"))
	a.says("Ann Berg", "we will never give up the lighthouse at the northern cape", true)
	a.stance("Harbour accord", "Max Holt", doc.StanceFor, doc.Own, "Holt backs it")
	b := newSheet("b", "2031-01-02", "22")
	b.move(doc.Agree, "Norland", "exchange of 500 prisoners", "Norland agreed to an exchange of 500 prisoners", on("2031-01-01"))
	b.move(doc.Agree, "Sudova", "45 buses", "Sudova agreed to 45 buses", on("2031-01-01"))
	b.move(doc.Deny, "Sudova", "shelling of the bridge", "Sudova denied shelling of the bridge")
	b.says("Ivo Kral", "we will never give up the lighthouse at the northern cape", true)
	c := newSheet("c", "2031-01-01", "333").stance("Harbour accord", "Max Holt", doc.StanceAgainst, doc.Own, "Holt refuses it")
	d1 := newSheet("d", "2031-01-03", "first").origin("https://d.example/1").move(doc.Support, "Westmark", "a pause of ten days", "Westmark backed a pause of ten days")
	d2 := newSheet("d", "2031-01-03", "second").origin("https://d.example/1").move(doc.Support, "Westmark", "a pause of three days", "Westmark backed a pause of three days")
	got := map[ConflictKind][]Conflict{}
	for _, x := range must(ledgerOf(t, a, b, c, d1, d2).Conflicts(ctx, Ask{}))(t) {
		got[x.Kind] = append(got[x.Kind], x)
	}
	for kind, why := range map[ConflictKind]string{
		NumbersDiffer: "300 against 500", ClaimDenied: "one report denies", OtherSpeaker: "Ann Berg’s in one and Ivo Kral’s",
		StancesOpposed: "for and against on one day", ReportChanged: "in other words",
	} {
		if len(got[kind]) != 1 || !strings.Contains(got[kind][0].Why, why) {
			t.Errorf("%s: %+v", kind, got[kind])
		}
	}
	if n := got[NumbersDiffer]; len(n) == 1 && (n[0].A.Differ != "300" || n[0].B.Differ != "500" || n[0].A.Source.Outlet != "a") {
		t.Errorf("%+v", n)
	}
}

func TestNoConflicts(t *testing.T) {
	copyOf := newSheet("b", "2031-01-01", wire+" It said so.").says("Ivo Kral", "we will never give up the lighthouse at the northern cape", true)
	a := newSheet("a", "2031-01-01", wire).says("Ann Berg", "we will never give up the lighthouse at the northern cape", true)
	x := newSheet("x", "2031-01-01", "1").says("Norland", "the ferries will sail again when the sheds are open", true)
	y := newSheet("y", "2031-01-01", "2").says("Ann Berg", "the ferries will sail again when the sheds are open", true)
	n := newSheet("n", "2031-01-01", "3").move(doc.Agree, "Norland", "exchange of 300 prisoners", "…")
	m := newSheet("m", "2031-01-05", "4").move(doc.Agree, "Norland", "exchange of 500 prisoners", "…")
	y.actor("Ann Berg")
	if list := must(ledgerOf(t, a, copyOf, x, y, n, m).Conflicts(ctx, Ask{}))(t); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestCompareDrafts(t *testing.T) {
	a := newSheet("a", "2031-01-01", "The plan\n1. Norland opens the harbour within 30 days.\n2. Sudova withdraws from the ridge.\n3. Both sides exchange all prisoners.\n4. An office for the missing is set up in Lund.")
	b := newSheet("b", "2031-01-02", "The plan\nPoint 1: Sudova withdraws from the ridge.\nPoint 2: Norland opens the harbour within 60 days.\nPoint 3: Both sides will not exchange all prisoners.\nPoint 4: Westmark pays for the bridges.")
	c := must(ledgerOf(t, a, b).Compare(ctx, 1, 2))(t)
	if !c.Numbered || c.Same != 1 || len(c.Changed) != 1 || len(c.Opposed) != 1 || len(c.OnlyA) != 1 || len(c.OnlyB) != 1 {
		t.Fatalf("%+v", c)
	}
	if p := c.Changed[0]; p.A.Label != "point 1" || p.B.Label != "point 2" || p.Why != "30 there, 60 here" {
		t.Errorf("%+v", p)
	}
	if c.OnlyA[0].Label != "point 4" || c.OnlyA[0].Para != 5 || c.OnlyB[0].Words != "Westmark pays for the bridges." {
		t.Errorf("%+v %+v", c.OnlyA, c.OnlyB)
	}
}

func TestCompareReadouts(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1").move(doc.Support, "Norland", "harbour accord", "Norland backs the harbour accord").move(doc.Offer, "Sudova", "forty ferries", "Sudova offers forty ferries").
		move(doc.Meet, "Norland", "ferry timetable", "The ministers spoke about the ferry timetable")
	b := newSheet("b", "2031-01-01", "2").move(doc.Reject, "Norland", "the harbour accord", "Norland turns the harbour accord down").move(doc.Offer, "Sudova", "forty old ferries", "Sudova would give forty old ferries").
		move(doc.Demand, "Norland", "an apology", "Norland wants an apology")
	c := must(ledgerOf(t, a, b).Compare(ctx, 1, 2))(t)
	if len(c.Opposed) != 1 || len(c.Changed) != 1 || len(c.OnlyA) != 1 || len(c.OnlyB) != 1 || c.OnlyB[0].Label != "demand" {
		t.Errorf("%+v", c)
	}
}

func TestCompareDays(t *testing.T) {
	l := ledgerOf(t, harbour()...)
	c := must(l.CompareDays(ctx, Ask{}, at("2031-03-03"), at("2031-03-09")))(t)
	if c.Same != 2 || len(c.Opposed) != 1 || c.Opposed[0].Why != "against there, for here" || len(c.OnlyA)+len(c.OnlyB)+len(c.Changed) != 0 {
		t.Errorf("%+v", c)
	}
}

func TestNews(t *testing.T) {
	a := newSheet("a", "2031-01-01", "1").move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships")
	b := newSheet("b", "2031-01-03", "2").move(doc.Offer, "Norland", "the grain ships", "Norland would send the grain ships").move(doc.Reject, "Norland", "a naval patrol", "Norland refused a naval patrol")
	later := newSheet("c", "2031-01-04", "3").move(doc.Reject, "Norland", "a naval patrol", "Norland ruled out a naval patrol")
	n := must(ledgerOf(t, a, b, later).News(ctx, 2))(t)
	if len(n.New) != 1 || n.New[0] != "Norland refused a naval patrol" || len(n.Known) != 1 || n.Known[0].Since != "2031-01-01" || n.Known[0].First.Outlet != "a" {
		t.Errorf("%+v", n)
	}
	l := ledgerOf(t, harbour()...)
	if n := must(l.News(ctx, 3))(t); len(n.Shifts) != 1 {
		t.Errorf("%+v", n)
	}
}

func TestTimeline(t *testing.T) {
	a := newSheet("a", "2031-01-01", wire).move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships").due("Sudova", "publish the maps", "2031-01-05", "2031-01-20").says("Ann Berg", "it was a good day", false)
	b := newSheet("b", "2031-01-02", wire+" more").move(doc.Offer, "Norland", "grain ships", "Norland offered grain ships", on("2031-01-01")).says("Ann Berg", "it was a good day", false)
	var got []string
	for _, i := range must(ledgerOf(t, a, b).Timeline(ctx, Ask{}))(t) {
		got = append(got, fmt.Sprint(i.Day.From, i.Move != nil, i.Statement != nil, i.Deadline != nil))
	}
	want := []string{"2031-01-01true false false", "2031-01-02false true false", "2031-01-05false false true"}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestSample(t *testing.T) {
	s := newSheet("a", "2031-01-01", "1")
	for range 30 {
		s.move(doc.Offer, "Norland", "x", "x")
	}
	l := ledgerOf(t, s)
	draw := func(seed uint64) (out []string) {
		for _, m := range must(l.Sample(ctx, Ask{}, 10, seed))(t) {
			out = append(out, m.Key)
		}
		return out
	}
	if a, b := draw(1), draw(1); len(a) != 10 || !slices.Equal(a, b) {
		t.Error("one seed draws two samples")
	}
	if slices.Equal(draw(1), draw(2)) {
		t.Error("two seeds draw one sample")
	}
}
