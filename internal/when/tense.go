package when

import "github.com/parley-reader/parley/doc"

// tense is where a clause puts what it tells.
type tense uint8

const (
	tenseUnknown tense = iota
	tensePast
	tensePresent
	tenseFuture
)

// tenseAt is the tense of the clause that tokens [a, b) stand in: by the tree
// where there is one, else by the nearest verb, else by word lists.
func (s *state) tenseAt(a, b int) tense {
	s.sure = false
	l := s.in.Layout
	si := s.sentence
	if si >= len(l.Sentences) {
		return tenseUnknown
	}
	r := l.Sentences[si].Tokens
	if r.First < 0 || r.End > len(l.Tokens) || !r.Has(a) {
		return tenseUnknown
	}
	if len(s.in.Arcs) == len(l.Tokens) && len(s.in.Tags) == len(l.Tokens) {
		if r.Has(b) && b > a && a > r.First && s.in.Tags[a-1].U == doc.UADP && s.in.Tags[b].X == doc.PVBD && s.in.Tags[b].U == doc.UVERB {
			s.sure = true
			return tensePast // "on Tuesday demanded", whatever else the tree says
		}
		return s.treeTense(r, a, b)
	}
	return s.nearTense(r, a, b)
}

// treeTense climbs from the time to the verb that it hangs on. A time that
// stands before a noun ("the June accord", "Friday's vote") tells no tense.
func (s *state) treeTense(r doc.Range, a, b int) tense {
	h := a
	for i := a; i < b && r.Has(i); i++ {
		if k := int(s.in.Arcs[i].Head); k < a || k >= b {
			h = i
			break
		}
	}
	switch s.in.Arcs[h].Rel {
	case doc.RelCompound, doc.RelNmodPoss, doc.RelAmod:
		return tenseUnknown
	}
	span := doc.Range{First: a, End: b}
	for h = owner(s.in, r, span); h >= 0; h = climb(s.in, r, h) {
		if s.wanted(r, h, a) {
			s.sure = true
			return tenseFuture
		}
		if t := s.verbTense(r, h); t != tenseUnknown {
			s.sure = s.beside(r, h, a)
			return t
		}
	}
	return tenseUnknown
}

// wanted tells whether the verb at h asks for something and the time at a is that
// of what it asks for: "wants an answer on Thursday", "demanded that they leave by
// Friday". Right behind the verb it is that of the asking ("demanded on Friday"),
// and after a past tense only a limit surely lies ahead.
func (s *state) wanted(r doc.Range, h, a int) bool {
	tags, arcs := s.in.Tags, s.in.Arcs
	if h >= a || tags[h].U != doc.UVERB {
		return false
	}
	if up := int(arcs[h].Head); arcs[h].Rel == doc.RelCcomp && r.Has(up) && s.is(up, cWant) && up < h { // "demanded that they leave"
		bare := finite(tags[h].X) == tenseUnknown
		for i := up + 1; i < h && bare; i++ {
			bare = int(arcs[i].Head) != h || arcs[i].Rel.Base() != doc.RelAux
		}
		return bare
	}
	if !s.is(h, cWant) {
		return false
	}
	asked := false
	for i := h + 1; i < a && !asked; i++ {
		rel := arcs[i].Rel.Base()
		asked = int(arcs[i].Head) == h && (rel == doc.RelObj || rel == doc.RelObl || rel == doc.RelCcomp || rel == doc.RelXcomp)
	}
	x := tags[h].X
	return asked && (x == doc.PVBZ || x == doc.PVBP || x == doc.PVBD && s.limited())
}

// beside tells whether the verb at h is surely the one of the time at a: the
// time hangs on it and stands near.
func (s *state) beside(r doc.Range, h, a int) bool {
	if s.in.Tags[h].X == doc.PVBN || h-a > 6 || a-h > 6 {
		return false
	}
	if a-h <= 3 && h < a {
		return true
	}
	return r.Has(a) && int(s.in.Arcs[a].Head) == h
}

// verbTense reads the auxiliaries of the predicate at h.
func (s *state) verbTense(r doc.Range, h int) tense {
	t, progressive, to := tenseUnknown, false, false
	for i := max(r.First, h-12); i < h; i++ {
		if int(s.in.Arcs[i].Head) != h {
			continue
		}
		switch s.in.Arcs[i].Rel.Base() {
		case doc.RelAux, doc.RelCop:
			switch a := s.auxTense(i); {
			case a == tenseFuture:
				return tenseFuture
			case a != tenseUnknown:
				t = a
				progressive = s.in.Tags[h].X == doc.PVBG && a == tensePresent
			}
		case doc.RelMark:
			to = to || s.in.Tags[i].X == doc.PTO && s.in.Tags[h].X != doc.PVBG // "a halt to fighting" is no infinitive
		}
	}
	switch {
	case s.planned(h):
		return tenseFuture
	case s.onCondition(r, h), s.granted(h):
		return tenseFuture
	case to && t == tenseUnknown && s.hadBefore(r, h):
		return tensePast
	case progressive || to && t == tenseUnknown:
		return tenseFuture
	case t != tenseUnknown:
		return t
	}
	return finite(s.in.Tags[h].X)
}

// granted tells whether the time is a limit that the verb at h gives: "gave it
// until Friday".
func (s *state) granted(h int) bool {
	if p := s.prev(1); p == 0 || p != s.t.k.until && p != s.t.k.till {
		return false
	}
	switch s.in.Tags[h].Lemma {
	case "give", "grant", "allow", "have":
		return s.in.Tags[h].U == doc.UVERB
	}
	return false
}

// onCondition tells whether the verb at h is that of a condition still open:
// "unless it replied within ten days".
func (s *state) onCondition(r doc.Range, h int) bool {
	for i := max(r.First, h-12); i < h; i++ {
		if int(s.in.Arcs[i].Head) == h && s.in.Arcs[i].Rel == doc.RelMark {
			switch s.in.Tags[i].Lemma {
			case "if", "unless", "provided":
				return s.in.Tags[h].X == doc.PVBD || s.in.Tags[h].X == doc.PVBN && !s.hasHad(i, h)
			}
		}
	}
	return false
}

func (s *state) hasHad(from, h int) bool {
	for i := from; i < h; i++ {
		if int(s.in.Arcs[i].Head) == h && s.in.Tags[i].Lemma == "have" {
			return true
		}
	}
	return false
}

// hadBefore tells whether the verb above an infinitive has "had": "had hoped
// to leave on Friday".
func (s *state) hadBefore(r doc.Range, h int) bool {
	up := int(s.in.Arcs[h].Head)
	for i := max(r.First, up-6); r.Has(up) && i < up; i++ {
		if int(s.in.Arcs[i].Head) == up && s.in.Tags[i].X == doc.PVBD && s.in.Tags[i].Lemma == "have" {
			return true
		}
	}
	return false
}

// finite is the tense of a verb without auxiliaries.
func finite(x doc.XPOS) tense {
	switch x {
	case doc.PVBD, doc.PVBN:
		return tensePast
	case doc.PVBP, doc.PVBZ:
		return tensePresent
	}
	return tenseUnknown
}

func (s *state) auxTense(i int) tense {
	switch s.in.Tags[i].X {
	case doc.PMD:
		return tenseFuture
	case doc.PVBD:
		return tensePast
	case doc.PVBZ, doc.PVBP:
		if s.in.Tags[i].Lemma == "have" {
			return tensePast
		}
		return tensePresent
	}
	return tenseUnknown
}

// planned tells whether the token is a word of planning: "scheduled", "due".
func (s *state) planned(tok int) bool {
	return s.is(tok, cPlan)
}

// reach bounds the tokens that nearTense looks at on either side.
const reach = 14

// nearTense takes the nearest verb to the left within the clause, else the
// nearest to the right.
func (s *state) nearTense(r doc.Range, a, b int) tense {
	for i := a - 1; i >= max(r.First, a-reach); i-- {
		if s.breaks(i) {
			break
		}
		if t := s.groupTense(r, i); t != tenseUnknown {
			return t
		}
	}
	for i := b; i < min(r.End, b+reach); i++ {
		if i > b && s.breaks(i) {
			break
		}
		if t := s.groupTense(r, i); t != tenseUnknown {
			return t
		}
	}
	return tenseUnknown
}

// breaks tells whether a clause ends at the token.
func (s *state) breaks(i int) bool {
	sp := s.in.Layout.Tokens[i].Span
	switch s.in.Text[sp.Start] {
	case ',', ';', ':', '(', ')', '"':
		return sp.Len() == 1
	}
	return false
}

// groupTense is the tense of the verb group that token i is part of.
func (s *state) groupTense(r doc.Range, i int) tense {
	if len(s.in.Tags) != len(s.in.Layout.Tokens) {
		return s.wordTense(i)
	}
	x := s.in.Tags[i].X
	switch x {
	case doc.PMD:
		return tenseFuture
	case doc.PVBN:
		if s.limited() && !s.planned(i) {
			return tenseUnknown // "wants it signed by Friday"
		}
	case doc.PVB, doc.PVBD, doc.PVBG, doc.PVBZ, doc.PVBP:
	default:
		if s.planned(i) {
			return tenseFuture
		}
		return tenseUnknown
	}
	if s.planned(i) && x != doc.PVBD {
		return tenseFuture
	}
	t := finite(x)
	for k := i - 1; k >= max(r.First, i-4); k-- {
		switch a := s.auxTense(k); {
		case s.in.Tags[k].X == doc.PTO && x == doc.PVB, a == tenseFuture:
			return tenseFuture
		case a == tensePast || a == tensePresent && s.in.Tags[k].U == doc.UAUX:
			if x == doc.PVBG && a == tensePresent {
				return tenseFuture
			}
			return a
		case s.in.Tags[k].U != doc.UADV && s.in.Tags[k].U != doc.UPART && s.in.Tags[k].U != doc.UAUX:
			return t
		}
	}
	return t
}

// wordTense goes by the word alone, where nothing has been tagged.
func (s *state) wordTense(i int) tense {
	form := s.in.Layout.Tokens[i].Span.In(s.in.Text)
	if id := s.t.w.find(form); id != 0 {
		m := s.t.w.of[id].mask
		switch {
		case m&(1<<cFuture|1<<cPlan) != 0:
			return tenseFuture
		case m&(1<<cPast) != 0:
			return s.modalBefore(i)
		case form == "to" || form == "is" || form == "are":
			return tenseUnknown
		}
	}
	if n := len(form); n > 4 && form[n-2:] == "ed" {
		return s.modalBefore(i)
	}
	return tenseUnknown
}

// modalBefore is the tense of a past form or participle: future after "will
// be", "to be", else past.
func (s *state) modalBefore(i int) tense {
	for k := i - 1; k >= max(0, i-3); k-- {
		form := s.in.Layout.Tokens[k].Span.In(s.in.Text)
		if id := s.t.w.find(form); form == "to" || id != 0 && s.t.w.of[id].mask&(1<<cFuture) != 0 {
			return tenseFuture
		}
	}
	return tensePast
}

// limited tells whether the time at hand is a limit: "by", "before", "until".
func (s *state) limited() bool {
	p, k := s.prev(1), &s.t.k
	return p != 0 && (p == k.by || p == k.before || p == k.until || p == k.till)
}
