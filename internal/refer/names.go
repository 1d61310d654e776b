package refer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// gatherNames makes the actors that have names: full names first, then the
// surnames and short forms that belong to them.
func (st *state) gatherNames() {
	names := st.in.Names
	owner := make([]int, len(names))
	metonym := make([]bool, len(names))
	for i := range names {
		owner[i] = none
		if names[i].Tokens.Empty() || names[i].Tokens.First < 0 || names[i].Tokens.End > st.n {
			continue
		}
		if names[i].Kind != doc.Person {
			owner[i], metonym[i] = st.thing(i)
		}
	}
	st.persons(owner)
	for i := range names {
		if owner[i] == none && names[i].Kind == doc.Person && names[i].Tokens.Len() == 1 && names[i].Tokens.End <= st.n && !st.titleAlone(i) {
			owner[i] = st.shortPerson(i, owner)
		}
	}
	for i := range names {
		if owner[i] == none {
			continue
		}
		m := mention{r: names[i].Tokens, head: st.headOfName(names[i]), kind: doc.NameMention, actor: owner[i], why: "name"}
		if st.led[i] {
			m.r.First-- // the tree hangs the whole on the place
		}
		if a, b, ok := st.couple(names[i]); ok && names[i].Kind == doc.Person {
			m.actor, m.why = a, "two names joined"
			st.add(m)
			m.actor = b
		}
		if metonym[i] {
			m.kind, m.why = doc.Metonym, "seat of power"
		}
		st.add(m)
	}
}

// headOfName is the last word of a name of a person, else what hangs outside.
func (st *state) headOfName(n doc.Name) int {
	if n.Kind == doc.Person || !st.parsed {
		return n.Tokens.End - 1
	}
	return st.headOf(n.Tokens)
}

func (st *state) textOf(r doc.Range) string { return st.in.Layout.SpanOf(r).In(st.in.Text) }

// fullPerson is the actor of a name of several words.
func (st *state) fullPerson(i int) int {
	n := st.in.Names[i]
	text := st.textOf(n.Tokens)
	last := strings.ToLower(st.in.Forms[n.Tokens.End-1])
	a, ok := none, false
	e := st.lex.Entry(n.Entry)
	if e != nil {
		a, ok = st.byKey["entry "+e.ID]
	}
	if !ok {
		a, ok = st.byKey["person "+key(text)]
	}
	if !ok {
		a, ok = st.sameName(n, last)
	}
	words := st.wordsOfName(n)
	if !ok {
		if a, ok = st.partOf(words, last, e); ok && e != nil && !st.names(a, words, e) {
			e = nil // the lexicon knows another of that name
		}
	}
	if !ok {
		a, ok = st.spelled(n, words, e)
	}
	if !ok {
		a = st.newActor(actor{kind: doc.Person, name: text, full: n.Tokens.Len(), gender: st.givenGender(st.in.Forms[n.Tokens.First])})
		st.register(a, words)
		if len(words) > 1 || len(st.bySur[last]) == 0 {
			st.bySur[last] = append(st.bySur[last], a)
			st.byKey["ends "+words[0]+" "+last] = a
		}
		st.registerSpelling(a, n.Tokens.First, words)
	}
	st.byKey["person "+key(text)] = a
	p := &st.actors[a]
	if len(words) > 1 && (p.since == 0 || p.since > n.Tokens.End) {
		p.since = n.Tokens.End
	}
	if e != nil && p.entry == nil && e.Kind == lexicon.Person {
		st.know(a, e)
	} else if p.entry == nil && n.Tokens.Len() > p.full {
		p.name, p.full = text, n.Tokens.Len()
	}
	st.title(a, n.Tokens)
	return a
}

// sameName finds a person whose name has the same first and last word: a name
// with and without what stands between.
func (st *state) sameName(n doc.Name, last string) (int, bool) {
	first, _, _ := strings.Cut(st.textOf(n.Tokens), " ")
	a, ok := st.byKey["ends "+key(first)+" "+last]
	return a, ok
}

// know takes over what the lexicon knows of a person.
func (st *state) know(a int, e *lexicon.Entry) {
	p := &st.actors[a]
	p.entry, p.name, p.full = e, e.Name, len(strings.Fields(e.Name))
	if e.Gender != 0 {
		p.gender = e.Gender
	}
	st.byKey["entry "+e.ID] = a
	office, of, _ := st.lex.RoleOn(e, st.day)
	if p.office == lexicon.NoOffice && !p.former {
		p.office, p.of = office, of
	}
	if p.country == "" {
		p.country = e.Country
		if st.lex.Country(of) != nil {
			p.country = of
		}
	}
}

// shortPerson is the actor of a surname or other single word: the person of the
// report who bears it, else whom the lexicon knows by it on the day.
func (st *state) shortPerson(i int, owner []int) int {
	n := st.in.Names[i]
	form := st.in.Forms[n.Tokens.First]
	low := strings.ToLower(form)
	t := st.titleBefore(n.Tokens.First)
	if a := st.bearer(st.bySur[low], t, n.Tokens.First, owner); a != none {
		st.apply(a, t)
		return a
	}
	if st.family(n) {
		a := st.newActor(actor{kind: doc.Group, name: "the " + form, full: 2, plural: true})
		st.bySur[low] = append(st.bySur[low], a)
		return a
	}
	given := st.byGiven(low, t, n.Tokens.First)
	known := st.lex.Surname(form, st.day)
	for _, e := range known {
		if a, ok := st.byKey["entry "+e.ID]; ok {
			st.bySur[low] = append(st.bySur[low], a)
			st.apply(a, t)
			return a
		}
		if given != none || st.undated && len(known) > 1 {
			continue
		}
		if !st.meant(e, n, t, len(known)) || !t.fits(st, e) {
			continue
		}
		a := st.newActor(actor{kind: doc.Person})
		st.know(a, e)
		st.bySur[low] = append(st.bySur[low], a)
		st.apply(a, t)
		return a
	}
	if given != none {
		st.apply(given, t)
		return given
	}
	if a := st.spelledShort(low, t, n.Tokens.First); a != none {
		st.bySur[low] = append(st.bySur[low], a)
		st.apply(a, t)
		return a
	}
	a := st.newActor(actor{kind: doc.Person, name: form, full: 1, gender: st.givenGender(form)})
	st.bySur[low] = append(st.bySur[low], a)
	st.apply(a, t)
	return a
}

// meant tells whether a surname alone, in a report that has not told the full
// name, can stand for a person of the lexicon: one in office on the day, or
// the only one of that surname, whom no other title and no other place is given.
func (st *state) meant(e *lexicon.Entry, n doc.Name, t *noun, namesakes int) bool {
	office, _, now := st.lex.RoleOn(e, st.day)
	if now == "" && n.Entry != e.ID {
		return false
	}
	if last := n.Tokens.First - 1; t != nil && !t.hasOffice && st.isRole(last) && st.set(last)&(wMale|wFemale) == 0 &&
		!strings.Contains(strings.ToLower(now), st.low(last)) {
		return false // "Senator Johnson", "Captain Rutte"
	}
	if t == nil && st.nameGoesOn(n.Tokens.First-1, n.Tokens.First) {
		return false // an unknown title, or an unknown given name
	}
	if st.low(n.Tokens.End) == "of" {
		if k := st.nameAtSafe(n.Tokens.End + 1); k >= 0 && st.placeOf(k) != e.Country {
			return false // "Johnson of Wisconsin"
		}
	}
	if office == lexicon.NoOffice && st.longGone(e) {
		return false // "Mr Deng" in a report of 2025
	}
	return office != lexicon.NoOffice || namesakes == 1 || n.Entry == e.ID && e.Role != ""
}

// longGone tells whether the last office of a person ended so long before the day
// of the report that a surname alone is likelier another's.
func (st *state) longGone(e *lexicon.Entry) bool {
	const years = 20
	if st.undated || len(e.Offices) == 0 {
		return false
	}
	last := ""
	for i := range e.Offices {
		if e.Offices[i].To == "" {
			return false
		}
		last = max(last, e.Offices[i].To)
	}
	return yearIn(st.day)-yearIn(last) > years
}

// yearIn is the year of a day, 0 where it has none.
func yearIn(day string) int {
	year, _, _ := strings.Cut(day, "-")
	n, _ := strconv.Atoi(year)
	return n
}

// nameGoesOn tells whether word t is part of the name whose first token is at.
func (st *state) nameGoesOn(t, at int) bool {
	if !st.parsed || t < 0 || int(st.in.Arcs[t].Head) != at && int(st.in.Arcs[at].Head) != t {
		return false
	}
	rel := st.rel(t).Base()
	if int(st.in.Arcs[at].Head) == t {
		rel = st.rel(at).Base()
	}
	return rel == doc.RelFlat || rel == doc.RelCompound
}

// placeOf is the country that a name stands for or lies in, "" where that is
// not known.
func (st *state) placeOf(name int) string {
	if e := st.lex.Entry(st.in.Names[name].Entry); e != nil {
		return e.Country
	}
	return ""
}

// bearer chooses among persons of one surname: by title and gender, then the
// one named last before, else the first after.
func (st *state) bearer(all []int, t *noun, at int, owner []int) int {
	var fit []int
	for _, a := range all[:min(len(all), bearers)] {
		p := &st.actors[a]
		if t != nil && t.gender != 0 && p.gender != 0 && t.gender != p.gender {
			continue
		}
		fit = append(fit, a)
	}
	switch len(fit) {
	case 0:
		return none
	case 1:
		return fit[0]
	}
	if t != nil && t.hasOffice {
		for _, a := range fit {
			if p := &st.actors[a]; p.office == t.office && !p.former {
				return a
			}
		}
	}
	i := int(st.nameAt[at])
	for back := i - 1; back >= 0 && back > i-64; back-- {
		for _, a := range fit {
			if owner[back] == a {
				return st.notKin(a, fit, at)
			}
		}
	}
	return fit[0]
}

func (st *state) givenGender(form string) byte {
	g, _ := st.lex.GivenName(form)
	return g
}

// thing is the actor of a name that is no person's, and whether the name is a
// metonym there.
func (st *state) thing(i int) (int, bool) {
	n := st.in.Names[i]
	text := st.textOf(n.Tokens)
	e := st.lex.Entry(n.Entry)
	if e == nil && n.Kind == doc.Place {
		e = st.countryNamed(n.Tokens)
	}
	if e != nil && e.Kind == lexicon.Country && n.Kind != doc.Group {
		return st.country(e.Country), false
	}
	if e != nil && e.SpeaksFor != "" && st.lex.Country(e.SpeaksFor) != nil {
		if e.Kind == lexicon.Place && st.acts(n.Tokens) || e.Kind == lexicon.Organisation && seat(e.Name) && !st.placed(n.Tokens) {
			return st.country(e.SpeaksFor), true
		}
	}
	elsewhere := ""
	if c := st.ofCountry(n.Tokens.End); c != "" && e != nil && n.Kind == doc.Organisation && e.Country != c {
		e, elsewhere = nil, c // "the Supreme Court of Kenya" is not that of the lexicon
	}
	k := "thing " + elsewhere + key(text)
	if e != nil {
		k = "entry " + e.ID
	}
	if a, ok := st.byKey[k]; ok {
		return a, false
	}
	if a, ok := st.bracketed(n); ok && e != nil && st.actors[a].entry == nil {
		st.actors[a].entry, st.actors[a].country = e, e.Country // "Guard Corps (IRGC)"
		st.byKey[k] = a
		return a, false
	}
	if e == nil {
		if a, ok := st.abbreviated(n); ok {
			st.byKey[k] = a
			return a, false
		}
	}
	a := st.newActor(actor{kind: n.Kind, name: text, full: n.Tokens.Len(), entry: e, country: elsewhere, plural: n.Kind == doc.Group})
	if e != nil {
		p := &st.actors[a]
		p.country = e.Country
		if e.Sector != "MED" { // outlets are known by their short names
			p.name = e.Name
		}
		if n.Kind == doc.Group {
			if e.Kind == lexicon.Country {
				p.name = e.Demonym
			}
			if p.name == "" {
				p.name = text
			}
		} else if e.SpeaksFor != "" && e.Kind == lexicon.Organisation {
			if c := st.country(e.SpeaksFor); c != none {
				st.actors[a].party = c + 1
			}
		}
	}
	st.byKey[k] = a
	if n.Kind == doc.Organisation && n.Tokens.Len() > 1 {
		if in := initials(st.in.Forms[n.Tokens.First:n.Tokens.End]); len(in) > 1 {
			if _, taken := st.byKey["initials "+in]; !taken {
				st.byKey["initials "+in] = a
			}
		}
	}
	return a, false
}

// ofCountry is the country named by "of Kenya", "of the United Kingdom" from
// token t on, "" where none is.
func (st *state) ofCountry(t int) string {
	if st.low(t) != "of" {
		return ""
	}
	if t++; st.low(t) == "the" {
		t++
	}
	if k := st.nameAtSafe(t); k >= 0 && st.in.Names[k].Tokens.First == t && st.in.Names[k].Kind == doc.Country {
		return st.placeOf(k)
	}
	return ""
}

// seat tells a seat of power, which stands for the government, from an
// institution, which has a voice of its own.
func seat(name string) bool {
	for w := range strings.FieldsSeq(name) {
		switch strings.ToLower(w) {
		case "department", "ministry", "office", "pentagon", "army", "forces", "command", "parliament", "congress", "senate", "council", "guard", "agency", "service", "administration", "embassy":
			return false
		}
	}
	return true
}

// bracketed finds the organisation before a name in brackets.
func (st *state) bracketed(n doc.Name) (int, bool) {
	first := n.Tokens.First
	if first >= 2 && st.in.Forms[first-1] == "(" && st.low(n.Tokens.End) == ")" && n.Tokens.Len() == 1 {
		if k := st.nameAt[first-2]; k >= 0 {
			before := st.in.Names[k]
			if before.Kind == n.Kind || before.Kind == doc.Organisation || before.Kind == doc.Group {
				a, ok := st.byKey["thing "+key(st.textOf(before.Tokens))]
				if !ok && before.Entry != "" {
					a, ok = st.byKey["entry "+before.Entry]
				}
				return a, ok
			}
		}
	}
	return none, false
}

// abbreviated finds what a name in brackets or in capitals is short for.
func (st *state) abbreviated(n doc.Name) (int, bool) {
	if a, ok := st.bracketed(n); ok {
		return a, ok
	}
	first := n.Tokens.First
	if n.Tokens.Len() == 1 && n.Kind != doc.Place {
		a, ok := st.byKey["initials "+strings.ToUpper(st.in.Forms[first])]
		return a, ok && strings.ToUpper(st.in.Forms[first]) == st.in.Forms[first]
	}
	return none, false
}

// initials is the first letters of the words with a capital.
func initials(forms []string) string {
	var b strings.Builder
	for _, f := range forms {
		if r, _ := utf8.DecodeRuneInString(f); unicode.IsUpper(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// placed tells whether a name stands as a place: "in Washington", "at the White
// House", "the Geneva talks", "flew to Kyiv".
func (st *state) placed(r doc.Range) bool {
	before := r.First - 1
	if st.low(before) == "the" {
		before--
	}
	if st.set(before)&wAt != 0 {
		return true
	}
	switch st.low(before) {
	case "to", "from", "for", "via", "towards", "toward", "between":
		return st.going(before)
	case ",", "of":
		return st.low(before) == "of" && st.set(before-1)&(wVenue|wGoing) != 0 || st.low(before-1) == "city"
	}
	if st.set(before)&wGoing != 0 && st.low(before) != "move" { // "visited Moscow", "left Kabul"
		return true
	}
	return st.set(r.End)&wVenue != 0
}

// going tells whether the word that a preposition hangs on, or one of the three
// before it, is of going.
func (st *state) going(prep int) bool {
	b := st.bounds(prep)
	for t := prep - 1; t >= b.First && t >= prep-3; t-- {
		if st.set(t)&wGoing != 0 {
			return true
		}
		if u := st.upos(t); u == doc.UVERB {
			return false
		}
	}
	return false
}

// acts tells whether the name of a capital stands for the government there:
// the subject of a verb, an owner, a partner.
func (st *state) acts(r doc.Range) bool {
	if st.placed(r) {
		return false
	}
	next := st.low(r.End)
	if next == "'s" || next == "’s" || next == "'" || next == "’" {
		return st.set(r.End+1)&wVenue == 0
	}
	if st.inDateline(r) {
		return false
	}
	if st.subject(st.headOf(r)) {
		return true
	}
	before := r.First - 1
	switch st.low(before) {
	case "with", "between", "by", "against", "on", "over", "to", "from", "that", "for", "of", "under", "urged", "told", "asked", "accused", "urging", "accusing":
		return true
	case "and", "or", "nor", "–", "-", "/":
		// Joined to another name that acts or is a country.
		if k := st.nameAtSafe(before - 1); k >= 0 {
			other := st.in.Names[k]
			return other.Kind == doc.Country || other.Tokens.First < r.First && other.Tokens.Len() < 3 && st.acts(other.Tokens)
		}
	}
	if next == "and" || next == "–" || next == "-" {
		if k := st.nameAtSafe(r.End + 1); k >= 0 && st.low(before) == "between" {
			return true
		}
	}
	if st.parsed {
		switch st.rel(st.headOf(r)).Base() {
		case doc.RelObj, doc.RelIobj:
			return true
		}
	}
	return false
}

func (st *state) nameAtSafe(t int) int {
	if t < 0 || t >= st.n {
		return none
	}
	return int(st.nameAt[t])
}

func (st *state) inDateline(r doc.Range) bool {
	p := st.paragraph(r.First)
	if p >= len(st.in.Layout.Paragraphs) {
		return false
	}
	return st.in.Layout.Paragraphs[p].Dateline.Overlaps(st.in.Layout.SpanOf(r))
}
