package quote

import (
	"math"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

func TestCalibration(t *testing.T) {
	c, err := parseCalibration("x", "# a remark\nweight kind mixed 2\nshift mixed -1\nslope mixed 0.5\nrule follows -1\n")
	if err != nil {
		t.Fatal(err)
	}
	var x traits
	if got := c.confidence(&x, doc.Direct); got != 0.5 {
		t.Errorf("of nothing %v, want 0.5", got)
	}
	x[tKind+int(doc.Mixed)-1] = 3
	if got, want := c.confidence(&x, doc.Mixed), sigmoid(-1+0.5*6); math.Abs(got-want) > 1e-9 {
		t.Errorf("mixed %v, want %v", got, want)
	}
	if got, want := c.confidence(&x, doc.Direct), sigmoid(6); math.Abs(got-want) > 1e-9 {
		t.Errorf("direct %v, want %v", got, want)
	}
	f := &Finder{scale: c}
	if got := f.ruled(0.7, ruleNone); got != 0.7 {
		t.Errorf("without a rule %v, want 0.7", got)
	}
	if got := f.ruled(0.5, ruleFollows); math.Abs(got-sigmoid(-1)) > 1e-9 {
		t.Errorf("by a rule %v", got)
	}
}

func TestCalibrationErrors(t *testing.T) {
	for bad, want := range map[string]string{
		"weight":                `x:2: want a word, a name and a number, got "weight"`,
		"weight tail 0.2":       `x:2: unknown name "tail"`,
		"weight kind mixed NaN": `x:2: "NaN" is no number within ±100`,
		"weight kind mixed 101": `x:2: "101" is no number within ±100`,
		"rule thumb 0.2":        `x:2: unknown name "thumb"`,
		"rule  0.2":             `x:2: unknown name ""`,
		"slope sung 0.4":        `x:2: unknown name "sung"`,
		"slope mixed 0":         "x:2: a slope of 0 turns the order round",
		"curve mixed 0.4":       `x:2: unknown word "curve"; known are weight, shift, slope, rule`,
	} {
		if _, err := parseCalibration("x", "shift mixed 1\n"+bad); err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", bad, err, want)
		}
	}
	if _, err := parseCalibration("x", "# nothing"); err == nil || err.Error() != "x: no lines of weights" {
		t.Errorf("error %v", err)
	}
}

func TestTraitNames(t *testing.T) {
	seen := map[string]bool{}
	for i, name := range traitNames {
		if name == "" || seen[name] {
			t.Errorf("trait %d has the name %q, none or another's", i, name)
		}
		seen[name] = true
	}
}

func TestGivenKeepsTheLeast(t *testing.T) {
	g := given(0.9)
	g.note(crf.Span{Role: roleContent, Prob: 0.8}, 0.95, 0.5)
	g.note(crf.Span{Role: roleContent, Prob: 0.7}, 0.97, 0.1)
	if g.Source != 0 {
		t.Errorf("a source: %+v", g)
	}
	g.note(crf.Span{Role: roleSource, Prob: 0.6}, 0.99, 0)
	if g.Cue != 0.9 || g.Content != 0.7 || g.Source != 0.6 || g.JoinContent != 0.95 || g.JoinSource != 0.99 || math.Abs(g.Margin-0.45) > 1e-9 {
		t.Errorf("%+v", g)
	}
}

func FuzzCalibration(f *testing.F) {
	f.Add("weight kind mixed 2\nshift mixed -1\nslope direct 0.5")
	f.Add(confidenceData)
	f.Fuzz(func(t *testing.T, data string) {
		c, err := parseCalibration("x", data)
		if err != nil {
			return
		}
		x := traits{1, 5, -4}
		for kind := doc.Direct; kind <= doc.Mixed; kind++ {
			if p := c.confidence(&x, kind); !(p >= 0 && p <= 1) {
				t.Errorf("%v: confidence %v", kind, p)
			}
		}
	})
}
