package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// count is one number of a phrase with what it counts.
type count struct {
	number
	rest  []string // content words of its part of the phrase
	after []string // those of them that stand behind the number
	unit  string   // the first of those, "" for none
	more  bool     // another number stands behind it in the part, whose words are left out
}

// countsOf reads the numbers of a phrase, each with the words of its own part:
// parts end at marks, at "and" and before the next number. Days and years are no
// numbers of things.
func countsOf(s string) []count {
	var out []count
	for _, part := range partsOf(s) {
		for i := 0; i < len(part); i++ {
			n, used := readNumber(part[i:])
			if used == 0 {
				continue
			}
			n.words = strings.Trim(strings.Join(part[i:i+used], " "), "()[]“”\"',;:.")
			if dated(part, i, used) || graded(part, i) || n.value <= 1 {
				break
			}
			left := n.hedge(slices.Clone(part[:i]))
			if len(left) < i {
				n.words = strings.Join(part[len(left):i], " ") + " " + n.words
			}
			behind, more := untilNumber(part[i+used:])
			tail := strings.Join(behind, " ")
			c := count{number: n, after: content(tail), unit: head(tail), more: more}
			c.rest = content(strings.Join(left, " ") + " " + tail)
			if len(c.rest) > 0 {
				out = append(out, c)
			}
			break
		}
	}
	return out
}

// untilNumber are the words up to the next number, and tells whether there is one.
func untilNumber(list []string) ([]string, bool) {
	for i := range list {
		if _, used := readNumber(list[i:]); used > 0 {
			return list[:i], true
		}
	}
	return list, false
}

// graded tells whether a number is a grade or a name ("category 3"), which counts
// nothing.
func graded(part []string, i int) bool {
	return i > 0 && words().has("grade", strings.ToLower(part[i-1]))
}

// partsOf cuts a phrase into the words of its parts.
func partsOf(s string) [][]string {
	var out [][]string
	var part []string
	cut := func() {
		if len(part) > 0 {
			out = append(out, part)
		}
		part = nil
	}
	for w := range strings.FieldsSeq(s) {
		if words().has("joint", strings.ToLower(w)) {
			cut()
			continue
		}
		part = append(part, w)
		if strings.ContainsAny(w[len(w)-1:], ",;:.") || strings.HasSuffix(w, "…") || strings.HasSuffix(w, "—") {
			cut()
		}
	}
	cut()
	return out
}

// dated tells whether a number is a day, an hour or a year.
func dated(part []string, i, used int) bool {
	is := func(k int) bool {
		return k >= 0 && k < len(part) && words().has("calendar", strings.ToLower(strings.Trim(part[k], "()[]“”\"',;:.")))
	}
	bare := strings.Trim(part[i], "()[]“”\"',;:.")
	year := used == 1 && len(bare) == 4 && (strings.HasPrefix(bare, "19") || strings.HasPrefix(bare, "20"))
	return is(i-1) || is(i+used) || year
}

// telling is a number that a report gives of somebody's doing or in his words.
type telling struct {
	count
	act  doc.Act // 0 of a statement
	by   []ActorID
	line *Line
	side func(differ string) ConflictSide
}

// numbers finds what different families tell of one day in numbers that cannot
// both be right: moves of the same makers and act, statements of the same speakers,
// of one thing.
func (v *view) numbers(moves []Move) ([]Conflict, error) {
	type event struct {
		act  doc.Act
		by   ActorID
		said Said
	}
	said, err := v.recentStatements()
	if err != nil {
		return nil, err
	}
	at := map[event][]telling{}
	var out []Conflict
	add := func(text string, t telling) {
		if len(t.by) == 0 || t.line.Said.From == "" || t.line.Said.From != t.line.Said.To {
			return
		}
		k := event{t.act, t.by[0], t.line.Said}
		for _, t.count = range countsOf(text) {
			if t.more {
				continue
			}
			for _, o := range at[k] {
				if v.family(o.line.Report) != v.family(t.line.Report) && sameSet(o.by, t.by) && o.sameThing(&t.count) && o.against(t.number) {
					out = append(out, Conflict{
						Kind: NumbersDiffer, A: o.side(o.words), B: t.side(t.words),
						Why: fmt.Sprintf("%s against %s of the same thing on the same day", o.words, t.words),
					})
					break
				}
			}
			at[k] = append(at[k], t)
		}
	}
	for i := range moves {
		m := &moves[i]
		add(m.What, telling{act: m.Act, by: m.By, line: &m.Line, side: func(d string) ConflictSide { return v.moveSide(m, d) }})
	}
	for i := range said {
		s := &said[i]
		if len(v.asked) > 0 && !slices.ContainsFunc(s.Sources, func(id ActorID) bool { return slices.Contains(v.asked, id) }) {
			continue
		}
		add(s.Content, telling{by: s.Sources, line: &s.Line, side: s.conflictSide})
	}
	inside, err := v.countsInside(said)
	return v.onceEach(append(out, inside...)), err
}

// besideParagraphs is how far apart two may be told in one report to speak of one
// thing.
const besideParagraphs = 2

// countsDeed tells whether two numbers are told of one deed: two words that are no names
// are common to them; who got 13 votes "for Ann Berg" and who 31 may be two.
func (v *view) countsDeed(o, t *telling) bool {
	names := append(namesIn(o.line.Words, v.reports[o.line.Report].Outlet), namesIn(t.line.Words, v.reports[t.line.Report].Outlet)...)
	n := 0
	for _, w := range o.rest {
		if slices.Contains(t.rest, w) && !slices.Contains(names, w) {
			n++
		}
	}
	return n > 1 && o.unit != "" && t.unit != ""
}

// countsInside finds what two of different parties tell in one report, at most two
// paragraphs apart, in numbers that cannot both be right: with two content words in
// common, as sure.
func (v *view) countsInside(said []StatementLine) ([]Conflict, error) {
	at := map[ReportID][]telling{}
	var out []Conflict
	for i := range said {
		s := &said[i]
		if len(s.Sources) == 0 || unsure(s.Content) || negated(s.Content) {
			continue
		}
		t := telling{by: s.Sources, line: &s.Line, side: s.conflictSide}
		for _, t.count = range countsOf(s.Content) {
			for _, o := range at[s.Report] {
				near := max(o.line.Paragraph-s.Paragraph, s.Paragraph-o.line.Paragraph) <= besideParagraphs
				if !near || !o.count.sameThing(&t.count) || !o.against(t.number) || !v.countsDeed(&o, &t) {
					continue
				}
				if err := v.meetParties(slices.Concat(o.by, t.by)); err != nil {
					return nil, err
				}
				if meets(v.partiesOf(o.by), v.partiesOf(t.by)...) {
					continue
				}
				out = append(out, Conflict{
					Kind: NumbersDiffer, A: o.side(o.words), B: t.side(t.words),
					Why: fmt.Sprintf("%s against %s of the same thing in one report", o.words, t.words),
				})
				break
			}
			at[s.Report] = append(at[s.Report], t)
		}
	}
	return out, nil
}

// conflictSide is a statement as one side of a conflict.
func (s *StatementLine) conflictSide(differ string) ConflictSide {
	return ConflictSide{Key: s.Key, Words: s.Words, Actors: s.Sources, Said: s.Said, Source: s.Source, Differ: differ}
}

// sameThing tells whether two numbers count one thing: the first word behind the one
// stands behind the other too, where any does, and one is told in all the words of
// the other, which are two or all that the other has. What differs in a word on
// both sides, in north and south, may be two things.
func (c *count) sameThing(o *count) bool {
	if c.unit+o.unit != "" && !slices.Contains(o.after, c.unit) && !slices.Contains(c.after, o.unit) {
		return false
	}
	n, short, long := shared(c.rest, o.rest), min(len(c.rest), len(o.rest)), max(len(c.rest), len(o.rest))
	return n > 0 && n == short && 2*n >= long && (n > 1 || short == long)
}
