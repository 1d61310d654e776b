package main

import (
	"fmt"
	"log"
	"os"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// rootActs are the acts that may carry a PLOVER root.
var rootActs = map[string]string{
	"ACCUSE": "accuse", "AGREE": "agree offer propose", "SUPPORT": "support agree offer", "CONSULT": "meet", "REQUEST": "demand propose",
	"REJECT": "reject deny leave doubt", "THREATEN": "threaten expect", "AID": "aid offer", "COOPERATE": "aid support agree meet offer",
	"CONCEDE": "concede offer agree", "RETREAT": "concede leave", "SANCTION": "coerce leave", "COERCE": "coerce", "ASSAULT": "fight coerce",
	"MOBILIZE": "fight aid offer", "PROTEST": "coerce accuse demand",
}

// roots reads a table of sentences with a PLOVER root each (sentence_id,
// sentence, marked, source, target, penta, root) and prints for each root how
// many sentences hold a move of a fitting act, and those that do not.
func (b *bench) roots(path string, list bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	hits, all := map[string]int{}, map[string]int{}
	lines := strings.Split(string(text), "\n")
	for _, l := range lines[1:] {
		f := strings.Split(strings.TrimRight(l, "\r"), "\t")
		if len(f) < 7 || rootActs[f[6]] == "" {
			continue
		}
		d, err := b.line.Read(doc.Report{Text: f[1]}, b.ws)
		if err != nil {
			continue
		}
		all[f[6]]++
		var found []string
		hit := false
		for _, m := range d.Moves {
			a := m.Act.String()
			found = append(found, a+"/"+m.Cue.In(f[1]))
			hit = hit || strings.Contains(" "+rootActs[f[6]]+" ", " "+a+" ")
		}
		if hit {
			hits[f[6]]++
		} else if list {
			fmt.Printf("%s (%s > %s) found %v\n   %s\n", f[6], f[3], f[4], found, f[1])
		}
	}
	var names []string
	h, n := 0, 0
	for r := range all {
		names = append(names, r)
		h, n = h+hits[r], n+all[r]
	}
	sort.Strings(names)
	for _, r := range names {
		fmt.Printf("%-10s %4d of %4d\n", r, hits[r], all[r])
	}
	fmt.Printf("all        %4d of %4d\n", h, n)
}
