package refer

import (
	"slices"
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestAPlaceBeforeAPerson(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ name, text, want string }{
		{"a place that leads to a person", "{p Donald Okoro} spoke in {l Sumaria} .\nOn his way to {p Sumaria Okoro} spoke .",
			"Donald Okoro, Sumaria Okoro | Sumaria"},
		{"not where the place is named nowhere else", "{p Donald Okoro} spoke .\nOn his way to {p Sumaria Okoro} he spoke .",
			"Donald Okoro | Sumaria Okoro"},
		{"nor without a preposition", "{p Donald Okoro} spoke in {l Florence} .\nThen {p Florence Okoro} spoke .",
			"Donald Okoro | Florence | Florence Okoro"},
	} {
		in := build(t, c.text, lex)
		before := slices.Clone(in.Names)
		actors, mentions := r.Resolve(in)
		checkInvariants(t, in, actors, mentions)
		named := func(m doc.Mention) bool { return m.Kind == doc.NameMention }
		if s := byActor(in, actors, mentions, named); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
		if !slices.Equal(in.Names, before) {
			t.Errorf("%s: the input was changed", c.name)
		}
	}
}
