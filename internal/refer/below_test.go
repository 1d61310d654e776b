package refer

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// told is trees with names, each the first place of its words in the report, and
// with statements "source: content" by their words.
func told(t *testing.T, table string, kind doc.NameKind, names []string, said ...string) *Input {
	t.Helper()
	in := trees(t, table)
	find := func(words string) doc.Range {
		want := strings.Fields(words)
	next:
		for i := range in.Forms {
			for k, w := range want {
				if i+k >= len(in.Forms) || in.Forms[i+k] != w {
					continue next
				}
			}
			return doc.Range{First: i, End: i + len(want)}
		}
		t.Fatalf("%q is not in the report", words)
		return doc.Range{}
	}
	for _, n := range names {
		r := find(n)
		in.Names = append(in.Names, doc.Name{Tokens: r, Span: in.Layout.SpanOf(r), Kind: kind, Confidence: 0.9, Why: "test"})
	}
	for _, s := range said {
		source, content, _ := strings.Cut(s, ": ")
		in.Statements = append(in.Statements, Statement{Source: find(source), Content: []doc.Span{in.Layout.SpanOf(find(content))}})
	}
	return in
}

// TestWhoGoesOn asks who is meant by "he": he who spoke before rather than one
// who was only spoken of, and nobody whom his own clause or words name.
func TestWhoGoesOn(t *testing.T) {
	r, _ := load(t)
	one := "Lavrin/PROPN/NNP/2/nsubj spoke/VERB/VBD/0/root after/ADP/IN/6/case Peru/PROPN/NNP/6/nmod:poss 's/PART/POS/4/case Safad/PROPN/NNP/2/obl ./PUNCT/./2/punct\n"
	for _, c := range []struct {
		name, table string
		said        []string
		want        string
	}{
		{"who spoke before", one + "He/PRON/PRP/2/nsubj left/VERB/VBD/0/root ./PUNCT/./2/punct", nil, "Lavrin"},
		{"named in his own clause", one + "He/PRON/PRP/2/nsubj thanked/VERB/VBD/0/root Lavrin/PROPN/NNP/2/obj ./PUNCT/./2/punct", nil, "Safad"},
		{"named in a clause set beside", one + "He/PRON/PRP/2/nsubj won/VERB/VBD/0/root ,/PUNCT/,/5/punct Lavrin/PROPN/NNP/5/nsubj said/VERB/VBD/2/parataxis ./PUNCT/./2/punct", nil, "Lavrin"},
		{"named in what he says", "Safad/PROPN/NNP/2/nsubj spoke/VERB/VBD/0/root of/ADP/IN/4/case Lavrin/PROPN/NNP/2/obl ./PUNCT/./2/punct\nLavrin/PROPN/NNP/3/nsubj should/AUX/MD/3/aux go/VERB/VB/0/root ,/PUNCT/,/3/punct He/PRON/PRP/6/nsubj said/VERB/VBD/3/parataxis ./PUNCT/./3/punct",
			[]string{"He: Lavrin should go"}, "Safad"},
	} {
		in := told(t, c.table, doc.Person, []string{"Lavrin", "Safad"}, c.said...)
		if strings.Count(c.table, "Lavrin/") > 1 { // the second is a name too
			for i := len(in.Forms) - 1; i > 0; i-- {
				if in.Forms[i] == "Lavrin" {
					n := doc.Range{First: i, End: i + 1}
					in.Names = append(in.Names, doc.Name{Tokens: n, Span: in.Layout.SpanOf(n), Kind: doc.Person, Confidence: 0.9, Why: "test"})
					break
				}
			}
		}
		if got := meantBy(t, r, in, "He"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLeadersOf holds the leaders of several countries to those countries, and
// those of one to nobody in particular.
func TestLeadersOf(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ text, want string }{
		{"The leaders of {c Kenya} , {c Uganda} and {c Chad} met .", "Kenya, Uganda, Chad"},
		{"The leaders of {c Kenya} met {c Uganda} .", ""},
		{"The leaders of {c Kenya} 's parties and {c Uganda} met .", ""},
	} {
		if got := meantBy(t, r, build(t, c.text, lex), "leaders"); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestParted asks who are "the two leaders" where nobody joined them by "and".
func TestParted(t *testing.T) {
	r, _ := load(t)
	tail := "\nThe/DET/DT/3/det two/NUM/CD/3/nummod leaders/NOUN/NNS/4/nsubj left/VERB/VBD/0/root ./PUNCT/./4/punct"
	for _, c := range []struct{ name, table, want string }{
		{"one speaks with the other", "Abiyo/PROPN/NNP/2/nsubj talked/VERB/VBD/0/root with/ADP/IN/4/case Isaio/PROPN/NNP/2/obl ./PUNCT/./2/punct", "Abiyo, Isaio"},
		{"one walks with the other", "Abiyo/PROPN/NNP/2/nsubj walked/VERB/VBD/0/root with/ADP/IN/4/case Isaio/PROPN/NNP/2/obl ./PUNCT/./2/punct", ""},
		{"one meets the other", "Abiyo/PROPN/NNP/2/nsubj met/VERB/VBD/0/root Isaio/PROPN/NNP/2/obj ./PUNCT/./2/punct", "Abiyo, Isaio"},
		{"talks with the other", "Abiyo/PROPN/NNP/2/nsubj held/VERB/VBD/0/root talks/NOUN/NNS/2/obj with/ADP/IN/5/case Isaio/PROPN/NNP/3/nmod ./PUNCT/./2/punct", "Abiyo, Isaio"},
		{"one praises the other", "Abiyo/PROPN/NNP/2/nsubj praised/VERB/VBD/0/root Isaio/PROPN/NNP/2/obj ./PUNCT/./2/punct", ""},
	} {
		if got := meantBy(t, r, told(t, c.table+tail, doc.Person, []string{"Abiyo", "Isaio"}), "leaders"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
