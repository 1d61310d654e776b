package quote

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

func TestTrimSource(t *testing.T) {
	for spec, want := range map[string]string{
		"The/DET mediator/NOUN ,/PUNCT a/DET former/ADJ judge/NOUN ,/PUNCT":          "The mediator",
		"Ana/PROPN ,/PUNCT Ben/PROPN and/CCONJ Cem/PROPN":                            "Ana , Ben and Cem",
		"the/DET envoy/NOUN who/PRON left/VERB":                                      "the envoy",
		"“/PUNCT Ana/PROPN":                                                          "Ana",
		"Foreign/PROPN Minister/PROPN Ana/PROPN Keller/PROPN of/ADP Ruritania/PROPN": "Foreign Minister Ana Keller of Ruritania",
		"Ana/PROPN ,/PUNCT 61/NUM ,/PUNCT and/CCONJ tired/ADJ":                       "Ana",
	} {
		v, text := tagged(t, spec)
		if got := v.l.SpanOf(v.trimSource(doc.Range{End: len(v.l.Tokens)})).In(text); got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

func TestTrimCue(t *testing.T) {
	for spec, want := range map[string]string{
		"has/AUX repeatedly/ADV said/VERB on/ADP Monday/PROPN": "said",
		"had/AUX said/VERB early/ADJ Friday/PROPN":             "said",
		"released/VERB a/DET statement/NOUN condemning/VERB":   "condemning",
		"has/AUX called/VERB for/ADP":                          "called for",
		"According/VERB to/ADP":                                "According to",
		"made/VERB a/DET promise/NOUN":                         "promise",
		"did/AUX frobnicate/VERB":                              "frobnicate",
		":/PUNCT":                                              ":",
	} {
		v, text := tagged(t, spec)
		if got := v.l.SpanOf(v.trimCue(doc.Range{End: len(v.l.Tokens)})).In(text); got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

func TestTrimContent(t *testing.T) {
	for spec, want := range map[string]string{
		"that/SCONJ/IN it/PRON rains/VERB":                           "it rains",
		"that/DET/DT plan/NOUN":                                      "that plan",
		"“/PUNCT It/PRON rains/VERB ,/PUNCT ”/PUNCT":                 "It rains",
		"“/PUNCT It/PRON rains/VERB ./PUNCT ”/PUNCT":                 "It rains .",
		"it/PRON was/AUX “/PUNCT wet/ADJ ”/PUNCT":                    "it was “ wet ”",
		"“/PUNCT wet/ADJ ”/PUNCT and/CCONJ “/PUNCT cold/ADJ ”/PUNCT": "“ wet ” and “ cold ”",
		",/PUNCT":         "",
		"“/PUNCT":         "",
		"“/PUNCT ”/PUNCT": "",
	} {
		v, text := tagged(t, spec)
		if got := v.trimContent(doc.Range{End: len(v.l.Tokens)}).In(text); got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

func TestAddressee(t *testing.T) {
	v, text := tagged(t, "urged/VERB both/DET sides/NOUN not/PART to/PART/TO leave/VERB/VB")
	rest, to := v.cutAddressee(doc.Range{End: 1}, doc.Range{First: 1, End: 6})
	if got := v.l.SpanOf(to).In(text) + "|" + v.l.SpanOf(rest).In(text); got != "both sides|not to leave" {
		t.Errorf("urged: %s", got)
	}
	v, _ = tagged(t, "offered/VERB what/PRON they/PRON want/VERB to/PART/TO hear/VERB/VB")
	if _, to := v.cutAddressee(doc.Range{End: 1}, doc.Range{First: 1, End: 6}); !to.Empty() {
		t.Error("a clause is taken for an addressee")
	}
	v, text = tagged(t, "told/VERB the/DET paper/NOUN that/SCONJ it/PRON rains/VERB")
	if got := v.l.SpanOf(v.addressee(doc.Range{End: 1}, doc.Range{First: 3, End: 6})).In(text); got != "the paper" {
		t.Errorf("told: %q", got)
	}
	v, _ = tagged(t, "said/VERB on/ADP Monday/PROPN that/SCONJ it/PRON rains/VERB")
	if r := v.addressee(doc.Range{End: 1}, doc.Range{First: 3, End: 6}); !r.Empty() {
		t.Error("a day is taken for an addressee")
	}
}

// What is found in the plainest cases, trees left out.
func TestFindPlain(t *testing.T) {
	for spec, want := range map[string]string{
		"“/PUNCT/`` We/PRON/PRP are/AUX/VBP ready/ADJ/JJ to/PART/TO sign/VERB/VB the/DET/DT text/NOUN/NN ,/PUNCT/, ”/PUNCT/'' Keller/PROPN/NNP said/VERB/VBD ,/PUNCT/, " +
			"“/PUNCT/`` but/CCONJ/CC not/PART/RB at/ADP/IN any/DET/DT price/NOUN/NN ./PUNCT/. ”/PUNCT/''": "direct Keller said: [We are ready to sign the text] [but not at any price .]",
		"“/PUNCT/`` Nobody/PRON/NN has/AUX/VBZ walked/VERB/VBN out/ADP/RP ,/PUNCT/, ”/PUNCT/'' Haddad/PROPN/NNP said/VERB/VBD ./PUNCT/.":                   "direct Haddad said: [Nobody has walked out]",
		"The/DET/DT minister/NOUN/NN said/VERB/VBD that/SCONJ/IN the/DET/DT talks/NOUN/NNS would/AUX/MD resume/VERB/VB next/ADJ/JJ week/NOUN/NN ./PUNCT/.": "indirect The minister said: [the talks would resume next week]",
		"It/PRON/PRP rained/VERB/VBD all/DET/DT day/NOUN/NN ./PUNCT/.":                                                                                     "",
	} {
		v, text := tagged(t, spec)
		found := finder(t).Find(text, v.l, v.tags, nil, rows(t, text, v.l))
		checkStatements(t, text, found)
		var got []string
		for _, s := range found {
			line := s.Kind.String() + " " + s.SourceSpan.In(text) + " " + s.CueSpan.In(text) + ":"
			for _, c := range s.Content {
				line += " [" + c.In(text) + "]"
			}
			got = append(got, line)
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
		}
	}
}

func TestFormulas(t *testing.T) {
	for spec, want := range map[string]string{
		"According/VERB to/ADP two/NUM diplomats/NOUN ,/PUNCT the/DET gate/NOUN was/AUX shut/VERB ./PUNCT": "two diplomats|According to|the gate was shut",
		"The/DET gate/NOUN was/AUX shut/VERB ,/PUNCT according/VERB to/ADP the/DET guard/NOUN ./PUNCT":     "the guard|according to|The gate was shut",
		"As/SCONJ one/NUM guard/NOUN put/VERB it/PRON ,/PUNCT the/DET gate/NOUN was/AUX shut/VERB ./PUNCT": "one guard|put it|the gate was shut",
		"It/PRON went/VERB according/VERB to/ADP plan/NOUN ./PUNCT":                                        "",
		"She/PRON put/VERB it/PRON down/ADV ,/PUNCT and/CCONJ left/VERB at/ADP once/ADV ./PUNCT":           "",
	} {
		v, text := tagged(t, spec)
		got := ""
		for _, s := range v.formulas(nil) {
			got += s.SourceSpan.In(text) + "|" + s.CueSpan.In(text) + "|" + s.Content[0].In(text)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

func TestFindNothing(t *testing.T) {
	v, text := tagged(t, "The/DET/DT train/NOUN/NN “/PUNCT/`` Silver/PROPN/NNP Arrow/PROPN/NNP ”/PUNCT/'' left/VERB/VBD the/DET/DT station/NOUN/NN at/ADP/IN noon/NOUN/NN ./PUNCT/.")
	if got := v.l.Quotes; len(got) != 1 {
		t.Fatalf("%d quotes", len(got))
	}
	for _, s := range finder(t).Find(text, v.l, v.tags, nil, rows(t, text, v.l)) {
		t.Errorf("a name in quotation marks is speech: %+v", s)
	}
	if got := finder(t).Find("", &doc.Layout{}, nil, nil, encode.States{}); len(got) != 0 {
		t.Errorf("statements in nothing: %+v", got)
	}
}

// Odd input is read in time that grows with its length alone: four times the text
// takes less than ten times as long, where a pass over all pairs takes sixteen. The
// least of some tries is taken, for the machine may do other work.
func TestFindOdd(t *testing.T) {
	for name, text := range map[string]func(n int) string{
		"one long quote":  func(n int) string { return "“" + strings.Repeat("We will never leave this table. ", n/8) + "”" },
		"open quotes":     func(n int) string { return strings.Repeat("“ he said ", n/3) },
		"closing quotes":  func(n int) string { return strings.Repeat("yes ” she said ", n/4) },
		"lone guillemet":  func(int) string { return "» said the minister » that it is over." },
		"one word":        func(n int) string { return strings.Repeat("said ", n) },
		"marks":           func(n int) string { return strings.Repeat("\"", n) },
		"no sentence end": func(n int) string { return strings.Repeat("Keller said that Haddad said that ", n/6) },
	} {
		const tokens, tries, most = 3000, 6, 10
		ratio := 0.0
		for range tries {
			short, long := findTime(t, text(tokens)), findTime(t, text(4*tokens))
			if ratio = long.Seconds() / max(short, time.Millisecond).Seconds(); ratio < most {
				break
			}
		}
		if ratio >= most {
			t.Errorf("%s: four times the text takes %.1f times as long", name, ratio)
		}
	}
}

// findTime is how long the statements of a text take.
func findTime(t *testing.T, text string) time.Duration {
	l := split(text)
	states := rows(t, text, l)
	start := time.Now()
	found := finder(t).Find(text, l, nil, nil, states)
	took := time.Since(start)
	checkStatements(t, text, found)
	return took
}

func FuzzFind(f *testing.F) {
	f.Add("“Yes,” she said. “No.")
	f.Add("He said that “it” rains, according to\n“them”.\n»")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		l := split(text)
		checkStatements(t, text, finder(t).Find(text, l, nil, nil, rows(t, text, l)))
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("“We are ready to sign the text,” Keller told reporters on Monday, “but not at any price.” "+
		"The minister said that the talks would resume next week, and that both sides wanted guarantees.\n", 200)
	l := split(text)
	f, states := finder(b), rows(b, text, l)
	b.ReportAllocs()
	for b.Loop() {
		f.Find(text, l, nil, nil, states)
	}
	b.ReportMetric(float64(b.N*len(l.Tokens))/b.Elapsed().Seconds(), "tokens/s")
}
