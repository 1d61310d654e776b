package quote

import (
	"math"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestCalibration(t *testing.T) {
	c, err := parseCalibration("x", "# raw right\ndirect 0.2 0.1\ndirect 0.6 0.5\ndirect 1 0.9\nmixed 0 0\nindirect 0 0.5\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.of(doc.Indirect, 0.9); got != 0.5 {
		t.Errorf("indirect: %v", got)
	}
	for raw, want := range map[float64]float64{0: 0.1, 0.2: 0.1, 0.4: 0.3, 0.6: 0.5, 0.8: 0.7, 1: 0.9} {
		if got := c.of(doc.Direct, raw); math.Abs(got-want) > 1e-9 {
			t.Errorf("of(%v) = %v, want %v", raw, got, want)
		}
	}
	for _, bad := range []string{"", "direct 0.2", "direct 0.4 0.5\ndirect 0.3 0.6", "direct 0.4 0.5\ndirect 0.5 0.4", "mixed 0.4 1.5", "sung 0.4 0.5", "direct 0.4 0.5"} {
		if _, err := parseCalibration("x", bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
