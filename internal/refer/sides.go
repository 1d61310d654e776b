package refer

import "github.com/parley-reader/parley/doc"

// pair: "both sides", "the two leaders": the last two that were named as one.
func (st *state) pair(n *noun) []int {
	if w := st.low(n.head); w == "both" && n.r.Len() == 1 || w == "two" && n.r.Len() == 2 && st.low(n.r.First) == "the" {
		for _, person := range [...]bool{true, false} {
			if two, _ := st.joined(n.head, person); len(two) > 0 {
				return two
			}
			if two, _ := st.parted(n.head, person); len(two) > 0 {
				return two
			}
		}
		return nil
	}
	set := st.set(n.head)
	if set&(wLeaders|wSides) == 0 || !n.definite || n.country != "" || n.of != "" {
		return nil
	}
	if n.number != "two" && !(n.number == "" && (st.low(n.head) == "sides" || st.low(n.head) == "leaders") && n.r.Len() == 2) {
		return nil
	}
	person := set&wLeaders != 0
	two, at := st.joined(n.head, person)
	if len(two) == 0 && n.number == "two" {
		two, at = st.parted(n.head, person)
	}
	if len(two) == 0 && !person {
		if two = st.pairBefore(n.head); len(two) != 2 && partisan(st.low(n.head)) {
			two = st.leadPair(n.head)
		}
		return two
	}
	if len(two) == 2 && partisan(st.low(n.head)) && (!st.dealing(at) || st.otherConflict(at, n.head, two)) {
		return nil
	}
	return two
}

// partisan tells whether a plural means those who stand against each other,
// which two that are only named side by side are not: "both sides".
func partisan(w string) bool {
	switch w {
	case "sides", "parties", "rivals", "foes", "delegations", "camps":
		return true
	}
	return false
}

// upTo is how many words above a name are asked what it takes part in.
const upTo = 5

// dealing tells whether the two that begin at token t fight or negotiate with
// each other there: they stand below a word of conflict or talks ("talks between
// X and Y", "X and Y fought"), or do something with one ("held talks").
func (st *state) dealing(t int) bool {
	b := st.bounds(t)
	if st.between(t) {
		return true
	}
	if !st.parsed {
		for i := max(b.First, t-reachOfLight); i < b.End && i < t+reachOfLight; i++ {
			if st.set(i)&wDealing != 0 {
				return true
			}
		}
		return false
	}
	for range upTo {
		if st.set(t)&wDealing != 0 {
			return true
		}
		if st.objectDealing(t, b) {
			return true
		}
		h := st.headToken(t)
		if h < 0 || st.rel(t).Base() == doc.RelCcomp || st.rel(t).Base() == doc.RelAdvcl || st.rel(t).Base() == doc.RelParataxis {
			return false
		}
		t = h
	}
	return false
}

// between tells whether something lies between the two: "the gulf between X and
// Y", but not a way: "the flight between X and Y".
func (st *state) between(t int) bool {
	if st.at[t] > 0 {
		t = st.mentions[st.at[t]-1].r.First
	}
	if st.low(t-1) == "the" {
		t--
	}
	return st.low(t-1) == "between" && st.set(t-2)&(wGoing|wVenue) == 0
}

// reachOfLight is how far from a verb its object is looked for.
const reachOfLight = 24

// objectDealing tells whether an object or complement of a light verb is a word
// of conflict or talks ("hold three days of talks"), or that of any verb is "each
// other".
func (st *state) objectDealing(v int, b doc.Range) bool {
	light := st.set(v)&wLight != 0
	for i := max(b.First, v-reachOfLight); i < b.End && i < v+reachOfLight; i++ {
		if !st.eachOther(i) && (!light || st.set(i)&wDealing == 0) {
			continue
		}
		for t, up := i, 0; t >= 0 && up < 3; up++ {
			h := st.headToken(t)
			rel := st.rel(t).Base()
			if rel == doc.RelCcomp || rel == doc.RelAdvcl || rel == doc.RelNsubj {
				break
			}
			if h == v {
				return true
			}
			t = h
		}
	}
	return false
}

// eachOther tells whether "each other" or "one another" ends at t.
func (st *state) eachOther(t int) bool {
	switch st.low(t) {
	case "other":
		return st.low(t-1) == "each"
	case "another":
		return st.low(t-1) == "one"
	}
	return false
}

// conflictReach is how many tokens back another conflict is looked for.
const conflictReach = 240

// otherConflict tells whether, between the two that were named and the noun, the
// report has come to another conflict: a sentence with a word of one that tells
// of another place ("in Sudan") and of neither of them.
func (st *state) otherConflict(from, to int, two []int) bool {
	for t := max(st.bounds(from).End, to-conflictReach); t < to; t++ {
		if st.set(t)&wDealing == 0 {
			continue
		}
		b := st.bounds(t)
		if b.Has(to) {
			return false
		}
		ours, others := false, false
		for i := max(b.First, to-conflictReach); i < b.End && i < to; i++ {
			if st.at[i] == 0 {
				continue
			}
			m := &st.mentions[st.at[i]-1]
			if m.actor == two[0] || m.actor == two[1] {
				ours = true
			} else if k := st.actors[m.actor].kind; k == doc.Country || k == doc.Place {
				before := m.r.First - 1
				if st.low(before) == "the" {
					before--
				}
				others = others || st.set(before)&wAt != 0 // not a mediator: "Qatar brokered a truce"
			}
		}
		if others && !ours {
			return true
		}
		t = b.End - 1 // each sentence once
	}
	return false
}

// joined finds the last two persons, or countries, that stand side by side:
// "between Sana and Riyadh", "X and Y", "Putin–Zelensky"; and the head of the
// first of them.
func (st *state) joined(at int, person bool) ([]int, int) {
	first := none
	var last *mention
	var two []int
	st.back(func(m *mention) bool {
		if st.sentence[at]-st.sentence[m.head] > 6 {
			return false
		}
		p := &st.actors[m.actor]
		if m.kind == doc.Pronoun && (!person || m.r.Len() > 1) || (p.kind == doc.Person) != person || !person && p.kind != doc.Country && p.kind != doc.Organisation && p.kind != doc.Group {
			return true
		}
		if last != nil && m.actor != last.actor && st.sentence[m.head] == st.sentence[last.head] && st.side(m, last) {
			two, first = []int{m.actor, last.actor}, m.head
			return false
		}
		last = m
		return true
	})
	return two, first
}

// parted finds the last two persons of whom one does something with the other
// ("X spoke with Y"), or the last two countries that a sentence tells of in two
// clauses side by side ("X agreed, and Y said"); and the head of the first.
func (st *state) parted(at int, person bool) ([]int, int) {
	first := none
	var two []int
	var later []*mention // of one sentence
	st.back(func(m *mention) bool {
		if st.sentence[at]-st.sentence[m.head] > 6 {
			return false
		}
		if kind := st.actors[m.actor].kind; m.kind == doc.Pronoun || person != (kind == doc.Person) || !person && kind != doc.Country {
			return true
		}
		if len(later) > 0 && st.sentence[later[0].head] != st.sentence[m.head] {
			later = later[:0]
		}
		for _, l := range later {
			if l.actor != m.actor && (person && st.withOther(m, l) || !person && st.sideClauses(m, l)) {
				two, first = []int{m.actor, l.actor}, m.head
				return false
			}
		}
		later = append(later, m)
		return true
	})
	return two, first
}

// withOther tells whether a does with b what two do: "a met b", "a had talks
// with b".
func (st *state) withOther(a, b *mention) bool {
	if !st.parsed || !a.subj {
		return false
	}
	verb := st.headToken(st.top(a.head))
	dealing := st.set(verb)&(wDealing|wConversing) != 0
	t := st.top(b.head)
	with := st.rel(t).Base() == doc.RelObj && dealing
	for i := max(t-8, st.bounds(t).First); i < t && !with; i++ {
		with = st.low(i) == "with" && st.rel(i).Base() == doc.RelCase && st.headToken(i) == t
	}
	for up := 0; with && up < 3; up++ {
		if t = st.headToken(t); t < 0 {
			return false
		}
		dealing = dealing || st.set(t)&wDealing != 0
		if t == verb {
			return dealing
		}
	}
	return false
}

// sideClauses tells whether a and b are the subjects of two main clauses that
// are joined.
func (st *state) sideClauses(a, b *mention) bool {
	if !st.parsed || !a.subj || !b.subj {
		return false
	}
	v, w := st.headToken(st.top(a.head)), st.headToken(st.top(b.head))
	return v >= 0 && w >= 0 && st.rel(w).Base() == doc.RelConj && st.headToken(w) == v
}

// pairReach is how many sentences back the two that a report is about may have
// been meant by one word.
const pairReach = 12

// pairBefore is the two countries that a plural stood for before: "the two
// countries … both sides".
func (st *state) pairBefore(at int) []int {
	var two []int
	st.back(func(m *mention) bool {
		if st.sentence[at]-st.sentence[m.head] > pairReach {
			return false
		}
		if m.why != pairWhy || st.actors[m.actor].kind != doc.Country {
			return true
		}
		if !st.dealtIn(st.bounds(m.head)) {
			return true
		}
		for k := int(st.at[m.head]) - 1; k < len(st.mentions) && st.mentions[k].head == m.head; k++ {
			two = append(two, st.mentions[k].actor)
		}
		return false
	})
	return two
}

// leadPair is the two countries that the report's first sentence sets against
// each other, unless another conflict is told of since.
func (st *state) leadPair(at int) []int {
	if st.sentence[at] == 0 {
		return nil
	}
	var first []*mention
	for i := range st.mentions {
		if m := &st.mentions[i]; st.sentence[m.head] == 0 && st.actors[m.actor].kind == doc.Country && len(first) < window {
			first = append(first, m)
		}
	}
	for _, a := range first {
		for _, b := range first {
			two := []int{a.actor, b.actor}
			if a.actor != b.actor && b.r.First >= a.r.End && b.r.First < a.r.End+4 && st.side(a, b) && st.dealing(a.head) && !st.otherConflict(a.head, at, two) {
				return two
			}
		}
	}
	return nil
}

// dealtIn tells whether a word of conflict or talks stands among tokens.
func (st *state) dealtIn(r doc.Range) bool {
	for t := r.First; t < r.End && t < r.First+2*reachBelow; t++ {
		if st.set(t)&wDealing != 0 {
			return true
		}
	}
	return false
}

// pairWhy is the reason of a mention that stands for two.
const pairWhy = "the two named before"

// side tells whether two mentions are joined by "and" or a dash, with at most
// titles between.
func (st *state) side(a, b *mention) bool {
	and := false
	for t := a.r.End; t < b.r.First; t++ {
		switch st.low(t) {
		case "and", "-", "–", "—", "with":
			and = true
		case ",":
			return false
		default:
			if u := st.upos(t); u == doc.UVERB || u == doc.UAUX || t-a.r.End > 6 {
				return false
			}
		}
	}
	return and
}
