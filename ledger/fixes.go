package ledger

import (
	"slices"
	"strconv"
	"time"
)

// fixes are the corrections that are in force as of a time.
type fixes struct {
	actors      map[string]string // key → the key that it was merged into
	proposals   map[string]string
	splits      []Correction
	wrong       map[string]bool       // keys of lines
	commitments map[string]Correction // key of the move → the last mark
	deadlines   map[string]Correction
}

// inForce gives the corrections that were learned by a time (zero is now) and
// that no correction in force undoes. An undo names an earlier correction, so
// that going from the last to the first decides each once.
func inForce(all []Correction, asOf time.Time) []Correction {
	undone := map[int64]bool{}
	var out []Correction
	for i := len(all) - 1; i >= 0; i-- {
		c := all[i]
		if undone[c.ID] || !asOf.IsZero() && c.Learned.After(asOf) {
			continue
		}
		if c.Kind == UndoCorrection {
			if id, err := strconv.ParseInt(c.Target, 10, 64); err == nil {
				undone[id] = true
			}
		}
		out = append(out, c)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// UndoneBy gives, for each correction of a log that does not count, the number of the
// one that undid it; list is in the order of making.
func UndoneBy(list []Correction) map[int64]int64 {
	undone := map[int64]int64{}
	for _, c := range slices.Backward(list) {
		if id, err := strconv.ParseInt(c.Target, 10, 64); err == nil && c.Kind == UndoCorrection && undone[c.ID] == 0 {
			undone[id] = c.ID
		}
	}
	return undone
}

func fixesOf(list []Correction) *fixes {
	f := &fixes{
		actors: map[string]string{}, proposals: map[string]string{}, wrong: map[string]bool{},
		commitments: map[string]Correction{}, deadlines: map[string]Correction{},
	}
	for _, c := range list {
		switch c.Kind {
		case MergeActors:
			join(f.actors, c)
		case MergeProposals:
			join(f.proposals, c)
		case SplitActor:
			f.splits = append(f.splits, c)
		case WrongLine:
			f.wrong[c.Target] = true
		case MarkCommitment:
			f.commitments[c.Target] = c
		case MarkDeadline:
			f.deadlines[c.Target] = c
		}
	}
	return f
}

// join makes the roots of both one; a merge that would close a ring does nothing.
func join(into map[string]string, c Correction) {
	if a, b := root(into, c.Target), root(into, c.With); a != b {
		into[b] = a
	}
}

// root follows merges to the key that all are under.
func root(into map[string]string, key string) string {
	for n := 0; n <= len(into); n++ {
		next, ok := into[key]
		if !ok {
			return key
		}
		key = next
	}
	return key
}

// keysOf lists every key that merges name.
func keysOf(into map[string]string) []string {
	seen := map[string]bool{}
	var out []string
	for a, b := range into {
		for _, k := range []string{a, b} {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	return out
}
