package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/quote"
)

// goldClaims judges statements on the development reports: right where content
// has a token F1 of one half with an annotated one, and a word of the source is
// the same, or both have none.
func goldClaims(s *settings, r *reader, f *quote.Finder) (out []ruled, err error) {
	files, err := filepath.Glob(filepath.Join(s.gold, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		b, err := os.ReadFile(strings.TrimSuffix(file, ".txt") + ".json")
		if err != nil {
			return nil, err
		}
		var gold struct {
			Statements []sourced `json:"statements"`
		}
		if err := json.Unmarshal(b, &gold); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		t := r.read(corpus.AttributionDoc{Name: file, Text: string(body)})
		out = append(out, judgeGold(gold.Statements, t, statements(f, t, 0))...)
	}
	return out, nil
}

// sourced is an annotated statement with its source as it stands in the text.
type sourced struct {
	goldStatement
	SourceText string `json:"source_text"`
}

func judgeGold(gold []sourced, t *text, found []quote.Statement) (out []ruled) {
	type pair struct {
		g, y int
		f1   float64
	}
	var pairs []pair
	for y := range found {
		var content []string
		for _, c := range found[y].Content {
			content = append(content, c.In(t.doc.Text))
		}
		source := words(found[y].SourceSpan.In(t.doc.Text))
		for g := range gold {
			want := words(gold[g].SourceText)
			same := slices.ContainsFunc(source, func(w string) bool { return slices.Contains(want, w) }) || len(source)+len(want) == 0
			if f1 := tokenF1(words(strings.Join(gold[g].Content, " ")), words(strings.Join(content, " "))); f1 >= 0.5 && same {
				pairs = append(pairs, pair{g, y, f1})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		switch {
		case a.f1 > b.f1:
			return -1
		case a.f1 < b.f1:
			return 1
		}
		return 0
	})
	usedG, usedY := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		if !usedG[p.g] && !usedY[p.y] {
			usedG[p.g], usedY[p.y] = true, true
		}
	}
	for y := range found {
		out = append(out, ruled{found[y].Rule(), found[y].Confidence, usedY[y]})
	}
	return out
}

func words(s string) []string { return strings.Fields(strings.ToLower(s)) }

func tokenF1(a, b []string) float64 {
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	both := 0
	for _, w := range b {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	return 2 * float64(both) / float64(max(len(a)+len(b), 1))
}

// showGoldClaims prints how honest confidences are on the development reports.
func showGoldClaims(made []ruled, offsets map[string]float64) {
	var claims []eval.Claim
	for _, m := range made {
		claims = append(claims, eval.Claim{Confidence: sigmoid(odds(m.p) + offsets[m.rule]), Right: m.right})
	}
	fmt.Printf("  calibration error %.3f  log loss %.3f  AUC %.3f  (%d)\n", eval.CalibrationError(claims), eval.LogLoss(claims), eval.AUC(claims), len(claims))
	for i, b := range eval.Reliability(claims) {
		fmt.Printf("  %.1f to %.1f  confidence %.3f  right %.3f  (%d)\n", float64(i)/10, float64(i+1)/10, b.Confidence, b.Right, b.Claims)
	}
}
