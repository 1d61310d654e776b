package ledgercmd

import (
	"strconv"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// folding tells which lines say the same: copies, versions and other reports of
// one thing stand on one line, with how many more there are.
type folding struct {
	at      map[string]int // what a line says → its place
	reports map[string]map[string]bool
}

func newFolding() *folding {
	return &folding{map[string]int{}, map[string]map[string]bool{}}
}

// place is where a line with this saying stands already, else next.
func (f *folding) place(saying, report string, next int) (at int, known bool) {
	at, known = f.at[saying]
	if !known {
		at = next
		f.at[saying], f.reports[saying] = at, map[string]bool{}
	}
	f.reports[saying][report] = true
	return at, known
}

// others is how many more reports carry a line than the one that is cited.
func (f *folding) others(saying string, copies int) int {
	return max(copies, len(f.reports[saying])-1)
}

// moveSaying is what a move says, the same in other reports of it.
func (q *asking) moveSaying(m *ledger.MoveLine) string {
	text, _ := q.short(&m.Move)
	parts := []string{m.Act.String(), m.Status.String(), ledger.FoldName(text)}
	if _, whole := q.short(&m.Move); !whole {
		for _, c := range m.Conditions {
			parts = append(parts, ledger.FoldName(c.Words))
		}
	}
	for _, id := range m.By {
		parts = append(parts, strconv.FormatInt(int64(id), 10))
	}
	return strings.Join(parts, "\x00")
}

// foldMoves gives each move once.
func (q *asking) foldMoves(list []ledger.MoveLine) (out []ledger.MoveLine) {
	f := newFolding()
	for i := range list {
		saying := q.moveSaying(&list[i])
		at, known := f.place(saying, list[i].Source.Key, len(out))
		if !known {
			out = append(out, list[i])
		}
		out[at].Source.Copies = f.others(saying, out[at].Source.Copies)
	}
	return out
}

// foldWaiting gives each commitment that stands the same once.
func (q *asking) foldWaiting(list []ledger.Waiting) (out []ledger.Waiting) {
	f := newFolding()
	for i := range list {
		saying := q.moveSaying(&list[i].Move) + list[i].Status.String() + list[i].By
		at, known := f.place(saying, list[i].Move.Source.Key, len(out))
		if !known {
			out = append(out, list[i])
		}
		s := &out[at].Move.Source
		s.Copies = f.others(saying, s.Copies)
	}
	return out
}

// foldDue gives each deadline once.
func (q *asking) foldDue(list []ledger.DueLine) (out []ledger.DueLine) {
	f := newFolding()
	for i := range list {
		x := &list[i]
		saying := strings.Join([]string{string(x.From), string(x.To), string(x.State), x.By, q.called(x.Deadline.By), ledger.FoldName(x.What)}, "\x00")
		at, known := f.place(saying, x.Source.Key, len(out))
		if !known {
			out = append(out, *x)
		}
		out[at].Source.Copies = max(f.others(saying, out[at].Source.Copies), len(out[at].Sources))
	}
	return out
}

// foldStatements gives each saying once.
func (q *asking) foldStatements(list []ledger.StatementLine) (out []ledger.StatementLine) {
	f := newFolding()
	for i := range list {
		x := &list[i]
		saying := strings.Join(q.calledAll(x.Sources), ", ") + "\x00" + ledger.FoldName(brief.Clean(x.Content))
		at, known := f.place(saying, x.Source.Key, len(out))
		if !known {
			out = append(out, *x)
		}
		out[at].Source.Copies = f.others(saying, out[at].Source.Copies)
	}
	return out
}
