package main

import (
	"fmt"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/internal/quote"
	"github.com/parley-reader/parley/internal/tag"
	"github.com/parley-reader/parley/internal/token"
)

// text is one annotated text with its layers.
type text struct {
	doc       corpus.AttributionDoc
	layout    doc.Layout
	tags      []doc.Tag
	arcs      []doc.Arc
	rows      encode.States
	gold      []quote.Gold
	relations []eval.QuoteRelation
}

// reader adds the layers.
type reader struct {
	encoder *encode.Encoder
	ws      encode.Workspace
	tagger  *tag.Tagger
	parser  *parse.Parser
}

func newReader() (*reader, error) {
	r := &reader{}
	var err error
	if r.encoder, err = encode.New(); err != nil {
		return nil, err
	}
	if r.tagger, err = tag.New(r.encoder); err != nil {
		return nil, err
	}
	r.parser, err = parse.New(r.encoder)
	return r, err
}

func (r *reader) read(d corpus.AttributionDoc) *text {
	t := &text{doc: d, layout: token.Split(d.Text)}
	if r.encoder != nil {
		forms := make([]string, len(t.layout.Tokens))
		for i := range forms {
			forms[i] = t.layout.Form(d.Text, i)
		}
		var bounds []int
		for _, s := range t.layout.Sentences {
			bounds = append(bounds, s.Tokens.First)
		}
		bounds = append(bounds, len(forms))
		states := r.encoder.Encode(forms, bounds, &r.ws)
		t.rows = encode.States{Dim: states.Dim, Data: append([]float32(nil), states.Data...)}
		t.tags = r.tagger.Tag(nil, forms, states)
		if r.parser != nil {
			t.arcs = r.parser.Parse(nil, &t.layout, t.tags, states)
		}
	}
	for _, a := range d.Attributions {
		t.relations = append(t.relations, eval.QuoteRelation{Source: a.Source, Cue: a.Cue, Content: a.Content})
		t.gold = append(t.gold, quote.Gold{Source: t.ranges(a.Source), Cue: t.ranges(a.Cue), Content: t.ranges(a.Content)})
	}
	return t
}

// ranges are the tokens that the spans touch.
func (t *text) ranges(spans []doc.Span) []doc.Range {
	var out []doc.Range
	for _, s := range spans {
		r := t.layout.TokensIn(s)
		if r.First > 0 && t.layout.Tokens[r.First-1].Span.End > s.Start {
			r.First--
		}
		if !r.Empty() {
			out = append(out, r)
		}
	}
	return out
}

func (t *text) spans(ranges []doc.Range) []doc.Span {
	var out []doc.Span
	for _, r := range ranges {
		out = append(out, t.layout.SpanOf(r))
	}
	return out
}

func (t *text) show(r eval.QuoteRelation) string {
	out := ""
	for _, role := range [][]doc.Span{r.Source, r.Cue, r.Content} {
		out += " ["
		for i, s := range role {
			if i > 0 {
				out += " | "
			}
			out += s.In(t.doc.Text)
		}
		out += "]"
	}
	return out
}

func (t *text) printErrors(sys []eval.QuoteRelation) {
	same := func(a, b eval.QuoteRelation) bool {
		return slices.Equal(a.Source, b.Source) && slices.Equal(a.Cue, b.Cue) && slices.Equal(a.Content, b.Content)
	}
	type line struct {
		at   int
		text string
	}
	var lines []line
	add := func(mark string, a, b []eval.QuoteRelation) {
		for _, x := range a {
			if !slices.ContainsFunc(b, func(y eval.QuoteRelation) bool { return same(x, y) }) {
				lines = append(lines, line{x.Content[0].Start, mark + t.show(x)})
			}
		}
	}
	add("-", t.relations, sys)
	add("+", sys, t.relations)
	slices.SortStableFunc(lines, func(a, b line) int { return a.at - b.at })
	for _, l := range lines {
		fmt.Println(l.text)
	}
}
