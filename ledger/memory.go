package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

// Memory is a [Store] that keeps everything in memory: for tests and for small
// sets of reports. It is simple and not fast: a question takes time in proportion
// to all that is kept. The zero value is not ready; see [NewMemory].
type Memory struct {
	mu          sync.RWMutex
	reports     []Report
	actors      []Actor
	proposals   []Proposal
	options     []Option
	moves       []Move
	statements  []Statement
	positions   []Position
	deadlines   []Deadline
	shifts      []Shift
	corrections []Correction
	last        int64 // number of the last line
	changes     int64 // of reports
	reportAt    map[string]ReportID
	actorAt     map[string]ActorID
	proposalAt  map[string]ProposalID
	optionAt    map[string]OptionID
	bands       map[int64][]ReportID
	told        map[ActorID]string // the day and report that an actor's office was last told in
}

// NewMemory is an empty store.
func NewMemory() *Memory {
	return &Memory{
		reportAt: map[string]ReportID{}, actorAt: map[string]ActorID{}, proposalAt: map[string]ProposalID{},
		optionAt: map[string]OptionID{}, bands: map[int64][]ReportID{}, told: map[ActorID]string{},
	}
}

var _ Store = (*Memory)(nil)

// Add keeps entries: all of them or none.
func (m *Memory) Add(ctx context.Context, entries []*Entry) ([]Added, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := e.check(); err != nil {
			return nil, err
		}
	}
	var out []Added
	fresh := false
	for _, e := range entries {
		if id := m.reportAt[e.Report.Key]; id != 0 {
			r := &m.reports[id-1]
			out = append(out, Added{Report: id, Same: true, Version: r.Version, Family: r.Family})
			continue
		}
		r := m.addReport(e.Report)
		m.addLines(e, r)
		fresh = true
		out = append(out, Added{Report: r.ID, Version: r.Version, Family: r.Family})
	}
	if fresh {
		m.changes++
	}
	return out, nil
}

// check tells of a place in the entry that names nothing.
func (e *Entry) check() error {
	if e.Report.Key == "" {
		return errors.New("an entry without the key of its report")
	}
	bad := func(kind string, id, n int) error {
		return fmt.Errorf("entry of report %s: no %s %d among %d", e.Report.Key, kind, id, n)
	}
	for i := range e.Positions {
		p := &e.Positions[i]
		switch {
		case int(p.Proposal) < 1 || int(p.Proposal) > len(e.Proposals):
			return bad("proposal", int(p.Proposal), len(e.Proposals))
		case int(p.Option) < 0 || int(p.Option) > len(e.Options):
			return bad("option", int(p.Option), len(e.Options))
		case int(p.Actor) < 1 || int(p.Actor) > len(e.Actors):
			return bad("actor", int(p.Actor), len(e.Actors))
		}
	}
	for i := range e.Options {
		if p := int(e.Options[i].Proposal); p < 1 || p > len(e.Proposals) {
			return bad("proposal", p, len(e.Proposals))
		}
	}
	return nil
}

// addReport numbers a report, its version and its family. Reports of which one is
// a near-copy of the other are one family, and so on along the chain, so that the
// families do not hang on the order of adding.
func (m *Memory) addReport(r Report) *Report {
	r.ID = ReportID(len(m.reports) + 1)
	r.Family = r.ID
	families := []ReportID{r.ID}
	for _, b := range r.Sketch.Bands() {
		for _, id := range m.bands[b] {
			if x := &m.reports[id-1]; !slices.Contains(families, x.Family) && Alike(x.Sketch, r.Sketch) >= NearCopy {
				families = append(families, x.Family)
			}
		}
		m.bands[b] = append(m.bands[b], r.ID)
	}
	m.reports = append(m.reports, r)
	m.reportAt[r.Key] = r.ID
	least := slices.Min(families)
	for i := range m.reports {
		if slices.Contains(families, m.reports[i].Family) {
			m.reports[i].Family = least
		}
	}
	m.number(r.Origin)
	return &m.reports[r.ID-1]
}

// number counts the versions of one origin in the order in which they were
// learned. Reports without an origin have no other versions.
func (m *Memory) number(origin string) {
	var list []*Report
	for i := range m.reports {
		if m.reports[i].Origin == origin {
			list = append(list, &m.reports[i])
		}
	}
	slices.SortFunc(list, func(a, b *Report) int { return cmp.Or(a.Learned.Compare(b.Learned), cmp.Compare(a.Key, b.Key)) })
	for i, r := range list {
		r.Version, r.Previous = i+1, 0
		switch {
		case origin == "":
			r.Version = 1
		case i > 0:
			r.Previous = list[i-1].ID
		}
	}
}

// places turns the places of an entry into the numbers of the store.
type places struct {
	actors    []ActorID
	proposals []ProposalID
	options   []OptionID
}

func (p *places) actor(id ActorID) ActorID {
	if id < 1 || int(id) > len(p.actors) {
		return 0
	}
	return p.actors[id-1]
}

func (p *places) list(ids []ActorID) []ActorID {
	var out []ActorID
	for _, id := range ids {
		if x := p.actor(id); x != 0 && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func (p *places) proposal(id ProposalID) ProposalID {
	if id < 1 || int(id) > len(p.proposals) {
		return 0
	}
	return p.proposals[id-1]
}

func (m *Memory) addLines(e *Entry, r *Report) {
	at := &places{}
	for i := range e.Actors {
		at.actors = append(at.actors, m.addActor(&e.Actors[i], r))
	}
	for i := range e.Actors {
		if p := at.actor(e.Actors[i].Party); p != 0 {
			m.actors[at.actors[i]-1].Party = p
		}
	}
	for i := range e.Proposals {
		at.proposals = append(at.proposals, m.addProposal(&e.Proposals[i], at))
	}
	for i := range e.Options {
		at.options = append(at.options, m.addOption(e.Options[i], at))
	}
	place := func(l *Line) int64 {
		m.last++
		l.Report, l.Learned = r.ID, r.Learned
		return m.last
	}
	for _, x := range e.Moves {
		x.ID = MoveID(place(&x.Line))
		x.By, x.Via, x.To, x.Proposal = at.list(x.By), at.list(x.Via), at.list(x.To), at.proposal(x.Proposal)
		x.Conditions = slices.Clone(x.Conditions)
		for k := range x.Conditions {
			x.Conditions[k].By = at.list(x.Conditions[k].By)
		}
		m.moves = append(m.moves, x)
	}
	for _, x := range e.Statements {
		x.ID = StatementID(place(&x.Line))
		x.Sources, x.To = at.list(x.Sources), at.list(x.To)
		m.statements = append(m.statements, x)
	}
	for _, x := range e.Positions {
		x.ID = PositionID(place(&x.Line))
		x.Proposal, x.Actor, x.By = at.proposal(x.Proposal), at.actor(x.Actor), at.actor(x.By)
		if x.Option != 0 {
			x.Option = at.options[x.Option-1]
		}
		m.positions = append(m.positions, x)
	}
	for _, x := range e.Deadlines {
		x.ID, x.By = DeadlineID(place(&x.Line)), at.actor(x.By)
		m.deadlines = append(m.deadlines, x)
	}
	for _, x := range e.Shifts {
		x.ID, x.Actor = ShiftID(place(&x.Line)), at.actor(x.Actor)
		m.shifts = append(m.shifts, x)
	}
}

// addActor finds an actor by key or makes it. Names are gathered; the office is
// that of the latest report.
func (m *Memory) addActor(a *Actor, r *Report) ActorID {
	id := m.actorAt[a.Key]
	if id == 0 {
		x := *a
		x.ID, x.Party, x.Names, x.Role = ActorID(len(m.actors)+1), 0, nil, ""
		m.actors = append(m.actors, x)
		id = x.ID
		m.actorAt[a.Key] = id
	}
	x := &m.actors[id-1]
	for _, n := range append([]string{a.Name}, a.Names...) {
		x.Names = addName(x.Names, n)
	}
	if told := string(r.Published) + r.Key; a.Role != "" && told >= m.told[id] {
		x.Role, m.told[id] = a.Role, told
	}
	if x.Country == "" {
		x.Country = a.Country
	}
	return id
}

func (m *Memory) addProposal(p *Proposal, at *places) ProposalID {
	id := m.proposalAt[p.Key]
	if id == 0 {
		x := *p
		x.ID, x.Participants = ProposalID(len(m.proposals)+1), at.list(p.Participants)
		m.proposals = append(m.proposals, x)
		id = x.ID
		m.proposalAt[p.Key] = id
	}
	return id
}

func (m *Memory) addOption(o Option, at *places) OptionID {
	id := m.optionAt[o.Key]
	if id == 0 {
		o.ID, o.Proposal = OptionID(len(m.options)+1), at.proposal(o.Proposal)
		m.options = append(m.options, o)
		m.optionAt[o.Key] = o.ID
		return o.ID
	}
	m.options[id-1].Dropped = o.Dropped
	return id
}

// Replace puts the lines of an entry in the place of those of the same report.
func (m *Memory) Replace(ctx context.Context, e *Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(ctx.Err(), e.check()); err != nil {
		return err
	}
	id := m.reportAt[e.Report.Key]
	if id == 0 {
		return fmt.Errorf("report %s is not kept: nothing to replace", e.Report.Key)
	}
	r := &m.reports[id-1]
	r.Reader = e.Report.Reader
	m.moves = slices.DeleteFunc(m.moves, func(x Move) bool { return x.Report == id })
	m.statements = slices.DeleteFunc(m.statements, func(x Statement) bool { return x.Report == id })
	m.positions = slices.DeleteFunc(m.positions, func(x Position) bool { return x.Report == id })
	m.deadlines = slices.DeleteFunc(m.deadlines, func(x Deadline) bool { return x.Report == id })
	m.shifts = slices.DeleteFunc(m.shifts, func(x Shift) bool { return x.Report == id })
	m.addLines(e, r)
	m.changes++
	return nil
}

// Correct keeps a correction.
func (m *Memory) Correct(ctx context.Context, c Correction) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c.ID = int64(len(m.corrections) + 1)
	if c.Learned.IsZero() {
		c.Learned = time.Now()
	}
	c.Learned = c.Learned.UTC().Truncate(time.Millisecond)
	m.corrections = append(m.corrections, c)
	return c.ID, ctx.Err()
}

// Corrections gives all corrections, in the order of making.
func (m *Memory) Corrections(ctx context.Context) ([]Correction, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Clone(m.corrections), ctx.Err()
}

// Counts tells how much is kept.
func (m *Memory) Counts(ctx context.Context) (Counts, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	c := Counts{
		Reports: int64(len(m.reports)), Actors: int64(len(m.actors)), Proposals: int64(len(m.proposals)), Moves: int64(len(m.moves)),
		Statements: int64(len(m.statements)), Positions: int64(len(m.positions)), Deadlines: int64(len(m.deadlines)),
		Shifts: int64(len(m.shifts)), Corrections: int64(len(m.corrections)),
	}
	for i := range m.reports {
		r := &m.reports[i]
		if r.Family == r.ID {
			c.Families++
		}
		if d := r.Published; d != "" && (c.First == "" || d < c.First) {
			c.First = d
		}
		c.Last = max(c.Last, r.Published)
		if r.Learned.After(c.Learned) {
			c.Learned = r.Learned
		}
	}
	return c, ctx.Err()
}

// Revision counts the changes of reports and those by hand.
func (m *Memory) Revision(ctx context.Context) (string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return fmt.Sprintf("%d.%d", m.changes, len(m.corrections)), ctx.Err()
}

// Backup is not to be had: there is no file.
func (m *Memory) Backup(_ context.Context, path string) error {
	return &StoreError{What: "a ledger in memory has no backup", Do: "keep the ledger in a file", Err: fmt.Errorf("%s: %w", path, os.ErrInvalid)}
}

// Close does nothing.
func (m *Memory) Close() error { return nil }
