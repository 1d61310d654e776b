package main

import (
	"log"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/refer"
)

type whoStage struct {
	r *refer.Resolver
	m *move.Finder
}

func newWho() *whoStage {
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		log.Fatal(err)
	}
	r, err := refer.New(lex)
	if err != nil {
		log.Fatal(err)
	}
	m, err := move.New(move.Embedded())
	if err != nil {
		log.Fatal(err)
	}
	return &whoStage{r, m}
}

func (w *whoStage) fill(d *doc.Document, gold []corpus.GoldStatement) {
	if len(d.Actors) > 0 {
		return
	}
	forms := make([]string, len(d.Tokens))
	for i := range forms {
		forms[i] = d.Form(d.Report.Text, i)
	}
	in := &move.Input{Text: d.Report.Text, Layout: &d.Layout, Forms: forms, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names, Times: d.Times, Published: d.Report.Published}
	needs := w.m.Needs(in)
	var sts []refer.Statement
	at := 0
	for _, g := range gold {
		s := doc.Statement{ID: doc.StatementID(len(d.Statements) + 1), Kind: doc.Indirect, Mode: doc.Speech, Voice: doc.Own, Confidence: 1}
		for _, c := range g.Content {
			i := find(d.Report.Text, c, at)
			if i < 0 {
				continue
			}
			s.Content = append(s.Content, doc.Span{Start: i, End: i + len(c)})
		}
		if len(s.Content) == 0 {
			continue
		}
		sort.Slice(s.Content, func(i, j int) bool { return s.Content[i].Start < s.Content[j].Start })
		at = max(at, s.Content[0].Start-600)
		s.Cue = nearest(d.Report.Text, g.Cue, s.Content[0])
		s.SourceSpan = nearest(d.Report.Text, g.SourceText, s.Content[0])
		rs := refer.Statement{Content: s.Content}
		if !s.SourceSpan.Empty() {
			rs.Source = d.TokensIn(s.SourceSpan)
			needs = append(needs, rs.Source)
		}
		d.Statements = append(d.Statements, s)
		sts = append(sts, rs)
	}
	sort.Slice(needs, func(i, j int) bool { return needs[i].First < needs[j].First })
	d.Actors, d.Mentions = w.r.Resolve(&refer.Input{Text: d.Report.Text, Layout: &d.Layout, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names, Forms: forms, Published: d.Report.Published, Needs: needs, Statements: sts})
	for i := range d.Statements {
		s := &d.Statements[i]
		if !sts[i].Source.Empty() {
			s.Sources = refer.ActorsIn(d.Mentions, sts[i].Source)
		}
		if len(s.Sources) > 0 {
			s.Source = s.Sources[0]
		}
	}
	in.Actors, in.Mentions, in.Statements = d.Actors, d.Mentions, d.Statements
	d.Moves = w.m.Find(in)
}

func find(text, s string, from int) int {
	if i := strings.Index(text[from:], s); i >= 0 {
		return from + i
	}
	return strings.Index(text, s)
}

func nearest(text, s string, by doc.Span) doc.Span {
	best := doc.Span{}
	if s == "" {
		return best
	}
	for at := 0; ; {
		i := strings.Index(text[at:], s)
		if i < 0 {
			return best
		}
		sp := doc.Span{Start: at + i, End: at + i + len(s)}
		if best.Empty() || abs(sp.Start-by.Start) < abs(best.Start-by.Start) {
			best = sp
		}
		at = sp.End
	}
}

func abs(x int) int { return max(x, -x) }
