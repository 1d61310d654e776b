package plover

import (
	"sort"

	"github.com/parley-reader/parley/doc"
)

// moves adds the moves that have a code and whose word told no event of its
// own: what the record knows by more than words.
func (r *reader) moves(out []Event, told map[doc.MoveID]bool) []Event {
	party := func(ids []doc.ActorID) []Entity {
		var all []Entity
		for _, id := range ids {
			if id > 0 && int(id) <= len(r.d.Actors) {
				a := &r.d.Actors[id-1]
				e := Entity{Code: a.Country, Text: a.Name, Office: a.Role}
				if len(a.Mentions) > 0 {
					e.Span = a.Mentions[0]
				}
				if a.Role != "" {
					e.Sector = "GOV"
				}
				all = append(all, e)
			}
		}
		return all
	}
	for i := range r.d.Moves {
		m := &r.d.Moves[i]
		if m.Plover.Event == "" || told[m.ID] {
			continue
		}
		e := Event{Event: m.Plover.Event, Mode: m.Plover.Mode, Context: m.Plover.Context, Actor: party(m.By), Recipient: party(m.To),
			Date: m.When, Status: m.Status.String(), Move: m.ID, Cue: m.Cue, Evidence: m.Evidence, Confidence: m.Confidence, Why: m.Why, depth: 99}
		if e.Context == nil {
			e.Context = []string{}
		}
		if t := r.d.TokensIn(m.Cue); !t.Empty() && t.First < len(r.d.Arcs) {
			e.depth = r.depth(t.First)
			if part := r.d.SpanOf(r.near(t.First)); part.Len() < m.Evidence.Len() && r.d.TokensIn(m.Evidence).Len() > 2*maxReach {
				e.Evidence = part
			}
		}
		out = append(out, e)
	}
	return out
}

// place is where the event of token t was: a name after "in", "at", "near".
func (r *reader) place(t int) *Place {
	var p *Place
	var look func(c int, rel doc.Rel)
	look = func(c int, rel doc.Rel) {
		if p == nil && (rel == doc.RelObj || rel == doc.RelNsubjPass) {
			r.children(c, func(x int, rel doc.Rel) {
				if rel == doc.RelNmod {
					look(x, rel)
				}
			})
			return
		}
		if p != nil || rel != doc.RelObl && rel != doc.RelNmod {
			return
		}
		switch r.marker(c) {
		case "in", "at", "near", "outside", "across", "around":
		default:
			return
		}
		if r.upos(c) != doc.UPROPN && r.known[c].code == "" {
			return
		}
		k := r.known[c]
		s := r.phrase(c)
		p = &Place{Name: s.In(r.d.Report.Text), Country: k.code, Span: s}
	}
	r.children(t, look)
	return p
}

// when is the time told of token t: an expression that hangs on it or on what
// hangs on it.
func (r *reader) when(t int) doc.When {
	times := r.d.Times
	s := r.evidence(t)
	for i := sort.Search(len(times), func(i int) bool { return times[i].Span.Start >= s.Start }); i < len(times) && times[i].Span.Start < s.End; i++ {
		x := &times[i]
		in := r.d.TokensIn(x.Span)
		if x.From == "" || in.Empty() {
			continue
		}
		top := in.First
		for h := r.head(top); h >= in.First && h < in.End; h = r.head(h) {
			top = h
		}
		if h := r.head(top); h == t || h >= 0 && r.head(h) == t && r.upos(h) != doc.UVERB {
			if x.To != "" && x.To != x.From {
				return doc.When(x.From + "/" + x.To)
			}
			return doc.When(x.From)
		}
	}
	return ""
}

// contexts are those that the words of the sentence of token t tell, in the
// order of the scheme.
func (r *reader) contexts(t int) []string {
	s := r.near(t)
	out := []string{}
	var seen [64]bool
	for i := s.First; i < s.End; i++ {
		if n, ok := r.c.contexts.of[r.lemma(i)]; ok {
			seen[n] = true
		}
	}
	for n, name := range r.c.contexts.names {
		if seen[n] {
			out = append(out, name)
		}
	}
	return out
}
