package ledger

// Ledger answers questions from a store, with corrections applied. It is safe
// for concurrent use.
type Ledger struct {
	Store Store
}

// New is a ledger over a store.
func New(s Store) *Ledger { return &Ledger{Store: s} }
