package evalcmd

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var decimal = regexp.MustCompile(`\d*\.\d+`)

// TestReadme holds the figures of the README to the table of scores: each
// decimal number in its table must stand in the scores.
func TestReadme(t *testing.T) {
	scores, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, n := range decimal.FindAllString(string(scores), -1) {
		known[n] = true
	}
	_, table, ok := strings.Cut(string(readme), "## How well")
	if !ok {
		t.Fatal("the README has no figures")
	}
	table, _, _ = strings.Cut(table, "\n## ")
	rows := 0
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		for _, n := range decimal.FindAllString(line, -1) {
			rows++
			if !known[n] {
				t.Errorf("README: %s is not in scores.txt: %s", n, strings.TrimSpace(line))
			}
		}
	}
	if rows < 10 {
		t.Errorf("only %d figures in the README's table", rows)
	}
}
