package main

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/name"
)

// clusters parts the words of an encoder's vocabulary into groups of words that
// are used alike (k-means over the directions of their vectors): fine groups,
// and coarse groups of those. The reader addresses them by the words' hashes.
func clusters(file string, fine, coarse int) ([]byte, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	f, err := encode.Open(b, encode.KindEncoder)
	if err != nil {
		return nil, err
	}
	arch, err := f.Uints("arch", 1, -1)
	if err != nil {
		return nil, err
	}
	dim := int(arch[0])
	rows, n, err := f.Bytes("word", -1, dim)
	if err != nil {
		return nil, err
	}
	vocab, err := f.Uints("vocab", -1, 2)
	if err != nil {
		return nil, err
	}
	x := make([]float32, n*dim)
	for i, q := range rows[:n*dim] {
		x[i] = float32(int8(q))
	}
	for i := range n {
		unit(x[i*dim : (i+1)*dim])
	}
	centres, of := kmeans(x, dim, fine)
	_, up := kmeans(centres, dim, coarse)
	type word struct{ check, cluster uint32 }
	var words []word
	for i := 0; i < len(vocab); i += 2 {
		if row := vocab[i+1]; row != 0 {
			c := of[row]
			words = append(words, word{vocab[i], uint32(up[c])<<16 | uint32(c)})
		}
	}
	slices.SortFunc(words, func(a, b word) int { return int(int64(a.check) - int64(b.check)) })
	out := make([]uint32, 0, 2*len(words))
	for _, w := range words {
		out = append(out, w.check, w.cluster)
	}
	var w encode.Builder
	w.Uints("clusters", len(words), 2, out)
	return w.File(name.KindClusters, binary.LittleEndian.Uint32(b[16:])), nil
}

func unit(v []float32) {
	var s float64
	for _, x := range v {
		s += float64(x) * float64(x)
	}
	s = 1 / math.Sqrt(s+1e-9)
	for i := range v {
		v[i] *= float32(s)
	}
}

// kmeans groups unit rows by the nearest of k centres.
func kmeans(x []float32, dim, k int) (centres []float32, of []int) {
	n := len(x) / dim
	rng := rand.New(rand.NewPCG(3, 5))
	centres, of = make([]float32, k*dim), make([]int, n)
	for c, i := range rng.Perm(n)[:k] {
		copy(centres[c*dim:(c+1)*dim], x[i*dim:(i+1)*dim])
	}
	const rows = 96
	wide := (k + 15) / 16 * 16
	packed, y := make([]float32, dim*wide), make([]float32, rows*wide)
	for range 20 {
		encode.Pack(packed, centres, dim, k, 1, dim)
		for at := 0; at < n; at += rows {
			m := min(rows, n-at)
			encode.Gemm(m, k, dim, x[at*dim:], dim, 1, packed, y, wide, false)
			for i := range m {
				best := 0
				row := y[i*wide : i*wide+k]
				for c, s := range row {
					if s > row[best] {
						best = c
					}
				}
				of[at+i] = best
			}
		}
		clear(centres)
		for i, c := range of {
			for j, v := range x[i*dim : (i+1)*dim] {
				centres[c*dim+j] += v
			}
		}
		for c := range k {
			unit(centres[c*dim : (c+1)*dim])
		}
	}
	return centres, of
}
