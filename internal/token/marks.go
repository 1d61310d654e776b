package token

// mark reads the punctuation or symbol r, of width n, at i, and returns where
// it ends. Runs of one mark are one token, and so are full stops, exclamation
// and question marks together.
func (s *splitter) mark(i int, r rune, n int) int {
	after, _ := s.decode(i + n)
	switch {
	case isApostrophe(r):
		if end := s.leading(i, n, after); end > i {
			return end
		}
	case r == '#' || r == '@':
		if isWordy(after) && !isDigit(after) && !isWordy(s.before(i)) {
			return s.wordFrom(i, i+n)
		}
	case r == '+' || r == '.':
		if isDigit(after) && !isWordy(s.before(i)) {
			return s.wordFrom(i, i+n)
		}
	case r == ':' || r == ';' || r == '=':
		if end := s.face(i); end > i {
			s.add(i, end)
			return end
		}
	}
	end := i + n
	if runs(r) {
		end = s.run(end, r)
	}
	s.add(i, end)
	return end
}

// run is where the run of marks that r belongs to ends; it has been read up to
// end.
func (s *splitter) run(end int, r rune) int {
	for end < s.end {
		q, w := s.decode(end)
		if q != r && !(isStop(r) && isStop(q)) {
			break
		}
		end += w
	}
	return end
}

// runs tells whether several of the mark r are one token.
func runs(r rune) bool {
	switch r {
	case '.', '!', '?', '-', '*', '=', '_', '~', '#', '+', '|', '<', '>', '–', '—', '…', ',':
		return true
	}
	return false
}

// isStop tells whether r can end a sentence.
func isStop(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' }

// face is the end of the simple emoticon at i, or i.
func (s *splitter) face(i int) int {
	k := i + 1
	if k < s.end && (s.text[k] == '-' || s.text[k] == '\'') {
		k++
	}
	if k >= s.end || isWordy(s.before(i)) {
		return i
	}
	switch s.text[k] {
	case ')', '(', 'D', 'P', 'p', '/', '|':
	default:
		return i
	}
	for k < s.end && (s.text[k] == ')' || s.text[k] == '(') {
		k++
	}
	if s.text[k-1] != ')' && s.text[k-1] != '(' {
		k++
	}
	if r, n := s.decode(k); n > 0 && isWordy(r) {
		return i
	}
	return k
}

// leading reads an apostrophe at i that no word goes before: of a shortened
// word or year, or of a clitic after a closing mark. It returns i where the
// apostrophe is a quotation mark.
func (s *splitter) leading(i, n int, after rune) int {
	if isApostrophe(after) && sameMark(s.text[i:i+n], s.text[i+n:s.end]) {
		s.add(i, i+2*n) // '' as a double quotation mark
		return i + 2*n
	}
	end := i + n
	for end < s.end {
		r, w := s.decode(end)
		if !isWordy(r) {
			break
		}
		end += w
	}
	rest := s.text[i+n : end]
	before := s.before(i)
	switch {
	case rest == "":
		return i
	case rest[0] >= '0' && rest[0] <= '9':
		if (len(rest) == 2 || len(rest) == 3 && rest[2] == 's') && rest[1] >= '0' && rest[1] <= '9' && !s.closesAt(end) {
			s.add(i, end)
			return end
		}
	case before != 0 && classOf(before) != space && s.clitic(rest) && before != '(' && before != '[' && !isDash(before):
		s.add(i, end)
		return end
	case rest == "tis" || rest == "twas" || rest == "Tis" || rest == "Twas":
		s.add(i, i+n+1)
		s.add(i+n+1, end)
		return end
	case s.words.shortened[rest] && !s.closesAt(end):
		s.add(i, end)
		return end
	}
	return i
}

// sameMark tells whether rest begins with mark, and not with it twice.
func sameMark(mark, rest string) bool {
	n := len(mark)
	return len(rest) >= n && rest[:n] == mark && !(len(rest) >= 2*n && rest[n:2*n] == mark)
}

// closesAt tells whether an apostrophe stands at i.
func (s *splitter) closesAt(i int) bool {
	r, n := s.decode(i)
	return n > 0 && isApostrophe(r)
}
