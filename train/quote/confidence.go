package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/quote"
)

// judged is a relation read in a text that the models had not seen, and
// whether it was right.
type judged struct {
	text   int
	traits []float64
	raw    float64 // the product of what the models gave
	kind   doc.StatementKind
	stands bool // eval.QuoteStands
	strict bool // eval.QuoteStrict
}

// ruled is a statement that a rule made or completed.
type ruled struct {
	rule  string
	p     float64 // before the rule's share
	right bool
}

// fold is a tenth of train and the weights that were learned without it.
type fold struct {
	texts  []*text
	finder *quote.Finder
}

// readFolds reads "7=DIR,3=DIR": which tenth, and the weights' folder.
func readFolds(s *settings, r *reader, train []corpus.AttributionDoc) (folds []fold, err error) {
	for part := range strings.SplitSeq(s.confidence, ",") {
		var tenth int
		number, dir, ok := strings.Cut(part, "=")
		if _, err := fmt.Sscanf(number, "%d", &tenth); err != nil || !ok || tenth < 0 || tenth > 9 {
			return nil, fmt.Errorf("-confidence: want TENTH=FOLDER, not %q", part)
		}
		m, err := loadModels(dir)
		if err != nil {
			return nil, err
		}
		var f fold
		if f.finder, err = m.finder(s.encoder); err != nil {
			return nil, err
		}
		f.finder.SetBias(s.bias)
		f.finder.Study()
		for i := tenth; i < len(train); i += 10 {
			f.texts = append(f.texts, r.read(train[i]))
		}
		folds = append(folds, f)
	}
	return folds, nil
}

// confidence fits the table of confidence on texts that the folds' weights were
// not learned from, prints how well it does across texts, and writes it.
func confidence(s *settings, r *reader, train []corpus.AttributionDoc) error {
	folds, err := readFolds(s, r, train)
	if err != nil {
		return err
	}
	var all []judged
	at := 0
	for _, f := range folds {
		for _, t := range f.texts {
			all = append(all, f.judge(t, at)...)
			at++
		}
	}
	fmt.Printf("%d texts, %d relations\n", at, len(all))
	crossed := crossValidate(all)
	table := header + weightLines(fitLogistic(all, strength)) + scaleLines(all, crossed)
	var made []ruled
	for _, f := range folds {
		if err := f.finder.SetConfidence("fitted", table); err != nil {
			return err
		}
		for _, t := range f.texts {
			made = append(made, f.rules(t)...)
		}
	}
	fmt.Println("statements, PolNeAR:")
	offsets := ruleOffsets(made)
	if s.gold != "" {
		made, err = goldClaims(s, r, folds[0].finder)
		if err != nil {
			return err
		}
		fmt.Println("statements, development reports:")
		maps.Copy(offsets, ruleOffsets(made))
		showGoldClaims(made, offsets)
	}
	table += ruleLines(offsets)
	if s.out == "" {
		fmt.Print(table)
		return nil
	}
	return os.WriteFile(filepath.Join(s.out, "data", "confidence.txt"), []byte(table), 0o644)
}

// relations are those found in the text.
func (f *fold) relations(t *text) []quote.Relation {
	return f.finder.Relations(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows)
}

func (f *fold) judge(t *text, at int) (out []judged) {
	found := f.relations(t)
	sys := t.evaluated(found)
	stands, strict := eval.QuoteRight(t.relations, sys, eval.QuoteStands), eval.QuoteRight(t.relations, sys, eval.QuoteStrict)
	for i, r := range found {
		out = append(out, judged{at, r.Traits, r.Raw, f.finder.Kind(t.doc.Text, &t.layout, r), stands[i] >= 0, strict[i] >= 0})
	}
	return out
}

// evaluated are relations in spans.
func (t *text) evaluated(found []quote.Relation) []eval.QuoteRelation {
	sys := make([]eval.QuoteRelation, len(found))
	for i, r := range found {
		sys[i] = eval.QuoteRelation{Source: t.spans(r.Source), Cue: t.spans(r.Cue), Content: t.spans(r.Content)}
	}
	return sys
}

func confidences(found []quote.Relation) []float64 {
	out := make([]float64, len(found))
	for i, r := range found {
		out[i] = r.Confidence
	}
	return out
}

// rules judges the statements of the text in which a rule had a hand.
func (f *fold) rules(t *text) (out []ruled) {
	found := f.finder.Find(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows)
	sys := make([]eval.QuoteRelation, len(found))
	for i, s := range found {
		sys[i].Content = s.Content
		if !s.SourceSpan.Empty() {
			sys[i].Source = []doc.Span{s.SourceSpan}
		}
	}
	right := eval.QuoteRight(t.relations, sys, eval.QuoteStands)
	for i := range found {
		out = append(out, ruled{found[i].Rule(), found[i].Confidence, right[i] >= 0})
	}
	return out
}

const header = `# How sure a statement is, for what the models gave it and how it looks.
# Right: content shares 0.3 of the characters, and the source overlaps or is
# missing in both. A line is a word, a name and a number: weight, trait, what it
# adds to the log of the odds; shift and slope, kind of content, what then is
# added to the log of the odds and what it is multiplied by before; rule, its
# name, what is added where it had a hand.
# Source: fitted by the trainer on texts of PolNeAR train held out from the models.
# Licence: as the project's. Date: 2025-11.
`

func weightLines(w []float64) string {
	var b strings.Builder
	for i, name := range quote.TraitNames() {
		if w[i] >= 0.0005 || w[i] <= -0.0005 {
			fmt.Fprintf(&b, "weight %s %.3f\n", name, w[i])
		}
	}
	return b.String()
}

func scaleLines(all []judged, given []float64) string {
	var b strings.Builder
	scales := fitScales(all, given, func(*judged) bool { return true })
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		fmt.Fprintf(&b, "shift %s %.3f\nslope %s %.3f\n", kind, scales[kind][0], kind, scales[kind][1])
	}
	return b.String()
}

// ruleOffsets fits what each rule adds to the log of the odds.
func ruleOffsets(made []ruled) map[string]float64 {
	by := map[string][]ruled{}
	for _, m := range made {
		by[m.rule] = append(by[m.rule], m)
	}
	out := map[string]float64{}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		right := 0
		for _, m := range by[name] {
			if m.right {
				right++
			}
		}
		fmt.Printf("  rule %-10q %d of %d right\n", name, right, len(by[name]))
		if name != "" {
			out[name] = fitOffset(by[name])
		}
	}
	return out
}

func ruleLines(offsets map[string]float64) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(offsets)) {
		fmt.Fprintf(&b, "rule %s %.3f\n", name, offsets[name])
	}
	return b.String()
}
