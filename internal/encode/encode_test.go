package encode

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
	"sync"
	"testing"
)

func encoder(t testing.TB) *Encoder {
	t.Helper()
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var example = strings.Fields("The envoys will meet in Vienna next week . " +
	"“ We are ready , ” said the minister , who had flown in overnight . " +
	"TALKS COLLAPSE AS DEADLINE PASSES")

var exampleBounds = []int{0, 9, 25, 30}

func equal(t *testing.T, what string, a, b []float32) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%s: %d values and %d", what, len(a), len(b))
	}
	for i := range a {
		if d := a[i] - b[i]; d > 1e-4 || d < -1e-4 || d != d {
			t.Fatalf("%s: value %d is %g and %g", what, i, a[i], b[i])
		}
	}
}

// A sentence's rows depend on that sentence alone.
func TestSentencesAreIndependent(t *testing.T) {
	e := encoder(t)
	var ws Workspace
	all := append([]float32(nil), e.Encode(example, exampleBounds, &ws).Data...)
	for i := 0; i+1 < len(exampleBounds); i++ {
		from, to := exampleBounds[i], exampleBounds[i+1]
		one := e.Encode(example[from:to], []int{0, to - from}, &ws)
		equal(t, "alone and among others", one.Data, all[from*e.Dim():to*e.Dim()])
	}
}

func TestOddBounds(t *testing.T) {
	e := encoder(t)
	for _, bounds := range [][]int{nil, {0}, {5, 3, 99}, {-4, 2, 2}, {9}} {
		s := e.Encode(example, bounds, nil)
		if s.Len() != len(example) {
			t.Errorf("bounds %v: %d rows, want %d", bounds, s.Len(), len(example))
		}
	}
	if s := e.Encode(nil, nil, nil); s.Len() != 0 {
		t.Errorf("no forms: %d rows", s.Len())
	}
}

func TestLongSentence(t *testing.T) {
	e := encoder(t)
	forms := make([]string, 5000)
	for i := range forms {
		forms[i] = example[i%len(example)]
	}
	if s := e.Encode(forms, []int{0, len(forms)}, nil); s.Len() != len(forms) {
		t.Fatalf("%d rows, want %d", s.Len(), len(forms))
	}
}

// Typography alone does not change what a word is.
func TestPlainSpelling(t *testing.T) {
	same := [][2]string{{"don’t", "don't"}, {"”", "''"}, {"“", "``"}, {"—", "--"}, {"…", "..."}, {"long‑term", "long-term"}}
	for _, p := range same {
		if Extract(p[0]) != Extract(p[1]) {
			t.Errorf("%q and %q have different features", p[0], p[1])
		}
	}
	differ := [][2]string{{"”", "“"}, {"May", "may"}, {"–", "—"}, {"a", "b"}, {"2.5", "25"}}
	for _, p := range differ {
		if Extract(p[0]) == Extract(p[1]) {
			t.Errorf("%q and %q have the same features", p[0], p[1])
		}
	}
	if a, b := Extract("WALKED"), Extract("walked"); a.Word != b.Word || a.Affix[7] == b.Affix[7] {
		t.Errorf("capitals must change the shape and not the word")
	}
}

func TestExtractAnyBytes(t *testing.T) {
	odd := []string{"", "\xff", strings.Repeat("Ⱥ", 40), strings.Repeat("x", 63) + "é", strings.Repeat("\xe2", 90), "\x00"}
	for _, s := range odd {
		Extract(s) // must not panic
	}
}

func TestConcurrentUse(t *testing.T) {
	e := encoder(t)
	want := e.Encode(example, exampleBounds, nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var ws Workspace
			for range 20 {
				equal(t, "in parallel", e.Encode(example, exampleBounds, &ws).Data, want.Data)
			}
		})
	}
	wg.Wait()
}

func TestNoAllocation(t *testing.T) {
	e := encoder(t)
	var ws Workspace
	e.Encode(example, exampleBounds, &ws)
	if n := testing.AllocsPerRun(20, func() { e.Encode(example, exampleBounds, &ws) }); n > 0 {
		t.Errorf("%.0f allocations in steady state", n)
	}
}

// damage returns the file with a changed byte, and with a sum that fits again
// where mend is set.
func damage(b []byte, at int, to byte, mend bool) []byte {
	c := append([]byte(nil), b...)
	c[at] = to
	if mend {
		binary.LittleEndian.PutUint32(c[16:], crc32.Checksum(c[24:], castagnoli))
	}
	return c
}

func TestDamagedFiles(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "short": weights[:20], "cut": weights[:len(weights)/2],
		"magic": damage(weights, 0, 'x', false), "kind": damage(weights, 8, 9, false),
		"schema": damage(weights, 12, 0xee, false), "byte": damage(weights, len(weights)-1, weights[len(weights)-1]+1, false),
		"sections": damage(weights, 20, 255, true),
	} {
		if _, err := Load(b); err == nil {
			t.Errorf("%s: loaded without an error", name)
		}
	}
	refused := 0
	for at := headBytes; at < headBytes+4*entryBytes; at++ {
		if _, err := Load(damage(weights, at, weights[at]^0x5a, true)); err != nil {
			refused++
		}
	}
	if refused < 2*entryBytes {
		t.Errorf("only %d of %d changes to the table of sections were refused", refused, 4*entryBytes)
	}
}

// FuzzLoad changes bytes of a small sound file and mends its sum: whatever
// loads must also encode.
func FuzzLoad(f *testing.F) {
	b := tiny()
	f.Add(40, byte(3), 60, byte(1))
	f.Add(20, byte(0), 33, byte(200))
	f.Fuzz(func(t *testing.T, i int, x byte, j int, y byte) {
		c := damage(damage(b, abs(i)%len(b), x, true), abs(j)%len(b), y, true)
		e, err := Load(c)
		if err != nil {
			return
		}
		if s := e.Encode(example, exampleBounds, nil); s.Len() != len(example) {
			t.Fatalf("%d rows", s.Len())
		}
	})
}

func abs(i int) int {
	if i < 0 {
		return ^i
	}
	return i
}

// tiny is a sound encoder of width 32 with one layer of each kind.
func tiny() []byte {
	const d = 32
	var w Builder
	w.Uints("arch", 1, 3, []uint32{d, LayerConv, LayerGates})
	v := VocabTable([]uint64{Extract("the").Word})
	w.Uints("vocab", len(v)/2, 2, v)
	w.Int8("word", 2, d, make([]int8, 2*d))
	w.Floats("word.s", 1, 2, make([]float32, 2))
	w.Int8("affix", 4, d, make([]int8, 4*d))
	w.Floats("affix.s", 1, 4, make([]float32, 4))
	w.Floats("norm", 2, d, make([]float32, 2*d))
	w.Floats("layer0", 3*d, d, make([]float32, 3*d*d))
	w.Floats("layer0.b", 1, d, make([]float32, d))
	w.Floats("layer0.n", 2, d, make([]float32, 2*d))
	w.Floats("layer1", d, 3*d, make([]float32, 3*d*d))
	w.Floats("layer1.b", 1, 3*d, make([]float32, 3*d))
	w.Floats("layer1.n", 2, d, make([]float32, 2*d))
	return w.File(KindEncoder, 0)
}

func BenchmarkEncode(b *testing.B) {
	e := encoder(b)
	var forms []string
	var bounds []int
	for range 20 {
		for _, x := range exampleBounds[:3] {
			bounds = append(bounds, len(forms)+x)
		}
		forms = append(forms, example...)
	}
	bounds = append(bounds, len(forms))
	var ws Workspace
	for b.Loop() {
		e.Encode(forms, bounds, &ws)
	}
	b.ReportMetric(float64(b.N*len(forms))/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
