package when

import (
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// datelineReach is how many pieces of the report are searched for its own date.
const datelineReach = 48

// Dateline is the day that the report gives itself at its head, as in "MOSCOW,
// Aug. 19 (Reuters) —": midnight UTC, or the zero time where there is none.
// The year, where it is not told, is the one that brings the day nearest to
// published; without either the day stays unknown.
func (t *Tagger) Dateline(text string, l *doc.Layout, published time.Time) time.Time {
	if l == nil {
		return time.Time{}
	}
	d := t.dateline(text, l, dayOfTime(published))
	if d == noDay {
		return time.Time{}
	}
	c := d.civil()
	return time.Date(c.y, time.Month(c.m), c.d, 0, 0, 0, 0, time.UTC)
}

// dateline looks at the datelines that the layout marks, else at the head of
// the text: a month and a day, then a bracket or a dash.
func (t *Tagger) dateline(text string, l *doc.Layout, published day) day {
	for i := range l.Paragraphs {
		if r := l.Paragraphs[i]; r.Dateline.Empty() && r.Kind == doc.Body {
			if d := t.dateIn(text, l, headBeforeDash(text, l, r.Span), published); d != noDay {
				return d
			}
		}
		if sp := l.Paragraphs[i].Dateline; !sp.Empty() {
			if d := t.dateIn(text, l, l.TokensIn(sp), published); d != noDay {
				return d
			}
		}
		if i > 8 {
			break
		}
	}
	return noDay
}

// headBeforeDash is what stands before the first dash of a paragraph that begins
// with a place in capitals: a dateline that was not told as one; empty where it
// is none.
func headBeforeDash(text string, l *doc.Layout, p doc.Span) doc.Range {
	first := l.TokensIn(doc.Span{Start: p.Start, End: min(p.Start+1, p.End)}).First
	if first >= len(l.Tokens) {
		return doc.Range{}
	}
	word := l.Tokens[first].Span.In(text)
	if len(word) < 3 || strings.ToUpper(word) != word || strings.ToLower(word) == word {
		return doc.Range{}
	}
	for i := first + 1; i < min(first+24, len(l.Tokens)) && l.Tokens[i].Span.End <= p.End; i++ {
		switch l.Tokens[i].Span.In(text) {
		case "—", "–", "--":
			return doc.Range{First: first, End: i}
		}
	}
	return doc.Range{}
}

// dateIn finds "Aug. 19", "19 August", with or without a year, among tokens.
func (t *Tagger) dateIn(text string, l *doc.Layout, r doc.Range, published day) day {
	if r.Empty() || r.First < 0 || r.End > len(l.Tokens) {
		return noDay
	}
	part := doc.Layout{Tokens: l.Tokens[r.First:min(r.End, r.First+datelineReach)]}
	var buf [datelineReach]piece
	ps := t.w.pieces(buf[:0], text, &part)
	for i := range ps {
		m, ok := t.value(ps, i, cMonth)
		if !ok {
			continue
		}
		j, d, ok := t.classAt2(cDay, ps, i+1)
		if !ok && i > 0 {
			if _, d, ok = t.classAt2(cDay, ps, i-1); ok {
				j = i + 1
			}
		}
		if !ok {
			continue
		}
		if t.is(ps, j, t.k.comma) {
			j++
		}
		if end, y := t.yearAt(ps, j); end > j && valid(int(y), int(m), int(d)) {
			return dayOf(int(y), int(m), int(d))
		}
		return nearest(published, int(m), int(d))
	}
	return noDay
}

func (t *Tagger) classAt2(c class, ps []piece, i int) (int, int32, bool) {
	if i >= len(ps) {
		return i, 0, false
	}
	return t.classAt(c, ps, i)
}

// nearest is the day with that month and date that lies nearest to another.
func nearest(to day, m, d int) day {
	if to == noDay {
		return noDay
	}
	best, y := noDay, to.civil().y
	for k := y - 1; k <= y+1; k++ {
		if !valid(k, m, d) {
			continue
		}
		if n := dayOf(k, m, d); best == noDay || away(n, to) < away(best, to) {
			best = n
		}
	}
	return best
}

func away(a, b day) day { return max(a-b, b-a) }

// Notes says what could not be anchored, and why: no day of publication, or a
// dateline that contradicts it. It is empty when all is well.
func (t *Tagger) Notes(in *Input, times []doc.Time) []string {
	if in == nil || in.Layout == nil {
		return nil
	}
	var notes []string
	published := dayOfTime(in.Anchor)
	line := t.dateline(in.Text, in.Layout, published)
	switch {
	case published == noDay && line == noDay:
		for i := range times {
			if times[i].From == "" && times[i].Type == doc.DateTime {
				notes = append(notes, "no date of publication: times such as “last week” could not be placed; give one with --published")
				break
			}
		}
	case published == noDay:
		notes = append(notes, "no date of publication: times count from the dateline, "+line.iso())
	case line != noDay && (line > published+1 || line < published-7):
		notes = append(notes, "the dateline says "+line.iso()+", the date of publication "+published.iso()+": times count from the latter")
	}
	return notes
}
