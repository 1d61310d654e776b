package main

import (
	"fmt"
	"math"
	"os"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// sample is one found move: what the confidence is made from, and whether the
// annotation has it.
type sample struct {
	half     string
	report   int // its number among those read
	features []string
	hit      bool
	p        float64 // the confidence it was given
}

// featuresOf names what internal/move's confidence looks at.
func featuresOf(d *doc.Document, m *doc.Move) []string {
	why, _, _ := strings.Cut(m.Why, ":")
	out := []string{"bias", "rung " + why, "act " + m.Act.String(), "voice " + m.Voice.String()}
	if len(m.By) == 0 {
		out = append(out, "by nobody")
	} else if d.Actors[m.By[0]-1].Unnamed {
		out = append(out, "unnamed")
	}
	if len(m.To) > 0 {
		out = append(out, "to somebody")
	}
	if m.What.Empty() {
		out = append(out, "no what")
	}
	t := d.TokensIn(m.Cue).First
	if d.Tags[t].U != doc.UVERB {
		out = append(out, "no verb")
	}
	if len(m.By) > 0 {
		out = append(out, "by "+d.Actors[m.By[0]-1].Kind.String())
	}
	switch d.Arcs[t].Rel {
	case doc.RelRoot:
		out = append(out, "main clause")
	case doc.RelAdvcl, doc.RelAcl, doc.RelAclRelcl:
		out = append(out, "side clause")
	}
	if s := &d.Sentences[d.SentenceOf(t)]; s.Tokens.Len() > 40 {
		out = append(out, "long sentence")
	}
	if m.Statement > 0 && d.Statements[m.Statement-1].Kind == doc.Direct {
		out = append(out, "in quotation")
	}
	return out
}

// pull is how strongly weights are drawn towards nothing.
const pull = 6

// flattered is how much a sample of a report that rules were made from weighs:
// there they are right more often than elsewhere.
const flattered = 0.2

// fit learns the weights from all samples, writes them, and prints how well
// weights learned without a fold of the reports that were not looked at do there.
func (b *bench) fit(path string) {
	for fold := range folds {
		w := b.descend(func(s *sample) float64 { return s.weight(fold) })
		for i := range b.samples {
			if s := &b.samples[i]; s.half == "measure" && s.report%folds == fold {
				s.p = 1 / (1 + math.Exp(-score(w, s)))
			}
		}
	}
	w := b.descend(func(s *sample) float64 { return s.weight(-1) })
	var names []string
	for f := range w {
		names = append(names, f)
	}
	sort.Strings(names)
	var out strings.Builder
	for _, f := range names {
		fmt.Fprintf(&out, "%s\t%.2f\n", f, w[f])
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		fmt.Println(err)
	}
}

// folds is into how many parts the reports that were not looked at are cut.
const folds = 5

// weight is how much a sample counts when the given fold is left out.
func (s *sample) weight(fold int) float64 {
	switch {
	case s.half == "look":
		return flattered
	case s.report%folds == fold:
		return 0
	}
	return 1
}

func score(w map[string]float64, s *sample) float64 {
	z := 0.0
	for _, f := range s.features {
		z += w[f]
	}
	return z
}

// descend is plain gradient descent with a pull towards nothing (L2).
func (b *bench) descend(weight func(*sample) float64) map[string]float64 {
	w := map[string]float64{}
	for range 1500 {
		g := map[string]float64{}
		n := 0.0
		for i := range b.samples {
			s := &b.samples[i]
			k := weight(s)
			n += k
			e := 1 / (1 + math.Exp(-score(w, s)))
			if s.hit {
				e--
			}
			for _, f := range s.features {
				g[f] += k * e
			}
		}
		for f, v := range g {
			less := pull * w[f]
			if f == "bias" {
				less = 0
			}
			w[f] -= 2 * (v + less) / n
		}
	}
	return w
}

// table prints how often moves of each band of confidence were right.
func (b *bench) table() {
	edges := []float64{0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01}
	for _, half := range []string{"look", "measure"} {
		for i := 0; i+1 < len(edges); i++ {
			hits, all, sum := 0, 0, 0.0
			for _, s := range b.samples {
				if s.half != half || s.p < edges[i] || s.p >= edges[i+1] {
					continue
				}
				all++
				sum += s.p
				if s.hit {
					hits++
				}
			}
			if all > 0 {
				fmt.Printf("%-8s %.2f … %.2f  %3d of %3d right (%.2f), said %.2f\n", half, edges[i], min(edges[i+1], 1), hits, all, float64(hits)/float64(all), sum/float64(all))
			}
		}
	}
}
