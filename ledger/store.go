package ledger

import (
	"context"
	"errors"
	"time"
)

// Store keeps entries and gives lines back. All of its methods may be called at
// the same time; one adds at a time, the others wait. Errors are [*StoreError]
// where the user can do something about them.
//
// Lines come in the order of [Query.Newest] and never from two states of the
// store in one call. Corrections are kept and given back, but applied by
// [Ledger], not by the store.
type Store interface {
	// Add keeps entries in one transaction: all of them or none. An entry whose
	// Report.Key is known changes nothing. Near-copies are put into one family.
	Add(ctx context.Context, entries []*Entry) ([]Added, error)
	// Replace puts the lines of an entry in the place of those of the same report
	// (by key), which keep the time at which they were learned: it was read anew.
	Replace(ctx context.Context, entry *Entry) error
	// Known tells which of the report keys are kept.
	Known(ctx context.Context, keys []string) (map[string]bool, error)

	Reports(ctx context.Context, q Query) ([]Report, error)
	Versions(ctx context.Context, origin string) ([]Report, error)
	Family(ctx context.Context, of ReportID) ([]Report, error)
	Moves(ctx context.Context, q Query) ([]Move, error)
	Statements(ctx context.Context, q Query) ([]Statement, error)
	Positions(ctx context.Context, q Query) ([]Position, error)
	// PositionsOf gives of each set of proposals what Positions gives of it alone,
	// up to q.Limit for each; Proposals and After of q are not looked at.
	PositionsOf(ctx context.Context, sets [][]ProposalID, q Query) ([][]Position, error)
	Deadlines(ctx context.Context, q Query) ([]Deadline, error) // Since and Until bound the window's end
	Shifts(ctx context.Context, q Query) ([]Shift, error)
	// SameWords gives the statements whose Print at least two different sets of
	// sources share.
	SameWords(ctx context.Context, q Query) ([]Statement, error)
	// MovesByKey gives the moves with the keys.
	MovesByKey(ctx context.Context, keys []string) ([]Move, error)
	// ReportsByKey gives the reports with the keys, without their texts.
	ReportsByKey(ctx context.Context, keys []string) ([]Report, error)
	// Copies counts the reports of each of the families, [Report.Family], that were
	// learned by asOf; zero is now.
	Copies(ctx context.Context, families []ReportID, asOf time.Time) (map[ReportID]int, error)
	// Origins is Copies where the reports of one origin, versions of one another,
	// count once.
	Origins(ctx context.Context, families []ReportID, asOf time.Time) (map[ReportID]int, error)
	// Coverage counts the families of the reports that [Store.Reports] would give
	// for q without a limit, and tells the latest day of publication among them.
	Coverage(ctx context.Context, q Query) (families int, through Day, err error)

	// Active gives the proposals that were last spoken of, the latest first.
	Active(ctx context.Context, q Query) ([]Proposal, error)
	Proposals(ctx context.Context, ids []ProposalID) ([]Proposal, error)
	// ProposalsByKey gives the proposals with the keys.
	ProposalsByKey(ctx context.Context, keys []string) ([]Proposal, error)
	// FindProposals gives the proposals whose label holds all the words, in the form
	// of [FoldName], those with more positions first.
	FindProposals(ctx context.Context, words string, limit int) ([]Proposal, error)
	Options(ctx context.Context, proposals []ProposalID) ([]Option, error)
	Actors(ctx context.Context, ids []ActorID) ([]Actor, error)
	ActorsByKey(ctx context.Context, keys []string) ([]Actor, error)
	// FindActors gives the actors with a name that holds all the words of name,
	// those with that very name first, then those with more lines.
	FindActors(ctx context.Context, name string, limit int) ([]Actor, error)

	// Search looks for words in titles and texts: words must all stand in it, "in
	// quotation marks" side by side, -word must not, word* begins one.
	Search(ctx context.Context, words string, q Query) ([]Hit, error)

	Correct(ctx context.Context, c Correction) (int64, error)
	Corrections(ctx context.Context) ([]Correction, error)

	Counts(ctx context.Context) (Counts, error)
	// Revision names the state of the store, at next to no cost: it is another after
	// each Add that kept something, Replace and Correct, of any process, and the same
	// as long as nothing changed. It has two parts, "changes of reports.changes by
	// hand". Two stores may have the same.
	Revision(ctx context.Context) (string, error)
	// Backup writes a copy to a path that does not exist, while the store is used.
	Backup(ctx context.Context, path string) error
	Close() error
}

// Counts tells how much a store holds.
type Counts struct {
	Reports, Families, Actors, Proposals, Moves, Statements, Positions, Deadlines, Shifts, Corrections int64
	First, Last                                                                                        Day       // days of publication
	Learned                                                                                            time.Time // of the last report
}

// StoreError is an error that the user can do something about.
type StoreError struct {
	Store string // the path or, without its password, the DSN
	What  string // what is wrong
	Do    string // what to do about it
	Err   error  // what it came from
}

func (e *StoreError) Error() string {
	if e.Store == "" {
		return e.What
	}
	return e.Store + ": " + e.What
}

// Unwrap gives what the error came from.
func (e *StoreError) Unwrap() error { return e.Err }

// Errors that a [StoreError] wraps.
var (
	ErrNotLedger = errors.New("not a ledger")
	ErrNewer     = errors.New("made by a newer parley")
	ErrLocked    = errors.New("locked by another process")
	ErrFull      = errors.New("no space left")
	ErrGone      = errors.New("does not answer")
)
