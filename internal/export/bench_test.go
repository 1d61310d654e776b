package export

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

// BenchmarkWrite tells lines a second of each form, and the most memory that was
// in use above what the store itself holds.
func BenchmarkWrite(b *testing.B) {
	l := filled(b, storetest.Entries(3, 2000)...)
	for _, as := range Formats() {
		if as == KTAB {
			continue // a few lines, of one issue
		}
		b.Run(string(as), func(b *testing.B) {
			before := used()
			lines, most := int64(0), uint64(0)
			for b.Loop() {
				r := export1(b, l, ledger.Ask{}, Options{As: as, Out: filepath.Join(b.TempDir(), "x"), Progress: func(n int64) {
					if n%20_000 < tellEvery {
						most = max(most, used())
					}
				}})
				lines += r.Lines
			}
			b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "lines/s")
			b.ReportMetric(float64(most-min(most, before))/1e6, "MB")
		})
	}
}

func used() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestMemoryDoesNotGrow exports a ledger and one four times as big.
func TestMemoryDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	peak := func(n int) uint64 {
		l := filled(t, storetest.Entries(3, n)...)
		before, most := used(), uint64(0)
		export1(t, l, ledger.Ask{}, Options{As: Parquet, Out: filepath.Join(t.TempDir(), "x"), Progress: func(lines int64) {
			if lines%4000 < tellEvery {
				most = max(most, used())
			}
		}})
		return most - min(most, before)
	}
	start := time.Now()
	small, big := peak(60), peak(240)
	t.Logf("%.1f MB of 60 reports, %.1f MB of 240, %v", float64(small)/1e6, float64(big)/1e6, time.Since(start))
	if big > 2*small+20e6 {
		t.Errorf("memory grows with the ledger: %d and %d bytes", small, big)
	}
}
