package move

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// condition is a stretch that something hangs on, and the word it hangs from.
type condition struct {
	at         int      // the first word of the connective
	first, end int      // its own words
	head       int      // the word that it is about
	from       int      // the governor of the condition's clause; -1 where the tree does not tell
	leads      bool     // it stands before what hangs on it
	bound      doc.Span // of a bindingRead: what is bound to it
	read       condRead
	necessary  bool
	sufficient bool
	unless     bool // it is what would keep the rest from being done
	who        int  // the subject of the condition's clause, -1 for none
}

// conditions finds what the moves of a sentence, those from start on, hang on,
// and gives each condition to the nearest of them. Where none can have it, what
// is promised, refused or foreseen on the condition is a move itself. The moves
// must be in the order of their cues, and are again.
func (r *reader) conditions(s, start int, out []doc.Move) []doc.Move {
	toks := r.in.Layout.Sentences[s].Tokens
	n := len(out)
	for t := toks.First; t < toks.End; t++ {
		c, ok := r.condition(t, toks)
		if !ok {
			if c.read == idleRead && c.first > t {
				t = c.first - 1
			}
			continue
		}
		sp := r.conditionSpan(c.first, c.end)
		if sp.Empty() {
			continue
		}
		if r.hangsAcross(s, &c, sp, out[:start]) {
			t = max(t, min(c.first, c.head)-1)
			continue
		}
		m := r.hangs(out[start:], &c, sp)
		if m == nil && len(out)-n < 4 {
			if more := r.onCondition(s, &c, sp, out); len(more) > len(out) {
				out = more
				m = &out[len(out)-1]
			}
		}
		if m != nil {
			r.attach(m, sp, &c)
			t = max(t, min(c.first, c.head)-1)
		}
	}
	out = r.onlyThen(s, start, out)
	if len(out) > n {
		slices.SortStableFunc(out[start:], func(a, b doc.Move) int { return a.Cue.Start - b.Cue.Start })
	}
	return out
}

// onCondition adds the move of a clause that something is told to hang on, and
// that carries no word of an act: "would train officers provided that".
func (r *reader) onCondition(s int, c *condition, sp doc.Span, out []doc.Move) []doc.Move {
	t := r.mainClause(c)
	if toks := r.in.Layout.Sentences[s].Tokens; t < toks.First || t >= toks.End {
		return out
	}
	if sp.Contains(r.in.Layout.Tokens[t].Span) || r.candAt[t] > 0 && r.cueOf[t] > 0 {
		return out
	}
	v := view{r: r, x: &cand{e: &entry{frame: &frame{}, where: "condition"}, tok: t, passive: r.passive(t), light: -1, obj: -1, what: -1, judge: -1}}
	r.aux(t, &v.m)
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelXcomp {
		r.aux(h, &v.m)
	}
	subj := r.subject(t)
	if subj >= 0 {
		v.x.by = []int{subj}
	}
	v.o = r.owner(t, v.x.by)
	d, ok := onConditionVerdict(&v, c)
	if !ok {
		return out
	}
	return r.add(s, &v, d, out)
}

// onConditionVerdict tells what is done by what is told on a condition: refused,
// threatened, offered, demanded or foreseen.
func onConditionVerdict(v *view, c *condition) (verdict, bool) {
	m := &v.m
	none := len(v.x.by) > 0 && v.r.hasChild(v.x.by[0], "no", doc.RelDet)
	neg := m.neg || none
	ahead := m.will || m.can || m.may || m.must
	d := verdict{status: doc.Stated, whole: true, why: "told on a condition"}
	d.speaker = (v.o.stand == other || v.o.stand == unknown || len(v.o.by) == 0) && v.r.statement(v.x.tok) != nil
	if ahead && v.r.hasChild(v.x.tok, "have", doc.RelAux) {
		return d, false // "would not have been won without them"
	}
	switch c.read {
	case deniedRead:
		if !neg {
			return d, false
		}
	case aheadRead:
		if !ahead {
			return d, false
		}
	case clauseRead:
		if !ahead && m.past {
			return d, false
		}
	case bindingRead, givenRead:
		return d, false
	}
	if v.r.tags[v.x.tok].U == doc.UVERB && v.r.tags[v.x.tok].X == doc.PVBG && !ahead {
		return d, false
	}
	mine := v.o.stand == own || v.o.stand == narrated && len(v.o.by) > 0
	switch {
	case neg && !m.must:
		d.act = doc.Reject
	case ahead && !m.must && len(v.x.by) > 0 && v.r.lex.has("consequences", v.r.noun(v.x.by[0])) && v.r.lex.has("condition:follows", v.r.lemma(v.x.tok)):
		d.act, d.speaker = doc.Threaten, true // "sanctions will follow"
	case m.must:
		d.act, d.speaker = doc.Demand, v.o.stand != own
	case mine && (c.unless || m.will && v.r.warned(v.x.tok) || v.r.lex.has("hostile_promise", v.r.lemma(v.x.tok)) || v.r.lex.has("condition:harm", v.r.lemma(v.x.tok))):
		d.act = doc.Threaten
	case mine:
		d.act = doc.Offer
	case c.unless:
		d.act = doc.Threaten
	case ahead:
		d.act = doc.Expect
	case c.necessary:
		d.act = doc.Demand
	default:
		return d, false
	}
	if mine {
		d.speaker = false
	}
	return d, true
}

// mainClause is the head of the clause that a condition is set to, -1 for none.
func (r *reader) mainClause(c *condition) int {
	t := c.from
	if t < 0 {
		if c.leads {
			return -1
		}
		t = c.at - 1
	}
	t = r.predicate(t)
	if r.cueOf[t] > 0 { // the tree hung it on the "said"
		best := -1
		if h := r.head(t); h >= 0 && r.rel(t) == doc.RelParataxis && r.stmt[h] > 0 {
			best = h // "it would pay, he said, once …"
		}
		for d := r.first[t]; d >= 0; d = r.next[d] {
			if rel := r.rel(int(d)); (rel == doc.RelCcomp || rel == doc.RelParataxis) && (int(d) < c.first || int(d) >= c.end) && r.stmt[d] > 0 && (best < 0 || !c.leads) {
				best = int(d)
			}
		}
		t = best
	}
	if t < 0 || t >= c.first && t < c.end {
		return -1
	}
	if h := r.head(t); c.leads && h >= 0 && r.rel(t) == doc.RelCcomp { // of two clauses, the one that it is set before
		for d := r.first[h]; d >= 0 && int(d) < t; d = r.next[d] {
			if int(d) >= c.end && r.rel(int(d)) == doc.RelCcomp && r.ownSubject(int(d)) >= 0 {
				return int(d)
			}
		}
	}
	return t
}

func (r *reader) form(t int) string {
	if t < 0 || t >= len(r.in.Forms) {
		return ""
	}
	if r.lowForms == nil {
		r.lowForms = make([]string, len(r.in.Forms))
	}
	if r.lowForms[t] == "" {
		r.lowForms[t] = strings.ToLower(r.in.Forms[t])
	}
	return r.lowForms[t]
}

// condition reads a condition whose connective begins at t.
func (r *reader) condition(t int, sent doc.Range) (condition, bool) {
	if k, e := r.connectiveAt(t, sent.End); k != nil {
		if e >= sent.End {
			return condition{read: idleRead, first: t}, false
		}
		c := condition{at: t, first: e, read: k.read, necessary: k.necessary, who: -1}
		switch k.read {
		case idleRead:
			return condition{first: e, read: idleRead}, false
		case deniedRead:
			if r.form(t-1) == "or" {
				return condition{}, false // "with or without a deal"
			}
			if r.rel(t) == doc.RelCase || r.form(t) == "without" {
				return r.phraseCondition(c, sent)
			}
		case phraseRead:
			return r.phraseCondition(c, sent)
		}
		c.unless = k.words[0] == "unless"
		c.sufficient = k.read == clauseRead && (!k.necessary || strings.HasSuffix(strings.Join(k.words, " "), "only if") && len(k.words) > 2)
		return r.clauseCondition(c, sent)
	}
	switch l := r.lemma(t); {
	case r.lex.has("condition:whoever", r.form(t)):
		return r.whoever(t, sent)
	case l == "should" || l == "were" || r.form(t) == "were":
		return r.inverted(t, sent)
	case r.lex.has("condition:binding", l) && r.tags[t].U == doc.UVERB:
		return r.boundTo(t, sent)
	case r.lex.has("condition:noun", l) && r.tags[t].U == doc.UNOUN:
		return r.conditionNoun(t)
	}
	return condition{}, false
}

// clauseCondition reads the clause that begins at c.first.
func (r *reader) clauseCondition(c condition, sent doc.Range) (condition, bool) {
	k := r.clauseHead(c.at, c.first, sent)
	if k < 0 || r.asks(c.at, k) || r.unreal(k) {
		return c, false
	}
	c.head, c.from, c.who = k, r.head(k), r.ownSubject(k)
	if main := r.besideIt(k); main >= 0 {
		c.from = main
	}
	if r.form(c.at) == "when" && !r.presentClause(k) {
		return c, false // a time that is past
	}
	if c.read == aheadRead && c.who < 0 && r.rel(c.at) != doc.RelMark && r.rel(c.at) != doc.RelCase {
		return c, false
	}
	if r.tags[c.at].U == doc.UVERB && r.head(k) == c.at { // the tree took "provided" for the verb
		c.from = r.head(c.at)
	}
	c.leads = c.from > k || r.opens(c.at, sent)
	c.end = r.clauseEnd(k, &c, sent)
	c.end = min(c.end, c.first+maxCondition)
	if c.from >= c.first && c.from < c.end {
		c.from = -1
	}
	return c, c.end > c.first
}

// presentClause tells whether the verb of a clause is in the present or perfect.
func (r *reader) presentClause(k int) bool {
	finite := k
	for c := r.first[k]; c >= 0; c = r.next[c] {
		if rel := r.rel(int(c)).Base(); rel == doc.RelAux || rel == doc.RelCop {
			finite = int(c)
			break
		}
	}
	x := r.tags[finite].X
	return x == doc.PVBZ || x == doc.PVBP
}

// clauseHead is the word that heads what begins at first: the marker's own
// governor, else the top of what the first word hangs in without leaving the
// stretch.
func (r *reader) clauseHead(at, first int, sent doc.Range) int {
	for t := at; t < first; t++ {
		h := r.head(t)
		if rel := r.rel(t); h >= first && (rel == doc.RelMark || rel == doc.RelCase || rel == doc.RelAdvmod) && r.rel(h) != doc.RelRoot {
			if g := r.head(h); r.rel(h).Base() == doc.RelNsubj && g > h && g < sent.End && !r.verbal(h) {
				return g
			}
			return h
		}
	}
	h := first
	for range maxClimb {
		g := r.head(h)
		if g < first || g >= sent.End {
			break
		}
		if rel := r.rel(h); rel == doc.RelAdvcl || rel == doc.RelParataxis {
			break
		}
		h = g
	}
	if r.rel(h) == doc.RelRoot && h > first && r.opens(at, sent) {
		return -1
	}
	return h
}

// asks tells the "if" that means whether, and one that only compares.
func (r *reader) asks(at, k int) bool {
	if r.form(at) != "if" {
		return false
	}
	if p := r.form(at - 1); p == "as" || p == "even" || p == "what" {
		return true
	}
	h := r.head(k)
	if h < 0 || h > at || r.besideIt(k) >= 0 {
		return false
	}
	if r.rel(k) == doc.RelCcomp || r.rel(k) == doc.RelAdvcl && at-h <= 2 && r.in.Forms[at-1] != "," {
		return r.lex.has("condition:asking", r.lemma(h)) || r.rel(k) == doc.RelCcomp && r.tags[h].U == doc.UVERB && r.lex.has("saying", r.lemma(h)) && r.tags[k].X == doc.PVB
	}
	return at > 0 && r.lex.has("condition:asking", r.lemma(at-1)) && (r.tags[at-1].U == doc.UVERB || r.tags[at-1].U == doc.UADJ)
}

// besideIt is the clause that a condition is set before where the tree hung
// both on the verb of saying: "said if peace is the goal, they should go".
func (r *reader) besideIt(k int) int {
	h := r.head(k)
	if h < 0 || r.rel(k) != doc.RelCcomp {
		return -1
	}
	for c := r.next[k]; c >= 0; c = r.next[c] {
		if r.rel(int(c)) == doc.RelCcomp && int(c) > k && r.ownSubject(int(c)) > k {
			return int(c)
		}
	}
	return -1
}

// unreal tells a clause of what did not come about: "if it had signed".
func (r *reader) unreal(k int) bool {
	for c := r.first[k]; c >= 0 && int(c) < k; c = r.next[c] {
		if r.rel(int(c)) == doc.RelAux && r.form(int(c)) == "had" {
			g := r.head(k)
			return g >= 0 && r.hasChild(g, "have", doc.RelAux) && (r.hasChild(g, "would", doc.RelAux) || r.hasChild(g, "could", doc.RelAux) || r.hasChild(g, "might", doc.RelAux))
		}
	}
	return false
}

// opens tells whether a connective stands at the head of its sentence, of a
// quotation or of what is said.
func (r *reader) opens(at int, sent doc.Range) bool {
	for at > sent.First {
		switch p := at - 1; {
		case r.tags[p].U == doc.UPUNCT && r.in.Forms[p] != ",":
			return true
		case r.tags[p].U == doc.UPUNCT, r.tags[p].U == doc.UCCONJ, r.form(p) == "that" || r.form(p) == "only":
			at--
		default:
			aside := r.rel(p) == doc.RelParataxis && r.head(p) >= sent.First && r.head(p) < p // "…, he said, once …"
			return r.lex.has("saying", r.lemma(p)) && r.tags[p].U == doc.UVERB && !aside
		}
	}
	return true
}

// clauseEnd is one past the last word of the clause that k heads: it stops
// before what goes on beside it, and before the clause that it is set in.
func (r *reader) clauseEnd(k int, c *condition, sent doc.Range) int {
	sent.End = min(sent.End, c.first+maxCondition)
	end := min(int(r.hi[k])+1, sent.End)
	if r.tags[c.at].U == doc.UVERB && r.head(k) == c.at {
		end = min(max(end, int(r.hi[c.at])+1), sent.End)
	}
	for d := r.first[k]; d >= 0; d = r.next[d] {
		if int(d) <= k {
			continue
		}
		switch r.rel(int(d)) {
		case doc.RelParataxis, doc.RelDiscourse:
			end = min(end, int(r.lo[d]))
		case doc.RelConj:
			if r.ownSubject(int(d)) >= 0 && r.hasChild(int(d), "but", doc.RelCc) {
				end = min(end, int(r.lo[d]))
			}
		case doc.RelAdvcl:
			if lo := int(r.lo[d]); lo > k && r.in.Forms[max(lo-1, 0)] == "," || r.tags[lo].U == doc.UPUNCT {
				if m := r.child(int(d), doc.RelMark); m < 0 || r.tags[d].X == doc.PVBG {
					end = min(end, lo)
				}
			}
		}
	}
	if !c.leads && !r.hasVerb(c.first, end) {
		for end < sent.End && r.in.Forms[end] != "," && r.tags[end].X != doc.PStop && (r.stmt[c.first] == 0 || r.stmt[end] > 0) {
			end++
		}
	}
	if c.from > k {
		end = r.beforeMain(k, min(end, c.from), c.from)
	}
	return r.stopAtSaying(c.first, k, end)
}

// hasVerb tells whether a verb stands among tokens.
func (r *reader) hasVerb(first, end int) bool {
	for t := first; t < end; t++ {
		if r.tags[t].U == doc.UVERB || r.tags[t].U == doc.UAUX {
			return true
		}
	}
	return false
}

// beforeMain cuts a clause where the one that it is set before begins: at its
// subject, else at the last comma before its verb.
func (r *reader) beforeMain(k, end, main int) int {
	if s := r.ownSubject(main); s > k && s < main {
		end = min(end, max(int(r.lo[s]), k+1))
	}
	for t := end - 1; t > k; t-- {
		if r.in.Forms[t] == "," {
			return t
		}
	}
	return end
}

// stopAtSaying cuts a stretch where a quotation ends, and at a comma that the
// words of its teller follow.
func (r *reader) stopAtSaying(first, k, end int) int {
	st := r.stmt[first]
	for t := first + 1; t < end; t++ {
		if r.in.Forms[t] == "”" || r.in.Forms[t] == "—" || r.in.Forms[t] == ";" {
			if t > k {
				return t
			}
		}
		if t > k && r.in.Forms[t] == "," && t+1 < end && st > 0 && r.stmt[t+1] == 0 {
			return t
		}
	}
	return end
}

// phraseCondition reads the noun or gerund that begins at c.first.
func (r *reader) phraseCondition(c condition, sent doc.Range) (condition, bool) {
	h := c.first
	for range maxClimb {
		g := r.head(h)
		if g < c.first || g >= sent.End || r.rel(h) == doc.RelAdvcl || r.rel(h) == doc.RelNsubj || r.rel(h) == doc.RelObl {
			break
		}
		h = g
	}
	switch r.tags[h].U {
	case doc.UNOUN, doc.UPROPN, doc.UVERB, doc.UADJ, doc.UPRON, doc.UNUM, doc.UDET:
	default:
		return c, false
	}
	if r.timeIn(c.first, h+1) || r.form(c.at) == "tied" && r.tags[h].U == doc.UPROPN {
		return c, false
	}
	c.head, c.end = h, min(max(r.end(h), h+1), sent.End)
	c.end = r.stopAtSaying(c.first, h, min(c.end, c.first+maxCondition))
	for t := h + 1; t < c.end; t++ { // a stray mark behind does not make all between its own
		if !r.under(t, h) {
			c.end = t
		}
	}
	c.from, c.who = r.outside(c.at, c.first, c.end), r.doer(h)
	c.leads = c.from > h || r.opens(c.at, sent)
	return c, true
}

// under tells whether token t hangs below h, or too deep to tell.
func (r *reader) under(t, h int) bool {
	for range maxClimb {
		if t == h {
			return true
		}
		if t < 0 {
			return false
		}
		t = r.head(t)
	}
	return t >= 0
}

// timeIn tells whether a time begins among tokens: "until Friday".
func (r *reader) timeIn(first, end int) bool {
	i := r.firstTime(first)
	return i < len(r.times) && r.times[i].First < end || i < len(r.times) && r.times[i].First == first
}

// outside climbs from the connective to the first word that stands neither in
// it nor in what it brings.
func (r *reader) outside(at, first, end int) int {
	h := r.head(at)
	for range maxClimb {
		if h < at || h >= end {
			break
		}
		h = r.head(h)
	}
	if h < 0 && at < first && r.tags[at].U == doc.UVERB { // "depends on" is the root itself
		return r.child(at, subjRels...)
	}
	return h
}

// doer is who does what a noun tells of: its possessor, or what its "by" brings.
func (r *reader) doer(h int) int {
	if r.tags[h].U == doc.UVERB {
		return r.ownSubject(h)
	}
	if p := r.child(h, doc.RelNmodPoss); p >= 0 {
		return p
	}
	return r.brought(h, "by")
}

// inverted reads "should the army leave" and "were it to leave".
func (r *reader) inverted(t int, sent doc.Range) (condition, bool) {
	k := r.head(t)
	if k <= t+1 || !r.opens(t, sent) && !(t > sent.First && r.in.Forms[t-1] == ",") {
		return condition{}, false
	}
	s := r.ownSubject(k)
	if s <= t || s >= k || r.tags[k].X != doc.PVB {
		return condition{}, false
	}
	c := condition{at: t, first: t + 1, head: k, from: r.head(k), read: clauseRead, sufficient: true, who: s}
	c.leads = c.from > k || c.from < 0
	c.end = r.clauseEnd(k, &c, sent)
	return c, true
}

// boundTo reads "tied its support to reform".
func (r *reader) boundTo(t int, sent doc.Range) (condition, bool) {
	to := r.brought(t, "to")
	if to < 0 {
		if o := r.child(t, doc.RelObj); o >= 0 {
			for d := o + 1; d <= min(int(r.hi[o]), o+64) && to < 0; d++ {
				if r.form(d) == "to" && r.rel(d) == doc.RelCase {
					to = r.head(d)
				}
			}
		}
	}
	if to <= t {
		return condition{}, false
	}
	m := r.marker(to)
	if m < 0 || m < t {
		return condition{}, false
	}
	c := condition{at: m, first: m + 1, head: to, from: t, read: bindingRead, necessary: true, who: r.doer(to)}
	c.bound = r.in.Layout.SpanOf(doc.Range{First: t, End: m})
	c.end = min(max(r.end(to), to+1), sent.End)
	return c, true
}

// whoever reads a condition that has no connective: what is promised or
// threatened "to those who lay down their arms".
func (r *reader) whoever(t int, sent doc.Range) (condition, bool) {
	k := r.child(t, doc.RelAcl, doc.RelAclRelcl)
	if k <= t || r.rel(t) != doc.RelObl && r.rel(t) != doc.RelNmod && r.rel(t) != doc.RelIobj {
		return condition{}, false
	}
	return condition{at: t, first: t, end: min(int(r.hi[k])+1, sent.End), head: t, from: r.head(t), read: givenRead, sufficient: true, who: t}, true
}

// conditionNoun reads "made the withdrawal a condition for talks" and "the
// withdrawal is a condition for talks": the thing that is called one.
func (r *reader) conditionNoun(t int) (condition, bool) {
	if r.brought(t, "for") < 0 && r.brought(t, "of") < 0 && r.brought(t, "to") < 0 {
		return condition{}, false
	}
	thing := -1
	if r.child(t, doc.RelCop) >= 0 {
		thing = r.ownSubject(t)
	} else if g := r.head(t); g >= 0 && (r.lemma(g) == "make" || r.lemma(g) == "call" || r.lemma(g) == "set") {
		if thing = r.child(g, doc.RelObj); thing == t {
			thing = -1
		}
	}
	if thing < 0 || thing > t {
		return condition{}, false
	}
	return condition{at: int(r.lo[thing]), first: int(r.lo[thing]), head: thing, end: min(r.end(thing), t), from: t, read: phraseRead, necessary: true, who: r.doer(thing)}, true
}

// conditionSpan is the words of a condition without stray marks at its edges.
func (r *reader) conditionSpan(first, end int) doc.Span {
	for first < end && (r.tags[first].U == doc.UPUNCT || r.tags[first].U == doc.UCCONJ) {
		first++
	}
	for end > first && (r.tags[end-1].U == doc.UPUNCT || r.tags[end-1].U == doc.UCCONJ || r.tags[end-1].U == doc.USCONJ) {
		end--
	}
	if first >= end {
		return doc.Span{}
	}
	return r.in.Layout.SpanOf(doc.Range{First: first, End: end})
}

// maxCondition is how many tokens a condition may have.
const maxCondition = 120

// connected tells whether a connective stands in a sentence.
func (r *reader) connected(sent doc.Range) bool {
	for t := sent.First; t < sent.End; t++ {
		if k, _ := r.connectiveAt(t, sent.End); k != nil && k.read != idleRead {
			return true
		}
	}
	return false
}
