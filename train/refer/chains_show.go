package main

import (
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/refer"
)

// showErrors prints what was linked wrongly in a text.
func showErrors(x *lesson, ps []refer.Phrase, what string) {
	last := map[int]doc.Range{}
	gold := map[int]doc.Range{}
	text := func(r doc.Range) string {
		s := strings.Join(x.in.Forms[r.First:r.End], " ")
		if len(s) > 60 {
			s = s[:60] + "…"
		}
		return fmt.Sprintf("[%d %s]", r.First, s)
	}
	read := map[doc.Range]bool{}
	for _, p := range ps {
		read[p.Tokens] = true
		sys, ok := last[p.Chain]
		last[p.Chain] = p.Tokens
		k, is := x.at[p.Tokens]
		if !is {
			if what == "spans" {
				fmt.Println(x.name, "no mention:", text(p.Tokens), x.in.Arcs[p.Head].Rel)
			}
			if ok && what == "links" {
				fmt.Println(x.name, "spurious", text(p.Tokens), "->", text(sys))
			}
			continue
		}
		g, had := gold[k]
		gold[k] = p.Tokens
		if what != "links" {
			continue
		}
		switch {
		case ok && !had:
			fmt.Println(x.name, "false link", text(p.Tokens), "->", text(sys))
		case !ok && had:
			fmt.Println(x.name, "missed", text(p.Tokens), "->", text(g))
		case ok && had:
			if k2, is2 := x.at[sys]; !is2 || k2 != k {
				fmt.Println(x.name, "wrong", text(p.Tokens), "->", text(sys), "not", text(g))
			}
		}
	}
	if what == "spans" {
		for r := range x.at {
			if !read[r] {
				fmt.Println(x.name, "not found:", text(r), len(x.gold[x.at[r]]))
			}
		}
	}
}
