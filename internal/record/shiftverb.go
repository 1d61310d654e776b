package record

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// given is "dropped the demand for A", "backed down from A", "softened its line
// on A", "the promise of A has faded": a verb that tells the end of what an
// actor held, and what came instead, if the sentence tells it.
func (b *Builder) given(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if v.Tags[t].U != doc.UVERB {
			continue
		}
		dep, fades := b.dropped(v, t)
		if dep < 0 || b.shift.relent[v.low(t)+"+"+v.low(dep)] {
			continue // "changed course" drops no course
		}
		if fades {
			if shift, ok := b.faded(v, s, t, dep, moves); ok {
				return shift, true
			}
			continue
		}
		if !b.happened(v, t) {
			continue
		}
		shift := doc.Shift{Actor: v.maker(t), Evidence: v.Sentences[s].Span, Cue: v.Tokens[t].Span, Why: "dropped"}
		shift.From = b.heldBy(v, s, dep, shift.Actor)
		if shift.Actor == 0 || shift.From.Empty() {
			continue
		}
		shift.To = b.instead(v, t, shift.Actor, moves, shift.From)
		return shift, true
	}
	return doc.Shift{}, false
}

// dropped is the noun that a verb drops or changes, -1 for none.
func (b *Builder) dropped(v *view, t int) (dep int, fades bool) {
	verb := v.low(t)
	obj, brought, subject := -1, -1, -1
	v.children(t, func(c int, rel doc.Rel) bool {
		switch {
		case rel == doc.RelCompoundPrt || rel == doc.RelAdvmod && c == t+1:
			if b.shift.give[verb+"+"+v.low(c)] || b.shift.alter[verb+"+"+v.low(c)] {
				verb += "+" + v.low(c)
			}
		case rel.Base() == doc.RelObj:
			obj = c
		case rel.Base() == doc.RelNsubj:
			subject = c
		case rel.Base() == doc.RelObl && brought < 0:
			if p := v.caseOf(c); !v.timely(c) && (p == "on" || p == "from" || p == "over" || p == "of") {
				brought = c
			}
			if p := v.caseOf(c); b.shift.give[verb+"+"+p] {
				verb += "+" + p
			}
		}
		return true
	})
	switch {
	case b.shift.fade[verb]:
		return subject, true
	case b.shift.give[verb] && obj >= 0 && (b.shift.stand[v.low(obj)] || b.shift.bearing[v.low(obj)]):
		return obj, false
	case b.shift.give[verb] && brought >= 0 && obj < 0 && (b.shift.stand[v.low(brought)] || b.shift.bearing[v.low(brought)] || strings.Contains(verb, "track") || strings.Contains(verb, "+down")):
		return brought, false
	case b.shift.alter[verb] && obj >= 0 && b.shift.bearing[v.low(obj)]:
		return obj, false
	}
	return -1, false
}

// caseOf is the preposition of a noun, "" where it has none.
func (v *view) caseOf(t int) string {
	word := ""
	v.children(t, func(c int, rel doc.Rel) bool {
		if rel.Base() == doc.RelCase || rel.Base() == doc.RelMark {
			word = v.low(c)
		}
		return word == ""
	})
	return word
}

// happened tells whether a verb is told as a fact: not denied, possible or
// asked for, but "agreed to drop", "said it would drop".
func (b *Builder) happened(v *view, t int) bool {
	for d := 0; t >= 0 && d < 5; d++ {
		ok := true
		v.children(t, func(c int, rel doc.Rel) bool {
			switch l := v.low(c); rel.Base() {
			case doc.RelAux:
				ok = l != "may" && l != "might" && l != "could" && l != "can" && l != "must" && l != "should"
			case doc.RelAdvmod:
				ok = l != "not" && l != "never" && l != "n't" && l != "hardly"
			case doc.RelMark:
				ok = l != "if" && l != "unless" && l != "whether" && l != "until" && l != "without"
			}
			return ok
		})
		if !ok {
			return false
		}
		switch v.Arcs[t].Rel {
		case doc.RelXcomp, doc.RelCcomp:
			if h := int(v.Arcs[t].Head); h < 0 || !b.shift.upon[v.low(h)] && v.Arcs[t].Rel == doc.RelXcomp {
				return false
			}
		case doc.RelAcl, doc.RelAdvcl:
			if v.Tags[t].X == doc.PVB {
				return false
			}
			return true
		default:
			return true
		}
		t = int(v.Arcs[t].Head)
	}
	return true
}

// maker is the actor whose act a verb tells: its subject, or that of the verb
// that it is joined to or hangs from; 0 where it is none.
func (v *view) maker(t int) doc.ActorID {
	for d := 0; t >= 0 && d < 4; d++ {
		subject, passive := -1, false
		v.children(t, func(c int, rel doc.Rel) bool {
			if rel.Base() == doc.RelNsubj {
				subject, passive = c, rel == doc.RelNsubjPass
			}
			return true
		})
		if passive {
			return 0
		}
		if rel := v.Arcs[t].Rel; subject >= 0 && rel == doc.RelAclRelcl {
			if x := v.Tags[subject].X; x == doc.PWDT || x == doc.PWP {
				subject = int(v.Arcs[t].Head)
			}
		}
		if subject >= 0 {
			return v.actors[subject]
		}
		h := int(v.Arcs[t].Head)
		switch v.Arcs[t].Rel {
		case doc.RelConj, doc.RelXcomp, doc.RelAdvcl, doc.RelParataxis, doc.RelCcomp:
		case doc.RelAcl:
			return v.actorAt(h)
		default:
			return 0
		}
		t = h
	}
	return 0
}

func (v *view) actorAt(t int) doc.ActorID {
	if t < 0 {
		return 0
	}
	return v.actors[t]
}

// held is what a word tells to have been held: of "demand for A", "refused to
// do A", "insists that A", the A; of a bare "its policy" the words themselves.
func (b *Builder) held(v *view, t int) doc.Span {
	noun := v.Tags[t].U == doc.UNOUN
	best := -1
	v.children(t, func(c int, rel doc.Rel) bool {
		if c <= t {
			return true
		}
		switch rel.Base() {
		case doc.RelNmod, doc.RelObl:
			if !noun && rel == doc.RelObl && v.low(t) != "insist" && v.caseOf(c) == "on" && v.timely(c) {
				return true
			}
			switch v.caseOf(c) {
			case "for", "on", "of", "to", "over", "against", "that", "out":
				if best < 0 && rel != doc.RelNmodPoss && !v.timely(c) {
					best = c
				}
			}
		case doc.RelObj:
			if !noun && best < 0 {
				best = c
			}
		case doc.RelAcl, doc.RelCcomp, doc.RelXcomp:
			if best < 0 && rel != doc.RelAclRelcl {
				best = c
			}
		}
		return true
	})
	if best < 0 && noun {
		best = v.beside(t)
	}
	if best < 0 {
		if !noun {
			return doc.Span{}
		}
		return v.tidy(v.undetermined(v.subtree(t), t))
	}
	if b.shift.stand[v.low(best)] && v.Tags[best].U == doc.UNOUN {
		if inner := b.held(v, best); !inner.Empty() {
			return inner
		}
	}
	return v.tidy(v.complement(best))
}

// beside is what a noun brings where the tree hung it on the noun's verb:
// "dropped its demand for A"; -1 for none.
func (v *view) beside(t int) int {
	if t+2 >= len(v.Tokens) || v.SentenceOf(t) != v.SentenceOf(t+2) {
		return -1
	}
	h := int(v.Arcs[t+1].Head)
	if r := v.Arcs[t+1].Rel.Base(); h <= t+1 || r != doc.RelCase && r != doc.RelMark {
		return -1
	}
	switch v.low(t + 1) {
	case "for", "on", "of", "to", "over", "against", "that":
		if !v.timely(h) {
			return h
		}
	}
	return -1
}

// heldBy is what an actor held: for a bare "that demand", what the move that
// told it before was about.
func (b *Builder) heldBy(v *view, s, dep int, actor doc.ActorID) doc.Span {
	from := b.held(v, dep)
	if from.End != v.Tokens[dep].Span.End || !b.shift.stand[v.low(dep)] {
		return from
	}
	for k := s; k >= max(0, s-3); k-- {
		for i := len(v.bySentence[k]) - 1; i >= 0; i-- {
			m := &v.Moves[v.bySentence[k][i]]
			if m.Cue.End <= v.Tokens[dep].Span.Start && !m.What.Empty() && m.What.End <= v.Tokens[dep].Span.Start && len(m.By) > 0 &&
				(m.By[0] == actor || v.party(m.By[0]) == actor) && (against(m.Act) || yielding(m.Act)) && m.Act != doc.Concede && m.Status != doc.Done {
				return m.What
			}
		}
		if k == s {
			continue
		}
		if t, _ := b.wasHeld(v, k, actor); t >= 0 && v.Sentences[k].Paragraph == v.Sentences[s].Paragraph {
			if was := b.held(v, t); !was.Empty() {
				return was
			}
		}
	}
	return from
}

// complement is the stretch of a complement without the words that bring it.
func (v *view) complement(t int) doc.Range {
	r := v.subtree(t)
	for r.First < t {
		switch v.Tags[r.First].U {
		case doc.UADP, doc.USCONJ, doc.UPART, doc.UPUNCT:
			r.First++
			continue
		case doc.UDET:
			if v.Tags[t].U != doc.UVERB {
				r.First++
				continue
			}
		}
		break
	}
	return r
}

// tidy cuts a time off the end of a stretch, with its preposition.
func (v *view) tidy(r doc.Range) doc.Span {
	from, end := v.timesIn(doc.Range{First: max(r.First, r.End-maxTimes), End: r.End})
	for i := from; i < end; i++ {
		x := v.TokensIn(v.Times[i].Span)
		if x.End == r.End && x.First > r.First+1 && !x.Empty() {
			r.End = x.First
			if u := v.Tags[r.End-1].U; u == doc.UADP && r.End-1 > r.First {
				r.End--
			}
		}
	}
	return v.SpanOf(r)
}

// timely tells whether a word stands in a time.
func (v *view) timely(t int) bool {
	from, end := v.timesIn(doc.Range{First: max(0, t-8), End: t + 1})
	for i := from; i < end; i++ {
		if v.Times[i].Span.Contains(v.Tokens[t].Span) {
			return true
		}
	}
	return false
}

// instead is what the same actor is told to hold now, in a move after the word
// that told the end of the old.
func (b *Builder) instead(v *view, t int, actor doc.ActorID, moves []int, from doc.Span) doc.Span {
	for _, i := range moves {
		m := &v.Moves[i]
		if m.Cue.Start <= v.Tokens[t].Span.Start || m.What.Empty() || m.Status == doc.Denied || m.What.Overlaps(from) {
			continue
		}
		for _, id := range append(m.By[:len(m.By):len(m.By)], m.Via...) {
			if id == actor || v.party(id) == actor || v.party(actor) == id {
				return m.What
			}
		}
	}
	return doc.Span{}
}

// faded builds the shift of a thing that went by itself: who held it is told by
// a move about it.
func (b *Builder) faded(v *view, s, verb, dep int, moves []int) (doc.Shift, bool) {
	thing := v.SpanOf(v.subtree(dep))
	shift := doc.Shift{Evidence: v.Sentences[s].Span, Cue: v.Tokens[verb].Span, Why: "faded"}
	for _, i := range moves {
		m := &v.Moves[i]
		if len(m.By) == 0 || !thing.Contains(m.Cue) && !thing.Overlaps(m.What) {
			continue
		}
		shift.Actor, shift.From = voiceOf(m), m.What
		if shift.From.Empty() {
			shift.From = thing
		}
		if v.marker(s, b.shift.after, 0) >= 0 {
			shift.To = b.instead(v, verb, shift.Actor, moves, shift.From)
		}
		return shift, true
	}
	return shift, false
}

// noLonger is "no longer insists on A", and "long opposed to A, now backs B".
func (b *Builder) noLonger(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First + 1; t < r.End; t++ {
		if !strings.EqualFold(v.Form(v.Report.Text, t), "longer") || v.low(t-1) != "no" {
			continue
		}
		h := int(v.Arcs[t].Head)
		for d := 0; h >= 0 && d < 2 && !b.shift.hold[v.low(h)] && !b.shift.set[v.low(h)]; d++ {
			h = int(v.Arcs[h].Head)
		}
		if h < 0 || !b.shift.hold[v.low(h)] && !b.shift.set[v.low(h)] {
			if h = t + 1; h >= r.End || !b.shift.hold[v.low(h)] {
				continue
			}
		}
		shift := doc.Shift{Actor: v.maker(h), From: b.held(v, h), Evidence: v.Sentences[s].Span, Cue: v.SpanOf(doc.Range{First: t - 1, End: t + 1}), Why: "no longer"}
		if shift.Actor == 0 || shift.From.Empty() || !b.happened(v, h) {
			continue
		}
		shift.To = b.instead(v, h, shift.Actor, moves, shift.From)
		if shift.To.Empty() {
			if shift.To = b.renewed(v, s, shift.Actor); !shift.To.Empty() {
				shift.Evidence = shift.Evidence.Cover(v.Sentences[s+1].Span)
			}
		}
		return shift, true
	}
	return doc.Shift{}, false
}

// longThen is "after months of refusing A, agreed to B", "having earlier
// rejected A", "long opposed to A, now backs B": what went on before, and the
// move of the clause that it hangs from.
func (b *Builder) longThen(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 || len(moves) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		adjective := b.shift.set[v.low(t)]
		if !adjective && !b.shift.refuse[v.low(t)] || !b.lasting(v, t, r) {
			continue
		}
		if gerund := v.Tags[t].X == doc.PVBG || v.Tags[t].U == doc.UNOUN && b.shift.stand[v.low(t)] || adjective || v.perfect(t) || v.Tags[t].X == doc.PVBN && v.Arcs[t].Rel == doc.RelAcl; !gerund {
			continue
		}
		from := b.held(v, t)
		if from.Empty() {
			continue
		}
		for _, i := range moves {
			m := &v.Moves[i]
			if m.What.Empty() || len(m.By) == 0 || m.What.Overlaps(from) || m.Cue.Start >= from.Start && m.Cue.End <= from.End ||
				m.Cue.Overlaps(v.Tokens[t].Span) || !yielding(m.Act) && m.Act != doc.Meet && m.Act != doc.Aid {
				continue
			}
			if owner := v.maker(t); owner != 0 && owner != m.By[0] && v.party(owner) != m.By[0] && v.party(m.By[0]) != owner {
				continue
			}
			return doc.Shift{Actor: m.By[0], From: from, To: m.What, Evidence: v.Sentences[s].Span, Cue: v.Tokens[t].Span, Why: "after long"}, true
		}
	}
	return doc.Shift{}, false
}

// lasting tells whether what a word tells went on for long, or came before:
// "months of refusing", "after initially refusing", "long opposed".
func (b *Builder) lasting(v *view, t int, r doc.Range) bool {
	for i := t - 1; i >= max(r.First, t-5); i-- {
		switch l := v.low(i); {
		case b.shift.spell[l] && v.low(i+1) == "of", b.shift.before[l] && v.Tags[i].U != doc.USCONJ, l == "repeatedly", l == "persistently":
			return true
		case v.Tags[i].U == doc.UPUNCT, v.Tags[i].U == doc.UVERB:
			return false
		}
	}
	return false
}

// perfect tells whether a verb is a perfect participle: "having refused".
func (v *view) perfect(t int) bool {
	found := false
	v.children(t, func(c int, rel doc.Rel) bool {
		found = rel.Base() == doc.RelAux && strings.EqualFold(v.Form(v.Report.Text, c), "having")
		return !found
	})
	return found
}

// fromTo is "shifted from A to B", where A or B is a stand.
func (b *Builder) fromTo(v *view, s int, _ []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for t := r.First; t < r.End; t++ {
		if !b.shift.from[v.low(t)] || v.Tags[t].U != doc.UVERB {
			continue
		}
		from, to := -1, -1
		for i := t + 1; i < r.End; i++ {
			if h := int(v.Arcs[i].Head); v.Arcs[i].Rel.Base() == doc.RelCase || v.Arcs[i].Rel.Base() == doc.RelMark {
				switch {
				case v.low(i) == "from" && from < 0:
					from = h
				case v.low(i) == "to" && from >= 0 && to < 0 && h > from && (v.Tags[h].U != doc.UVERB || v.Tags[h].X == doc.PVBG && v.Tags[from].X == doc.PVBG) && !b.takes(v, i, from):
					to = h
				}
			}
		}
		if from < 0 || to < 0 || !b.isStand(v, from) && !b.isStand(v, to) || !b.happened(v, t) {
			continue
		}
		actor := v.maker(t)
		if actor == 0 {
			continue
		}
		fr := v.complement(from)
		if cut := v.casePlace(to); cut > fr.First {
			fr.End = min(fr.End, cut)
		}
		return doc.Shift{Actor: actor, From: v.tidy(fr), To: v.tidy(v.complement(to)), Evidence: v.Sentences[s].Span, Cue: v.Tokens[t].Span, Why: "from-to"}, true
	}
	return doc.Shift{}, false
}

// takes tells whether a "to" right behind a noun of stand is that noun's own:
// "opposition to".
func (b *Builder) takes(v *view, i, noun int) bool {
	return i == noun+1 && (v.low(noun) == "opposition" || v.low(noun) == "resistance" || v.low(noun) == "objection" || v.low(noun) == "commitment")
}

func (b *Builder) isStand(v *view, t int) bool {
	l := v.low(t)
	return b.shift.stand[l] || b.shift.bearing[l] || b.shift.refuse[l] || b.shift.hold[l]
}

// casePlace is where the preposition of a noun stands, -1 for none.
func (v *view) casePlace(t int) int {
	at := -1
	v.children(t, func(c int, rel doc.Rel) bool {
		if rel.Base() == doc.RelCase {
			at = c
		}
		return at < 0
	})
	return at
}
