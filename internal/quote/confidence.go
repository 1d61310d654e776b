package quote

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
)

//go:embed data/confidence.txt
var confidenceData string

// calibration tells how often a relation is right: a logistic model over its
// traits, then, for each kind of content, straight lines between points, and
// what to add to the log of the odds where a rule had a hand in it. All is
// counted on texts that the models had not seen.
type calibration struct {
	weights traits
	curves  [doc.Mixed + 1]curve
	rules   [ruleCount]float64
}

type curve []struct{ raw, right float64 }

// rule is one that makes or completes a statement.
type rule uint8

const (
	ruleNone    rule = iota
	ruleSource       // gave it a source
	ruleForm         // found it by its fixed form
	ruleFollows      // a quote after a quote
	ruleWithin       // found it within another statement
	ruleCount
)

var ruleNames = [ruleCount]string{"", "source", "form", "follows", "within"}

// parseCalibration reads lines of "weight TRAIT NUMBER", "curve KIND RAW RIGHT",
// rising within 0…1, and "rule NAME NUMBER". Traits without a line weigh nothing.
func parseCalibration(name, data string) (*calibration, error) {
	all := &calibration{}
	n := 0
	for line := range strings.SplitSeq(data, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := all.line(line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		if len(all.curves[kind]) == 0 {
			return nil, fmt.Errorf("%s: no curve for %s statements", name, kind)
		}
	}
	return all, nil
}

func (all *calibration) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	i := strings.LastIndexByte(rest, ' ')
	if i < 0 {
		return fmt.Errorf("want weight, curve or rule, a name and a number, got %q", line)
	}
	name := rest[:i]
	x, err := strconv.ParseFloat(rest[i+1:], 64)
	if err != nil || math.IsNaN(x) || math.Abs(x) > 1000 {
		return fmt.Errorf("%q is no number in reach", rest[i+1:])
	}
	switch word {
	case "weight":
		if i = slices.Index(traitNames[:], name); i < 0 {
			return fmt.Errorf("unknown trait %q", name)
		}
		all.weights[i] = x
	case "rule":
		if i = slices.Index(ruleNames[1:], name); i < 0 {
			return fmt.Errorf("unknown rule %q", name)
		}
		all.rules[i+1] = x
	case "curve":
		return all.point(name, x)
	default:
		return fmt.Errorf("unknown word %q; known are weight, curve, rule", word)
	}
	return nil
}

// point adds a point to a curve, given "KIND RAW" and the part that is right.
func (all *calibration) point(name string, right float64) error {
	var kind doc.StatementKind
	word, number, _ := strings.Cut(name, " ")
	if err := kind.UnmarshalText([]byte(word)); err != nil || kind == 0 {
		return fmt.Errorf("unknown kind %q", word)
	}
	raw, err := strconv.ParseFloat(number, 64)
	c := all.curves[kind]
	ok := err == nil && raw >= 0 && raw <= 1 && right >= 0 && right <= 1
	if k := len(c); !ok || k > 0 && (raw <= c[k-1].raw || right < c[k-1].right) {
		return fmt.Errorf("%s %v does not rise within 0…1", name, right)
	}
	all.curves[kind] = append(c, struct{ raw, right float64 }{raw, right})
	return nil
}

// odds is what the weights give to a relation's traits, 0…1, before the curve.
func (all *calibration) odds(x *traits) float64 {
	z := 0.0
	for i, w := range all.weights {
		z += w * x[i]
	}
	return sigmoid(z)
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// at is the height of the curve.
func (c curve) at(raw float64) float64 {
	k := sort.Search(len(c), func(k int) bool { return c[k].raw >= raw })
	switch {
	case k == 0:
		return c[0].right
	case k == len(c):
		return c[k-1].right
	}
	a, b := c[k-1], c[k]
	return a.right + (b.right-a.right)*(raw-a.raw)/(b.raw-a.raw)
}

// ruled is the confidence p of a statement in which a rule had a hand.
func (all *calibration) ruled(p float64, by rule) float64 {
	if by == ruleNone {
		return p
	}
	return sigmoid(logit(p) + all.rules[by])
}

// weigh gives relations their confidence. The field's marginals still stand;
// first is where the tokens that it read begin.
func (f *Finder) weigh(sc *scratch, first int, found []Relation) []Relation {
	for i := range found {
		r := &found[i]
		for _, p := range r.Content {
			r.Given.Begin = min(r.Given.Begin, sc.begins(p.First-first))
			r.Given.End = min(r.Given.End, sc.ends(p.End-1-first))
		}
		kind := sc.traits.of(sc, first, r, f.refine != nil)
		r.Confidence = f.scale.curves[kind].at(f.scale.odds(&sc.traits))
		if f.study {
			r.Traits = slices.Clone(sc.traits[:])
		}
	}
	return found
}

// begins is the probability that content begins at position i of the field.
func (sc *scratch) begins(i int) float64 { return sc.ws.Prob(i, 9) + sc.ws.Prob(i, 12) }

// ends is the probability that content ends with position i.
func (sc *scratch) ends(i int) float64 { return sc.ws.Prob(i, 11) + sc.ws.Prob(i, 12) }

// Study makes [Finder.Relations] keep the traits of each relation; for the
// trainer, before the Finder is shared.
func (f *Finder) Study() { f.study = true }

// TraitNames are the names of the values in [Relation.Traits].
func TraitNames() []string { return slices.Clone(traitNames[:]) }
