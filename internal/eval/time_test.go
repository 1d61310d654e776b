package eval

import (
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestScoreTimes(t *testing.T) {
	at := func(a, b int, typ doc.TimeType, v string) doc.Time {
		return doc.Time{Span: doc.Span{Start: a, End: b}, Type: typ, Value: v}
	}
	gold := []doc.Time{at(0, 5, doc.DateTime, "2025"), at(10, 20, doc.Duration, "P2W"), at(30, 35, doc.DateTime, "2024"), at(40, 45, doc.Set, "P1Y")}
	sys := []doc.Time{at(0, 5, doc.DateTime, "2025"), at(12, 20, doc.Duration, "P2W"), at(31, 33, doc.ClockTime, "2023"), at(33, 35, doc.DateTime, "2024"), at(60, 62, doc.DateTime, "x")}
	c := ScoreTimes(gold, sys)
	want := TimeScore{Gold: 4, Sys: 5, Strict: 1, Relaxed: 3, Value: 2, Type: 2}
	if c != want {
		t.Errorf("got %+v, want %+v", c, want)
	}
	if f := c.RelaxedF1(); f < .666 || f > .667 {
		t.Errorf("relaxed F1 %f", f)
	}
	if f := (TimeScore{}).ValueF1(); f != 0 {
		t.Errorf("F1 of nothing is %f", f)
	}
}
