package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/name"
)

// treebank is a corpus with hand-made tags and no names.
func treebank(path string) ([]corpus.EntityDoc, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	docs, err := corpus.ReadEntities(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return docs, nil
}

// selfLabel lets a first model label a treebank, held to its hand-made tags:
// proper nouns are in names but for times, nothing else begins one.
func selfLabel(o *options, lex *lexicon.Lexicon, w name.Weights, tagger *tagger, file string) ([]document, error) {
	in, err := treebank(filepath.Join(o.corpora, file))
	if err != nil {
		return nil, err
	}
	f, err := name.NewWith(lex, nil, name.Weights{})
	if err != nil {
		return nil, err
	}
	m, err := crf.Load(w.Field, name.Schema().Features)
	if err != nil {
		return nil, err
	}
	var dense *name.Dense
	if len(w.Dense) > 0 {
		if dense, err = name.LoadDense(w.Dense, tagger.enc); err != nil {
			return nil, err
		}
	}
	var ws crf.Workspace
	var docs []document
	for i := range in {
		d := document{name: in[i].Name, forms: in[i].Forms, space: in[i].Space, sents: in[i].Sentences, counts: o.selfCounts}
		_, l := d.layout()
		ws.Begin(m)
		f.Emit(&ws, l, goldTags(&in[i]), d.forms)
		if dense != nil {
			_, states := tagger.read(l, d.forms)
			dense.Each(l, states, ws.AddScores)
		}
		for t := range d.forms {
			constrain(o, &ws, m, &in[i], t)
		}
		path := ws.Viterbi()
		ws.Marginals()
		for _, s := range ws.Spans(nil, path) {
			if m.Roles()[s.Role] == "ORG" && s.Prob < o.sureOrg {
				continue
			}
			d.gold = append(d.gold, corpus.Labelled{Tokens: doc.Range{First: s.First, End: s.End}, Label: m.Roles()[s.Role]})
		}
		d.agree()
		docs = append(docs, d)
	}
	return docs, nil
}

// agree makes the occurrences of one name in a document carry the label that
// most of them have.
func (d *document) agree() {
	votes := map[string]map[string]int{}
	key := func(g corpus.Labelled) string {
		return strings.ToLower(strings.Join(d.forms[g.Tokens.First:g.Tokens.End], " "))
	}
	for _, g := range d.gold {
		k := key(g)
		if votes[k] == nil {
			votes[k] = map[string]int{}
		}
		votes[k][g.Label]++
	}
	for i := range d.gold {
		v := votes[key(d.gold[i])]
		for _, label := range []string{"PER", "LOC", "ORG", "MISC"} {
			if v[label] > v[d.gold[i].Label] {
				d.gold[i].Label = label
			}
		}
	}
}

func goldTags(e *corpus.EntityDoc) []doc.Tag {
	tags := make([]doc.Tag, len(e.Forms))
	for i := range tags {
		tags[i].U, _ = doc.ParseUPOS(e.UPOS[i])
		tags[i].X, _ = doc.ParseXPOS(e.XPOS[i])
		tags[i].Lemma = e.Lemmas[i]
	}
	return tags
}

// constrain moves the scores of token t towards what its tag tells.
func constrain(o *options, ws *crf.Workspace, m *crf.Model, e *corpus.EntityDoc, t int) {
	proper := e.UPOS[t] == "PROPN"
	time := timeWords[strings.ToLower(strings.TrimSuffix(e.Forms[t], "."))]
	switch {
	case proper && !time && !personTitles[strings.ToLower(strings.TrimSuffix(e.Forms[t], "."))]:
		ws.AddScore(t, 0, float32(-o.proper))
	case e.UPOS[t] == "VERB" && e.XPOS[t] != "NNP" || e.UPOS[t] == "AUX" || e.UPOS[t] == "PRON" || time,
		e.UPOS[t] == "NOUN" && e.XPOS[t][0] == 'N' && !hasUpper(e.Forms[t:t+1]):
		for l := 1; l < len(m.Labels()); l++ {
			ws.AddScore(t, l, -6)
		}
	case e.UPOS[t] == "PUNCT", e.UPOS[t] == "ADP", e.UPOS[t] == "DET":
		for l, label := range m.Labels() {
			if label[0] == 'B' || label[0] == 'S' || label[0] == 'E' {
				ws.AddScore(t, l, -4)
			}
		}
	}
}

var timeWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
		january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec christmas easter pm am est pst`) {
		m[w] = true
	}
	return m
}()
