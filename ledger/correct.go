package ledger

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// Correct keeps a correction after looking whether it can be made: what it names
// must exist, and a merge must not close a ring. It gives its number, by which it
// can be undone. Learned is now where it is zero. Errors are [*BadCorrection].
func (l *Ledger) Correct(ctx context.Context, c Correction) (int64, error) {
	if c.Learned.IsZero() {
		c.Learned = time.Now()
	}
	c.Learned = c.Learned.UTC().Truncate(time.Millisecond)
	all, err := l.Store.Corrections(ctx)
	if err != nil {
		return 0, err
	}
	k := &corrector{ctx: ctx, s: l.Store, c: c, all: all, fix: fixesOf(inForce(all, time.Time{}))}
	checks := map[CorrectionKind]func() error{
		MergeActors: k.merge, SplitActor: k.split, MergeProposals: k.mergeProposal, WrongLine: k.wrong,
		MarkCommitment: k.commitment, MarkDeadline: k.deadline, UndoCorrection: k.undo,
	}
	check, ok := checks[c.Kind]
	if !ok {
		return 0, k.bad("no such kind of correction", "use merge, split, merge-proposal, wrong, commitment, deadline or undo")
	}
	if err := check(); err != nil {
		return 0, err
	}
	return l.Store.Correct(ctx, c)
}

// corrector looks whether one correction can be made.
type corrector struct {
	ctx context.Context
	s   Store
	c   Correction
	all []Correction
	fix *fixes
}

func (k *corrector) bad(what, do string) error {
	return &BadCorrection{Correction: k.c, What: what, Do: do}
}

// actor finds an actor by key, also one that a correction split off.
func (k *corrector) actor(key string) (Actor, error) {
	list, err := k.s.ActorsByKey(k.ctx, []string{key})
	if err != nil {
		return Actor{}, err
	}
	if len(list) > 0 {
		return list[0], nil
	}
	for _, c := range k.fix.splits {
		kind, _, _ := strings.Cut(key, ":")
		if key == kind+":"+FoldName(c.With) {
			return Actor{Key: key, Name: c.With, Names: []string{c.With}}, nil
		}
	}
	return Actor{}, k.bad(fmt.Sprintf("no actor has the key %q", key), "look the key up by the actor's name")
}

func (k *corrector) merge() error {
	for _, key := range []string{k.c.Target, k.c.With} {
		if _, err := k.actor(key); err != nil {
			return err
		}
	}
	return k.ring(k.fix.actors)
}

// ring tells of a merge of what is one already.
func (k *corrector) ring(into map[string]string) error {
	if root(into, k.c.Target) == root(into, k.c.With) {
		return k.bad(fmt.Sprintf("%s and %s are one already", k.c.Target, k.c.With), "undo the correction that made them one, if that was wrong")
	}
	return nil
}

func (k *corrector) mergeProposal() error {
	list, err := k.s.ProposalsByKey(k.ctx, []string{k.c.Target, k.c.With})
	if err != nil {
		return err
	}
	for _, key := range []string{k.c.Target, k.c.With} {
		if !slices.ContainsFunc(list, func(p Proposal) bool { return p.Key == key }) {
			return k.bad(fmt.Sprintf("no proposal has the key %q", key), "look the key up in the table")
		}
	}
	return k.ring(k.fix.proposals)
}

func (k *corrector) split() error {
	a, err := k.actor(k.c.Target)
	if err != nil {
		return err
	}
	fold := FoldName(k.c.With)
	names := append([]string{a.Name}, a.Names...)
	if fold == "" || !slices.ContainsFunc(names, func(n string) bool { return FoldName(n) == fold }) {
		return k.bad(fmt.Sprintf("%s has no name %q", a.Name, k.c.With), "its names are "+quoted(a.Names))
	}
	if fold == FoldName(a.Name) {
		return k.bad(fmt.Sprintf("%q is the name that it goes by", k.c.With), "split off another of its names: "+quoted(a.Names))
	}
	for _, c := range k.fix.splits {
		if c.Target == k.c.Target && FoldName(c.With) == fold {
			return k.bad(fmt.Sprintf("%q is split off already", k.c.With), "nothing is to be done")
		}
	}
	return nil
}

// report finds the report that the key of a line names.
func (k *corrector) report() (ReportID, error) {
	key, _, _ := strings.Cut(k.c.Target, ":")
	list, err := k.s.ReportsByKey(k.ctx, []string{key})
	if err != nil {
		return 0, err
	}
	if len(list) == 0 {
		return 0, k.bad(fmt.Sprintf("no report has the key %q", key), "a line's key is shown beside it, such as r3fa9c1d2e4b5:m1f3")
	}
	return list[0].ID, nil
}

// wrong looks among the lines of one report.
func (k *corrector) wrong() error {
	id, err := k.report()
	if err != nil {
		return err
	}
	_, kind, _ := strings.Cut(k.c.Target, ":")
	q, found := Query{Reports: []ReportID{id}}, false
	switch kind = kind[:min(1, len(kind))]; kind {
	case "m":
		found, err = hasKey(k.c.Target, func() ([]Move, error) { return k.s.Moves(k.ctx, q) }, func(x *Move) string { return x.Key })
	case "s":
		found, err = hasKey(k.c.Target, func() ([]Statement, error) { return k.s.Statements(k.ctx, q) }, func(x *Statement) string { return x.Key })
	case "p":
		found, err = hasKey(k.c.Target, func() ([]Position, error) { return k.s.Positions(k.ctx, q) }, func(x *Position) string { return x.Key })
	case "d":
		found, err = hasKey(k.c.Target, func() ([]Deadline, error) { return k.s.Deadlines(k.ctx, q) }, func(x *Deadline) string { return x.Key })
	case "h":
		found, err = hasKey(k.c.Target, func() ([]Shift, error) { return k.s.Shifts(k.ctx, q) }, func(x *Shift) string { return x.Key })
	}
	if err == nil && !found {
		err = k.bad("the report has no such line", "a line's key is shown beside it, such as r3fa9c1d2e4b5:m1f3")
	}
	return err
}

func hasKey[T any](key string, read func() ([]T, error), of func(*T) string) (bool, error) {
	list, err := read()
	for i := range list {
		if of(&list[i]) == key {
			return true, err
		}
	}
	return false, err
}

func (k *corrector) commitment() error {
	list, err := k.s.MovesByKey(k.ctx, []string{k.c.Target})
	if err != nil {
		return err
	}
	if len(list) == 0 || !list[0].Commitment {
		return k.bad("no commitment has this key", "the keys are shown beside the commitments")
	}
	var status doc.ConditionStatus
	if status.UnmarshalText([]byte(k.c.With)) != nil || status == 0 {
		return k.bad(fmt.Sprintf("a commitment cannot be %q", k.c.With), "say open, met, lapsed or withdrawn")
	}
	return nil
}

func (k *corrector) deadline() error {
	if k.c.With != string(DueKept) && k.c.With != string(DueMissed) {
		return k.bad(fmt.Sprintf("a deadline cannot be marked %q", k.c.With), "say kept or missed")
	}
	if !strings.Contains(k.c.Target, ":d") {
		return k.bad("no deadline has this key", "the keys are shown beside the deadlines")
	}
	return k.wrong()
}

func (k *corrector) undo() error {
	id, err := strconv.ParseInt(k.c.Target, 10, 64)
	if err != nil || !slices.ContainsFunc(k.all, func(c Correction) bool { return c.ID == id }) {
		return k.bad(fmt.Sprintf("there is no correction %q", k.c.Target), "corrections are named by their numbers")
	}
	if !slices.ContainsFunc(inForce(k.all, time.Time{}), func(c Correction) bool { return c.ID == id }) {
		return k.bad("it is undone already", "undo the undo to bring it back")
	}
	return nil
}

// Names gives the actors with the numbers, corrected: one that was merged has the
// name of the one it is under. Numbers that name nobody are left out.
func (l *Ledger) Names(ctx context.Context, ids []ActorID) (map[ActorID]Actor, error) {
	v, err := l.see(ctx, Ask{})
	if err != nil {
		return nil, err
	}
	if err := v.meet(ids...); err != nil {
		return nil, err
	}
	out := map[ActorID]Actor{}
	for _, id := range ids {
		if a, ok := v.actors[v.one(id)]; ok {
			out[id] = a
		}
	}
	return out, nil
}
