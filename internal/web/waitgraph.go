package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
)

// waitGraph is who waits for whom, drawn in columns: who waits stands left of whom
// it waits for. What goes back to the left closes a circle of waiting.
type waitGraph struct {
	Width, Height int
	Nodes         []waitNode
	Edges         []waitEdge
	Left          int // commitments that are not drawn

	cycles []string
	at     map[string]int
	foot   int // below all boxes
}

// waitNode is one actor.
type waitNode struct {
	Key, Name, URL string
	Label          string
	N              int
	X, Y           int // of the box
	Width          int
	Cycle          bool // it waits, on some way, for itself
	Ties           string

	layer, row int
}

// waitEdge is one commitment: from its maker to who must act first.
type waitEdge struct {
	Path, Arrow string
	State       string
	N           int // of the commitment in the list
	Letter      string
	Label       string // the condition, or its beginning
	Title       string
	X, Y        int // of its number
	Back        bool
	Ties        string

	from, to waitNode
	row      *waitRow
	a, b     int
	bend     int // its place among those of the same pair, from the middle
}

const (
	waitBox    = 168 // width of a box
	waitBoxH   = 34
	waitColumn = 400 // from one column to the next
	waitStep   = 84  // from one row to the next
	waitNodes  = 28  // drawn at most
	waitBend   = 30  // from one curve of a pair to the next
)

// newWaitGraph lays out edges, the newest first. It depends on them alone.
func newWaitGraph(edges []waitEdge) *waitGraph {
	g := &waitGraph{at: map[string]int{}}
	left := map[int]bool{}
	for _, e := range edges {
		a, ok1 := g.node(&e.from)
		b, ok2 := g.node(&e.to)
		if !ok1 || !ok2 {
			left[e.row.N] = true
			continue
		}
		e.a, e.b = a, b
		g.Edges = append(g.Edges, e)
	}
	g.Left = len(left)
	g.findCycles()
	g.layers()
	g.rows()
	g.place()
	g.curves()
	return g
}

// node is the number of an actor; false where there is no room for one more.
func (g *waitGraph) node(x *waitNode) (int, bool) {
	if i, ok := g.at[x.Key]; ok {
		return i, true
	}
	if len(g.Nodes) == waitNodes {
		return 0, false
	}
	n := *x
	n.N, n.Width, n.Label = len(g.Nodes), waitBox, brief.Clip(x.Name, 21)
	g.at[x.Key] = n.N
	g.Nodes = append(g.Nodes, n)
	return n.N, true
}

// reach tells who waits, on some way, for whom.
func (g *waitGraph) reach() [][]bool {
	n := len(g.Nodes)
	r := make([][]bool, n)
	for i := range r {
		r[i] = make([]bool, n)
	}
	for i := range g.Edges {
		r[g.Edges[i].a][g.Edges[i].b] = true
	}
	for k := range n {
		for i := range n {
			for j := range n {
				r[i][j] = r[i][j] || r[i][k] && r[k][j]
			}
		}
	}
	return r
}

// findCycles marks who waits for who waits for it, and tells it in words.
func (g *waitGraph) findCycles() {
	r := g.reach()
	told := make([]bool, len(g.Nodes))
	for i := range g.Nodes {
		g.Nodes[i].Cycle = r[i][i]
		if !r[i][i] || told[i] {
			continue
		}
		var names []string
		for j := range g.Nodes {
			if r[i][j] && r[j][i] {
				told[j] = true
				names = append(names, g.Nodes[j].Name)
			}
		}
		if len(names) == 2 {
			g.cycles = append(g.cycles, names[0]+" and "+names[1]+": each waits for the other")
		} else {
			g.cycles = append(g.cycles, strings.Join(names, ", ")+": they wait for each other in a circle")
		}
	}
}

// layers puts each actor right of those who wait for it. Edges that close a circle
// are taken out, seen from the actors that come first.
func (g *waitGraph) layers() {
	next := make([][]int, len(g.Nodes))
	for i := range g.Edges {
		next[g.Edges[i].a] = append(next[g.Edges[i].a], i)
	}
	state := make([]int, len(g.Nodes)) // 1 on the way, 2 done
	var walk func(int)
	walk = func(x int) {
		state[x] = 1
		for _, i := range next[x] {
			switch y := g.Edges[i].b; state[y] {
			case 0:
				walk(y)
			case 1:
				g.Edges[i].Back = true
			}
		}
		state[x] = 2
	}
	waitedFor := make([]bool, len(g.Nodes))
	for i := range g.Edges {
		waitedFor[g.Edges[i].b] = true
	}
	for _, first := range [...]bool{false, true} {
		for i := range g.Nodes {
			if waitedFor[i] == first && state[i] == 0 {
				walk(i)
			}
		}
	}
	for range g.Nodes { // without the edges back, no way is longer
		for i := range g.Edges {
			if e := &g.Edges[i]; !e.Back {
				g.Nodes[e.b].layer = max(g.Nodes[e.b].layer, g.Nodes[e.a].layer+1)
			}
		}
	}
}

// rows orders each column so that those who are tied stand at about one height.
func (g *waitGraph) rows() {
	columns := map[int][]int{}
	for i := range g.Nodes {
		l := g.Nodes[i].layer
		g.Nodes[i].row = len(columns[l])
		columns[l] = append(columns[l], i)
	}
	for range 6 {
		for l := range len(columns) {
			mean := map[int]float64{}
			for _, i := range columns[l] {
				mean[i] = g.meanRow(i)
			}
			slices.SortStableFunc(columns[l], func(a, b int) int {
				return cmp.Or(cmp.Compare(mean[a], mean[b]), cmp.Compare(g.Nodes[a].Key, g.Nodes[b].Key))
			})
			for k, i := range columns[l] {
				g.Nodes[i].row = k
			}
		}
	}
}

// meanRow is the height of those who are tied to a node, its own where none is.
func (g *waitGraph) meanRow(x int) float64 {
	sum, n := 0, 0
	for i := range g.Edges {
		switch e := &g.Edges[i]; x {
		case e.a:
			sum, n = sum+g.Nodes[e.b].row, n+1
		case e.b:
			sum, n = sum+g.Nodes[e.a].row, n+1
		}
	}
	if n == 0 {
		return float64(g.Nodes[x].row)
	}
	return float64(sum) / float64(n)
}

// place gives the boxes their places; short columns stand in the middle.
func (g *waitGraph) place() {
	rows := map[int]int{}
	most, columns := 0, 0
	for i := range g.Nodes {
		rows[g.Nodes[i].layer]++
		most, columns = max(most, rows[g.Nodes[i].layer]), max(columns, g.Nodes[i].layer+1)
	}
	many := map[[2]int]int{}
	pair := func(e *waitEdge) [2]int { return [2]int{min(e.a, e.b), max(e.a, e.b)} }
	for i := range g.Edges {
		e := &g.Edges[i]
		e.bend = many[pair(e)]
		many[pair(e)]++
	}
	step, back := waitStep, 0
	for _, k := range many {
		step = max(step, waitBend*k+44)
	}
	for i := range g.Edges {
		e := &g.Edges[i]
		e.bend = 2*e.bend - many[pair(e)] + 1
		if e.far(&g.Nodes[e.a], &g.Nodes[e.b]) {
			back += waitBend
		}
	}
	g.Width = (columns-1)*waitColumn + waitBox + 20
	g.foot = most * step
	g.Height = g.foot + back
	for i := range g.Nodes {
		x := &g.Nodes[i]
		x.X = 10 + x.layer*waitColumn
		x.Y = x.row*step + (most-rows[x.layer])*step/2 + (step-waitBoxH)/2
	}
}

// curves draws the edges.
func (g *waitGraph) curves() {
	ties := make([][]string, len(g.Nodes))
	low := g.foot - waitBend/2
	for i := range g.Edges {
		e := &g.Edges[i]
		a, b := &g.Nodes[e.a], &g.Nodes[e.b]
		e.State, e.N, e.Letter = e.row.State, e.row.N, e.row.Letter
		e.Label = brief.Clip(e.row.clause, 30)
		e.Title = fmt.Sprintf("%d: %s waits for %s (%s): %s", e.N, a.Name, b.Name, e.State, brief.Clip(e.row.clause, 160))
		e.Ties = fmt.Sprintf("%d %d", e.a, e.b)
		if e.far(a, b) {
			low += waitBend
			e.below(a, b, low)
		} else {
			e.across(a, b)
		}
		ties[e.a], ties[e.b] = append(ties[e.a], fmt.Sprint(e.b)), append(ties[e.b], fmt.Sprint(e.a))
	}
	for i := range g.Nodes {
		g.Nodes[i].Ties = strings.Join(append(ties[i], fmt.Sprint(i)), " ")
	}
}

// far tells whether an edge leads back over more than one column.
func (e *waitEdge) far(a, b *waitNode) bool { return b.layer < a.layer-1 }

// across draws an edge to a column further right, or to the one left of its own.
func (e *waitEdge) across(a, b *waitNode) {
	off := e.bend * waitBend / 2
	x1, x2, ahead := a.X+waitBox, b.X-1, 1
	if b.layer < a.layer {
		x1, x2, ahead = a.X, b.X+waitBox+1, -1
	}
	y1, y2 := a.Y+waitBoxH/2+off/4, b.Y+waitBoxH/2+off/4
	mx := (x1 + x2) / 2
	e.Path = fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, mx, y1+off*4/3, mx, y2+off*4/3, x2-9*ahead, y2)
	e.Arrow = arrowHead(float64(x2-40*ahead), float64(y2+off/3), float64(x2), float64(y2), 10)
	e.X, e.Y = mx, (y1+y2)/2+off
}

// below draws an edge back over several columns, under all boxes.
func (e *waitEdge) below(a, b *waitNode, low int) {
	x1, y1 := a.X+waitBox/2, a.Y+waitBoxH
	x2, y2 := b.X+waitBox/2, b.Y+waitBoxH+1
	e.Path = fmt.Sprintf("M%d %dC%d %d %d %d %d %dH%dC%d %d %d %d %d %d", x1, y1, x1, low-10, x1-10, low, x1-40, low, x2+40, x2+10, low, x2, low-10, x2, y2+9)
	e.Arrow = arrowHead(float64(x2), float64(y2+40), float64(x2), float64(y2), 10)
	e.X, e.Y = (x1+x2)/2, low
}
