package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
)

// network is who acts on whom as it is drawn: names around a ring, those whom many are
// tied to within it, and a curve for each pair, bent to its left, so that both directions can be told apart.
type network struct {
	Width, Height int
	Nodes         []netNode
	Edges         []netEdge
	Left          int // actors that are not drawn
	LeftEdges     int
}

// netNode is one actor on the ring.
type netNode struct {
	Key, Name, URL string
	Label          string // the name, or its beginning
	N              int
	X, Y, R        int
	LabelX, LabelY int
	Anchor         string // of its label: start, middle or end
	Ties           string // the numbers of the nodes it is tied to, and its own
	weight         int
	hub            bool
}

// netEdge is what one actor did towards another.
type netEdge struct {
	Path, Arrow string
	Width       string
	Class       string
	URL, Title  string
	Letter      string // "" where too many curves leave no room
	X, Y        int
	Ties        string

	from, to netNode
	row      *pairRow
	a, b     int
}

const (
	netWidth  = 760
	netLabels = 200 // room for names on either side
	netRow    = 25  // least distance of two names
	netLetter = 45  // up to so many curves carry a letter
)

// newNetwork lays out the pairs, the ones with more moves first. It depends on them
// alone: the same pairs give the same drawing.
func newNetwork(edges []netEdge, chosen int) *network {
	n := &network{Width: netWidth}
	at := n.nodes(edges)
	for _, e := range edges {
		a, ok1 := at[e.from.Key]
		b, ok2 := at[e.to.Key]
		if !ok1 || !ok2 || len(n.Edges) == edgesMost {
			n.LeftEdges++
			continue
		}
		e.a, e.b = a, b
		n.Edges = append(n.Edges, e)
	}
	n.place()
	most := 1
	for i := range n.Edges {
		most = max(most, n.Edges[i].row.Moves)
	}
	ties := make([][]string, len(n.Nodes))
	for i := range n.Edges {
		e := &n.Edges[i]
		n.curve(e, most, chosen)
		ties[e.a] = append(ties[e.a], fmt.Sprint(e.b))
		ties[e.b] = append(ties[e.b], fmt.Sprint(e.a))
	}
	for i := range n.Nodes {
		n.Nodes[i].Ties = strings.Join(append(ties[i], fmt.Sprint(i)), " ")
	}
	return n
}

// nodes takes the actors of the pairs with the most moves, as many as there is room
// for.
func (n *network) nodes(edges []netEdge) map[string]int {
	at, all := map[string]int{}, map[string]bool{}
	for i := range edges {
		e := &edges[i]
		all[e.from.Key], all[e.to.Key] = true, true
		more := 0
		for _, k := range [...]string{e.from.Key, e.to.Key} {
			if _, ok := at[k]; !ok {
				more++
			}
		}
		if len(n.Nodes)+more > nodesMost {
			continue
		}
		for _, x := range [...]netNode{e.from, e.to} {
			if _, ok := at[x.Key]; !ok {
				x.N = len(n.Nodes)
				x.Label = brief.Clip(x.Name, 23)
				at[x.Key] = x.N
				n.Nodes = append(n.Nodes, x)
			}
			n.Nodes[at[x.Key]].weight += e.row.Moves
		}
	}
	n.Left = len(all) - len(n.Nodes)
	return at
}

// order puts the nodes on the ring so that those who act on each other stand near:
// each comes to the end of the row that it is tied to more.
func (n *network) order(tie [][]int) []int {
	pull := func(row []int, x int) (sum float64) {
		for k, y := range row {
			sum += float64(tie[x][y]) / float64(k+1)
		}
		return sum
	}
	row := []int{0}
	for x := 1; x < len(n.Nodes); x++ {
		back := slices.Clone(row)
		slices.Reverse(back)
		if pull(row, x) > pull(back, x) {
			row = slices.Insert(row, 0, x)
		} else {
			row = append(row, x)
		}
	}
	return row
}

// ties counts the moves between each two nodes, both ways.
func (n *network) ties() [][]int {
	tie := make([][]int, len(n.Nodes))
	for i := range tie {
		tie[i] = make([]int, len(n.Nodes))
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		tie[e.a][e.b] += e.row.Moves
		tie[e.b][e.a] += e.row.Moves
	}
	return tie
}

// Hubs are the few that many are tied to: they stand within the ring.
const (
	hubsMost = 7
	hubTies  = 4  // from so many others on
	hubsFrom = 11 // nodes; fewer stand on one ring
)

// place puts the nodes on the ring, hubs within it.
func (n *network) place() {
	tie := n.ties()
	var hubs, rest []int
	for i := range n.Nodes {
		others := 0
		for _, k := range tie[i] {
			if k > 0 {
				others++
			}
		}
		x := &n.Nodes[i]
		x.R = min(5+int(math.Sqrt(float64(x.weight))), 13)
		if x.hub = len(n.Nodes) >= hubsFrom && others >= hubTies; x.hub {
			hubs = append(hubs, i)
		}
	}
	slices.SortStableFunc(hubs, func(a, b int) int { return cmp.Compare(n.Nodes[b].weight, n.Nodes[a].weight) })
	for _, i := range hubs[min(len(hubs), hubsMost):] {
		n.Nodes[i].hub = false
	}
	hubs = hubs[:min(len(hubs), hubsMost)]
	for _, i := range n.order(tie) {
		if !n.Nodes[i].hub {
			rest = append(rest, i)
		}
	}
	side := (len(rest) + 1) / 2
	n.Height = max(min(460, 120+side*52), (side+1)*netRow+20)
	n.inner(hubs)
	left, right := n.sides(rest, hubs, tie)
	n.column(right, 1)
	n.column(left, -1)
}

// inner puts the hubs on a ring of their own, from the top to the right.
func (n *network) inner(hubs []int) {
	for k, i := range hubs {
		x := &n.Nodes[i]
		t := 2*math.Pi*(float64(k)+.25)/float64(len(hubs)) - math.Pi/2
		x.X = netWidth/2 + int(math.Round(.5*(float64(netWidth)/2-netLabels)*math.Cos(t)))
		x.Y = n.Height/2 + int(math.Round(.3*float64(n.Height)*math.Sin(t)))
		x.LabelX, x.LabelY, x.Anchor = x.X, x.Y-x.R-5, "middle"
	}
}

// sides parts the others: each stands on the side of the hubs that it is tied to, at
// their height. Where there are no hubs, the order is that of the ring.
func (n *network) sides(rest, hubs []int, tie [][]int) (left, right []int) {
	half := (len(rest) + 1) / 2
	if len(hubs) == 0 {
		left = slices.Clone(rest[half:])
		slices.Reverse(left)
		return left, rest[:half]
	}
	x, y := map[int]float64{}, map[int]float64{}
	for _, i := range rest {
		sum := 0.0
		for _, h := range hubs {
			k := float64(tie[i][h])
			x[i], y[i], sum = x[i]+k*float64(n.Nodes[h].X), y[i]+k*float64(n.Nodes[h].Y), sum+k
		}
		if sum == 0 {
			x[i], y[i], sum = float64(netWidth)/2, float64(n.Height)/2, 1
		}
		x[i], y[i] = x[i]/sum, y[i]/sum
	}
	slices.SortStableFunc(rest, func(a, b int) int { return cmp.Compare(x[b], x[a]) })
	right, left = slices.Clone(rest[:half]), slices.Clone(rest[half:])
	for _, list := range [...][]int{left, right} {
		slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(y[a], y[b]) })
	}
	return left, right
}

// column puts nodes on one side of the ring at even heights, so that no name lies
// upon another.
func (n *network) column(list []int, side int) {
	ry := float64(n.Height-50) / 2
	rx := float64(netWidth)/2 - netLabels
	for k, i := range list {
		x := &n.Nodes[i]
		t := (float64(k)+.5)/float64(len(list))*2 - 1 // -1 … 1, from the top
		x.X = netWidth/2 + side*int(math.Round(rx*math.Sqrt(1-t*t*.8)))
		x.Y = n.Height/2 + int(math.Round(t*ry))
		x.LabelX, x.LabelY, x.Anchor = x.X+side*(x.R+6), x.Y+4, "start"
		if side < 0 {
			x.Anchor = "end"
		}
	}
}

// curve draws one pair: from the rim of one node to that of the other.
func (n *network) curve(e *netEdge, most, chosen int) {
	a, b := &n.Nodes[e.a], &n.Nodes[e.b]
	f := chosen
	if f < 0 {
		f = 0
		for i, k := range e.row.Counts {
			if k > e.row.Counts[f] {
				f = i
			}
		}
	}
	width := 1.2 + 6*math.Sqrt(float64(e.row.Moves)/float64(most))
	ax, ay, bx, by := float64(a.X), float64(a.Y), float64(b.X), float64(b.Y)
	dx, dy := bx-ax, by-ay
	long := max(math.Hypot(dx, dy), 1)
	bend := min(.1*long, 30) + 8
	// Between two of the ring towards its middle; always to the left of the way.
	mx, my, pull := (ax+bx)/2, (ay+by)/2, .5
	if a.hub || b.hub {
		pull = 0
	}
	cx := mx + (float64(n.Width)/2-mx)*pull + dy/long*bend
	cy := my + (float64(n.Height)/2-my)*pull - dx/long*bend
	sx, sy := toward(ax, ay, cx, cy, float64(a.R)+2)
	head := 6 + width
	tx, ty := toward(bx, by, cx, cy, float64(b.R)+2)
	ex, ey := toward(bx, by, cx, cy, float64(b.R)+2+head*.8)
	e.Path = fmt.Sprintf("M%.1f %.1fQ%.1f %.1f %.1f %.1f", sx, sy, cx, cy, ex, ey)
	e.Arrow = arrowHead(cx, cy, tx, ty, head)
	e.Width = fmt.Sprintf("%.1f", width)
	e.Class, e.URL, e.Ties = families[f].Value, e.row.URL, fmt.Sprintf("%d %d", e.a, e.b)
	e.Title = e.row.From + " → " + e.row.To + ": " + countsText(&e.row.Counts, chosen)
	if len(n.Edges) <= netLetter {
		e.Letter = families[f].Letter
	}
	e.X, e.Y = int(.25*sx+.5*cx+.25*ex), int(.25*sy+.5*cy+.25*ey)
}

// toward is the point so far from one point on the way to another.
func toward(x, y, tx, ty, far float64) (float64, float64) {
	d := max(math.Hypot(tx-x, ty-y), 1)
	return x + (tx-x)/d*far, y + (ty-y)/d*far
}

// arrowHead is a triangle with its tip at a point, as seen from another.
func arrowHead(fx, fy, x, y, size float64) string {
	d := max(math.Hypot(x-fx, y-fy), 1)
	ux, uy := (x-fx)/d, (y-fy)/d
	return fmt.Sprintf("M%.1f %.1fL%.1f %.1fL%.1f %.1fz", x, y, x-ux*size-uy*size*.55, y-uy*size+ux*size*.55, x-ux*size+uy*size*.55, y-uy*size-ux*size*.55)
}

// countsText tells how many moves of each family there are.
func countsText(counts *[len(families)]int, chosen int) string {
	var out []string
	for i, k := range counts {
		if k > 0 && (chosen < 0 || chosen == i) {
			out = append(out, fmt.Sprintf("%s %d", families[i].Label, k))
		}
	}
	return strings.Join(out, ", ")
}
