package evalcmd

import (
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// names scores proper names on the words of the gold. Countries and places are
// one label there, and groups none.
func names(t *job) error {
	for _, path := range t.paths {
		f, err := open(path)
		if err != nil {
			return err
		}
		word, label := 0, 1
		if strings.Contains(path, ".iob2") {
			word, label = 1, 2
		}
		gold, err := corpus.ReadIOB(f, word, label)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		score := eval.SpanScore{}
		for first := 0; first < len(gold); {
			end := first + 1
			for end < len(gold) && gold[end].Doc == gold[first].Doc && end-first < 200 {
				end++
			}
			t.scoreNames(score, gold[first:end])
			first = end
		}
		fmt.Fprintf(t.out, "%s:", base(path))
		for _, label := range []string{"PER", "LOC", "ORG", ""} {
			c := score[label]
			shown := label
			if label == "" {
				shown = "all"
			}
			fmt.Fprintf(t.out, "  %s P %.1f R %.1f F1 %.1f", shown, 100*c.Precision(), 100*c.Recall(), 100*c.F1())
		}
		fmt.Fprintln(t.out)
	}
	return nil
}

func (t *job) scoreNames(score eval.SpanScore, gold []corpus.IOBSentence) {
	var sentences [][]string
	var want []eval.LabelledSpan
	at := 0
	for _, s := range gold {
		for _, l := range s.Spans {
			switch l.Label {
			case "PER", "LOC", "ORG":
				want = append(want, eval.LabelledSpan{Label: l.Label, Tokens: doc.Range{First: at + l.Tokens.First, End: at + l.Tokens.End}})
			}
		}
		at += len(s.Forms)
		sentences = append(sentences, s.Forms)
	}
	d := fromForms(sentences)
	t.line.Syntax(d, t.ws)
	t.line.Names(d, t.ws)
	var found []eval.LabelledSpan
	labels := map[doc.NameKind]string{doc.Person: "PER", doc.Country: "LOC", doc.Place: "LOC", doc.Organisation: "ORG"}
	for _, n := range d.Names {
		if label, ok := labels[n.Kind]; ok {
			found = append(found, eval.LabelledSpan{Tokens: n.Tokens, Label: label})
		}
	}
	score.Add(want, found)
}
