package token

import (
	"fmt"
	"math"
)

// The sentence ends are decided by a logistic regression over hashed features
// of what stands around a place. Its weights are one byte each.

// endBuckets is how many weights there are; a power of two.
const endBuckets = 1 << 14

// endFeatures is how many features a place has.
const endFeatures = 22

// ends is the weights. The zero value knows nothing.
type ends struct {
	scale float32
	w     [endBuckets]int8
}

// endsMagic begins a file of weights; its last digit is the features' version.
const endsMagic = "parleyE1"

// readEnds reads a file of weights.
func readEnds(name string, b []byte) (*ends, error) {
	if len(b) != len(endsMagic)+4+endBuckets || string(b[:len(endsMagic)]) != endsMagic {
		return nil, fmt.Errorf("%s: not a file of sentence-end weights of this version (%s)", name, endsMagic)
	}
	b = b[len(endsMagic):]
	e := &ends{scale: math.Float32frombits(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)}
	for i, v := range b[4:] {
		e.w[i] = int8(v)
	}
	return e, nil
}

// score is the log odds that a sentence ends at a place with these features.
func (e *ends) score(f *[endFeatures]uint32) float32 {
	sum := int32(0)
	for _, i := range f {
		sum += int32(e.w[i%endBuckets])
	}
	return float32(sum) * e.scale
}

// place is what stands around a place where a sentence may end: after token
// i and its closing marks, before token next.
type place struct {
	i, next     int
	start       int  // the first token of the sentence so far
	first, last int  // the first token of the paragraph, and behind its last
	proper      bool // the paragraph ends with a mark that ends a sentence
}

// hashForm is a hash of a form, ASCII case aside (FNV-1a).
func hashForm(s string) uint32 {
	h := uint32(2166136261)
	for k := 0; k < min(len(s), 16); k++ {
		c := s[k]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// mix joins numbers to a new hash.
func mix(kind, a, b uint32) uint32 {
	h := (kind+1)*0x9e3779b1 ^ a*0x85ebca6b ^ (b+0x7f4a7c15)*0xc2b2ae35
	return h ^ h>>15
}

// shapeOf is a small number for how a form is written.
func shapeOf(s string) uint32 {
	if s == "" {
		return 0
	}
	r := firstRune(s)
	switch {
	case isUpper(r):
		switch {
		case len(s) == 1:
			return 1
		case s[1] >= 'A' && s[1] <= 'Z' || s[1] == '.':
			return 2
		}
		return 3
	case isLower(r):
		if len(s) <= 3 {
			return 4
		}
		return 5
	case classOf(r) == digit:
		return 6
	}
	return 8 + uint32(r)%64 + 64*uint32(min(len(s), 3))
}

// near is the form of token k, or "" outside the paragraph of p.
func (s *splitter) near(p *place, k int) string {
	if k < p.first || k >= p.last {
		return ""
	}
	return s.form(k)
}

// bucket is n on a scale of seven steps.
func bucket(n int) uint32 {
	for i, top := range [...]int{1, 2, 3, 6, 12, 30} {
		if n <= top {
			return uint32(i)
		}
	}
	return 6
}

// flag is 1 for true.
func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// features fills in the features of p.
func (s *splitter) features(p *place, f *[endFeatures]uint32) {
	w0, w1, w2, b1, b2 := s.near(p, p.i), s.near(p, p.next), s.near(p, p.next+1), s.near(p, p.i-1), s.near(p, p.i-2)
	h0, h1, g1 := hashForm(w0), hashForm(w1), hashForm(b1)
	s0, s1, s2, t1, t2 := shapeOf(w0), shapeOf(w1), shapeOf(w2), shapeOf(b1), shapeOf(b2)
	var kind uint32
	if len(w0) > 1 && w0[len(w0)-1] == '.' {
		kind = 1 + uint32(s.words.abbrKindOf(w0[:len(w0)-1])) + 16*uint32(min(len(w0), 5))
	}
	closed := uint32(min(p.next-p.i, 3)) + 4*flag(s.l.Tokens[p.next-1].SpaceAfter) + 8*flag(p.proper)
	length, rest := bucket(p.next-p.start), bucket(p.last-p.next)
	*f = [endFeatures]uint32{
		mix(0, h0, flag(p.proper)), mix(1, h0, s1), mix(2, h1, s0), mix(3, g1, s0), mix(4, s0, s1),
		mix(5, s0+1024*t1, s1), mix(6, s1, s2+1024*s0), mix(7, closed, s1), mix(8, closed, s0),
		mix(9, kind, s1), mix(10, kind, h1), mix(11, length, s0), mix(12, length, closed),
		mix(13, rest, s0), mix(14, g1, h0), mix(15, h0, h1), mix(16, hashForm(w2), s1), mix(17, h1, flag(p.proper)),
		mix(18, t2+1024*t1, s0), mix(19, s1+1024*s0, flag(p.proper)), mix(20, t1+1024*s0, s1+1024*s2), mix(21, flag(p.proper), 0),
	}
}
