package crf

import (
	"bytes"
	"math"
	"math/rand"
	"testing"

	field "github.com/parley-reader/parley/internal/crf"
)

var schema = field.Schema{Features: "test/1", Labels: field.BIOES("x"), Classes: 2, Break: 2}

// collect makes sequences in which the words 1…3 open a span that lasts until
// the word 9, or stand alone.
func collect(n int) *Collector {
	rng := rand.New(rand.NewSource(2))
	c := NewCollector()
	for range n {
		var gold []uint8
		for range 6 {
			class := uint8(1)
			emit := func(word int, g uint8) {
				c.Push([]uint32{field.Mix(1, uint32(word)), field.Mix(2, uint32(rng.Intn(50)))}, class)
				gold = append(gold, g)
				class = 0
			}
			for range rng.Intn(4) {
				emit(20+rng.Intn(5), 0)
			}
			emit(rng.Intn(3), 1)
			for range rng.Intn(3) {
				emit(20+rng.Intn(5), 2)
			}
			emit(9, 3)
			emit(8, 4)
		}
		if err := c.End(gold); err != nil {
			panic(err)
		}
	}
	return c
}

func TestTrainLearnsAndRepeats(t *testing.T) {
	var packed [][]byte
	for _, threads := range []int{1, 2} {
		w, err := Train(collect(100), Options{Schema: schema, Epochs: 8, Chunk: 10, Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		data, err := w.Pack()
		if err != nil {
			t.Fatal(err)
		}
		packed = append(packed, data)
	}
	if !bytes.Equal(packed[0], packed[1]) {
		t.Error("two trainings differ")
	}
	m, err := field.Load(packed[0], "test/1")
	if err != nil {
		t.Fatal(err)
	}
	var ws field.Workspace
	for _, s := range collect(120).Sequences[100:] {
		ws.Begin(m)
		for i := range s.Class {
			ws.Push(s.Feats[s.Off[i]:s.Off[i+1]], s.Class[i])
		}
		if got := ws.Viterbi(); !bytes.Equal(got, s.Gold) {
			t.Fatalf("path %v, want %v", got, s.Gold)
		}
	}
}

// The gradient of a transition and of a feature is that of the log-likelihood.
func TestGradient(t *testing.T) {
	o := Options{Schema: schema, MinCount: 1, Chunk: 8}
	o.defaults()
	tr := newTrainer(collect(2), o)
	rng := rand.New(rand.NewSource(4))
	for i := range tr.w {
		tr.w[i] = float32(rng.NormFloat64())
	}
	for i := range tr.tw {
		tr.tw[i] = rng.NormFloat64()
	}
	c := tr.chunks[1]
	w := tr.workers[0]
	w.gradient(c)
	diff := append([]float64(nil), w.tdiff...)
	f := c.seq.Feats[c.seq.Off[c.first]]
	want := make([]float64, tr.n)
	for i := c.first; i < c.end; i++ {
		for _, g := range c.seq.Feats[c.seq.Off[i]:c.seq.Off[i+1]] {
			if g == f {
				for b := range tr.n {
					want[b] += float64(w.diff[(i-c.first)*tr.n+b])
				}
			}
		}
	}
	slope := func(add func(float64)) float64 {
		const h = 1e-2
		add(h)
		w.gradient(c)
		up := w.ll
		add(-2 * h)
		w.gradient(c)
		down := w.ll
		add(h)
		return (up - down) / (2 * h)
	}
	for i := range tr.tw {
		if !tr.legal[i] {
			continue
		}
		if got := slope(func(h float64) { tr.tw[i] += h }); math.Abs(got-diff[i]) > 1e-3 {
			t.Errorf("transition %d: slope %v, gradient %v", i, got, diff[i])
		}
	}
	for b := range tr.n {
		if got := slope(func(h float64) { tr.w[int(f)*tr.n+b] += float32(h) }); math.Abs(got-want[b]) > 1e-3 {
			t.Errorf("feature, label %d: slope %v, gradient %v", b, got, want[b])
		}
	}
}
