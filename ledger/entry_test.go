package ledger

import (
	"testing"

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
