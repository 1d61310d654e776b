package quote

import (
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

var encoder = sync.OnceValues(encode.New)

var shared = sync.OnceValues(func() (*Finder, error) {
	enc, err := encoder()
	if err != nil {
		return nil, err
	}
	return New(enc)
})

// rows are those of the encoder for the text.
func rows(t testing.TB, text string, l *doc.Layout) encode.States {
	t.Helper()
	enc, err := encoder()
	if err != nil {
		t.Fatal(err)
	}
	forms := make([]string, len(l.Tokens))
	for i := range forms {
		forms[i] = l.Form(text, i)
	}
	var bounds []int
	for _, s := range l.Sentences {
		bounds = append(bounds, s.Tokens.First)
	}
	return enc.Encode(forms, append(bounds, len(forms)), nil)
}

func finder(t testing.TB) *Finder {
	t.Helper()
	f, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// split is a plain stand-in for the stage that makes the layout: words and
// marks, sentences at full stops, paragraphs at line ends, quotes by “ and ”
// or by every second ".
func split(text string) *doc.Layout {
	l := &doc.Layout{}
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		p := doc.Paragraph{Span: doc.Span{Start: at, End: at + len(line)}, Sentences: doc.Range{First: len(l.Sentences)}}
		first := len(l.Tokens)
		splitLine(l, line, at)
		at += len(line)
		if len(l.Tokens) == first {
			continue
		}
		sentences(l, text, first)
		p.Sentences.End = len(l.Sentences)
		l.Paragraphs = append(l.Paragraphs, p)
		quotesOf(l, text, first)
	}
	return l
}

func splitLine(l *doc.Layout, line string, at int) {
	start := -1
	end := func(i int) {
		if start >= 0 {
			l.Tokens = append(l.Tokens, doc.Token{Span: doc.Span{Start: at + start, End: at + i}})
		}
		start = -1
	}
	for i, r := range line {
		switch {
		case unicode.IsSpace(r):
			end(i)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '’':
			if start < 0 {
				start = i
			}
		default:
			end(i)
			start = i
			w := utf8.RuneLen(r)
			if r == utf8.RuneError {
				_, w = utf8.DecodeRuneInString(line[i:])
			}
			end(i + w)
		}
	}
	end(len(line))
}

func sentences(l *doc.Layout, text string, first int) {
	begin := first
	for i := first; i < len(l.Tokens); i++ {
		last := i == len(l.Tokens)-1
		stop := strings.Contains(".!?", l.Form(text, i))
		if !last && stop && strings.Contains("”\"", l.Form(text, i+1)) {
			continue
		}
		if i > first && strings.Contains("”\"", l.Form(text, i)) && strings.Contains(".!?", l.Form(text, i-1)) {
			stop = true
		}
		if stop || last {
			r := doc.Range{First: begin, End: i + 1}
			l.Sentences = append(l.Sentences, doc.Sentence{Span: l.SpanOf(r), Tokens: r, Paragraph: len(l.Paragraphs)})
			begin = i + 1
		}
	}
}

func quotesOf(l *doc.Layout, text string, first int) {
	open := -1
	add := func(end int, closed bool) {
		a := l.Tokens[open].Span
		q := doc.Quote{Span: doc.Span{Start: a.Start, End: l.Tokens[end].Span.End}, Closed: closed, Continues: !closed}
		q.Inner = doc.Span{Start: a.End, End: q.Span.End}
		if closed {
			q.Inner.End = l.Tokens[end].Span.Start
		}
		l.Quotes = append(l.Quotes, q)
		open = -1
	}
	for i := first; i < len(l.Tokens); i++ {
		switch f := l.Form(text, i); {
		case f == "“" && open < 0, f == `"` && open < 0:
			open = i
		case open >= 0 && (f == "”" || f == `"`):
			add(i, true)
		}
	}
	if open >= 0 {
		add(len(l.Tokens)-1, false)
	}
}

// tagged makes a text of "word/UPOS" or "word/UPOS/XPOS", and a filled view.
func tagged(t testing.TB, spec string) (*view, string) {
	t.Helper()
	var words []string
	var tags []doc.Tag
	for item := range strings.FieldsSeq(spec) {
		parts := strings.Split(item, "/")
		words = append(words, parts[0])
		tag := doc.Tag{Lemma: strings.ToLower(parts[0])}
		var err error
		if tag.U, err = doc.ParseUPOS(parts[1]); err != nil {
			t.Fatal(err)
		}
		if len(parts) > 2 {
			if tag.X, err = doc.ParseXPOS(parts[2]); err != nil {
				t.Fatal(err)
			}
		}
		tags = append(tags, tag)
	}
	text := strings.Join(words, " ")
	l := split(text)
	if len(l.Tokens) != len(tags) {
		t.Fatalf("%d words, %d tags", len(l.Tokens), len(tags))
	}
	cues, err := parseCues("cues.txt", cueData)
	if err != nil {
		t.Fatal(err)
	}
	v := &view{}
	v.fill(cues, text, l, tags, nil)
	return v, text
}

// checkStatements fails on what the record does not allow.
func checkStatements(t testing.TB, text string, found []Statement) {
	t.Helper()
	for i, s := range found {
		end := -1
		for _, c := range s.Content {
			if c.Empty() || c.Start < end || c.End > len(text) {
				t.Fatalf("statement %d: content %v", i, s.Content)
			}
			end = c.End
			boundary(t, text, c)
		}
		if len(s.Content) == 0 || s.Kind == 0 || s.Mode == 0 || s.Why == "" || !(s.Confidence >= 0 && s.Confidence <= 1) {
			t.Fatalf("statement %d is not whole: %+v", i, s)
		}
		if s.Within >= len(found) || s.Within == i {
			t.Fatalf("statement %d is within %d", i, s.Within)
		}
		boundary(t, text, s.SourceSpan)
		boundary(t, text, s.CueSpan)
	}
}

func boundary(t testing.TB, text string, s doc.Span) {
	t.Helper()
	if s.Start < 0 || s.End > len(text) || s.End < s.Start {
		t.Fatalf("span %v of %d bytes", s, len(text))
	}
	for _, at := range [...]int{s.Start, s.End} {
		if at < len(text) && !utf8.RuneStart(text[at]) && utf8.ValidString(text) {
			t.Fatalf("span %v cuts a character", s)
		}
	}
}
