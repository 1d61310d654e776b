package ledger

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// golden holds the figures of families and of merging. UPDATE=1 writes it anew.
const golden = "testdata/figures.txt"

// checkFigures compares lines of the golden file that begin with a word.
func checkFigures(t *testing.T, word, got string) {
	t.Helper()
	b, err := os.ReadFile(golden)
	if err != nil && os.Getenv("UPDATE") == "" {
		t.Fatal(err)
	}
	var want, rest []string
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, word) {
			want = append(want, line)
		} else {
			rest = append(rest, line)
		}
	}
	t.Log("\n" + got)
	if os.Getenv("UPDATE") != "" {
		all := append(rest, slices.Collect(strings.Lines(got))...)
		slices.Sort(all)
		if err := os.WriteFile(golden, []byte(strings.Join(all, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if strings.Join(want, "") != got {
		t.Errorf("figures moved (UPDATE=1 keeps them):\n%swas\n%s", got, strings.Join(want, ""))
	}
}

// rates writes precision and recall.
func rates(name string, right, wrong, missed int) string {
	return fmt.Sprintf("%s: precision %.3f recall %.3f (%d right, %d wrong, %d missed)\n",
		name, float64(right)/float64(max(1, right+wrong)), float64(right)/float64(max(1, right+missed)), right, wrong, missed)
}

func readPairs(t *testing.T) (pairs [][2]Actor, same []bool) {
	b, err := os.ReadFile("testdata/actors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 6 {
			t.Fatalf("testdata/actors.tsv:%d: %d fields", n+1, len(f))
		}
		var kind doc.NameKind
		if err := kind.UnmarshalText([]byte(f[1])); err != nil {
			t.Fatalf("testdata/actors.tsv:%d: %v", n+1, err)
		}
		make := func(country, name string) Actor {
			return Actor{Name: name, Kind: kind, Country: strings.Trim(country, "-")}
		}
		pairs, same = append(pairs, [2]Actor{make(f[2], f[4]), make(f[3], f[5])}), append(same, f[0] == "same")
	}
	return pairs, same
}

func TestLikelyFigures(t *testing.T) {
	pairs, same := readPairs(t)
	if len(pairs) < 150 {
		t.Fatalf("%d pairs", len(pairs))
	}
	var right, wrong, missed int
	for i, p := range pairs {
		odds, why := Likely(&p[0], &p[1])
		back, _ := Likely(&p[1], &p[0])
		if odds != back {
			t.Errorf("%s, %s: %v and, the other way round, %v", p[0].Name, p[1].Name, odds, back)
		}
		meet := slices.ContainsFunc(blockKeys(p[0].Name), func(k string) bool { return slices.Contains(blockKeys(p[1].Name), k) })
		yes := odds >= leastOdds && meet
		switch {
		case yes && same[i]:
			right++
		case yes:
			wrong++
			t.Logf("wrong: %s = %s (%.2f %s)", p[0].Name, p[1].Name, odds, why)
		case same[i]:
			missed++
			t.Logf("missed: %s = %s (odds %.2f, compared %v)", p[0].Name, p[1].Name, odds, meet)
		}
	}
	checkFigures(t, "merges", rates("merges", right, wrong, missed))
}
