package move

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// confidence is the share of moves of this kind that were right when counted.
func confidence(v *view, d verdict, m *doc.Move) float64 {
	p := 0.6
	if strings.HasPrefix(d.why, "bare") {
		p = 0.45
	}
	if len(m.By) == 0 {
		p -= 0.2
	}
	if !m.What.Empty() {
		p += 0.1
	}
	p += 0.1 * float64(v.x.e.weight)
	return min(max(p, 0.05), 0.95)
}

func judgeConfidence(*cand, *doc.Move) float64 { return 0.5 }
