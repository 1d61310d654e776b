package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// Phrase is one noun phrase of a report, of whatever sort, and the chain of
// phrases for the same thing that it belongs to.
type Phrase struct {
	Tokens doc.Range
	Head   int
	Chain  int // from 1, in order of first mention
}

// spans holds for each token the noun phrase that it would head.
type spans struct {
	lo, hi, joinedHi []int32
	allLo            []int32 // the first token below, whatever hangs by
	tail             []int32 // the last of what hangs on the right, -1
}

// climb bounds how far up a word counts to the phrases above it, so that time
// stays linear in a sentence of any length.
const climb = 48

// spansOf reads the noun phrases from the trees: a head with all below it but
// what is joined, apposed or set beside. joinedHi is the end with what is joined.
func spansOf(arcs []doc.Arc, low []string) spans {
	n := len(arcs)
	s := spans{make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)}
	for i := range s.lo {
		s.allLo[i], s.tail[i] = int32(i), none
		s.lo[i], s.hi[i], s.joinedHi[i] = int32(i), int32(i), int32(i)
	}
	for t := range arcs {
		child := t
		for range climb {
			h := int(arcs[child].Head)
			if h < 0 || h >= n {
				break
			}
			rel := arcs[child].Rel
			out := outside(rel, child < h, low[child])
			s.allLo[h] = min(s.allLo[h], int32(t))
			if !out && child > h {
				s.tail[h] = max(s.tail[h], int32(child))
			}
			if !out {
				s.lo[h], s.hi[h] = min(s.lo[h], int32(t)), max(s.hi[h], int32(t))
			}
			if !out || rel.Base() == doc.RelConj {
				s.joinedHi[h] = max(s.joinedHi[h], int32(t))
			}
			child = h
		}
	}
	for t := range s.hi {
		s.hi[t] = trimmed(low, s.hi[t], int32(t))
		s.joinedHi[t] = trimmed(low, s.joinedHi[t], int32(t))
	}
	return s
}

// trimmed takes the stops off the end of a phrase.
func trimmed(low []string, hi, head int32) int32 {
	for hi > head {
		switch low[hi] {
		case ",", ".", ";", ":", "?", "!", "-", "–", "—":
			hi--
		default:
			return hi
		}
	}
	return hi
}

// outside tells whether what hangs by rel is no part of its head's noun phrase.
func outside(rel doc.Rel, before bool, low string) bool {
	switch rel.Base() {
	case doc.RelConj, doc.RelCc, doc.RelPunct, doc.RelAppos, doc.RelCop, doc.RelNsubj, doc.RelParataxis, doc.RelDiscourse,
		doc.RelMark, doc.RelAux, doc.RelAdvcl, doc.RelVocative, doc.RelExpl, doc.RelDislocated, doc.RelCsubj, doc.RelCcomp,
		doc.RelReparandum, doc.RelOrphan, doc.RelList, doc.RelDep:
		return true
	case doc.RelCase, doc.RelObl:
		return before
	case doc.RelAdvmod:
		switch low {
		case "about", "almost", "nearly", "over", "approximately", "more", "less", "around", "very", "most", "so", "too":
			return false
		}
		return before
	}
	return false
}

// candidatePhrase is what may be a mention.
type candidatePhrase struct {
	r      doc.Range
	head   int
	joined bool
	tail   int32 // token of the last dependent on the right, -1
	cut    bool  // that dependent is left out
}

// candidatePhrases is all the phrases that may be mentions, in order of their
// beginnings, the longer first.
func (c *chainer) candidatePhrases() {
	for t := range c.in.Tags {
		if !c.mayHead(t) {
			continue
		}
		lo, hi := int(c.sp.lo[t]), int(c.sp.hi[t])
		if j := int(c.sp.joinedHi[t]); j > hi && c.joins(t) {
			c.cand = append(c.cand, candidatePhrase{doc.Range{First: lo, End: j + 1}, t, true, none, false})
		}
		c.cand = append(c.cand, candidatePhrase{doc.Range{First: lo, End: hi + 1}, t, false, c.sp.tail[t], false})
		if end := c.cutEnd(t); end > t && end <= hi {
			c.cand = append(c.cand, candidatePhrase{doc.Range{First: lo, End: end}, t, false, c.sp.tail[t], true})
		}
	}
}

// cutEnd is where the phrase of t ends without the last of what hangs on the
// right, which trees often hang too low; 0 where there is none.
func (c *chainer) cutEnd(t int) int {
	tail := c.sp.tail[t]
	if tail < 0 {
		return 0
	}
	return int(trimmed(c.low, c.sp.allLo[tail]-1, int32(t))) + 1
}

// joins tells whether a noun is joined to t.
func (c *chainer) joins(t int) bool {
	for i := t + 1; i <= int(c.sp.joinedHi[t]) && i < t+40; i++ {
		if int(c.in.Arcs[i].Head) == t && c.in.Arcs[i].Rel.Base() == doc.RelConj {
			return true
		}
	}
	return false
}

func (c *chainer) mayHead(t int) bool {
	if !isWord(c.in.Forms[t]) && c.in.Tags[t].U != doc.UNUM && c.in.Tags[t].U != doc.USYM {
		return false
	}
	rel := c.in.Arcs[t].Rel.Base()
	switch c.in.Tags[t].U {
	case doc.UNOUN, doc.UPROPN, doc.UPRON, doc.UNUM, doc.UX, doc.USYM:
		return rel != doc.RelGoeswith && rel != doc.RelFixed
	case doc.UDET:
		return rel != doc.RelDet && rel != doc.RelCc && rel != doc.RelAdvmod
	case doc.UADJ:
		return rel != doc.RelAmod && rel != doc.RelAdvmod && rel != doc.RelFlat && rel != doc.RelFixed
	case doc.UADV:
		switch c.low[t] {
		case "here", "there", "now", "then", "today", "tomorrow", "yesterday", "tonight", "home", "once", "somewhere", "everywhere", "anywhere":
			return true
		}
	}
	return false
}

// Templates of features are numbers in the hash.
const detectBits = 15

// detectFeatures are what tells a mention from a word that is none.
func (c *chainer) detectFeatures(dst []uint32, p *candidatePhrase) []uint32 {
	in, t := c.in, p.head
	tag, rel := in.Tags[t], uint32(in.Arcs[t].Rel)
	u := uint32(tag.U)
	if p.joined {
		u += 32
	}
	up, uprel, uplemma := uint32(0), uint32(0), uint32(0)
	if h := in.Arcs[t].Head; h >= 0 {
		up, uprel, uplemma = uint32(in.Tags[h].U), uint32(in.Arcs[h].Rel), c.lemma[h]
	}
	kind := uint32(0)
	if k := c.nameAt[t]; k >= 0 {
		kind = 1 + uint32(in.Names[k].Kind)
		if in.Names[k].Tokens.End-1 != t {
			kind += 8
		}
	}
	first, before, after := c.hash[p.r.First], c.hashAt(p.r.First-1), c.hashAt(p.r.End)
	size := uint32(min(p.r.Len(), 6))
	add := func(k, a, b uint32) { dst = append(dst, crf.Mix3(k, a, b, u)>>(32-detectBits)) }
	add(1, rel, uint32(tag.X))
	add(2, c.hash[t], 0)
	add(3, c.hash[t], rel)
	add(4, rel, up)
	add(5, rel, size)
	add(6, kind, rel)
	add(7, first, size)
	add(8, before, 0)
	add(9, after, 0)
	add(10, before, rel)
	add(11, uplemma, rel)
	add(12, uprel, rel)
	add(13, c.suffix(t), rel)
	add(14, c.hash[t], before)
	add(15, c.hash[t], after)
	add(16, kind, size)
	if p.tail >= 0 {
		k := uint32(18)
		if p.cut {
			k = 24
		}
		start := int(c.sp.allLo[p.tail])
		rel := uint32(in.Arcs[p.tail].Rel)
		add(k, rel, 0)
		add(k+1, rel, c.hash[start])
		add(k+2, c.hash[start], c.lemma[t])
		add(k+3, rel, flag(start > 0 && c.low[start-1] == ",")<<4|bucket(int(c.sp.hi[t])-start))
		add(k+4, rel, c.lemma[p.tail])
		add(k+5, c.lemma[t], rel)
	}
	if p.joined {
		add(17, c.hash[p.r.End-1], kind)
	}
	return dst
}

func (c *chainer) hashAt(t int) uint32 {
	if t < 0 || t >= len(c.hash) {
		return 1
	}
	return c.hash[t]
}

func (c *chainer) suffix(t int) uint32 {
	w := c.low[t]
	return crf.Hash(w[max(0, len(w)-3):])
}

// lowered is the forms in lower case, sharing what is lower already.
func lowered(forms []string) []string {
	out := make([]string, len(forms))
	for i, f := range forms {
		out[i] = strings.ToLower(f)
	}
	return out
}
