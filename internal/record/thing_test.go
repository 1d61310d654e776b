package record

import (
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// told is a move of a test: an act, its cue and what it is about.
type told struct {
	act       doc.Act
	cue, what string
}

// onTable builds the record of sentences by one state and lists its positions as
// "label: stance".
func onTable(t *testing.T, moves []told, sentences ...string) []string {
	t.Helper()
	b := newBuilder(t, state("Kenya"))
	for _, s := range sentences {
		b.sentence(s)
	}
	for i := range b.d.Sentences { // one paragraph, so that what is named is near
		b.d.Sentences[i].Paragraph = 0
	}
	b.d.Paragraphs = []doc.Paragraph{{
		Span:      doc.Span{Start: 0, End: len(b.d.Report.Text)},
		Sentences: doc.Range{First: 0, End: len(b.d.Sentences)},
	}}
	for _, m := range moves {
		b.move(m.act, m.cue, m.what, 1)
	}
	var out []string
	for _, p := range b.build().Proposals {
		for _, q := range p.Positions {
			out = append(out, p.Label+": "+q.Stance.String())
		}
	}
	return out
}

const (
	propose = "Kenya/PROPN/2/nsubj proposed/VERB/0/root/propose a/DET/4/det truce/NOUN/2/obj"
	summit  = "Kenya/PROPN/2/nsubj suggested/VERB/0/root/suggest a/DET/4/det summit/NOUN/2/obj"
)

func TestWhatAMoveIsAbout(t *testing.T) {
	for _, c := range []struct {
		name      string
		sentences []string
		moves     []told
		want      string
	}{
		{"of a sentence that says what something is, its subject",
			[]string{"Kenya/PROPN/2/nsubj doubts/VERB/0/root/doubt that/SCONJ/7/mark membership/NOUN/7/nsubj is/AUX/7/cop an/DET/7/det outcome/NOUN/2/ccomp of/ADP/10/case a/DET/10/det settlement/NOUN/7/nmod"},
			[]told{{doc.Doubt, "doubts", "membership is an outcome of a settlement"}}, "Membership: doubts"},
		{"troops that would keep a peace",
			[]string{"Kenya/PROPN/2/nsubj rejected/VERB/0/root/reject that/SCONJ/6/mark troops/NOUN/6/nsubj/troops might/AUX/6/aux keep/VERB/2/ccomp the/DET/8/det peace/NOUN/6/obj"},
			[]told{{doc.Reject, "rejected", "keep the peace"}}, "Troops: against"},
		{"but not the force that is known, which is not refused itself",
			[]string{"The/DET/2/det force/NOUN/5/nsubj:pass would/AUX/5/aux be/AUX/5/aux:pass deployed/VERB/0/root/deploy nowhere/ADV/5/advmod"},
			[]told{{doc.Reject, "deployed", "deployed nowhere"}}, ""},
		{"a deed with its object",
			[]string{"Kenya/PROPN/2/nsubj agreed/VERB/0/root/agree to/PART/4/mark stop/VERB/2/xcomp the/DET/6/det fighting/NOUN/4/obj"},
			[]told{{doc.Agree, "agreed", "stop the fighting"}}, "Stop the fighting: for"},
		{"but not what is done to something else",
			[]string{"Kenya/PROPN/2/nsubj agreed/VERB/0/root/agree to/PART/4/mark stop/VERB/2/xcomp the/DET/6/det train/NOUN/4/obj"},
			[]told{{doc.Agree, "agreed", "stop the train"}}, ""},
		{"who would cancel a summit is not for it",
			[]string{"Kenya/PROPN/2/nsubj agreed/VERB/0/root/agree to/PART/4/mark cancel/VERB/2/xcomp the/DET/6/det summit/NOUN/4/obj"},
			[]told{{doc.Agree, "agreed", "cancel the summit"}}, ""},
		{"people on the ground are troops",
			[]string{"Kenya/PROPN/3/nsubj would/AUX/3/aux reject/VERB/0/root boots/NOUN/3/obj/boot on/ADP/7/case the/DET/7/det ground/NOUN/4/nmod"},
			[]told{{doc.Reject, "reject", "boots on the ground"}}, "Boots on the ground: against"},
		{"boots alone are boots",
			[]string{"Kenya/PROPN/3/nsubj would/AUX/3/aux reject/VERB/0/root boots/NOUN/3/obj/boot"},
			[]told{{doc.Reject, "reject", "boots"}}, ""},
		{"an offer of the thing itself",
			[]string{"Kenya/PROPN/2/nsubj offered/VERB/0/root/offer a/DET/4/det truce/NOUN/2/obj"},
			[]told{{doc.Offer, "offered", "truce"}}, "Truce: for"},
		{"and not one to do something else about it",
			[]string{"Kenya/PROPN/2/nsubj offered/VERB/0/root/offer to/PART/4/mark discuss/VERB/2/xcomp a/DET/6/det truce/NOUN/4/obj"},
			[]told{{doc.Offer, "offered", "discuss a truce"}}, ""},
		{"who agrees to consider a thing is open to it",
			[]string{"Kenya/PROPN/2/nsubj agreed/VERB/0/root/agree to/PART/4/mark consider/VERB/2/xcomp a/DET/6/det truce/NOUN/4/obj"},
			[]told{{doc.Agree, "agreed", "consider a truce"}}, "Truce: open"},
		{"whoever rallies behind a capital names no venue",
			[]string{"Kenya/PROPN/2/nsubj rallied/VERB/0/root/rally behind/ADP/4/case Rome/PROPN/2/obl"},
			[]told{{doc.Support, "rallied", "Rome"}}, ""},
	} {
		if got := strings.Join(onTable(t, c.moves, c.sentences...), "; "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPointingBack(t *testing.T) {
	agreed := "Kenya/PROPN/2/nsubj accepted/VERB/0/root/accept it/PRON/2/obj"
	welcomed := "Kenya/PROPN/2/nsubj welcomed/VERB/0/root/welcome the/DET/4/det proposal/NOUN/2/obj"
	for _, c := range []struct {
		name      string
		sentences []string
		moves     []told
		want      []string
	}{
		{"the proposal is the one told", []string{propose, welcomed},
			[]told{{doc.Propose, "proposed", "truce"}, {doc.Support, "welcomed", "proposal"}}, []string{"Truce: for"}},
		{"of two in one sentence it is none", []string{propose + " and/CCONJ/6/cc suggested/VERB/2/conj/suggest a/DET/8/det summit/NOUN/6/obj", agreed},
			[]told{{doc.Propose, "proposed", "truce"}, {doc.Propose, "suggested", "summit"}, {doc.Reject, "accepted", "it"}},
			[]string{"Truce: for", "Summit: for"}},
		{"it is what the sentence before is about", []string{propose, agreed},
			[]told{{doc.Propose, "proposed", "truce"}, {doc.Reject, "accepted", "it"}}, []string{"Truce: for", "Truce: against"}},
		{"and no further back", []string{propose, "Rain/NOUN/2/nsubj fell/VERB/0/root/fall", agreed},
			[]told{{doc.Propose, "proposed", "truce"}, {doc.Reject, "accepted", "it"}}, []string{"Truce: for"}},
		{"a proposal of somebody else is another", []string{propose, "Kenya/PROPN/2/nsubj welcomed/VERB/0/root/welcome the/DET/5/det Turkish/ADJ/5/amod proposal/NOUN/2/obj"},
			[]told{{doc.Propose, "proposed", "truce"}, {doc.Reject, "welcomed", "Turkish proposal"}}, []string{"Truce: for"}},
		{"of two that are far, none is meant", []string{propose, summit, "Rain/NOUN/2/nsubj fell/VERB/0/root/fall", welcomed},
			[]told{{doc.Propose, "proposed", "truce"}, {doc.Propose, "suggested", "summit"}, {doc.Reject, "welcomed", "proposal"}},
			[]string{"Truce: for", "Summit: for"}},
	} {
		if got := onTable(t, c.moves, c.sentences...); !slices.Equal(got, c.want) && strings.Join(sorted(got), ";") != strings.Join(sorted(c.want), ";") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

func TestTrucesOfTwoExtents(t *testing.T) {
	full := "Kenya/PROPN/2/nsubj backed/VERB/0/root/back a/DET/5/det full/ADJ/5/amod ceasefire/NOUN/2/obj"
	for _, c := range []struct {
		name, second, what string
		want               int
	}{
		{"a short one is not the full one", "Kenya/PROPN/2/nsubj proposed/VERB/0/root/propose a/DET/5/det short/ADJ/5/amod truce/NOUN/2/obj", "short truce", 2},
		{"what goes on behind the name tells it too", "Kenya/PROPN/2/nsubj proposed/VERB/0/root/propose a/DET/4/det truce/NOUN/2/obj on/ADP/6/case parts/NOUN/4/nmod/part", "truce", 2},
		{"under another name it is the same", propose, "truce", 1},
	} {
		got := onTable(t, []told{{doc.Support, "backed", "full ceasefire"}, {doc.Propose, "proposed", c.what}}, full, c.second)
		labels := map[string]bool{}
		for _, p := range got {
			label, _, _ := strings.Cut(p, ":")
			labels[label] = true
		}
		if len(labels) != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestWhatARivalSaysIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		tag  doc.XPOS
		want int
	}{{"a refusal that is told", doc.PVBD, 1}, {"and one that is only held against one", doc.PVB, 0}} {
		b := newBuilder(t, state("Kenya"), state("Mali"))
		b.sentence("Mali/PROPN/2/nsubj rejects/VERB/0/root/reject a/DET/4/det truce/NOUN/2/obj")
		b.d.Tags[1].X = c.tag
		m := b.move(doc.Reject, "rejects", "truce", 2)
		m.Via, m.Voice = []doc.ActorID{1}, doc.Relayed
		if r := b.build(); len(r.Proposals) != c.want {
			t.Errorf("%s: %+v", c.name, r.Proposals)
		}
	}
}

func TestRefusedWhereSomethingComesAbout(t *testing.T) {
	for _, c := range []struct {
		name                  string
		necessary, sufficient bool
		want                  doc.Stance
	}{
		{"no, if it happens", false, true, doc.StanceAgainst},
		{"not unless it happens", true, false, doc.StanceIf},
	} {
		b := newBuilder(t, state("Kenya"))
		b.sentence("Kenya/PROPN/2/nsubj rejects/VERB/0/root/reject a/DET/4/det truce/NOUN/2/obj if/SCONJ/7/mark Mali/PROPN/7/nsubj attends/VERB/2/advcl/attend")
		m := b.move(doc.Reject, "rejects", "truce", 1)
		m.If = []doc.Span{b.at("Mali attends")}
		m.Conditions = []doc.Condition{{Span: m.If[0], Necessary: c.necessary, Sufficient: c.sufficient, Status: doc.Open}}
		r := b.build()
		if len(r.Proposals) != 1 || r.Proposals[0].Positions[0].Stance != c.want {
			t.Errorf("%s: %+v", c.name, r.Proposals)
		}
	}
}

func TestMoreOfWhatAMoveIsAbout(t *testing.T) {
	for _, c := range []struct {
		name      string
		sentences []string
		moves     []told
		want      string
	}{
		{"a noun that takes up a verb is what that did",
			[]string{"Mali/PROPN/2/nsubj paused/VERB/0/root/pause all/DET/4/det aid/NOUN/2/obj",
				"Kenya/PROPN/2/nsubj welcomed/VERB/0/root/welcome the/DET/4/det pause/NOUN/2/obj"},
			[]told{{doc.Support, "welcomed", "the pause"}}, "Paused all aid: for"},
		{"without such a verb it is a truce",
			[]string{"Kenya/PROPN/2/nsubj welcomed/VERB/0/root/welcome the/DET/4/det pause/NOUN/2/obj"},
			[]told{{doc.Support, "welcomed", "pause"}}, "Pause: for"},
		{"armies that stop where they are",
			[]string{"Kenya/PROPN/2/nsubj agreed/VERB/0/root/agree to/PART/4/mark stop/VERB/2/xcomp where/ADV/7/advmod they/PRON/7/nsubj are/AUX/4/advcl/be"},
			[]told{{doc.Agree, "agreed", "stop where they are"}}, "Stop where they are: for"},
		{"but not a train that stops where the line ends",
			[]string{"Kenya/PROPN/2/nsubj agreed/VERB/0/root/agree to/PART/4/mark stop/VERB/2/xcomp where/ADV/8/advmod the/DET/7/det line/NOUN/8/nsubj ends/VERB/4/advcl/end"},
			[]told{{doc.Agree, "agreed", "stop where the line ends"}}, ""},
		{"what a plan is to do, hung on the verb",
			[]string{"Kenya/PROPN/2/nsubj backs/VERB/0/root/back proposals/NOUN/2/obj/proposal to/PART/5/mark stop/VERB/2/advcl the/DET/7/det shelling/NOUN/5/obj"},
			[]told{{doc.Support, "backs", "proposals to stop the shelling"}}, "Stop the shelling: for"},
		{"what is said to be a good deal is none",
			[]string{"Kenya/PROPN/2/nsubj proposed/VERB/0/root/propose to/PART/4/mark go/VERB/2/xcomp was/AUX/7/cop/be a/DET/7/det deal/NOUN/4/ccomp"},
			[]told{{doc.Propose, "proposed", "go was a deal"}}, ""},
		{"ready to come and to sign is open",
			[]string{"Kenya/PROPN/2/nsubj ready/ADJ/0/root to/PART/4/mark come/VERB/2/xcomp and/CCONJ/7/cc to/PART/7/mark sign/VERB/4/conj a/DET/9/det treaty/NOUN/7/obj"},
			[]told{{doc.Offer, "sign", "sign a treaty"}}, "Treaty: open"},
		{"would sign is for",
			[]string{"Kenya/PROPN/3/nsubj would/AUX/3/aux sign/VERB/0/root a/DET/5/det treaty/NOUN/3/obj"},
			[]told{{doc.Offer, "sign", "sign a treaty"}}, "Treaty: for"},
	} {
		if got := strings.Join(onTable(t, c.moves, c.sentences...), "; "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
