package ledger

import (
	"slices"

	"github.com/parley-reader/parley/doc"
)

// turn is a change of stance: two places in a list of positions.
type turn struct{ from, to Position }

// turns finds where one voice, whose positions on one thing are given in order,
// changed its stance. Precision goes first:
//
//   - a day on which it is told with several stances decides nothing;
//   - what is only possible, reported or denied decides nothing;
//   - words that are its own are held against its own words; what others narrate
//     of it against what was narrated, or against its own words where two families
//     of reports tell the new stance, and its own words against what was narrated
//     where two told that;
//   - for, open and if are one side, doubts and against the other: within a side
//     only its own words make a change.
func (v *view) turns(list []Position) []turn {
	var out []turn
	var near, far *Position
	for _, day := range days(list) {
		p := v.clear(day)
		if p == nil {
			continue
		}
		mine, other := &near, &far
		if !isNear(p.Voice) {
			mine, other = &far, &near
		}
		switch {
		case *mine != nil && (*other == nil || (*other).Said.From <= (*mine).Said.From):
			if changes(*mine, p) {
				out = append(out, turn{**mine, *p})
			}
		case *other != nil && opposite((*other).Stance, p.Stance):
			weak := p
			if isNear(p.Voice) {
				weak = *other
			}
			if v.backed(list, weak) {
				out = append(out, turn{**other, *p})
			}
		}
		*mine = p
	}
	return out
}

// days cuts lines in order by the day of saying; those without a day are left out.
func days(list []Position) [][]Position {
	var out [][]Position
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j].Said.From == list[i].Said.From {
			j++
		}
		if s := list[i].Said; s.From != "" {
			out = append(out, list[i:j])
		}
		i = j
	}
	return out
}

// clear gives the line of a day that tells the one stance of that day, the
// nearest voice first; nil where the lines of the nearest voice differ, or all are
// unsure.
func (v *view) clear(day []Position) *Position {
	var best *Position
	for i := range day {
		p := &day[i]
		if p.Stance == 0 || p.Said.From != p.Said.To || p.Status == doc.Possible || p.Status == doc.Reported || p.Status == doc.Denied {
			continue
		}
		switch {
		case best == nil || isNear(p.Voice) && !isNear(best.Voice):
			best = p
		case isNear(p.Voice) == isNear(best.Voice) && p.Stance != best.Stance:
			return nil
		}
	}
	return best
}

// changes tells whether the second of two positions of one kind of voice is
// another stance.
func changes(a, b *Position) bool {
	if a.Stance == b.Stance {
		return false
	}
	return opposite(a.Stance, b.Stance) || a.Voice == b.Voice && isNear(a.Voice)
}

// opposite tells whether two stances lie on different sides.
func opposite(a, b doc.Stance) bool {
	against := func(s doc.Stance) bool { return s == doc.StanceDoubts || s == doc.StanceAgainst }
	return against(a) != against(b)
}

// backed tells whether two families tell a stance.
func (v *view) backed(list []Position, p *Position) bool {
	var families []ReportID
	for i := range list {
		if list[i].Stance == p.Stance && list[i].Said == p.Said {
			families = addID(families, v.family(list[i].Report))
		}
	}
	slices.Sort(families)
	return len(families) > 1
}
