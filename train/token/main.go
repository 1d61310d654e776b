// Command token measures and trains the cutting of text into words and
// sentences against treebanks in CoNLL-U.
//
//	token eval FILE.conllu.gz...    the CoNLL 2018 figures from raw text; with WRAP=1 in the
//	                                environment, of the text wrapped at 80 columns
//	token errors FILE.conllu.gz     where words and sentences differ
//	token train OUT FILE.conllu.gz...   the weights of the sentence ends
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/token"
)

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: token eval|errors|train …"))
	}
	var err error
	switch os.Args[1] {
	case "eval":
		err = evaluate(os.Args[2:])
	case "errors":
		err = differences(os.Args[2])
	case "train":
		err = train(os.Args[2], os.Args[3:])
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "token:", err)
	os.Exit(1)
}

// bank is a treebank as raw text and as gold.
type bank struct {
	text string
	gold *eval.UDText
}

// read rebuilds the raw text of a treebank: sentences of one paragraph joined
// as SpaceAfter says, a blank line between paragraphs.
func read(path string, keep func(doc string) bool) (*bank, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	b := &bank{gold: &eval.UDText{}}
	var text strings.Builder
	var rows [][]string
	par, kept := true, true
	flush := func() {
		if len(rows) > 0 && kept {
			if par && text.Len() > 0 {
				text.WriteString("\n\n")
			}
			par = false
			addSentence(b.gold, &text, rows)
		}
		rows = rows[:0]
	}
	sc := bufio.NewScanner(zr)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		line := sc.Text()
		switch {
		case line == "":
			flush()
		case strings.HasPrefix(line, "# newdoc"):
			_, id, _ := strings.Cut(line, "= ")
			kept, par = keep == nil || keep(id), true
		case strings.HasPrefix(line, "# newpar"):
			par = true
		case line[0] != '#':
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	flush()
	b.text = text.String()
	return b, sc.Err()
}

// addSentence adds one sentence to gold and to text.
func addSentence(gold *eval.UDText, text *strings.Builder, rows [][]string) {
	base := len(gold.Words)
	word := func(r []string) eval.UDWord {
		head, _ := strconv.Atoi(r[6])
		if head--; head >= 0 {
			head += base
		}
		return eval.UDWord{Form: r[1], Lemma: r[2], UPOS: r[3], XPOS: r[4], Head: head, Rel: r[7]}
	}
	for i := 0; i < len(rows); i++ {
		r := rows[i]
		if strings.Contains(r[0], ".") {
			continue
		}
		text.WriteString(r[1])
		if !strings.Contains(r[9], "SpaceAfter=No") {
			text.WriteByte(' ')
		}
		if a, z, ok := strings.Cut(r[0], "-"); ok {
			from, _ := strconv.Atoi(a)
			to, _ := strconv.Atoi(z)
			var words []eval.UDWord
			for k := from; k <= to; k++ {
				i++
				words = append(words, word(rows[i]))
			}
			gold.Token(r[1], true, words...)
			continue
		}
		gold.Token(r[1], false, word(r))
	}
	gold.EndSentence()
}

func evaluate(paths []string) error {
	for _, p := range paths {
		b, err := read(p, nil)
		if err != nil {
			return err
		}
		if os.Getenv("WRAP") != "" {
			b.text = wrap(b.text)
		}
		l := token.Split(b.text)
		score, err := eval.ScoreCoNLL18(b.gold, eval.UDOf(b.text, &l, nil, nil))
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		fmt.Printf("%s: Tokens %.2f  Words %.2f  Sentences %.2f (P %.2f R %.2f)\n", p[strings.LastIndex(p, "/")+1:], 100*score.Tokens.F1(),
			100*score.Words.F1(), 100*score.Sentences.F1(), 100*score.Sentences.Precision(), 100*score.Sentences.Recall())
	}
	return nil
}

// differences prints where the system's tokens or sentences are not the gold's.
func differences(path string) error {
	b, err := read(path, nil)
	if err != nil {
		return err
	}
	l := token.Split(b.text)
	sys := eval.UDOf(b.text, &l, nil, nil)
	chars := []rune{}
	for _, r := range b.text {
		if r != ' ' && r != '\n' && r != '\u00a0' {
			chars = append(chars, r)
		}
	}
	show := func(kind string, gold, system [][2]int) {
		have := map[[2]int]bool{}
		for _, s := range system {
			have[s] = true
		}
		want := map[[2]int]bool{}
		for _, g := range gold {
			want[g] = true
		}
		for _, g := range gold {
			if !have[g] {
				fmt.Printf("%s- %s  …%s\n", kind, at(chars, g), at(chars, [2]int{g[1], g[1] + 12}))
			}
		}
		for _, s := range system {
			if !want[s] {
				fmt.Printf("%s+ %s  …%s\n", kind, at(chars, s), at(chars, [2]int{s[1], s[1] + 12}))
			}
		}
	}
	show("tok", sys2(b.gold.Words), sys2(sys.Words))
	show("sent", b.gold.Sentences, sys.Sentences)
	return nil
}

// sys2 is the spans of the words, the parts of a multiword token one by one.
func sys2(words []eval.UDWord) (out [][2]int) {
	at := 0
	for i, w := range words {
		if i == 0 || w.Start != words[i-1].Start {
			at = w.Start
		}
		n := len([]rune(strings.ReplaceAll(w.Form, " ", "")))
		out = append(out, [2]int{at, at + n})
		at += n
	}
	return out
}

func at(chars []rune, s [2]int) string {
	return string(chars[s[0]:min(s[1], len(chars))])
}

// wrap breaks lines before the 80th column, as the shared task's raw texts do.
func wrap(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		col := 0
		for i, w := range strings.Split(strings.TrimRight(line, "\n"), " ") {
			switch {
			case i > 0 && col+1+len(w) > 80:
				out.WriteByte('\n')
				col = 0
			case i > 0:
				out.WriteByte(' ')
				col++
			}
			out.WriteString(w)
			col += len(w)
		}
		out.WriteByte('\n')
	}
	return out.String()
}
