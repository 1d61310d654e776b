package eval

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func quoteSpans(text string, words ...string) []doc.Span {
	var out []doc.Span
	for _, w := range words {
		if i := strings.Index(text, w); i >= 0 {
			out = append(out, doc.Span{Start: i, End: i + len(w)})
		}
	}
	return out
}

func TestQuoteScore(t *testing.T) {
	text := `"Go," she said, "at once." He thinks that it rains. They say it snows.`
	q := func(words string) doc.Quote {
		s := quoteSpans(text, words)[0]
		return doc.Quote{Span: s, Inner: doc.Span{Start: s.Start + 1, End: s.End - 1}}
	}
	quotes := []doc.Quote{q(`"Go,"`), q(`"at once."`)}
	gold := []QuoteRelation{
		{quoteSpans(text, "she"), quoteSpans(text, "said"), quoteSpans(text, `"Go,"`, `"at once."`)},
		{quoteSpans(text, "He"), quoteSpans(text, "thinks"), quoteSpans(text, "that it rains")},
	}
	sys := []QuoteRelation{
		{quoteSpans(text, "she"), quoteSpans(text, "said"), quoteSpans(text, `"Go,"`, `"at once."`)},
		{nil, quoteSpans(text, "thinks"), quoteSpans(text, "it rains")},
		{quoteSpans(text, "They"), quoteSpans(text, "say"), quoteSpans(text, "it snows")},
	}
	var s QuoteScore
	s.Add(text, quotes, gold, sys)
	check := func(name string, got, want SpanCounts) {
		if got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	check("exact source", s.Exact[0], SpanCounts{1, 2, 2})
	check("exact cue", s.Exact[1], SpanCounts{2, 2, 3})
	check("exact content", s.Exact[2], SpanCounts{1, 2, 3})
	check("pieces", s.Pieces, SpanCounts{2, 3, 4})
	check("overlap content", s.Overlap[2], SpanCounts{2, 2, 3})
	check("at .3", s.At30, SpanCounts{2, 2, 3})
	check("at .8", s.At80, SpanCounts{1, 2, 3})
	check("chars", s.Chars, SpanCounts{23, 28, 31})
	check("triple", s.Whole, SpanCounts{1, 2, 3})
	check("linked", s.Linked, SpanCounts{1, 2, 2})
	if s.SliceExact[0] != (QuoteSlice{1, 1, 1, 1}) || s.SliceExact[1] != (QuoteSlice{1, 0, 2, 0}) {
		t.Errorf("slices %+v", s.SliceExact)
	}
	if !strings.Contains(s.String(), "exact cue          P  66.7  R 100.0") {
		t.Errorf("table:\n%s", s.String())
	}
}

func TestQuoteOverlapIsLargest(t *testing.T) {
	// One gold content spans two that were read; the other overlaps only the first.
	gold := [][]doc.Span{{{Start: 0, End: 20}}, {{Start: 20, End: 25}}}
	sys := [][]doc.Span{{{Start: 15, End: 25}}, {{Start: 0, End: 5}}}
	if c := quoteOverlap(gold, sys); c.Both != 2 {
		t.Errorf("pairs %d, want 2", c.Both)
	}
}
