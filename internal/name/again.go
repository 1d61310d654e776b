package name

import (
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// ballot is what the occurrences of one name add up to.
type ballot struct {
	weight [roleCount]float64
	count  int
}

func (b *ballot) winner() (role uint8, share float64) {
	var sum float64
	for r, w := range b.weight {
		sum += w
		if w > b.weight[role] {
			role = uint8(r)
		}
	}
	if sum == 0 {
		return 0, 0
	}
	return role, b.weight[role] / sum
}

// vote makes all occurrences of one name in a report agree, by the sum of the
// model's probabilities, and finds those that the model passed over.
func (f *Finder) vote(v *view) {
	ballots := make(map[string]*ballot, len(v.cands))
	words := make(map[int32]*ballot, len(v.cands))
	for i := range v.cands {
		c := &v.cands[i]
		if c.why == "lexicon" {
			continue
		}
		key := v.l.SpanOf(c.tokens).In(v.text)
		b := ballots[key]
		if b == nil {
			b = new(ballot)
			ballots[key] = b
			if c.tokens.Len() == 1 {
				words[v.s.at[c.tokens.First]] = b
			}
		}
		b.weight[c.role] += c.prob * c.prob
		b.count++
	}
	for i := range v.cands {
		c := &v.cands[i]
		b := ballots[v.l.SpanOf(c.tokens).In(v.text)]
		if b == nil || b.count < 2 || c.why == "lexicon" {
			continue
		}
		if role, share := b.winner(); role != c.role && share > 0.6 && c.prob < 0.95 {
			c.role, c.prob, c.why = role, max(c.prob, 0.9*share), "vote"
		}
	}
	f.passedOver(v, words)
}

// passedOver adds single words that are names elsewhere in the report: as such,
// or as the surname of a person.
func (f *Finder) passedOver(v *view, words map[int32]*ballot) {
	last := map[int32]float64{}
	for i := range v.cands {
		if c := &v.cands[i]; c.role == rolePerson && c.tokens.Len() > 1 {
			w := v.s.at[c.tokens.End-1]
			last[w] = max(last[w], c.prob)
		}
	}
	n, at := len(v.cands), 0
	for t := range v.forms {
		for at < n && v.cands[at].tokens.End <= t {
			at++
		}
		w := &v.s.words[v.s.at[t]]
		if w.class == lowerCase || w.class == noLetter || v.s.first[t]&2 != 0 && w.class != allCapital && w.seen&seenLower != 0 {
			continue
		}
		sure := last[v.s.at[t]]
		inside := at < n && v.cands[at].tokens.Has(t)
		switch {
		case inside && v.cands[at].tokens.Len() == 1 && v.cands[at].role != rolePerson && sure > 0.8 && v.cands[at].prob < 0.9 && v.free(t):
			c := &v.cands[at]
			c.role, c.prob, c.why = rolePerson, max(c.prob, sure*0.9), "surname"
		case inside || w.seen&seenLower != 0 || !v.free(t):
		case sure > 0.8:
			v.cands = append(v.cands, candidate{tokens: doc.Range{First: t, End: t + 1}, role: rolePerson, prob: 0.9 * sure, why: "surname"})
		default:
			if b := words[v.s.at[t]]; b != nil {
				if role, share := b.winner(); share > 0.7 && b.weight[role] > 0.6 {
					v.cands = append(v.cands, candidate{tokens: doc.Range{First: t, End: t + 1}, role: role, prob: 0.7 * share, why: "vote"})
				}
			}
		}
	}
	slices.SortFunc(v.cands, func(a, b candidate) int { return a.tokens.First - b.tokens.First })
}

// free tells whether the lexicon is not sure that token t is something else than
// a person.
func (v *view) free(t int) bool {
	k := v.s.hits.at[t]
	return k < 0 || v.s.hits.list[k].Weak || v.s.hits.list[k].Entries[0].Kind == lexicon.Person
}
