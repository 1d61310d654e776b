package quote

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

//go:embed data/confidence.txt
var confidenceData string

// calibration tells how often a relation is right: a logistic model over its
// traits, whose log of the odds is then stretched and shifted for each kind of
// content, and what to add to it where a rule had a hand. All is counted on
// texts that the models had not seen.
type calibration struct {
	weights      traits
	shift, slope [doc.Mixed + 1]float64
	rules        [ruleCount]float64
}

// rule is one that makes or completes a statement.
type rule uint8

const (
	ruleNone    rule = iota
	ruleSource       // gave it a source
	ruleForm         // found it by its fixed form
	ruleFollows      // a quote after a quote
	ruleWithin       // found it within another statement
	ruleOwn          // the same, of the speaker's own saying: "we urge"
	ruleCount
)

var ruleNames = [ruleCount]string{"", "source", "form", "follows", "within", "own"}

// parseCalibration reads lines of "weight TRAIT NUMBER", "shift KIND NUMBER",
// "slope KIND NUMBER" and "rule NAME NUMBER". What has no line is 0, a slope 1.
func parseCalibration(name, data string) (*calibration, error) {
	all := &calibration{slope: [doc.Mixed + 1]float64{1, 1, 1, 1}}
	n, lines := 0, 0
	for line := range strings.SplitSeq(data, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := all.line(line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		lines++
	}
	if lines == 0 {
		return nil, fmt.Errorf("%s: no lines of weights", name)
	}
	return all, nil
}

func (all *calibration) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	i := strings.LastIndexByte(rest, ' ')
	if i < 0 {
		return fmt.Errorf("want a word, a name and a number, got %q", line)
	}
	name := rest[:i]
	x, err := strconv.ParseFloat(rest[i+1:], 64)
	if err != nil || !(math.Abs(x) <= 100) {
		return fmt.Errorf("%q is no number within ±100", rest[i+1:])
	}
	switch word {
	case "weight":
		return set(all.weights[:], traitNames[:], name, x)
	case "shift":
		return set(all.shift[1:], kindNames[:], name, x)
	case "slope":
		if x <= 0 {
			return fmt.Errorf("a slope of %v turns the order round", x)
		}
		return set(all.slope[1:], kindNames[:], name, x)
	case "rule":
		return set(all.rules[1:], ruleNames[1:], name, x)
	}
	return fmt.Errorf("unknown word %q; known are weight, shift, slope, rule", word)
}

var kindNames = [...]string{doc.Direct.String(), doc.Indirect.String(), doc.Mixed.String()}

// set puts x where name stands among names.
func set(values []float64, names []string, name string, x float64) error {
	i := slices.Index(names, name)
	if i < 0 {
		return fmt.Errorf("unknown name %q", name)
	}
	values[i] = x
	return nil
}

// confidence is how often relations of these traits are right, 0…1.
func (all *calibration) confidence(x *traits, kind doc.StatementKind) float64 {
	z := 0.0
	for i, w := range all.weights {
		z += w * x[i]
	}
	return sigmoid(all.shift[kind] + all.slope[kind]*z)
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// ruled is the confidence p of a statement in which a rule had a hand.
func (f *Finder) ruled(p float64, by rule) float64 {
	if by == ruleNone || f.study {
		return p
	}
	return sigmoid(logit(p) + f.scale.rules[by])
}

// weigh gives relations their confidence.
func (f *Finder) weigh(sc *scratch, found []Relation) []Relation {
	for i := range found {
		r := &found[i]
		for _, p := range r.Content {
			r.Given.Begin = min(r.Given.Begin, float64(sc.begins[p.First]))
			r.Given.End = min(r.Given.End, float64(sc.ends[p.End-1]))
		}
		kind := sc.traits.of(sc, r)
		r.Confidence = f.scale.confidence(&sc.traits, kind)
		if f.study {
			r.Traits = slices.Clone(sc.traits[:])
		}
	}
	return found
}

var (
	wordI  = crf.Hash("i")
	wordWe = crf.Hash("we")
)

// nested is the rule of a statement within another, by its source.
func (v *view) nested(source doc.Range) rule {
	if source.Len() == 1 && (v.word[source.First] == wordI || v.word[source.First] == wordWe) {
		return ruleOwn
	}
	return ruleWithin
}

// Study makes [Finder.Relations] keep the traits of each relation, and
// [Finder.Find] leave confidences as they are before a rule's share; for the
// trainer, before the Finder is shared.
func (f *Finder) Study() { f.study = true }

// TraitNames are the names of the values in [Relation.Traits].
func TraitNames() []string { return slices.Clone(traitNames[:]) }

// SetConfidence takes another table of confidence than the one that comes with
// the program; for the trainer, before the Finder is shared.
func (f *Finder) SetConfidence(name, data string) (err error) {
	f.scale, err = parseCalibration(name, data)
	return err
}

// Rule names the rule that had a hand in the statement, as the table of
// confidence does; "" for none.
func (s *Statement) Rule() string { return ruleNames[s.rule] }
