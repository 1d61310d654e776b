package move

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// repeated lays the sentences of the tests one after another, times over.
func repeated(t testing.TB, times int) *Input {
	all := &Input{Layout: &doc.Layout{}}
	var parts []*Input
	for _, c := range trees {
		in := built(t.(*testing.T), strings.ReplaceAll(c.table, "PUNCT _", "PUNCT ``"))
		if c.source != "" {
			in.says(t.(*testing.T), c.source, c.cue, c.content)
		}
		parts = append(parts, in)
	}
	var text strings.Builder
	for range times {
		for _, in := range parts {
			appendInput(all, in, &text)
		}
	}
	all.Text = text.String()
	return all
}

func appendInput(all, in *Input, text *strings.Builder) {
	off, tok, act, st := text.Len(), len(all.Forms), doc.ActorID(len(all.Actors)), doc.StatementID(len(all.Statements))
	move := func(s doc.Span) doc.Span { return doc.Span{Start: s.Start + off, End: s.End + off} }
	text.WriteString(in.Text + " ")
	all.Forms, all.Tags = append(all.Forms, in.Forms...), append(all.Tags, in.Tags...)
	for i, a := range in.Arcs {
		if a.Head >= 0 {
			a.Head += int32(tok)
		}
		all.Arcs = append(all.Arcs, a)
		all.Layout.Tokens = append(all.Layout.Tokens, doc.Token{Span: move(in.Layout.Tokens[i].Span)})
	}
	for _, m := range in.Mentions {
		m.Span, m.Head, m.Actor = move(m.Span), m.Head+tok, m.Actor+act
		m.Tokens = doc.Range{First: m.Tokens.First + tok, End: m.Tokens.End + tok}
		all.Mentions = append(all.Mentions, m)
	}
	for _, a := range in.Actors {
		a.ID += act
		all.Actors = append(all.Actors, a)
	}
	for _, s := range in.Statements {
		s.ID, s.Source, s.Sources = s.ID+st, s.Source+act, []doc.ActorID{s.Source + act}
		s.Cue, s.Content = move(s.Cue), []doc.Span{move(s.Content[0])}
		all.Statements = append(all.Statements, s)
	}
	r := doc.Range{First: tok, End: len(all.Forms)}
	all.Layout.Paragraphs = append(all.Layout.Paragraphs, doc.Paragraph{Sentences: doc.Range{First: len(all.Layout.Sentences), End: len(all.Layout.Sentences) + 1}})
	all.Layout.Sentences = append(all.Layout.Sentences, doc.Sentence{Span: move(in.Layout.Sentences[0].Span), Tokens: r, Paragraph: len(all.Layout.Paragraphs) - 1})
}

// TestFindIsLinear reads thousands of sentences, and the same words as one
// single sentence, which quadratic time would make some fifty times as dear.
func TestFindIsLinear(t *testing.T) {
	f := shipped(t)
	took := func(in *Input) time.Duration {
		best := time.Hour
		for range 3 {
			start := time.Now()
			f.Find(in)
			best = min(best, time.Since(start))
		}
		return best
	}
	many := repeated(t, 800)
	one := *many
	l := *many.Layout
	l.Sentences = []doc.Sentence{{Span: doc.Span{Start: 0, End: len(many.Text)}, Tokens: doc.Range{First: 0, End: len(many.Forms)}}}
	one.Layout = &l
	a, b := took(many), took(&one)
	t.Logf("%d words: %v, %.0f words/s; as one sentence %v", len(many.Forms), a, float64(len(many.Forms))/a.Seconds(), b)
	if b > 15*a {
		t.Errorf("one sentence without end took %v, the same words in sentences %v", b, a)
	}
}
