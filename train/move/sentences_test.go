package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/pipeline"
)

// sentenceCase is one line of testdata/sentences: the moves that must be found,
// or, where it is negative, the acts that must not be (none named: no move).
type sentenceCase struct {
	where, text string
	negative    bool
	want        []wantedMove
}

type wantedMove struct {
	act    doc.Act
	fields map[string]string
}

// TestSentences reads the sentences of internal/move/testdata through the whole
// reader. A tree in twenty is wrong and models are trained anew now and then, so
// a few may fail; each is named.
func TestSentences(t *testing.T) {
	line, err := pipeline.New()
	if err != nil {
		t.Skip("no whole reader: ", err)
	}
	files, err := filepath.Glob("../../internal/move/testdata/sentences/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sentences: %v", err)
	}
	ws := pipeline.NewWorkspace()
	for _, f := range files {
		cases, err := sentenceCases(f)
		if err != nil {
			t.Fatal(err)
		}
		bad := 0
		for _, c := range cases {
			d, err := line.Read(doc.Report{Text: c.text}, ws)
			if err != nil {
				t.Fatal(err)
			}
			if faults := c.faults(d); len(faults) > 0 {
				bad++
				t.Logf("%s: %s: %s", c.where, c.text, strings.Join(faults, "; "))
			}
		}
		t.Logf("%s: %d of %d fail", filepath.Base(f), bad, len(cases))
		if bad*20 > len(cases) {
			t.Errorf("%s: %d of %d sentences fail", f, bad, len(cases))
		}
	}
}

func (c *sentenceCase) faults(d *doc.Document) []string {
	var out []string
	if c.negative {
		if len(c.want) == 0 {
			for i := range d.Moves {
				out = append(out, "should not be: "+d.Moves[i].Act.String()+" {"+d.Moves[i].Why+"}")
			}
		}
		for _, w := range c.want {
			if f := fault(d, w.act, true, nil); f != "" {
				out = append(out, f)
			}
		}
		return out
	}
	for _, w := range c.want {
		if f := fault(d, w.act, false, w.fields); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func sentenceCases(path string) ([]sentenceCase, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []sentenceCase
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		l := strings.TrimSpace(sc.Text())
		if l == "" || l[0] == '#' {
			continue
		}
		c, err := sentenceLine(l)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		c.where = fmt.Sprintf("%s:%d", filepath.Base(path), n)
		out = append(out, c)
	}
	return out, sc.Err()
}

func sentenceLine(l string) (sentenceCase, error) {
	if !strings.HasPrefix(l, "+ ") && !strings.HasPrefix(l, "- ") {
		return sentenceCase{}, fmt.Errorf("a line begins with + or -, not %q", l)
	}
	text, want, _ := strings.Cut(l[2:], " => ")
	c := sentenceCase{text: strings.TrimSpace(text), negative: l[0] == '-'}
	sep := " && "
	if c.negative {
		sep = ","
	}
	for _, part := range strings.Split(want, sep) {
		act, rest, _ := strings.Cut(strings.TrimSpace(part), " ")
		if act == "" {
			continue
		}
		w := wantedMove{fields: map[string]string{}}
		if err := w.act.UnmarshalText([]byte(act)); err != nil {
			return c, err
		}
		for _, field := range strings.Split(rest, "|") {
			if k, v, ok := strings.Cut(field, ":"); ok {
				w.fields[strings.TrimSpace(k)] = strings.TrimSpace(v)
			}
		}
		c.want = append(c.want, w)
	}
	if !c.negative && len(c.want) == 0 {
		return c, fmt.Errorf("no move is wanted")
	}
	return c, nil
}
