package eval

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// goldFolder finds the annotated reports, or skips the test.
func goldFolder(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("PARLEY_CORPORA"); dir != "" {
		return filepath.Join(dir, "..", "gold")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if g := filepath.Join(dir, "shared", "gold"); isDir(filepath.Join(g, "dev")) {
			return g
		}
	}
	t.Skip("no annotated reports: set PARLEY_CORPORA to the corpora's folder")
	return ""
}

func isDir(p string) bool { i, err := os.Stat(p); return err == nil && i.IsDir() }

// perturb changes an annotation here and there: drops, repeats and alters.
func perturb(t *testing.T, gold []byte, r *rand.Rand) []byte {
	t.Helper()
	var d map[string]any
	if err := json.Unmarshal(gold, &d); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"moves", "statements", "deadlines", "shifts"} {
		items, _ := d[list].([]any)
		kept := []any{}
		for _, it := range items {
			m := it.(map[string]any)
			switch r.IntN(6) {
			case 0:
				continue
			case 1:
				kept = append(kept, m)
			case 2:
				m["act"], m["kind"], m["to"] = "demand", "direct", []string{"United Nations"}
			case 3:
				m["when"], m["status"], m["if"] = "2020-01-01", "done", "it rains"
			case 4:
				if s, ok := m["evidence"].(string); ok {
					m["evidence"] = s[:strings.LastIndexByte(s[:len(s)/2+1], ' ')+1]
				}
				m["by"], m["source"], m["cue"] = []string{"Nobody Known"}, "Nobody Known", "said"
			}
			kept = append(kept, m)
		}
		if list == "deadlines" || list == "shifts" { // these keep their own "to"
			for _, it := range kept {
				if m := it.(map[string]any); m["to"] != nil {
					if _, ok := m["to"].(string); !ok {
						m["to"] = "x"
					}
				}
			}
		}
		d[list] = kept
	}
	out, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGoldScoreAgainstTheAnnotationsOwnScorer(t *testing.T) {
	folder := goldFolder(t)
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the annotation's scorer with")
	}
	files, _ := filepath.Glob(filepath.Join(folder, "dev", "*.json"))
	r, dir := rand.New(rand.NewPCG(1, 2)), t.TempDir()
	var ours GoldScore
	for _, f := range files {
		gold, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		system := perturb(t, gold, r)
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f)), system, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := ours.Add(gold, system); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(python, filepath.Join(folder, "score.py"), filepath.Join(folder, "dev"), dir, "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	compareGoldFigures(t, &ours, out)
}

func compareGoldFigures(t *testing.T, ours *GoldScore, theirs []byte) {
	t.Helper()
	mine, err := json.Marshal(ours)
	if err != nil {
		t.Fatal(err)
	}
	var a, b map[string]any
	if err := json.Unmarshal(mine, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(theirs, &b); err != nil {
		t.Fatal(err)
	}
	if ours.Count("strict") < 100 {
		t.Errorf("only %d moves matched: the test has nothing to compare", ours.Count("strict"))
	}
	for key := range b {
		sameFigures(t, key, a[key], b[key])
	}
}

func sameFigures(t *testing.T, at string, a, b any) {
	t.Helper()
	switch b := b.(type) {
	case map[string]any:
		m, _ := a.(map[string]any)
		for k, v := range b {
			if v == 0.0 && m[k] == nil {
				continue // a count that the other side never touched
			}
			sameFigures(t, at+"/"+k, m[k], v)
		}
	case []any:
		l, _ := a.([]any)
		if len(l) != len(b) {
			t.Fatalf("%s: %v, want %v", at, a, b)
		}
		for i := range b {
			sameFigures(t, at, l[i], b[i])
		}
	case float64:
		if x, ok := a.(float64); !ok || math.Abs(x-b) > 1e-9 {
			t.Errorf("%s: %v, want %v", at, a, b)
		}
	default:
		if a != b {
			t.Errorf("%s: %v, want %v", at, a, b)
		}
	}
}

func TestGoldNamesAgree(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Donald Trump", "Trump", true},
		{"United States", "United Kingdom", false},
		{"Foreign Minister", "Prime Minister", false},
		{"Iran;Iraq", "Iraq", true},
		{"", "", true},
		{"", "Iraq", false},
	} {
		split := func(s string) []string { return goldStatement{Source: s}.sources() }
		if got := goldNamesAgree(split(c.a), split(c.b)); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

func TestGoldPairsTakeMostThenBest(t *testing.T) {
	w := [][]float64{{1003, 1001}, {1002, 0}}
	got := goldBestPairs(2, 2, func(i, j int) float64 { return w[i][j] })
	if len(got) != 2 || got[0] != [2]int{0, 1} || got[1] != [2]int{1, 0} {
		t.Errorf("%v: two pairs of less worth go before one", got)
	}
}

func TestGoldSplitNamesEachReportOnce(t *testing.T) {
	text, err := os.ReadFile("testdata/gold_split.tsv")
	if err != nil {
		t.Fatal(err)
	}
	halves, seen := map[string]int{}, map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		id, half, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
		halves[half]++
	}
	if halves["look"] != 10 || halves["measure"] != 10 {
		t.Errorf("halves %v", halves)
	}
}
