package evalcmd

import (
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// coreference prints the CoNLL F1 on GUM's documents: of the actors' mentions
// as the record has them, and with all noun phrases besides, grouped by their
// heads, since the corpus marks those too.
func coreference(t *job) error {
	for _, path := range t.paths {
		f, err := open(path)
		if err != nil {
			return err
		}
		docs, err := corpus.ReadEntities(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var product, all eval.CorefScore
		for i := range docs {
			d := entityLayout(&docs[i])
			t.line.Deepen(d, t.ws)
			gold := chains(&docs[i])
			product.Add(gold, clusters(d, docs[i].Forms, false))
			all.Add(gold, clusters(d, docs[i].Forms, true))
		}
		fmt.Fprintf(t.out, "%s, %d texts\nactors' mentions alone: %swith all noun phrases: %s", base(path), len(docs), product.String(), all.String())
	}
	return nil
}

// entityLayout spells a document out.
func entityLayout(e *corpus.EntityDoc) *doc.Document {
	var b strings.Builder
	out := &doc.Document{}
	l := &out.Layout
	for i, f := range e.Forms {
		at := b.Len()
		b.WriteString(f)
		l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: at, End: b.Len()}, SpaceAfter: e.Space[i]})
		if e.Space[i] {
			b.WriteByte(' ')
		}
	}
	p := 0
	for _, s := range e.Sentences {
		for p+1 < len(e.Paragraphs) && e.Paragraphs[p].End <= s.First {
			p++
		}
		l.Sentences = append(l.Sentences, doc.Sentence{Span: l.SpanOf(s), Tokens: s, Paragraph: p})
	}
	at := 0
	for _, p := range e.Paragraphs {
		from := at
		for at < len(l.Sentences) && l.Sentences[at].Tokens.First < p.End {
			at++
		}
		l.Paragraphs = append(l.Paragraphs, doc.Paragraph{Span: l.SpanOf(p), Sentences: doc.Range{First: from, End: at}})
	}
	out.Report.Text = b.String()
	return out
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
func clusters(d *doc.Document, forms []string, all bool) eval.Clusters {
	tags, arcs := d.Tags, d.Arcs
	lo, hi := subtrees(&d.Layout, arcs)
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
	for _, m := range d.Mentions {
		h := m.Head
		if arcs[h].Rel.Base() == doc.RelFlat && arcs[h].Head >= 0 {
			h = int(arcs[h].Head)
		}
		if head[h] {
			continue
		}
		head[h] = true
		put(fmt.Sprint(m.Actor), phrase(lo, hi, h))
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
		if _, seen := last[k]; !seen || fresh {
			n++
			last[k] = n
		}
		put(fmt.Sprint("np", last[k], k), phrase(lo, hi, t))
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
				if h < 0 || apart(arcs[t].Rel, t < h) {
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

func phrase(lo, hi []int, head int) doc.Range {
	return doc.Range{First: lo[head], End: hi[head] + 1}
}

// apart tells whether what hangs by rel is no part of its head's noun phrase.
func apart(rel doc.Rel, before bool) bool {
	switch rel.Base() {
	case doc.RelConj, doc.RelCc, doc.RelPunct, doc.RelAppos, doc.RelCop, doc.RelNsubj, doc.RelParataxis:
		return true
	case doc.RelCase:
		return before
	}
	return false
}
