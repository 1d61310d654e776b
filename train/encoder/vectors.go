package main

import (
	"math"
	"math/rand/v2"
)

// induce learns word vectors from unlabelled sentences by the skip-gram method
// with negative sampling (Mikolov et al. 2013), with an output table of its own
// for each position of the window (Ling et al. 2015), which suits syntax. Row 0
// stands for all words that are not in the vocabulary.
func induce(sentences [][]int32, vocab, dim, epochs int, seed uint64) []float32 {
	v := &induction{dim: dim, r: rand.New(rand.NewPCG(seed, 11))}
	v.in = make([]float32, vocab*dim)
	for i := range v.in {
		v.in[i] = (v.r.Float32() - 0.5) / float32(dim)
	}
	for range window {
		v.out = append(v.out, make([]float32, vocab*dim))
	}
	v.prepare(sentences, vocab)
	v.grad = make([]float32, dim)
	total := 0
	for _, s := range sentences {
		total += len(s)
	}
	done, all := 0, total*epochs
	for range epochs {
		for _, s := range sentences {
			v.sentence(s, 0.05*max(0.02, 1-float32(done)/float32(all)))
			done += len(s)
		}
	}
	return v.in
}

// vectorDim is the length of the induced vectors; in a wider network they fill
// the first columns.
const vectorDim = 128

// widen lays vectors into the rows of a table of the given width.
func widen(table, vectors []float32, dim int) {
	for i := 0; i*dim < len(table); i++ {
		row := table[i*dim : (i+1)*dim]
		clear(row)
		copy(row, vectors[i*vectorDim:(i+1)*vectorDim])
	}
}

// window is the number of neighbours that are foretold: two on each side.
const window = 4

const negatives = 4

type induction struct {
	dim  int
	in   []float32
	out  [][]float32
	keep []float32 // chance that a word is used
	pick []int32   // words by frequency to the 3/4, for negative sampling
	grad []float32
	r    *rand.Rand
}

func (v *induction) prepare(sentences [][]int32, vocab int) {
	counts := make([]float64, vocab)
	total := 0.0
	for _, s := range sentences {
		for _, w := range s {
			counts[w]++
			total++
		}
	}
	v.keep = make([]float32, vocab)
	sum := 0.0
	for w, c := range counts {
		f := c / total
		v.keep[w] = float32(min(1, math.Sqrt(3e-4/max(f, 1e-12))))
		sum += math.Pow(c, 0.75)
	}
	const size = 1 << 20
	acc := 0.0
	for w, c := range counts {
		acc += math.Pow(c, 0.75)
		for float64(len(v.pick)) < acc/sum*size {
			v.pick = append(v.pick, int32(w))
		}
	}
}

func (v *induction) sentence(s []int32, rate float32) {
	offsets := [window]int{-2, -1, 1, 2}
	for i, w := range s {
		if v.r.Float32() > v.keep[w] {
			continue
		}
		x := v.in[int(w)*v.dim : int(w+1)*v.dim]
		clear(v.grad)
		for k, o := range offsets {
			j := i + o
			if j < 0 || j >= len(s) {
				continue
			}
			v.pair(x, k, s[j], 1, rate)
			for range negatives {
				v.pair(x, k, v.pick[v.r.IntN(len(v.pick))], 0, rate)
			}
		}
		axpy(x, v.grad, 1)
	}
}

func (v *induction) pair(x []float32, k int, word int32, label, rate float32) {
	o := v.out[k][int(word)*v.dim : int(word+1)*v.dim]
	d := dot4(x, o)
	if d > 8 {
		d = 8
	} else if d < -8 {
		d = -8
	}
	g := rate * (label - 1/(1+float32(math.Exp(float64(-d)))))
	grad := v.grad[:len(o)]
	x = x[:len(o)]
	for i, a := range o {
		grad[i] += g * a
		o[i] = a + g*x[i]
	}
}

func dot4(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	for i := 0; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	return s0 + s1 + s2 + s3
}

// level scales vectors so that their entries have the given root mean square.
func level(v []float32, rms float32) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	k := rms / float32(math.Sqrt(sum/float64(len(v))+1e-12))
	for i := range v {
		v[i] *= k
	}
}
