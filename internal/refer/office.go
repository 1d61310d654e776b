package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// fits tells whether a title before a surname agrees with what is known of e:
// an office that it names must be one that e holds on the day, or has held
// before: who has left an office keeps its title.
func (t *noun) fits(st *state, e *lexicon.Entry) bool {
	if t == nil {
		return true
	}
	if t.gender != 0 && e.Gender != 0 && t.gender != e.Gender {
		return false
	}
	if t.hasOffice {
		return st.holds(e, t)
	}
	_, of, _ := st.lex.RoleOn(e, st.day)
	return t.country == "" || of == "" || st.lex.Country(of) == nil || of == t.country
}

// holds tells whether the office of a title is one of e's.
func (st *state) holds(e *lexicon.Entry, t *noun) bool {
	elect := st.elected(t)
	for i := range e.Offices {
		o := &e.Offices[i]
		if !sameOffice(t.office, o.Office) || !st.heldFor(t, o) {
			continue
		}
		switch {
		case st.undated, elect:
			return true
		case o.From > st.day:
		case !t.former, !o.Covers(st.day):
			return true
		}
	}
	return len(e.Offices) == 0 && st.knownAs(e, t)
}

// knownAs tells whether a title fits one who is known for something else than a
// dated office: "US Senator", "founder of Wagner".
func (st *state) knownAs(e *lexicon.Entry, t *noun) bool {
	words := strings.Fields(e.Role)
	if o, ok := st.lex.OfficeOf(words); ok && sameOffice(t.office, o) {
		return t.country == "" || e.Country == "" || t.country == e.Country
	}
	for _, w := range words {
		if strings.EqualFold(strings.Trim(w, ",;"), st.low(t.head)) {
			return true
		}
	}
	return false
}

// elected tells of one who has yet to take the office: "President-elect".
func (st *state) elected(t *noun) bool {
	for i := t.r.First; i < t.r.End; i++ {
		if w := st.low(i); strings.HasSuffix(w, "elect") || strings.HasSuffix(w, "designate") {
			return true
		}
	}
	return false
}

// heldFor tells whether the country or organisation of a title agrees with that
// of a tenure.
func (st *state) heldFor(t *noun, o *lexicon.Tenure) bool {
	if st.lex.Country(o.Country) != nil {
		if t.country != "" {
			return t.country == o.Country
		}
		org := st.lex.Entry("org:" + t.of)
		return org == nil || org.Country == "" || org.Country == o.Country
	}
	org := st.lex.Entry("org:" + t.of) // "Labour Party chief X" does not lead NATO
	return org == nil || org.Country == "" || t.of == o.Country
}

// holder: who held the office on the day, whether named in the report or not.
func (st *state) holder(n *noun) int {
	if !st.person(n) || !n.hasOffice || n.former || n.country == "" && n.of == "" {
		return none
	}
	switch n.office {
	case lexicon.Minister, lexicon.Envoy, lexicon.Ambassador, lexicon.Negotiator, lexicon.Spokesperson, lexicon.Adviser,
		lexicon.Senator, lexicon.Lawmaker, lexicon.Judge, lexicon.Governor, lexicon.Mayor, lexicon.Commissioner, lexicon.DeputyMinister, lexicon.Commander:
		return none // one of many
	}
	if n.of == "" && (n.office == lexicon.Director || n.office == lexicon.Chairman) {
		return none // the head of what the country has, not of the country
	}
	return st.known(st.officer(n))
}

// officer is whom the lexicon knows in the office of the phrase on the day.
func (st *state) officer(n *noun) *lexicon.Entry {
	of, org := n.country, (*lexicon.Entry)(nil)
	if n.of != "" {
		of, org = n.of, st.lex.Entry("org:"+n.of)
		if org == nil {
			return nil
		}
		if n.country != "" && org.Country != "" && n.country != org.Country {
			return nil // a body of the same name elsewhere
		}
	}
	if n.office == lexicon.PartyLeader || org != nil && org.Sector == "PTY" {
		return st.partyLeader(n, org)
	}
	if org != nil && org.SpeaksFor != "" && !seat(org.Name) && n.office.HeadOfState() {
		return nil // who leads a ministry does not lead the country
	}
	if n.office == lexicon.Leader {
		return st.lex.Head(of, st.day)
	}
	return st.lex.Holder(n.office, of, st.day)
}

// partyLeader is who leads the party that the words name. A country has many,
// so that the office must be told by the party's name or by "opposition"; and
// parties of one name are in many countries, so that the report must be about
// this one.
func (st *state) partyLeader(n *noun, org *lexicon.Entry) *lexicon.Entry {
	country, name := n.country, "opposition"
	if org != nil {
		if country == "" {
			country = org.Country
		}
		if n.office != lexicon.Leader && n.office != lexicon.PartyLeader && n.office != lexicon.Chairman || !st.countryTold(country) {
			return nil
		}
		name = strings.ToLower(org.Name)
	} else if !st.says(n, name) {
		return nil
	}
	var found *lexicon.Entry
	for _, e := range st.lex.Holders(lexicon.PartyLeader, country, st.day) {
		for i := range e.Offices {
			o := &e.Offices[i]
			if o.Office != lexicon.PartyLeader || o.Country != country || !o.Covers(st.day) || !strings.Contains(strings.ToLower(o.Style), name) {
				continue
			}
			if found != nil && found != e {
				return nil
			}
			found = e
		}
	}
	return found
}

// says tells whether a word stands in the phrase.
func (st *state) says(n *noun, word string) bool {
	for t := n.r.First; t < n.r.End; t++ {
		if st.low(t) == word {
			return true
		}
	}
	return false
}

// countryTold tells whether the report names a country or calls something its.
func (st *state) countryTold(iso string) bool {
	if st.told == nil {
		st.told = map[string]bool{}
		for _, e := range st.adj {
			if e != nil {
				st.told[e.Country] = true
			}
		}
	}
	_, named := st.byISO[iso]
	return named || st.told[iso]
}

// known is the actor of a person of the lexicon, made when the report has not
// named him; but where the day is not known nobody is made of a bare role.
func (st *state) known(e *lexicon.Entry) int {
	if e == nil {
		return none
	}
	if a, ok := st.byKey["entry "+e.ID]; ok {
		return a
	}
	if st.undated {
		return none
	}
	a := st.newActor(actor{kind: doc.Person})
	st.know(a, e)
	return a
}

// counterpart: "his Turkish counterpart": who holds the owner's office there.
func (st *state) counterpart(n *noun) int {
	if st.low(n.head) != "counterpart" || n.country == "" || n.plural {
		return none
	}
	o := n.owner - 1
	if n.pronoun != none && st.at[n.pronoun] > 0 {
		o = st.mentions[st.at[n.pronoun]-1].actor
	}
	return st.peer(o, n.country)
}

// peer is who holds in a country the office that actor o holds in his own: one
// whom the report has named, else whom the lexicon knows.
func (st *state) peer(o int, country string) int {
	if o < 0 {
		return none
	}
	office := st.actors[o].office
	if office == lexicon.NoOffice || st.actors[o].former || st.actors[o].country == country {
		return none
	}
	found := none
	st.back(func(m *mention) bool {
		p := &st.actors[m.actor]
		if m.actor != o && p.kind == doc.Person && !p.former && p.country == country && sameOffice(p.office, office) {
			found = m.actor
			return false
		}
		return true
	})
	if found != none || !(office.HeadOfState() || isMinister(office)) || office == lexicon.Minister {
		return found
	}
	return st.known(st.lex.Holder(office, country, st.day))
}

// mostCounterparts is how many countries of one list of counterparts are read,
// longestList how many tokens of a list.
const (
	mostCounterparts = 8
	longestList      = 64
)

// counterparts: "his Greek, Cypriot and French counterparts, A, B and C": one
// for each country, in order: the persons named behind, where there are as many,
// else who holds the owner's office there.
func (st *state) counterparts(n *noun) (doc.Range, []int) {
	if st.low(n.head) != "counterparts" {
		return n.r, nil
	}
	var countries []string
	b, first, o := st.bounds(n.head), n.head, n.owner-1
	for t := n.head - 1; t >= b.First && t > n.head-longestList && len(countries) < mostCounterparts; t-- {
		if e := st.adj[t]; e != nil {
			if st.adjFirst[t] {
				countries = append([]string{e.Country}, countries...)
			}
			first = t
			continue
		}
		w := st.low(t)
		if w == "," || w == "and" {
			continue
		}
		if m := st.at[t]; m > 0 && st.mentions[m-1].kind == doc.Pronoun {
			first, o = t, st.mentions[m-1].actor
		}
		break
	}
	if o < 0 || len(countries) == 0 {
		return n.r, nil
	}
	r := doc.Range{First: first, End: n.head + 1}
	named := st.listed(n.head+1, len(countries))
	all := make([]int, 0, len(countries))
	for i, c := range countries {
		a := none
		if named != nil && (st.actors[named[i]].country == "" || st.actors[named[i]].country == c) {
			a = named[i]
			if p := &st.actors[a]; p.country == "" && p.office == lexicon.NoOffice {
				p.country, p.office, p.of = c, st.actors[o].office, c
			}
		} else if named == nil {
			a = st.peer(o, c)
		}
		if a == none {
			return r, nil
		}
		all = append(all, a)
	}
	return r, all
}

// listed is the actors of a list of n persons that begins behind a comma at t;
// nil where another number of them is named.
func (st *state) listed(t, n int) []int {
	if st.low(t) != "," {
		return nil
	}
	var all []int
	end := min(st.bounds(t).End, t+longestList)
	for t++; t < end; t++ {
		k := st.nameAt[t]
		switch w := st.low(t); {
		case k >= 0 && st.in.Names[k].Kind == doc.Person:
			m := st.at[st.headOfName(st.in.Names[k])]
			if m == 0 {
				return nil
			}
			all = append(all, st.mentions[m-1].actor)
			t = st.in.Names[k].Tokens.End - 1
			continue
		case w == "," && len(all) < n, w == "and":
			continue
		}
		break
	}
	if len(all) != n {
		return nil
	}
	return all
}

// leadersOf: "the leaders of Britain, France and Poland", "the foreign ministers
// of X and Y": the countries that they speak for, and the whole phrase. One
// country's leaders may be any of many and are left alone.
func (st *state) leadersOf(n *noun) (doc.Range, []int) {
	if !n.plural || n.country == "" && n.of == "" || st.low(n.head+1) != "of" || !n.hasOffice && st.set(n.head)&wLeaders == 0 {
		return doc.Range{}, nil
	}
	var all []int
	end := n.head + 2
	for t := end; t < st.n && t < n.head+3*mostCounterparts && st.sentence[t] == st.sentence[n.head]; t++ {
		switch w := st.low(t); {
		case w == "," || w == "and" || w == "the":
			continue
		}
		k := st.nameAt[t]
		if k < 0 || st.in.Names[k].Kind == doc.Person || st.owns(st.in.Names[k]) {
			break
		}
		m := st.at[st.headOfName(st.in.Names[k])]
		if m == 0 {
			break
		}
		all = append(all, st.mentions[m-1].actor)
		end = st.in.Names[k].Tokens.End
		t = end - 1
	}
	if len(all) < 2 {
		return doc.Range{}, nil
	}
	return doc.Range{First: n.r.First, End: end}, all
}
