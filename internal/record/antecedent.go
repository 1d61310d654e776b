package record

import (
	"slices"

	"github.com/parley-reader/parley/doc"
)

// maxBack is how many sentences back a pronoun's thing may be named, and
// maxBackNoun that of a noun with its article.
const (
	maxBack     = 1
	maxBackNoun = 12
)

// named is a thing that a move before was about.
type named struct {
	topic
	sentence int
	shell    bool // it was named as a proposal, or proposed
}

// recalled gives move i the thing that was named before, where its own words
// only point back at one: "welcomed the proposal", "agreed to it", "ruled that
// out". Where two things could be meant, none is.
func (b *Builder) recalled(v *view, i int, before []named) (topic, bool) {
	m := &v.Moves[i]
	if m.Act == doc.Demand || v.judging(m) {
		return topic{}, false
	}
	s := v.sentence(m.Cue)
	if s < 0 {
		return topic{}, false
	}
	if t, ok := b.unsaid(v, m, s, before); ok {
		t.move, t.recalled = i, true
		return t, true
	}
	at, noun, ok := b.pointer(v, m)
	if !ok {
		return topic{}, false
	}
	if k := b.ideaBefore(v, s, at); !noun && k >= 0 {
		at, noun = k, true
	}
	var t topic
	if noun {
		t, ok = proposedBefore(v, before, s, v.low(at) == "offer")
	} else if t, ok = lastNamed(v, before, s); ok {
		ok = !b.rival(v, &t, at)
	}
	if !ok {
		return topic{}, false
	}
	t.move, t.precondition, t.venues, t.formats, t.recalled = i, false, nil, nil, true
	return t, true
}

// unsaid is the thing that is refused without a word for it: of "A had offered
// Rome, and B had refused", what the sentence told last.
func (b *Builder) unsaid(v *view, m *doc.Move, s int, before []named) (topic, bool) {
	t := v.cueToken(m)
	if m.Act != doc.Reject || !m.What.Empty() || len(before) == 0 || t < 0 || v.Tags[t].U != doc.UVERB {
		return topic{}, false
	}
	n := &before[len(before)-1]
	if n.sentence != s || slices.Equal(v.Moves[n.move].By, m.By) {
		return topic{}, false
	}
	bare := true
	v.children(t, func(_ int, rel doc.Rel) bool {
		switch rel.Base() {
		case doc.RelObj, doc.RelXcomp, doc.RelCcomp, doc.RelObl, doc.RelCompound:
			bare = false
		}
		return bare
	})
	return n.topic, bare
}

// ideaBefore is the one noun in sentence s before a pronoun that itself points
// back ("the idea was right, and we support it"), -1 for none.
func (b *Builder) ideaBefore(v *view, s, at int) int {
	found := -1
	for t := v.Sentences[s].Tokens.First; t < at; t++ {
		switch {
		case v.Tags[t].U != doc.UNOUN:
		case b.thing.recall[v.low(t)] && b.things[v.low(t)] == 0 && v.plainlyDefinite(t):
			found = t
		case b.noun(v, t) != 0 && !v.pressOnly(t):
			return -1
		}
	}
	return found
}

// judging tells whether a cue is a noun that judges: "called the offer a first
// step" takes no side.
func (v *view) judging(m *doc.Move) bool {
	t := v.cueToken(m)
	return t < 0 || v.Tags[t].U == doc.UNOUN
}

// pointer is the word with which a move points back at its thing, and whether
// that is a noun.
func (b *Builder) pointer(v *view, m *doc.Move) (at int, noun, ok bool) {
	r := v.TokensIn(m.What)
	if r.Empty() {
		at = -1
		if c := v.cueToken(m); c >= 0 && c+2 < len(v.Tags) && v.Arcs[c+2].Rel == doc.RelCompoundPrt && int(v.Arcs[c+2].Head) == c && v.thisOrThat(c+1) {
			return c + 1, false, true // "ruled that out", whatever the tree takes the "that" for
		}
		v.children(v.cueToken(m), func(c int, rel doc.Rel) bool {
			if rel == doc.RelObj && v.pointing(c) {
				at = c
			}
			return at < 0
		})
		return at, false, at >= 0
	}
	head := v.head(r)
	if v.Tags[head].U == doc.UVERB { // "take the step", "consider the proposal"
		object := -1
		v.children(head, func(c int, rel doc.Rel) bool {
			if rel == doc.RelObj && c > head {
				object = c
			}
			return true
		})
		if object < 0 || b.thing.undo[v.low(head)] || !r.Has(object) || r.End-object > 2 {
			return 0, false, false
		}
		head = object
	}
	if v.pointing(head) {
		return head, false, r.Len() <= 3
	}
	return head, true, b.thing.recall[v.low(head)] && v.plainlyDefinite(head)
}

// pointing tells whether a word is a pronoun for a thing.
func (v *view) pointing(t int) bool {
	if v.Tags[t].U != doc.UPRON && v.Tags[t].U != doc.UDET {
		return false
	}
	return v.thisOrThat(t)
}

// thisOrThat tells whether a word has the form of a pronoun for a thing.
func (v *view) thisOrThat(t int) bool {
	switch v.low(t) {
	case "it", "that", "this":
		return true
	}
	return false
}

// plainlyDefinite tells whether a noun has nothing to it but what points at it:
// "the proposal", not "the Turkish proposal" or "the proposal to free them".
// What the sentence says in bare words ("the step") counts by its article.
func (v *view) plainlyDefinite(t int) bool {
	pointed, plain := false, true
	v.children(t, func(c int, rel doc.Rel) bool {
		switch {
		case rel == doc.RelDet:
			switch v.low(c) {
			case "the", "this", "that", "such":
				pointed = true
			default:
				plain = false
			}
		case rel == doc.RelCase, rel == doc.RelPunct, rel == doc.RelMark:
		default:
			plain = plain && v.Tags[c].U != doc.UNOUN && v.Tags[c].U != doc.UPROPN && v.Tags[c].U != doc.UADJ && (c < t || v.Tags[c].U != doc.UVERB)
		}
		return plain
	})
	return pointed && plain
}

// proposedBefore is the one thing that was proposed in the sentence before or in
// this one, else in those before sentence s, else the one thing that was spoken of.
func proposedBefore(v *view, before []named, s int, offer bool) (topic, bool) {
	for _, pass := range []struct {
		back     int
		proposed bool
	}{{maxBack, true}, {maxBackNoun, true}, {maxBackNoun, false}} {
		var found *named
		for i := len(before) - 1; i >= 0; i-- {
			n := &before[i]
			if s-n.sentence > pass.back || pass.back == maxBack && v.Sentences[s].Paragraph != v.Sentences[n.sentence].Paragraph {
				break
			}
			if pass.proposed && !n.shell && (!offer && pass.back > maxBack || v.Moves[n.move].Act != doc.Offer) {
				continue
			}
			if found != nil && !sameThing(&found.topic, &n.topic) {
				found = nil
				if pass.back == maxBack {
					break
				}
				return topic{}, false
			}
			if found == nil {
				found = n
			}
		}
		if found != nil {
			return found.topic, true
		}
	}
	return topic{}, false
}

// lastNamed is the one thing that sentence s, as far as it was read, or the one
// before it is about.
func lastNamed(v *view, before []named, s int) (topic, bool) {
	var found *named
	for i := len(before) - 1; i >= 0; i-- {
		n := &before[i]
		if s-n.sentence > maxBack || v.Sentences[s].Paragraph != v.Sentences[n.sentence].Paragraph {
			break
		}
		if found != nil && !sameThing(&found.topic, &n.topic) {
			return topic{}, false
		}
		if found == nil {
			found = n
		}
	}
	if found == nil {
		return topic{}, false
	}
	return found.topic, true
}

// rival tells whether another thing is named between a thing and the word that
// would point back at it.
func (b *Builder) rival(v *view, t *topic, at int) bool {
	r := v.TokensIn(t.named)
	for i := r.End; i < at; i++ {
		if v.Tags[i].U != doc.UNOUN {
			continue
		}
		if kind := b.noun(v, i); kind != 0 && kind != t.kind && !v.pressOnly(i) {
			return true
		}
	}
	return false
}

// pressOnly tells whether a noun is that of an event for the press: "a news
// conference".
func (v *view) pressOnly(t int) bool {
	return t > 0 && (v.low(t-1) == "news" || v.low(t-1) == "press" || v.low(t-1) == "video")
}

// sameThing tells whether two topics are one thing.
func sameThing(a, b *topic) bool {
	if a.kind != b.kind {
		return false
	}
	return same(&group{kind: a.kind, participants: a.participants, topics: []topic{*a}}, b)
}

// note adds what a move was about to what may be pointed back at.
func (b *Builder) note(v *view, before []named, t topic) []named {
	m := &v.Moves[t.move]
	n := named{topic: t, sentence: v.sentence(m.Cue), shell: m.Act == doc.Propose || m.Act == doc.Demand}
	r := v.TokensIn(t.span)
	for i := r.First; i < r.End && !n.shell; i++ {
		n.shell = b.thing.recall[v.low(i)]
	}
	if len(before) > 0 && slices.Equal(before[len(before)-1].content, t.content) && before[len(before)-1].kind == t.kind {
		before[len(before)-1].sentence = n.sentence
		return before
	}
	return append(before, n)
}
