package ledgercmd

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-reader/parley/ledger"
)

// sortLines puts lines in the order in which they were kept.
func sortLines(e *ledger.Entry) {
	slices.SortFunc(e.Moves, func(a, b ledger.Move) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.Statements, func(a, b ledger.Statement) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.Positions, func(a, b ledger.Position) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.Deadlines, func(a, b ledger.Deadline) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.Shifts, func(a, b ledger.Shift) int { return cmp.Compare(a.ID, b.ID) })
}

// place puts into an entry the actors, proposals and options that its lines name,
// and the places of them into the lines.
func (c *copying) place(ctx context.Context, x *copied) error {
	var proposals []ledger.ProposalID
	used := map[ledger.OptionID]bool{}
	for i := range x.e.Positions {
		proposals = append(proposals, x.e.Positions[i].Proposal)
		used[x.e.Positions[i].Option] = true
	}
	for i := range x.e.Moves {
		proposals = append(proposals, x.e.Moves[i].Proposal)
	}
	if err := c.putProposals(ctx, x, proposals, func(o ledger.OptionID) bool { return used[o] }); err != nil {
		return err
	}
	if err := c.putActors(ctx, x, actorsOf(x.e)); err != nil {
		return err
	}
	x.renumber()
	return nil
}

// actorsOf are the actors that an entry names.
func actorsOf(e *ledger.Entry) (ids []ledger.ActorID) {
	for i := range e.Proposals {
		ids = append(ids, e.Proposals[i].Participants...)
	}
	for i := range e.Moves {
		m := &e.Moves[i]
		ids = slices.Concat(ids, m.By, m.Via, m.To)
		for k := range m.Conditions {
			ids = append(ids, m.Conditions[k].By...)
		}
	}
	for i := range e.Statements {
		ids = slices.Concat(ids, e.Statements[i].Sources, e.Statements[i].To)
	}
	for i := range e.Positions {
		ids = append(ids, e.Positions[i].Actor, e.Positions[i].By)
	}
	for i := range e.Deadlines {
		ids = append(ids, e.Deadlines[i].By)
	}
	for i := range e.Shifts {
		ids = append(ids, e.Shifts[i].Actor)
	}
	return ids
}

// putProposals puts proposals into an entry, with those of their options that are
// wanted.
func (c *copying) putProposals(ctx context.Context, x *copied, ids []ledger.ProposalID, wanted func(ledger.OptionID) bool) error {
	ids = distinct(ids, func(ledger.ProposalID) bool { return false })
	if len(ids) == 0 {
		return nil
	}
	var list []ledger.Proposal
	var err error
	if fresh := distinct(ids, func(id ledger.ProposalID) bool { return x.proposals[id] != 0 }); len(fresh) > 0 {
		if list, err = c.from.Proposals(ctx, fresh); err != nil {
			return err
		}
	}
	slices.SortFunc(list, func(a, b ledger.Proposal) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range list {
		x.e.Proposals = append(x.e.Proposals, p)
		x.proposals[p.ID], c.proposals[p.ID] = ledger.ProposalID(len(x.e.Proposals)), true
	}
	options, err := c.from.Options(ctx, ids)
	slices.SortFunc(options, func(a, b ledger.Option) int { return cmp.Compare(a.ID, b.ID) })
	for _, o := range options {
		if wanted(o.ID) && x.options[o.ID] == 0 {
			x.e.Options = append(x.e.Options, o)
			x.options[o.ID], c.options[o.ID] = ledger.OptionID(len(x.e.Options)), true
		}
	}
	return err
}

// putActors puts actors into an entry, and those that they speak for.
func (c *copying) putActors(ctx context.Context, x *copied, ids []ledger.ActorID) error {
	for {
		ids = distinct(ids, func(id ledger.ActorID) bool { return x.actors[id] != 0 })
		if len(ids) == 0 {
			return nil
		}
		list, err := c.from.Actors(ctx, ids)
		if err != nil {
			return err
		}
		slices.SortFunc(list, func(a, b ledger.Actor) int { return cmp.Compare(a.ID, b.ID) })
		ids = nil
		for _, a := range list {
			x.e.Actors = append(x.e.Actors, a)
			x.actors[a.ID], c.actors[a.ID] = ledger.ActorID(len(x.e.Actors)), true
			ids = append(ids, a.Party)
		}
	}
}

// distinct are numbers in order, once each, without 0 and those that are known.
func distinct[K ~int64](ids []K, known func(K) bool) []K {
	out := slices.DeleteFunc(slices.Clone(ids), func(id K) bool { return id == 0 || known(id) })
	slices.Sort(out)
	return slices.Compact(out)
}

// all are the places of actors.
func (x *copied) all(ids []ledger.ActorID) []ledger.ActorID {
	out := make([]ledger.ActorID, 0, len(ids))
	for _, id := range ids {
		out = append(out, x.actors[id])
	}
	return out
}

// renumber puts places where an entry has numbers of the store.
func (x *copied) renumber() {
	x.renumberThings()
	e := x.e
	for i := range e.Moves {
		m := &e.Moves[i]
		m.By, m.Via, m.To, m.Proposal = x.all(m.By), x.all(m.Via), x.all(m.To), x.proposals[m.Proposal]
		m.Conditions = slices.Clone(m.Conditions)
		for k := range m.Conditions {
			m.Conditions[k].By = x.all(m.Conditions[k].By)
		}
	}
	for i := range e.Statements {
		e.Statements[i].Sources, e.Statements[i].To = x.all(e.Statements[i].Sources), x.all(e.Statements[i].To)
	}
	for i := range e.Positions {
		p := &e.Positions[i]
		p.Proposal, p.Option, p.Actor, p.By = x.proposals[p.Proposal], x.options[p.Option], x.actors[p.Actor], x.actors[p.By]
	}
	for i := range e.Deadlines {
		e.Deadlines[i].By = x.actors[e.Deadlines[i].By]
	}
	for i := range e.Shifts {
		e.Shifts[i].Actor = x.actors[e.Shifts[i].Actor]
	}
}

// renumberThings does the same for what lines name. What has no number of the
// store any more is done.
func (x *copied) renumberThings() {
	for i := range x.e.Actors {
		if a := &x.e.Actors[i]; a.ID != 0 {
			a.Party, a.ID = x.actors[a.Party], 0
		}
	}
	for i := range x.e.Proposals {
		if p := &x.e.Proposals[i]; p.ID != 0 {
			p.Participants, p.ID = x.all(p.Participants), 0
		}
	}
	for i := range x.e.Options {
		if o := &x.e.Options[i]; o.ID != 0 {
			o.Proposal, o.ID = x.proposals[o.Proposal], 0
		}
	}
}

// rest puts into the last entry what no line of any report names: who is only
// mentioned, and what was on the table without anyone's stance on it.
func (c *copying) rest(ctx context.Context, x *copied) error {
	counts, err := c.from.Counts(ctx)
	if err != nil {
		return err
	}
	var proposals []ledger.ProposalID
	for id := range ledger.ProposalID(counts.Proposals) {
		proposals = append(proposals, id+1)
	}
	for part := range slices.Chunk(proposals, copyReports) {
		if err := c.restOf(ctx, x, part); err != nil {
			return err
		}
	}
	var actors []ledger.ActorID
	for i := range x.e.Proposals {
		if p := &x.e.Proposals[i]; p.ID != 0 {
			actors = append(actors, p.Participants...)
		}
	}
	for id := range ledger.ActorID(counts.Actors) {
		if !c.actors[id+1] {
			actors = append(actors, id+1)
		}
	}
	for part := range slices.Chunk(actors, copyReports) {
		if err := c.putActors(ctx, x, part); err != nil {
			return err
		}
	}
	x.renumberThings()
	return nil
}

// restOf puts in those of some proposals that were in no entry yet, or that have
// options which were in none.
func (c *copying) restOf(ctx context.Context, x *copied, ids []ledger.ProposalID) error {
	options, err := c.from.Options(ctx, ids)
	if err != nil {
		return err
	}
	late := slices.DeleteFunc(slices.Clone(ids), func(id ledger.ProposalID) bool {
		return c.proposals[id] && !slices.ContainsFunc(options, func(o ledger.Option) bool { return o.Proposal == id && !c.options[o.ID] })
	})
	return c.putProposals(ctx, x, late, func(id ledger.OptionID) bool { return !c.options[id] })
}
