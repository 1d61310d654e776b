package main

import (
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// survey reads articles that are not annotated (a CSV with url, date, title,
// text) and counts the verbs that have an actor for subject but carry no move,
// so that a person can see which words the lexicon lacks. skip holds words of
// addresses that must not be read: those of annotated reports.
func (b *bench) survey(path string, skip []string, show string) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	counts, objects := map[string]int{}, map[string]map[string]int{}
	n, moves := 0, 0
	for _, row := range rows[1:] {
		if annotated(row[0], skip) {
			continue
		}
		day, _ := time.Parse("2006-01-02", row[1])
		d, err := b.line.Read(doc.Report{Text: row[3], Published: day}, b.ws)
		if err != nil {
			continue
		}
		n++
		moves += len(d.Moves)
		b.unused(d, counts, objects, show)
	}
	fmt.Printf("%d articles, %d moves\n", n, moves)
	var lemmas []string
	for l := range counts {
		lemmas = append(lemmas, l)
	}
	sort.Slice(lemmas, func(i, j int) bool { return counts[lemmas[i]] > counts[lemmas[j]] })
	for _, l := range lemmas[:min(450, len(lemmas))] {
		fmt.Printf("%4d %s:", counts[l], l)
		var objs []string
		for o := range objects[l] {
			objs = append(objs, o)
		}
		sort.Slice(objs, func(i, j int) bool { return objects[l][objs[i]] > objects[l][objs[j]] })
		for _, o := range objs[:min(8, len(objs))] {
			fmt.Printf(" %s", o)
		}
		fmt.Println()
	}
}

func annotated(url string, skip []string) bool {
	for _, s := range skip {
		if strings.Contains(url, s) {
			return true
		}
	}
	return false
}

func (b *bench) unused(d *doc.Document, counts map[string]int, objects map[string]map[string]int, show string) {
	cue := map[int]bool{}
	for _, m := range d.Moves {
		r := d.TokensIn(m.Cue)
		for t := r.First; t < r.End; t++ {
			cue[t] = true
		}
	}
	actor := map[int]bool{}
	for _, m := range d.Mentions {
		if d.Actors[m.Actor-1].Kind != doc.Place {
			actor[m.Head] = true
		}
	}
	obj := map[int]string{}
	for i, a := range d.Arcs {
		if a.Rel == doc.RelObj || a.Rel == doc.RelXcomp {
			obj[int(a.Head)] = d.Tags[i].Lemma
		}
	}
	for i, a := range d.Arcs {
		h := int(a.Head)
		if h < 0 || cue[h] || !actor[i] || a.Rel.Base() != doc.RelNsubj && a.Rel != doc.RelOblAgent {
			continue
		}
		l := d.Tags[h].Lemma
		if d.Tags[h].U != doc.UVERB {
			l = "=" + strings.ToLower(l)
		}
		counts[l]++
		if objects[l] == nil {
			objects[l] = map[string]int{}
		}
		objects[l][obj[h]]++
		if l == show {
			s := d.Sentences[d.SentenceOf(h)]
			fmt.Println("  >", s.Span.In(d.Report.Text))
		}
	}
}
