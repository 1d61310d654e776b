package source

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestJSONLines(t *testing.T) {
	folderOf(t, map[string]string{
		"a.jsonl": "\ufeff" + `{"text": "One.", "title": "T", "date": "2025-08-20", "id": 7, "source": {"name": "Example"}, "authors": ["A", "B"]}` + "\n\n" +
			`{"text": "Two."` + "\r\n" + `{"body": "<p>Three.</p><p>Four.</p>"}` + "\n" + `[1]` + "\n" + `{"title": "no text"}` + "\n" +
			`{"text": ""}` + "\n" + `{"Article_Body": "Five.", "published_at": 1755700000000}` + "\n" + `{"report": {"text": "Six.", "published": "2025-08-21"}}`,
		"b.json":  `[{"text": "One."}, 5, {"text": "Two."}]`,
		"c.json":  "{\n \"text\": \"One.\"\n}",
		"d.json":  `[{"text": "One."}, {"text": `,
		"e.jsonl": "",
		"f.json":  `{"text": "One."}` + "\n" + `{"text": "Two."}`,
	})
	expect(t, summary(Options{}, "a.jsonl"), "a.jsonl#7: One.", "a.jsonl:3! no JSON that can be read: it ends too early", "a.jsonl:4: Three.\nFour.",
		"a.jsonl:5! a JSON array where an object is wanted",
		"a.jsonl:6! the object has no text", "a.jsonl:7! nothing is in it", "a.jsonl:8: Five.", "a.jsonl:9: Six.")
	expect(t, summary(Options{}, "b.json"), "b.json:1: One.", "b.json:2! a JSON number where an object is wanted", "b.json:3: Two.")
	expect(t, summary(Options{}, "c.json", "d.json", "e.jsonl", "f.json"), "c.json: One.", "d.json:1: One.",
		"d.json:2! no JSON that can be read: it ends too early", "e.jsonl! nothing is in it", "f.json:1: One.", "f.json:2: Two.")
	for item := range (Options{}).Open(context.Background(), []string{"a.jsonl"}) {
		r := item.Report
		if r.Title != "T" || r.Outlet != "Example" || r.Author != "A, B" || r.Published.Format(time.DateOnly) != "2025-08-20" || r.DateFrom != "metadata" {
			t.Errorf("got %+v", r)
		}
		break
	}
}

func TestLongLine(t *testing.T) {
	in := `{"text": "One."}` + "\n" + `{"text": "` + strings.Repeat("x ", 1<<17) + `"}` + "\n" + `{"text": "Three."}`
	expect(t, summary(Options{Stdin: strings.NewReader(in), MaxFile: 1 << 16}, "-"), "-:1: One.", "-:2! larger than 65536 bytes", "-:3: Three.")
	in = `[{"text": "One."}, {"text": "` + strings.Repeat("x ", 1<<17) + `"}]`
	expect(t, summary(Options{Stdin: strings.NewReader(in), MaxFile: 1 << 16}, "-"), "-:1: One.", "-:2! larger than 65536 bytes")
}

// endless is one JSON line again and again.
type endless struct {
	line string
	left int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, e.line[e.at:])
	if e.at += n; e.at == len(e.line) {
		e.at = 0
		e.left--
	}
	return n, nil
}

func TestFlatMemory(t *testing.T) {
	line := fmt.Sprintf("{\"text\": %q}\n", strings.Repeat(body+" ", 100))
	const lines = 2000 // 22 MB
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for item := range (Options{Stdin: &endless{line: line, left: lines}}).Open(context.Background(), []string{"-"}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		if n++; n%500 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if grown := int64(most) - int64(before.HeapAlloc); n != lines || grown > 8<<20 {
		t.Errorf("%d items, and %d bytes more on the heap", n, grown)
	}
}

func TestBriefings(t *testing.T) {
	dir := os.Getenv("PARLEY_CORPORA")
	if dir == "" {
		dir = "../../../shared/corpora"
	}
	path := filepath.Join(dir, "news/whitehouse/briefings.jsonl.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skip("no corpora: ", err)
	}
	n, bad, words := 0, 0, 0
	for item := range (Options{}).Open(context.Background(), []string{path}) {
		n++
		if item.Err != nil {
			bad++
			t.Log(item.Err)
		}
		words += len(strings.Fields(item.Report.Text))
	}
	if n < 300 || bad > n/50 || words < 3_000_000 {
		t.Errorf("%d items, %d bad, %d words", n, bad, words)
	}
}
