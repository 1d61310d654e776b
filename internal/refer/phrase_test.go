package refer

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// trees reads sentences of "form/UPOS/XPOS/head/rel", heads counted from 1 in
// the sentence, 0 for the root; one sentence a line.
func trees(tb testing.TB, table string) *Input {
	tb.Helper()
	in := &Input{Layout: &doc.Layout{}}
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(table), "\n") {
		first, start := len(in.Forms), b.Len()
		for field := range strings.FieldsSeq(line) {
			f := strings.Split(field, "/")
			if len(f) != 5 {
				tb.Fatalf("%q has %d parts", field, len(f))
			}
			u, errU := doc.ParseUPOS(f[1])
			x, errX := doc.ParseXPOS(f[2])
			head, errH := strconv.Atoi(f[3])
			rel, errR := doc.ParseRel(f[4])
			for _, err := range []error{errU, errX, errH, errR} {
				if err != nil {
					tb.Fatal(err)
				}
			}
			if head--; head >= 0 {
				head += first
			}
			at := b.Len()
			b.WriteString(f[0])
			in.Layout.Tokens = append(in.Layout.Tokens, doc.Token{Span: doc.Span{Start: at, End: b.Len()}, SpaceAfter: true})
			b.WriteByte(' ')
			in.Forms = append(in.Forms, f[0])
			in.Tags = append(in.Tags, doc.Tag{U: u, X: x})
			in.Arcs = append(in.Arcs, doc.Arc{Head: int32(head), Rel: rel})
		}
		s := len(in.Layout.Sentences)
		in.Layout.Sentences = append(in.Layout.Sentences, doc.Sentence{Span: doc.Span{Start: start, End: b.Len() - 1},
			Tokens: doc.Range{First: first, End: len(in.Forms)}, Paragraph: s})
		in.Layout.Paragraphs = append(in.Layout.Paragraphs, doc.Paragraph{Span: doc.Span{Start: start, End: b.Len() - 1}, Sentences: doc.Range{First: s, End: s + 1}})
	}
	in.Text = b.String()
	return in
}

const (
	ferry = "The/DET/DT/2/det ferry/NOUN/NN/3/nsubj left/VERB/VBD/0/root the/DET/DT/5/det island/NOUN/NN/3/obj ./PUNCT/./3/punct"
	back  = "It/PRON/PRP/2/nsubj returned/VERB/VBD/0/root at/ADP/IN/4/case night/NOUN/NN/2/obl ./PUNCT/./2/punct"
	nurse = "A/DET/DT/2/det nurse/NOUN/NN/4/nsubj had/AUX/VBD/4/aux lost/VERB/VBN/0/root her/PRON/PRP$/6/nmod:poss keys/NOUN/NNS/4/obj ./PUNCT/./4/punct"
	found = "She/PRON/PRP/2/nsubj found/VERB/VBD/0/root them/PRON/PRP/2/obj ./PUNCT/./2/punct"
	rain  = "It/PRON/PRP/2/expl rained/VERB/VBD/0/root ./PUNCT/./2/punct"
)

func TestPhrases(t *testing.T) {
	r, _ := load(t)
	same := func(table string) string {
		in := trees(t, table)
		by := map[int][]string{}
		most := 0
		for _, p := range r.Phrases(in, nil) {
			by[p.Chain] = append(by[p.Chain], strings.Join(in.Forms[p.Tokens.First:p.Tokens.End], " "))
			most = max(most, p.Chain)
		}
		var out []string
		for k := 1; k <= most; k++ {
			if len(by[k]) > 1 {
				out = append(out, strings.Join(by[k], " = "))
			}
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct{ name, table, want string }{
		{"a thing and its pronoun", ferry + "\n" + back, "The ferry = It"},
		{"two pronouns of one sentence", nurse + "\n" + found, "A nurse = her = She; her keys = them"},
		{"the same noun again", nurse + "\n" + ferry + "\n" + strings.ReplaceAll(ferry, "left", "reached"), "A nurse = her; The ferry = The ferry; the island = the island"},
		{"weather is no thing", ferry + "\n" + rain, ""},
	} {
		if got := same(c.table); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPhrasesNeedTrees(t *testing.T) {
	r, _ := New(nil)
	in := trees(t, ferry[:strings.LastIndexByte(ferry, ' ')])
	in.Arcs = nil
	if got := r.Phrases(in, nil); got != nil {
		t.Errorf("phrases without trees: %v", got)
	}
	in = trees(t, ferry[:strings.LastIndexByte(ferry, ' ')])
	if r, err := NewWith(nil, nil); err != nil || r.Phrases(in, nil) != nil {
		t.Errorf("phrases without weights, error %v", err)
	}
}

func TestDamagedChains(t *testing.T) {
	for _, data := range [][]byte{chainsFile[:100], append([]byte("x"), chainsFile[1:]...)} {
		if _, err := NewWith(lexiconForTest(), data); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%d bytes that are no weights: error %v", len(data), err)
		}
	}
	w := make([]float32, LinkSize)
	w[3] = 2
	if _, err := NewWith(nil, PackChains(make([]float32, DetectSize), w, 0.5)); err != nil {
		t.Error(err)
	}
}

func lexiconForTest() *lexicon.Lexicon { return new(lexicon.Lexicon) }

// Sentences without end, one noun and pronouns alone: the time for a word stays
// what it is.
func TestPhrasesLinear(t *testing.T) {
	r, _ := New(nil)
	spent := func(n int) time.Duration {
		var b strings.Builder
		for i := range n { // each word hangs on the one before it
			fmt.Fprintf(&b, "ferry/NOUN/NN/%d/nmod ", i)
		}
		in := trees(t, b.String())
		best := time.Hour
		for range 12 { // other work on the machine only adds to a time
			runtime.GC() // what earlier tests left is not what is measured
			start := time.Now()
			if len(r.Phrases(in, nil)) == 0 {
				t.Fatal("no phrases")
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	if a, b := spent(2000), spent(16000); b > 40*a { // with the square of the words it would be 64
		t.Errorf("eight times the words take %.0f times as long", float64(b)/float64(a))
	}
}

func BenchmarkPhrases(b *testing.B) {
	r, _ := New(nil)
	var text strings.Builder
	for range 200 {
		for _, s := range []string{ferry, back, nurse, found} {
			text.WriteString(s + "\n")
		}
	}
	in := trees(b, text.String())
	b.ResetTimer()
	for b.Loop() {
		r.Phrases(in, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(in.Forms)), "ns/word")
}
