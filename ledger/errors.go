package ledger

import (
	"fmt"
	"strings"
)

// UnknownActor is the error of a name that no actor carries.
type UnknownActor struct {
	Name string
	Near []string // names of actors that are written alike, the likeliest first
}

func (e *UnknownActor) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("no actor is named %q", e.Name)
	}
	return fmt.Sprintf("no actor is named %q; near are %s", e.Name, quoted(e.Near))
}

// AmbiguousActor is the error of words that are part of the names of several
// actors and the whole name of none.
type AmbiguousActor struct {
	Name    string
	Choices []string // the names of the actors, those with more lines first
}

func (e *AmbiguousActor) Error() string {
	return fmt.Sprintf("%q may be %s", e.Name, quoted(e.Choices))
}

// UnknownProposal is the error of a key or of words that name no proposal.
type UnknownProposal struct{ Words string }

func (e *UnknownProposal) Error() string {
	return fmt.Sprintf("no proposal has the key %q or these words in its label", e.Words)
}

// BadCorrection is the error of a correction that cannot be made.
type BadCorrection struct {
	Correction Correction
	What       string // what is wrong
	Do         string // what to do about it
}

func (e *BadCorrection) Error() string {
	return fmt.Sprintf("correction %s %s: %s", e.Correction.Kind, e.Correction.Target, e.What)
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}
