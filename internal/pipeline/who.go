package pipeline

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/refer"
)

// who adds statements, actors and mentions. Statements are found first, as
// words; then all that must have an actor, their sources among it, is resolved
// together.
func (p *Pipeline) who(d *doc.Document, ws *Workspace) {
	found := p.quotes.Relations(d.Report.Text, &d.Layout, d.Tags, d.Arcs)
	in := &refer.Input{
		Text: d.Report.Text, Layout: &d.Layout, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names,
		Forms: ws.forms, Published: d.Report.Published,
	}
	for _, r := range found {
		s := refer.Statement{}
		if len(r.Source) > 0 {
			s.Source = r.Source[0]
			in.Needs = append(in.Needs, r.Source[0])
		}
		for _, c := range r.Content {
			s.Content = append(s.Content, d.SpanOf(c))
		}
		in.Statements = append(in.Statements, s)
	}
	in.Needs = append(in.Needs, p.moves.Needs(&move.Input{
		Text: d.Report.Text, Layout: &d.Layout, Forms: ws.forms, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names,
	})...)
	d.Actors, d.Mentions = p.refer.Resolve(in)
	for i, r := range found {
		s := doc.Statement{
			Mode: doc.Speech, Voice: doc.Own, Kind: doc.Indirect, Confidence: r.Confidence,
			ID: doc.StatementID(len(d.Statements) + 1), Content: in.Statements[i].Content, Why: "model",
		}
		if len(s.Content) == 0 {
			continue
		}
		if len(r.Cue) > 0 {
			s.Cue = d.SpanOf(r.Cue[0])
		}
		if len(r.Source) > 0 {
			s.SourceSpan = d.SpanOf(r.Source[0])
			for _, id := range refer.ActorsIn(d.Mentions, r.Source[0]) {
				s.Sources = append(s.Sources, id)
			}
			if len(s.Sources) > 0 {
				s.Source = s.Sources[0]
			}
		}
		d.Statements = append(d.Statements, s)
	}
}
