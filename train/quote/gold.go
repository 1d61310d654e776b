package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/quote"
)

// goldStatement is a statement in the form of the development annotation.
type goldStatement struct {
	Source  string   `json:"source"`
	Cue     string   `json:"cue"`
	Content []string `json:"content"`
	Kind    string   `json:"kind"`
}

// statements reads a text's statements in the form that the annotation has;
// sources stand as the words that they are.
func statements(f *quote.Finder, t *text, least float64) []quote.Statement {
	var out []quote.Statement
	for _, s := range f.Find(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows) {
		if s.Mode == 1 && s.Confidence >= least {
			out = append(out, s)
		}
	}
	return out
}

func goldForm(t *text, found []quote.Statement) []byte {
	var doc struct {
		Statements []goldStatement `json:"statements"`
	}
	for _, s := range found {
		g := goldStatement{Source: s.SourceSpan.In(t.doc.Text), Cue: s.CueSpan.In(t.doc.Text), Kind: s.Kind.String()}
		for _, c := range s.Content {
			g.Content = append(g.Content, c.In(t.doc.Text))
		}
		doc.Statements = append(doc.Statements, g)
	}
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err) // strings alone
	}
	return b
}

// scoreGold scores statements on the development reports of one half.
func scoreGold(s *settings, f *quote.Finder) error {
	r, err := newReader()
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(s.gold, "*.txt"))
	if err != nil {
		return err
	}
	total := map[string]*eval.GoldScore{"look": {}, "measure": {}}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		half := eval.GoldSplit()[name]
		body, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		gold, err := os.ReadFile(strings.TrimSuffix(file, ".txt") + ".json")
		if err != nil {
			return err
		}
		t := r.read(corpus.AttributionDoc{Name: name, Text: string(body)})
		found := statements(f, t, s.least)
		if err := total[half].Add(gold, goldForm(t, found)); err != nil {
			return err
		}
		if s.errors && half == "look" {
			showGold(t, gold, found)
		}
	}
	for _, half := range []string{"look", "measure"} {
		g := total[half]
		both, gold, sys := g.Count("statements"), g.Count("gold statements"), g.Count("system statements")
		c := eval.SpanCounts{Both: both, Gold: gold, Sys: sys}
		fmt.Printf("%-8s statements P %.1f R %.1f F1 %.1f (%d of %d, %d read); of pairs: cue %.1f kind %.1f\n", half,
			100*c.Precision(), 100*c.Recall(), 100*c.F1(), both, gold, sys,
			100*float64(g.Count("statement cue"))/float64(max(both, 1)), 100*float64(g.Count("statement kind"))/float64(max(both, 1)))
	}
	return nil
}

func showGold(t *text, gold []byte, found []quote.Statement) {
	var doc struct {
		Statements []struct {
			goldStatement
			SourceText string `json:"source_text"`
		} `json:"statements"`
	}
	if json.Unmarshal(gold, &doc) != nil {
		return
	}
	fmt.Println("##", t.doc.Name)
	for _, g := range doc.Statements {
		fmt.Printf("  gold %s [%s] [%s] %q\n", g.Kind, g.SourceText, g.Cue, g.Content)
	}
	for _, s := range found {
		var c []string
		for _, p := range s.Content {
			c = append(c, p.In(t.doc.Text))
		}
		fmt.Printf("  read %s [%s] [%s] %q to [%s] %.2f %s\n", s.Kind, s.SourceSpan.In(t.doc.Text), s.CueSpan.In(t.doc.Text), c, t.layout.SpanOf(s.To).In(t.doc.Text), s.Confidence, s.Why)
	}
}
