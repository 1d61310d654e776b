package cli

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/pipeline"
)

// sayings is a report with three statements and two moves, each as sure as its
// place tells.
type sayings struct{}

const sayingsText = "“We will sign in spring,” Vale said. Holm hopes that trucks roll soon. Some think winter ends it.\n"

func (sayings) Read(r doc.Report) (*doc.Document, error) {
	r.ID, r.Text = "sha256:0", sayingsText
	d := &doc.Document{Report: r, Layout: new(pipeline.Pipeline).Layout(r.Text)}
	at := func(words string) doc.Span {
		i := strings.Index(sayingsText, words)
		return doc.Span{Start: i, End: i + len(words)}
	}
	d.Actors = []doc.Actor{{ID: 1, Name: "Vale", Kind: doc.Person}, {ID: 2, Name: "Holm", Kind: doc.Person}}
	for i, s := range []struct {
		source, cue, content string
		sure                 float64
	}{{"Vale", "said", "We will sign in spring", 0.95}, {"Holm", "hopes", "trucks roll soon", 0.7}, {"Some", "think", "winter ends it", 0.3}} {
		st := doc.Statement{ID: doc.StatementID(i + 1), SourceSpan: at(s.source), Cue: at(s.cue), Content: []doc.Span{at(s.content)},
			Kind: doc.Indirect, Mode: doc.Speech, Voice: doc.Own, Confidence: s.sure, Why: "a test"}
		if i < len(d.Actors) {
			st.Source, st.Sources = doc.ActorID(i+1), []doc.ActorID{doc.ActorID(i + 1)}
		}
		d.Statements = append(d.Statements, st)
		d.Moves = append(d.Moves, doc.Move{ID: doc.MoveID(i + 1), Act: doc.Meet, By: []doc.ActorID{1}, Cue: at(s.cue), What: at(s.content),
			Evidence: at(s.content), Status: doc.Done, Voice: doc.Narrated, Confidence: s.sure, Why: "a test", Plover: doc.Plover{Event: "CONSULT"}})
	}
	return d, nil
}

// readAt is the output of one format at a least confidence.
func readAt(t *testing.T, format string, least float64) string {
	t.Helper()
	w := newWorld()
	w.NewReader = func(...fs.FS) (Reader, error) { return sayings{}, nil }
	if code := w.run("read", "--format", format, "--min-confidence", fmt.Sprint(least), "--published", "2025-01-31", "a=x"); code != OK {
		t.Fatalf("%s at %v: status %d: %s", format, least, code, w.err.String())
	}
	return w.out.String()
}

// TestMachineFormatsCarryAll holds the formats for machines to every line, with
// its confidence, at any least confidence.
func TestMachineFormatsCarryAll(t *testing.T) {
	for _, format := range []string{"json", "jsonl", "conllu", "plover"} {
		all := readAt(t, format, 0)
		for _, least := range []float64{0.5, 0.9, 1} {
			if got := readAt(t, format, least); got != all {
				t.Errorf("%s at %v differs:\n%s\n%s", format, least, got, all)
			}
		}
		var want int
		switch format {
		case "plover":
			want = 1
		case "json", "jsonl":
			want = 2
		}
		for _, sure := range []string{"0.95", "0.7", "0.3"} {
			if n := strings.Count(all, `"confidence":`+sure+`,`) + strings.Count(all, `"confidence":`+sure+`}`); n != want {
				t.Errorf("%s: %d lines at %s, want %d in\n%s", format, n, sure, want, all)
			}
		}
	}
	var d doc.Document
	if err := json.Unmarshal([]byte(readAt(t, "json", 1)), &d); err != nil || len(d.Statements) != 3 || d.Statements[1].Confidence != 0.7 {
		t.Errorf("%v: %+v", err, d.Statements)
	}
}

// TestPagesShowByConfidence holds brief and page to what stands at the least
// confidence, and to a mark on what is less sure than nine in ten.
func TestPagesShowByConfidence(t *testing.T) {
	for least, shown := range map[float64]int{0: 3, 0.3: 3, 0.5: 2, 0.9: 1, 1: 0} {
		text, page := readAt(t, "brief", least), readAt(t, "html", least)
		if told := strings.Contains(text, fmt.Sprintf("below confidence %v", least)); told != (shown < 3) {
			t.Errorf("brief at %v tells that lines are left out: %v\n%s", least, told, text)
		}
		for i, words := range []string{"We will sign in spring", "trucks roll soon", "winter ends it"} {
			line := lineWith(text, words)
			if (line != "") != (i < shown) {
				t.Errorf("brief at %v: %q shown %v, want %v\n%s", least, words, line != "", i < shown, text)
			}
			if line != "" && strings.Contains(line, "?") != (i > 0) {
				t.Errorf("brief at %v: mark on %q", least, line)
			}
			line = lineWith(page, fmt.Sprintf(`<li id="s%d"`, i+1))
			if line == "" || strings.Contains(line, `class="low"`) != (i >= shown) {
				t.Errorf("page at %v, want shown %v: %s", least, i < shown, line)
			}
			if strings.Contains(line, `class="unsure"`) != (i > 0) {
				t.Errorf("page at %v: mark on %s", least, line)
			}
		}
	}
}

func lineWith(text, words string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, words) {
			return line
		}
	}
	return ""
}
