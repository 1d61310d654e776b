package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// view is a store as one question sees it: as of a time, within its bounds, with
// the corrections in force applied. It serves one question and is not shared.
type view struct {
	ctx   context.Context
	store Store
	ask   Ask
	fix   *fixes
	q     Query // the bounds, without a limit

	canon     map[ActorID]ActorID // merged → the one it is under
	members   map[ActorID][]ActorID
	pcanon    map[ProposalID]ProposalID
	pmembers  map[ProposalID][]ProposalID
	splits    []*split
	asked     []ActorID           // what the question is bounded to, corrected; empty for all
	sides     map[ActorID]ActorID // member of a delegation → the party
	parties   []Actor             // the parties that a dossier names, in its order
	actors    map[ActorID]Actor   // seen so far, corrected
	reports   map[ReportID]Report // seen so far
	copies    map[ReportID]int    // reports of each family
	versioned map[ReportID]bool   // families of which versions are not counted as copies
	unnamed   map[called]ActorID  // those who are not named, by what one source calls them
	past      *past               // families as of the time of the question
	origins   map[string]ReportID // origin → family of a version of it
	unions    map[ReportID]ReportID
	chosen    map[ProposalID]bool // the proposals that are asked for; nil for all
	recent    []StatementLine     // see recentStatements
	course    []Move              // see courseMoves
	due200    []Deadline          // see windows
	floor     Day                 // shifts before it are not wanted
	apart     bool                // proposals of one issue stay rows of their own
}

// noActor is an actor that no line has: a bound to it lets nothing through.
const noActor ActorID = -1 << 62

// see makes the view of a question. It reads the corrections and the actors and
// proposals that they name, then what the question names.
func (l *Ledger) see(ctx context.Context, ask Ask) (*view, error) {
	v := &view{
		ctx: ctx, store: l.Store, ask: ask,
		canon: map[ActorID]ActorID{}, members: map[ActorID][]ActorID{}, pcanon: map[ProposalID]ProposalID{}, pmembers: map[ProposalID][]ProposalID{},
		sides: map[ActorID]ActorID{}, actors: map[ActorID]Actor{}, reports: map[ReportID]Report{}, copies: map[ReportID]int{},
		origins: map[string]ReportID{}, unions: map[ReportID]ReportID{}, unnamed: map[called]ActorID{}, versioned: map[ReportID]bool{}, past: newPast(ask.AsOf),
	}
	all, err := l.Store.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	v.fix = fixesOf(inForce(all, ask.AsOf))
	for _, step := range []func() error{v.readSplits, v.readMerges, v.readProposalMerges, v.bound} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// readMerges turns the keys of merges into numbers.
func (v *view) readMerges() error {
	keys := keysOf(v.fix.actors)
	if len(keys) == 0 {
		return nil
	}
	list, err := v.store.ActorsByKey(v.ctx, keys)
	if err != nil {
		return err
	}
	at := map[string]Actor{}
	for _, a := range list {
		at[a.Key] = a
	}
	for _, s := range v.splits {
		at[s.to.Key] = s.to
	}
	for _, k := range keys {
		a, ok := at[k]
		r, known := at[root(v.fix.actors, k)]
		if ok && known && a.ID != r.ID {
			v.canon[a.ID] = r.ID
			v.members[r.ID] = append(v.members[r.ID], a.ID)
		}
	}
	return nil
}

func (v *view) readProposalMerges() error {
	keys := keysOf(v.fix.proposals)
	if len(keys) == 0 {
		return nil
	}
	list, err := v.store.ProposalsByKey(v.ctx, keys)
	if err != nil {
		return err
	}
	at := map[string]ProposalID{}
	for _, p := range list {
		at[p.Key] = p.ID
	}
	for _, k := range keys {
		if a, r := at[k], at[root(v.fix.proposals, k)]; a != 0 && r != 0 && a != r {
			v.pcanon[a] = r
			v.pmembers[r] = append(v.pmembers[r], a)
		}
	}
	return nil
}

// one is the actor that an actor was merged into, or itself.
func (v *view) one(id ActorID) ActorID {
	if c, ok := v.canon[id]; ok {
		return c
	}
	return id
}

func (v *view) oneProposal(id ProposalID) ProposalID {
	if c, ok := v.pcanon[id]; ok {
		return c
	}
	return id
}

// all lists a proposal and those merged into it.
func (v *view) all(id ProposalID) []ProposalID {
	return append([]ProposalID{id}, v.pmembers[id]...)
}

// stored lists the numbers under which a store keeps lines of actors: their own,
// those merged into them, and of one that was split off, those it was taken from.
func (v *view) stored(ids []ActorID) []ActorID {
	var out []ActorID
	for _, id := range ids {
		for _, x := range append([]ActorID{id}, v.members[id]...) {
			if x > 0 || x == noActor {
				out = append(out, x)
			}
			for _, s := range v.splits {
				if s.to.ID == x {
					out = append(out, s.from.ID)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// now is the day that states are told as of.
func (v *view) now() Day {
	if v.ask.AsOf.IsZero() {
		return day(time.Now())
	}
	return day(v.ask.AsOf)
}

// limit is how many are asked for.
func (v *view) limit(otherwise int) int {
	if v.ask.Limit <= 0 {
		return otherwise
	}
	return min(v.ask.Limit, MaxLimit)
}

// meet reads actors that are not yet known, corrected, in one call.
func (v *view) meet(ids ...ActorID) error {
	var want []ActorID
	for _, id := range ids {
		for _, x := range []ActorID{id, v.one(id)} {
			if _, ok := v.actors[x]; !ok && x > 0 {
				want = append(want, x)
			}
		}
	}
	for _, s := range v.splits {
		v.actors[s.to.ID] = s.to
	}
	if len(want) == 0 {
		return nil
	}
	slices.Sort(want)
	list, err := v.store.Actors(v.ctx, slices.Compact(want))
	if err != nil {
		return err
	}
	for _, a := range list {
		a.Party = v.one(a.Party)
		v.actors[a.ID] = a
	}
	return nil
}

// actor is an actor that was met, corrected.
func (v *view) actor(id ActorID) Actor {
	if a, ok := v.actors[v.one(id)]; ok {
		return a
	}
	return Actor{ID: id}
}

// side is the actor in whose row lines of an actor stand: the party that a
// dossier names for it, else itself.
func (v *view) side(id ActorID) ActorID {
	id = v.one(id)
	if p, ok := v.sides[id]; ok {
		return p
	}
	return id
}

// cite reads the reports of lines and the sizes of their families, in two calls.
func (v *view) cite(ids ...ReportID) error {
	var want, families []ReportID
	for _, id := range ids {
		if _, ok := v.reports[id]; !ok && id != 0 {
			want = append(want, id)
		}
	}
	if len(want) == 0 {
		return nil
	}
	slices.Sort(want)
	list, err := v.store.Reports(v.ctx, Query{Reports: slices.Compact(want)})
	if err != nil {
		return err
	}
	var stored []ReportID
	for i := range list {
		stored = append(stored, list[i].Family)
	}
	slices.Sort(stored)
	if err := v.past.look(v.ctx, v.store, slices.Compact(stored)); err != nil {
		return err
	}
	for _, r := range list {
		r.Family = v.past.of(&r)
		v.reports[r.ID] = r
		v.unite(&r)
		if _, ok := v.copies[r.Family]; ok {
			continue
		}
		if n, ok := v.past.then[r.Family]; ok {
			v.copies[r.Family] = n
		} else {
			families = append(families, r.Family)
		}
	}
	slices.Sort(families)
	counts, err := v.store.Copies(v.ctx, slices.Compact(families), v.ask.AsOf)
	for f, n := range counts {
		v.copies[f] = n
	}
	for f, n := range v.past.sizes {
		if !v.versioned[f] {
			v.copies[f] = n
		}
	}
	if err != nil {
		return err
	}
	return v.countVersions(list)
}

// countVersions counts versions of one origin once in the families of reports that
// are versions: those as they are in one question, those that were others each.
func (v *view) countVersions(list []Report) error {
	var now []ReportID
	for i := range list {
		f := v.reports[list[i].ID].Family
		if list[i].Version < 2 || v.copies[f] < 2 || v.versioned[f] {
			continue
		}
		v.versioned[f] = true
		if _, other := v.past.sizes[f]; !other {
			now = append(now, f)
		} else if err := v.countOrigins(f); err != nil {
			return err
		}
	}
	if len(now) == 0 {
		return nil
	}
	counts, err := v.store.Origins(v.ctx, now, v.ask.AsOf)
	for f, n := range counts {
		v.copies[f] = n
	}
	return err
}

// countOrigins counts the reports of a family in which versions are: those of one
// origin count once.
func (v *view) countOrigins(family ReportID) error {
	list, err := v.store.Family(v.ctx, family)
	origins := map[string]bool{}
	for i := range list {
		r := &list[i]
		if (v.ask.AsOf.IsZero() || !r.Learned.After(v.ask.AsOf)) && v.past.of(r) == family {
			origins[cmp.Or(r.Origin, r.Key)] = true
		}
	}
	v.copies[family] = len(origins)
	return err
}

// source tells where a line stands; its report was cited before.
func (v *view) source(l *Line) Source {
	r := v.reports[l.Report]
	return Source{
		Report: r.ID, Key: r.Key, Outlet: r.Outlet, Title: r.Title, URL: r.URL, Origin: r.Origin, Published: r.Published,
		Paragraph: l.Paragraph, Copies: max(0, v.copies[r.Family]-1),
	}
}

// unite makes the families of two versions of one report one source.
func (v *view) unite(r *Report) {
	if r.Origin == "" {
		return
	}
	f := v.union(r.Family)
	if other, ok := v.origins[r.Origin]; ok {
		if g := v.union(other); g != f {
			v.unions[max(f, g)] = min(f, g)
		}
		return
	}
	v.origins[r.Origin] = f
}

// union is the first family of those that were united. Each step leads to a lower
// number.
func (v *view) union(f ReportID) ReportID {
	for {
		g, ok := v.unions[f]
		if !ok {
			return f
		}
		f = g
	}
}

// family is what the reports that count as one source have in common: near-copies
// and versions of one another.
func (v *view) family(id ReportID) ReportID {
	if f := v.reports[id].Family; f != 0 {
		return v.union(f)
	}
	return id
}

// called is what one source calls somebody whom it does not name.
type called struct {
	family ReportID
	name   string
}

// voice is an actor as one source knows him: copies and versions that speak of the
// same unnamed one speak of one, by the first number. The report was cited and the
// actor met before.
func (v *view) voice(id ActorID, report ReportID) ActorID {
	a := v.actor(id)
	if !a.Unnamed {
		return id
	}
	k := called{v.family(report), FoldName(a.Name)}
	if first, ok := v.unnamed[k]; ok {
		return first
	}
	v.unnamed[k] = id
	return id
}

// voices are several actors as one source knows them.
func (v *view) voices(ids []ActorID, report ReportID) []ActorID {
	out := make([]ActorID, len(ids))
	for i, id := range ids {
		out[i] = v.voice(id, report)
	}
	return out
}

// before orders lines by when they were said, then learned, then by name, so that
// the order does not hang on the order of adding.
func before(a, b *Line) int {
	return cmp.Or(cmp.Compare(a.Said.From, b.Said.From), cmp.Compare(a.Said.To, b.Said.To), a.Learned.Compare(b.Learned), cmp.Compare(a.Key, b.Key))
}
