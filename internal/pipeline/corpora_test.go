package pipeline

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shared finds a folder of the corpora: in $PARLEY_CORPORA, or in
// ../shared/corpora beside one of the folders above; "" where it is absent.
func shared(name string) string {
	roots := []string{os.Getenv("PARLEY_CORPORA")}
	for up := "../.."; len(up) < 40; up += "/.." {
		roots = append(roots, filepath.Join(up, "shared", "corpora"))
	}
	for _, root := range roots {
		if root == "" {
			continue
		}
		if path := filepath.Join(root, name); exists(path) {
			return path
		}
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// corpora is the texts that are read, and how many of each are without
// PARLEY_ALL=1.
var corpora = []struct {
	folder string // within the corpora
	some   int
	texts  func(folder string) iter.Seq2[string, string] // names and texts
}{
	{"../gold/dev", 60, files("*.txt")},
	{"attribution/polnear/dev/text", 30, files("*.txt")},
	{"attribution/polnear/train/text", 60, files("*.txt")},
	{"news/wikinews", 100, tables},
	{"news/zelensky", 50, jsonLines},
	{"news/whitehouse", 3, jsonLines},
	{"time/timeml", 60, files("*/*.tml")},
}

// TestCorpora holds that the document of every text of the corpora is sound.
func TestCorpora(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: long, which -short leaves out")
	}
	for _, c := range corpora {
		t.Run(c.folder, func(t *testing.T) {
			folder := shared(c.folder)
			if folder == "" {
				t.Skipf("%s is not here: set PARLEY_CORPORA to the folder of the corpora", c.folder)
			}
			total := 0
			for range c.texts(folder) {
				total++
			}
			step := 1
			if !everything() {
				step = max(1, total/c.some)
			}
			ws, i, read := NewWorkspace(), 0, 0
			for name, text := range c.texts(folder) {
				if i++; i%step != 0 || read >= c.some && !everything() {
					continue
				}
				read++
				if sound(t, text, ws); t.Failed() {
					t.Fatalf("in %s", name)
				}
			}
			if read == 0 {
				t.Errorf("nothing was read in %s", folder)
			}
			t.Logf("%d of %d texts", read, total)
		})
	}
}

var markup = regexp.MustCompile(`<[^>]*>`)

// files gives the files of a pattern, without markup.
func files(pattern string) func(string) iter.Seq2[string, string] {
	return func(folder string) iter.Seq2[string, string] {
		return func(yield func(string, string) bool) {
			paths, _ := filepath.Glob(filepath.Join(folder, pattern))
			for _, path := range paths {
				b, err := os.ReadFile(path)
				if err != nil {
					panic(err)
				}
				text := string(b)
				if strings.HasSuffix(path, ".tml") {
					text = markup.ReplaceAllString(text, "")
				}
				if !yield(path, text) {
					return
				}
			}
		}
	}
}

// tables gives the column "text" of the CSV files of a folder.
func tables(folder string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for path, text := range files("*.csv")(folder) {
			rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil {
				panic(err)
			}
			for i, row := range rows[1:] {
				if !yield(fmt.Sprintf("%s:%d", path, i), row[3]) {
					return
				}
			}
		}
	}
}

// jsonLines gives the texts of a folder's JSON lines, at most 400.
func jsonLines(folder string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		paths, _ := filepath.Glob(filepath.Join(folder, "*.jsonl*"))
		for _, path := range paths {
			f, err := os.Open(path)
			if err != nil {
				panic(err)
			}
			defer f.Close()
			var in io.Reader = f
			if strings.HasSuffix(path, ".gz") {
				if in, err = gzip.NewReader(f); err != nil {
					panic(err)
				}
			}
			lines := bufio.NewScanner(in)
			lines.Buffer(nil, 64<<20)
			for i := 0; lines.Scan() && i < 400; i++ {
				var row struct{ ID, Text string }
				if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
					panic(err)
				}
				if !yield(row.ID, row.Text) {
					return
				}
			}
		}
	}
}
