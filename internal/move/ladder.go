package move

import (
	"sort"

	"github.com/parley-reader/parley/doc"
)

// verdict is what a rung of the ladder decides.
type verdict struct {
	act     doc.Act
	status  doc.Status
	speaker bool // the move is the speaker's, not the subject's
	whole   bool // what is the whole predicate
	why     string
}

// view is what a rung may look at.
type view struct {
	r *reader
	x *cand
	m mood
	o owner
}

// rung looks at one idea; done tells that it decided, with act 0 for "no move".
type rung func(v *view) (verdict, bool)

// The ladder, first decider wins.
var ladder = [...]rung{
	imperativeRung, notToldRung, openRung, disclaimRung, insistRung, opinionRung, unlikelyRung, mustRung, chargeRung, negatedDeedRung, negatedWordRung,
	futureDeedRung, requireRung, possibleRung, relayedDeedRung, hostilePromiseRung, warningRung, admissionRung, deedRung, wordRung,
}

var noMove = verdict{}

// notToldRung drops what is not told as a fact: under "if", for a purpose.
func notToldRung(v *view) (verdict, bool) {
	if v.m.loose || v.m.unreal {
		return noMove, true
	}
	if v.x.e.deed && (v.m.standing || v.m.means && v.x.e.hostile) || v.m.neg && v.m.yet {
		return noMove, true
	}
	l := v.r.lemma(v.x.tok)
	if l == "question" && len(v.x.by) > 0 && v.x.what >= 0 && (v.r.person(v.r.one(v.x.what)) || v.r.lex.has("agents", v.r.noun(v.x.what))) {
		return noMove, true // an interrogation
	}
	if v.x.e.act == doc.Fight && v.r.wordy(v.x) {
		return verdict{act: doc.Accuse, status: doc.Stated, why: "attack of words"}, true
	}
	if v.otherSense(l) {
		return noMove, true
	}
	if v.x.passive && v.x.e.act == doc.Expect && len(v.x.by) == 0 {
		return noMove, true // "is expected to": nobody expects it
	}
	if v.x.e.act == doc.Demand && v.o.stand == other && !v.m.will && v.r.lex.has("wishing", l) {
		return noMove, true // what another is said to want
	}
	if l == "call" && v.x.e.act == doc.Meet && (v.r.namesAs(v.x.tok) || v.x.passive || v.r.tags[v.x.tok].X == doc.PVBN && v.r.child(v.x.tok, doc.RelAux) < 0) {
		return noMove, true
	}
	if (l == "decline" || l == "refuse") && v.x.what >= 0 && v.x.whatSlot == infSlot && v.r.lex.has("discourse_only", v.r.lemma(v.x.what)) {
		return noMove, true
	}
	return noMove, false
}

// otherSense tells whether a word that carries an act in other frames is used of
// something else: opinions shared, players signed, sales expected.
func (v *view) otherSense(l string) bool {
	what := v.x.what
	if v.x.e.act == doc.Agree && l == "agree" && v.x.obj < 0 && len(v.x.to) > 0 && (what < 0 || what == v.x.to[0]) && len(v.r.targets(v.x)) == 0 && !v.r.peopleAt(v.x.to) {
		return true // "agreed with the findings"
	}
	thing := v.x.obj
	if thing < 0 && v.x.e.class == nounClass {
		thing = v.x.tok
	}
	if thing >= 0 && (v.x.e.act == doc.Threaten || v.x.e.act == doc.Fight) {
		for c := v.r.first[thing]; c >= 0 && int(c) < thing; c = v.r.next[c] {
			if v.r.lex.has("no_force", v.r.lemma(int(c))) {
				return true // a flood warning, a custody battle
			}
		}
	}
	if v.x.e.act == doc.Concede && v.o.stand == other && (l == "let" || l == "allow" || l == "permit") {
		return true
	}
	if what < 0 {
		return false
	}
	if v.r.noun(what) == "anonymity" || v.x.obj >= 0 && v.r.noun(v.x.obj) == "anonymity" {
		return true
	}
	switch {
	case v.x.e.act == doc.Reject && l == "dismiss" && v.r.person(v.r.one(what)):
		return true // from an office
	case v.x.e.act == doc.Aid:
		return v.r.lex.has("no_aid", v.r.noun(what))
	case v.x.e.act == doc.Agree && l == "agree" && v.x.whatSlot == thatSlot:
		var m mood
		v.r.aux(what, &m)
		return !m.will && !m.must && !m.can && !m.may && v.r.finite(what) && v.r.tags[what].X != doc.PVB && v.r.lex.has("onlookers", v.r.noun(v.firstBy()))
	case v.x.e.act == doc.Agree && (l == "sign" || l == "secure" || l == "join"):
		return v.x.whatSlot == objSlot && v.r.lex.has("players", v.r.noun(what))
	case v.x.e.act == doc.Expect:
		w := what
		if s := v.r.ownSubject(what); s >= 0 {
			w = s
		} else if o := v.r.child(v.x.tok, doc.RelObj); o >= 0 {
			w = o
		}
		return v.r.lex.has("no_matter", v.r.noun(w))
	}
	return false
}

// firstBy is the first token that tells the maker, the word itself for none.
func (v *view) firstBy() int {
	if len(v.x.by) == 0 {
		return v.x.tok
	}
	return v.x.by[0]
}

// wordy tells whether an attack is one of words: "a scathing attack on".
func (r *reader) wordy(x *cand) bool {
	n := x.obj
	if n < 0 && x.e.class == nounClass {
		n = x.tok
	}
	if n < 0 || r.noun(n) != "attack" {
		return false
	}
	for c := r.first[n]; c >= 0 && int(c) < n; c = r.next[c] {
		if r.rel(int(c)) == doc.RelAmod && r.lex.has("verbal", r.lemma(int(c))) {
			return true
		}
	}
	return false
}

// imperativeRung reads what a speaker bids another to do: “Release the crew,” he
// said.
func imperativeRung(v *view) (verdict, bool) {
	if v.x.e.class != verbClass && v.x.e.class != chargeClass || !v.r.imperative(v.x.tok) {
		return noMove, false
	}
	return verdict{act: doc.Demand, status: doc.Stated, speaker: true, whole: true, why: "bidding"}, true
}

// imperative tells whether a verb bids: a bare form without a subject at the top
// of what is quoted.
func (r *reader) imperative(t int) bool {
	s := r.statement(t)
	if s == nil || s.Kind == doc.Indirect || len(s.Sources) == 0 || r.tags[t].U != doc.UVERB || r.tags[t].X != doc.PVB {
		return false
	}
	if r.ownSubject(t) >= 0 || r.hasChild(t, "to", doc.RelMark) || r.lex.has("no_bidding", r.lemma(t)) {
		return false
	}
	for c := r.first[t]; c >= 0; c = r.next[c] {
		if rel := r.rel(int(c)).Base(); (rel == doc.RelAux || rel == doc.RelMark || rel == doc.RelCop) && r.lemma(int(c)) != "do" {
			return false
		}
	}
	for k := t - 1; k >= 0; k-- { // only adverbs and the opening mark stand before it
		switch r.tags[k].U {
		case doc.UADV, doc.UPART, doc.UINTJ, doc.UCCONJ:
			continue
		case doc.UAUX:
			if r.lemma(k) == "do" {
				continue
			}
			return false
		case doc.UPUNCT:
			if r.in.Forms[k] == "," {
				continue
			}
			return r.quoteStarts(k + 1)
		}
		return false
	}
	return true
}

// quoteStarts tells whether a quotation begins with a token, or a sentence does.
func (r *reader) quoteStarts(t int) bool {
	l := r.in.Layout
	at := l.Tokens[t].Span.Start
	q := sort.Search(len(l.Quotes), func(i int) bool { return l.Quotes[i].Inner.Start >= at })
	if q < len(l.Quotes) && l.Quotes[q].Inner.Start == at {
		return true
	}
	s := sort.Search(len(l.Sentences), func(i int) bool { return l.Sentences[i].Tokens.First >= t })
	return s < len(l.Sentences) && l.Sentences[s].Tokens.First == t
}

// openRung reads force that one will not rule out: a threat.
func openRung(v *view) (verdict, bool) {
	t := v.x.tok
	switch l := v.r.lemma(t); {
	case v.x.e.act != doc.Reject || v.x.what < 0:
		return noMove, false
	case (l == "rule" || l == "exclude") && v.m.neg:
	case (l == "refuse" || l == "decline") && !v.m.neg && (v.r.lemma(v.x.what) == "rule" || v.r.lemma(v.x.what) == "exclude"):
		t = v.x.what
	default:
		return noMove, false
	}
	o := v.r.child(t, doc.RelObj, doc.RelXcomp, doc.RelCcomp)
	if o < 0 || v.o.stand == other {
		return noMove, true
	}
	if !v.r.lex.has("hostile_objects", v.r.noun(o)) && !v.r.lex.has("hostile_promise", v.r.lemma(o)) && !v.r.sanctioned(o) {
		return noMove, true
	}
	v.x.what, v.x.whatSlot = o, objSlot
	return verdict{act: doc.Threaten, status: doc.Stated, why: "force not ruled out"}, true
}

// disclaimRung reads words that count only where they are denied: what one says
// one did not do is a denial, what one says one will not a refusal; of others
// they tell nothing of their own.
func disclaimRung(v *view) (verdict, bool) {
	if !v.x.e.denied {
		return noMove, false
	}
	will := v.m.will || v.m.can || v.m.intent
	switch {
	case v.x.e.act == doc.Deny && v.o.stand != own, v.x.e.act == doc.Doubt && v.o.stand == other:
		return noMove, true
	case v.x.e.act == doc.Reject && v.o.stand == other && v.r.lemma(v.x.tok) == "have":
		return verdict{act: doc.Doubt, status: doc.Stated, speaker: true, why: "another's will doubted"}, true
	case v.x.e.act == doc.Deny && !will && v.x.e.class == verbClass && v.x.e.prep == "" && v.x.obj < 0:
		return verdict{act: doc.Deny, status: doc.Stated, whole: true, why: "what was not done"}, true
	case v.x.e.act == doc.Deny && will:
		return verdict{act: doc.Reject, status: doc.Stated, whole: true, why: "what will not be done"}, true
	case v.x.e.act == doc.Reject && v.x.passive && v.o.stand == unknown && len(v.o.speakers) > 0:
		return verdict{act: doc.Reject, status: doc.Stated, speaker: true, whole: true, why: "what will not be done"}, true
	}
	return noMove, false
}

// insistRung tells from the clause what is insisted: that something be done, that
// it cannot be, or only that something is so.
func insistRung(v *view) (verdict, bool) {
	if v.x.e.act != doc.Demand || v.x.whatSlot != thatSlot || v.x.what < 0 || v.r.lemma(v.x.tok) != "insist" || v.m.neg {
		return noMove, false
	}
	m := mood{}
	v.r.aux(v.x.what, &m)
	switch {
	case m.must:
		return noMove, false
	case m.neg && (m.will || m.can):
		return verdict{act: doc.Reject, status: v.statedOrReported(), why: "insists that it cannot be"}, true
	case m.will || m.can || m.may || v.r.finite(v.x.what) && v.r.tags[v.x.what].X != doc.PVBP && v.r.child(v.x.what, doc.RelCop) < 0:
		return noMove, true
	case v.r.child(v.x.what, doc.RelCop) >= 0 && v.r.tags[v.r.child(v.x.what, doc.RelCop)].X != doc.PVB:
		return noMove, true
	}
	return noMove, false
}

// opinionRung tells a forecast from a bare opinion: "believes that it will hold",
// but not "believes that it is fair"; denied, either is a doubt.
func opinionRung(v *view) (verdict, bool) {
	if v.x.e.act != doc.Expect || !v.r.lex.has("opinion", v.r.lemma(v.x.tok)) || v.x.what < 0 || v.m.neg {
		return noMove, false
	}
	m := mood{}
	v.r.aux(v.x.what, &m)
	return noMove, !m.will && !m.may && (!v.r.hasChild(v.x.what, "to", doc.RelMark) || v.r.child(v.x.what, doc.RelCop) >= 0)
}

// namesAs tells whether "call" gives its object a name or judgement.
func (r *reader) namesAs(t int) bool {
	n := 0
	for c := r.first[t]; c >= 0; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelObj:
			n++
			if r.child(int(c), doc.RelXcomp, doc.RelObj) >= 0 {
				return true
			}
		case doc.RelXcomp, doc.RelCcomp, doc.RelIobj:
			if !r.hasChild(int(c), "to", doc.RelMark) {
				n++
			}
		}
	}
	return n > 1
}

// unlikelyRung reads a forecast of a refusal.
func unlikelyRung(v *view) (verdict, bool) {
	if !v.m.unlikely {
		return noMove, false
	}
	switch v.x.e.act {
	case doc.Agree, doc.Support, doc.Offer, doc.Meet, doc.Concede:
		return verdict{act: doc.Reject, status: doc.Possible, why: "forecast of a refusal"}, true
	}
	return noMove, true
}

// mustRung reads a duty that a speaker lays on somebody.
func mustRung(v *view) (verdict, bool) {
	if !v.m.must {
		return noMove, false
	}
	if v.o.stand == narrated || v.m.shared {
		return noMove, true
	}
	return verdict{act: doc.Demand, status: doc.Stated, speaker: true, whole: true, why: "duty told by the speaker"}, true
}

// chargeRung reads a misdeed told of another.
func chargeRung(v *view) (verdict, bool) {
	charge := v.x.e.class == chargeClass
	if !charge && !(v.x.e.hostile && v.x.e.class == verbClass && v.o.stand == other && len(v.x.by) > 0) {
		return noMove, false
	}
	if !charge && v.r.rel(v.x.tok) == doc.RelAclRelcl || v.r.rel(v.x.tok) == doc.RelAcl || v.o.stand != other || v.m.neg || v.m.will || v.m.may || v.m.can || v.m.intent && !v.x.e.hostile || len(v.o.speakers) == 0 {
		return noMove, charge
	}
	if s := v.r.actor(v.o.speakers[0]); s == nil || s.Unnamed && (v.r.party(s.ID) == 0 || !charge) || v.r.outlet(s.ID) || v.o.voice == doc.UnnamedSource && !s.Unnamed {
		return noMove, charge
	}
	if p := v.r.party(v.o.speakers[0]); p != 0 && len(v.o.by) > 0 && !v.r.person(v.o.by[0]) && (v.r.party(v.o.by[0]) == p || v.r.sameCountry(v.o.by[0], p)) {
		return noMove, charge // of one's own side
	}
	return verdict{act: doc.Accuse, status: doc.Stated, speaker: true, whole: true, why: "misdeed told of another"}, true
}

// negatedDeedRung turns what will not be done into a refusal.
func negatedDeedRung(v *view) (verdict, bool) {
	if !v.m.neg || !v.x.e.deed {
		return noMove, false
	}
	act := v.x.e.act
	will := v.m.will || v.m.may || v.m.can || v.m.intent
	switch {
	case act == doc.Agree && v.m.past && !will:
		return verdict{act: doc.Reject, status: doc.Done, why: "what was not agreed"}, true
	case will && v.o.stand != other && v.o.stand != unknown, act == doc.Agree && v.o.stand == own:
		return verdict{act: doc.Reject, status: doc.Stated, whole: act != doc.Agree, why: "what will not be done"}, true
	case will && v.o.stand == unknown && v.x.passive && len(v.o.speakers) > 0:
		return verdict{act: doc.Reject, status: doc.Stated, speaker: true, whole: true, why: "what will not be done"}, true
	case v.x.e.hostile && v.o.stand == own:
		return verdict{act: doc.Deny, status: doc.Stated, whole: true, why: "what was not done"}, true
	}
	return noMove, true
}

// negatedWordRung turns a stand that is denied into its opposite.
func negatedWordRung(v *view) (verdict, bool) {
	if !v.m.neg || v.x.e.deed {
		return noMove, false
	}
	var act doc.Act
	switch v.x.e.act {
	case doc.Reject, doc.Demand:
		if v.m.longer && (v.o.stand != other || v.x.e.act == doc.Reject) {
			return verdict{act: doc.Concede, status: doc.Stated, why: "no longer insisted on"}, true
		}
	}
	switch v.x.e.act {
	case doc.Support, doc.Offer:
		act = doc.Reject
	case doc.Expect:
		act = doc.Doubt
	case doc.Concede:
		if !v.m.will && !v.m.can || v.o.stand == other {
			return noMove, true
		}
		act = doc.Reject
	case doc.Demand:
		switch v.r.lemma(v.x.tok) {
		case "seek", "want", "request", "need", "wish":
			if l := v.r.lemma(v.x.tok); v.o.stand == narrated && v.m.past && !v.m.will && (l == "seek" || l == "request") {
				return noMove, true // what was not asked for
			}
			act = doc.Reject
		default:
			return noMove, true
		}
	default:
		return noMove, true
	}
	return verdict{act: act, status: v.statedOrReported(), why: "stand denied"}, true
}

// futureDeedRung reads what is announced, scheduled or meant.
func futureDeedRung(v *view) (verdict, bool) {
	if !v.x.e.deed || !v.m.will && !v.m.intent {
		return noMove, false
	}
	if v.m.want && v.o.stand != own {
		return noMove, true
	}
	act := v.x.e.act
	if v.x.obj >= 0 && v.x.passive && v.r.hasChild(v.x.obj, "any", doc.RelDet) {
		return noMove, true // "any accord would be made on our terms" announces none
	}
	if s := v.r.statement(v.x.tok); s != nil && v.x.passive && len(v.o.by) == 0 && v.m.will && act != doc.Fight && len(s.Sources) > 0 {
		return verdict{act: act, status: doc.Stated, speaker: true, why: "measure announced"}, true
	}
	switch {
	case v.o.stand == other && v.m.will && v.x.e.hostile && v.r.conditional(v.x.tok):
		return verdict{act: doc.Threaten, status: doc.Stated, speaker: true, whole: true, why: "harm foretold on a condition"}, true
	case act == doc.Meet && v.m.will && v.o.stand == other && v.among():
		return verdict{act: act, status: doc.Planned, why: "on the schedule"}, true
	case v.o.stand == other && v.m.will:
		return verdict{act: doc.Expect, status: doc.Stated, speaker: true, whole: true, why: "what another will do"}, true
	case act == doc.Fight && v.o.stand == own, (act == doc.Coerce || act == doc.Fight && !v.r.lex.has("give_verbs", v.r.lemma(v.x.tok))) && v.o.stand != other && v.r.conditional(v.x.tok):
		return verdict{act: doc.Threaten, status: doc.Stated, whole: true, why: "force announced"}, true
	case act == doc.Fight && v.r.lex.has("give_verbs", v.r.lemma(v.x.tok)):
		return verdict{act: doc.Offer, status: doc.Stated, why: "giving announced"}, true
	case act == doc.Aid || act == doc.Concede:
		return verdict{act: doc.Offer, status: doc.Stated, why: "giving announced"}, true
	case act == doc.Agree && v.r.conditional(v.x.tok):
		return verdict{act: act, status: doc.Possible, why: "possible"}, true
	case act == doc.Meet || act == doc.Agree:
		return verdict{act: act, status: doc.Planned, why: "on the schedule"}, true
	case v.o.stand == own || v.m.announce:
		return verdict{act: act, status: doc.Stated, why: "deed announced"}, true
	}
	return verdict{act: act, status: doc.Planned, why: "deed planned"}, true
}

// among tells whether the speaker, or one whose party he speaks for, is among
// those who will do what he tells of.
func (v *view) among() bool {
	for _, s := range v.o.speakers {
		p := v.r.party(s)
		for _, id := range v.o.by {
			if id == s || p != 0 && v.r.party(id) == p {
				return true
			}
		}
	}
	return false
}

// requireRung reads what a thing is said to need: "a summit would require
// preparation", "a reform is needed" are demands of the speaker.
func requireRung(v *view) (verdict, bool) {
	needed := v.x.passive && v.r.rel(v.x.tok) != doc.RelAcl && v.o.stand == unknown && len(v.o.speakers) > 0
	if v.x.e.act != doc.Demand || v.o.stand != other && !needed || len(v.o.by) > 0 || v.x.what < 0 || v.m.neg {
		return noMove, false
	}
	switch v.r.lemma(v.x.tok) {
	case "require", "need", "demand":
		return verdict{act: doc.Demand, status: doc.Stated, speaker: true, why: "need told by the speaker"}, true
	}
	return noMove, false
}

// possibleRung marks what may happen.
func possibleRung(v *view) (verdict, bool) {
	if !v.m.may && !v.m.can {
		return noMove, false
	}
	if v.o.stand == other || v.o.stand == unknown || v.x.e.class == nounClass || !v.x.e.deed {
		return noMove, true
	}
	return verdict{act: v.x.e.act, status: doc.Possible, why: "possible"}, true
}

// relayedDeedRung reads what one party tells that another did.
func relayedDeedRung(v *view) (verdict, bool) {
	if v.o.stand != other || !v.x.e.deed {
		return noMove, false
	}
	status := doc.Done // told as a fact by one who is named
	if v.hearsay() {
		status = doc.Reported
	}
	return verdict{act: v.x.e.act, status: status, why: "deed told by another"}, true
}

// hostilePromiseRung tells a vow of harm from a vow of help.
func hostilePromiseRung(v *view) (verdict, bool) {
	if v.x.e.act != doc.Offer || v.x.what < 0 {
		return noMove, false
	}
	if m := (mood{}); v.x.whatSlot == thatSlot && (v.r.lemma(v.x.tok) == "vow" || v.r.lemma(v.x.tok) == "swear") {
		if v.r.aux(v.x.what, &m); m.neg && m.will {
			return verdict{act: doc.Reject, status: v.statedOrReported(), why: "vow that it will not be"}, true
		}
	}
	if v.x.whatSlot == infSlot && v.r.lex.has("vowing", v.r.lemma(v.x.tok)) {
		if n := v.r.denier(v.x.what); n > v.x.tok && n >= v.x.what-2 && (v.r.lemma(n) == "never" || v.r.lemma(v.x.tok) == "vow") {
			return verdict{act: doc.Reject, status: v.statedOrReported(), why: "vow that it will not be"}, true // "pledged never to go back"
		}
	}
	if !v.r.lex.has("hostile_promise", v.r.lemma(v.x.what)) && !v.r.sanctioned(v.x.what) {
		return noMove, false
	}
	return verdict{act: doc.Threaten, status: v.statedOrReported(), why: "promise of harm"}, true
}

// sanctioned tells whether a verb sets off or brings back what hurts: "ready to
// trigger the return of sanctions".
func (r *reader) sanctioned(t int) bool {
	switch r.lemma(t) {
	case "trigger", "reimpose", "impose", "declare", "activate", "launch":
	default:
		return false
	}
	o := r.child(t, doc.RelObj)
	if o < 0 {
		return false
	}
	if r.lex.has("hostile_objects", r.noun(o)) {
		return true
	}
	b := r.brought(o, "of")
	return b >= 0 && r.lex.has("hostile_objects", r.noun(b))
}

// warningRung tells what is warned of oneself from what is foreseen of others.
func warningRung(v *view) (verdict, bool) {
	if v.x.e.act != doc.Expect || v.r.lemma(v.x.tok) != "warn" || v.x.what < 0 {
		return noMove, false
	}
	s := v.r.subject(v.x.what)
	ids := v.r.actorsAt(max(s, 0), nil)
	if s >= 0 && len(ids) > 0 && (hasID(v.o.by, ids[0]) || len(v.o.by) > 0 && ids[0] == v.r.party(v.o.by[0])) {
		if v.r.tags[s].U == doc.UPRON {
			v.x.whatSlot = infSlot // "it would quit": what is threatened is to quit
		}
		return verdict{act: doc.Threaten, status: v.statedOrReported(), why: "warning of one's own act"}, true
	}
	return noMove, false
}

// admissionRung tells what is admitted of oneself from what is admitted of the
// world: "admitted the road was long" is no concession but a doubt.
func admissionRung(v *view) (verdict, bool) {
	if v.x.e.act != doc.Concede || v.x.e.deed || v.x.whatSlot != thatSlot || v.x.what < 0 {
		return noMove, false
	}
	s := v.r.subject(v.x.what)
	if s < 0 || v.o.stand == other {
		return noMove, false
	}
	ids := v.r.actorsAt(s, nil)
	if id := v.r.ownerOf(s); len(ids) == 0 && id != 0 {
		ids = addID(ids, id)
	}
	if l := v.r.lemma(s); v.r.lex.has("first_plural", l) || v.r.lex.has("first_person", l) {
		return noMove, false
	}
	for _, id := range ids {
		for _, by := range v.o.by {
			if id == by || id == v.r.party(by) || by == v.r.party(id) {
				return noMove, false
			}
		}
	}
	if v.r.child(s, doc.RelNmodPoss) >= 0 {
		return noMove, false
	}
	return verdict{act: doc.Doubt, status: doc.Stated, why: "hardship admitted"}, true
}

// deedRung takes what happened.
func deedRung(v *view) (verdict, bool) {
	if !v.x.e.deed {
		return noMove, false
	}
	if v.m.reported {
		return verdict{act: v.x.e.act, status: doc.Reported, why: "deed reported"}, true
	}
	if v.x.e.act == doc.Meet && v.r.lex.has("scheduling", v.r.lemma(v.x.tok)) {
		return verdict{act: doc.Meet, status: doc.Planned, why: "on the schedule"}, true
	}
	return verdict{act: v.x.e.act, status: doc.Done, why: "deed"}, true
}

// wordRung takes what was said.
func wordRung(v *view) (verdict, bool) {
	return verdict{act: v.x.e.act, status: v.statedOrReported(), why: "word"}, true
}

func (v *view) statedOrReported() doc.Status {
	if v.m.reported || v.o.stand == other && v.hearsay() {
		return doc.Reported
	}
	return doc.Stated
}

// hearsay tells whether what another did is known from an outlet or from
// nobody who is named.
func (v *view) hearsay() bool {
	if len(v.o.speakers) == 0 {
		return true
	}
	a := v.r.actor(v.o.speakers[0])
	return a == nil || v.r.outlet(a.ID) || a.Unnamed && v.r.party(a.ID) == 0
}
