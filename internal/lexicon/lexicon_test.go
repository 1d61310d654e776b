package lexicon

import "testing"

func load(tb testing.TB) *Lexicon {
	tb.Helper()
	l, err := Load(Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func TestMatchesAcrossTokenisation(t *testing.T) {
	l := load(t)
	hits := l.Match(nil, []string{"The", "United", "-", "States", "told", "us", "US", "TRUMP", "in", "Washington"})
	if len(hits) != 4 {
		t.Fatalf("hits: %+v", hits)
	}
}
