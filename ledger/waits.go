package ledger

import "context"

// Bounds of [Ledger.Waits].
const (
	waitsRead     = 500
	waitsEvidence = 800
)

// Waits gives the commitments that hang on a condition, as [Ledger.Commitments] tells
// them, the newest first: those among the newest 500 commitments within the bounds,
// with what came of them among 800 later moves of their makers. From is the day
// before which commitments were not read, "" where all were.
func (l *Ledger) Waits(ctx context.Context, ask Ask) (list []Waiting, from Day, err error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, "", err
	}
	q := v.q
	q.Commitments, q.Newest, q.Limit = true, true, waitsRead
	moves, err := v.moves(q)
	if err != nil {
		return nil, "", err
	}
	if len(moves) >= waitsRead {
		from = moves[len(moves)-1].Said.From
	}
	list, err = v.waitingLike(hanging(moves), waitsEvidence, func(*Waiting) bool { return true })
	return list, from, err
}

// hanging are the moves that hang on a condition.
func hanging(moves []Move) []Move {
	out := moves[:0]
	for i := range moves {
		if len(moves[i].Conditions) > 0 {
			out = append(out, moves[i])
		}
	}
	return out
}
