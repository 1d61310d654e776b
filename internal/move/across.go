package move

import (
	"slices"

	"github.com/parley-reader/parley/doc"
)

// maxPointing is how many words may stand between "that" and what it hangs on.
const maxPointing = 4

// maxAside is how many words a teller's aside may have: ", its minister said,".
const maxAside = 10

// pointsBack tells whether what a connective hangs on a condition is what the
// sentence before told ("That would depend on a truce", "He made this conditional
// on a truce"), and whether that is denied. A relative "that" points into its own
// sentence.
func (r *reader) pointsBack(c *condition, toks doc.Range) (back, denied bool) {
	if c.read != phraseRead {
		return false, false
	}
	for t := c.at - 1; t >= max(toks.First, c.at-maxPointing); t-- {
		if r.in.Forms[t] == "," {
			t = r.beforeAside(t, toks.First)
		}
		if t < toks.First {
			break
		}
		switch form := r.form(t); {
		case form == "that" || form == "this":
			if t == toks.First {
				return true, denied
			}
			p := r.tags[t-1].U
			return p == doc.UPUNCT || p == doc.UCCONJ || p == doc.UVERB && (r.lemma(t-1) == "make" || r.lex.has("saying", r.lemma(t-1))), denied
		case r.lex.has("no", r.lemma(t)):
			denied = true
		case r.tags[t].U != doc.UAUX && r.tags[t].U != doc.UADV:
			return false, false
		}
	}
	return false, false
}

// beforeAside is the token before the aside that a comma at t closes, t itself
// where it closes none.
func (r *reader) beforeAside(t, first int) int {
	said := false
	for p := t - 1; p >= max(first, t-maxAside); p-- {
		if r.in.Forms[p] == "," {
			if said {
				return p - 1
			}
			break
		}
		said = said || r.tags[p].U == doc.UVERB && r.lex.has("saying", r.lemma(p))
	}
	return t
}

// moveBefore is what the sentence before s, in its paragraph, offers, agrees to
// or supports last; nil for none.
func (r *reader) moveBefore(s int, out []doc.Move) *doc.Move {
	if s == 0 || len(out) == 0 || r.in.Layout.Sentences[s].Paragraph != r.in.Layout.Sentences[s-1].Paragraph {
		return nil
	}
	m := &out[len(out)-1]
	if !r.in.Layout.Sentences[s-1].Span.Contains(m.Cue) || m.Status == doc.Denied {
		return nil
	}
	switch m.Act {
	case doc.Offer, doc.Agree, doc.Support, doc.Propose, doc.Threaten:
		return m
	case doc.Meet, doc.Leave:
		if m.Status == doc.Planned || m.Status == doc.Stated {
			return m
		}
	}
	return nil
}

// hangsAcross gives a condition to the move of the sentence before, where the
// sentence points back at it; the evidence is then both. It tells whether it
// pointed back, so that nothing else is made of the condition.
func (r *reader) hangsAcross(s int, c *condition, sp doc.Span, out []doc.Move) bool {
	back, denied := r.pointsBack(c, r.in.Layout.Sentences[s].Tokens)
	if !back {
		return false
	}
	if m := r.moveBefore(s, out); m != nil && !denied {
		r.attach(m, sp, c)
		m.Evidence = m.Evidence.Cover(r.in.Layout.Sentences[s].Span)
	}
	return true
}

// onlyThen gives the first move of a sentence that begins with "only then" what
// the sentence before demands, as its condition: "The rebels must disarm. Only
// then would Chile open the border." Where no word of an act is told, what will
// or would be done then is a move itself.
func (r *reader) onlyThen(s, start int, out []doc.Move) []doc.Move {
	toks := r.in.Layout.Sentences[s].Tokens
	if toks.Len() < 4 || r.form(toks.First) != "only" || r.form(toks.First+1) != "then" || s == 0 ||
		r.in.Layout.Sentences[s].Paragraph != r.in.Layout.Sentences[s-1].Paragraph {
		return out
	}
	who, sp := r.demanded(s-1, out[:start])
	if sp.Empty() {
		return out
	}
	c := condition{at: toks.First, first: toks.First, end: toks.First + 2, head: toks.First + 1, leads: true, read: aheadRead, necessary: true, who: who}
	i := slices.IndexFunc(out[start:], func(m doc.Move) bool { return r.mayHang(&m, &c, sp) })
	if i >= 0 {
		i += start
	} else {
		c.from = r.head(toks.First + 1)
		i = len(out)
		if out = r.onCondition(s, &c, sp, out); len(out) == i {
			return out
		}
	}
	m := &out[i]
	if m.What.Start < r.in.Layout.Tokens[c.end].Span.Start && !m.What.Empty() { // "Only then would Chile open it"
		t := r.in.Layout.TokensIn(m.Cue).First
		m.What = r.span(t, r.end(t))
	}
	cond := doc.Condition{Span: sp, Necessary: true, Status: doc.Open}
	if who >= 0 {
		cond.By = clip(r.actorsAt(who, nil))
	}
	m.If, m.Conditions = append([]doc.Span{sp}, m.If...), append([]doc.Condition{cond}, m.Conditions...)
	m.Evidence = r.in.Layout.Sentences[s-1].Span.Cover(m.Evidence)
	return out
}

// demanded is the clause of what a sentence says must be done, and its subject,
// -1 for none: the last demand's; the span is empty where there is none.
func (r *reader) demanded(s int, out []doc.Move) (int, doc.Span) {
	for i := len(out) - 1; i >= 0 && r.in.Layout.Sentences[s].Span.Contains(out[i].Cue); i-- {
		if out[i].Act != doc.Demand {
			continue
		}
		t := r.in.Layout.TokensIn(out[i].Cue).First
		if x := r.child(t, doc.RelXcomp); x > t && r.tags[t].U == doc.UVERB && r.lex.has("saying", r.lemma(t)) {
			t = x
		}
		w := r.ownSubject(t)
		if w < 0 || r.tags[t].U != doc.UVERB {
			return -1, out[i].What
		}
		return w, r.span(r.clauseStart(t), r.end(t))
	}
	return -1, doc.Span{}
}
