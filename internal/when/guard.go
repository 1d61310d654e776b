package when

import "github.com/parley-reader/parley/doc"

// rejects tells whether the match, though it has the words of a time, is
// something else: a month's name that is a person's, a number that is no year,
// a season's word that is a verb.
func (s *state) rejects() bool {
	f := &s.m.frame
	one := s.m.to-s.m.from == 1
	switch s.m.pat.rule.kind {
	case kDate:
		switch {
		case f.has(sMonth) && one:
			return s.bareMonth()
		case f.has(sYear) && s.ps[s.m.to-1].kind == kNum && f.set&^(1<<sYear) == 0:
			return s.notYear()
		case f.has(sSeason):
			return s.notSeason()
		case f.has(sDecade):
			return s.inAge()
		}
	case kRel:
		return s.lastsVerb() || s.m.to-s.m.from == 2 && s.ps[s.m.to-1].upper && s.inSentence(s.m.to-1) // "ABC's This Week"
	case kRef:
		return one && s.nameLike()
	case kDur:
		return s.moneyBefore() || s.lastsVerb() || s.articled()
	}
	return false
}

// inSentence tells whether piece i stands in the sentence of the match, but
// not first.
func (s *state) inSentence(i int) bool {
	l := s.in.Layout
	return s.sentence < len(l.Sentences) && int(s.ps[i].tok) > l.Sentences[s.sentence].Tokens.First
}

// bareMonth tells whether a month's name alone is a person's or a verb.
func (s *state) bareMonth() bool {
	p := &s.ps[s.m.from]
	if len(s.in.Tags) == len(s.in.Layout.Tokens) {
		if x := s.in.Tags[p.tok].X; x == doc.PMD || x == doc.PVB || x == doc.PVBP || x == doc.PVBD {
			return true
		}
	}
	before := s.prev(1)
	known := before != 0 && (s.t.w.of[before].mask&(1<<cInMonth) != 0 || before == s.t.k.the || before == s.t.k.possessive)
	month := s.m.frame.get(sMonth)
	short := p.end-p.start == 3 && month != 5 // "Jan", "Jun": names too
	if month < 3 && !short || month > 8 && !short {
		return false
	}
	if known {
		return false
	}
	if len(s.in.Tags) == len(s.in.Layout.Tokens) && !short {
		return s.nameAround(p)
	}
	return month == 5 || month == 3 || short || before == 0 && s.m.from > 0 && s.ps[s.m.from-1].upper
}

// nameAround tells whether a month's name is part of a person's: "Theresa May",
// "Mrs May said".
func (s *state) nameAround(p *piece) bool {
	if s.in.Tags[p.tok].U != doc.UPROPN {
		return true
	}
	if s.m.from > 0 && s.ps[s.m.from-1].upper && s.ps[s.m.from-1].kind == kWord {
		return true
	}
	if s.m.to >= len(s.ps) {
		return false
	}
	switch s.in.Tags[s.ps[s.m.to].tok].X {
	case doc.PVBD, doc.PVBZ, doc.PMD, doc.PNNP:
		return true
	}
	return s.next() == s.t.k.possessive
}

// notYear tells whether four figures are a count, a price or a name.
func (s *state) notYear() bool {
	y := s.m.frame.get(sYear)
	from := s.m.to - 1
	if s.ps[s.m.from].kind != kNum && s.ps[s.m.from].kind != kApos {
		from = s.m.from
	}
	lead := from > 0 && s.ps[from-1].id != 0 && s.t.w.of[s.ps[from-1].id].mask&(1<<cInMonth) != 0 || from != s.m.to-1
	if from > 1 && s.ps[from-1].kind == kHyphen && s.ps[from-2].kind == kNum && s.ps[from-2].digits == 4 {
		lead = true // "1955-1963"
	}
	if y < 1700 && !lead || y > 2099 && !lead {
		return true
	}
	if n := s.next(); n != 0 && s.t.w.of[n].mask&(1<<cMeasure) != 0 && s.prev(1) != s.t.k.in {
		return true
	}
	if from > 0 && money(s.in.Text[s.ps[from-1].start:s.ps[from-1].end]) {
		return true
	}
	return s.countedNoun(lead)
}

func money(mark string) bool {
	switch mark {
	case "$", "#", "£", "€", "¥", "US$", "C$", "No.":
		return true
	}
	return false
}

// countedNoun tells whether the figures count what follows: "2000 troops",
// "1500 metres"; "the 1990 elections" and "in 1990 troops" do not.
func (s *state) countedNoun(lead bool) bool {
	if s.m.to >= len(s.ps) || len(s.in.Tags) != len(s.in.Layout.Tokens) {
		return s.m.to < len(s.ps) && len(s.in.Tags) == 0 && !lead && s.prev(1) != s.t.k.the && s.ps[s.m.to].kind == kWord &&
			s.ps[s.m.to].id == 0 && !s.ps[s.m.to].upper
	}
	if lead || s.prev(1) == s.t.k.the {
		return false
	}
	x := s.in.Tags[s.ps[s.m.to].tok].X
	return x == doc.PNNS || x == doc.PSYM && s.ps[s.m.to].kind != kHyphen
}

// notSeason tells whether "fall" or "spring" is no season here.
func (s *state) notSeason() bool {
	if s.m.frame.has(sYear) || s.m.frame.has(sDir) {
		return false
	}
	p := &s.ps[s.m.to-1]
	if p.upper && s.inSentence(s.m.to-1) && s.m.frame.get(sSeason) == 1 {
		return true // "the Arab Spring"
	}
	if p.id == s.t.k.fall || p.id == s.t.k.spring {
		if s.next() == s.t.k.of {
			return true
		}
	}
	if len(s.in.Tags) == len(s.in.Layout.Tokens) {
		x := s.in.Tags[p.tok].X
		return x != doc.PNN && x != doc.PNNP && x != doc.PNNS
	}
	return false
}

// inAge tells "in her nineties" and "in his early 60s" from "in the nineties".
func (s *state) inAge() bool {
	id := s.prev(1)
	before := id
	if id != 0 && s.t.w.of[id].mask&(1<<cPart) != 0 {
		before = s.prev(2)
	}
	if before != 0 && s.t.w.of[before].mask&(1<<cPossess) != 0 {
		return true
	}
	if s.ps[s.m.to-1].kind != kWord {
		return false
	}
	return s.ps[s.m.from].id != s.t.k.the && id != s.t.k.the
}

// nameLike tells whether "Now", "Future" or "Current" is part of a name.
func (s *state) nameLike() bool {
	p := &s.ps[s.m.from]
	if s.hyphenated() {
		return true // "the now-derided plan"
	}
	if p.end-p.start > 2 && s.in.Text[p.end-2:p.end] == "ly" {
		return false
	}
	return p.upper && s.inSentence(s.m.from) && s.m.from > 0 && s.ps[s.m.from-1].kind == kWord
}

// moneyBefore tells "$2 a day" apart, whose number is money.
func (s *state) moneyBefore() bool {
	if s.m.from == 0 || s.ps[s.m.from].kind != kNum {
		return false
	}
	return s.in.Text[s.ps[s.m.from-1].start] == '$'
}

// lastsVerb tells whether "last" is the verb: "will last two years".
func (s *state) lastsVerb() bool {
	p := &s.ps[s.m.from]
	if p.id != s.t.k.last {
		return false
	}
	if len(s.in.Tags) == len(s.in.Layout.Tokens) {
		x := s.in.Tags[p.tok].X
		return x == doc.PVB || x == doc.PVBP
	}
	id := s.prev(1)
	return id != 0 && (id == s.t.k.to || s.t.w.of[id].mask&(1<<cFuture) != 0)
}

// hyphenated tells whether the match goes on after a hyphen, as a compound.
func (s *state) hyphenated() bool {
	i := s.m.to
	return i+1 < len(s.ps) && s.ps[i].kind == kHyphen && s.ps[i].glued && s.ps[i+1].glued
}

// articled tells "a year-end rush" and "$15-an-hour" from "a year".
func (s *state) articled() bool {
	id := s.ps[s.m.from].id
	if s.m.to-s.m.from != 2 || id == 0 || id != s.t.k.a && id != s.t.k.an && id != s.t.k.the {
		return false
	}
	return s.hyphenated() || s.ps[s.m.from].glued && s.m.from > 0 && s.ps[s.m.from-1].kind == kHyphen
}
