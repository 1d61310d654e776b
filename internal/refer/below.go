package refer

import "github.com/parley-reader/parley/doc"

// namedBelow tells whether a person is called by name in what the clause of a
// pronoun brings: the "he" of "he met X" is not X.
func (st *state) namedBelow(t, actor int) bool {
	if !st.parsed || st.rel(t).Base() != doc.RelNsubj || st.headToken(t) <= t {
		return false
	}
	end := min(st.bounds(t).End, t+reachBelow)
	for i := t + 1; i < end; i++ {
		if st.sourceOf[i] == 0 && !st.tellsAfter(i) && st.namesAt(i, actor) && st.hangsBelow(i, st.headToken(t)) {
			return true
		}
	}
	return false
}

// namedInContent tells whether the words of statement s that stand in the
// sentence of its source, a pronoun at t, name an actor: “‘X must go,’ he said”
// is hardly told by X. What a colon ends before them is the teller's.
func (st *state) namedInContent(s, t, actor int) bool {
	b := st.bounds(t)
	b.First, b.End = max(b.First, t-reachBelow), min(b.End, t+reachBelow)
	for i := b.First; i < t; i++ {
		if st.low(i) == ":" && !st.quoted[i] {
			b.First = i
		}
	}
	for _, span := range st.in.Statements[s].Content {
		r := st.in.Layout.TokensIn(span)
		for i := max(r.First, b.First); i < r.End && i < b.End; i++ {
			if int(st.content[i]) == s+1 && st.namesAt(i, actor) {
				return true
			}
		}
	}
	return false
}

// reachBelow is how far from a pronoun a name is looked for that it cannot mean.
const reachBelow = 60

// namesAt tells whether a name of an actor has its head at token i.
func (st *state) namesAt(i, actor int) bool {
	return st.at[i] > 0 && st.nameAt[i] >= 0 && st.mentions[st.at[i]-1].actor == actor
}

// tellsAfter tells whether a name is the subject of a clause that tells what
// stands before it: "…, X wrote."
func (st *state) tellsAfter(i int) bool {
	f := st.top(i)
	v := st.headToken(f)
	if st.rel(f).Base() != doc.RelNsubj || v < i || v+1 >= st.n || st.low(st.bounds(i).End-1) != st.low(v+1) {
		return false
	}
	for f > 0 && st.low(f-1) != "," && f > i-4 {
		f--
	}
	return st.low(f-1) == ","
}

// hangsBelow tells whether token i hangs on a verb without a clause set beside
// it between: "he won, X said" tells nothing of X.
func (st *state) hangsBelow(i, verb int) bool {
	for range 24 {
		if i == verb {
			return true
		}
		if i < 0 || st.rel(i).Base() == doc.RelParataxis || st.rel(i).Base() == doc.RelConj && st.upos(i) == doc.UVERB {
			return false
		}
		i = st.headToken(i)
	}
	return false
}

// clauseMate is the head of who does what is done to a "him" or "her" that is no
// owner: "Barzani told him" and "she would love to meet with her" are about two.
// It is none for other pronouns.
func (st *state) clauseMate(t int) int {
	if w := st.low(t); !st.parsed || w != "him" && w != "her" || st.rel(t).Base() == doc.RelNmod {
		return none
	}
	first := max(st.bounds(t).First, t-reachBelow)
	v := st.headToken(t)
	for range upTo {
		if v < first {
			return none
		}
		for i := first; i < t; i++ {
			if st.headToken(i) == v && st.rel(i).Base() == doc.RelNsubj {
				return st.standsFor(i)
			}
		}
		if rel := st.rel(v).Base(); rel != doc.RelXcomp && rel != doc.RelConj {
			return none
		}
		v = st.headToken(v)
	}
	return none
}

// standsFor is the token that heads the mention of the phrase which hangs in its
// clause by token i.
func (st *state) standsFor(i int) int {
	if k := st.nameAt[i]; k >= 0 {
		return st.headOfName(st.in.Names[k])
	}
	if st.at[i] == 0 {
		return st.nameBelow(i)
	}
	return i
}

// means tells whether a mention with head i, none for no mention, stands for an actor.
func (st *state) means(i, actor int) bool {
	if i < 0 || st.at[i] == 0 {
		return false
	}
	for k := int(st.at[i]) - 1; k < len(st.mentions) && st.mentions[k].head == i; k++ {
		if st.mentions[k].actor == actor {
			return true
		}
	}
	return false
}
