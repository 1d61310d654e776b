package eval

import (
	"fmt"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// SpanCounts counts how labelled spans agree with the gold: Both is what is in
// both, Gold and Sys what each holds. The zero value counts nothing.
type SpanCounts struct{ Both, Gold, Sys int }

// Precision is Both/Sys, 0 when nothing was found.
func (c SpanCounts) Precision() float64 { return spanRatio(c.Both, c.Sys) }

// Recall is Both/Gold, 0 when there is nothing to find.
func (c SpanCounts) Recall() float64 { return spanRatio(c.Both, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c SpanCounts) F1() float64 { return spanRatio(2*c.Both, c.Gold+c.Sys) }

func (c SpanCounts) plus(d SpanCounts) SpanCounts {
	return SpanCounts{c.Both + d.Both, c.Gold + d.Gold, c.Sys + d.Sys}
}

func spanRatio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// LabelledSpan is a range of tokens and its label.
type LabelledSpan struct {
	Tokens doc.Range
	Label  string
}

// SpanScore holds the counts of each label, and under "" those of all.
type SpanScore map[string]SpanCounts

// Add scores one document's spans: one agrees when the gold has the same range
// with the same label. A span that is told twice counts twice, and agrees once.
func (s SpanScore) Add(gold, sys []LabelledSpan) {
	left := make(map[LabelledSpan]int, len(gold))
	for _, g := range gold {
		left[g]++
		s.count(g.Label, SpanCounts{Gold: 1})
	}
	for _, x := range sys {
		c := SpanCounts{Sys: 1}
		if left[x] > 0 {
			left[x]--
			c.Both = 1
		}
		s.count(x.Label, c)
	}
}

func (s SpanScore) count(label string, c SpanCounts) {
	s[label] = s[label].plus(c)
	if label != "" {
		s[""] = s[""].plus(c)
	}
}

// String is a small table: label, precision, recall, F1 in percent, counts.
func (s SpanScore) String() string {
	labels := make([]string, 0, len(s))
	for l := range s {
		labels = append(labels, l)
	}
	sort.Strings(labels)
	var b strings.Builder
	for _, l := range labels {
		c, name := s[l], l
		if name == "" {
			name = "all"
		}
		fmt.Fprintf(&b, "%-14s P %5.1f  R %5.1f  F1 %5.1f  (%d of %d gold, %d found)\n", name,
			100*c.Precision(), 100*c.Recall(), 100*c.F1(), c.Both, c.Gold, c.Sys)
	}
	return b.String()
}
