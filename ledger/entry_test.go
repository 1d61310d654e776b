package ledger

import (
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

func TestSaidOf(t *testing.T) {
	for when, want := range map[doc.When]Said{
		"":                      {},
		"2025-08-19":            {"2025-08-19", "2025-08-19"},
		"2024-02":               {"2024-02-01", "2024-02-29"},
		"2019":                  {"2019-01-01", "2019-12-31"},
		"2025-08-11/2025-08-17": {"2025-08-11", "2025-08-17"},
	} {
		if got := SaidOf(when); got != want {
			t.Errorf("%q: %v, want %v", when, got, want)
		}
	}
}

func TestFoldName(t *testing.T) {
	for name, want := range map[string]string{
		"Viktor Orbán":     "viktor orban",
		"  Viktor  ORBAN ": "viktor orban",
		"Abdel-Fattah":     "abdel fattah",
		"Ξένη":             "ξενη",
	} {
		if got := FoldName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestProposalKeyKnowsParticipantsInAnyOrder(t *testing.T) {
	a := ProposalKey(doc.MeetingProposal, []string{"e:x", "e:y"}, "one label")
	if b := ProposalKey(doc.MeetingProposal, []string{"e:y", "e:x"}, "another"); a != b {
		t.Errorf("%q and %q", a, b)
	}
	if c := ProposalKey(doc.ForceProposal, nil, "the air support"); c != ProposalKey(doc.ForceProposal, nil, "Air support") {
		t.Errorf("%q", c)
	}
	if ProposalKey(doc.ForceProposal, nil, "air support") == ProposalKey(doc.ForceProposal, nil, "ground troops") {
		t.Error("two things have one key")
	}
}

func TestProposalKeyOfOneThing(t *testing.T) {
	one := func(kind doc.ProposalKind, labels ...string) {
		t.Helper()
		for _, l := range labels[1:] {
			if a, b := ProposalKey(kind, nil, labels[0]), ProposalKey(kind, nil, l); a != b {
				t.Errorf("%q is %q, %q is %q", labels[0], a, l, b)
			}
		}
	}
	one(doc.TruceProposal, "Truce", "Full and unconditional ceasefire", "the 30-day truce", "an immediate, complete cease-fire")
	one(doc.DealProposal, "Deal", "a lasting peace deal", "peace agreement")
	for _, other := range []string{"Easter truce", "energy ceasefire", "ceasefire in the air and at sea"} {
		if ProposalKey(doc.TruceProposal, nil, other) == ProposalKey(doc.TruceProposal, nil, "ceasefire") {
			t.Errorf("%q is taken for a ceasefire of any kind", other)
		}
	}
	if ProposalKey(doc.DealProposal, nil, "minerals deal") == ProposalKey(doc.DealProposal, nil, "peace deal") {
		t.Error("a minerals deal is taken for peace")
	}
}

func TestLabelWords(t *testing.T) {
	l := labels()
	if len(l.same) < 10 || len(l.idle["*"]) < 10 || !l.idle["truce"]["unconditional"] {
		t.Fatalf("%d words that are one, %d that tell nothing", len(l.same), len(l.idle["*"]))
	}
	for w, s := range l.same {
		if l.same[s] != s {
			t.Errorf("%s stands for %s, which stands for %q", s, w, l.same[s])
		}
	}
}

func TestDeadlineIsSaidBeforeItsDay(t *testing.T) {
	report := time.Date(2031, 6, 12, 0, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		name, move, statement doc.When
		published             time.Time
		status                doc.Status
		want                  Day
	}{
		{"a planned month", "2031-07", "", report, doc.Planned, "2031-06-12"},
		{"days that run on", "2031-06-10/2031-07-01", "", report, doc.Stated, "2031-06-12"},
		{"a statement of the day before", "2031-07", "2031-06-11", report, doc.Planned, "2031-06-11"},
		{"a statement that has the planned day too", "2031-07", "2031-07", report, doc.Planned, "2031-06-12"},
		{"said the day before", "2031-06-11", "", report, doc.Stated, "2031-06-11"},
		{"said that day", "2031-06-12", "2031-06-10", report, doc.Planned, "2031-06-12"},
		{"no day of publication", "2031-07", "", time.Time{}, doc.Planned, ""},
		{"no day of publication, said", "2031-06-11", "", time.Time{}, doc.Stated, "2031-06-11"},
	} {
		d := &doc.Document{Report: doc.Report{Text: "They will meet by July.", Published: x.published}}
		all := doc.Span{Start: 0, End: len(d.Report.Text)}
		d.Statements = []doc.Statement{{ID: 1, Content: []doc.Span{all}, When: x.statement}}
		d.Moves = []doc.Move{{ID: 1, Act: doc.Meet, Cue: doc.Span{Start: 10, End: 14}, Evidence: all, Statement: 1, When: x.move, Status: x.status}}
		d.Deadlines = []doc.Deadline{{Phrase: doc.Span{Start: 15, End: 22}, From: "2031-07-01", To: "2031-07-31", Move: 1}}
		got := EntryOf(d, From{}).Deadlines[0]
		if got.Said.From != x.want || got.From != "2031-07-01" || got.To != "2031-07-31" {
			t.Errorf("%s: said %v of %s…%s, want %s", x.name, got.Said, got.From, got.To, x.want)
		}
	}
}
