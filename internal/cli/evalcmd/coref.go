package evalcmd

import (
	"fmt"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// coreference prints the CoNLL F1 on GUM's documents, spans compared word by
// word, on the corpus's own words and sentences, all else being read: of the
// actors' mentions, as the record has them; of all noun phrases, chains of two
// and more on both sides, as CoNLL-2012 scores; and of all noun phrases with
// those that are mentioned once, as the corpus marks them. In the last, what was
// read has a chain of one for each phrase that was found and not linked.
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
		var product, all, single eval.CorefScore
		for i := range docs {
			d := docs[i].Document()
			t.line.Deepen(d, t.ws)
			gold := chains(&docs[i])
			product.Add(linked(gold), linked(actorChains(d)))
			var read eval.Clusters
			for _, p := range t.line.Phrases(d) {
				for len(read) < p.Chain {
					read = append(read, nil)
				}
				read[p.Chain-1] = append(read[p.Chain-1], p.Tokens)
			}
			all.Add(linked(gold), linked(read))
			single.Add(gold, read)
		}
		fmt.Fprintf(t.out, "%s, %d texts\nactors' mentions alone: %swith all noun phrases: %sand those mentioned once: %s",
			base(path), len(docs), product.String(), all.String(), single.String())
	}
	return nil
}

// chains are the gold chains; a span that is marked twice counts where it is first.
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
		out = append(out, by[c])
	}
	return out
}

// linked leaves out the chains of one mention.
func linked(all eval.Clusters) eval.Clusters {
	var out eval.Clusters
	for _, c := range all {
		if len(c) > 1 {
			out = append(out, c)
		}
	}
	return out
}

// actorChains groups the mentions by actor, each as its whole noun phrase.
func actorChains(d *doc.Document) eval.Clusters {
	lo, hi := subtrees(&d.Layout, d.Arcs)
	out := make(eval.Clusters, len(d.Actors))
	taken := map[doc.Range]bool{}
	for _, m := range d.Mentions {
		h := m.Head
		if d.Arcs[h].Rel.Base() == doc.RelFlat && d.Arcs[h].Head >= 0 {
			h = int(d.Arcs[h].Head)
		}
		if r := phrase(lo, hi, h); !taken[r] {
			taken[r] = true
			out[m.Actor-1] = append(out[m.Actor-1], r)
		}
	}
	return out
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
