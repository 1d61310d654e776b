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
	var out []Conflict
	for i := range list {
		if list[i].Version > 1 && list[i].Previous != 0 {
			more, err := v.versions(&list[i])
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
	}
	return out, nil
}

func (v *view) versions(r *Report) ([]Conflict, error) {
	if err := v.cite(r.Previous, r.ID); err != nil {
		return nil, err
	}
	before, err := v.moves(Query{Reports: []ReportID{r.Previous}})
	if err != nil {
		return nil, err
	}
	after, err := v.moves(Query{Reports: []ReportID{r.ID}})
	if err != nil {
		return nil, err
	}
	a, b := onlyIn(before, after), onlyIn(after, before)
	var out []Conflict
	for i := range a {
		c := Conflict{Kind: ReportChanged, A: v.moveSide(&a[i], "version "+itoa(r.Version-1)), Why: "the report no longer tells this"}
		c.B = ConflictSide{Source: v.source(&Line{Report: r.ID}), Differ: "version " + itoa(r.Version), Said: a[i].Said}
		at, best := -1, 0.3
		for k := range b {
			if l := likeness(content(a[i].Words), content(b[k].Words)); l > best {
				at, best = k, l
			}
		}
		if at >= 0 {
			c.B = v.moveSide(&b[at], "version "+itoa(r.Version))
			c.Why = "the report tells this in other words since: " + difference(a[i].Words, b[at].Words)
			b = slices.Delete(b, at, at+1)
		}
		out = append(out, c)
	}
	for i := range b {
		c := Conflict{Kind: ReportChanged, B: v.moveSide(&b[i], "version "+itoa(r.Version)), Why: "the report did not tell this before"}
		c.A = ConflictSide{Source: v.source(&Line{Report: r.Previous}), Differ: "version " + itoa(r.Version-1), Said: b[i].Said}
		out = append(out, c)
	}
	return out[:min(len(out), conflictLines)], nil
}

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
