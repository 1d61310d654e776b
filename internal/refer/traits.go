package refer

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// The sorts of phrases that are not pronouns. Pronouns follow, each its own
// sort, from firstPronoun on.
const (
	sortName uint8 = iota + 1
	sortThe
	sortThis
	sortOwned
	sortA
	sortSome
	sortBare
	sortBarePlural
	sortNumber
	sortJoined
	sortOther
	firstPronoun
)

// pronouns gives each pronoun its sort, an owner's apart from the others.
var pronouns = map[string]uint8{
	"i": 0, "me": 0, "myself": 1, "my": 2, "mine": 2,
	"you": 3, "yourself": 4, "your": 5, "yours": 5, "yourselves": 4,
	"he": 6, "him": 7, "himself": 8, "his": 9, "she": 10, "her": 11, "herself": 12, "hers": 11,
	"it": 13, "its": 14, "itself": 15, "we": 16, "us": 16, "our": 17, "ours": 17, "ourselves": 18,
	"they": 19, "them": 20, "their": 21, "theirs": 21, "themselves": 22,
	"this": 23, "that": 24, "these": 25, "those": 26, "one": 27, "who": 28, "which": 29, "whom": 28, "whose": 28, "what": 30,
	"each": 31, "other": 31, "here": 32, "there": 33, "now": 34, "then": 35, "today": 36, "everyone": 37, "everybody": 37, "someone": 38, "something": 39,
}

const numbersOnly = 6

// traits is what is looked at of one mention.
type traits struct {
	r        doc.Range
	head     int
	sentence int32
	par      int32
	sort     uint8
	person   uint8 // of a pronoun: 1, 2, 3
	kind     uint8 // of the name at its head, 0 for none
	gender   uint8 // 'm', 'f', 'n', 0
	plural   uint8 // 1 one, 2 many, 0 unknown
	rel      doc.Rel
	up       int32  // token above, -1
	upLemma  uint32 // and its lemma
	word     uint32
	lemma    uint32
	full     uint32 // all words but the determiner
	last     uint32 // of a name, its last word
	first    uint32 // of a name, its first word
	actor    doc.ActorID
	bag      [numbersOnly]uint32 // words before the head that carry meaning
	bags     uint8
	class    uint8
	subj     bool
}

// describe reads the traits of a phrase.
func (c *chainer) describe(p *candidatePhrase) traits {
	in, t := c.in, p.head
	m := traits{r: p.r, head: t, sentence: c.sentence[t], rel: in.Arcs[t].Rel, up: in.Arcs[t].Head,
		word: c.hash[t], lemma: c.lemma[t], actor: c.actorAt[t]}
	m.par = int32(in.Layout.Sentences[m.sentence].Paragraph)
	if m.up >= 0 {
		m.upLemma = c.lemma[m.up]
	}
	m.subj = m.rel.Base() == doc.RelNsubj
	if k := c.nameAt[t]; k >= 0 {
		n := in.Names[k]
		m.kind = uint8(n.Kind)
		m.first, m.last = c.hash[n.Tokens.First], c.hash[n.Tokens.End-1]
	} else if in.Tags[t].U == doc.UPROPN {
		m.first, m.last = c.hash[t], c.hash[t]
		for i := t + 1; i < p.r.End && int(in.Arcs[i].Head) == t && in.Arcs[i].Rel == doc.RelFlat; i++ {
			m.last = c.hash[i]
		}
	}
	c.number(&m, p)
	m.sort = c.sortOf(&m, p)
	c.genderOf(&m)
	c.wordsOf(&m, p)
	return m
}

func (c *chainer) number(m *traits, p *candidatePhrase) {
	switch x := c.in.Tags[p.head].X; {
	case p.joined || x == doc.PNNS || x == doc.PNNPS:
		m.plural = 2
	case x == doc.PNN || x == doc.PNNP:
		m.plural = 1
	}
}

// sortOf is the sort of a phrase, by its head and its first word.
func (c *chainer) sortOf(m *traits, p *candidatePhrase) uint8 {
	if p.joined {
		return sortJoined
	}
	t := p.head
	u := c.in.Tags[t].U
	if k, ok := pronouns[c.low[t]]; ok && (u == doc.UPRON || u == doc.UDET || u == doc.UADV) && c.in.Forms[t] != "US" {
		switch {
		case k < 3 || k >= 16 && k < 19:
			m.person = 1
		case k < 6:
			m.person = 2
		default:
			m.person = 3
		}
		switch {
		case k >= 6 && k < 16 || k < 3 || k == 23 || k == 24:
			m.plural = 1
		case k >= 16 && k < 23 || k == 25 || k == 26:
			m.plural = 2
		}
		return firstPronoun + k
	}
	switch {
	case u == doc.UPROPN || m.kind != 0:
		return sortName
	case u == doc.UNUM || u == doc.USYM:
		return sortNumber
	case u != doc.UNOUN:
		return sortOther
	}
	for i := p.r.First; i < t; i++ {
		switch c.low[i] {
		case "the":
			return sortThe
		case "this", "that", "these", "those", "such":
			return sortThis
		case "a", "an", "another":
			return sortA
		case "my", "your", "his", "her", "its", "our", "their", "'s", "’s":
			return sortOwned
		case "some", "any", "no", "every", "each", "many", "several", "all", "most", "few", "much", "more":
			return sortSome
		}
	}
	if m.plural == 2 {
		return sortBarePlural
	}
	return sortBare
}

func (c *chainer) genderOf(m *traits) {
	t := m.head
	switch k := m.sort - firstPronoun; {
	case m.sort >= firstPronoun && k >= 6 && k < 10:
		m.gender = 'm'
	case m.sort >= firstPronoun && k >= 10 && k < 13:
		m.gender = 'f'
	case m.sort >= firstPronoun && k >= 13 && k < 16:
		m.gender = 'n'
	case m.sort >= firstPronoun || m.sort == sortJoined:
	case m.kind == uint8(doc.Person):
		n := c.in.Names[c.nameAt[t]].Tokens
		g, _ := c.r.lex.GivenName(c.in.Forms[n.First])
		m.gender = g
		for i := max(m.r.First, n.First-2); i < n.First; i++ {
			switch s := c.r.words[c.low[i]]; {
			case s&wMale != 0:
				m.gender = 'm'
			case s&wFemale != 0:
				m.gender = 'f'
			}
		}
	case m.kind != 0:
		m.gender = 'n'
	default:
		if g, _, ok := c.r.lex.RoleNoun(c.in.Forms[t]); ok {
			m.gender = g
			if g == 0 {
				m.gender = 'p'
			}
		}
		switch s := c.r.words[c.low[t]]; {
		case s&wMale != 0:
			m.gender = 'm'
		case s&wFemale != 0:
			m.gender = 'f'
		}
	}
}

// wordsOf hashes the words that carry meaning.
func (c *chainer) wordsOf(m *traits, p *candidatePhrase) {
	full := uint32(7)
	for i := p.r.First; i < p.r.End; i++ {
		switch c.in.Tags[i].U {
		case doc.UDET, doc.UPUNCT:
			continue
		case doc.UPART:
			if i == p.r.End-1 {
				continue
			}
		case doc.UADJ, doc.UNOUN, doc.UPROPN, doc.UNUM, doc.UVERB, doc.UPRON:
			if i != p.head && int(m.bags) < len(m.bag) {
				m.bag[m.bags] = c.lemma[i]
				m.bags++
			}
		}
		full = crf.Mix2(3, full, c.hash[i])
	}
	m.full = full
}

func (m *traits) has(w uint32) bool {
	for _, x := range m.bag[:m.bags] {
		if x == w {
			return true
		}
	}
	return false
}
