package eval

import (
	_ "embed"
	"strings"
)

//go:embed testdata/gold_split.tsv
var goldSplit string

// GoldSplit tells, for each report of the development annotation by its name,
// which half it belongs to: "look", which rules may be made from, or "measure".
// It was fixed before any tuning.
func GoldSplit() map[string]string {
	half := map[string]string{}
	for line := range strings.Lines(goldSplit) {
		if name, h, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && name[0] != '#' {
			half[name] = h
		}
	}
	return half
}
