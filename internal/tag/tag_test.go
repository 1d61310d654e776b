package tag

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

func tools(t testing.TB) (*encode.Encoder, *Tagger) {
	t.Helper()
	e, err := encode.New()
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(e)
	if err != nil {
		t.Fatal(err)
	}
	return e, g
}

// A tagger that is right nineteen times in twenty gets nearly all of these.
func TestTags(t *testing.T) {
	e, g := tools(t)
	wrong := 0
	for _, c := range []string{
		"The/DET/DT envoys/NOUN/NNS will/AUX/MD meet/VERB/VB in/ADP/IN Vienna/PROPN/NNP next/ADJ/JJ week/NOUN/NN ./PUNCT/.",
		"“/PUNCT/`` We/PRON/PRP do/AUX/VBP n’t/PART/RB agree/VERB/VB ,/PUNCT/, ”/PUNCT/'' the/DET/DT minister/NOUN/NN said/VERB/VBD ./PUNCT/.",
		"Germany/PROPN/NNP 's/PART/POS chancellor/NOUN/NN rejected/VERB/VBD the/DET/DT plan/NOUN/NN on/ADP/IN Tuesday/PROPN/NNP ./PUNCT/.",
		"She/PRON/PRP has/AUX/VBZ offered/VERB/VBN three/NUM/CD concessions/NOUN/NNS",
	} {
		var forms []string
		var want []string
		for f := range strings.FieldsSeq(c) {
			form, rest, _ := strings.Cut(f, "/")
			forms, want = append(forms, form), append(want, rest)
		}
		for i, got := range g.Tag(nil, forms, e.Encode(forms, []int{0, len(forms)}, nil)) {
			if s := got.U.String() + "/" + got.X.String(); s != want[i] {
				wrong++
				t.Logf("%s: %s, want %s", forms[i], s, want[i])
			}
		}
	}
	if wrong > 2 {
		t.Errorf("%d tags are wrong", wrong)
	}
}

func TestLemmas(t *testing.T) {
	_, g := tools(t)
	for _, c := range []struct {
		form  string
		u     doc.UPOS
		x     doc.XPOS
		lemma string
	}{
		{"talks", doc.UNOUN, doc.PNNS, "talk"}, {"parties", doc.UNOUN, doc.PNNS, "party"}, {"men", doc.UNOUN, doc.PNNS, "man"},
		{"Agreed", doc.UVERB, doc.PVBD, "agree"}, {"SAID", doc.UVERB, doc.PVBD, "say"}, {"stopping", doc.UVERB, doc.PVBG, "stop"},
		{"offers", doc.UVERB, doc.PVBZ, "offer"}, {"is", doc.UAUX, doc.PVBZ, "be"}, {"n’t", doc.UPART, doc.PRB, "not"},
		{"better", doc.UADJ, doc.PJJR, "good"}, {"Vienna", doc.UPROPN, doc.PNNP, "Vienna"}, {"them", doc.UPRON, doc.PPRP, "they"},
		{"renegotiating", doc.UVERB, doc.PVBG, "renegotiate"}, {"underplayed", doc.UVERB, doc.PVBN, "underplay"},
		{"", doc.UX, doc.PFW, "_"}, {"ÉMIGRÉS", doc.UNOUN, doc.PNNS, "émigré"},
	} {
		tags := []doc.Tag{{U: c.u, X: c.x}}
		g.lemmas.fill(tags, []string{c.form}, new(scratch))
		if tags[0].Lemma != c.lemma {
			t.Errorf("lemma of %s %v is %q, want %q", c.form, c.x, tags[0].Lemma, c.lemma)
		}
	}
}

func TestLemmasKeepTheirWords(t *testing.T) {
	// Lemmas that share one string must each be their own stretch of it.
	_, g := tools(t)
	forms := []string{"Parties", "said", "Vienna", "Stories", "walked"}
	tags := []doc.Tag{{U: doc.UNOUN, X: doc.PNNS}, {U: doc.UVERB, X: doc.PVBD}, {U: doc.UPROPN, X: doc.PNNP}, {U: doc.UNOUN, X: doc.PNNS}, {U: doc.UVERB, X: doc.PVBD}}
	g.lemmas.fill(tags, forms, new(scratch))
	for i, want := range strings.Fields("party say Vienna story walk") {
		if tags[i].Lemma != want {
			t.Errorf("%s: %q, want %q", forms[i], tags[i].Lemma, want)
		}
	}
}

func TestWithoutStates(t *testing.T) {
	_, g := tools(t)
	for _, tag := range g.Tag(nil, []string{"a", ""}, encode.States{}) {
		if tag.Lemma == "" || tag.U == 0 || tag.X == 0 {
			t.Errorf("incomplete tag %+v", tag)
		}
	}
}

func TestFewAllocations(t *testing.T) {
	e, g := tools(t)
	forms := make([]string, 600)
	for i := range forms {
		forms[i] = []string{"Parties", "met", "their", "envoys", "’s", "."}[i%6]
	}
	s := e.Encode(forms, []int{0, 300, 600}, nil)
	dst := make([]doc.Tag, 0, len(forms))
	g.Tag(dst, forms, s)
	if n := testing.AllocsPerRun(20, func() { g.Tag(dst[:0], forms, s) }); n > 2 {
		t.Errorf("%.0f allocations for %d words, want one", n, len(forms))
	}
}

func TestLoadRefuses(t *testing.T) {
	e, _ := tools(t)
	foreign := append([]byte(nil), weights...)
	foreign[24] ^= 1
	binary.LittleEndian.PutUint32(foreign[16:], crc32.Checksum(foreign[24:], crc32.MakeTable(crc32.Castagnoli)))
	for name, b := range map[string][]byte{"empty": nil, "cut": weights[:len(weights)-9], "of another encoder": foreign} {
		if _, err := Load(b, e); err == nil {
			t.Errorf("%s: loaded without an error", name)
		}
	}
}

func FuzzLoad(f *testing.F) {
	e, _ := tools(f)
	forms := []string{"The", "parties", "met", "“", "é\xff"}
	s := e.Encode(forms, nil, nil)
	f.Add(40, byte(3), 4000, byte(1))
	f.Fuzz(func(t *testing.T, i int, x byte, j int, y byte) {
		b := append([]byte(nil), weights...)
		b[uint(i)%uint(len(b))], b[uint(j)%uint(len(b))] = x, y
		binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(b[24:], crc32.MakeTable(crc32.Castagnoli)))
		g, err := Load(b, e)
		if err != nil {
			return
		}
		for _, tag := range g.Tag(nil, forms, s) {
			if tag.Lemma == "" {
				t.Fatal("empty lemma")
			}
		}
	})
}

func FuzzBase(f *testing.F) {
	_, g := tools(f)
	f.Add("Parties", byte(8), byte(28))
	f.Fuzz(func(t *testing.T, form string, u, x byte) {
		tags := []doc.Tag{{U: doc.UPOS(u % doc.UPOSCount), X: doc.XPOS(x % doc.XPOSCount)}}
		g.lemmas.fill(tags, []string{form}, new(scratch))
		if tags[0].Lemma == "" {
			t.Fatal("empty lemma")
		}
	})
}
