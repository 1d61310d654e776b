package record

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// The rungs of this file read a change off two clauses of one sentence, of
// which the one tells what an actor held and the other what came of it.

// whoHad is "X, which had sworn A, settled for B", "X, which initially refused
// A, has now opened B".
func (b *Builder) whoHad(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if v.Arcs[t].Rel != doc.RelAclRelcl {
			continue
		}
		u := v.usedTo(t)
		if !b.holds(v, u) {
			continue
		}
		had, before := v.pluperfect(t), b.early(v, t)
		had = had || u != t
		past := v.Tags[t].X == doc.PVBD && (b.shift.hold[v.low(t)] || b.shift.refuse[v.low(t)])
		if !had && !before && !past {
			continue
		}
		n := int(v.Arcs[t].Head)
		if n < 0 || v.Arcs[n].Rel.Base() != doc.RelNsubj || v.relSubject(t) != n {
			continue
		}
		p := int(v.Arcs[n].Head)
		if p <= t || v.Arcs[n].Rel == doc.RelNsubjPass {
			continue
		}
		now := b.nowWith(v, p, t, r)
		both := v.hasTime(t, r) && v.hasTime(p, r) || v.pluperfect(t) && v.untilTime(t) && b.tells(v, p)
		if past && v.hasTime(t, r) && (b.shift.speech[v.low(p)] || b.shift.turn[v.low(p)]) || u != t {
			both, had = true, true
		}
		if !now && (!had && !before || !both && !b.shift.turn[v.low(p)]) || !b.happened(v, p) {
			continue
		}
		shift := doc.Shift{Actor: v.actorAt(n), From: b.heldOr(v, u), To: v.clause(p, doc.Range{}), Evidence: v.Sentences[s].Span, Cue: v.Tokens[p].Span, Why: "who had"}
		if b.tells(v, p) {
			shift.From, shift.To = b.standsFor(v, s, shift.From), b.toldNow(v, p)
		}
		if shift.Actor != 0 && !shift.From.Empty() {
			if to := b.instead(v, t, shift.Actor, moves, shift.From); !to.Empty() && to.Start > v.Tokens[t].Span.Start {
				shift.To = to
			}
			return shift, true
		}
	}
	return doc.Shift{}, false
}

// usedTo goes from "used to insist" to the verb that was held; from all else to
// itself.
func (v *view) usedTo(t int) int {
	if v.low(t) != "use" {
		return t
	}
	to := t
	v.children(t, func(c int, rel doc.Rel) bool {
		if rel == doc.RelXcomp {
			to = c
		}
		return to == t
	})
	return to
}

// holds tells whether a verb tells what is held or refused.
func (b *Builder) holds(v *view, t int) bool {
	l := v.low(t)
	return b.shift.hold[l] || b.shift.refuse[l] || b.shift.speech[l] || b.shift.set[l]
}

// relSubject is the noun that a relative clause hangs on where its pronoun is
// the subject; -1 where it is not.
func (v *view) relSubject(t int) int {
	n := -1
	v.children(t, func(c int, rel doc.Rel) bool {
		if rel.Base() == doc.RelNsubj && rel != doc.RelNsubjPass {
			n = c
		}
		return n < 0
	})
	if n < 0 {
		return -1
	}
	if x := v.Tags[n].X; x == doc.PWDT || x == doc.PWP {
		return int(v.Arcs[t].Head)
	}
	return -1
}

// early tells whether a word for earlier, or a long time, stands in the clause
// of a verb, just before it or at its head.
func (b *Builder) early(v *view, t int) bool {
	r := v.Sentences[v.SentenceOf(t)].Tokens
	for i := t - 1; i >= max(r.First, t-8); i-- {
		l := v.low(i)
		if b.shift.before[l] && (v.Tags[i].U == doc.UADV || l == "once") || l == "repeatedly" {
			return true
		}
		if b.shift.spell[l] {
			for k := i; k >= max(r.First, i-3); k-- {
				if v.low(k) == "for" {
					return true
				}
			}
		}
		if v.Tags[i].U == doc.UVERB {
			return false
		}
	}
	for i := t + 1; i+1 < min(r.End, t+4); i++ { // "having refused for weeks"
		if v.low(i) == "for" && b.shift.spell[v.low(i+1)] {
			return true
		}
	}
	return false
}

// nowWith tells whether a word for now stands with a verb, outside of what the
// earlier one governs.
func (b *Builder) nowWith(v *view, p, earlier int, r doc.Range) bool {
	for i := max(r.First, earlier+1); i < r.End; i++ {
		if !b.nowWord(v, i) {
			continue
		}
		for h, d := i, 0; h >= 0 && d < 3; h, d = int(v.Arcs[h].Head), d+1 {
			if h == p {
				return true
			}
		}
	}
	return false
}

// nowWord tells whether a word is one for what is held now: "rather", "instead",
// but not "rather than", "instead of".
func (b *Builder) nowWord(v *view, i int) bool {
	if !b.shift.after[v.low(i)] || v.Tags[i].U != doc.UADV && v.Tags[i].U != doc.UNOUN {
		return false
	}
	if i+1 >= len(v.Tags) {
		return true
	}
	next := v.low(i + 1)
	return next != "than" && next != "of"
}

// hasTime tells whether a time hangs on a verb.
func (v *view) hasTime(t int, r doc.Range) bool {
	from, end := v.timesIn(doc.Range{First: max(r.First, t-maxTimes), End: min(r.End, t+maxTimes)})
	for i := from; i < end; i++ {
		x := v.TokensIn(v.Times[i].Span)
		if x.Empty() || x.End > r.End {
			continue
		}
		if h := v.head(x); h >= 0 && (int(v.Arcs[h].Head) == t || int(v.Arcs[h].Head) >= 0 && int(v.Arcs[v.Arcs[h].Head].Head) == t) {
			return true
		}
	}
	return false
}

// longAgo tells whether the time that hangs on a verb lies weeks back.
func (v *view) longAgo(t int, r doc.Range) bool {
	limit := v.Report.Published.AddDate(0, 0, -14).Format(day)
	from, end := v.timesIn(doc.Range{First: max(r.First, t-maxTimes), End: min(r.End, t+maxTimes)})
	for i := from; i < end; i++ {
		x := v.TokensIn(v.Times[i].Span)
		if x.Empty() || x.End > r.End || v.Times[i].To == "" || v.Times[i].To > limit {
			continue
		}
		if h := v.head(x); h >= 0 && int(v.Arcs[h].Head) == t {
			return true
		}
	}
	return false
}

// heldOr is what a verb tells to have been held, else the words of its clause.
func (b *Builder) heldOr(v *view, t int) doc.Span {
	if from := b.held(v, t); !from.Empty() {
		return from
	}
	return v.SpanOf(doc.Range{First: t, End: max(v.subtree(t).End, t+1)})
}

// thatHad is "ruled out the talks that he had offered".
func (b *Builder) thatHad(v *view, s int, _ []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if v.Arcs[t].Rel != doc.RelAclRelcl || !b.shift.gave[v.low(t)] && !b.shift.refuse[v.low(t)] || !v.pluperfect(t) && !b.early(v, t) {
			continue
		}
		n := int(v.Arcs[t].Head)
		if n < 0 || n >= t || v.relSubject(t) == n {
			continue
		}
		p := v.mainOf(n)
		if p < 0 || v.Tags[p].U != doc.UVERB || p > n {
			continue
		}
		back := b.shift.refuse[v.low(p)] || b.shift.give[v.low(p)] || v.low(p) == "cancel" || v.low(p) == "withdraw"
		if b.shift.refuse[v.low(t)] {
			back = b.shift.gave[v.low(p)] || b.shift.turn[v.low(p)] && !b.shift.refuse[v.low(p)]
		}
		actor := v.maker(p)
		if !back || actor == 0 || !b.happened(v, p) || v.subjectActor(t) != actor {
			continue
		}
		return doc.Shift{
			Actor: actor, From: v.SpanOf(v.undetermined(doc.Range{First: v.subtree(n).First, End: t + 1}, n)), To: v.clause(p, doc.Range{First: n, End: n}),
			Evidence: v.Sentences[s].Span, Cue: v.Tokens[p].Span, Why: "that had",
		}, true
	}
	return doc.Shift{}, false
}

// subjectActor is who the subject of a verb's own clause is; 0 for none.
func (v *view) subjectActor(t int) doc.ActorID {
	id := doc.ActorID(0)
	v.children(t, func(c int, rel doc.Rel) bool {
		if rel.Base() == doc.RelNsubj {
			id = v.actors[c]
		}
		return true
	})
	return id
}

// having is "having long said A, X told reporters B": a perfect participle with
// a word for earlier, or one of saying beside another.
func (b *Builder) having(v *view, s int, _ []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if v.Tags[t].U != doc.UVERB || !b.holds(v, t) || !v.perfect(t) || v.Arcs[t].Rel != doc.RelAdvcl {
			continue
		}
		p := int(v.Arcs[t].Head)
		if p < 0 || !b.happened(v, p) {
			continue
		}
		said := b.shift.speech[v.low(t)] && b.shift.speech[v.low(p)]
		opposed := b.never(v, t) && b.shift.turn[v.low(p)] || b.shift.refuse[v.low(t)] && (b.shift.gave[v.low(p)] || v.low(p) == "relent")
		if !said && !opposed && !(b.early(v, t) && (b.shift.speech[v.low(p)] || b.shift.turn[v.low(p)] || b.nowWith(v, p, t, r))) {
			continue
		}
		from := b.held(v, t)
		actor := v.maker(p)
		if from.Empty() || actor == 0 || !opposed && v.TokensIn(from).Len() < 2 {
			continue
		}
		return doc.Shift{Actor: actor, From: from, To: b.heldOr(v, p), Evidence: v.Sentences[s].Span, Cue: v.Tokens[p].Span, Why: "having"}, true
	}
	return doc.Shift{}, false
}

// never tells whether what a verb tells is held to be never, or not, done.
func (b *Builder) never(v *view, t int) bool {
	r := v.Sentences[v.SentenceOf(t)].Tokens
	for i := t + 1; i < min(r.End, t+6); i++ {
		if l := v.low(i); l == "never" || l == "not" || l == "no" {
			return true
		}
		if v.Tags[i].U == doc.UPUNCT {
			break
		}
	}
	return false
}

// untilThen is "until last month X refused A; on Monday it sent B".
func (b *Builder) untilThen(v *view, s int, _ []int) (doc.Shift, bool) {
	r := v.Sentences[s].Tokens
	if len(v.Arcs) == 0 || r.Len() < 5 || v.low(r.First) != "until" && v.low(r.First) != "till" {
		return doc.Shift{}, false
	}
	if from, end := v.timesIn(doc.Range{First: r.First, End: min(r.First+6, r.End)}); from == end {
		return doc.Shift{}, false
	}
	for t := r.First + 1; t < r.End; t++ {
		if v.Tags[t].U != doc.UVERB {
			continue
		}
		denied := false
		v.children(t, func(c int, rel doc.Rel) bool {
			denied = denied || rel.Base() == doc.RelAdvmod && (v.low(c) == "not" || v.low(c) == "never")
			return true
		})
		actor := v.maker(t)
		if !denied && !b.shift.refuse[v.low(t)] || actor == 0 {
			return doc.Shift{}, false
		}
		shift := doc.Shift{Actor: actor, From: b.heldOr(v, t), Evidence: v.Sentences[s].Span, Cue: v.Tokens[t].Span, Why: "until then"}
		v.children(t, func(c int, rel doc.Rel) bool {
			if c > t && (rel == doc.RelConj || rel == doc.RelParataxis) && v.Tags[c].U == doc.UVERB && v.sameMaker(c, actor) {
				shift.To = v.clause(c, doc.Range{})
			}
			return shift.To.Empty()
		})
		return shift, !shift.To.Empty()
	}
	return doc.Shift{}, false
}

// onceASide is "X, once a critic of A, now backs B".
func (b *Builder) onceASide(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if !b.shift.side[v.low(t)] || !b.lasting(v, t, r) {
			continue
		}
		p := b.nowClause(v, t, r)
		from := b.held(v, t)
		if p < 0 || from.Empty() || from.End == v.Tokens[t].Span.End {
			continue
		}
		actor := v.maker(p)
		if rel := v.Arcs[t].Rel; rel == doc.RelAppos || rel == doc.RelNmod {
			actor = v.actorAt(int(v.Arcs[t].Head))
		}
		if actor == 0 {
			continue
		}
		return doc.Shift{Actor: actor, From: from, To: v.clause(p, doc.Range{}), Evidence: v.Sentences[s].Span, Cue: v.Tokens[p].Span, Why: "once a side"}, true
	}
	return doc.Shift{}, false
}

// forLong is "for months X refused A; now it says B", and "after months of
// refusing A, X has done B".
func (b *Builder) forLong(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if !b.shift.refuse[v.low(t)] && !b.shift.set[v.low(t)] && !b.shift.hold[v.low(t)] {
			continue
		}
		from := b.held(v, t)
		if from.Empty() {
			continue
		}
		var p int
		var actor doc.ActorID
		if v.Tags[t].X == doc.PVBG || v.Tags[t].U == doc.UNOUN {
			if !b.shift.refuse[v.low(t)] {
				continue
			}
			p = v.mainOf(t)
			if p < 0 || p == t || !b.happened(v, p) {
				continue
			}
			if !b.lasting(v, t, r) && !(b.afterIt(v, t, r) && b.shift.gave[v.low(p)] && !b.shift.stand[v.low(t)]) {
				continue
			}
			actor = v.maker(p)
		} else {
			if v.Tags[t].U != doc.UVERB || !b.early(v, t) && !b.spelled(v, t, r) && !v.longAgo(t, r) {
				continue
			}
			if p = b.nowClause(v, t, r); p < 0 {
				if v.low(r.First) != "until" || !v.pluperfect(t) || v.maker(t) == 0 {
					continue
				}
				return doc.Shift{Actor: v.maker(t), From: from, Evidence: v.Sentences[s].Span, Cue: v.Tokens[t].Span, Why: "until now"}, true
			}
			if actor = v.maker(t); !v.sameMaker(p, actor) {
				continue
			}
		}
		if actor == 0 {
			continue
		}
		shift := doc.Shift{Actor: actor, From: from, To: b.instead(v, t, actor, moves, from), Evidence: v.Sentences[s].Span, Cue: v.Tokens[p].Span, Why: "for long"}
		if shift.To.Empty() && p > t {
			shift.To = v.clause(p, doc.Range{})
		}
		return shift, true
	}
	return doc.Shift{}, false
}

// afterIt tells whether a gerund is brought by "after" or "despite".
func (b *Builder) afterIt(v *view, t int, r doc.Range) bool {
	for i := t - 1; i >= max(r.First, t-4); i-- {
		switch v.low(i) {
		case "after", "despite":
			return true
		}
		if v.Tags[i].U == doc.UVERB || v.Tags[i].U == doc.UPUNCT {
			return false
		}
	}
	return false
}

// stopped is "stopped insisting on A".
func (b *Builder) stopped(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if !b.shift.hold[v.low(t)] && !b.shift.refuse[v.low(t)] || v.Arcs[t].Rel != doc.RelXcomp {
			continue
		}
		p := int(v.Arcs[t].Head)
		if p < 0 || p > t || !b.shift.stop[v.low(p)] || !b.happened(v, p) {
			continue
		}
		if actor, from := v.maker(p), b.held(v, t); actor != 0 && !from.Empty() {
			return doc.Shift{Actor: actor, From: from, To: b.instead(v, t, actor, moves, from), Evidence: v.Sentences[s].Span, Cue: v.Tokens[p].Span, Why: "stopped"}, true
		}
	}
	return doc.Shift{}, false
}

// butLater is "said on Monday A, but a day later agreed to B": two opposed moves
// of one actor in one sentence, the second under "but" with a time or a word for
// later.
func (b *Builder) butLater(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(moves) < 2 || len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	but := v.marker(s, b.shift.but, r.First+1)
	if but < 0 {
		return doc.Shift{}, false
	}
	return b.twoMoves(v, s, moves, but, "but-later", func(first, second *doc.Move) bool {
		cue := v.TokensIn(second.Cue).First
		firstCue := v.TokensIn(first.Cue).First
		if !opposed(first.Act, second.Act) || !b.happened(v, firstCue) || first.Status != doc.Stated && first.Status != doc.Done {
			return false
		}
		return b.nowWith(v, cue, but, r) || v.hasTime(cue, r) && v.hasTime(firstCue, r)
	})
}

// spelled tells whether the sentence begins with how long: "For months X
// refused".
func (b *Builder) spelled(v *view, t int, r doc.Range) bool {
	for i := r.First; i < min(r.First+5, t); i++ {
		if b.shift.spell[v.low(i)] {
			return v.low(r.First) == "for" || v.low(r.First) == "after"
		}
	}
	return false
}

// mainOf climbs from a word to the verb of the clause above its own.
func (v *view) mainOf(t int) int {
	for h, d := int(v.Arcs[t].Head), 0; h >= 0 && d < 5; h, d = int(v.Arcs[h].Head), d+1 {
		if v.Tags[h].U == doc.UVERB || v.heads(h) {
			return h
		}
	}
	return -1
}

// nowClause is the verb that a word for now, later in the sentence, stands
// with; -1 for none.
func (b *Builder) nowClause(v *view, t int, r doc.Range) int {
	for i := t + 1; i < r.End; i++ {
		if !b.nowWord(v, i) {
			continue
		}
		h := i
		for d := 0; h >= 0 && d < 4 && (v.Tags[h].U != doc.UVERB && !v.heads(h) || h == i); d++ {
			h = int(v.Arcs[h].Head)
		}
		if h > t && h != i {
			return h
		}
		for k := i + 1; k < min(r.End, i+6); k++ { // the tree put it with the clause before
			if v.Tags[k].U == doc.UVERB {
				return k
			}
		}
	}
	return -1
}

// sameMaker tells whether a verb is told of an actor, of his office, or of
// nobody else who is known.
func (v *view) sameMaker(p int, actor doc.ActorID) bool {
	id := v.maker(p)
	if id == 0 || id == actor || v.party(id) == actor || v.party(actor) == id {
		return true
	}
	same := false
	v.children(p, func(c int, rel doc.Rel) bool {
		if rel.Base() == doc.RelNsubj {
			v.children(c, func(k int, rel doc.Rel) bool {
				same = same || rel == doc.RelNmodPoss && v.actors[k] == actor
				return true
			})
		}
		return !same
	})
	return same
}

// relented is "relented", "reversed course", "in a reversal, X said B": a
// change told without what was held.
func (b *Builder) relented(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		p := -1
		switch {
		case v.Tags[t].U == doc.UVERB && (b.relents(v, t, r) || v.turnsAbout(t) || b.bearingOf(v, t) > 0):
			p = t
		case v.Tags[t].U == doc.UNOUN && b.shift.about[v.low(t)] && v.caseOf(t) == "in":
			p = v.mainOf(t)
		case v.Tags[t].U == doc.UNOUN && b.shift.about[v.low(t)] && v.Arcs[t].Rel == doc.RelObj && b.ofPolicy(v, t):
			p = v.mainOf(t)
		}
		if p < 0 || !b.happened(v, p) {
			continue
		}
		actor := v.maker(p)
		if n := b.bearingOf(v, t); n > 0 {
			actor, p = n, t
		}
		if actor == 0 {
			continue
		}
		shift := doc.Shift{Actor: actor, From: b.earlierStand(v, s, actor, v.Tokens[t].Span.Start), Evidence: v.Sentences[s].Span, Cue: v.Tokens[t].Span, Why: "relented"}
		if shift.From.Empty() {
			from, sure := b.thereafter(v, s, actor)
			if !sure {
				continue
			}
			if shift.From = from; !from.Empty() {
				shift.Evidence = shift.Evidence.Cover(v.Sentences[s+1].Span)
			}
		}
		shift.To = b.instead(v, t, actor, moves, shift.From)
		if shift.To.Empty() && p != t {
			shift.To = b.toldNow(v, p)
		}
		if shift.To.Empty() && shift.From.Empty() {
			shift.To = v.clause(p, doc.Range{})
		}
		return shift, true
	}
	return doc.Shift{}, false
}

// ofPolicy tells whether a "shift" is one of position: it is a word for nothing
// else, or it is told in what.
func (b *Builder) ofPolicy(v *view, t int) bool {
	if v.low(t) != "shift" && v.low(t) != "softening" && v.low(t) != "hardening" && v.low(t) != "concession" {
		return v.low(t) != "retreat" && v.low(t) != "reversal"
	}
	found := false
	v.children(t, func(c int, rel doc.Rel) bool {
		found = found || b.shift.bearing[v.low(c)] || b.shift.stand[v.low(c)]
		return !found
	})
	return found
}

// bearingOf is whose position a verb tells to have changed by itself: "its
// stance has softened"; 0 for none.
func (b *Builder) bearingOf(v *view, t int) doc.ActorID {
	id := doc.ActorID(0)
	if v.Tags[t].U != doc.UVERB || !b.shift.alter[v.low(t)] {
		return 0
	}
	v.children(t, func(c int, rel doc.Rel) bool {
		if rel.Base() == doc.RelObj {
			id = 0
			return false
		}
		if rel.Base() == doc.RelNsubj && b.shift.bearing[v.low(c)] {
			v.children(c, func(k int, rel doc.Rel) bool {
				if rel == doc.RelNmodPoss || rel == doc.RelNmod && v.caseOf(k) == "of" {
					id = v.actors[k]
				}
				return id == 0
			})
		}
		return true
	})
	return id
}

// relents tells whether a verb, with what follows it, is one of "relent".
func (b *Builder) relents(v *view, t int, r doc.Range) bool {
	if b.shift.relent[v.low(t)] {
		return true
	}
	for i := t + 1; i < min(r.End, t+5); i++ {
		if l := v.low(i); v.Arcs[i].Rel.Base() == doc.RelCase && l != "to" && l != "on" {
			continue // "gave it in June"
		}
		if b.shift.relent[v.low(t)+"+"+v.low(i)] || b.shift.relent[v.low(t)+"+"+strings.ToLower(v.Form(v.Report.Text, i))] {
			return true
		}
	}
	return false
}

// earlierStand is what the same actor was last told to refuse or demand before
// a place in the text, within a few sentences.
func (b *Builder) earlierStand(v *view, s int, actor doc.ActorID, before int) doc.Span {
	for k := s; k >= max(0, s-3); k-- {
		for i := len(v.bySentence[k]) - 1; i >= 0; i-- {
			m := &v.Moves[v.bySentence[k][i]]
			if m.What.End <= before && !m.What.Empty() && len(m.By) > 0 && m.By[0] == actor && against(m.Act) {
				return m.What
			}
		}
	}
	return doc.Span{}
}
