// Package corpus reads the formats of the corpora that the reader is measured
// on: CoNLL-U, IOB2, brat stand-off, TimeML, PLOVER and PETRARCH records, and
// the annotation of moves and statements.
package corpus

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Word is one syntactic word of a treebank.
type Word struct {
	Form, Lemma string
	U           doc.UPOS
	X           doc.XPOS // 0 where the column is empty or the tag is not in use
	Head        int      // index into the sentence's words, −1 for the root
	Rel         doc.Rel
	SpaceAfter  bool
}

// Tree is one sentence of a treebank.
type Tree struct {
	Doc   string // of its document ("# newdoc id"), "" where none is named
	ID    string // "# sent_id"
	Text  string // "# text"
	Par   bool   // begins a paragraph ("# newpar", or a document)
	Words []Word
}

// ReadTrees reads CoNLL-U. Empty nodes are left out; the words of a multi-word
// token have no space between them. Subtypes of relations that UD English does
// not have are dropped. A malformed line gives an error that names it.
func ReadTrees(r io.Reader) ([]Tree, error) {
	p := treeReader{}
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 64<<10), 4<<20)
	for n := 1; s.Scan(); n++ {
		if err := p.line(s.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	p.end()
	return p.trees, s.Err()
}

type treeReader struct {
	trees    []Tree
	now      Tree
	doc      string
	par      bool
	rangeEnd int // the last word of the multi-word token that is open
	rangeGap bool
}

func (p *treeReader) line(line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		p.end()
		return nil
	case line[0] == '#':
		p.comment(line)
		return nil
	}
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	if strings.Contains(cols[0], ".") {
		return nil
	}
	if _, last, ok := strings.Cut(cols[0], "-"); ok {
		end, err := strconv.Atoi(last)
		if err != nil {
			return fmt.Errorf("range %q is not two numbers", cols[0])
		}
		p.rangeEnd, p.rangeGap = end, spaceAfter(cols[9])
		return nil
	}
	return p.word(cols)
}

func (p *treeReader) comment(line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(line[1:]), "=")
	value = strings.TrimSpace(value)
	switch key = strings.TrimSpace(key); {
	case key == "newdoc id":
		p.doc, p.par = value, true
	case strings.HasPrefix(key, "newpar"):
		p.par = true
	case key == "sent_id":
		p.now.ID = value
	case key == "text":
		p.now.Text = value
	}
}

func (p *treeReader) word(cols []string) error {
	n := len(p.now.Words) + 1
	if cols[0] != strconv.Itoa(n) {
		return fmt.Errorf("word number %q, want %d", cols[0], n)
	}
	head, err := strconv.Atoi(cols[6])
	if err != nil || head < 0 {
		return fmt.Errorf("head %q is not a word's number", cols[6])
	}
	w := Word{Form: cols[1], Lemma: cols[2], Head: head - 1, SpaceAfter: spaceAfter(cols[9])}
	if w.U, err = doc.ParseUPOS(cols[3]); err != nil {
		return err
	}
	if w.X, err = doc.ParseXPOS(cols[4]); err != nil {
		w.X = 0
	}
	if w.Rel, err = doc.ParseRel(cols[7]); err != nil {
		base, _, _ := strings.Cut(cols[7], ":")
		if w.Rel, err = doc.ParseRel(base); err != nil {
			return err
		}
	}
	switch {
	case n < p.rangeEnd:
		w.SpaceAfter = false
	case n == p.rangeEnd:
		w.SpaceAfter = p.rangeGap
	}
	p.now.Words = append(p.now.Words, w)
	return nil
}

func (p *treeReader) end() {
	p.rangeEnd = 0
	if len(p.now.Words) == 0 {
		return
	}
	for i := range p.now.Words {
		if p.now.Words[i].Head >= len(p.now.Words) {
			p.now.Words[i].Head = -1
		}
	}
	p.now.Doc, p.now.Par = p.doc, p.par
	p.trees = append(p.trees, p.now)
	p.now, p.par = Tree{}, false
}

func spaceAfter(misc string) bool {
	for f := range strings.SplitSeq(misc, "|") {
		if f == "SpaceAfter=No" {
			return false
		}
	}
	return true
}
