package ledgercmd

import (
	"context"
	"errors"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// errNotBuilt is the error of a question that this build cannot answer.
var errNotBuilt = errors.New("this build does not answer it")

func (q *asking) News(ctx context.Context, id ledger.ReportID) (*ledger.News, error) {
	l, ok := any(q.Ledger).(interface {
		News(context.Context, ledger.ReportID) (*ledger.News, error)
	})
	if !ok {
		return &ledger.News{}, nil
	}
	return l.News(ctx, id)
}

func (q *asking) Conflicts(ctx context.Context, a ledger.Ask) ([]ledger.Conflict, error) {
	l, ok := any(q.Ledger).(interface {
		Conflicts(context.Context, ledger.Ask) ([]ledger.Conflict, error)
	})
	if !ok {
		return nil, errNotBuilt
	}
	return l.Conflicts(ctx, a)
}

func (q *asking) Merges(ctx context.Context, limit int) ([]ledger.MergeProposal, error) {
	l, ok := any(q.Ledger).(interface {
		Merges(context.Context, int) ([]ledger.MergeProposal, error)
	})
	if !ok {
		return nil, errNotBuilt
	}
	return l.Merges(ctx, limit)
}

func (q *asking) Compare(ctx context.Context, a, b ledger.ReportID) (*ledger.Comparison, error) {
	l, ok := any(q.Ledger).(interface {
		Compare(context.Context, ledger.ReportID, ledger.ReportID) (*ledger.Comparison, error)
	})
	if !ok {
		return nil, errNotBuilt
	}
	return l.Compare(ctx, a, b)
}

func (q *asking) CompareDays(ctx context.Context, ask ledger.Ask, a, b time.Time) (*ledger.Comparison, error) {
	l, ok := any(q.Ledger).(interface {
		CompareDays(context.Context, ledger.Ask, time.Time, time.Time) (*ledger.Comparison, error)
	})
	if !ok {
		return nil, errNotBuilt
	}
	return l.CompareDays(ctx, ask, a, b)
}
