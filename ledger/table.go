package ledger

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// Bounds of a table.
const (
	tableRows     = 50
	tableColumns  = 8
	tableLines    = 400 // positions read for one row, the newest
	tablePages    = 10  // pages of proposals read where issues leave some out
	columnsToRead = 20  // positions read for a column that the newest of its row lack
)

// Table tells where the parties stand on the proposals that were last spoken of.
// Rows are at most Ask.Limit, 50 where it is 0; columns are the parties of the
// dossier, else the eight with the most lines in the rows. No cell is filled by
// inference: one without a line is empty, and Table.Reports and Table.Through tell
// what was looked through.
//
// It reads one page of proposals, for each at most 400 positions (the newest, and
// 20 more of each column that those lack), and the reports that they stand in.
// Near-copies are told as of the time asked for: a report learned later joins
// none. For Table.Reports that holds of the 2000 newest reports, and of families of
// at most 1000.
//
// With a dossier that names issues, a row is an issue, in the order of the dossier:
// see [Row]. What belongs to none is left out. Its lines are the newest 2000, of
// the 400 proposals last spoken of. Ask.Proposal asks for rows of proposals again.
func (l *Ledger) Table(ctx context.Context, ask Ask) (*Table, error) {
	return l.table(ctx, ask, false)
}

// table is Table; apart keeps the proposals of an issue in rows of their own.
func (l *Ledger) table(ctx context.Context, ask Ask, apart bool) (*Table, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	v.apart = apart
	t := &Table{AsOf: ask.AsOf}
	if t.Reports, t.Through, err = v.coverage(); err != nil {
		return nil, err
	}
	rows, more, err := v.rows(v.limit(tableRows))
	if err != nil {
		return nil, err
	}
	t.More = more
	columns, err := v.columns(rows)
	if err != nil {
		return nil, err
	}
	for _, id := range columns {
		t.Actors = append(t.Actors, v.actor(id))
	}
	for _, r := range rows {
		if err := v.complete(r, columns); err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, v.row(r, columns))
	}
	return t, nil
}

// coverage tells how many families of reports the question looks through.
func (v *view) coverage() (int, Day, error) {
	q := Query{AsOf: v.q.AsOf, Since: v.q.Since, Until: v.q.Until, Outlets: v.q.Outlets}
	n, through, err := v.store.Coverage(v.ctx, q)
	if err != nil {
		return 0, "", err
	}
	more, err := v.past.more(v.ctx, v.store, q)
	return n + more, through, err
}

// rowLines is one proposal, or one issue, with what was said of it.
type rowLines struct {
	proposal Proposal
	parts    []Proposal                // of an issue, those that belong to it
	things   map[ProposalID]ProposalID // of an issue, what is one with what, see findThings
	options  []Option
	lines    []Position
	cut      bool // there are more
}

// topics gives the proposals that the question is about, the last spoken of
// first, each with those merged into it.
func (v *view) topics(limit int) (list []Proposal, more bool, err error) {
	q := v.q
	q.Newest, q.Limit, q.After = true, limit+1, v.ask.After
	seen := map[ProposalID]bool{}
	for range tablePages {
		page, err := v.store.Active(v.ctx, q)
		if err != nil {
			return nil, false, err
		}
		var missing []ProposalID
		for _, p := range page {
			if id := v.oneProposal(p.ID); id != p.ID {
				missing = append(missing, id)
			}
		}
		roots, err := v.proposals(missing)
		if err != nil {
			return nil, false, err
		}
		for _, p := range page {
			if id := v.oneProposal(p.ID); id != p.ID {
				p = roots[id]
			}
			if !seen[p.ID] && v.issue(&p) {
				seen[p.ID] = true
				list = append(list, p)
			}
			if len(list) > limit {
				return list[:limit], true, nil
			}
		}
		if len(page) < q.Limit {
			return list, false, nil
		}
		q.After = int64(page[len(page)-1].ID)
	}
	return list, true, nil
}

// proposals reads proposals by number.
func (v *view) proposals(ids []ProposalID) (map[ProposalID]Proposal, error) {
	out := map[ProposalID]Proposal{}
	if len(ids) == 0 {
		return out, nil
	}
	list, err := v.store.Proposals(v.ctx, ids)
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

// rows reads the proposals with their options and positions.
func (v *view) rows(limit int) ([]*rowLines, bool, error) {
	out, more, err := v.emptyRows(limit)
	if err != nil || len(out) == 0 {
		return nil, more, err
	}
	var all []ProposalID
	at := map[ProposalID]*rowLines{}
	for _, r := range out {
		for _, p := range r.proposals() {
			at[p.ID] = r
			all = append(all, v.all(p.ID)...)
		}
	}
	options, err := v.store.Options(v.ctx, all)
	if err != nil {
		return nil, false, err
	}
	for _, o := range options {
		r := at[v.oneProposal(o.Proposal)]
		r.options = append(r.options, o)
	}
	for _, r := range out {
		slices.SortFunc(r.options, func(a, b Option) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key)) })
	}
	return out, more, v.fill(out...)
}

// emptyRows are the rows without what was said.
func (v *view) emptyRows(limit int) ([]*rowLines, bool, error) {
	if v.joins() {
		out, more, err := v.issueRows()
		return out[:min(len(out), limit)], more || len(out) > limit, err
	}
	list, more, err := v.topics(limit)
	out := make([]*rowLines, len(list))
	for i, p := range list {
		out[i] = &rowLines{proposal: p}
	}
	return out, more, err
}

// proposals are those of the row.
func (r *rowLines) proposals() []Proposal {
	if r.parts != nil {
		return r.parts
	}
	return []Proposal{r.proposal}
}

// stored are the numbers under which a store keeps the proposals of a row.
func (r *rowLines) stored(v *view) []ProposalID {
	var out []ProposalID
	for _, p := range r.proposals() {
		out = append(out, v.all(p.ID)...)
	}
	return out
}

// fill reads the newest positions of rows, in a few questions for all of them.
func (v *view) fill(rows ...*rowLines) error {
	var single, joined []*rowLines
	for _, r := range rows {
		if len(r.parts) > 1 {
			joined = append(joined, r)
		} else {
			single = append(single, r)
		}
	}
	return cmp.Or(v.fillTo(single, tableLines), v.fillTo(joined, issueLines))
}

// fillTo reads up to some positions of each row.
func (v *view) fillTo(rows []*rowLines, limit int) error {
	if len(rows) == 0 {
		return nil
	}
	q := v.q
	q.Newest, q.Limit = true, limit
	sets := make([][]ProposalID, len(rows))
	for i, r := range rows {
		sets[i] = r.stored(v)
	}
	lists, err := v.store.PositionsOf(v.ctx, sets, v.room(q))
	if err != nil {
		return err
	}
	for i, r := range rows {
		if lists[i], err = v.mendPositions(lists[i], q.Actors); err != nil {
			return err
		}
		r.cut = len(lists[i]) >= limit
	}
	if err := v.meetPositions(slices.Concat(lists...)); err != nil {
		return err
	}
	for i, r := range rows {
		if err := v.take(r, lists[i]); err != nil {
			return err
		}
	}
	return nil
}

// meetPositions reads where positions stand and who takes them.
func (v *view) meetPositions(lines []Position) error {
	var speakers []ActorID
	for i := range lines {
		speakers = append(speakers, lines[i].By, lines[i].Actor)
	}
	return cmp.Or(v.cite(reportsOf(lines)...), v.meet(speakers...))
}

// take puts lines into a row, each saying of one family once, in order.
func (v *view) take(r *rowLines, lines []Position) error {
	if err := v.meetPositions(lines); err != nil {
		return err
	}
	lines = append(r.lines, lines...)
	slices.SortFunc(lines, func(a, b Position) int { return before(&a.Line, &b.Line) })
	r.lines = slices.CompactFunc(lines, func(a, b Position) bool { return a.ID == b.ID })
	r.lines = v.once(r.lines)
	return nil
}

// once leaves out what near-copies tell again: the same stance of the same voice
// on the same thing, of one family: on the same day, or in the same words, which a
// copy of the next day takes for its own. Those who are not named are the
// same where they are called the same. Lines are in order, so that the one learned
// first stays.
func (v *view) once(lines []Position) []Position {
	type saying struct {
		family ReportID
		actor  ActorID
		by     ActorID
		option OptionID
		prop   ProposalID
		stance doc.Stance
		act    doc.Act
	}
	folded := map[string]string{} // the words of copies are often the same
	fold := func(words string) string {
		f, ok := folded[words]
		if !ok {
			f = FoldName(words)
			folded[words] = f
		}
		return f
	}
	told := map[saying][]int{}
	out := lines[:0:0]
	for _, p := range lines {
		k := saying{v.family(p.Report), v.voice(p.Actor, p.Report), v.voice(p.By, p.Report), p.Option, p.Proposal, p.Stance, p.Act}
		again := slices.ContainsFunc(told[k], func(i int) bool {
			o := &out[i]
			return o.Report != p.Report && (o.Said == p.Said || o.Words == p.Words || fold(o.Words) == fold(p.Words))
		})
		if !again {
			told[k] = append(told[k], len(out))
			out = append(out, p)
		}
	}
	return out
}

// participants are those whom the proposals of a row would bring together.
func (r *rowLines) participants() []ActorID {
	var out []ActorID
	for _, p := range r.proposals() {
		out = append(out, p.Participants...)
	}
	return out
}

// columns are the parties of the dossier, else those with the most lines in the
// rows, then those that the proposals would bring together.
func (v *view) columns(rows []*rowLines) ([]ActorID, error) {
	if len(v.parties) > 0 {
		var out []ActorID
		for _, p := range v.parties {
			out = append(out, p.ID)
		}
		return out, nil
	}
	lines := map[ActorID]int{}
	var named []ActorID
	for _, r := range rows {
		named = append(named, r.participants()...)
	}
	if err := v.meet(named...); err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, id := range r.participants() {
			a := v.actor(id)
			if a.Party != 0 {
				id = a.Party
			}
			lines[v.side(id)] += 0
		}
		for i := range r.lines {
			lines[r.lines[i].Actor]++
		}
	}
	var out []ActorID
	for id := range lines {
		out = append(out, id)
	}
	if err := v.meet(out...); err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(id ActorID) bool { return v.actor(id).Unnamed && lines[id] < 2 })
	slices.SortFunc(out, func(a, b ActorID) int {
		x, y := v.actor(a), v.actor(b)
		return cmp.Or(cmp.Compare(flag(x.Unnamed), flag(y.Unnamed)), cmp.Compare(lines[b], lines[a]), cmp.Compare(x.Key, y.Key))
	})
	return out[:min(tableColumns, len(out))], nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// complete reads the lines of columns that the newest of a long row lack.
func (v *view) complete(r *rowLines, columns []ActorID) error {
	if !r.cut {
		return nil
	}
	for _, id := range columns {
		if slices.ContainsFunc(r.lines, func(p Position) bool { return p.Actor == id }) {
			continue
		}
		q := v.q
		q.Proposals, q.Newest, q.Limit = r.stored(v), true, columnsToRead
		q.Actors = v.stored(append([]ActorID{id}, v.delegation(id)...))
		more, err := v.positions(q)
		if err != nil {
			return err
		}
		if err := v.take(r, more); err != nil {
			return err
		}
	}
	return nil
}

// delegation lists who speaks for a party of the dossier.
func (v *view) delegation(party ActorID) []ActorID {
	var out []ActorID
	for id, p := range v.sides {
		if p == party && id != party {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// row puts the lines of one proposal into cells.
func (v *view) row(r *rowLines, columns []ActorID) Row {
	row := Row{Proposal: r.proposal}
	families := map[ReportID]bool{}
	for i := range r.lines {
		p := &r.lines[i]
		families[v.family(p.Report)] = true
		if s := p.Said; s.From != "" {
			if row.From == "" || s.From < row.From {
				row.From = s.From
			}
			row.To = max(row.To, s.To)
		}
	}
	row.Reports = len(families)
	row.Cells = v.cells(r, columns, 0)
	for _, o := range r.options {
		row.Options = append(row.Options, OptionRow{Option: o, Cells: v.cells(r, columns, o.ID)})
	}
	return row
}

// cells are the columns of a proposal or of one option of it.
func (v *view) cells(r *rowLines, columns []ActorID, option OptionID) []Cell {
	out := make([]Cell, len(columns))
	for i, id := range columns {
		out[i].Actor = id
		out[i] = v.cell(r, out[i], pick(r.lines, func(p *Position) bool { return p.Option == option && p.Actor == id }))
	}
	return out
}

// cell tells the latest words of each voice on each thing. Of one that spoke and was narrated,
// its own words stand, and what was narrated of it where that came later and
// tells another stance.
func (v *view) cell(r *rowLines, c Cell, lines []Position) Cell {
	type voice struct {
		by    ActorID
		thing ProposalID
	}
	voices := map[voice][]Position{}
	var order []voice
	for _, p := range lines {
		k := voice{p.By, r.thing(p.Proposal)}
		order = addID(order, k)
		voices[k] = append(voices[k], p)
	}
	for _, k := range order {
		list := voices[k]
		for _, p := range latest(list) {
			s := v.stand(p, list)
			s.Label = r.label(p.Proposal)
			c.Latest = append(c.Latest, s)
		}
		c.Shifts += len(v.turns(list))
	}
	c.Past, c.Course = len(lines)-len(c.Latest), course(lines)
	slices.SortStableFunc(c.Latest, func(a, b Stand) int { return before(&b.Line, &a.Line) })
	return c
}

// latest picks, of the lines of one voice in order, those that tell where it
// stands.
func latest(list []Position) []Position {
	near, far := -1, -1
	for i := range list {
		if isNear(list[i].Voice) {
			near = i
		} else {
			far = i
		}
	}
	switch {
	case near < 0:
		return list[far : far+1]
	case far > near && list[far].Said.From > list[near].Said.From && list[far].Stance != list[near].Stance:
		return []Position{list[near], list[far]}
	}
	return list[near : near+1]
}

// isNear tells whether words are the actor's own, or an official text of his.
func isNear(v doc.Voice) bool { return v == doc.Own || v == doc.Official }

// stand is a position with its source and how many families tell the same.
func (v *view) stand(p Position, list []Position) Stand {
	families := map[ReportID]bool{}
	for i := range list {
		if list[i].Stance == p.Stance && list[i].Option == p.Option {
			families[v.family(list[i].Report)] = true
		}
	}
	return Stand{Position: p, Source: v.source(&p.Line), Sources: len(families)}
}
