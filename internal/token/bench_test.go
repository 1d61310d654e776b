package token

import (
	"fmt"
	"strings"
	"testing"
)

const sample = `KYIV, Ukraine (AP) — The minister didn't rule out talks on Monday, saying his country's negotiators would meet “as soon as Jan. 5,” if a 30-day truce held.
“We aren't there yet,” she told reporters in Geneva. “But the U.S. President's envoy said there'd be $5bn in aid — and that isn't nothing.”
The two sides' delegations, led by Gen. A. B. Example and the deputy foreign minister, last met in 2019 in the Swiss city.
`

func BenchmarkSplit(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 15, 1 << 20, 10 << 20} {
		text := strings.Repeat(sample, size/len(sample)+1)
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			words := 0
			for b.Loop() {
				l := Split(text)
				words = len(l.Tokens)
			}
			b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
