package sqlkit

import (
	"cmp"
	"context"
	"slices"
	"strings"

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
	byBand := map[int64][]*report{} // of the bands that a new report has
	for _, r := range b.reports {
		for _, band := range r.sketch.Bands() {
			byBand[band] = nil
		}
	}
	for _, r := range near {
		for _, band := range r.sketch.Bands() {
			if list, asked := byBand[band]; asked {
				byBand[band] = append(list, r)
			}
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

// manyInBand bounds the reports that one band is followed to from each of its
// ends: a band with more is of words that hundreds of different reports share, and
// copies have other bands in common besides.
const manyInBand = 48

// neighbours are the known reports that share a band with a new one.
func (b *batch) neighbours(ctx context.Context) ([]*report, error) {
	var bands []int64
	for _, r := range b.reports {
		bands = append(bands, r.sketch.Bands()...)
	}
	ids := map[int64]bool{}
	crowded, err := b.inBands(ctx, unique(bands), "", ids)
	if err != nil {
		return nil, err
	}
	if _, err := b.inBands(ctx, crowded, " DESC", ids); err != nil {
		return nil, err
	}
	var near []*report
	var ask []int64
	at := map[int64]*report{}
	s := b.w.store
	err = among(ctx, s, b.w, "SELECT id, family FROM report WHERE %s", "id", sortedIDs(ids), func(scan func(...any) error) error {
		r := &report{}
		if err := scan(&r.id, &r.family); err != nil {
			return err
		}
		id := int64(r.id)
		near, at[id] = append(near, r), r
		if r.sketch = s.sketches[id]; r.sketch == nil {
			ask = append(ask, id)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(s.sketches)+len(ask) > manySketches {
		s.sketches = map[int64]ledger.Sketch{}
	}
	err = among(ctx, s, b.w, "SELECT report, sketch FROM body WHERE %s", "report", ask, func(scan func(...any) error) error {
		var id int64
		var sketch []byte
		if err := scan(&id, &sketch); err != nil {
			return err
		}
		at[id].sketch = sketch
		s.sketches[id] = sketch
		return nil
	})
	return near, err
}

// manySketches bounds what is remembered, 256 bytes each.
const manySketches = 50_000

// bandsAtOnce is how many bands one statement follows.
const bandsAtOnce = 40

// inBands notes reports of each band, from one end, and gives the bands that have
// more.
func (b *batch) inBands(ctx context.Context, bands []int64, way string, ids map[int64]bool) (crowded []int64, err error) {
	for len(bands) > 0 {
		n := min(len(bands), bandsAtOnce)
		args := make([]any, n)
		for i, band := range bands[:n] {
			args[i] = band
		}
		part := "SELECT * FROM (SELECT band, report FROM band WHERE band = ? ORDER BY report" + way + " LIMIT " + itoa(manyInBand) + ") AS x"
		in := map[int64]int{}
		err := b.w.store.each(ctx, b.w, part+strings.Repeat(" UNION ALL "+part, n-1), args, func(scan func(...any) error) error {
			var band, id int64
			err := scan(&band, &id)
			ids[id] = true
			if in[band]++; in[band] == manyInBand {
				crowded = append(crowded, band)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		bands = bands[n:]
	}
	return crowded, nil
}

func sortedIDs(set map[int64]bool) []int64 {
	out := make([]int64, 0, len(set))
	for id := range set {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
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
