package main

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/tag"
)

// tagger gives each token its tag, or none at all.
type tagger struct {
	enc *encode.Encoder
	tag *tag.Tagger
	ws  encode.Workspace
}

func newTagger(on bool) (*tagger, error) {
	if !on {
		return &tagger{}, nil
	}
	enc, err := encode.New()
	if err != nil {
		return nil, err
	}
	t, err := tag.New(enc)
	return &tagger{enc: enc, tag: t}, err
}

// read gives tags and the encoder's rows; the rows are valid until the next call.
func (t *tagger) read(l *doc.Layout, forms []string) ([]doc.Tag, encode.States) {
	if t.tag == nil {
		return nil, encode.States{}
	}
	bounds := make([]int, 0, len(l.Sentences)+1)
	for _, s := range l.Sentences {
		bounds = append(bounds, s.Tokens.First)
	}
	bounds = append(bounds, len(forms))
	states := t.enc.Encode(forms, bounds, &t.ws)
	return t.tag.Tag(nil, forms, states), states
}
