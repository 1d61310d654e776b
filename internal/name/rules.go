package name

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// rung is one step of the ladder.
type rung struct {
	name  string
	climb func(*Finder, *view)
}

// ladder is what happens to the model's proposals, in order.
var ladder = []rung{
	{"split", (*Finder).split},
	{"state", (*Finder).states},
	{"trim", (*Finder).trim},
	{"heading", (*Finder).headings},
	{"lexicon", (*Finder).known},
	{"lower case", (*Finder).lowered},
	{"company", (*Finder).companies},
	{"trim", (*Finder).trim},
	{"vote", (*Finder).vote},
	{"kind", (*Finder).kinds},
	{"adjective", (*Finder).adjectives},
	{"order", (*Finder).order},
}

// split parts what is joined by a dash or slash between two names of persons or
// of countries ("Putin–Zelensky"), unless the lexicon knows the whole.
func (f *Finder) split(v *view) {
	for i := 0; i < len(v.cands); i++ {
		c := &v.cands[i]
		if c.tokens.Len() < 3 || c.role == roleOrganisation && !v.twoCountries(c.tokens) || v.exact(c.tokens) != nil {
			continue
		}
		for t := c.tokens.First + 1; t < c.tokens.End-1; t++ {
			if !v.parts(t) {
				continue
			}
			left, right := *c, *c
			left.tokens.End, right.tokens.First = t, t+1
			left.why, right.why = "split", "split"
			*c = left
			v.cands = slices.Insert(v.cands, i+1, right)
			break
		}
	}
}

// twoCountries tells whether the words are two countries and a mark between them.
func (v *view) twoCountries(r doc.Range) bool {
	for _, t := range [2]int{r.First, r.End - 1} {
		k := v.s.hits.at[t]
		if k < 0 || v.s.hits.list[k].Weak || v.s.hits.list[k].Entries[0].Kind != lexicon.Country {
			return false
		}
	}
	return r.Len() == 3
}

// states parts a town from the state written after it without a comma ("Salem
// OR"), unless the whole is known or the words before only tell which part or
// what of the state ("North", "Lake").
func (f *Finder) states(v *view) {
	for i := 0; i < len(v.cands); i++ {
		c := &v.cands[i]
		last := c.tokens.End - 1
		if c.role != rolePlace || c.tokens.Len() < 2 || v.exact(c.tokens) != nil {
			continue
		}
		w, before := &v.s.words[v.s.at[last]], &v.s.words[v.s.at[last-1]]
		if w.famed.alone&famedState == 0 || v.s.famed[last]>>famedBits != 0 || before.is&isSite != 0 ||
			before.class == lowerCase || before.class == noLetter || f.vocabulary.part[strings.ToLower(v.forms[last-1])] {
			continue
		}
		state := *c
		c.tokens.End, state.tokens.First = last, last
		c.why, state.why = "state", "state"
		v.cands = slices.Insert(v.cands, i+1, state)
		i++
	}
}

// parts tells whether the mark at t stands between two names.
func (v *view) parts(t int) bool {
	switch v.forms[t] {
	case "–", "—", "/":
		return true
	case "-":
	default:
		return false
	}
	// A hyphen joins parts of one name too ("Al-Sisi", "Kim Jong-un"): it parts
	// only what the lexicon knows on both sides.
	l, r := v.s.hits.at[t-1], v.s.hits.at[t+1]
	return l >= 0 && r >= 0 && l != r && !v.s.hits.list[l].Weak && !v.s.hits.list[r].Weak
}

// exact is what the lexicon knows of exactly these tokens, an article before
// them aside.
func (v *view) exact(r doc.Range) *lexicon.Hit {
	k := v.s.hits.at[r.First]
	if k < 0 {
		return nil
	}
	h := &v.s.hits.list[k]
	if h.End == r.End && (h.First == r.First || h.First == r.First-1 && v.s.words[v.s.at[h.First]].low == lowThe) {
		return h
	}
	return nil
}

// trim takes off titles, articles, marks and genitives at the edges.
func (f *Finder) trim(v *view) {
	for i := range v.cands {
		c := &v.cands[i]
		for c.tokens.Len() > 0 {
			w := &v.s.words[v.s.at[c.tokens.End-1]]
			if w.low != lowS && w.low != lowCurlyS && !(w.class == noLetter && !closesName(v.forms[c.tokens.End-1])) {
				break
			}
			c.tokens.End--
		}
		for c.tokens.Len() > 0 {
			w := &v.s.words[v.s.at[c.tokens.First]]
			title := c.role == rolePerson && c.tokens.Len() > 1 && (w.is&(isTitle|isRole) != 0 && w.is&isGiven == 0 || v.country(c.tokens.First))
			mark := w.class == noLetter && !opensName(v.forms[c.tokens.First])
			if !title && !mark && w.low != lowThe {
				break
			}
			c.tokens.First++
		}
		c.drop = c.tokens.Empty() || c.role == rolePerson && f.vocabulary.storm[v.forms[c.tokens.First]] || c.role != rolePerson && v.office(c.tokens)
	}
	v.sweep()
}

// office tells whether the words end in a title or role noun: "US Ambassador"
// names nobody.
func (v *view) office(r doc.Range) bool {
	w := &v.s.words[v.s.at[r.End-1]]
	return w.is&(isTitle|isRole) != 0 && w.is&(isPlural|isGiven|isOrgan|isSite) == 0 && w.class == capital && v.exact(r) == nil
}

// country tells whether token t begins the name or adjective of a country or
// organisation, which is no part of a person's name: "US President X".
func (v *view) country(t int) bool {
	k := v.s.hits.at[t]
	if k < 0 {
		return false
	}
	h := &v.s.hits.list[k]
	e := h.Entries[0].Kind
	return !h.Weak && (e == lexicon.Country || e == lexicon.Organisation)
}

func closesName(form string) bool {
	return form == "." || form == "!" || form[0] >= '0' && form[0] <= '9'
}

func opensName(form string) bool { return form[0] >= '0' && form[0] <= '9' }

func (v *view) sweep() {
	v.cands = slices.DeleteFunc(v.cands, func(c candidate) bool { return c.drop })
}

// headings drops what the model takes for a place or organisation in a heading,
// where capitals tell little, unless it is known or named in the text as well.
func (f *Finder) headings(v *view) {
	for i := range v.cands {
		c := &v.cands[i]
		if v.s.first[c.tokens.First]&2 == 0 || v.exact(c.tokens) != nil {
			continue
		}
		told := true
		for t := c.tokens.First; t < c.tokens.End; t++ {
			w := &v.s.words[v.s.at[t]]
			told = told && w.seen&seenInside != 0 && w.seen&seenLower == 0
		}
		if !told && (c.role != rolePerson || c.prob < 0.8 || c.tokens.Len() == 1 || c.why == "trim") {
			c.drop = true
		}
	}
	v.sweep()
}

// known brings in what the lexicon is sure of: a name that no candidate
// touches is added, one that holds shorter candidates takes their place.
func (f *Finder) known(v *view) {
	n := len(v.cands)
	at := 0
	for k := range v.s.hits.list {
		h := &v.s.hits.list[k]
		r := doc.Range{First: h.First, End: h.End}
		for r.First < r.End-1 && v.s.words[v.s.at[r.First]].low == lowThe {
			r.First++
		}
		for at < n && v.cands[at].tokens.End <= r.First {
			at++
		}
		over := at
		inside := true
		for over < n && v.cands[over].tokens.First < r.End {
			inside = inside && r.First <= v.cands[over].tokens.First && v.cands[over].tokens.End <= r.End
			over++
		}
		switch {
		case h.Weak || !capitals(v, r) || v.cried(h):
		case over == at:
			v.cands = append(v.cands, candidate{tokens: r, role: roleOf(h), prob: 0.85, why: "lexicon"})
		case over == at+1 && v.cands[at].tokens == r:
		case inside:
			for i := at; i < over; i++ {
				v.cands[i].drop = true
			}
			v.cands = append(v.cands, candidate{tokens: r, role: roleOf(h), prob: 0.9, why: "lexicon"})
		}
	}
	v.sweep()
	slices.SortFunc(v.cands, func(a, b candidate) int { return a.tokens.First - b.tokens.First })
}

// cried tells whether a hit is one word for a person in capitals, which is more
// often a cry: "FALL".
func (v *view) cried(h *lexicon.Hit) bool {
	return h.End-h.First == 1 && h.Entries[0].Kind == lexicon.Person && v.s.words[v.s.at[h.First]].class == allCapital
}

// companies joins "Inc." and its like, after a comma too, to the name before,
// which is an organisation's then.
func (f *Finder) companies(v *view) {
	for i := range v.cands {
		c := &v.cands[i]
		end := c.tokens.End
		if end < len(v.forms) && v.forms[end] == "," {
			end++
		}
		if end >= len(v.forms) || !f.vocabulary.legal[v.forms[end]] || v.s.first[end]&1 != 0 {
			continue
		}
		if i+1 < len(v.cands) && v.cands[i+1].tokens.First <= end {
			if v.cands[i+1].tokens.Len() > 1 {
				continue
			}
			v.cands[i+1].drop = true
		}
		c.tokens.End, c.role, c.why, c.prob = end+1, roleOrganisation, "company", max(c.prob, 0.8)
	}
	v.sweep()
}

// capitals tells whether a hit is written as a name is: with capitals at both
// ends, and with a proper noun where there are tags.
func capitals(v *view, r doc.Range) bool {
	if !v.s.upper(r.First) && r.Len() == 1 || !v.s.upper(r.End-1) && v.s.words[v.s.at[r.End-1]].class != noLetter && len(v.forms[r.End-1]) < 4 {
		return false
	}
	if len(v.tags) != len(v.forms) {
		return true
	}
	for t := r.First; t < r.End; t++ {
		if v.tags[t].U == doc.UPROPN || v.tags[t].U == doc.UX || v.tags[t].X == doc.PNNP || v.tags[t].X == doc.PNNPS {
			return true
		}
	}
	return r.Len() > 1 || v.s.first[r.First] == 0
}

func roleOf(h *lexicon.Hit) uint8 {
	switch h.Entries[0].Kind {
	case lexicon.Person:
		return rolePerson
	case lexicon.Organisation:
		return roleOrganisation
	case lexicon.Group:
		return roleOther
	}
	if h.Sense == lexicon.AdjectiveSense || h.Sense == lexicon.DemonymSense {
		return roleOther
	}
	return rolePlace
}

// kinds tells countries from places and peoples from other things, and gives
// the entry.
func (f *Finder) kinds(v *view) {
	for i := range v.cands {
		c := &v.cands[i]
		c.kind = [roleCount]doc.NameKind{doc.Person, doc.Place, doc.Organisation, 0}[c.role]
		c.hit = v.exact(c.tokens)
		if c.hit == nil {
			continue
		}
		f.byEntry(c)
	}
}

// byEntry lets the first entry that agrees with the role decide; where the
// model is not sure, the lexicon has the last word.
func (f *Finder) byEntry(c *candidate) {
	for k, e := range c.hit.Entries {
		kind := kindOf(e, c.hit.Senses[k])
		if kind == 0 {
			continue
		}
		if agrees(c.role, kind) || !c.hit.Weak && (c.prob < 0.9 || c.role != rolePerson || c.tokens.Len() > 1) {
			c.kind, c.entry = kind, e
			if !agrees(c.role, kind) {
				c.why = "lexicon"
			}
			return
		}
	}
}

// kindOf is the kind of name that an entry in a sense is; 0 for an adjective.
func kindOf(e *lexicon.Entry, s lexicon.Sense) doc.NameKind {
	switch s {
	case lexicon.AdjectiveSense:
		return 0
	case lexicon.DemonymSense:
		return doc.Group
	case lexicon.CapitalSense:
		return doc.Place
	case lexicon.SeatSense:
		return doc.Organisation
	}
	return doc.NameKind(e.Kind)
}

func agrees(role uint8, k doc.NameKind) bool {
	switch role {
	case rolePerson:
		return k == doc.Person
	case rolePlace:
		return k == doc.Country || k == doc.Place
	case roleOrganisation:
		return k == doc.Organisation || k == doc.Group
	}
	return k == doc.Group
}

// leastSure is the probability below which a name that the lexicon does not know
// is more likely wrong than right.
const leastSure = 0.5

// adjectives drops what is an adjective here, and what names none of the kinds.
func (f *Finder) adjectives(v *view) {
	for i := range v.cands {
		c := &v.cands[i]
		if c.kind == 0 || c.prob < leastSure && c.entry == nil {
			c.drop = true
			continue
		}
		if c.hit != nil && c.hit.Sense == lexicon.AdjectiveSense && c.entry == nil {
			c.drop = true
		}
	}
	v.sweep()
}

// order makes sure of the layer's promise: in order, without overlap, within
// sentences.
func (f *Finder) order(v *view) {
	end := 0
	for i := range v.cands {
		c := &v.cands[i]
		if c.tokens.First < end {
			c.drop = true
			continue
		}
		if s := v.l.SentenceOf(c.tokens.First); s < len(v.l.Sentences) && c.tokens.End > v.l.Sentences[s].Tokens.End {
			c.drop = true
			continue
		}
		end = c.tokens.End
	}
	v.sweep()
}
