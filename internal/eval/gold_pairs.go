package eval

import "math"

// goldBestPairs is the one-to-one pairing of rows and columns with the largest
// sum of weights. A weight of 0 means that the two may not be paired. Method:
// the Hungarian algorithm with potentials, O(n³); first index wins a tie, as in
// the annotation's scorer.
func goldBestPairs(rows, cols int, weight func(i, j int) float64) [][2]int {
	if rows == 0 || cols == 0 {
		return nil
	}
	n := max(rows, cols)
	w := make([]float64, n*n)
	for i := range rows {
		for j := range cols {
			w[i*n+j] = weight(i, j)
		}
	}
	h := hungarian{n: n, w: w, u: make([]float64, n+1), v: make([]float64, n+1), row: make([]int, n+1), back: make([]int, n+1)}
	for i := 1; i <= n; i++ {
		h.augment(i)
	}
	col := make([]int, n)
	for j := 1; j <= n; j++ {
		col[h.row[j]-1] = j - 1
	}
	var pairs [][2]int
	for i := range rows {
		if j := col[i]; j < cols && w[i*n+j] > 0 {
			pairs = append(pairs, [2]int{i, j})
		}
	}
	return pairs
}

type hungarian struct {
	n         int
	w, u, v   []float64
	row, back []int
}

// augment brings row i into the matching along the cheapest alternating path.
func (h *hungarian) augment(i int) {
	least, used := make([]float64, h.n+1), make([]bool, h.n+1)
	for j := range least {
		least[j] = math.Inf(1)
	}
	h.row[0] = i
	j0 := 0
	for {
		used[j0] = true
		i0, delta, j1 := h.row[j0], math.Inf(1), 0
		for j := 1; j <= h.n; j++ {
			if used[j] {
				continue
			}
			if slack := -h.w[(i0-1)*h.n+j-1] - h.u[i0] - h.v[j]; slack < least[j] {
				least[j], h.back[j] = slack, j0
			}
			if least[j] < delta {
				delta, j1 = least[j], j
			}
		}
		for j := 0; j <= h.n; j++ {
			if used[j] {
				h.u[h.row[j]] += delta
				h.v[j] -= delta
			} else {
				least[j] -= delta
			}
		}
		if j0 = j1; h.row[j0] == 0 {
			break
		}
	}
	for j0 != 0 {
		h.row[j0] = h.row[h.back[j0]]
		j0 = h.back[j0]
	}
}
