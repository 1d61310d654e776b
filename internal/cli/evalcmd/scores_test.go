package evalcmd

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/scores.txt")

const golden = "testdata/scores.txt"

// measured lists what the table of development scores holds: each line is a
// call of "parley eval", its paths counted from the folder of the corpora.
var measured = []struct {
	task  string
	paths []string
}{
	{"tokens", []string{"syntax/EWT/en_ewt-ud-dev.conllu.gz", "syntax/GUM/en_gum-ud-dev.conllu.gz"}},
	{"tag", []string{"syntax/EWT/en_ewt-ud-dev.conllu.gz", "syntax/GUM/en_gum-ud-dev.conllu.gz"}},
	{"names", []string{"names/uner_ewt/en_ewt-ud-dev.iob2"}},
	{"refer", []string{"syntax/GUM/en_gum-ud-dev.conllu.gz"}},
	{"quote", []string{"attribution/polnear/dev"}},
	{"when", []string{"time/timeml/AQUAINT", "time/timeml/TimeBank", "time/wikiwars"}},
	{"plover", []string{"events/plover_gsr/gold_standard_records/PLOVER_GSR_CAMEO.txt"}},
	{"petrarch", []string{"events/petrarch/data/text/PETR2_GSR_validation.xml"}},
	{"move", []string{"../gold/dev"}},
	{"brief", []string{"../gold/dev"}},
	{"quiet", []string{"news/wikinews"}},
	{"passages", []string{"internal/record/testdata/passages"}},
}

// corpora is the folder of the corpora, "" where there is none.
func corpora() string {
	if dir := os.Getenv("PARLEY_CORPORA"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		at := filepath.Join(filepath.Dir(dir), "shared", "corpora")
		if _, err := os.Stat(at); err == nil {
			return at
		}
	}
	return ""
}

// TestScores reads the development data anew and compares the figures with the
// committed table. A figure that moved is an error until the table is updated,
// so that every change shows what it moved:
//
//	go test ./internal/cli/evalcmd -run TestScores -update
func TestScores(t *testing.T) {
	dir := corpora()
	if dir == "" {
		t.Skip("skipped: no corpora in $PARLEY_CORPORA or ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("skipped: reads all development data, which -short leaves out")
	}
	var out bytes.Buffer
	for _, m := range measured {
		fmt.Fprintf(&out, "# parley eval %s %s\n", m.task, strings.Join(m.paths, " "))
		var paths []string
		for _, p := range m.paths {
			if strings.HasPrefix(p, "internal/") { // the project's own
				paths = append(paths, filepath.Join("..", "..", "..", p))
			} else {
				paths = append(paths, filepath.Join(dir, p))
			}
		}
		if err := Run(t.Context(), m.task, paths, &out); err != nil {
			t.Fatalf("%s: %v", m.task, err)
		}
		out.WriteByte('\n')
	}
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, string(want), out.String())
}

var number = regexp.MustCompile(`\d+(\.\d+)?`)

// compare holds two tables against each other line by line. Figures may differ
// a little, since kernels for other processors round otherwise; all else may not.
func compare(t *testing.T, want, got string) {
	t.Helper()
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	if len(a) != len(b) {
		t.Fatalf("%d lines, the table has %d; rewrite it with -update\n%s", len(b), len(a), got)
	}
	for i := range a {
		if number.ReplaceAllString(a[i], "N") != number.ReplaceAllString(b[i], "N") {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, b[i], a[i])
			continue
		}
		x, y := number.FindAllString(a[i], -1), number.FindAllString(b[i], -1)
		for k := range x {
			was, _ := strconv.ParseFloat(x[k], 64)
			is, _ := strconv.ParseFloat(y[k], 64)
			if math.Abs(was-is) > 0.003*max(math.Abs(was), 1) {
				t.Errorf("line %d: %s was %s\n%s", i+1, y[k], x[k], b[i])
				break
			}
		}
	}
}

func TestUnknownTask(t *testing.T) {
	var wrong UsageError
	if err := Run(t.Context(), "astrology", []string{"x"}, nil); !asUsage(err, &wrong) {
		t.Errorf("error %v", err)
	}
	if err := Run(t.Context(), "tokens", nil, nil); !asUsage(err, &wrong) {
		t.Errorf("error %v", err)
	}
}

func asUsage(err error, target *UsageError) bool {
	u, ok := err.(UsageError)
	*target = u
	return ok
}
