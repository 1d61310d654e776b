package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Bounds of the search for merges.
const (
	mergeMoves = 5000 // moves whose actors are compared, the newest
	mergeBlock = 40   // actors compared under one key
	leastOdds  = 0.5
)

// Merges proposes actors that may be one and are kept as two, the likeliest first,
// at most limit (50 where it is 0). Nothing is merged: [Ledger.Correct] does that.
// It compares the actors of the newest 5000 moves that share a name's beginning,
// its letters but for spelling, or its initials.
func (l *Ledger) Merges(ctx context.Context, limit int) ([]MergeProposal, error) {
	if limit <= 0 {
		limit = 50
	}
	v, err := l.see(ctx, Ask{})
	if err != nil {
		return nil, err
	}
	moves, err := v.moves(Query{Newest: true, Limit: mergeMoves})
	if err != nil {
		return nil, err
	}
	var ids []ActorID
	for i := range moves {
		ids = append(ids, slices.Concat(moves[i].By, moves[i].Via, moves[i].To)...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if err := v.meet(ids...); err != nil {
		return nil, err
	}
	blocks := map[string][]ActorID{}
	for _, id := range ids {
		if a := v.actor(id); !a.Unnamed && a.Name != "" {
			for _, k := range blockKeys(a.Name) {
				blocks[k] = append(blocks[k], a.ID)
			}
		}
	}
	type pair struct{ a, b ActorID }
	seen := map[pair]bool{}
	var out []MergeProposal
	for _, list := range blocks {
		list = list[:min(len(list), mergeBlock)]
		for i, x := range list {
			for _, y := range list[i+1:] {
				k := pair{min(x, y), max(x, y)}
				if x == y || seen[k] {
					continue
				}
				seen[k] = true
				a, b := v.actor(k.a), v.actor(k.b)
				if odds, why := Likely(&a, &b); odds >= leastOdds && !v.separated(&a, &b) {
					out = append(out, MergeProposal{A: a, B: b, Odds: odds, Why: why})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b MergeProposal) int {
		return cmp.Or(cmp.Compare(b.Odds, a.Odds), cmp.Compare(a.A.Key, b.A.Key), cmp.Compare(a.B.Key, b.B.Key))
	})
	return out[:min(limit, len(out))], nil
}

// separated tells whether a correction took one from the other.
func (v *view) separated(a, b *Actor) bool {
	return slices.ContainsFunc(v.splits, func(s *split) bool {
		return s.from.Key == a.Key && s.to.Key == b.Key || s.from.Key == b.Key && s.to.Key == a.Key
	})
}

// blockKeys are what two names of one actor share one of.
func blockKeys(name string) []string {
	w := nameWords(name)
	if len(w) == 0 {
		return nil
	}
	out := []string{skeleton(w[0]), skeleton(w[len(w)-1]), skeleton(strings.Join(w, ""))}
	if bare, ok := strings.CutPrefix(w[len(w)-1], "al"); ok && len(bare) > 3 {
		out = append(out, skeleton(bare))
	}
	out = append(out, initials(name), strings.ToLower(strings.Join(w, "")))
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(k string) bool { return k == "" })
}

// Likely tells the odds, 0…1, that two actors are one, and why. It is 0 where
// something tells that they are two: other entries of the lexicon, other
// countries, a person and a thing, given names or initials that differ, or a word
// such as "North" in one name alone.
func Likely(a, b *Actor) (float64, string) {
	person := a.Kind == doc.Person
	switch {
	case a.Unnamed || b.Unnamed || a.Entry != "" && b.Entry != "" || person != (b.Kind == doc.Person):
		return 0, ""
	case a.Country != "" && b.Country != "" && a.Country != b.Country:
		return 0, ""
	}
	x, y := nameWords(a.Name), nameWords(b.Name)
	if len(x) == 0 || len(y) == 0 {
		return 0, ""
	}
	if slices.Equal(x, y) {
		return 0.9, "the same name"
	}
	if person {
		return likelyPerson(a, b, x, y)
	}
	return likelyThing(a, b, x, y)
}

// likelyPerson compares the names of two persons.
func likelyPerson(a, b *Actor, x, y []string) (float64, string) {
	if len(x) > len(y) {
		x, y, a, b = y, x, b, a
	}
	kin := a.Country != "" && a.Country == b.Country || a.Party != 0 && a.Party == b.Party
	last := sameSpelling(x[len(x)-1], y[len(y)-1])
	switch {
	case len(x) == 1 && len(y) == 1:
		if last {
			return 0.8, "spellings of one name"
		}
		return 0, ""
	case len(x) == 1 && (last || sameSpelling(x[0], y[0]) && surnameFirst(y)):
		if kin {
			return 0.75, "the surname of the other, and of one country"
		}
		return 0.55, "the surname of the other"
	case len(x) == 1:
		return 0, ""
	case len(x) == len(y) && sameSet2(x, y):
		return 0.85, "the same names in another order"
	case !last:
		return 0, ""
	}
	return likelyGiven(x[:len(x)-1], y[:len(y)-1], kin)
}

// likelyGiven compares the given names of two persons of one surname; x is not
// longer than y.
func likelyGiven(x, y []string, kin bool) (float64, string) {
	if first, ok := givenPair(x[0], y[0]); !ok {
		if kin && len(x) < len(y) && len(x[0]) > 3 && slices.Equal(x, y[len(y)-len(x):]) {
			return 0.7, "the later given names of the other, and of one country"
		}
		return 0, ""
	} else if first == "initial" && len(x) == 1 {
		if kin {
			return 0.8, "the initial of the given name, and of one country"
		}
		return 0.65, "the initial of the given name"
	}
	for i, g := range x[1:] { // what stands between begins alike: "George W." is not "George H. W."
		if _, ok := givenPair(g, y[i+1]); !ok {
			return 0, ""
		}
	}
	if len(x) == len(y) {
		return 0.85, "spellings of one name"
	}
	return 0.8, "the same name with more of the given names"
}

// givenPair tells whether two given names may be one.
func givenPair(a, b string) (string, bool) {
	switch {
	case a == b:
		return "same", true
	case len(a) == 1 || len(b) == 1:
		return "initial", a[0] == b[0]
	case shortOf(a) == shortOf(b):
		return "short", true
	}
	return "spelling", sameSpelling(a, b)
}

// shortOf is a given name in the form that its short forms are compared in.
func shortOf(name string) string {
	if long, ok := shortNames[name]; ok {
		return long
	}
	return name
}

// surnameFirst tells whether a name of two or three short words may begin with the
// surname.
func surnameFirst(w []string) bool {
	return len(w) <= 3 && len(w[0]) <= 5 && !strings.HasSuffix(w[0], ".")
}

func sameSet2(a, b []string) bool {
	x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(x, y)
}

// likelyThing compares the names of two states, places, organisations or groups.
func likelyThing(a, b *Actor, x, y []string) (float64, string) {
	if acronym(a.Name, y) || acronym(b.Name, x) {
		return 0.8, "the initials of the other"
	}
	if part(x, y) || part(y, x) {
		return 0, ""
	}
	p, q := bare(x), bare(y)
	if len(p) == 0 || len(q) == 0 || len(p) != len(q) {
		return 0, ""
	}
	if slices.Equal(p, q) {
		return 0.75, "the same name with its full style"
	}
	if sameSet2(p, q) && len(p) > 1 {
		return 0.75, "the same words in another order"
	}
	for i := range p {
		if stem(p[i]) != stem(q[i]) && !sameSpelling(p[i], q[i]) {
			return 0, ""
		}
	}
	return 0.75, "spellings of one name"
}

// part tells whether a word in one name alone sets it apart.
func part(x, y []string) bool {
	return slices.ContainsFunc(x, func(w string) bool { return apartWords[w] && !slices.Contains(y, w) })
}

// bare leaves out the words of style.
func bare(w []string) []string {
	return slices.DeleteFunc(slices.Clone(w), func(s string) bool { return styleWords[s] })
}

// acronym tells whether a name in capitals has the initials of words.
func acronym(name string, words []string) bool {
	letters := strings.ReplaceAll(name, ".", "")
	if len(letters) < 3 || len(letters) > 8 || letters != strings.ToUpper(letters) || strings.ContainsRune(letters, ' ') || len(words) < 2 {
		return false
	}
	var all, main strings.Builder
	for _, w := range words {
		all.WriteString(w[:1])
		if !joining[w] {
			main.WriteString(w[:1])
		}
	}
	low := strings.ToLower(letters)
	return low == all.String() || low == main.String()
}

// initials are those of a name of several words, or the name itself in small
// letters where it is one word.
func initials(name string) string {
	var b strings.Builder
	w := nameWords(name)
	if len(w) == 1 {
		return w[0]
	}
	for _, s := range w {
		if !joining[s] {
			b.WriteString(s[:1])
		}
	}
	return b.String()
}
