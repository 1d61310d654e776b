package ledger

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// Kinds are kinds of line; the zero value stands for all.
type Kinds struct {
	Moves      bool // without a code of PLOVER
	Events     bool // moves with one
	Statements bool
	Deadlines  bool
	Shifts     bool // that reports tell
}

// Cursor is a place in a list of lines of several kinds: the number of the last line
// of each that was given, 0 for none.
type Cursor struct{ Move, Statement, Deadline, Shift int64 }

// Span is what lies on a stretch of days, the newest first.
type Span struct {
	Items []Item // by the day of saying, deadlines too; their states are not looked for
	// From is the day from which on all lines were read: "" where nothing was left
	// out. Of that day itself lines may be missing.
	From  Day
	Next  Cursor            // goes on behind Items; zero where nothing is left
	Names map[ActorID]Actor // who acts, speaks or is acted on, corrected
	// Stances are the stances that moves make on the proposal itself, by the key of the
	// move.
	Stances map[string]doc.Stance
	sides   map[ActorID]ActorID
}

// Side is the party of the dossier that an actor belongs to, else the actor itself.
func (s *Span) Side(id ActorID) ActorID {
	if p, ok := s.sides[id]; ok {
		return p
	}
	return id
}

// Span gives the newest lines within the bounds, at most 200 or Ask.Limit, and where
// to go on. What copies tell again is told once. It is [Ledger.Timeline] for
// large ledgers: it reads at most as many lines of each kind, and looks neither for
// what came of deadlines nor for shifts between passages. The days of a deadline are
// those of its window, and since and until bound its end.
func (l *Ledger) Span(ctx context.Context, ask Ask, kinds Kinds, after Cursor) (*Span, error) {
	return l.readSpan(ctx, ask, kinds, after, false)
}

// Marks is [Ledger.Span] for drawings, without the sources of lines: what is a copy
// of what is told by the families that the store holds now, as of whatever time is
// asked for.
func (l *Ledger) Marks(ctx context.Context, ask Ask, kinds Kinds) (*Span, error) {
	return l.readSpan(ctx, ask, kinds, Cursor{}, true)
}

func (l *Ledger) readSpan(ctx context.Context, ask Ask, kinds Kinds, after Cursor, bare bool) (*Span, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	if kinds == (Kinds{}) {
		kinds = Kinds{true, true, true, true, true}
	}
	r := &spanRead{v: v, limit: v.limit(listLines), next: after, kinds: kinds, bare: bare}
	for _, step := range []func() error{r.moves, r.statements, r.deadlines, r.shifts} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r.span()
}

// spanRead is a span under way. The lines of each kind stand in the order of the
// store, by day and number.
type spanRead struct {
	v     *view
	limit int
	kinds Kinds
	next  Cursor
	rows  []spanRow
	more  bool
	bare  bool // without sources

	m []Move
	s []Statement
	d []Deadline
	h []Shift
}

// spanRow is one line: its day, its kind, and its place among those of its kind.
type spanRow struct {
	day      Day
	kind, at int
}

func (r *spanRead) query(after int64) Query {
	q := r.v.q
	q.Newest, q.Limit, q.After = true, r.limit, after
	return q
}

// add notes the lines of one kind.
func (r *spanRead) add(kind, n int, day func(int) Day) {
	r.more = r.more || n >= r.limit
	for i := range min(n, r.limit) {
		r.rows = append(r.rows, spanRow{day(i), kind, i})
	}
}

func (r *spanRead) moves() (err error) {
	if !r.kinds.Moves && !r.kinds.Events {
		return nil
	}
	q := r.query(r.next.Move)
	q.Events = !r.kinds.Moves
	r.m, err = r.v.moves(q)
	r.add(0, len(r.m), func(i int) Day { return r.m[i].Said.From })
	return err
}

func (r *spanRead) statements() (err error) {
	if !r.kinds.Statements || r.v.chosen != nil { // a statement lies on no proposal
		return nil
	}
	r.s, err = r.v.statements(r.query(r.next.Statement))
	r.add(1, len(r.s), func(i int) Day { return r.s[i].Said.From })
	return err
}

func (r *spanRead) deadlines() (err error) {
	if !r.kinds.Deadlines || r.v.chosen != nil {
		return nil
	}
	r.d, err = r.v.deadlines(r.query(r.next.Deadline))
	r.add(2, len(r.d), func(i int) Day { return r.d[i].Said.From })
	return err
}

func (r *spanRead) shifts() (err error) {
	if !r.kinds.Shifts || r.v.chosen != nil {
		return nil
	}
	r.h, err = r.v.told(r.query(r.next.Shift))
	r.add(3, len(r.h), func(i int) Day { return r.h[i].Said.From })
	return err
}

// span takes the newest of all kinds, and puts sources and names to them.
func (r *spanRead) span() (*Span, error) {
	slices.SortStableFunc(r.rows, func(a, b spanRow) int { return cmp.Compare(b.day, a.day) })
	out := &Span{sides: r.v.sides}
	if len(r.rows) > r.limit {
		r.rows, r.more = r.rows[:r.limit], true
	}
	taken := [4]int{}
	for _, x := range r.rows {
		taken[x.kind] = x.at + 1
		out.From = x.day
	}
	r.m, r.s, r.d, r.h = r.m[:taken[0]], r.s[:taken[1]], r.d[:taken[2]], r.h[:taken[3]]
	if r.more {
		out.Next = r.cursor()
	} else {
		out.From = ""
	}
	if err := r.items(out); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out.Items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(b.said(), a.said()), cmp.Compare(a.key(), b.key()))
	})
	out.Names = r.v.actors
	return out, r.stances(out)
}

// stances reads the positions that the moves make.
func (r *spanRead) stances(out *Span) error {
	out.Stances = map[string]doc.Stance{}
	if len(r.m) == 0 {
		return nil
	}
	q := r.query(0)
	q.Since, q.Limit = max(q.Since, r.m[len(r.m)-1].Said.From), 2*r.limit
	list, err := r.v.positions(q)
	for i := range list {
		if x := &list[i]; x.Option == 0 || out.Stances[x.Move] == 0 {
			out.Stances[x.Move] = x.Stance
		}
	}
	delete(out.Stances, "")
	return err
}

func (r *spanRead) cursor() Cursor {
	c := r.next
	if n := len(r.m); n > 0 {
		c.Move = int64(r.m[n-1].ID)
	}
	if n := len(r.s); n > 0 {
		c.Statement = int64(r.s[n-1].ID)
	}
	if n := len(r.d); n > 0 {
		c.Deadline = int64(r.d[n-1].ID)
	}
	if n := len(r.h); n > 0 {
		c.Shift = int64(r.h[n-1].ID)
	}
	return c
}

// said is the day on which an item was said, for a deadline too.
func (i *Item) said() Day {
	if i.Deadline != nil {
		return i.Deadline.Said.From
	}
	return i.Day.From
}

// items makes items of the lines that were taken, what copies tell again once.
func (r *spanRead) items(out *Span) error {
	v := r.v
	cite := v.cite
	if r.bare {
		cite = v.kin
	}
	if err := cite(slices.Concat(reportsOf(r.m), reportsOf(r.s), reportsOf(r.d), reportsOf(r.h))...); err != nil {
		return err
	}
	if err := v.meet(r.actors()...); err != nil {
		return err
	}
	told := map[place][]Line{}
	for i := range r.m {
		k := place{r.m[i].Report, r.m[i].Paragraph}
		told[k] = append(told[k], r.m[i].Line)
	}
	moves, err := r.once()
	if err != nil {
		return err
	}
	lines, err := v.moveLines(moves)
	if err != nil {
		return err
	}
	for _, g := range v.alikeMoves(lines, 0) {
		if m := g[0]; r.kinds.Events || m.Plover.Event == "" {
			out.Items = append(out.Items, Item{Day: m.Said, Move: &m})
		}
	}
	statements, err := v.saidOnce(r.s, told)
	if err != nil {
		return err
	}
	out.Items = append(out.Items, statements...)
	for _, g := range v.sameWindows(r.d) {
		d := DueLine{Deadline: g[0], Source: v.source(&g[0].Line)}
		out.Items = append(out.Items, Item{Day: Said{d.From, d.To}, Deadline: &d})
	}
	for i := range r.h {
		s := &r.h[i]
		link := &ShiftLink{Actor: v.actor(s.Actor), By: s.Actor, Told: s, Source: v.source(&s.Line), Day: s.Said}
		link.From.Words, link.To.Words = s.From, s.To
		out.Items = append(out.Items, Item{Day: s.Said, Shift: link})
	}
	return nil
}

// once are the moves that were taken without those that a family tells again on
// another day; drawings, which cite nothing, do not look for them.
func (r *spanRead) once() ([]Move, error) {
	if r.bare {
		return r.m, nil
	}
	again, err := r.v.retold(r.m, !r.kinds.Moves)
	return slices.DeleteFunc(slices.Clone(r.m), func(m Move) bool { return again[m.Key] }), err
}

// kin reads the families of reports, and nothing else of them: what is read so is not
// cited in the same question.
func (v *view) kin(ids ...ReportID) error {
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	list, err := v.store.Reports(v.ctx, Query{Reports: slices.Compact(ids), Bare: true})
	for _, r := range list {
		v.reports[r.ID] = r
	}
	return err
}

// actors are all whom the lines name.
func (r *spanRead) actors() (ids []ActorID) {
	for i := range r.m {
		ids = append(append(append(ids, r.m[i].By...), r.m[i].Via...), r.m[i].To...)
	}
	for i := range r.s {
		ids = append(ids, r.s[i].Sources...)
	}
	for i := range r.d {
		ids = append(ids, r.d[i].By)
	}
	for i := range r.h {
		ids = append(ids, r.h[i].Actor)
	}
	return ids
}
