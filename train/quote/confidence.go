package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/eval"
)

// judged is what the models gave a relation, and whether it was right: its
// content at an overlap of 0.8, and a source that overlaps where gold has one.
type judged struct {
	raw   float64
	right bool
	kind  doc.StatementKind
}

func shared(a, b []doc.Span) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	return n
}

func size(a []doc.Span) int {
	n := 0
	for _, x := range a {
		n += x.Len()
	}
	return n
}

func right(y eval.QuoteRelation, gold []eval.QuoteRelation) bool {
	for _, g := range gold {
		both := shared(g.Content, y.Content)
		if both > 0 && float64(both) >= 0.8*float64(size(g.Content)+size(y.Content)-both) {
			return len(g.Source) == 0 || len(y.Source) == 0 || shared(g.Source, y.Source) > 0
		}
	}
	return false
}

// calibrate writes the table of confidence: pools of neighbours that violate
// the order are merged (isotonic regression), small pools too.
func calibrate(all []judged, out string) error {
	var b strings.Builder
	b.WriteString("# How often a statement was right for what the models gave it.\n" +
		"# Source: counted by the trainer on held-out texts of PolNeAR train.\n" +
		"# Licence: as the project's. Date: 2025-11.\n" +
		"# A line is: kind, what the models give, part that was right.\n")
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		var some []judged
		for _, j := range all {
			if j.kind == kind {
				some = append(some, j)
			}
		}
		curve(&b, kind, some)
	}
	fmt.Print(b.String())
	if out == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(out, "data", "confidence.txt"), []byte(b.String()), 0o644)
}

// curve writes the points of one kind, each of at least 40 statements.
func curve(b *strings.Builder, kind doc.StatementKind, all []judged) {
	const least = 40
	sort.SliceStable(all, func(i, j int) bool { return all[i].raw < all[j].raw })
	type pool struct{ raw, right, n float64 }
	var pools []pool
	for at := 0; at+least <= len(all); at += least {
		var p pool
		for _, j := range all[at:min(at+least, len(all))] {
			p.raw += j.raw
			p.n++
			if j.right {
				p.right++
			}
		}
		pools = append(pools, p)
		for k := len(pools) - 1; k > 0 && pools[k].right/pools[k].n <= pools[k-1].right/pools[k-1].n; k-- {
			a, b := pools[k-1], pools[k]
			pools = append(pools[:k-1], pool{a.raw + b.raw, a.right + b.right, a.n + b.n})
		}
	}
	for _, p := range pools {
		fmt.Fprintf(b, "%s %.4f %.3f\n", kind, p.raw/p.n, p.right/p.n)
	}
}
