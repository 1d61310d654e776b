package ledger

import (
	"cmp"
	"context"
	"slices"
)

// Due gives the deadlines by the end of their windows, the earliest first, at most
// 200 or Ask.Limit, and how each stands on the day that is asked for. It is kept or
// missed only where a line of another source tells so, see kept and missed, or by
// hand. One window that several reports tell is one line.
//
// It reads as many deadlines as it gives, the moves that set them, and at most 5000
// moves of their makers and parties.
func (l *Ledger) Due(ctx context.Context, ask Ask) ([]DueLine, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	return v.due(v.q, v.limit(listLines))
}

func (v *view) due(q Query, limit int) ([]DueLine, error) {
	q.Newest, q.Limit, q.Proposals = true, limit, nil
	list, err := v.deadlines(q)
	if err != nil {
		return nil, err
	}
	var reports []ReportID
	var by []ActorID
	for i := range list {
		reports, by = append(reports, list[i].Report), append(by, list[i].By)
	}
	if err := cmp.Or(v.cite(reports...), v.meet(by...)); err != nil {
		return nil, err
	}
	groups := v.sameWindows(list)
	later, err := v.outcomes(list)
	if err != nil {
		return nil, err
	}
	var out []DueLine
	for _, g := range groups {
		d, err := v.dueLine(g, later)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b DueLine) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}

// sameWindows groups deadlines that are one: of one actor, with one end, about one
// thing; or in the same words of one family, whose copies count "the coming days"
// from another day. Each group is in order.
func (v *view) sameWindows(list []Deadline) [][]Deadline {
	slices.SortFunc(list, func(a, b Deadline) int { return before(&a.Line, &b.Line) })
	type window struct {
		by ActorID
		to Day
	}
	type telling struct {
		family ReportID
		words  string
	}
	told := map[telling]int{}
	at := map[window][]int{}
	var out [][]Deadline
	var words [][]string
	for _, d := range list {
		k, c := window{v.voice(d.By, d.Report), d.To}, content(d.What)
		home := -1
		for _, i := range at[k] {
			if sameThing(words[i], c) || len(c) == 0 && len(words[i]) == 0 && FoldName(out[i][0].Phrase) == FoldName(d.Phrase) {
				home = i
				break
			}
		}
		same := telling{v.family(d.Report), FoldName(d.Words + " " + d.Phrase + " " + d.What)}
		if i, ok := told[same]; ok && home < 0 && out[i][0].Report != d.Report {
			home = i
		}
		if home >= 0 {
			out[home] = append(out[home], d)
			continue
		}
		told[same] = len(out)
		at[k] = append(at[k], len(out))
		out, words = append(out, []Deadline{d}), append(words, c)
	}
	return out
}

// dueLine tells how a deadline stands: by hand, else by what another source tells of
// it, else by the calendar.
func (v *view) dueLine(g []Deadline, later *outcomes) (DueLine, error) {
	d := DueLine{Deadline: g[0], Source: v.source(&g[0].Line), State: DueOpen}
	var families []ReportID
	for i := range g {
		if f := v.family(g[i].Report); !slices.Contains(families, f) {
			families = append(families, f)
			if i > 0 {
				d.Sources = append(d.Sources, v.source(&g[i].Line))
			}
		}
	}
	for i := range g {
		if c, ok := v.fix.deadlines[g[i].Key]; ok {
			d.State, d.By = DueState(c.With), c.Author
			return d, nil
		}
	}
	if d.To < v.now() {
		d.State = DuePassed
	}
	for i := range g {
		state, m, err := v.came(&g[i], later)
		if err != nil {
			return d, err
		}
		if m != nil {
			d.State, d.Evidence = state, &MoveLine{Move: *m, Source: v.source(&m.Line)}
			return d, nil
		}
	}
	return d, nil
}
