package quote

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
)

func TestNetworkRefuses(t *testing.T) {
	enc, err := encoder()
	if err != nil {
		t.Fatal(err)
	}
	labels := len(rolesSchema().Labels)
	for what, b := range map[string][]byte{
		"damaged": append([]byte("x"), denseWeights...),
		"cut":     denseWeights[:len(denseWeights)/2],
		"empty":   nil,
	} {
		if _, err := loadDense(b, enc, labels); err == nil {
			t.Errorf("%s weights are taken", what)
		}
	}
	var w encode.Builder
	w.Uints("size", 1, 4, []uint32{DenseVersion, 128, 32, uint32(labels)})
	if _, err := loadDense(w.File(KindDense, enc.Sum()+1), enc, labels); err == nil || !strings.Contains(err.Error(), "train the statements anew") {
		t.Errorf("weights for another encoder: %v", err)
	}
	if _, err := loadDense(denseWeights, enc, labels+1); err == nil {
		t.Error("weights for other labels are taken")
	}
}

// A paragraph's scores do not depend on what stands around it, nor on how the
// paragraphs are grouped.
func TestNetworkSeesOneParagraph(t *testing.T) {
	f := finder(t)
	one := "The minister said that the talks would resume.\n"
	rain := "It rained all day in the old town by the river.\n"
	short := scores(t, f, rain+one+rain)
	begins := len(split(rain).Tokens)
	text := strings.Repeat(rain, 40) + one + strings.Repeat("She told them so. ", 400) + "\n"
	all := scores(t, f, text)
	for i := begins; i < short.Len()-begins; i++ {
		for b := range f.roles.Labels() {
			long := all.Score(i+39*begins, b)
			if d := short.Score(i, b) - long; d > 1e-3 || d < -1e-3 {
				t.Fatalf("token %d label %d: %v in a short text, %v in a long one", i, b, short.Score(i, b), long)
			}
		}
	}
}

// scores are those of the network alone.
func scores(t *testing.T, f *Finder, text string) *crf.Workspace {
	t.Helper()
	l := split(text)
	v, ws := &view{}, &crf.Workspace{}
	v.fill(f.cues, text, l, nil, nil)
	ws.Begin(f.roles)
	for i := range l.Tokens {
		ws.Push(nil, v.stepAt(i, 0))
	}
	all := doc.Range{End: len(l.Tokens)}
	f.dense.score(&denseScratch{}, v, rows(t, text, l), all, all, ws)
	return ws
}
