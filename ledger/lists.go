package ledger

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
)

// listLines is how many lines of one kind are given where no limit is asked for.
const listLines = 200

// list is the query of a list: the newest lines, or those after one of them.
func (v *view) list() Query {
	q := v.q
	q.Newest, q.Limit, q.After = true, v.limit(listLines), v.ask.After
	return q
}

// Events gives the moves that carry a code of PLOVER, the newest first, at most
// 200 or Ask.Limit; Ask.After goes on after the move of this number. What copies and
// versions of a report tell again is told once, where it was told first.
func (l *Ledger) Events(ctx context.Context, ask Ask) ([]MoveLine, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	q := v.list()
	q.Events = true
	moves, err := v.eventsOnce(q)
	if err != nil {
		return nil, err
	}
	return v.moveLines(moves)
}

// Statements gives who said what, the newest first, at most 200 or Ask.Limit;
// Ask.After goes on after the statement of this number.
func (l *Ledger) Statements(ctx context.Context, ask Ask) ([]StatementLine, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	list, err := v.statements(v.list())
	if err != nil {
		return nil, err
	}
	return v.statementLines(list)
}

// Sources gives the reports within the bounds, the newest first, without texts,
// at most 200 or Ask.Limit. Names of actors bound nothing here.
func (l *Ledger) Sources(ctx context.Context, ask Ask) ([]Report, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	q := v.list()
	q.Actors, q.Proposals = nil, nil
	return v.store.Reports(ctx, q)
}

// Search looks for words in the reports within the bounds; see [Store.Search].
func (l *Ledger) Search(ctx context.Context, words string, ask Ask) ([]Hit, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	q := v.list()
	q.Actors, q.Proposals = nil, nil
	return v.store.Search(ctx, words, q)
}

// sampleRead bounds the moves that a sample is drawn from.
const sampleRead = 20_000

// Sample draws n moves at random from the newest 20,000 within the bounds, each as
// likely as any other; the same seed over the same store draws the same.
func (l *Ledger) Sample(ctx context.Context, ask Ask, n int, seed uint64) ([]MoveLine, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	q := v.q
	q.Newest, q.Limit = true, sampleRead
	moves, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(moves, func(a, b Move) int { return cmp.Compare(a.Key, b.Key) })
	r := rand.New(rand.NewPCG(seed, 0x7061726c6579))
	r.Shuffle(len(moves), func(i, j int) { moves[i], moves[j] = moves[j], moves[i] })
	return v.moveLines(moves[:max(0, min(n, len(moves)))])
}

// Timeline gives moves, statements, deadlines and shifts by day, the oldest first:
// the newest 200 or Ask.Limit. A deadline lies on the days of its window. A
// statement that makes a move is told as the move alone. It reads at most as many
// lines of each kind as it gives.
func (l *Ledger) Timeline(ctx context.Context, ask Ask) ([]Item, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	q := v.list()
	q.After = 0
	moves, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	lines, err := v.moveLines(moves)
	if err != nil {
		return nil, err
	}
	var out []Item
	told := map[place][]Line{}
	if err := v.meetMakers(lines); err != nil {
		return nil, err
	}
	for _, g := range v.alikeMoves(lines, 0) {
		m := g[0]
		out = append(out, Item{Day: m.Said, Move: &m})
	}
	for i := range moves {
		k := place{moves[i].Report, moves[i].Paragraph}
		told[k] = append(told[k], moves[i].Line)
	}
	statements, err := v.timelineStatements(q, told)
	if err != nil {
		return nil, err
	}
	out = append(out, statements...)
	due, err := v.due(v.q, q.Limit)
	if err != nil {
		return nil, err
	}
	for i := range due {
		out = append(out, Item{Day: Said{due[i].From, due[i].To}, Deadline: &due[i]})
	}
	sortItems(out)
	if len(out) >= q.Limit { // what lies before them all is not told
		v.floor = out[len(out)-q.Limit].Day.From
	}
	shifts, err := v.shifts()
	if err != nil {
		return nil, err
	}
	for i := range shifts {
		out = append(out, Item{Day: shifts[i].Day, Shift: &shifts[i]})
	}
	sortItems(out)
	return out[max(0, len(out)-q.Limit):], nil
}

func sortItems(list []Item) {
	slices.SortStableFunc(list, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Day.From, b.Day.From), cmp.Compare(a.Day.To, b.Day.To), cmp.Compare(a.key(), b.key()))
	})
}

type place struct {
	report    ReportID
	paragraph int
}

// timelineStatements are those in which no move was found.
func (v *view) timelineStatements(q Query, told map[place][]Line) ([]Item, error) {
	list, err := v.statements(q)
	if err != nil {
		return nil, err
	}
	return v.saidOnce(list, told)
}

// saidOnce leaves out the statements in which a move was told, and what copies say
// again.
func (v *view) saidOnce(list []Statement, told map[place][]Line) ([]Item, error) {
	list = slices.DeleteFunc(list, func(s Statement) bool {
		return slices.ContainsFunc(told[place{s.Report, s.Paragraph}], func(l Line) bool {
			return l.Span.Start < s.Span.End && s.Span.Start < l.Span.End
		})
	})
	lines, err := v.statementLines(list)
	if err != nil {
		return nil, err
	}
	type saying struct {
		family ReportID
		words  string
	}
	seen := map[saying]bool{}
	var out []Item
	for i := range lines {
		k := saying{v.family(lines[i].Report), FoldName(lines[i].Content)}
		if !seen[k] {
			seen[k] = true
			out = append(out, Item{Day: lines[i].Said, Statement: &lines[i]})
		}
	}
	return out, nil
}

// key names the line of an item.
func (i *Item) key() string {
	switch {
	case i.Move != nil:
		return i.Move.Key
	case i.Statement != nil:
		return i.Statement.Key
	case i.Deadline != nil:
		return i.Deadline.Key
	case i.Shift != nil && i.Shift.Told != nil:
		return i.Shift.Told.Key
	case i.Shift != nil:
		return i.Shift.To.Key
	}
	return ""
}
