package move

import (
	"slices"
	"strings"
)

// condRead is how what a connective brings is read.
type condRead uint8

const (
	idleRead    condRead = iota // it brings no condition
	clauseRead                  // a clause
	phraseRead                  // a noun or gerund
	deniedRead                  // either, under what is denied
	aheadRead                   // a clause, under what lies ahead
	givenRead                   // those to whom something is promised
	bindingRead                 // what something is tied to
)

// connective is a run of words that brings a condition; see data/conditions.txt.
type connective struct {
	words     []string
	read      condRead
	necessary bool
}

var condReads = map[string]condRead{"idle": idleRead, "clause": clauseRead, "phrase": phraseRead, "denied": deniedRead, "ahead": aheadRead}

// sortConnectives files the lists condition:READ[:necessary], the longest first.
func (l *lexicon) sortConnectives() {
	l.connectives = map[string][]connective{}
	for name, words := range l.lists {
		rest, ok := strings.CutPrefix(name, "condition:")
		kind, force, _ := strings.Cut(rest, ":")
		read, known := condReads[kind]
		if !ok || !known {
			continue
		}
		for w := range words {
			seq := strings.Fields(w)
			if len(seq) > 0 {
				l.connectives[seq[0]] = append(l.connectives[seq[0]], connective{seq, read, force == "necessary"})
			}
		}
	}
	for _, list := range l.connectives {
		slices.SortFunc(list, func(a, b connective) int {
			if n := len(b.words) - len(a.words); n != 0 {
				return n
			}
			return slices.Compare(a.words, b.words)
		})
	}
}

// connectiveAt is the longest connective that begins at token t, and one past
// its last token, a "that" after it included; nil for none.
func (r *reader) connectiveAt(t, end int) (*connective, int) {
	list := r.lex.connectives[r.form(t)]
	for i := range list {
		c := &list[i]
		at, ok := t+1, true
		for _, w := range c.words[1:] {
			for at < end && r.in.Forms[at] == "," {
				at++
			}
			if at >= end || r.form(at) != w {
				ok = false
				break
			}
			at++
		}
		if !ok {
			continue
		}
		for at < end && (r.in.Forms[at] == "," || r.form(at) == "that") {
			at++
		}
		return c, at
	}
	return nil, t
}
