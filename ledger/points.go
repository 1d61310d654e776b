package ledger

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// point is one numbered point of a text.
type point struct {
	label string
	words string
	para  int
}

// leastPoints is how many points make a list of them.
const leastPoints = 3

// pointsOf reads the numbered points of a text: lines that begin with "1.", "1)",
// "(1)", "Point 1:" or "Article 1", numbered upwards from 1. Lines without a
// number belong to the point before. Fewer than three are none.
func pointsOf(text string) []point {
	var out []point
	para := 0
	for _, line := range strings.Split(text, "\n") {
		line = oneLine(line)
		if line == "" {
			continue
		}
		para++
		n, rest := pointNumber(line)
		switch {
		case n == len(out)+1:
			out = append(out, point{label: "point " + strconv.Itoa(n), words: rest, para: para})
		case len(out) > 0:
			out[len(out)-1].words += " " + line
		}
	}
	if len(out) < leastPoints {
		return nil
	}
	return out
}

// pointNumber reads the number at the start of a line; 0 where there is none.
func pointNumber(line string) (int, string) {
	s, named := line, false
	if w, after, ok := strings.Cut(s, " "); ok && words().has("point", strings.ToLower(w)) {
		s, named = after, true
	}
	s, bracket := strings.CutPrefix(s, "(")
	digits := 0
	for digits < len(s) && digits < 3 && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	n, err := strconv.Atoi(s[:digits])
	if err != nil || n < 1 {
		return 0, line
	}
	s = s[digits:]
	rest := strings.TrimLeft(s, ".):–—- \t")
	mark := strings.HasPrefix(s, ". ") || strings.HasPrefix(s, ")") || strings.HasPrefix(s, ":")
	if bracket && !strings.HasPrefix(s, ")") || !mark && !named || rest == "" {
		return 0, line
	}
	return n, rest
}

// pairBetween pairs points that are left between the same neighbours of both lists and
// share two content words: where one pair alone does, order tells that they are one.
func pairBetween(partner []int, x, y []point) {
	taken := make([]bool, len(y))
	for _, j := range partner {
		if j >= 0 {
			taken[j] = true
		}
	}
	type pair struct{ i, j int }
	var pairs []pair
	uses := map[pair]int{} // {i, -1} and {-1, j}: how many pairs hold them
	for i := range x {
		if partner[i] >= 0 {
			continue
		}
		low, high := neighbours(partner, i, len(y))
		for j := low + 1; j < high; j++ {
			if !taken[j] && shared(content(x[i].words), content(y[j].words)) > 1 {
				pairs = append(pairs, pair{i, j})
				uses[pair{i, -1}]++
				uses[pair{-1, j}]++
			}
		}
	}
	for _, p := range pairs {
		if uses[pair{p.i, -1}] == 1 && uses[pair{-1, p.j}] == 1 {
			partner[p.i] = p.j
		}
	}
}

// neighbours are the partners of the nearest paired points before and after one.
func neighbours(partner []int, i, end int) (int, int) {
	low, high := -1, end
	for k := i - 1; k >= 0 && low < 0; k-- {
		low = partner[k]
	}
	for k := i + 1; k < len(partner) && high == end; k++ {
		if partner[k] >= 0 {
			high = partner[k]
		}
	}
	return low, high
}

// leastJoined is how many content words a point must have in another list's point, which
// that one's partner lacks, for the two to have been joined.
const leastJoined = 3

// joined gives the partners of points where two that follow one another became one: the
// one that is left shares words with the partner of its neighbour that its neighbour
// does not.
func joined(partner []int, x, y []point) []int {
	out := append([]int(nil), partner...)
	for i := range x {
		for _, k := range []int{i - 1, i + 1} {
			if partner[i] >= 0 || k < 0 || k >= len(x) || partner[k] < 0 {
				continue
			}
			into := content(y[partner[k]].words)
			n := shared(content(x[i].words), into) - shared(both(content(x[i].words), content(x[k].words)), into)
			if n >= leastJoined {
				out[i] = partner[k]
			}
		}
	}
	return out
}

// both are the words that two sorted lists have in common.
func both(a, b []string) []string {
	var out []string
	for _, w := range a {
		if slices.Contains(b, w) {
			out = append(out, w)
		}
	}
	return out
}

// sameWording tells whether two points are in the same words, but for articles.
func sameWording(a, b string) bool {
	bare := func(s string) []string {
		return slices.DeleteFunc(plainWords(s), func(w string) bool { return words().has("article", w) })
	}
	return slices.Equal(bare(a), bare(b))
}

// assign pairs rows with columns so that the sum of the worths is greatest, each
// at most once (the method of Kuhn 1955 and Munkres 1957, with potentials). It
// gives the column of each row, -1 for none. It takes time in proportion to the
// cube of the larger side.
func assign(worth [][]float64) []int {
	rows := len(worth)
	if rows == 0 {
		return nil
	}
	columns := len(worth[0])
	n := max(rows, columns)
	cost := func(i, j int) float64 {
		if i < rows && j < columns {
			return -worth[i][j]
		}
		return 0
	}
	u, w := make([]float64, n+1), make([]float64, n+1)
	owner, way := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		owner[0] = i
		at := 0
		least, used := make([]float64, n+1), make([]bool, n+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for owner[at] != 0 {
			used[at] = true
			row, step, next := owner[at], math.Inf(1), 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost(row-1, j-1) - u[row] - w[j]; c < least[j] {
					least[j], way[j] = c, at
				}
				if least[j] < step {
					step, next = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[owner[j]] += step
					w[j] -= step
				} else {
					least[j] -= step
				}
			}
			at = next
		}
		for at != 0 {
			owner[at] = owner[way[at]]
			at = way[at]
		}
	}
	out := make([]int, rows)
	for i := range out {
		out[i] = -1
	}
	for j := 1; j <= columns; j++ {
		if i := owner[j] - 1; i >= 0 && i < rows {
			out[i] = j - 1
		}
	}
	return out
}
