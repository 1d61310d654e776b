package record

import (
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// thingWords are the words beside those that head the name of a thing; see
// data/things.txt.
type thingWords struct {
	recall, undo, carry, ground, weigh, whole, partial, armed map[string]bool
	deeds                                                     []deed
}

// deed is a thing told by a verb and what it is done to.
type deed struct {
	kind         doc.ProposalKind
	verbs, nouns map[string]bool
}

// load adds a line of things.txt that belongs to t; false where it does not.
func (t *thingWords) load(key string, words []string) (bool, error) {
	sets := map[string]*map[string]bool{"recall": &t.recall, "undo": &t.undo, "carry": &t.carry, "ground": &t.ground, "weigh": &t.weigh, "whole": &t.whole, "partial": &t.partial, "armed": &t.armed}
	if set, ok := sets[key]; ok {
		*set = setOf(words)
		return true, nil
	}
	name, ok := strings.CutPrefix(key, "deed ")
	if !ok {
		return false, nil
	}
	var d deed
	if err := d.kind.UnmarshalText([]byte(name)); err != nil {
		return true, err
	}
	for i, w := range words {
		if w == "+" {
			d.verbs, d.nouns = setOf(words[:i]), setOf(words[i+1:])
		}
	}
	if len(d.verbs) == 0 || len(d.nouns) == 0 {
		return true, fmt.Errorf("%q wants verbs and nouns with a + between them", key)
	}
	t.deeds = append(t.deeds, d)
	return true, nil
}

func setOf(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// noun is the thing that the word alone names, 0 for none: its lemma, and for
// people "on the ground" troops.
func (b *Builder) noun(v *view, t int) doc.ProposalKind {
	low := v.low(t)
	if b.shells[low] {
		return 0
	}
	if b.onGround(v, t) || low == "support" && t > 0 && b.thing.armed[v.low(t-1)] {
		return doc.ForceProposal
	}
	return b.things[low]
}

// onGround tells whether a word for people stands in "people on the ground".
func (b *Builder) onGround(v *view, t int) bool {
	return b.thing.ground[v.low(t)] && t+3 < len(v.Tokens) && v.low(t+1) == "on" && v.low(t+2) == "the" && v.low(t+3) == "ground"
}

// deedOf is the thing that a verb tells with its object: "stop the fighting" is
// a truce. The second result is the object, -1 for none.
func (b *Builder) deedOf(v *view, t int) (doc.ProposalKind, int) {
	kind, object := doc.ProposalKind(0), -1
	for i := range b.thing.deeds {
		d := &b.thing.deeds[i]
		if v.Tags[t].U != doc.UVERB || !d.verbs[v.low(t)] {
			continue
		}
		v.children(t, func(c int, rel doc.Rel) bool {
			if (rel == doc.RelObj && c > t || rel.Base() == doc.RelNsubj) && d.nouns[v.low(c)] {
				kind, object = d.kind, c
			}
			return kind == 0
		})
		if kind == 0 && d.kind == doc.TruceProposal && v.inPlace(t) {
			kind = d.kind
		}
	}
	return kind, object
}

// inPlace tells whether a verb is followed by "where they are": armies that stop
// where they stand.
func (v *view) inPlace(t int) bool {
	if t+3 >= len(v.Tokens) || v.low(t+1) != "where" || v.Tags[t+2].U != doc.UPRON {
		return false
	}
	return v.low(t+3) == "be" || v.low(t+3) == "stand"
}

// toldAs is the verb of what a bare noun takes up ("paused the aid … welcomed the
// pause") with its object, and the kind of that; false where none is near.
func (b *Builder) toldAs(v *view, noun int) (doc.Range, doc.ProposalKind, bool) {
	if v.Tags[noun].U != doc.UNOUN || !v.plainlyDefinite(noun) {
		return doc.Range{}, 0, false
	}
	s := v.SentenceOf(noun)
	for t := noun - 1; t >= 0 && s-v.SentenceOf(t) <= maxTold; t-- {
		if v.Tags[t].U != doc.UVERB || v.low(t) != v.low(noun) {
			continue
		}
		var what doc.Range
		kind := doc.ProposalKind(0)
		v.children(t, func(c int, rel doc.Rel) bool {
			if rel == doc.RelObj && c > t {
				kind, what = b.noun(v, c), doc.Range{First: t, End: v.subtree(c).End}
			}
			return kind == 0
		})
		return what, kind, kind != 0
	}
	return doc.Range{}, 0, false
}

// maxTold is how many sentences back a noun may take up a verb.
const maxTold = 4

// subjectThing is the thing that something is told of in the stretch that head
// heads, -1 for none: "NATO membership was no realistic outcome of a settlement"
// is about the membership, "troops might keep the peace" about the troops. told
// is false where there is such a subject but it is known already, so that what
// is refused or foreseen is not the thing: "the force would not be deployed at
// the front".
func (b *Builder) subjectThing(v *view, head int) (subject int, told bool) {
	subject = -1
	copula, passive := false, false
	v.children(head, func(c int, rel doc.Rel) bool {
		switch {
		case rel.Base() == doc.RelNsubj && c < head:
			subject, passive = c, rel == doc.RelNsubjPass
		case rel == doc.RelCop:
			copula = true
		}
		return true
	})
	if subject < 0 || v.Tags[subject].U != doc.UNOUN && v.Tags[subject].U != doc.UPROPN || b.thing.undo[v.low(head)] {
		return -1, true
	}
	kind := b.noun(v, subject)
	if kind == 0 || !copula && !passive && kind != doc.ForceProposal {
		return -1, true
	}
	return subject, !v.definite(subject)
}

// definite tells whether a noun is one that is known already: "the force", "its
// troops", but not "the idea of …", which its complement tells.
func (v *view) definite(t int) bool {
	known := false
	v.children(t, func(c int, rel doc.Rel) bool {
		switch {
		case c > t && rel == doc.RelNmod, c > t && rel.Base() == doc.RelAcl:
			known = false
			return false
		case rel == doc.RelDet:
			switch v.low(c) {
			case "the", "this", "that", "these", "those", "such":
				known = true
			}
		}
		return true
	})
	return known
}

// undone tells whether what a word names is done away with by the verb that
// governs it within r: "cancel the summit", "break the truce".
func (b *Builder) undone(v *view, word int, r doc.Range) bool {
	if len(v.Arcs) == 0 || word < 0 {
		return false
	}
	h := int(v.Arcs[word].Head)
	return r.Has(h) && v.Tags[h].U == doc.UVERB && v.Arcs[word].Rel == doc.RelObj && b.thing.undo[v.low(h)]
}
