package when

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// treed reads "form/XPOS/UPOS/head/rel ..." with heads counted from 0.
func treed(t *testing.T, s string) *Input {
	t.Helper()
	var text strings.Builder
	in := &Input{Layout: &doc.Layout{}}
	for _, w := range strings.Fields(s) {
		f := strings.Split(w, "|")
		if len(f) != 5 {
			t.Fatalf("bad word %q", w)
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		start := text.Len()
		text.WriteString(f[0])
		in.Layout.Tokens = append(in.Layout.Tokens, doc.Token{Span: doc.Span{Start: start, End: text.Len()}})
		x, err1 := doc.ParseXPOS(f[1])
		u, err2 := doc.ParseUPOS(f[2])
		rel, err3 := doc.ParseRel(f[4])
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(w, err1, err2, err3)
		}
		head := int32(-1)
		if f[3] != "-" {
			head = int32(f[3][0]-'0')*10 + int32(f[3][1]-'0')
		}
		in.Tags = append(in.Tags, doc.Tag{U: u, X: x, Lemma: strings.ToLower(f[0])})
		in.Arcs = append(in.Arcs, doc.Arc{Head: head, Rel: rel})
	}
	in.Text = text.String()
	r := doc.Range{End: len(in.Layout.Tokens)}
	in.Layout.Sentences = []doc.Sentence{{Span: in.Layout.SpanOf(r), Tokens: r}}
	in.Layout.Paragraphs = []doc.Paragraph{{Span: in.Layout.SpanOf(r), Sentences: doc.Range{End: 1}}}
	in.Anchor = anchorOf(t, "2025-08-20")
	return in
}

func TestFor(t *testing.T) {
	tg := newTagger(t)
	const said = "Peru|NNP|PROPN|01|nsubj said|VBD|VERB|-|root on|IN|ADP|03|case Monday|NNP|PROPN|01|obl it|PRP|PRON|06|nsubj had|VBD|AUX|06|aux attacked|VBN|VERB|01|ccomp"
	const misled = "Peru|NNP|PROPN|03|nsubj on|IN|ADP|02|case Monday|NNP|PROPN|00|nmod banned|VBD|VERB|-|root flights|NNS|NOUN|03|obj"
	const shared = "Peru|NNP|PROPN|01|nsubj met|VBD|VERB|-|root them|PRP|PRON|01|obj Monday|NNP|PROPN|01|obl:unmarked and|CC|CCONJ|05|cc signed|VBD|VERB|01|conj"
	const other = "Peru|NNP|PROPN|01|nsubj met|VBD|VERB|-|root them|PRP|PRON|01|obj Monday|NNP|PROPN|01|obl:unmarked and|CC|CCONJ|06|cc Chile|NNP|PROPN|06|nsubj signed|VBD|VERB|01|conj"
	const accord = "Peru|NNP|PROPN|01|nsubj rejected|VBD|VERB|-|root the|DT|DET|05|det May|NNP|PROPN|05|compound 5|CD|NUM|03|nummod accord|NN|NOUN|01|obj"
	const until = "Peru|NNP|PROPN|01|nsubj waited|VBD|VERB|-|root until|IN|ADP|03|case Monday|NNP|PROPN|01|obl"
	for _, c := range []struct {
		name, tree string
		token      int
		own, said  doc.When
	}{
		{"the saying", said, 1, "2025-08-18", "2025-08-18"},
		{"what is said", said, 6, "", "2025-08-18"},
		{"words side by side against the tree", misled, 3, "2025-08-18", "2025-08-18"},
		{"one subject, two verbs", shared, 5, "2025-08-18", "2025-08-18"},
		{"two subjects", other, 6, "", ""},
		{"a date that names an accord", accord, 1, "", ""},
		{"a bound", until, 1, "", ""},
	} {
		in := treed(t, c.tree)
		times := tg.Tag(in)
		if len(times) != 1 {
			t.Errorf("%s: times %+v", c.name, times)
			continue
		}
		if got, _ := tg.For(in, times, c.token); got != c.own {
			t.Errorf("%s: For gives %q, want %q", c.name, got, c.own)
		}
		if got, _ := tg.Carried(in, times, c.token); got != c.said {
			t.Errorf("%s: Carried gives %q, want %q", c.name, got, c.said)
		}
	}
	if w, i := tg.For(&Input{}, nil, 3); w != "" || i != -1 {
		t.Errorf("of nothing: %q %d", w, i)
	}
}

// Without a tree the nearest time of the clause counts.
func TestForFlat(t *testing.T) {
	tg := newTagger(t)
	text := "On Monday the envoys met; nobody signed the long awaited and much disputed paper."
	in := &Input{Text: text, Layout: split(text), Anchor: anchorOf(t, "2025-08-20")}
	times := tg.Tag(in)
	at := func(word string) int {
		return in.Layout.TokensIn(doc.Span{Start: strings.Index(text, word), End: len(text)}).First
	}
	if w, _ := tg.For(in, times, at("met")); w != "2025-08-18" {
		t.Errorf("met: %q", w)
	}
	if w, i := tg.For(in, times, at("signed")); i != -1 {
		t.Errorf("signed: %q", w)
	}
}

func TestWhenOf(t *testing.T) {
	for _, c := range []struct {
		t    doc.Time
		want doc.When
	}{
		{doc.Time{Value: "2025-08-19", From: "2025-08-19", To: "2025-08-19"}, "2025-08-19"},
		{doc.Time{Value: "2025-08", From: "2025-08-01", To: "2025-08-20"}, "2025-08"},
		{doc.Time{Value: "2019", From: "2019-01-01", To: "2019-12-31"}, "2019"},
		{doc.Time{Value: "1955", From: "1955-01-01", To: "1963-12-31"}, "1955-01-01/1963-12-31"},
		{doc.Time{Value: "2025-W33", From: "2025-08-11", To: "2025-08-17"}, "2025-08-11/2025-08-17"},
		{doc.Time{Value: "PAST_REF"}, ""},
	} {
		if got := Of(&c.t); got != c.want {
			t.Errorf("%s: %q, want %q", c.t.Value, got, c.want)
		}
	}
}
