package brief

import (
	"slices"

	"github.com/parley-reader/parley/doc"
)

// keepPrivate finds the moves to leave out since they are no part of a
// negotiation between parties: those that only private persons make, in a
// report where such persons make a third or more of all. A crash, a trial or an
// obituary is told with the same verbs as talks are ("offered", "denied",
// "agreed"), but not of the same actors; where states, their officers and
// organisations act, a private person's words count. With no least confidence
// nothing is left out.
func (v *view) keepPrivate() {
	if v.min <= 0 {
		return
	}
	private, all := map[doc.MoveID]bool{}, 0
	for i := range v.d.Moves {
		m := &v.d.Moves[i]
		if m.Confidence < min(v.min, DefaultMinConfidence) { // what few are surer tell little of the report
			continue
		}
		all++
		if !slices.ContainsFunc(m.By, v.public) && !slices.ContainsFunc(m.Via, v.public) && !slices.ContainsFunc(m.To, v.public) {
			private[m.ID] = true
		}
	}
	if 3*len(private) > all {
		v.private = private
	}
}

// public tells whether an actor is a state, an organisation, a named group, or
// one that holds an office or speaks for such.
func (v *view) public(id doc.ActorID) bool {
	if id < 1 || int(id) > len(v.d.Actors) {
		return false
	}
	a := &v.d.Actors[id-1]
	switch a.Kind {
	case doc.Country, doc.Organisation:
		return true
	case doc.Group:
		if !a.Unnamed {
			return true
		}
	}
	return a.Party != 0 || a.Country != "" || a.Role != ""
}

// low tells whether a move is left out.
func (v *view) low(m *doc.Move) bool { return m.Confidence < v.min || v.private[m.ID] }
