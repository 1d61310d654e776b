package move

import (
	"slices"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// cuts are the scores from which the senses have their way.
type cuts struct {
	add  float32 // a word that the ladder took for none carries an act
	turn float32 // another act than the ladder's, by so much more than that one
	drop float32 // no act at all
	who  float32 // the speaker acts where the ladder took the subject, or the other way round
}

// sense asks the senses about all words that may carry an act.
func (r *reader) sense(s *Senses) {
	toks := r.senseTokens(nil)
	r.senses = s
	r.senseAt = make([]int32, len(r.tags))
	r.sensed = make([]float32, 0, len(toks)*(SenseActs+1))
	s.score(r, r.in.States, toks, func(t int, p []float32, speaker float32) {
		r.sensed = append(append(r.sensed, p...), speaker)
		r.senseAt[t] = int32(len(r.sensed) / (SenseActs + 1))
	})
}

// sensedAt are the probabilities of the acts of a word, 0 for none, and that the
// speaker acts; nil where the senses were not asked.
func (r *reader) sensedAt(t int) (acts []float32, speaker float32) {
	if r.senseAt == nil || r.senseAt[t] == 0 {
		return nil, 0
	}
	at := int(r.senseAt[t]-1) * (SenseActs + 1)
	return r.sensed[at : at+SenseActs], r.sensed[at+SenseActs]
}

// likeliest is the act, none aside, that has the highest probability.
func likeliest(p []float32) doc.Act {
	best := 1
	for a := 2; a < len(p); a++ {
		if p[a] > p[best] {
			best = a
		}
	}
	return doc.Act(best)
}

// sensible weighs what the ladder found in a sentence by the senses: acts are
// turned or dropped, and words that it passed over are added.
func (r *reader) sensible(s, start int, out []doc.Move) []doc.Move {
	c := &r.senses.cuts
	kept := out[:start]
	for _, m := range out[start:] {
		t := r.in.Layout.TokensIn(m.Cue).First
		p, speaker := r.sensedAt(t)
		if p == nil || m.Status == doc.Denied {
			kept = append(kept, m)
			continue
		}
		if p[0] > c.drop && !r.denying(&m) {
			continue
		}
		if b := likeliest(p); b != m.Act && p[b] > p[m.Act]+c.turn && !rare(m.Act) && !r.denying(&m) {
			r.turn(&m, t, b)
		}
		r.reassign(&m, t, speaker)
		kept = append(kept, m)
	}
	out = kept
	found := len(out)
	toks := r.in.Layout.Sentences[s].Tokens
	for t := toks.First; t < toks.End; t++ {
		p, speaker := r.sensedAt(t)
		if p == nil {
			continue
		}
		if a := likeliest(p); p[a] > c.add && !r.carries(out[start:found], t) {
			out = r.found(s, t, a, speaker, out)
		}
	}
	slices.SortStableFunc(out[start:], func(a, b doc.Move) int { return a.Cue.Start - b.Cue.Start })
	for i := start; i < len(out); i++ {
		r.sureness(&out[i])
	}
	return out
}

// rare tells whether the senses saw too few of an act to know it from another:
// what the ladder takes for one of these stays so.
func rare(a doc.Act) bool {
	switch a {
	case doc.Deny, doc.Leave, doc.Concede, doc.Threaten, doc.Aid, doc.Doubt:
		return true
	}
	return false
}

// denying tells whether a move was made by a rung that read a denial, which the
// rows of a word hardly show.
func (r *reader) denying(m *doc.Move) bool {
	rung, _, _ := strings.Cut(m.Why, ": ")
	return m.Act == doc.Deny || r.lex.has("denying_rungs", rung)
}

// carries tells whether one of the moves, which are in the order of their cues,
// has its cue at a token.
func (r *reader) carries(moves []doc.Move, t int) bool {
	at := r.in.Layout.Tokens[t].Span.Start
	i := sort.Search(len(moves), func(i int) bool { return moves[i].Cue.Start >= at })
	return i < len(moves) && moves[i].Cue.Start == at
}

// turn gives a move another act.
func (r *reader) turn(m *doc.Move, t int, act doc.Act) {
	m.Act = act
	if isDeed(act) && m.Status == doc.Stated || !isDeed(act) && m.Status != doc.Reported && m.Status != doc.Possible {
		m.Status = r.statusOf(t, act)
	}
	m.Why = "sense: " + m.Why
}

// isDeed tells whether an act is something that happens and is not said.
func isDeed(a doc.Act) bool {
	switch a {
	case doc.Meet, doc.Aid, doc.Coerce, doc.Fight, doc.Leave:
		return true
	}
	return false
}

// statusOf is the status of an act at a word, by how its clause is put.
func (r *reader) statusOf(t int, act doc.Act) doc.Status {
	m := r.moodOf(r.predicate(t))
	switch {
	case m.reported:
		return doc.Reported
	case m.unlikely:
		return doc.Possible
	case !isDeed(act) && act != doc.Agree && act != doc.Concede:
		return doc.Stated
	case m.may || m.can:
		return doc.Possible
	case m.will || m.intent:
		return doc.Planned
	}
	return doc.Done
}

// reassign gives a move that the senses take for the speaker's to the speaker,
// and one that they take for the subject's to the subject.
func (r *reader) reassign(m *doc.Move, t int, speaker float32) {
	c := r.senses.cuts.who
	if r.stmt[t] == 0 || speaker < c && speaker > 1-c {
		return
	}
	subj, spk := r.ownersAt(t)
	o := subj
	if speaker >= c {
		o = spk
	}
	if len(o.by) == 0 || slices.Equal(o.by, m.By) {
		return
	}
	m.By, m.Via, m.Voice, m.Statement = clip(o.by), without(o.via, o.by), voiceOf(o), o.st
	m.To = without(m.To, o.by)
}

// found adds the move that the senses find at a word which the ladder took for
// none.
func (r *reader) found(s, t int, act doc.Act, speaker float32, out []doc.Move) []doc.Move {
	x := r.anyFrame(t, act)
	v := view{r: r, x: &x, m: r.moodOf(r.predicate(t))}
	v.o = r.owner(t, x.by)
	d := verdict{act: act, status: r.statusOf(t, act), why: "sense"}
	if st := r.statement(t); st != nil && len(st.Sources) > 0 && speaker > 0.5 {
		d.speaker = true
		d.whole = x.e.class == verbClass
	}
	if act == doc.Accuse && r.praises(t) || v.m.unreal || (v.m.can || v.m.may) && v.o.stand == other && !d.speaker {
		return out // what another might do is nothing that he does
	}
	return r.add(s, &v, d, out)
}

// maxPraise is how many words after "called" are asked for praise.
const maxPraise = 12

// praises tells whether what a verb calls something is a word of praise: "called
// the talks useful".
func (r *reader) praises(t int) bool {
	if !r.lex.has("naming", r.lemma(t)) {
		return false
	}
	for k := t + 1; k <= min(int(r.hi[t]), t+maxPraise); k++ {
		for _, e := range r.lex.entries[evalClass][r.lemma(k)] {
			if e.act == doc.Support && r.denier(k) < 0 && r.precedes(e.before, k) {
				return true
			}
		}
	}
	return false
}

// precedes tells whether words stand right before a token.
func (r *reader) precedes(words []string, t int) bool {
	if t < len(words) {
		return false
	}
	for i, w := range words {
		if at := t - len(words) + i; r.lemma(at) != w && r.form(at) != w {
			return false
		}
	}
	return true
}

// anyFrame is how a word of any kind takes its roles.
func (r *reader) anyFrame(t int, act doc.Act) cand {
	e := &entry{frame: &frame{act: act, class: verbClass, deed: isDeed(act)}, where: "senses"}
	switch r.tags[t].U {
	case doc.UNOUN, doc.UPROPN:
		e.class = nounClass
	case doc.UADJ, doc.UADV, doc.UADP:
		e.class = adjClass
	}
	x := cand{e: e, tok: t, light: -1, obj: -1, what: -1, judge: -1, passive: r.tags[t].U == doc.UVERB && r.passive(t)}
	if b := r.actingAt(t); b >= 0 {
		x.by = []int{b}
	}
	if e.class != nounClass {
		for _, k := range [...]slotKind{infSlot, thatSlot, ingSlot} {
			if w := r.slot(&x, slot{kind: k}); w >= 0 {
				x.what, x.whatSlot = w, k
				break
			}
		}
	}
	o := -1
	if e.class == verbClass {
		o = r.objectOf(t, x.passive)
	}
	switch {
	case o >= 0 && (r.one(o) != 0 || r.peopleAt([]int{o})) && (x.what >= 0 || act != doc.Fight && act != doc.Coerce && act != doc.Support):
		x.to = []int{o}
	case o >= 0 && x.what < 0:
		x.what, x.whatSlot = o, objSlot
	}
	if x.what < 0 {
		r.prepWhat(&x)
	}
	if act == doc.Meet && len(x.to) == 0 {
		if w := r.broughtNoun(t, "with"); w >= 0 {
			x.to = []int{w}
		}
	}
	return x
}

// prepWhat takes what a preposition brings for what an act is about.
func (r *reader) prepWhat(x *cand) {
	for _, p := range [...]string{"for", "of", "over", "on", "about", "against", "to"} {
		w := r.broughtNoun(x.tok, p)
		if w < 0 || r.timely(w) || contains(x.to, w) {
			continue
		}
		if p == "against" && r.one(w) != 0 {
			x.to = append(x.to, w)
			continue
		}
		x.what, x.whatSlot = w, prepSlot
		return
	}
}

// sureness is the confidence of a move that was weighed by the senses.
func (r *reader) sureness(m *doc.Move) {
	t := r.in.Layout.TokensIn(m.Cue).First
	p, speaker := r.sensedAt(t)
	if p == nil {
		return
	}
	m.Confidence = r.senses.cal.confidence(r, m, t, p, speaker)
}
