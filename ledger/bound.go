package ledger

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// bound turns the names of a question into a query.
func (v *view) bound() error {
	a := &v.ask
	v.q = Query{AsOf: a.AsOf, Since: a.Since, Until: a.Until, Least: a.Least}
	if d := a.Dossier; d != nil {
		v.q.Outlets = d.Outlets
		v.q.Since = max(v.q.Since, d.From)
		if d.To != "" && (v.q.Until == "" || d.To < v.q.Until) {
			v.q.Until = d.To
		}
		if err := v.readParties(d); err != nil {
			return err
		}
	}
	if len(a.Actors) > 0 {
		v.asked = nil
	}
	for _, name := range a.Actors {
		ids, err := v.find(name)
		if err != nil {
			return err
		}
		v.asked = append(v.asked, ids...)
	}
	v.q.Actors = v.stored(v.asked)
	return v.boundProposal()
}

// readParties finds who belongs to the parties of a dossier. A name that nobody
// carries yet is left out: a dossier is written before the reports come.
func (v *view) readParties(d *Dossier) error {
	for i, p := range d.Parties {
		party := Actor{ID: noActor + 1 + ActorID(i), Name: p.Name}
		ids, err := v.known(p.Name)
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			if err := v.meet(ids...); err != nil {
				return err
			}
			party = v.actor(ids[0])
		}
		for _, name := range p.Delegation {
			more, err := v.known(name)
			if err != nil {
				return err
			}
			ids = append(ids, more...)
		}
		for _, id := range ids {
			v.sides[id] = party.ID
		}
		v.actors[party.ID] = party
		v.parties = append(v.parties, party)
		v.asked = append(v.asked, ids...)
	}
	if len(d.Parties) > 0 && len(v.asked) == 0 {
		v.asked = []ActorID{noActor}
	}
	return nil
}

// known is find, where an unknown name is nobody.
func (v *view) known(name string) ([]ActorID, error) {
	ids, err := v.find(name)
	var unknown *UnknownActor
	if errors.As(err, &unknown) {
		return nil, nil
	}
	return ids, err
}

// most is how many actors a name is looked up among.
const most = 50

// find gives the actors of a name or key, corrected: all that carry it as a name,
// those with more lines first; else the only one with the words in its name.
func (v *view) find(name string) ([]ActorID, error) {
	list, err := v.store.FindActors(v.ctx, name, most)
	if err != nil {
		return nil, err
	}
	if strings.Contains(name, ":") {
		byKey, err := v.store.ActorsByKey(v.ctx, []string{name})
		if err != nil {
			return nil, err
		}
		list = append(byKey, list...)
	}
	fold := FoldName(name)
	var exact, part []ActorID
	var choices []string
	for _, s := range v.splits {
		if FoldName(s.to.Name) == fold {
			exact = append(exact, v.one(s.to.ID))
		}
	}
	for _, a := range list {
		id := v.one(a.ID)
		switch {
		case a.Key == name || carries(&a, fold) && !v.lost(a.ID, fold):
			exact = addID(exact, id)
		case !a.Unnamed && !slices.Contains(part, id):
			part = append(part, id)
			choices = append(choices, a.Name)
		}
	}
	switch {
	case len(exact) > 0:
		return exact, nil
	case len(part) == 1:
		return part, nil
	case len(part) > 1:
		return nil, &AmbiguousActor{Name: name, Choices: choices}
	}
	near, err := v.near(name)
	return nil, errors.Join(err, &UnknownActor{Name: name, Near: near})
}

// carries tells whether an actor has the very name.
func carries(a *Actor, fold string) bool {
	if FoldName(a.Name) == fold {
		return true
	}
	return slices.ContainsFunc(a.Names, func(n string) bool { return FoldName(n) == fold })
}

// lost tells whether a name was split off an actor.
func (v *view) lost(id ActorID, fold string) bool {
	return slices.ContainsFunc(v.splits, func(s *split) bool { return s.from.ID == id && FoldName(s.to.Name) == fold })
}

func addID[T comparable](list []T, id T) []T {
	if slices.Contains(list, id) {
		return list
	}
	return append(list, id)
}

// nearMoves is among the actors of how many moves a name is looked for that
// nobody carries.
const nearMoves = 500

// near gives names written like one that nobody carries: those that share a word
// with it, and those of the latest moves that differ in a few letters.
func (v *view) near(name string) ([]string, error) {
	var ids []ActorID
	for _, w := range plainWords(name) {
		list, err := v.store.FindActors(v.ctx, w, 5)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			ids = append(ids, a.ID)
		}
	}
	moves, err := v.store.Moves(v.ctx, Query{AsOf: v.ask.AsOf, Newest: true, Limit: nearMoves})
	if err != nil {
		return nil, err
	}
	for i := range moves {
		ids = append(ids, slices.Concat(moves[i].By, moves[i].Via, moves[i].To)...)
	}
	if err := v.meet(ids...); err != nil {
		return nil, err
	}
	return v.nearest(name, ids), nil
}

// nearest are the five names that are nearest, within a third of their letters.
func (v *view) nearest(name string, ids []ActorID) []string {
	type found struct {
		name string
		off  float64
	}
	var list []found
	fold := FoldName(name)
	for _, id := range ids {
		a := v.actor(id)
		best := 1.0
		for _, n := range append([]string{a.Name}, a.Names...) {
			f := FoldName(n)
			best = min(best, float64(distance(fold, f))/float64(max(len(fold), len(f), 1)))
		}
		if !a.Unnamed && best <= 0.34 && !slices.ContainsFunc(list, func(x found) bool { return x.name == a.Name }) {
			list = append(list, found{a.Name, best})
		}
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Or(cmp.Compare(a.off, b.off), cmp.Compare(a.name, b.name)) })
	var out []string
	for _, x := range list[:min(5, len(list))] {
		out = append(out, x.name)
	}
	return out
}

// boundProposal finds the proposals that the question names.
func (v *view) boundProposal() error {
	words := v.ask.Proposal
	if words == "" {
		return nil
	}
	list, err := v.store.ProposalsByKey(v.ctx, []string{words})
	if err == nil && len(list) == 0 {
		list, err = v.store.FindProposals(v.ctx, words, most)
	}
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &UnknownProposal{Words: words}
	}
	v.chosen = map[ProposalID]bool{}
	for _, p := range list {
		id := v.oneProposal(p.ID)
		v.chosen[id] = true
		v.q.Proposals = append(v.q.Proposals, v.all(id)...)
	}
	slices.Sort(v.q.Proposals)
	v.q.Proposals = slices.Compact(v.q.Proposals)
	return nil
}

// issue tells whether a proposal belongs to an issue of the dossier; without
// issues all do.
func (v *view) issue(p *Proposal) bool { return v.issueOf(p) >= 0 }

// binds tells whether a kind of proposal is known.
func binds(kind string) bool {
	var k doc.ProposalKind
	return k.UnmarshalText([]byte(kind)) == nil && k != 0
}

// Check tells of a dossier what cannot be right: a party or an issue without a
// name, an unknown kind of proposal, a period that ends before it begins.
func (d *Dossier) Check() error {
	var all []error
	for i, p := range d.Parties {
		if strings.TrimSpace(p.Name) == "" {
			all = append(all, errors.New("party "+itoa(i+1)+" has no name"))
		}
	}
	for i, x := range d.Issues {
		if strings.TrimSpace(x.Name) == "" {
			all = append(all, errors.New("issue "+itoa(i+1)+" has no name"))
		}
		for _, k := range x.Kinds {
			if !binds(k) {
				all = append(all, errors.New("issue "+x.Name+": unknown kind "+k+"; known are meeting, truce, deal, force, guarantee, measure, other"))
			}
		}
	}
	if d.From != "" && d.To != "" && d.To < d.From {
		all = append(all, errors.New("the period ends on "+string(d.To)+", before it begins on "+string(d.From)))
	}
	return errors.Join(all...)
}
