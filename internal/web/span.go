package web

import (
	"context"

	"github.com/parley-reader/parley/ledger"
)

// span is the days of publication that a ledger holds.
type span struct {
	first, last ledger.Day
	reports     int64
}

// span asks the ledger for its days.
func (s *Site) span(ctx context.Context) (span, error) {
	c, err := s.l.Store.Counts(ctx)
	if err != nil {
		return span{}, err
	}
	return span{c.First, c.Last, c.Reports}, nil
}
