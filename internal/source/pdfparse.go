package source

import (
	"bytes"
	"strconv"
)

// The values of a PDF file. A number is a float64, a name a pdfName, a string a
// []byte, null nil, true and false a bool.
type (
	pdfName  string
	pdfDict  map[pdfName]any
	pdfArray []any
	pdfRef   int    // the number of an object
	pdfWord  string // an operator
	pdfData  struct {
		dict pdfDict
		raw  []byte // as it is in the file
	}
)

// pdfLexer reads values from bytes. It never fails: what makes no sense is read
// over.
type pdfLexer struct {
	b  []byte
	at int
}

const pdfDepth = 40 // how deep arrays and dictionaries are read

func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func pdfDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// skip goes over white space and comments.
func (l *pdfLexer) skip() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case pdfSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// value reads the next value; ok is false at the end. With refs, "7 0 R" is read
// as a reference.
func (l *pdfLexer) value(depth int, refs bool) (v any, ok bool) {
	l.skip()
	if l.at >= len(l.b) {
		return nil, false
	}
	switch c := l.b[l.at]; c {
	case '/':
		return l.name(), true
	case '(':
		return l.literal(), true
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.dict(depth, refs), true
		}
		return l.hex(), true
	case '[':
		l.at++
		return l.array(depth, refs), true
	case ')', '>', ']', '{', '}':
		l.at++
		return pdfWord(c), true
	}
	return l.word(refs), true
}

// word reads a number, a reference or a word.
func (l *pdfLexer) word(refs bool) any {
	start := l.at
	for l.at < len(l.b) && !pdfSpace(l.b[l.at]) && !pdfDelimiter(l.b[l.at]) {
		l.at++
	}
	w := l.b[start:l.at]
	if c := w[0]; c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' {
		n, err := strconv.ParseFloat(string(w), 64)
		if err != nil {
			return 0.0
		}
		if refs && c >= '0' && c <= '9' && n < 1<<31 {
			if end := l.reference(); end > 0 {
				l.at = end
				return pdfRef(n)
			}
		}
		return n
	}
	switch string(w) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return pdfWord(w)
}

// reference is where a reference ends whose first number has been read; 0 where
// there is none.
func (l *pdfLexer) reference() int {
	i := l.at
	for i < len(l.b) && pdfSpace(l.b[i]) {
		i++
	}
	digits := i
	for i < len(l.b) && i < digits+5 && l.b[i] >= '0' && l.b[i] <= '9' {
		i++
	}
	if i == digits {
		return 0
	}
	space := i
	for i < len(l.b) && pdfSpace(l.b[i]) {
		i++
	}
	if i == space || i >= len(l.b) || l.b[i] != 'R' || i+1 < len(l.b) && !pdfSpace(l.b[i+1]) && !pdfDelimiter(l.b[i+1]) {
		return 0
	}
	return i + 1
}

func (l *pdfLexer) name() pdfName {
	l.at++
	var out []byte
	for l.at < len(l.b) && !pdfSpace(l.b[l.at]) && !pdfDelimiter(l.b[l.at]) {
		c := l.b[l.at]
		if c == '#' && l.at+2 < len(l.b) {
			if n, err := strconv.ParseUint(string(l.b[l.at+1:l.at+3]), 16, 8); err == nil {
				c = byte(n)
				l.at += 2
			}
		}
		out = append(out, c)
		l.at++
	}
	return pdfName(out)
}

// literal reads a string in parentheses.
func (l *pdfLexer) literal() []byte {
	out := []byte{}
	open := 0
	for ; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			if open++; open == 1 {
				continue
			}
		case ')':
			if open--; open == 0 {
				l.at++
				return out
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	l.at = len(l.b)
	return out
}

// escape reads what follows a backslash, and leaves at on its last byte.
func (l *pdfLexer) escape(out []byte) []byte {
	l.at++
	if l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b', 'f':
		return append(out, ' ')
	case '\r':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	n := 0
	for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
		n = n*8 + int(l.b[l.at]-'0')
		l.at++
	}
	l.at--
	return append(out, byte(n))
}

// hex reads a string of hex digits.
func (l *pdfLexer) hex() []byte {
	l.at++
	var out []byte
	half, n := false, byte(0)
	for ; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		var d byte
		switch {
		case c == '>':
			l.at++
			if half {
				out = append(out, n<<4)
			}
			return out
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		case c >= 'A' && c <= 'F':
			d = c - 'A' + 10
		default:
			continue
		}
		if half {
			out = append(out, n<<4|d)
		}
		n, half = d, !half
	}
	return out
}

func (l *pdfLexer) array(depth int, refs bool) pdfArray {
	var out pdfArray
	for {
		l.skip()
		if l.at >= len(l.b) {
			return out
		}
		if l.b[l.at] == ']' {
			l.at++
			return out
		}
		if depth >= pdfDepth {
			l.at++
			continue
		}
		v, ok := l.value(depth+1, refs)
		if w, is := v.(pdfWord); !ok || is && (w == "endobj" || w == "endstream") {
			return out
		}
		out = append(out, v)
	}
}

// dict reads a dictionary whose "<<" has been read.
func (l *pdfLexer) dict(depth int, refs bool) pdfDict {
	out := pdfDict{}
	for {
		l.skip()
		if l.at >= len(l.b) {
			return out
		}
		if bytes.HasPrefix(l.b[l.at:], []byte(">>")) {
			l.at += 2
			return out
		}
		if depth >= pdfDepth {
			l.at++
			continue
		}
		key, ok := l.value(depth+1, refs)
		name, is := key.(pdfName)
		if w, word := key.(pdfWord); !ok || word && (w == "endobj" || w == "endstream") {
			return out
		}
		if !is {
			continue
		}
		if l.skip(); bytes.HasPrefix(l.b[l.at:], []byte(">>")) {
			continue
		}
		v, ok := l.value(depth+1, refs)
		if !ok {
			return out
		}
		out[name] = v
	}
}
