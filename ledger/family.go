package ledger

import (
	"encoding/binary"
	"math"
)

// Sketch is what near-copies of a text are told by: the least hashes of its runs
// of words under a number of functions (Broder 1997, MinHash), as bytes. The zero
// value is that of a text too short to tell.
type Sketch []byte

const (
	sketchSize  = 64 // hashes
	shingle     = 5  // words in a run
	bandRows    = 4  // hashes in a band
	leastSketch = 30 // words
)

// SketchOf makes the sketch of a text.
func SketchOf(text string) Sketch {
	words := plainWords(text)
	if len(words) < leastSketch {
		return nil
	}
	var least [sketchSize]uint32
	for i := range least {
		least[i] = math.MaxUint32
	}
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = hashOf(w)
	}
	for i := 0; i+shingle <= len(words); i++ {
		h := uint64(0)
		for _, x := range hashes[i : i+shingle] {
			h = mix(h*0x9e3779b97f4a7c15 + x)
		}
		for k := range least {
			least[k] = min(least[k], uint32(mix(h^uint64(k+1)*0xd6e8feb86659fd93)>>32))
		}
	}
	out := make(Sketch, 0, 4*sketchSize)
	for _, v := range least {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return out
}

func mix(x uint64) uint64 {
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	return x
}

// Bands are digests of parts of the sketch: near-copies share one at least, other
// texts hardly ever. A store looks reports up by them.
func (s Sketch) Bands() []int64 {
	var out []int64
	for at := 0; at+4*bandRows <= len(s); at += 4 * bandRows {
		h := uint64(at)
		for _, b := range s[at : at+4*bandRows] {
			h = h*0x100000001b3 ^ uint64(b)
		}
		out = append(out, int64(mix(h)>>1))
	}
	return out
}

// NearCopy is the likeness from which on two reports are copies of one text.
const NearCopy = 0.5

// Alike estimates which part of the runs of words of two texts both have, 0…1.
func Alike(a, b Sketch) float64 {
	if len(a) == 0 || len(a) != len(b) {
		return 0
	}
	same := 0
	for i := 0; i < len(a); i += 4 {
		if binary.LittleEndian.Uint32(a[i:]) == binary.LittleEndian.Uint32(b[i:]) {
			same++
		}
	}
	return float64(same) / float64(len(a)/4)
}
