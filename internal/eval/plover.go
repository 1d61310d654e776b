package eval

import (
	"fmt"
	"slices"
)

// CodedEvent is one event as a coder gives it: the root of its scheme (PLOVER
// "REQUEST", CAMEO "10") and the countries on either side (ISO 3166-1 alpha-3),
// in any order; empty where none is coded.
type CodedEvent struct {
	Root           string
	Source, Target []string
}

// currentRoots maps the PLOVER roots of 2016 that have changed since.
var currentRoots = map[string]string{"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE"}

// CurrentPlover is the present name of a PLOVER root of 2016.
func CurrentPlover(root string) string {
	if now, ok := currentRoots[root]; ok {
		return now
	}
	return root
}

// sameRoot tells whether a root given is the gold one; YIELD of older schemes
// is CONCEDE and RETREAT.
func sameRoot(gold, given string) bool {
	given = CurrentPlover(given)
	return given == gold || gold == "YIELD" && (given == "CONCEDE" || given == "RETREAT")
}

// cameoRoots maps the two figures of a CAMEO root to the PLOVER root that most
// of its codes belong to. 01 and 02 (statements, appeals) have none and REQUEST.
var cameoRoots = map[string]string{"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID",
	"08": "CONCEDE", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
	"16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT"}

// PloverOfCameo is the PLOVER root for a CAMEO code, "" when it has none.
func PloverOfCameo(code string) string {
	if len(code) < 2 {
		return ""
	}
	return cameoRoots[code[:2]]
}

// notCountries are three-letter actor codes that name no country.
var notCountries = map[string]bool{"IGO": true, "NGO": true, "IMG": true, "MNC": true, "NGM": true, "GOV": true, "MIL": true, "REB": true,
	"OPP": true, "CVL": true, "UAF": true, "---": true, "INT": true, "COP": true, "JUD": true, "BUS": true, "MED": true, "SPY": true, "PTY": true}

// misspelt are country codes that the gold records write wrongly.
var misspelt = map[string]string{"JAP": "JPN", "ITL": "ITA"}

// CodeCountry is the country of an actor code ("CHLGOV" is CHL), "" when it
// names none.
func CodeCountry(code string) string {
	if len(code) < 3 || notCountries[code[:3]] {
		return ""
	}
	if right, ok := misspelt[code[:3]]; ok {
		return right
	}
	return code[:3]
}

// CodeCountries is CodeCountry of each, sorted, each country once.
func CodeCountries(codes ...string) []string {
	var out []string
	for _, c := range codes {
		if c = CodeCountry(c); c != "" {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// PloverScore counts records whose one gold event is compared with the first
// event that a coder gives for the sentence. The zero value counts nothing.
type PloverScore struct {
	Records   int // sentences
	Coded     int // those for which anything was given
	Root      int // the first event has the gold root
	AnyRoot   int // some event has it
	Countries int // records with countries on both sides
	Both      int // of these: all countries of both sides right, and no other, in the first event or one with the gold root
	Shared    int // of these: at least one country right on either side
}

// Add adds the counts of other records.
func (c *PloverScore) Add(d PloverScore) {
	c.Records += d.Records
	c.Coded += d.Coded
	c.Root += d.Root
	c.AnyRoot += d.AnyRoot
	c.Countries += d.Countries
	c.Both += d.Both
	c.Shared += d.Shared
}

// String is the accuracies, and how many records they are counted on.
func (c PloverScore) String() string {
	return fmt.Sprintf("root %.3f (any event %.3f) of %d, %d coded  both countries %.3f (shared %.3f) of %d", spanRatio(c.Root, c.Records),
		spanRatio(c.AnyRoot, c.Records), c.Records, c.Coded, spanRatio(c.Both, c.Countries), spanRatio(c.Shared, c.Countries), c.Countries)
}

// ScorePlover compares the events given for one sentence, the chief one first,
// with its gold event. Roots of 2016 are mapped to present ones on both sides.
func ScorePlover(gold CodedEvent, sys []CodedEvent) PloverScore {
	c := PloverScore{Records: 1}
	want := CurrentPlover(gold.Root)
	both := len(gold.Source) > 0 && len(gold.Target) > 0
	if both {
		c.Countries = 1
	}
	if len(sys) == 0 {
		return c
	}
	c.Coded = 1
	chief := 0
	for i, e := range sys {
		if sameRoot(want, e.Root) {
			c.AnyRoot = 1
			chief = i
			break
		}
	}
	if sameRoot(want, sys[0].Root) {
		c.Root = 1
	}
	if both {
		e := sys[chief]
		if sameCodes(gold.Source, e.Source) && sameCodes(gold.Target, e.Target) {
			c.Both = 1
		}
		if shareCode(gold.Source, e.Source) && shareCode(gold.Target, e.Target) {
			c.Shared = 1
		}
	}
	return c
}

func sameCodes(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

func shareCode(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// CameoScore counts how the events of sentences agree with PETRARCH's. Gold
// and given events are paired one to one, the best agreeing first.
type CameoScore struct {
	Gold, Sys int
	Root      int // pairs with the same root
	Actors    int // pairs with the same country (or the same lack of one) on both sides
	Whole     int // pairs with both
	Quiet     int // sentences without an event
	QuietKept int // of these, those for which none was given
}

// Add adds the counts of other sentences.
func (c *CameoScore) Add(d CameoScore) {
	c.Gold += d.Gold
	c.Sys += d.Sys
	c.Root += d.Root
	c.Actors += d.Actors
	c.Whole += d.Whole
	c.Quiet += d.Quiet
	c.QuietKept += d.QuietKept
}

// String is F1 by root, by actors, by both, and the sentences kept quiet.
func (c CameoScore) String() string {
	f1 := func(n int) float64 { return spanRatio(2*n, c.Gold+c.Sys) }
	return fmt.Sprintf("root %.3f  actors %.3f  both %.3f (gold %d, given %d)  quiet %d of %d", f1(c.Root), f1(c.Actors), f1(c.Whole),
		c.Gold, c.Sys, c.QuietKept, c.Quiet)
}

// ScoreCameo compares the events given for one sentence with the gold ones.
// Both sides must write their roots in one scheme.
func ScoreCameo(gold, sys []CodedEvent) CameoScore {
	c := CameoScore{Gold: len(gold), Sys: len(sys)}
	if len(gold) == 0 {
		c.Quiet = 1
		if len(sys) == 0 {
			c.QuietKept = 1
		}
		return c
	}
	usedG, usedS := make([]bool, len(gold)), make([]bool, len(sys))
	for level := 3; level >= 1; level-- {
		for g := range gold {
			for s := range sys {
				if usedG[g] || usedS[s] {
					continue
				}
				root := gold[g].Root == sys[s].Root
				actors := sameCodes(gold[g].Source, sys[s].Source) && sameCodes(gold[g].Target, sys[s].Target)
				if agreement(root, actors) < level {
					continue
				}
				usedG[g], usedS[s] = true, true
				c.count(root, actors)
			}
		}
	}
	return c
}

// agreement ranks a pair: 3 for both, 2 for the root, 1 for the actors.
func agreement(root, actors bool) int {
	switch {
	case root && actors:
		return 3
	case root:
		return 2
	case actors:
		return 1
	}
	return 0
}

func (c *CameoScore) count(root, actors bool) {
	if root {
		c.Root++
	}
	if actors {
		c.Actors++
	}
	if root && actors {
		c.Whole++
	}
}
