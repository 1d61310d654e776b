package ledgercmd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/parley-reader/parley/ledger"
)

// copyReports is how many reports are copied in one transaction.
const copyReports = 64

// errOther tells that a ledger to copy into holds what the other does not.
var errOther = errors.New("it holds reports or corrections that the copy does not")

// copying copies one ledger into another through what every store can do, so that
// it works from each engine to each: report by report in the order of their
// numbers, so that versions and families come out the same, then the corrections.
// What is there already is passed over: a copy that was interrupted goes on.
type copying struct {
	from, to  ledger.Store
	tell      func(reports int64) // how many are copied
	actors    map[ledger.ActorID]bool
	proposals map[ledger.ProposalID]bool
	options   map[ledger.OptionID]bool
}

// copyLedger copies from into to, which holds nothing, or what an interrupted copy
// of the same ledger left. The error wraps errOther where it holds more.
func copyLedger(ctx context.Context, from, to ledger.Store, tell func(reports int64)) error {
	c := &copying{
		from: from, to: to, tell: tell, actors: map[ledger.ActorID]bool{}, proposals: map[ledger.ProposalID]bool{}, options: map[ledger.OptionID]bool{},
	}
	if err := c.free(ctx); err != nil {
		return err
	}
	ids, err := reportIDs(ctx, from)
	if err != nil {
		return err
	}
	done := int64(0)
	for batch := range slices.Chunk(ids, copyReports) {
		entries, err := c.entries(ctx, batch)
		if err != nil {
			return err
		}
		done += int64(len(batch))
		if int(done) == len(ids) {
			if err := c.rest(ctx, entries[len(entries)-1]); err != nil {
				return err
			}
		}
		list := make([]*ledger.Entry, len(entries))
		for i := range entries {
			list[i] = entries[i].e
		}
		if _, err := to.Add(ctx, list); err != nil {
			return err
		}
		c.tell(done)
	}
	if err := c.corrections(ctx); err != nil {
		return err
	}
	return c.same(ctx)
}

// reportIDs are the numbers of all reports, in order.
func reportIDs(ctx context.Context, s ledger.Store) ([]ledger.ReportID, error) {
	var out []ledger.ReportID
	err := everyReport(ctx, s, func(list []ledger.Report) error {
		for i := range list {
			out = append(out, list[i].ID)
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}

func everyReport(ctx context.Context, s ledger.Store, each func([]ledger.Report) error) error {
	const page = 2000
	q := ledger.Query{Limit: page}
	for {
		list, err := s.Reports(ctx, q)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := each(list); err != nil {
			return err
		}
		q.After = int64(list[len(list)-1].ID)
	}
}

// free sees that what is in the ledger to copy into is in the other as well.
func (c *copying) free(ctx context.Context) error {
	err := everyReport(ctx, c.to, func(list []ledger.Report) error {
		keys := make([]string, len(list))
		for i := range list {
			keys[i] = list[i].Key
		}
		known, err := c.from.Known(ctx, keys)
		for _, k := range keys {
			if err == nil && !known[k] {
				return errOther
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	want, err1 := c.from.Corrections(ctx)
	got, err2 := c.to.Corrections(ctx)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if len(got) > len(want) {
		return errOther
	}
	for i := range got {
		if !sameCorrection(&got[i], &want[i]) {
			return errOther
		}
	}
	return nil
}

func sameCorrection(a, b *ledger.Correction) bool {
	x, y := *a, *b
	x.Learned, y.Learned = x.Learned.UTC(), y.Learned.UTC()
	return x == y
}

// corrections copies those that are not there yet.
func (c *copying) corrections(ctx context.Context) error {
	want, err := c.from.Corrections(ctx)
	if err != nil {
		return err
	}
	got, err := c.to.Corrections(ctx)
	if err != nil {
		return err
	}
	for _, x := range want[min(len(got), len(want)):] {
		if _, err := c.to.Correct(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// same sees that both hold as much.
func (c *copying) same(ctx context.Context) error {
	want, err1 := c.from.Counts(ctx)
	got, err2 := c.to.Counts(ctx)
	want.Learned, got.Learned = want.Learned.UTC(), got.Learned.UTC()
	if err := errors.Join(err1, err2); err != nil || want == got {
		return err
	}
	return fmt.Errorf("what came out is not what went in: %+v instead of %+v", got, want)
}

// copied is the entry of a report that is copied, with the places in it of what
// has numbers in the store.
type copied struct {
	e         *ledger.Entry
	actors    map[ledger.ActorID]ledger.ActorID
	proposals map[ledger.ProposalID]ledger.ProposalID
	options   map[ledger.OptionID]ledger.OptionID
}

// entries reads reports with all their lines, in the order of ids.
func (c *copying) entries(ctx context.Context, ids []ledger.ReportID) ([]*copied, error) {
	q := ledger.Query{Reports: ids, Text: true}
	reports, err := c.from.Reports(ctx, q)
	if err != nil {
		return nil, err
	}
	at := map[ledger.ReportID]*copied{}
	for i := range reports {
		at[reports[i].ID] = &copied{
			&ledger.Entry{Report: reports[i]}, map[ledger.ActorID]ledger.ActorID{}, map[ledger.ProposalID]ledger.ProposalID{}, map[ledger.OptionID]ledger.OptionID{},
		}
	}
	if err := c.lines(ctx, q, at); err != nil {
		return nil, err
	}
	out := make([]*copied, 0, len(ids))
	for _, id := range ids {
		x := at[id]
		if x == nil {
			return nil, fmt.Errorf("report %d is gone", id)
		}
		sortLines(x.e)
		if err := c.place(ctx, x); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// lines puts the lines of reports into their entries.
func (c *copying) lines(ctx context.Context, q ledger.Query, at map[ledger.ReportID]*copied) error {
	q.Text = false
	moves, err1 := c.from.Moves(ctx, q)
	for _, x := range moves {
		e := at[x.Report].e
		e.Moves = append(e.Moves, x)
	}
	statements, err2 := c.from.Statements(ctx, q)
	for _, x := range statements {
		e := at[x.Report].e
		e.Statements = append(e.Statements, x)
	}
	positions, err3 := c.from.Positions(ctx, q)
	for _, x := range positions {
		e := at[x.Report].e
		e.Positions = append(e.Positions, x)
	}
	deadlines, err4 := c.from.Deadlines(ctx, q)
	for _, x := range deadlines {
		e := at[x.Report].e
		e.Deadlines = append(e.Deadlines, x)
	}
	shifts, err5 := c.from.Shifts(ctx, q)
	for _, x := range shifts {
		e := at[x.Report].e
		e.Shifts = append(e.Shifts, x)
	}
	return errors.Join(err1, err2, err3, err4, err5)
}
