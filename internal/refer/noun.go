package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// noun is a phrase around a noun: "the Finnish president", "Niger's foreign
// minister", "a Western diplomat", or the title before a name.
type noun struct {
	r         doc.Range
	head      int
	country   string // of its adjective, owner or complement
	of        string // organisation of its modifier or complement, "UN"
	owner     int    // actor that owns it + 1: "Putin's spokesman"
	ofActor   int    // actor of its complement + 1
	office    lexicon.Office
	hasOffice bool
	former    bool
	gender    byte
	plural    bool
	definite  bool // "the", "this", an owner
	pronoun   int  // token of "his", "its" before it, -1
	number    string
}

const longestPhrase = 10

// phrase reads the phrase that ends with its head, and the complement after it.
// In a title ("Secretary of State" before a name) "of" may stand inside.
func (st *state) phrase(head int, title bool) *noun {
	b := st.bounds(head)
	n := &noun{r: doc.Range{First: head, End: head + 1}, head: head, pronoun: none}
	t := head
	for t > b.First && head-t < longestPhrase {
		step := st.leftward(t-1, head, title)
		if step == 0 {
			break
		}
		t--
		if step == 2 {
			break
		}
	}
	for t < head && st.low(t) == "and" {
		t++
	}
	n.r.First = t
	st.modifiers(n)
	if !title {
		st.complement(n, b)
	}
	st.office(n)
	return n
}

// leftward tells whether token t belongs to the phrase of a head to its right:
// 0 no, 1 yes, 2 yes and it is the first.
func (st *state) leftward(t, head int, title bool) int {
	w := st.low(t)
	if w == "the" && title && st.preposition(t-1) && st.isRole(t-2) {
		return 1
	}
	switch w {
	case "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "both", "some", "several", "many", "all":
		return 2
	case "'s", "’s", "'", "’":
		return 1
	case "-", "–":
		if t+1 < head || st.nameAt[t+1] < 0 {
			return 1
		}
		return 0
	case "and", "&":
		if st.nameAtSafe(t-1) < 0 && (st.upos(t-1) == doc.UNOUN || st.upos(t-1) == doc.UADJ || st.upos(t-1) == doc.UPROPN) && !strings.HasSuffix(st.low(t-1), "s") {
			return 1
		}
		return 0
	case "of", "for", "to":
		if title && st.isRole(t-1) {
			return 1
		}
		return 0
	case "acting", "outgoing", "ousted", "elected", "former", "deposed", "designated", "ex":
		return 1
	}
	if k := st.nameAt[t]; k >= 0 {
		if st.in.Names[k].Kind == doc.Person {
			if nx := st.low(t + 1); nx == "'s" || nx == "’s" || nx == "administration" || nx == "government" {
				return 1
			}
			return 0
		}
		return 1
	}
	if st.adj[t] != nil {
		return 1
	}
	if st.set(t)&wDay != 0 {
		return 0 // "on Sunday President X"
	}
	switch st.upos(t) {
	case doc.UADJ, doc.UNOUN, doc.UPROPN, doc.UNUM:
		return 1
	}
	return 0
}

func (st *state) preposition(t int) bool {
	w := st.low(t)
	return w == "of" || w == "to" || w == "for"
}

func (st *state) isRole(t int) bool {
	if t < 0 || t >= st.n {
		return false
	}
	if _, _, ok := st.lex.RoleNoun(st.in.Forms[t]); ok {
		return true
	}
	return st.lex.Title(st.in.Forms[t])
}

// modifiers reads country, organisation, owner and determiner.
func (st *state) modifiers(n *noun) {
	for t := n.r.First; t < n.head; t++ {
		w := st.low(t)
		switch w {
		case "the", "this", "that", "these", "those", "both":
			n.definite = true
			if w == "both" {
				n.number = "two"
			}
		case "his", "her", "its", "their", "our", "my", "your":
			n.definite, n.pronoun = true, t
		case "former", "ex", "ousted", "deposed", "late":
			n.former = true
		case "two", "three", "four", "five", "six", "seven":
			n.number = w
		}
		if k := st.nameAt[t]; k >= 0 && st.in.Names[k].Tokens.First == t {
			owned := st.in.Names[k].Tokens.End < st.n && strings.HasSuffix(st.low(st.in.Names[k].Tokens.End), "s") && st.low(st.in.Names[k].Tokens.End) != "" && strings.ContainsAny(st.low(st.in.Names[k].Tokens.End), "'’")
			st.relate(n, int(k), owned)
			if owned {
				n.definite = true
			}
		} else if e := st.adj[t]; e != nil && st.adjFirst[t] && n.country == "" {
			n.country = e.Country
			if e.Kind != lexicon.Country && e.Country == "" {
				n.of = e.ID
			}
		}
	}
	g, plural, ok := st.lex.RoleNoun(st.in.Forms[n.head])
	if ok {
		n.gender, n.plural = g, plural
	} else if st.tagged {
		x := st.in.Tags[n.head].X
		n.plural = x == doc.PNNS || x == doc.PNNPS
	}
	switch set := st.set(n.head); {
	case set&wMale != 0:
		n.gender = 'm'
	case set&wFemale != 0:
		n.gender = 'f'
	}
}

// relate takes what a name inside the phrase tells of it.
func (st *state) relate(n *noun, k int, owner bool) {
	name := st.in.Names[k]
	a := none
	if m := st.at[st.headOfName(name)]; m > 0 {
		a = st.mentions[m-1].actor
	}
	e := st.lex.Entry(name.Entry)
	switch name.Kind {
	case doc.Country:
		if e != nil {
			n.country = e.Country
		}
	case doc.Place:
		if e != nil && e.SpeaksFor != "" && owner {
			n.country = e.SpeaksFor
		}
	case doc.Organisation, doc.Group:
		if e != nil {
			n.of = strings.TrimPrefix(e.ID, "org:")
			if n.country == "" {
				n.country = e.SpeaksFor
			}
		} else if n.of == "" {
			n.of = "?" + key(st.textOf(name.Tokens)) // known by its name alone
		}
	}
	if owner {
		n.owner = a + 1
	} else {
		n.ofActor = a + 1
	}
}

// complement reads "of Niger", "of the United Nations".
func (st *state) complement(n *noun, b doc.Range) {
	t := n.head + 1
	if st.low(t) == "of" || st.low(t) == "for" && st.isRole(n.head) {
		to := t + 1
		for to < b.End && to < t+3 && st.nameAtSafe(to) < 0 && (st.low(to) == "the" || st.upos(to) == doc.UADJ || st.low(to) == "foreign") {
			to++
		}
		if k := st.nameAtSafe(to); to < b.End && k >= 0 && st.in.Names[k].Kind != doc.Person && !st.owns(st.in.Names[k]) {
			st.relate(n, k, false)
			n.r.End = st.in.Names[k].Tokens.End
			n.definite = n.definite || n.country != ""
		}
	}
}

// owns tells whether an owner's mark follows a name: "the head of Iran's navy"
// is not Iran's head.
func (st *state) owns(n doc.Name) bool {
	w := st.low(n.Tokens.End)
	return w == "'s" || w == "’s" || w == "'" || w == "’"
}

// office asks which office the words name.
func (st *state) office(n *noun) {
	words := st.in.Forms[n.r.First:n.r.End]
	n.office, n.hasOffice = st.lex.OfficeOf(words)
}

// sameOffice tells whether one may be called by the other: a foreign minister
// is a minister, a president a leader.
func sameOffice(a, b lexicon.Office) bool {
	switch {
	case a == b:
		return true
	case a == lexicon.Minister || b == lexicon.Minister:
		return isMinister(a) && isMinister(b)
	case a == lexicon.Leader || b == lexicon.Leader:
		return a.HeadOfState() && b.HeadOfState()
	}
	return false
}

func isMinister(o lexicon.Office) bool {
	return o >= lexicon.ForeignMinister && o <= lexicon.Minister
}

// titleBefore reads the title that ends right before token first; nil where
// there is none.
func (st *state) titleBefore(first int) *noun {
	b := st.bounds(first)
	last := first - 1
	if last < b.First {
		return nil
	}
	if st.in.Forms[last] == "." { // "Mr ."
		last--
	}
	if last < b.First || !isWord(st.in.Forms[last]) {
		return nil
	}
	if k := st.nameAt[last]; k >= 0 {
		// "President of Ukraine X": the title ends in a name.
		if st.in.Names[k].Kind != doc.Country && st.in.Names[k].Kind != doc.Organisation {
			return nil
		}
	}
	n := st.phrase(last, true)
	if !n.hasOffice && n.r.Len() > 1 && st.honorific(last) && st.nameAtSafe(last-1) < 0 {
		if m := st.phrase(last-1, true); m.hasOffice { // "Prime Minister Sheikh X"
			return m
		}
	}
	if n.hasOffice || st.isRole(last) || st.set(last)&(wMale|wFemale) != 0 || st.ofTitle(n) {
		return n
	}
	return nil
}

// honorific tells whether t is a title that names no office: "Sheikh", "Dr".
func (st *state) honorific(t int) bool {
	if t < 0 || t >= st.n || !st.lex.Title(st.in.Forms[t]) {
		return false
	}
	_, office := st.lex.OfficeOf(st.in.Forms[t : t+1])
	return !office
}

func (st *state) ofTitle(n *noun) bool {
	for t := n.r.First; t < n.r.End; t++ {
		if st.low(t) == "of" && t > n.r.First && st.isRole(t-1) {
			return true
		}
	}
	return false
}

// title takes what stands before and after a full name: "AU commissioner X",
// "X of Egypt", "X, the Omani foreign minister,".
func (st *state) title(a int, r doc.Range) {
	t := st.titleBefore(r.First)
	if t != nil && t.country == "" && st.low(r.End) == "of" {
		to := r.End + 1
		if st.low(to) == "the" {
			to++
		}
		if k := st.nameAtSafe(to); k >= 0 && st.in.Names[k].Kind == doc.Country {
			if e := st.lex.Entry(st.in.Names[k].Entry); e != nil {
				t.country = e.Country
			}
		}
	}
	st.apply(a, t)
}

// apply gives a person what a title or apposition tells.
func (st *state) apply(a int, t *noun) {
	if t == nil {
		return
	}
	p := &st.actors[a]
	if t.gender != 0 && p.gender == 0 {
		p.gender = t.gender
	}
	if t.hasOffice && (p.office == lexicon.NoOffice || p.role == "") {
		if p.entry == nil || p.office == lexicon.NoOffice {
			p.office = t.office
		}
		p.former = p.former || t.former
	}
	if t.country != "" && p.country == "" {
		p.country = t.country
	}
	if p.of == "" {
		if p.of = t.of; p.of == "" {
			p.of = t.country
		}
	}
	if st.set(t.head)&(wMale|wFemale) != 0 && !t.hasOffice {
		return // "Mr" is no role
	}
	if role := st.roleText(t); len(role) > len(p.role) && !t.plural { // "Presidents X and Y"
		p.role = role
	}
	p.roleKey = st.low(t.head)
	if t.former {
		p.former = true
	}
}

// roleText is the phrase as the report has it, without its article.
func (st *state) roleText(t *noun) string {
	first := t.r.First
	switch st.low(first) {
	case "the", "a", "an", "this", "that", "his", "her", "its", "their", "our":
		first++
	}
	return st.textOf(doc.Range{First: first, End: t.r.End})
}
