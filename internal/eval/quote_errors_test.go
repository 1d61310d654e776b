package eval

import (
	"slices"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestQuoteErrors(t *testing.T) {
	span := func(pairs ...int) (out []doc.Span) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, doc.Span{Start: pairs[i], End: pairs[i+1]})
		}
		return out
	}
	g := QuoteRelation{Source: span(0, 5), Cue: span(6, 10), Content: span(11, 20, 25, 30)}
	far := QuoteRelation{Source: span(100, 105), Cue: span(106, 110), Content: span(111, 120)}
	with := func(change func(*QuoteRelation)) []QuoteRelation {
		y := g
		change(&y)
		return []QuoteRelation{y}
	}
	for name, c := range map[string]struct {
		gold, sys []QuoteRelation
		want      []QuoteError
	}{
		"right":          {[]QuoteRelation{g}, []QuoteRelation{g}, nil},
		"missed":         {[]QuoteRelation{g}, nil, []QuoteError{{MissedCue, 0, -1}}},
		"missed, no cue": {[]QuoteRelation{{Content: span(11, 20)}}, nil, []QuoteError{{MissedNoCue, 0, -1}}},
		"other content": {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Content = span(40, 50) }),
			[]QuoteError{{MissedTaken, 0, -1}, {FalseCue, -1, 0}}},
		"false":          {nil, []QuoteRelation{g}, []QuoteError{{FalseAlone, -1, 0}}},
		"twice":          {[]QuoteRelation{g}, []QuoteRelation{g, {Content: span(11, 20)}}, []QuoteError{{FalseContent, -1, 1}}},
		"no source":      {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Source = nil }), []QuoteError{{SourceMissing, 0, 0}}},
		"source too":     {with(func(y *QuoteRelation) { y.Source = nil }), []QuoteRelation{g}, []QuoteError{{SourceExtra, 0, 0}}},
		"other source":   {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Source = span(40, 44) }), []QuoteError{{SourceWrong, 0, 0}}},
		"part of source": {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Source = span(2, 5) }), []QuoteError{{SourceBounds, 0, 0}}},
		"part of cue":    {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Cue = span(6, 9) }), []QuoteError{{CueBounds, 0, 0}}},
		"cue elsewhere":  {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Cue = span(40, 44) }), []QuoteError{{CueWrong, 0, 0}}},
		"cue of another": {[]QuoteRelation{g, far}, append(with(func(y *QuoteRelation) { y.Cue = far.Cue }), far), []QuoteError{{CueLinked, 0, 0}}},
		"wider":          {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Content = span(9, 20, 25, 33) }), []QuoteError{{BeginsEarly, 0, 0}, {EndsLate, 0, 0}}},
		"narrower":       {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Content = span(12, 20, 25, 28) }), []QuoteError{{BeginsLate, 0, 0}, {EndsEarly, 0, 0}}},
		"one piece":      {[]QuoteRelation{g}, with(func(y *QuoteRelation) { y.Content = span(11, 30) }), []QuoteError{{PiecesJoined, 0, 0}}},
	} {
		if got := QuoteErrors(c.gold, c.sys); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
