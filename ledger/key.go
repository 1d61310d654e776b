package ledger

import (
	"hash/fnv"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// ActorKey names an actor across reports: by the lexicon's entry where it has
// one, else by kind and name. Two actors of one key are one; what may be one
// under two keys is proposed for merging and not merged.
func ActorKey(a *doc.Actor) string {
	if a.Entry != "" {
		return "e:" + a.Entry
	}
	return a.Kind.String() + ":" + FoldName(a.Name)
}

// FoldName is a name in the form that names are compared in: without case,
// accents, punctuation and doubled blanks.
func FoldName(name string) string { return strings.Join(plainWords(name), " ") }

// plainWords are the words of a text in lower case, without accents. Most texts are
// of plain letters but for dashes and quotation marks: only words with other letters
// are folded by the tables of Unicode, each alone, as nothing that parts words
// takes part in an accent.
func plainWords(s string) []string {
	s = lowerPlain(s)
	out := make([]string, 0, len(s)/6+1)
	start, odd := -1, false
	for i := 0; i < len(s); {
		n, letter := 1, false
		if c := s[i]; c < utf8.RuneSelf {
			letter = 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
		} else {
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			letter = !parts(r)
			odd = odd || letter
		}
		switch {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			out = addWord(out, s[start:i], odd)
			start, odd = -1, false
		}
		i += n
	}
	if start >= 0 {
		out = addWord(out, s[start:], odd)
	}
	return out
}

// addWord adds a piece of a text without marks that part words; an odd one has
// letters or marks beyond the plain ones.
func addWord(out []string, piece string, odd bool) []string {
	if !odd {
		return append(out, piece)
	}
	folded := unmarked(cases.Fold().String(norm.NFD.String(piece)))
	return append(out, strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
}

// parts tells whether a rune is one of the dashes, quotation marks and blanks that
// part words.
func parts(r rune) bool {
	return '\u2010' <= r && r <= '\u2027' || r == '«' || r == '»' || r == '\u00a0'
}

// lowerPlain is a text with its plain letters in lower case.
func lowerPlain(s string) string {
	i := 0
	for i < len(s) && (s[i] < 'A' || s[i] > 'Z') {
		i++
	}
	if i == len(s) {
		return s
	}
	b := []byte(s)
	for ; i < len(b); i++ {
		if 'A' <= b[i] && b[i] <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// unmarked is a decomposed text without its accents.
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

// ProposalKey names a proposal across reports: by its kind and its participants
// where it has two or more, else by the words of its label that tell things of
// its kind apart, so that "a full ceasefire" and "the 30-day truce" are one.
func ProposalKey(kind doc.ProposalKind, participants []string, label string) string {
	if len(participants) > 1 {
		keys := append([]string(nil), participants...)
		sort.Strings(keys)
		return kind.String() + "|" + strings.Join(keys, "|")
	}
	l := labels()
	var words []string
	for _, w := range plainWords(label) {
		if s := l.same[w]; s != "" {
			w = s
		}
		if w == kind.String() || l.idle["*"][w] || l.idle[kind.String()][w] || isNumber(w) && kind == doc.TruceProposal || contains(words, w) {
			continue
		}
		words = append(words, w)
	}
	sort.Strings(words)
	return kind.String() + "|" + strings.Join(participants, "|") + "|" + strings.Join(words, " ")
}

func isNumber(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
}

// OptionKey names an option across reports.
func OptionKey(proposal string, kind doc.OptionKind, value string) string {
	return proposal + "|" + kind.String() + "|" + FoldName(value)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
