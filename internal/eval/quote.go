package eval

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/parley-reader/parley/doc"
)

// QuoteRelation is one saying as it is scored: the spans of its source, its cue
// and its content, each in order; source and cue may be empty.
type QuoteRelation struct {
	Source, Cue, Content []doc.Span
}

// QuoteScore counts how attributions that were read agree with annotated ones.
// The zero value has counted nothing.
//
// Exact: a role agrees when all of its spans do, to the character. Overlap: one
// to one, a role agrees when it shares a character; of all pairings the largest
// counts. At: contents paired one to one, best first, whose characters shared
// are at least that part of the characters that either has. Only what is told
// is counted: a relation without source counts for no source.
type QuoteScore struct {
	Docs                   int
	Exact, Overlap         [3]SpanCounts // source, cue, content
	Pieces                 SpanCounts    // single spans of content, exact
	Chars                  SpanCounts    // characters (bytes) of content
	At30, At80             SpanCounts
	Linked                 SpanCounts // of pairs at 0.3 whose gold has a source: Both have an overlapping one
	SliceExact, SliceAt80  [3]QuoteSlice
	Whole                  SpanCounts // source, cue and content all exact
	goldKinds, systemKinds []doc.StatementKind
}

// QuoteSlice counts the contents of one kind: how many the gold and the system
// have, and how many of each are matched. The two may be matched across kinds.
type QuoteSlice struct{ Gold, GoldHit, Sys, SysHit int }

// F1 is the harmonic mean of the two ratios.
func (q QuoteSlice) F1() float64 {
	p, r := spanRatio(q.SysHit, q.Sys), spanRatio(q.GoldHit, q.Gold)
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

var quoteRoles = [3]string{"source", "cue", "content"}

// Add scores one text; quotes are its stretches in quotation marks.
func (s *QuoteScore) Add(text string, quotes []doc.Quote, gold, sys []QuoteRelation) {
	s.Docs++
	s.goldKinds, s.systemKinds = s.goldKinds[:0], s.systemKinds[:0]
	marked := quoteMarked(text, quotes)
	for _, r := range gold {
		s.goldKinds = append(s.goldKinds, quoteKind(text, marked, r.Content))
	}
	for _, r := range sys {
		s.systemKinds = append(s.systemKinds, quoteKind(text, marked, r.Content))
	}
	for role := range quoteRoles {
		g, y := quoteRole(gold, role), quoteRole(sys, role)
		s.Exact[role] = s.Exact[role].plus(quoteExact(g, y))
		s.Overlap[role] = s.Overlap[role].plus(quoteOverlap(g, y))
	}
	s.Pieces = s.Pieces.plus(quoteExact(quotePieces(gold), quotePieces(sys)))
	s.Chars = s.Chars.plus(quoteChars(len(text), gold, sys))
	s.Whole = s.Whole.plus(quoteExact(gold, sys))
	s.contents(gold, sys)
}

// contents pairs by content and counts what hangs on the pairs.
func (s *QuoteScore) contents(gold, sys []QuoteRelation) {
	for _, pair := range quoteBest(gold, sys, 0.3) {
		s.At30.Both++
		if g, y := gold[pair.g].Source, sys[pair.y].Source; len(g) > 0 {
			s.Linked.Gold++
			s.Linked.Sys++
			if quoteShared(g, y) > 0 {
				s.Linked.Both++
			}
		}
	}
	s.At30 = s.At30.plus(SpanCounts{Gold: len(gold), Sys: len(sys)})
	at80 := quoteBest(gold, sys, 0.8)
	s.At80 = s.At80.plus(SpanCounts{len(at80), len(gold), len(sys)})
	for i, k := range s.goldKinds {
		s.SliceAt80[k-1].Gold++
		s.SliceExact[k-1].Gold++
		if slices.ContainsFunc(sys, func(y QuoteRelation) bool { return slices.Equal(y.Content, gold[i].Content) }) {
			s.SliceExact[k-1].GoldHit++
		}
	}
	for i, k := range s.systemKinds {
		s.SliceAt80[k-1].Sys++
		s.SliceExact[k-1].Sys++
		if slices.ContainsFunc(gold, func(g QuoteRelation) bool { return slices.Equal(g.Content, sys[i].Content) }) {
			s.SliceExact[k-1].SysHit++
		}
	}
	for _, pair := range at80 {
		s.SliceAt80[s.goldKinds[pair.g]-1].GoldHit++
		s.SliceAt80[s.systemKinds[pair.y]-1].SysHit++
	}
}

// String is a table of all figures, F1 in per cent.
func (s *QuoteScore) String() string {
	var b strings.Builder
	line := func(name string, c SpanCounts) {
		fmt.Fprintf(&b, "%-18s P %5.1f  R %5.1f  F1 %5.1f  (%d of %d gold, %d read)\n", name, 100*c.Precision(), 100*c.Recall(), 100*c.F1(), c.Both, c.Gold, c.Sys)
	}
	for i, role := range quoteRoles {
		line("exact "+role, s.Exact[i])
	}
	line("exact piece", s.Pieces)
	line("exact triple", s.Whole)
	for i, role := range quoteRoles {
		line("overlap "+role, s.Overlap[i])
	}
	line("content chars", s.Chars)
	line("content at .3", s.At30)
	line("content at .8", s.At80)
	line("source of pairs", s.Linked)
	for i := range s.SliceAt80 {
		k := doc.StatementKind(i + 1)
		fmt.Fprintf(&b, "%-18s exact F1 %5.1f  at .8 F1 %5.1f  (%d gold, %d read)\n", k, 100*s.SliceExact[i].F1(), 100*s.SliceAt80[i].F1(), s.SliceExact[i].Gold, s.SliceExact[i].Sys)
	}
	return b.String()
}

func quoteRole(rel []QuoteRelation, role int) [][]doc.Span {
	var out [][]doc.Span
	for _, r := range rel {
		if spans := [3][]doc.Span{r.Source, r.Cue, r.Content}[role]; len(spans) > 0 {
			out = append(out, spans)
		}
	}
	return out
}

func quotePieces(rel []QuoteRelation) [][]doc.Span {
	var out [][]doc.Span
	for _, r := range rel {
		for _, p := range r.Content {
			out = append(out, []doc.Span{p})
		}
	}
	return out
}

// quoteExact counts what is the same on both sides, each told once.
func quoteExact[T any](gold, sys []T) SpanCounts {
	left := map[string]int{}
	for _, g := range gold {
		left[fmt.Sprint(g)]++
	}
	c := SpanCounts{Gold: len(gold), Sys: len(sys)}
	for _, y := range sys {
		if k := fmt.Sprint(y); left[k] > 0 {
			left[k]--
			c.Both++
		}
	}
	return c
}

// quoteShared is the number of bytes that two sets of spans share.
func quoteShared(a, b []doc.Span) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	return n
}

func quoteLen(a []doc.Span) int {
	n := 0
	for _, x := range a {
		n += x.Len()
	}
	return n
}

// quoteNear lists, for each set of b, the sets of a that share a byte with it.
func quoteNear(a, b [][]doc.Span) [][]int {
	owners := map[int][]int{} // by block of 256 bytes
	for i, spans := range a {
		for _, s := range spans {
			for k := s.Start >> 8; k <= s.End>>8; k++ {
				if o := owners[k]; len(o) == 0 || o[len(o)-1] != i {
					owners[k] = append(o, i)
				}
			}
		}
	}
	out := make([][]int, len(b))
	for j, spans := range b {
		for _, s := range spans {
			for k := s.Start >> 8; k <= s.End>>8; k++ {
				for _, i := range owners[k] {
					if !slices.Contains(out[j], i) && quoteShared(a[i], spans) > 0 {
						out[j] = append(out[j], i)
					}
				}
			}
		}
	}
	return out
}

// quoteOverlap counts the largest one-to-one pairing of sets that share a byte.
func quoteOverlap(gold, sys [][]doc.Span) SpanCounts {
	near := quoteNear(gold, sys)
	taken := map[int]int{} // gold to system
	var place func(y int, seen map[int]bool) bool
	place = func(y int, seen map[int]bool) bool {
		for _, g := range near[y] {
			if seen[g] {
				continue
			}
			seen[g] = true
			if other, ok := taken[g]; !ok || place(other, seen) {
				taken[g] = y
				return true
			}
		}
		return false
	}
	c := SpanCounts{Gold: len(gold), Sys: len(sys)}
	for y := range sys {
		if place(y, map[int]bool{}) {
			c.Both++
		}
	}
	return c
}

type quotePair struct {
	g, y  int
	share float64
}

// quoteBest pairs contents one to one, the best first.
func quoteBest(gold, sys []QuoteRelation, least float64) []quotePair {
	return quotePairs(gold, sys, least, func(*QuoteRelation, *QuoteRelation) bool { return true })
}

// quotePairs is quoteBest among those that may be paired.
func quotePairs(gold, sys []QuoteRelation, least float64, may func(g, y *QuoteRelation) bool) []quotePair {
	g, y := make([][]doc.Span, len(gold)), make([][]doc.Span, len(sys))
	for i := range gold {
		g[i] = gold[i].Content
	}
	for i := range sys {
		y[i] = sys[i].Content
	}
	var pairs []quotePair
	for j, near := range quoteNear(g, y) {
		for _, i := range near {
			both := quoteShared(g[i], y[j])
			if share := spanRatio(both, quoteLen(g[i])+quoteLen(y[j])-both); share >= least && may(&gold[i], &sys[j]) {
				pairs = append(pairs, quotePair{i, j, share})
			}
		}
	}
	sort.SliceStable(pairs, func(a, b int) bool { return pairs[a].share > pairs[b].share })
	usedG, usedY := map[int]bool{}, map[int]bool{}
	kept := pairs[:0]
	for _, p := range pairs {
		if !usedG[p.g] && !usedY[p.y] {
			usedG[p.g], usedY[p.y] = true, true
			kept = append(kept, p)
		}
	}
	return kept
}

func quoteChars(size int, gold, sys []QuoteRelation) SpanCounts {
	mark := make([]uint8, size)
	paint := func(rel []QuoteRelation, bit uint8) {
		for _, r := range rel {
			for _, s := range r.Content {
				for i := s.Start; i < s.End; i++ {
					mark[i] |= bit
				}
			}
		}
	}
	paint(gold, 1)
	paint(sys, 2)
	var c SpanCounts
	for _, m := range mark {
		c.Gold += int(m & 1)
		c.Sys += int(m >> 1)
		c.Both += int(m & (m >> 1))
	}
	return c
}

// quoteMarked tells of each byte whether it stands within quotation marks.
func quoteMarked(text string, quotes []doc.Quote) []bool {
	in := make([]bool, len(text))
	for _, q := range quotes {
		if q.Depth > 0 {
			continue
		}
		for i := max(q.Inner.Start, 0); i < min(q.Inner.End, len(text)); i++ {
			in[i] = true
		}
	}
	return in
}

// quoteKind is direct where all letters of the content stand within quotation
// marks, indirect where none does, else mixed.
func quoteKind(text string, marked []bool, content []doc.Span) doc.StatementKind {
	var within, without bool
	for _, s := range content {
		for i, r := range s.In(text) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				if marked[s.Start+i] {
					within = true
				} else {
					without = true
				}
			}
		}
	}
	switch {
	case within && !without:
		return doc.Direct
	case within:
		return doc.Mixed
	}
	return doc.Indirect
}
