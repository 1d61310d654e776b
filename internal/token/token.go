// Package token cuts a report into paragraphs, sentences, words and quotes:
// the layout that every later stage builds on.
//
// [Split] is the one function to start with. Words follow UD English EWT:
// "don't" is "do" and "n't", "Putin's" is "Putin" and "'s", "Geneva-based" is
// three words. Any bytes may be given: Split takes time and memory linear in
// the length of the text, does not panic, and every span that it returns lies
// inside the text and on rune boundaries.
package token

import (
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// Split finds the layout of text. It is safe for concurrent use.
//
// A paragraph is a line, or a block between blank lines where the text is
// hard-wrapped; which of the two is found from the lengths of the lines and
// from how they begin. A paragraph without any word is left out.
func Split(text string) doc.Layout {
	s := splitter{text: text, words: tables()}
	s.l.Tokens = make([]doc.Token, 0, len(text)/5+8)
	s.l.Sentences = make([]doc.Sentence, 0, len(text)/110+4)
	s.paragraphs()
	s.kinds()
	s.quotes()
	return s.l
}

// splitter is one run of Split.
type splitter struct {
	text  string
	words *vocabulary
	l     doc.Layout
	// at and end bound the paragraph that is being read.
	at, end int
	// places, where set, is asked in place of the weights: for training.
	places func(next int, f *[endFeatures]uint32) bool
	around [endFeatures]uint32 // the features of the place that is being decided
}

// Place is a place where a sentence may end, for the training of the weights.
type Place struct {
	End      int // the byte where the sentence would end
	Features [endFeatures]uint32
}

// Places lists the places of text that Split asks the weights about, when the
// sentences end where ends says that they do.
func Places(text string, ends func(end int) bool) []Place {
	var out []Place
	s := splitter{text: text, words: tables()}
	s.places = func(next int, f *[endFeatures]uint32) bool {
		end := s.l.Tokens[next-1].Span.End
		out = append(out, Place{end, *f})
		return ends(end)
	}
	s.paragraphs()
	return out
}

// paragraph reads one paragraph's words and sentences.
func (s *splitter) paragraph(span doc.Span) {
	first := len(s.l.Tokens)
	s.scan(span)
	if len(s.l.Tokens) == first {
		return
	}
	p := doc.Paragraph{
		Span:      doc.Span{Start: s.l.Tokens[first].Span.Start, End: s.l.Tokens[len(s.l.Tokens)-1].Span.End},
		Sentences: doc.Range{First: len(s.l.Sentences)},
	}
	p.Dateline = s.dateline(first)
	s.l.Paragraphs = append(s.l.Paragraphs, p)
	s.sentences(first, len(s.l.Paragraphs)-1, p.Dateline)
	s.l.Paragraphs[len(s.l.Paragraphs)-1].Sentences.End = len(s.l.Sentences)
}

// add appends the word text[start:end], which begins at or after all others.
func (s *splitter) add(start, end int) {
	if n := len(s.l.Tokens); n > 0 && s.l.Tokens[n-1].Span.End == start {
		s.l.Tokens[n-1].SpaceAfter = false
	}
	s.l.Tokens = append(s.l.Tokens, doc.Token{Span: doc.Span{Start: start, End: end}, SpaceAfter: true})
}

// form is the text of token i.
func (s *splitter) form(i int) string {
	t := s.l.Tokens[i].Span
	return s.text[t.Start:t.End]
}

// decode is the rune at i of the paragraph and its width; width 0 at the end.
func (s *splitter) decode(i int) (rune, int) {
	if i >= s.end {
		return 0, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[i:s.end])
}

// before is the rune that ends at i, within the paragraph; 0 at its start.
func (s *splitter) before(i int) rune {
	if i <= s.at {
		return 0
	}
	if c := s.text[i-1]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[s.at:i])
	return r
}
