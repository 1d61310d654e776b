package export

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// waitingPath is where the graph of commitments goes: beside the graph of acts,
// since programs that read GraphML expect one graph a file.
func waitingPath(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + ".commitments" + cmp.Or(ext, ".graphml")
}

// graphs writes the graph of acts and that of commitments.
func (e *export) graphs() error {
	for _, g := range []struct {
		path string
		of   func(*ledger.Walk) (*graph, error)
	}{{e.o.Out, actGraph}, {waitingPath(e.o.Out), waitingGraph}} {
		walk, err := e.l.Walk(e.ctx, e.ask)
		if err != nil {
			return err
		}
		made, err := g.of(walk)
		if err != nil {
			return err
		}
		err = e.file(g.path, func(w io.Writer) error {
			return buffered(w, func(b *bufio.Writer) error { return e.graph(b, made, walk) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// graph is what many lines come to: as many edges as there are pairs of actors
// and acts, however many lines there are.
type graph struct {
	about string
	kind  string // the name of the attribute that tells edges of one pair apart
	edges map[edgeKey]*edge
	alone map[ledger.ActorID]bool // actors who act on nobody
	seen  map[telling]bool
}

type edgeKey struct {
	from, to ledger.ActorID
	kind     string
}

// edge is the lines of one pair and kind.
type edge struct {
	count       int
	sure        float64 // of the surest line
	first, last ledger.Day
	what        string // of the last line
}

// telling is one telling of an act; near-copies repeat it.
type telling struct {
	key  edgeKey
	said ledger.Said
	what string
}

func newGraph(about, kind string) *graph {
	return &graph{about: about, kind: kind, edges: map[edgeKey]*edge{}, alone: map[ledger.ActorID]bool{}, seen: map[telling]bool{}}
}

// add counts one line. Where its report has near-copies, what they tell again of
// the same day in the same words does not count.
func (g *graph) add(k edgeKey, m *ledger.MoveLine) {
	if m.Source.Copies > 0 {
		t := telling{k, m.Said, m.What}
		if g.seen[t] {
			return
		}
		g.seen[t] = true
	}
	x := g.edges[k]
	if x == nil {
		x = &edge{first: m.Said.From}
		g.edges[k] = x
	}
	x.count++
	x.sure = max(x.sure, m.Confidence)
	if m.Said.From != "" && (x.first == "" || m.Said.From < x.first) {
		x.first = m.Said.From
	}
	if m.Said.To >= x.last {
		x.last, x.what = m.Said.To, m.What
	}
}

// actGraph is who acts on whom. What is told as denied is left out.
func actGraph(w *ledger.Walk) (*graph, error) {
	g := newGraph("who acts on whom: one edge for each act of a pair, weighted by how often it is told, near-copies counted once; what is told as denied is left out", "act")
	return g, w.Moves(func(list []ledger.MoveLine) error {
		for i := range list {
			m := &list[i]
			if m.Status == doc.Denied {
				continue
			}
			for _, from := range m.By {
				g.alone[from] = true
				for _, to := range m.To {
					if from != to {
						g.add(edgeKey{from, to, m.Act.String()}, m)
					}
				}
			}
		}
		return nil
	})
}

// waitingGraph is who waits on whom.
func waitingGraph(w *ledger.Walk) (*graph, error) {
	g := newGraph("who waits on whom: an edge goes from who made a commitment to who must act first, one for each state of it", "status")
	return g, w.Commitments(func(list []ledger.Waiting) error {
		for i := range list {
			for _, from := range list[i].Move.By {
				for _, to := range list[i].WaitsFor {
					if from != to {
						g.add(edgeKey{from, to, list[i].Status.String()}, &list[i].Move)
					}
				}
			}
		}
		return nil
	})
}

// attribute is a key of GraphML.
type attribute struct{ id, of, name, kind string }

func (g *graph) attributes() []attribute {
	return []attribute{
		{"n_label", "node", "label", "string"}, {"n_key", "node", "key", "string"}, {"n_kind", "node", "kind", "string"}, {"n_country", "node", "country", "string"},
		{"n_role", "node", "role", "string"}, {"n_party", "node", "party", "string"}, {"n_unnamed", "node", "unnamed", "boolean"},
		{"e_label", "edge", "label", "string"}, {"e_weight", "edge", "weight", "double"}, {"e_kind", "edge", g.kind, "string"}, {"e_count", "edge", "count", "int"},
		{"e_first", "edge", "first", "string"}, {"e_last", "edge", "last", "string"}, {"e_what", "edge", "what", "string"}, {"e_confidence", "edge", "confidence", "double"},
	}
}

// graph writes a graph as GraphML 1.0.
func (e *export) graph(b *bufio.Writer, g *graph, walk *ledger.Walk) error {
	fmt.Fprint(b, xml.Header+`<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">`+"\n")
	about := g.about + ". Made " + e.made()
	if bounds := e.bounds(); len(bounds) > 0 {
		about += ". " + strings.Join(bounds, "; ")
	}
	fmt.Fprintf(b, "  <desc>%s</desc>\n", xmlText(about))
	for _, a := range g.attributes() {
		fmt.Fprintf(b, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", a.id, a.of, a.name, a.kind)
	}
	fmt.Fprint(b, `  <graph id="g" edgedefault="directed">`+"\n")
	nodes, err := e.nodes(b, g, walk)
	if err != nil {
		return err
	}
	n := 0
	for _, k := range g.order() {
		if nodes[k.from] == 0 || nodes[k.to] == 0 {
			continue
		}
		n++
		x := g.edges[k]
		fmt.Fprintf(b, `    <edge id="e%d" source="n%d" target="n%d">`, n, nodes[k.from], nodes[k.to])
		data(b, "e_label", k.kind)
		data(b, "e_weight", strconv.Itoa(x.count))
		data(b, "e_kind", k.kind)
		data(b, "e_count", strconv.Itoa(x.count))
		data(b, "e_first", string(x.first))
		data(b, "e_last", string(x.last))
		data(b, "e_what", x.what)
		data(b, "e_confidence", strconv.FormatFloat(x.sure, 'f', 3, 64))
		fmt.Fprint(b, "</edge>\n")
	}
	fmt.Fprint(b, "  </graph>\n</graphml>\n")
	return e.count(n)
}

// order is that of the actors' numbers.
func (g *graph) order() []edgeKey {
	keys := make([]edgeKey, 0, len(g.edges))
	for k := range g.edges {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b edgeKey) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	return keys
}

// nodes writes the actors of edges, and those with a name who act alone.
func (e *export) nodes(b *bufio.Writer, g *graph, walk *ledger.Walk) (map[ledger.ActorID]int, error) {
	in := map[ledger.ActorID]bool{}
	for k := range g.edges {
		in[k.from], in[k.to] = true, true
	}
	all := map[ledger.ActorID]bool{}
	for id := range g.alone {
		all[id] = true
	}
	for id := range in {
		all[id] = true
	}
	nodes, n := map[ledger.ActorID]int{}, 0
	for part := range slices.Chunk(sorted(all), chunk) {
		actors, err := walk.Actors(part)
		if err != nil {
			return nil, err
		}
		var sides []ledger.ActorID
		for _, a := range actors {
			sides = append(sides, a.Party)
		}
		parties, err := walk.Actors(sides)
		if err != nil {
			return nil, err
		}
		for _, id := range part {
			a, ok := actors[id]
			if !ok || a.Unnamed && !in[id] {
				continue
			}
			n++
			nodes[id] = n
			fmt.Fprintf(b, `    <node id="n%d">`, n)
			data(b, "n_label", a.Name)
			data(b, "n_key", keyOf(&a))
			data(b, "n_kind", a.Kind.String())
			data(b, "n_country", a.Country)
			data(b, "n_role", a.Role)
			data(b, "n_party", parties[a.Party].Name)
			data(b, "n_unnamed", strconv.FormatBool(a.Unnamed))
			fmt.Fprint(b, "</node>\n")
		}
	}
	return nodes, nil
}

// data writes one attribute where it has a value.
func data(b *bufio.Writer, key, value string) {
	if value != "" {
		fmt.Fprintf(b, `<data key=%q>%s</data>`, key, xmlText(value))
	}
}

// xmlText is a text as XML 1.0 can hold it: what it forbids becomes U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // cannot be: a builder takes everything
	}
	return b.String()
}
