package name

import (
	"strings"
	"testing"
	"unicode"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/lexicon"
)

// cut makes a layout of a text: a sentence a line, words at blanks and marks.
func cut(text string) (*doc.Layout, []string) {
	l := &doc.Layout{}
	var forms []string
	for start := 0; start < len(text); {
		end := start + strings.IndexByte(text[start:]+"\n", '\n')
		first := len(l.Tokens)
		for _, s := range words(text, start, end) {
			l.Tokens = append(l.Tokens, doc.Token{Span: s, SpaceAfter: s.End < len(text) && text[s.End] == ' '})
			forms = append(forms, s.In(text))
		}
		if len(l.Tokens) > first {
			n := len(l.Sentences)
			l.Sentences = append(l.Sentences, doc.Sentence{Span: doc.Span{Start: start, End: end}, Tokens: doc.Range{First: first, End: len(l.Tokens)}, Paragraph: n})
			l.Paragraphs = append(l.Paragraphs, doc.Paragraph{Span: doc.Span{Start: start, End: end}, Sentences: doc.Range{First: n, End: n + 1}})
		}
		start = end + 1
	}
	return l, forms
}

func words(text string, start, end int) []doc.Span {
	var out []doc.Span
	open := -1
	shut := func(at int) {
		if open >= 0 {
			out = append(out, doc.Span{Start: open, End: at})
		}
		open = -1
	}
	for i, r := range text[start:end] {
		at := start + i
		switch {
		case r == '.' && open >= 0 && at+1 < end && text[at+1] != ' ': // "U.S."
		case r == '.' && open >= 0 && strings.ContainsRune(text[open:at], '.'):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if open < 0 {
				open = at
			}
		case unicode.IsSpace(r):
			shut(at)
		case r == '\'' && open >= 0:
			shut(at)
			open = at
		default:
			shut(at)
			out = append(out, doc.Span{Start: at, End: at + len(string(r))})
		}
	}
	shut(end)
	return out
}

func encoder(tb testing.TB) *encode.Encoder {
	tb.Helper()
	enc, err := encode.New()
	if err != nil {
		tb.Fatal(err)
	}
	return enc
}

// reader is a finder with the encoder that it reads from.
type reader struct {
	*Finder
	enc *encode.Encoder
}

func finder(tb testing.TB) reader {
	tb.Helper()
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	r := reader{enc: encoder(tb)}
	if r.Finder, err = New(lex, r.enc); err != nil {
		tb.Fatal(err)
	}
	if r.model == nil {
		tb.Skip("the weights are not there: train them as docs/models/name.md tells")
	}
	return r
}

// states are the encoder's rows for the words of l.
func (r reader) states(l *doc.Layout, forms []string) encode.States {
	var bounds []int
	for _, s := range l.Sentences {
		bounds = append(bounds, s.Tokens.First)
	}
	return r.enc.Encode(forms, append(bounds, len(forms)), nil)
}

func (r reader) find(text string, tags []doc.Tag) (*doc.Layout, []string, []doc.Name) {
	l, forms := cut(text)
	return l, forms, r.Find(text, l, tags, forms, r.states(l, forms))
}

func spans(r reader, text string) (out []string) {
	_, _, names := r.find(text, nil)
	for _, n := range names {
		out = append(out, n.Span.In(text))
	}
	return out
}

func TestFind(t *testing.T) {
	f := finder(t)
	for _, c := range []struct{ text, want string }{
		{"Sudanese army chief Abdel Fattah al-Burhan flew to Port Sudan on Friday .",
			"person Abdel Fattah al-Burhan; place Port Sudan"},
		{"Venezuelan President Nicolas Maduro told envoys from Norway that talks in Barbados could resume .",
			"person Nicolas Maduro; country Norway; country Barbados"},
		{"The Kremlin said that Russian officials would meet the Kurds in Geneva .",
			"organisation Kremlin; group Kurds; place Geneva"},
		{"In Seoul , South Korean President Lee Jae Myung urged North Korea to answer .",
			"place Seoul; person Lee Jae Myung; country North Korea"},
		{"The United Nations and the African Union welcomed the truce between Israel and Hamas .",
			"organisation United Nations; organisation African Union; country Israel; organisation Hamas"},
		{"The rains came late this year and the farmers waited .", ""},
		{"Officials may agree on Monday in March .", ""},
	} {
		var got []string
		_, _, names := f.find(c.text, nil)
		for _, n := range names {
			got = append(got, n.Kind.String()+" "+n.Span.In(c.text))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.text, g, c.want)
		}
	}
}

func TestOneNameOneKind(t *testing.T) {
	f := finder(t)
	text := "Envoy Ruth Okello arrived late .\nOkello told reporters nothing .\nThe rebels fear Okello ."
	n := 0
	_, _, names := f.find(text, nil)
	for _, x := range names {
		if strings.HasSuffix(x.Span.In(text), "Okello") && x.Kind == doc.Person {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d of 3 mentions of one person found as a person's", n)
	}
}

func TestSplit(t *testing.T) {
	f := finder(t)
	text := "The Kim – Trump summit failed .\nThe Russia-Ukraine talks go on ."
	if g := strings.Join(spans(f, text), "|"); !strings.HasSuffix(g, "Russia|Ukraine") {
		t.Errorf("names: %s", g)
	}
}

func TestVocabularyErrors(t *testing.T) {
	for in, want := range map[string]string{
		"[nonsense]\n": "w.txt:1: no section",
		"# x\nword\n":  "w.txt:2: words before",
	} {
		if _, err := readVocabulary("w.txt", []byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", in, err, want)
		}
	}
}

func TestBadWeights(t *testing.T) {
	if _, err := NewWith(nil, nil, Weights{Field: []byte("no weights at all, surely")}); err == nil {
		t.Error("damaged weights were taken")
	}
}

// A sink that counts: Emit must push each token once.
type counter int

func (c *counter) Push([]uint32, uint8) { *c++ }

func TestEmitPushesEachToken(t *testing.T) {
	f, err := NewWith(nil, nil, Weights{})
	if err != nil {
		t.Fatal(err)
	}
	l, forms := cut("Two words .\nAnd THREE more Words .")
	var c counter
	f.Emit(&c, l, nil, forms)
	if int(c) != len(forms) {
		t.Errorf("%d pushed for %d tokens", c, len(forms))
	}
	var _ crf.Sink = &c
}

func FuzzFind(f *testing.F) {
	fd := finder(f)
	for _, s := range []string{"", "A–B – C", "President X of Y's Z", "\xff\xfe É 's 's", "THE UN IN N.Y. – AP", "i ran in us"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		l, forms := cut(text)
		tags := make([]doc.Tag, len(forms))
		for i := range tags {
			tags[i] = doc.Tag{U: doc.UPOS(i % doc.UPOSCount), X: doc.XPOS(i % doc.XPOSCount)}
		}
		end := 0
		for _, n := range fd.Find(text, l, tags, forms, fd.states(l, forms)) {
			if n.Tokens.First < end || n.Tokens.Empty() || n.Tokens.End > len(forms) || n.Span != l.SpanOf(n.Tokens) ||
				n.Kind == 0 || n.Confidence <= 0 || n.Confidence > 1 || n.Why == "" {
				t.Fatalf("%q: bad name %+v after %d", text, n, end)
			}
			if s := l.SentenceOf(n.Tokens.First); n.Tokens.End > l.Sentences[s].Tokens.End {
				t.Fatalf("%q: %+v crosses a sentence", text, n)
			}
			end = n.Tokens.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	f := finder(b)
	text := strings.Repeat("Omani mediators told Yemen's Houthi movement that Riyadh would answer within days , said Ambassador Salim Harthi , who met Tareq Saleh in Aden .\n", 200)
	l, forms := cut(text)
	states := f.states(l, forms)
	b.ResetTimer()
	for range b.N {
		f.Find(text, l, nil, forms, states)
	}
	b.ReportMetric(float64(len(forms)*b.N)/b.Elapsed().Seconds(), "words/s")
}
