package ledger

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestDaysAreCountedAsTheCalendarDoes(t *testing.T) {
	for _, d := range []Day{"", "2025", "2025-13-01", "2025-00-10", "2025-02-29", "2025-04-31", "2025-01-00", "2025-1-01", "20a5-01-01", "0001-01-01", "2025-01-011", "1900-02-29"} {
		if n, ok := dayCount(d); ok || !dayTime(d).IsZero() {
			t.Errorf("%q is day %d, and %v", d, n, dayTime(d))
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	first := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	before := -1
	for range 20_000 {
		a, b := first.AddDate(0, 0, r.IntN(3_652_000)), first.AddDate(0, 0, r.IntN(3_652_000))
		x, ok1 := dayCount(day(a))
		y, ok2 := dayCount(day(b))
		if a.Year() > 1 && b.Year() > 1 && (!ok1 || !ok2 || time.Duration(y-x) != time.Duration(b.Unix()-a.Unix())/86400) {
			t.Fatalf("%s is %d and %s is %d", day(a), x, day(b), y)
		}
	}
	for at := time.Date(1999, 12, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2101; at = at.AddDate(0, 0, 1) {
		n, ok := dayCount(day(at))
		if !ok || before >= 0 && n != before+1 {
			t.Fatalf("%s is %d, the day before is %d", day(at), n, before)
		}
		before = n
	}
}
