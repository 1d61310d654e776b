package refer

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// described makes an unnamed actor of a needed phrase: "Russian officials", "a
// Western diplomat". The same words mean the same actor.
func (st *state) described(n *noun) {
	name := st.roleText(n)
	if name == "" || st.thingOnly(n) {
		return
	}
	k := "described " + key(name)
	owner := st.ownerByPronoun(n)
	if owner != none {
		k += " of " + st.actors[owner].name
	}
	a, ok := st.byKey[k]
	named := st.looksNamed(n) || n.plural && st.set(n.head)&wLeaders != 0 && n.r.Len() > 1 && n.number == "" && st.upos(n.r.First) == doc.UADJ
	if !ok {
		a = st.newActor(actor{kind: st.kindOf(n), name: name, country: n.country, gender: n.gender, plural: n.plural,
			unnamed: !named && !st.oneOffice(n), roleKey: st.low(n.head), office: n.office, of: n.of, former: n.former})
		if n.definite || n.plural || n.country != "" {
			st.byKey[k] = a
		}
		p := &st.actors[a]
		if n.country != "" && st.set(n.head)&(wOfficial|wGovernment) != 0 || n.country != "" && n.hasOffice && binds(n.office) {
			if c := st.country(n.country); c != none {
				st.actors[a].party = c + 1
			}
		} else if n.owner != 0 {
			p.party = n.owner
		} else if n.ofActor != 0 && st.set(n.head)&wOfficial != 0 {
			p.party = n.ofActor
		} else if owner != none && (st.set(n.head)&(wOfficial|wAgents) != 0 || n.office == lexicon.Spokesperson) {
			p.party = owner + 1
		} else if st.definiteOffice(n) {
			if c := st.countryNear(n.head); c != none {
				p.party = c + 1
			}
		}
	}
	st.add(mention{r: n.r, head: n.head, kind: doc.Description, actor: a, why: "described, not named"})
}

// thingOnly tells whether a phrase is for what neither speaks nor acts: "the
// missiles", "an exception".
func (st *state) thingOnly(n *noun) bool {
	const actors = wOfficial | wGovernment | wCountry | wOrganisation | wLeaders | wSides | wPerson | wDocument | wFighters | wAgents
	return st.set(n.head)&wThing != 0 && st.set(n.head)&actors == 0 && !n.hasOffice && !st.isRole(n.head) && !st.capital(n.head)
}

// ownerByPronoun is whose the noun is by "its", "their": none where that is not
// known.
func (st *state) ownerByPronoun(n *noun) int {
	if n.pronoun == none || st.at[n.pronoun] == 0 {
		return none
	}
	return st.mentions[st.at[n.pronoun]-1].actor
}

// oneOffice tells whether the words name one holder of an office, who is known
// by it though the report does not name him: "Sudan's army chief". A spokesman
// or an official is one of many.
func (st *state) oneOffice(n *noun) bool {
	return st.person(n) && st.set(n.head)&wOfficial == 0 && n.office != lexicon.Spokesperson
}

// definiteOffice tells whether "the finance ministry", "the foreign minister"
// can only be those of the country that is being told of.
func (st *state) definiteOffice(n *noun) bool {
	if n.country != "" || n.of != "" || n.plural || !n.definite || n.pronoun != none || n.owner != 0 || n.r.Len() > 4 {
		return false
	}
	return st.low(n.head) == "ministry" || n.hasOffice && isMinister(n.office) && n.office != lexicon.Minister
}

// countryReach is how many tokens back the country of an office is looked for.
const countryReach = 60

// countryNear is the country that was the last subject before a token, in its
// sentence or the one before; none where there is none.
func (st *state) countryNear(head int) int {
	aside := none
	if !st.parsed {
		return none
	}
	for t := head - 1; t >= max(0, head-countryReach) && st.sentence[head]-st.sentence[t] <= 1; t-- {
		if st.at[t] == 0 {
			continue
		}
		a := st.mentions[st.at[t]-1].actor
		top := st.top(t)
		if st.rel(top).Base() != doc.RelNsubj || st.actors[a].kind != doc.Country {
			continue
		}
		if v := st.headToken(top); v < 0 || st.rel(v).Base() != doc.RelAdvcl {
			return a
		}
		if aside == none {
			aside = a // of a clause set beside: "if the neighbours attack"
		}
	}
	return aside
}

// looksNamed tells whether a phrase that no name was found in is written as one:
// all its words with capitals, none of them a plain noun for a person.
func (st *state) looksNamed(n *noun) bool {
	if st.in.Forms[n.head][0] < 'A' || st.in.Forms[n.head][0] > 'Z' || st.tagged && st.upos(n.head) != doc.UPROPN || st.set(n.head)&wPerson != 0 || st.isRole(n.head) {
		return false
	}
	return n.r.First > st.bounds(n.head).First || n.r.Len() > 1
}

func (st *state) kindOf(n *noun) doc.NameKind {
	set := st.set(n.head)
	switch {
	case n.plural:
		return doc.Group
	case st.looksNamed(n):
		return doc.Organisation
	case set&(wOrganisation|wDocument|wGovernment) != 0 && set&wPerson == 0:
		return doc.Organisation
	case n.hasOffice || st.isRole(n.head) || set&wPerson != 0 || n.gender != 0:
		return doc.Person
	}
	return doc.Group
}

// binds tells whether who holds the office speaks for the country.
func binds(o lexicon.Office) bool {
	switch o {
	case lexicon.NoOffice, lexicon.PartyLeader, lexicon.Speaker, lexicon.Governor, lexicon.Mayor, lexicon.Senator, lexicon.Lawmaker,
		lexicon.Judge, lexicon.Chairman, lexicon.Director, lexicon.Commissioner:
		return false
	}
	return true
}

// wholeNeeds gives each needed range a mention of just that range: the mention
// of its head grows to it; where several are joined in it, each gets one more.
func (st *state) wholeNeeds() {
	done := map[doc.Range]bool{}
	each := func(r doc.Range) {
		if !st.inside(r) || done[r] || r.Len() > 40 {
			return
		}
		done[r] = true
		head := st.needHead(r)
		k := st.mentionNear(head, r)
		if k == none || !r.Has(st.mentions[k].head) {
			return
		}
		same := st.mentionsAt(k)
		all := append([]int(nil), same...)
		for _, t := range st.joinedTo(st.mentions[k].head, r) {
			all = append(all, st.mentionsAt(int(st.at[t]-1))...)
		}
		if len(all) > len(same) {
			for _, i := range all {
				m := st.mentions[i]
				if !r.Has(m.head) {
					continue
				}
				m.r, m.why = r, "joined: "+m.why
				st.mentions = append(st.mentions, m)
			}
			return
		}
		for _, i := range same {
			if m := &st.mentions[i]; m.r.First >= r.First && m.r.End <= r.End {
				m.r = r
			}
		}
	}
	for i := range st.in.Statements {
		each(st.in.Statements[i].Source)
	}
	for _, r := range st.in.Needs {
		each(r)
	}
}

func (st *state) inside(r doc.Range) bool { return !r.Empty() && r.First >= 0 && r.End <= st.n }

// mentionNear is the mention headed by head, or by the name that holds it, or
// else the first name in the range; none where there is none.
func (st *state) mentionNear(head int, r doc.Range) int {
	if st.at[head] > 0 {
		return int(st.at[head] - 1)
	}
	if k := st.nameAt[head]; k >= 0 {
		if h := st.headOfName(st.in.Names[k]); st.at[h] > 0 {
			return int(st.at[h] - 1)
		}
	}
	// "President Tebboune" hung on the title, "both X and Y" on "both".
	for t := r.First; t < r.End; t++ {
		if k := st.nameAt[t]; k >= 0 && st.in.Names[k].Kind == doc.Person && t < r.First+8 {
			if h := st.headOfName(st.in.Names[k]); st.at[h] > 0 && h < r.End && !st.owns(st.in.Names[k]) {
				return int(st.at[h] - 1)
			}
		}
	}
	return none
}

// mentionsAt is all mentions with the head of mention k, k being the first.
func (st *state) mentionsAt(k int) []int {
	var all []int
	for i := k; i < len(st.mentions) && st.mentions[i].head == st.mentions[k].head; i++ {
		all = append(all, i)
	}
	return all
}

// joinedTo is the heads of the mentions that are coordinated with head in r.
func (st *state) joinedTo(head int, r doc.Range) []int {
	var heads []int
	if st.parsed {
		first := st.top(head)
		for t := r.First; t < r.End; t++ {
			if st.rel(t).Base() != doc.RelConj || st.headToken(t) != first && st.headToken(t) != head {
				continue
			}
			if st.adj[t] != nil && t+1 < r.End && (st.upos(t+1) == doc.UPROPN || st.upos(t+1) == doc.UNOUN || st.upos(t+1) == doc.UADJ) {
				continue // "and Hungarian Prime Minister X": the title's country
			}
			h := st.nameBelow(t)
			if k := st.nameAt[t]; k >= 0 {
				h = st.headOfName(st.in.Names[k])
			}
			if st.at[h] > 0 && h != head && h < r.End {
				heads = append(heads, h)
			}
		}
		return heads
	}
	and := false
	for t := head + 1; t < r.End; t++ {
		if st.low(t) == "and" {
			and = true
		}
		if and && st.at[t] > 0 {
			heads = append(heads, t)
		}
	}
	return heads
}

// satisfyNeeds gives an actor to every needed range that has none yet.
func (st *state) satisfyNeeds() {
	defer st.wholeNeeds()
	for t := range st.need {
		if st.need[t] == 0 || st.at[t] > 0 || !isWord(st.in.Forms[t]) {
			continue
		}
		if k := st.nameAt[t]; k >= 0 {
			continue // a mention of the name holds it
		}
		if pronounOf(st.low(t)) != notPronoun || st.upos(t) == doc.UPRON && st.low(t) != "someone" {
			continue // what a pronoun stands for is not guessed
		}
		if st.adjectiveOf(t) {
			continue
		}
		if u := st.upos(t); u == doc.UVERB || u == doc.UAUX || u == doc.UADP || u == doc.UPUNCT {
			continue
		}
		st.described(st.phrase(t, false))
	}
}

// adjectiveOf gives a needed adjective of a country that country: "an Israeli
// airstrike"; it tells whether t was one. Other adjectives are left alone.
func (st *state) adjectiveOf(t int) bool {
	if st.parsed && st.rel(t).Base() != doc.RelAmod {
		return false
	}
	e := st.adj[t]
	if e == nil || e.Country == "" || !st.adjFirst[t] {
		return st.upos(t) == doc.UADJ
	}
	if c := st.country(e.Country); c != none && e.Kind == lexicon.Country {
		st.add(mention{r: doc.Range{First: t, End: t + 1}, head: t, kind: doc.Metonym, actor: c, why: "adjective of a country"})
	}
	return true
}

// partyOf is the actor that a person or body speaks for: none when it speaks
// for itself.
func (st *state) partyOf(a int) int {
	p := &st.actors[a]
	if p.party > 0 {
		return p.party - 1
	}
	if p.kind != doc.Person || p.former || !binds(p.office) {
		return none
	}
	of := p.of
	if of == "" {
		of = p.country
	}
	if e := st.lex.Entry("org:" + of); e != nil && e.SpeaksFor != "" && st.lex.Country(of) == nil {
		of = e.SpeaksFor // the Kremlin's spokesman is Russia's
	}
	if st.lex.Country(of) != nil {
		if c := st.country(of); c != none {
			st.actors[a].party = c + 1
			return c
		}
		return none
	}
	if c, ok := st.byKey["entry org:"+of]; ok {
		st.actors[a].party = c + 1
		return c
	}
	return none
}

// officeOf gives the office of one who speaks for a country to that country:
// "Macron's office" is France's.
func (st *state) officeOf(a int) {
	p := &st.actors[a]
	if !p.unnamed || p.party == 0 || p.kind != doc.Organisation || st.r.words[p.roleKey]&wOrganisation == 0 {
		return
	}
	if owner := &st.actors[p.party-1]; owner.kind == doc.Person && owner.party > 0 {
		p.party = owner.party
	}
}

// finish numbers the actors by first mention and fills the two lists.
func (st *state) finish() ([]doc.Actor, []doc.Mention) {
	for a := 0; a < len(st.actors); a++ {
		if st.actors[a].kind == doc.Person {
			st.partyOf(a)
		}
	}
	for a := range st.actors {
		st.officeOf(a)
	}
	l := st.in.Layout
	slices.SortStableFunc(st.mentions, func(x, y mention) int {
		if d := l.Tokens[x.r.First].Span.Start - l.Tokens[y.r.First].Span.Start; d != 0 {
			return d
		}
		return y.r.Len() - x.r.Len()
	})
	ids := make([]doc.ActorID, len(st.actors))
	var order []int
	take := func(a int) {
		if ids[a] == 0 {
			order = append(order, a)
			ids[a] = doc.ActorID(len(order))
		}
	}
	for i := range st.mentions {
		take(st.mentions[i].actor)
	}
	for i := 0; i < len(order); i++ { // parties that are only implied come last
		if p := st.actors[order[i]].party; p > 0 {
			take(p - 1)
		}
	}
	actors := make([]doc.Actor, len(order))
	for i, a := range order {
		actors[i] = st.record(a, ids)
	}
	mentions := make([]doc.Mention, 0, len(st.mentions))
	for _, m := range st.mentions {
		span := l.SpanOf(m.r)
		id := ids[m.actor]
		mentions = append(mentions, doc.Mention{Span: span, Tokens: m.r, Head: m.head, Actor: id, Kind: m.kind, Why: m.why})
		x := &actors[id-1]
		x.Mentions = append(x.Mentions, span)
		if k := st.nameAt[m.head]; k >= 0 && !strings.HasPrefix(m.why, "joined: ") {
			x.Names = append(x.Names, st.in.Names[k].Span)
		}
	}
	return actors, mentions
}

// record fills the fields of an actor.
func (st *state) record(a int, ids []doc.ActorID) doc.Actor {
	p := &st.actors[a]
	out := doc.Actor{ID: ids[a], Name: p.name, Kind: p.kind, Country: p.country, Unnamed: p.unnamed}
	if p.party > 0 && p.party-1 != a {
		out.Party = ids[p.party-1]
	}
	if p.entry != nil {
		out.Entry = p.entry.ID
	}
	if p.kind != doc.Person {
		return out
	}
	_, _, text := st.lex.RoleOn(p.entry, st.day)
	switch {
	case p.unnamed:
		out.Role = p.role
	case text != "" && (p.role == "" || !strings.HasPrefix(text, "Former") && !p.former):
		out.Role = text
	default:
		out.Role = p.role
		if out.Role == "" {
			out.Role = text
		}
	}
	return out
}
