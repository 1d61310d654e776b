package refer

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
)

//go:embed chains.bin
var chainsFile []byte

// chainWeights is the model of [Resolver.Phrases]: one byte for each bucket of
// hashed features.
type chainWeights struct {
	detect, link []int8
	bias         float32 // what the sum of a mention must exceed
	unit         float64 // the logarithm of odds that one step of link stands for
}

// The file: eight bytes of magic, the bias as a float32 in little endian, then
// the two tables.
const chainMagic = "parchn\x00\x01"

func readChains(data []byte) (*chainWeights, error) {
	if len(data) == 0 {
		return nil, nil
	}
	want := len(chainMagic) + 8 + 1<<detectBits + 1<<linkBits
	if len(data) != want || string(data[:len(chainMagic)]) != chainMagic {
		return nil, fmt.Errorf("refer: the weights of the chains are damaged: %d bytes, want %d; make them anew with train/refer", len(data), want)
	}
	data = data[len(chainMagic):]
	w := &chainWeights{bias: math.Float32frombits(binary.LittleEndian.Uint32(data)),
		unit: float64(math.Float32frombits(binary.LittleEndian.Uint32(data[4:])))}
	data = data[8:]
	w.detect, w.link = signed(data[:1<<detectBits]), signed(data[1<<detectBits:])
	return w, nil
}

func signed(data []byte) []int8 {
	out := make([]int8, len(data))
	for i, b := range data {
		out[i] = int8(b)
	}
	return out
}

func (w *chainWeights) sum(table []int8, features []uint32) float32 {
	var s int32
	for _, f := range features {
		s += int32(table[f])
	}
	return float32(s)
}
