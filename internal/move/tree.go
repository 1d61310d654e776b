package move

import (
	"github.com/parley-reader/parley/doc"
)

// maxClimb bounds every walk towards the root, so that a sentence costs time
// in proportion to its length however its tree is shaped.
const maxClimb = 16

// tree is the dependency tree of a whole report as a table: children in order,
// and how far each token's subtree reaches.
type tree struct {
	tags        []doc.Tag
	arcs        []doc.Arc
	first, next []int32
	lo, hi      []int32 // first and last token of the subtree
}

func newTree(tags []doc.Tag, arcs []doc.Arc) *tree {
	n := len(arcs)
	mem := make([]int32, 4*n)
	t := &tree{tags: tags, arcs: arcs, first: mem[:n:n], next: mem[n : 2*n : 2*n], lo: mem[2*n : 3*n : 3*n], hi: mem[3*n:]}
	for i := range n {
		t.first[i], t.next[i], t.lo[i], t.hi[i] = -1, -1, int32(i), int32(i)
	}
	for i := n - 1; i >= 0; i-- {
		if h := t.head(i); h >= 0 {
			t.next[i] = t.first[h]
			t.first[h] = int32(i)
		}
	}
	t.reach()
	return t
}

// head is the governor of token i, -1 at the root or where the tree is broken.
func (t *tree) head(i int) int {
	h := int(t.arcs[i].Head)
	if h < 0 || h >= len(t.arcs) || h == i {
		return -1
	}
	return h
}

// reach widens each token's extent to its subtree, leaves first; a cycle, which
// no good tree has, is left as it is.
func (t *tree) reach() {
	n := len(t.arcs)
	left := make([]int32, n)
	queue := make([]int32, 0, n)
	for i := range n {
		if h := t.head(i); h >= 0 {
			left[h]++
		}
	}
	for i := range n {
		if left[i] == 0 {
			queue = append(queue, int32(i))
		}
	}
	for q := 0; q < len(queue); q++ {
		i := queue[q]
		h := t.head(int(i))
		if h < 0 {
			continue
		}
		t.lo[h], t.hi[h] = min(t.lo[h], t.lo[i]), max(t.hi[h], t.hi[i])
		if left[h]--; left[h] == 0 {
			queue = append(queue, int32(h))
		}
	}
}

func (t *tree) rel(i int) doc.Rel  { return t.arcs[i].Rel }
func (t *tree) lemma(i int) string { return t.tags[i].Lemma }

// child is the first dependent with one of the relations, -1 where there is none.
func (t *tree) child(i int, rels ...doc.Rel) int {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		for _, r := range rels {
			if t.arcs[c].Rel == r {
				return int(c)
			}
		}
	}
	return -1
}

// hasChild tells whether a dependent with the relation has the lemma.
func (t *tree) hasChild(i int, lemma string, rels ...doc.Rel) bool {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.tags[c].Lemma != lemma {
			continue
		}
		if len(rels) == 0 {
			return true
		}
		for _, r := range rels {
			if t.arcs[c].Rel == r {
				return true
			}
		}
	}
	return false
}

// marker is the token that introduces i: its case or mark, -1 where it has none.
func (t *tree) marker(i int) int { return t.child(i, doc.RelCase, doc.RelMark) }

// brought finds the dependent that the preposition brings, among nouns and
// gerunds; for a conjoined verb its first conjunct's are not looked at.
func (t *tree) brought(i int, prep string) int {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch t.arcs[c].Rel.Base() {
		case doc.RelObl, doc.RelNmod, doc.RelAdvcl, doc.RelAcl, doc.RelXcomp, doc.RelCcomp:
			if t.hasChild(int(c), prep, doc.RelCase, doc.RelMark) {
				return int(c)
			}
		}
	}
	return -1
}

// verbal tells whether token i heads a clause of its own.
func (t *tree) verbal(i int) bool {
	return t.tags[i].U == doc.UVERB || t.child(i, doc.RelCop) >= 0
}

// predicate climbs from a word to the nearest token that heads a clause, itself
// included.
func (t *tree) predicate(i int) int {
	for range maxClimb {
		if t.tags[i].U == doc.UVERB || t.child(i, doc.RelCop) >= 0 || t.child(i, doc.RelNsubj) >= 0 {
			return i
		}
		h := t.head(i)
		if h < 0 {
			return i
		}
		i = h
	}
	return i
}

// firstConjunct follows conj to the first of a coordination.
func (t *tree) firstConjunct(i int) int {
	for range maxClimb {
		h := t.head(i)
		if h < 0 || t.arcs[i].Rel != doc.RelConj {
			return i
		}
		i = h
	}
	return i
}

// passive tells whether the verb is in the passive.
func (t *tree) passive(i int) bool {
	if t.child(i, doc.RelAuxPass) >= 0 {
		return true
	}
	if t.child(i, doc.RelNsubjPass) >= 0 { // "groups have called" is none, whatever its subject is called
		return !t.hasChild(i, "have", doc.RelAux)
	}
	if t.tags[i].X != doc.PVBN {
		return false
	}
	switch t.arcs[i].Rel {
	case doc.RelAcl:
		if h := t.head(i); h >= 0 && t.arcs[h].Rel == doc.RelRoot && !t.verbal(h) {
			return false // the only verb of its sentence, taken for a participle
		}
		return t.child(i, doc.RelNsubj, doc.RelObj, doc.RelAux) < 0
	case doc.RelAdvcl, doc.RelAmod:
		return t.child(i, doc.RelNsubj, doc.RelObj, doc.RelAux) < 0
	case doc.RelConj:
		h := t.head(i)
		return h >= 0 && t.tags[h].X == doc.PVBN && t.child(h, doc.RelAuxPass, doc.RelNsubjPass) >= 0 &&
			t.child(i, doc.RelNsubj, doc.RelObj, doc.RelAux) < 0
	}
	return false
}

var subjRels = []doc.Rel{doc.RelNsubj, doc.RelNsubjOuter, doc.RelNsubjPass}

// ownSubject is the subject that hangs on the clause itself, with a relative
// pronoun replaced by what it stands for; -1 where there is none. Of two the
// nearer is meant: "told the envoy he was ready".
func (t *tree) ownSubject(i int) int {
	s := t.child(i, subjRels...)
	if s >= 0 && s < i {
		for c := t.next[s]; c >= 0 && int(c) < i; c = t.next[c] {
			if r := t.arcs[c].Rel; r == doc.RelNsubj || r == doc.RelNsubjPass {
				s = int(c)
			}
		}
	}
	if s >= 0 && t.arcs[i].Rel == doc.RelAclRelcl && relativePronoun(t.tags[s]) {
		if h := t.head(i); h >= 0 {
			return h
		}
	}
	return s
}

func relativePronoun(tag doc.Tag) bool {
	switch tag.X {
	case doc.PWDT, doc.PWP:
		return true
	}
	return tag.Lemma == "who" || tag.Lemma == "which"
}

func objectControl(lemma string) bool {
	switch lemma {
	case "promise", "threaten", "vow", "swear":
		return false
	}
	return true
}
