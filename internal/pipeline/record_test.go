package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// readRecord reads a text as a report of Wednesday, 20 August 2025.
func readRecord(t *testing.T, text string, ws *Workspace) *doc.Document {
	t.Helper()
	d, err := line(t).Read(doc.Report{Text: text, Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}, ws)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// called is the name of an actor, "-" for none.
func called(d *doc.Document, id doc.ActorID) string {
	if id == 0 {
		return "-"
	}
	return d.Actors[id-1].Name
}

// TestWindows holds the reader to the windows of short texts: who, what, first
// and last day. A text without any must have none.
func TestWindows(t *testing.T) {
	ws := NewWorkspace()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"William Ruto gave himself another three weeks.", []string{"William Ruto: gave himself: 2025-08-20 2025-09-10"}},
		{"William Ruto gave the rebels ten days. Then he would send troops.", []string{"William Ruto: send troops: 2025-08-20 2025-08-30"}},
		{"The court gave the general two years in prison.", nil},
		{"Kenya gave the rebels two weeks of training.", nil},
		{"Two weeks after Kenya gave the rebels a map, they left.", nil},
		{"The 20-day truce began on August 11, Kenya said.", []string{"Kenya: 20-day truce: 2025-08-11 2025-08-31"}},
		{"The 20-day strike began on August 11, Kenya said.", nil},
		{"The 5-day truce began on August 11, Kenya said.", nil},
		{"William Ruto hoped that Uganda would agree and that he would speak to Yoweri Museveni this week.",
			[]string{"William Ruto: he would speak to Yoweri Museveni: 2025-08-20 2025-08-24"}},
		{"William Ruto said this week that he had spoken to Yoweri Museveni.", nil},
		{"William Ruto said on Monday that the truce would expire about five or six days from today.", []string{"William Ruto: the truce would expire: 2025-08-18 2025-08-24"}},
		{"William Ruto expects the pledges to be written down within a week to ten days.", []string{"William Ruto: written down: 2025-08-20 2025-08-30"}},
		{"The evening before, he and Yoweri Museveni had agreed to meet in Arusha, probably within two weeks, William Ruto said.",
			[]string{"*: meet in Arusha, probably: 2025-08-19 2025-09-02"}},
		{"He had hoped to leave within two weeks, William Ruto said.", nil},
		{"William Ruto wants an answer to his plan by Thursday, which in Kenya is Mashujaa Day.", []string{"William Ruto: answer to his plan: 2025-08-20 2025-08-21"}},
		{"William Ruto wants an answer on Thursday.", []string{"William Ruto: answer: 2025-08-21 2025-08-21"}},
		{"William Ruto wanted an answer on Thursday.", nil},
		{"Kenya demanded that Uganda withdraw by Friday.", []string{"Kenya: Uganda withdraw: 2025-08-20 2025-08-22"}},
		{"Kenya said that Uganda withdrew by Friday.", nil},
		{"Kenya insisted on a reply until Monday.", []string{"Kenya: reply: 2025-08-20 2025-08-25"}},
		{"Kenya demanded on Friday that Uganda withdraw.", nil},
		{"William Ruto declared a halt to fighting over the feast, from Monday at six in the evening.", nil},
		{"William Ruto met the envoys of Uganda in Arusha on Tuesday and Wednesday.", nil},
	} {
		d := readRecord(t, c.text, ws)
		var got []string
		for _, x := range d.Deadlines {
			got = append(got, fmt.Sprintf("%s: %s: %s %s", called(d, x.By), x.What.In(c.text), x.From, x.To))
		}
		if !slices.EqualFunc(got, c.want, func(g, w string) bool {
			any, ok := strings.CutPrefix(w, "*")
			return g == w || ok && strings.HasSuffix(g, any)
		}) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// TestSayingsAreNotAhead holds statements to days on which they can have been
// made.
func TestSayingsAreNotAhead(t *testing.T) {
	ws := NewWorkspace()
	for text, want := range map[string]doc.When{
		"William Ruto wants an answer on Thursday.":                         "",
		"William Ruto demanded an answer on Tuesday.":                       "2025-08-19",
		"William Ruto said on Monday that he wants an answer by Friday.":    "2025-08-18",
		"William Ruto wants a reply by Friday, which in Kenya is Ruto Day.": "",
	} {
		d := readRecord(t, text, ws)
		if len(d.Statements) == 0 {
			t.Errorf("%s: no statement", text)
			continue
		}
		if got := d.Statements[0].When; got != want {
			t.Errorf("%s: said %q, want %q", text, got, want)
		}
	}
}
