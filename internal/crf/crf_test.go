package crf

import (
	"errors"
	"math"
	"math/rand"
	"testing"
)

// toy is a field over BIOES labels with random weights.
func toy(t testing.TB, labels []string, feats int) *Model {
	t.Helper()
	rng := rand.New(rand.NewSource(7))
	n := len(labels)
	w := Weights{Schema: Schema{Features: "toy/1", Labels: labels, Classes: 2, Break: 2}}
	draw := func(k int, by float64) []float32 {
		out := make([]float32, k)
		for i := range out {
			out[i] = float32(rng.NormFloat64() * by)
		}
		return out
	}
	w.Trans, w.Last = draw(2*(n+1)*n, 1), draw(n, 1)
	for i := range feats {
		w.Keys = append(w.Keys, Mix(1, uint32(i)))
	}
	w.Rows = draw(feats*n, 1)
	data, err := w.Pack()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(data, "toy/1")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func push(ws *Workspace, m *Model, rng *rand.Rand, length, feats int) {
	ws.Begin(m)
	var buf []uint32
	for range length {
		buf = buf[:0]
		for range 3 {
			buf = append(buf, Mix(1, uint32(rng.Intn(feats))))
		}
		ws.Push(append(buf, 12345), uint8(rng.Intn(4)/3))
	}
}

// brute walks all paths: the best one, its score, and log Z and the marginals.
func brute(ws *Workspace) (best []uint8, probs []float64) {
	m, n := ws.m, ws.m.n
	path := make([]uint8, ws.length)
	probs = make([]float64, ws.length*n)
	top, z := math.Inf(-1), 0.0
	var walk func(i int, score float64)
	walk = func(i int, score float64) {
		if math.IsInf(score, -1) {
			return
		}
		if i == ws.length {
			score += float64(m.last[path[i-1]])
			if score > top {
				top, best = score, append([]uint8(nil), path...)
			}
			p := math.Exp(score)
			z += p
			for k, l := range path {
				probs[k*n+int(l)] += p
			}
			return
		}
		from := 0
		if i > 0 {
			from = int(path[i-1]) + 1
		}
		for b := range n {
			path[i] = uint8(b)
			walk(i+1, score+float64(m.trans[(int(ws.class[i])*(n+1)+from)*n+b]+ws.emit[i*n+b]))
		}
	}
	walk(0, 0)
	for i := range probs {
		probs[i] /= z
	}
	return best, probs
}

func TestAgainstAllPaths(t *testing.T) {
	for _, labels := range [][]string{BIOES("x"), BIO("x", "y"), {"a", "b", "c"}} {
		m := toy(t, labels, 20)
		rng := rand.New(rand.NewSource(3))
		var ws Workspace
		for range 40 {
			push(&ws, m, rng, 1+rng.Intn(6), 20)
			want, probs := brute(&ws)
			got := ws.Viterbi()
			if string(got) != string(want) {
				t.Fatalf("%v: path %v, want %v", labels, got, want)
			}
			ws.Marginals()
			for i := range ws.length {
				for b := range m.n {
					if p := ws.Prob(i, b); math.Abs(p-probs[i*m.n+b]) > 1e-5 {
						t.Fatalf("%v: P(%d=%d) = %v, want %v", labels, i, b, p, probs[i*m.n+b])
					}
				}
			}
		}
	}
}

// A span's probability is that of all paths that hold just this span.
func TestSpanProb(t *testing.T) {
	for _, labels := range [][]string{BIOES("x"), BIO("x", "y")} {
		m := toy(t, labels, 20)
		rng := rand.New(rand.NewSource(5))
		var ws Workspace
		for range 60 {
			push(&ws, m, rng, 5, 20)
			path := append([]uint8(nil), ws.Viterbi()...)
			ws.Marginals()
			for _, s := range ws.Spans(nil, path) {
				var want float64
				n := m.n
				total := 1
				for range ws.length {
					total *= n
				}
				other := make([]uint8, ws.length)
				for code := range total {
					c, score := code, 0.0
					for i := range other {
						other[i] = uint8(c % n)
						c /= n
						from := 0
						if i > 0 {
							from = int(other[i-1]) + 1
						}
						score += float64(m.trans[(int(ws.class[i])*(n+1)+from)*n+int(other[i])] + ws.emit[i*n+int(other[i])])
					}
					score += float64(m.last[other[ws.length-1]])
					if holds(&ws, other, s) {
						want += math.Exp(score - logZ(&ws))
					}
				}
				if math.Abs(want-s.Prob) > 1e-5 {
					t.Fatalf("%v: span %+v, want %v", labels, s, want)
				}
			}
		}
	}
}

func holds(ws *Workspace, path []uint8, want Span) bool {
	saved := ws.marginals
	ws.marginals = false
	defer func() { ws.marginals = saved }()
	for _, s := range ws.Spans(nil, path) {
		if s.First == want.First && s.End == want.End && s.Role == want.Role {
			return true
		}
	}
	return false
}

func logZ(ws *Workspace) float64 {
	var z, last float64
	n := ws.m.n
	for i := range ws.length {
		top := math.Inf(-1)
		for b := range n {
			top = math.Max(top, float64(ws.emit[i*n+b]))
		}
		z += math.Log(ws.scale[i]) + top
	}
	for b := range n {
		last += ws.alpha[(ws.length-1)*n+b] * ws.m.elast[b]
	}
	return z + math.Log(last)
}

func TestBreakAndScheme(t *testing.T) {
	s := Schema{Labels: BIOES("x"), Classes: 2, Break: 2}
	for _, c := range []struct {
		a, b  int
		class uint8
		want  bool
	}{
		{0, 0, 0, true}, {0, 1, 0, true}, {0, 2, 0, false}, {1, 2, 0, true}, {1, 0, 0, false},
		{2, 3, 0, true}, {2, 3, 1, false}, {3, 4, 1, true}, {-1, 3, 0, false}, {1, -1, 0, false}, {4, -1, 0, true},
	} {
		if got := s.Legal(c.a, c.b, c.class); got != c.want {
			t.Errorf("Legal(%d, %d, class %d) = %v", c.a, c.b, c.class, got)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	w := Weights{Schema: Schema{Features: "f/1", Labels: BIO("x"), Classes: 1}, Trans: make([]float32, 12), Last: make([]float32, 3),
		Keys: []uint32{9, 1 << 31}, Rows: []float32{1, 2, 3, -1, 0, 1}}
	data, err := w.Pack()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(data, "f/1"); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(data, "f/2"); !errors.Is(err, ErrSchema) {
		t.Errorf("other features: %v", err)
	}
	for i := range data {
		bad := append([]byte(nil), data...)
		bad[i] ^= 0x10
		if _, err := Load(bad, "f/1"); !errors.Is(err, ErrCorrupt) {
			t.Errorf("byte %d changed: %v", i, err)
		}
		if _, err := Load(data[:i], "f/1"); !errors.Is(err, ErrCorrupt) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
}

func TestHashLower(t *testing.T) {
	if HashLower("Said") != Hash("said") || Hash("Said") == Hash("said") || Hash("a") == Hash("a\x00") {
		t.Error("hashes of words")
	}
}

func TestEmptyAndForced(t *testing.T) {
	m := toy(t, BIOES("x"), 5)
	var ws Workspace
	ws.Begin(m)
	if p := ws.Viterbi(); len(p) != 0 {
		t.Error("a path through nothing")
	}
	ws.Marginals()
	ws.Begin(m)
	for range 4 {
		ws.Push(nil, 0)
	}
	ws.AddScore(1, 4, 1e6)
	if p := ws.Viterbi(); p[1] != 4 {
		t.Errorf("forced label: %v", p)
	}
	ws.Marginals()
	if p := ws.Prob(1, 4); p < 0.999 {
		t.Errorf("forced label has probability %v", p)
	}
}

func FuzzLoad(f *testing.F) {
	w := Weights{Schema: Schema{Features: "f/1", Labels: BIO("x"), Classes: 1}, Trans: make([]float32, 12), Last: make([]float32, 3)}
	data, err := w.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Load(data, "f/1")
		if err != nil {
			return
		}
		var ws Workspace
		ws.Begin(m)
		ws.Push([]uint32{1, 2, 3}, 0)
		ws.Viterbi()
	})
}

func BenchmarkViterbi(b *testing.B) {
	m := toy(b, BIOES("source", "cue", "content"), 400_000)
	rng := rand.New(rand.NewSource(1))
	feats := make([][]uint32, 1000)
	for i := range feats {
		for range 25 {
			feats[i] = append(feats[i], Mix(1, uint32(rng.Intn(800_000))))
		}
	}
	var ws Workspace
	b.ReportAllocs()
	for b.Loop() {
		ws.Begin(m)
		for _, f := range feats {
			ws.Push(f, 0)
		}
		ws.Viterbi()
	}
	b.ReportMetric(float64(b.N*len(feats))/b.Elapsed().Seconds(), "tokens/s")
}
