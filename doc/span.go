package doc

import (
	"encoding/json"
	"fmt"
)

// Span is the half-open byte range [Start, End) of the report's text. The zero
// value is the empty span at 0 and means "none" wherever a span is optional.
// It is written to JSON as [start, end].
type Span struct{ Start, End int }

// Len is the length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty tells whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// In returns the text that the span covers. It is "" for an empty span or one
// that does not lie inside text.
func (s Span) In(text string) string {
	if s.Empty() || s.Start < 0 || s.End > len(text) {
		return ""
	}
	return text[s.Start:s.End]
}

// Contains tells whether t lies inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether the two share a byte.
func (s Span) Overlaps(t Span) bool {
	return s.Start < t.End && t.Start < s.End && !s.Empty() && !t.Empty()
}

// Cover is the smallest span that holds both; an empty one adds nothing.
func (s Span) Cover(t Span) Span {
	switch {
	case s.Empty():
		return t
	case t.Empty():
		return s
	}
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

// MarshalJSON writes [start, end].
func (s Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", s.Start, s.End), nil
}

// UnmarshalJSON reads [start, end].
func (s *Span) UnmarshalJSON(b []byte) error {
	var v [2]int
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("a span is [start,end]: %w", err)
	}
	s.Start, s.End = v[0], v[1]
	return nil
}

// Range is a half-open range of indices, of tokens or of sentences. The zero
// value is empty.
type Range struct{ First, End int }

// Len is the number of things in the range.
func (r Range) Len() int { return r.End - r.First }

// Empty tells whether nothing is in the range.
func (r Range) Empty() bool { return r.End <= r.First }

// Has tells whether index i is in the range.
func (r Range) Has(i int) bool { return r.First <= i && i < r.End }
