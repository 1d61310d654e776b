package move

import "github.com/parley-reader/parley/doc"

// slot finds the token that fills one slot, -1 for none.
func (r *reader) slot(x *cand, s slot) int {
	t := x.tok
	if x.e.class == adjClass && r.rel(t) == doc.RelCase {
		switch s.kind { // "is against a truce"
		case subjSlot:
			return r.subject(r.head(t))
		case objSlot:
			return r.head(t)
		}
		return -1
	}
	switch s.kind {
	case subjSlot:
		if x.passive {
			return r.broughtNoun(t, "by")
		}
		return r.subject(t)
	case objSlot:
		return r.objectOf(t, x.passive)
	case iobjSlot:
		if i := r.child(t, doc.RelIobj); i >= 0 {
			return i
		}
		first, _ := r.twoObjects(t)
		return first
	case infSlot:
		return r.infinitive(x)
	case thatSlot:
		return r.thatClause(t, x.obj)
	case ingSlot:
		return r.gerund(t)
	case possSlot:
		return r.whose(r.child(t, doc.RelNmodPoss))
	case selfSlot:
		if x.obj >= 0 {
			return x.obj
		}
		return t
	case predSlot:
		if p := r.child(t, doc.RelXcomp); p >= 0 && r.tags[p].U != doc.UVERB {
			return p
		}
		return -1
	}
	return r.prepSlot(x, s.prep)
}

func (r *reader) prepSlot(x *cand, prep string) int {
	if prep == "whether" {
		if c := r.child(x.tok, doc.RelCcomp); c >= 0 {
			return c
		}
		return -1
	}
	var p int
	if prep == "with" && x.light >= 0 || prep == x.e.prep {
		p = r.prepOf(x, prep, x.tok+1)
	} else if p = r.broughtNoun(x.tok, prep); p < 0 && x.obj >= 0 {
		p = r.broughtNoun(x.obj, prep)
	}
	if h := r.head(x.tok); p < 0 && prep == "between" && h >= 0 && r.rel(x.tok) == doc.RelNsubj {
		p = r.broughtNoun(h, prep) // "fighting broke out between"
	}
	if p < 0 && (prep == "for" || prep == "over") && len(x.to) > 0 && x.to[0] > x.tok {
		p = r.broughtNoun(x.to[0], prep) // "apologised to the families for the delay"
	}
	if p >= 0 && (prep == "on" || prep == "at" || prep == "in") && r.timely(p) {
		return -1
	}
	return p
}

func (r *reader) infinitive(x *cand) int {
	brought := -1
	if x.e.prep != "" {
		brought = r.broughtNoun(x.tok, x.e.prep)
	}
	for _, t := range [...]int{x.tok, x.obj, brought} {
		if t < 0 {
			continue
		}
		for c := r.first[t]; c >= 0; c = r.next[c] {
			switch r.rel(int(c)) {
			case doc.RelXcomp, doc.RelAcl, doc.RelCcomp, doc.RelAdvcl:
				if int(c) > t && r.infinitival(int(c)) {
					return int(c)
				}
			}
		}
	}
	if x.e.class == verbClass && !x.passive { // "asked X to go" with the clause on X
		if o := r.child(x.tok, doc.RelObj); o >= 0 {
			if c := r.child(o, doc.RelAcl); c >= 0 && r.infinitival(c) {
				return c
			}
		}
	}
	return -1
}

// infinitival tells whether the clause is "to go", or "be open" with a copula.
func (r *reader) infinitival(c int) bool {
	if r.hasChild(c, "to", doc.RelMark) {
		return true
	}
	return r.tags[c].X == doc.PVB && r.rel(c) != doc.RelAdvcl && r.child(c, doc.RelAux) < 0
}

func (r *reader) thatClause(t, obj int) int {
	for c := r.first[t]; c >= 0; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelCcomp:
			if m := r.child(int(c), doc.RelMark); m >= 0 && (r.lemma(m) == "if" || r.lemma(m) == "whether") {
				continue
			}
			return int(c)
		case doc.RelAcl, doc.RelAdvcl, doc.RelAclRelcl:
			if r.tags[t].U != doc.UVERB && r.hasChild(int(c), "that", doc.RelMark) {
				return int(c)
			}
		}
	}
	if obj >= 0 {
		return r.thatClause(obj, -1)
	}
	return r.strayClause(t)
}

// strayReach is how many tokens after its verb a clause's "that" is looked for.
const strayReach = 8

// strayClause is the clause that a verb brings though the tree hangs it
// elsewhere: one that begins with "that" right behind the verb or behind whom it
// is told to, or one whose subject the tree took for the verb's object.
func (r *reader) strayClause(t int) int {
	for p := t + 1; p < len(r.tags) && p <= t+strayReach; p++ {
		if r.tags[p].U == doc.UVERB || r.tags[p].U == doc.UPUNCT || r.tags[p].U == doc.UADP || r.tags[p].U == doc.UCCONJ {
			break
		}
		if r.lemma(p) == "that" && r.rel(p) == doc.RelMark && r.head(p) > p {
			return r.head(p)
		}
	}
	o := r.child(t, doc.RelObj)
	if o <= t {
		return -1
	}
	if p := int(r.hi[o]) + 1; p < len(r.tags) && r.tags[p].U == doc.UAUX && r.head(p) > p && r.ownSubject(r.head(p)) < 0 && r.rel(r.head(p)) != doc.RelConj {
		return r.head(p)
	}
	return -1
}

func (r *reader) gerund(t int) int {
	for c := r.first[t]; c >= 0; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelXcomp, doc.RelCcomp, doc.RelObj, doc.RelAdvcl:
			if int(c) > t && (r.tags[c].X == doc.PVBG || r.having(int(c))) && r.child(int(c), doc.RelMark) < 0 {
				return int(c)
			}
		}
	}
	return -1
}

// having tells whether the clause is "having done".
func (r *reader) having(c int) bool {
	for k := r.first[c]; k >= 0 && int(k) < c; k = r.next[k] {
		if r.rel(int(k)) == doc.RelAux && r.tags[k].X == doc.PVBG {
			return true
		}
	}
	return false
}

// whose goes from "whose" to what its relative clause hangs on.
func (r *reader) whose(p int) int {
	if p < 0 || r.lemma(p) != "whose" {
		return p
	}
	q := p
	for range maxClimb {
		h := r.head(q)
		if h < 0 {
			break
		}
		if r.rel(q) == doc.RelAclRelcl {
			return h
		}
		q = h
	}
	return p
}
