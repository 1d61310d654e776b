package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// wordsOfName is the words of a name parted by blanks, each as its letters
// alone: "Abu Mahdi al-Muhandis" has three.
func (st *state) wordsOfName(n doc.Name) []string {
	words := strings.Fields(st.textOf(n.Tokens))
	for i := range words {
		words[i] = key(words[i])
	}
	return words
}

// mostWords is how many words of a name are told apart in the order of reading.
const mostWords = 4

// persons makes actors of the names of several tokens, the longest first, so
// that a part of a name finds the whole wherever it stands.
func (st *state) persons(owner []int) {
	names := st.in.Names
	size := make([]int, len(names))
	for i := range names {
		if names[i].Kind == doc.Person && owner[i] == none && names[i].Tokens.Len() > 1 && names[i].Tokens.First >= 0 && names[i].Tokens.End <= st.n {
			size[i] = max(1, min(mostWords, len(strings.Fields(st.textOf(names[i].Tokens)))))
			if st.dashed(names[i].Tokens) {
				size[i] = 1
			}
		}
	}
	for want := mostWords; want > 0; want-- {
		for i := range names {
			if size[i] != want {
				continue
			}
			if a, _, ok := st.couple(names[i]); ok {
				owner[i] = a
			} else {
				owner[i] = st.fullPerson(i)
			}
		}
	}
}

// partOf finds the one person of the report whose name ends or begins with the
// words of n: "Rivera Schatz" of "Thomas Rivera Schatz", "Wanda Vázquez" of
// "Wanda Vázquez Garced". Where several do, it is none of them.
func (st *state) partOf(words []string, last string, e *lexicon.Entry) (int, bool) {
	found := none
	all := st.bySur[last]
	for _, a := range all[max(0, len(all)-bearers):] {
		if p := &st.actors[a]; len(p.words) > len(words) && ends(p.words, words) && sameEntry(p.entry, e) {
			if found != none {
				return none, false
			}
			found = a
		}
	}
	if found != none {
		return found, true
	}
	if len(words) < 2 {
		return none, false
	}
	a, ok := st.byKey["begin "+words[0]+" "+words[1]]
	if !ok || a == none {
		return none, false
	}
	p := &st.actors[a]
	return a, len(p.words) > len(words) && begins(p.words, words) && sameEntry(p.entry, e)
}

// names tells whether the lexicon's e may be the person of the report who is
// called by words here and by a fuller name elsewhere.
func (st *state) names(a int, words []string, e *lexicon.Entry) bool {
	known := strings.Fields(e.Name)
	if len(words) >= len(known) {
		return true
	}
	for _, w := range st.actors[a].words {
		if w == key(known[0]) {
			return true
		}
	}
	return false
}

// bearers is how many persons of one surname are looked at.
const bearers = 16

func ends(whole, part []string) bool {
	return len(part) <= len(whole) && begins(whole[len(whole)-len(part):], part)
}

func begins(whole, part []string) bool {
	for i := range part {
		if i >= len(whole) || whole[i] != part[i] {
			return false
		}
	}
	return true
}

func sameEntry(a, b *lexicon.Entry) bool { return a == nil || b == nil || a == b }

// register files a new person by the beginnings of the name; what two persons
// share stands for neither.
func (st *state) register(a int, words []string) {
	st.actors[a].words = words
	if len(words) < 2 {
		return
	}
	for _, k := range [2]string{"begin " + words[0] + " " + words[1], "given " + words[0]} {
		if b, taken := st.byKey[k]; taken && b != a {
			st.byKey[k] = none
		} else {
			st.byKey[k] = a
		}
	}
}

// byGiven is the one person of the report whose name begins with the word, when
// the word stands alone: "Boris", "Xi". It must not be cut from a longer name,
// and a title before it must fit.
func (st *state) byGiven(low string, t *noun, at int) int {
	a, ok := st.byKey["given "+key(low)]
	if !ok || a == none || st.capital(at+1) || t == nil && st.capital(at-1) && at > st.bounds(at).First+1 {
		return none
	}
	p := &st.actors[a]
	if p.since == 0 || p.since > at {
		return none // a reader would not know yet who is meant
	}
	if t != nil {
		if t.gender != 0 && p.gender != 0 && t.gender != p.gender || t.hasOffice && p.office != lexicon.NoOffice && !sameOffice(t.office, p.office) {
			return none
		}
		if t.country != "" && p.country != "" && t.country != p.country {
			return none
		}
	}
	return a
}

// capital tells whether token t is a proper noun with a capital.
func (st *state) capital(t int) bool {
	return t >= 0 && t < st.n && st.upos(t) == doc.UPROPN && st.in.Forms[t] != "" && st.in.Forms[t][0] >= 'A' && st.in.Forms[t][0] <= 'Z'
}

// dashed tells whether a name is two words and a dash.
func (st *state) dashed(r doc.Range) bool {
	if r.Len() != 3 {
		return false
	}
	w := st.in.Forms[r.First+1]
	return w == "-" || w == "–" || w == "/"
}

// couple splits "Putin-Zelensky" into the two that are named elsewhere.
func (st *state) couple(n doc.Name) (a, b int, ok bool) {
	if !st.dashed(n.Tokens) {
		return none, none, false
	}
	first, second := st.bySur[st.low(n.Tokens.First)], st.bySur[st.low(n.Tokens.First+2)]
	if len(first) != 1 || len(second) != 1 || first[0] == second[0] {
		return none, none, false
	}
	return first[0], second[0], true
}

// family tells whether a word names several of one surname: "the Macrons".
func (st *state) family(n doc.Name) bool {
	low := st.low(n.Tokens.First)
	return n.Tokens.Len() == 1 && len(low) > 3 && low[len(low)-1] == 's' && st.low(n.Tokens.First-1) == "the" && len(st.bySur[low]) == 0 &&
		len(st.bySur[low[:len(low)-1]]) > 0
}

// titleAlone tells whether name i is only the title of the name after it:
// "Sheikh" of "Sheikh Mohammed".
func (st *state) titleAlone(i int) bool {
	n := st.in.Names[i]
	k := st.nameAtSafe(n.Tokens.End)
	return k >= 0 && st.in.Names[k].Kind == doc.Person && st.sentence[n.Tokens.First] == st.sentence[n.Tokens.End] && st.honorific(n.Tokens.First)
}

// notKin is a, or, when the report calls a somebody's wife or son, the one of
// the same surname named before who has an office: beside a president, the bare
// surname is not his wife's.
func (st *state) notKin(a int, fit []int, at int) int {
	if st.r.words[st.actors[a].roleKey]&wKin == 0 || st.actors[a].office != lexicon.NoOffice {
		return a
	}
	found := a
	for _, b := range fit {
		if p := &st.actors[b]; p.office == lexicon.NoOffice || p.since == 0 || p.since > at {
			continue
		}
		if found != a {
			return a
		}
		found = b
	}
	return found
}

// countryNamed is the country of which the words are a full name.
func (st *state) countryNamed(r doc.Range) *lexicon.Entry {
	for _, h := range st.lex.Match(nil, st.in.Forms[r.First:r.End]) {
		if h.First == 0 && h.End == r.Len() && !h.Weak && h.Sense == lexicon.NameSense && h.Entries[0].Kind == lexicon.Country {
			return h.Entries[0]
		}
	}
	return nil
}

// Relative is the token that a relative pronoun at t stands for: the noun that
// its clause hangs on; -1 when t is no relative pronoun or the tree does not
// tell. The pronoun may hang on an inner verb: "who, he said, agreed".
func Relative(tags []doc.Tag, arcs []doc.Arc, t int) int {
	if t < 0 || t >= len(tags) || t >= len(arcs) {
		return none
	}
	switch tags[t].X {
	case doc.PWP, doc.PWDT, doc.PWPS:
	default:
		return none
	}
	clause := int(arcs[t].Head)
	for range 8 {
		if clause < 0 || clause >= len(arcs) {
			return none
		}
		if arcs[clause].Rel == doc.RelAclRelcl {
			return int(arcs[clause].Head)
		}
		clause = int(arcs[clause].Head)
	}
	return none
}
