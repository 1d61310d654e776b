package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// article is one text of the corpora.
type article struct{ title, text string }

// report is one line of what is made.
type report struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	Text      string `json:"text"`
}

// fewest is how many words a text must have to be a report; some addresses are
// pictures with a line.
const fewest = 60

// load reads the articles of Wikinews and the addresses, cut to so many words.
func load(dir string, words int) ([]article, error) {
	var got []article
	files, err := filepath.Glob(filepath.Join(dir, "wikinews", "*.csv"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s: no wikinews/*.csv in it", dir)
	}
	for _, f := range files {
		a, err := wikinews(f)
		if err != nil {
			return nil, err
		}
		got = append(got, a...)
	}
	a, err := addresses(filepath.Join(dir, "zelensky", "messages_en.jsonl"))
	if err != nil {
		return nil, err
	}
	got = append(got, a...)
	for i := range got {
		got[i].text = cut(got[i].text, words)
	}
	return slices.DeleteFunc(got, func(a article) bool { return len(strings.Fields(a.text)) < fewest }), nil
}

func wikinews(path string) ([]article, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var got []article
	for _, r := range rows[1:] {
		got = append(got, article{r[2], r[3]})
	}
	return got, nil
}

func addresses(path string) ([]article, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var got []article
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var x struct{ Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		got = append(got, article{x.Title, x.Text})
	}
	return got, lines.Err()
}

// cut keeps paragraphs until they hold so many words.
func cut(text string, words int) string {
	var b strings.Builder
	for p := range strings.SplitSeq(text, "\n") {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		b.WriteString(p)
		b.WriteString("\n\n")
		if words -= len(strings.Fields(p)); words <= 0 {
			break
		}
	}
	return b.String()
}

// changer puts other names in the place of those of a text: words with a capital
// that do not begin a sentence, each by another of the same corpora, the same one
// throughout a report.
type changer struct {
	pool  []string
	names map[string]bool
}

func newChanger(articles []article) *changer {
	c := &changer{names: map[string]bool{}}
	for _, a := range articles {
		begins := true
		for w := range strings.FieldsSeq(a.text) {
			if name := bare(w); !begins && capital(name) && len(name) > 3 && !c.names[name] {
				c.names[name] = true
				c.pool = append(c.pool, name)
			}
			begins = strings.ContainsAny(w[len(w)-1:], ".?!:\"”")
		}
	}
	return c
}

func bare(w string) string {
	return strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
}

func capital(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && strings.ToLower(w[n:]) == w[n:]
}

// report is the i-th report: its article with other names in each repetition, one
// name in three as it is.
func (c *changer) report(articles []article, i int) report {
	a, turn := articles[i%len(articles)], i/len(articles)
	change := func(s string) string {
		if turn == 0 {
			return s
		}
		return c.change(s, turn)
	}
	day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*300/100_000)
	return report{
		URL: fmt.Sprintf("https://outlet%d.example/%d", i%40, i), Title: change(a.title), Outlet: fmt.Sprintf("Outlet %d", i%40),
		Published: day.Format(time.DateOnly), Text: change(a.text),
	}
}

func (c *changer) change(text string, turn int) string {
	var b strings.Builder
	b.Grow(len(text) + 64)
	for len(text) > 0 {
		n := strings.IndexFunc(text, unicode.IsLetter)
		if n < 0 {
			break
		}
		b.WriteString(text[:n])
		text = text[n:]
		n = strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
		if n < 0 {
			n = len(text)
		}
		b.WriteString(c.name(text[:n], turn))
		text = text[n:]
	}
	b.WriteString(text)
	return b.String()
}

func (c *changer) name(w string, turn int) string {
	if !c.names[w] {
		return w
	}
	h := fnv.New32a()
	fmt.Fprintf(h, "%d %s", turn, w)
	if x := h.Sum32(); x%3 != 0 {
		return c.pool[int(x/3)%len(c.pool)]
	}
	return w
}
