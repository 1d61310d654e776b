package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// Bounds of what conflicts are looked for in: the newest within the question.
const (
	conflictMoves   = 5000
	conflictDenials = 500
	conflictReports = 500
	conflictLines   = 5 // changed lines told of one report
)

// Conflicts gives pairs of lines that cannot both be right, the newest first, at
// most 200 or Ask.Limit. Each kind asks for much before it tells of one: see
// denied, numbers, dates, speakers, changed and opposedStances.
//
// It looks at the newest 5000 moves, 500 denials, 500 quotes said by two, 500
// reports, 200 deadlines, and 400 positions of each of the 100 proposals last spoken of.
func (l *Ledger) Conflicts(ctx context.Context, ask Ask) ([]Conflict, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	list, err := v.conflicts()
	return list[:min(len(list), v.limit(listLines))], err
}

func (v *view) conflicts() ([]Conflict, error) {
	course, err := v.courseMoves()
	if err != nil {
		return nil, err
	}
	var moves []Move
	for i := range course { // the newest of the bounds are among the newest of more
		if v.q.Since == "" || course[i].Said.To >= v.q.Since {
			moves = append(moves, course[i])
		}
	}
	var out []Conflict
	finders := []func([]Move) ([]Conflict, error){v.denied, v.numbers, v.dates, v.speakers, v.changed, v.opposedStances}
	for _, find := range finders {
		list, err := find(moves)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortStableFunc(out, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(b.day(), a.day()), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.A.Key, b.A.Key), cmp.Compare(a.B.Key, b.B.Key))
	})
	return out, nil
}

// day is the day on which the later side was said.
func (c *Conflict) day() Day { return max(c.A.Said.From, c.B.Said.From) }

func (v *view) moveSide(m *Move, differ string) ConflictSide {
	return ConflictSide{Key: m.Key, Words: m.Words, Actors: m.By, Said: m.Said, Source: v.source(&m.Line), Differ: differ}
}

// onceEach keeps one conflict of each pair of families and of what differs.
func (v *view) onceEach(list []Conflict) []Conflict {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(c Conflict) bool {
		k := fmt.Sprintf("%d|%d|%s|%s", v.family(c.A.Source.Report), v.family(c.B.Source.Report), c.A.Differ, c.B.Differ)
		if seen[k] {
			return true
		}
		seen[k] = true
		return false
	})
}

// dates finds what is to happen on two days: a planned meeting of the same
// participants, and deadlines, see otherDay. The reports of
// meetings are of different families and came out within a day of one another: what is
// told later may be a new date.
func (v *view) dates(moves []Move) ([]Conflict, error) {
	at := map[string][]*Move{}
	var out []Conflict
	for i := range moves {
		m := &moves[i]
		if m.Act != doc.Meet || m.Status != doc.Planned || m.Said.From != m.Said.To || m.Said.From <= v.reports[m.Report].Published {
			continue
		}
		published := v.reports[m.Report].Published
		who := slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.By, m.To))))
		if len(who) < 2 {
			continue
		}
		k := fmt.Sprint(who)
		for _, o := range at[k] {
			near := apart(v.reports[o.Report].Published, published, 1) && apart(o.Said.From, m.Said.From, 21)
			if !near {
				continue
			}
			a, b := content(o.What), content(m.What)
			if o.Said != m.Said && v.family(o.Report) != v.family(m.Report) && (len(a) == 0 || len(b) == 0 || sameThing(a, b)) {
				out = append(out, Conflict{
					Kind: DatesDiffer, A: v.moveSide(o, string(o.Said.From)), B: v.moveSide(m, string(m.Said.From)),
					Why: fmt.Sprintf("the same meeting on %s and on %s", o.Said.From, m.Said.From),
				})
				break
			}
		}
		at[k] = append(at[k], m)
	}
	windows, err := v.windows()
	if err != nil {
		return nil, err
	}
	what := make([][]string, len(windows))
	for i := range windows {
		what[i] = content(windows[i].What)
		for k := range i {
			if o, d := &windows[k], &windows[i]; v.otherDay(o, d, what[k], what[i]) {
				out = append(out, Conflict{
					Kind: DatesDiffer, A: v.dueSide(o), B: v.dueSide(d), Why: fmt.Sprintf("the same meeting in %s and in %s", windowOf(o), windowOf(d)),
				})
			}
		}
	}
	return v.onceEach(out), err
}

// windowOf tells a window in words.
func windowOf(d *Deadline) string {
	if d.From == d.To || d.From == "" {
		return string(d.To)
	}
	return string(d.From) + " … " + string(d.To)
}

func (v *view) dueSide(d *Deadline) ConflictSide {
	return ConflictSide{Key: d.Key, Words: d.Words, Actors: []ActorID{d.By}, Said: d.Said, Source: v.source(&d.Line), Differ: windowOf(d)}
}

// otherDay tells whether two deadlines are of one thing on days that cannot both be
// right: one actor tells two ends of it on one day, or two reports of one day, or
// of two that follow, tell of one gathering of the same in windows apart. a and b are
// the content words of what they are of.
func (v *view) otherDay(o, d *Deadline, a, b []string) bool {
	if o.To == d.To || shared(a, b) == 0 || v.family(o.Report) == v.family(d.Report) {
		return false
	}
	if d.By != 0 && o.By == d.By && o.Said == d.Said && len(b) > 1 && likeness(a, b) >= 0.6 {
		return true
	}
	r, s := v.reports[o.Report], v.reports[d.Report]
	disjoint := o.From != "" && d.From != "" && (o.To < d.From || d.To < o.From) && apart(o.From, d.From, 14)
	coming := min(o.From, d.From) > max(r.Published, s.Published) && apart(r.Published, s.Published, 1)
	return disjoint && coming && sameGathering(a, b) && shared(namesIn(o.Words, r.Outlet), namesIn(d.Words, s.Outlet)) >= 2
}

// sameGathering tells whether two phrases name one meeting: they share two words,
// one of which is a word for it, and count it alike where both do.
func sameGathering(a, b []string) bool {
	gathers, first, second := false, "", ""
	for _, w := range a {
		gathers = gathers || slices.Contains(b, w) && (words().has("gathering", w) || words().has("gathering", w+"s"))
		if words().has("ordinal", w) {
			first = w
		}
	}
	for _, w := range b {
		if words().has("ordinal", w) {
			second = w
		}
	}
	return gathers && shared(a, b) >= 2 && (first == second || first == "" || second == "")
}

// namesIn are the words of a sentence that are written with a capital letter,
// without days, months and the name of the outlet.
func namesIn(s, outlet string) []string {
	var out []string
	own := plainWords(outlet)
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimLeft(w, "(“\"'")
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			continue
		}
		for _, c := range content(w) {
			if !words().has("calendar", c) && !slices.Contains(own, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// head is the first word of a phrase that says something: of what is denied, the
// deed.
func head(s string) string {
	for _, w := range plainWords(s) {
		if c := content(w); len(c) > 0 {
			return c[0]
		}
	}
	return ""
}

// windows reads the deadlines within the bounds, with their reports, in order, once
// for a question.
func (v *view) windows() ([]Deadline, error) {
	if v.due200 != nil {
		return v.due200, nil
	}
	q := v.q
	q.Newest, q.Limit, q.Proposals = true, listLines, nil
	list, err := v.deadlines(q)
	if err != nil {
		return nil, err
	}
	var reports []ReportID
	for i := range list {
		reports = append(reports, list[i].Report)
	}
	slices.SortFunc(list, func(a, b Deadline) int { return before(&a.Line, &b.Line) })
	v.due200 = list
	return list, v.cite(reports...)
}

// speakers finds the same quoted words in the mouths of two who do not speak for
// one another, told by different families.
func (v *view) speakers([]Move) ([]Conflict, error) {
	q := v.q
	q.Newest, q.Limit = true, conflictReports
	list, err := v.store.SameWords(v.ctx, q)
	if err != nil {
		return nil, err
	}
	if list, err = v.mendStatements(list, nil); err != nil {
		return nil, err
	}
	lines, err := v.statementLines(list)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(lines, func(a, b StatementLine) int { return before(&a.Line, &b.Line) })
	var sources []ActorID
	for i := range lines {
		sources = append(sources, lines[i].Sources...)
	}
	if err := v.meet(sources...); err != nil {
		return nil, err
	}
	at := map[uint64][]*StatementLine{}
	var out []Conflict
	for i := range lines {
		s := &lines[i]
		for _, o := range at[s.Print] {
			if v.family(o.Report) != v.family(s.Report) && v.strangers(o.Sources, s.Sources) {
				side := func(s *StatementLine) ConflictSide {
					return ConflictSide{Key: s.Key, Words: s.Content, Actors: s.Sources, Said: s.Said, Source: s.Source, Differ: v.names(s.Sources)}
				}
				a, b := side(o), side(s)
				out = append(out, Conflict{Kind: OtherSpeaker, A: a, B: b, Why: fmt.Sprintf("the same words are %s’s in one and %s’s in the other", a.Differ, b.Differ)})
				break
			}
		}
		at[s.Print] = append(at[s.Print], s)
	}
	return v.onceEach(out), nil
}

// names tells the names of actors.
func (v *view) names(ids []ActorID) string {
	var out []string
	for _, id := range ids {
		out = append(out, v.actor(id).Name)
	}
	return strings.Join(out, ", ")
}

// strangers tells whether two sets of named speakers share nobody and no party.
func (v *view) strangers(a, b []ActorID) bool {
	for _, x := range a {
		for _, y := range b {
			p, q := v.actor(x), v.actor(y)
			kin := p.Country != "" && p.Country == q.Country && (p.Kind != doc.Person || q.Kind != doc.Person)
			if p.ID == q.ID || nameless(&p) || nameless(&q) || kin || p.Party != 0 && (p.Party == q.ID) || q.Party != 0 && q.Party == p.ID {
				return false
			}
		}
	}
	return len(a) > 0 && len(b) > 0
}

// nameless tells whether an actor is only described: "the businessman" may be anybody.
func nameless(a *Actor) bool { return a.Unnamed || strings.ToLower(a.Name) == a.Name }

// opposedStances finds two families that tell opposed stances of one voice on one
// thing on one day, both in its own words or both narrated.
func (v *view) opposedStances([]Move) ([]Conflict, error) {
	w := *v
	w.ask.After = 0
	list, _, err := w.topics(shiftRows)
	if err != nil {
		return nil, err
	}
	var rows []*rowLines
	for _, p := range list {
		if !vague(&p) {
			rows = append(rows, &rowLines{proposal: p})
		}
	}
	if err := v.fill(rows...); err != nil {
		return nil, err
	}
	var out []Conflict
	for _, r := range rows {
		type voice struct {
			by     ActorID
			option OptionID
			said   Said
			near   bool
		}
		at := map[voice][]*Position{}
		for i := range r.lines {
			x := &r.lines[i]
			if x.Stance == 0 || x.Said.From == "" || x.Said.From != x.Said.To || x.Status == doc.Possible || x.Status == doc.Reported || x.Status == doc.Denied {
				continue
			}
			k := voice{x.By, x.Option, x.Said, isNear(x.Voice)}
			for _, o := range at[k] {
				if opposite(o.Stance, x.Stance) && v.family(o.Report) != v.family(x.Report) {
					side := func(p *Position) ConflictSide {
						return ConflictSide{Key: p.Key, Words: p.Words, Actors: []ActorID{p.By}, Said: p.Said, Source: v.source(&p.Line), Differ: p.Stance.String()}
					}
					out = append(out, Conflict{Kind: StancesOpposed, A: side(o), B: side(x), Why: fmt.Sprintf("%s and %s on one day: %s", o.Stance, x.Stance, r.proposal.Label)})
					break
				}
			}
			at[k] = append(at[k], x)
		}
	}
	return v.onceEach(out), nil
}
