package sqlkit

import (
	"context"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// people are the actors, proposals and options of a batch, as the store has them
// and as they become. An attribute that two reports tell otherwise is that of the
// one learned first, and of two learned at once the lesser in the order of the
// alphabet: whatever the order of adding, the same stays. Of offices it is the one
// told in the report published last.
type people struct {
	actors    map[string]*actor
	proposals map[string]*proposal
	options   map[string]*option
	lines     map[ledger.ActorID]int64
	positions map[ledger.ProposalID]int64
}

type actor struct {
	ledger.Actor
	fresh, changed                     bool
	nameAt, countryAt, roleAt, partyAt int64
	party                              string // the key of Party, where this batch told it
	known, more                        []string
}

type proposal struct {
	ledger.Proposal
	fresh, changed bool
	labelAt        int64
	was            string // the label as it is stored
}

type option struct {
	ledger.Option
	fresh, changed     bool
	valueAt, droppedAt int64
}

// first sets *have to told where that was learned before it, and tells whether it
// did.
func first(have *string, haveAt *int64, told string, toldAt int64) bool {
	if told == "" || told == *have && toldAt >= *haveAt {
		return false
	}
	if *have != "" && (toldAt > *haveAt || toldAt == *haveAt && told > *have) {
		return false
	}
	*have, *haveAt = told, toldAt
	return true
}

// last sets *have to what was told last, of two told on one day to the greater.
func last(have *string, haveAt *int64, told string, toldAt int64) bool {
	if told == "" || *have != "" && (toldAt < *haveAt || toldAt == *haveAt && told <= *have) {
		return false
	}
	*have, *haveAt = told, toldAt
	return true
}

// identify finds the actors, proposals and options of the entries, puts in the
// new ones and changes those of which more is known now.
func (b *batch) identify(ctx context.Context) error {
	p := &people{actors: map[string]*actor{}, proposals: map[string]*proposal{}, options: map[string]*option{}, lines: map[ledger.ActorID]int64{}, positions: map[ledger.ProposalID]int64{}}
	b.people, b.who = p, make([]identity, len(b.entries))
	for _, step := range []func(context.Context) error{b.findActors, b.findProposals, b.findOptions} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) findActors(ctx context.Context) error {
	var order []*actor
	var keys []string
	for _, e := range b.entries {
		for i := range e.Actors {
			key := clean(e.Actors[i].Key)
			if b.people.actors[key] == nil {
				a := &actor{fresh: true}
				a.Key = key
				b.people.actors[key] = a
				order, keys = append(order, a), append(keys, key)
			}
		}
	}
	if err := b.loadActors(ctx, keys); err != nil {
		return err
	}
	next, err := b.w.next(ctx, "actor")
	if err != nil {
		return err
	}
	for _, a := range order {
		if a.fresh {
			a.ID = ledger.ActorID(next)
			next++
			b.tally["actor"]++
		}
	}
	for i, e := range b.entries {
		if err := b.tellActors(ctx, i, e); err != nil {
			return err
		}
	}
	return b.putActors(ctx, order)
}

func (b *batch) loadActors(ctx context.Context, keys []string) error {
	s := b.w.store
	byID := map[int64]*actor{}
	var ids []int64
	err := among(ctx, s, b.w, "SELECT id, key, name, kind, country, role, party, entry, unnamed, name_at, country_at, role_at, party_at FROM actor WHERE %s", "key", keys, func(scan func(...any) error) error {
		x := ledger.Actor{}
		var at [4]int64
		if err := scan(&x.ID, &x.Key, &x.Name, &x.Kind, &x.Country, &x.Role, &x.Party, &x.Entry, &x.Unnamed, &at[0], &at[1], &at[2], &at[3]); err != nil {
			return err
		}
		a := b.people.actors[x.Key]
		a.Actor, a.fresh, a.nameAt, a.countryAt, a.roleAt, a.partyAt = x, false, at[0], at[1], at[2], at[3]
		byID[int64(x.ID)] = a
		ids = append(ids, int64(x.ID))
		return nil
	})
	if err != nil {
		return err
	}
	return among(ctx, s, b.w, "SELECT actor, name FROM actor_name WHERE %s", "actor", ids, func(scan func(...any) error) error {
		var id int64
		var name string
		err := scan(&id, &name)
		byID[id].known = append(byID[id].known, name)
		return err
	})
}

// tellActors takes what one entry tells of its actors.
func (b *batch) tellActors(ctx context.Context, i int, e *ledger.Entry) error {
	when := b.reports[i].learned
	list := make([]*actor, len(e.Actors))
	for k := range e.Actors {
		list[k] = b.people.actors[clean(e.Actors[k].Key)]
		b.who[i].actors = append(b.who[i].actors, list[k].ID)
	}
	for k := range e.Actors {
		x, a := &e.Actors[k], list[k]
		kindBefore := a.nameAt
		if first(&a.Name, &a.nameAt, clean(x.Name), when) {
			a.changed = true
		}
		if a.fresh && a.Kind == 0 || when < kindBefore || when == kindBefore && x.Kind < a.Kind {
			a.Kind, a.changed = x.Kind, true
		}
		a.Unnamed = a.Unnamed || x.Unnamed
		if a.Entry == "" && x.Entry != "" {
			a.Entry, a.changed = clean(x.Entry), true
		}
		if first(&a.Country, &a.countryAt, clean(x.Country), when) {
			a.changed = true
		}
		if last(&a.Role, &a.roleAt, clean(x.Role), dayNumber(e.Report.Published)) {
			a.changed = true
		}
		if party := at(list, int64(x.Party)); party != nil && party != a {
			if err := b.tellParty(ctx, a, party, when); err != nil {
				return err
			}
		}
		for _, n := range x.Names {
			a.call(clean(n))
		}
		a.call(clean(x.Name))
	}
	return nil
}

func (b *batch) tellParty(ctx context.Context, a, party *actor, when int64) error {
	if a.Party != 0 && a.party == "" && a.Party != party.ID {
		err := b.w.store.each(ctx, b.w, "SELECT key FROM actor WHERE id = ?", []any{int64(a.Party)}, func(scan func(...any) error) error { return scan(&a.party) })
		if err != nil {
			return err
		}
	} else if a.Party == party.ID {
		a.party = party.Key
	}
	if first(&a.party, &a.partyAt, party.Key, when) {
		a.Party, a.changed = party.ID, true
	}
	return nil
}

// call adds a name.
func (a *actor) call(name string) {
	if name == "" {
		return
	}
	for _, list := range [][]string{a.known, a.more} {
		for _, n := range list {
			if n == name {
				return
			}
		}
	}
	a.more = append(a.more, name)
}

func (b *batch) putActors(ctx context.Context, list []*actor) error {
	var rows, names, words []any
	next, err := b.w.next(ctx, "actor_name")
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.fresh {
			rows = append(rows, int64(a.ID), a.Key, a.Name, int64(a.Kind), a.Country, a.Role, int64(a.Party), a.Entry, number(a.Unnamed), a.nameAt, a.countryAt, a.roleAt, a.partyAt, int64(0))
		} else if a.changed {
			err := b.w.Run(ctx, "UPDATE actor SET name = ?, kind = ?, country = ?, role = ?, party = ?, entry = ?, name_at = ?, country_at = ?, role_at = ?, party_at = ? WHERE id = ?",
				a.Name, int64(a.Kind), a.Country, a.Role, int64(a.Party), a.Entry, a.nameAt, a.countryAt, a.roleAt, a.partyAt, int64(a.ID))
			if err != nil {
				return err
			}
		}
		for _, n := range a.more {
			if a.Unnamed && n == a.Name {
				continue // it is no name, and nobody asks for it
			}
			fold := ledger.FoldName(n)
			names = append(names, next, int64(a.ID), n, fold)
			if !a.Unnamed {
				for _, word := range wordsOf(fold) {
					words = append(words, word, next)
				}
			}
			next++
		}
	}
	if err := b.w.insert(ctx, actorTable, rows); err != nil {
		return err
	}
	if err := b.w.insert(ctx, nameTable, names); err != nil {
		return err
	}
	return b.w.insert(ctx, nameWordTable, words)
}

// manyWords bounds the words by which one name is found.
const manyWords = 32

// wordsOf are the words of a folded name, each once.
func wordsOf(fold string) []string {
	var out []string
	for word := range strings.FieldsSeq(fold) {
		seen := false
		for _, x := range out {
			seen = seen || x == word
		}
		if !seen && len(out) < manyWords && len(word) < 200 {
			out = append(out, word)
		}
	}
	return out
}

func (b *batch) findProposals(ctx context.Context) error {
	var order []*proposal
	var keys []string
	for _, e := range b.entries {
		for i := range e.Proposals {
			key := clean(e.Proposals[i].Key)
			if b.people.proposals[key] == nil {
				p := &proposal{fresh: true}
				p.Key = key
				b.people.proposals[key] = p
				order, keys = append(order, p), append(keys, key)
			}
		}
	}
	err := among(ctx, b.w.store, b.w, "SELECT id, key, kind, label, label_at, participants FROM proposal WHERE %s", "key", keys, func(scan func(...any) error) error {
		x := ledger.Proposal{}
		var when int64
		var who string
		if err := scan(&x.ID, &x.Key, &x.Kind, &x.Label, &when, &who); err != nil {
			return err
		}
		x.Participants = textIDs(who)
		*b.people.proposals[x.Key] = proposal{Proposal: x, labelAt: when, was: x.Label}
		return nil
	})
	if err != nil {
		return err
	}
	next, err := b.w.next(ctx, "proposal")
	if err != nil {
		return err
	}
	for _, p := range order {
		if p.fresh {
			p.ID = ledger.ProposalID(next)
			next++
			b.tally["proposal"]++
		}
	}
	for i, e := range b.entries {
		a := author{b: b, who: &b.who[i]}
		for k := range e.Proposals {
			x := &e.Proposals[k]
			p := b.people.proposals[clean(x.Key)]
			b.who[i].proposals = append(b.who[i].proposals, p.ID)
			if first(&p.Label, &p.labelAt, clean(x.Label), b.reports[i].learned) || p.fresh && len(p.Participants) == 0 {
				p.Participants, p.Kind, p.changed = a.actors(x.Participants), x.Kind, true
			}
		}
	}
	return b.putProposals(ctx, order)
}

func (b *batch) putProposals(ctx context.Context, list []*proposal) error {
	var rows, words []any
	for _, p := range list {
		switch {
		case p.fresh:
			rows = append(rows, int64(p.ID), p.Key, int64(p.Kind), p.Label, p.labelAt, idText(p.Participants), int64(0))
		case p.changed:
			err := b.w.Run(ctx, "UPDATE proposal SET kind = ?, label = ?, label_at = ?, participants = ? WHERE id = ?", int64(p.Kind), p.Label, p.labelAt, idText(p.Participants), int64(p.ID))
			if err != nil {
				return err
			}
		}
		if !p.fresh && p.Label == p.was {
			continue
		}
		for _, word := range wordsOf(ledger.FoldName(p.was)) {
			if err := b.w.Run(ctx, "DELETE FROM proposal_word WHERE word = ? AND proposal = ?", word, int64(p.ID)); err != nil {
				return err
			}
		}
		for _, word := range wordsOf(ledger.FoldName(p.Label)) {
			words = append(words, word, int64(p.ID))
		}
	}
	if err := b.w.insert(ctx, proposalTable, rows); err != nil {
		return err
	}
	return b.w.insert(ctx, propWordTable, words)
}

func (b *batch) findOptions(ctx context.Context) error {
	var order []*option
	var keys []string
	for _, e := range b.entries {
		for i := range e.Options {
			key := clean(e.Options[i].Key)
			if b.people.options[key] == nil {
				o := &option{fresh: true}
				o.Key = key
				b.people.options[key] = o
				order, keys = append(order, o), append(keys, key)
			}
		}
	}
	err := among(ctx, b.w.store, b.w, "SELECT id, key, proposal, kind, value, value_at, dropped, dropped_at FROM choice WHERE %s", "key", keys, func(scan func(...any) error) error {
		var o option
		var kind uint8
		if err := scan(&o.ID, &o.Key, &o.Proposal, &kind, &o.Value, &o.valueAt, &o.Dropped, &o.droppedAt); err != nil {
			return err
		}
		o.Kind = doc.OptionKind(kind)
		*b.people.options[o.Key] = o
		return nil
	})
	if err != nil {
		return err
	}
	next, err := b.w.next(ctx, "choice")
	if err != nil {
		return err
	}
	for _, o := range order {
		if o.fresh {
			o.ID = ledger.OptionID(next)
			next++
		}
	}
	for i, e := range b.entries {
		for k := range e.Options {
			o := b.people.options[clean(e.Options[k].Key)]
			b.who[i].options = append(b.who[i].options, o.ID)
			o.tell(&e.Options[k], at(b.who[i].proposals, int64(e.Options[k].Proposal)), b.reports[i].learned)
		}
	}
	return b.putOptions(ctx, order)
}

// tell takes what one report says of an option: the one learned last tells
// whether it was dropped.
func (o *option) tell(x *ledger.Option, of ledger.ProposalID, when int64) {
	if first(&o.Value, &o.valueAt, clean(x.Value), when) {
		o.Kind, o.changed = x.Kind, true
	}
	if o.Proposal == 0 {
		o.Proposal, o.Kind, o.changed = of, x.Kind, true
	}
	switch {
	case o.fresh && o.droppedAt == 0 || when > o.droppedAt:
		o.changed = o.changed || o.Dropped != x.Dropped || when != o.droppedAt
		o.Dropped, o.droppedAt = x.Dropped, when
	case when == o.droppedAt && x.Dropped && !o.Dropped:
		o.Dropped, o.changed = true, true
	}
}

func (b *batch) putOptions(ctx context.Context, list []*option) error {
	var rows []any
	for _, o := range list {
		if o.fresh {
			rows = append(rows, int64(o.ID), o.Key, int64(o.Proposal), int64(o.Kind), o.Value, o.valueAt, number(o.Dropped), o.droppedAt)
		} else if o.changed {
			err := b.w.Run(ctx, "UPDATE choice SET proposal = ?, kind = ?, value = ?, value_at = ?, dropped = ?, dropped_at = ? WHERE id = ?",
				int64(o.Proposal), int64(o.Kind), o.Value, o.valueAt, number(o.Dropped), o.droppedAt, int64(o.ID))
			if err != nil {
				return err
			}
		}
	}
	return b.w.insert(ctx, choiceTable, rows)
}

// count writes down how many lines actors and proposals have.
func (p *people) count(ctx context.Context, w *Writer) error {
	if err := raise(ctx, w, "actor", "lines", p.lines); err != nil {
		return err
	}
	return raise(ctx, w, "proposal", "positions", p.positions)
}
