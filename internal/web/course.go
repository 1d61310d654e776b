package web

import (
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// course is the sparkline of a cell: a step for each stance, the higher the nearer
// to "for".
type course struct {
	Width, Height int
	Path          string
	Title         string // the same in words
	Dots          []courseDot
}

type courseDot struct {
	X, Y  int
	Class string
}

const (
	courseStep = 12 // at most
	courseWide = 96 // at most, of all steps
	courseRise = 3
)

// courseOf draws the stances; nil where there are fewer than two.
func courseOf(points []ledger.Point) *course {
	if len(points) < 2 {
		return nil
	}
	step := min(courseStep, courseWide/(len(points)-1))
	c := &course{Width: step*(len(points)-1) + 8, Height: 4*courseRise + 8}
	var path, words strings.Builder
	for i, p := range points {
		dot := courseDot{4 + i*step, 4 + courseRise*level(p.Stance), stances[p.Stance].Class}
		c.Dots = append(c.Dots, dot)
		if i == 0 {
			fmt.Fprintf(&path, "M%d %d", dot.X, dot.Y)
		} else {
			fmt.Fprintf(&path, "L%d %d", dot.X, dot.Y)
			words.WriteString(", then ")
		}
		fmt.Fprintf(&words, "%s (%s)", stances[p.Stance].Word, p.Day)
	}
	c.Path, c.Title = path.String(), words.String()
	return c
}

// level is how far from "for" a stance is, in steps down.
func level(s doc.Stance) int {
	switch s {
	case doc.StanceFor:
		return 0
	case doc.StanceOpen:
		return 1
	case doc.StanceIf:
		return 2
	case doc.StanceDoubts:
		return 3
	}
	return 4
}
