package ledger

import (
	"context"
	"slices"
	"time"
)

// Bounds of how families are told as they were.
const (
	pastReports = 2000 // of a question's reports, the newest, whose families are looked at for counting
	pastFamily  = 1000 // reports of a family; a larger one stays as it is now
)

// past knows the families of reports as of a time: a report that was learned later
// may have bridged two that nothing joined before. It is not for several
// goroutines.
type past struct {
	asOf  time.Time
	known bool // whether late is
	late  bool // something was learned after asOf
	seen  map[ReportID]bool
	now   map[ReportID]ReportID // report → family as of then, where it is another than now
	sizes map[ReportID]int      // of those families
	then  map[ReportID]int      // of families that were looked at, how many of their reports were learned
}

func newPast(asOf time.Time) *past {
	return &past{asOf: asOf, seen: map[ReportID]bool{}, now: map[ReportID]ReportID{}, sizes: map[ReportID]int{}, then: map[ReportID]int{}}
}

// later tells whether anything was learned after the time of the question.
func (p *past) later(ctx context.Context, s Store) (bool, error) {
	if p.asOf.IsZero() || p.known {
		return p.late, nil
	}
	c, err := s.Counts(ctx)
	p.known, p.late = err == nil, c.Learned.After(p.asOf)
	return p.late, err
}

// look finds out how the families were of which reports were learned before the
// time and after it. It reads those families, with their sketches.
func (p *past) look(ctx context.Context, s Store, families []ReportID) error {
	if late, err := p.later(ctx, s); err != nil || !late {
		return err
	}
	families = slices.DeleteFunc(slices.Clone(families), func(f ReportID) bool { return p.seen[f] })
	if len(families) == 0 {
		return nil
	}
	then, err := s.Copies(ctx, families, p.asOf)
	if err != nil {
		return err
	}
	all, err := s.Copies(ctx, families, time.Time{})
	if err != nil {
		return err
	}
	for _, f := range families {
		p.seen[f], p.then[f] = true, then[f]
		if then[f] > 1 && all[f] > then[f] && all[f] <= pastFamily {
			if err := p.split(ctx, s, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// split tells the families that the reports of one were, as a store would have
// made them.
func (p *past) split(ctx context.Context, s Store, family ReportID) error {
	list, err := s.Family(ctx, family)
	if err != nil {
		return err
	}
	var ids []ReportID
	for i := range list {
		if !list[i].Learned.After(p.asOf) {
			ids = append(ids, list[i].ID)
		}
	}
	if list, err = s.Reports(ctx, Query{Reports: ids, Text: true, Limit: len(ids)}); err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Report) int { return int(a.ID - b.ID) })
	for _, g := range copiesAmong(list) {
		for _, i := range g {
			if r := &list[i]; list[g[0]].ID != family || len(g) < len(list) {
				p.now[r.ID] = list[g[0]].ID
				p.sizes[list[g[0]].ID] = len(g)
			}
		}
	}
	return nil
}

// copiesAmong groups reports of which one is a near-copy of the other, and so on
// along the chain: places in the list, each group and all groups in order.
func copiesAmong(list []Report) [][]int {
	first := make([]int, len(list)) // of the group that a report is in
	at := map[int64][]int{}
	for i := range list {
		first[i] = i
		for _, band := range list[i].Sketch.Bands() {
			for _, k := range at[band] {
				if a, b := first[k], first[i]; a != b && Alike(list[k].Sketch, list[i].Sketch) >= NearCopy {
					for n := range i + 1 {
						if first[n] == max(a, b) {
							first[n] = min(a, b)
						}
					}
				}
			}
			at[band] = append(at[band], i)
		}
	}
	groups := make([][]int, len(list))
	for i, f := range first {
		groups[f] = append(groups[f], i)
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return len(g) == 0 })
}

// of is the family of a report as of the time.
func (p *past) of(r *Report) ReportID {
	if f, ok := p.now[r.ID]; ok {
		return f
	}
	return r.Family
}

// more tells by how many families the newest 2000 reports of a query were more than
// they are now.
func (p *past) more(ctx context.Context, s Store, q Query) (int, error) {
	if late, err := p.later(ctx, s); err != nil || !late {
		return 0, err
	}
	q.Newest, q.Limit, q.Bare = true, pastReports, true
	list, err := s.Reports(ctx, q)
	if err != nil {
		return 0, err
	}
	now, then := map[ReportID]bool{}, map[ReportID]bool{}
	var families []ReportID
	for i := range list {
		if f := list[i].Family; !now[f] {
			now[f] = true
			families = append(families, f)
		}
	}
	if err := p.look(ctx, s, families); err != nil {
		return 0, err
	}
	for i := range list {
		then[p.of(&list[i])] = true
	}
	return len(then) - len(now), nil
}
