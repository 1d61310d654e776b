package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/internal/corpus"
)

// lessons reads the tables of annotations: one line for each report ("report",
// file, row or "-", day, bytes that were annotated) and, under it, one for each
// of its moves ("move", act, by, via, to, status, then the beginnings and ends, in
// bytes, of evidence, cue, what and condition, "-" for none). The texts
// themselves stay in the corpora.
func (b *bench) lessons(tables string) (out []*lesson) {
	texts := library{root: b.corpora}
	for _, path := range strings.Split(tables, ",") {
		raw, err := os.ReadFile(path)
		if err != nil {
			log.Fatal(err)
		}
		var text, id, day string
		var g corpus.Gold
		var cues [][2]int
		flush := func() {
			if id == "" {
				return
			}
			gold, err := json.Marshal(&g)
			if err != nil {
				log.Fatal(err)
			}
			out = append(out, b.study(id, text, day, gold, cues))
			g, cues = corpus.Gold{}, nil
		}
		n := 0
		for line := range strings.Lines(string(raw)) {
			n++
			f := strings.Split(strings.TrimRight(line, "\n"), "\t")
			if strings.HasPrefix(line, "#") {
				continue
			}
			switch {
			case f[0] == "report" && len(f) == 5:
				flush()
				id, day = f[1]+" "+f[2], strings.Trim(f[3], "-")
				if f[3] != "-" {
					day = f[3]
				}
				size, err := strconv.Atoi(f[4])
				if text = texts.text(f[1], f[2]); err != nil || len(text) < size {
					log.Fatalf("%s:%d: %q bytes of %d", path, n, f[4], len(text))
				}
				text = text[:size]
			case f[0] == "move" && len(f) == 14:
				m, cue, err := moveOf(text, f[1:])
				if err != nil {
					log.Fatalf("%s:%d: %v", path, n, err)
				}
				g.Moves, cues = append(g.Moves, m), append(cues, cue)
			default:
				log.Fatalf("%s:%d: neither a report nor a move: %q", path, n, line)
			}
		}
		flush()
	}
	return out
}

// moveOf reads the fields of a move behind the first.
func moveOf(text string, f []string) (m corpus.GoldMove, cue [2]int, err error) {
	names := func(s string) []string {
		if s == "-" {
			return []string{}
		}
		return strings.Split(s, "; ")
	}
	span := func(at int) (from, to int) {
		if f[at] == "-" {
			return -1, -1
		}
		from, err1 := strconv.Atoi(f[at])
		to, err2 := strconv.Atoi(f[at+1])
		if err1 != nil || err2 != nil || from < 0 || to < from || to > len(text) {
			err = fmt.Errorf("no span of the text: %q, %q", f[at], f[at+1])
			return -1, -1
		}
		return from, to
	}
	in := func(at int) string {
		from, to := span(at)
		if from < 0 {
			return ""
		}
		return text[from:to]
	}
	m = corpus.GoldMove{Act: f[0], By: names(f[1]), Via: names(f[2]), To: names(f[3]), Status: f[4], Evidence: in(5), Cue: in(7), What: in(9), If: in(11)}
	cue[0], cue[1] = span(7)
	return m, cue, err
}

// library finds the texts of the corpora.
type library struct {
	root   string
	tables map[string][]string
}

// text is a file's, or that of a row, from 1, of a table of articles.
func (l *library) text(path, row string) string {
	if row == "-" {
		raw, err := os.ReadFile(filepath.Join(l.root, path))
		if err != nil {
			log.Fatal(err)
		}
		if strings.HasSuffix(path, ".tml") {
			return body(string(raw))
		}
		return string(raw)
	}
	if l.tables == nil {
		l.tables = map[string][]string{}
	}
	if l.tables[path] == nil {
		f, err := os.Open(filepath.Join(l.root, path))
		if err != nil {
			log.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			log.Fatalf("%s: %v", path, err)
		}
		for _, r := range rows[1:] {
			l.tables[path] = append(l.tables[path], r[3])
		}
	}
	n, err := strconv.Atoi(row)
	if err != nil || n < 1 || n > len(l.tables[path]) {
		log.Fatalf("%s: no row %q", path, row)
	}
	return l.tables[path][n-1]
}

var markup = regexp.MustCompile(`<[^>]+>`)

// body is the text of a TimeML file.
func body(raw string) string {
	if _, rest, ok := strings.Cut(raw, "<TEXT>"); ok {
		raw, _, _ = strings.Cut(rest, "</TEXT>")
	}
	return html.UnescapeString(markup.ReplaceAllString(raw, ""))
}
