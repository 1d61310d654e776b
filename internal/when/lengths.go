package when

import "github.com/parley-reader/parley/doc"

var unitCodes = [...]string{uSecond: "S", uMinute: "M", uHour: "H", uDay: "D", uWeekend: "WE", uWeek: "W", uFortnight: "W", uMonth: "M",
	uQuarter: "Q", uSeason: "S", uHalf: "H", uYear: "Y", uDecade: "DE", uCentury: "CE", uMillennium: "L", uPeriod: "X"}

// durationValue writes n sixteenths of a unit as TIMEX3 does; n below 0 is a
// vague number: "PXW".
func durationValue(n int, u unit, b []byte) string {
	b = append(b, 'P')
	if u <= uHour {
		b = append(b, 'T')
	}
	if n < 0 {
		return string(append(append(b, 'X'), unitCodes[u]...))
	}
	if u == uFortnight {
		n *= 2
	}
	whole, part := n/16, n%16
	if part != 0 {
		if c, k := finer(u); c != "" && part*k%16 == 0 {
			if whole > 0 {
				b = append(appendInt(b, whole, 1), unitCodes[u]...)
			}
			return string(append(appendInt(b, part*k/16, 1), c...))
		}
		b = appendInt(b, whole, 1)
		b = appendInt(append(b, '.'), part*100/16, 2)
		if b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
		return string(append(b, unitCodes[u]...))
	}
	return string(append(appendInt(b, whole, 1), unitCodes[u]...))
}

// finer is the next smaller unit's code, and how many of it make one.
func finer(u unit) (code string, n int) {
	switch u {
	case uYear:
		return "M", 12
	case uDecade:
		return "Y", 10
	case uCentury:
		return "Y", 100
	case uHour:
		return "M", 60
	case uMinute:
		return "S", 60
	}
	return "", 0
}

// duration resolves "two years", "the past three months", "coming days".
func (s *state) duration(f *frame) (result, bool) {
	u, n := unit(f.get(sUnit)), f.get(sNum)
	if !f.has(sNum) {
		n = -16 // bare plurals: "weeks", "the coming days"
	}
	if f.get(sMod) == 5 {
		n += 8 // "a year and a half"
	}
	if s.noLength(u, n) {
		return result{}, false
	}
	if f.has(sNum2) && f.get(sNum2) > 0 && u == uNone {
		return result{}, false
	}
	r := result{typ: doc.Duration, value: durationValue(n, u, s.buf[:0])}
	if s.rate(n) {
		return r, false
	}
	switch m := f.get(sNum2); {
	case m > 0 && n > 0 && f.has(sUnit2): // "a week to ten days"
		n, u = m, unit(f.get(sUnit2))
	case m > n && n > 0:
		n = m
	}
	s.anchorLength(&r, f.get(sDir), u, n)
	if u == uYear && n == 16 && f.get(sDir) < 0 && s.anchor != noDay && !s.narrative && s.m.to-s.m.from == 3 {
		// "the past year" is a date to annotators, but covers the last twelve months
		r.typ, r.value = doc.DateTime, s.value(yearSpan(s.anchor.civil().y-1))
	}
	return r, true
}

// noLength tells what only looks like a length: "a second round", "a quarter
// of the seats".
func (s *state) noLength(u unit, n int) bool {
	if u == uNone {
		return true
	}
	if u == uQuarter && (n == 16 || s.m.to-s.m.from == 1 || s.ps[s.m.to-2].kind == kHyphen) {
		return true // "a quarter of", "three-quarters", "headquarters and quarters"
	}
	one := s.m.to-s.m.from == 2 && (s.ps[s.m.from].id == s.t.k.a || s.ps[s.m.from].id == s.t.k.the)
	if one && (u == uSecond || u == uWeekend || u == uMinute && s.ps[s.m.from].id == s.t.k.the) {
		return true
	}
	return n == 0
}

// rate tells whether "a year" says how fast, not how long: "$5 million a year".
func (s *state) rate(n int) bool {
	if n != 16 || s.m.from == 0 || s.m.to-s.m.from != 2 {
		return false
	}
	if id := s.ps[s.m.from].id; id != s.t.k.a && id != s.t.k.an {
		return false
	}
	p := &s.ps[s.m.from-1]
	if p.kind == kNum {
		return true
	}
	if len(s.in.Tags) != len(s.in.Layout.Tokens) {
		return false
	}
	x := s.in.Tags[p.tok].X
	return x == doc.PNNS || x == doc.PCD
}

// anchorLength gives the length its place on the calendar, where it has one.
func (s *state) anchorLength(r *result, dir int, u unit, n int) {
	if s.anchor == noDay || s.narrative {
		return
	}
	k := &s.t.k
	if p := s.prev(1); dir == 0 && p != 0 {
		switch {
		case p == k.within && (s.tense() != tensePast || s.agreedOn()):
			dir = 1
		case p == k.in && s.tense() != tensePast:
			dir = 1
		}
	}
	if nx := s.next(); nx != 0 && dir == 1 && (nx == k.after || nx == k.of || nx == k.following || nx == k.before || nx == k.since || nx == k.from) {
		return // counted from another event
	}
	switch {
	case dir > 0:
		from := s.sayingDay()
		if to, ok := after(from, u, n, 1); ok {
			r.span, r.vague = span{from: from, to: to, gran: uPeriod}, true
		}
	case dir < 0:
		if from, ok := after(s.anchor, u, n, -1); ok {
			r.span, r.vague = span{from: from, to: s.anchor, gran: uPeriod}, n < 0
		}
	}
}

// agreedOn tells whether a limit is that of an infinitive under a verb of
// agreeing that is told by another: "he had agreed to meet within two weeks, the
// envoy said" looks ahead, "had hoped to leave within two weeks" does not.
func (s *state) agreedOn() bool {
	l, arcs := s.in.Layout, s.in.Arcs
	if len(arcs) != len(l.Tokens) || len(s.in.Tags) != len(l.Tokens) || s.sentence >= len(l.Sentences) {
		return false
	}
	r := l.Sentences[s.sentence].Tokens
	h := owner(s.in, r, doc.Range{First: int(s.ps[s.m.from].tok), End: int(s.ps[s.m.to-1].tok) + 1})
	if h < 0 || s.in.Tags[h].X != doc.PVB || arcs[h].Rel != doc.RelXcomp {
		return false
	}
	up := int(arcs[h].Head)
	if !r.Has(up) || !s.is(up, cPact) {
		return false
	}
	if rel := arcs[up].Rel.Base(); rel == doc.RelCcomp || rel == doc.RelParataxis {
		return true
	}
	for i := h + 1; i < min(r.End, up+subjectReach); i++ {
		if int(arcs[i].Head) == up && s.in.Tags[i].X == doc.PVBD && s.is(i, cPast) && (arcs[i].Rel == doc.RelParataxis || arcs[i].Rel == doc.RelConj) {
			return true // "…, he said"
		}
	}
	return false
}

// is tells whether a token is of a class of words.
func (s *state) is(tok int, c class) bool {
	id := s.t.w.find(s.in.Layout.Tokens[tok].Span.In(s.in.Text))
	return id != 0 && s.t.w.of[id].mask&(1<<c) != 0
}

// vagueDays is how many days an unnumbered run of a unit is taken for.
func vagueDays(u unit) int {
	switch u {
	case uDay:
		return 7
	case uWeek:
		return 28
	case uMonth:
		return 92
	}
	return 0
}

// after is the day n sixteenths of a unit after (before, dir < 0) a day.
func after(d day, u unit, n, dir int) (day, bool) {
	if d == noDay {
		return d, false
	}
	if n < 0 {
		k := vagueDays(u)
		return d + day(dir*k), k > 0
	}
	switch u {
	case uHour:
		return d + day(dir*(n/16)/24), n < 16*24*1000
	case uDay:
		return d + day(dir*(n/16)), true
	case uWeek:
		return d + day(dir*(n*7/16)), true
	case uFortnight:
		return d + day(dir*(n*14/16)), true
	}
	m := monthsIn(u) * n / 16
	if m <= 0 || m > 12000 {
		return d, false
	}
	return d.civil().addMonths(dir * m).day(), true
}

// set resolves "every Tuesday", "annually", "twice a week".
func (s *state) set(f *frame) (result, bool) {
	b := s.buf[:0]
	r := result{typ: doc.Set}
	u := unit(f.get(sUnit))
	switch {
	case f.has(sWday):
		b = append(append(b, "XXXX-WXX-"...), byte('0'+f.get(sWday)))
		if f.has(sTod) {
			b = append(b, todCodes[f.get(sTod)]...)
		}
		r.value = string(b)
	case f.has(sSeason):
		r.value = "XXXX-" + seasonCodes[f.get(sSeason)]
	case f.has(sTod):
		r.value = "XXXX-XX-XX" + todCodes[f.get(sTod)]
	case f.get(sMod) >= 6:
		if !s.adverb() {
			return r, false
		}
		r.value = adverbSets[u]
	case u != uNone:
		r.value = durationValue(max(f.get(sNum), -16)+bool16(!f.has(sNum)), u, b)
	default:
		return r, false
	}
	return r, r.value != ""
}

func bool16(b bool) int {
	if b {
		return 16
	}
	return 0
}

var adverbSets = map[unit]string{uHour: "PT1H", uDay: "XXXX-XX-XX", uWeek: "XXXX-WXX", uMonth: "XXXX-XX", uYear: "XXXX"}

// adverb tells whether the match stands as an adverb, not before a noun:
// "meets daily", not "daily flights".
func (s *state) adverb() bool {
	if len(s.in.Tags) == len(s.in.Layout.Tokens) {
		tag := s.in.Tags[s.ps[s.m.from].tok]
		return tag.X == doc.PRB || tag.U == doc.UADV
	}
	if s.m.to >= len(s.ps) {
		return true
	}
	p := &s.ps[s.m.to]
	return p.kind == kStop || p.id != 0 && (p.id == s.t.k.in || p.id == s.t.k.at || p.id == s.t.k.and || p.id == s.t.k.since)
}
