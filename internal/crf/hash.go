package crf

import "math/bits"

// Features are 32-bit hashes. A stage hashes each word once with Hash or
// HashLower, then makes features by mixing a number that stands for the
// template with the hashes and small numbers it looks at.

const (
	k0 = 0x9E3779B97F4A7C15
	k1 = 0xD6E8FEB86659FD93
)

func finish(h uint64) uint32 {
	hi, lo := bits.Mul64(h^k0, k1)
	return uint32(hi ^ lo)
}

// Hash is the hash of a string's bytes.
func Hash(s string) uint32 {
	h := uint64(len(s))
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * k1
		h ^= h >> 32
	}
	return finish(h)
}

// HashLower is the hash of the string with A–Z lowered; other bytes stand as
// they are. HashLower(s) equals Hash(strings.ToLower(s)) for ASCII.
func HashLower(s string) uint32 {
	h := uint64(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * k1
		h ^= h >> 32
	}
	return finish(h)
}

// Mix is the feature of template t with value a.
func Mix(t, a uint32) uint32 { return finish(uint64(t)<<32 | uint64(a)) }

// Mix2 is the feature of template t with values a and b.
func Mix2(t, a, b uint32) uint32 {
	return finish((uint64(t)*k1 ^ uint64(a)<<32 ^ uint64(a)>>7) + uint64(b)*k0)
}

// Mix3 is the feature of template t with values a, b and c.
func Mix3(t, a, b, c uint32) uint32 { return Mix2(Mix2(t, a, b), c, t) }

// Mix4 is the feature of template t with values a, b, c and d.
func Mix4(t, a, b, c, d uint32) uint32 { return Mix2(Mix3(t, a, b, c), d, t) }
