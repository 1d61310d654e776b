package ledger

import (
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestCourse(t *testing.T) {
	lines := []Position{
		{Line: Line{Said: Said{"2025-01-01", "2025-01-01"}}, Stance: doc.StanceFor},
		{Line: Line{Said: Said{"2025-01-02", "2025-01-02"}}, Stance: doc.StanceFor},
		{Line: Line{Said: Said{"2025-01-03", "2025-01-03"}}, Stance: doc.StanceIf},
		{Line: Line{Said: Said{"2025-01-04", "2025-01-04"}}, Stance: doc.StanceFor},
	}
	got := course(lines)
	want := []Point{{"2025-01-01", doc.StanceFor}, {"2025-01-03", doc.StanceIf}, {"2025-01-04", doc.StanceFor}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("point %d: got %v, want %v", i, got[i], want[i])
		}
	}
}
