package move

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/parley-reader/parley/internal/encode"
)

var encoder = sync.OnceValues(encode.New)

// sensible is a finder with its senses, and the encoder that they see by.
func sensible(t testing.TB) (*Finder, *encode.Encoder) {
	t.Helper()
	enc, err := encoder()
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSenses(enc)
	if err != nil {
		t.Fatal(err)
	}
	f := shipped(t)
	f.Use(s)
	return f, enc
}

// seen gives an input the encoder's rows.
func seen(in *Input, enc *encode.Encoder) *Input {
	var bounds []int
	for i := range in.Layout.Sentences {
		bounds = append(bounds, in.Layout.Sentences[i].Tokens.First)
	}
	in.States = enc.Encode(in.Forms, append(bounds, len(in.Forms)), &encode.Workspace{})
	return in
}

// signed sets the checksum of a weight file that was changed.
func signed(b []byte) []byte {
	binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(b[24:], crc32.MakeTable(crc32.Castagnoli)))
	return b
}

func TestLoadSenses(t *testing.T) {
	_, enc := sensible(t)
	changed := func(change func(b []byte) []byte) []byte { return change(append([]byte(nil), shippedSenses...)) }
	for name, c := range map[string]struct {
		b    []byte
		says string
	}{
		"empty":           {nil, "not a weight file"},
		"cut":             {shippedSenses[:len(shippedSenses)-7], "damaged"},
		"cut and made":    {changed(func(b []byte) []byte { return signed(b[:len(b)/2]) }), "malformed"},
		"one bit":         {changed(func(b []byte) []byte { b[len(b)/2] ^= 4; return b }), "damaged"},
		"another kind":    {changed(func(b []byte) []byte { b[8]++; return b }), "another model's file"},
		"another encoder": {changed(func(b []byte) []byte { b[24]++; return signed(b) }), "train the senses anew"},
		"another version": {changed(func(b []byte) []byte { return signed(resized(t, b, 0, 99)) }), "want version"},
		"rows too wide":   {changed(func(b []byte) []byte { return signed(resized(t, b, 1, 2*uint32(enc.Dim()))) }), "want rows of"},
		"no units":        {changed(func(b []byte) []byte { return signed(resized(t, b, 2, 0)) }), "want rows of"},
		"odd units":       {changed(func(b []byte) []byte { return signed(resized(t, b, 2, 17)) }), "want rows of"},
	} {
		s, err := LoadSenses(c.b, enc)
		if err == nil || s != nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.says)
		}
	}
	s, err := LoadSenses(shippedSenses, enc)
	if err != nil || len(s.cal) != SureFeatures {
		t.Fatalf("what ships does not load: %v", err)
	}
}

// resized changes one of the three numbers of the section "size".
func resized(t *testing.T, b []byte, i int, to uint32) []byte {
	t.Helper()
	f, err := encode.Open(b, KindSense)
	if err != nil {
		t.Fatal(err)
	}
	size, err := f.Uints("size", 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	var want []byte
	for _, n := range size {
		want = binary.LittleEndian.AppendUint32(want, n)
	}
	at := strings.LastIndex(string(b), string(want))
	if at < 0 {
		t.Fatal("no sizes in the file")
	}
	binary.LittleEndian.PutUint32(b[at+4*i:], to)
	return b
}

// FuzzLoadSenses loads weights with two bytes changed: they fail, or weigh
// without harm.
func FuzzLoadSenses(f *testing.F) {
	finder, enc := sensible(f)
	in := seen(arbitrary(lexiconWords(finder), []byte("agree to press the talks by force or with the sign of offer"), 9), enc)
	f.Add(40, byte(3), 4000, byte(1))
	f.Add(60, byte(255), 64, byte(127))
	f.Fuzz(func(t *testing.T, i int, x byte, j int, y byte) {
		b := append([]byte(nil), shippedSenses...)
		b[uint(i)%uint(len(b))], b[uint(j)%uint(len(b))] = x, y
		s, err := LoadSenses(signed(b), enc)
		if err != nil {
			return
		}
		weighed := *finder
		weighed.Use(s)
		checkMoves(t, in, weighed.Find(in))
	})
}

// TestSensesNeedRows holds that without the encoder's rows, or with rows of
// another text or another width, the ladder decides alone.
func TestSensesNeedRows(t *testing.T) {
	f, enc := sensible(t)
	in := repeated(t, 3)
	alone := shipped(t).Find(in)
	if len(alone) == 0 {
		t.Fatal("the ladder finds nothing")
	}
	full := seen(in, enc).States
	for name, s := range map[string]encode.States{
		"none":         {},
		"of less":      {Data: full.Data[:len(full.Data)-full.Dim], Dim: full.Dim},
		"of half size": {Data: full.Data[:len(full.Data)/2], Dim: full.Dim / 2},
	} {
		in.States = s
		if got := f.Find(in); !reflect.DeepEqual(got, alone) {
			t.Errorf("rows %s: %d moves, the ladder alone finds %d, or others", name, len(got), len(alone))
		}
	}
	in.States = full
	weighed := f.Find(in)
	if reflect.DeepEqual(weighed, alone) {
		t.Error("with rows the senses change nothing")
	}
	f.Use(nil)
	if got := f.Find(in); !reflect.DeepEqual(got, alone) {
		t.Error("without its senses the finder is not the ladder alone")
	}
}

// TestSensesAreSteady reads one text several times, by finders of their own and
// all at once.
func TestSensesAreSteady(t *testing.T) {
	f, enc := sensible(t)
	in := seen(repeated(t, 5), enc)
	want := f.Find(in)
	var busy sync.WaitGroup
	for range 4 {
		busy.Go(func() {
			if got := f.Find(in); !reflect.DeepEqual(got, want) {
				t.Error("another reading, other moves")
			}
		})
	}
	busy.Wait()
	again, _ := sensible(t)
	if got := again.Find(in); !reflect.DeepEqual(got, want) {
		t.Error("another finder, other moves")
	}
	for _, m := range want {
		if math.IsNaN(m.Confidence) || m.Confidence <= 0 || m.Confidence >= 1 {
			t.Errorf("%v: confidence %v", m.Cue, m.Confidence)
		}
	}
}

// TestSenseText holds that what the trainer sees has the shape that the network
// is fed with, on good trees and on any.
func TestSenseText(t *testing.T) {
	f := shipped(t)
	words := lexiconWords(f)
	inputs := []*Input{repeated(t, 1)}
	for seed := range 200 {
		data := make([]byte, 150)
		for i := range data {
			data[i] = byte((i*i*31 + i*seed*7 + seed) >> (seed % 3))
		}
		inputs = append(inputs, arbitrary(words, data, seed))
	}
	for k, in := range inputs {
		s := f.SenseText(in)
		n := len(s.Tokens)
		if k == 0 && n == 0 {
			t.Fatal("nothing is asked")
		}
		if len(s.Feats) != n*SenseFeatures || len(s.Links) != n*SenseLinks || len(s.Lemmas) != 2*n || len(s.Acts) != n || len(s.Subject) != n || len(s.Speaker) != n {
			t.Fatalf("input %d: %d words, but %d features, %d links, %d lemmas, %d acts", k, n, len(s.Feats), len(s.Links), len(s.Lemmas), len(s.Acts))
		}
		for i, tok := range s.Tokens {
			if s.Links[i*SenseLinks] != tok || i > 0 && tok <= s.Tokens[i-1] {
				t.Fatalf("input %d: word %d is linked to %d", k, tok, s.Links[i*SenseLinks])
			}
		}
		for _, l := range s.Links {
			if l < -1 || int(l) >= len(in.Forms) {
				t.Fatalf("input %d: a link to %d of %d", k, l, len(in.Forms))
			}
		}
	}
}

// TestSensesAllocate bounds what weighing allocates beside the ladder: some
// blocks for each text, little for each word.
func TestSensesAllocate(t *testing.T) {
	f, enc := sensible(t)
	in := seen(repeated(t, 40), enc)
	bare := shipped(t)
	ladder := testing.AllocsPerRun(5, func() { bare.Find(in) })
	both := testing.AllocsPerRun(5, func() { f.Find(in) })
	n := float64(len(in.Forms))
	t.Logf("%.0f words: %.2f allocations a word, %.2f of the ladder alone", n, both/n, ladder/n)
	if both > 1.5*ladder+100 {
		t.Errorf("%.0f allocations, the ladder alone makes %.0f", both, ladder)
	}
}
