package refer

import (
	"math"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// chainer is one report in the making of its chains.
type chainer struct {
	r        *Resolver
	in       *Input
	low      []string
	hash     []uint32
	lemma    []uint32
	nameAt   []int32
	actorAt  []doc.ActorID
	sentence []int32
	sp       spans
	cand     []candidatePhrase
	m        []traits

	clauseBelow []bool  // token → a clause hangs on it as subject or complement
	seenHead    []int32 // mention → the last before with its head, -1
	seenFull    []int32 // mention → the last before with its words, -1
	seenName    []int32 // mention → the last before with its last name, -1
	chain       []int32 // mention → first mention of its chain
	size        []uint8 // mention → bucket of the size of its chain up to it
	gender      []uint8 // first mention → gender told in the chain
	best        []int32 // first mention → the mention of the chain that tells most, the last of its kind
	rank        int     // how many fitting mentions lie between, while a pair is looked at
	feats       []uint32
	ante        []int32
}

func (r *Resolver) newChainer(in *Input, mentions []doc.Mention) *chainer {
	n := len(in.Forms)
	c := &chainer{r: r, in: in, low: lowered(in.Forms), hash: make([]uint32, n), lemma: make([]uint32, n),
		nameAt: make([]int32, n), actorAt: make([]doc.ActorID, n), sentence: make([]int32, n), clauseBelow: make([]bool, n)}
	for t := range c.hash {
		c.nameAt[t] = none
		c.hash[t] = crf.Hash(c.low[t])
		c.lemma[t] = c.hash[t]
		if l := in.Tags[t].Lemma; l != "" {
			c.lemma[t] = crf.HashLower(l)
		}
		switch in.Arcs[t].Rel.Base() {
		case doc.RelCcomp, doc.RelXcomp, doc.RelCsubj, doc.RelAdvcl:
			if h := in.Arcs[t].Head; h >= 0 {
				c.clauseBelow[h] = true
			}
		}
	}
	for s := range in.Layout.Sentences {
		r := in.Layout.Sentences[s].Tokens
		for t := max(0, r.First); t < r.End && t < n; t++ {
			c.sentence[t] = int32(s)
		}
	}
	for k := range in.Names {
		for t := max(0, in.Names[k].Tokens.First); t < in.Names[k].Tokens.End && t < n; t++ {
			c.nameAt[t] = int32(k)
		}
	}
	for i := range mentions {
		h := mentions[i].Head
		if in.Arcs[h].Rel.Base() == doc.RelFlat && in.Arcs[h].Head >= 0 {
			h = int(in.Arcs[h].Head)
		}
		if c.actorAt[h] == 0 {
			c.actorAt[h] = mentions[i].Actor
		}
	}
	c.sp = spansOf(in.Arcs, c.low)
	c.candidatePhrases()
	return c
}

// take makes the mentions from the candidates whose score is above least, of
// several spans of one head the best.
func (c *chainer) take(score func(*candidatePhrase) float32, least float32) {
	kept := map[doc.Range]bool{}
	for i := 0; i < len(c.cand); {
		p, best := &c.cand[i], score(&c.cand[i])
		for i++; i < len(c.cand) && c.cand[i].cut; i++ {
			if s := score(&c.cand[i]); s > best {
				p, best = &c.cand[i], s
			}
		}
		if best <= least || kept[p.r] {
			continue
		}
		kept[p.r] = true
		c.m = append(c.m, c.describe(p))
	}
	slices.SortStableFunc(c.m, func(a, b traits) int {
		if a.r.First != b.r.First {
			return a.r.First - b.r.First
		}
		return b.r.End - a.r.End
	})
	c.lookBack()
}

// lookBack notes for each mention the last before it that has its head, its
// words, its name.
func (c *chainer) lookBack() {
	n := len(c.m)
	c.seenHead, c.seenFull, c.seenName = make([]int32, n), make([]int32, n), make([]int32, n)
	c.chain, c.size, c.gender, c.best = make([]int32, n), make([]uint8, n), make([]uint8, n), make([]int32, n)
	last := map[uint64]int32{}
	note := func(kind, key uint32, i int) int32 {
		k := uint64(kind)<<32 | uint64(key)
		j, ok := last[k]
		if !ok {
			j = none
		}
		last[k] = int32(i)
		return j
	}
	for i := range c.m {
		m := &c.m[i]
		c.seenHead[i], c.seenFull[i], c.seenName[i] = none, none, none
		if m.sort >= firstPronoun {
			continue
		}
		c.seenHead[i] = note(1, m.lemma, i)
		c.seenFull[i] = note(2, m.full, i)
		if m.last != 0 {
			c.seenName[i] = note(3, m.last, i)
		}
	}
}

// mentionWindow is how many mentions back a link may go; the last few with the
// same head or name may lie farther back.
const mentionWindow = 50

// antecedents is the earlier mentions that i may be linked to.
func (c *chainer) antecedents(i int) []int32 {
	c.ante = c.ante[:0]
	from := max(0, i-mentionWindow)
	for j := i - 1; j >= from; j-- {
		if c.may(i, j) {
			c.ante = append(c.ante, int32(j))
		}
	}
	for _, links := range [3][]int32{c.seenName, c.seenFull, c.seenHead} {
		j := links[i]
		for n := 0; j >= 0 && n < 4; n++ {
			if int(j) < from && !slices.Contains(c.ante, j) {
				c.ante = append(c.ante, j)
			}
			j = links[j]
		}
	}
	return c.ante
}

// may rules out what can never be the same.
func (c *chainer) may(i, j int) bool {
	a, b := &c.m[i], &c.m[j]
	if a.head == b.head {
		return false
	}
	g := c.chainGender(j)
	return !(a.gender == 'm' && (b.gender == 'f' || g == 'f') || a.gender == 'f' && (b.gender == 'm' || g == 'm'))
}

func (c *chainer) chainGender(j int) uint8 { return c.gender[c.chain[j]] }

// fits tells whether j is of the gender and number of pronoun i, so that it
// stands between i and what lies before j.
func (c *chainer) fits(i, j int) bool {
	a, b := &c.m[i], &c.m[j]
	if b.person != 0 && a.person != 0 && a.person != b.person || a.plural != 0 && b.plural != 0 && a.plural != b.plural {
		return false
	}
	g := c.chainGender(j)
	return a.gender == 0 || g == 0 || a.gender == g || g == 'p' && a.gender != 'n'
}

// join puts i into the chain of j; j < 0 begins a chain.
func (c *chainer) join(i, j int) {
	if j < 0 {
		c.chain[i], c.size[i], c.gender[i], c.best[i] = int32(i), 1, c.m[i].gender, int32(i)
		return
	}
	first := c.chain[j]
	c.chain[i] = first
	c.size[i] = min(c.size[j]+1, 4)
	if tells(&c.m[i]) >= tells(&c.m[c.best[first]]) {
		c.best[first] = int32(i)
	}
	if g := c.m[i].gender; g != 0 && (c.gender[first] == 0 || c.gender[first] == 'p') {
		c.gender[first] = g
	}
}

// tells is how much the words of a mention say: a name most, a pronoun least.
func tells(m *traits) int {
	switch {
	case m.sort == sortName:
		return 2
	case m.sort < firstPronoun:
		return 1
	}
	return 0
}

// link joins each mention to the chain that most of the evidence is for: the
// chances of all mentions of a chain are added up.
func (c *chainer) link(w *chainWeights) {
	weight := make([]float64, len(c.m)) // by the first mention of a chain
	for i := range c.m {
		ante := c.antecedents(i)
		c.feats = c.aloneFeatures(c.feats[:0], i)
		alone := w.sum(w.link, c.feats)
		c.rank = 0
		best, top := none, 1.0
		for _, j := range ante {
			c.feats = c.pairFeatures(c.feats[:0], i, int(j))
			d := float64(w.sum(w.link, c.feats)-alone) * w.unit
			first := c.chain[j]
			weight[first] += math.Exp(min(d, 50))
			if weight[first] > top {
				best, top = int(j), weight[first]
			}
			if c.fits(i, int(j)) {
				c.rank++
			}
		}
		for _, j := range ante {
			weight[c.chain[j]] = 0
		}
		c.join(i, best)
	}
}

// Phrases returns all noun phrases of a report in order of their beginnings,
// each with the chain of those for the same thing; most chains are of one.
// mentions are those that [Resolver.Resolve] gave for the same input. It needs
// tags and trees and is empty without them. Time is linear in the length of the
// report. Which phrases are linked was learned: a mention-ranking model after
// Durrett and Klein, "Easy victories and uphill battles in coreference
// resolution" (EMNLP 2013).
func (r *Resolver) Phrases(in *Input, mentions []doc.Mention) []Phrase {
	n := len(in.Forms)
	if in.Layout == nil || n == 0 || n != len(in.Layout.Tokens) || n != len(in.Tags) || n != len(in.Arcs) || r.chains == nil {
		return nil
	}
	c := r.newChainer(in, mentions)
	w := r.chains
	c.take(func(p *candidatePhrase) float32 {
		c.feats = c.detectFeatures(c.feats[:0], p)
		return w.sum(w.detect, c.feats)
	}, w.bias)
	c.link(w)
	return c.phrases()
}

func (c *chainer) phrases() []Phrase {
	out := make([]Phrase, len(c.m))
	number := make([]int, len(c.m))
	n := 0
	for i := range c.m {
		first := c.chain[i]
		if number[first] == 0 {
			n++
			number[first] = n
		}
		out[i] = Phrase{Tokens: c.m[i].r, Head: c.m[i].head, Chain: number[first]}
	}
	return out
}
