package move

import (
	"github.com/parley-reader/parley/doc"
)

// judged adds the move of one who says what a thing is worth.
func (r *reader) judged(s int, x *cand, out []doc.Move) []doc.Move {
	t := r.judgedHead(x)
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelAmod {
		t = h
	}
	var o owner
	var target int
	if x.judge >= 0 {
		if r.toldAlready(x) {
			return out
		}
		by := r.subject(x.judge)
		if r.passive(x.judge) {
			return out
		}
		target = r.objectOf(x.judge, false)
		if by < 0 || r.moodOf(x.judge).loose {
			return out
		}
		o = r.owner(x.judge, []int{by})
	} else {
		st := r.statement(x.tok)
		if st == nil || len(st.Sources) == 0 {
			return out
		}
		if target = r.ownSubject(t); target < 0 {
			target = r.child(t, doc.RelCsubj)
		}
		if target < 0 {
			target = r.beforeCopula(t)
		}
		o = r.speakerOwner(st)
	}
	m := r.moodOf(t)
	if r.lex.has("true_words", r.lemma(x.tok)) {
		if !m.neg || x.judge >= 0 {
			return out
		}
		m.neg = false // "that is not true" denies
	}
	if x.e.denied {
		m.neg = false // complete only where it is denied
	}
	if c := r.child(t, doc.RelCop); x.e.act == doc.Demand && (c >= 0 && r.tags[c].X == doc.PVBD || target >= 0 && r.lemma(target) == "what") {
		return out // how it was
	}
	if x.e.act == doc.Threaten && (target < 0 || !r.lex.has("threat_targets", r.noun(target))) {
		return out // "all options are on the table"
	}
	act, ok := judgedAct(x.e.act, m.neg)
	if act == doc.Accuse && m.neg && r.lemma(x.tok) == "acceptable" {
		act = doc.Reject
	}
	if act == doc.Accuse && !m.neg && x.judge < 0 && (m.will || m.may) {
		if r.whatOf[t] > 0 {
			return out // what is warned of already
		}
		act = doc.Expect // "the assault would be a catastrophe"
	}
	if !ok || x.judge < 0 && (m.loose || r.rel(t) == doc.RelAclRelcl || target < 0 || r.lex.has("first_plural", r.lemma(target)) || r.lex.has("first_person", r.lemma(target))) {
		return out
	}
	return r.addJudgement(s, x, act, target, o, out)
}

// toldAlready tells whether the verb that judges carries a move itself, or only
// goes on from one: "hailed it as a breakthrough", "slammed the deal, calling it
// a gift".
func (r *reader) toldAlready(x *cand) bool {
	if c := r.candAt[x.judge]; c > 0 {
		switch r.cands[c-1].e.act {
		case doc.Support, doc.Accuse, doc.Reject, doc.Doubt, doc.Deny:
			return true
		}
	}
	h := r.head(x.judge)
	return h >= 0 && r.rel(x.judge) == doc.RelAdvcl && r.tags[x.judge].X == doc.PVBG && r.candAt[h] > 0 && r.cands[r.candAt[h]-1].e.act == x.e.act
}

// beforeCopula is the noun that a clause without a subject says something of,
// where the tree made it the object of the verb before: "says the plan would be
// better".
func (r *reader) beforeCopula(t int) int {
	for h, i := r.head(t), 0; h >= 0 && i < 3; h, i = r.head(h), i+1 {
		for c := r.first[h]; c >= 0 && int(c) < t; c = r.next[c] {
			if int(c) > h && (r.rel(int(c)) == doc.RelObj || r.rel(int(c)) == doc.RelNsubj) && r.stmt[c] == r.stmt[t] {
				return int(c)
			}
		}
	}
	// the last verb of saying before the clause may hang beside it
	for p := t - 1; p > max(t-25, 0) && r.stmt[p] == r.stmt[t]; p-- {
		if r.tags[p].U == doc.UNOUN && (r.rel(p) == doc.RelObj || r.rel(p) == doc.RelNsubj) {
			return p
		}
	}
	return -1
}

// judgedAct turns the judgement round where it is denied.
func judgedAct(act doc.Act, neg bool) (doc.Act, bool) {
	if !neg {
		return act, true
	}
	switch act {
	case doc.Support:
		return doc.Accuse, true
	case doc.Accuse, doc.Deny, doc.Demand, doc.Reject, doc.Doubt:
		return 0, false
	}
	return act, true
}

func (r *reader) addJudgement(s int, x *cand, act doc.Act, target int, o owner, out []doc.Move) []doc.Move {
	if len(o.by) == 0 {
		return out
	}
	var to []doc.ActorID
	thing := target >= 0 && r.tags[target].U == doc.UNOUN || target >= 0 && r.tags[target].U == doc.UVERB
	if target >= 0 {
		to = r.actorsAt(target, nil)
		if len(to) == 0 {
			to = addID(nil, r.ownerOf(target))
		}
	}
	to = without(to, o.by)
	mv := doc.Move{
		Act: act, By: clip(o.by), Via: without(o.via, o.by), To: clip(to), Status: doc.Stated, Voice: voiceOf(o), Statement: o.st,
		Cue: r.in.Layout.Tokens[x.tok].Span, Evidence: r.in.Layout.Sentences[s].Span,
	}
	switch {
	case thing && r.one(target) == 0:
		mv.What = r.whatSpan(target, objSlot)
	case act == doc.Deny && target >= 0:
		mv.What = r.whatSpan(target, objSlot)
	default:
		mv.What = r.clauseSpan(r.judgedHead(x), true)
	}
	mv.Why = "judgement: " + r.lemma(x.tok) + " (" + x.e.where + ")"
	mv.Confidence = r.confidence("judgement", &mv, x.tok)
	return append(out, mv)
}

// plain adds what a speaker says with a modal alone: a duty, a promise, a
// refusal, a forecast, where no word of the lexicon carries an act.
func (r *reader) plain(s, t int, out []doc.Move) []doc.Move {
	st := r.statement(t)
	if st != nil && len(st.Sources) == 0 || !r.verbal(t) || r.cueOf[t] > 0 {
		return out
	}
	if st != nil && r.lemma(t) == "see" && r.passive(t) {
		if h := r.head(t); h >= 0 && r.lemma(h) == "remain" {
			return r.yetToBeSeen(s, t, h, st, out)
		}
	}
	rel := r.rel(t)
	if h := r.head(t); rel == doc.RelXcomp && h >= 0 && (r.lemma(h) == "go" || r.lemma(h) == "have" || r.lemma(h) == "need" || r.lemma(h) == "be") && r.hasChild(t, "to", doc.RelMark) {
		rel = r.rel(h) // "we are not going to wait"
	}
	switch rel {
	case doc.RelAclRelcl: // unless the tree hung a clause of what is said on whom it is said to
		if st == nil || !r.hasChild(t, "that", doc.RelMark) {
			return out
		}
	case doc.RelAcl, doc.RelAdvcl, doc.RelXcomp, doc.RelAmod, doc.RelNmod, doc.RelObl, doc.RelObj, doc.RelCsubj:
		return out
	}
	for p, i := t, 0; i < maxClimb; i++ { // inside what another move is about
		if r.whatOf[p] > 0 {
			return out
		}
		h := r.head(p)
		if h < 0 || r.stmt[h] != r.stmt[p] {
			break
		}
		p = h
	}
	if st != nil {
		if r.lemma(t) == "time" {
			return r.timeTo(s, t, st, out)
		}
		if r.tags[t].U == doc.UVERB {
			if more := r.noneOf(s, t, st, r.moodOf(t), out); len(more) > len(out) {
				return more
			}
			if more := r.thereIs(s, t, st, r.moodOf(t), out); len(more) > len(out) {
				return more
			}
		}
	}
	v := view{r: r, x: &cand{e: &entry{frame: &frame{}, where: "modal"}, tok: t, passive: r.passive(t), light: -1, obj: -1, what: -1, judge: -1}, m: r.moodOf(t)}
	if subj := r.subject(t); subj >= 0 {
		v.x.by = []int{subj}
	}
	v.o = r.owner(t, v.x.by)
	if d, ok := plainVerdict(&v); ok {
		return r.add(s, &v, d, out)
	}
	return out
}

// timeTo reads "it is time for X to do Y", a demand.
func (r *reader) timeTo(s, t int, st *doc.Statement, out []doc.Move) []doc.Move {
	what := -1
	for c := r.first[t]; c >= 0; c = r.next[c] {
		if int(c) > t && r.tags[c].U == doc.UVERB && r.hasChild(int(c), "to", doc.RelMark) {
			what = int(c)
		}
	}
	if what < 0 {
		return out
	}
	x := &cand{e: &entry{frame: &frame{act: doc.Demand}, where: "time to"}, tok: t, light: -1, obj: -1, what: what, whatSlot: infSlot, judge: -1}
	for _, from := range [...]int{t, what} {
		if b := r.brought(from, "for"); b >= 0 {
			x.to = append(x.to, b)
		}
	}
	if sub := r.ownSubject(what); sub >= 0 {
		x.to = append(x.to, sub)
	}
	v := &view{r: r, x: x, o: r.speakerOwner(st)}
	return r.add(s, v, verdict{act: doc.Demand, status: doc.Stated, why: "time to"}, out)
}

// plainVerdict is the small ladder of bare modals.
func plainVerdict(v *view) (verdict, bool) {
	if v.m.loose || v.m.unreal {
		return noMove, false
	}
	lemma := v.r.lemma(v.x.tok)
	mine := v.o.stand == own
	switch {
	case v.m.neg && v.r.lex.has("discourse_only", lemma):
		return noMove, false // "would not comment"
	case mine && v.m.will && !v.m.neg && v.r.warned(v.x.tok) && v.r.conditional(v.x.tok):
		return verdict{act: doc.Threaten, status: doc.Stated, whole: true, why: "warning of one's own act"}, true
	case v.o.stand == narrated && v.m.will && !v.m.neg && v.r.conditional(v.x.tok) && len(v.o.by) > 0 && !v.x.passive && v.r.lex.has("give_verbs", lemma):
		return verdict{act: doc.Offer, status: doc.Stated, whole: true, why: "bare promise"}, true
	case v.o.stand == narrated:
		ok := v.m.neg && v.m.will && !v.m.may && !v.x.passive && v.r.tags[v.x.tok].U == doc.UVERB && len(v.o.by) > 0
		return verdict{act: doc.Reject, status: doc.Stated, whole: true, why: "bare refusal, narrated"}, ok
	case v.o.stand == other && v.m.neg && (v.m.may || v.r.lex.has("attitude", lemma) || v.m.want):
		return verdict{act: doc.Doubt, status: doc.Stated, speaker: true, whole: true, why: "another's will doubted"}, true
	case v.r.tags[v.x.tok].U == doc.UNOUN:
		return noMove, false
	case mine && v.m.neg && v.m.will && lemma == "hesitate", !mine && v.m.neg && v.m.will && lemma == "go" && v.r.unpunished(v.x.tok):
		return verdict{act: doc.Threaten, status: doc.Stated, speaker: !mine, whole: true, why: "bare threat"}, true
	case mine && v.m.will && !v.m.neg && v.r.objectIn(v.x.tok, "take", "measures_taken"):
		return verdict{act: doc.Threaten, status: doc.Stated, whole: true, why: "bare threat"}, true
	case !mine && v.m.will && !v.m.neg && v.r.lex.has("made_to_suffer", lemma) && v.r.objectIn(v.x.tok, "", "consequences"):
		return verdict{act: doc.Threaten, status: doc.Stated, speaker: true, whole: true, why: "harm foretold"}, true
	case mine && v.m.will && !v.m.neg && v.r.lex.has("finding_out", lemma):
		return verdict{act: doc.Expect, status: doc.Stated, speaker: true, whole: true, why: "what will be found"}, true
	case v.m.must && len(v.o.by) == 0 && v.o.stand != unknown && !v.r.lex.has("ending", lemma):
		return noMove, false
	case v.m.must && v.m.shared, v.m.must && mine && (v.r.lex.has("saying", lemma) || lemma == "admit" || lemma == "confess"):
		return noMove, false
	case v.r.imperative(v.x.tok):
		return verdict{act: doc.Demand, status: doc.Stated, speaker: true, whole: true, why: "bidding"}, true
	case v.m.must && !v.m.may:
		return verdict{act: doc.Demand, status: doc.Stated, speaker: !mine, whole: true, why: "bare duty"}, true
	case mine && v.m.neg && (v.m.will || v.m.can && v.r.lex.has("refusable", lemma)):
		return verdict{act: doc.Reject, status: doc.Stated, whole: true, why: "bare refusal"}, true
	case mine && v.m.can && !v.m.neg && v.r.conditional(v.x.tok):
		return verdict{act: doc.Offer, status: doc.Stated, whole: true, why: "bare promise"}, true
	case mine && v.m.will && v.r.lex.has("hostile_promise", lemma) && !v.r.joinedThreat(v.x.tok):
		return verdict{act: doc.Threaten, status: doc.Stated, whole: true, why: "bare threat"}, true
	case mine && v.m.will && v.r.lex.has("going_on", lemma) && (v.r.objectIn(v.x.tok, "", "hostile_objects") || v.r.objectIn(v.x.tok, "", "consequences")):
		return noMove, false // "would resume the offensive"
	case mine && v.m.will && (v.r.lex.has("give_verbs", lemma) || v.r.conditional(v.x.tok)):
		return verdict{act: doc.Offer, status: doc.Stated, whole: true, why: "bare promise"}, true
	case v.o.stand == other && v.m.will && !v.m.neg && v.r.lex.has("hostile_promise", lemma) && v.r.conditional(v.x.tok):
		return verdict{act: doc.Threaten, status: doc.Stated, speaker: true, whole: true, why: "harm foretold on a condition"}, true
	case v.o.stand == other && v.m.will && !v.m.neg && !v.x.passive && len(v.o.by) > 0 && v.r.tags[v.x.tok].X == doc.PVB || v.o.stand == other && v.m.will && len(v.o.by) > 0 && v.r.tags[v.x.tok].X == doc.PVBG:
		return verdict{act: doc.Expect, status: doc.Stated, speaker: true, whole: true, why: "bare forecast"}, true
	case v.o.stand == other && (v.m.will || v.m.may || v.m.can) && !v.m.neg && !v.x.passive && len(v.x.by) > 0 && v.r.lex.has("leads_to", lemma) && v.r.tags[v.x.by[0]].U != doc.UPRON:
		return verdict{act: doc.Expect, status: doc.Stated, speaker: true, whole: true, why: "outcome foretold"}, true
	}
	return noMove, false
}

// warned tells whether what stands at a token is said as a warning.
func (r *reader) warned(t int) bool {
	s := r.statement(t)
	if s == nil || s.Cue.Empty() {
		return false
	}
	l := r.lemma(r.in.Layout.TokensIn(s.Cue).First)
	return l == "warn" || l == "threaten"
}

// joinedThreat tells whether a verb of harm only goes on from another: "destroy
// and obliterate".
func (r *reader) joinedThreat(t int) bool {
	h := r.head(t)
	return h >= 0 && r.rel(t) == doc.RelConj && r.ownSubject(t) < 0 && r.candAt[h] == 0 && r.lex.has("hostile_promise", r.lemma(h))
}

// unpunished tells whether what will not go goes "unpunished", "unanswered".
func (r *reader) unpunished(t int) bool {
	return t+1 < len(r.tags) && r.lex.has("unpunished", r.form(t+1))
}

// objectIn tells whether a verb, of the given lemma if one is given, has an
// object in the list.
func (r *reader) objectIn(t int, lemma, list string) bool {
	if lemma != "" && r.lemma(t) != lemma {
		return false
	}
	o := r.child(t, doc.RelObj)
	return o >= 0 && r.lex.has(list, r.noun(o))
}

// noneOf reads what a speaker says there will be none of, or that no such thing
// can be: "there will be no talks", "no plan without us can work".
func (r *reader) noneOf(s, t int, st *doc.Statement, m mood, out []doc.Move) []doc.Move {
	n := r.child(t, doc.RelNsubj, doc.RelNsubjPass, doc.RelObj)
	if n < 0 || !r.hasChild(n, "no", doc.RelDet) || m.loose {
		return out
	}
	l := r.noun(n)
	there := r.child(t, doc.RelExpl) >= 0
	if there && r.lex.has("chances", l) {
		return out // told by thereIs
	}
	x := &cand{e: &entry{frame: &frame{}, where: "none"}, tok: t, light: -1, obj: -1, what: n, whatSlot: objSlot, judge: -1}
	d := verdict{act: doc.Reject, status: doc.Stated, speaker: true, why: "none there will be"}
	switch {
	case there && r.lex.has("grounds", l):
		d.act, d.why = doc.Deny, "no grounds"
		if c := r.thatClause(n, -1); c >= 0 {
			x.what, x.whatSlot = c, thatSlot
		}
	case there && !m.will && !m.can && r.lex.has("misdeeds", l):
		d.act, d.why = doc.Deny, "no such deed"
	case there && !m.will && !m.can && !r.lex.has("refusable_things", l):
		return out
	case !there && !m.will && !m.can || l == "one" || l == "doubt":
		return out
	}
	return r.add(s, &view{r: r, x: x, m: m, o: r.speakerOwner(st)}, d, out)
}

// thereIs reads what a speaker says there is or will be: a chance (a forecast, or
// a doubt where it is small), consequences (a threat).
func (r *reader) thereIs(s, t int, st *doc.Statement, m mood, out []doc.Move) []doc.Move {
	n := r.child(t, doc.RelNsubj, doc.RelObj)
	if n < 0 || r.child(t, doc.RelExpl) < 0 || m.loose {
		return out
	}
	l := r.noun(n)
	x := &cand{e: &entry{frame: &frame{}, where: "there is"}, tok: t, light: -1, obj: -1, what: n, whatSlot: objSlot, judge: -1}
	d := verdict{status: doc.Stated, speaker: true}
	switch {
	case r.lex.has("consequences", l) && m.will && !m.neg:
		d.act, d.why = doc.Threaten, "harm foretold"
	case r.lex.has("chances", l):
		small := m.neg || r.hasChild(n, "no", doc.RelDet)
		for c := r.first[n]; c >= 0 && int(c) < n; c = r.next[c] {
			small = small || r.lex.has("small", r.lemma(int(c)))
		}
		x.tok = n
		if d.act, d.why = doc.Expect, "a chance seen"; small {
			d.act, d.why = doc.Doubt, "no chance seen"
		}
		x.what = -1
		for _, p := range [...]string{"of", "for", "that"} {
			if x.what < 0 {
				x.what, x.whatSlot = r.brought(n, p), prepSlot
			}
		}
		if c := r.thatClause(n, -1); x.what < 0 && c >= 0 {
			x.what, x.whatSlot = c, thatSlot
		}
	default:
		return out
	}
	return r.add(s, &view{r: r, x: x, m: m, o: r.speakerOwner(st)}, d, out)
}

// yetToBeSeen reads "it remains to be seen whether …", a doubt.
func (r *reader) yetToBeSeen(s, t, h int, st *doc.Statement, out []doc.Move) []doc.Move {
	c := r.child(t, doc.RelCcomp, doc.RelCsubj, doc.RelAdvcl)
	if c < 0 {
		c = r.child(h, doc.RelCcomp, doc.RelCsubj, doc.RelAdvcl)
	}
	x := &cand{e: &entry{frame: &frame{act: doc.Doubt}, where: "to be seen"}, tok: t, light: -1, obj: -1, what: c, whatSlot: thatSlot, judge: -1}
	v := &view{r: r, x: x, o: r.speakerOwner(st)}
	return r.add(s, v, verdict{act: doc.Doubt, status: doc.Stated, why: "to be seen"}, out)
}
