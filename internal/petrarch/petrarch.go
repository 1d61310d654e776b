// Package petrarch reads actor and verb dictionaries in the form of PETRARCH
// and its forerunners, and matches them against words.
package petrarch

// Actors is an actor dictionary.
type Actors struct{}

// Verbs is a verb dictionary.
type Verbs struct{}
