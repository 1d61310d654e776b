package pipeline

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/refer"
)

// Phrases returns all noun phrases of a document that was read, each with the
// chain of those for the same thing. The record does not need them; they cost
// 3 to 6 µs a word.
func (p *Pipeline) Phrases(d *doc.Document) []refer.Phrase {
	in := &refer.Input{
		Text: d.Report.Text, Layout: &d.Layout, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names,
		Forms: make([]string, len(d.Tokens)), Published: d.Report.Published,
	}
	for i := range in.Forms {
		in.Forms[i] = d.Form(d.Report.Text, i)
	}
	return p.refer.Phrases(in, d.Mentions)
}
