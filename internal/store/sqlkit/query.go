package sqlkit

import (
	"context"
	"strings"

	"github.com/parley-reader/parley/ledger"
)

// lister builds the question for lines of one kind.
type lister struct {
	k      kind
	q      ledger.Query
	limit  int
	where  []string
	args   []any
	report bool  // the table report, as r, is needed
	since  int64 // the day before which only long stretches of days reach to Since
	narrow bool  // few lines are left by where: their order is made, not followed
}

// list prepares what all kinds of line are bounded by.
func (s *Store) list(ctx context.Context, k kind, q ledger.Query) (*lister, error) {
	l := &lister{k: k, q: q, limit: limitOf(q)}
	if len(q.Reports) > 0 {
		l.narrow = true
		l.in("l.report", numbers(q.Reports))
	}
	if len(q.Proposals) > 0 {
		switch k {
		case aMove, aPosition:
			l.narrow = true
			l.in("l.proposal", numbers(q.Proposals))
			if k == aMove {
				l.and("l.proposal > 0")
			}
		}
	}
	return l, s.bound(ctx, l)
}

// bound adds what holds whatever the lines are of.
func (s *Store) bound(ctx context.Context, l *lister) error {
	k, q := l.k, &l.q
	if err := s.ofOutlets(ctx, l); err != nil {
		return err
	}
	said := "l.said"
	if l.narrow {
		said = "+l.said"
	}
	if !q.AsOf.IsZero() {
		l.and(said+" <= ?", dayOf(q.AsOf))
		late, err := s.learnedAfter(ctx, *q)
		if err != nil {
			return err
		}
		if late {
			l.report = true
			l.and("r.learned <= ?", q.AsOf.UnixMilli())
		}
	}
	since, until := "l.till", said
	if k == aDeadline {
		since, until = "l.ends", "l.ends"
	}
	if q.Since != "" {
		l.and(since+" >= ?", max(1, dayNumber(q.Since)))
		if k != aDeadline && !l.narrow {
			l.since = max(1, dayNumber(q.Since)) - longSpan
		}
	}
	if q.Until != "" {
		l.and(until+" BETWEEN 1 AND ?", dayNumber(q.Until))
	}
	if q.Least > 0 {
		l.and("l.sure >= ?", sure(q.Least))
	}
	l.ofMoves()
	return s.after(ctx, l)
}

// longSpan is the difference of the numbers of two days from which on a line
// counts as long: from one month to the one after next, as "in 2019" does. Such
// lines have an index of their own, so that others need not be looked through for
// what reaches into a later day.
const longSpan = 100

// fewReports is up to how many reports their lines are gathered; of more, all
// lines are followed in the order of saying, and those of others left out.
const fewReports = 300

// ofOutlets bounds lines to outlets.
func (s *Store) ofOutlets(ctx context.Context, l *lister) error {
	if len(l.q.Outlets) == 0 {
		return nil
	}
	outlets := cleaned(l.q.Outlets)
	in := "IN (" + marks(len(outlets)) + ")"
	n := 0
	query := "SELECT count(*) FROM (SELECT 1 FROM report WHERE outlet " + in + " LIMIT " + itoa(fewReports+1) + ") AS x"
	if err := s.each(ctx, s.read, query, outlets, func(scan func(...any) error) error { return scan(&n) }); err != nil {
		return err
	}
	if n <= fewReports {
		l.narrow = true
		l.and("l.report IN (SELECT id FROM report WHERE outlet "+in+")", outlets...)
		return nil
	}
	l.report = true
	l.and("(r.outlet || '') "+in, outlets...) // an expression, so that its index does not lead
	return nil
}

// ofMoves adds what only moves are bounded by.
func (l *lister) ofMoves() {
	q := &l.q
	if len(q.Acts) > 0 && l.k == aMove {
		column := "l.act"
		if l.narrow || len(q.Acts) > 1 {
			column = "+l.act"
		}
		l.in(column, numbers(q.Acts))
	}
	if l.k != aMove {
		return
	}
	if q.Events {
		l.and("l.event > 0")
	}
	if q.Commitments {
		l.and("l.binds > 0")
	}
	if q.Denials {
		l.and("l.denial > 0")
	}
}

// after lets the list begin behind a line.
func (s *Store) after(ctx context.Context, l *lister) error {
	if l.q.After == 0 {
		return nil
	}
	said := int64(0)
	err := s.each(ctx, s.read, "SELECT said FROM "+lineTables[l.k].name+" WHERE id = ?", []any{l.q.After}, func(scan func(...any) error) error { return scan(&said) })
	if err != nil {
		return err
	}
	column := "(l.said, l.id)"
	if l.narrow {
		column = "(+l.said, +l.id)"
	}
	l.and(column+[]string{" > ", " < "}[number(l.q.Newest)]+"(?, ?)", said, l.q.After)
	return nil
}

func limitOf(q ledger.Query) int {
	if q.Limit <= 0 || q.Limit > ledger.MaxLimit {
		return ledger.MaxLimit
	}
	return q.Limit
}

// learnedAfter tells whether anything was learned after the time that is asked
// of, so that most questions need not look.
func (s *Store) learnedAfter(ctx context.Context, q ledger.Query) (bool, error) {
	last := int64(0)
	err := s.each(ctx, s.read, "SELECT coalesce(max(learned), 0) FROM report", nil, func(scan func(...any) error) error { return scan(&last) })
	return last > q.AsOf.UnixMilli(), err
}

func (l *lister) and(condition string, args ...any) {
	l.where = append(l.where, condition)
	l.args = append(l.args, args...)
}

// in bounds a column to a list, which is written out: it may be longer than the
// arguments of a statement may be many.
func (l *lister) in(column string, list []any) {
	if len(list) == 1 {
		l.and(column+" = ?", list...)
		return
	}
	l.and(column+" IN ("+marks(len(list))+")", list...)
}

func numbers[T ~int64 | ~uint8](list []T) []any {
	seen := map[T]bool{}
	var out []any
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, int64(x))
		}
	}
	return out
}

func cleaned(list []string) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = clean(x)
	}
	return out
}

// order is how lines are sorted, by columns of a table's short name.
func (l *lister) order(said, id string) string {
	if l.narrow {
		said, id = "+"+said, "+"+id
	}
	if l.q.Newest {
		return " ORDER BY " + said + " DESC, " + id + " DESC"
	}
	return " ORDER BY " + said + ", " + id
}

func (l *lister) conditions(first ...string) string {
	all := append(first, l.where...)
	if len(all) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(all, " AND ")
}

func (l *lister) joinReport() string {
	if l.report {
		return " JOIN report r ON r.id = l.report"
	}
	return ""
}

// manyArms is up to how many actors each is followed in the order of saying;
// of more, the lines are gathered and sorted.
const manyArms = 40

// arm is a part of a question: the first lines of one index.
type arm struct {
	from, where, order string
	args               []any
}

// streams tells whether the lines can be followed in one index.
func (l *lister) streams() bool {
	_, actors := l.speaking()
	return !l.narrow && len(actors) == 0 && l.since == 0
}

// speaking is whose lines are asked for, and as what kind the table spoke has them.
func (l *lister) speaking() (kind, []any) {
	if l.k == aMove && len(l.q.Awaited) > 0 {
		return anAwaited, numbers(l.q.Awaited)
	}
	return l.k, numbers(l.q.Actors)
}

// query is the question for columns of the lines. Numbers come first and rows
// after, so that no more rows are read than are asked for.
func (l *lister) query(columns string) (string, []any) {
	t := lineTables[l.k].name
	if l.streams() {
		return "SELECT " + columns + " FROM " + t + " l" + l.joinReport() + l.conditions() + l.order("l.said", "l.id") + " LIMIT ?", append(l.args, l.limit)
	}
	var parts []string
	var args []any
	for _, a := range l.arms() {
		parts = append(parts, "SELECT * FROM (SELECT l.said AS said, l.id AS line FROM "+a.from+a.where+a.order+" LIMIT ?) AS part")
		args = append(append(args, a.args...), l.limit)
	}
	if strings.Contains(parts[0], "spoke k") {
		once := ""
		if _, actors := l.speaking(); len(actors) > manyArms { // a line may be of several
			once = "DISTINCT "
		}
		for i := range parts {
			parts[i] = strings.Replace(parts[i], "SELECT l.said AS said, l.id AS line FROM spoke k", "SELECT "+once+"k.said AS said, k.line AS line FROM spoke k", 1)
		}
	}
	way := ""
	if l.q.Newest {
		way = " DESC"
	}
	from := parts[0]
	if len(parts) > 1 {
		from = "SELECT said, line FROM (" + strings.Join(parts, " UNION ") + ") AS u ORDER BY said" + way + ", line" + way + " LIMIT ?"
		args = append(args, l.limit)
	}
	return "SELECT " + columns + " FROM (" + from + ") AS x JOIN " + t + " l ON l.id = x.line ORDER BY x.said" + way + ", x.line" + way, args
}

// arms are the parts of the question.
func (l *lister) arms() []arm {
	t := lineTables[l.k].name
	plain := t + " l" + l.joinReport()
	k, actors := l.speaking()
	spoken := "EXISTS (SELECT 1 FROM spoke k WHERE k.kind = ? AND k.actor IN (" + marks(len(actors)) + ") AND k.said = l.said AND k.line = l.id)"
	ofActors := append([]any{int64(k)}, actors...)
	if l.k == aPosition { // it has its actors itself
		in := "IN (" + marks(len(actors)) + ")"
		spoken, ofActors = "(l.actor "+in+" OR l.speaker "+in+")", append(numbers(l.q.Actors), actors...)
	}
	if l.narrow {
		if len(actors) == 0 {
			return []arm{{plain, l.conditions(), l.order("l.said", "l.id"), l.args}}
		}
		return []arm{{plain, l.conditions(spoken), l.order("l.said", "l.id"), append(ofActors, l.args...)}}
	}
	var out []arm
	// Its index leads, not that of the days.
	long := []string{"l.till - l.said > " + itoa(longSpan), "+l.said < " + itoa(l.since)}
	where := make([]string, len(l.where))
	for i, w := range l.where {
		where[i] = strings.Replace(w, "l.said <", "+l.said <", 1)
		where[i] = strings.Replace(where[i], "l.said BETWEEN", "+l.said BETWEEN", 1)
		where[i] = strings.Replace(where[i], "(l.said, l.id)", "(+l.said, +l.id)", 1)
	}
	switch {
	case len(actors) == 0:
		out = append(out, arm{plain, l.conditions("l.said >= " + itoa(l.since)), l.order("l.said", "l.id"), l.args})
		long = append(long, where...)
		ofActors = nil
	case len(actors) > manyArms:
		out = append(out, l.spoke("k.actor IN ("+marks(len(actors))+")", actors...))
		long = append(append(long, spoken), where...)
	default:
		for _, a := range actors {
			out = append(out, l.spoke("k.actor = ?", a))
		}
		long = append(append(long, spoken), where...)
	}
	if l.since != 0 {
		out = append(out, arm{plain, " WHERE " + strings.Join(long, " AND "), l.order("+l.said", "+l.id"), append(ofActors, l.args...)})
	}
	return out
}

// spoke is the part of the lines of actors: what it says of days it says of the
// table spoke, which is in their order.
func (l *lister) spoke(condition string, actors ...any) arm {
	first := []string{"k.kind = ?", condition}
	if l.since != 0 {
		first = append(first, "k.said >= "+itoa(l.since))
	}
	k, _ := l.speaking()
	from, where := "spoke k", l.conditions(first...)
	if len(l.where) > 0 {
		from += " JOIN " + lineTables[l.k].name + " l ON l.id = k.line" + l.joinReport()
		where = strings.NewReplacer("l.said", "k.said", "l.id", "k.line").Replace(where)
	}
	return arm{from, where, l.order("k.said", "k.line"), append(append([]any{int64(k)}, actors...), l.args...)}
}
