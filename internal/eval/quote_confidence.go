package eval

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Shares of content from which on a relation that was read is right, with a
// source that overlaps, or none where the gold has none. QuoteStands is what a
// reader of the record asks: that it was said, by that source; annotators among
// each other differ on where content begins and ends. QuoteStrict asks for
// nearly the whole content too.
const (
	QuoteStands = 0.3
	QuoteStrict = 0.8
)

// QuoteRight tells, for each relation that was read, the annotated one that
// makes it right, -1 for none: contents share at least that part of the
// characters that either has, and sources overlap or are missing in both. Each
// annotated relation makes one right, the best first.
func QuoteRight(gold, sys []QuoteRelation, least float64) []int {
	out := make([]int, len(sys))
	for i := range out {
		out[i] = -1
	}
	for _, p := range quotePairs(gold, sys, least, sameSource) {
		out[p.y] = p.g
	}
	return out
}

func sameSource(g, y *QuoteRelation) bool {
	if len(g.Source) == 0 || len(y.Source) == 0 {
		return len(g.Source) == len(y.Source)
	}
	return quoteShared(g.Source, y.Source) > 0
}

// Claim is something that was read with a confidence, and whether it was right.
type Claim struct {
	Confidence float64 // 0…1
	Right      bool
}

// reliabilityBins is how many bins of equal width the error of calibration is
// counted in.
const reliabilityBins = 10

// ReliabilityBin is one bin of confidence: how many claims, their mean
// confidence and the part of them that was right.
type ReliabilityBin struct {
	Claims            int
	Confidence, Right float64
}

// Reliability sorts claims into ten bins of equal width.
func Reliability(claims []Claim) (bins [reliabilityBins]ReliabilityBin) {
	for _, c := range claims {
		b := &bins[max(0, min(int(c.Confidence*reliabilityBins), reliabilityBins-1))]
		b.Claims++
		b.Confidence += c.Confidence
		if c.Right {
			b.Right++
		}
	}
	for i := range bins {
		if n := float64(bins[i].Claims); n > 0 {
			bins[i].Confidence /= n
			bins[i].Right /= n
		}
	}
	return bins
}

// CalibrationError is the expected calibration error: the mean distance, over
// claims, between their bin's confidence and the part of it that was right.
// It is 0 for no claims. Source: Naeini, Cooper and Hauskrecht (2015).
func CalibrationError(claims []Claim) float64 {
	sum := 0.0
	for _, b := range Reliability(claims) {
		sum += float64(b.Claims) * math.Abs(b.Confidence-b.Right)
	}
	return sum / float64(max(len(claims), 1))
}

// LogLoss is the mean negative log-likelihood of the claims, in nats, with
// confidences kept a millionth away from 0 and 1.
func LogLoss(claims []Claim) float64 {
	sum := 0.0
	for _, c := range claims {
		p := min(max(c.Confidence, 1e-6), 1-1e-6)
		if !c.Right {
			p = 1 - p
		}
		sum -= math.Log(p)
	}
	return sum / float64(max(len(claims), 1))
}

// AUC is the probability that a right claim has a higher confidence than a
// wrong one; ties count half. It is 0.5 where all are right, or none.
func AUC(claims []Claim) float64 {
	sorted := slices.Clone(claims)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Confidence < sorted[j].Confidence })
	var below, won, right float64 // wrong ones below; pairs won
	for i := 0; i < len(sorted); {
		j, r, w := i, 0.0, 0.0
		for ; j < len(sorted) && sorted[j].Confidence == sorted[i].Confidence; j++ {
			if sorted[j].Right {
				r++
			} else {
				w++
			}
		}
		won += r * (below + w/2)
		below, right, i = below+w, right+r, j
	}
	if below == 0 || right == 0 {
		return 0.5
	}
	return won / (below * right)
}

// QuoteConfidence counts what is left of relations at each least confidence,
// and how honest the confidences are. The zero value has counted nothing.
type QuoteConfidence struct {
	gold      int
	goldKinds [doc.Mixed + 1]int
	stands    []Claim
	strict    []Claim
	kinds     []doc.StatementKind // of each claim
}

// Add takes one text: its annotated relations, and those read with their
// confidences, one each.
func (q *QuoteConfidence) Add(text string, quotes []doc.Quote, gold, sys []QuoteRelation, confidence []float64) {
	marked := quoteMarked(text, quotes)
	q.gold += len(gold)
	for _, g := range gold {
		q.goldKinds[quoteKind(text, marked, g.Content)]++
	}
	stands, strict := QuoteRight(gold, sys, QuoteStands), QuoteRight(gold, sys, QuoteStrict)
	for i, y := range sys {
		q.stands = append(q.stands, Claim{confidence[i], stands[i] >= 0})
		q.strict = append(q.strict, Claim{confidence[i], strict[i] >= 0})
		q.kinds = append(q.kinds, quoteKind(text, marked, y.Content))
	}
}

// quoteLeast are the least confidences of the table.
var quoteLeast = [...]float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95}

// String is a table of what is left at each least confidence, then of how
// confidence and being right agree, over all and for each kind.
func (q *QuoteConfidence) String() string {
	var b strings.Builder
	for _, least := range quoteLeast {
		kept, right, strict := q.above(least)
		c := SpanCounts{Both: right, Gold: q.gold, Sys: kept}
		fmt.Fprintf(&b, "confidence %.2f    P %5.1f  R %5.1f  F1 %5.1f  (%d kept; P at .8 %.1f)\n", least,
			100*c.Precision(), 100*c.Recall(), 100*c.F1(), kept, 100*spanRatio(strict, kept))
	}
	for i, bin := range Reliability(q.stands) {
		fmt.Fprintf(&b, "%.1f to %.1f         confidence %.3f  right %.3f  (%d)\n", float64(i)/reliabilityBins,
			float64(i+1)/reliabilityBins, bin.Confidence, bin.Right, bin.Claims)
	}
	line := func(name string, claims []Claim, gold int) {
		kept, right := len(claims), 0
		for _, c := range claims {
			if c.Right {
				right++
			}
		}
		fmt.Fprintf(&b, "%-18s calibration error %.3f  log loss %.3f  AUC %.3f  (%d of %d right, %d gold)\n", name,
			CalibrationError(claims), LogLoss(claims), AUC(claims), right, kept, gold)
	}
	line("stands", q.stands, q.gold)
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		var some []Claim
		for i, c := range q.stands {
			if q.kinds[i] == kind {
				some = append(some, c)
			}
		}
		line("stands, "+kind.String(), some, q.goldKinds[kind])
	}
	line("at .8", q.strict, q.gold)
	return b.String()
}

// above counts the claims from a confidence on: all, those that stand, those
// that are right to 0.8.
func (q *QuoteConfidence) above(least float64) (kept, right, strict int) {
	for i, c := range q.stands {
		if c.Confidence < least {
			continue
		}
		kept++
		if c.Right {
			right++
		}
		if q.strict[i].Right {
			strict++
		}
	}
	return kept, right, strict
}
