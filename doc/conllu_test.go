package doc

import (
	"strings"
	"testing"
)

func TestAppendCoNLLU(t *testing.T) {
	text := "Don’t wait.\nGo\u00a0on  now!"
	d := &Document{Report: Report{Name: "my talks.txt", Text: text}}
	for i, word := range []string{"Do", "n’t", "wait", ".", "Go", "on", "now", "!"} {
		d.Tokens = append(d.Tokens, Token{Span: span(t, text, word), SpaceAfter: i == 1 || i > 2 && i < 6})
	}
	d.Paragraphs = []Paragraph{{Sentences: Range{0, 1}}, {Sentences: Range{1, 2}}}
	d.Sentences = []Sentence{{Tokens: Range{0, 4}}, {Tokens: Range{4, 8}, Paragraph: 1}}
	got := string(AppendCoNLLU(nil, d))
	want := `# newdoc id = my talks.txt
# newpar
# sent_id = my_talks.txt-s1
# text = Don’t wait.
1|Do|_|_|_|_|_|_|_|SpaceAfter=No
2|n’t|_|_|_|_|_|_|_|_
3|wait|_|_|_|_|_|_|_|SpaceAfter=No
4|.|_|_|_|_|_|_|_|_

# newpar
# sent_id = my_talks.txt-s2
# text = Go on now!
1|Go|_|_|_|_|_|_|_|_
2|on|_|_|_|_|_|_|_|_
3|now|_|_|_|_|_|_|_|SpaceAfter=No
4|!|_|_|_|_|_|_|_|SpaceAfter=No

`
	if want = strings.ReplaceAll(want, "|", "\t"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}

	for i := range d.Tokens {
		d.Tags = append(d.Tags, Tag{U: UVERB, X: PVB, Lemma: strings.ToLower(d.Form(text, i))})
		d.Arcs = append(d.Arcs, Arc{Head: int32(i - i%4 + 2), Rel: RelDep})
	}
	d.Arcs[2], d.Arcs[6] = Arc{Head: -1, Rel: RelRoot}, Arc{Head: -1, Rel: RelRoot}
	got = string(AppendCoNLLU(nil, d))
	for _, want := range []string{"3|wait|wait|VERB|VB|_|0|root|_|SpaceAfter=No\n", "\n4|!|!|VERB|VB|_|3|dep|_|SpaceAfter=No\n"} {
		if want = strings.ReplaceAll(want, "|", "\t"); !strings.Contains(got, want) {
			t.Errorf("no line %q in\n%s", want, got)
		}
	}
}

// No text may break the columns.
func TestCoNLLUFields(t *testing.T) {
	text := "a\tb\u0085c"
	d := &Document{Report: Report{Name: "x\ny", Text: text}}
	d.Tokens = []Token{{Span: Span{0, len(text)}}}
	d.Sentences = []Sentence{{Tokens: Range{0, 1}}}
	got := string(AppendCoNLLU(nil, d))
	if want := "# newdoc id = x y\n# newpar\n# sent_id = x_y-s1\n# text = a b c\n1\ta b c\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n"; got != want {
		t.Errorf("got %q", got)
	}
}
