package when

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// window narrows a resolved time by "early", "late", "later", and opens it by
// "by", "until", "before".
func (s *state) window(r *result) {
	if r.span.gran == uNone || r.typ == doc.Duration || r.typ == doc.Set {
		return
	}
	whole := r.span
	s.applyPart(r)
	if s.anchor == noDay || s.narrative {
		return
	}
	if whole.gran == uWeekend && whole.to >= s.anchor {
		r.vague = true
	}
	k := &s.t.k
	from := s.sayingDay()
	p := s.prev(1)
	if p == 0 {
		return
	}
	to := noDay
	switch p {
	case k.by, k.until, k.till, k.through:
		to = r.span.to
		switch {
		case whole.gran == uWeekend:
			to = whole.from
		case r.part == 2 && whole.gran == uMonth: // "by mid-July"
			to = whole.from + 14
		}
	case k.than:
		if s.prev(2) == k.later { // "no later than Friday"
			to = r.span.to
		}
	case k.before:
		to = r.span.from - 1
		if r.part == 3 {
			to = r.span.to // "before the end of the year"
		}
	}
	if to != noDay && to >= from {
		r.span.from, r.span.to, r.vague = from, to, true
	}
}

// applyPart narrows the days to the beginning, the middle, the end, what is
// left of them, or what is over.
func (s *state) applyPart(r *result) {
	sp := &r.span
	if sp.gran == uDay || r.part == 0 {
		return
	}
	from, to := thirds(*sp)
	switch r.part {
	case 1:
		sp.to = from - 1
	case 2:
		sp.from, sp.to = from, to
	case 3:
		sp.from = to + 1
	case 4:
		if d := s.sayingDay(); d != noDay && d >= sp.from-7 && d <= sp.to {
			sp.from, r.vague = max(d, sp.from), true
		} else if s.ref.gran != uNone && s.ref.to >= sp.from && s.ref.to < sp.to {
			sp.from = s.ref.to + 1
		}
	case 6, 7:
		if mid := sp.from + (sp.to-sp.from)/2; r.part == 6 {
			sp.to = mid
		} else {
			sp.from = mid + 1
		}
	case 8:
		sp.to = min(sp.to, sp.from+6)
	case 9:
		sp.from = max(sp.from, sp.to-6)
	case 5:
		if s.anchor != noDay && s.anchor >= sp.from && s.anchor <= sp.to {
			sp.to = s.anchor
		}
	}
}

// thirds is the middle third of a span: of a year four months, of a month ten
// days, of a week Wednesday and Thursday.
func thirds(sp span) (from, to day) {
	c := sp.from.civil()
	switch sp.gran {
	case uYear:
		return dayOf(c.y, 5, 1), dayOf(c.y, 8, 31)
	case uMonth:
		return sp.from + 10, sp.from + 19
	case uWeek:
		return sp.from + 2, sp.from + 3
	case uDecade:
		return dayOf(c.y+4, 1, 1), dayOf(c.y+7, 1, 1) - 1
	}
	n := (sp.to - sp.from + 1) / 3
	return sp.from + n, sp.to - n
}

// resay counts the windows again whose sentence, or the next one of the
// paragraph, tells after them on which day the words were said: “in two
// weeks,” he said on Tuesday.
func (s *state) resay(out []doc.Time) {
	for i := range s.notes {
		n := &s.notes[i]
		if !n.window {
			continue
		}
		said := noDay
		for k := i + 1; k < len(s.notes) && s.notes[k].sentence <= n.sentence+1 && s.notes[k].paragraph == n.paragraph; k++ {
			if s.notes[k].said != noDay {
				said = s.notes[k].said
				break
			}
		}
		before := i > 0 && n.from != s.anchor
		if said == noDay || said == n.from || before {
			continue
		}
		to := n.to
		if n.length {
			to += said - n.from
		}
		if said <= to {
			out[i].From, out[i].To = said.iso(), to.iso()
			out[i].Why += ", from the day of saying"
		}
	}
}

// clocks gives a clock time that stood alone the day that is told right after
// it: “at 8:30 p.m. (1930 UTC) on August 27”.
func (s *state) clocks(out []doc.Time) {
	for i := len(out) - 2; i >= 0; i-- {
		n, next := &s.notes[i], &out[i+1]
		if !n.bare || s.notes[i+1].sentence != n.sentence || next.From == "" || next.From != next.To ||
			next.Span.Start-out[i].Span.End > clockGap {
			continue
		}
		at := strings.IndexByte(out[i].Value, 'T')
		if at < 0 {
			continue
		}
		out[i].Value = next.From + out[i].Value[at:]
		out[i].From, out[i].To = next.From, next.To
	}
}

// clockGap is how many bytes may lie between a clock time and its day.
const clockGap = 8

// join makes one window of two times that a range ties together: "between
// Monday and Wednesday", "from 1955 to 1963", "May-June". The first of them
// takes the days of both.
func (s *state) join(out []doc.Time) {
	for i := 0; i+1 < len(out); i++ {
		a, b := &out[i], &out[i+1]
		if a.Type != doc.DateTime || b.Type != doc.DateTime || a.From == "" || b.To == "" || b.To < a.From || a.Vague || b.Vague {
			continue
		}
		if s.rangeBetween(a.Span, b.Span) {
			a.To = b.To
			a.Why += ", range"
		}
	}
}

// rangeBetween tells whether the words between and before two spans make a
// range of them.
func (s *state) rangeBetween(a, b doc.Span) bool {
	text := s.in.Text
	switch gap := text[a.End:b.Start]; gap {
	case "-", "–", " - ", " – ", " through ", " until ", " till ":
		return true
	case " to ":
		return endsInWord(text[:a.Start], "from")
	case " and ":
		return endsInWord(text[:a.Start], "between")
	}
	return false
}

// endsInWord tells whether the text ends in the word and one space, in either
// case of its first letter.
func endsInWord(text, word string) bool {
	n := len(text) - len(word) - 1
	if n < 0 || text[len(text)-1] != ' ' || text[n+1:len(text)-1] != word[1:] || text[n]|0x20 != word[0] {
		return false
	}
	return n == 0 || !isLetter(text[n-1])
}
