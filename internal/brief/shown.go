package brief

import "github.com/parley-reader/parley/doc"

// The sections of a brief whose lines each rest on a move, in their order.
const (
	OnTheTable        = "on the table"
	Commitments       = "commitments"
	DemandsAndCharges = "demands and charges"
	Events            = "events"
)

// Shown is one line of a brief that rests on a move.
type Shown struct {
	Section string
	Move    doc.MoveID
}

// Moves lists the lines that a brief of d shows at a confidence and that rest
// on a move, in the order of the sections. It is for measuring what users see.
func Moves(d *doc.Document, minimum float64) []Shown {
	v := newView(d, minimum)
	var out []Shown
	add := func(section string, lines []line) {
		for _, l := range lines {
			if l.move != 0 && !l.Low {
				out = append(out, Shown{section, l.move})
			}
		}
	}
	for i := range v.Proposals {
		add(OnTheTable, v.Proposals[i].Lines)
	}
	add(Commitments, v.Commitments)
	add(DemandsAndCharges, v.Pressure)
	add(Events, v.Events)
	return out
}
