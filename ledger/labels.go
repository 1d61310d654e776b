package ledger

import (
	_ "embed" // the words of labels
	"strings"
	"sync"
)

//go:embed data/labels.txt
var labelText string

// labelWords say which words of a proposal's label are one, and which tell
// nothing.
type labelWords struct {
	same map[string]string
	idle map[string]map[string]bool // by kind, "*" for all
}

// labels reads the list once. Its form is checked by a test.
var labels = sync.OnceValue(func() *labelWords {
	l := &labelWords{same: map[string]string{}, idle: map[string]map[string]bool{}}
	for line := range strings.Lines(labelText) {
		head, words, ok := strings.Cut(line, ":")
		what, name, _ := strings.Cut(head, " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			switch what {
			case "same":
				l.same[w] = name
			case "idle":
				if l.idle[name] == nil {
					l.idle[name] = map[string]bool{}
				}
				l.idle[name][w] = true
			}
		}
	}
	return l
})
