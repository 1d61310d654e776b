package ledger

import (
	"cmp"
	"slices"
)

// Bounds of what is told again.
const (
	retoldBatch = 200 // reports, or one family, whose moves are read at once
	eventsBatch = 200 // moves that are read at once where copies left a page short
)

// retold tells which moves another report of their family tells before them, within
// the bounds of the question: near-copies and other versions of a report tell a move
// again with the same words and of the same maker. What is told again does not hang
// on where a page begins. It asks for moves with a code of PLOVER alone where events
// is set.
func (v *view) retold(list []Move, events bool) (map[string]bool, error) {
	families, err := v.relatives(reportsOf(list))
	again := map[string]bool{}
	var batch []ReportID
	for i := 0; err == nil && i < len(families); i++ {
		if batch = append(batch, families[i]...); len(batch) >= retoldBatch || i == len(families)-1 {
			err = v.retoldIn(batch, events, again)
			batch = nil
		}
	}
	return again, err
}

// retoldIn notes what is told again within families, which are whole.
func (v *view) retoldIn(members []ReportID, events bool, again map[string]bool) error {
	q := v.q
	q.Reports, q.Events, q.Newest, q.Limit, q.After = members, events, false, 0, 0
	all, err := v.moves(q)
	if err != nil {
		return err
	}
	var by []ActorID
	for i := range all {
		by = append(by, all[i].By...)
	}
	if err := cmp.Or(v.cite(reportsOf(all)...), v.meet(by...)); err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b Move) int { return before(&a.Line, &b.Line) })
	v.toldAgain(all, again)
	return nil
}

// toldAgain notes the keys of those of the moves, which stand in order, that a report
// of the same family has told.
func (v *view) toldAgain(all []Move, again map[string]bool) {
	type telling struct {
		family ReportID
		act    int
		by     ActorID
		words  string
	}
	first := map[telling]*Move{}
	for i := range all {
		m := &all[i]
		k := telling{family: v.family(m.Report), act: int(m.Act), words: FoldName(cmp.Or(m.What, m.Words))}
		voices := v.voices(m.By, m.Report)
		if len(voices) > 0 {
			k.by = voices[0]
		}
		switch x := first[k]; {
		case x == nil:
			first[k] = m
		case x.Report != m.Report && sameSet(v.voices(x.By, x.Report), voices):
			again[m.Key] = true
		}
	}
}

// relatives are the families of reports that have more than one, each with all its
// reports.
func (v *view) relatives(reports []ReportID) ([][]ReportID, error) {
	if err := v.cite(reports...); err != nil {
		return nil, err
	}
	one := map[ReportID]ReportID{} // family → a report of it
	var families []ReportID
	for _, id := range reports {
		if f := v.reports[id].Family; f != 0 && one[f] == 0 {
			one[f] = id
			families = append(families, f)
		}
	}
	if len(families) == 0 {
		return nil, nil
	}
	slices.Sort(families)
	sizes, err := v.store.Copies(v.ctx, families, v.ask.AsOf)
	if err != nil {
		return nil, err
	}
	var out [][]ReportID
	for _, f := range families {
		if max(sizes[f], v.past.sizes[f]) < 2 {
			continue
		}
		list, err := v.store.Family(v.ctx, one[f])
		if err != nil {
			return nil, err
		}
		var family []ReportID
		for i := range list {
			family = append(family, list[i].ID)
		}
		out = append(out, family)
	}
	return out, nil
}

// eventsOnce gives the events behind a place, the newest first, up to the limit of
// q; what a family tells again is left out, and more is read in its place.
func (v *view) eventsOnce(q Query) ([]Move, error) {
	var out []Move
	most := q.Limit
	for {
		ask := v.room(q)
		list, err := v.store.Moves(v.ctx, ask)
		if err != nil || len(list) == 0 {
			return out, err
		}
		full, last := len(list) >= ask.Limit, int64(list[len(list)-1].ID)
		if list, err = v.mendMoves(list, q.Actors); err != nil {
			return nil, err
		}
		again, err := v.retold(list, true)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if !again[list[i].Key] {
				out = append(out, list[i])
			}
		}
		if len(out) >= most || !full {
			return out[:min(len(out), most)], nil
		}
		q.After, q.Limit = last, max(most, eventsBatch)
	}
}
