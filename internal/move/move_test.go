package move

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The sentences and trees are made for these tests.
var trees = []struct {
	name, table          string
	source, cue, content string
	want                 []string
}{
	{
		name: "object control", table: `
			Chile Chile PROPN NNP 2 nsubj Chile
			urged urge VERB VBD 0 root
			Peru Peru PROPN NNP 2 obj Peru
			to to PART TO 5 mark
			reopen reopen VERB VB 2 xcomp
			the the DET DT 7 det
			border border NOUN NN 5 obj
			. . PUNCT . 2 punct`,
		want: []string{"demand Chile>Peru “reopen the border” stated"},
	},
	{
		name: "a passive with its agent", table: `
			The the DET DT 2 det
			plan plan NOUN NN 4 nsubj:pass
			was be AUX VBD 4 aux:pass
			rejected reject VERB VBN 0 root
			by by ADP IN 6 case
			Peru Peru PROPN NNP 4 obl:agent Peru
			. . PUNCT . 4 punct`,
		want: []string{"reject Peru “plan” stated"},
	},
	{
		name: "a relative clause, and a subject shared by two verbs", table: `
			Mora Mora PROPN NNP 9 nsubj Mora
			, , PUNCT , 4 punct
			who who PRON WP 4 nsubj
			met meet VERB VBD 1 acl:relcl
			Silva Silva PROPN NNP 4 obj Silva
			, , PUNCT , 4 punct
			has have AUX VBZ 9 aux
			also also ADV RB 9 advmod
			backed back VERB VBN 0 root
			the the DET DT 11 det
			deal deal NOUN NN 9 obj
			and and CCONJ CC 13 cc
			denounced denounce VERB VBN 9 conj
			Peru Peru PROPN NNP 13 obj Peru`,
		want: []string{"meet Mora>Silva “” done", "support Mora “deal” stated", "accuse Mora>Peru “Peru” stated"},
	},
	{
		name: "what is urged is not done", table: `
			Chile Chile PROPN NNP 2 nsubj Chile
			refused refuse VERB VBD 0 root
			to to PART TO 4 mark
			meet meet VERB VB 2 xcomp
			Silva Silva PROPN NNP 4 obj Silva`,
		want: []string{"reject Chile “meet Silva” stated"},
	},
	{
		name: "a country's readiness in its minister's words, with a condition", table: `
			Mora Mora PROPN NNP 2 nsubj Mora/Chile
			said say VERB VBD 0 root
			Chile Chile PROPN NNP 5 nsubj Chile
			was be AUX VBD 5 cop
			ready ready ADJ JJ 2 ccomp
			to to PART TO 7 mark
			send send VERB VB 5 xcomp
			doctors doctor NOUN NNS 7 obj
			if if SCONJ IN 11 mark
			Peru Peru PROPN NNP 11 nsubj Peru
			asked ask VERB VBD 7 advcl`,
		source: "Mora", cue: "said", content: "Chile was ready to send doctors if Peru asked",
		want: []string{"offer Chile(Mora) “doctors” if “Peru asked” stated"},
	},
	{
		name: "would not, unless", table: `
			Mora Mora PROPN NNP 2 nsubj Mora
			said say VERB VBD 0 root
			he he PRON PRP 6 nsubj Mora
			would would AUX MD 6 aux
			not not PART RB 6 advmod
			sign sign VERB VB 2 ccomp
			the the DET DT 8 det
			accord accord NOUN NN 6 obj
			unless unless SCONJ IN 11 mark
			Peru Peru PROPN NNP 11 nsubj Peru
			withdrew withdraw VERB VBD 6 advcl`,
		source: "Mora", cue: "said", content: "he would not sign the accord unless Peru withdrew",
		want: []string{"reject Mora “accord” if “Peru withdrew”! stated"},
	},
	{
		name: "a noun that carries the act", table: `
			Talks talk NOUN NNS 6 nsubj
			between between ADP IN 3 case
			Chile Chile PROPN NNP 1 nmod Chile
			and and CCONJ CC 5 cc
			Peru Peru PROPN NNP 3 conj Peru
			collapsed collapse VERB VBD 0 root`,
		want: []string{"meet Chile+Peru “” done"},
	},
	{
		name: "under if nothing is told", table: `
			If if SCONJ IN 3 mark
			Chile Chile PROPN NNP 3 nsubj Chile
			attacked attack VERB VBD 6 advcl
			Peru Peru PROPN NNP 3 obj Peru
			ships ship NOUN NNS 6 nsubj
			sail sail VERB VBP 0 root`,
	},
	{
		name: "a bare said", table: `
			Mora Mora PROPN NNP 2 nsubj Mora
			said say VERB VBD 0 root
			it it PRON PRP 4 nsubj
			rained rain VERB VBD 2 ccomp`,
		source: "Mora", cue: "said", content: "it rained",
	},
	{
		name: "a question", table: `
			Did do AUX VBD 3 aux
			Chile Chile PROPN NNP 3 nsubj Chile
			reject reject VERB VB 0 root
			it it PRON PRP 3 obj
			? ? PUNCT . 3 punct`,
	},
	{
		name: "a judgement of the speaker", table: `
			“ “ PUNCT _ 5 punct
			The the DET DT 3 det
			blockade blockade NOUN NN 5 nsubj
			is be AUX VBZ 5 cop
			unacceptable unacceptable ADJ JJ 8 ccomp
			, , PUNCT , 5 punct
			Mora Mora PROPN NNP 8 nsubj Mora
			said say VERB VBD 0 root`,
		source: "Mora", cue: "said", content: "The blockade is unacceptable",
		want: []string{"reject Mora “blockade” stated"},
	},
	{
		name: "we, and never", table: `
			Mora Mora PROPN NNP 2 nsubj Mora/Chile
			said say VERB VBD 0 root
			we we PRON PRP 6 nsubj
			will will AUX MD 6 aux
			never never ADV RB 6 advmod
			cede cede VERB VB 2 ccomp
			an a DET DT 8 det
			island island NOUN NN 6 obj`,
		source: "Mora", cue: "said", content: "we will never cede an island",
		want: []string{"reject Chile(Mora) “cede an island” stated"},
	},
}

func TestFind(t *testing.T) {
	f := shipped(t)
	for _, c := range trees {
		t.Run(c.name, func(t *testing.T) {
			in := built(t, strings.ReplaceAll(c.table, "PUNCT _", "PUNCT ``"))
			if c.source != "" {
				in.says(t, c.source, c.cue, c.content)
			}
			var got []string
			for _, m := range f.Find(in) {
				got = append(got, told(in, m))
				if m.Why == "" || m.Confidence <= 0 || m.Confidence > 1 {
					t.Errorf("%s: why %q, confidence %v", told(in, m), m.Why, m.Confidence)
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
