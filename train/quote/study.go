package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/quote"
)

// studied is an error with the text that it is in.
type studied struct {
	eval.QuoteError
	t    *text
	cue  string // what the list knows of the cue word
	kind string // of the content
	gold *eval.QuoteRelation
	sys  *eval.QuoteRelation
	sure float64
}

// study collects the errors of many texts.
type study struct {
	all []studied
}

// add takes what was read of a text.
func (u *study) add(f *quote.Finder, t *text, found []quote.Relation, sys []eval.QuoteRelation) {
	for _, e := range eval.QuoteErrors(t.relations, sys) {
		s := studied{QuoteError: e, t: t, cue: "no cue"}
		relation := quote.Relation{}
		if e.Gold >= 0 {
			s.gold, relation = &t.relations[e.Gold], quote.Relation{Cue: t.gold[e.Gold].Cue, Content: t.gold[e.Gold].Content}
		}
		if e.Sys >= 0 {
			s.sys, s.sure = &sys[e.Sys], found[e.Sys].Confidence
			if e.Gold < 0 {
				relation = found[e.Sys]
			}
		}
		s.kind = f.Kind(t.doc.Text, &t.layout, relation).String()
		if len(relation.Cue) > 0 {
			s.cue = f.CueKnown(t.doc.Text, &t.layout, t.tags, relation.Cue[0])
		}
		u.all = append(u.all, s)
	}
}

// print shows n errors, drawn by the seed, and counts all of them.
func (u *study) print(n int, seed uint64) {
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(u.all))
	order = order[:min(n, len(order))]
	slices.Sort(order)
	for _, i := range order {
		s := &u.all[i]
		fmt.Printf("%s — %s, cue: %s\n", s.Kind, s.kind, s.cue)
		if s.gold != nil {
			fmt.Printf("  gold %s: %s\n", s.t.doc.Name, s.t.show(*s.gold))
		}
		if s.sys != nil {
			fmt.Printf("  read %s: %s  %.2f\n", s.t.doc.Name, s.t.show(*s.sys), s.sure)
		}
	}
	u.count("error", func(s *studied) string { return string(s.Kind) })
	u.count("error, by what the cue list has", func(s *studied) string {
		switch s.Kind {
		case eval.MissedCue, eval.MissedTaken, eval.FalseAlone, eval.FalseCue, eval.FalseContent:
			return fmt.Sprintf("%s, %s", s.Kind, s.cue)
		}
		return ""
	})
	u.count("error, by kind of content", func(s *studied) string { return fmt.Sprintf("%s, %s", s.Kind, s.kind) })
}

// count prints how often each name comes, the commonest first.
func (u *study) count(title string, name func(*studied) string) {
	count := map[string]int{}
	var names []string
	for i := range u.all {
		k := name(&u.all[i])
		if k == "" {
			continue
		}
		if count[k] == 0 {
			names = append(names, k)
		}
		count[k]++
	}
	sort.SliceStable(names, func(i, j int) bool { return count[names[i]] > count[names[j]] })
	fmt.Printf("\n%s (%d in all)\n", title, len(u.all))
	for _, k := range names {
		fmt.Printf("%6d  %4.1f %%  %s\n", count[k], 100*float64(count[k])/float64(len(u.all)), k)
	}
}
