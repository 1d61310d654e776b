package move

import (
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// farBytes is how far from a move its condition may stand; it keeps sentences
// without end cheap.
const farBytes = 1500

// hangs is the move that a condition belongs to: the nearest in the tree, else
// the nearest in the words on the side that the condition is set to.
func (r *reader) hangs(moves []doc.Move, c *condition, sp doc.Span) *doc.Move {
	if m := r.nearest(moves, c, sp); m != nil || c.read == givenRead || c.read == deniedRead && c.head == c.first {
		return m
	}
	if c.read == bindingRead {
		return nil
	}
	var best *doc.Move
	gap := farBytes
	first := sort.Search(len(moves), func(i int) bool { return moves[i].Cue.Start >= sp.Start-farBytes })
	for i := first; i < len(moves) && moves[i].Cue.Start < sp.End+farBytes; i++ {
		m := &moves[i]
		if !r.mayHang(m, c, sp) {
			continue
		}
		d := sp.Start - m.Cue.Start
		if c.leads {
			d = m.Cue.Start - sp.End
		}
		if d >= 0 && d < gap {
			best, gap = m, d
		}
	}
	return best
}

// mayHang tells whether a move can have the condition: it does not stand in it,
// and it is denied or lies ahead where the connective asks for that.
func (r *reader) mayHang(m *doc.Move, c *condition, sp doc.Span) bool {
	if sp.Overlaps(m.Cue) || m.Status == doc.Denied {
		return false
	}
	switch c.read {
	case givenRead:
		return m.Act == doc.Offer || m.Act == doc.Threaten
	case bindingRead:
		return c.bound.Contains(m.Cue) || c.bound.Contains(m.What) && !m.What.Empty()
	case deniedRead:
		ahead := m.Act == doc.Threaten || m.Act == doc.Offer || m.Act == doc.Leave && m.Status != doc.Done
		return m.Act == doc.Reject || m.Act == doc.Doubt || ahead && c.leads && r.form(c.at) == "without" // "without a truce, it would pull out"
	case aheadRead:
		switch m.Act {
		case doc.Offer, doc.Agree, doc.Propose, doc.Threaten, doc.Expect, doc.Meet, doc.Demand:
			return m.Status != doc.Done && m.Status != doc.Reported
		}
		return false
	}
	return m.Act != doc.Fight || m.Status != doc.Done
}

// nearest is the move whose words are fewest steps from where a condition hangs.
func (r *reader) nearest(moves []doc.Move, c *condition, sp doc.Span) *doc.Move {
	if c.from < 0 {
		return nil
	}
	var best *doc.Move
	least := 7
	at := r.in.Layout.Tokens[c.from].Span.Start
	from := sort.Search(len(moves), func(i int) bool { return moves[i].Cue.Start >= at-farBytes })
	for i := from; i < len(moves) && moves[i].Cue.Start <= at+farBytes; i++ {
		m := &moves[i]
		cue := r.in.Layout.TokensIn(m.Cue)
		if cue.Empty() || !r.mayHang(m, c, sp) {
			continue
		}
		d := r.steps(c.from, cue.First)
		if e := r.steps(cue.First, c.from); e < d {
			d = e + 1
		}
		if d < least {
			best, least = m, d
		}
	}
	return best
}

// steps counts how far up from a the word b is; many where it is not there.
func (r *reader) steps(a, b int) int {
	for d := range 6 {
		if a == b {
			return d
		}
		if a = r.head(a); a < 0 {
			break
		}
	}
	return 100
}

// conditionalAct turns what is announced into what it is on a condition: to go
// only after something is an offer; to do a thing unless another is done is a threat.
func conditionalAct(m *doc.Move, c *condition, without bool) {
	bare := strings.HasPrefix(m.Why, "bare promise")
	switch {
	case (c.unless || without) && (bare || m.Act == doc.Leave) && m.Status != doc.Done && (m.Act == doc.Offer || m.Act == doc.Leave):
		m.Act = doc.Threaten
	case c.necessary && m.Act == doc.Leave && (m.Status == doc.Stated || m.Status == doc.Planned):
		m.Act, m.Status = doc.Offer, doc.Stated
	}
}

func (r *reader) attach(m *doc.Move, sp doc.Span, c *condition) {
	for _, old := range m.If {
		if old.Overlaps(sp) || old.Start > sp.Start {
			return
		}
	}
	cond := doc.Condition{Span: sp, Necessary: c.necessary, Sufficient: c.sufficient, Status: doc.Open}
	if c.who >= 0 {
		cond.By = clip(r.actorsAt(c.who, nil))
	}
	conditionalAct(m, c, c.read == deniedRead)
	m.If = append(m.If, sp)
	m.Conditions = append(m.Conditions, cond)
	from := min(r.in.Layout.Tokens[c.at].Span.Start, sp.Start)
	if m.What.Start < from && m.What.End > from { // what ends where the condition begins
		first := r.in.Layout.TokensIn(doc.Span{Start: m.What.Start, End: from})
		m.What = r.span(first.First, first.End)
	} else if m.What.Overlaps(sp) {
		m.What = doc.Span{}
	}
}
