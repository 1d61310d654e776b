package ledger

import (
	"slices"
	"strings"
)

// split is one name taken out of what was held to be one actor.
type split struct {
	from  Actor
	to    Actor // its number is below 0 where the store has no such actor
	words []string
	own   map[ReportID]bool // reports that hold the name, and not the name of from
	seen  map[ReportID]bool
}

// readSplits makes the actors that corrections split off.
func (v *view) readSplits() error {
	var keys []string
	for _, c := range v.fix.splits {
		keys = append(keys, c.Target)
	}
	if len(keys) == 0 {
		return nil
	}
	list, err := v.store.ActorsByKey(v.ctx, keys)
	if err != nil {
		return err
	}
	var wanted []string
	for _, c := range v.fix.splits {
		for _, a := range list {
			if a.Key == c.Target {
				s := &split{from: a, to: splitOff(a, c), words: plainWords(c.With), own: map[ReportID]bool{}, seen: map[ReportID]bool{}}
				v.splits = append(v.splits, s)
				wanted = append(wanted, s.to.Key)
			}
		}
	}
	real, err := v.store.ActorsByKey(v.ctx, wanted)
	for _, a := range real {
		for _, s := range v.splits {
			if s.to.Key == a.Key && a.Key != s.from.Key {
				s.to = a
			}
		}
	}
	return err
}

// splitOff is the actor of a name that was split off.
func splitOff(a Actor, c Correction) Actor {
	return Actor{
		ID: ActorID(-c.ID), Key: a.Kind.String() + ":" + FoldName(c.With), Name: c.With, Kind: a.Kind,
		Country: a.Country, Party: a.Party, Names: []string{c.With},
	}
}

// look tells, for reports with lines of an actor that was split, which of them
// speak of the one split off alone. It asks the store once for each split.
func (v *view) look(s *split, reports []ReportID) error {
	var want []ReportID
	for _, id := range reports {
		if !s.seen[id] {
			s.seen[id] = true
			want = append(want, id)
		}
	}
	if len(want) == 0 {
		return nil
	}
	hits, err := v.store.Search(v.ctx, phrase(s.to.Name), Query{Reports: want, Limit: len(want)})
	if err != nil {
		return err
	}
	for _, h := range hits {
		s.own[h.Report.ID] = true
	}
	if holds(s.words, plainWords(s.from.Name)) {
		return nil // the longer name holds the other: it tells nothing
	}
	hits, err = v.store.Search(v.ctx, phrase(s.from.Name), Query{Reports: want, Limit: len(want)})
	for _, h := range hits {
		delete(s.own, h.Report.ID)
	}
	return err
}

func phrase(name string) string { return `"` + strings.ReplaceAll(name, `"`, " ") + `"` }

// owner is whose line it is, of an actor that may have been split: the one split
// off where the words hold its name, or where the report speaks of it alone.
func (v *view) owner(id ActorID, l *Line) ActorID {
	for _, s := range v.splits {
		if s.from.ID == id && (s.own[l.Report] || within(plainWords(l.Words), s.words)) {
			id = s.to.ID
			break
		}
	}
	return v.one(id)
}

// within tells whether words stand side by side among others.
func within(words, want []string) bool {
	for i := 0; i+len(want) <= len(words) && len(want) > 0; i++ {
		if slices.Equal(words[i:i+len(want)], want) {
			return true
		}
	}
	return false
}
