package pipeline

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-reader/parley/doc"
)

// TestOwnData reads with an office-holder and a verb that the user brings.
func TestOwnData(t *testing.T) {
	own := fstest.MapFS{
		"persons.txt":      {Data: []byte("Aino Esimerkki|f|FIN|GOV||Envoy\n")},
		"record/open.txt":  {Data: []byte("# openness\nkeen\n")},
		"README.md":        {Data: []byte("what this is")},
		"moves/plover.tsv": {Data: []byte("reject\t*\tREJECT\tours\n")},
	}
	p, err := New(own)
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Read(doc.Report{
		Text:      "Aino Esimerkki met the Finnish president on Monday.",
		Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC),
	}, NewWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, a := range d.Actors {
		found = found || a.Entry == "person:Aino Esimerkki"
	}
	if !found {
		t.Errorf("the user's person is not among %+v", d.Actors)
	}
}

func TestDataThatWouldBePassedOver(t *testing.T) {
	for name, want := range map[string]string{
		"people.txt":      "people.txt: its name does not tell",
		"persons.csv":     "persons.csv: its name does not tell",
		"verbs/own.txt":   "verbs: no folder of data has that name",
		"persons-own.txt": "persons-own.txt:1: ",
	} {
		_, err := New(fstest.MapFS{name: {Data: []byte("|nothing\n")}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
}
