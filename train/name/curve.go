package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// judged is one name that was found.
type judged struct {
	label string
	given float64
	right bool
}

// writeCurves counts how often names were right for what the model gave them:
// pools of at least 30, joined until the parts rise (isotonic regression). Two
// names are added to each, one of them right, so that no part is 0 or 1.
func writeCurves(file string, all []judged) error {
	var b strings.Builder
	b.WriteString("# What: how often a name was right for what the model gave it.\n" +
		"# Source: counted by the trainer on UD English GUM dev, which is never learned from. Licence: as the project. Date: 2026-11.\n" +
		"# Form: kind, what the model gives, part that was right.\n")
	for _, k := range [][2]string{{"person", "PER"}, {"place", "LOC"}, {"organisation", "ORG"}} {
		var some []judged
		for _, j := range all {
			if j.label == k[1] {
				some = append(some, j)
			}
		}
		for _, p := range isotonic(some, 30) {
			fmt.Fprintf(&b, "%s %.4f %.3f\n", k[0], p.given/p.n, (p.right+1)/(p.n+2))
		}
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

type pool struct{ given, right, n float64 }

func (p pool) part() float64 { return p.right / p.n }

func isotonic(all []judged, least int) []pool {
	slices.SortStableFunc(all, func(a, b judged) int {
		switch {
		case a.given < b.given:
			return -1
		case a.given > b.given:
			return 1
		}
		return 0
	})
	var pools []pool
	for at := 0; at < len(all); {
		end := at + least
		if end+least > len(all) {
			end = len(all)
		}
		p := pool{}
		for _, j := range all[at:end] {
			p.given += j.given
			p.n++
			if j.right {
				p.right++
			}
		}
		at = end
		for len(pools) > 0 && pools[len(pools)-1].part() >= p.part() {
			q := pools[len(pools)-1]
			p = pool{p.given + q.given, p.right + q.right, p.n + q.n}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, p)
	}
	return pools
}
