package plover

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/petrarch"
)

// Code gives the events of a document, in the order of their sentences, and in
// each the one nearest to the root of its tree first. It takes time in
// proportion to the length of the text.
func (c *Coder) Code(d *doc.Document) []Event {
	n := len(d.Tokens)
	told := map[doc.MoveID]bool{}
	var out []Event
	if n == 0 || len(d.Tags) != n || len(d.Arcs) != n {
		r := &reader{c: c, d: &doc.Document{Report: d.Report, Actors: d.Actors, Moves: d.Moves}}
		return r.moves(out, told)
	}
	r := newReader(c, d)
	for s := range d.Sentences {
		from := len(out)
		for t := d.Sentences[s].Tokens.First; t < d.Sentences[s].Tokens.End; t++ {
			if e, ok := r.at(t); ok {
				e.Evidence = r.evidence(t)
				e.depth = r.depth(t)
				out = append(out, e)
				told[e.Move] = true
			}
		}
		slices.SortStableFunc(out[from:], func(a, b Event) int { return a.depth - b.depth })
	}
	return r.ordered(r.moves(out, told))
}

// ordered puts what the moves added into its sentences.
func (r *reader) ordered(all []Event) []Event {
	slices.SortStableFunc(all, func(a, b Event) int {
		if a.Evidence.Start != b.Evidence.Start {
			return a.Evidence.Start - b.Evidence.Start
		}
		return a.depth - b.depth
	})
	return all
}

// at is the event whose word is token t.
func (r *reader) at(t int) (Event, bool) {
	c, kind, cameo := r.told(t)
	if c.event == "" {
		return Event{}, false
	}
	m := r.mood(t)
	if kind == nounTrigger && (r.rel(t) == doc.RelNsubj || r.rel(t) == doc.RelNsubjPass) {
		above := r.mood(r.head(t))
		m = mood{will: above.will, neg: m.neg || above.neg, loose: m.loose || above.loose}
	}
	if m.loose || r.complement(t) {
		return Event{}, false
	}
	if c = bend(c, m); c.event == "" {
		return Event{}, false
	}
	if r.c.ofCameo(cameo).event != c.event {
		cameo = "" // foretold or denied, it is another
	}
	e := Event{Event: c.event, Mode: c.mode, Why: c.why, Cue: r.d.Tokens[t].Span, Confidence: .5, Context: []string{}, Cameo: cameo}
	switch kind {
	case verbTrigger:
		e.Actor, e.Recipient = r.sides(t, c.event)
	case dutyTrigger:
		e.Actor = r.entities(r.subject(t))
		e.Recipient = r.goal(t, e.Actor, 0, false)
	case nounTrigger:
		e.Actor, e.Recipient = r.nounSides(t)
	}
	r.domestic(t, &e)
	if len(e.Actor) == 0 && len(e.Recipient) == 0 && kind != dutyTrigger && r.depth(t) > 1 {
		return Event{}, false // in passing, and of nobody
	}
	e.Context, e.Place, e.Date = r.contexts(t), r.place(t), r.when(t)
	if mv := r.moveAt[t]; mv != nil {
		e.Move, e.Status, e.Confidence = mv.ID, mv.Status.String(), mv.Confidence
		if mv.When != "" {
			e.Date = mv.When
		}
	}
	return e, true
}

// complement tells whether t is only what another event is about: "agreed to
// meet" is one event.
func (r *reader) complement(t int) bool {
	h := r.head(t)
	if h < 0 || r.rel(t) != doc.RelXcomp && !(r.rel(t) == doc.RelCcomp && r.has(t, doc.RelMark, "to", "that")) {
		return false
	}
	c, _, _ := r.told(h)
	switch c.event {
	case "AGREE", "REQUEST", "THREATEN", "REJECT":
		return true
	}
	return false
}

type triggerKind uint8

const (
	noTrigger triggerKind = iota
	verbTrigger
	nounTrigger
	dutyTrigger
)

// told is what token t tells: by the user's dictionary of verbs where that
// knows the verb and gives it a code, else by the words that ship.
func (r *reader) told(t int) (code, triggerKind, string) {
	if r.c.verbs != nil && r.upos(t) == doc.UVERB && r.rel(t) != doc.RelAmod {
		s := r.near(t)
		cameo, line, ok := r.c.verbs.Code(r.forms[s.First:s.End], r.lemmas[s.First:s.End], t-s.First)
		if ok && !petrarch.Void(cameo) {
			c := r.c.ofCameo(cameo)
			c.why = fmt.Sprintf("dictionary of verbs, line %d", line)
			return c, verbTrigger, cameo
		}
	}
	c, kind := r.trigger(t)
	return c, kind, ""
}

// trigger is what token t tells by itself and with what stands beside it.
func (r *reader) trigger(t int) (code, triggerKind) {
	switch r.upos(t) {
	case doc.UVERB:
		if r.rel(t) == doc.RelAmod {
			return code{}, noTrigger
		}
		if c := r.verbCode(t); c.event != "" {
			return r.promised(t, c), verbTrigger
		}
		if r.duty(t) {
			return code{"REQUEST", "", "duty laid on another"}, dutyTrigger
		}
		if o := r.child(t, doc.RelObj); o >= 0 {
			return r.c.words.nouns[r.lemma(o)], verbTrigger
		}
	case doc.UADJ:
		if r.child(t, doc.RelCop) >= 0 || r.rel(t) == doc.RelXcomp || r.rel(t) == doc.RelRoot {
			return r.c.words.adjs[r.lemma(t)], verbTrigger
		}
	case doc.UNOUN:
		switch r.rel(t) {
		case doc.RelRoot, doc.RelNsubj, doc.RelNsubjPass, doc.RelParataxis:
			return r.c.words.nouns[r.lemma(t)], nounTrigger
		case doc.RelObl: // "was put under investigation", but not "met during the war"
			if c := r.c.words.nouns[r.lemma(t)]; c.event != "CONSULT" && r.verbCode(r.head(t)).event == "" {
				return c, nounTrigger
			}
		}
	}
	return code{}, noTrigger
}

// duty tells whether what t says is what somebody must do.
func (r *reader) duty(t int) bool {
	c := r.child(t, doc.RelCcomp)
	if c < 0 {
		return false
	}
	return r.has(c, doc.RelAux, "must", "should") || r.lemma(c) == "have" && r.child(c, doc.RelXcomp) >= 0
}

// promised makes a threat of a promise of harm.
func (r *reader) promised(t int, c code) code {
	if c.event == "REQUEST" && r.child(t, doc.RelObj) < 0 {
		if x := r.child(t, doc.RelXcomp); x >= 0 && r.has(x, doc.RelMark, "to") { // "wants to help", "seeks to seize"
			if deed := bend(r.verbCode(x), mood{will: true}); deed.event != "" {
				return code{deed.event, "", c.why + ", to do it oneself: " + deed.why}
			}
			return code{"AGREE", "", c.why + ", to do it oneself"}
		}
	}
	if c.event == "MOBILIZE" && r.joint(t) {
		return code{"COOPERATE", "", c.why + ", together"}
	}
	if c.event != "AGREE" {
		return c
	}
	if x := r.child(t, doc.RelXcomp, doc.RelCcomp, doc.RelAdvcl); x >= 0 && r.upos(x) == doc.UVERB {
		if deed := r.verbCode(x); hostile[deed.event] && !r.has(x, doc.RelAdvmod, "not") {
			return code{"THREATEN", "", c.why + ", of harm: " + deed.why}
		}
	}
	return c
}

// joint tells whether an exercise is held together with others.
func (r *reader) joint(t int) bool {
	o := r.child(t, doc.RelObj)
	return o >= 0 && (r.lemma(o) == "exercise" || r.lemma(o) == "manoeuvre" || r.lemma(o) == "maneuver" || r.lemma(o) == "game") &&
		(r.has(o, doc.RelAmod, "joint") || len(r.entities(r.subject(t))) > 1)
}

// verbCode seeks the most telling entry of a verb: with particle and noun, with a
// noun, with a particle, alone.
func (r *reader) verbCode(t int) code {
	l := r.lemma(t)
	v := r.c.words.verbs[l]
	if v == nil && l != "" { // a lemma cut too short: "shel", "raz"
		if v = r.c.words.verbs[l+l[len(l)-1:]]; v == nil {
			v = r.c.words.verbs[l+"e"]
		}
	}
	if v == nil {
		return code{}
	}
	if len(v.with) == 0 {
		return v.alone
	}
	particle := ""
	var best code
	r.children(t, func(c int, rel doc.Rel) {
		if rel == doc.RelCompoundPrt || rel == doc.RelAdvmod {
			if _, ok := v.with["~"+r.lemma(c)]; ok || rel == doc.RelCompoundPrt {
				particle = "~" + r.lemma(c)
			}
		}
	})
	try := func(c int) {
		if best.event != "" {
			return
		}
		l := r.lemma(c)
		if particle != "" {
			best = v.with[particle+"+"+l]
		}
		if best.event == "" {
			best = v.with["+"+l]
		}
	}
	r.children(t, func(c int, rel doc.Rel) {
		switch rel {
		case doc.RelObj, doc.RelNsubjPass, doc.RelObl, doc.RelXcomp, doc.RelIobj, doc.RelAdvmod, doc.RelOblUnmarked, doc.RelCcomp:
			try(c)
			r.children(c, func(x int, rel doc.Rel) {
				if rel == doc.RelConj || rel == doc.RelCompound || rel == doc.RelNmod {
					try(x)
				}
			})
		}
	})
	if best.event == "" && particle != "" {
		best = v.with[particle]
	}
	if any, ok := v.with["+*"]; ok && best.event == "" && r.child(t, doc.RelObj, doc.RelNsubjPass) >= 0 {
		best = any
	}
	if best.event == "" {
		best = v.alone
	}
	return best
}

// mood is how a word is told.
type mood struct {
	will, neg, loose, announced bool
}

func (r *reader) mood(t int) mood {
	m := r.ownMood(t)
	for range maxDeep { // "will continue to help", "did not begin to attack"
		if r.rel(t) != doc.RelXcomp || r.head(t) < 0 {
			break
		}
		t = r.head(t)
		above := r.ownMood(t)
		m.will, m.neg, m.loose = m.will || above.will, m.neg || above.neg, m.loose || above.loose
	}
	return m
}

// ownMood is how a word is told by what hangs on it.
func (r *reader) ownMood(t int) mood {
	var m mood
	would := false
	r.children(t, func(c int, rel doc.Rel) {
		switch l := r.lemma(c); {
		case rel == doc.RelAux && (l == "will" || l == "would" || l == "shall" || l == "'ll"):
			m.will = true
			would = would || strings.EqualFold(r.forms[c], "would")
		case rel == doc.RelAux && (l == "may" || l == "might" || l == "could" || l == "must" || l == "should"):
			m.loose = true
		case l == "not" || l == "n't" || l == "never" || rel == doc.RelDet && l == "no":
			m.neg = true
		case rel == doc.RelMark && l == "to" && (r.rel(t) == doc.RelAdvcl || r.rel(t) == doc.RelAcl):
			m.loose = true // a purpose
		case rel == doc.RelMark && l == "from":
			m.loose = true // "banned from flying"
		case rel == doc.RelAux && l == "have" && would:
			m.loose = true // "would have allowed"
		case rel == doc.RelMark && (l == "if" || l == "unless" || l == "whether"):
			m.loose = true
		}
	})
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelCcomp && r.lemma(h) == "announce" {
		m.announced = true
	}
	return m
}

// friendly are events that, promised, are agreements.
var friendly = map[string]bool{"CONSULT": true, "SUPPORT": true, "COOPERATE": true, "AID": true, "RETREAT": true, "CONCEDE": true, "AGREE": true}

// hostile are events that, promised, are threats.
var hostile = map[string]bool{"ASSAULT": true, "COERCE": true, "MOBILIZE": true, "SANCTION": true, "PROTEST": true}

// bend turns an event into what it is when it is only foretold or denied.
func bend(c code, m mood) code {
	switch {
	case m.neg && m.will && friendly[c.event]:
		return code{"REJECT", "", c.why + ", denied"}
	case m.neg && c.event == "REJECT":
		return code{}
	case m.neg && (c.event == "AGREE" || c.event == "SUPPORT"):
		return code{"REJECT", "", c.why + ", denied"}
	case m.neg:
		return code{}
	case m.will && friendly[c.event]:
		return code{"AGREE", "", c.why + ", foretold"}
	case m.will && hostile[c.event] && !m.announced:
		return code{"THREATEN", "", c.why + ", foretold"}
	}
	return c
}

// sides are who acts and on whom, for a verb.
func (r *reader) sides(t int, event string) (actor, recipient []Entity) {
	passive := r.child(t, doc.RelNsubjPass) >= 0
	if passive {
		recipient = r.entities(r.child(t, doc.RelNsubjPass))
		actor = r.agent(t)
	} else {
		actor = r.entities(r.plural(t, r.subject(t)))
	}
	switch event {
	case "AID", "COOPERATE", "AGREE": // what is given may be doctors or intelligence
		if len(recipient) == 0 {
			recipient = r.goal(t, actor, 0, true)
		}
		if len(recipient) == 0 && len(actor) < 2 {
			recipient = r.within(t, actor)
		}
	}
	if len(recipient) == 0 {
		recipient = r.goal(t, actor, 0, false)
	}
	if len(recipient) == 0 && len(actor) < 2 {
		recipient = r.within(t, actor)
	}
	return actor, recipient
}

// plural leads from "they" to the several subjects of the verb of saying above.
func (r *reader) plural(t, s int) int {
	if s < 0 || r.upos(s) != doc.UPRON || strings.ToLower(r.forms[s]) != "they" || r.rel(t) != doc.RelCcomp {
		return s
	}
	if above := r.child(r.head(t), doc.RelNsubj); above >= 0 && r.child(above, doc.RelConj) >= 0 {
		return above
	}
	return s
}

// agent is who did what a passive tells.
func (r *reader) agent(t int) []Entity {
	var out []Entity
	r.children(t, func(c int, rel doc.Rel) {
		if len(out) == 0 && (rel == doc.RelOblAgent || rel == doc.RelObl && r.marker(c) == "by") {
			out = r.entities(c)
		}
	})
	if len(out) > 0 {
		return out
	}
	r.children(t, func(c int, rel doc.Rel) { // "killed in an Israeli raid"
		if len(out) == 0 && rel == doc.RelObl && r.c.words.nouns[r.lemma(c)].event != "" {
			out, _ = r.nounSides(c)
		}
	})
	return out
}

// subject is the subject of t, or of what governs it.
func (r *reader) subject(t int) int {
	for range 8 {
		if s := r.child(t, doc.RelNsubj, doc.RelNsubjOuter, doc.RelCsubj); s >= 0 {
			switch strings.ToLower(r.forms[s]) {
			case "who", "which", "that":
				if r.rel(t) == doc.RelAclRelcl {
					return r.head(t)
				}
			}
			return s
		}
		h := r.head(t)
		if h < 0 {
			return -1
		}
		switch r.rel(t) {
		case doc.RelAcl, doc.RelAclRelcl:
			return h
		case doc.RelXcomp, doc.RelAdvcl, doc.RelConj, doc.RelCcomp, doc.RelParataxis:
			if r.rel(t) == doc.RelXcomp {
				if o := r.child(h, doc.RelObj, doc.RelIobj); o >= 0 && r.rel(t) == doc.RelXcomp {
					return o
				}
			}
			if s := r.child(h, doc.RelNsubjPass); s >= 0 {
				return s
			}
			t = h
		default:
			return -1
		}
	}
	return -1
}

// goal is on whom: objects first, then what prepositions and clauses tell;
// strict asks for a code.
func (r *reader) goal(t int, actor []Entity, deep int, strict bool) []Entity {
	if deep > 4 {
		return nil
	}
	var out []Entity
	take := func(c int) {
		if out == nil {
			if out = other(r.entities(c), actor); strict {
				out = named(out)
			}
		}
	}
	each := func(f func(c int, rel doc.Rel) bool) {
		r.children(t, func(c int, rel doc.Rel) {
			if out == nil && f(c, rel) {
				take(c)
			}
		})
	}
	each(func(_ int, rel doc.Rel) bool { return rel == doc.RelIobj })
	each(func(_ int, rel doc.Rel) bool { return rel == doc.RelObj })
	// "an attack on Iran", "talks with Iran"
	each(func(c int, rel doc.Rel) bool {
		if rel != doc.RelObl {
			return false
		}
		switch r.marker(c) {
		case "to", "with", "against", "from", "on", "at", "toward", "towards", "into", "for", "over", "upon", "of", "between", "among":
			return true
		}
		return false
	})
	if out == nil {
		r.children(t, func(c int, rel doc.Rel) {
			if out == nil && (rel == doc.RelXcomp || rel == doc.RelCcomp) {
				if s := r.child(c, doc.RelNsubj, doc.RelNsubjPass); s >= 0 {
					take(s)
				}
				if out == nil {
					out = r.goal(c, actor, deep+1, strict)
				}
			}
		})
	}
	each(func(c int, rel doc.Rel) bool {
		return rel == doc.RelObl && (r.marker(c) == "in" || r.marker(c) == "near")
	})
	if out == nil {
		r.children(t, func(c int, rel doc.Rel) {
			if out == nil && rel == doc.RelAdvcl {
				out = r.goal(c, actor, deep+1, strict)
			}
		})
	}
	return out
}

// named are those with a code; nil when there is none.
func named(all []Entity) []Entity {
	var out []Entity
	for _, e := range all {
		if e.Code != "" {
			out = append(out, e)
		}
	}
	return out
}

// other leaves out those without a country, and those of the actor's own.
func other(all, actor []Entity) []Entity {
	var out []Entity
	for _, e := range all {
		if e.Code == "" && e.Sector == "" || e.own && e.Code == "" {
			continue
		}
		if slices.ContainsFunc(actor, func(a Entity) bool {
			return a.Span == e.Span || a.Code == e.Code && (e.own || e.Sector == "" && a.Sector == "")
		}) {
			continue
		}
		out = append(out, e)
	}
	return out
}

// domestic gives an entity that is told without a country ("the rebels", "a judge")
// that of the other side, where the sentence names no other.
func (r *reader) domestic(t int, e *Event) {
	s := r.near(t)
	only := ""
	for i := s.First; i < s.End; i++ {
		switch c := r.known[i].code; {
		case c == "" || c == "IGO" || c == only:
		case only == "":
			only = c
		default:
			return
		}
	}
	if only == "" {
		return
	}
	for _, side := range [...][]Entity{e.Actor, e.Recipient} {
		for i := range side {
			if side[i].Code == "" {
				side[i].Code, side[i].Inferred = only, true
			}
		}
	}
	if len(e.Recipient) == 0 && len(e.Actor) > 0 && e.Actor[0].Inferred {
		if at := r.within(t, nil); len(at) > 0 {
			e.Recipient = at
		}
	}
}

// maxWithin bounds how many tokens a last look takes in.
const maxWithin = 60

// within is the first country named below t, its subject and clauses about
// other things left out.
func (r *reader) within(t int, actor []Entity) []Entity {
	var out []Entity
	left := maxWithin
	var walk func(t int)
	walk = func(t int) {
		r.children(t, func(c int, rel doc.Rel) {
			if left--; left < 0 || out != nil {
				return
			}
			switch rel {
			case doc.RelNsubj, doc.RelNsubjPass, doc.RelAclRelcl, doc.RelParataxis, doc.RelAdvcl, doc.RelAux, doc.RelPunct:
				return
			case doc.RelConj:
				if r.upos(c) == doc.UVERB {
					return
				}
			}
			if r.known[c].code != "" || r.upos(c) == doc.UNOUN {
				var found []Entity
				for _, e := range other(r.entities(c), actor) {
					if e.Code != "" {
						found = append(found, e)
					}
				}
				if len(found) > 0 {
					out = found
					return
				}
			}
			walk(c)
		})
	}
	walk(t)
	return out
}

// nounSides are who acts and on whom, for a noun: "talks between … and …",
// "an attack by … on …".
func (r *reader) nounSides(t int) (actor, recipient []Entity) {
	r.children(t, func(c int, rel doc.Rel) {
		switch {
		case rel == doc.RelNmodPoss || rel == doc.RelCompound || rel == doc.RelAmod || rel == doc.RelNmod && (r.marker(c) == "by" || r.marker(c) == "between" || r.marker(c) == "from"):
			if len(actor) == 0 {
				actor = other(r.entities(c), nil)
			}
		case rel == doc.RelNmod:
			if len(recipient) == 0 {
				recipient = other(r.entities(c), actor)
			}
		}
	})
	return actor, recipient
}
