package main

import (
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/pipeline"
)

// TestExamples reads every example of the lexicon through the whole reader.
// Models are trained anew now and then, and a tree in twenty may change, so a
// few may fail; each is named.
func TestExamples(t *testing.T) {
	line, err := pipeline.New()
	if err != nil {
		t.Skip("no whole reader: ", err)
	}
	finder, err := move.New(move.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	ws, bad := pipeline.NewWorkspace(), 0
	for _, ex := range finder.Examples() {
		d, err := line.Read(doc.Report{Text: ex.Text}, ws)
		if err != nil {
			t.Fatal(err)
		}
		if f := fault(d, ex.Act, ex.Negative, ex.Want); f != "" {
			bad++
			t.Logf("%s: %s: %s", ex.Where, ex.Text, f)
		}
	}
	if n := len(finder.Examples()); n < 80 || bad*20 > n {
		t.Errorf("%d of %d examples fail", bad, n)
	}
}
