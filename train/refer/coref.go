package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// coref prints the CoNLL F1 on GUM's documents: of the actors' mentions as the
// product has them, and with all noun phrases besides, grouped by their heads.
func (r *reader) coref(path string, show bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := unzip(path, f)
	if err != nil {
		return err
	}
	docs, err := corpus.ReadEntities(z)
	if err != nil {
		return err
	}
	var product, all eval.CorefScore
	for i := range docs {
		d := &docs[i]
		text, l := layout(d)
		in := r.layers(text, l, d.Forms)
		_, mentions := r.resolve.Resolve(in)
		gold := chains(d)
		product.Add(gold, clusters(in.Tags, in.Arcs, l, d.Forms, mentions, false))
		all.Add(gold, clusters(in.Tags, in.Arcs, l, d.Forms, mentions, true))
	}
	fmt.Print("actors' mentions alone: ", product.String(), "with all noun phrases: ", all.String())
	return nil
}

// layout spells a document out.
func layout(d *corpus.EntityDoc) (string, *doc.Layout) {
	var b strings.Builder
	l := &doc.Layout{}
	for i, f := range d.Forms {
		at := b.Len()
		b.WriteString(f)
		l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: at, End: b.Len()}, SpaceAfter: d.Space[i]})
		if d.Space[i] {
			b.WriteByte(' ')
		}
	}
	p := 0
	for _, s := range d.Sentences {
		for p+1 < len(d.Paragraphs) && d.Paragraphs[p].End <= s.First {
			p++
		}
		l.Sentences = append(l.Sentences, doc.Sentence{Span: l.SpanOf(s), Tokens: s, Paragraph: p})
	}
	at := 0
	for _, p := range d.Paragraphs {
		from := at
		for at < len(l.Sentences) && l.Sentences[at].Tokens.First < p.End {
			at++
		}
		l.Paragraphs = append(l.Paragraphs, doc.Paragraph{Span: l.SpanOf(p), Sentences: doc.Range{First: from, End: at}})
	}
	return b.String(), l
}

// chains are the gold chains of two mentions and more.
func chains(d *corpus.EntityDoc) eval.Clusters {
	by := map[string][]doc.Range{}
	seen := map[doc.Range]bool{}
	var order []string
	for _, m := range d.Marks {
		if seen[m.Tokens] {
			continue
		}
		seen[m.Tokens] = true
		if by[m.Chain] == nil {
			order = append(order, m.Chain)
		}
		by[m.Chain] = append(by[m.Chain], m.Tokens)
	}
	var out eval.Clusters
	for _, c := range order {
		if len(by[c]) > 1 {
			out = append(out, by[c])
		}
	}
	return out
}

// clusters groups the mentions by actor, each as its whole noun phrase, and
// besides, when all is set, the other noun phrases by head word and determiner.
func clusters(tags []doc.Tag, arcs []doc.Arc, l *doc.Layout, forms []string, mentions []doc.Mention, all bool) eval.Clusters {
	lo, hi := subtrees(l, arcs)
	by := map[string][]doc.Range{}
	var order []string
	taken := map[doc.Range]bool{}
	head := map[int]bool{}
	put := func(k string, r doc.Range) {
		if taken[r] {
			return
		}
		taken[r] = true
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], r)
	}
	for _, m := range mentions {
		h := m.Head
		if arcs[h].Rel.Base() == doc.RelFlat && arcs[h].Head >= 0 {
			h = int(arcs[h].Head)
		}
		if head[h] {
			continue
		}
		head[h] = true
		put(fmt.Sprint(m.Actor), phrase(forms, arcs, lo, hi, h))
	}
	last := map[string]int{}
	n := 0
	for t := range forms {
		if !all || head[t] {
			continue
		}
		k, fresh, ok := nounKey(tags, arcs, forms, t)
		if !ok {
			continue
		}
		if at, seen := last[k]; !seen || fresh {
			n++
			last[k] = n
		} else {
			_ = at
		}
		put(fmt.Sprint("np", last[k], k), phrase(forms, arcs, lo, hi, t))
	}
	var out eval.Clusters
	for _, k := range order {
		if len(by[k]) > 1 {
			out = append(out, by[k])
		}
	}
	return out
}

// nounKey is what groups a noun or pronoun that is no actor's mention; fresh
// tells that it begins a new thing.
func nounKey(tags []doc.Tag, arcs []doc.Arc, forms []string, t int) (key string, fresh, ok bool) {
	low := strings.ToLower(forms[t])
	switch tags[t].U {
	case doc.UPRON:
		switch low {
		case "i", "me", "my", "myself", "mine":
			return "i", false, true
		case "you", "your", "yours":
			return "you", false, true
		case "we", "us", "our", "ours":
			return "we", false, true
		}
		return "", false, false
	case doc.UNOUN, doc.UPROPN:
		if r := arcs[t].Rel.Base(); r == doc.RelCompound || r == doc.RelFlat || r == doc.RelGoeswith {
			return "", false, false
		}
		for i := t - 1; i >= 0 && i > t-6 && int(arcs[i].Head) == t; i-- {
			if w := strings.ToLower(forms[i]); w == "a" || w == "an" || w == "no" || w == "any" || w == "some" {
				return low, true, true
			}
		}
		return low, false, true
	}
	return "", false, false
}

// subtrees is the first and last token below each token.
func subtrees(l *doc.Layout, arcs []doc.Arc) (lo, hi []int) {
	lo, hi = make([]int, len(arcs)), make([]int, len(arcs))
	for i := range arcs {
		lo[i], hi[i] = i, i
	}
	for _, s := range l.Sentences {
		for changed, n := true, 0; changed && n < 40; n++ {
			changed = false
			for t := s.Tokens.First; t < s.Tokens.End; t++ {
				h := int(arcs[t].Head)
				if h < 0 || arcs[t].Rel.Base() == doc.RelConj || arcs[t].Rel.Base() == doc.RelCc || arcs[t].Rel.Base() == doc.RelPunct || arcs[t].Rel.Base() == doc.RelCase && arcs[t].Rel != 0 && t < h ||
					arcs[t].Rel.Base() == doc.RelAppos || arcs[t].Rel.Base() == doc.RelCop || arcs[t].Rel.Base() == doc.RelNsubj || arcs[t].Rel.Base() == doc.RelParataxis {
					continue
				}
				if lo[t] < lo[h] {
					lo[h], changed = lo[t], true
				}
				if hi[t] > hi[h] {
					hi[h], changed = hi[t], true
				}
			}
		}
	}
	return lo, hi
}

func phrase(forms []string, arcs []doc.Arc, lo, hi []int, head int) doc.Range {
	r := doc.Range{First: lo[head], End: hi[head] + 1}
	return r
}
