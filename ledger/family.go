package ledger

import (
	"encoding/binary"
	"slices"
)

// Sketch is what near-copies of a text are told by: the least hashes of its runs
// of words, in order (bottom-k sketches: Broder 1997, Cohen and Kaplan 2007), as
// bytes. A text that holds the whole of another holds its runs, so that the least
// of both tell which part of the shorter stands in the longer. The zero value is
// that of a text too short to tell.
type Sketch []byte

const (
	sketchSize  = 128 // hashes at most
	shingle     = 5   // words in a run
	bandHashes  = 25  // the least hashes, of which neighbours make a band
	leastSketch = 30  // words
	leastSample = 8   // hashes that tell a part
)

// SketchOf makes the sketch of a text, in time in proportion to its length.
func SketchOf(text string) Sketch {
	words := plainWords(text)
	if len(words) < leastSketch {
		return nil
	}
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = hashOf(w)
	}
	runs := make([]uint32, 0, len(words))
	for i := 0; i+shingle <= len(words); i++ {
		h := uint64(0)
		for _, x := range hashes[i : i+shingle] {
			h = mix(h*0x9e3779b97f4a7c15 + x)
		}
		runs = append(runs, uint32(h>>32))
	}
	slices.Sort(runs)
	runs = slices.Compact(runs)
	runs = runs[:min(len(runs), sketchSize)]
	out := make(Sketch, 0, 4*len(runs))
	for _, v := range runs {
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

func (s Sketch) at(i int) uint32 { return binary.LittleEndian.Uint32(s[4*i:]) }

func (s Sketch) size() int { return len(s) / 4 }

// Bands are digests of neighbours among the least hashes, at most 24: near-copies
// share one nearly always (an excerpt of half a text shares six on average), other
// texts hardly ever, since a phrase that many texts share must give two of the
// least hashes of both with none between. A store looks reports up by them.
func (s Sketch) Bands() []int64 {
	var out []int64
	for i := 0; i+1 < min(s.size(), bandHashes); i++ {
		h := uint64(s.at(i))<<32 | uint64(s.at(i+1))
		out = append(out, int64(mix(h*0x9e3779b97f4a7c15)>>1))
	}
	return out
}

// NearCopy is the likeness from which on two reports are copies of one text.
const NearCopy = 0.5

// Alike estimates which part of the runs of words of the shorter of two texts
// stands in the longer, 0…1; 0 where the shorter is too short beside the other to
// tell. The error is about 0.06 for texts of like length, and grows with the
// square root of how often the shorter goes into the longer.
func Alike(a, b Sketch) float64 {
	if a.size() == 0 || b.size() == 0 {
		return 0
	}
	limit := ^uint32(0)
	for _, s := range []Sketch{a, b} {
		if s.size() == sketchSize {
			limit = min(limit, s.at(sketchSize-1))
		}
	}
	i, j, same := 0, 0, 0
	for i < a.size() && j < b.size() && a.at(i) <= limit && b.at(j) <= limit {
		switch x, y := a.at(i), b.at(j); {
		case x == y:
			same, i, j = same+1, i+1, j+1
		case x < y:
			i++
		default:
			j++
		}
	}
	n := min(a.upTo(limit), b.upTo(limit))
	if n < leastSample {
		return 0
	}
	return float64(same) / float64(n)
}

// upTo counts the hashes up to a limit.
func (s Sketch) upTo(limit uint32) int {
	n := 0
	for n < s.size() && s.at(n) <= limit {
		n++
	}
	return n
}
