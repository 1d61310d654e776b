package ledger

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
)

// catch is a story of one issue under several labels.
func catch() []*sheet {
	a := newSheet("wire", "2031-05-02", "Quota talks begin").
		stance("Cod quota for the northern bank", "Ivo Kral", doc.StanceAgainst, doc.Own, "Kral refused a quota").
		stance("Licences of trawlers", "Ivo Kral", doc.StanceFor, doc.Own, "Kral welcomed the licences").
		stance("Harbour accord", "Ivo Kral", doc.StanceFor, doc.Own, "Kral would sign the accord")
	b := newSheet("post", "2031-05-09", "Kral gives way on cod").
		stance("A cod quota on the bank", "Ivo Kral", doc.StanceFor, doc.Own, "Kral accepted a quota").
		stance("Quota", "Ann Berg", doc.StanceFor, doc.Own, "Berg wants the quota")
	c := newSheet("daily", "2031-05-12", "Trawlers").
		stance("Fees for trawlers", "Ivo Kral", doc.StanceAgainst, doc.Own, "Kral refused fees").
		stance("Quota", "Ann Berg", doc.StanceAgainst, doc.Own, "Berg drops the quota")
	return []*sheet{a, b, c}
}

func fishing() *Dossier {
	return &Dossier{Issues: []Issue{
		{Name: "Whales", Words: []string{"whales"}},
		{Name: "Fishing", Kinds: []string{"meeting"}, Words: []string{"quota", "trawlers"}},
		{Name: "Cod", Words: []string{"cod"}},
	}}
}

func TestAnIssueIsOneRow(t *testing.T) {
	l := ledgerOf(t, catch()...)
	table := must(l.Table(ctx, Ask{Dossier: fishing()}))(t)
	if len(table.Rows) != 1 {
		t.Fatalf("%d rows", len(table.Rows))
	}
	r := table.Rows[0]
	if r.Proposal.Label != "Fishing" || r.Proposal.Key != "issue:Fishing" || r.Proposal.Kind != doc.MeetingProposal || r.Reports != 3 {
		t.Errorf("row %+v of %d reports", r.Proposal, r.Reports)
	}
	var got []string
	for _, c := range r.Cells {
		for _, s := range c.Latest {
			got = append(got, s.Label+": "+s.Stance.String())
		}
	}
	slices.Sort(got)
	want := []string{"A cod quota on the bank: for", "Fees for trawlers: against", "Licences of trawlers: for", "Quota: against"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	rows := must(l.Table(ctx, Ask{Dossier: fishing(), Proposal: "cod"}))(t).Rows
	if len(rows) != 2 || strings.HasPrefix(rows[0].Proposal.Key, "issue:") {
		t.Errorf("proposals that are asked for by their words: %d rows", len(rows))
	}
}

func TestShiftsAlongAnIssue(t *testing.T) {
	l := ledgerOf(t, catch()...)
	list := must(l.Shifts(ctx, Ask{Dossier: fishing()}))(t)
	if len(list) != 1 {
		t.Fatalf("%d shifts, want that of the quota on cod alone: %+v", len(list), list)
	}
	s := list[0]
	if s.Proposal.Label != "A cod quota on the bank" || s.From.Label != "Cod quota for the northern bank" || s.From.Stance != doc.StanceAgainst || s.To.Stance != doc.StanceFor {
		t.Errorf("%+v", s)
	}
	if list := must(l.Shifts(ctx, Ask{}))(t); len(list) != 0 {
		t.Errorf("labels are joined without an issue: %+v", list)
	}
}

func TestAgree(t *testing.T) {
	truce := func(label string) *Proposal { return &Proposal{Kind: doc.TruceProposal, Label: label} }
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Truce at sea around the islands", "A ceasefire at sea near the islands", true},
		{"Truce", "Ceasefire", false}, // there is more than one truce
		{"Full ceasefire in the air", "Ceasefire on land", false},
		{"30-day ceasefire", "Ceasefire of 7 days", false},
	} {
		if got := agree(truce(c.a), truce(c.b)); got != c.want {
			t.Errorf("%q and %q agree: %v", c.a, c.b, got)
		}
	}
	a, b := truce("Truce at sea around the islands"), truce("Truce at sea around the islands")
	b.Kind = doc.DealProposal
	if agree(a, b) {
		t.Error("two kinds agree")
	}
	b.Kind, b.Participants = a.Kind, []ActorID{1}
	if agree(a, b) {
		t.Error("those of others agree")
	}
}

func TestUnnamedVoicesOfVersions(t *testing.T) {
	sheetOf := func(n string) *sheet {
		s := newSheet("wire", "2031-05-02", wire+n).origin("https://wire.example/1")
		s.actor("negotiators of the isles")
		party := s.actor("Norland")
		s.Actors[0].Unnamed, s.Actors[0].Key, s.Actors[0].Party = true, "person:negotiators "+n, party
		return s.stance("Harbour accord", "negotiators of the isles", doc.StanceFor, doc.Own, "the negotiators want it")
	}
	l := ledgerOf(t, sheetOf(""), sheetOf(" Corrected."))
	if got := tableText(t, l, Ask{}); len(got) != 1 {
		t.Errorf("what two versions tell of the same unnamed voice: %v", got)
	}
	table := must(l.Table(ctx, Ask{}))(t)
	for _, c := range table.Rows[0].Cells {
		for _, s := range c.Latest {
			if s.Source.Copies != 0 || s.Source.Outlet != "wire" {
				t.Errorf("a version counts as a copy: %+v", s.Source)
			}
		}
	}
}

func TestWhatCopiesTellStandsOnce(t *testing.T) {
	a, b := newSheet("wire", "2031-05-02", wire), newSheet("echo", "2031-05-03", wire+" More follows.")
	for _, s := range []*sheet{a, b} {
		s.actor("negotiators")
		s.Actors[0].Unnamed, s.Actors[0].Key = true, "person:negotiators "+s.Report.Outlet
		s.stance("Harbour accord", "Ann Berg", doc.StanceFor, doc.Own, "Berg is for it").says("Ann Berg", "the sheds are open", true)
		s.due("negotiators", "send a list", "2031-05-04", map[string]string{"wire": "2031-05-09", "echo": "2031-05-10"}[s.Report.Outlet])
		s.move(doc.Offer, "Ann Berg", "two ferries", "Berg offered two ferries").move(doc.Agree, "negotiators", "a longer season", "the negotiators agreed", binding)
	}
	l := ledgerOf(t, a, b)
	p := must(l.Who(ctx, "Ann Berg", Ask{}))(t)
	if len(p.Statements) != 1 || len(p.Moves) != 1 || p.Moves[0].Source.Outlet != "wire" {
		t.Errorf("%d statements, %d moves", len(p.Statements), len(p.Moves))
	}
	if s := p.Positions[0].Source; s.Outlet != "wire" || s.Copies != 1 {
		t.Errorf("the copy of the next day stands for the text it took: %+v", s)
	}
	if w := must(l.Commitments(ctx, Ask{}))(t); len(w) != 1 || w[0].Sources != 1 {
		t.Errorf("%d commitments of one unnamed maker: %+v", len(w), w)
	}
	if d := must(l.Due(ctx, Ask{}))(t); len(d) != 1 || d[0].To != "2031-05-09" || len(d[0].Sources) != 0 {
		t.Errorf("%d windows: %+v", len(d), d)
	}
}
