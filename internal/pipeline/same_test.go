package pipeline

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// TestSame holds that a text always gives the same bytes: read again with a
// workspace that has read others, with a new one, and by several at once.
func TestSame(t *testing.T) {
	texts := append(examples(t), odd...)
	read := func(text string, ws *Workspace) []byte {
		d, err := line(t).Read(doc.Report{Text: text, Published: day}, ws)
		if err != nil {
			return []byte(err.Error())
		}
		return doc.AppendJSON(nil, d)
	}
	want := make([][]byte, len(texts))
	for i, text := range texts {
		want[i] = read(text, NewWorkspace())
	}
	var busy sync.WaitGroup
	for worker := range 4 {
		busy.Go(func() {
			ws := NewWorkspace()
			for i := range texts {
				at := (i*(2*worker+1) + worker) % len(texts) // each in an order of its own
				if got := read(texts[at], ws); !bytes.Equal(got, want[at]) {
					t.Errorf("%.80q: read again it gives another record:\n%s\nfirst:\n%s", texts[at], got, want[at])
				}
			}
		})
	}
	busy.Wait()
	again, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts[:len(examples(t))] {
		d, err := again.Read(doc.Report{Text: text, Published: day}, NewWorkspace())
		if err != nil || !bytes.Equal(doc.AppendJSON(nil, d), want[i]) {
			t.Errorf("%.80q: models that are loaded anew give another record (%v)", text, err)
		}
	}
}

// TestRefuses holds that what cannot be read is an error, not an empty record.
func TestRefuses(t *testing.T) {
	for _, text := range []string{"", " \n\t ", "\u200b"} {
		if d, err := line(t).Read(doc.Report{Text: text}, NewWorkspace()); err != ErrEmpty || d != nil {
			t.Errorf("%q gives %v, %v; want %v", text, d, err, ErrEmpty)
		}
	}
}

// TestRefusesACollection holds the bound on the memory of one report.
func TestRefusesACollection(t *testing.T) {
	d, err := line(t).Read(doc.Report{Text: strings.Repeat("The ministers met. ", 1<<20)}, NewWorkspace())
	if d != nil || err == nil || !strings.Contains(err.Error(), "one by one") {
		t.Errorf("%v, %v; want an error that says what to do", d, err)
	}
}

// TestUndated holds that a report without a day says so, and that no window is
// given for what hangs on it.
func TestUndated(t *testing.T) {
	d, err := line(t).Read(doc.Report{Text: "Norway said last week that it would sign by Friday."}, NewWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Notes) == 0 {
		t.Error("no note tells that there is no date of publication")
	}
	for _, due := range d.Deadlines {
		if due.From != "" || due.To != "" {
			t.Errorf("a window without a day to count from: %+v", due)
		}
	}
}
