package eval

import (
	"fmt"

	"github.com/parley-reader/parley/doc"
)

// TimeScore counts how found times agree with the gold, as TempEval-3 does:
// Strict pairs have the same span, Relaxed ones share a character; Value and
// Type are those of the relaxed pairs that agree in TIMEX3 value and type. The
// zero value counts nothing.
type TimeScore struct {
	Gold, Sys, Strict, Relaxed, Value, Type int
}

// Add adds the counts of another document.
func (c *TimeScore) Add(d TimeScore) {
	c.Gold += d.Gold
	c.Sys += d.Sys
	c.Strict += d.Strict
	c.Relaxed += d.Relaxed
	c.Value += d.Value
	c.Type += d.Type
}

func (c TimeScore) f1(n int) float64 { return spanRatio(2*n, c.Gold+c.Sys) }

// StrictF1 is F1 over equal spans.
func (c TimeScore) StrictF1() float64 { return c.f1(c.Strict) }

// RelaxedF1 is F1 over spans that overlap.
func (c TimeScore) RelaxedF1() float64 { return c.f1(c.Relaxed) }

// ValueF1 is RelaxedF1 times the share of those pairs whose value is right.
func (c TimeScore) ValueF1() float64 { return c.f1(c.Value) }

// TypeF1 is RelaxedF1 times the share of those pairs whose type is right.
func (c TimeScore) TypeF1() float64 { return c.f1(c.Type) }

// String is the four figures, then precision and recall of the relaxed pairs.
func (c TimeScore) String() string {
	return fmt.Sprintf("strict %.3f  relaxed %.3f (P %.3f R %.3f)  value %.3f  type %.3f  (gold %d, found %d)", c.StrictF1(), c.RelaxedF1(),
		spanRatio(c.Relaxed, c.Sys), spanRatio(c.Relaxed, c.Gold), c.ValueF1(), c.TypeF1(), c.Gold, c.Sys)
}

// TimePair is an index into the gold and one into the found times.
type TimePair struct{ Gold, Sys int }

// PairTimes pairs times one to one: equal spans first, then in order those
// that overlap.
func PairTimes(gold, sys []doc.Time) []TimePair {
	var pairs []TimePair
	usedG, usedS := make([]bool, len(gold)), make([]bool, len(sys))
	pass := func(same func(a, b doc.Span) bool) {
		first := 0
		for g := range gold {
			for first < len(sys) && sys[first].Span.End <= gold[g].Span.Start {
				first++
			}
			for s := first; s < len(sys) && !usedG[g] && sys[s].Span.Start < gold[g].Span.End; s++ {
				if !usedS[s] && same(gold[g].Span, sys[s].Span) {
					usedG[g], usedS[s] = true, true
					pairs = append(pairs, TimePair{g, s})
				}
			}
		}
	}
	pass(func(a, b doc.Span) bool { return a == b })
	pass(doc.Span.Overlaps)
	return pairs
}

// ScoreTimes scores the times of one document; both lists are in order.
func ScoreTimes(gold, sys []doc.Time) TimeScore {
	c := TimeScore{Gold: len(gold), Sys: len(sys)}
	for _, p := range PairTimes(gold, sys) {
		g, s := &gold[p.Gold], &sys[p.Sys]
		c.Relaxed++
		if g.Span == s.Span {
			c.Strict++
		}
		if g.Value == s.Value {
			c.Value++
		}
		if g.Type == s.Type {
			c.Type++
		}
	}
	return c
}
