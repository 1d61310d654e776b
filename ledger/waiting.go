package ledger

import (
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// Bounds of commitments.
const (
	waitingRead  = 2000 // commitments read, the newest
	evidenceRead = 5000 // moves read that may tell what came of them
)

// Commitments tells what was promised, agreed or refused, by whom, what it waits
// for, and how it stands. A commitment is met or withdrawn only where a later move
// of the same actor about the same thing tells so, or by hand; that a window has
// passed does not make it lapse. What one family tells twice, and what several
// tell of one day in the same words, is one line.
//
// It reads the newest 2000 commitments within the bounds and at most 5000 later
// moves of their makers.
func (l *Ledger) Commitments(ctx context.Context, ask Ask) ([]Waiting, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	list, err := v.waiting(v.q)
	return list[:min(len(list), v.limit(listLines))], err
}

// waiting gives the commitments within the bounds of q, the newest first.
func (v *view) waiting(q Query) ([]Waiting, error) {
	q.Commitments, q.Newest, q.Limit = true, true, waitingRead
	moves, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	return v.waitingOf(moves)
}

// waitingOf makes commitments of the moves that bind.
func (v *view) waitingOf(moves []Move) ([]Waiting, error) {
	return v.waitingLike(moves, evidenceRead, func(*Waiting) bool { return true })
}

// waitingLike makes commitments of those moves that are wanted: what came of the
// others is not looked for. most bounds the later moves that are read.
func (v *view) waitingLike(moves []Move, most int, wanted func(*Waiting) bool) ([]Waiting, error) {
	lines, err := v.moveLines(moves)
	if err != nil {
		return nil, err
	}
	if err := v.meetMakers(lines); err != nil {
		return nil, err
	}
	var out []Waiting
	var groups [][]MoveLine
	for _, g := range v.alikeMoves(lines, againDays) {
		w := Waiting{Move: g[0], Status: doc.Open, Sources: v.sources(g)}
		for i := range g {
			for _, c := range g[i].Conditions {
				for _, id := range c.By {
					if !slices.Contains(g[i].By, id) { // nobody waits for himself
						w.WaitsFor = addID(w.WaitsFor, id)
					}
				}
			}
		}
		if wanted(&w) {
			out, groups = append(out, w), append(groups, g)
		}
	}
	later, err := v.laterMoves(groups, most)
	if err != nil {
		return nil, err
	}
	for i := range out {
		v.settle(&out[i], groups[i], later)
	}
	return out, v.citeEvidence(out)
}

// citeEvidence puts the sources to what tells how commitments stand.
func (v *view) citeEvidence(list []Waiting) error {
	var reports []ReportID
	for i := range list {
		if e := list[i].Evidence; e != nil {
			reports = append(reports, e.Report)
		}
	}
	err := v.cite(reports...)
	for i := range list {
		if e := list[i].Evidence; e != nil {
			e.Source = v.source(&e.Line)
		}
	}
	return err
}

// sources counts the families of lines.
func (v *view) sources(list []MoveLine) int {
	var families []ReportID
	for i := range list {
		families = addID(families, v.family(list[i].Report))
	}
	return len(families)
}

// againDays is within how many days the same promise of the same maker in other
// reports is the same promise.
const againDays = 3

// meetMakers reads who makes moves.
func (v *view) meetMakers(lines []MoveLine) error {
	var ids []ActorID
	for i := range lines {
		ids = append(ids, lines[i].By...)
	}
	return v.meet(ids...)
}

// alikeMoves groups lines of several reports that tell one move: of the same makers
// and act, at most some days apart, and of one thing in the same numbers; the order
// is that of the first of each, the newest first. Their makers were met
// before. Which lines join does not hang on
// the order in which they were kept.
func (v *view) alikeMoves(lines []MoveLine, days int) [][]MoveLine {
	type place struct {
		by  ActorID
		act doc.Act
	}
	at := map[place][]int{}
	var out [][]MoveLine
	var words [][]string
	var counts [][]number
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b MoveLine) int { return before(&b.Line, &a.Line) })
	for _, m := range lines {
		k, by := place{act: m.Act}, v.voices(m.By, m.Report)
		if len(by) > 0 {
			k.by = by[0]
		}
		c := content(m.What)
		n, _ := takeNumbers(m.What)
		home := -1
		for j := len(at[k]) - 1; j >= 0 && home < 0; j-- { // lines come by day: those further up lie further off
			i := at[k][j]
			first := &out[i][0]
			if first.Said != m.Said && !apart(first.Said.From, m.Said.From, days) {
				break
			}
			bare := len(c) == 0 && len(words[i]) == 0 && v.family(first.Report) == v.family(m.Report)
			if sameSet(v.voices(first.By, first.Report), by) && sameNumbers(counts[i], n) && (bare || sameThing(words[i], c)) && first.Report != m.Report {
				home = i
			}
		}
		if home >= 0 {
			out[home] = append(out[home], m)
			continue
		}
		at[k] = append(at[k], len(out))
		out, words, counts = append(out, []MoveLine{m}), append(words, c), append(counts, n)
	}
	for _, g := range out {
		slices.SortFunc(g, func(a, b MoveLine) int { return before(&a.Line, &b.Line) })
	}
	return out
}

// sameNumbers tells whether two phrases that both hold numbers hold the same.
func sameNumbers(x, y []number) bool {
	return len(x) == 0 || len(y) == 0 || slices.EqualFunc(x, y, func(p, q number) bool { return p.value == q.value })
}

func sameSet(a, b []ActorID) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(id ActorID) bool { return !slices.Contains(b, id) })
}

// evidence is what may tell what came of commitments, in order.
type evidence struct {
	moves []Move
	words [][]string        // of what each is about
	by    map[ActorID][]int // maker → moves
}

// laterMoves reads what the makers of commitments did since the first of them.
func (v *view) laterMoves(groups [][]MoveLine, most int) (*evidence, error) {
	var by []ActorID
	since := Day("9")
	for _, g := range groups {
		if len(g[0].By) > 0 && g[0].Said.From != "" {
			since = min(since, g[0].Said.From)
			by = append(by, g[0].By...)
		}
	}
	later := &evidence{by: map[ActorID][]int{}}
	if len(by) == 0 {
		return later, nil
	}
	q := Query{AsOf: v.q.AsOf, Since: since, Outlets: v.q.Outlets, Least: v.q.Least, Newest: true, Limit: most}
	q.Actors = v.makers(by)
	q.Acts = []doc.Act{doc.Agree, doc.Concede, doc.Aid, doc.Reject, doc.Leave, doc.Meet, doc.Coerce}
	list, err := v.store.Moves(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	if list, err = v.mendMoves(list, nil); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Move) int { return before(&a.Line, &b.Line) })
	later.moves = list
	for i := range list {
		later.words = append(later.words, content(list[i].What))
		for _, id := range list[i].By {
			later.by[id] = append(later.by[id], i)
		}
	}
	return later, nil
}

// manyMakers is from how many makers on moves are read of whomever: they are most of
// all, and a store follows days faster than the lines of so many.
const manyMakers = 40

// makers bounds moves to those of some actors, of too many to none.
func (v *view) makers(ids []ActorID) []ActorID {
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) > manyMakers {
		return nil
	}
	return v.stored(ids)
}

// settle tells how a commitment stands: by hand, else by the latest move of its
// maker that tells what came of it, whose source is put to it later.
func (v *view) settle(w *Waiting, g []MoveLine, later *evidence) {
	for i := range g {
		if c, ok := v.fix.commitments[g[i].Key]; ok {
			var status doc.ConditionStatus
			if status.UnmarshalText([]byte(c.With)) == nil && status != 0 {
				w.Status, w.By = status, c.Author
				return
			}
		}
	}
	if len(w.Move.By) == 0 {
		return
	}
	about := content(w.Move.What)
	for _, i := range later.by[w.Move.By[0]] {
		if status := outcome(&w.Move.Move, &later.moves[i], about, later.words[i]); status != 0 {
			w.Status, w.Evidence = status, &MoveLine{Move: later.moves[i]}
		}
	}
}

// outcome tells what a later move of the same maker about the same thing makes of
// a commitment; 0 for nothing. a and b are the words of what each is about.
func outcome(c, m *Move, a, b []string) doc.ConditionStatus {
	if !sameMaker(c, m) || m.Said.From <= c.Said.To || c.Said.To == "" || m.Report == c.Report || m.Status == doc.Denied || m.Status == doc.Reported || m.Status == doc.Possible {
		return 0
	}
	if !sameThing(a, b) || min(len(a), len(b)) == 1 && len(a) != len(b) {
		return 0
	}
	refusal := c.Act == doc.Reject
	switch m.Act {
	case doc.Reject, doc.Leave:
		if !refusal && len(m.Conditions) == 0 {
			return doc.Withdrawn
		}
	case doc.Agree:
		if refusal && len(m.Conditions) == 0 {
			return doc.Withdrawn
		}
		if m.Status == doc.Done && c.Act != doc.Agree && !refusal {
			return doc.Met
		}
	case doc.Aid, doc.Concede, doc.Meet:
		if m.Status == doc.Done && refusal && m.Act == doc.Aid {
			return doc.Withdrawn
		}
		if m.Status == doc.Done && !refusal && len(m.Conditions) == 0 {
			return doc.Met
		}
	}
	return 0
}

// sameMaker tells whether all who made a commitment make the other move too.
func sameMaker(c, m *Move) bool {
	return len(c.By) > 0 && !slices.ContainsFunc(c.By, func(id ActorID) bool { return !slices.Contains(m.By, id) })
}
