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
	report bool // the table report, as r, is needed
	narrow bool // few lines are left by where: their order is made, not followed
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
	said := "l.said"
	if l.narrow {
		said = "+l.said"
	}
	if !q.AsOf.IsZero() {
		l.and(said+" <= ?", dayOf(q.AsOf))
		late, err := s.learnedAfter(ctx, q)
		if err != nil {
			return nil, err
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
	}
	if q.Until != "" {
		l.and(until+" BETWEEN 1 AND ?", dayNumber(q.Until))
	}
	if len(q.Outlets) > 0 {
		l.report = true
		l.in("r.outlet", cleaned(q.Outlets))
	}
	if q.Least > 0 {
		l.and("l.sure >= ?", sure(q.Least))
	}
	l.ofMoves()
	return l, s.after(ctx, l)
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

// query is the question for columns of the lines.
func (l *lister) query(columns string) (string, []any) {
	t := lineTables[l.k].name
	if len(l.q.Actors) == 0 {
		return "SELECT " + columns + " FROM " + t + " l" + l.joinReport() + l.conditions() + l.order("l.said", "l.id") + " LIMIT ?", append(l.args, l.limit)
	}
	actors := numbers(l.q.Actors)
	var arms []string
	var args []any
	join := ""
	if len(l.where) > 0 {
		join = " JOIN " + t + " l ON l.id = k.line" + l.joinReport()
	}
	arm := func(condition string, of ...any) {
		order := strings.ReplaceAll(l.order("k.said", "k.line"), "+", "")
		arms = append(arms, "SELECT * FROM (SELECT k.said, k.line FROM spoke k"+join+l.conditions("k.kind = ?", condition)+order+" LIMIT ?) AS a")
		args = append(append(append(append(args, int64(l.k)), of...), l.args...), l.limit*len(of))
	}
	if len(actors) > manyArms {
		arm("k.actor IN ("+marks(len(actors))+")", actors...)
	} else {
		for _, a := range actors {
			arm("k.actor = ?", a)
		}
	}
	of := strings.Join(arms, " UNION ")
	order := strings.ReplaceAll(l.order("x.said", "x.line"), "+", "")
	from := " FROM (SELECT said, line FROM (" + of + ") AS u GROUP BY said, line" + strings.ReplaceAll(order, "x.", "") + " LIMIT ?) AS x JOIN " + t + " l ON l.id = x.line"
	return "SELECT " + columns + from + order, append(args, l.limit)
}
