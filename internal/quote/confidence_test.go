package quote

import (
	"math"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

const flat = "curve direct 0 0.5\ncurve indirect 0 0.5\ncurve mixed 0 0.5\n"

func TestCalibration(t *testing.T) {
	c, err := parseCalibration("x", "# a remark\nweight kind mixed 2\nrule follows -1\n"+
		"curve direct 0.2 0.1\ncurve direct 0.6 0.5\ncurve direct 1 0.9\ncurve mixed 0 0\ncurve indirect 0 0.5\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.curves[doc.Indirect].at(0.9); got != 0.5 {
		t.Errorf("indirect: %v", got)
	}
	for raw, want := range map[float64]float64{0: 0.1, 0.2: 0.1, 0.4: 0.3, 0.6: 0.5, 0.8: 0.7, 1: 0.9} {
		if got := c.curves[doc.Direct].at(raw); math.Abs(got-want) > 1e-9 {
			t.Errorf("at(%v) = %v, want %v", raw, got, want)
		}
	}
	var x traits
	if got := c.odds(&x); got != 0.5 {
		t.Errorf("odds of nothing %v, want 0.5", got)
	}
	x[tKind+int(doc.Mixed)-1] = 1
	if got := c.odds(&x); math.Abs(got-1/(1+math.Exp(-2))) > 1e-9 {
		t.Errorf("odds %v", got)
	}
	if got := c.ruled(0.7, ruleNone); got != 0.7 {
		t.Errorf("without a rule %v, want 0.7", got)
	}
	if got := c.ruled(0.5, ruleFollows); math.Abs(got-1/(1+math.E)) > 1e-9 {
		t.Errorf("by a rule %v", got)
	}
}

func TestCalibrationErrors(t *testing.T) {
	for bad, want := range map[string]string{
		"curve direct 0.2":                     "x:4: direct 0.2 does not rise",
		"weight":                               "x:4: want weight, curve or rule",
		"weight tail 0.2":                      `x:4: unknown trait "tail"`,
		"weight kind mixed NaN":                `x:4: "NaN" is no number`,
		"rule thumb 0.2":                       `x:4: unknown rule "thumb"`,
		"ruler form 0.2":                       `x:4: unknown word "ruler"`,
		"curve sung 0.4 0.5":                   `x:4: unknown kind "sung"`,
		"curve mixed 0.4 1.5":                  "x:4: mixed 0.4 1.5 does not rise",
		"curve mixed 0 0.5":                    "x:4: mixed 0 0.5 does not rise",
		"curve mixed x 0.5":                    "x:4: mixed x 0.5 does not rise",
		"curve mixed 0.4 0.6\ncurve mixed 1 0": "x:5: mixed 1 0 does not rise",
	} {
		if _, err := parseCalibration("x", flat+bad); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s…", bad, err, want)
		}
	}
	if _, err := parseCalibration("x", "curve direct 0 0.5"); err == nil || err.Error() != "x: no curve for indirect statements" {
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
