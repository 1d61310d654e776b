package move

import "github.com/parley-reader/parley/doc"

// mood is how a predicate is put: denied, willed, possible, demanded, or not
// told as a fact at all.
type mood struct {
	neg      bool
	will     bool // "will", "is going to"
	may      bool // "may", "might", "likely to"
	can      bool // "can", "could"
	must     bool // "must", "has to", "should"
	intent   bool // "plans to", "wants to"
	past     bool
	unlikely bool
	want     bool // under "want", "wish"
	loose    bool // not told as a fact: under "if", for a purpose, in a noun's complement
	announce bool // told as its maker's announcement
	reported bool // "reportedly"
	standing bool // a present passive: "is banned", how things stand and no deed
	means    bool // a gerund after "by", "in": how something else was done
	yet      bool
	longer   bool // "no longer"
	unreal   bool // "should have signed": it did not come about
	shared   bool // its duty is told with the verb that it is joined to
}

// moodOf reads the auxiliaries of a predicate and climbs over the verbs that
// only colour it.
func (r *reader) moodOf(t int) mood {
	var m mood
	r.aux(t, &m)
	m.unreal = r.unrealPast(t)
	m.loose = m.loose || r.alternative(t)
	p := t
	for range maxClimb {
		h := r.governor(p)
		if h < 0 {
			break
		}
		switch r.rel(p) {
		case doc.RelAcl:
			if !r.infinitival(p) || !r.lex.has("intent_nouns", r.lemma(h)) {
				r.setting(p, h, &m)
				return m
			}
			m.intent = true
		case doc.RelObj, doc.RelNsubj, doc.RelNsubjPass:
			if p == t || r.tags[p].U == doc.UVERB {
				r.setting(p, h, &m)
			}
			return m
		case doc.RelAdvcl:
			if !r.hasChild(p, "to", doc.RelMark) || !r.lex.has("resolving", r.lemma(h)) {
				r.setting(p, h, &m)
				return m
			}
			r.aux(h, &m)
		case doc.RelXcomp:
			if !r.colour(p, h, &m) {
				m.loose = true
				return m
			}
			r.aux(h, &m)
		case doc.RelConj:
			if r.child(p, doc.RelAux, doc.RelAuxPass) < 0 && r.ownSubject(p) < 0 {
				r.sharedAux(h, &m)
			}
		default:
			r.setting(p, h, &m)
			return m
		}
		p = h
	}
	return m
}

// aux notes the auxiliaries and negations that hang on a predicate.
func (r *reader) aux(t int, m *mood) {
	if x := r.tags[t].X; x == doc.PVBD || x == doc.PVBN {
		m.past = true
	}
	shall := false
	for c := r.first[t]; c >= 0; c = r.next[c] {
		l := r.lemma(int(c))
		switch r.rel(int(c)).Base() {
		case doc.RelAux:
			m.will = m.will || r.lex.has("will", l)
			m.may = m.may || r.lex.has("may", l)
			m.can = m.can || r.lex.has("can", l)
			m.must = m.must || r.lex.has("must", l)
			shall = shall || l == "shall"
			m.past = m.past || r.tags[c].X == doc.PVBD && l != "would"
			if l == "should" && r.preposed(int(c), t) {
				m.must, m.loose = false, true // "should the talks fail"
			}
			m.will = m.will || r.scheduled(int(c), t)
			if r.rel(int(c)) == doc.RelAuxPass && (r.tags[c].X == doc.PVBZ || r.tags[c].X == doc.PVBP) && l == "be" {
				m.standing = true
			}
		case doc.RelAdvmod, doc.RelCcPreconj, doc.RelCc:
			longer := r.form(int(c)) == "longer" && r.form(int(c)-1) == "no" || l == "anymore"
			m.neg = m.neg || longer || r.lex.has("no", l) && !r.beforeMark(int(c), t)
			m.longer = m.longer || longer
			m.reported = m.reported || r.lex.has("reported_marks", l)
			m.yet = m.yet || l == "yet"
		case doc.RelCop:
			m.will = m.will || r.tags[t].U == doc.UVERB && r.scheduled(int(c), t)
		case doc.RelMark:
			m.intent = m.intent || l == "due" // "is due to meet", taken for a conjunction
		case doc.RelNsubj, doc.RelObj:
			m.neg = m.neg || r.hasChild(int(c), "no", doc.RelDet) || r.hasChild(int(c), "neither") || l == "nobody" || l == "none" || l == "nothing"
		case doc.RelObl:
			m.neg = m.neg || r.lex.has("no_case", r.noun(int(c))) && r.hasChild(int(c), "no", doc.RelDet)
		}
	}
	if shall && m.neg {
		m.must = false // "shall not negotiate": will not
	}
}

// unrealPast tells what should, could or would have been; what may or might have
// been is a guess and may have come about.
func (r *reader) unrealPast(t int) bool {
	if !r.hasChild(t, "have", doc.RelAux) || r.tags[t].X != doc.PVBN && r.tags[t].X != doc.PVBD {
		return false
	}
	for _, l := range [...]string{"should", "could", "would", "ought"} {
		if r.hasChild(t, l, doc.RelAux) {
			return true
		}
	}
	return false
}

// alternative tells one of two things that are set against each other and of
// which neither is told to be: "either it withdraws or it accepts".
func (r *reader) alternative(t int) bool {
	first := t
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelConj && r.hasChild(t, "or", doc.RelCc) {
		first = h
	}
	if !r.orElse(first) {
		return false
	}
	for k := max(int(r.lo[first]), first-maxBefore); k < first; k++ {
		if h := r.head(k); r.form(k) == "either" && r.rel(k) != doc.RelDet && (h == first || h == r.ownSubject(first)) {
			return true
		}
	}
	return false
}

// maxBefore is how many words before a verb its "either" may stand.
const maxBefore = 8

// orElse tells whether another clause is joined to a verb by "or".
func (r *reader) orElse(t int) bool {
	for c := r.first[t]; c >= 0; c = r.next[c] {
		if int(c) > t && r.rel(int(c)) == doc.RelConj && r.hasChild(int(c), "or", doc.RelCc) {
			return true
		}
	}
	return false
}

// preposed tells whether an auxiliary stands before its verb's subject.
func (r *reader) preposed(c, t int) bool {
	s := r.child(t, doc.RelNsubj, doc.RelNsubjPass)
	return s > c && s < t
}

// scheduled tells whether a form of "be" tells what is to be done: "the two
// are to meet".
func (r *reader) scheduled(c, t int) bool {
	if r.lemma(c) != "be" {
		return false
	}
	switch r.tags[c].X {
	case doc.PVBZ, doc.PVBP, doc.PVBD:
		return c+1 < t && r.tags[c+1].X == doc.PTO
	}
	return false
}

// beforeMark tells whether a "not" stands before the word that brings the whole
// clause: "not before they met", where they did meet.
func (r *reader) beforeMark(c, t int) bool {
	if r.lemma(c) == "no" && c+1 < len(r.tags) && r.lemma(c+1) == "matter" {
		return true // "no matter what happens"
	}
	if c+1 >= t || r.head(c+1) != t || r.rel(c+1) != doc.RelMark {
		return false
	}
	switch r.lemma(c + 1) {
	case "before", "until", "after", "because", "since":
		return true
	}
	return false
}

// sharedAux notes the auxiliaries of a first conjunct, which hold for the next
// one too; its negation does not always.
func (r *reader) sharedAux(h int, m *mood) {
	var first mood
	r.aux(h, &first)
	first.neg = false
	m.will, m.may, m.must, m.can = m.will || first.will, m.may || first.may, m.must || first.must, m.can || first.can
	m.shared = first.must && !m.neg
}

// colour reads a verb or adjective that takes the predicate as its infinitive;
// false where the infinitive is not told as happening or willed.
func (r *reader) colour(p, h int, m *mood) bool {
	l := r.lemma(h)
	switch {
	case l == "go" && r.tags[h].X == doc.PVBG:
		m.will = true
	case l == "be" && r.infinitival(p):
		m.will = true
	case l == "have" && r.child(h, doc.RelObj) > h && r.child(h, doc.RelObj) < p:
		return false // "has no will to make peace"
	case (l == "have" || l == "need" || l == "ought") && r.hasChild(p, "to", doc.RelMark):
		m.must = true
	case l == "likely":
		m.may = true
	case l == "unlikely":
		m.may, m.unlikely = true, true
	case r.lex.has("past_never", l):
		m.neg = true
	case r.lex.has("implicative", l):
	case r.lex.has("intent", l):
		m.intent = true
		m.want = m.want || l == "want" || l == "wish" || l == "seek" || l == "try" || l == "attempt"
	default:
		o := r.child(h, doc.RelObj) // "announced plans to leave", the infinitive hung on the verb
		if o < 0 || o > p || !r.lex.has("intent_nouns", r.noun(o)) {
			return false
		}
		m.intent = true
	}
	return true
}

// conditional tells whether something hangs on the predicate by "if" or "unless".
func (r *reader) conditional(t int) bool {
	c := r.child(t, doc.RelAdvcl)
	return c >= 0 && (r.hasChild(c, "if", doc.RelMark) || r.hasChild(c, "unless", doc.RelMark))
}

// setting reads how the clause is hung into its sentence.
func (r *reader) setting(p, h int, m *mood) {
	mark := ""
	if k := r.child(p, doc.RelMark); k >= 0 {
		mark = r.lemma(k)
	}
	switch r.rel(p) {
	case doc.RelAdvcl:
		m.loose = m.loose || mark == "before" && m.can // "before it can join"
		m.means = m.means || mark == "by" || mark == "in"
		m.loose = m.loose || r.lex.has("hypothetical", mark) || mark == "to" || mark == "for" || mark == "of" || mark == "from" || mark == "without"
	case doc.RelAcl:
		if r.tags[p].U == doc.UVERB || mark != "" {
			m.loose = m.loose || mark != "" || r.tags[p].X == doc.PVB
		}
	case doc.RelCsubj, doc.RelCsubjPass, doc.RelCsubjOuter:
		m.loose = true
	case doc.RelCcomp:
		l := r.lemma(h)
		said := r.stmt[p] > 0 && r.stmt[p] != r.stmt[h] || r.cueOf[h] > 0
		if mark == "if" || mark == "whether" || !said && !r.lex.has("factive", l) && r.tags[h].U == doc.UVERB {
			m.loose = true
		}
		m.announce = l == "announce" || l == "declare" || l == "say" || l == "confirm"
	case doc.RelObj, doc.RelObl, doc.RelNmod:
		if r.tags[p].U == doc.UVERB && (mark == "of" || mark == "from" || mark == "for" || mark == "to" || mark == "without") {
			m.loose = true
		}
	}
	r.underHypothesis(h, m)
}

// underHypothesis looks further up for an "if" over the whole clause.
func (r *reader) underHypothesis(p int, m *mood) {
	for range maxClimb {
		h := r.head(p)
		if h < 0 || m.loose {
			return
		}
		if r.rel(p) == doc.RelAdvcl || r.rel(p) == doc.RelCcomp {
			if k := r.child(p, doc.RelMark); k >= 0 && r.lex.has("hypothetical", r.lemma(k)) {
				m.loose = true
			}
		}
		if r.stmt[p] != r.stmt[h] {
			return
		}
		p = h
	}
}
