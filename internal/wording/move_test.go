package wording

import (
	"slices"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

func TestMoveKeepsItsVerb(t *testing.T) {
	for _, x := range []struct {
		act                 doc.Act
		sentence, cue, what string
		want                string
	}{
		{doc.Offer, "Oslo said it would delay new tolls on Danish boats until May 3.", "delay", "new tolls on Danish boats", "would delay new tolls on Danish boats until May 3"},
		{doc.Offer, "Peru said it would raise the fence within a week.", "raise", "fence", "would raise the fence within a week"},
		{doc.Offer, "Chile is to drop the claim.", "drop", "claim", "to drop the claim"},
		{doc.Concede, "Mali has lifted the blockade, its minister said.", "lifted", "blockade", "lifted the blockade"},
		{doc.Coerce, "Peru closed the border.", "closed", "border", "closed the border"},
		{doc.Agree, "They signed the accord in Lima.", "signed", "accord", "signed the accord in Lima"},
		{doc.Concede, "Peru gave in to the pressure, it said.", "gave", "", "gave in to the pressure"},
		{doc.Accuse, "Peru accused Chile of a slow start.", "accused", "", "Chile of a slow start"},
		{doc.Concede, "The ban was lifted by Peru.", "lifted", "ban", "The ban was lifted by Peru"},
		{doc.Concede, "Peru lifted, after a night of talks, the ban.", "lifted", "ban", "Peru lifted, after a night of talks, the ban."},
		// The act says what the cue says.
		{doc.Agree, "Peru agreed to a plan.", "agreed", "plan", "a plan"},
		{doc.Agree, "Peru agreed to lift the ban.", "agreed", "lift the ban", "to lift the ban"},
		{doc.Offer, "Peru offered a pause.", "offered", "pause", "a pause"},
		{doc.Offer, "Peru is ready to lift the ban.", "ready", "lift the ban", "to lift the ban"},
		{doc.Support, "Peru supports the plan.", "supports", "plan", "the plan"},
		{doc.Reject, "Peru vetoed the plan.", "vetoed", "plan", "vetoed the plan"},
		{doc.Reject, "Peru refused to discuss quotas.", "refused", "discuss quotas", "refused to discuss quotas"},
		{doc.Reject, "Peru ruled out a truce.", "ruled", "truce", "a truce"},
		{doc.Reject, "Peru said it would not discuss dairy quotas.", "discuss", "discuss dairy quotas", "would not discuss dairy quotas"},
		{doc.Reject, "Peru will never open the port.", "open", "port", "will never open the port"},
	} {
		m := ledger.Move{Act: x.act, Cue: x.cue, What: x.what, Line: ledger.Line{Words: x.sentence}}
		if got, _ := Move(&m); got != x.want {
			t.Errorf("%s\n got %q\nwant %q", x.sentence, got, x.want)
		}
	}
}

func TestConditionStandsOnceAndWhole(t *testing.T) {
	for _, x := range []struct {
		sentence, condition, want string
		after                     []string
	}{
		{"Peru would sign the accord if Chile frees the port.", "Chile frees the port", "would sign the accord if Chile frees the port", nil},
		{"Peru would sign the accord if Chile frees the port, which it took in May, and pays.", "Chile frees the port, which it took in May, and pays",
			"would sign the accord", []string{"Chile frees the port, which it took in May, and pays"}},
		{"Peru would sign the accord if Chile, which holds the port, opens it.", "Chile, which holds the port, opens it", "would sign the accord", []string{"Chile, which holds the port, opens it"}},
		{"Peru would sign the accord with Chile, which holds the port, if Chile opens it.", "Chile opens it", "would sign the accord with Chile", []string{"Chile opens it"}},
		{"Peru would sign the accord provided that Chile frees the port, now shut.", "Chile frees the port, now shut", "would sign the accord", []string{"Chile frees the port, now shut"}},
		{"If Chile frees the port, Peru would sign the accord.", "Chile frees the port", "would sign the accord", []string{"Chile frees the port"}},
		// The same words that are not its condition stay.
		{"Peru would sign the accord with Chile frees or not.", "Chile frees the port", "would sign the accord with Chile frees or not", []string{"Chile frees the port"}},
	} {
		m := ledger.Move{Act: doc.Offer, Cue: "sign", What: "accord", Line: ledger.Line{Words: x.sentence}, Conditions: []ledger.Condition{{Words: x.condition}}}
		text, whole := Move(&m)
		if got := Conditions(&m, text, whole); text != x.want || !slices.Equal(got, x.after) {
			t.Errorf("%s\n got %q IF %q\nwant %q IF %q", x.sentence, text, got, x.want, x.after)
		}
	}
}
