package record

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// extent is how far a truce is told to go: a short one on parts of the front is
// not the complete one that the other side asks for. The zero value is untold.
type extent struct {
	whole, partial bool
	length         string // as a value of time: "P30D"
}

// extentOf reads the extent of what a stretch names, and what goes on behind it
// as far as the next verb: "a truce of two days on parts of the front". The second
// result is the stretch with what of that tells a partial one.
func (b *Builder) extentOf(v *view, r doc.Range) (extent, doc.Range) {
	var e extent
	if r.Empty() {
		return e, r
	}
	all, told := b.toVerb(v, r), r
	for i := all.First; i < all.End; i++ {
		switch low := v.low(i); {
		case b.thing.whole[low]:
			e.whole = true
		case b.thing.partial[low]:
			e.partial = true
			if end := v.subtree(i).End; end <= all.End {
				told.End = max(told.End, end)
			} else {
				told.End = max(told.End, i+1)
			}
		}
	}
	e.partial = e.partial && !e.whole // "in the air, at sea and on land"
	if from, end := v.timesIn(all); from < end && v.Times[from].Type == doc.Duration {
		e.length = v.Times[from].Value
		e.partial = e.partial || strings.HasPrefix(e.length, "PT") // hours
		if e.partial {
			told.End = max(told.End, v.TokensIn(v.Times[from].Span).End)
		}
	}
	if !e.partial {
		told = r
	}
	return e, told
}

// toVerb is r with what goes on behind it before the next verb or clause.
func (b *Builder) toVerb(v *view, r doc.Range) doc.Range {
	for last := min(r.End+maxExtent, v.Sentences[v.SentenceOf(r.First)].Tokens.End); r.End < last; r.End++ {
		if u := v.Tags[r.End].U; u == doc.UVERB || u == doc.UAUX || u == doc.USCONJ || v.low(r.End) == "before" {
			break
		}
	}
	return r
}

// maxExtent is how many words behind a truce's name may tell its extent.
const maxExtent = 14

// differs tells whether two extents are not of one thing.
func (e extent) differs(o extent) bool {
	return e.whole && o.partial && !o.whole || e.partial && o.whole && !e.whole ||
		e.length != "" && o.length != "" && e.length != o.length
}

// sameTruce tells whether a truce is that of a group: the truce that the report
// is about goes under whatever name, unless another extent is told of it.
func (g *group) sameTruce(t *topic) bool {
	return !slices.ContainsFunc(g.topics, func(o topic) bool { return o.extent.differs(t.extent) })
}

// joinTruce puts a truce into the group of the one spoken of last that it may
// be, or a new one.
func joinTruce(groups []*group, t topic) []*group {
	var home *group
	at := -1
	for _, g := range groups {
		if g.kind != doc.TruceProposal || !g.sameTruce(&t) {
			continue
		}
		for i := range g.topics {
			if m := g.topics[i].move; m <= t.move && m > at {
				home, at = g, m
			}
		}
	}
	if home == nil {
		return append(groups, &group{kind: t.kind, topics: []topic{t}})
	}
	home.topics = append(home.topics, t)
	return groups
}
