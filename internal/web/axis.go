package web

import (
	"fmt"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// axis is the line of days that bars lie on.
type axis struct {
	from, to time.Time
	Width    int
	Now      int // where the day of the question lies; -1 where it lies outside
	Ticks    []tick
}

type tick struct {
	X     int
	Label string // "" for one that is not told
}

// bar is one window on an axis.
type bar struct {
	X, Width         int
	Fill             string // the paint: an end that is not told fades
	Early, Late      bool   // the window goes beyond the axis
	Now, Whole, Mid  int    // Mid is the middle of the row
	Title, Class     string
	FadeFrom, FadeTo bool
}

const (
	axisWidth = 320
	axisMost  = 400 // days that an axis shows at most before and after the day of the question
	barHeight = 16
	leastBar  = 6
)

// axisOf spans the windows of a list; nil where there is none.
func axisOf(list []ledger.DueLine, asOf string) *axis {
	now, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		return nil
	}
	a := &axis{Width: axisWidth, Now: -1}
	for i := range list {
		d := &list[i]
		from, to := dayOr(string(d.From), string(d.To)), dayOr(string(d.To), string(d.From))
		if from.IsZero() || to.IsZero() {
			continue
		}
		if a.from.IsZero() || from.Before(a.from) {
			a.from = from
		}
		if to.After(a.to) {
			a.to = to
		}
	}
	if a.from.IsZero() {
		return nil
	}
	// What is far away from most does not press the rest together.
	latest := now
	if a.to.Before(now) {
		latest = a.to
	}
	if least := latest.AddDate(0, 0, -axisMost); a.from.Before(least) {
		a.from = least
	}
	if most := latest.AddDate(0, 0, axisMost); a.to.After(most) {
		a.to = most
	}
	a.from, a.to = a.from.AddDate(0, 0, -3), a.to.AddDate(0, 0, 3)
	if !now.Before(a.from) && !now.After(a.to) {
		a.Now = a.x(now)
	}
	a.ticks()
	return a
}

func dayOr(day, other string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t, _ = time.Parse(time.DateOnly, other)
	}
	return t
}

func (a *axis) x(t time.Time) int {
	return int(float64(axisWidth) * t.Sub(a.from).Hours() / max(24, a.to.Sub(a.from).Hours()))
}

// ticks marks the beginnings of months; where they are many, it names each second or
// third.
func (a *axis) ticks() {
	months := int(a.to.Sub(a.from).Hours()/24/30) + 1
	step := max(1, (months+5)/6)
	t := time.Date(a.from.Year(), a.from.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, 1, 0)
	for i := 0; !t.After(a.to); i++ {
		x := tick{X: a.x(t)}
		if i%step == 0 && x.X < axisWidth-26 {
			x.Label = t.Format("Jan")
			if t.Month() == 1 || i == 0 {
				x.Label = t.Format("Jan 2006")
			}
		}
		a.Ticks = append(a.Ticks, x)
		t = t.AddDate(0, 1, 0)
	}
}

// roughly is from how many days on the end of a window is the end of a rough period
// ("in the coming weeks", "by autumn") and no day that was told.
const roughly = 13

// bar draws a window. Its beginning fades where it is the day of saying, so that
// nothing tells when it begins; its end where the window is rough.
func (a *axis) bar(d *ledger.DueLine) *bar {
	from, to := dayOr(string(d.From), string(d.To)), dayOr(string(d.To), string(d.From))
	if from.IsZero() || to.IsZero() {
		return nil
	}
	b := &bar{Whole: axisWidth, Now: a.Now, Mid: barHeight / 2, Class: string(d.State), Title: dayText(ledger.Said{From: d.From, To: d.To})}
	days := int(to.Sub(from).Hours() / 24)
	b.FadeFrom, b.FadeTo = days > 0 && (d.From == "" || d.From == d.Said.From), days >= roughly
	left, right := a.x(from), a.x(to.AddDate(0, 0, 1))
	b.Early, b.Late = left < 0 || right < 0, right > axisWidth || left > axisWidth
	left, right = min(max(left, 0), axisWidth-leastBar), min(max(right, leastBar), axisWidth)
	b.X, b.Width = left, max(right-left, leastBar)
	b.Fill = "url(#fade-" + map[[2]bool]string{{false, false}: "none", {true, false}: "from", {false, true}: "to", {true, true}: "both"}[[2]bool{b.FadeFrom, b.FadeTo}] + "-" + b.Class + ")"
	if b.FadeFrom && b.FadeTo {
		b.Title += ", roughly"
	}
	return b
}

// Fades are the paints of bars, one for each state and way of fading.
func (a *axis) Fades() (out []fade) {
	for _, s := range dueStates {
		for _, w := range [...]struct {
			name     string
			from, to string
		}{{"none", "1", "1"}, {"from", ".15", "1"}, {"to", "1", ".15"}, {"both", ".15", ".15"}} {
			out = append(out, fade{fmt.Sprintf("fade-%s-%s", w.name, s.state), string(s.state), w.from, w.to})
		}
	}
	return out
}

// fade is one paint.
type fade struct{ ID, Class, From, To string }
