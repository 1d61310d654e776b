package ledger

import (
	"cmp"
	"context"
	"slices"
	"sort"
)

// shiftRows is how many proposals shifts are looked for in.
const shiftRows = 100

// Shifts gives the changes of stance, the newest first: those that a report itself
// tells, those between two passages, where one voice tells of one thing
// another stance on a later day, and those of deeds, where what was paused is
// resumed, a meeting that was arranged is cancelled, what one was ready to sign is
// signed, a deadline that was set is dropped. Copies count once; see turns and
// deedShifts for what is held to
// be a change. Along an issue of a dossier, proposals whose labels agree are one
// thing. It looks at the 100 proposals last spoken of, 400 positions of
// each, 200 told shifts, the newest 5000 moves and statements and 200 deadlines, and gives at most 200 or Ask.Limit.
func (l *Ledger) Shifts(ctx context.Context, ask Ask) ([]ShiftLink, error) {
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	list, err := v.shifts()
	return list[:min(len(list), v.limit(listLines))], err
}

func (v *view) shifts() ([]ShiftLink, error) {
	out, err := v.toldShifts()
	if err != nil {
		return nil, err
	}
	linked, err := v.linkedShifts()
	if err != nil {
		return nil, err
	}
	deeds, err := v.deedShifts()
	if err != nil {
		return nil, err
	}
	out = append(append(out, linked...), deeds...)
	out = slices.DeleteFunc(out, func(s ShiftLink) bool { return s.Day.From < v.floor })
	slices.SortStableFunc(out, func(a, b ShiftLink) int {
		return cmp.Or(cmp.Compare(b.Day.From, a.Day.From), cmp.Compare(a.line().Key, b.line().Key), cmp.Compare(a.From.Key, b.From.Key))
	})
	return out, nil
}

func (s *ShiftLink) line() *Line {
	if s.Told != nil {
		return &s.Told.Line
	}
	return &s.To.Line
}

// toldShifts are those that reports tell, what one family tells once.
func (v *view) toldShifts() ([]ShiftLink, error) {
	if v.chosen != nil {
		return nil, nil // a told shift lies on no proposal
	}
	list, err := v.told(v.list())
	if err != nil {
		return nil, err
	}
	var reports []ReportID
	var actors []ActorID
	for i := range list {
		reports, actors = append(reports, list[i].Report), append(actors, list[i].Actor)
	}
	if err := cmp.Or(v.cite(reports...), v.meet(actors...)); err != nil {
		return nil, err
	}
	type telling struct {
		family   ReportID
		actor    ActorID
		from, to string
	}
	seen := map[telling]bool{}
	slices.SortFunc(list, func(a, b Shift) int { return before(&a.Line, &b.Line) })
	var out []ShiftLink
	for i := range list {
		s := &list[i]
		k := telling{v.family(s.Report), s.Actor, FoldName(s.From), FoldName(s.To)}
		if seen[k] {
			continue
		}
		seen[k] = true
		link := ShiftLink{Actor: v.actor(s.Actor), By: s.Actor, Told: s, Source: v.source(&s.Line), Day: s.Said}
		link.From.Words, link.To.Words = s.From, s.To
		out = append(out, link)
	}
	return out, nil
}

// linkedShifts are those between two passages; the later one lies within the
// bounds, the earlier one may lie before them.
func (v *view) linkedShifts() ([]ShiftLink, error) {
	w := *v
	w.ask.After = 0
	list, _, err := w.emptyRows(shiftRows)
	if err != nil {
		return nil, err
	}
	w.q.Since = ""
	var rows []*rowLines
	for _, r := range list {
		rows = append(rows, r.byThing()...)
	}
	rows = slices.DeleteFunc(rows, func(r *rowLines) bool { return vague(&r.proposal) })
	if rows, err = w.above(rows); err != nil {
		return nil, err
	}
	if err := w.fill(rows...); err != nil {
		return nil, err
	}
	var out []ShiftLink
	for _, r := range rows {
		links, err := w.rowShifts(r)
		if err != nil {
			return nil, err
		}
		for _, s := range links {
			if s.Day.From >= v.q.Since {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// above leaves out the rows of which nothing was said since the floor. Rows of single
// proposals stand by the day on which they were last spoken of.
func (v *view) above(rows []*rowLines) ([]*rowLines, error) {
	if v.floor == "" || slices.ContainsFunc(rows, func(r *rowLines) bool { return len(r.parts) > 0 }) {
		return rows, nil
	}
	q := v.q
	q.Newest, q.Limit = true, 1
	var failed error
	n := sort.Search(len(rows), func(i int) bool {
		q.Proposals = rows[i].stored(v)
		last, err := v.store.Positions(v.ctx, q)
		failed = cmp.Or(failed, err)
		return len(last) == 0 || last[0].Said.From < v.floor
	})
	return rows[:n], failed
}

// vague tells whether a label may stand for several things: "deal" of one report
// need not be that of another. Who meets whom, and two words, tell enough.
func vague(p *Proposal) bool {
	return len(p.Participants) < 2 && len(content(p.Label)) < 2
}

// rowShifts are the shifts of all voices on one proposal and its options.
func (v *view) rowShifts(r *rowLines) ([]ShiftLink, error) {
	type voice struct {
		by     ActorID
		actor  ActorID
		option OptionID
	}
	voices := map[voice][]Position{}
	var order []voice
	for _, p := range r.lines {
		k := voice{p.By, p.Actor, p.Option}
		order = addID(order, k)
		voices[k] = append(voices[k], p)
	}
	var out []ShiftLink
	for _, k := range order {
		for _, t := range v.turns(voices[k]) {
			link := ShiftLink{By: k.by, Proposal: r.of(t.to.Proposal), From: v.stand(t.from, voices[k]), To: v.stand(t.to, voices[k]), Day: t.to.Said}
			if link.From.Proposal != link.Proposal.ID {
				link.From.Label = r.of(link.From.Proposal).Label
			}
			if err := v.meet(k.actor, k.by); err != nil {
				return nil, err
			}
			link.Actor = v.actor(k.actor)
			if k.option != 0 {
				if err := v.readOptions(r); err != nil {
					return nil, err
				}
				if i := slices.IndexFunc(r.options, func(o Option) bool { return o.ID == k.option }); i >= 0 {
					link.Option = &r.options[i]
				}
			}
			out = append(out, link)
		}
	}
	return out, nil
}

// readOptions reads the options of a row once.
func (v *view) readOptions(r *rowLines) (err error) {
	if r.options == nil {
		r.options, err = v.store.Options(v.ctx, r.stored(v))
	}
	return err
}

// of is a proposal of the row.
func (r *rowLines) of(id ProposalID) *Proposal {
	for i := range r.parts {
		if r.parts[i].ID == id {
			return &r.parts[i]
		}
	}
	return &r.proposal
}
