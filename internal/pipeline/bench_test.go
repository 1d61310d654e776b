package pipeline

import (
	"runtime"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// BenchmarkRead reads the examples: words a second on one core, and what a word
// allocates.
func BenchmarkRead(b *testing.B) {
	p, texts, ws := line(b), examples(b), NewWorkspace()
	var before, after runtime.MemStats
	words := 0
	runtime.ReadMemStats(&before)
	for b.Loop() {
		for _, text := range texts {
			d, err := p.Read(doc.Report{Text: text, Published: day}, ws)
			if err != nil {
				b.Fatal(err)
			}
			words += d.Words()
		}
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(words), "allocs/word")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(words), "B/word")
}

// BenchmarkNew loads the models and the knowledge.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
