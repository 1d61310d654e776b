package when

import "github.com/parley-reader/parley/doc"

// todCodes are the times of day of words.txt as TIMEX3 writes them.
var todCodes = [...]string{"", "TMO", "TAF", "TEV", "TNI", "T12:00", "T24:00", "TMO", "TEV"}

// clockTime resolves "10 p.m. Wednesday", "last night", "the morning".
func (s *state) clockTime(f *frame) (result, bool) {
	if f.get(sMod) == 1 && f.get(sDir) < 0 && s.beforeClause() { // "the evening before he left"
		if f.get(sTod) == 4 {
			return result{}, false // "the night" is a time by itself no more than "a night" is
		}
		s.m.to--
		s.m.end = s.m.to
		f.set &^= 1<<sMod | 1<<sDir
	}
	d, ok := s.clockDay(f)
	if !ok {
		return result{}, false
	}
	b := s.buf[:0]
	r := result{typ: doc.ClockTime}
	if d == noDay {
		b = append(b, "XXXX-XX-XX"...)
	} else {
		b = d.append(b)
		r.span = oneDay(d)
	}
	h, m := f.get(sHour), f.get(sMinute)
	switch {
	case f.has(sHour):
		if f.has(sAmpm) {
			if h > 12 {
				return r, false
			}
			h = h%12 + f.get(sAmpm)
		}
		b = appendInt(append(b, 'T'), h, 2)
		b = appendInt(append(b, ':'), m, 2)
	case f.has(sTod):
		b = append(b, todCodes[min(f.get(sTod), len(todCodes)-1)]...)
	default:
		return r, false
	}
	r.value = string(b)
	return r, true
}

// clockDay is the day of a clock time: the one beside it, else the one told
// in the same sentence, else that of the report.
func (s *state) clockDay(f *frame) (day, bool) {
	switch {
	case f.has(sMonth) && f.has(sDay):
		r, ok := s.dayDate(f)
		if r.span.gran == uNone {
			return noDay, ok
		}
		return r.span.from, ok
	case f.has(sWday):
		r, ok := s.weekdayDate(f)
		if r.span.gran == uNone {
			return noDay, ok
		}
		return r.span.from, ok
	case f.has(sOff):
		if s.anchor == noDay {
			return noDay, true
		}
		return s.anchor + day(f.get(sOff)), true
	case f.get(sMod) == 1:
		if s.back() == noDay {
			return noDay, true
		}
		return s.back() + day(f.get(sDir)), true
	case s.ref.gran == uDay && (s.narrative || s.refSent == s.sentence || s.refSent == s.sentence-1):
		return s.ref.from, true
	}
	if s.lastDay != noDay && s.anchor != noDay && s.lastDay >= s.anchor-7 && s.lastDay <= s.anchor && s.tense() == tensePast {
		return s.lastDay, true
	}
	return s.base(), true
}
