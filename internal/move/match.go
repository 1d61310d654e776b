package move

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// cand is a word that may carry a move, with what fills its frame.
type cand struct {
	e        *entry
	tok      int
	light    int // the verb that the noun leans on, -1 for none
	obj      int // the object that the entry asks for, -1 for none
	by, to   []int
	what     int
	whatSlot slotKind
	passive  bool
	judge    int // of a judgement: the verb that makes it, or -1 for the speaker
}

// match looks a token up and adds the first entry whose frame fits.
func (r *reader) match(t int) {
	tag := &r.tags[t]
	switch tag.U {
	case doc.UVERB:
		if tag.X == doc.PVBG && r.rel(t) == doc.RelNsubj && r.child(t, doc.RelObj) < 0 && r.tryClass(nounClass, t) {
			return // "fighting broke out"
		}
		if tag.X == doc.PVBN && r.child(t, doc.RelAuxPass, doc.RelCop) >= 0 && r.tryClass(adjClass, t) {
			return // "is committed to", "are prepared to"
		}
		if r.tryClass(verbClass, t) || r.tryClass(adjClass, t) {
			return
		}
		if r.tryClass(chargeClass, t) {
			return
		}
		r.tryClass(evalClass, t)
	case doc.UNOUN, doc.UPROPN:
		if r.misread(t) && r.tryClass(verbClass, t) {
			return
		}
		if !r.tryClass(nounClass, t) {
			r.tryClass(evalClass, t)
		}
	case doc.UADP:
		if h := r.head(t); h > t && r.rel(t) == doc.RelCase && r.child(h, doc.RelCop) >= 0 {
			r.tryClass(adjClass, t) // "is against a truce"
		}
	case doc.UADJ, doc.UADV:
		if r.child(t, doc.RelObj) > t && r.child(t, doc.RelAux) >= 0 && r.tryClass(verbClass, t) {
			return // "it would free prisoners", taken for an adjective
		}
		if !r.tryClass(adjClass, t) {
			r.tryClass(evalClass, t)
		}
	}
}

// misread tells whether a word taken for a plural is the verb of its clause:
// "the minister insists that …".
func (r *reader) misread(t int) bool {
	if r.tags[t].X != doc.PNNS || t == 0 || t+1 >= len(r.tags) {
		return false
	}
	if s := r.ownSubject(t); s < 0 || s >= t || r.child(t, doc.RelCop, doc.RelDet) >= 0 {
		return false
	}
	return true
}

func (r *reader) tryClass(c class, t int) bool {
	for _, e := range r.entriesOf(c, t) {
		x := cand{e: e, tok: t, light: -1, obj: -1, what: -1, judge: -1}
		if !r.suits(&x) || !r.required(&x) {
			continue
		}
		r.fill(&x)
		if r.complete(&x) {
			r.cands = append(r.cands, x)
			r.candAt[t] = int32(len(r.cands))
			return true
		}
	}
	return false
}

// entriesOf are the entries of a token in one class: by its lemma, by its form
// where that is a class of its own ("prepared", "better"), and by what a
// mistaken lemma of a verb should have been.
func (r *reader) entriesOf(c class, t int) []*entry {
	m, tag := r.lex.entries[c], &r.tags[t]
	if c == adjClass || c == evalClass {
		switch tag.X {
		case doc.PVBN, doc.PVBG, doc.PJJR, doc.PJJ:
			if es := m[r.in.Forms[t]]; es != nil {
				return es
			}
		}
		if tag.U == doc.UVERB {
			return nil
		}
	}
	l := r.noun(t)
	if es := m[l]; es != nil || tag.U != doc.UVERB || len(l) < 3 {
		return es
	}
	return m[r.lex.mended[l]]
}

// noun is the lemma, with the plural taken off a word that is given without a
// singular: "troops", "supplies".
func (r *reader) noun(t int) string {
	l := r.tags[t].Lemma
	if x := r.tags[t].X; x != doc.PNNS && x != doc.PNNPS || len(l) < 4 || l[len(l)-1] != 's' || l[len(l)-2] == 's' {
		return l
	}
	if strings.HasSuffix(l, "ies") {
		if l == "supplies" || l == "hostilities" || l == "activities" {
			return l[:len(l)-3] + "y"
		}
	}
	return l[:len(l)-1]
}

// suits tells whether the word stands in its clause as its class must.
func (r *reader) suits(x *cand) bool {
	t := x.tok
	switch x.e.class {
	case verbClass, chargeClass:
		x.passive = r.passive(t)
		return r.rel(t) != doc.RelAmod && r.rel(t) != doc.RelCase && r.rel(t) != doc.RelMark && r.rel(t) != doc.RelCompound
	case adjClass:
		return r.predicative(t)
	case nounClass:
		return r.nounSuits(x)
	case evalClass:
		return r.judgement(x)
	}
	return false
}

// predicative tells whether an adjective is said of something: with a copula,
// after "remain", or standing free ("wary of the offer, Lisbon …").
func (r *reader) predicative(t int) bool {
	if r.tags[t].U == doc.UVERB && r.tags[t].X != doc.PVBN && r.tags[t].X != doc.PVBG {
		return false
	}
	if r.child(t, doc.RelCop, doc.RelAuxPass) >= 0 || r.tags[t].U == doc.UADP {
		return true
	}
	switch r.rel(t) {
	case doc.RelXcomp, doc.RelConj, doc.RelAdvcl, doc.RelAcl, doc.RelCcomp, doc.RelRoot, doc.RelAclRelcl, doc.RelParataxis:
		return true
	}
	return false
}

// nounSuits finds the light verb that a noun leans on.
func (r *reader) nounSuits(x *cand) bool {
	t := x.tok
	switch r.rel(t) {
	case doc.RelCompound, doc.RelAmod, doc.RelFlat, doc.RelFixed, doc.RelNmodUnmarked:
		return false
	}
	n := r.firstConjunct(t)
	h := r.head(n)
	if h < 0 || r.tags[h].U != doc.UVERB {
		return true
	}
	switch r.rel(n) {
	case doc.RelObj, doc.RelNsubjPass:
		if r.lex.has("light", r.lemma(h)) {
			x.light = h
		}
	case doc.RelObl:
		switch r.markerLemma(n) {
		case "in", "during", "at", "after", "following", "before":
			if x.e.act == doc.Meet {
				x.light = h
			}
		}
	}
	return true
}

func (r *reader) markerLemma(t int) string {
	if m := r.marker(t); m >= 0 {
		return r.lemma(m)
	}
	return ""
}

// judgement tells whether an evaluative word is predicated of something, and by
// whom: by the subject of "call", "deem", or by the speaker of a statement.
func (r *reader) judgement(x *cand) bool {
	t := r.judgedHead(x)
	h := r.head(t)
	if r.rel(t) == doc.RelAmod && h >= 0 && r.child(h, doc.RelCop) >= 0 { // "this is a reckless way to govern"
		return r.stmt[x.tok] > 0 && r.lex.has("ways", r.noun(h))
	}
	if r.rel(t) == doc.RelAmod && h >= 0 && (r.rel(h) == doc.RelXcomp || r.rel(h) == doc.RelObj) && r.child(h, doc.RelCop) < 0 {
		if g := r.head(h); g >= 0 && r.naming(g) && (r.rel(h) == doc.RelXcomp || r.namesAs(g) || r.whatCalled(g)) { // "called him a stupid man"
			x.judge = g
			return true
		}
	}
	if infinite := r.rel(t) == doc.RelXcomp && r.hasChild(t, "be", doc.RelCop); !infinite && (r.child(t, doc.RelCop) >= 0 || r.child(x.tok, doc.RelCop) >= 0) {
		return r.stmt[x.tok] > 0
	}
	if h >= 0 && r.tags[h].U == doc.UNOUN && h < t && (r.rel(h) == doc.RelObj || r.rel(h) == doc.RelNsubj) && (r.rel(t) == doc.RelObj || r.rel(t) == doc.RelXcomp) {
		h = r.head(h) // "called the raid an outrage", the judgement hung on the raid
	}
	if h < 0 || r.tags[h].U != doc.UVERB {
		return false
	}
	switch r.rel(t) {
	case doc.RelXcomp, doc.RelObl, doc.RelAdvcl, doc.RelObj, doc.RelCcomp:
		if r.naming(h) {
			x.judge = h
		}
		switch r.lemma(h) {
		case "describe", "denounce", "condemn", "regard", "see", "characterise", "characterize", "dismiss", "slam", "decry", "hail", "portray", "reject", "blast", "depict", "praise":
			if r.markerLemma(t) == "as" || r.hasChild(t, "as") {
				x.judge = h
			}
		}
	}
	return x.judge >= 0
}

// whatCalled tells whether a verb hangs on "what": "what it called a needless step".
func (r *reader) whatCalled(g int) bool {
	h := r.head(g)
	return h >= 0 && r.rel(g) == doc.RelAclRelcl && r.lemma(h) == "what"
}

// naming tells whether a verb gives its object a name or judgement.
func (r *reader) naming(h int) bool {
	switch r.lemma(h) {
	case "call", "deem", "consider", "find", "declare", "label", "brand", "view", "dub", "rule", "term", "judge", "think", "believe":
		return true
	}
	return false
}

// judgedHead is the word that stands in the clause for the judgement: the first
// of several that share one copula.
func (r *reader) judgedHead(x *cand) int {
	t := r.idiomHead(x)
	if r.child(t, doc.RelCop) >= 0 {
		return t
	}
	return r.firstConjunct(t)
}

// idiomHead is the word of "a stab in the back" that the others hang on.
func (r *reader) idiomHead(x *cand) int {
	t := x.tok
	for range x.e.before {
		h := r.head(t)
		if h < 0 || h < x.tok-len(x.e.before) || h >= x.tok {
			break
		}
		t = h
	}
	return t
}

// required checks what an entry asks for around its word.
func (r *reader) required(x *cand) bool {
	e, t := x.e, x.tok
	for i := range e.before {
		p := t - len(e.before) + i
		if p < 0 || !strings.EqualFold(r.in.Forms[p], e.before[i]) {
			return false
		}
	}
	after := t + 1
	if e.part != "" {
		adjacent := after < len(r.tags) && strings.EqualFold(r.in.Forms[after], e.part)
		if !adjacent && !r.hasChild(t, e.part, doc.RelCompoundPrt, doc.RelAdvmod) {
			return false
		}
		if adjacent {
			after++
		}
	}
	if len(e.objs) > 0 {
		x.obj = r.objectOf(t, x.passive)
		if n := t + 1; x.obj < 0 && n < len(r.tags) && r.tags[n].U != doc.UVERB && r.head(n) == t && containsWord(e.objs, r.noun(n)) {
			x.obj = n // "cast doubt", the object taken for an adverb
		}
		if x.obj >= 0 {
			x.obj = r.oneOf(e.objs, x.obj)
		}
		if x.obj < 0 && !x.passive {
			x.obj = r.secondObject(t, e.objs)
		}
		if p := r.child(t, doc.RelXcomp, doc.RelAdvmod); x.obj < 0 && p > t && r.tags[p].U != doc.UVERB && containsWord(e.objs, r.lemma(p)) {
			x.obj = p // "held Israel responsible"
		}
		if x.obj < 0 {
			return false
		}
		if e.act == doc.Propose && r.planned(x.obj) {
			return false
		}
	}
	if e.prep == "" {
		return true
	}
	p := r.prepOf(x, e.prep, after)
	if p >= 0 && (e.prep == "on" || e.prep == "at" || e.prep == "in") && r.timely(p) {
		return false
	}
	return p >= 0 && (len(e.nouns) == 0 || r.oneOf(e.nouns, p) >= 0)
}

// secondObject is an object of the verb, beside the first, that the list holds:
// "gave the ministry two days".
func (r *reader) secondObject(t int, list []string) int {
	for c := r.first[t]; c >= 0; c = r.next[c] {
		rel := r.rel(int(c))
		if (rel == doc.RelObj || rel == doc.RelOblUnmarked) && int(c) > t && containsWord(list, r.noun(int(c))) {
			return int(c)
		}
	}
	return -1
}

// timely tells whether a noun is one of time: "on Friday" addresses nobody.
func (r *reader) timely(t int) bool {
	return r.lex.has("time_words", strings.ToLower(r.tags[t].Lemma))
}

// oneOf is the noun, or one that is joined to it, which the list holds; -1 for
// none.
func (r *reader) oneOf(list []string, n int) int {
	fits := func(t int) bool {
		return containsWord(list, r.noun(t)) || r.tags[t].U == doc.UPROPN && containsWord(list, "NAME")
	}
	if fits(n) {
		return n
	}
	if r.lex.has("part_of", r.noun(n)) { // "most of the duties"
		if c := r.brought(n, "of"); c >= 0 && fits(c) {
			return n
		}
	}
	for c := r.first[n]; c >= 0; c = r.next[c] {
		if r.rel(int(c)) == doc.RelConj && fits(int(c)) {
			return n
		}
	}
	return -1
}

// planned tells whether a noun such as "plans" has an infinitive of its own:
// what is announced then is the deed, not a plan.
func (r *reader) planned(n int) bool {
	if !r.lex.has("intent_nouns", r.noun(n)) {
		return false
	}
	if n+2 < len(r.tags) && r.tags[n+1].X == doc.PTO && r.tags[n+2].X == doc.PVB {
		return true
	}
	c := r.child(n, doc.RelAcl)
	return c >= 0 && r.infinitival(c)
}

func containsWord(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

// prepOf is what the preposition brings to the word, its object, or, where the
// tree hangs it elsewhere, just after it.
func (r *reader) prepOf(x *cand, prep string, after int) int {
	if p := r.broughtNoun(x.tok, prep); p >= 0 {
		return p
	}
	if x.obj >= 0 {
		if p := r.broughtNoun(x.obj, prep); p >= 0 {
			return p
		}
	}
	if x.light >= 0 {
		if p := r.broughtNoun(x.light, prep); p >= 0 {
			return p
		}
	}
	if after > 0 && after < len(r.tags) && r.lemma(after) == prep && r.tags[after].U != doc.UVERB {
		if h := r.head(after); h > after && r.rel(after) != doc.RelAdvmod && !(prep == "to" && r.tags[h].X == doc.PVB) {
			return h
		}
	}
	return -1
}

// broughtNoun is brought, but an infinitive is nothing that "to" brings.
func (r *reader) broughtNoun(t int, prep string) int {
	p := r.brought(t, prep)
	if p >= 0 && prep == "to" && (r.tags[p].X == doc.PVB || r.rel(p) == doc.RelXcomp && r.tags[p].U == doc.UVERB && r.tags[p].X != doc.PVBG) {
		for c := r.next[p]; c >= 0; c = r.next[c] {
			if b := r.rel(int(c)).Base(); (b == doc.RelObl || b == doc.RelNmod) && r.hasChild(int(c), "to", doc.RelCase) {
				return int(c)
			}
		}
		return -1
	}
	return p
}

// objectOf is the object of a verb: its own, the subject of a passive, or what
// a relative clause hangs on.
func (r *reader) objectOf(t int, passive bool) int {
	if passive {
		return r.subject(t)
	}
	if o := r.child(t, doc.RelObj); o >= 0 {
		if r.rel(t) == doc.RelAclRelcl && relativePronoun(r.tags[o]) {
			return r.head(t)
		}
		if _, second := r.twoObjects(t); second >= 0 {
			return second
		}
		return o
	}
	if o := r.bareOblique(t); o >= 0 {
		return o
	}
	if r.rel(t) == doc.RelAclRelcl {
		if s := r.child(t, subjRels...); s >= 0 && !relativePronoun(r.tags[s]) && r.child(t, doc.RelCcomp, doc.RelXcomp) < 0 {
			return r.head(t)
		}
	}
	if x := r.child(t, doc.RelXcomp); x > t && r.tags[x].U == doc.UPROPN && r.lemma(t) == "call" && r.child(t, doc.RelXcomp) == x {
		return x
	}
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelConj && r.child(t, doc.RelCcomp, doc.RelXcomp, doc.RelObl, doc.RelOblAgent) < 0 {
		if o := r.child(h, doc.RelObj); o > t { // "backed and signed the deal"
			return o
		}
	}
	return -1
}

// twoObjects are both objects of "promised Ukraine more drones" where the tree
// tells neither as indirect: somebody, then something; -1 where it is not so.
func (r *reader) twoObjects(t int) (first, second int) {
	first = -1
	for c := r.first[t]; c >= 0; c = r.next[c] {
		if int(c) < t || r.rel(int(c)) != doc.RelObj {
			continue
		}
		if first < 0 {
			if r.mention[c] == 0 {
				return -1, -1
			}
			first = int(c)
		} else if r.mention[c] == 0 && r.tags[c].U == doc.UNOUN {
			return first, int(c)
		}
	}
	return -1, -1
}

// bareOblique is a noun right behind a particle that the tree takes for an
// adjunct though nothing marks it: "called off the talks".
func (r *reader) bareOblique(t int) int {
	if t+1 >= len(r.tags) || r.rel(t+1) != doc.RelCompoundPrt {
		return -1
	}
	c := r.child(t, doc.RelObl)
	if c > t && r.marker(c) < 0 && r.tags[c].U == doc.UNOUN && !r.timely(c) {
		return c
	}
	return -1
}

// fill puts dependents into the roles.
func (r *reader) fill(x *cand) {
	for _, s := range x.e.by {
		if s.kind == modSlot {
			x.by = r.modifiers(x.tok, x.by)
		} else if b := r.slot(x, s); b >= 0 {
			x.by = append(x.by, b)
		}
		if len(x.by) > 0 {
			break
		}
	}
	if x.e.act == doc.Meet && x.e.class == nounClass && len(x.by) < 2 {
		x.by = r.dashed(x.tok, x.by)
	}
	if x.light >= 0 && (len(x.by) == 0 || x.e.class == nounClass) {
		r.fillLight(x)
	}
	for _, s := range x.e.to {
		if b := r.slot(x, s); b >= 0 {
			x.to = append(x.to, b)
		}
	}
	for _, s := range x.e.what {
		if w := r.slot(x, s); w >= 0 && !contains(x.to, w) {
			x.what, x.whatSlot = w, s.kind
			break
		}
	}
	if x.what < 0 && x.e.prep != "" && len(x.e.what) > 0 { // the thing that the entry itself asks for
		if w := r.prepOf(x, x.e.prep, x.tok+1); w >= 0 && !contains(x.to, w) && !contains(x.by, w) {
			x.what, x.whatSlot = w, prepSlot
		}
	}
	if x.passive && len(x.by) == 0 && x.e.act == doc.Concede && x.obj >= 0 && r.lex.has("given_up", r.noun(x.obj)) {
		if p := r.child(x.obj, doc.RelNmodPoss); p >= 0 {
			x.by = append(x.by, p) // "Peru's objection was withdrawn"
		}
	}
	if x.what < 0 && x.e.act == doc.Demand && len(x.to) == 1 && x.to[0] > x.tok && x.to[0] == r.objectOf(x.tok, x.passive) &&
		r.one(x.to[0]) == 0 && !r.peopleAt(x.to) { // "we need change": a thing, nobody that is asked
		x.what, x.whatSlot, x.to = x.to[0], objSlot, nil
	}
	if x.what < 0 && x.e.act == doc.Demand && len(x.to) > 0 { // "on Iran to halt …", the verb taken for a noun
		if p := int(r.hi[x.to[0]]) + 1; p > x.tok && p < len(r.tags) && r.lemma(p) == "to" && r.head(p) > p {
			x.what, x.whatSlot = r.head(p), infSlot
		}
	}
}

// fillLight takes the maker of a noun's act from the verb that it leans on.
func (r *reader) fillLight(x *cand) {
	s := r.subject(x.light)
	if r.passive(x.light) {
		s = r.broughtNoun(x.light, "by")
	}
	if r.lex.has("light_reverse", r.lemma(x.light)) && x.e.act != doc.Meet {
		if len(x.by) == 0 {
			if p := r.prepOf(x, "from", 0); p >= 0 {
				x.by = append(x.by, p)
				if s >= 0 {
					x.to = append(x.to, s)
				}
			}
		}
		return
	}
	if s >= 0 && s != x.tok && len(x.by) == 0 {
		x.by = append(x.by, s)
	}
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// modifiers adds the names before a noun: "US strike", "Biden–Xi meeting".
func (r *reader) modifiers(t int, out []int) []int {
	for c := r.first[t]; c >= 0; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelCompound, doc.RelAmod, doc.RelNmodDesc:
			if int(c) < t && (r.mention[c] > 0 || r.cover[c] > 0 || r.demonym(int(c)) != 0) {
				out = append(out, int(c))
			}
		}
	}
	return out
}

// dashed finds both sides of "the A–B meeting", however the tree takes it.
func (r *reader) dashed(t int, by []int) []int {
	m := r.coverOf(t - 1)
	if m == nil || m.Tokens.First < 2 {
		return by
	}
	d := m.Tokens.First - 1
	switch r.in.Forms[d] {
	case "–", "-", "—", "/":
	default:
		return by
	}
	if n := r.coverOf(d - 1); n != nil && n.Actor != m.Actor {
		return []int{d - 1, t - 1}
	}
	return by
}

// coverOf is the innermost mention that holds a token, nil for none.
func (r *reader) coverOf(t int) *doc.Mention {
	if t < 0 || t >= len(r.cover) || r.cover[t] == 0 {
		return nil
	}
	return &r.in.Mentions[r.cover[t]-1]
}

// complete tells whether all that the entry needs is there.
func (r *reader) complete(x *cand) bool {
	if x.e.needTo && len(r.targets(x)) == 0 && !r.peopleAt(x.to) {
		return false
	}
	if x.e.denied && !r.candMood(x).neg || x.e.act == doc.Expect && x.passive && len(x.by) == 0 {
		return false // "is expected to visit": nobody expects it
	}
	if len(x.e.needs) == 0 || x.what >= 0 && x.whatSlot == prepSlot && x.e.prep != "" {
		return true
	}
	for _, s := range x.e.needs {
		if r.slot(x, s) >= 0 {
			return true
		}
	}
	return false
}

// peopleAt tells whether one of the tokens names people or a body by a common
// noun: "both foreign ministers".
func (r *reader) peopleAt(toks []int) bool {
	for _, t := range toks {
		if r.tags[t].U == doc.UNOUN && (r.lex.has("agents", r.noun(t)) || r.lex.has("states_agent", r.noun(t))) {
			return true
		}
	}
	return false
}

// targets are the actors that a move is addressed to or aimed at.
func (r *reader) targets(x *cand) []doc.ActorID {
	var ids []doc.ActorID
	for _, t := range x.to {
		ids = r.actorsAt(t, ids)
	}
	return ids
}
