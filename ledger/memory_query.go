package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// day is the day on which a time lies.
func day(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.UTC().Format(time.DateOnly))
}

// among tells whether x is in the list; an empty list holds everything.
func among[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

// meets tells whether two lists share something; an empty first list always does.
func meets[T comparable](want []T, have ...T) bool {
	return len(want) == 0 || slices.ContainsFunc(have, func(x T) bool { return slices.Contains(want, x) })
}

func (q *Query) time(learned time.Time, said Said) bool {
	if !q.AsOf.IsZero() && (learned.After(q.AsOf) || said.From > day(q.AsOf)) {
		return false
	}
	return q.window(said)
}

// window tells whether a stretch of days touches Since … Until. One that is not
// known touches no bound.
func (q *Query) window(s Said) bool {
	if s.From == "" {
		return q.Since == "" && q.Until == ""
	}
	return s.To >= q.Since && (q.Until == "" || s.From <= q.Until)
}

func (m *Memory) line(q *Query, l *Line) bool {
	return q.time(l.Learned, l.Said) && m.origin(q, l)
}

func (m *Memory) origin(q *Query, l *Line) bool {
	return among(q.Reports, l.Report) && among(q.Outlets, m.reports[l.Report-1].Outlet) && l.Confidence >= q.Least
}

// page puts lines in order and cuts the page that is asked for. at gives the day
// and the number that the order goes by.
func page[T any](q *Query, list []T, at func(*T) (Day, int64)) []T {
	slices.SortFunc(list, func(a, b T) int {
		da, na := at(&a)
		db, nb := at(&b)
		c := cmp.Or(cmp.Compare(da, db), cmp.Compare(na, nb))
		if q.Newest {
			c = -c
		}
		return c
	})
	if q.After != 0 {
		i := slices.IndexFunc(list, func(x T) bool { _, n := at(&x); return n == q.After })
		list = list[i+1:]
	}
	limit := q.Limit
	if limit <= 0 || limit > MaxLimit {
		limit = MaxLimit
	}
	return list[:min(limit, len(list))]
}

func pick[T any](list []T, keep func(*T) bool) []T {
	var out []T
	for i := range list {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// Known tells which of the report keys are kept.
func (m *Memory) Known(ctx context.Context, keys []string) (map[string]bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := map[string]bool{}
	for _, k := range keys {
		if m.reportAt[k] != 0 {
			out[k] = true
		}
	}
	return out, ctx.Err()
}

func (m *Memory) someReports(q *Query) []Report {
	return pick(m.reports, func(r *Report) bool {
		return q.time(r.Learned, Said{r.Published, r.Published}) && among(q.Reports, r.ID) && among(q.Outlets, r.Outlet)
	})
}

// Reports gives reports by the day of publication.
func (m *Memory) Reports(ctx context.Context, q Query) ([]Report, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := page(&q, m.someReports(&q), func(r *Report) (Day, int64) { return r.Published, int64(r.ID) })
	return untext(out, q.Text), ctx.Err()
}

func untext(list []Report, keep bool) []Report {
	for i := range list {
		if !keep {
			list[i].Text = ""
		}
	}
	return list
}

// ReportsByKey gives the reports with the keys.
func (m *Memory) ReportsByKey(ctx context.Context, keys []string) ([]Report, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return untext(pick(m.reports, func(r *Report) bool { return slices.Contains(keys, r.Key) }), false), ctx.Err()
}

// Versions gives the versions of one origin, the first learned first, with texts.
func (m *Memory) Versions(ctx context.Context, origin string) ([]Report, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := pick(m.reports, func(r *Report) bool { return r.Origin == origin })
	slices.SortFunc(out, func(a, b Report) int { return cmp.Compare(a.Version, b.Version) })
	return out, ctx.Err()
}

// Family gives the near-copies that a report belongs to.
func (m *Memory) Family(ctx context.Context, of ReportID) ([]Report, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if of < 1 || int(of) > len(m.reports) {
		return nil, ctx.Err()
	}
	family := m.reports[of-1].Family
	return untext(pick(m.reports, func(r *Report) bool { return r.Family == family }), false), ctx.Err()
}

// Copies counts the reports of each family.
func (m *Memory) Copies(ctx context.Context, families []ReportID, asOf time.Time) (map[ReportID]int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := map[ReportID]int{}
	for i := range m.reports {
		if r := &m.reports[i]; slices.Contains(families, r.Family) && (asOf.IsZero() || !r.Learned.After(asOf)) {
			out[r.Family]++
		}
	}
	return out, ctx.Err()
}

// Origins counts the reports of each of the families, those of one origin once.
func (m *Memory) Origins(ctx context.Context, families []ReportID, asOf time.Time) (map[ReportID]int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	type origin struct {
		family ReportID
		name   string
	}
	seen, out := map[origin]bool{}, map[ReportID]int{}
	for i := range m.reports {
		r := &m.reports[i]
		k := origin{r.Family, cmp.Or(r.Origin, r.Key)}
		if slices.Contains(families, r.Family) && (asOf.IsZero() || !r.Learned.After(asOf)) && !seen[k] {
			seen[k] = true
			out[r.Family]++
		}
	}
	return out, ctx.Err()
}

// Coverage counts families of reports.
func (m *Memory) Coverage(ctx context.Context, q Query) (int, Day, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	seen, through := map[ReportID]bool{}, Day("")
	for _, r := range m.someReports(&q) {
		seen[r.Family] = true
		through = max(through, r.Published)
	}
	return len(seen), through, ctx.Err()
}

// Moves gives moves.
func (m *Memory) Moves(ctx context.Context, q Query) ([]Move, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := pick(m.moves, func(x *Move) bool {
		return m.line(&q, &x.Line) && ofActors(&q, x) && among(q.Proposals, x.Proposal) &&
			among(q.Acts, x.Act) && (!q.Events || x.Plover.Event != "") && (!q.Commitments || x.Commitment) &&
			(!q.Denials || x.Act == doc.Deny || x.Status == doc.Denied || x.Denies != "")
	})
	return page(&q, out, func(x *Move) (Day, int64) { return x.Said.From, int64(x.ID) }), ctx.Err()
}

// ofActors tells whether a move is of the actors that are asked for.
func ofActors(q *Query, x *Move) bool {
	if len(q.Awaited) == 0 {
		return meets(q.Actors, slices.Concat(x.By, x.Via, x.To)...)
	}
	return slices.ContainsFunc(x.Conditions, func(c Condition) bool { return len(c.By) > 0 && meets(q.Awaited, c.By...) })
}

// MovesByKey gives the moves with the keys.
func (m *Memory) MovesByKey(ctx context.Context, keys []string) ([]Move, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return pick(m.moves, func(x *Move) bool { return slices.Contains(keys, x.Key) }), ctx.Err()
}

// Statements gives statements.
func (m *Memory) Statements(ctx context.Context, q Query) ([]Statement, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := pick(m.statements, func(x *Statement) bool { return m.line(&q, &x.Line) && meets(q.Actors, x.Sources...) })
	return page(&q, out, func(x *Statement) (Day, int64) { return x.Said.From, int64(x.ID) }), ctx.Err()
}

// SameWords gives the statements whose words two different sets of sources say.
func (m *Memory) SameWords(ctx context.Context, q Query) ([]Statement, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	sources := map[uint64]map[string]bool{}
	some := pick(m.statements, func(x *Statement) bool {
		return x.Print != 0 && m.line(&q, &x.Line)
	})
	for i := range some {
		x := &some[i]
		if sources[x.Print] == nil {
			sources[x.Print] = map[string]bool{}
		}
		set := slices.Sorted(slices.Values(x.Sources))
		key := ""
		for _, id := range set {
			key += "," + m.actors[id-1].Key
		}
		sources[x.Print][key] = true
	}
	out := pick(some, func(x *Statement) bool { return len(sources[x.Print]) > 1 && meets(q.Actors, x.Sources...) })
	return page(&q, out, func(x *Statement) (Day, int64) { return x.Said.From, int64(x.ID) }), ctx.Err()
}

// Positions gives positions.
func (m *Memory) Positions(ctx context.Context, q Query) ([]Position, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := pick(m.positions, func(x *Position) bool { return m.position(&q, x) })
	return page(&q, out, func(x *Position) (Day, int64) { return x.Said.From, int64(x.ID) }), ctx.Err()
}

// PositionsOf gives the positions of each set of proposals.
func (m *Memory) PositionsOf(ctx context.Context, sets [][]ProposalID, q Query) ([][]Position, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	q.After = 0
	out := make([][]Position, len(sets))
	for i, set := range sets {
		if q.Proposals = set; len(set) == 0 {
			continue
		}
		list := pick(m.positions, func(x *Position) bool { return m.position(&q, x) })
		out[i] = page(&q, list, func(x *Position) (Day, int64) { return x.Said.From, int64(x.ID) })
	}
	return out, ctx.Err()
}

func (m *Memory) position(q *Query, x *Position) bool {
	return m.line(q, &x.Line) && meets(q.Actors, x.Actor, x.By) && among(q.Proposals, x.Proposal)
}

// Deadlines gives deadlines by the end of their windows.
func (m *Memory) Deadlines(ctx context.Context, q Query) ([]Deadline, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	learned := Query{AsOf: q.AsOf}
	out := pick(m.deadlines, func(x *Deadline) bool {
		return learned.time(x.Learned, x.Said) && m.origin(&q, &x.Line) && meets(q.Actors, x.By) && q.window(Said{x.To, x.To})
	})
	return page(&q, out, func(x *Deadline) (Day, int64) { return x.Said.From, int64(x.ID) }), ctx.Err()
}

// Shifts gives the shifts that reports tell.
func (m *Memory) Shifts(ctx context.Context, q Query) ([]Shift, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := pick(m.shifts, func(x *Shift) bool { return m.line(&q, &x.Line) && meets(q.Actors, x.Actor) })
	return page(&q, out, func(x *Shift) (Day, int64) { return x.Said.From, int64(x.ID) }), ctx.Err()
}

// Active gives the proposals that were last spoken of.
func (m *Memory) Active(ctx context.Context, q Query) ([]Proposal, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	last := map[ProposalID]Day{}
	for i := range m.positions {
		if x := &m.positions[i]; m.position(&q, x) {
			last[x.Proposal] = max(last[x.Proposal], x.Said.From)
		}
	}
	out := pick(m.proposals, func(p *Proposal) bool { _, ok := last[p.ID]; return ok })
	q.Newest = true
	return page(&q, out, func(p *Proposal) (Day, int64) { return last[p.ID], int64(p.ID) }), ctx.Err()
}

// Proposals gives the proposals with the numbers.
func (m *Memory) Proposals(ctx context.Context, ids []ProposalID) ([]Proposal, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return pick(m.proposals, func(p *Proposal) bool { return slices.Contains(ids, p.ID) }), ctx.Err()
}

// ProposalsByKey gives the proposals with the keys.
func (m *Memory) ProposalsByKey(ctx context.Context, keys []string) ([]Proposal, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return pick(m.proposals, func(p *Proposal) bool { return slices.Contains(keys, p.Key) }), ctx.Err()
}

// FindProposals gives the proposals whose label holds all the words.
func (m *Memory) FindProposals(ctx context.Context, words string, limit int) ([]Proposal, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	want := plainWords(words)
	lines := map[ProposalID]int{}
	for i := range m.positions {
		lines[m.positions[i].Proposal]++
	}
	out := pick(m.proposals, func(p *Proposal) bool { return holds(plainWords(p.Label), want) })
	slices.SortStableFunc(out, func(a, b Proposal) int { return cmp.Compare(lines[b.ID], lines[a.ID]) })
	return out[:min(limit, len(out))], ctx.Err()
}

// holds tells whether all of the words stand among the others.
func holds(words, want []string) bool {
	for _, w := range want {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return len(want) > 0
}

// Options gives the options of proposals.
func (m *Memory) Options(ctx context.Context, proposals []ProposalID) ([]Option, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return pick(m.options, func(o *Option) bool { return slices.Contains(proposals, o.Proposal) }), ctx.Err()
}

// Actors gives the actors with the numbers.
func (m *Memory) Actors(ctx context.Context, ids []ActorID) ([]Actor, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return cloneNames(pick(m.actors, func(a *Actor) bool { return slices.Contains(ids, a.ID) })), ctx.Err()
}

// ActorsByKey gives the actors with the keys.
func (m *Memory) ActorsByKey(ctx context.Context, keys []string) ([]Actor, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return cloneNames(pick(m.actors, func(a *Actor) bool { return slices.Contains(keys, a.Key) })), ctx.Err()
}

func cloneNames(list []Actor) []Actor {
	for i := range list {
		list[i].Names = slices.Clone(list[i].Names)
	}
	return list
}

// FindActors gives the actors with a name that holds all the words of name.
func (m *Memory) FindActors(ctx context.Context, name string, limit int) ([]Actor, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	want := plainWords(name)
	exact, lines := map[ActorID]int{}, map[ActorID]int{}
	out := pick(m.actors, func(a *Actor) bool {
		found := false
		for _, n := range append([]string{a.Name}, a.Names...) {
			words := plainWords(n)
			found = found || holds(words, want)
			if slices.Equal(words, want) {
				exact[a.ID] = 1
			}
		}
		return found
	})
	for i := range m.moves {
		for _, id := range slices.Concat(m.moves[i].By, m.moves[i].Via, m.moves[i].To) {
			lines[id]++
		}
	}
	for i := range m.statements {
		for _, id := range m.statements[i].Sources {
			lines[id]++
		}
	}
	slices.SortStableFunc(out, func(a, b Actor) int {
		return cmp.Or(cmp.Compare(exact[b.ID], exact[a.ID]), cmp.Compare(lines[b.ID], lines[a.ID]))
	})
	return cloneNames(out[:min(limit, len(out))]), ctx.Err()
}

// Search looks for words in titles and texts.
func (m *Memory) Search(ctx context.Context, words string, q Query) ([]Hit, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	terms := terms(SearchTerms(words))
	q.Newest = true
	var out []Hit
	limit := q.Limit
	q.Limit = 0
	for _, r := range page(&q, m.someReports(&q), func(r *Report) (Day, int64) { return r.Published, int64(r.ID) }) {
		if excerpt, ok := terms.find(r.Title + "\n" + r.Text); ok && (limit <= 0 || len(out) < limit) {
			r.Text = ""
			out = append(out, Hit{Report: r, Excerpt: excerpt})
		}
	}
	return out, ctx.Err()
}

// terms are what a search asks for.
type terms []Term

// find tells whether a text answers, with an excerpt around the first term.
func (ts terms) find(text string) (string, bool) {
	words, first, n := plainWords(text), -1, 0
	for _, t := range ts {
		at := t.At(len(words), func(i int) string { return words[i] })
		if t.Not {
			if at >= 0 {
				return "", false
			}
			continue
		}
		if at < 0 {
			return "", false
		}
		if first < 0 {
			first, n = at, len(t.Words)
		}
	}
	if first < 0 {
		return "", false
	}
	out := slices.Clone(words[max(0, first-8):min(len(words), first+n+12)])
	k := first - max(0, first-8)
	out[k] = "\x01" + out[k]
	out[k+n-1] += "\x02"
	return strings.Join(out, " "), true
}
