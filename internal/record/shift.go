package record

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// shifts finds the changes of position that the report itself tells, by a
// ladder of rungs for each sentence. A shift is one actor's.
func (b *Builder) shifts(v *view) []doc.Shift {
	var out []doc.Shift
	ladder := []func(*view, int, []int) (doc.Shift, bool){
		b.longThen, b.earlierNow, b.hadBut, b.fromTo, b.given, b.noLonger,
		b.whoHad, b.thatHad, b.having, b.forLong, b.untilThen, b.onceASide, b.stopped, b.refusedThen, b.butLater, b.relented, b.sinceHad, b.acrossSentences, b.firstThen,
	}
	for s := range v.Sentences {
		moves := v.bySentence[s]
		if len(moves) == 0 && len(v.Arcs) == 0 {
			continue
		}
		for _, rung := range ladder {
			if shift, ok := rung(v, s, moves); ok {
				if k := v.sentence(shift.From); !shift.From.Empty() && k == s-1 && k >= 0 {
					shift.Evidence = shift.Evidence.Cover(v.Sentences[k].Span) // it holds both sides
				}
				out = oneStory(out, shift)
				break
			}
		}
	}
	return out
}

// oneStory adds a shift to a list, or completes with it one that has the same
// beginning: a report may tell the change, then what was held, then what is now.
func oneStory(list []doc.Shift, s doc.Shift) []doc.Shift {
	for i := range list {
		o := &list[i]
		if o.Actor != s.Actor || o.From != s.From || s.From.Empty() {
			continue
		}
		if o.To.Empty() {
			o.To, o.Evidence = s.To, o.Evidence.Cover(s.Evidence)
		}
		return list
	}
	return append(list, s)
}

// marker finds the first token of a sentence whose lemma is in set.
func (v *view) marker(s int, set map[string]bool, from int) int {
	r := v.Sentences[s].Tokens
	for i := max(r.First, from); i < r.End; i++ {
		if set[v.low(i)] {
			return i
		}
	}
	return -1
}

// low is the lemma of a token in lower case.
func (v *view) low(t int) string {
	if v.lows == nil {
		v.lows = make([]string, len(v.Tags))
	}
	l := v.lows[t]
	if l == "" {
		l = strings.ToLower(v.Tags[t].Lemma)
		v.lows[t] = l
	}
	if m := v.mended[l]; m != "" && v.Tags[t].U == doc.UVERB {
		return m
	}
	return l
}

// earlierNow is "initially … A, but now … B": two moves of one actor in one
// sentence, the first under a word for earlier, the second under one for now.
func (b *Builder) earlierNow(v *view, s int, moves []int) (doc.Shift, bool) {
	before := v.marker(s, b.shift.before, 0)
	if before < 0 {
		return doc.Shift{}, false
	}
	after := v.marker(s, b.shift.after, before+1)
	if after < 0 {
		return doc.Shift{}, false
	}
	return b.twoMoves(v, s, moves, after, "earlier-now", func(first, _ *doc.Move) bool {
		return v.near(v.TokensIn(first.Cue).First, before)
	})
}

// near tells whether a word such as "initially" belongs to the clause of a cue:
// no other verb's clause lies between them.
func (v *view) near(cue, word int) bool {
	for d, t := 0, word; t >= 0 && d < 4; d, t = d+1, int(v.Arcs[t].Head) {
		if t == cue {
			return true
		}
	}
	return word < cue && cue-word < 8
}

// hadBut is "had refused A, but accepted B": what was held is told in the
// pluperfect, what came of it after "but", and the two acts pull apart.
func (b *Builder) hadBut(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(moves) < 2 || len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	but := v.marker(s, b.shift.but, 0)
	if but < 0 {
		return doc.Shift{}, false
	}
	now := v.marker(s, b.shift.after, but) >= 0
	return b.twoMoves(v, s, moves, but, "had-but", func(first, second *doc.Move) bool {
		return v.pluperfect(v.TokensIn(first.Cue).First) && (now || opposed(first.Act, second.Act)) && !v.pluperfect(v.TokensIn(second.Cue).First)
	})
}

// opposed tells whether one act holds back what the other gives.
func opposed(a, b doc.Act) bool { return against(a) && yielding(b) || yielding(a) && against(b) }

func against(a doc.Act) bool {
	switch a {
	case doc.Reject, doc.Doubt, doc.Deny, doc.Demand, doc.Threaten, doc.Leave, doc.Coerce:
		return true
	}
	return false
}

func yielding(a doc.Act) bool {
	switch a {
	case doc.Agree, doc.Support, doc.Offer, doc.Concede, doc.Propose:
		return true
	}
	return false
}

// pluperfect tells whether a cue stands under "had".
func (v *view) pluperfect(t int) bool {
	for d := 0; t >= 0 && d < 3; d++ {
		found := false
		v.children(t, func(c int, rel doc.Rel) bool {
			found = rel.Base() == doc.RelAux && strings.EqualFold(v.Form(v.Report.Text, c), "had")
			return !found
		})
		if found {
			return true
		}
		if r := v.Arcs[t].Rel; r != doc.RelXcomp && r != doc.RelCcomp {
			return false
		}
		t = int(v.Arcs[t].Head)
	}
	return false
}

// twoMoves makes a shift of the last fitting move before a word and the first
// after it that share their maker.
func (b *Builder) twoMoves(v *view, s int, moves []int, at int, why string, fits func(first, second *doc.Move) bool) (doc.Shift, bool) {
	pos := v.Tokens[at].Span.Start
	for _, i := range moves {
		first := &v.Moves[i]
		if first.What.Empty() || len(first.By) == 0 || first.What.End > pos && first.What.Start < pos || first.Cue.Start >= pos {
			continue
		}
		for _, j := range moves {
			second := &v.Moves[j]
			if i == j || second.What.Empty() || second.Cue.Start < pos && second.What.Start < pos || !sharesActor(first, second) || !fits(first, second) {
				continue
			}
			to := second.What
			if second.Act == doc.Concede && b.isStand(v, v.head(v.TokensIn(to))) {
				to = doc.Span{} // "dropped the demand": nothing came instead
			}
			return doc.Shift{Actor: voiceOf(first), From: first.What, To: to, Evidence: v.Sentences[s].Span, Cue: v.Tokens[at].Span, Why: why}, true
		}
	}
	return doc.Shift{}, false
}

// acrossSentences is "A had insisted on X. Now it seeks Y": the second sentence
// opens with a word for now and has the maker of the move before.
func (b *Builder) acrossSentences(v *view, s int, moves []int) (doc.Shift, bool) {
	if s == 0 || len(moves) == 0 || len(v.Arcs) == 0 || v.Sentences[s-1].Paragraph != v.Sentences[s].Paragraph {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	after := v.marker(s, b.shift.after, 0)
	now := after >= 0 && after <= r.First+6
	if !now {
		after = r.First
	}
	before := v.marker(s-1, b.shift.before, 0)
	for _, i := range v.bySentence[s-1] {
		first := &v.Moves[i]
		cue := v.TokensIn(first.Cue).First
		told := v.pluperfect(cue) || before >= 0 && v.near(cue, before)
		if first.What.Empty() || len(first.By) == 0 || now && !told || v.merelyThat(cue) {
			continue
		}
		for _, j := range moves {
			second := &v.Moves[j]
			if second.What.Empty() && second.Act != doc.Meet || !sharesActor(first, second) {
				continue
			}
			if !now && !(v.weeksBefore(first.When, second.When) && refusedThenDid(first, second)) {
				continue
			}
			return doc.Shift{
				Actor: voiceOf(first), From: first.What, To: second.What, Cue: v.Tokens[after].Span, Why: "now, after the sentence before",
				Evidence: doc.Span{Start: v.Sentences[s-1].Span.Start, End: v.Sentences[s].Span.End},
			}, true
		}
	}
	return doc.Shift{}, false
}

// merelyThat tells whether a cue only says of a thing which one it is: "the limit
// that he had set ran out" tells of the limit, and of nothing that he held.
func (v *view) merelyThat(cue int) bool {
	return v.Arcs[cue].Rel == doc.RelAclRelcl && v.relSubject(cue) != int(v.Arcs[cue].Head)
}

// weeksBefore tells whether the first of two days, the second perhaps untold,
// lies at least two weeks before the other.
func (v *view) weeksBefore(a, b doc.When) bool {
	if len(a) < 7 {
		return false
	}
	limit := v.Report.Published
	if d := dayOf(b); !d.IsZero() {
		limit = d
	}
	return !limit.IsZero() && string(a) < limit.AddDate(0, 0, -14).Format(day)[:min(len(a), 10)]
}

// refusedThenDid tells whether an actor refused what he was then told to have
// done or accepted.
func refusedThenDid(first, second *doc.Move) bool {
	return first.Act == doc.Reject && (yielding(second.Act) || second.Act == doc.Meet) && first.Status == doc.Stated
}

// voiceOf is the person or state whose position a move tells.
func voiceOf(m *doc.Move) doc.ActorID {
	if len(m.By) > 0 {
		return m.By[0]
	}
	return 0
}

// sharesActor tells whether two moves have a maker in common, or the one tells
// what the other's maker is cited for; that both are told by the same person is
// not enough.
func sharesActor(a, b *doc.Move) bool {
	shares := func(x, y []doc.ActorID) bool {
		return slices.ContainsFunc(x, func(id doc.ActorID) bool { return slices.Contains(y, id) })
	}
	return shares(a.By, b.By) || shares(a.By, b.Via) || shares(a.Via, b.By)
}
