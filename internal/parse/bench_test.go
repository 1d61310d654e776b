package parse

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

// BenchmarkParse gives the speed of encoder and parser together.
func BenchmarkParse(b *testing.B) {
	e, p := tools(b)
	one := strings.Fields("The envoys , who had flown in overnight , will meet in Vienna next week to discuss a ceasefire , the minister said .")
	var forms []string
	var bounds, ends []int
	for range 40 {
		bounds = append(bounds, len(forms))
		forms = append(forms, one...)
		ends = append(ends, len(forms))
	}
	bounds = append(bounds, len(forms))
	l := layout(len(forms), ends...)
	var ws encode.Workspace
	var arcs []doc.Arc
	for b.Loop() {
		arcs = p.Parse(arcs[:0], l, nil, e.Encode(forms, bounds, &ws))
	}
	b.ReportMetric(float64(b.N*len(forms))/b.Elapsed().Seconds(), "words/s")
}
