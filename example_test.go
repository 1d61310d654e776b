package parley_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parley-reader/parley"
	"github.com/parley-reader/parley/doc"
)

// A report is read, and each statement printed with the words that it rests on.
func Example() {
	r, err := parley.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Norway’s foreign minister said on Monday that Oslo was ready to host the next round of talks. " +
		"“We will not attend,” Swedish Prime Minister Ulf Kristersson told reporters."
	d, err := r.Read(doc.Report{Text: text, Published: time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range d.Statements {
		fmt.Printf("%s: %s (%s)\n", d.Actors[s.Source-1].Name, s.Content[0].In(text), s.Kind)
	}
	// Output:
	// Espen Barth Eide: Oslo was ready to host the next round of talks (indirect)
	// Ulf Kristersson: We will not attend (direct)
}

// What each side does: the act, who, and the words that tell it.
func ExampleReader_Read() {
	r, err := parley.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Chile proposed a ceasefire on Monday. Peru rejected the proposal."
	d, err := r.Read(doc.Report{Text: text, Published: time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range d.Moves {
		for _, by := range m.By {
			fmt.Printf("%s: %s “%s”\n", d.Actors[by-1].Name, m.Act, m.What.In(text))
		}
	}
	// Output:
	// Chile: propose “ceasefire”
	// Peru: reject “proposal”
}

// Many reports are read several at a time; the results come in order, and a bad
// report does not stop the others.
func ExampleReader_ReadAll() {
	r, err := parley.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	reports := slices.Values([]doc.Report{
		{Name: "first", Text: "Norway and Sweden opened talks on Monday."},
		{Name: "second", Text: ""},
		{Name: "third", Text: "Chile rejected the offer."},
	})
	for result := range r.ReadAll(context.Background(), reports) {
		if result.Err != nil {
			fmt.Printf("%s: %v\n", result.Report.Name, result.Err)
			continue
		}
		fmt.Printf("%s: %d words\n", result.Report.Name, result.Doc.Words())
	}
	// Output:
	// first: 7 words
	// second: no words in it: give a report with text
	// third: 4 words
}
