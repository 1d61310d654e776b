package sqlkit

import (
	"context"
	"strconv"
)

// The rows of the tally that number what was changed.
const (
	reportChanges     = "change.report"
	correctionChanges = "change.correction"
)

// revise counts one change, of reports or by hand, in its own transaction: what
// is committed is counted, in whatever process it was made.
func (w *Writer) revise(ctx context.Context, byHand bool) error {
	name := reportChanges
	if byHand {
		name = correctionChanges
	}
	return w.Run(ctx, "INSERT INTO tally (name, n) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET n = tally.n + excluded.n", name)
}

// Revision implements ledger.Store.
func (s *Store) Revision(ctx context.Context) (string, error) {
	var reports, byHand int64
	query := "SELECT name, n FROM tally WHERE name IN (?, ?)"
	err := s.each(ctx, s.read, query, []any{reportChanges, correctionChanges}, func(scan func(...any) error) error {
		var name string
		var n int64
		err := scan(&name, &n)
		if name == correctionChanges {
			byHand = n
		} else {
			reports = n
		}
		return err
	})
	if err != nil {
		return "", s.fail("asking for the revision", err)
	}
	return strconv.FormatInt(reports, 10) + "." + strconv.FormatInt(byHand, 10), nil
}
