package sqlkit

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// Active implements ledger.Store.
func (s *Store) Active(ctx context.Context, q ledger.Query) ([]ledger.Proposal, error) {
	const doing = "asking for proposals"
	ids, err := s.active(ctx, q)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	list, err := s.Proposals(ctx, ids)
	if err != nil {
		return nil, err
	}
	at := map[ledger.ProposalID]int{}
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(list, func(a, b ledger.Proposal) int { return at[a.ID] - at[b.ID] })
	return list, nil
}

// fewProposals is up to how many each is asked for the day of its last position;
// of more, the positions are followed back until enough were met.
const fewProposals = 2000

// active numbers the proposals that were last spoken of, those of the latest day
// first and of one day the greater number first.
func (s *Store) active(ctx context.Context, q ledger.Query) ([]ledger.ProposalID, error) {
	limit, after := limitOf(q), q.After
	q.Limit, q.After, q.Newest = 0, 0, true
	l, err := s.list(ctx, aPosition, q)
	if err != nil {
		return nil, err
	}
	known := int64(0)
	err = s.each(ctx, s.read, "SELECT n FROM tally WHERE name = 'proposal'", nil, func(scan func(...any) error) error { return scan(&known) })
	if err != nil {
		return nil, err
	}
	if l.streams() && known <= fewProposals {
		return s.activeFew(ctx, l, limit, after)
	}
	// The server makes all of an answer before it gives the first row of it: so few
	// positions are asked for first, and more where they tell of too few proposals.
	for l.limit = max(1000, 16*limit); ; l.limit = min(8*l.limit, math.MaxInt32) {
		out, all, err := s.activeBack(ctx, l, limit, after)
		if err != nil || all {
			return out, err
		}
	}
}

// activeBack follows the positions of a question back. all is false where they end
// at the question's limit before enough proposals are met.
func (s *Store) activeBack(ctx context.Context, l *lister, limit int, after int64) (out []ledger.ProposalID, all bool, err error) {
	query, args := l.query("l.proposal, l.said")
	var day []ledger.ProposalID
	seen := map[ledger.ProposalID]bool{}
	begun, today, rows := after == 0, int64(-1), 0
	// Within a day the order is that of the proposals' numbers.
	flush := func() {
		slices.SortFunc(day, func(a, b ledger.ProposalID) int { return int(b - a) })
		for _, id := range day {
			if begun {
				out = append(out, id)
			}
			begun = begun || int64(id) == after
		}
		day = day[:0]
	}
	err = s.until(ctx, query, args, func(scan func(...any) error) (bool, error) {
		var id ledger.ProposalID
		var said int64
		if err := scan(&id, &said); err != nil {
			return false, err
		}
		if rows++; said != today {
			flush()
			today = said
		}
		if !seen[id] {
			seen[id] = true
			day = append(day, id)
		}
		return len(out) < limit, nil
	})
	if len(out) < limit && rows >= l.limit {
		return nil, err != nil, err // of the last day not all may have come
	}
	flush()
	return out[:min(limit, len(out))], true, err
}

// activeFew looks the last position of every proposal up.
func (s *Store) activeFew(ctx context.Context, l *lister, limit int, after int64) ([]ledger.ProposalID, error) {
	last := "SELECT l.said FROM position l" + l.joinReport() + l.conditions("l.proposal = p.id") + " ORDER BY l.said DESC LIMIT 1"
	var out []ledger.ProposalID
	begun := after == 0
	query := "SELECT x.id, x.said FROM (SELECT p.id AS id, coalesce((" + last + "), -1) AS said FROM proposal p) AS x ORDER BY x.said DESC, x.id DESC"
	err := s.until(ctx, query, l.args, func(scan func(...any) error) (bool, error) {
		var id ledger.ProposalID
		var said int64
		if err := scan(&id, &said); err != nil || said < 0 {
			return false, err // from here on, none was spoken of
		}
		if begun {
			out = append(out, id)
		}
		begun = begun || int64(id) == after
		return len(out) < limit, nil
	})
	return out, err
}

// until reads rows as long as it is told to go on.
func (s *Store) until(ctx context.Context, query string, args []any, row func(scan func(...any) error) (bool, error)) error {
	if s.trace != nil {
		s.trace(query, args)
	}
	rows, err := s.read.QueryContext(ctx, s.dialect.bind(query), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		on, err := row(rows.Scan)
		if err != nil || !on {
			return err
		}
	}
	return rows.Err()
}

const proposalColumns = "p.id, p.key, p.kind, p.label, p.participants"

func scanProposal(scan func(...any) error) (ledger.Proposal, error) {
	var p ledger.Proposal
	var kind uint8
	var who string
	err := scan(&p.ID, &p.Key, &kind, &p.Label, &who)
	p.Kind, p.Participants = doc.ProposalKind(kind), textIDs(who)
	return p, err
}

// proposalsAmong asks for proposals by a column.
func proposalsAmong[T any](ctx context.Context, s *Store, column string, list []T) ([]ledger.Proposal, error) {
	var out []ledger.Proposal
	err := among(ctx, s, s.read, "SELECT "+proposalColumns+" FROM proposal p WHERE %s", column, list, func(scan func(...any) error) error {
		p, err := scanProposal(scan)
		out = append(out, p)
		return err
	})
	return out, s.fail("asking for proposals", err)
}

// idList is each number once, in order.
func idList[T ~int64](list []T) []int64 {
	out := make([]int64, len(list))
	for i, x := range list {
		out[i] = int64(x)
	}
	return unique(out)
}

// Proposals implements ledger.Store.
func (s *Store) Proposals(ctx context.Context, ids []ledger.ProposalID) ([]ledger.Proposal, error) {
	return proposalsAmong(ctx, s, "p.id", idList(ids))
}

// ProposalsByKey implements ledger.Store.
func (s *Store) ProposalsByKey(ctx context.Context, keys []string) ([]ledger.Proposal, error) {
	return proposalsAmong(ctx, s, "p.key", distinct(keys))
}

// longest puts the words first that are likely the rarest.
func longest(words []string) []string {
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// FindProposals implements ledger.Store.
func (s *Store) FindProposals(ctx context.Context, words string, limit int) ([]ledger.Proposal, error) {
	want := longest(wordsOf(ledger.FoldName(words)))
	if len(want) == 0 || limit <= 0 {
		return nil, nil
	}
	query := "SELECT " + proposalColumns + " FROM proposal_word w JOIN proposal p ON p.id = w.proposal WHERE w.word = ?" +
		strings.Repeat(" AND EXISTS (SELECT 1 FROM proposal_word o WHERE o.word = ? AND o.proposal = w.proposal)", len(want)-1) +
		" ORDER BY p.positions DESC, p.id LIMIT ?"
	args := make([]any, len(want), len(want)+1)
	for i, w := range want {
		args[i] = w
	}
	var out []ledger.Proposal
	err := s.each(ctx, s.read, query, append(args, limit), func(scan func(...any) error) error {
		p, err := scanProposal(scan)
		out = append(out, p)
		return err
	})
	return out, s.fail("asking for proposals by words", err)
}

// Options implements ledger.Store.
func (s *Store) Options(ctx context.Context, proposals []ledger.ProposalID) ([]ledger.Option, error) {
	var out []ledger.Option
	err := among(ctx, s, s.read, "SELECT id, key, proposal, kind, value, dropped FROM choice WHERE %s", "proposal", idList(proposals), func(scan func(...any) error) error {
		var o ledger.Option
		var kind uint8
		err := scan(&o.ID, &o.Key, &o.Proposal, &kind, &o.Value, &o.Dropped)
		o.Kind = doc.OptionKind(kind)
		out = append(out, o)
		return err
	})
	slices.SortFunc(out, func(a, b ledger.Option) int { return int(a.ID - b.ID) })
	return out, s.fail("asking for options", err)
}

const actorColumns = "a.id, a.key, a.name, a.kind, a.country, a.role, a.party, a.entry, a.unnamed"

func scanActor(scan func(...any) error) (ledger.Actor, error) {
	var a ledger.Actor
	var kind uint8
	err := scan(&a.ID, &a.Key, &a.Name, &kind, &a.Country, &a.Role, &a.Party, &a.Entry, &a.Unnamed)
	a.Kind = doc.NameKind(kind)
	return a, err
}

func actorsAmong[T any](ctx context.Context, s *Store, column string, list []T) ([]ledger.Actor, error) {
	var out []ledger.Actor
	err := among(ctx, s, s.read, "SELECT "+actorColumns+" FROM actor a WHERE %s", column, list, func(scan func(...any) error) error {
		a, err := scanActor(scan)
		out = append(out, a)
		return err
	})
	if err == nil {
		err = s.namesOf(ctx, out)
	}
	return out, s.fail("asking for actors", err)
}

// namesOf puts the names into actors, in the order of the alphabet.
func (s *Store) namesOf(ctx context.Context, list []ledger.Actor) error {
	at, ids := map[int64]*ledger.Actor{}, make([]int64, len(list))
	for i := range list {
		ids[i] = int64(list[i].ID)
		at[ids[i]] = &list[i]
	}
	err := among(ctx, s, s.read, "SELECT actor, name FROM actor_name WHERE %s", "actor", ids, func(scan func(...any) error) error {
		var id int64
		var name string
		err := scan(&id, &name)
		at[id].Names = append(at[id].Names, name)
		return err
	})
	for i := range list {
		a := &list[i]
		if a.Unnamed && a.Name != "" {
			a.Names = append(a.Names, a.Name)
		}
		slices.Sort(a.Names)
		a.Names = slices.Compact(a.Names)
	}
	return err
}

// Actors implements ledger.Store.
func (s *Store) Actors(ctx context.Context, ids []ledger.ActorID) ([]ledger.Actor, error) {
	return actorsAmong(ctx, s, "a.id", idList(ids))
}

// ActorsByKey implements ledger.Store.
func (s *Store) ActorsByKey(ctx context.Context, keys []string) ([]ledger.Actor, error) {
	return actorsAmong(ctx, s, "a.key", distinct(keys))
}

// FindActors implements ledger.Store. Actors that are only described, not named,
// are not found.
func (s *Store) FindActors(ctx context.Context, name string, limit int) ([]ledger.Actor, error) {
	const doing = "asking for actors by name"
	fold := ledger.FoldName(name)
	want := longest(wordsOf(fold))
	if len(want) == 0 || limit <= 0 {
		return nil, nil
	}
	args := []any{fold}
	for _, w := range want {
		args = append(args, w)
	}
	query := "SELECT " + actorColumns + " FROM (SELECT n.actor AS actor, max(CASE WHEN n.fold = ? THEN 1 ELSE 0 END) AS very FROM name_word w JOIN actor_name n ON n.id = w.name WHERE w.word = ?" +
		strings.Repeat(" AND EXISTS (SELECT 1 FROM name_word o WHERE o.word = ? AND o.name = w.name)", len(want)-1) +
		" GROUP BY n.actor) AS x JOIN actor a ON a.id = x.actor ORDER BY x.very DESC, a.lines DESC, a.key LIMIT ?"
	var out []ledger.Actor
	err := s.each(ctx, s.read, query, append(args, limit), func(scan func(...any) error) error {
		a, err := scanActor(scan)
		out = append(out, a)
		return err
	})
	if err == nil {
		err = s.namesOf(ctx, out)
	}
	return out, s.fail(doing, err)
}

// Correct implements ledger.Store. A correction without a time is made now.
func (s *Store) Correct(ctx context.Context, c ledger.Correction) (int64, error) {
	if c.Learned.IsZero() {
		c.Learned = time.Now()
	}
	id := int64(0)
	err := s.change(ctx, "correcting", func(w *Writer) error {
		var err error
		if id, err = w.next(ctx, "correction"); err != nil {
			return err
		}
		row := []any{id, clean(string(c.Kind)), clean(c.Target), clean(c.With), clean(c.Author), clean(c.Reason), c.Learned.UnixMilli()}
		if err := w.insert(ctx, correctionTable, row); err != nil {
			return err
		}
		return w.count(ctx, map[string]int64{"correction": 1})
	})
	return id, err
}

// Corrections implements ledger.Store.
func (s *Store) Corrections(ctx context.Context) ([]ledger.Correction, error) {
	var out []ledger.Correction
	err := s.each(ctx, s.read, "SELECT id, kind, target, other, author, reason, learned FROM correction ORDER BY id", nil, func(scan func(...any) error) error {
		var c ledger.Correction
		var learned int64
		err := scan(&c.ID, &c.Kind, &c.Target, &c.With, &c.Author, &c.Reason, &learned)
		c.Learned = time.UnixMilli(learned).UTC()
		out = append(out, c)
		return err
	})
	return out, s.fail("asking for corrections", err)
}

// Counts implements ledger.Store.
func (s *Store) Counts(ctx context.Context) (ledger.Counts, error) {
	const doing = "counting"
	var c ledger.Counts
	at := map[string]*int64{"report": &c.Reports, "family": &c.Families, "actor": &c.Actors, "proposal": &c.Proposals, "move": &c.Moves, "statement": &c.Statements,
		"position": &c.Positions, "deadline": &c.Deadlines, "shift": &c.Shifts, "correction": &c.Corrections}
	var first, last, learned int64
	// One statement, so that all of it is of one state.
	query := "SELECT name, n FROM tally UNION ALL SELECT '<first', coalesce(min(published), 0) FROM report WHERE published > 0" +
		" UNION ALL SELECT '<last', coalesce(max(published), 0) FROM report UNION ALL SELECT '<learned', coalesce(max(learned), -1) FROM report"
	err := s.each(ctx, s.read, query, nil, func(scan func(...any) error) error {
		var name string
		var n int64
		if err := scan(&name, &n); err != nil {
			return err
		}
		switch name {
		case "<first":
			first = n
		case "<last":
			last = n
		case "<learned":
			learned = n
		default:
			if p := at[name]; p != nil {
				*p = n
			}
		}
		return nil
	})
	c.First, c.Last = numberDay(first), numberDay(last)
	if c.Reports > 0 {
		c.Learned = time.UnixMilli(learned).UTC()
	}
	return c, s.fail(doing, err)
}

// Backup implements ledger.Store.
func (s *Store) Backup(ctx context.Context, path string) error {
	err := s.read.PingContext(ctx) // a store that is closed has nothing to give
	if err == nil {
		err = s.dialect.Backup(ctx, s.read, path)
	}
	return s.fail("writing a backup", err)
}
