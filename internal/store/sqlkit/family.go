package sqlkit

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-reader/parley/ledger"
)

// report is what is needed of a report to file it.
type report struct {
	id       ledger.ReportID
	key      string
	origin   string
	learned  int64
	version  int
	previous ledger.ReportID
	family   ledger.ReportID
	sketch   ledger.Sketch
	met      *report // the last that it was compared with
}

// families puts the new reports into families: two reports of which one is a
// near-copy of the other are in one, and so on along the chain, so that the
// partition does not depend on the order of adding. The number of a family is the
// least of its reports.
func (b *batch) families(ctx context.Context) error {
	near, err := b.neighbours(ctx)
	if err != nil {
		return err
	}
	byBand := map[int64][]*report{}
	for _, r := range near {
		for _, band := range r.sketch.Bands() {
			byBand[band] = append(byBand[band], r)
		}
	}
	same := joined{}
	var bands []any
	for _, r := range b.reports {
		r.family = r.id
		twin := false
		for _, band := range r.sketch.Bands() {
			for _, x := range byBand[band] {
				if x.met == r {
					continue
				}
				x.met = r
				if same.root(x.family) == same.root(r.family) {
					twin = twin || slices.Equal(x.sketch, r.sketch)
				} else if ledger.Alike(x.sketch, r.sketch) >= ledger.NearCopy {
					same.join(x.family, r.family)
					twin = twin || slices.Equal(x.sketch, r.sketch)
				}
			}
		}
		if twin { // whoever is near it is near the other, which is listed
			continue
		}
		for _, band := range unique(r.sketch.Bands()) {
			byBand[band] = append(byBand[band], r)
			bands = append(bands, band, int64(r.id))
		}
	}
	b.tally["family"] += int64(len(b.reports))
	if err := b.mergeFamilies(ctx, same); err != nil {
		return err
	}
	return b.w.insert(ctx, bandTable, bands)
}

func unique(list []int64) []int64 {
	slices.Sort(list)
	return slices.Compact(list)
}

// neighbours are the known reports that share a band with a new one.
func (b *batch) neighbours(ctx context.Context) ([]*report, error) {
	var bands []int64
	for _, r := range b.reports {
		bands = append(bands, r.sketch.Bands()...)
	}
	var ids []int64
	err := among(ctx, b.w.store, b.w, "SELECT DISTINCT report FROM band WHERE %s", "band", unique(bands), func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	var near []*report
	err = among(ctx, b.w.store, b.w, "SELECT r.id, r.family, b.sketch FROM report r JOIN body b ON b.report = r.id WHERE %s", "r.id", unique(ids), func(scan func(...any) error) error {
		r := &report{}
		var sketch []byte
		if err := scan(&r.id, &r.family, &sketch); err != nil {
			return err
		}
		r.sketch = sketch
		near = append(near, r)
		return nil
	})
	return near, err
}

// mergeFamilies writes down which families became one.
func (b *batch) mergeFamilies(ctx context.Context, same joined) error {
	fresh := map[ledger.ReportID]bool{}
	for _, r := range b.reports {
		fresh[r.id] = true
		r.family = same.root(r.family)
		if r.family != r.id {
			b.tally["family"]--
		}
	}
	var old []ledger.ReportID
	for f := range same {
		if !fresh[f] && same.root(f) != f {
			old = append(old, f)
		}
	}
	slices.Sort(old)
	for _, f := range old {
		if err := b.w.Run(ctx, "UPDATE report SET family = ? WHERE family = ?", int64(same.root(f)), int64(f)); err != nil {
			return err
		}
		b.tally["family"]--
	}
	return nil
}

// joined are sets of families that became one, each under its least member.
type joined map[ledger.ReportID]ledger.ReportID

func (j joined) root(f ledger.ReportID) ledger.ReportID {
	for {
		to, ok := j[f]
		if !ok || to == f {
			return f
		}
		if next, ok := j[to]; ok {
			j[f] = next // halves the way of the next who asks
		}
		f = to
	}
}

func (j joined) join(a, b ledger.ReportID) {
	a, b = j.root(a), j.root(b)
	j[max(a, b)] = min(a, b)
}

// versions numbers the versions of each origin in the order in which they were
// learned, the known ones anew where a new one comes between.
func (b *batch) versions(ctx context.Context) error {
	all := map[string][]*report{}
	var origins []string
	for _, r := range b.reports {
		r.version = 1
		if r.origin == "" { // it has no other version
			continue
		}
		if all[r.origin] == nil {
			origins = append(origins, r.origin)
		}
		all[r.origin] = append(all[r.origin], r)
	}
	known := map[ledger.ReportID]report{}
	err := among(ctx, b.w.store, b.w, "SELECT id, key, origin, learned, version, previous FROM report WHERE %s", "origin", origins, func(scan func(...any) error) error {
		r := &report{}
		if err := scan(&r.id, &r.key, &r.origin, &r.learned, &r.version, &r.previous); err != nil {
			return err
		}
		all[r.origin] = append(all[r.origin], r)
		known[r.id] = *r
		return nil
	})
	if err != nil {
		return err
	}
	for _, origin := range origins {
		list := all[origin]
		slices.SortFunc(list, func(x, y *report) int { return cmp.Or(cmp.Compare(x.learned, y.learned), cmp.Compare(x.key, y.key)) })
		for i, r := range list {
			r.version, r.previous = i+1, 0
			if i > 0 {
				r.previous = list[i-1].id
			}
			if was, ok := known[r.id]; ok && (was.version != r.version || was.previous != r.previous) {
				if err := b.w.Run(ctx, "UPDATE report SET version = ?, previous = ? WHERE id = ?", int64(r.version), int64(r.previous), int64(r.id)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
