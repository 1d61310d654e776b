package corpus

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Labelled is a range of tokens with a label, such as a name and its kind.
type Labelled struct {
	Tokens doc.Range
	Label  string
}

// IOBSentence is one sentence with its labelled ranges, which are in order and
// do not overlap.
type IOBSentence struct {
	Doc   string // name of its document, "" where the file does not tell
	Forms []string
	Spans []Labelled
}

// ReadIOB reads sentences parted by blank lines, one token a line, in columns
// parted by tabs (or, in a line that has none, by blanks). The word and the
// label stand in the given columns, counted from 0; labels are IO, IOB or IOB2
// ("I-LOC", "B-LOC", "O"). Lines that begin with "# " are comments;
// "# newdoc id = X" names the document.
func ReadIOB(r io.Reader, wordCol, labelCol int) ([]IOBSentence, error) {
	var out []IOBSentence
	var cur iobBuilder
	var docName string
	flush := func() {
		if s := cur.take(); len(s.Forms) > 0 {
			s.Doc = docName
			out = append(out, s)
		}
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), "\r\n")
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		cols := iobColumns(line)
		if strings.HasPrefix(line, "# ") || len(cols) <= max(wordCol, labelCol) {
			if name, ok := strings.CutPrefix(line, "# newdoc id = "); ok {
				flush()
				docName = name
			} else if !strings.HasPrefix(line, "#") {
				return nil, fmt.Errorf("iob: line %d: %d columns, want more than %d", n, len(cols), max(wordCol, labelCol))
			}
			continue
		}
		cur.add(cols[wordCol], cols[labelCol])
	}
	flush()
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("iob: %w", err)
	}
	return out, nil
}

func iobColumns(line string) []string {
	if strings.ContainsRune(line, '\t') {
		return strings.Split(line, "\t")
	}
	return strings.Fields(line)
}

// iobBuilder gathers one sentence.
type iobBuilder struct {
	s    IOBSentence
	open string // label of the range that the last token belongs to, "" when none
}

func (b *iobBuilder) add(form, label string) {
	i := len(b.s.Forms)
	b.s.Forms = append(b.s.Forms, form)
	prefix, kind, ok := strings.Cut(label, "-")
	if !ok {
		b.open = ""
		return
	}
	if prefix == "I" && b.open == kind {
		b.s.Spans[len(b.s.Spans)-1].Tokens.End = i + 1
		return
	}
	b.s.Spans = append(b.s.Spans, Labelled{doc.Range{First: i, End: i + 1}, kind})
	b.open = kind
}

func (b *iobBuilder) take() IOBSentence {
	s := b.s
	b.s, b.open = IOBSentence{}, ""
	return s
}
