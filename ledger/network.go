package ledger

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// networkRead is how many moves a network is counted from.
const networkRead = 2000

// Pair is what one actor did towards another: only moves that tell to whom.
type Pair struct {
	From, To ActorID
	Acts     map[doc.Act]int // moves of each act; copies count once
	Moves    int             // of all acts
	First    Day
	Last     Day
}

// Network is who acts on whom.
type Network struct {
	Pairs   []Pair            // those with more moves first
	Names   map[ActorID]Actor // of the pairs
	Moves   int               // moves that were counted
	Unnamed int               // moves left out because nobody is named who acts or is acted on
	From    Day               // moves before this day were not read; "" where all were
}

// Network counts the moves that tell whom they are towards, by who makes them: the
// newest 2000 moves within the bounds. Copies are told as [Ledger.Marks] tells them. What is told as denied or only as possible is
// no act, and does not count.
func (l *Ledger) Network(ctx context.Context, ask Ask) (*Network, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	q := v.q
	q.Newest, q.Limit = true, networkRead
	moves, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	out := &Network{}
	if len(moves) >= networkRead {
		out.From = moves[len(moves)-1].Said.From
	}
	groups, err := v.towards(moves, v.kin)
	if err != nil {
		return nil, err
	}
	at := map[[2]ActorID]*Pair{}
	for _, g := range groups {
		v.countPairs(out, at, &g[0].Move)
	}
	for _, p := range at {
		out.Pairs = append(out.Pairs, *p)
	}
	slices.SortFunc(out.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Moves, a.Moves), cmp.Compare(v.actor(a.From).Key, v.actor(b.From).Key), cmp.Compare(v.actor(a.To).Key, v.actor(b.To).Key))
	})
	out.Names = v.actors
	return out, nil
}

// towards are the acts that tell whom they are towards, what copies tell once. cite
// reads their reports.
func (v *view) towards(moves []Move, cite func(...ReportID) error) ([][]MoveLine, error) {
	moves = slices.DeleteFunc(moves, func(m Move) bool {
		return len(m.By) == 0 || len(m.To) == 0 || m.Status == doc.Denied || m.Status == doc.Possible || m.Act == doc.Deny
	})
	var ids []ActorID
	for i := range moves {
		ids = append(append(ids, moves[i].By...), moves[i].To...)
	}
	if err := v.meet(ids...); err != nil {
		return nil, err
	}
	if err := cite(reportsOf(moves)...); err != nil {
		return nil, err
	}
	lines, err := v.moveLines(moves)
	if err != nil {
		return nil, err
	}
	return v.alikeMoves(lines, 0), nil
}

// countPairs counts one move for each pair of those who make it and those it is
// towards.
func (v *view) countPairs(out *Network, at map[[2]ActorID]*Pair, m *Move) {
	counted := false
	for _, from := range m.By {
		for _, to := range m.To {
			if from == to || v.actor(from).Unnamed || v.actor(to).Unnamed {
				continue
			}
			k := [2]ActorID{from, to}
			p := at[k]
			if p == nil {
				p = &Pair{From: from, To: to, Acts: map[doc.Act]int{}, First: m.Said.From}
				at[k] = p
			}
			p.Acts[m.Act]++
			p.Moves++
			p.First, p.Last, counted = min(p.First, m.Said.From), max(p.Last, m.Said.To), true
		}
	}
	if counted {
		out.Moves++
	} else {
		out.Unnamed++
	}
}

// betweenRead is how many moves of an actor are read for those towards another.
const betweenRead = 1000

// Between gives the moves of one actor towards another that [Ledger.Network] counts,
// the newest first: those among 1000 of the first within the bounds. next goes on as
// Ask.After, 0 where nothing is left. Both are names or keys.
func (l *Ledger) Between(ctx context.Context, ask Ask, from, to string) (list []MoveLine, next int64, err error) {
	ask.Actors = []string{from}
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, 0, err
	}
	others, err := v.find(to)
	if err != nil {
		return nil, 0, err
	}
	q := v.q
	q.Newest, q.Limit, q.After = true, betweenRead, ask.After
	moves, err := v.moves(q)
	if err != nil {
		return nil, 0, err
	}
	if len(moves) >= betweenRead {
		next = int64(moves[len(moves)-1].ID)
	}
	has := func(list, some []ActorID) bool {
		return slices.ContainsFunc(list, func(id ActorID) bool { return slices.Contains(some, id) })
	}
	moves = slices.DeleteFunc(moves, func(m Move) bool { return !has(m.By, v.asked) || !has(m.To, others) })
	groups, err := v.towards(moves, v.cite)
	for _, g := range groups {
		list = append(list, g[0])
	}
	return list, next, err
}
