package sqlkit

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// row is a line as it is stored.
type row struct {
	id, report, paragraph, start, size, said, till, sure, why int64
	voice                                                     uint8
	tag                                                       string
	words                                                     sql.NullString
}

// into are the places that the columns of a line are read to.
func (r *row) into(more ...any) []any {
	return append([]any{&r.id, &r.report, &r.tag, &r.paragraph, &r.start, &r.size, &r.words, &r.said, &r.till, &r.voice, &r.sure, &r.why}, more...)
}

// columnsOf are the columns of a kind of line, for a SELECT from l.
func columnsOf(k kind) string { return "l." + strings.Join(lineTables[k].columns, ", l.") }

// head is what a line needs of its report.
type head struct {
	key, text string
	learned   time.Time
}

// finisher turns rows into lines once their reports are known.
type finisher struct {
	heads map[int64]*head
	terms map[int64]string
}

// finish reads what the rows refer to: reports, texts where words are cut from
// them, terms. more are further terms.
func (s *Store) finish(ctx context.Context, rows []row, more []int64) (*finisher, error) {
	f := &finisher{heads: map[int64]*head{}, terms: map[int64]string{}}
	var bare, whole []int64
	text := map[int64]bool{}
	for i := range rows {
		f.terms[rows[i].why] = ""
		text[rows[i].report] = text[rows[i].report] || !rows[i].words.Valid
	}
	for i := range rows {
		id := rows[i].report
		if f.heads[id] != nil {
			continue
		}
		f.heads[id] = &head{}
		if text[id] {
			whole = append(whole, id)
		} else {
			bare = append(bare, id)
		}
	}
	for _, id := range more {
		f.terms[id] = ""
	}
	read := func(scan func(...any) error) error {
		var id, learned int64
		var h head
		if err := scan(&id, &h.key, &learned, &h.text); err != nil {
			return err
		}
		h.learned = time.UnixMilli(learned).UTC()
		f.heads[id] = &h
		return nil
	}
	if err := among(ctx, s, s.read, "SELECT r.id, r.key, r.learned, b.text FROM report r JOIN body b ON b.report = r.id WHERE %s", "r.id", whole, read); err != nil {
		return nil, err
	}
	if err := among(ctx, s, s.read, "SELECT r.id, r.key, r.learned, '' FROM report r WHERE %s", "r.id", bare, read); err != nil {
		return nil, err
	}
	return f, s.termTexts(ctx, s.read, f.terms)
}

// line is the line of a row.
func (f *finisher) line(r *row) ledger.Line {
	h := f.heads[r.report]
	words := r.words.String
	if !r.words.Valid {
		words = cut(h.text, r.start, r.size)
	}
	return ledger.Line{
		Key: untag(h.key, r.tag), Report: ledger.ReportID(r.report), Paragraph: int(r.paragraph), Span: doc.Span{Start: int(r.start), End: int(r.start + r.size)},
		Words: words, Said: ledger.Said{From: numberDay(r.said), To: numberDay(r.till)}, Learned: h.learned,
		Voice: doc.Voice(r.voice), Confidence: float64(r.sure) / 1e6, Why: f.terms[r.why],
	}
}

// leastRows is for how many rows there is room at first.
const leastRows = 16

// lines asks for the lines of a kind: into gives the places for what a line has
// of its own, done finishes one.
func lines[T any](ctx context.Context, s *Store, query string, args []any, into func(*T) []any, done func(*finisher, *T, int64, ledger.Line)) ([]T, error) {
	var rows []row
	var out []T
	var r row
	var x, none T
	places := r.into(into(&x)...) // one row after the other: lines are read by the thousand
	err := s.each(ctx, s.read, query, args, func(scan func(...any) error) error {
		x = none
		if err := scan(places...); err != nil {
			return err
		}
		if len(rows) == cap(rows) {
			rows, out = slices.Grow(rows, len(rows)+leastRows), slices.Grow(out, len(rows)+leastRows)
		}
		rows, out = append(rows, r), append(out, x)
		return nil
	})
	if err != nil {
		return nil, err
	}
	f, err := s.finish(ctx, rows, nil)
	if err != nil {
		return nil, err
	}
	for i := range out {
		done(f, &out[i], rows[i].id, f.line(&rows[i]))
	}
	return out, nil
}

// Moves implements ledger.Store.
func (s *Store) Moves(ctx context.Context, q ledger.Query) ([]ledger.Move, error) {
	l, err := s.list(ctx, aMove, q)
	if err != nil {
		return nil, s.fail("asking for moves", err)
	}
	query, args := l.query(columnsOf(aMove))
	out, err := s.moves(ctx, query, args)
	return out, s.fail("asking for moves", err)
}

// packedMove is a move as it is stored.
type packedMove struct {
	ledger.Move
	by, via, to, conditions string
	act, status             uint8
	denial, binds           int64
	event                   int64
}

func (s *Store) moves(ctx context.Context, query string, args []any) ([]ledger.Move, error) {
	events := map[int64]string{}
	packed, err := lines(ctx, s, query, args, func(m *packedMove) []any {
		return []any{&m.act, &m.status, &m.by, &m.via, &m.to, &m.What, &m.Cue, &m.conditions, &m.Denies, &m.denial, &m.event, &m.Proposal, &m.binds}
	}, func(f *finisher, m *packedMove, id int64, l ledger.Line) {
		m.Line = l
		m.ID = ledger.MoveID(id)
		m.Denies = untag(f.heads[int64(l.Report)].key, m.Denies)
		events[m.event] = ""
	})
	if err != nil {
		return nil, err
	}
	if err := s.termTexts(ctx, s.read, events); err != nil {
		return nil, err
	}
	out := make([]ledger.Move, len(packed))
	for i := range packed {
		m := &packed[i]
		m.Act, m.Status = doc.Act(m.act), doc.Status(m.status)
		m.By, m.Via, m.To = textIDs(m.by), textIDs(m.via), textIDs(m.to)
		m.What, m.Cue = unpack(m.Words, m.What), unpack(m.Words, m.Cue)
		m.Commitment, m.Plover = m.binds > 0, eventOf(events[m.event])
		if m.Conditions, err = unpackConditions(m.Words, m.conditions); err != nil {
			return nil, err
		}
		out[i] = m.Move
	}
	return out, nil
}

// MovesByKey implements ledger.Store.
func (s *Store) MovesByKey(ctx context.Context, keys []string) ([]ledger.Move, error) {
	const doing = "asking for moves by their keys"
	reports, odd, want := map[string]bool{}, []string(nil), map[string]bool{}
	for _, k := range keys {
		want[clean(k)] = true
		report, _, ok := strings.Cut(k, ":")
		if ok {
			reports[clean(report)] = true
		}
		odd = append(odd, ":"+clean(k))
	}
	at := map[string]ledger.ReportID{}
	err := among(ctx, s, s.read, "SELECT id, key FROM report WHERE %s", "key", sortedKeys(reports), func(scan func(...any) error) error {
		var id ledger.ReportID
		var key string
		err := scan(&id, &key)
		at[key] = id
		return err
	})
	if err != nil {
		return nil, s.fail(doing, err)
	}
	var out []ledger.Move
	take := func(condition string, args []any) error {
		list, err := s.moves(ctx, "SELECT "+columnsOf(aMove)+" FROM move l WHERE "+condition+" ORDER BY +l.said, +l.id", args)
		for i := range list {
			if want[list[i].Key] {
				out = append(out, list[i])
				delete(want, list[i].Key)
			}
		}
		return err
	}
	// Of the other moves of these reports, those whose tag is asked for elsewhere come too.
	all := sortedKeys(want)
	for len(all) > 0 && err == nil {
		n := min(len(all), manyArgs/2)
		var ids []ledger.ReportID
		tags := map[string]bool{}
		for _, k := range all[:n] {
			report, tag, _ := strings.Cut(k, ":")
			if id, ok := at[report]; ok {
				ids = append(ids, id)
				tags[tag] = true
			}
		}
		if len(ids) > 0 {
			in := numbers(ids)
			err = take("l.report IN ("+marks(len(in))+") AND l.tag IN ("+marks(len(tags))+")", append(in, cleaned(sortedKeys(tags))...))
		}
		all = all[n:]
	}
	for len(odd) > 0 && err == nil {
		n := min(len(odd), manyArgs)
		err = take("l.tag >= ':' AND l.tag < ';' AND l.tag IN ("+marks(n)+")", cleaned(odd[:n]))
		odd = odd[n:]
	}
	return out, s.fail(doing, err)
}

// Statements implements ledger.Store.
func (s *Store) Statements(ctx context.Context, q ledger.Query) ([]ledger.Statement, error) {
	l, err := s.list(ctx, aStatement, q)
	if err != nil {
		return nil, s.fail("asking for statements", err)
	}
	query, args := l.query(columnsOf(aStatement))
	out, err := s.statements(ctx, query, args)
	return out, s.fail("asking for statements", err)
}

func (s *Store) statements(ctx context.Context, query string, args []any) ([]ledger.Statement, error) {
	type packed struct {
		ledger.Statement
		sources, to string
		kind        uint8
		print       int64
	}
	list, err := lines(ctx, s, query, args, func(x *packed) []any {
		return []any{&x.sources, &x.Source, &x.Cue, &x.Content, &x.kind, &x.to, &x.print}
	}, func(f *finisher, x *packed, id int64, l ledger.Line) {
		w := l.Words
		x.ID = ledger.StatementID(id)
		x.Line, x.Sources, x.To, x.Kind, x.Print = l, textIDs(x.sources), textIDs(x.to), doc.StatementKind(x.kind), uint64(x.print)
		x.Source, x.Cue, x.Content = unpack(w, x.Source), unpack(w, x.Cue), unpack(w, x.Content)
	})
	out := make([]ledger.Statement, len(list))
	for i := range list {
		out[i] = list[i].Statement
	}
	return out, err
}

// Positions implements ledger.Store.
func (s *Store) Positions(ctx context.Context, q ledger.Query) ([]ledger.Position, error) {
	l, err := s.list(ctx, aPosition, q)
	if err != nil {
		return nil, s.fail("asking for positions", err)
	}
	query, args := l.query(columnsOf(aPosition) + ", 0")
	list, err := s.positions(ctx, query, args)
	out := make([]ledger.Position, len(list))
	for i := range list {
		out[i] = list[i].Position
	}
	return out, s.fail("asking for positions", err)
}

// packedPosition is a position as it is stored, with the part of the question that
// it answers.
type packedPosition struct {
	ledger.Position
	stance, act, status uint8
	part                int
}

func (s *Store) positions(ctx context.Context, query string, args []any) ([]packedPosition, error) {
	return lines(ctx, s, query, args, func(x *packedPosition) []any {
		return []any{&x.Proposal, &x.Option, &x.Actor, &x.By, &x.stance, &x.act, &x.status, &x.If, &x.Move, &x.part}
	}, func(f *finisher, x *packedPosition, id int64, l ledger.Line) {
		x.ID = ledger.PositionID(id)
		x.Line, x.Stance, x.Act, x.Status = l, doc.Stance(x.stance), doc.Act(x.act), doc.Status(x.status)
		x.If, x.Move = unpack(l.Words, x.If), untag(f.heads[int64(l.Report)].key, x.Move)
	})
}

// setsAtOnce is how many sets of proposals one statement asks of.
const setsAtOnce = 100

// PositionsOf implements ledger.Store.
func (s *Store) PositionsOf(ctx context.Context, sets [][]ledger.ProposalID, q ledger.Query) ([][]ledger.Position, error) {
	const doing = "asking for positions"
	q.Proposals, q.After = nil, 0
	l := &lister{k: aPosition, q: q, limit: limitOf(q), narrow: true}
	if err := s.bound(ctx, l); err != nil { // as for few lines: the proposals lead
		return nil, s.fail(doing, err)
	}
	out := make([][]ledger.Position, len(sets))
	for from := 0; from < len(sets); from += setsAtOnce {
		query, args := l.parts(sets[from:min(len(sets), from+setsAtOnce)])
		if query == "" {
			continue
		}
		list, err := s.positions(ctx, query, args)
		if err != nil {
			return nil, s.fail(doing, err)
		}
		for i := range list {
			at := from + list[i].part
			out[at] = append(out[at], list[i].Position)
		}
	}
	for _, list := range out {
		ordered(list, q.Newest)
	}
	return out, nil
}

// parts is the question for the positions of sets of proposals, each up to the
// limit; "" where all are empty.
func (l *lister) parts(sets [][]ledger.ProposalID) (string, []any) {
	var parts []string
	var args []any
	for i, set := range sets {
		if len(set) == 0 {
			continue
		}
		one := *l
		one.where, one.args = slices.Clone(l.where), slices.Clone(l.args)
		one.in("l.proposal", numbers(set))
		a := one.arms()[0]
		if len(set) == 1 { // its index has them in order: no more are read than are asked for
			a.where, a.order = strings.ReplaceAll(a.where, "+l.said", "l.said"), strings.ReplaceAll(a.order, "+l.", "l.")
		}
		parts = append(parts, "SELECT "+itoa(int64(i))+" AS part, line FROM (SELECT l.id AS line FROM "+a.from+a.where+a.order+" LIMIT ?) AS p")
		args = append(append(args, a.args...), l.limit)
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "SELECT " + columnsOf(aPosition) + ", x.part FROM (" + strings.Join(parts, " UNION ALL ") + ") AS x JOIN position l ON l.id = x.line", args
}

// ordered puts positions into the order of a query: a server would sort them with
// all of their columns.
func ordered(list []ledger.Position, newest bool) {
	slices.SortFunc(list, func(a, b ledger.Position) int {
		c := cmp.Or(cmp.Compare(a.Said.From, b.Said.From), cmp.Compare(a.ID, b.ID))
		if newest {
			return -c
		}
		return c
	})
}

// Deadlines implements ledger.Store.
func (s *Store) Deadlines(ctx context.Context, q ledger.Query) ([]ledger.Deadline, error) {
	type packed struct {
		ledger.Deadline
		from, to int64
	}
	l, err := s.list(ctx, aDeadline, q)
	if err != nil {
		return nil, s.fail("asking for deadlines", err)
	}
	query, args := l.query(columnsOf(aDeadline))
	list, err := lines(ctx, s, query, args, func(x *packed) []any {
		return []any{&x.By, &x.What, &x.Phrase, &x.from, &x.to, &x.Move}
	}, func(f *finisher, x *packed, id int64, l ledger.Line) {
		x.ID = ledger.DeadlineID(id)
		x.Line, x.From, x.To = l, numberDay(x.from), numberDay(x.to)
		x.What, x.Phrase, x.Move = unpack(l.Words, x.What), unpack(l.Words, x.Phrase), untag(f.heads[int64(l.Report)].key, x.Move)
	})
	out := make([]ledger.Deadline, len(list))
	for i := range list {
		out[i] = list[i].Deadline
	}
	return out, s.fail("asking for deadlines", err)
}

// Shifts implements ledger.Store.
func (s *Store) Shifts(ctx context.Context, q ledger.Query) ([]ledger.Shift, error) {
	l, err := s.list(ctx, aShift, q)
	if err != nil {
		return nil, s.fail("asking for shifts", err)
	}
	query, args := l.query(columnsOf(aShift))
	out, err := lines(ctx, s, query, args, func(x *ledger.Shift) []any {
		return []any{&x.Actor, &x.From, &x.To}
	}, func(f *finisher, x *ledger.Shift, id int64, l ledger.Line) {
		x.ID = ledger.ShiftID(id)
		x.Line, x.From, x.To = l, unpack(l.Words, x.From), unpack(l.Words, x.To)
	})
	return out, s.fail("asking for shifts", err)
}

func sortedKeys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
