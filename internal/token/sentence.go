package token

import "github.com/parley-reader/parley/doc"

// sentences cuts the tokens from first on, those of paragraph number p, into
// sentences. A dateline is a sentence of its own.
func (s *splitter) sentences(first, p int, dateline doc.Span) {
	n := len(s.l.Tokens)
	start := first
	for i := first; i < n; i++ {
		if s.l.Tokens[i].Span.End == dateline.End && !dateline.Empty() {
			s.sentence(start, i+1, p)
			start = i + 1
			continue
		}
		if !s.isCandidate(i) {
			continue
		}
		end := s.closers(i+1, n)
		if end < n && s.splits(i, end, start) {
			s.sentence(start, end, p)
			start = end
		}
		i = end - 1
	}
	if start < n {
		s.sentence(start, n, p)
	}
}

// sentence appends the sentence of the tokens [first, end).
func (s *splitter) sentence(first, end, p int) {
	s.l.Sentences = append(s.l.Sentences, doc.Sentence{
		Span:      doc.Span{Start: s.l.Tokens[first].Span.Start, End: s.l.Tokens[end-1].Span.End},
		Tokens:    doc.Range{First: first, End: end},
		Paragraph: p,
	})
}

// isCandidate tells whether a sentence may end with token i.
func (s *splitter) isCandidate(i int) bool {
	t := s.l.Tokens[i].Span
	switch s.text[t.End-1] {
	case '.', '!', '?':
		return true
	case 0xa6: // the last byte of "…"
		return t.Len() >= 3 && s.text[t.End-3:t.End] == "…"
	}
	return false
}

// closers is the first token from i on that is no closing mark: one that is
// written together with what it closes.
func (s *splitter) closers(i, n int) int {
	for i < n && !s.l.Tokens[i-1].SpaceAfter {
		switch s.form(i) {
		case ")", "]", "}", "”", "’", "\"", "'", "''", "»", "’’", "“":
		default:
			return i
		}
		i++
	}
	return i
}

// splits tells whether the sentence that began at start ends before token
// next; the mark is token i.
func (s *splitter) splits(i, next, start int) bool {
	after := s.form(next)
	r := firstRune(after)
	mark := s.form(i)
	if !s.l.Tokens[next-1].SpaceAfter && next == i+1 && !isUpper(r) {
		return false
	}
	if isLower(r) || r == ',' || r == ';' || r == ':' || isDash(r) || r == '-' {
		return false
	}
	if len(mark) == 1 || isStop(firstRune(mark)) {
		return true
	}
	switch s.words.abbrKindOf(mark[:len(mark)-1]) {
	case title, inner:
		return false
	}
	return len(mark) > 2 && isUpper(r) && len(after) > 1 && s.starter(after)
}

// starter tells whether form often begins a sentence and seldom goes on in a
// name.
func (s *splitter) starter(form string) bool {
	switch form {
	case "The", "He", "She", "It", "They", "We", "In", "But", "And", "A", "An", "This", "That", "These", "Those", "If", "When", "While", "On", "At", "As", "For", "His", "Her", "Their", "There", "You", "Our", "However", "After", "Before", "Since", "Some", "Many", "Most", "So", "Also", "Then", "What", "Why", "How", "Who", "No", "Not", "Under":
		return true
	}
	return false
}
