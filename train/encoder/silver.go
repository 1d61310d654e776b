package main

import (
	"os"
	"path/filepath"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
)

// readTeacher reads the weight files of a larger network.
func readTeacher(dir string) (*reader, error) {
	var f files
	for _, x := range []struct {
		to   *[]byte
		name string
	}{{&f.encoder, "encoder.bin"}, {&f.tagger, "tag.bin"}, {&f.parser, "parse.bin"}} {
		b, err := os.ReadFile(filepath.Join(dir, x.name))
		if err != nil {
			return nil, err
		}
		*x.to = b
	}
	return newReader(f)
}

// silver lets the teacher mark unlabelled sentences of sensible length.
func silver(teacher *reader, all []string) []corpus.Tree {
	var out []corpus.Tree
	for _, text := range all {
		var trees []corpus.Tree
		for _, s := range cutText(text) {
			if len(s) < 4 || len(s) > 70 {
				continue
			}
			t := corpus.Tree{Words: make([]corpus.Word, len(s))}
			for i, form := range s {
				t.Words[i].Form = form
			}
			trees = append(trees, t)
		}
		forms, bounds, l := layoutOf(trees)
		states := teacher.enc.Encode(forms, bounds, &teacher.ws)
		tags := teacher.tag.Tag(nil, forms, states)
		arcs := teacher.par.Parse(nil, &l, tags, states)
		at := 0
		for k := range trees {
			mark(trees[k].Words, at, tags[at:], arcs[at:])
			at += len(trees[k].Words)
		}
		out = append(out, trees...)
	}
	return out
}

func mark(words []corpus.Word, first int, tags []doc.Tag, arcs []doc.Arc) {
	for i := range words {
		w := &words[i]
		w.U, w.X, w.Lemma, w.Rel, w.Head = tags[i].U, tags[i].X, tags[i].Lemma, arcs[i].Rel, -1
		if arcs[i].Head >= 0 {
			w.Head = int(arcs[i].Head) - first
		}
	}
}
