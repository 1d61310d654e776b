package move

import "github.com/parley-reader/parley/doc"

// denialReach is how many moves before a denial are looked at for what it denies.
const denialReach = 12

// denyBack ties a denial that has no rumour of its own sentence to the nearest
// move before it that charges its maker, or tells a deed of his: where the
// denial names what it denies, the two must share a word; a bare "denied the
// charge" takes the nearest charge.
func (r *reader) denyBack(moves []doc.Move) {
	for i := range moves {
		d := &moves[i]
		if d.Act != doc.Deny || d.Denies != 0 || len(d.By) == 0 || d.Status == doc.Denied {
			continue
		}
		bare := r.bareDenial(d.What)
		for k := i - 1; k >= max(0, i-denialReach); k-- {
			m := &moves[k]
			charged := m.Act == doc.Accuse && r.shareParty(m.To, d.By)
			deed := (m.Act == doc.Fight || m.Act == doc.Coerce || m.Act == doc.Agree || m.Act == doc.Meet || m.Act == doc.Offer || m.Act == doc.Leave) &&
				m.Status == doc.Reported && r.shareParty(m.By, d.By)
			if !charged && !deed || r.shareParty(m.Via, d.By) || charged && r.shareParty(m.By, d.By) {
				continue
			}
			if bare && charged || r.shareWord(d.What, m.What) {
				d.Denies = m.ID
				break
			}
		}
	}
}

// shareParty tells whether two lists hold one actor, or one and his party.
func (r *reader) shareParty(a, b []doc.ActorID) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y || r.party(x) != 0 && r.party(x) == y || r.party(y) != 0 && r.party(y) == x {
				return true
			}
		}
	}
	return false
}

// bareDenial tells whether what is denied names nothing: "it", "the charge".
func (r *reader) bareDenial(s doc.Span) bool {
	t := r.in.Layout.TokensIn(s)
	for i := t.First; i < t.End && i < len(r.tags); i++ {
		switch r.tags[i].U {
		case doc.UVERB, doc.UPROPN, doc.UADJ:
			return false
		case doc.UNOUN:
			if !r.lex.has("condition:denied-thing", r.lemma(i)) {
				return false
			}
		}
	}
	return true
}

// shareWord tells whether two stretches have the lemma of a noun, a name or a
// verb in common.
func (r *reader) shareWord(a, b doc.Span) bool {
	x, y := r.in.Layout.TokensIn(a), r.in.Layout.TokensIn(b)
	x.End, y.End = min(x.End, x.First+40, len(r.tags)), min(y.End, y.First+40, len(r.tags))
	for i := x.First; i < x.End; i++ {
		if u := r.tags[i].U; u != doc.UNOUN && u != doc.UVERB && u != doc.UPROPN || len(r.lemma(i)) < 3 {
			continue
		}
		for k := y.First; k < y.End; k++ {
			if r.lemma(k) == r.lemma(i) {
				return true
			}
		}
	}
	return false
}
