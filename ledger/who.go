package ledger

import (
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// Bounds of a profile.
const (
	profileLines       = 200 // shown of each kind of line
	profileCommitments = 2   // for each line shown, commitments that are read: copies tell them again
	profileEvidence    = 5   // for each line shown, later moves that may tell what came of commitments
)

// Who tells what the ledger knows of one actor. Of several that carry the name,
// it is the one with the most lines that the lexicon knows, else the one with the
// most lines; Others has the rest. The newest 200 lines of each kind are shown,
// or Ask.Limit; the commitments are found among twice as many of its own, of those
// that wait for it, and of what else their makers promised, and what came of them among
// five times as many later moves.
func (l *Ledger) Who(ctx context.Context, name string, ask Ask) (*Profile, error) {
	ask.Actors = []string{name}
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	if err := v.meet(v.asked...); err != nil {
		return nil, err
	}
	id := v.asked[0]
	for _, x := range v.asked {
		if v.actor(x).Entry != "" {
			id = x
			break
		}
	}
	p := &Profile{}
	for _, x := range v.asked {
		if x != id {
			p.Others = append(p.Others, v.actor(x))
		}
	}
	v.asked = []ActorID{id}
	v.q.Actors = v.stored(v.asked)
	for _, step := range []func(*Profile) error{v.profileNames, v.profilePositions, v.profileLines, v.profileWaiting} {
		if err := step(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (v *view) profileNames(p *Profile) error {
	id := v.asked[0]
	p.Actor = v.actor(id)
	list, err := v.store.Actors(v.ctx, v.members[id])
	if len(v.members[id]) == 0 {
		list = nil
	}
	p.Merged = list
	for _, a := range list {
		for _, n := range append([]string{a.Name}, a.Names...) {
			p.Actor.Names = addName(slices.Clip(p.Actor.Names), n)
		}
	}
	p.Actor.Names = slices.DeleteFunc(slices.Clone(p.Actor.Names), func(n string) bool {
		return v.lost(id, FoldName(n))
	})
	return err
}

// profilePositions tells the latest stance of each voice on each proposal and
// option.
func (v *view) profilePositions(p *Profile) error {
	q := v.q
	q.Newest, q.Limit = true, v.limit(profileLines)
	lines, err := v.positions(q)
	if err != nil {
		return err
	}
	r := &rowLines{}
	if err := v.take(r, lines); err != nil {
		return err
	}
	type place struct {
		proposal ProposalID
		option   OptionID
		by       ActorID
	}
	voices := map[place][]Position{}
	var order []place
	var ids []ProposalID
	for i := len(r.lines) - 1; i >= 0; i-- {
		x := r.lines[i]
		k := place{x.Proposal, x.Option, x.By}
		order, ids = addID(order, k), addID(ids, x.Proposal)
		voices[k] = append([]Position{x}, voices[k]...)
	}
	for _, k := range order {
		for _, x := range latest(voices[k]) {
			p.Positions = append(p.Positions, v.stand(x, voices[k]))
		}
	}
	at, err := v.proposals(ids)
	for _, id := range ids {
		p.Proposals = append(p.Proposals, at[id])
	}
	slices.SortStableFunc(p.Positions, func(a, b Stand) int { return before(&b.Line, &a.Line) })
	return err
}

func (v *view) profileLines(p *Profile) error {
	q := v.q
	q.Newest, q.Limit, q.After = true, v.limit(profileLines), v.ask.After
	q.Proposals = nil
	statements, err := v.statements(q)
	if err != nil {
		return err
	}
	if p.Statements, err = v.statementLines(statements); err != nil {
		return err
	}
	moves, err := v.moves(q)
	if err != nil {
		return err
	}
	if p.Moves, err = v.moveLines(moves); err != nil {
		return err
	}
	v.tellOnce(p)
	families := map[ReportID]bool{}
	for i := range p.Statements {
		families[v.family(p.Statements[i].Report)] = true
	}
	for i := range p.Moves {
		families[v.family(p.Moves[i].Report)] = true
	}
	for i := range p.Positions {
		families[v.family(p.Positions[i].Report)] = true
	}
	p.Reports = len(families)
	return nil
}

// profileWaiting tells what the actor owes and what waits for it.
func (v *view) profileWaiting(p *Profile) error {
	id := v.asked[0]
	owes := func(w *Waiting) bool { return slices.Contains(w.Move.By, id) }
	awaits := func(w *Waiting) bool {
		return !owes(w) && (slices.Contains(w.Move.To, id) || slices.Contains(w.WaitsFor, id))
	}
	moves, err := v.profileCommitments(id)
	if err != nil {
		return err
	}
	w, err := v.waitingLike(moves, profileEvidence*v.limit(profileLines), func(w *Waiting) bool { return owes(w) || awaits(w) })
	p.Owes, p.Awaits = pick(w, owes), pick(w, awaits)
	return err
}

// profileCommitments reads the commitments that an actor makes, that are made to it
// and that wait for it, and what else the makers of those promised since: what others
// tell of the same promise may not name it.
func (v *view) profileCommitments(id ActorID) ([]Move, error) {
	q := v.q
	q.Commitments, q.Newest, q.Limit = true, true, profileCommitments*v.limit(profileLines)
	own, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	waits := q
	waits.Actors, waits.Awaited = nil, q.Actors
	awaited, err := v.moves(waits)
	if err != nil {
		return nil, err
	}
	var makers []ActorID
	since := Day("9")
	all := append(own, awaited...)
	for i := range all {
		if m := &all[i]; !slices.Contains(m.By, id) && len(m.By) > 0 {
			makers, since = append(makers, m.By...), min(since, m.Said.From)
		}
	}
	if len(makers) > 0 {
		q.Actors, q.Since = v.makers(makers), max(q.Since, dayBefore(since, againDays))
		more, err := v.store.Moves(v.ctx, v.room(q))
		if err != nil {
			return nil, err
		}
		if more, err = v.mendMoves(more, nil); err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	slices.SortFunc(all, func(a, b Move) int { return before(&a.Line, &b.Line) })
	return slices.CompactFunc(all, func(a, b Move) bool { return a.ID == b.ID }), nil
}

// dayBefore is the day so many days before another; "" where that is not known.
func dayBefore(d Day, days int) Day {
	t := dayTime(d)
	if t.IsZero() {
		return ""
	}
	return day(t.AddDate(0, 0, -days))
}

// tellOnce leaves out of a profile what near-copies and other versions of a report
// tell again, word for word.
func (v *view) tellOnce(p *Profile) {
	type telling struct {
		family ReportID
		act    doc.Act
		words  string
	}
	seen := map[telling]ReportID{}
	again := func(k telling, report ReportID) bool {
		first, ok := seen[k]
		if !ok {
			seen[k] = report
		}
		return ok && first != report
	}
	// The newest stand first; what was told first is to stay.
	keep := map[string]bool{}
	for i := len(p.Statements) - 1; i >= 0; i-- {
		s := &p.Statements[i]
		keep[s.Key] = !again(telling{family: v.family(s.Report), words: FoldName(s.Content)}, s.Report)
	}
	for i := len(p.Moves) - 1; i >= 0; i-- {
		m := &p.Moves[i]
		keep[m.Key] = !again(telling{v.family(m.Report), m.Act, FoldName(m.What)}, m.Report)
	}
	p.Statements = slices.DeleteFunc(p.Statements, func(s StatementLine) bool { return !keep[s.Key] })
	p.Moves = slices.DeleteFunc(p.Moves, func(m MoveLine) bool { return !keep[m.Key] })
}
