package pipeline

import (
	"runtime"
	"strings"
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

// BenchmarkMoves finds the moves of one long report, the examples one after
// another, whose other layers are known.
func BenchmarkMoves(b *testing.B) {
	p, ws := line(b), NewWorkspace()
	d, err := p.Read(doc.Report{Text: strings.Join(examples(b), "\n\n"), Published: day}, ws)
	if err != nil {
		b.Fatal(err)
	}
	in := MoveInput(d, ws)
	var before, after runtime.MemStats
	words := 0
	runtime.ReadMemStats(&before)
	for b.Loop() {
		p.moves.Find(in)
		words += len(in.Forms)
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(words), "ns/word")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(words), "allocs/word")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(words), "B/word")
}
