package when

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/parley-reader/parley/doc"
)

// split is a plain cutting-up for tests: words, marks, one paragraph, a
// sentence to each full stop that ends a word of more than five letters or
// the text.
func split(text string) *doc.Layout {
	l := &doc.Layout{}
	i := 0
	for i < len(text) {
		if text[i] == ' ' {
			i++
			continue
		}
		j := i
		for j < len(text) && text[j] != ' ' {
			j++
		}
		cutWord(l, text, i, j)
		i = j
	}
	first := 0
	for k := range l.Tokens {
		if t := l.Form(text, k); t == "." && k+1 > first || k == len(l.Tokens)-1 {
			l.Sentences = append(l.Sentences, doc.Sentence{Tokens: doc.Range{First: first, End: k + 1}, Span: l.SpanOf(doc.Range{First: first, End: k + 1})})
			first = k + 1
		}
	}
	l.Paragraphs = []doc.Paragraph{{Span: doc.Span{End: len(text)}, Sentences: doc.Range{End: len(l.Sentences)}}}
	return l
}

func cutWord(l *doc.Layout, text string, i, j int) {
	add := func(a, b int) {
		if b > a {
			l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: a, End: b}, SpaceAfter: b == j})
		}
	}
	for i < j && strings.ContainsRune(`("$`, rune(text[i])) {
		add(i, i+1)
		i++
	}
	end := j
	for end > i && strings.ContainsRune(`,;:)"?!`, rune(text[end-1])) {
		end--
	}
	word := text[i:end]
	if strings.HasSuffix(word, ".") && !abbreviation(word) {
		end--
	}
	if k := strings.Index(text[i:end], "'s"); k > 0 {
		add(i, i+k)
		i += k
	}
	add(i, end)
	for ; end < j; end++ {
		add(end, end+1)
	}
}

func abbreviation(w string) bool {
	return strings.Count(w, ".") > 1 || len(w) <= 5 && unicode.IsUpper(rune(w[0])) && strings.Contains("Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. Mr. St.", w)
}

func newTagger(t testing.TB) *Tagger {
	t.Helper()
	tg, err := New(Data())
	if err != nil {
		t.Fatal(err)
	}
	return tg
}

func anchorOf(t testing.TB, s string) time.Time {
	t.Helper()
	if s == "" || s == "none" {
		return time.Time{}
	}
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func show(tm *doc.Time) string {
	s := tm.Type.String() + " " + tm.Value
	if tm.From != "" {
		s += " " + tm.From + " " + tm.To
	}
	if tm.Vague {
		s += " ~"
	}
	return s
}

// TestRules runs the examples that stand beside the rules.
func TestRules(t *testing.T) {
	tg := newTagger(t)
	if len(tg.examples) < 100 {
		t.Errorf("only %d examples", len(tg.examples))
	}
	for _, e := range tg.examples {
		in := &Input{Text: e.text, Layout: split(e.text), Anchor: anchorOf(t, e.anchor)}
		got := tg.Tag(in)
		if !e.positive {
			for i := range got {
				t.Errorf("rules.txt:%d: %s: %q: found %q: %s (%s)", e.line, e.rule, e.text, got[i].Span.In(e.text), show(&got[i]), got[i].Why)
			}
			continue
		}
		checkExample(t, e, got)
	}
}

func checkExample(t *testing.T, e example, got []doc.Time) {
	t.Helper()
	want, others := strings.CutSuffix(e.want, " ?")
	if !others && len(got) > 1 {
		t.Errorf("rules.txt:%d: %s: %q: %d times", e.line, e.rule, e.text, len(got))
	}
	for i := range got {
		if got[i].Span == (doc.Span{Start: e.start, End: e.end}) {
			if s := show(&got[i]); s != want {
				t.Errorf("rules.txt:%d: %s: %q:\n got %s (%s)\nwant %s", e.line, e.rule, e.text[e.start:e.end], s, got[i].Why, want)
			}
			return
		}
	}
	t.Errorf("rules.txt:%d: %s: %q in %q not found; found:", e.line, e.rule, e.text[e.start:e.end], e.text)
	for i := range got {
		t.Errorf("      %q %s (%s)", got[i].Span.In(e.text), show(&got[i]), got[i].Why)
	}
}
