package eval

import "strings"

// udAlignment pairs words of the gold with words of the system.
type udAlignment struct {
	gold, system []UDWord
	pairs        [][2]int
	goldOf       []int // for each of the system's words, or -1
}

// score counts, among the words whose relation passes, those that agree.
func (a *udAlignment) score(passes func(rel string) bool, agree func(g, s *UDWord) bool) UDScore {
	var out UDScore
	for i := range a.gold {
		if passes(a.gold[i].Rel) {
			out.Gold++
		}
	}
	for i := range a.system {
		if passes(a.system[i].Rel) {
			out.System++
		}
	}
	for _, p := range a.pairs {
		g, s := &a.gold[p[0]], &a.system[p[1]]
		if passes(g.Rel) && agree(g, s) {
			out.Correct++
		}
	}
	return out
}

// sameHead tells whether two aligned words hang on aligned words, or are both
// roots.
func (a *udAlignment) sameHead(g, s *UDWord) bool {
	if g.Head < 0 || s.Head < 0 {
		return g.Head < 0 && s.Head < 0
	}
	return a.goldOf[s.Head] == g.Head
}

// pair notes that gold word g is system word s.
func (a *udAlignment) pair(g, s int) {
	a.pairs = append(a.pairs, [2]int{g, s})
	a.goldOf[s] = g
}

// alignUD aligns words that are tokens by their characters, and the words
// within the smallest stretch around multiword tokens by the longest common
// subsequence of their forms.
func alignUD(gold, system []UDWord) *udAlignment {
	a := &udAlignment{gold: gold, system: system, goldOf: make([]int, len(system))}
	for i := range a.goldOf {
		a.goldOf[i] = -1
	}
	g, s := 0, 0
	for g < len(gold) && s < len(system) {
		switch {
		case gold[g].Multi || system[s].Multi:
			g0, s0, g1, s1 := a.multiSpan(g, s)
			a.byForms(g0, s0, g1, s1)
			g, s = g1, s1
		case gold[g].Start == system[s].Start && gold[g].End == system[s].End:
			a.pair(g, s)
			g++
			s++
		case gold[g].Start <= system[s].Start:
			g++
		default:
			s++
		}
	}
	return a
}

// multiSpan is the smallest stretch of words from gold word g and system word
// s on that no multiword token sticks out of: [g0, g1) and [s0, s1).
func (a *udAlignment) multiSpan(g, s int) (g0, s0, g1, s1 int) {
	end := 0
	if a.gold[g].Multi {
		end = a.gold[g].End
		if !a.system[s].Multi && a.system[s].Start < a.gold[g].Start {
			s++
		}
	} else {
		end = a.system[s].End
		if !a.gold[g].Multi && a.gold[g].Start < a.system[s].Start {
			g++
		}
	}
	g0, s0 = g, s
	for !udBeyond(a.gold, g, end) || !udBeyond(a.system, s, end) {
		if g < len(a.gold) && (s >= len(a.system) || a.gold[g].Start <= a.system[s].Start) {
			end = udExtend(&a.gold[g], end)
			g++
		} else {
			end = udExtend(&a.system[s], end)
			s++
		}
	}
	return g0, s0, g, s
}

// udBeyond tells whether word i lies behind end.
func udBeyond(words []UDWord, i, end int) bool {
	if i >= len(words) {
		return true
	}
	if words[i].Multi {
		return words[i].Start >= end
	}
	return words[i].End > end
}

// udExtend is end, or the end of the multiword token of w if that is later.
func udExtend(w *UDWord, end int) int {
	if w.Multi {
		return max(end, w.End)
	}
	return end
}

// byForms aligns gold words [g0, g1) and system words [s0, s1) by their forms,
// case aside.
func (a *udAlignment) byForms(g0, s0, g1, s1 int) {
	ng, ns := g1-g0, s1-s0
	if ng <= 0 || ns <= 0 {
		return
	}
	same := func(g, s int) bool {
		return strings.EqualFold(a.gold[g0+g].Form, a.system[s0+s].Form)
	}
	lcs := make([][]int, ng+1) // one row and column of zeros behind the end
	for g := range lcs {
		lcs[g] = make([]int, ns+1)
	}
	for g := ng - 1; g >= 0; g-- {
		for s := ns - 1; s >= 0; s-- {
			if same(g, s) {
				lcs[g][s] = 1 + lcs[g+1][s+1]
			}
			lcs[g][s] = max(lcs[g][s], lcs[g+1][s], lcs[g][s+1])
		}
	}
	for g, s := 0, 0; g < ng && s < ns; {
		switch {
		case same(g, s):
			a.pair(g0+g, s0+s)
			g++
			s++
		case lcs[g][s] == lcs[g+1][s]:
			g++
		default:
			s++
		}
	}
}
