package when

import "github.com/parley-reader/parley/doc"

// kindOf names what makes sense of a match.
type kindOf uint8

// The kinds of rule.
const (
	kDrop kindOf = iota // a match that is no time
	kDate
	kRel
	kThat
	kAgo
	kDur
	kSet
	kRef
	kClockTime
	nKindsOf
)

var kindNames = map[string]kindOf{"drop": kDrop, "date": kDate, "rel": kRel, "that": kThat, "ago": kAgo, "dur": kDur, "set": kSet,
	"ref": kRef, "clock": kClockTime}

// resolvers make a result of a match; false means that it is no time, or none
// that exists.
var resolvers = [nKindsOf]func(*state, *frame) (result, bool){
	kDrop: func(*state, *frame) (result, bool) { return result{}, false },
	kDate: (*state).date, kRel: (*state).relative, kThat: (*state).that, kAgo: (*state).ago, kDur: (*state).duration,
	kSet: (*state).set, kRef: (*state).reference, kClockTime: (*state).clockTime,
}

// dateLadder is the ways to read a date, tried in order: the first that has
// its slots decides.
var dateLadder = []struct {
	need uint32
	read func(*state, *frame) (result, bool)
}{
	{1 << sHoliday, (*state).holidayDate},
	{1 << sQuarter, (*state).quarterDate},
	{1 << sHalf, (*state).halfDate},
	{1 << sSeason, (*state).seasonDate},
	{1 << sDecade, (*state).decadeDate},
	{1 << sCentury, (*state).centuryDate},
	{1 << sOff, (*state).offDate},
	{1<<sMonth | 1<<sDay, (*state).dayDate},
	{1 << sMonth, (*state).monthDate},
	{1 << sWday, (*state).weekdayDate},
	{1 << sYear, (*state).yearDate},
	{1 << sUnit, (*state).relative},
}

func (s *state) date(f *frame) (result, bool) {
	for i := range dateLadder {
		if f.set&dateLadder[i].need == dateLadder[i].need {
			r, ok := dateLadder[i].read(s, f)
			r.part = f.get(sPart)
			return r, ok
		}
	}
	return result{}, false
}

// dated is a result on the calendar with the value that its span has.
func (s *state) dated(sp span) result {
	return result{typ: doc.DateTime, span: sp, value: s.value(sp)}
}

// open is a date without a place on the calendar.
func open(value string) result { return result{typ: doc.DateTime, value: value} }

// base is the day that "this month" and the like count from: the report's
// own, but in a history the one told last.
func (s *state) base() day {
	if (s.narrative || s.anchor == noDay) && s.ref.gran != uNone {
		return s.ref.from
	}
	return s.anchor
}

// back is the day that "the next day" counts from: the one told last.
func (s *state) back() day {
	if s.ref.gran != uNone {
		return s.ref.from
	}
	return s.base()
}

// containing is the calendar unit that holds a day.
func containing(d day, u unit) (span, bool) {
	if d == noDay {
		return span{}, false
	}
	c := d.civil()
	switch u {
	case uDay:
		return span{from: d, to: d, gran: u}, true
	case uWeek:
		m := d.monday()
		return span{from: m, to: m + 6, gran: u}, true
	case uWeekend:
		m := d.monday()
		return span{from: m + 5, to: m + 6, gran: u}, true
	case uMonth:
		return monthSpan(c.y, c.m), true
	case uQuarter:
		return months(c.y, (c.m-1)/3*3+1, 3, u), true
	case uHalf:
		return months(c.y, (c.m-1)/6*6+1, 6, u), true
	case uYear:
		return yearSpan(c.y), true
	case uDecade:
		return years(floorDiv(c.y, 10)*10, 10, u), true
	case uCentury:
		return years(floorDiv(c.y, 100)*100, 100, u), true
	}
	return span{}, false
}

func monthSpan(y, m int) span { return months(y, m, 1, uMonth) }

func yearSpan(y int) span { return years(y, 1, uYear) }

// months is the span of n months from month m of year y.
func months(y, m, n int, u unit) span {
	end := civil{y, m, 1}.addMonths(n)
	return span{from: dayOf(y, m, 1), to: end.day() - 1, gran: u}
}

func years(y, n int, u unit) span {
	return span{from: dayOf(y, 1, 1), to: dayOf(y+n, 1, 1) - 1, gran: u}
}

// shifted is the n-th unit after (before, n < 0) the one that holds d.
func shifted(d day, u unit, n int) (span, bool) {
	if d == noDay || n > 100000 || n < -100000 {
		return span{}, false
	}
	switch u {
	case uDay:
		return containing(d+day(n), u)
	case uWeek, uWeekend:
		return containing(d+day(7*n), u)
	case uFortnight:
		return containing(d+day(14*n), uWeek)
	}
	if m := monthsIn(u); m > 0 && n < 12000 && n > -12000 {
		c := d.civil()
		c.d = 1
		c = c.addMonths(n * m)
		if c.y < -4000 || c.y > 9999 {
			return span{}, false
		}
		return containing(c.day(), u)
	}
	return span{}, false
}

// monthsIn is the length of a unit in months, 0 for the short ones.
func monthsIn(u unit) int {
	switch u {
	case uMonth:
		return 1
	case uQuarter:
		return 3
	case uHalf:
		return 6
	case uYear:
		return 12
	case uDecade:
		return 120
	case uCentury:
		return 1200
	case uMillennium:
		return 12000
	}
	return 0
}

var seasonCodes = [...]string{"", "SP", "SU", "FA", "WI"}

// value writes a span as TIMEX3 does.
func (s *state) value(sp span) string {
	b := s.buf[:0]
	if sp.from == noDay {
		return "XXXX-XX-XX"
	}
	c := sp.from.civil()
	switch sp.gran {
	case uDay:
		b = sp.from.append(b)
	case uWeek, uWeekend:
		y, w := sp.from.isoWeek()
		b = appendInt(append(appendYear(b, y), "-W"...), w, 2)
		if sp.gran == uWeekend {
			b = append(b, "-WE"...)
		}
	case uMonth:
		b = appendMonth(b, c.y, c.m)
	case uQuarter:
		b = append(appendYear(b, c.y), '-', 'Q', byte('0'+(c.m+2)/3))
	case uHalf:
		b = append(appendYear(b, c.y), '-', 'H', byte('0'+(c.m+5)/6))
	case uSeason:
		b = append(append(appendYear(b, c.y), '-'), seasonCodes[min(c.m/3, 4)]...)
	case uYear:
		b = appendYear(b, c.y)
	case uDecade:
		b = appendYear(b, c.y)
		b = b[:len(b)-1]
	case uCentury:
		b = appendYear(b, c.y)
		b = b[:len(b)-2]
	default:
		b = append(b, "XXXX"...)
	}
	return string(b)
}

// unknownValue is the value of a unit that cannot be placed.
func unknownValue(u unit) string {
	switch u {
	case uWeek, uFortnight:
		return "XXXX-WXX"
	case uWeekend:
		return "XXXX-WXX-WE"
	case uMonth:
		return "XXXX-XX"
	case uQuarter:
		return "XXXX-QX"
	case uDay:
		return "XXXX-XX-XX"
	}
	return "XXXX"
}

// relative resolves "last week", "this month", "the following year".
func (s *state) relative(f *frame) (result, bool) {
	u := unit(f.get(sUnit))
	if u < uDay || u == uMillennium || u == uFortnight {
		return result{}, false
	}
	if f.get(sMod) == 4 && s.base() != noDay { // "year-end" is a day
		y := s.base().civil().y
		return s.dated(oneDay(dayOf(y, 12, 31))), true
	}
	from := s.base()
	if f.get(sMod) == 1 {
		from = s.back()
		if u == uDay && s.ref.gran != uDay && s.lastDay != noDay {
			from = s.lastDay
		}
	} else if u == uDay {
		return result{}, false // "last day", "next day": of what?
	}
	if f.get(sMod) == 1 && s.ref.gran == uNone && s.anchor == noDay {
		from = noDay
	}
	sp, ok := shifted(from, u, f.get(sDir))
	r := open(unknownValue(u))
	if ok {
		r = s.dated(sp)
	}
	r.part = f.get(sPart)
	return r, true
}

// that resolves "that day", "the end of the year", "the weekend".
func (s *state) that(f *frame) (result, bool) {
	u := unit(f.get(sUnit))
	part := f.get(sPart)
	if u < uDay || u == uMillennium || u == uFortnight {
		return result{}, false
	}
	if f.has(sDir) {
		return s.relative(f)
	}
	if id := s.ps[s.m.from].id; part == 0 && (id == s.t.k.the || s.m.to-s.m.from == 2 && s.prev(1) == s.t.k.the) {
		return s.theUnit(u)
	}
	from := s.back()
	if u == uDay && s.ref.gran != uDay && s.lastDay != noDay {
		from = s.lastDay
	}
	if part != 0 && !s.narrative && s.anchor != noDay && s.ps[s.m.to-2].id == s.t.k.the {
		from = s.anchor // "the end of the year"
	}
	sp, ok := containing(from, u)
	if !ok {
		return open(unknownValue(u)), true
	}
	r := s.dated(sp)
	r.part = part
	return r, true
}

// theUnit resolves "the weekend", "the year" without more.
func (s *state) theUnit(u unit) (result, bool) {
	switch {
	case u == uWeekend:
		return s.weekend(), true
	case u == uQuarter && s.m.to < len(s.ps) && s.ps[s.m.to].kind == kHyphen:
		return result{}, false
	case u == uQuarter:
		if sp, ok := s.lastQuarter(); ok {
			return s.dated(sp), true
		}
	case s.narrative || s.ref.gran != uNone && s.refSent == s.sentence:
		if sp, ok := containing(s.back(), u); ok {
			return s.dated(sp), true
		}
	}
	return result{typ: doc.Duration, value: durationValue(16, u, s.buf[:0])}, true
}

// weekend is the one just past, or the coming one where the clause looks
// ahead or a limit is set.
func (s *state) weekend() result {
	sp, ok := containing(s.base(), uWeekend)
	if !ok {
		return open(unknownValue(uWeekend))
	}
	ahead := s.tense() == tenseFuture || s.prev(1) == s.t.k.by || s.prev(1) == s.t.k.before
	if !ahead && sp.from > s.base() {
		sp.from, sp.to = sp.from-7, sp.to-7
	}
	return s.dated(sp)
}

// lastQuarter is the quarter told last, else the last one that is over.
func (s *state) lastQuarter() (span, bool) {
	if s.ref.gran == uQuarter {
		return s.ref, true
	}
	return shifted(s.base(), uQuarter, -1)
}

// ago resolves "two years ago", "three days later", "a week from now".
func (s *state) ago(f *frame) (result, bool) {
	u, n, dir := unit(f.get(sUnit)), f.get(sNum), f.get(sDir)
	if s.beforeClause() {
		s.m.to--
		s.m.end = s.m.to
		if !f.has(sNum) {
			n = -16
		}
		return result{typ: doc.Duration, value: durationValue(n, u, s.buf[:0])}, u != uNone
	}
	vague := "PAST_REF"
	if dir > 0 {
		vague = "FUTURE_REF"
	}
	if n <= 0 || u < uDay || u == uPeriod {
		return open(vague), true
	}
	from := s.base()
	switch {
	case f.get(sMod) == 1:
		from = s.back()
	case dir > 0 && from == s.anchor:
		from = s.sayingDay() // "from now" is said then
	}
	if m := f.get(sNum2); m > n {
		return s.hence(from, u, n, m)
	}
	if f.get(sMod) == 1 && u == uWeek && s.ref.gran == uDay {
		u, n = uDay, n*7
	}
	if u == uFortnight {
		u, n = uWeek, n*2
	}
	if n%16 != 0 { // "two and a half years"
		switch u {
		case uYear:
			u, n = uMonth, n*12
		case uWeek:
			u, n = uDay, n*7
		}
	}
	if u == uYear && n == 16 && s.ref.gran == uQuarter && s.sentence-s.refSent <= 3 {
		u, n, from = uQuarter, 64, s.ref.from
	}
	sp, ok := shifted(from, u, dir*(n/16))
	if !ok {
		return open(vague), true
	}
	return s.dated(sp), true
}

// hence is "ten or twelve days from now": a window that ends with the longer
// length, named by the day of the shorter.
func (s *state) hence(from day, u unit, n, m int) (result, bool) {
	first, ok1 := after(from, u, n, 1)
	last, ok2 := after(from, u, m, 1)
	if !ok1 || !ok2 {
		return open("FUTURE_REF"), true
	}
	r := s.dated(oneDay(first))
	r.span, r.vague = span{from: from, to: last, gran: uPeriod}, true
	return r, true
}

// beforeClause tells "two days before he left", which counts from another
// event, from "two days before".
func (s *state) beforeClause() bool {
	if s.m.to >= len(s.ps) || s.m.to-s.m.from < 2 {
		return false
	}
	id := s.ps[s.m.to-1].id
	return (id == s.t.k.before) && s.ps[s.m.to].kind != kStop
}

// reference resolves "now", "recently", "soon".
func (s *state) reference(f *frame) (result, bool) {
	return open([...]string{"", "PRESENT_REF", "PAST_REF", "FUTURE_REF"}[f.get(sRef)&3]), true
}
