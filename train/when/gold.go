package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/token"
	"github.com/parley-reader/parley/internal/when"
)

// gold prints, over annotated reports, how often the time that For gives for a
// move's cue is the annotated one, and how often a deadline's phrase has the
// annotated days.
func (r *reader) gold(dir string, errors bool) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	var dated, given, right, due, dueRight int
	for _, f := range files {
		in, g, err := r.report(f)
		if err != nil {
			return err
		}
		times := r.times.Tag(in)
		for _, m := range g.Moves {
			at := strings.Index(in.Text, m.Evidence)
			cue := strings.Index(m.Evidence, m.Cue)
			if at < 0 || cue < 0 {
				continue
			}
			tok := in.Layout.TokensIn(spanAt(at+cue, m.Cue)).First
			got, _ := r.times.For(in, times, tok)
			if m.Status == "stated" {
				got, _ = r.times.Carried(in, times, tok)
			}
			if m.When != "" {
				dated++
			}
			if got != "" {
				given++
			}
			if got != "" && string(got) == m.When {
				right++
			} else if errors && (got != "" || m.When != "") {
				fmt.Printf("%s %s: got %q want %q (published %s) | %q in %.160s\n", filepath.Base(f), m.Act, got, m.When, g.Published, m.Cue, m.Evidence)
			}
		}
		for _, d := range g.Deadlines {
			due++
			at := strings.Index(in.Text, d.Phrase)
			ok := false
			for i := range times {
				if t := &times[i]; at >= 0 && t.Span.Overlaps(spanAt(at, d.Phrase)) {
					ok = ok || (t.From == d.From || d.From == "") && (t.To == d.To || strings.HasPrefix(t.To, d.To) && t.Value == d.To)
					if errors && !ok {
						fmt.Printf("%s due %q: got %s..%s (%s) want %s..%s published %s\n", filepath.Base(f), d.Phrase, t.From, t.To, t.Why, d.From, d.To, g.Published)
					}
				}
			}
			if ok {
				dueRight++
			}
		}
	}
	fmt.Printf("moves: dated %d, given %d, right %d: precision %.3f recall %.3f; deadlines %d of %d\n", dated, given, right,
		float64(right)/float64(max(given, 1)), float64(right)/float64(max(dated, 1)), dueRight, due)
	return nil
}

func (r *reader) report(name string) (*when.Input, *corpus.Gold, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	g, err := corpus.ReadGold(f)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	text, err := os.ReadFile(strings.TrimSuffix(name, ".json") + ".txt")
	if err != nil {
		return nil, nil, err
	}
	day, _ := time.Parse(time.DateOnly, g.Published) // zero when not told
	l := token.Split(string(text))
	in := &when.Input{Text: string(text), Layout: &l, Anchor: day}
	r.tag(in)
	return in, g, nil
}
