package evalcmd

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// rawTrees scores words and sentences, tags and trees from raw text.
func rawTrees(t *job) error {
	for _, path := range t.paths {
		bank, err := readBank(path)
		if err != nil {
			return err
		}
		d := &doc.Document{Report: doc.Report{Text: bank.text}}
		d.Layout = t.line.Layout(bank.text)
		t.line.Syntax(d, t.ws)
		score, err := eval.ScoreCoNLL18(bank.gold, eval.UDOf(bank.text, &d.Layout, d.Tags, d.Arcs))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Fprintf(t.out, "%s, from raw text: %s\n", base(path), score)
	}
	return nil
}

func bothTrees(t *job) error {
	if err := goldTrees(t); err != nil {
		return err
	}
	return rawTrees(t)
}

// goldTrees scores tags and trees on the words as the gold has them,
// punctuation counted, relations with their subtypes apart.
func goldTrees(t *job) error {
	for _, path := range t.paths {
		f, err := open(path)
		if err != nil {
			return err
		}
		trees, err := corpus.ReadTrees(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var sentences [][]string
		for _, tree := range trees {
			forms := make([]string, len(tree.Words))
			for i, w := range tree.Words {
				forms[i] = w.Form
			}
			sentences = append(sentences, forms)
		}
		d := fromForms(sentences)
		t.line.Syntax(d, t.ws)
		var n, upos, xpos, xposOf, lemma, uas, las, whole int
		at := 0
		for _, tree := range trees {
			for i, w := range tree.Words {
				tag, arc := d.Tags[at+i], d.Arcs[at+i]
				head := int(arc.Head)
				if head >= 0 {
					head -= at
				}
				n++
				upos += one(tag.U == w.U)
				if w.X != 0 {
					xposOf++
					xpos += one(tag.X == w.X)
				}
				lemma += one(strings.EqualFold(tag.Lemma, w.Lemma) || w.Lemma == "_")
				uas += one(head == w.Head)
				las += one(head == w.Head && arc.Rel.Base() == w.Rel.Base())
				whole += one(head == w.Head && arc.Rel == w.Rel)
			}
			at += len(tree.Words)
		}
		pct := func(k, of int) float64 { return 100 * float64(k) / float64(max(1, of)) }
		fmt.Fprintf(t.out, "%s, gold words: UPOS %.2f  XPOS %.2f  Lemmas %.2f  UAS %.2f  LAS %.2f  (with subtypes %.2f)  %d words\n",
			base(path), pct(upos, n), pct(xpos, xposOf), pct(lemma, n), pct(uas, n), pct(las, n), pct(whole, n), n)
	}
	return nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func base(path string) string {
	path = strings.TrimRight(path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// fromForms lays out sentences whose words are given, one paragraph each, with
// blanks where English has them.
func fromForms(sentences [][]string) *doc.Document {
	d := &doc.Document{}
	var text strings.Builder
	for n, forms := range sentences {
		if len(forms) == 0 {
			continue
		}
		first := len(d.Tokens)
		for i, form := range forms {
			start := text.Len()
			text.WriteString(form)
			space := i+1 < len(forms) && blankBetween(form, forms[i+1])
			d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: start, End: text.Len()}, SpaceAfter: space || i+1 == len(forms)})
			if space {
				text.WriteByte(' ')
			}
		}
		_ = n
		span := doc.Span{Start: d.Tokens[first].Span.Start, End: text.Len()}
		d.Sentences = append(d.Sentences, doc.Sentence{
			Span: span, Tokens: doc.Range{First: first, End: len(d.Tokens)}, Paragraph: len(d.Paragraphs),
		})
		d.Paragraphs = append(d.Paragraphs, doc.Paragraph{
			Span: span, Sentences: doc.Range{First: len(d.Sentences) - 1, End: len(d.Sentences)},
		})
		text.WriteString("\n\n")
	}
	d.Report.Text = text.String()
	return d
}

// blankBetween tells whether English writes a blank between two words.
func blankBetween(a, b string) bool {
	switch b {
	case ".", ",", ";", ":", "?", "!", ")", "]", "%", "'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "'", "’", "”":
		return false
	}
	switch a {
	case "(", "[", "$", "“", "‘":
		return false
	}
	return true
}

// bank is a treebank as raw text and as gold.
type bank struct {
	text string
	gold *eval.UDText
}

// readBank rebuilds the raw text of a treebank: sentences of one paragraph
// joined as SpaceAfter says, a blank line between paragraphs.
func readBank(path string) (*bank, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bankReader{bank: bank{gold: &eval.UDText{}}}
	if err := r.read(f); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r.bank.text = r.text.String()
	return &r.bank, nil
}

type bankReader struct {
	bank bank
	text strings.Builder
	rows [][]string
	par  bool
}

func (r *bankReader) read(f io.Reader) error {
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<24)
	for n := 1; scan.Scan(); n++ {
		line := scan.Text()
		switch {
		case line == "":
			r.sentence()
		case strings.HasPrefix(line, "# newdoc"), strings.HasPrefix(line, "# newpar"):
			r.par = true
		case line[0] != '#':
			row := strings.Split(line, "\t")
			if len(row) != 10 {
				return fmt.Errorf("line %d: %d columns, CoNLL-U has 10", n, len(row))
			}
			r.rows = append(r.rows, row)
		}
	}
	r.sentence()
	return scan.Err()
}

// sentence adds the open sentence to gold and text.
func (r *bankReader) sentence() {
	if len(r.rows) == 0 {
		return
	}
	if r.par && r.text.Len() > 0 {
		r.text.WriteString("\n\n")
	}
	r.par = false
	first := len(r.bank.gold.Words)
	for i := 0; i < len(r.rows); i++ {
		row := r.rows[i]
		if strings.Contains(row[0], ".") {
			continue
		}
		r.text.WriteString(row[1])
		if !strings.Contains(row[9], "SpaceAfter=No") {
			r.text.WriteByte(' ')
		}
		from, to, multi := strings.Cut(row[0], "-")
		if !multi {
			r.bank.gold.Token(row[1], false, word(row, first))
			continue
		}
		a, _ := strconv.Atoi(from)
		z, _ := strconv.Atoi(to)
		var words []eval.UDWord
		for ; a <= z && i+1 < len(r.rows); a++ {
			i++
			words = append(words, word(r.rows[i], first))
		}
		r.bank.gold.Token(row[1], true, words...)
	}
	r.bank.gold.EndSentence()
	r.rows = r.rows[:0]
}

func word(row []string, first int) eval.UDWord {
	head, _ := strconv.Atoi(row[6])
	if head--; head >= 0 {
		head += first
	}
	return eval.UDWord{Form: row[1], Lemma: row[2], UPOS: row[3], XPOS: row[4], Head: head, Rel: row[7]}
}
