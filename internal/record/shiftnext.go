package record

import "github.com/parley-reader/parley/doc"

// The rungs of this file read a change off two sentences, of which the one tells
// what an actor had held and the other what he holds.

// firstThen is "X initially insisted on A. He then said that B", "For months he
// had refused A. Now he says B": what a word for earlier tells to have been held
// at first, and what the same actor's next sentence has him say.
func (b *Builder) firstThen(v *view, s int, moves []int) (doc.Shift, bool) {
	if s == 0 || len(v.Arcs) == 0 || v.Sentences[s-1].Paragraph != v.Sentences[s].Paragraph {
		return doc.Shift{}, false
	}
	t, initial := b.wasHeld(v, s-1, 0)
	p := v.rootOf(s)
	if t < 0 || p < 0 || v.Tags[p].U != doc.UVERB || v.pluperfect(p) || !b.happened(v, p) {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	now := v.marker(s, b.shift.after, 0)
	if !initial && (now < 0 || now > r.First+6) {
		return doc.Shift{}, false
	}
	actor := v.subjectActor(p)
	if actor == 0 || !v.sameVoice(actor, v.maker(t)) || v.namesHimself(t, v.maker(t)) || v.namesHimself(p, actor) {
		return doc.Shift{}, false
	}
	shift := doc.Shift{
		Actor: actor, From: b.held(v, t), To: b.toldNow(v, p), Cue: v.Tokens[p].Span, Why: "first, then",
		Evidence: v.Sentences[s-1].Span.Cover(v.Sentences[s].Span),
	}
	return shift, !shift.From.Empty() && !shift.To.Empty() && b.tells(v, p)
}

// sinceHad is "A, he said. It was less than a month since he had declared B".
func (b *Builder) sinceHad(v *view, s int, _ []int) (doc.Shift, bool) {
	r := v.Sentences[s].Tokens
	if s == 0 || len(v.Arcs) == 0 || r.Len() < 6 || v.low(r.First) != "it" || v.Sentences[s-1].Paragraph != v.Sentences[s].Paragraph {
		return doc.Shift{}, false
	}
	t := -1
	for i := r.First; i < r.End && t < 0; i++ {
		if v.low(i) == "since" && v.Arcs[i].Rel == doc.RelMark {
			t = int(v.Arcs[i].Head)
		}
	}
	if from, end := v.timesIn(r); t < 0 || from == end || !v.pluperfect(t) || !b.holds(v, t) {
		return doc.Shift{}, false
	}
	actor := v.maker(t)
	shift := doc.Shift{Actor: actor, From: b.held(v, t), Cue: v.Tokens[t].Span, Why: "since he had", Evidence: v.Sentences[s-1].Span.Cover(v.Sentences[s].Span)}
	for _, i := range v.bySentence[s-1] {
		m := &v.Moves[i]
		if len(m.By) == 0 || m.What.Empty() || m.Status == doc.Denied || !v.sameVoice(actor, m.By[0]) && (len(m.Via) == 0 || !v.sameVoice(actor, m.Via[0])) {
			continue
		}
		shift.To = v.sentenceOf(m)
		break
	}
	return shift, actor != 0 && !shift.From.Empty() && !shift.To.Empty() && !v.namesHimself(t, actor)
}

// sentenceOf is what a move is about, where that is one word the words of the
// statement that it stands in: "They should stop where they are".
func (v *view) sentenceOf(m *doc.Move) doc.Span {
	if v.TokensIn(m.What).Len() > 1 || m.Statement == 0 || int(m.Statement) > len(v.Statements) {
		return m.What
	}
	for _, c := range v.Statements[m.Statement-1].Content {
		if c.Contains(m.What) {
			return c
		}
	}
	return m.What
}

// wasHeld is the verb of a sentence that tells what its subject held before, and
// whether a word says that it was so only at first; -1 for none. Only the clause
// that the sentence is built on counts. With a maker, it must be his.
func (b *Builder) wasHeld(v *view, s int, by doc.ActorID) (t int, initial bool) {
	t = v.parted(v.rootOf(s))
	if t < 0 || v.Tags[t].U != doc.UVERB || !b.holds(v, t) && !b.shift.gave[v.low(t)] || v.maker(t) == 0 || !b.happened(v, t) {
		return -1, false
	}
	if by != 0 && !v.sameVoice(by, v.maker(t)) {
		return -1, false
	}
	r := v.Sentences[s].Tokens
	for i := max(r.First, t-8); i < min(r.End, t+3); i++ {
		if b.shift.initial[v.low(i)] || v.low(i) == "first" && i > r.First && v.low(i-1) == "at" {
			return t, true
		}
	}
	if v.pluperfect(t) || b.early(v, t) || b.spelled(v, t, r) {
		return t, false
	}
	return -1, false
}

// rootOf is the word that a sentence is built on; -1 for none.
func (v *view) rootOf(s int) int {
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if v.Arcs[t].Head < 0 {
			return t
		}
	}
	return -1
}

// parted goes from a "had" that a tree took for the verb itself, since adverbs
// part it from its participle, to that: "had at first suggested"; from all else to
// itself.
func (v *view) parted(t int) int {
	if t < 0 || v.low(t) != "have" {
		return t
	}
	for i := t + 1; i < min(len(v.Tags), t+4); i++ {
		switch x := v.Tags[i].X; {
		case v.Tags[i].U == doc.UVERB && (x == doc.PVBN || x == doc.PVBD) && int(v.Arcs[i].Head) == t && i > t+1:
			return i
		case v.Tags[i].U != doc.UADP && v.Tags[i].U != doc.UADV:
			return t
		}
	}
	return t
}

// sameVoice tells whether two actors are one, or the one speaks for the other.
func (v *view) sameVoice(a, b doc.ActorID) bool {
	return a != 0 && b != 0 && (a == b || v.party(a) == b || v.party(b) == a)
}

// namesHimself tells whether a clause with a pronoun for its subject goes on to
// name that very person: then the pronoun means somebody else, and who made the
// change is not known.
func (v *view) namesHimself(t int, actor doc.ActorID) bool {
	if !v.byPronoun(t) || actor < 1 || int(actor) > len(v.Actors) || v.Actors[actor-1].Kind != doc.Person {
		return false
	}
	r := v.Sentences[v.SentenceOf(t)].Tokens
	for i := t + 1; i < r.End; i++ {
		if v.actors[i] != actor || v.Tags[i].U != doc.UPROPN {
			continue
		}
		for h, d := i, 0; h >= 0 && d < 12; h, d = int(v.Arcs[h].Head), d+1 {
			if h == t {
				return true
			}
		}
	}
	return false
}

// byPronoun tells whether the subject of a verb is a pronoun.
func (v *view) byPronoun(t int) bool {
	pronoun := false
	v.children(t, func(c int, rel doc.Rel) bool {
		pronoun = pronoun || rel.Base() == doc.RelNsubj && v.Tags[c].U == doc.UPRON
		return !pronoun
	})
	return pronoun
}

// toldNow is what a verb tells: what is said, for a verb of saying or thinking,
// else the words of its clause.
func (b *Builder) toldNow(v *view, p int) doc.Span {
	said := -1
	for t, d := p, 0; t >= 0 && d < 3 && (b.tells(v, t) || b.shift.think[v.low(t)]); d++ {
		next := -1
		v.children(t, func(c int, rel doc.Rel) bool {
			if rel.Base() == doc.RelCcomp && (next < 0 || next < t) { // what follows the verb, before what a tree put in front of it
				next = c
			}
			return true
		})
		if t = next; next >= 0 {
			said = next
		}
	}
	if said < 0 {
		return v.clause(p, doc.Range{})
	}
	return v.SpanOf(v.complement(said))
}

// thereafter is what an actor is told to have held in the sentence behind one
// that tells his change: "For months he had insisted on A"; false where the next
// sentence shows that its "he" is not who the change was given to.
func (b *Builder) thereafter(v *view, s int, actor doc.ActorID) (doc.Span, bool) {
	if s+1 >= len(v.Sentences) || v.Sentences[s+1].Paragraph != v.Sentences[s].Paragraph {
		return doc.Span{}, true
	}
	t, _ := b.wasHeld(v, s+1, 0)
	if t < 0 {
		return doc.Span{}, true
	}
	if !v.sameVoice(actor, v.maker(t)) {
		return doc.Span{}, !v.byPronoun(t)
	}
	if v.namesHimself(t, actor) {
		return doc.Span{}, false
	}
	return b.held(v, t), true
}

// renewed is what comes instead of what is no longer held, where the next
// sentence has it: "would set a new limit of ten days".
func (b *Builder) renewed(v *view, s int, actor doc.ActorID) doc.Span {
	if s+1 >= len(v.Sentences) || v.Sentences[s+1].Paragraph != v.Sentences[s].Paragraph {
		return doc.Span{}
	}
	for _, i := range v.bySentence[s+1] {
		m := &v.Moves[i]
		if m.What.Empty() || m.Status == doc.Denied || len(m.By) == 0 || !v.sameVoice(actor, m.By[0]) {
			continue
		}
		r := v.TokensIn(m.Cue.Cover(m.What))
		for k := r.First; k < r.End; k++ {
			if b.shift.fresh[v.low(k)] {
				return m.What
			}
		}
	}
	return b.renewedThing(v, s+1, actor)
}

// renewedThing is the object of a verb of the actor's that is told to be new.
func (b *Builder) renewedThing(v *view, s int, actor doc.ActorID) doc.Span {
	r := v.Sentences[s].Tokens
	for k := r.First; k < r.End; k++ {
		n := int(v.Arcs[k].Head)
		if !b.shift.fresh[v.low(k)] || n <= k || v.Arcs[n].Rel != doc.RelObj {
			continue
		}
		if v.sameVoice(actor, v.maker(int(v.Arcs[n].Head))) {
			return v.SpanOf(v.undetermined(v.subtree(n), n))
		}
	}
	return doc.Span{}
}

// tells tells whether a verb is one of saying.
func (b *Builder) tells(v *view, t int) bool {
	return b.shift.speech[v.low(t)] || b.shift.tell[v.low(t)]
}

// untilTime tells whether a verb has a last day: "had demanded it until Friday".
func (v *view) untilTime(t int) bool {
	found := false
	v.children(t, func(c int, rel doc.Rel) bool {
		if p := v.caseOf(c); rel.Base() == doc.RelObl && (p == "until" || p == "till") && v.timely(c) {
			found = true
		}
		return !found
	})
	return found
}

// standsFor is what a bare "one" or "it" that was held stands for: the thing that
// the same sentence or the one before named last. Anything else is kept.
func (b *Builder) standsFor(v *view, s int, held doc.Span) doc.Span {
	r := v.TokensIn(held)
	h := v.head(r)
	if h < 0 || v.low(h) != "one" && v.Tags[h].U != doc.UPRON {
		return held
	}
	first := v.Sentences[s].Tokens.First
	if s > 0 && v.Sentences[s-1].Paragraph == v.Sentences[s].Paragraph {
		first = v.Sentences[s-1].Tokens.First
	}
	for t := h - 1; t >= first; t-- {
		if v.Tags[t].U != doc.UNOUN || b.things[v.low(t)] == 0 {
			continue
		}
		from := t
		for from > first && (v.Tags[from-1].U == doc.UADJ || v.Tags[from-1].U == doc.UNOUN) && int(v.Arcs[from-1].Head) == t {
			from--
		}
		return v.SpanOf(doc.Range{First: from, End: t + 1})
	}
	return held
}
