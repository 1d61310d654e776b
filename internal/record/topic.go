package record

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// topic is what a move is about, when that is a thing that can be on a table.
type topic struct {
	move         int // index into Document.Moves
	kind         doc.ProposalKind
	span         doc.Span
	named        doc.Span // the words that name it, inside span
	participants []doc.ActorID
	venues       []venue
	formats      []format
	content      []string // folded lemmas of its nouns, names and adjectives
	precondition bool     // the move demands something before the thing
	extent       extent   // of a truce
	weak         bool     // who would meet is only who is asked to
	recalled     bool     // its words only point back at the thing
}

type venue struct {
	name string
	span doc.Span
}

type format struct {
	value string
	span  doc.Span
}

// acts that speak about a thing on the table.
var tableActs = []doc.Act{doc.Propose, doc.Support, doc.Agree, doc.Offer, doc.Demand, doc.Reject, doc.Doubt}

// topicOf tells what move i is about; false when that is no thing of the table.
func (b *Builder) topicOf(v *view, i int) (topic, bool) {
	m := &v.Moves[i]
	if t, ok := b.precondition(v, i); ok {
		return t, true
	}
	r := v.TokensIn(m.What)
	if r.Empty() {
		return topic{}, false
	}
	t := topic{move: i, span: m.What, named: m.What}
	head := v.head(r)
	kind, word, phrase := b.thingOf(v, r, head)
	t.named = v.SpanOf(phrase)
	t.venues = b.venuesIn(v, r, head, m.Act == doc.Support && !b.leadsToPlace(v, m), m.Act == doc.Propose || m.Act == doc.Offer)
	switch {
	case kind != 0 && v.such(word):
		return topic{}, false // "such agreements" names none
	case kind != 0:
		t.kind = kind
	case len(t.venues) > 0 && m.Act != doc.Demand:
		t.kind = doc.MeetingProposal
	default:
		return topic{}, false
	}
	t.formats = b.formatsIn(v, r)
	if t.kind == doc.MeetingProposal {
		if len(v.Arcs) > 0 && !v.subtree(head).Has(word) {
			word = -1 // the tree hung it elsewhere: "plans for A | to meet B"
		}
		t.participants, t.weak = b.participants(v, m, r, t.venues, word)
	}
	if t.kind == doc.TruceProposal {
		var told doc.Range
		t.extent, told = b.extentOf(v, v.TokensIn(t.named))
		t.named = v.SpanOf(told)
	}
	t.content = v.content(v.TokensIn(t.named))
	return t, true
}

// thingOf is the kind of thing that a stretch is about, the word that tells it
// and the words that name it.
func (b *Builder) thingOf(v *view, r doc.Range, head int) (kind doc.ProposalKind, word int, phrase doc.Range) {
	if len(v.Arcs) > 0 {
		if s, told := b.subjectThing(v, head); s >= 0 {
			if !told {
				return 0, -1, r
			}
			return b.noun(v, s), s, v.undetermined(v.subtree(s), s)
		}
	}
	if phrase, kind, ok := b.toldAs(v, head); ok {
		return kind, head, phrase
	}
	kind, word = b.kindOf(v, r, head, 4)
	if word == head && b.shells[v.low(head)] {
		if k, w := b.besideShell(v, r, head); k != 0 {
			return k, w, doc.Range{First: w, End: r.End}
		}
	}
	switch {
	case kind != 0 && b.undone(v, word, r):
		if kind != doc.MeasureProposal {
			return 0, -1, r
		}
		return kind, word, v.undetermined(r, head)
	case kind != 0 && b.onGround(v, word):
		return kind, word, doc.Range{First: word, End: word + 4}
	case kind != 0 && word != head:
		return kind, word, v.nounPhrase(word, r)
	}
	return kind, word, v.undetermined(v.saidOf(r, head), head)
}

// such tells whether a noun only stands for what was told: "such an accord".
func (v *view) such(t int) bool {
	found := false
	v.children(t, func(c int, _ doc.Rel) bool {
		found = c < t && v.low(c) == "such" && v.Tags[c].U != doc.UADP && (c+1 >= len(v.Tags) || v.low(c+1) != "as")
		return !found
	})
	return found
}

// besideShell is the thing that a shell holds where the tree hung it elsewhere:
// "proposals | to stop the fighting".
func (b *Builder) besideShell(v *view, r doc.Range, head int) (doc.ProposalKind, int) {
	for t := head + 1; t < r.End; t++ {
		if v.Tags[t].U != doc.UVERB || len(v.Arcs) == 0 || r.Has(int(v.Arcs[t].Head)) {
			continue
		}
		if kind, word := b.kindOf(v, r, t, 3); kind != 0 {
			return kind, word
		}
	}
	return 0, -1
}

// saidOf is r without the subject of a sentence that says what something is:
// of "the first step is a truce" the truce.
func (v *view) saidOf(r doc.Range, head int) doc.Range {
	v.children(head, func(c int, rel doc.Rel) bool {
		if rel == doc.RelCop && r.Has(c) && c < head {
			r.First = c + 1
		}
		return true
	})
	return r
}

// precondition finds the thing that a demand is a condition of: the subject of
// "any summit would require …".
func (b *Builder) precondition(v *view, i int) (t topic, ok bool) {
	m := &v.Moves[i]
	if m.Act != doc.Demand {
		return t, false
	}
	v.children(v.cueToken(m), func(c int, rel doc.Rel) bool {
		if rel.Base() != doc.RelNsubj {
			return true
		}
		kind := b.things[v.Tags[c].Lemma]
		if kind == 0 {
			return true
		}
		r := v.subtree(c)
		t = topic{move: i, kind: kind, span: v.SpanOf(r), content: v.content(r), precondition: true}
		t.named = v.SpanOf(v.nounPhrase(c, r))
		if kind == doc.MeetingProposal {
			t.participants, t.weak = b.participants(v, m, r, nil, c)
		}
		ok = true
		return false
	})
	return t, ok
}

// subtree is the stretch of tokens that hang on t, itself included, as far as
// it is unbroken around t.
func (v *view) subtree(t int) doc.Range {
	s := v.Sentences[v.SentenceOf(t)].Tokens
	under := func(i int) bool {
		for steps := 0; i >= 0 && steps < 64; steps++ {
			if i == t {
				return true
			}
			i = int(v.Arcs[i].Head)
		}
		return false
	}
	r := doc.Range{First: t, End: t + 1}
	for r.First > s.First && under(r.First-1) {
		r.First--
	}
	for r.End < s.End && under(r.End) && v.Tags[r.End].U != doc.UPUNCT {
		r.End++
	}
	return r
}

// nounPhrase is the part of r that hangs on word, without its determiner.
func (v *view) nounPhrase(word int, r doc.Range) doc.Range {
	p := v.subtree(word)
	p.First, p.End = max(p.First, r.First), min(p.End, r.End)
	return v.undetermined(p, word)
}

// undetermined is p without what stands before a noun only to point at it:
// articles, prepositions, "its".
func (v *view) undetermined(p doc.Range, word int) doc.Range {
	for p.First < word {
		switch v.Tags[p.First].U {
		case doc.UDET, doc.UADP, doc.UPRON, doc.UAUX:
			p.First++
			continue
		}
		break
	}
	return p
}

// kindOf reads the kind of thing off the head of a stretch, looking through
// shell nouns ("the idea of …"), verbs of doing ("make a deal") and, for verbs
// of taking part, taking them for the meeting itself. It returns the word that
// decided.
func (b *Builder) kindOf(v *view, r doc.Range, head, depth int) (doc.ProposalKind, int) {
	if head < 0 || depth == 0 {
		return 0, -1
	}
	lemma := strings.ToLower(v.Tags[head].Lemma)
	kind := b.things[lemma]
	if own := b.noun(v, head); own != 0 {
		return own, head
	}
	if deed, _ := b.deedOf(v, head); deed != 0 {
		return deed, head
	}
	if b.parts[lemma] && v.Tags[head].U == doc.UVERB && r.Len() <= 3 {
		return doc.MeetingProposal, head
	}
	inner, word := doc.ProposalKind(0), -1
	v.children(head, func(c int, rel doc.Rel) bool {
		if !r.Has(c) || v.copular(c) {
			return true // what something is said to be is not named: "that was a good deal"
		}
		switch rel.Base() {
		case doc.RelNmod, doc.RelAcl, doc.RelObj, doc.RelXcomp, doc.RelCcomp, doc.RelObl, doc.RelCompound:
			inner, word = b.kindOf(v, r, c, depth-1)
		}
		return inner == 0
	})
	if inner != 0 {
		return inner, word
	}
	return kind, head
}

// copular tells whether a word is what something is said to be.
func (v *view) copular(t int) bool {
	found := false
	v.children(t, func(_ int, rel doc.Rel) bool {
		found = rel == doc.RelCop
		return !found
	})
	return found
}

// mentionsIn calls f for each mention that lies in r.
func (v *view) mentionsIn(r doc.Range, f func(m *doc.Mention)) {
	i, _ := slices.BinarySearchFunc(v.Mentions, v.Tokens[r.First].Span.Start, func(m doc.Mention, at int) int {
		return m.Span.Start - at
	})
	for ; i < len(v.Mentions) && v.Mentions[i].Tokens.First < r.End; i++ {
		if v.Mentions[i].Tokens.End <= r.End {
			f(&v.Mentions[i])
		}
	}
}

// placed tells whether a mention is where something is rather than who does
// it: an actor of kind place, or one led by "in", "to" or "at".
func (v *view) placed(m *doc.Mention) bool {
	if v.Actors[m.Actor-1].Kind == doc.Place {
		return true
	}
	if k := v.Actors[m.Actor-1].Kind; k == doc.Person || k == doc.Group {
		return false
	}
	led := false
	v.children(m.Head, func(c int, rel doc.Rel) bool {
		if rel == doc.RelCase {
			switch v.Tags[c].Lemma {
			case "in", "to", "at", "into":
				led = true
			}
		}
		return !led
	})
	return led
}

// leadsToPlace tells whether the cue of a move leads to a place: "invited him to
// Rome", not "rallied behind Rome".
func (b *Builder) leadsToPlace(v *view, m *doc.Move) bool {
	t := v.cueToken(m)
	return t >= 0 && b.venues[v.low(t)]
}

// venuesIn lists the places that are told as where to meet.
// sided tells that a bare name is whose side somebody takes, and no place; given
// that a bare capital is what is offered, and no government.
func (b *Builder) venuesIn(v *view, r doc.Range, head int, sided, given bool) []venue {
	announced := false // a word such as "location" or "host" leads to them
	onlyPlaces := true
	for i := r.First; i < r.End; i++ {
		if b.venues[strings.ToLower(v.Tags[i].Lemma)] {
			announced = true
		}
		switch v.Tags[i].U {
		case doc.UPROPN, doc.UCCONJ, doc.UPUNCT, doc.UDET, doc.UADP:
		default:
			onlyPlaces = false
		}
	}
	thing := b.things[strings.ToLower(v.Tags[head].Lemma)] == doc.MeetingProposal
	if !announced && !thing && (!onlyPlaces || sided) {
		return nil
	}
	var found []venue
	v.mentionsIn(r, func(n *doc.Mention) {
		seat := n.Kind == doc.Metonym && (announced || given && onlyPlaces)
		if n.Kind == doc.Pronoun || n.Kind == doc.RoleMention || !v.placed(n) && !seat {
			return
		}
		found = append(found, venue{n.Span.In(v.Report.Text), n.Span})
	})
	return found
}

// formatsIn lists the words of format in r: "three-way", "bilateral".
func (b *Builder) formatsIn(v *view, r doc.Range) []format {
	var found []format
	for i := r.First; i < r.End; i++ {
		for j := i; j < min(r.End, i+5); j++ {
			span := v.SpanOf(doc.Range{First: i, End: j + 1})
			if value, ok := b.formats[fold(span.In(v.Report.Text))]; ok {
				found = append(found, format{value, span})
				i = j
				break
			}
			if v.Tokens[j].SpaceAfter {
				break
			}
		}
	}
	return found
}

// participants lists who would meet: those named in the stretch, else those
// who agree to, else those asked to; weak tells that they are only asked, for who
// should take part may be a host or a guest of those who meet.
func (b *Builder) participants(v *view, m *doc.Move, r doc.Range, venues []venue, word int) (found []doc.ActorID, weak bool) {
	add := func(id doc.ActorID) {
		if id == 0 || slices.Contains(found, id) || len(found) >= 8 {
			return
		}
		if a := v.Actors[id-1]; a.Unnamed && a.Party == 0 {
			return // "the parties" name nobody who could meet
		}
		found = append(found, id)
	}
	// Only what hangs on the word for the meeting takes part in it: in "talks on
	// aid, said Kiir", Kiir does not.
	inner := r
	if word >= 0 && len(v.Arcs) > 0 {
		inner = v.subtree(word)
		inner.First, inner.End = max(inner.First, r.First), min(inner.End, r.End)
	}
	if inner.Empty() {
		return nil, false
	}
	v.mentionsIn(inner, func(n *doc.Mention) {
		isVenue := slices.ContainsFunc(venues, func(p venue) bool { return p.span == n.Span })
		if !isVenue && !v.placed(n) && v.Actors[n.Actor-1].Kind != doc.Place {
			add(n.Actor)
		}
	})
	if weak = len(found) == 0 && len(m.To) > 1; weak {
		for _, id := range m.To {
			add(id)
		}
	}
	if len(found) == 0 && m.Act == doc.Agree && len(m.By) > 1 && v.together(m, word) {
		for _, id := range m.By {
			add(id)
		}
	}
	if len(found) == 1 && len(m.By) == 1 {
		add(m.By[0]) // talks with X
	}
	if len(found) == 1 && m.Act == doc.Propose && len(m.To) == 1 {
		add(m.To[0])
	}
	if len(found) < 2 || !v.apart(found) {
		return nil, false
	}
	slices.Sort(found)
	return found, weak
}

// together tells whether those who agree to meet are those who would: "they
// agreed to meet", not "agreed that their teams should".
func (v *view) together(m *doc.Move, word int) bool {
	return word >= 0 && len(v.Arcs) > 0 && v.Tags[word].U == doc.UVERB && v.Arcs[word].Rel == doc.RelXcomp && int(v.Arcs[word].Head) == v.cueToken(m)
}

// apart tells whether not all of the actors are of one party: those do not
// meet at a table.
func (v *view) apart(ids []doc.ActorID) bool {
	for _, id := range ids[1:] {
		if v.party(id) != v.party(ids[0]) {
			return true
		}
	}
	return false
}

// content lists the folded lemmas of the words that carry meaning.
func (v *view) content(r doc.Range) []string {
	var words []string
	for i := r.First; i < r.End; i++ {
		switch v.Tags[i].U {
		case doc.UNOUN, doc.UPROPN, doc.UADJ, doc.UVERB, doc.UNUM:
			w := strings.ToLower(v.Tags[i].Lemma)
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}
