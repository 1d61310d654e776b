package quote

import (
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

func TestInflect(t *testing.T) {
	for entry, want := range map[string]string{
		"say/said/said":           "say says saying said said",
		"deny":                    "deny denies denying denied",
		"argue":                   "argue argues arguing argued",
		"admit/admitted/admitted": "admit admits admitting admitted admitted",
		"beg":                     "beg begs begging begged",
		"stress":                  "stress stresses stressing stressed",
		"agree":                   "agree agrees agreeing agreed",
		"add":                     "add adds adding added",
	} {
		if got := strings.Join(inflect(entry, cueVerb), " "); got != want {
			t.Errorf("%s: %s, want %s", entry, got, want)
		}
	}
	if got := inflect("story", cueNoun); !slices.Equal(got, []string{"story", "stories"}) {
		t.Errorf("story: %v", got)
	}
}

func TestCueListByTag(t *testing.T) {
	list, err := parseCues("cues.txt", cueData)
	if err != nil {
		t.Fatal(err)
	}
	promise := crf.Hash("promise")
	if e, ok := list.find(promise, true, doc.UNOUN); !ok || e.class != cueNoun || e.mode != doc.Speech {
		t.Errorf("promise as a noun: %+v %v", e, ok)
	}
	if e, ok := list.find(promise, true, doc.UVERB); !ok || e.class != cueVerb {
		t.Errorf("promise as a verb: %+v %v", e, ok)
	}
	if _, ok := list.find(promise, true, doc.UADJ); ok {
		t.Error("promise as an adjective is a cue")
	}
	if _, ok := list.find(crf.Hash("table"), false, 0); ok {
		t.Error("table is a cue")
	}
}

func TestBadCueLines(t *testing.T) {
	for line, want := range map[string]string{
		"speech verb":          "x:1: want a mode, a class and entries",
		"shout verb yell":      `x:1: unknown mode "shout"`,
		"speech adverb loudly": `x:1: unknown class "adverb"`,
		"speech verb say, , a": `x:1: entry "" is not one word`,
	} {
		if _, err := parseCues("x", line); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", line, err, want)
		}
	}
}
