package ledger

import (
	"cmp"
	"fmt"
	"slices"
)

// changed finds lines that only one of two versions of a report tells, at most
// five of each new version.
func (v *view) changed([]Move) ([]Conflict, error) {
	q := v.q
	q.Actors, q.Proposals, q.Newest, q.Limit = nil, nil, true, conflictReports
	list, err := v.store.Reports(v.ctx, q)
	if err != nil {
		return nil, err
	}
	var later []*Report
	for i := range list {
		if list[i].Version > 1 && list[i].Previous != 0 {
			later = append(later, &list[i])
		}
	}
	var out []Conflict
	for part := range slices.Chunk(later, versionsAtOnce) {
		var ids []ReportID
		for _, r := range part {
			ids = append(ids, r.Previous, r.ID)
		}
		if err := v.cite(ids...); err != nil {
			return nil, err
		}
		moves, err := v.movesOf(ids)
		if err != nil {
			return nil, err
		}
		for _, r := range part {
			out = append(out, v.versions(r, moves[r.Previous], moves[r.ID])...)
		}
	}
	return out, nil
}

// versionsAtOnce is how many changed reports are read together.
const versionsAtOnce = 50

// movesOf reads the moves of reports, at most [MaxLimit] of each, by report.
func (v *view) movesOf(ids []ReportID) (map[ReportID][]Move, error) {
	out := map[ReportID][]Move{}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	moves, err := v.moves(Query{Reports: ids})
	if err != nil {
		return nil, err
	}
	if len(moves)+len(v.fix.wrong) >= MaxLimit && len(ids) > 1 { // some may be missing
		for _, id := range ids {
			if out[id], err = v.moves(Query{Reports: []ReportID{id}}); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	for i := range moves {
		out[moves[i].Report] = append(out[moves[i].Report], moves[i])
	}
	return out, nil
}

// versions tells the lines that only one of two versions of a report tells, of the
// moves of both.
func (v *view) versions(r *Report, before, after []Move) []Conflict {
	a, b := onlyIn(slices.Clone(before), after), onlyIn(slices.Clone(after), before)
	there, here := contents(a, (*Move).text), contents(b, (*Move).text)
	var out []Conflict
	for i := range a {
		c := Conflict{Kind: ReportChanged, A: v.moveSide(&a[i], "version "+itoa(r.Version-1)), Why: "the report no longer tells this"}
		c.B = ConflictSide{Source: v.source(&Line{Report: r.ID}), Differ: "version " + itoa(r.Version), Said: a[i].Said}
		at, best := -1, 0.3
		for k := range b {
			if l := likeness(there[i], here[k]); l > best {
				at, best = k, l
			}
		}
		if at >= 0 {
			c.B = v.moveSide(&b[at], "version "+itoa(r.Version))
			c.Why = "the report tells this in other words since: " + difference(a[i].Words, b[at].Words)
			b, here = slices.Delete(b, at, at+1), slices.Delete(here, at, at+1)
		}
		out = append(out, c)
	}
	for i := range b {
		c := Conflict{Kind: ReportChanged, B: v.moveSide(&b[i], "version "+itoa(r.Version)), Why: "the report did not tell this before"}
		c.A = ConflictSide{Source: v.source(&Line{Report: r.Previous}), Differ: "version " + itoa(r.Version-1), Said: b[i].Said}
		out = append(out, c)
	}
	return out[:min(len(out), conflictLines)]
}

// text is the sentence of a line.
func (l *Line) text() string { return l.Words }

// onlyIn gives the moves whose evidence and act the others lack, one for each
// evidence.
func onlyIn(list, others []Move) []Move {
	slices.SortFunc(list, func(a, b Move) int { return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Key, b.Key)) })
	seen := map[string]bool{}
	for i := range others {
		seen[FoldName(others[i].Words)] = true
	}
	return pick(list, func(m *Move) bool {
		w := FoldName(m.Words)
		ok := !seen[w]
		seen[w] = true
		return ok
	})
}

// difference names the words that each of two texts has alone.
func difference(a, b string) string {
	x, y := content(a), content(b)
	only := func(x, y []string) string {
		var out string
		n := 0
		for _, w := range x {
			if !slices.Contains(y, w) && n < 6 {
				out, n = out+" "+w, n+1
			}
		}
		if out == "" {
			return "nothing"
		}
		return out[1:]
	}
	return fmt.Sprintf("only there: %s; only here: %s", only(x, y), only(y, x))
}
