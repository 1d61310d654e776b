package eval

import (
	"fmt"

	"github.com/parley-reader/parley/doc"
)

// Clusters are the chains of one document: each is a set of mentions, and no
// mention is in two of them.
type Clusters [][]doc.Range

// CorefPart sums up one measure over documents: recall is RNum/RDen, precision
// is PNum/PDen. The zero value has seen nothing.
type CorefPart struct{ RNum, RDen, PNum, PDen float64 }

// Recall is between 0 and 1.
func (p CorefPart) Recall() float64 { return corefRatio(p.RNum, p.RDen) }

// Precision is between 0 and 1.
func (p CorefPart) Precision() float64 { return corefRatio(p.PNum, p.PDen) }

// F1 is the harmonic mean of both.
func (p CorefPart) F1() float64 {
	r, q := p.Recall(), p.Precision()
	return corefRatio(2*r*q, r+q)
}

func corefRatio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// CorefScore gathers the three measures of the CoNLL-2012 shared task (Pradhan
// and others, 2014) and, besides, how many mentions were found.
type CorefScore struct{ MUC, B3, CEAFe, Mentions CorefPart }

// CoNLL is the mean F1 of MUC, B³ and CEAF-e.
func (s *CorefScore) CoNLL() float64 { return (s.MUC.F1() + s.B3.F1() + s.CEAFe.F1()) / 3 }

// String tells the four in percent.
func (s *CorefScore) String() string {
	part := func(p CorefPart) string {
		return fmt.Sprintf("P %4.1f R %4.1f F1 %4.1f", 100*p.Precision(), 100*p.Recall(), 100*p.F1())
	}
	return fmt.Sprintf("CoNLL F1 %.1f\n  mentions %s\n  MUC      %s\n  B3       %s\n  CEAF-e   %s\n",
		100*s.CoNLL(), part(s.Mentions), part(s.MUC), part(s.B3), part(s.CEAFe))
}

// Add scores one document. Chains of one mention count in B³ and CEAF-e when
// they are given; leave them out on both sides to score as CoNLL-2012 does.
func (s *CorefScore) Add(gold, sys Clusters) {
	g, y := corefIndex(gold), corefIndex(sys)
	s.Mentions.RDen += float64(len(g))
	s.Mentions.PDen += float64(len(y))
	for m := range g {
		if _, ok := y[m]; ok {
			s.Mentions.RNum++
			s.Mentions.PNum++
		}
	}
	s.MUC.RNum, s.MUC.RDen = corefLinks(gold, y, s.MUC.RNum, s.MUC.RDen)
	s.MUC.PNum, s.MUC.PDen = corefLinks(sys, g, s.MUC.PNum, s.MUC.PDen)
	s.B3.RNum, s.B3.RDen = corefB3(gold, y, s.B3.RNum, s.B3.RDen)
	s.B3.PNum, s.B3.PDen = corefB3(sys, g, s.B3.PNum, s.B3.PDen)
	sum := corefAlign(gold, sys, y)
	s.CEAFe.RNum += sum
	s.CEAFe.PNum += sum
	s.CEAFe.RDen += float64(len(gold))
	s.CEAFe.PDen += float64(len(sys))
}

func corefIndex(c Clusters) map[doc.Range]int {
	at := map[doc.Range]int{}
	for i, chain := range c {
		for _, m := range chain {
			at[m] = i
		}
	}
	return at
}

// corefLinks is MUC: a chain of n mentions that the other side cuts into k
// pieces keeps n-k of its n-1 links.
func corefLinks(chains Clusters, other map[doc.Range]int, num, den float64) (float64, float64) {
	for _, chain := range chains {
		pieces := map[int]bool{}
		alone := 0
		for _, m := range chain {
			if c, ok := other[m]; ok {
				pieces[c] = true
			} else {
				alone++
			}
		}
		num += float64(len(chain) - len(pieces) - alone)
		den += float64(len(chain) - 1)
	}
	return num, den
}

func corefB3(chains Clusters, other map[doc.Range]int, num, den float64) (float64, float64) {
	for _, chain := range chains {
		shared := map[int]int{}
		for _, m := range chain {
			if c, ok := other[m]; ok {
				shared[c]++
			}
		}
		for _, n := range shared {
			num += float64(n) * float64(n) / float64(len(chain))
		}
		den += float64(len(chain))
	}
	return num, den
}

// corefAlign is CEAF-e: the greatest sum of φ4 = 2|G∩S|/(|G|+|S|) over
// one-to-one alignments of chains, found by the Hungarian method on the chains
// that share a mention with any.
func corefAlign(gold, sys Clusters, sysAt map[doc.Range]int) float64 {
	weight := map[[2]int]float64{}
	rows, cols := map[int]int{}, map[int]int{}
	for i, chain := range gold {
		for _, m := range chain {
			if j, ok := sysAt[m]; ok {
				weight[[2]int{i, j}]++
				if _, seen := rows[i]; !seen {
					rows[i] = len(rows)
				}
				if _, seen := cols[j]; !seen {
					cols[j] = len(cols)
				}
			}
		}
	}
	n := max(len(rows), len(cols))
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
	}
	for ij, both := range weight {
		cost[rows[ij[0]]][cols[ij[1]]] = -2 * both / float64(len(gold[ij[0]])+len(sys[ij[1]]))
	}
	return -corefHungarian(cost)
}

// corefHungarian returns the least total cost of a perfect matching in a
// square matrix (Kuhn–Munkres with potentials, O(n³)).
func corefHungarian(cost [][]float64) float64 {
	n := len(cost)
	const inf = 1e18
	u, v := make([]float64, n+1), make([]float64, n+1)
	match, way := make([]int, n+1), make([]int, n+1) // column → row, from 1
	for i := 1; i <= n; i++ {
		match[0] = i
		j0 := 0
		least := make([]float64, n+1)
		used := make([]bool, n+1)
		for j := range least {
			least[j] = inf
		}
		for match[j0] != 0 {
			used[j0] = true
			i0, delta, j1 := match[j0], inf, 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for j0 != 0 {
			j1 := way[j0]
			match[j0] = match[j1]
			j0 = j1
		}
	}
	return -v[0]
}
