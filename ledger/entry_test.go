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
