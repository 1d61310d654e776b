package sqlkit

import (
	"context"
	"slices"

	"github.com/parley-reader/parley/ledger"
)

// manyQuoted is how many statements are looked at together.
const manyQuoted = 400

// SameWords implements ledger.Store.
func (s *Store) SameWords(ctx context.Context, q ledger.Query) ([]ledger.Statement, error) {
	const doing = "asking for the same words"
	page := q
	limit, actors := limitOf(q), q.Actors
	q.Limit, q.Actors, q.After = 0, nil, 0
	whole, err := s.list(ctx, aStatement, q) // what a print's sources are looked for in
	if err != nil {
		return nil, s.fail(doing, err)
	}
	q.After = page.After
	l, err := s.list(ctx, aStatement, q)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	l.and("l.print > 0")
	l.and("+l.print IN (SELECT print FROM shared)") // the days lead, not the prints
	var out []ledger.Statement
	shared := map[int64]bool{}
	for len(out) < limit {
		ids, prints, err := s.quoted(ctx, l)
		if err != nil || len(ids) == 0 {
			return out, s.fail(doing, err)
		}
		if err := s.sharedAmong(ctx, whole, prints, shared); err != nil {
			return nil, s.fail(doing, err)
		}
		var keep []any
		for i, id := range ids {
			if shared[prints[i]] {
				keep = append(keep, id)
			}
		}
		if len(keep) > 0 {
			list, err := s.statements(ctx, "SELECT "+columnsOf(aStatement)+" FROM statement l WHERE l.id IN ("+marks(len(keep))+")"+(&lister{q: q, narrow: true}).order("l.said", "l.id"), keep)
			if err != nil {
				return nil, s.fail(doing, err)
			}
			for i := range list {
				ours := len(actors) == 0 || slices.ContainsFunc(list[i].Sources, func(a ledger.ActorID) bool { return slices.Contains(actors, a) })
				if ours && len(out) < limit {
					out = append(out, list[i])
				}
			}
		}
		if len(ids) < manyQuoted {
			return out, nil
		}
		l.q.After = ids[len(ids)-1]
		if err := s.after(ctx, l); err != nil {
			return nil, s.fail(doing, err)
		}
	}
	return out, nil
}

// quoted are the next statements of a list whose prints may be shared.
func (s *Store) quoted(ctx context.Context, l *lister) (ids, prints []int64, err error) {
	l.limit = manyQuoted
	query, args := l.query("l.id, l.print")
	err = s.each(ctx, s.read, query, args, func(scan func(...any) error) error {
		var id, print int64
		err := scan(&id, &print)
		ids, prints = append(ids, id), append(prints, print)
		return err
	})
	return ids, prints, err
}

// sharedAmong tells of prints that are not in known yet whether two sets of
// sources have them within a list.
func (s *Store) sharedAmong(ctx context.Context, l *lister, prints []int64, known map[int64]bool) error {
	var ask []int64
	for _, p := range prints {
		if _, ok := known[p]; !ok {
			known[p] = false
			ask = append(ask, p)
		}
	}
	first := map[int64]string{}
	for len(ask) > 0 {
		n := min(len(ask), manyArgs)
		one := lister{k: aStatement, q: ledger.Query{}, report: l.report, where: slices.Clone(l.where), args: slices.Clone(l.args)}
		one.and("l.print > 0")
		one.in("l.print", numbers(ask[:n]))
		where := one.conditions()
		err := s.each(ctx, s.read, "SELECT DISTINCT l.print, l.sources FROM statement l"+one.joinReport()+where, one.args, func(scan func(...any) error) error {
			var p int64
			var sources string
			if err := scan(&p, &sources); err != nil {
				return err
			}
			set := setText(textIDs(sources))
			if before, ok := first[p]; !ok {
				first[p] = set
			} else if before != set {
				known[p] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		ask = ask[n:]
	}
	return nil
}
