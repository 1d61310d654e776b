package evalcmd

import (
	"fmt"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// quotes scores attributions in the corpus's own form.
func quotes(t *job) error {
	for _, path := range t.paths {
		docs, err := corpus.ReadPolnear(path)
		if err != nil {
			return err
		}
		var score eval.QuoteScore
		var honest eval.QuoteConfidence
		for _, g := range docs {
			d := &doc.Document{Report: doc.Report{Text: g.Text}}
			d.Layout = t.line.Layout(g.Text)
			t.line.Syntax(d, t.ws)
			var gold, found []eval.QuoteRelation
			var confidence []float64
			for _, a := range g.Attributions {
				gold = append(gold, eval.QuoteRelation{Source: a.Source, Cue: a.Cue, Content: a.Content})
			}
			for _, r := range t.line.Relations(d, t.ws) {
				found = append(found, eval.QuoteRelation{
					Source: spans(d, r.Source), Cue: spans(d, r.Cue), Content: spans(d, r.Content),
				})
				confidence = append(confidence, r.Confidence)
			}
			score.Add(g.Text, d.Quotes, gold, found)
			honest.Add(g.Text, d.Quotes, gold, found, confidence)
		}
		fmt.Fprintf(t.out, "%s, %d texts\n%s%s", base(path), len(docs), &score, &honest)
	}
	return nil
}

func spans(d *doc.Document, ranges []doc.Range) []doc.Span {
	var list []doc.Span
	for _, r := range ranges {
		list = append(list, d.SpanOf(r))
	}
	return list
}
