package parse

import (
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

func tools(t testing.TB) (*encode.Encoder, *Parser) {
	t.Helper()
	e, err := encode.New()
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(e)
	if err != nil {
		t.Fatal(err)
	}
	return e, p
}

// layout makes sentences that end before the bounds.
func layout(n int, bounds ...int) *doc.Layout {
	l := &doc.Layout{Tokens: make([]doc.Token, n)}
	first := 0
	for _, b := range bounds {
		l.Sentences = append(l.Sentences, doc.Sentence{Tokens: doc.Range{First: first, End: b}})
		first = b
	}
	return l
}

// sound fails the test where the arcs are not one tree for each sentence.
func sound(t testing.TB, l *doc.Layout, arcs []doc.Arc) {
	t.Helper()
	if len(arcs) != len(l.Tokens) {
		t.Fatalf("%d arcs for %d tokens", len(arcs), len(l.Tokens))
	}
	for _, s := range l.Sentences {
		roots := 0
		for i := s.Tokens.First; i < s.Tokens.End; i++ {
			if arcs[i].Rel == 0 || (arcs[i].Head < 0) != (arcs[i].Rel == doc.RelRoot) {
				t.Fatalf("token %d: head %d and relation %v", i, arcs[i].Head, arcs[i].Rel)
			}
			if arcs[i].Head < 0 {
				roots++
				continue
			}
			if !s.Tokens.Has(int(arcs[i].Head)) {
				t.Fatalf("token %d hangs on %d, outside its sentence", i, arcs[i].Head)
			}
			steps := 0
			for k := int32(i); k >= 0; k = arcs[k].Head {
				if steps++; steps > s.Tokens.Len() {
					t.Fatalf("token %d is on a cycle", i)
				}
			}
		}
		if roots != 1 && s.Tokens.Len() > 0 {
			t.Fatalf("%d roots in %v", roots, s.Tokens)
		}
	}
}

// A parser that is right six times in seven on any text gets nearly all of these.
func TestTrees(t *testing.T) {
	e, p := tools(t)
	wrong := 0
	for _, c := range []string{
		"The/2/det envoys/4/nsubj will/4/aux meet/0/root in/6/case Vienna/4/obl next/8/amod week/4/obl:unmarked ./4/punct",
		"She/2/nsubj rejected/0/root their/4/nmod:poss offer/2/obj",
		"The/2/det plan/4/nsubj:pass was/4/aux:pass rejected/0/root by/6/case Germany/4/obl:agent ./4/punct",
		"He/2/nsubj said/0/root that/5/mark talks/5/nsubj failed/2/ccomp ./2/punct",
	} {
		var forms, want []string
		var heads []int32
		for f := range strings.FieldsSeq(c) {
			part := strings.Split(f, "/")
			forms, want = append(forms, part[0]), append(want, part[2])
			heads = append(heads, int32(part[1][0]-'0')-1)
		}
		l := layout(len(forms), len(forms))
		arcs := p.Parse(nil, l, nil, e.Encode(forms, []int{0, len(forms)}, nil))
		sound(t, l, arcs)
		for i, a := range arcs {
			if a.Head != heads[i] || a.Rel.String() != want[i] {
				wrong++
				t.Logf("%s in %q: %d %v, want %d %s", forms[i], strings.Join(forms, " "), a.Head, a.Rel, heads[i], want[i])
			}
		}
	}
	if wrong > 2 {
		t.Errorf("%d arcs are wrong", wrong)
	}
}

var words = strings.Fields("the talks of a minister , said — “ ” and to Vienna 5 % not who agreed ? ( ) ) ceasefire QUICKLY é")

func TestAnythingIsATree(t *testing.T) {
	e, p := tools(t)
	r := rand.New(rand.NewPCG(1, 1))
	var ws encode.Workspace
	for range 300 {
		n := 1 + r.IntN(60)
		forms := make([]string, n)
		for i := range forms {
			forms[i] = words[r.IntN(len(words))]
		}
		cut := r.IntN(n + 1)
		l := layout(n, cut, n)
		sound(t, l, p.Parse(nil, l, nil, e.Encode(forms, []int{0, cut, n}, &ws)))
	}
}

func TestLongSentence(t *testing.T) {
	e, p := tools(t)
	const n = 5000
	forms := make([]string, n)
	for i := range forms {
		forms[i] = words[i%len(words)]
	}
	l := layout(n, 3, n)
	sound(t, l, p.Parse(nil, l, nil, e.Encode(forms, []int{0, 3, n}, nil)))
}

func TestWithoutStates(t *testing.T) {
	_, p := tools(t)
	l := layout(5, 2, 5)
	sound(t, l, p.Parse(nil, l, nil, encode.States{}))
	if arcs := p.Parse(nil, layout(0), nil, encode.States{}); len(arcs) != 0 {
		t.Errorf("%d arcs for nothing", len(arcs))
	}
}

func TestFewAllocations(t *testing.T) {
	e, p := tools(t)
	forms := make([]string, 300)
	for i := range forms {
		forms[i] = words[i*7%len(words)]
	}
	l := layout(300, 20, 55, 80, 120, 300)
	s := e.Encode(forms, []int{0, 20, 55, 80, 120, 300}, nil)
	dst := p.Parse(nil, l, nil, s)
	if n := testing.AllocsPerRun(20, func() { p.Parse(dst[:0], l, nil, s) }); n > 1 {
		t.Errorf("%.0f allocations in steady state", n)
	}
}

func FuzzLoad(f *testing.F) {
	e, _ := tools(f)
	forms := strings.Fields("He said that talks failed")
	s := e.Encode(forms, nil, nil)
	f.Add(40, byte(3), 4000, byte(1))
	f.Fuzz(func(t *testing.T, i int, x byte, j int, y byte) {
		b := append([]byte(nil), weights...)
		b[uint(i)%uint(len(b))], b[uint(j)%uint(len(b))] = x, y
		binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(b[24:], crc32.MakeTable(crc32.Castagnoli)))
		p, err := Load(b, e)
		if err != nil {
			return
		}
		l := layout(len(forms), len(forms))
		sound(t, l, p.Parse(nil, l, nil, s))
	})
}
