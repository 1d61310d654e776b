package quote

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

//go:embed data/confidence.txt
var confidenceData string

// calibration maps, for each kind of statement, what the models give to how
// often it was right on held-out texts: straight lines between points.
type calibration [doc.Mixed + 1]curve

type curve []struct{ raw, right float64 }

// parseCalibration reads lines of a kind and two rising numbers of 0…1.
func parseCalibration(name, data string) (all calibration, err error) {
	n := 0
	for line := range strings.SplitSeq(data, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		var p struct{ raw, right float64 }
		var word string
		var kind doc.StatementKind
		if _, err := fmt.Sscanf(line, "%s %g %g", &word, &p.raw, &p.right); err != nil {
			return all, fmt.Errorf("%s:%d: want a kind and two numbers, got %q", name, n, line)
		}
		if err := kind.UnmarshalText([]byte(word)); err != nil || kind == 0 {
			return all, fmt.Errorf("%s:%d: unknown kind %q", name, n, word)
		}
		c := all[kind]
		ok := p.raw >= 0 && p.raw <= 1 && p.right >= 0 && p.right <= 1
		if k := len(c); !ok || k > 0 && (p.raw <= c[k-1].raw || p.right < c[k-1].right) {
			return all, fmt.Errorf("%s:%d: %q does not rise within 0…1", name, n, line)
		}
		all[kind] = append(c, p)
	}
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		if len(all[kind]) == 0 {
			return all, fmt.Errorf("%s: no points for %s statements", name, kind)
		}
	}
	return all, nil
}

// of is the calibrated confidence of a statement of the kind.
func (all *calibration) of(kind doc.StatementKind, raw float64) float64 {
	c := all[kind]
	k := sort.Search(len(c), func(k int) bool { return c[k].raw >= raw })
	switch {
	case k == 0:
		return c[0].right
	case k == len(c):
		return c[k-1].right
	}
	a, b := c[k-1], c[k]
	return a.right + (b.right-a.right)*(raw-a.raw)/(b.raw-a.raw)
}
