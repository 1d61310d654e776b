package refer

import (
	"github.com/parley-reader/parley/doc"
)

const linkBits = 17

// mixLink is where a feature lies in the table of weights.
func mixLink(template, value, with uint32) uint32 { return mixWith(mixValue(template, value), with) }

func mixValue(template, value uint32) uint32 {
	x := (template*0x9E3779B1 ^ value) * 0x85EBCA6B
	return x ^ x>>15
}

func mixWith(x, with uint32) uint32 {
	x = (x ^ with) * 0xC2B2AE35
	x ^= x >> 13
	x *= 0x27D4EB2F
	return x >> (32 - linkBits)
}

func bucket(n int) uint32 {
	switch {
	case n < 0:
		n = 0
	case n <= 4:
	case n <= 6:
		n = 5
	case n <= 9:
		n = 6
	case n <= 14:
		n = 7
	case n <= 24:
		n = 8
	case n <= 49:
		n = 9
	case n <= 99:
		n = 10
	default:
		n = 11
	}
	return uint32(n)
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// pairFeatures are what tells whether mention i is the same thing as the earlier
// mention j.
func (c *chainer) pairFeatures(dst []uint32, i, j int) []uint32 {
	a, b := &c.m[i], &c.m[j]
	with := uint32(a.sort) * 0x01000193
	both := with ^ (uint32(b.sort)+1)*0x00810021
	add := func(k, v uint32) {
		x := mixValue(k, v)
		dst = append(dst, mixWith(x, with), mixWith(x, both))
	}
	ds := int(a.sentence - b.sentence)
	near := bucket(ds)
	add(1, near)
	add(2, bucket(i-j))
	add(3, near<<8|uint32(b.rel))
	add(4, uint32(a.rel)<<8|uint32(b.rel))
	sameHead := flag(a.lemma == b.lemma)
	add(5, sameHead<<5|near)
	add(6, flag(a.full == b.full)<<1|sameHead)
	add(7, modifiers(a, b)<<1|sameHead)
	add(8, uint32(a.gender)<<8|uint32(b.gender))
	add(9, uint32(a.plural)<<4|uint32(b.plural)<<1|sameHead)
	add(10, uint32(a.kind)<<4|uint32(b.kind))
	add(11, names(a, b))
	add(12, actors(a, b)<<1|sameHead)
	add(13, c.tie(a, b))
	add(14, flag(a.upLemma == b.upLemma && a.up >= 0)<<1|flag(a.subj && b.subj))
	add(15, flag(a.has(b.lemma))<<2|flag(b.has(a.lemma))<<1|sameHead)
	add(16, uint32(a.class)<<4|uint32(b.class))
	add(17, flag(a.par == b.par)<<1|flag(b.subj))
	add(18, uint32(c.size[j]))
	add(19, uint32(c.chainGender(j))<<8|uint32(a.gender))
	add(20, uint32(min(c.rank, 5))<<1|flag(b.subj))
	r := &c.m[c.best[c.chain[j]]]
	add(21, names(a, r)<<1|flag(a.full == r.full))
	add(22, uint32(r.sort)<<8|uint32(r.kind)<<4|uint32(r.plural))
	add(23, modifiers(a, r)<<1|flag(a.lemma == r.lemma))
	add(24, actors(a, r)<<1|flag(a.lemma == r.lemma))
	// The words themselves.
	word := a.lemma
	if a.sort >= firstPronoun {
		word = 0
	}
	dst = append(dst, mixLink(30, word, b.lemma), mixLink(31, b.lemma, with), mixLink(32, b.word^sameHead, with), mixLink(34, r.lemma, with))
	if a.sort >= firstPronoun {
		dst = append(dst, mixLink(33, a.upLemma^uint32(a.rel), b.lemma))
	}
	return dst
}

// modifiers compares the words beside the heads.
func modifiers(a, b *traits) uint32 {
	fresh, lost := uint32(0), uint32(0)
	for _, w := range a.bag[:a.bags] {
		if !b.has(w) && w != b.lemma {
			fresh++
		}
	}
	for _, w := range b.bag[:b.bags] {
		if !a.has(w) && w != a.lemma {
			lost++
		}
	}
	common := uint32(a.bags) - fresh
	return min(fresh, 2)*16 + min(lost, 2)*4 + min(common, 2)
}

// names compares the words of names.
func names(a, b *traits) uint32 {
	if a.last == 0 || b.last == 0 {
		if a.last != 0 || b.last != 0 {
			return 1
		}
		return 0
	}
	v := uint32(2)
	if a.last == b.last {
		v |= 4
	}
	if a.first == b.first {
		v |= 8
	}
	if a.first == b.last || a.last == b.first {
		v |= 16
	}
	return v
}

// actors compares what the ladder made of both.
func actors(a, b *traits) uint32 {
	switch {
	case a.actor == 0 && b.actor == 0:
		return 0
	case a.actor == 0:
		return 1
	case b.actor == 0:
		return 2
	case a.actor == b.actor:
		return 3
	}
	return 4
}

// tie is how two phrases of one sentence stand to each other in the tree.
func (c *chainer) tie(a, b *traits) uint32 {
	if a.sentence != b.sentence {
		return 0
	}
	v := uint32(1)
	switch {
	case b.r.First <= a.r.First && a.r.End <= b.r.End:
		v = 2
		if int(a.up) == b.head {
			v = 3
		}
	case a.r.First <= b.r.First && b.r.End <= a.r.End:
		v = 4
	case int(a.up) == b.head:
		v = 5
		if a.rel.Base() == doc.RelAppos {
			v = 6
		} else if a.rel.Base() == doc.RelConj {
			v = 7
		}
	case int(b.up) == a.head:
		v = 8
		if b.rel.Base() == doc.RelNsubj {
			v = 9 // "X is the president"
		}
	case a.up == b.up && a.up >= 0:
		v = 10
	case a.up >= 0 && c.in.Arcs[a.up].Head == b.up:
		v = 11
	case b.up >= 0 && c.in.Arcs[b.up].Head == a.up:
		v = 12
	}
	between := a.r.First - b.r.End
	return v<<2 | uint32(min(max(between, 0), 3))
}

// aloneFeatures are what tells whether mention i is the first of its thing.
func (c *chainer) aloneFeatures(dst []uint32, i int) []uint32 {
	a := &c.m[i]
	with := uint32(a.sort) * 0x01000193
	add := func(k, v uint32) { dst = append(dst, mixLink(k, v, with)) }
	seen := flag(c.seenHead[i] >= 0)<<1 | flag(c.seenFull[i] >= 0)
	add(40, 0)
	add(41, seen)
	add(42, uint32(a.rel))
	add(43, a.lemma)
	add(44, seen<<8|uint32(min(a.r.Len(), 6)))
	add(45, uint32(a.kind)<<2|seen)
	add(46, uint32(a.gender)<<3|uint32(a.plural))
	add(47, bucket(int(a.sentence)))
	add(48, c.hashAt(a.r.First-1))
	add(49, c.hashAt(a.r.End))
	add(50, c.hash[a.r.First])
	add(51, uint32(a.bags)<<2|seen)
	add(52, uint32(a.class))
	add(53, actors(a, &traits{})<<2|seen)
	add(54, bucket(i)<<2|seen)
	if a.sort >= firstPronoun {
		add(55, a.upLemma)
		up := uint32(0)
		if a.up >= 0 {
			up = uint32(c.in.Tags[a.up].U)<<2 | flag(c.clauseBelow[a.up])
		}
		add(56, up<<8|uint32(a.rel))
	}
	return dst
}
