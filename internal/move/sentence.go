package move

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// readable tells whether a sentence may hold moves: body text that asks nothing.
func (r *reader) readable(s int) bool {
	l := r.in.Layout
	st := &l.Sentences[s]
	if st.Paragraph >= 0 && st.Paragraph < len(l.Paragraphs) && l.Paragraphs[st.Paragraph].Kind != doc.Body {
		return false
	}
	if st.Tokens.First < 0 || st.Tokens.End > len(r.tags) || st.Tokens.Empty() || st.Span.Empty() {
		return false
	}
	for t := st.Tokens.End - 1; t >= st.Tokens.First; t-- {
		if r.tags[t].U != doc.UPUNCT {
			return true
		}
		if strings.HasPrefix(r.in.Forms[t], "?") {
			return false
		}
	}
	return false
}

// sentence adds the moves of one sentence.
func (r *reader) sentence(s int, out []doc.Move) []doc.Move {
	toks := r.in.Layout.Sentences[s].Tokens
	start := len(out)
	if r.senses != nil {
		r.sentenceTokens = toks.Len()
		out = append(out, r.ladderMoves(s)...)
		out = r.sensible(s, start, out)
	} else {
		r.cands = r.cands[:0]
		r.seek(toks)
		out = r.judge(s, out)
	}
	out = r.conditions(s, start, out)
	r.reserves(s, out[start:])
	out = r.exchanges(start, out)
	r.dates(s, out[start:])
	for i := start; i < len(out); i++ {
		r.finish(&out[i])
	}
	r.clear(toks)
	return out
}

// survey runs the ladder over all sentences for what the senses are to see of
// it, and keeps the moves and candidates, which are then weighed.
func (r *reader) survey() {
	r.ladderEnds = make([]int32, len(r.in.Layout.Sentences))
	for s := range r.in.Layout.Sentences {
		if r.readable(s) {
			toks := r.in.Layout.Sentences[s].Tokens
			r.seek(toks)
			start := len(r.laddered)
			r.laddered = r.judge(s, r.laddered)
			r.ruleSeen(r.laddered[start:])
		}
		r.ladderEnds[s] = int32(len(r.laddered))
	}
}

// ladderMoves are the moves that the survey found in a sentence.
func (r *reader) ladderMoves(s int) []doc.Move {
	start := int32(0)
	if s > 0 {
		start = r.ladderEnds[s-1]
	}
	return r.laddered[start:r.ladderEnds[s]]
}

// seek finds the words of a sentence that may carry a move, and puts them
// behind the candidates that there are.
func (r *reader) seek(toks doc.Range) {
	r.firstCand = len(r.cands)
	r.sentenceTokens = toks.Len()
	for t := toks.First; t < toks.End; t++ {
		r.match(t)
	}
	for i := r.firstCand; i < len(r.cands); i++ {
		if w := r.cands[i].what; w >= 0 && w != r.cands[i].tok {
			r.whatOf[w] = int32(i + 1)
		}
		if o := r.cands[i].obj; o >= 0 {
			r.whatOf[o] = int32(i + 1)
		}
	}
}

// clear forgets what seek found.
func (r *reader) clear(toks doc.Range) {
	for t := toks.First; t < toks.End; t++ {
		r.whatOf[t], r.candAt[t] = 0, 0
	}
}

// judge adds what the ladder makes of the words that were found, and of what is
// said with a modal alone.
func (r *reader) judge(s int, out []doc.Move) []doc.Move {
	toks := r.in.Layout.Sentences[s].Tokens
	start := len(out)
	for i := r.firstCand; i < len(r.cands); i++ {
		x := &r.cands[i]
		switch g := r.consumed(i); {
		case g < 0:
			out = r.decide(s, x, out)
		case r.cands[g].e.act == doc.Deny:
			out = r.rumour(s, x, &r.cands[g], out)
		}
	}
	for t := toks.First; t < toks.End; t++ {
		if r.candAt[t] == 0 && (r.tags[t].U == doc.UVERB || r.tags[t].U == doc.UNOUN || r.tags[t].U == doc.UADJ) {
			out = r.plain(s, t, out)
		}
	}
	slices.SortStableFunc(out[start:], func(a, b doc.Move) int { return a.Cue.Start - b.Cue.Start })
	return out
}

// exchanges adds, for each thing that is given in exchange for another, or on a
// condition that is named as one, the demand for that other.
func (r *reader) exchanges(start int, out []doc.Move) []doc.Move {
	for i, end := start, len(out); i < end; i++ {
		m := &out[i]
		if len(m.If) == 0 || m.Act == doc.Demand || m.Act == doc.Threaten || m.Act == doc.Meet || len(m.By) == 0 {
			continue
		}
		first := r.in.Layout.TokensIn(m.If[0]).First
		cue := -1
		for t := first - 1; t >= max(first-3, 0); t-- {
			if r.lex.has("exchange_words", r.lemma(t)) {
				cue = t
			}
		}
		if cue < 0 || r.told(out[start:], m.If[0]) {
			continue
		}
		d := *m
		d.Act, d.Status, d.What, d.Cue = doc.Demand, doc.Stated, m.If[0], r.in.Layout.Tokens[cue].Span
		d.If, d.Conditions, d.To = nil, nil, nil
		if !m.What.Empty() && m.Act != doc.Reject {
			d.If, d.Conditions = []doc.Span{m.What}, []doc.Condition{{Span: m.What, Status: doc.Open}}
		}
		d.Why = "asked in exchange: " + r.lemma(cue) + " (exchange)"
		d.Confidence = r.confidence("asked in exchange", &d, cue)
		out = append(out, d)
	}
	slices.SortStableFunc(out[start:], func(a, b doc.Move) int { return a.Cue.Start - b.Cue.Start })
	return out
}

// told tells whether one of the moves demands what stands in a span.
func (r *reader) told(moves []doc.Move, sp doc.Span) bool {
	for i := range moves {
		if m := &moves[i]; m.Act == doc.Demand && (sp.Contains(m.Cue) || !m.What.Empty() && sp.Contains(m.What)) {
			return true
		}
	}
	return false
}

// rumour adds the act that is denied, under the status of one, and notes which
// denial it belongs to.
func (r *reader) rumour(s int, x, denial *cand, out []doc.Move) []doc.Move {
	if !x.e.deed || x.e.class != verbClass || len(x.by) == 0 {
		return out
	}
	v := view{r: r, x: x, m: r.toldMood(x), o: r.owner(x.tok, x.by)}
	if v.m.neg || len(v.o.by) == 0 {
		return out
	}
	n := len(out)
	out = r.add(s, &v, verdict{act: x.e.act, status: doc.Denied, why: "deed denied"}, out)
	if len(out) > n {
		out[n].Via = nil
		r.denials = append(r.denials, [2]int{r.in.Layout.Tokens[denial.tok].Span.Start, out[n].Cue.Start})
	}
	return out
}

// consumed is the candidate inside whose what a word stands, so that it is told
// about and not told: "refused to meet" holds no meeting; -1 for none.
func (r *reader) consumed(i int) int {
	x := &r.cands[i]
	p := x.tok
	for range maxClimb {
		inside := r.stmt[p] == 0 || r.stmt[x.tok] != 0 // what stands outside a statement is not inside what it says
		if w := r.whatOf[p]; w > 0 && inside && int(w) != i+1 && r.cands[w-1].tok != x.tok {
			if governor := &r.cands[w-1]; governor.e.stance && !r.boundary(p, governor) {
				return int(w - 1)
			}
		}
		h := r.head(p)
		if h < 0 || h == x.light || r.joined(p, h) || r.rel(p) == doc.RelAclRelcl && r.rel(h) == doc.RelAppos {
			return -1
		}
		if r.stmt[p] != r.stmt[h] && r.stmt[p] > 0 && r.whatOf[p] == 0 {
			return -1 // a saying begins here
		}
		p = h
	}
	return -1
}

// joined tells whether a verb with a tense of its own is joined to an infinitive
// that the tree should not have joined it to: "is ready to host it and suggested Bali".
func (r *reader) joined(p, h int) bool {
	if r.rel(p) != doc.RelConj || r.tags[h].X != doc.PVB {
		return false
	}
	x := r.tags[p].X
	return x == doc.PVBD || x == doc.PVBZ
}

// boundary tells whether p, though it is what the governor is about, is a
// statement of its own that tells its moves itself.
func (r *reader) boundary(p int, governor *cand) bool {
	if governor.e.act == doc.Meet && r.tags[p].U == doc.UVERB {
		return true
	}
	return governor.e.act == doc.Expect && r.cueOf[governor.tok] > 0 && governor.whatSlot == thatSlot && !r.warnsOfOwn(governor)
}

// warnsOfOwn tells whether a warning tells what its maker will do himself.
func (r *reader) warnsOfOwn(x *cand) bool {
	if r.lemma(x.tok) != "warn" || len(x.by) == 0 || x.what < 0 {
		return false
	}
	s := r.subject(x.what)
	return s >= 0 && r.one(s) != 0 && r.one(s) == r.one(x.by[0])
}

// decide runs the ladder over a candidate and adds its move, if it is one.
func (r *reader) decide(s int, x *cand, out []doc.Move) []doc.Move {
	if x.e.class == evalClass {
		return r.judged(s, x, out)
	}
	if x.e.act == doc.Fight && x.e.class == nounClass {
		if h := r.head(x.tok); h >= 0 && r.candAt[h] > 0 {
			if g := &r.cands[r.candAt[h]-1]; g.e.act == doc.Fight && contains(g.by, x.tok) {
				return out // "the airstrike destroyed a depot" is one attack
			}
		}
	}
	v := view{r: r, x: x, m: r.toldMood(x), o: r.owner(x.tok, x.by)}
	for _, step := range ladder {
		d, done := step(&v)
		if !done {
			continue
		}
		if d.act == 0 {
			if x.e.class == chargeClass && v.o.stand != other || x.e.denied {
				r.candAt[x.tok] = 0 // no charge: its modal may tell
			}
			return out
		}
		if d.act == doc.Leave && x.what < 0 && r.lemma(x.tok) == "walk" && len(x.by) > 0 && r.lex.has("labour", r.noun(x.by[0])) {
			d.act = doc.Coerce // a strike
		}
		return r.also(s, &v, d, r.add(s, &v, d, out))
	}
	return out
}

// also adds the second thing that one is ready or offers to do: "ready to come to
// the table and to sign the deal".
func (r *reader) also(s int, v *view, d verdict, out []doc.Move) []doc.Move {
	if d.act != doc.Offer || d.whole || v.x.whatSlot != infSlot || v.x.what < 0 || len(out) == 0 {
		return out
	}
	for t := v.x.what + 1; t+1 < min(len(r.tags), v.x.what+maxJoined); t++ {
		c := r.head(t + 1)
		if r.form(t) != "and" || r.tags[t+1].X != doc.PTO || c <= t || r.tags[c].X != doc.PVB || !r.under(c, v.x.tok) {
			continue
		}
		x := *v.x
		x.tok, x.what = c, c
		d.why = "joined promise"
		return r.add(s, &view{r: r, x: &x, m: v.m, o: v.o}, d, out)
	}
	return out
}

// maxJoined is how many words behind the first thing offered the second may begin.
const maxJoined = 24

// toldMood is the mood of the clause that a candidate's act is told in; of an
// entry that counts only where it is denied, without that denial.
func (r *reader) toldMood(x *cand) mood {
	m := r.candMood(x)
	m.neg = m.neg && !x.e.denied
	return m
}

// candMood is the mood with the denial.
func (r *reader) candMood(x *cand) mood {
	if x.e.class != nounClass {
		t := x.tok
		if r.tags[t].U == doc.UADP && r.head(t) >= 0 {
			t = r.head(t)
		}
		m := r.moodOf(t)
		if x.obj >= 0 && r.hasChild(x.obj, "no", doc.RelDet) {
			m.neg = true
		}
		return m
	}
	var m mood
	if x.light >= 0 {
		if l := r.moodOf(x.light); r.rel(x.tok) != doc.RelObl {
			m = l
		} else {
			m.neg = l.neg && r.lex.has("taking_part", r.lemma(x.light))
		}
	} else {
		p := r.predicate(x.tok)
		if p != x.tok {
			m = r.moodOf(p)
			m.neg, m.must, m.intent = false, false, false
			m.will = m.will && r.rel(x.tok) == doc.RelNsubj
			m.intent = r.rel(x.tok).Base() == doc.RelNsubj && r.lex.has("intent", r.lemma(p))
		}
	}
	m.neg = m.neg || r.hasChild(x.tok, "no", doc.RelDet)
	return m
}

// add makes the move.
func (r *reader) add(s int, v *view, d verdict, out []doc.Move) []doc.Move {
	x, o := v.x, v.o
	to := r.targets(x)
	if d.speaker {
		if st := r.statement(x.tok); st != nil {
			to = without(o.by, st.Sources)
			o = r.speakerOwner(st)
		}
	}
	o = r.bound(v, d.act, o)
	to = without(to, o.by)
	if len(to) == 0 && !d.speaker {
		to = r.owners(x, d.act, o.by)
	}
	if !r.holds(v, d, o, to) {
		return out
	}
	mv := doc.Move{
		Act: d.act, By: clip(o.by), Via: without(o.via, o.by), To: clip(to), Status: d.status, Voice: voiceOf(o), Statement: o.st,
		Cue: r.in.Layout.Tokens[x.tok].Span, Evidence: r.in.Layout.Sentences[s].Span,
	}
	if d.whole && d.act == doc.Doubt && r.tags[x.tok].U != doc.UVERB {
		mv.What = r.span(r.clauseStart(x.tok), r.end(x.tok)) // "he might not be interested": the whole is doubted
	} else if n := r.denier(x.tok); d.whole && d.act == doc.Doubt && x.passive && n >= 0 {
		mv.What = r.span(n, r.end(x.tok)) // "rarely to be trusted"
	} else if d.whole {
		mv.What = r.clauseSpan(r.willed(x.tok, d.act), d.act != doc.Reject && d.act != doc.Deny && d.act != doc.Doubt)
	} else if x.what >= 0 {
		if c := r.thatClause(x.what, -1); d.act == doc.Deny && c >= 0 && r.tags[x.what].U == doc.UNOUN && r.lex.has("claim_nouns", r.noun(x.what)) {
			x.what, x.whatSlot = c, thatSlot // "rejected claims that it had armed them"
		}
		if !(d.act == doc.Meet && x.whatSlot == selfSlot && r.lex.has("bare_meetings", r.noun(x.what))) {
			mv.What = r.whatSpan(r.thing(x.what, d.act), x.whatSlot)
		}
	}
	if d.act == doc.Reject {
		r.option(&mv, x, out)
	}
	mv.Why = d.why + ": " + r.lemma(x.tok) + " (" + x.e.where + ")"
	mv.Confidence = r.confidence(d.why, &mv, x.tok)
	return append(out, mv)
}

// denier is the adverb before a word that denies it, -1 for none.
func (r *reader) denier(t int) int {
	for c := r.first[t]; c >= 0 && int(c) < t; c = r.next[c] {
		if r.rel(int(c)) == doc.RelAdvmod && r.lex.has("no", r.lemma(int(c))) {
			return int(c)
		}
	}
	return -1
}

// option gives a refusal the thing that it is set beside: "floated a meeting in
// Rome — an option the union is unlikely to accept" refuses the meeting.
func (r *reader) option(mv *doc.Move, x *cand, out []doc.Move) {
	if len(out) == 0 || out[len(out)-1].Evidence != mv.Evidence || out[len(out)-1].What.Empty() {
		return
	}
	for t := x.tok - 1; t > max(1, x.tok-10); t-- {
		if !r.lex.has("named_again", r.lemma(t)) || r.tags[t-1].U != doc.UDET && r.tags[t-1].U != doc.UADJ {
			continue
		}
		for b := t - 1; b >= max(0, t-3); b-- {
			switch r.in.Forms[b] {
			case "—", "–", "-", ",", "--":
				mv.What = out[len(out)-1].What
				return
			}
		}
	}
}

// bound puts the country in the place of one who speaks for it where what he
// promises or refuses is the country's own: "ruled out sending US troops".
func (r *reader) bound(v *view, act doc.Act, o owner) owner {
	if act != doc.Reject && act != doc.Offer && act != doc.Threaten || len(o.by) != 1 || v.x.what < 0 || !r.person(o.by[0]) {
		return o
	}
	p := r.party(o.by[0])
	if p == 0 {
		return o
	}
	for t := int(r.lo[v.x.what]); t <= int(r.hi[v.x.what]) && t < int(r.lo[v.x.what])+12; t++ {
		n := t + 1
		for n < len(r.tags) && r.tags[n].U == doc.UNOUN && !r.lex.has("states_agent", r.noun(n)) {
			n++
		}
		if m := r.cover[t]; m > 0 && r.in.Mentions[m-1].Actor == p && n < len(r.tags) && r.lex.has("states_agent", r.noun(n)) {
			o.via = addID(clip(o.via), o.by[0])
			o.by = []doc.ActorID{p}
			return o
		}
	}
	return o
}

// owners are those to whom the thing that is attacked, blamed, refused or
// doubted belongs: "the Turkish plan", "the deal between A and B".
func (r *reader) owners(x *cand, act doc.Act, by []doc.ActorID) []doc.ActorID {
	t := x.what
	switch act {
	case doc.Accuse, doc.Fight, doc.Coerce, doc.Reject, doc.Doubt:
	default:
		return nil
	}
	if t < 0 || t == x.tok && x.e.class != nounClass || r.tags[t].U == doc.UVERB {
		return nil
	}
	var ids []doc.ActorID
	if act == doc.Fight || act == doc.Accuse {
		ids = addID(ids, r.one(t))
	}
	if b := r.brought(t, "between"); b >= 0 && len(ids) == 0 {
		ids = r.actorsAt(b, ids)
	}
	if len(ids) == 0 {
		ids = addID(ids, r.ownerOf(t))
	}
	if act == doc.Fight && len(ids) == 0 {
		for _, p := range [...]string{"in", "on", "of", "against"} {
			if b := r.brought(t, p); b >= 0 && len(ids) == 0 {
				if ids = r.actorsAt(b, ids); len(ids) == 0 {
					ids = addID(ids, r.ownerOf(b))
				}
			}
		}
	}
	return without(ids, by)
}

// thing goes from "provide air support" to the air support that is offered.
func (r *reader) thing(t int, act doc.Act) int {
	if act != doc.Offer || !r.lex.has("thin_verbs", r.lemma(t)) {
		return t
	}
	if o := r.child(t, doc.RelObj); o > t {
		return o
	}
	return t
}

// willed goes from "does not want to make a deal" to the deal that is doubted.
func (r *reader) willed(t int, act doc.Act) int {
	if c := r.child(t, doc.RelXcomp); act == doc.Doubt && c > t && r.lex.has("attitude", r.lemma(t)) {
		return c
	}
	return t
}

func clip(ids []doc.ActorID) []doc.ActorID { return append([]doc.ActorID(nil), ids...) }

func voiceOf(o owner) doc.Voice {
	if o.voice == 0 {
		return doc.Narrated
	}
	return o.voice
}

// holds tells whether enough is known for a move: who makes it, or, in a
// passive, at whom it is aimed.
func (r *reader) holds(v *view, d verdict, o owner, to []doc.ActorID) bool {
	if len(o.by) > 0 {
		if (d.act == doc.Support || d.act == doc.Expect || d.act == doc.Demand || d.act == doc.Doubt || d.act == doc.Offer) && r.outlet(o.by[0]) {
			return false
		}
		if len(v.x.by) > 0 && !d.speaker && r.faceless(v.x.by[0], o.by) {
			return false
		}
		if d.act == doc.Leave && v.x.obj >= 0 && r.tags[v.x.obj].U == doc.UPROPN && (r.person(o.by[0]) || r.traveller(v.x.by) && r.placeAt(v.x.obj)) {
			return false // a journey
		}
		if v.x.e.deed && v.x.e.class == nounClass && v.x.light < 0 && r.rel(r.firstConjunct(v.x.tok)) == doc.RelObj && !r.lex.has("telling", r.lemma(r.head(r.firstConjunct(v.x.tok)))) {
			return false // spoken of, and not told
		}
		if v.x.e.act == doc.Meet && len(to) > 0 && (r.outlet(to[0]) || len(v.x.to) > 0 && r.lex.has("vague_target", r.noun(v.x.to[0]))) {
			return false // an interview
		}
		if v.x.e.act == doc.Meet && v.x.e.class == nounClass && v.x.light < 0 && !r.held(v.x.tok, v.m) {
			return false
		}
		leans := v.x.light >= 0 && (r.rel(v.x.tok) != doc.RelObl || r.lex.has("taking_part", r.lemma(v.x.light)))
		if v.x.e.act == doc.Meet && v.x.e.class == nounClass && !leans && len(o.by)+len(to) < 2 && r.singular(o.by) {
			return false
		}
		return true
	}
	if v.x.e.act == doc.Fight && v.x.e.class == nounClass && v.o.stand == narrated && r.held(v.x.tok, v.m) {
		return len(to) > 0
	}
	return v.x.passive && v.x.e.class == verbClass && (len(to) > 0 || v.x.e.deed && r.peopleAt(v.x.to) || v.x.e.act == doc.Concede && v.x.e.deed && v.x.obj >= 0)
}

// traveller tells whether the subject is a person by his office: an envoy.
func (r *reader) traveller(by []int) bool {
	return len(by) > 0 && r.tags[by[0]].U == doc.UNOUN && r.lex.has("travellers", r.noun(by[0]))
}

// placeAt tells whether a token names a place that does not act.
func (r *reader) placeAt(t int) bool {
	a := r.actor(r.one(t))
	return a == nil || a.Kind == doc.Place || a.Kind == doc.Country
}

// held tells whether a meeting that is named took place: it is the subject of
// what happened, or what something happened at or after.
func (r *reader) held(t int, m mood) bool {
	t = r.firstConjunct(t)
	if h := r.head(t); h >= 0 && r.rel(t) == doc.RelAppos {
		t = h
	}
	switch r.rel(t) {
	case doc.RelRoot: // "negotiations between A and B resumed", the verb taken for a participle
		c := r.child(t, doc.RelAcl, doc.RelAclRelcl)
		return c > t && (r.tags[c].X == doc.PVBD || r.tags[c].X == doc.PVBN)
	case doc.RelNsubj, doc.RelNsubjPass:
		return !m.may
	case doc.RelObl:
		switch r.markerLemma(t) {
		case "in", "during", "at", "after", "following", "before", "since":
			return true
		}
	}
	return false
}

// faceless tells whether the maker is only described, by a noun of a thing:
// "the inn", "the wind".
func (r *reader) faceless(t int, by []doc.ActorID) bool {
	if a := r.actor(by[0]); a == nil || !a.Unnamed || r.tags[t].U != doc.UNOUN {
		return false
	}
	n := r.noun(t)
	return !r.lex.has("agents", n) && !r.lex.has("states_agent", n) && !r.lex.has("outlets", n) && !r.lex.has("part_of", n)
}

// singular tells whether the maker is one person or state, who cannot meet alone.
func (r *reader) singular(by []doc.ActorID) bool {
	a := r.actor(by[0])
	return a == nil || a.Kind == doc.Person || a.Kind == doc.Country || a.Kind == doc.Place
}

func (r *reader) person(id doc.ActorID) bool {
	a := r.actor(id)
	return a != nil && a.Kind == doc.Person
}

// finish gives a move its code and puts its pieces in order.
func (r *reader) finish(m *doc.Move) {
	cue := ""
	if t := r.in.Layout.TokensIn(m.Cue); !t.Empty() {
		cue = r.noun(t.First)
	}
	m.Plover = r.lex.code(m.Act, m.Status, cue)
	if m.Plover.Event == "" {
		return
	}
	m.Plover.Mode = r.lex.modeOf(m.Plover, cue)
	m.Plover.Context = r.contexts(m.What)
}

// maxContexts bounds how many contexts one move has.
const maxContexts = 3

// contexts are what the words of a span are about.
func (r *reader) contexts(what doc.Span) []string {
	var out []string
	toks := r.in.Layout.TokensIn(what)
	for t := toks.First; t < toks.End && t < toks.First+40 && len(out) < maxContexts; t++ {
		name, ok := r.lex.context[r.noun(t)]
		if ok && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
