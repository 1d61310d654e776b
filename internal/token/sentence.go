package token

import "github.com/parley-reader/parley/doc"

// sentences cuts the tokens from first on, those of paragraph number p, into
// sentences. A dateline is a sentence of its own.
func (s *splitter) sentences(first, p int, dateline doc.Span) {
	n := len(s.l.Tokens)
	start := first
	if !dateline.Empty() {
		for s.l.Tokens[start].Span.End <= dateline.End {
			start++
		}
		s.sentence(first, start, p)
	}
	at := &place{first: first, last: n, proper: endsSentence(s.text[s.l.Tokens[first].Span.Start:s.l.Tokens[n-1].Span.End])}
	for i := start; i < n; i++ {
		strong := s.isCandidate(i)
		if !strong && (i+1 >= n || !s.isWeak(i)) {
			continue
		}
		next := i + 1
		if strong {
			next = s.closers(next, n)
		}
		at.i, at.next, at.start = i, next, start
		if next < n && s.splits(at) {
			s.sentence(start, next, p)
			start = next
		}
		i = next - 1
	}
	if start < n {
		s.sentence(start, n, p)
	}
}

// isWeak tells whether a sentence may end with token i though it is no mark
// that ends sentences: something that begins like a sentence comes next.
func (s *splitter) isWeak(i int) bool {
	if !s.l.Tokens[i].SpaceAfter {
		return false
	}
	switch c := s.text[s.l.Tokens[i].Span.End-1]; c {
	case ',', '"', '(', '[', '\'', '$':
		return false
	case ':', ';', ')':
		return true
	}
	r, _ := s.decode(s.l.Tokens[i+1].Span.Start)
	return !isLower(r) && r != ',' && r != '.' && r != '’' && r != '”'
}

// splits tells whether a sentence ends at p.
func (s *splitter) splits(p *place) bool {
	after := firstRune(s.form(p.next))
	if after == ',' || after == ';' {
		return false
	}
	f := &s.around
	s.features(p, f)
	if s.places != nil {
		return s.places(p.next, f)
	}
	switch {
	case s.asks(p):
		return false
	case s.dated(p):
		return true
	case !s.isCandidate(p.i) && p.proper:
		return s.words.ends.score(f) > sureWithoutMark
	}
	return s.words.ends.score(f) > 0
}

// sureWithoutMark is how sure the weights must be, as log odds, that a
// sentence ends without a mark in a paragraph that ends with one.
const sureWithoutMark = 2

// dated tells whether a date stands before the full stop, as in "on Jan. 5."
func (s *splitter) dated(p *place) bool {
	return p.i-2 >= p.start && s.form(p.i) == "." && isDigit(firstRune(s.form(p.i-1))) && isMonth(s.form(p.i-2)) &&
		!isLower(firstRune(s.form(p.next)))
}

// asks tells whether a question or cry in quotation marks is followed by who
// utters it, as in “Why?” the minister asked: the sentence goes on.
func (s *splitter) asks(p *place) bool {
	const reach = 5
	if c := s.text[s.l.Tokens[p.i].Span.End-1]; p.next == p.i+1 || c != '?' && c != '!' {
		return false
	}
	for k := p.next; k < p.last && k < p.next+reach; k++ {
		form := s.form(k)
		if s.words.saying[form] {
			return true
		}
		if k > p.next && !isUpper(firstRune(form)) && len(form) > 3 && form != "president" && form != "minister" {
			return false
		}
	}
	return false
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
		if ref := s.reference(i, n); ref > i {
			i = ref
			continue
		}
		switch s.form(i) {
		case ")", "]", "}", "”", "’", "\"", "'", "''", "»", "’’", "“":
		default:
			return i
		}
		i++
	}
	return i
}

// reference is the first token behind the note that token i begins, as in
// "ended.[12]", or i.
func (s *splitter) reference(i, n int) int {
	if i+2 < n && s.form(i) == "[" && isDigit(firstRune(s.form(i+1))) && s.form(i+2) == "]" &&
		!s.l.Tokens[i].SpaceAfter && !s.l.Tokens[i+1].SpaceAfter {
		return i + 3
	}
	return i
}
