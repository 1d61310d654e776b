package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// window is how many mentions back a noun or pronoun may reach.
const window = 64

// walk goes through the report once and resolves nouns and pronouns, those
// inside quotation marks or those outside.
func (st *state) walk(quoted bool) {
	st.recent = st.recent[:0]
	for t := 0; t < st.n; t++ {
		if st.at[t] > 0 {
			st.push(t)
			continue
		}
		if st.quoted[t] != quoted || st.nameAt[t] >= 0 {
			continue
		}
		if p := pronounOf(st.low(t)); p != notPronoun {
			st.pronoun(t, p)
		} else if st.need[t] != 0 && st.parsed && st.adjectiveOf(t) {
			continue
		} else if st.candidate(t) {
			st.nominal(t)
		}
		if st.at[t] > 0 {
			st.push(t)
		}
	}
}

// push makes the mentions with head t recent.
func (st *state) push(t int) {
	first := int(st.at[t] - 1)
	for i := first; i < len(st.mentions) && st.mentions[i].head == t; i++ {
		st.recent = append(st.recent, i)
	}
	if len(st.recent) > 4*window {
		n := copy(st.recent, st.recent[len(st.recent)-window:])
		st.recent = st.recent[:n]
	}
}

// back calls yield for the recent mentions, the latest first, at most window.
func (st *state) back(yield func(m *mention) bool) {
	for i := len(st.recent) - 1; i >= 0 && i >= len(st.recent)-window; i-- {
		if !yield(&st.mentions[st.recent[i]]) {
			return
		}
	}
}

// candidate tells whether token t may head a phrase that stands for an actor.
func (st *state) candidate(t int) bool {
	if !isWord(st.in.Forms[t]) {
		return false
	}
	_, _, role := st.lex.RoleNoun(st.in.Forms[t])
	if !role && st.need[t] == 0 && st.set(t)&(wGovernment|wCountry|wOrganisation|wLeaders|wSides) == 0 {
		return false
	}
	if st.tagged {
		switch st.upos(t) {
		case doc.UVERB, doc.UAUX, doc.UADV, doc.UADP, doc.UDET, doc.USCONJ, doc.UCCONJ, doc.UPUNCT:
			if st.need[t] == 0 || st.upos(t) == doc.UPUNCT {
				return false
			}
		}
	}
	// "president" in "president election", in "President X": no head.
	if k := st.nameAtSafe(t + 1); k >= 0 && st.in.Names[k].Kind == doc.Person && st.need[t] == 0 {
		return false
	}
	if u := st.upos(t + 1); (u == doc.UNOUN || u == doc.UPROPN) && st.nameAtSafe(t+1) < 0 && st.sentence[t] == st.sentence[t+1] && st.need[t] == 0 {
		return false
	}
	return !st.partOfTitle(t)
}

// partOfTitle tells whether t is "Secretary" in "Secretary of State X".
func (st *state) partOfTitle(t int) bool {
	if st.need[t] != 0 || st.low(t+1) != "of" {
		return false
	}
	for i := t + 2; i < t+6 && i < st.n && st.sentence[i] == st.sentence[t]; i++ {
		if k := st.nameAt[i]; k >= 0 && st.in.Names[k].Kind == doc.Person {
			return st.low(i-1) != "'s" && st.low(i-1) != "’s" && st.low(i-1) != "of"
		}
		if !isWord(st.in.Forms[i]) || st.upos(i) == doc.UVERB {
			return false
		}
	}
	return false
}

// nounSieve is one way to find what a noun stands for; none when it cannot.
type nounSieve struct {
	why string
	try func(*state, *noun) int
}

var nounSieves = []nounSieve{
	{"apposition", (*state).apposed},
	{"government of a country", (*state).government},
	{"people or movement", (*state).movement},
	{"counterpart in the office", (*state).counterpart},
	{"the country named before", (*state).countryNoun},
	{"role told in the report", (*state).roleTold},
	{"holder of the office", (*state).holder},
	{"role named before", (*state).roleNear},
	{"organisation named before", (*state).organisationNoun},
	{"document of the last speaker", (*state).documentOf},
	{"holder named next", (*state).namedNext},
}

// nominal resolves the phrase headed by t.
func (st *state) nominal(t int) {
	n := st.phrase(t, false)
	for _, s := range nounSieves {
		if a := s.try(st, n); a != none {
			kind := doc.RoleMention
			if s.why == nounSieves[1].why {
				kind = doc.Metonym
			}
			st.add(mention{r: n.r, head: t, kind: kind, actor: a, why: s.why})
			return
		}
	}
	if r, all := st.counterparts(n); len(all) > 0 {
		for _, a := range all {
			st.add(mention{r: r, head: t, kind: doc.RoleMention, actor: a, why: "counterparts in the office"})
		}
		return
	}
	if r, all := st.leadersOf(n); len(all) > 0 {
		for _, a := range all {
			st.add(mention{r: r, head: t, kind: doc.Metonym, actor: a, why: "leaders of countries"})
		}
		return
	}
	if two := st.pair(n); len(two) > 0 {
		for _, a := range two {
			st.add(mention{r: n.r, head: t, kind: doc.RoleMention, actor: a, why: pairWhy})
		}
		return
	}
	if st.need[t] != 0 {
		st.described(n)
	}
}

// apposed: "the foreign minister, X," and "X, the foreign minister,".
func (st *state) apposed(n *noun) int {
	if n.plural {
		return none
	}
	if comma := st.phraseEnd(n.r.End); st.low(comma) == "," {
		if k := st.nameAtSafe(st.pastRole(comma + 1)); k >= 0 && st.in.Names[k].Kind == doc.Person && st.closes(st.in.Names[k].Tokens.End) && (n.hasOffice || st.isRole(n.head)) {
			return st.nameActor(k, n)
		}
	}
	if n.r.First >= 2 && st.low(n.r.First-1) == "," && st.closes(n.r.End) {
		if k := st.nameAtSafe(n.r.First - 2); k >= 0 && st.in.Names[k].Kind == doc.Person && (n.hasOffice || st.isRole(n.head)) {
			if st.parsed && st.rel(n.head).Base() != doc.RelAppos && st.rel(n.head).Base() != doc.RelConj && st.rel(n.head) != 0 && st.rel(n.head).Base() != doc.RelNmod {
				return none
			}
			return st.nameActor(k, n)
		}
	}
	return none
}

// phraseEnd is where the noun phrase that goes on at t ends: of "head of the
// Russian delegation, …" at the comma. It is t where no "of" follows.
func (st *state) phraseEnd(t int) int {
	if st.low(t) != "of" {
		return t
	}
	for i := t + 1; i < st.n && i < t+9; i++ {
		switch st.upos(i) {
		case doc.UDET, doc.UADJ, doc.UNOUN, doc.UPROPN, doc.UADP, doc.UPART:
		default:
			return i
		}
	}
	return t
}

// pastRole is where a name may begin at or after t, behind a role of a few
// words: "presidential aide Vladimir Medinsky".
func (st *state) pastRole(t int) int {
	for i := t; i < st.n && i < t+5; i++ {
		if st.nameAtSafe(i) >= 0 && st.in.Names[st.nameAtSafe(i)].Kind == doc.Person {
			return i
		}
		switch st.upos(i) {
		case doc.UDET, doc.UADJ, doc.UNOUN, doc.UPROPN:
		default:
			return t
		}
	}
	return t
}

// closes tells whether an apposition may end before token t.
func (st *state) closes(t int) bool {
	switch st.low(t) {
	case ",", ".", "", ")", ";", "—", "–", "-", ":", "who", "said", "says", "told", "of", "at", "in", "and":
		return true
	}
	return false
}

func (st *state) nameActor(k int, n *noun) int {
	m := st.at[st.headOfName(st.in.Names[k])]
	if m == 0 {
		return none
	}
	a := st.mentions[m-1].actor
	st.apply(a, n)
	return a
}

// government: "the Saudi government", "the Turkish statement".
func (st *state) government(n *noun) int {
	if st.set(n.head)&wGovernment == 0 || n.plural {
		return none
	}
	if n.country != "" && st.onlyCountry(n) {
		return st.country(n.country)
	}
	return none
}

// onlyCountry tells whether nothing but its country, its article and plain words
// qualify the phrase: "Turkish-backed regime" is not Turkey's.
func (st *state) onlyCountry(n *noun) bool {
	for t := n.r.First; t < n.head; t++ {
		switch st.low(t) {
		case "former", "backed", "led", "-", "self", "transitional", "interim", "shadow", "opposition", "regional", "local", "exiled":
			return false
		}
	}
	return true
}

// movement: "the Houthi movement", "Kurdish forces".
func (st *state) movement(n *noun) int {
	if st.set(n.head)&(wOrganisation|wFighters) == 0 {
		return none
	}
	for t := n.r.First; t < n.head; t++ {
		e := st.adj[t]
		if e == nil || e.Kind != lexicon.Group && e.Kind != lexicon.Organisation || !st.onlyCountry(n) {
			continue
		}
		k := "entry " + e.ID
		a, ok := st.byKey[k]
		if !ok {
			a = st.newActor(actor{kind: doc.NameKind(e.Kind), name: e.Name, entry: e, country: e.Country, plural: e.Kind == lexicon.Group})
			st.byKey[k] = a
		}
		return a
	}
	return none
}

// countryNoun: "the country".
func (st *state) countryNoun(n *noun) int {
	if st.set(n.head)&wCountry == 0 || n.plural || !n.definite || n.r.Len() != 2 || st.low(n.r.End) == "of" {
		return none
	}
	found := none
	st.back(func(m *mention) bool {
		if st.actors[m.actor].kind == doc.Country && st.sentence[n.head]-st.sentence[m.head] <= 3 {
			found = m.actor
			return false
		}
		return st.sentence[n.head]-st.sentence[m.head] <= 3
	})
	return found
}

// person tells whether a noun may stand for one person.
func (st *state) person(n *noun) bool {
	return !n.plural && n.definite && n.pronoun == none && (n.hasOffice || st.isRole(n.head)) && st.set(n.head)&(wGovernment|wOrganisation|wCountry) == 0
}

// agrees tells whether a person may be called by the noun.
func (st *state) agrees(n *noun, a int) bool {
	p := &st.actors[a]
	if p.kind != doc.Person || p.plural || n.gender != 0 && p.gender != 0 && n.gender != p.gender || n.former != p.former && (n.former || p.office == n.office) {
		return false
	}
	if n.country != "" && p.country != "" && n.country != p.country {
		return false
	}
	if n.owner != 0 && n.country == "" && n.of == "" || st.otherBody(n.of, p.of) {
		return false
	}
	if n.hasOffice && p.office != lexicon.NoOffice {
		return sameOffice(n.office, p.office)
	}
	return p.roleKey != "" && p.roleKey == st.low(n.head)
}

// otherBody tells whether a phrase names a body, known by its name in the report
// alone, that is not the one which a person is of: "the Hills Institute's
// director" is not the Lakes Institute's.
func (st *state) otherBody(phrase, person string) bool {
	if phrase == person || !strings.HasPrefix(phrase, "?") {
		return false
	}
	x, okX := st.byKey["thing "+phrase[1:]]
	y, okY := st.byKey["thing "+strings.TrimPrefix(person, "?")]
	return !okX || !okY || x != y
}

// roleTold: a person with that role and country, named with it in the report.
func (st *state) roleTold(n *noun) int {
	if !st.person(n) || n.country == "" && n.of == "" {
		return none
	}
	found := none
	st.back(func(m *mention) bool {
		p := &st.actors[m.actor]
		if st.agrees(n, m.actor) && (n.country != "" && p.country == n.country || n.of != "" && p.of == n.of) {
			found = m.actor
			return false
		}
		return true
	})
	return found
}

// roleNear: "the president", "the commissioner": the last person who may be
// called that.
func (st *state) roleNear(n *noun) int {
	if !st.person(n) || n.country != "" && n.hasOffice && n.of == "" && st.rivals(n) {
		return none
	}
	found := none
	st.back(func(m *mention) bool {
		if st.sentence[n.head]-st.sentence[m.head] > 12 {
			return false
		}
		if st.agrees(n, m.actor) && !(st.quoted[m.head] && !st.quoted[n.head]) {
			found = m.actor
			return false
		}
		return true
	})
	return found
}

// nextReach is how many tokens ahead the holder of an office may be named.
const nextReach = 60

// namedNext: "Sudan's army chief has refused …. General X told": a person of the
// same country, whose title fits, named within the next two sentences.
func (st *state) namedNext(n *noun) int {
	if !st.person(n) || n.country == "" || n.former || st.set(n.head)&wOfficial != 0 {
		return none
	}
	for t := n.r.End; t < st.n && t < n.r.End+nextReach && st.sentence[t]-st.sentence[n.head] <= 2; t++ {
		k := st.nameAt[t]
		if k < 0 || st.in.Names[k].Kind != doc.Person || st.at[t] == 0 {
			continue
		}
		a := st.mentions[st.at[t]-1].actor
		p := &st.actors[a]
		if p.country != n.country {
			continue
		}
		if n.hasOffice && p.office != lexicon.NoOffice && sameOffice(n.office, p.office) || p.roleKey != "" && p.roleKey == st.low(n.head) || st.commands(n, k) {
			return a
		}
	}
	return none
}

// commands tells whether the phrase is one for a head of forces and the name has
// the rank of one.
func (st *state) commands(n *noun, k int32) bool {
	forces := false
	for t := n.r.First; t < n.head; t++ {
		w := st.low(t)
		forces = forces || w == "army" || w == "military" || w == "junta" || w == "navy" || w == "forces" || w == "staff" || w == "coup"
	}
	if !forces {
		return false
	}
	first := st.in.Names[k].Tokens.First
	for t := first; t >= max(0, first-3); t-- {
		switch st.low(t) {
		case "gen", "gen.", "general", "marshal", "admiral", "adm.", "lt.", "colonel", "col.", "maj.":
			return true
		}
	}
	return false
}

// rivals tells that the country is told, so that roleTold would have known.
func (st *state) rivals(n *noun) bool { return st.lex.Country(n.country) != nil }

// organisationNoun: "the ministry", "the group": the last organisation whose
// name has the word, or any for a word that tells little.
func (st *state) organisationNoun(n *noun) int {
	if st.set(n.head)&wOrganisation == 0 || n.plural || !n.definite || n.pronoun != none || n.r.Len() > 3 || st.low(n.r.End) == "of" {
		return none
	}
	word := st.low(n.head)
	vague := word == "group" || word == "organisation" || word == "organization" || word == "bloc" || word == "movement" || word == "alliance" || word == "agency"
	found := none
	st.back(func(m *mention) bool {
		d := st.sentence[n.head] - st.sentence[m.head]
		p := &st.actors[m.actor]
		if d > 8 {
			return false
		}
		if p.kind != doc.Organisation && p.kind != doc.Group || p.unnamed && p.plural {
			return true
		}
		if n.country != "" && p.country != "" && p.country != n.country {
			return true
		}
		if strings.Contains(strings.ToLower(p.name), word) || vague && d <= 3 && n.r.Len() == 2 {
			found = m.actor
			return false
		}
		return true
	})
	return found
}

// documentOf: "the statement" speaks for who said something last.
func (st *state) documentOf(n *noun) int {
	w := st.low(n.head)
	if w != "statement" && w != "letter" && w != "declaration" && w != "message" || n.plural || st.need[n.head] == 0 {
		return none
	}
	if n.owner != 0 {
		return n.owner - 1
	}
	for t := n.r.End; t < n.r.End+6 && t < st.n && st.low(t) != "."; t++ {
		if w := st.low(t - 1); w == "by" || w == "from" {
			if k := st.nameAt[t]; k >= 0 && st.at[st.headOfName(st.in.Names[k])] > 0 {
				return st.mentions[st.at[st.headOfName(st.in.Names[k])]-1].actor
			}
		}
	}
	if !n.definite || n.country != "" || n.of != "" || n.r.Len() > 2 {
		return none
	}
	found := none
	st.back(func(m *mention) bool {
		if st.sentence[n.head]-st.sentence[m.head] > 3 {
			return false
		}
		if (st.need[m.head] != 0 || m.subj) && st.actors[m.actor].kind != doc.Place && !st.actors[m.actor].unnamed {
			found = m.actor
			return false
		}
		return true
	})
	return found
}
