package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/parley-reader/parley/internal/token"
)

const (
	buckets = 1 << 14
	epochs  = 24
	l2      = 1e-4
)

// sample is one place and whether a sentence ends there.
type sample struct {
	token.Place
	ends bool
	unit float64 // its weight
}

// free tells whether a document's licence allows commercial use: all of EWT,
// and these genres of GUM.
func free(doc string) bool {
	rest, gum := strings.CutPrefix(doc, "GUM_")
	if !gum {
		return true
	}
	genre, _, _ := strings.Cut(rest, "_")
	switch genre {
	case "news", "interview", "bio", "voyage", "textbook", "vlog", "speech":
		return true
	}
	return false
}

// samples lists the places of a treebank.
func samples(path string, unit float64) ([]sample, error) {
	b, err := read(path, free)
	if err != nil {
		return nil, err
	}
	ends := sentenceEnds(b)
	places := token.Places(b.text, func(end int) bool { return ends[end] })
	out := make([]sample, len(places))
	for i, p := range places {
		out[i] = sample{p, ends[p.End], unit}
	}
	return out, nil
}

// sentenceEnds is the bytes of the raw text where the gold's sentences end.
func sentenceEnds(b *bank) map[int]bool {
	ends := map[int]bool{}
	chars, k := 0, 0
	for i, r := range b.text {
		if r == ' ' || r == '\n' || r == '\u00a0' {
			continue
		}
		if chars++; k < len(b.gold.Sentences) && b.gold.Sentences[k][1] == chars {
			ends[i+len(string(r))] = true
			k++
		}
	}
	return ends
}

// train writes the weights of a logistic regression, made by Adagrad in a
// fixed order, one byte each.
func train(out string, paths []string) error {
	var all []sample
	for _, p := range paths {
		unit := 1.0
		s, err := samples(p, unit)
		if err != nil {
			return err
		}
		yes := 0
		for _, x := range s {
			if x.ends {
				yes++
			}
		}
		fmt.Fprintf(os.Stderr, "%s: %d places, %d ends\n", p[strings.LastIndex(p, "/")+1:], len(s), yes)
		all = append(all, s...)
	}
	w, g := make([]float64, buckets), make([]float64, buckets)
	rng := rand.New(rand.NewPCG(1, 2))
	for range epochs {
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for _, x := range all {
			sum := 0.0
			for _, f := range x.Features {
				sum += w[f%buckets]
			}
			d := 1 / (1 + math.Exp(-sum))
			if x.ends {
				d--
			}
			for _, f := range x.Features {
				k := f % buckets
				grad := x.unit*d + l2*w[k]*float64(len(all))/100
				g[k] += grad * grad
				w[k] -= 0.1 * grad / (1e-4 + math.Sqrt(g[k]))
			}
		}
	}
	top := 0.0
	for _, v := range w {
		top = max(top, math.Abs(v))
	}
	b := []byte("parleyE1")
	scale := math.Float32bits(float32(top / 127))
	b = append(b, byte(scale), byte(scale>>8), byte(scale>>16), byte(scale>>24))
	for _, v := range w {
		b = append(b, byte(int8(math.Round(v/top*127))))
	}
	return os.WriteFile(out, b, 0o644)
}
