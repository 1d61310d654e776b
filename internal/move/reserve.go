package move

import "github.com/parley-reader/parley/doc"

// reserves finds the conditions that a "yes, but" sets without a connective: "we
// agree to the truce, but it must lead to peace". What the speaker says must be,
// beside what he grants, is what that hangs on.
func (r *reader) reserves(s int, moves []doc.Move) {
	toks := r.in.Layout.Sentences[s].Tokens
	for t := toks.First + 1; t < toks.End; t++ {
		k := r.head(t)
		if r.form(t) != "but" || k <= t || r.rel(t) != doc.RelCc || r.head(k) < 0 || !r.dutyAt(k) {
			continue
		}
		said := r.cueOf[r.head(k)] // "said that he was ready, but that …", "he was ready, he said, but …"
		if r.rel(k) != doc.RelConj && (r.rel(k) != doc.RelCcomp || said == 0) {
			continue
		}
		if r.stmt[k] > 0 {
			said = r.stmt[k]
		}
		if said == 0 {
			continue
		}
		m := r.granted(moves, t, k, said)
		if m == nil {
			continue
		}
		c := condition{at: t, first: t + 1, head: k, from: r.head(k), read: clauseRead, necessary: true, who: r.ownSubject(k)}
		if c.first < toks.End && r.form(c.first) == "that" {
			c.first++
		}
		c.end = min(r.clauseEnd(k, &c, toks), c.first+maxCondition)
		if sp := r.conditionSpan(c.first, c.end); !sp.Empty() && !sp.Overlaps(m.Cue) {
			r.attach(m, sp, &c)
		}
	}
}

// dutyAt tells whether a clause with a subject of its own says what must be.
func (r *reader) dutyAt(k int) bool {
	subj := r.ownSubject(k)
	if subj < 0 || r.lex.has("first_person", r.lemma(subj)) || r.lex.has("first_plural", r.lemma(subj)) {
		return false
	}
	var m mood
	r.aux(k, &m)
	if x := r.child(k, doc.RelXcomp); x > k && r.lemma(k) == "have" && r.hasChild(x, "to", doc.RelMark) {
		m.must = true // "would have to be"
	}
	return m.must && !m.neg && !r.hasChild(k, "should", doc.RelAux) && !r.hasChild(k, "have", doc.RelAux)
}

// granted is the last move before a "but" at t that grants something in the
// clause which k is set against, in what statement said tells, and whose maker is
// not who must do what k says.
func (r *reader) granted(moves []doc.Move, t, k int, said int32) *doc.Move {
	at := r.in.Layout.Tokens[t].Span.Start
	who := r.actorsAt(r.ownSubject(k), nil)
	for i := len(moves) - 1; i >= 0; i-- {
		m := &moves[i]
		cue := r.in.Layout.TokensIn(m.Cue).First
		if m.Cue.Start > at || r.stmt[cue] == 0 || r.outermost(r.stmt[cue]) != r.outermost(said) {
			continue
		}
		if r.steps(cue, r.head(k)) > 3 && r.steps(r.head(k), cue) > 3 {
			continue
		}
		if !r.grants(m, cue) || len(m.If) > 0 || len(who) > 0 && hasID(m.By, who[0]) {
			return nil
		}
		return m
	}
	return nil
}

// grants tells whether a move says yes to something that lies ahead.
func (r *reader) grants(m *doc.Move, cue int) bool {
	switch m.Act {
	case doc.Offer, doc.Agree:
		return m.Status != doc.Denied && m.Status != doc.Reported
	case doc.Support:
		return r.lex.has("condition:assent", r.lemma(cue))
	}
	return false
}
