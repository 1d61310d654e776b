package web

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// spot is a place in a report's text whose paragraph the ledger knows.
type spot struct{ at, para int }

// para is one paragraph of a report as its page shows it.
type para struct {
	span   doc.Span
	number int // 0 where it is not known
}

// placeOf reads the kind and the place in the text out of a line's key; -1 where it
// has none.
func placeOf(key string) (kind byte, at int) {
	place := anchor(key)
	if len(place) < 2 {
		return 0, -1
	}
	digits, _, _ := strings.Cut(place[1:], ".")
	n, err := strconv.ParseInt(digits, 16, 32)
	if err != nil {
		return 0, -1
	}
	return place[0], int(n)
}

// parasOf cuts a text into paragraphs that have the numbers the ledger gave them. A
// ledger keeps the text and the numbers of the paragraphs of lines, not where
// paragraphs end: they are the lines of the text, else what stands between empty
// lines (of a text that is wrapped), whichever the known numbers agree with; where
// neither does, the lines, with those numbers alone.
func parasOf(text string, known []spot) []para {
	lines := textLines(text)
	if agree(lines, known) {
		return lines
	}
	if blocks := textBlocks(text, lines); agree(blocks, known) {
		return blocks
	}
	for i := range lines {
		lines[i].number = 0
	}
	used := map[int]bool{}
	for _, s := range known {
		for i := range lines {
			if p := &lines[i]; p.span.Start <= s.at && s.at < p.span.End && p.number == 0 && !used[s.para] {
				p.number, used[s.para] = s.para, true
			}
		}
	}
	return lines
}

func agree(list []para, known []spot) bool {
	for _, s := range known {
		if s.para < 1 || s.para > len(list) || s.at < list[s.para-1].span.Start || s.at >= list[s.para-1].span.End {
			return false
		}
	}
	return true
}

// textLines are the lines of a text that hold anything, numbered from 1.
func textLines(text string) (out []para) {
	start := 0
	end := func(at int) {
		line := strings.TrimFunc(text[start:at], unseen)
		if line == "" {
			return
		}
		from := start + strings.Index(text[start:at], line)
		out = append(out, para{doc.Span{Start: from, End: from + len(line)}, len(out) + 1})
	}
	for i, r := range text {
		switch r {
		case '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
			end(i)
			start = i + utf8.RuneLen(r)
		}
	}
	end(len(text))
	return out
}

func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// textBlocks joins lines with nothing but one line's end between them.
func textBlocks(text string, lines []para) (out []para) {
	for _, l := range lines {
		if n := len(out) - 1; n >= 0 && strings.Count(strings.ReplaceAll(text[out[n].span.End:l.span.Start], "\r\n", "\n"), "\n") == 1 {
			out[n].span.End = l.span.End
		} else {
			out = append(out, para{l.span, len(out) + 1})
		}
	}
	return out
}

// visible is a piece of a text as a page may show it: characters that command a
// terminal, or turn the direction of writing, become visible.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return -1
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			return utf8.RuneError
		}
		return r
	}, s)
}

// locate finds words within a part of a text, nearest to a place, white space of any
// kind between them; an empty span where they are not there.
func locate(text string, in doc.Span, words string, near int) (best doc.Span) {
	in.Start, in.End = max(0, in.Start), min(len(text), in.End)
	list := strings.Fields(words)
	if len(list) == 0 || in.Empty() {
		return best
	}
	for at := in.Start; at < in.End; {
		i := strings.Index(text[at:in.End], list[0])
		if i < 0 {
			break
		}
		at += i
		if end := matchAt(text[:in.End], at, list); end > 0 && (best.Empty() || gap(at, near) < gap(best.Start, near)) {
			best = doc.Span{Start: at, End: end}
		}
		at += len(list[0])
	}
	return best
}

func gap(a, b int) int { return max(a-b, b-a) }

// matchAt is where words end that begin at a place; 0 where they do not stand there.
func matchAt(text string, at int, list []string) int {
	if at < 0 || at > len(text) {
		return 0
	}
	for i, w := range list {
		if i > 0 {
			rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
			if len(rest) == len(text)-at {
				return 0
			}
			at = len(text) - len(rest)
		}
		if !strings.HasPrefix(text[at:], w) {
			return 0
		}
		at += len(w)
	}
	return at
}

// firstOf is the first text that is not empty.
func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
