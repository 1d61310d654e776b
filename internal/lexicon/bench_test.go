package lexicon

import (
	"runtime"
	"strings"
	"testing"
)

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}

// newsTokens is a run of text of our own in the style of a report.
var newsTokens = strings.Fields(strings.Repeat(`Ministers met in Geneva on Tuesday to talk about a ceasefire , but the
Kremlin played down hopes of a quick deal . Sergei Lavrov said that Russia would not accept troops from NATO countries
in Ukraine , while President Donald Trump told reporters at the White House that the United States was ready to help .
"We want peace , not words , " said a spokesman for the foreign ministry in Kyiv . Officials from the European Union and
from Qatar are expected to join the next round in Doha , where Hamas and Israel have held talks before . `, 50))

func BenchmarkMatch(b *testing.B) {
	l := load(b)
	var hits []Hit
	b.ReportAllocs()
	for b.Loop() {
		hits = l.Match(hits[:0], newsTokens)
	}
	b.ReportMetric(float64(len(newsTokens))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mtok/s")
}

func BenchmarkHeap(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l := load(b)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(l)
}
