package record

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// shifts finds the changes of position that the report itself tells, by a
// ladder of two rungs for each sentence.
func (b *Builder) shifts(v *view) []doc.Shift {
	var out []doc.Shift
	for s := range v.Sentences {
		moves := v.bySentence[s]
		if len(moves) == 0 && len(v.Arcs) == 0 {
			continue
		}
		for _, rung := range []func(*view, int, []int) (doc.Shift, bool){b.earlierNow, b.fadedOrDropped} {
			if shift, ok := rung(v, s, moves); ok {
				out = append(out, shift)
				break
			}
		}
	}
	return out
}

// marker finds the first token of a sentence whose lemma is in set.
func (v *view) marker(s int, set map[string]bool, from int) int {
	r := v.Sentences[s].Tokens
	for i := max(r.First, from); i < r.End; i++ {
		if set[strings.ToLower(v.Tags[i].Lemma)] {
			return i
		}
	}
	return -1
}

// earlierNow is "initially … A, but now … B": two moves of one actor in one
// sentence, the first under a word for earlier, the second under one for now.
func (b *Builder) earlierNow(v *view, s int, moves []int) (doc.Shift, bool) {
	before := v.marker(s, b.shift.before, 0)
	if before < 0 {
		return doc.Shift{}, false
	}
	after := v.marker(s, b.shift.after, before)
	if after < 0 {
		return doc.Shift{}, false
	}
	at := v.Tokens[after].Span.Start
	var first, second *doc.Move
	for _, i := range moves {
		m := &v.Moves[i]
		if m.What.Empty() || len(m.By) == 0 {
			continue
		}
		if m.What.End <= at && first == nil {
			first = m
		}
		if m.Cue.Start >= at || m.What.Start >= at {
			if second == nil && first != nil && sharesActor(first, m) {
				second = m
			}
		}
	}
	if first == nil || second == nil {
		return doc.Shift{}, false
	}
	return doc.Shift{
		Actor: voiceOf(first), From: first.What, To: second.What,
		Evidence: v.Sentences[s].Span, Cue: v.Tokens[after].Span, Why: "earlier-now",
	}, true
}

// fadedOrDropped is "the promise of A has faded; he now urges B", "dropped the
// demand for A": a verb that tells the end of a thing, and what came instead
// when the sentence tells it with "now" or "instead".
func (b *Builder) fadedOrDropped(v *view, s int, moves []int) (doc.Shift, bool) {
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if v.Tags[t].U != doc.UVERB {
			continue
		}
		lemma := strings.ToLower(v.Tags[t].Lemma)
		var want doc.Rel
		switch {
		case b.shift.fade[lemma]:
			want = doc.RelNsubj
		case b.shift.give[lemma]:
			want = doc.RelObj
		default:
			continue
		}
		dep := -1
		v.children(t, func(c int, rel doc.Rel) bool {
			if rel.Base() == want {
				dep = c
			}
			return dep < 0
		})
		if dep < 0 {
			continue
		}
		if shift, ok := b.ended(v, s, t, dep, moves); ok {
			return shift, true
		}
	}
	return doc.Shift{}, false
}

// ended builds the shift of a thing that went: who held it is told by a move
// about it.
func (b *Builder) ended(v *view, s, verb, dep int, moves []int) (doc.Shift, bool) {
	thing := v.SpanOf(v.subtree(dep))
	shift := doc.Shift{Evidence: v.Sentences[s].Span, Cue: v.Tokens[verb].Span, Why: "faded-or-dropped"}
	var holder *doc.Move
	for _, i := range moves {
		m := &v.Moves[i]
		if len(m.By) > 0 && (thing.Contains(m.Cue) || thing.Overlaps(m.What)) {
			holder = m
			break
		}
	}
	if holder == nil {
		return shift, false
	}
	shift.Actor = voiceOf(holder)
	shift.From = holder.What
	if shift.From.Empty() {
		shift.From = thing
	}
	if after := v.marker(s, b.shift.after, 0); after >= 0 {
		for _, i := range moves {
			m := &v.Moves[i]
			if m != holder && m.Cue.Start > v.Tokens[verb].Span.Start && sharesActor(holder, m) && !m.What.Empty() {
				shift.To = m.What
				break
			}
		}
	}
	return shift, true
}

// voiceOf is the person or state whose position a move tells.
func voiceOf(m *doc.Move) doc.ActorID {
	if len(m.By) > 0 {
		return m.By[0]
	}
	return 0
}

func sharesActor(a, b *doc.Move) bool {
	for _, list := range [][]doc.ActorID{a.By, a.Via} {
		for _, x := range list {
			for _, other := range [][]doc.ActorID{b.By, b.Via} {
				for _, y := range other {
					if x == y {
						return true
					}
				}
			}
		}
	}
	return false
}
