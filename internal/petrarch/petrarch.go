// Package petrarch reads actor, agent and verb dictionaries in the form of
// PETRARCH and its forerunners TABARI and KEDS, and matches them against the
// words of a sentence.
//
// Start with [ReadActors] and [ReadVerbs]. What a dictionary cannot mean is an
// error "file:line: what is wrong", and nothing is half-loaded; memory is in
// proportion to the file, which may have [MaxBytes]. Codes are given as they
// are written: what they mean is the user's scheme. A dictionary is read-only
// once loaded and safe for concurrent use.
//
// Two things of the form are passed over: transformations of verb patterns
// (lines that begin with "~") and the marks for phrases in patterns, "( )" and
// "{ }": the words in them are sought in their order.
package petrarch

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Limits of a dictionary. What exceeds them is an error.
const (
	MaxBytes   = 64 << 20
	maxLine    = 1 << 16
	maxWords   = 32 // of a name or pattern
	maxSynset  = 4  // how deep sets of synonyms hold others
	maxSynonym = 20_000
	maxSpelled = 1_000_000 // synonyms and agents once sets are put in their places
)

// line is one line without its comment.
type line struct {
	text string
	n    int
}

// scan calls f with each line that holds more than a comment: "#" or ";" to the
// end of the line, or "<!-- … -->" over several.
func scan(name string, r io.Reader, f func(l line) error) error {
	in := &io.LimitedReader{R: r, N: MaxBytes + 1}
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 0, 4096), maxLine)
	inside := false
	n := 0
	for sc.Scan() {
		n++
		text := sc.Text()
		if inside {
			if _, rest, ok := strings.Cut(text, "-->"); ok {
				text = rest
			} else {
				continue
			}
		}
		text, inside = withoutComment(text)
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if err := f(line{text, n}); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	switch err := sc.Err(); {
	case err != nil:
		return fmt.Errorf("%s:%d: %w", name, n+1, err)
	case in.N <= 0:
		return fmt.Errorf("%s: larger than %d MB: split it", name, MaxBytes>>20)
	case inside:
		return fmt.Errorf("%s:%d: a comment <!-- is not closed", name, n)
	}
	return nil
}

// withoutComment cuts comments off a line; inside tells that one goes on.
func withoutComment(text string) (rest string, inside bool) {
	var kept strings.Builder
	for {
		i := strings.Index(text, "<!")
		if i < 0 {
			break
		}
		kept.WriteString(text[:i])
		j := strings.Index(text[i:], "->")
		if j < 0 {
			return kept.String(), true
		}
		text = text[i+j+2:]
	}
	if kept.Len() > 0 {
		text = kept.String() + text
	}
	open := false
	for i := range len(text) {
		switch text[i] {
		case '[':
			open = true
		case ']':
			open = false
		case '#', ';':
			if !open || strings.IndexByte(text[i:], ']') < 0 { // "[###]" is a code
				return text[:i], false
			}
		}
	}
	return text, false
}

// words splits a name or pattern at spaces and underscores, in capitals.
func words(s string) ([]string, error) {
	w := strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return r == ' ' || r == '_' || r == '\t' })
	if len(w) > maxWords {
		return nil, fmt.Errorf("%d words in a row, at most %d are taken", len(w), maxWords)
	}
	return w, nil
}

// bracket cuts "TEXT [CODE] more" into its text and what stands between the
// brackets; ok is false where there is no bracket at all.
func bracket(s string) (text, code, rest string, ok bool, err error) {
	i := strings.IndexByte(s, '[')
	if i < 0 {
		if strings.IndexByte(s, ']') >= 0 {
			return "", "", "", false, fmt.Errorf("a bracket ] without its [")
		}
		return s, "", "", false, nil
	}
	j := strings.IndexByte(s[i:], ']')
	if j < 0 {
		return "", "", "", false, fmt.Errorf("a code in brackets [ ] is not closed")
	}
	return s[:i], strings.TrimSpace(s[i+1 : i+j]), s[i+j+1:], true, nil
}

// Void tells whether a code stands for none: empty, "---" or "+++" or "###".
func Void(code string) bool { return strings.Trim(code, "-+#") == "" }

// same tells whether a word of the text is word w of a dictionary: itself, or
// its plural.
func same(form, w string) bool {
	if strings.EqualFold(form, w) {
		return true
	}
	n := len(w)
	switch {
	case len(form) == n+1:
		return (form[n] == 's' || form[n] == 'S') && strings.EqualFold(form[:n], w)
	case len(form) == n+2:
		return strings.EqualFold(form[n:], "es") && strings.EqualFold(form[:n], w) ||
			n > 1 && (w[n-1] == 'Y') && strings.EqualFold(form[:n-1], w[:n-1]) && strings.EqualFold(form[n-1:], "ies")
	}
	return false
}
