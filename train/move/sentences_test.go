package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/pipeline"
)

// sentenceCase is one line of testdata/sentences: the moves that must be found
// and those that must not be.
type sentenceCase struct {
	where, text, form string
	marked            bool // a known fault
	none              bool // no move at all
	want              []wantedMove
}

// wantedMove is a move told by some of its fields; no act stands for any.
type wantedMove struct {
	not    bool
	acts   []string
	fields map[string]string
}

// TestSentences reads the sentences of internal/move/testdata through the whole
// reader. What it is known to read wrong is marked there, and must be wrong.
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
		bad, forms, right := 0, []string{}, map[string][2]int{}
		for _, c := range cases {
			d, err := line.Read(doc.Report{Text: c.text}, ws)
			if err != nil {
				t.Fatal(err)
			}
			faults := c.faults(d)
			n := right[c.form]
			if n[1] == 0 {
				forms = append(forms, c.form)
			}
			n[1]++
			switch {
			case len(faults) == 0:
				n[0]++
				if c.marked {
					t.Errorf("%s: %s: is right now: take its mark away", c.where, c.text)
				}
			case c.marked:
				bad++
				t.Logf("known fault: %s: %s: %s", c.where, c.text, strings.Join(faults, "; "))
			default:
				bad++
				t.Errorf("%s: %s: %s", c.where, c.text, strings.Join(faults, "; "))
			}
			right[c.form] = n
		}
		for _, form := range forms {
			if form != "" {
				t.Logf("%-36s %d of %d right", form, right[form][0], right[form][1])
			}
		}
		t.Logf("%s: %d of %d right", filepath.Base(f), len(cases)-bad, len(cases))
	}
}

// TestForms holds the sentences to ten of each form of condition and negation.
func TestForms(t *testing.T) {
	for _, f := range []string{"conditional.txt", "negated.txt"} {
		cases, err := sentenceCases(filepath.Join("../../internal/move/testdata/sentences", f))
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, c := range cases {
			n[c.form]++
		}
		if len(n) < 10 {
			t.Errorf("%s has %d forms, not ten", f, len(n))
		}
		for form, k := range n {
			if k < 10 {
				t.Errorf("%s: %d sentences of %q, not ten", f, k, form)
			}
		}
	}
}

// TestWanted reads the form in which sentences tell what is wanted of them.
func TestWanted(t *testing.T) {
	c, err := sentenceLine("? + Peru left. => leave/fight by: Chile / Peru && not move if: *")
	if err != nil {
		t.Fatal(err)
	}
	peru := corpus.GoldMove{Act: "leave", By: []string{"Peru"}}
	if !c.marked || len(c.want) != 2 || !c.want[0].fits(&peru) || c.want[1].fits(&peru) {
		t.Errorf("read as %+v", c)
	}
	peru.If = "it rains"
	if !c.want[1].fits(&peru) {
		t.Error("a condition of any kind is not seen")
	}
	for _, bad := range []string{"Peru left. => leave", "+ Peru left.", "+ Peru left. => depart", "+ Peru left. => leave whom: Chile"} {
		if _, err := sentenceLine(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func (c *sentenceCase) faults(d *doc.Document) []string {
	got := corpus.GoldOf(d, "")
	var all, out []string
	for i := range got.Moves {
		all = append(all, line(got.Moves[i]))
	}
	if c.none && len(all) > 0 {
		return []string{fmt.Sprintf("should be no move: %q", all)}
	}
	for _, w := range c.want {
		k := slices.IndexFunc(got.Moves, func(m corpus.GoldMove) bool { return w.fits(&m) })
		switch {
		case w.not && k >= 0:
			out = append(out, "should not be: "+all[k])
		case !w.not && k < 0:
			out = append(out, fmt.Sprintf("want %v %v, found %q", w.acts, w.fields, all))
		}
	}
	return out
}

// fits tells whether a move is of a wanted act and each field of it holds one of
// the values.
func (w *wantedMove) fits(m *corpus.GoldMove) bool {
	if len(w.acts) > 0 && !slices.Contains(w.acts, m.Act) {
		return false
	}
	has := fieldsOf(m)
	for k, v := range w.fields {
		if !slices.ContainsFunc(strings.Split(v, " / "), func(v string) bool {
			return v == "*" && has[k] != "" || v != "*" && strings.Contains(strings.ToLower(has[k]), strings.ToLower(v))
		}) {
			return false
		}
	}
	return true
}

func fieldsOf(m *corpus.GoldMove) map[string]string {
	return map[string]string{"by": strings.Join(m.By, ", "), "to": strings.Join(m.To, ", "), "what": m.What, "if": m.If, "status": m.Status}
}

func sentenceCases(path string) ([]sentenceCase, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []sentenceCase
	form := ""
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		l := strings.TrimSpace(sc.Text())
		switch {
		case l == "" || l[0] == '#':
			continue
		case l[0] == '[':
			form = strings.Trim(l, "[]")
			continue
		}
		c, err := sentenceLine(l)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		c.where, c.form = fmt.Sprintf("%s:%d", filepath.Base(path), n), form
		out = append(out, c)
	}
	return out, sc.Err()
}

// sentenceLine reads one line; its form is told at the head of breadth.txt and
// conditional.txt.
func sentenceLine(l string) (sentenceCase, error) {
	c := sentenceCase{}
	l, c.marked = strings.CutPrefix(l, "? ")
	if !strings.HasPrefix(l, "+ ") && !strings.HasPrefix(l, "- ") {
		return c, fmt.Errorf("a line begins with + or -, not %q", l)
	}
	text, want, _ := strings.Cut(l[2:], " => ")
	c.text = strings.TrimSpace(text)
	negative, sep := l[0] == '-', " && "
	if negative {
		sep = ","
	}
	for _, part := range strings.Split(want, sep) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		w, err := wanted(part)
		if err != nil {
			return c, err
		}
		w.not = w.not || negative
		c.want = append(c.want, w)
	}
	c.none = negative && len(c.want) == 0
	if !negative && len(c.want) == 0 {
		return c, fmt.Errorf("no move is wanted")
	}
	return c, nil
}

func wanted(part string) (wantedMove, error) {
	w := wantedMove{fields: map[string]string{}}
	part, w.not = strings.CutPrefix(part, "not ")
	acts, rest, _ := strings.Cut(part, " ")
	for _, a := range strings.Split(acts, "/") {
		if a == "move" {
			continue
		}
		var act doc.Act
		if err := act.UnmarshalText([]byte(a)); err != nil {
			return w, err
		}
		w.acts = append(w.acts, a)
	}
	for _, field := range strings.Split(rest, "|") {
		k, v, ok := strings.Cut(field, ":")
		if !ok {
			continue
		}
		k = strings.TrimSpace(k)
		if _, known := fieldsOf(&corpus.GoldMove{})[k]; !known {
			return w, fmt.Errorf("a move has no field %q", k)
		}
		w.fields[k] = strings.TrimSpace(v)
	}
	return w, nil
}
