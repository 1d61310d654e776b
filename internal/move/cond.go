package move

import (
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// condition is a stretch that something hangs on, and the word it hangs from.
type condition struct {
	first, end int
	from       int // the governor of the condition's clause
	necessary  bool
	who        int // the subject of the condition's clause, -1 for none
}

// conditions finds what the moves of a sentence hang on, and gives each
// condition to the nearest of them. The moves must be in the order of their cues.
func (r *reader) conditions(s int, moves []doc.Move) {
	if len(moves) == 0 {
		return
	}
	toks := r.in.Layout.Sentences[s].Tokens
	for t := toks.First; t < toks.End; t++ {
		c, ok := r.condition(t)
		if !ok {
			continue
		}
		sp := r.span(c.first, c.end)
		if sp.Empty() {
			continue
		}
		if m := r.nearest(moves, c); m != nil {
			r.attach(m, sp, c)
		}
	}
}

func (r *reader) form(t int) string {
	if t < 0 || t >= len(r.in.Forms) {
		return ""
	}
	return strings.ToLower(r.in.Forms[t])
}

// condition reads a condition that begins with the marker at t.
func (r *reader) condition(t int) (condition, bool) {
	switch l := r.lemma(t); l {
	case "if", "unless", "provided", "providing", "once", "until", "assuming":
		return r.clauseCondition(t, l)
	case "after", "when":
		if t > 0 && r.form(t-1) == "only" {
			return r.clauseCondition(t, l)
		}
	case "exchange", "return":
		if r.form(t-1) == "in" && r.form(t+1) == "for" {
			return r.phraseCondition(t+1, t)
		}
	case "pending":
		return r.phraseCondition(t, t)
	case "subject":
		if r.form(t+1) == "to" {
			return r.phraseCondition(t+1, t)
		}
	case "condition":
		if r.form(t-1) == "on" || r.form(t-2) == "on" {
			if c := r.child(t, doc.RelAcl, doc.RelCcomp, doc.RelAclRelcl, doc.RelNmod); c > t {
				return condition{first: r.clauseStart(c), end: int(r.hi[c]) + 1, from: r.head(t), necessary: true, who: r.ownSubject(c)}, true
			}
		}
	}
	return condition{}, false
}

func (r *reader) clauseCondition(t int, marker string) (condition, bool) {
	k := r.head(t)
	if rel := r.rel(t); k < 0 || rel != doc.RelMark && rel != doc.RelCase && rel != doc.RelAdvmod {
		return condition{}, false
	}
	if r.rel(k) == doc.RelCcomp || marker == "if" && r.form(t-1) == "as" || r.form(t-1) == "even" {
		return condition{}, false
	}
	from := r.head(k)
	if from < 0 || r.rel(k) != doc.RelAdvcl && r.rel(k) != doc.RelAcl && r.rel(k) != doc.RelObl {
		return condition{}, false
	}
	c := condition{first: t + 1, end: int(r.hi[k]) + 1, from: from, who: r.ownSubject(k)}
	if c.first > k {
		c.first = k
	}
	c.end = min(c.end, r.conditionEnd(k))
	only := r.form(t-1) == "only" || r.hasChild(from, "only", doc.RelAdvmod)
	c.necessary = marker == "unless" || only || marker == "until" && r.hasNo(from)
	if (marker == "until" || marker == "once") && !c.necessary {
		return condition{}, false
	}
	return c, true
}

func (r *reader) hasNo(t int) bool { var m mood; r.aux(t, &m); return m.neg }

// conditionEnd stops a condition before the clause that it is set in, should
// the tree have put that below it.
func (r *reader) conditionEnd(k int) int {
	end := int(r.hi[k]) + 1
	for c := r.first[k]; c >= 0; c = r.next[c] {
		if int(c) > k && (r.rel(int(c)) == doc.RelParataxis || r.rel(int(c)) == doc.RelDiscourse) {
			return int(r.lo[c])
		}
	}
	return end
}

// phraseCondition reads the noun or clause that the preposition at p brings;
// at is the word that the whole hangs from.
func (r *reader) phraseCondition(p, at int) (condition, bool) {
	h := r.head(p)
	if h <= p {
		return condition{}, false
	}
	from := r.head(at)
	for range 4 {
		if from < 0 || from < p && from != at || !(from >= p && from <= h) {
			break
		}
		from = r.head(from)
	}
	if from < 0 {
		return condition{}, false
	}
	return condition{first: p + 1, end: r.end(h), from: from, who: -1, necessary: true}, true
}

// farBytes is how far from a move its condition may stand; it keeps sentences
// without end cheap.
const farBytes = 1500

// nearest is the move whose words are fewest steps from where a condition hangs.
func (r *reader) nearest(moves []doc.Move, c condition) *doc.Move {
	var best *doc.Move
	least := 7
	at := r.in.Layout.Tokens[c.from].Span.Start
	from := sort.Search(len(moves), func(i int) bool { return moves[i].Cue.Start >= at-farBytes })
	for i := from; i < len(moves) && moves[i].Cue.Start <= at+farBytes; i++ {
		m := &moves[i]
		cue := r.in.Layout.TokensIn(m.Cue)
		if cue.Empty() {
			continue
		}
		d := r.steps(c.from, cue.First)
		if e := r.steps(cue.First, c.from); e < d {
			d = e + 1
		}
		if cue.First >= c.first && cue.First < c.end {
			continue
		}
		if d < least {
			best, least = m, d
		}
	}
	return best
}

// steps counts how far up from a the word b is; many where it is not there.
func (r *reader) steps(a, b int) int {
	for d := range 6 {
		if a == b {
			return d
		}
		if a = r.head(a); a < 0 {
			break
		}
	}
	return 100
}

func (r *reader) attach(m *doc.Move, sp doc.Span, c condition) {
	for _, old := range m.If {
		if old.Overlaps(sp) || old.Start > sp.Start {
			return
		}
	}
	cond := doc.Condition{Span: sp, Necessary: c.necessary, Status: doc.Open}
	if c.who >= 0 {
		cond.By = r.actorsAt(c.who, nil)
	}
	m.If = append(m.If, sp)
	m.Conditions = append(m.Conditions, cond)
	if m.What.Overlaps(sp) { // what ends where the condition begins
		if m.What.Start < sp.Start {
			first := r.in.Layout.TokensIn(doc.Span{Start: m.What.Start, End: sp.Start})
			m.What = r.span(first.First, first.End)
		} else {
			m.What = doc.Span{}
		}
	}
}
