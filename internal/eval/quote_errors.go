package eval

import (
	"slices"

	"github.com/parley-reader/parley/doc"
)

// QuoteErrorKind is what is wrong with a relation that was read, or that was
// not.
type QuoteErrorKind string

// A relation that was paired may have several errors, an unpaired one has one.
const (
	MissedCue     QuoteErrorKind = "missed: its cue was not found"
	MissedTaken   QuoteErrorKind = "missed: its cue was found, with other content"
	MissedNoCue   QuoteErrorKind = "missed: it has no cue"
	FalseAlone    QuoteErrorKind = "false: nothing annotated is near"
	FalseCue      QuoteErrorKind = "false: an annotated cue, other content"
	FalseContent  QuoteErrorKind = "false: content of another relation"
	SourceWrong   QuoteErrorKind = "source wrong"
	SourceMissing QuoteErrorKind = "source missing"
	SourceExtra   QuoteErrorKind = "source where none is"
	SourceBounds  QuoteErrorKind = "source cut otherwise"
	CueLinked     QuoteErrorKind = "linked to the cue of another relation"
	CueWrong      QuoteErrorKind = "cue elsewhere"
	CueBounds     QuoteErrorKind = "cue cut otherwise"
	BeginsEarly   QuoteErrorKind = "content begins early"
	BeginsLate    QuoteErrorKind = "content begins late"
	EndsEarly     QuoteErrorKind = "content ends early"
	EndsLate      QuoteErrorKind = "content ends late"
	PiecesJoined  QuoteErrorKind = "content has other pieces"
)

// QuoteError is one error: the annotated relation and the one that was read, by
// their index, -1 for none.
type QuoteError struct {
	Kind      QuoteErrorKind
	Gold, Sys int
}

// QuoteErrors tells what is wrong with what was read. Relations are paired by
// content, one to one, best first, where at least a tenth of the characters
// that either has is shared. Errors come by annotated relation, then the
// unpaired that were read.
func QuoteErrors(gold, sys []QuoteRelation) (out []QuoteError) {
	of := make([]int, len(gold))
	used := make([]bool, len(sys))
	for i := range of {
		of[i] = -1
	}
	for _, p := range quoteBest(gold, sys, 0.1) {
		of[p.g], used[p.y] = p.y, true
	}
	for g := range gold {
		y := of[g]
		if y < 0 {
			out = append(out, QuoteError{missedKind(gold[g].Cue, sys), g, -1})
			continue
		}
		for _, kind := range pairErrors(gold, g, &sys[y]) {
			out = append(out, QuoteError{kind, g, y})
		}
	}
	for y := range sys {
		if !used[y] {
			out = append(out, QuoteError{falseKind(gold, &sys[y]), -1, y})
		}
	}
	return out
}

func missedKind(cue []doc.Span, sys []QuoteRelation) QuoteErrorKind {
	switch {
	case len(cue) == 0:
		return MissedNoCue
	case slices.ContainsFunc(sys, func(y QuoteRelation) bool { return quoteShared(y.Cue, cue) > 0 }):
		return MissedTaken
	}
	return MissedCue
}

func falseKind(gold []QuoteRelation, y *QuoteRelation) QuoteErrorKind {
	near := func(role func(*QuoteRelation) []doc.Span) bool {
		return slices.ContainsFunc(gold, func(g QuoteRelation) bool { return quoteShared(role(&g), role(y)) > 0 })
	}
	switch {
	case near(func(r *QuoteRelation) []doc.Span { return r.Cue }):
		return FalseCue
	case near(func(r *QuoteRelation) []doc.Span { return r.Content }):
		return FalseContent
	}
	return FalseAlone
}

// pairErrors lists what is wrong with y, which was read for gold[at].
func pairErrors(gold []QuoteRelation, at int, y *QuoteRelation) (out []QuoteErrorKind) {
	g := &gold[at]
	add := func(kind QuoteErrorKind, wrong bool) {
		if wrong {
			out = append(out, kind)
		}
	}
	switch has, read := len(g.Source) > 0, len(y.Source) > 0; {
	case has && !read:
		add(SourceMissing, true)
	case read && !has:
		add(SourceExtra, true)
	case has && quoteShared(g.Source, y.Source) == 0:
		add(SourceWrong, true)
	default:
		add(SourceBounds, !slices.Equal(g.Source, y.Source))
	}
	if quoteShared(g.Cue, y.Cue) == 0 && len(g.Cue)+len(y.Cue) > 0 {
		other := slices.ContainsFunc(gold, func(o QuoteRelation) bool { return quoteShared(o.Cue, y.Cue) > 0 })
		add(CueLinked, other)
		add(CueWrong, !other)
	} else {
		add(CueBounds, !slices.Equal(g.Cue, y.Cue))
	}
	first, last := y.Content[0].Start-g.Content[0].Start, y.Content[len(y.Content)-1].End-g.Content[len(g.Content)-1].End
	add(BeginsEarly, first < 0)
	add(BeginsLate, first > 0)
	add(EndsEarly, last < 0)
	add(EndsLate, last > 0)
	add(PiecesJoined, first == 0 && last == 0 && !slices.Equal(g.Content, y.Content))
	return out
}
