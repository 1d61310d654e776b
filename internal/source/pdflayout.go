package source

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pdfParagraphs puts lines together to paragraphs: without what stands at the
// head or foot of page after page, with words mended that were split at the end
// of a line.
func pdfParagraphs(lines []pdfLine) []string {
	lines = withoutFrames(lines)
	gap := usualGap(lines)
	width := usualRight(lines)
	var out []string
	var text []byte
	for i, l := range lines {
		if i > 0 && newParagraph(lines[i-1], l, gap, width) {
			if len(text) > 0 {
				out = append(out, string(text))
			}
			text = text[:0]
		}
		text = mend(text, l.text)
	}
	if len(text) > 0 {
		out = append(out, string(text))
	}
	return out
}

// withoutFrames leaves out lines that stand first or last on pages and are the
// same on two in three of them but for their digits, and those that are the
// number of a page.
func withoutFrames(lines []pdfLine) []pdfLine {
	if len(lines) == 0 {
		return nil
	}
	pages := lines[len(lines)-1].page + 1
	edge := func(i int) bool {
		first := i < 2 || lines[i-2].page != lines[i].page
		return first || i+2 >= len(lines) || lines[i+2].page != lines[i].page
	}
	seen := map[string]map[int]bool{}
	for i, l := range lines {
		if edge(i) && len(l.text) < 200 {
			key := frameKey(l)
			if seen[key] == nil {
				seen[key] = map[int]bool{}
			}
			seen[key][l.page] = true
		}
	}
	var out []pdfLine
	for i, l := range lines {
		if edge(i) && len(l.text) < 200 {
			n := len(seen[frameKey(l)])
			if n > 2 && n*3 >= pages*2 || n == 2 && pages == 2 && len(l.text) > 3 || isPageNumber(l.text) {
				continue
			}
		}
		out = append(out, l)
	}
	return out
}

// frameKey is what a line at the head or foot has in common with that of another
// page: its height, and its text but for digits.
func frameKey(l pdfLine) string {
	return strconv.Itoa(int(math.Round(l.y/3))) + strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, l.text)
}

// isPageNumber tells whether a line is "7", "- 7 -", "Page 7 of 9", "7/9".
func isPageNumber(s string) bool {
	digits := 0
	for _, w := range strings.Fields(strings.ToLower(s)) {
		w = strings.Trim(w, "-–—|.")
		switch {
		case w == "" || w == "page" || w == "of":
		case len(w) <= 9 && strings.Trim(w, "0123456789/") == "" && !(len(w) == 4 && w[0] <= '2' && w[0] >= '1'):
			digits++
		default:
			return false
		}
	}
	return digits > 0 && digits <= 2
}

// usualGap is the least common distance of lines, by size: the middle one of
// those below one another on a page.
func usualGap(lines []pdfLine) float64 {
	counts := map[int]int{}
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].y - lines[i].y; lines[i-1].page == lines[i].page && d > 1 && d < 100 {
			counts[int(math.Round(d*2))]++
		}
	}
	best := 0
	for d, n := range counts {
		if n > counts[best] || n == counts[best] && d < best {
			best = d
		}
	}
	return float64(best) / 2
}

// usualRight is where most lines end, at the most.
func usualRight(lines []pdfLine) float64 {
	counts := map[int]int{}
	for _, l := range lines {
		counts[int(l.right/20)]++
	}
	best := 0
	for at, n := range counts {
		if n*4 >= len(lines) && at > best || counts[best]*4 < len(lines) && n > counts[best] {
			best = at
		}
	}
	return float64(best) * 20
}

// newParagraph tells whether line b begins a paragraph behind a.
func newParagraph(a, b pdfLine, gap, right float64) bool {
	down := a.y - b.y
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(a.text, "\"'”’)"))
	first, _ := utf8.DecodeRuneInString(b.text)
	ended := strings.ContainsRune(".!?:", end)
	if a.page != b.page || down < 0 { // another page or column
		return ended && !unicode.IsLower(first) && (a.right < right-20 || b.left > a.left+8) || math.Abs(a.size-b.size) > 1.5
	}
	switch {
	case math.Abs(a.size-b.size) > math.Max(1, 0.12*a.size):
		return true
	case gap > 0 && down > gap*1.25+0.5:
		return true
	case b.left > a.left+8 && (ended || a.right < right-20):
		return true
	case ended && a.right < a.left+0.75*(right-a.left):
		return true
	}
	return false
}

// mend puts a line behind others. A hyphen at the end of a line goes where the
// next begins with a small letter.
func mend(text []byte, line string) []byte {
	first, _ := utf8.DecodeRuneInString(line)
	switch last, size := utf8.DecodeLastRune(text); {
	case len(text) == 0:
	case last == '\u00ad' || last == '-' && unicode.IsLower(first) && endsInLetters(text[:len(text)-1]):
		text = text[:len(text)-size]
	case last == '-' || last == '—':
	default:
		text = append(text, ' ')
	}
	return append(text, line...)
}

// endsInLetters tells whether a text ends in a word of small letters that may
// have been split: not one with a hyphen of its own, as in "cease-fire-".
func endsInLetters(s []byte) bool {
	s = s[max(0, len(s)-60):]
	word := string(s[bytes.LastIndexByte(s, ' ')+1:])
	if word == "" || strings.Contains(word, "-") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(word)
	return unicode.IsLetter(r) && !keepsHyphen(strings.ToLower(word))
}

// keepsHyphen tells whether a word at the end of a line keeps its hyphen, since
// it is written with one before another.
func keepsHyphen(w string) bool {
	switch w {
	case "self", "non", "ex", "vice", "co", "anti", "pro", "pre", "post", "mid", "so", "well", "long", "short", "high", "low", "face", "cease", "two", "three", "four", "five",
		"six", "one", "first", "second", "third", "year", "multi", "cross", "half", "all", "then", "now", "once", "much", "far", "near", "decision", "peace", "war":
		return true
	}
	return false
}
