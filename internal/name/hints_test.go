package name

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

func TestGazetteer(t *testing.T) {
	g, err := readGazetteer("g.txt", []byte("# x\n[place]\nPort Vale, Vale, Al-Hira\n[firm]\nVale, Mira's\n"))
	if err != nil {
		t.Fatal(err)
	}
	f := &Finder{gazetteer: g}
	l, forms := cut("In port vale and Vale the Mira's of Al - Hira\nPort\nVale")
	s := &scratch{}
	f.gather(s, l, forms)
	g.look(s, l, forms)
	want := []uint16{0, famedPlace | famedFirst, famedPlace | famedLast, 0, famedPlace | famedFirm, 0,
		famedFirm | famedFirst, famedFirm | famedLast, 0, famedPlace | famedFirst, famedPlace | famedMiddle, famedPlace | famedLast,
		0, famedPlace | famedFirm}
	for i, w := range want {
		if s.famed[i] != w {
			t.Errorf("%s: %b, want %b", forms[i], s.famed[i], w)
		}
	}
}

func TestGazetteerErrors(t *testing.T) {
	for in, want := range map[string]string{
		"[nonsense]\n":              "g.txt:1: no section",
		"# x\nname\n":               "g.txt:2: names before",
		"[place]\na b c d e f g\n":  "g.txt:2: ",
		"[place]\nNorth, , South\n": "has no words",
	} {
		if _, err := readGazetteer("g.txt", []byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", in, err, want)
		}
	}
}

func TestCurves(t *testing.T) {
	c, err := readCurves("c.txt", []byte("# x\nperson 0.5 0.2\nperson 0.9 0.8\n"))
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[float64]float64{0.25: 0.1, 0.5: 0.2, 0.7: 0.5, 0.9: 0.8, 0.99: 0.8} {
		if got := c.of(doc.Person, given); got < want-1e-6 || got > want+1e-6 {
			t.Errorf("%v is worth %v, want %v", given, got, want)
		}
	}
	if got := c.of(doc.Place, 0.7); got != 0.7 {
		t.Errorf("without points 0.7 is worth %v", got)
	}
	for in, want := range map[string]string{
		"person 0.5\n":                   "c.txt:1: want a kind",
		"ship 0.5 0.5\n":                 "c.txt:1: no kind",
		"person 0.5 0.5\nperson 0.4 1\n": "c.txt:2: numbers",
		"place 0.5 1.5\n":                "c.txt:1: numbers",
	} {
		if _, err := readCurves("c.txt", []byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", in, err, want)
		}
	}
}

func TestStates(t *testing.T) {
	f := finder(t)
	for text, want := range map[string]string{
		"We drove to Greenfield Ohio in spring .": "Greenfield|Ohio",
		"Rain fell on northern Ohio all day .":    "Ohio",
		"They moved from Northern California .":   "Northern California",
	} {
		if got := strings.Join(spans(f, text), "|"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// denseFor makes weights of the scorer for another encoder.
func denseFor(encoder uint32, dim int) []byte {
	const hidden, columns, labels = 16, 32, 17
	var b encode.Builder
	b.Uints("size", 1, 4, []uint32{uint32(dim), hidden, columns, labels})
	b.Floats("hidden", 3*dim, hidden, make([]float32, 3*dim*hidden))
	b.Floats("hidden.b", 1, hidden, make([]float32, hidden))
	b.Floats("out", hidden, columns, make([]float32, hidden*columns))
	bias := make([]float32, columns)
	for i := range bias {
		bias[i] = float32(i)
	}
	b.Floats("out.b", 1, columns, bias)
	return b.File(KindDense, encoder)
}

func TestDenseRefusesAnotherEncoder(t *testing.T) {
	enc := encoder(t)
	if _, err := LoadDense(denseFor(enc.Sum()+1, 16), enc); err == nil || !strings.Contains(err.Error(), "train the names anew") {
		t.Errorf("error %v", err)
	}
	if _, err := LoadDense(denseFor(enc.Sum(), 16), enc); err != nil {
		t.Error(err)
	}
	if _, err := LoadDense([]byte("nothing"), nil); err == nil {
		t.Error("damaged weights were taken")
	}
}

// Each token is scored once, in order, whatever the sentences' lengths; states
// of another size are left alone.
func TestDenseScoresEachToken(t *testing.T) {
	d, err := LoadDense(denseFor(7, 16), nil)
	if err != nil {
		t.Fatal(err)
	}
	l, forms := cut("one two\n" + strings.Repeat("w ", 3*denseBlock) + "\nlast")
	next := 0
	d.Each(l, encode.States{Dim: 16, Data: make([]float32, 16*len(forms))}, func(token int, scores []float32) {
		if token != next || len(scores) != 17 || scores[3] != 3 {
			t.Fatalf("token %d after %d: %v", token, next-1, scores)
		}
		next++
	})
	if next != len(forms) {
		t.Errorf("%d of %d tokens scored", next, len(forms))
	}
	d.Each(l, encode.States{Dim: 32, Data: make([]float32, 32*len(forms))}, func(int, []float32) { t.Error("scored") })
}
