package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
)

// document is one text to learn from or to measure on.
type document struct {
	name   string
	forms  []string
	space  []bool // SpaceAfter
	sents  []doc.Range
	gold   []corpus.Labelled // PER, LOC, ORG, MISC
	counts float64           // how much it counts; 0 counts as 1
}

func (d *document) weight() float64 {
	if d.counts == 0 {
		return 1
	}
	return d.counts
}

func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// iobDocs reads a file of labelled sentences; where it names no documents, per
// sentences make one.
func iobDocs(path string, word, label, per int) ([]document, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sents, err := corpus.ReadIOB(f, word, label)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var docs []document
	for i, s := range sents {
		if i == 0 || s.Doc != sents[i-1].Doc || s.Doc == "" && i%per == 0 {
			docs = append(docs, document{name: s.Doc})
		}
		docs[len(docs)-1].sentence(s.Forms, nil, s.Spans)
	}
	return docs, nil
}

func (d *document) sentence(forms []string, space []bool, spans []corpus.Labelled) {
	at := len(d.forms)
	d.forms = append(d.forms, forms...)
	for i := range forms {
		d.space = append(d.space, space == nil && spaceAfter(forms, i) || space != nil && space[i])
	}
	d.sents = append(d.sents, doc.Range{First: at, End: len(d.forms)})
	for _, s := range spans {
		d.gold = append(d.gold, corpus.Labelled{Tokens: doc.Range{First: at + s.Tokens.First, End: at + s.Tokens.End}, Label: s.Label})
	}
}

// spaceAfter guesses how a line of tokens was spaced.
func spaceAfter(forms []string, i int) bool {
	if i+1 == len(forms) {
		return true
	}
	switch n := forms[i+1]; {
	case n == "'s" || n == "n't" || strings.HasPrefix(n, "'"):
		return false
	case strings.Contains(".,;:!?)]%", n), n == "-", forms[i] == "-", forms[i] == "(", forms[i] == "[", forms[i] == "$":
		return false
	}
	return true
}

// layout makes the text and the layout that a reader of plain text would have.
func (d *document) layout() (string, *doc.Layout) {
	var b strings.Builder
	l := &doc.Layout{}
	for _, s := range d.sents {
		start := b.Len()
		for i := s.First; i < s.End; i++ {
			at := b.Len()
			b.WriteString(d.forms[i])
			l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: at, End: b.Len()}, SpaceAfter: d.space[i]})
			if d.space[i] {
				b.WriteByte(' ')
			}
		}
		l.Sentences = append(l.Sentences, doc.Sentence{Span: doc.Span{Start: start, End: b.Len()}, Tokens: s, Paragraph: len(l.Paragraphs)})
		l.Paragraphs = append(l.Paragraphs, doc.Paragraph{Span: doc.Span{Start: start, End: b.Len()},
			Sentences: doc.Range{First: len(l.Sentences) - 1, End: len(l.Sentences)}})
		b.WriteByte('\n')
	}
	return b.String(), l
}

// split makes of each word with inner hyphens the several tokens that UD makes
// of it, and moves the labels along.
func (d document) split() document {
	out := document{name: d.name, counts: d.counts}
	first := make([]int, len(d.forms)+1)
	for i, f := range d.forms {
		first[i] = len(out.forms)
		pieces := hyphenated(f)
		for k, p := range pieces {
			out.forms = append(out.forms, p)
			out.space = append(out.space, d.space[i] && k == len(pieces)-1)
		}
	}
	first[len(d.forms)] = len(out.forms)
	for _, s := range d.sents {
		out.sents = append(out.sents, doc.Range{First: first[s.First], End: first[s.End]})
	}
	for _, g := range d.gold {
		out.gold = append(out.gold, corpus.Labelled{Tokens: doc.Range{First: first[g.Tokens.First], End: first[g.Tokens.End]}, Label: g.Label})
	}
	return out
}

func hyphenated(f string) []string {
	if !strings.ContainsAny(f, "-–") || strings.ContainsAny(f, "@/") || len(f) < 3 {
		return []string{f}
	}
	var pieces []string
	rest := f
	for {
		i := strings.IndexAny(rest, "-–")
		if i <= 0 {
			break
		}
		_, w := utf8.DecodeRuneInString(rest[i:])
		r, _ := utf8.DecodeRuneInString(rest[i+w:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		pieces = append(pieces, rest[:i], rest[i:i+w])
		rest = rest[i+w:]
	}
	return append(pieces, rest)
}

// silverDocs reads the machine-made layers of CoreNLP.
func silverDocs(path string) ([]document, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	kinds := map[string]string{"PERSON": "PER", "LOCATION": "LOC", "ORGANIZATION": "ORG", "MISC": "MISC"}
	var docs []document
	var forms []string
	var ends []int
	var space []bool
	var spans []corpus.Labelled
	flush := func() {
		if len(forms) > 0 && len(docs) > 0 {
			docs[len(docs)-1].sentence(forms, space, spans)
		}
		forms, space, spans, ends = nil, nil, nil, nil
	}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		line := sc.Text()
		if name, ok := strings.CutPrefix(line, "# doc = "); ok {
			flush()
			docs = append(docs, document{name: name})
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) < 8 {
			flush()
			continue
		}
		var from, to int
		fmt.Sscan(c[1], &from)
		fmt.Sscan(c[2], &to)
		if n := len(ends); n > 0 && ends[n-1] == from {
			space[n-1] = false
		}
		i := len(forms)
		forms, space, ends = append(forms, unescape(c[3])), append(space, true), append(ends, to)
		k, ok := kinds[c[6]]
		if !ok {
			continue
		}
		if n := len(spans); n > 0 && spans[n-1].Label == k && spans[n-1].Tokens.End == i {
			spans[n-1].Tokens.End = i + 1
		} else {
			spans = append(spans, corpus.Labelled{Tokens: doc.Range{First: i, End: i + 1}, Label: k})
		}
	}
	flush()
	return docs, sc.Err()
}

var brackets = strings.NewReplacer("-LRB-", "(", "-RRB-", ")", "-LSB-", "[", "-RSB-", "]", "-LCB-", "{", "-RCB-", "}", "``", "“", "''", "”")

func unescape(form string) string { return brackets.Replace(form) }

// mend puts machine-made labels nearer to the convention: no titles in names of
// persons, no genitive mark or determiner at the edges, no names without a
// capital.
func (d *document) mend() {
	var out []corpus.Labelled
	for _, g := range d.gold {
		r := g.Tokens
		for !r.Empty() && (edge(d.forms[r.First]) || g.Label == "PER" && personTitles[strings.ToLower(strings.TrimSuffix(d.forms[r.First], "."))]) {
			r.First++
		}
		for !r.Empty() && (edge(d.forms[r.End-1])) {
			r.End--
		}
		if r.Empty() || !hasUpper(d.forms[r.First:r.End]) {
			continue
		}
		out = append(out, corpus.Labelled{Tokens: r, Label: g.Label})
	}
	d.gold = out
}

func edge(f string) bool {
	switch strings.ToLower(f) {
	case "the", "a", "an", "'s", "’s", "'", "’", ",", "“", "”", "\"", "-", "of", "and", "in":
		return true
	}
	return false
}

func hasUpper(forms []string) bool {
	for _, f := range forms {
		if r, _ := utf8.DecodeRuneInString(f); unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

var personTitles = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`president mr mrs ms miss dr sen rep gov gen lt col sgt capt senator representative
		governor general secretary minister prime foreign chancellor king queen prince princess pope sheikh ambassador judge
		justice mayor sheriff chief congressman congresswoman lieutenant colonel captain sergeant major maj admiral sir lady lord
		reverend rev father professor prof vice deputy premier speaker chairman former`) {
		m[w] = true
	}
	return m
}()

// gumGenres are the genres of GUM whose licence allows commercial use.
var gumGenres = []string{"news", "interview", "bio", "voyage", "textbook", "vlog", "speech"}

// gumDocs makes labelled documents of GUM's entity marks; no genres: all.
func gumDocs(path string, genres []string) ([]document, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in, err := corpus.ReadEntities(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var docs []document
	for i := range in {
		genre, _, _ := strings.Cut(strings.TrimPrefix(in[i].Name, "GUM_"), "_")
		if genres == nil || slices.Contains(genres, genre) {
			docs = append(docs, gumDoc(&in[i]))
		}
	}
	return docs, nil
}

func gumDoc(e *corpus.EntityDoc) document {
	d := document{name: e.Name, forms: e.Forms, space: e.Space, sents: e.Sentences}
	taken := make([]bool, len(e.Forms))
	marks := slices.Clone(e.Marks)
	slices.SortStableFunc(marks, func(a, b corpus.EntityMark) int {
		if la, lb := a.Tokens.Len(), b.Tokens.Len(); la != lb && (a.Type != "person") == (b.Type != "person") {
			return lb - la
		}
		return 0
	})
	// Persons last: what is nested in them ("US President X") goes first.
	slices.SortStableFunc(marks, func(a, b corpus.EntityMark) int { return personLast(a) - personLast(b) })
	for _, m := range marks {
		r, label := gumName(e, m)
		for !r.Empty() && label == "PER" && taken[r.First] {
			r.First++
		}
		if r.Empty() || slices.Contains(taken[r.First:r.End], true) {
			continue
		}
		for i := r.First; i < r.End; i++ {
			taken[i] = true
		}
		d.gold = append(d.gold, corpus.Labelled{Tokens: r, Label: label})
	}
	slices.SortFunc(d.gold, func(a, b corpus.Labelled) int { return a.Tokens.First - b.Tokens.First })
	return d
}

func personLast(m corpus.EntityMark) int {
	if m.Type == "person" {
		return 1
	}
	return 0
}

// gumName is the proper name at the head of a mention: its label and tokens.
func gumName(e *corpus.EntityDoc, m corpus.EntityMark) (doc.Range, string) {
	label := map[string]string{"person": "PER", "place": "LOC", "organization": "ORG"}[m.Type]
	if label == "" {
		label = "MISC"
	}
	if m.Type == "time" {
		return doc.Range{}, ""
	}
	head := -1
	for i := m.Tokens.First; i < m.Tokens.End; i++ {
		if h := e.Heads[i]; h < m.Tokens.First || h >= m.Tokens.End {
			head = i
			break
		}
	}
	if head < 0 || e.UPOS[head] != "PROPN" || !hasUpper(e.Forms[head:head+1]) {
		return doc.Range{}, ""
	}
	r := doc.Range{First: head, End: head + 1}
	for r.First > m.Tokens.First && part(e, r.First-1, r.First) {
		r.First--
	}
	for r.End < m.Tokens.End && part(e, r.End, r.End-1) {
		r.End++
	}
	if label != "PER" {
		r = ofName(e, m.Tokens, r)
	}
	for !r.Empty() && (edge(e.Forms[r.First]) || label == "PER" && personTitles[strings.ToLower(strings.TrimSuffix(e.Forms[r.First], "."))]) {
		r.First++
	}
	for !r.Empty() && edge(e.Forms[r.End-1]) {
		r.End--
	}
	if !hasUpper(e.Forms[r.First:r.End]) {
		return doc.Range{}, ""
	}
	if label == "PER" && strings.HasSuffix(e.XPOS[head], "NNPS") {
		label = "MISC" // peoples
	}
	return r, label
}

// part tells whether token i belongs to the name beside it.
func part(e *corpus.EntityDoc, i, beside int) bool {
	switch {
	case e.UPOS[i] == "PROPN", e.Forms[i] == "-" || e.Forms[i] == "&":
		return true
	case e.UPOS[i] == "ADJ", e.UPOS[i] == "NOUN", e.UPOS[i] == "VERB", e.UPOS[i] == "NUM" && i > beside:
		return hasUpper(e.Forms[i:i+1]) || e.UPOS[i] == "NUM"
	}
	return false
}

// ofName lengthens "University" to "University of the West".
func ofName(e *corpus.EntityDoc, in, r doc.Range) doc.Range {
	for r.End+1 < in.End && (e.Forms[r.End] == "of" || e.Forms[r.End] == "for") {
		at := r.End + 1
		if e.Forms[at] == "the" {
			at++
		}
		if at >= in.End || e.UPOS[at] != "PROPN" && e.UPOS[at] != "ADJ" || !hasUpper(e.Forms[at:at+1]) {
			break
		}
		for at < in.End && part(e, at, at-1) {
			at++
		}
		r.End = at
	}
	return r
}
