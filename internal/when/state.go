package when

import (
	"github.com/parley-reader/parley/doc"
)

// state is what one call of Tag works with; it is kept in a pool.
type state struct {
	t   *Tagger
	in  *Input
	ps  []piece
	m   match
	alt match

	anchor    day  // the day of the report, noDay when unknown
	narrative bool // history rather than news: days count from the day told last
	sentence  int  // of the match
	paragraph int

	sure     bool // the tense asked for last is that of the time's own verb
	story    span // as ref, but no mere year mentioned in passing
	ref      span // the calendar time told last
	refSent  int
	lastDay  day // the single day told last, noDay when none
	said     day // the day of saying told in this paragraph, noDay when none
	saidPar  int
	saidSent int // sentence of said
	storyPar int
	notes    []note // one for each time found
	buf      [48]byte
}

// note is what is kept of a found time until all are found.
type note struct {
	sentence, paragraph int
	said                day  // the day of saying that it gives, noDay when none
	window              bool // it counts from a day of saying
	length              bool // it is so many days from it, not up to a fixed day
	bare                bool // a clock time without a day of its own
	from, to            day
}

// span is a time on the calendar: its days and how finely it was told.
type span struct {
	from, to day
	gran     unit // uNone: nothing was told
}

func (s *state) reset(t *Tagger, in *Input) {
	s.t, s.in = t, in
	s.ps = t.w.pieces(s.ps[:0], in.Text, in.Layout)
	s.sentence, s.paragraph = 0, 0
	s.ref, s.story, s.said = span{}, span{}, noDay
	s.refSent, s.saidPar = -1, -1
	s.lastDay = noDay
	s.notes = s.notes[:0]
	s.anchor = dayOfTime(in.Anchor)
	if d := t.dateline(in.Text, in.Layout, s.anchor); d != noDay && (s.anchor == noDay || d <= s.anchor+1 && d >= s.anchor-7) {
		s.anchor = d
	}
	s.narrative = s.tellsHistory()
}

// tellsHistory judges whether the text is history: it names years that lie
// well before the report's own, and hardly any of the words by which news
// counts from its own day.
func (s *state) tellsHistory() bool {
	years, deictic := 0, 0
	now := 9999
	if s.anchor != noDay {
		now = s.anchor.civil().y
	}
	for i := range s.ps {
		p := &s.ps[i]
		if p.kind == kNum && p.digits == 4 {
			if y := int(p.val / 16); y >= 1500 && y < now-1 {
				years++
			}
		}
		if p.id == 0 {
			continue
		}
		if s.t.w.of[p.id].mask&(1<<cWday) != 0 {
			deictic++
		}
	}
	return years >= 8 && years > 2*deictic
}

// at moves the state to the sentence of a token.
func (s *state) at(tok int) {
	l := s.in.Layout
	for s.sentence < len(l.Sentences) && l.Sentences[s.sentence].Tokens.End <= tok {
		s.sentence++
	}
	if s.sentence < len(l.Sentences) {
		s.paragraph = l.Sentences[s.sentence].Paragraph
	}
}

// result is what a resolver makes of a match.
type result struct {
	typ   doc.TimeType
	value string
	span  span
	vague bool
	part  int // as in the rules, see applyPart
}

// resolve works out the match at hand and appends it, unless it means nothing.
func (s *state) resolve(out []doc.Time) []doc.Time {
	m := &s.m
	if m.to <= m.from {
		return out
	}
	first := &s.ps[m.from]
	s.at(int(first.tok))
	if s.rejects() {
		return out
	}
	r, ok := resolvers[m.pat.rule.kind](s, &m.frame)
	if !ok {
		return out
	}
	if r.span.gran == uNone {
		r.span.from, r.span.to = noDay, noDay
	}
	told, last := r.span, &s.ps[m.to-1] // which the resolver may have moved
	s.window(&r)
	out = append(out, doc.Time{
		Span: doc.Span{Start: int(first.start), End: int(last.end)}, Type: r.typ, Value: r.value,
		From: r.span.from.iso(), To: r.span.to.iso(), Vague: r.vague, Why: m.pat.rule.why,
	})
	if t := &out[len(out)-1]; t.From == "" || t.To == "" {
		t.From, t.To, t.Vague = "", "", false
	}
	far := m.pat.rule.kind == kAgo && told.gran > uMonth && !s.narrative
	s.notes = append(s.notes, note{sentence: s.sentence, paragraph: s.paragraph, said: noDay, from: r.span.from, to: r.span.to,
		bare:   r.typ == doc.ClockTime && m.frame.set&(1<<sWday|1<<sOff|1<<sMonth) == 0 && m.frame.get(sMod) == 0,
		window: out[len(out)-1].Vague && r.span.from == s.sayingDay(), length: r.typ == doc.Duration})
	if told.gran != uNone && !far && (told.gran == uQuarter || !s.modifier()) && (r.typ == doc.DateTime || r.typ == doc.ClockTime) {
		s.remember(told)
	}
	return out
}

// remember keeps the time as the one told last, and as the day of saying when
// it is a day of the past weeks told in a past clause.
func (s *state) remember(told span) {
	s.ref, s.refSent = told, s.sentence
	if away := told.from - s.story.from; told.gran < uYear || s.story.gran == uNone || s.storyPar != s.paragraph || away > -800 && away < 800 {
		s.story, s.storyPar = told, s.paragraph
	}
	if told.gran == uDay {
		s.lastDay = told.from
	}
	if told.gran != uDay || s.anchor == noDay || told.from > s.anchor || told.from < s.anchor-14 {
		return
	}
	a, b := int(s.ps[s.m.from].tok), int(s.ps[s.m.to-1].tok)+1
	if s.tenseAt(a, b) == tensePast {
		s.said, s.saidPar, s.saidSent = told.from, s.paragraph, s.sentence
		s.notes[len(s.notes)-1].said = told.from
	}
}

// modifier tells whether the time stands before a noun ("the June accord"):
// such a one does not move the story on.
func (s *state) modifier() bool {
	l := s.in.Layout
	if s.narrative || s.ref.gran == uNone || len(s.in.Arcs) != len(l.Tokens) || len(s.in.Tags) != len(l.Tokens) {
		return false
	}
	return beforeNoun(s.in, doc.Range{First: int(s.ps[s.m.from].tok), End: int(s.ps[s.m.to-1].tok) + 1})
}

// sayingDay is the day that windows count from.
func (s *state) sayingDay() day {
	if s.said != noDay && s.saidPar == s.paragraph && s.sentence-s.saidSent <= 1 {
		return s.said
	}
	return s.anchor
}

// prev is the word before the span, 0 when there is none or it is unknown.
func (s *state) prev(n int) int32 {
	if i := s.m.from - n; i >= 0 {
		return s.ps[i].id
	}
	return 0
}

// next is the word after the match.
func (s *state) next() int32 {
	if s.m.to < len(s.ps) {
		return s.ps[s.m.to].id
	}
	return 0
}

func (s *state) tense() tense {
	return s.tenseAt(int(s.ps[s.m.from].tok), int(s.ps[s.m.to-1].tok)+1)
}
