package when

import "github.com/parley-reader/parley/doc"

// yearOf is the year that a match names, or that "last year" beside it means.
func (s *state) yearOf(f *frame) (int, bool) {
	switch {
	case f.has(sYear) && f.get(sMod) == 2:
		return 1 - f.get(sYear), true
	case f.has(sYear):
		return f.get(sYear), true
	case unit(f.get(sUnit)) == uYear && f.has(sDir) && s.base() != noDay:
		return s.base().civil().y + f.get(sDir), true
	case f.get(sMod) == 8 && s.back() != noDay:
		return s.back().civil().y, true
	}
	return 0, false
}

// nearYear is the year of a date that names none. at gives the days of the
// thing in a year; dir is -1 for "last", 1 for "next", 0 when nothing is said.
func (s *state) nearYear(dir int, strict bool, at func(y int) (from, to day, ok bool)) (int, bool) {
	if (s.narrative || s.anchor == noDay) && s.story.gran != uNone {
		return s.storyYear(at), true
	}
	if s.anchor == noDay {
		return 0, false
	}
	now := s.anchor.civil().y
	if y := s.refYear(); y != now && y != 0 && dir == 0 {
		return y, true
	}
	best, bestAway, found := 0, day(0), false
	for y := now - 1; y <= now+1; y++ {
		from, to, ok := at(y)
		if !ok {
			continue
		}
		inside := from <= s.anchor && s.anchor <= to
		if dir < 0 && (from > s.anchor || strict && inside) || dir > 0 && (to < s.anchor || strict && inside) {
			continue
		}
		away := max(from-s.anchor, s.anchor-to, 0)
		if !found || away < bestAway {
			best, bestAway, found = y, away, true
		}
	}
	if strict || dir == 0 {
		return best, found
	}
	if s.sure { // but a day told from another time zone, or just before it comes
		if y, away, ok := s.nearest(now, at); ok && away <= 2 {
			return y, true
		}
		return best, found
	}
	// the verb may not be the date's own: a far nearer date on the other side wins
	if y, away, ok := s.nearest(now, at); ok && (!found || away*nearer < bestAway) {
		return y, true
	}
	return best, found
}

// nearer is how many times nearer a date has to be to go against the tense.
const nearer = 3

// storyYear is the year of a thing in a history: that of the time told last,
// or the next one where the story goes on past the turn of the year.
func (s *state) storyYear(at func(y int) (from, to day, ok bool)) int {
	y := s.story.from.civil().y
	if s.story.gran >= uYear {
		return y
	}
	if from, _, ok := at(y); ok && s.story.from-from > 240 {
		return y + 1
	}
	return y
}

// nearest is the year in which the thing lies nearest to the report's day.
func (s *state) nearest(now int, at func(y int) (from, to day, ok bool)) (best int, bestAway day, found bool) {
	for y := now - 1; y <= now+1; y++ {
		from, to, ok := at(y)
		if !ok {
			continue
		}
		if away := max(from-s.anchor, s.anchor-to, 0); !found || away < bestAway {
			best, bestAway, found = y, away, true
		}
	}
	return best, bestAway, found
}

// refYear is the year told in the same sentence, 0 when there is none.
func (s *state) refYear() int {
	if s.ref.gran == uNone || s.refSent != s.sentence || s.ref.gran > uYear {
		return 0
	}
	return s.ref.from.civil().y
}

// lean is where a time that names no year is looked for: the direction told,
// else that of the tense.
func (s *state) lean(f *frame) (dir int, strict bool) {
	if f.has(sDir) && f.get(sDir) != 0 && unit(f.get(sUnit)) != uYear {
		return f.get(sDir), true
	}
	switch s.tense() {
	case tensePast:
		return -1, false
	case tenseFuture:
		return 1, false
	}
	return 0, false
}

func (s *state) dayDate(f *frame) (result, bool) {
	m, d := f.get(sMonth), f.get(sDay)
	y, ok := s.yearOf(f)
	if !ok {
		dir, strict := s.lean(f)
		agree := s.weekdayAgrees(f)
		if agree {
			dir, strict = 0, false
		}
		y, ok = s.nearYear(dir, strict, func(y int) (day, day, bool) {
			if !valid(y, m, d) {
				return 0, 0, false
			}
			n := dayOf(y, m, d)
			return n, n, !agree || n.weekday() == f.get(sWday)
		})
	}
	if !ok {
		if !valid(2000, m, d) {
			return result{}, false
		}
		b := appendInt(append(s.buf[:0], "XXXX-"...), m, 2)
		return open(string(appendInt(append(b, '-'), d, 2))), true
	}
	if !valid(y, m, d) || y > 9999 {
		return result{}, false
	}
	sp := span{from: dayOf(y, m, d), to: dayOf(y, m, d), gran: uDay}
	if f.has(sDay2) {
		return s.dayRange(f, sp, y)
	}
	return s.dated(sp), true
}

// weekdayAgrees tells whether a weekday stands beside the date and one of the
// years near the report's makes the two agree: that year is then meant.
func (s *state) weekdayAgrees(f *frame) bool {
	if !f.has(sWday) || s.anchor == noDay || s.narrative {
		return false
	}
	m, d := f.get(sMonth), f.get(sDay)
	now := s.anchor.civil().y
	for y := now - 1; y <= now+1; y++ {
		if valid(y, m, d) && dayOf(y, m, d).weekday() == f.get(sWday) {
			return true
		}
	}
	return false
}

// dayRange resolves "3 to 5 May".
func (s *state) dayRange(f *frame, sp span, y int) (result, bool) {
	m := f.get(sMonth)
	if !valid(y, m, f.get(sDay2)) || dayOf(y, m, f.get(sDay2)) < sp.from {
		return result{}, false
	}
	sp.to = dayOf(y, m, f.get(sDay2))
	b := append(sp.from.append(s.buf[:0]), '/')
	return result{typ: doc.DateTime, span: sp, value: string(sp.to.append(b))}, true
}

func (s *state) monthDate(f *frame) (result, bool) {
	m := f.get(sMonth)
	if s.m.from > 0 && !f.has(sDir) {
		if end, d, ok := s.t.classAt2(cDay, s.ps, s.m.from-1); ok && end == s.m.from && !valid(2000, m, int(d)) {
			return result{}, false // "31 February" is no day, and no month either
		}
	}
	if f.get(sMod) == 9 {
		return result{typ: doc.Set, value: string(appendInt(append(s.buf[:0], "XXXX-"...), m, 2))}, true
	}
	y, ok := s.yearOf(f)
	if !ok && f.has(sDir) && f.get(sDir) == 0 && s.anchor != noDay {
		y, ok = s.anchor.civil().y, true
	}
	if !ok {
		dir, strict := s.lean(f)
		y, ok = s.nearYear(dir, strict, func(y int) (day, day, bool) {
			sp := monthSpan(y, m)
			return sp.from, sp.to, true
		})
	}
	if !ok {
		return open(string(appendInt(append(s.buf[:0], "XXXX-"...), m, 2))), true
	}
	return s.dated(monthSpan(y, m)), true
}

func (s *state) weekdayDate(f *frame) (result, bool) {
	w := f.get(sWday)
	from := s.base()
	if f.get(sMod) == 1 {
		from = s.back()
	}
	if from == noDay {
		return open(string(append(s.buf[:0], "XXXX-WXX-"...)) + string(rune('0'+w))), true
	}
	return s.dated(oneDay(s.weekday(f, from, w))), true
}

func oneDay(d day) span { return span{from: d, to: d, gran: uDay} }

// weekday is the day of the week that is meant, counted from a day.
func (s *state) weekday(f *frame, from day, w int) day {
	if unit(f.get(sUnit)) == uWeek {
		return from.monday() + day(7*f.get(sDir)+w-1)
	}
	ahead := day((w - from.weekday() + 7) % 7)
	past := day((from.weekday() - w + 7) % 7)
	switch dir := f.get(sDir); {
	case dir < 0:
		if past <= 1 {
			past += 7 // else it would be "today" or "yesterday"
		}
		return from - past
	case dir > 0:
		if ahead == 0 {
			ahead = 7
		}
		if f.get(sMod) == 7 {
			ahead += 7
		}
		return from + ahead
	case s.tense() == tenseFuture || s.tense() == tensePresent && s.sure || s.limits():
		return from + ahead
	case f.has(sDir): // "this Friday"
		if s.tense() == tensePast && past < 4 {
			return from - past
		}
		return from + ahead
	}
	return from - past
}

// limits tells whether the word before sets a limit: "by Friday", "until Friday".
func (s *state) limits() bool {
	p, k := s.prev(1), &s.t.k
	if p == 0 {
		return false
	}
	if n := s.next(); n != 0 && n == k.possessive {
		return false // "before Friday's vote"
	}
	return (p == k.by || p == k.until || p == k.till || p == k.before) && s.tense() != tensePast
}

func (s *state) offDate(f *frame) (result, bool) {
	if s.base() == noDay {
		return open("XXXX-XX-XX"), true
	}
	if s.anchor == noDay || s.narrative {
		return open("PRESENT_REF"), f.get(sOff) == 0
	}
	return s.dated(oneDay(s.anchor + day(f.get(sOff)))), true
}

func (s *state) yearDate(f *frame) (result, bool) {
	y, ok := s.yearOf(f)
	if !ok {
		return result{}, false
	}
	if y > 9000 || y < -9000 {
		return result{}, false
	}
	return s.dated(yearSpan(y)), true
}

func (s *state) decadeDate(f *frame) (result, bool) {
	return s.dated(years(f.get(sDecade)*10, 10, uDecade)), true
}

func (s *state) centuryDate(f *frame) (result, bool) {
	c := f.get(sCentury)
	if c < 1 || c > 30 {
		return result{}, false
	}
	if f.get(sMod) == 2 {
		b := appendInt(append(s.buf[:0], "BC"...), c-1, 2)
		return open(string(b)), true
	}
	return s.dated(years((c-1)*100, 100, uCentury)), true
}

func (s *state) holidayDate(f *frame) (result, bool) {
	h := s.t.holidays[f.get(sHoliday)].at
	y, ok := s.yearOf(f)
	if !ok {
		dir, strict := s.lean(f)
		y, ok = s.nearYear(dir, strict, h.in)
	}
	if !ok {
		return open("XXXX-XX-XX"), true
	}
	from, to, ok := h.in(y)
	if !ok {
		return open("XXXX-XX-XX"), true
	}
	r := s.dated(oneDay(from))
	r.span.to = to
	return r, true
}

func (s *state) quarterDate(f *frame) (result, bool) {
	q := f.get(sQuarter)
	switch f.get(sMod) {
	case 3, 4:
		return s.otherQuarter(f, q)
	case 5: // "the 1988 quarter"
		sp, ok := s.lastQuarter()
		if !ok {
			return open("XXXX-QX"), true
		}
		q = (sp.from.civil().m + 2) / 3
	}
	if q < 1 || q > 4 {
		return result{}, false
	}
	y, ok := s.yearOf(f)
	at := func(y int) span { return months(y, q*3-2, 3, uQuarter) }
	if !ok && s.ref.gran == uQuarter && s.refSent == s.sentence {
		y, ok = s.ref.from.civil().y, true
	}
	if !ok {
		dir, strict := s.lean(f)
		if dir == 0 {
			dir = -1
		}
		y, ok = s.nearYear(dir, strict, func(y int) (day, day, bool) {
			sp := at(y)
			return sp.from, sp.to, true
		})
	}
	if !ok {
		return open("XXXX-Q" + string(rune('0'+q))), true
	}
	return s.dated(at(y)), true
}

// otherQuarter resolves "the year-ago quarter" and "the latest quarter".
func (s *state) otherQuarter(f *frame, q int) (result, bool) {
	sp, ok := s.lastQuarter()
	if !ok {
		return open("XXXX-QX"), true
	}
	if f.get(sMod) == 3 {
		y := sp.from.civil().y - 1
		if q >= 1 && q <= 4 {
			return s.dated(months(y, q*3-2, 3, uQuarter)), true
		}
		return s.dated(months(y, sp.from.civil().m, 3, uQuarter)), true
	}
	return s.dated(sp), true
}

func (s *state) halfDate(f *frame) (result, bool) {
	y, ok := s.yearOf(f)
	if !ok {
		return result{}, false
	}
	return s.dated(months(y, f.get(sHalf)*6-5, 6, uHalf)), true
}

// seasonDate places a season; winter counts to the year in which it begins.
func (s *state) seasonDate(f *frame) (result, bool) {
	n := f.get(sSeason)
	at := func(y int) span { return months(y, n*3, 3, uSeason) }
	y, ok := s.yearOf(f)
	if !ok && f.get(sMod) == 1 && s.back() != noDay {
		return s.nextSeason(n, f.get(sDir))
	}
	if !ok {
		dir, strict := s.lean(f)
		if f.has(sDir) && f.get(sDir) == 0 {
			dir, strict = 0, false
		}
		y, ok = s.nearYear(dir, strict, func(y int) (day, day, bool) {
			sp := at(y)
			return sp.from, sp.to, true
		})
	}
	if !ok {
		return open("XXXX-" + seasonCodes[n]), true
	}
	return s.dated(at(y)), true
}

// nextSeason is the first season of its kind after (before, dir < 0) the time
// told last.
func (s *state) nextSeason(n, dir int) (result, bool) {
	from := s.back()
	y := from.civil().y
	sp := months(y, n*3, 3, uSeason)
	switch {
	case dir > 0 && sp.from <= from:
		sp = months(y+1, n*3, 3, uSeason)
	case dir < 0 && sp.to >= from:
		sp = months(y-1, n*3, 3, uSeason)
	}
	return s.dated(sp), true
}
