package refer

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

type pronounKind uint8

const (
	notPronoun pronounKind = iota
	he
	she
	they
	it
	speaker  // I, me, my
	speakers // we, us, our
	relative // who
)

func pronounOf(w string) pronounKind {
	switch w {
	case "he", "him", "his", "himself":
		return he
	case "she", "her", "hers", "herself":
		return she
	case "they", "them", "their", "theirs", "themselves":
		return they
	case "it", "its", "itself":
		return it
	case "i", "me", "my", "mine", "myself":
		return speaker
	case "we", "us", "our", "ours", "ourselves":
		return speakers
	case "who", "whom", "whose":
		return relative
	}
	return notPronoun
}

// pronoun resolves the pronoun at t.
func (st *state) pronoun(t int, p pronounKind) {
	a, why := none, ""
	switch p {
	case he, she:
		a, why = st.heOrShe(t, p), "salient person"
	case speaker:
		if st.in.Forms[t] == "US" {
			return
		}
		a, why = st.source(t), "speaker of the quotation"
	case speakers:
		if st.in.Forms[t] == "US" {
			return
		}
		a, why = st.side1(t), "side of the speaker"
	case it:
		a, why = st.thatThing(t), "last organisation or country"
	case relative:
		a, why = st.relativeOf(t), "relative pronoun"
	case they:
		if all := st.theyAll(t); len(all) > 0 {
			for _, a := range all {
				st.add(mention{r: doc.Range{First: t, End: t + 1}, head: t, kind: doc.Pronoun, actor: a, why: "last group"})
			}
			return
		}
	}
	if a != none {
		st.add(mention{r: doc.Range{First: t, End: t + 1}, head: t, kind: doc.Pronoun, actor: a, why: why})
	}
}

// source is the actor that says what t stands in; none when t is in no content
// or the source is not resolved.
func (st *state) source(t int) int {
	s := st.content[t]
	if s == 0 {
		return none
	}
	r := st.in.Statements[s-1].Source
	if r.Empty() || r.First < 0 || r.End > st.n {
		return none
	}
	if m := st.at[st.headOf(r)]; m > 0 {
		return st.mentions[m-1].actor
	}
	return none
}

// side1 is the party that the speaker speaks for, else the speaker.
func (st *state) side1(t int) int {
	a := st.source(t)
	if a == none {
		return none
	}
	if p := st.partyOf(a); p != none {
		return p
	}
	if st.outlet(a) {
		return none // it tells what others say
	}
	return a
}

// outlet tells whether an actor is one that reports.
func (st *state) outlet(a int) bool {
	e := st.actors[a].entry
	return e != nil && e.Kind == lexicon.Organisation && e.Sector == "MED"
}

// heOrShe scores the persons in the window.
func (st *state) heOrShe(t int, p pronounKind) int {
	want := byte('m')
	if p == she {
		want = 'f'
	}
	said := none
	if st.content[t] != 0 {
		said = st.source(t)
	}
	mate := st.clauseMate(t)
	best, top := none, -1e9
	st.back(func(m *mention) bool {
		d := st.sentence[t] - st.sentence[m.head]
		if d > 4 {
			return false
		}
		a := &st.actors[m.actor]
		if a.kind != doc.Person || a.plural || a.gender != 0 && a.gender != want {
			return true
		}
		if st.quoted[t] && m.actor == said || st.means(mate, m.actor) || st.namedBelow(t, m.actor) {
			return true
		}
		if s := st.salience(t, m, d, said); s > top {
			best, top = m.actor, s
		}
		return true
	})
	if best != none && st.actors[best].gender == 0 {
		st.actors[best].gender = want
	}
	return best
}

// salience ranks a person for a pronoun at t, d sentences later.
func (st *state) salience(t int, m *mention, d int32, said int) float64 {
	s := -3*float64(d) - float64(min(t-m.head, 200))/100
	speaks := st.sourceOf[m.head] != 0
	if m.subj || speaks {
		s += 2.5
	}
	if speaks {
		s++
	}
	if st.content[m.head] != 0 && st.content[t] == 0 && !speaks {
		s -= 1.5 // one who is only told of: who told it goes on
	}
	if m.kind == doc.Pronoun {
		s += 0.5
	}
	if st.actors[m.actor].gender != 0 {
		s++
	}
	if st.quoted[m.head] && !st.quoted[t] {
		s -= 3
	}
	if said := st.sourceOf[t]; said != 0 && st.namedInContent(int(said-1), t, m.actor) {
		s -= 4
	}
	if said == m.actor && said != none {
		s += 4
	}
	if d > 0 && st.paragraph(t) != st.paragraph(m.head) {
		s--
	}
	if st.possessor(m) {
		s--
	}
	return s
}

// possessor tells whether a mention only owns something: "Putin's envoy".
func (st *state) possessor(m *mention) bool {
	w := st.low(m.r.End)
	return w == "'s" || w == "’s"
}

// thatThing: "it" and "its" for the subject before.
func (st *state) thatThing(t int) int {
	if st.rel(t).Base() == doc.RelExpl || st.quoted[t] && st.low(t) == "it" && st.need[t] == 0 {
		return none
	}
	if h := st.headToken(t); h >= 0 && st.upos(h) == doc.UADJ && st.low(t) == "it" {
		return none // "it is important": nothing is meant
	}
	found := none
	st.back(func(m *mention) bool {
		d := st.sentence[t] - st.sentence[m.head]
		if d > 1 {
			return false
		}
		a := &st.actors[m.actor]
		thing := a.kind == doc.Country || a.kind == doc.Organisation || a.kind == doc.Group && !a.plural
		if !thing {
			// A person as subject between: "it" is something else.
			return !(m.subj && d == 1)
		}
		if m.subj && (d == 0 || st.subject(t) || st.low(t) == "its") {
			found = m.actor
			return false
		}
		return true
	})
	return found
}

// relativeOf: the noun that "who" qualifies.
func (st *state) relativeOf(t int) int {
	if st.parsed {
		verb := st.headToken(t)
		for i := 0; i < 4 && verb >= 0; i++ {
			if st.rel(verb) == doc.RelAclRelcl {
				if h := st.headToken(verb); h >= 0 && st.at[h] > 0 {
					return st.mentions[st.at[h]-1].actor
				}
				return none
			}
			verb = st.headToken(verb)
		}
	}
	at := t - 1
	if st.low(at) == "," {
		at--
	}
	if at < 0 || st.sentence[at] != st.sentence[t] {
		return none
	}
	found := none
	st.back(func(m *mention) bool {
		if m.r.End == at+1 && st.actors[m.actor].kind != doc.Place {
			found = m.actor
		}
		return false
	})
	return found
}

// theyAll: the group, organisation or joined persons that were the last subject.
func (st *state) theyAll(t int) []int {
	var found []int
	st.back(func(m *mention) bool {
		d := st.sentence[t] - st.sentence[m.head]
		if d > 2 {
			return false
		}
		a := &st.actors[m.actor]
		if s := st.sourceOf[t]; s != 0 && st.content[m.head] == s || a.kind == doc.Country && st.embedded(m.head) {
			return true
		}
		if st.outlet(m.actor) || !m.subj && st.need[m.head] == 0 || st.quoted[m.head] && !st.quoted[t] {
			return true
		}
		if m.kind == doc.Pronoun || a.kind == doc.Person {
			if found = st.together(m); len(found) < 2 {
				found = nil
				return true
			}
			return false
		}
		if a.kind == doc.Group || a.plural || a.kind == doc.Organisation || a.kind == doc.Country && st.need[t] != 0 && d <= 1 {
			if found = st.together(m); len(found) == 0 {
				found = []int{m.actor}
			}
			return false
		}
		return true
	})
	return found
}

// embedded tells whether token t is the subject of a clause that is told or
// wanted by another: "demanded that Peru withdraw".
func (st *state) embedded(t int) bool {
	v := st.headToken(st.top(t))
	return st.parsed && v >= 0 && st.rel(v).Base() == doc.RelCcomp && st.headToken(v) < t
}

// together is the actors that are joined to a mention in its sentence.
func (st *state) together(m *mention) []int {
	first := st.top(m.head)
	if st.rel(first).Base() == doc.RelConj {
		first = st.headToken(first)
	}
	b := st.bounds(m.head)
	var all []int
	for i := b.First; i < b.End; i++ {
		if i != first && !(st.parsed && st.rel(i).Base() == doc.RelConj && st.headToken(i) == first) {
			continue
		}
		h := i
		if k := st.nameAt[i]; k >= 0 {
			h = st.headOfName(st.in.Names[k])
		} else if st.at[i] == 0 {
			h = st.nameBelow(i)
		}
		for k := st.at[h]; k > 0 && int(k) <= len(st.mentions) && st.mentions[k-1].head == h; k++ {
			all = append(all, st.mentions[k-1].actor)
		}
	}
	return all
}

// nameBelow is the head of the person's name that follows the title t; t itself
// when there is none.
func (st *state) nameBelow(t int) int {
	for i := t + 1; i < t+4 && i < st.n; i++ {
		if k := st.nameAt[i]; k >= 0 && st.in.Names[k].Kind == doc.Person && st.top(i) == t {
			return st.headOfName(st.in.Names[k])
		}
	}
	return t
}
