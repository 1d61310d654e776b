package move

import "github.com/parley-reader/parley/doc"

// subject is the token that heads the surface subject of a predicate: its own,
// the one that it shares with a conjoined verb, or its controller's; -1 where
// none is told. What stands outside a statement takes no subject from inside
// one, wherever the tree hangs it.
func (r *reader) subject(i int) int {
	for range maxClimb {
		if s := r.ownSubject(i); s >= 0 {
			return s
		}
		if s := r.neighbour(i); s >= 0 {
			return s
		}
		h := r.governor(i)
		if h < 0 {
			return -1
		}
		switch r.rel(i) {
		case doc.RelConj, doc.RelAdvcl, doc.RelDep:
			i = h
		case doc.RelParataxis:
			if r.tags[i].X != doc.PVBG {
				return -1
			}
			i = h
		case doc.RelCcomp:
			if o := r.child(h, doc.RelObj); o >= 0 && o < i && r.finite(i) {
				return o // the tree took the clause's subject for an object
			}
			if s := r.subjectWithin(i, h); s >= 0 {
				return s
			}
			i = h
		case doc.RelXcomp:
			if o := r.child(h, doc.RelObj, doc.RelIobj); o >= 0 && o < i && objectControl(r.lemma(h)) && !r.lex.has("intent_nouns", r.noun(o)) {
				return o
			}
			if p := r.brought(h, "on"); p >= 0 && r.lemma(h) == "call" {
				return p
			}
			i = h
		case doc.RelAcl:
			if r.child(i, doc.RelMark) < 0 {
				return h // "the envoy sent to Kabul", "leaders urging calm"
			}
			return r.holder(h)
		case doc.RelAclRelcl:
			return h
		default:
			return -1
		}
	}
	return -1
}

// subjectWithin is the subject that a clause without one has in the statement
// that it stands in, its head h standing outside.
func (r *reader) subjectWithin(i, h int) int {
	id := r.stmt[i]
	if id == 0 || r.stmt[h] == id {
		return -1
	}
	for p := i - 1; p >= 0 && p > i-12 && r.stmt[p] == id; p-- {
		if r.rel(p) == doc.RelNsubj || r.rel(p) == doc.RelNsubjPass {
			return p
		}
	}
	return -1
}

// neighbour is the name that stands right before a verb without a subject, the
// tree having hung it elsewhere: "…, but the minister quickly denied it",
// "despite the president urging restraint".
func (r *reader) neighbour(i int) int {
	switch r.tags[i].X {
	case doc.PVBD, doc.PVBZ, doc.PVBG:
	default:
		return -1
	}
	switch r.rel(i) {
	case doc.RelConj, doc.RelAdvcl, doc.RelParataxis, doc.RelCcomp:
	default:
		return -1
	}
	p := i - 1
	for p > 0 && r.tags[p].U == doc.UADV {
		p--
	}
	m := r.coverOf(p)
	if m == nil || m.Kind == doc.Pronoun || m.Tokens.End != p+1 || r.actor(m.Actor).Kind == doc.Place || r.passive(i) {
		return -1
	}
	switch b := m.Tokens.First - 1; {
	case b < 0 || r.tags[b].U == doc.UCCONJ || r.lemma(b) == "despite" || r.lemma(b) == "with" || r.tags[b].U == doc.UNOUN && r.tags[i].X == doc.PVBG || r.tags[b].U == doc.UPROPN:
		return p
	}
	return -1
}

// governor is the head of i, or, where i stands outside the statement that its
// head stands in, the nearest head above that stands outside it too.
func (r *reader) governor(i int) int {
	h := r.head(i)
	for range maxClimb {
		if h < 0 || r.stmt[h] == 0 || r.stmt[h] == r.stmt[i] || r.stmt[i] != 0 {
			return h
		}
		h = r.head(h)
	}
	return h
}

// finite tells whether a predicate has a tense of its own.
func (r *reader) finite(i int) bool {
	switch r.tags[i].X {
	case doc.PVBD, doc.PVBP, doc.PVBZ:
		return true
	}
	return r.child(i, doc.RelAux, doc.RelCop) >= 0
}

// holder is whose the noun is: its possessor, or the subject of the clause in
// which it is an object.
func (r *reader) holder(n int) int {
	if p := r.child(n, doc.RelNmodPoss); p >= 0 {
		return p
	}
	h := r.head(n)
	if h < 0 || r.tags[h].U != doc.UVERB {
		return -1
	}
	switch r.rel(n).Base() {
	case doc.RelObj, doc.RelObl, doc.RelXcomp:
		return r.subject(h)
	}
	return -1
}

// speaksOf tells whether a speaker whose country or body the report does not tell
// says what his own will or will not do: "Zambia would sign, the finance minister
// said", "the club would sell, its chairman said".
func (r *reader) speaksOf(t int, s *doc.Statement, id doc.ActorID) bool {
	a := r.actor(id)
	if a == nil || a.Kind == doc.Person || len(s.Sources) > 1 || r.party(s.Source) != 0 || r.lex.has("hostile_promise", r.lemma(t)) {
		return false
	}
	var m mood
	r.aux(t, &m)
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelXcomp {
		r.aux(h, &m)
	}
	if !m.will && (!m.can || !m.neg) {
		return false
	}
	toks := r.in.Layout.TokensIn(s.SourceSpan)
	toks.End = min(toks.End, toks.First+8, len(r.tags))
	for k := toks.First; k < toks.End; k++ {
		switch l := r.form(k); {
		case k == toks.First && r.rel(k) == doc.RelNmodPoss && r.tags[k].U == doc.UPRON && l != "my" && l != "our":
			return true // "its director"
		case a.Kind == doc.Country && r.lex.has("state_offices", l), a.Kind != doc.Country && r.lex.has("body_offices", l):
			o := r.ownerOf(k)
			return o == 0 || o == s.Source || o == id
		}
	}
	return false
}
