package main

import (
	"fmt"
	"os"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/quote"
)

// showFile prints the statements of a text.
func showFile(s *settings, f *quote.Finder) error {
	body, err := os.ReadFile(s.show)
	if err != nil {
		return err
	}
	r, err := newReader()
	if err != nil {
		return err
	}
	t := r.read(corpus.AttributionDoc{Text: string(body)})
	for i, st := range f.Find(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows) {
		var c []string
		for _, p := range st.Content {
			c = append(c, p.In(t.doc.Text))
		}
		fmt.Printf("%d %s %s [%s] [%s] %q to [%s] in %d  %.2f %s\n", i, st.Kind, st.Mode, st.SourceSpan.In(t.doc.Text), st.CueSpan.In(t.doc.Text), c, t.layout.SpanOf(st.To).In(t.doc.Text), st.Within, st.Confidence, st.Why)
	}
	return nil
}
