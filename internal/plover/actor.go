package plover

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/petrarch"
)

// maxDeep bounds how far down a noun phrase is looked into.
const maxDeep = 6

// entities are those that the phrase under token t names: each conjunct by
// itself, and each of several adjectives ("French and German envoys").
func (r *reader) entities(t int) []Entity {
	if t < 0 {
		return nil
	}
	var out []Entity
	r.joined(t, &out, 0)
	return unique(out)
}

// joined adds what t and its conjuncts name.
func (r *reader) joined(t int, out *[]Entity, deep int) {
	r.entity(t, out, 0)
	if deep > maxDeep || len(*out) > maxEntities {
		return
	}
	r.children(t, func(c int, rel doc.Rel) {
		if rel == doc.RelConj && r.upos(c) != doc.UVERB && len(*out) <= maxEntities {
			r.joined(c, out, deep+1)
		}
	})
}

func unique(all []Entity) []Entity {
	out := all[:0]
	for _, e := range all {
		seen := false
		for i := range out {
			if out[i].Code == e.Code && (out[i].Sector == e.Sector || out[i].Span == e.Span) {
				seen = true
			}
		}
		if !seen {
			out = append(out, e)
		}
	}
	return out
}

// entity adds what one conjunct names: the nearest rung of the phrase that
// tells a country decides.
func (r *reader) entity(t int, out *[]Entity, deep int) {
	if deep > maxDeep {
		return
	}
	sector, office := r.sector(t)
	full := r.phrase(t)
	add := func(k known) {
		e := Entity{Code: k.code, Sector: sector, Office: k.office, Span: full, Text: full.In(r.d.Report.Text), own: k.own}
		if e.Sector == "" || k.owner && k.sector != "" {
			e.Sector = k.sector
		}
		if e.Office == "" {
			e.Office = office
		}
		*out = append(*out, e)
	}
	n := len(*out)
	if k := r.known[t]; k.code != "" {
		if k.office == "" && k.sector != "" { // "Rwanda's Senate" is not that of the United States
			r.modifiers(t, func(m known) {
				if m.first != k.first {
					add(m)
				}
			}, 0)
		}
		if len(*out) == n {
			add(k)
		}
		return
	}
	r.modifiers(t, add, 0)
	if len(*out) > n {
		return
	}
	if k := r.mentioned(t); k.code != "" {
		add(k)
		return
	}
	if r.behind(t, out, add); len(*out) > n {
		return
	}
	if k := r.mentioned(t); sector != "" || r.upos(t) == doc.UPROPN || k.office != "" || r.upos(t) == doc.UPRON && r.mention[t] != 0 {
		add(known{own: r.upos(t) == doc.UPRON, office: k.office})
	}
}

// behind adds what an apposition tells, else what a phrase after the head does.
func (r *reader) behind(t int, out *[]Entity, add func(known)) {
	n := len(*out)
	for _, rels := range [...][2]doc.Rel{{doc.RelAppos, doc.RelAppos}, {doc.RelNmod, doc.RelNmodDesc}} {
		r.children(t, func(c int, rel doc.Rel) {
			if len(*out) > n || rel != rels[0] && rel != rels[1] {
				return
			}
			if rel == doc.RelNmod && r.marker(c) == "with" {
				return
			}
			for _, e := range r.entities(c) {
				switch r.marker(c) {
				case "to", "against", "on", "for": // another than the head: "doctors to Fiji"
					if e.Code != "" {
						*out = append(*out, e)
					}
					continue
				}
				if e.Code != "" {
					add(known{code: e.Code, sector: e.Sector, office: e.Office})
				}
			}
		})
		if len(*out) > n {
			return
		}
	}
}

// modifiers calls add for each country that stands before the head.
func (r *reader) modifiers(t int, add func(known), deep int) {
	if deep > maxDeep {
		return
	}
	done := false
	found := add
	add = func(k known) { done = true; found(k) }
	r.children(t, func(c int, rel doc.Rel) {
		if done {
			return // "Malaysia Airlines Boeing": the first tells
		}
		switch rel {
		case doc.RelAmod, doc.RelCompound, doc.RelNmodPoss, doc.RelFlat, doc.RelNmodDesc, doc.RelDep, doc.RelNmodUnmarked:
		case doc.RelConj:
			if deep == 0 {
				return
			}
		default:
			return
		}
		if k := r.known[c]; k.code != "" {
			add(k)
			r.children(c, func(x int, rel doc.Rel) {
				if rel == doc.RelConj && r.known[x].code != "" && r.known[x].first != k.first {
					add(r.known[x])
				}
			})
			return
		}
		if rel == doc.RelNmodPoss {
			if k := r.mentioned(c); k.code != "" {
				k.own = r.upos(c) == doc.UPRON
				add(k)
				return
			}
		}
		r.modifiers(c, add, deep+1)
	})
}

// mentioned is what the record knows of the actor whose mention has the head t.
func (r *reader) mentioned(t int) known {
	if r.mention[t] == 0 {
		return known{}
	}
	m := &r.d.Mentions[r.mention[t]-1]
	if m.Actor <= 0 || int(m.Actor) > len(r.d.Actors) {
		return known{}
	}
	a := &r.d.Actors[m.Actor-1]
	k := known{code: a.Country, office: a.Role, own: m.Kind == doc.Pronoun}
	if k.code == "" && m.Kind == doc.Pronoun {
		k.code = r.elsewhere(a)
	}
	return k
}

// maxMentions bounds how many mentions of an actor are looked at.
const maxMentions = 4

// elsewhere is the country that the phrase of another mention tells.
func (r *reader) elsewhere(a *doc.Actor) string {
	for i, s := range a.Names {
		if i == maxMentions {
			break
		}
		t := r.d.TokensIn(s)
		if t.Empty() {
			continue
		}
		top := t.End - 1
		for h := r.head(top); h >= t.First && h < t.End; h = r.head(h) {
			top = h
		}
		var out []Entity
		if r.known[top].code != "" {
			return r.known[top].code
		}
		r.mention[top] = 0 // its own mention tells nothing more
		r.entity(top, &out, 1)
		if len(out) > 0 && out[0].Code != "" {
			return out[0].Code
		}
	}
	return ""
}

// sector is the part played by the head of a phrase, by its nouns.
func (r *reader) sector(t int) (sector, office string) {
	if r.c.actors != nil {
		if a := strings.Trim(r.c.actors.Agent(r.forms, t), "~"); !petrarch.Void(a) {
			return a, ""
		}
	}
	if s := r.c.sectors[r.lemma(t)]; s != "" {
		r.children(t, func(c int, rel doc.Rel) {
			if rel != doc.RelCompound && rel != doc.RelAmod {
				return
			}
			switch x := r.c.sectors[r.lemma(c)]; {
			case x == "COP" || x == "REB" || x == "OPP" || x == "MIL" && s != "GOV":
				s = x
			case x != "" && (s == "CVL" || s == "GOV" && (x == "LEG" || x == "JUD")):
				s = x
			}
			if r.lemma(c) == "former" || r.lemma(c) == "ex" || r.lemma(c) == "ousted" {
				s = "ELI"
			}
		})
		return s, ""
	}
	r.children(t, func(c int, rel doc.Rel) {
		switch rel {
		case doc.RelAppos, doc.RelCompound, doc.RelFlat, doc.RelNmodDesc, doc.RelNmodUnmarked:
			if s := r.c.sectors[r.lemma(c)]; s != "" && sector == "" {
				sector = s
			}
		}
	})
	if m := r.mentioned(t); sector == "" && m.office != "" {
		return "GOV", m.office
	}
	return sector, ""
}

// phrase is the span of a noun with what stands before it.
func (r *reader) phrase(t int) doc.Span {
	lo, hi := t, t
	var walk func(t, deep int)
	walk = func(t, deep int) {
		r.children(t, func(c int, rel doc.Rel) {
			if c < t-maxEntities || c > t+maxEntities {
				return // out of all proportion
			}
			switch rel {
			case doc.RelAmod, doc.RelCompound, doc.RelFlat, doc.RelNmodPoss, doc.RelNmodDesc, doc.RelNmodUnmarked:
				lo, hi = min(lo, c), max(hi, c)
				if deep < maxDeep {
					walk(c, deep+1)
				}
			}
		})
	}
	walk(t, 0)
	return r.d.SpanOf(doc.Range{First: lo, End: hi + 1})
}
