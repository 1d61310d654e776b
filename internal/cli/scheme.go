package cli

import (
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/plover"
	"github.com/parley-reader/parley/ledger"
)

// Scheme tells of events in a ledger what PLOVER tells of them; see
// internal/export.
type Scheme struct{ coder *plover.Coder }

// LoadScheme loads the data that ships.
func LoadScheme() (*Scheme, error) {
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		return nil, fail(Unusable, "", "%w", err)
	}
	c, err := plover.New(lex, plover.Embedded())
	if err != nil {
		return nil, fail(Unusable, "", "%w", err)
	}
	return &Scheme{c}, nil
}

// Quad is the quad category of an event.
func (s *Scheme) Quad(event string) int { return (&plover.Event{Event: event}).Quad() }

// Scale is the score of an event from conflict to cooperation.
func (s *Scheme) Scale(event, mode string) float64 {
	return (&plover.Event{Event: event, Mode: mode}).Scale()
}

// Sector is the sector of an actor by its office, "" where none is told.
func (s *Scheme) Sector(a *ledger.Actor) string { return s.coder.SectorOf(a.Role) }
