package move

import (
	"fmt"
	"math"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

// SureFeatures is how many numbers the confidence of a move rests on.
const SureFeatures = 26 + SenseActs

// calibration is a logistic model of how often a move is right.
type calibration []float32

// confidence is how often a move like this one is right: its act at its place,
// and who makes it.
func (c calibration) confidence(r *reader, m *doc.Move, t int, p []float32, speaker float32) float64 {
	var f [SureFeatures]float32
	r.sureFeatures(&f, m, t, p, speaker)
	z := float32(0)
	for i, w := range c {
		z += w * f[i]
	}
	return 1 / (1 + math.Exp(-float64(z)))
}

// sureFeatures fills in what the confidence of a move rests on.
func (r *reader) sureFeatures(f *[SureFeatures]float32, m *doc.Move, t int, p []float32, speaker float32) {
	one := func(i int, b bool) {
		if b {
			f[i] = 1
		}
	}
	rule := doc.Act(r.ruled[t].act)
	f[0] = 1
	f[1] = logit(p[m.Act])
	f[2] = logit(p[0])
	one(3, rule == m.Act)
	one(4, rule != 0 && rule != m.Act)
	one(5, len(m.By) == 0)
	inside := r.stmt[t] > 0
	one(6, inside)
	if inside {
		f[7] = float32(math.Abs(float64(speaker) - 0.5))
	}
	one(8, m.Voice == doc.Relayed)
	one(9, m.Voice == doc.Narrated)
	one(10, m.Voice == doc.UnnamedSource)
	one(11, m.What.Empty())
	one(12, r.sentenceTokens > longSentence)
	one(13, r.tags[t].U != doc.UVERB)
	one(14, r.rel(t) == doc.RelRoot)
	if len(m.By) > 0 {
		a := r.actor(m.By[0])
		one(15, a != nil && a.Unnamed)
		one(16, a != nil && a.Kind == doc.Country)
		one(17, a != nil && a.Kind == doc.Person && (a.Role != "" || a.Party != 0))
		one(18, a != nil && a.Kind == doc.Person && a.Role == "" && a.Party == 0)
		one(19, a != nil && a.Kind == doc.Organisation)
		one(20, a != nil && a.Kind == doc.Place)
		one(21, len(m.By) > 2)
	}
	one(22, isDeed(m.Act))
	if b := likeliest(p); b != m.Act {
		f[23] = p[b] - p[m.Act]
	}
	if c := float64(r.ruled[t].sure); rule == m.Act && c > 0 {
		f[24] = logit(float32(c))
	}
	one(25, len(m.If) > 0)
	f[26+int(m.Act)] = 1
}

func logit(p float32) float32 {
	x := min(max(float64(p), 1e-3), 1-1e-3)
	return float32(math.Log(x / (1 - x)))
}

// readSure reads the weights of the confidence, and the cuts.
func (s *Senses) readSure(f *encode.File) error {
	c, err := f.Floats("sure", 1, SureFeatures)
	if err != nil {
		return err
	}
	k, err := f.Floats("cuts", 1, 4)
	if err != nil {
		return err
	}
	for _, x := range append(append([]float32(nil), c...), k...) {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return fmt.Errorf("weights of the confidence of moves hold %v: train the senses anew", x)
		}
	}
	s.cal, s.cuts = c, cuts{k[0], k[1], k[2], k[3]}
	return nil
}
