package sqlite

import (
	"context"
	"testing"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

// BenchmarkAdd adds reports in batches of 64: ns/op is per report.
func BenchmarkAdd(b *testing.B) {
	s := open(b)
	g := storetest.NewGenerator(5)
	ctx := context.Background()
	for n := 0; n < b.N; n += 64 {
		b.StopTimer()
		batch := make([]*ledger.Entry, min(64, b.N-n))
		for i := range batch {
			batch[i] = g.Next()
		}
		b.StartTimer()
		if _, err := s.Add(ctx, batch); err != nil {
			b.Fatal(err)
		}
	}
}
