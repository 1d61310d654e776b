package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// unspliced is the input with the place taken off a person where the two were
// read as one name: in "On his way to Alaska Trump said", with a preposition
// before, the report naming Alaska as a place and a Donald Trump besides. The
// second result tells for which names; it is nil where there are none. The input
// itself is not changed.
func unspliced(in *Input) (*Input, map[int]bool) {
	var places, people map[string]bool
	var led map[int]bool
	for i := range in.Names {
		n := &in.Names[i]
		if n.Kind != doc.Person || n.Tokens.Len() < 2 || n.Tokens.First < 1 || n.Tokens.End > len(in.Forms) || !ledIn(in, n.Tokens.First) {
			continue
		}
		if places == nil {
			places, people = namedApart(in)
		}
		rest := doc.Range{First: n.Tokens.First + 1, End: n.Tokens.End}
		if !places[in.Forms[n.Tokens.First]] || !people[text(in, rest)] {
			continue
		}
		if led == nil {
			out := *in
			out.Names = append([]doc.Name(nil), in.Names...)
			in, led = &out, map[int]bool{}
		}
		led[i] = true
		in.Names[i].Tokens, in.Names[i].Span, in.Names[i].Entry = rest, in.Layout.SpanOf(rest), ""
	}
	return in, led
}

// ledIn tells whether a preposition of place stands before token t.
func ledIn(in *Input, t int) bool {
	switch strings.ToLower(in.Forms[t-1]) {
	case "in", "to", "from", "at", "near", "outside":
		return true
	}
	return false
}

// namedApart lists the places of one word that the report names, and how its
// persons are called by the ends of their names and alone.
func namedApart(in *Input) (places, people map[string]bool) {
	places, people = map[string]bool{}, map[string]bool{}
	for i := range in.Names {
		n := &in.Names[i]
		if n.Tokens.Empty() || n.Tokens.First < 0 || n.Tokens.End > len(in.Forms) {
			continue
		}
		switch {
		case n.Kind == doc.Place && n.Tokens.Len() == 1:
			places[in.Forms[n.Tokens.First]] = true
		case n.Kind == doc.Person && (n.Tokens.Len() == 1 || n.Tokens.First < 1 || !ledIn(in, n.Tokens.First)):
			people[text(in, n.Tokens)] = true
			people[in.Forms[n.Tokens.End-1]] = true
		}
	}
	return places, people
}

func text(in *Input, r doc.Range) string { return in.Layout.SpanOf(r).In(in.Text) }
