package move

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// The kinds of feature, each with hashes of its own.
const (
	fLemma uint32 = iota + 0x5e00
	fSuffix
	fTag
	fRule
	fRuleLemma
	fEntry
	fParticle
	fObject
	fSubject
	fSubjectLemma
	fMood
	fMoodLemma
	fStand
	fSaid
	fHead
	fInside
	fTarget
	fBefore
	fAfter
	fPlace
)

const absent = 0xffff

// ruled is what the ladder made of a word, for the network to see.
type ruled struct {
	act, status uint8
	entry       uint8 // 1 + the act of its entry, also where the ladder took it for no move
	rung        uint32
	sure        float32 // what the ladder's own confidence is
}

// askable tells whether the network is asked about a token.
func (r *reader) askable(t int) bool {
	if r.ruled[t].act > 0 {
		return true
	}
	switch r.tags[t].U {
	case doc.UVERB:
		return true
	case doc.UNOUN, doc.UADJ:
		return r.ruled[t].entry > 0 || r.rel(t) != doc.RelCompound && r.rel(t) != doc.RelFlat
	}
	return r.ruled[t].entry > 0
}

// senseLinks appends the words whose rows the network sees: the word, its head,
// its object or what it governs, its subject, then those whose lemmas' vectors it
// sees; -1 for none.
func (r *reader) senseLinks(l []int32, t int) []int32 {
	obj := r.child(t, doc.RelObj, doc.RelCcomp, doc.RelXcomp, doc.RelNmod)
	if obj < 0 {
		obj = r.child(t, doc.RelObl)
	}
	return append(l, int32(t), int32(r.head(t)), int32(obj), int32(r.actingAt(t)), int32(t), int32(obj))
}

// actingAt is the token of who does what a word tells: its subject, its agent
// in a passive, its possessor; -1 for none.
func (r *reader) actingAt(t int) int {
	if r.tags[t].U == doc.UNOUN && r.child(t, doc.RelCop) < 0 {
		if p := r.child(t, doc.RelNmodPoss); p >= 0 {
			return p
		}
		if h := r.head(t); h >= 0 && r.rel(t) == doc.RelObj {
			return r.subject(h)
		}
		return -1
	}
	if r.tags[t].U == doc.UVERB && r.passive(t) {
		return r.broughtNoun(t, "by")
	}
	return r.subject(t)
}

// senseFeatures appends what a word and its clause are like, as hashes.
func (r *reader) senseFeatures(f []uint32, t int) []uint32 {
	lemma := crf.HashLower(r.noun(t))
	u := &r.ruled[t]
	m := r.moodOf(r.predicate(t))
	mood := bits(m.neg, m.will, m.may || m.can, m.must, m.past, m.intent, m.loose, m.reported)
	said := uint32(0)
	if s := r.statement(t); s != nil {
		said = 1 + uint32(s.Kind)
		if len(s.Sources) == 0 {
			said += 8
		}
	}
	if r.cueOf[t] > 0 {
		said += 16
	}
	subj := r.actingAt(t)
	stand := uint32(narrated)
	if subj >= 0 {
		stand = uint32(r.standAt(t, subj)) + 1
	}
	passive := r.tags[t].U == doc.UVERB && r.passive(t)
	obj := r.child(t, doc.RelObj, doc.RelCcomp, doc.RelXcomp)
	side := uint32(0)
	if h := r.head(t); h > t {
		side = 1
	}
	f = append(f,
		crf.Mix(fLemma, lemma),
		crf.Mix(fSuffix, suffixHash(r.in.Forms[t])),
		crf.Mix2(fTag, uint32(r.tags[t].X), uint32(r.rel(t))<<1|side),
		crf.Mix3(fRule, uint32(u.act), uint32(u.status), u.rung),
		crf.Mix2(fRuleLemma, uint32(u.act), lemma),
		crf.Mix2(fEntry, uint32(u.entry), uint32(u.act)),
		crf.Mix2(fParticle, r.besides(t), lemma),
		crf.Mix2(fObject, r.lemmaHash(obj), relOf(r, obj)),
		crf.Mix2(fSubject, r.kindAt(subj), bits(passive)),
		crf.Mix(fSubjectLemma, r.lemmaHash(subj)),
		crf.Mix2(fMood, mood, uint32(r.tags[t].U)),
		crf.Mix2(fMoodLemma, mood, lemma),
		crf.Mix2(fStand, stand, said),
		crf.Mix2(fSaid, said, lemma),
		crf.Mix2(fHead, r.lemmaHash(r.head(t)), uint32(r.rel(t))),
		crf.Mix2(fInside, uint32(r.inside[t]), uint32(u.act)),
		crf.Mix(fTarget, r.kindAt(obj)),
		crf.Mix(fBefore, r.formHash(t-1)),
		crf.Mix(fAfter, r.formHash(t+1)),
		crf.Mix2(fPlace, r.placeIn(t), uint32(r.tags[t].U)),
	)
	return f
}

// standAt is where the maker of a move stands to who tells it.
func (r *reader) standAt(t, subj int) standing {
	if r.ids == nil {
		r.ids = make([]doc.ActorID, 0, maxNames+1)
	}
	by := [1]int{subj}
	return r.ownerInto(r.ids[:0], t, by[:]).stand
}

func bits(b ...bool) (n uint32) {
	for i, x := range b {
		if x {
			n |= 1 << i
		}
	}
	return n
}

func relOf(r *reader, t int) uint32 {
	if t < 0 {
		return absent
	}
	return uint32(r.rel(t))
}

func (r *reader) lemmaHash(t int) uint32 {
	if t < 0 {
		return absent
	}
	if r.mention[t] > 0 && r.tags[t].U == doc.UPROPN {
		return absent - 1 // whichever name it is
	}
	return crf.HashLower(r.noun(t))
}

func (r *reader) formHash(t int) uint32 {
	if t < 0 || t >= len(r.tags) || r.tags[t].U == doc.UPROPN {
		return absent
	}
	return crf.HashLower(r.in.Forms[t])
}

// besides is the particle or preposition that goes with a word.
func (r *reader) besides(t int) uint32 {
	if p := r.child(t, doc.RelCompoundPrt); p >= 0 {
		return crf.HashLower(r.lemma(p))
	}
	if o := r.child(t, doc.RelObl, doc.RelNmod); o >= 0 {
		if m := r.marker(o); m >= 0 {
			return crf.HashLower(r.lemma(m))
		}
	}
	return absent
}

// kindAt tells what sort of actor a token names.
func (r *reader) kindAt(t int) uint32 {
	if t < 0 {
		return absent
	}
	if a := r.actor(r.one(t)); a != nil {
		n := uint32(a.Kind) << 2
		if a.Unnamed {
			n |= 1
		}
		if a.Role != "" || a.Party != 0 {
			n |= 2
		}
		return n
	}
	if r.tags[t].U == doc.UPRON {
		return 0x100 + crf.HashLower(r.lemma(t))&0xff
	}
	if r.peopleAt([]int{t}) {
		return 0x300
	}
	return 0x200 + uint32(r.tags[t].U)
}

// placeIn tells where in the report a token stands: in the first paragraphs, or later.
func (r *reader) placeIn(t int) uint32 {
	switch {
	case t < 60:
		return 0
	case t < 200:
		return 1
	}
	return 2
}

func suffixHash(form string) uint32 {
	return crf.HashLower(form[max(0, len(form)-3):])
}

// ruleSeen notes, for the network, what the ladder made of the words of a
// sentence: its moves, and which words stand inside what another is about.
func (r *reader) ruleSeen(moves []doc.Move) {
	for i := range moves {
		m := &moves[i]
		t := r.in.Layout.TokensIn(m.Cue).First
		if t < 0 || t >= len(r.ruled) || r.ruled[t].act > 0 {
			continue
		}
		why, _, _ := strings.Cut(m.Why, ":")
		r.ruled[t].act, r.ruled[t].status, r.ruled[t].rung = uint8(m.Act), uint8(m.Status)+1, crf.Hash(why)
		r.ruled[t].sure = float32(m.Confidence)
	}
	for i := r.firstCand; i < len(r.cands); i++ {
		x := &r.cands[i]
		r.ruled[x.tok].entry = uint8(x.e.act)
		if g := r.consumed(i); g >= 0 {
			r.inside[x.tok] = uint8(r.cands[g].e.act)
		}
	}
}

// SenseText is what the network sees of a report, beside the encoder's rows,
// for the trainer.
type SenseText struct {
	Tokens []int32   // that it is asked about, in order
	Feats  []uint32  // SenseFeatures hashes for each of them
	Links  []int32   // SenseLinks tokens for each, -1 for none
	Lemmas []string  // of the word and, behind it, of its object, "" for none
	Acts   []doc.Act // what the ladder made of each, 0 for no move
	// Who acts at each of them, if it is the subject or if it is the speaker.
	Subject, Speaker []SenseOwner
}

// SenseOwner is who makes a move and who is cited for it.
type SenseOwner struct{ By, Via []doc.ActorID }

// SenseText gives the trainer what the network sees of a report.
func (f *Finder) SenseText(in *Input) (t SenseText) {
	r := newReader(f.lex, in)
	r.survey()
	t.Tokens = r.senseTokens(nil)
	for _, tok := range t.Tokens {
		i := int(tok)
		t.Feats = r.senseFeatures(t.Feats, i)
		t.Links = r.senseLinks(t.Links, i)
		t.Lemmas = append(t.Lemmas, r.noun(i), "")
		if o := t.Links[len(t.Links)-1]; o >= 0 {
			t.Lemmas[len(t.Lemmas)-1] = r.noun(int(o))
		}
		t.Acts = append(t.Acts, doc.Act(r.ruled[i].act))
		subject, speaker := r.ownersAt(i)
		t.Subject = append(t.Subject, SenseOwner{subject.by, subject.via})
		t.Speaker = append(t.Speaker, SenseOwner{speaker.by, speaker.via})
	}
	return t
}

// senseTokens appends the tokens that the network is asked about.
func (r *reader) senseTokens(out []int32) []int32 {
	for s := range r.in.Layout.Sentences {
		if !r.readable(s) {
			continue
		}
		toks := r.in.Layout.Sentences[s].Tokens
		for t := toks.First; t < toks.End; t++ {
			if r.askable(t) {
				out = append(out, int32(t))
			}
		}
	}
	return out
}

// ownersAt are the two who may act at a word: its subject, and who says what it
// stands in.
func (r *reader) ownersAt(t int) (subject, speaker owner) {
	var by []int
	if s := r.actingAt(t); s >= 0 {
		by = append(by, s)
	}
	subject = r.owner(t, by)
	if st := r.statement(t); st != nil {
		speaker = r.speakerOwner(st)
	} else if id := r.cueOf[t]; id > 0 {
		speaker = r.speakerOwner(&r.in.Statements[id-1])
	}
	return subject, speaker
}

// Sureness gives the trainer the moves of a report, and what the confidence of
// each rests on; the finder has its senses.
func (f *Finder) Sureness(in *Input) ([]doc.Move, [][SureFeatures]float32) {
	r, moves := f.find(in)
	out := make([][SureFeatures]float32, len(moves))
	for i := range moves {
		t := in.Layout.TokensIn(moves[i].Cue).First
		if p, speaker := r.sensedAt(t); p != nil {
			r.sentenceTokens = in.Layout.TokensIn(moves[i].Evidence).Len()
			r.sureFeatures(&out[i], &moves[i], t, p, speaker)
		}
	}
	return moves, out
}
