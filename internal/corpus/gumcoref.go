package corpus

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// EntityMark is one mention as marked in the MISC column of UD English GUM.
type EntityMark struct {
	Tokens doc.Range // in the document's tokens
	Chain  string    // mentions with the same chain are the same thing
	Type   string    // person, place, organization, event, …
	Link   string    // how it is linked: "coref", "ana", "appos", "pred", "sgl", …
	Wiki   string    // name of the encyclopedia's article, "" when not named
}

// EntityDoc is one document of UD English GUM with its trees and its mentions.
type EntityDoc struct {
	Name   string
	Forms  []string
	Lemmas []string
	UPOS   []string
	XPOS   []string
	Heads  []int // index into the document's tokens, -1 for a root
	Rels   []string
	Space  []bool // SpaceAfter
	// Sentences and Paragraphs part the tokens.
	Sentences  []doc.Range
	Paragraphs []doc.Range
	Marks      []EntityMark
}

// ReadEntities reads CoNLL-U with the Entity marks of GUM
// ("Entity=(1-person-new-…-coref-Name"), as described in its README. Mentions
// that are in several pieces are left out.
func ReadEntities(r io.Reader) ([]EntityDoc, error) {
	var rd entityReader
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	n := 0
	for sc.Scan() {
		n++
		if err := rd.line(sc.Text()); err != nil {
			return nil, fmt.Errorf("entities: line %d: %w", n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("entities: %w", err)
	}
	rd.endDoc()
	return rd.docs, nil
}

type entityReader struct {
	docs      []EntityDoc
	cur       *EntityDoc
	sentStart int
	parStart  int
	inSent    bool
	open      map[string][]int // chain → stack of indices into Marks still open
}

func (r *entityReader) line(line string) error {
	switch {
	case strings.HasPrefix(line, "# newdoc id = "):
		r.endDoc()
		r.docs = append(r.docs, EntityDoc{Name: line[len("# newdoc id = "):]})
		r.cur = &r.docs[len(r.docs)-1]
		r.open = map[string][]int{}
		return nil
	case strings.HasPrefix(line, "# newpar") && !strings.HasPrefix(line, "# newpar_block"):
		r.endPar()
		return nil
	case line == "":
		r.endSent()
		return nil
	case line[0] == '#' && !strings.Contains(line, "\t"):
		return nil
	}
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	if strings.ContainsAny(cols[0], "-.") {
		return nil // the span of a contraction, or an empty node
	}
	if r.cur == nil {
		return fmt.Errorf("a token before the first document")
	}
	return r.token(cols)
}

func (r *entityReader) token(cols []string) error {
	d := r.cur
	if !r.inSent {
		r.inSent, r.sentStart = true, len(d.Forms)
	}
	head, err := strconv.Atoi(cols[6])
	if err != nil {
		return fmt.Errorf("head %q is no number", cols[6])
	}
	if head == 0 {
		head = -1
	} else {
		head += r.sentStart - 1
	}
	at := len(d.Forms)
	d.Forms = append(d.Forms, cols[1])
	d.Lemmas = append(d.Lemmas, cols[2])
	d.UPOS = append(d.UPOS, cols[3])
	d.XPOS = append(d.XPOS, cols[4])
	d.Heads = append(d.Heads, head)
	d.Rels = append(d.Rels, cols[7])
	space := true
	for part := range strings.SplitSeq(cols[9], "|") {
		if part == "SpaceAfter=No" {
			space = false
		}
		if marks, ok := strings.CutPrefix(part, "Entity="); ok {
			r.entity(at, marks)
		}
	}
	d.Space = append(d.Space, space)
	return nil
}

// entity reads one token's marks: "(1-a-b-c(2-…)3)".
func (r *entityReader) entity(at int, s string) {
	for s != "" {
		if s[0] != '(' { // closes a chain: "12)"
			id, rest, ok := strings.Cut(s, ")")
			if !ok {
				return
			}
			r.close(id, at)
			s = rest
			continue
		}
		s = s[1:]
		end := strings.IndexAny(s, "()")
		if end < 0 {
			end = len(s)
		}
		id := r.begin(at, s[:end])
		s = s[end:]
		if strings.HasPrefix(s, ")") {
			r.close(id, at)
			s = s[1:]
		}
	}
}

func (r *entityReader) begin(at int, body string) string {
	f := strings.SplitN(body, "-", 8)
	m := EntityMark{Tokens: doc.Range{First: at}, Chain: f[0]}
	if len(f) > 1 {
		m.Type = f[1]
	}
	// infstat, salience, centering and minspan lie between.
	if len(f) > 6 {
		m.Link = f[6]
	}
	if len(f) > 7 {
		m.Wiki = f[7]
	}
	r.open[m.Chain] = append(r.open[m.Chain], len(r.cur.Marks))
	r.cur.Marks = append(r.cur.Marks, m)
	return m.Chain
}

func (r *entityReader) close(id string, at int) {
	stack := r.open[id]
	if len(stack) == 0 {
		return
	}
	r.cur.Marks[stack[len(stack)-1]].Tokens.End = at + 1
	r.open[id] = stack[:len(stack)-1]
}

func (r *entityReader) endSent() {
	if r.inSent {
		r.cur.Sentences = append(r.cur.Sentences, doc.Range{First: r.sentStart, End: len(r.cur.Forms)})
	}
	r.inSent = false
}

func (r *entityReader) endPar() {
	if r.cur == nil {
		return
	}
	r.endSent()
	if len(r.cur.Forms) > r.parStart {
		r.cur.Paragraphs = append(r.cur.Paragraphs, doc.Range{First: r.parStart, End: len(r.cur.Forms)})
	}
	r.parStart = len(r.cur.Forms)
}

func (r *entityReader) endDoc() {
	if r.cur == nil {
		return
	}
	r.endPar()
	kept := r.cur.Marks[:0]
	for _, m := range r.cur.Marks {
		if m.Tokens.End > m.Tokens.First && !strings.Contains(m.Chain, "[") {
			kept = append(kept, m)
		}
	}
	r.cur.Marks = kept
	r.parStart = 0
}

// Document spells the words out as a text, with its tokens, sentences and
// paragraphs.
func (e *EntityDoc) Document() *doc.Document {
	var b strings.Builder
	out := &doc.Document{}
	l := &out.Layout
	for i, f := range e.Forms {
		at := b.Len()
		b.WriteString(f)
		l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: at, End: b.Len()}, SpaceAfter: e.Space[i]})
		if e.Space[i] {
			b.WriteByte(' ')
		}
	}
	p := 0
	for _, s := range e.Sentences {
		for p+1 < len(e.Paragraphs) && e.Paragraphs[p].End <= s.First {
			p++
		}
		l.Sentences = append(l.Sentences, doc.Sentence{Span: l.SpanOf(s), Tokens: s, Paragraph: p})
	}
	at := 0
	for _, p := range e.Paragraphs {
		from := at
		for at < len(l.Sentences) && l.Sentences[at].Tokens.First < p.End {
			at++
		}
		l.Paragraphs = append(l.Paragraphs, doc.Paragraph{Span: l.SpanOf(p), Sentences: doc.Range{First: from, End: at}})
	}
	out.Report.Text = b.String()
	return out
}
