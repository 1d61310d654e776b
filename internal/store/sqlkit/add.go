package sqlkit

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-reader/parley/ledger"
)

// Add implements ledger.Store.
func (s *Store) Add(ctx context.Context, entries []*ledger.Entry) ([]ledger.Added, error) {
	for i, e := range entries {
		if err := check(e); err != nil {
			return nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
	}
	var added []ledger.Added
	err := s.change(ctx, "adding reports", func(w *Writer) error {
		var err error
		added, err = w.add(ctx, entries)
		return err
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// check tells what of an entry cannot be kept.
func check(e *ledger.Entry) error {
	if e == nil {
		return errors.New("it is nil")
	}
	if e.Report.Key == "" {
		return errors.New("the report has no key: make it by ledger.EntryOf")
	}
	bad := func(line, what string, id, n int64) error {
		return fmt.Errorf("report %s, %s: there is no %s %d among %d", e.Report.Key, line, what, id, n)
	}
	for i := range e.Positions {
		p := &e.Positions[i]
		if n := int64(len(e.Proposals)); p.Proposal < 1 || int64(p.Proposal) > n {
			return bad(p.Key, "proposal", int64(p.Proposal), n)
		}
		if n := int64(len(e.Options)); p.Option < 0 || int64(p.Option) > n {
			return bad(p.Key, "option", int64(p.Option), n)
		}
		if n := int64(len(e.Actors)); p.Actor < 1 || int64(p.Actor) > n {
			return bad(p.Key, "actor", int64(p.Actor), n)
		}
	}
	for i := range e.Options {
		if p, n := int64(e.Options[i].Proposal), int64(len(e.Proposals)); p < 1 || p > n {
			return bad(e.Options[i].Key, "proposal", p, n)
		}
	}
	return nil
}

// batch is what is added in one transaction.
type batch struct {
	w       *Writer
	entries []*ledger.Entry // those that are new
	reports []*report       // of each of entries
	who     []identity      // of each of entries
	terms   map[string]int64
	tally   map[string]int64
	people  *people
	spoke   []any
}

// identity maps the places of an entry to numbers of the store.
type identity struct {
	actors    []ledger.ActorID
	proposals []ledger.ProposalID
	options   []ledger.OptionID
}

func at[T any](list []T, place int64) (none T) {
	if place < 1 || place > int64(len(list)) {
		return none
	}
	return list[place-1]
}

func (w *Writer) add(ctx context.Context, entries []*ledger.Entry) ([]ledger.Added, error) {
	b := &batch{w: w, tally: map[string]int64{}}
	added, err := b.sortOut(ctx, entries)
	if err != nil || len(b.entries) == 0 {
		return added, err
	}
	for _, step := range []func(context.Context) error{b.families, b.versions, b.putReports, b.identify, b.putLines, b.count} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	byKey := map[string]*report{}
	for _, r := range b.reports {
		byKey[r.key] = r
	}
	for i, e := range entries {
		if r := byKey[e.Report.Key]; r != nil {
			added[i].Report, added[i].Version, added[i].Family = r.id, r.version, r.family
		}
	}
	return added, nil
}

// sortOut finds the entries that are new and numbers their reports.
func (b *batch) sortOut(ctx context.Context, entries []*ledger.Entry) ([]ledger.Added, error) {
	keys := make([]string, len(entries))
	for i, e := range entries {
		keys[i] = clean(e.Report.Key)
	}
	known := map[string]ledger.Added{}
	err := among(ctx, b.w.store, b.w, "SELECT key, id, version, family FROM report WHERE %s", "key", keys, func(scan func(...any) error) error {
		var key string
		a := ledger.Added{Same: true}
		if err := scan(&key, &a.Report, &a.Version, &a.Family); err != nil {
			return err
		}
		known[key] = a
		return nil
	})
	if err != nil {
		return nil, err
	}
	next, err := b.w.next(ctx, "report")
	if err != nil {
		return nil, err
	}
	added := make([]ledger.Added, len(entries))
	for i, e := range entries {
		a, ok := known[keys[i]]
		added[i] = a
		if ok {
			continue
		}
		known[keys[i]] = ledger.Added{Same: true}
		r := &report{id: ledger.ReportID(next), key: keys[i], origin: clean(e.Report.Origin), learned: e.Report.Learned.UnixMilli(), sketch: e.Report.Sketch}
		next++
		b.entries, b.reports = append(b.entries, e), append(b.reports, r)
	}
	return added, nil
}

// next is the first number that no row of a table has.
func (w *Writer) next(ctx context.Context, table string) (int64, error) {
	n := int64(0)
	err := w.store.each(ctx, w, "SELECT coalesce(max(id), 0) FROM "+table, nil, func(scan func(...any) error) error { return scan(&n) })
	return n + 1, err
}

// putReports puts in the reports with their texts.
func (b *batch) putReports(ctx context.Context) error {
	var rows, bodies []any
	var texts []Text
	for i, e := range b.entries {
		r, x := b.reports[i], &e.Report
		var url any
		if x.URL != x.Origin {
			url = clean(x.URL)
		}
		rows = append(rows, int64(r.id), r.key, r.origin, url, clean(x.Outlet), clean(x.Title), clean(x.Author), clean(x.Language), clean(x.Reader),
			dayNumber(x.Published), r.learned, int64(x.Words), int64(r.version), int64(r.previous), int64(r.family))
		text := clean(x.Text)
		bodies = append(bodies, int64(r.id), []byte(x.Sketch), text)
		texts = append(texts, Text{r.id, ledger.FoldName(x.Title), ledger.FoldName(text)})
	}
	b.tally["report"] += int64(len(b.entries))
	if err := b.w.insert(ctx, reportTable, rows); err != nil {
		return err
	}
	if err := b.w.insert(ctx, bodyTable, bodies); err != nil {
		return err
	}
	return b.w.store.dialect.Index(ctx, b.w, texts)
}

// count writes down how much was added.
func (b *batch) count(ctx context.Context) error { return b.w.count(ctx, b.tally) }

func (w *Writer) count(ctx context.Context, tally map[string]int64) error {
	if err := w.revise(ctx, tally["correction"] > 0); err != nil {
		return err
	}
	for _, name := range []string{"report", "family", "actor", "proposal", "move", "statement", "position", "deadline", "shift", "correction"} {
		if tally[name] == 0 {
			continue
		}
		err := w.Run(ctx, "INSERT INTO tally (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = tally.n + excluded.n", name, tally[name])
		if err != nil {
			return err
		}
	}
	return nil
}

// Replace implements ledger.Store. What actors and proposals are called stays as
// it is where it was told before.
func (s *Store) Replace(ctx context.Context, entry *ledger.Entry) error {
	if err := check(entry); err != nil {
		return err
	}
	return s.change(ctx, "replacing the lines of a report", func(w *Writer) error { return w.replace(ctx, entry) })
}

func (w *Writer) replace(ctx context.Context, entry *ledger.Entry) error {
	r := &report{key: clean(entry.Report.Key)}
	err := w.store.each(ctx, w, "SELECT id, learned FROM report WHERE key = ?", []any{r.key}, func(scan func(...any) error) error { return scan(&r.id, &r.learned) })
	if err != nil {
		return err
	}
	if r.id == 0 {
		return fmt.Errorf("report %s is not in the ledger: add it", r.key)
	}
	b := &batch{w: w, tally: map[string]int64{}, entries: []*ledger.Entry{entry}, reports: []*report{r}}
	if err := b.drop(ctx, r.id); err != nil {
		return err
	}
	x := &entry.Report
	if err := w.Run(ctx, "UPDATE report SET reader = ?, words = ? WHERE id = ?", clean(x.Reader), int64(x.Words), int64(r.id)); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{b.identify, b.putLines, b.count} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// drop takes the lines of a report away.
func (b *batch) drop(ctx context.Context, id ledger.ReportID) error {
	w, q := b.w, []any{int64(id)}
	if err := b.dropAwaited(ctx, id); err != nil {
		return err
	}
	for i, t := range []string{"move", "statement", "position", "deadline", "shift"} {
		links, err := b.links(ctx, kind(i+1), id)
		if err != nil {
			return err
		}
		for _, l := range links {
			if err := w.Run(ctx, "DELETE FROM spoke WHERE kind = ? AND actor = ? AND said = ? AND line = ?", l[:]...); err != nil {
				return err
			}
			if err := w.Run(ctx, "UPDATE actor SET lines = lines - 1 WHERE id = ?", l[1]); err != nil {
				return err
			}
		}
		n := int64(0)
		if err := w.store.each(ctx, w, "SELECT count(*) FROM "+t+" WHERE report = ?", q, func(scan func(...any) error) error { return scan(&n) }); err != nil {
			return err
		}
		b.tally[t] -= n
		if t == "position" {
			err := w.Run(ctx, "UPDATE proposal SET positions = positions - (SELECT count(*) FROM position p WHERE p.proposal = proposal.id AND p.report = ?) WHERE id IN (SELECT proposal FROM position WHERE report = ?)", q[0], q[0])
			if err != nil {
				return err
			}
		}
		if err := w.Run(ctx, "DELETE FROM "+t+" WHERE report = ?", q...); err != nil {
			return err
		}
	}
	return nil
}

// dropAwaited takes away whose acts the moves of a report ask for.
func (b *batch) dropAwaited(ctx context.Context, id ledger.ReportID) error {
	var links [][4]any
	err := b.w.store.each(ctx, b.w, "SELECT id, said, terms FROM move WHERE report = ? AND terms <> ''", []any{int64(id)}, func(scan func(...any) error) error {
		var line, said int64
		var terms string
		if err := scan(&line, &said, &terms); err != nil {
			return err
		}
		list, err := unpackConditions("", terms)
		for _, a := range awaited(list) {
			links = append(links, [4]any{int64(anAwaited), int64(a), said, line})
		}
		return err
	})
	for _, l := range links {
		if err == nil {
			err = b.w.Run(ctx, "DELETE FROM spoke WHERE kind = ? AND actor = ? AND said = ? AND line = ?", l[:]...)
		}
	}
	return err
}

// links are the rows of spoke of the lines of a report.
func (b *batch) links(ctx context.Context, k kind, id ledger.ReportID) ([][4]any, error) {
	columns := map[kind]string{
		aMove: "makers, via, target", aStatement: "sources, '', ''", aPosition: "CAST(actor AS TEXT), CAST(speaker AS TEXT), ''",
		aDeadline: "CAST(speaker AS TEXT), '', ''", aShift: "CAST(actor AS TEXT), '', ''",
	}
	var out [][4]any
	query := "SELECT id, said, " + columns[k] + " FROM " + lineTables[k].name + " WHERE report = ?"
	err := b.w.store.each(ctx, b.w, query, []any{int64(id)}, func(scan func(...any) error) error {
		var line, said int64
		var lists [3]string
		if err := scan(&line, &said, &lists[0], &lists[1], &lists[2]); err != nil {
			return err
		}
		for _, a := range speakers(textIDs(lists[0]), textIDs(lists[1]), textIDs(lists[2])) {
			out = append(out, [4]any{int64(k), int64(a), said, line})
		}
		return nil
	})
	return out, err
}

// speakers is each actor of some lists once, without 0.
func speakers(lists ...[]ledger.ActorID) []ledger.ActorID {
	var out []ledger.ActorID
	for _, list := range lists {
		for _, a := range list {
			seen := a == 0
			for _, x := range out {
				seen = seen || x == a
			}
			if !seen {
				out = append(out, a)
			}
		}
	}
	return out
}
