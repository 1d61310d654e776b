package main

import (
	"fmt"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/internal/tag"
)

// reader is encoder, tagger and parser as the program has them.
type reader struct {
	enc *encode.Encoder
	tag *tag.Tagger
	par *parse.Parser
	ws  encode.Workspace
}

func newReader(f files) (*reader, error) {
	r := new(reader)
	var err error
	if r.enc, err = encode.Load(f.encoder); err != nil {
		return nil, err
	}
	if r.tag, err = tag.Load(f.tagger, r.enc); err != nil {
		return nil, err
	}
	r.par, err = parse.Load(f.parser, r.enc)
	return r, err
}

func embeddedReader() (*reader, error) {
	r := new(reader)
	var err error
	if r.enc, err = encode.New(); err != nil {
		return nil, err
	}
	if r.tag, err = tag.New(r.enc); err != nil {
		return nil, err
	}
	r.par, err = parse.New(r.enc)
	return r, err
}

// scores are counts over the words of a treebank, punctuation included.
type scores struct {
	words, upos, xpos, lemma, uas, las int
	seconds                            float64
}

func (s scores) String() string {
	p := func(n int) float64 { return 100 * float64(n) / float64(max(s.words, 1)) }
	return fmt.Sprintf("UPOS %.2f  XPOS %.2f  lemma %.2f  UAS %.2f  LAS %.2f  (%d words, %.0f a second)",
		p(s.upos), p(s.xpos), p(s.lemma), p(s.uas), p(s.las), s.words, float64(s.words)/s.seconds)
}

// layoutOf makes forms and layout of trees.
func layoutOf(trees []corpus.Tree) (forms []string, bounds []int, l doc.Layout) {
	for _, t := range trees {
		first := len(forms)
		bounds = append(bounds, first)
		for _, w := range t.Words {
			forms = append(forms, w.Form)
		}
		l.Sentences = append(l.Sentences, doc.Sentence{Tokens: doc.Range{First: first, End: len(forms)}})
	}
	l.Tokens = make([]doc.Token, len(forms))
	return forms, append(bounds, len(forms)), l
}

// measure reads the trees' words document by document and compares.
func (r *reader) measure(trees []corpus.Tree) (s scores) {
	var tags []doc.Tag
	var arcs []doc.Arc
	for len(trees) > 0 {
		n := 1
		for n < len(trees) && n < 40 && trees[n].Doc == trees[0].Doc {
			n++
		}
		forms, bounds, l := layoutOf(trees[:n])
		began := time.Now()
		states := r.enc.Encode(forms, bounds, &r.ws)
		tags = r.tag.Tag(tags[:0], forms, states)
		arcs = r.par.Parse(arcs[:0], &l, tags, states)
		s.seconds += time.Since(began).Seconds()
		at := 0
		for _, t := range trees[:n] {
			s.compare(t, at, tags[at:], arcs[at:])
			at += len(t.Words)
		}
		trees = trees[n:]
	}
	return s
}

func (s *scores) compare(t corpus.Tree, first int, tags []doc.Tag, arcs []doc.Arc) {
	for i, w := range t.Words {
		s.words++
		if tags[i].U == w.U {
			s.upos++
		}
		if tags[i].X == w.X {
			s.xpos++
		}
		if tags[i].Lemma == w.Lemma || w.Lemma == "_" {
			s.lemma++
		}
		head := -1
		if w.Head >= 0 {
			head = first + w.Head
		}
		if int(arcs[i].Head) == head {
			s.uas++
			if arcs[i].Rel == w.Rel {
				s.las++
			}
		}
	}
}
