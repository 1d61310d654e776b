package parse

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bestTree tries all heads and returns the best score of a tree with one root.
func bestTree(score []float32, wide int, root []float32) float64 {
	n := len(root)
	heads := make([]int, n)
	best := math.Inf(-1)
	var try func(d int)
	try = func(d int) {
		if d == n {
			if s, ok := treeScore(heads, score, wide, root); ok {
				best = max(best, s)
			}
			return
		}
		for h := -1; h < n; h++ {
			if h != d {
				heads[d] = h
				try(d + 1)
			}
		}
	}
	try(0)
	return best
}

func treeScore(heads []int, score []float32, wide int, root []float32) (sum float64, ok bool) {
	roots := 0
	for d, h := range heads {
		if h < 0 {
			roots++
			sum += float64(root[d])
		} else {
			sum += float64(score[d*wide+h])
		}
		steps := 0
		for k := d; k >= 0; k = heads[k] {
			if steps++; steps > len(heads) {
				return 0, false
			}
		}
	}
	return sum, roots == 1
}

func TestTreeIsBest(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var s scratch
	for round := range 2000 {
		n := 2 + round%5
		wide := 16
		s.score = growTo(s.score, n*wide)
		for d := range n {
			for h := range n {
				s.score[d*wide+h] = float32(r.NormFloat64())
			}
			s.score[d*wide+d] = -1e30
			s.rootScore[d] = float32(r.NormFloat64())
		}
		s.tree(n, wide)
		got, ok := treeScore(s.heads[:n], s.score, wide, s.rootScore[:n])
		want := bestTree(s.score, wide, s.rootScore[:n])
		if !ok || math.Abs(got-want) > 1e-4 {
			t.Fatalf("round %d: heads %v score %g (a tree: %v), the best is %g", round, s.heads[:n], got, ok, want)
		}
	}
}

func TestNoNumbers(t *testing.T) {
	var s scratch
	nan := float32(math.NaN())
	s.score = growTo(nil, 5*16)
	for i := range s.score {
		s.score[i] = nan
	}
	for i := range 5 {
		s.rootScore[i] = nan
	}
	s.tree(5, 16)
	if !s.oneRoot(5) || !s.isTree(5) {
		t.Errorf("heads %v are no tree", s.heads[:5])
	}
}

func TestLargeCycles(t *testing.T) {
	// Every word prefers its neighbour: many contractions, one inside the other.
	const n = longest
	var s scratch
	r := rand.New(rand.NewPCG(2, 9))
	s.score = growTo(nil, n*n)
	for d := range n {
		for h := range n {
			s.score[d*n+h] = float32(r.NormFloat64())
		}
		s.score[d*n+(d+1)%n] = 50
		s.score[d*n+(d+n-1)%n] = 49.5 + r.Float32()
		s.score[d*n+d] = -1e30
		s.rootScore[d] = -5
	}
	s.tree(n, n)
	if !s.oneRoot(n) || !s.isTree(n) {
		t.Errorf("no tree with one root")
	}
}
