// Package wording makes the sentence of a line short enough to show: the words of
// a move from its cue to the end of its clause, quotation marks in pairs, no
// dateline. It never changes a word; it cuts, and clips with "…". What the command
// line and the pages show of a line comes from here. All functions are pure.
package wording

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// Bounds of the words shown, in bytes.
const (
	Longest  = 220 // of a sentence
	nearCue  = 70  // from a move's cue to its thing, where the words between are shown
	nearStop = 90  // from the end of a thing to the end of its clause
	nearMark = 15  // from an opening quotation mark to a thing, which then begins at the mark
	Labelled = 60  // of a label
)

// Words that tell nothing, or that begin or end no stretch which stands alone.
var (
	pointing = words("it that this these those them they he she him her so one ones himself herself itself themselves which what do done")
	before   = words("a an the to its his her their our any no such his this that these those all more")
	hanging  = words("a an the to of that and or but for with in on by from which who as at if")
	listing  = words("a an the in on at by to for of from with no")
	giving   = words("dropped drop drops dropping abandoned abandons withdrew withdraws scrapped scraps lifted retracted waived")
	modal    = words("must will would shall should can could may might cannot won't wouldn't")
	clauses  = []string{" but ", " because ", " while ", " although ", " whereas ", " so that ", " and was ", " and were ", " and is ", " and had ", " and has ",
		" and would ", " and will ", " and said ", " and told ", " and called ", " and ruled "}
)

func words(list string) []string { return strings.Fields(list) }

// Sentence is the sentence of a line as it is shown: one line, without the place
// and agency that open a report, quotation marks in pairs.
func Sentence(text string) string { return QuoteMarks(Undated(brief.Clean(text))) }

// Undated is a text without a dateline: "GENEVA, May 3 (Agency) - ".
func Undated(s string) string {
	const most = 80
	for _, dash := range []string{" - ", " – ", " — "} {
		i := strings.Index(s, dash)
		if i < 0 || i > most {
			continue
		}
		head, rest := s[:i], s[i+len(dash):]
		place, _, agency := strings.Cut(head, " (")
		name, _, dated := strings.Cut(place, ",")
		if (agency && strings.HasSuffix(head, ")") || dated) && capitals(name) && rest != "" {
			return rest
		}
	}
	return s
}

// capitals tells whether a text has letters, two or more, and all are capitals.
func capitals(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 1
}

// QuoteMarks makes quotation marks curly and puts them in pairs, so that one form
// alone tells what is quoted: a mark opens where a word follows it and none goes
// before, and closes elsewhere.
func QuoteMarks(s string) string {
	if !strings.ContainsAny(s, "\"“”„«»") {
		return s
	}
	var b strings.Builder
	depth := 0
	last := ' '
	for i, r := range s {
		if !strings.ContainsRune("\"“”„«»", r) {
			b.WriteRune(r)
			last = r
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		opens := opening(last, next)
		switch {
		case opens && depth == 0:
			b.WriteRune('“')
			depth++
		case depth > 0:
			b.WriteRune('”')
			depth--
		default: // it closes what began before the words
			open := b.String()
			b.Reset()
			b.WriteString("“" + open + "”")
		}
		last = r
	}
	if depth > 0 {
		b.WriteRune('”')
	}
	return strings.ReplaceAll(b.String(), "“”", "")
}

// opening tells whether a mark between two characters opens a quotation.
func opening(last, next rune) bool {
	return (unicode.IsSpace(last) || strings.ContainsRune("([—–-‘'", last)) && next != utf8.RuneError && !unicode.IsSpace(next)
}

// Phrase is the shortest words of a sentence that carry a move: from its cue to
// its thing, else its thing, to the end of the clause. It is "" where they would
// tell nothing without the sentence.
func Phrase(sentence, cue, what string, at int) string {
	return phrase(sentence, cue, what, at, false)
}

// phrase is [Phrase], and keeps the cue where the thing without it would turn the
// sense: "would delay new duties" is not told by "new duties".
func phrase(sentence, cue, what string, at int, keep bool) string {
	what = strings.TrimSpace(what)
	c := nearest(sentence, cue, at)
	if what == "" && c >= 0 {
		words := behind(sentence, c+len(cue))
		if words != "" && keep {
			return cutOut(sentence, negated(sentence, leftWords(sentence, c)), clauseEnd(sentence, c+len(cue)))
		}
		return words
	}
	if what == "" || Empty(what) {
		return ""
	}
	from := 0
	if c >= 0 {
		from = c + len(cue)
	}
	w := strings.Index(sentence[from:], what)
	if w >= 0 {
		w += from
	} else if w = strings.LastIndex(sentence, what); w < 0 {
		return QuoteMarks(what)
	}
	start := leftWords(sentence, w)
	if k := strings.Index(what, cue); !keep && cue != "" && k >= 0 && k < 20 && len(what) > k+len(cue)+10 {
		start, c = w+k+len(cue), -1 // the cue stands in it: "he agreed that …"
	}
	if gap := w - from; c >= 0 && gap >= 0 && gap <= nearCue && !strings.ContainsAny(sentence[from:w], ";:,.—–\"“”") {
		start = from + lead(sentence[from:w])
		if keep || slices.Contains(modal, strings.ToLower(cue)) {
			start = leftWords(sentence, c)
		}
	}
	end := clauseEnd(sentence, w+len(what))
	if keep {
		start = negated(sentence, start)
	}
	if keep && cue != "" && !strings.Contains(sentence[start:end], cue) {
		return ""
	}
	return cutOut(sentence, start, end)
}

// behind is the rest of a clause from a place, where it says something.
func behind(sentence string, at int) string {
	rest := sentence[at:clauseEnd(sentence, at)]
	if list := strings.Fields(rest); len(list) < 3 || Empty(list[0]) || rest[0] != ' ' {
		return ""
	}
	return cutOut(sentence, at, at+len(rest))
}

// lead is how much of the words between a cue and its thing is left out: when it
// was done, and the preposition of the cue.
func lead(gap string) int {
	cut := 0
	for _, to := range []string{" to ", " that "} {
		if i := strings.Index(gap, to); i > 0 && (strings.HasPrefix(gap, " on ") || strings.HasPrefix(gap, " last ") || strings.HasPrefix(gap, " earlier ") || strings.HasSuffix(gap[:i], "day")) {
			cut = i
		}
	}
	for _, p := range []string{" for ", " on ", " out "} {
		if strings.HasPrefix(gap[cut:]+" ", p) && !strings.HasPrefix(gap[cut:], " out of ") {
			return min(len(gap), cut+len(p))
		}
	}
	if rest, ok := strings.CutPrefix(gap[cut:]+" ", " to "); ok && slices.Contains(before, firstWord(rest)) {
		return min(len(gap), cut+len(" to")) // "agreed to a plan", not "agreed to go"
	}
	return cut
}

// Empty tells whether words only point at something.
func Empty(what string) bool {
	for _, w := range strings.Fields(strings.ToLower(what)) {
		if !slices.Contains(pointing, strings.Trim(w, ".,\"“”")) {
			return false
		}
	}
	return true
}

// nearest is the place of a cue in a sentence nearest to where it is told to
// stand; -1 where it is not in it.
func nearest(sentence, cue string, at int) int {
	best := -1
	for i := 0; cue != ""; {
		k := strings.Index(sentence[i:], cue)
		if k < 0 {
			break
		}
		k += i
		if best < 0 || abs(k-at) < abs(best-at) {
			best = k
		}
		i = k + len(cue)
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// leftWords takes in the small words before a place: "the", "to", "a".
func leftWords(s string, at int) int {
	for {
		head := strings.TrimRight(s[:at], " ")
		i := strings.LastIndexByte(head, ' ') + 1
		word := strings.ToLower(head[i:])
		known := slices.Contains(before, word) && (word != "to" || !strings.HasSuffix(firstWord(s[at:]), "ing")) || slices.Contains(modal, word)
		if at == 0 || len(head) == at || !known {
			return at
		}
		at = i
	}
}

// negated takes in a "not" before a place, with the small words before it.
func negated(s string, at int) int {
	head := strings.TrimRight(s[:at], " ")
	for _, not := range []string{"not", "never", "no longer"} {
		if rest, ok := strings.CutSuffix(head, " "+not); ok && len(head) < at {
			return leftWords(s, len(rest)+1)
		}
	}
	return at
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// clauseEnd goes on to the end of the clause where that is near.
func clauseEnd(s string, at int) int {
	rest := s[at:]
	n := len(strings.TrimRight(rest, " .!?"))
	for i, r := range rest {
		if i < n && strings.ContainsRune(",;:—–", r) && !betweenDigits(rest, i) && !enumerates(rest[i:]) {
			n = i
		}
	}
	for _, c := range clauses {
		if i := strings.Index(rest, c); i >= 0 {
			n = min(n, i)
		}
	}
	if n > nearStop {
		return at
	}
	return at + n
}

func betweenDigits(s string, i int) bool {
	return i > 0 && i+1 < len(s) && s[i-1] >= '0' && s[i-1] <= '9' && s[i+1] >= '0' && s[i+1] <= '9'
}

// enumerates tells whether a comma stands in a list: "by land, at sea and in the
// air".
func enumerates(s string) bool {
	s = s[:min(len(s), 25)]
	if rest, ok := strings.CutPrefix(s, ", and "); ok && !slices.Contains(listing, firstWord(rest)) {
		return false // ", and he would …"
	}
	return s[0] == ',' && (strings.Contains(s, " and ") || strings.Contains(s, " or "))
}

// cutOut is a stretch of a sentence, with the quotation marks that it stands in.
func cutOut(s string, start, end int) string {
	inside := 0 // behind the mark that is open
	last := ' '
	for i, r := range s[:start] {
		if strings.ContainsRune("\"“”„«»", r) {
			after := i + utf8.RuneLen(r)
			next, _ := utf8.DecodeRuneInString(s[after:])
			if inside > 0 {
				inside = 0
			} else if opening(last, next) {
				inside = after
			}
		}
		last = r
	}
	if inside > 0 && start-inside < nearMark {
		start = inside
	}
	cut := strings.Trim(s[start:end], " ,;")
	if inside > 0 {
		cut = "“" + cut
	}
	return brief.Clip(QuoteMarks(Undated(cut)), Longest)
}

// cueAt is where the cue of a move stands in its evidence, by the move's key.
func cueAt(l *ledger.Line) int {
	_, place, _ := strings.Cut(l.Key, ":m")
	n, err := strconv.ParseInt(place, 16, 64)
	if err != nil {
		return 0
	}
	return max(0, int(n)-l.Span.Start)
}

// Title is a label as it heads lines: with a capital, and not too long.
func Title(label string) string {
	label = brief.Clip(QuoteMarks(brief.Clean(label)), Labelled)
	r, n := utf8.DecodeRuneInString(label)
	if n == 0 {
		return label
	}
	return string(unicode.ToUpper(r)) + label[n:]
}

// Fit tells whether words stand alone: two or more, the last of which leaves
// nothing open.
func Fit(text string) bool {
	list := strings.Fields(strings.ToLower(text))
	return len(list) > 1 && !slices.Contains(hanging, list[len(list)-1]) && !Empty(text)
}

// GivenUp tells whether a sentence names words as what is given up: they are not
// what came instead.
func GivenUp(sentence, text string) bool {
	i := strings.Index(sentence, text)
	if i < 0 {
		return false
	}
	list := strings.Fields(strings.ToLower(sentence[:leftWords(sentence, i)]))
	return len(list) > 0 && slices.Contains(giving, list[len(list)-1])
}
