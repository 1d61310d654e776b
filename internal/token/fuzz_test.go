package token

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// checkLayout is the invariants of a layout.
func checkLayout(text string, l *doc.Layout) error {
	inside := func(s doc.Span) bool {
		edge := func(i int) bool {
			return i == len(text) || utf8.RuneStart(text[i]) || !utf8.ValidString(text)
		}
		return s.Start >= 0 && s.Start <= s.End && s.End <= len(text) && edge(s.Start) && edge(s.End)
	}
	at := 0
	for i, t := range l.Tokens {
		if !inside(t.Span) || t.Span.Empty() || t.Span.Start < at {
			return fmt.Errorf("token %d: span %v after %d of %d", i, t.Span, at, len(text))
		}
		if gap := text[at:t.Span.Start]; strings.ContainsFunc(gap, func(r rune) bool { c := classOf(r); return c != space && c != hidden }) {
			return fmt.Errorf("token %d: %q left out before it", i, gap)
		}
		if i+1 < len(l.Tokens) && t.SpaceAfter == (l.Tokens[i+1].Span.Start == t.Span.End) {
			return fmt.Errorf("token %d: SpaceAfter %v is wrong", i, t.SpaceAfter)
		}
		at = t.Span.End
	}
	tok := 0
	for i, s := range l.Sentences {
		if s.Tokens.First != tok || s.Tokens.Empty() || s.Span != l.SpanOf(s.Tokens) || !l.Paragraphs[s.Paragraph].Sentences.Has(i) {
			return fmt.Errorf("sentence %d: %+v", i, s)
		}
		tok = s.Tokens.End
	}
	sent := 0
	for i, p := range l.Paragraphs {
		if p.Sentences.First != sent || p.Sentences.Empty() || !inside(p.Span) || !p.Span.Contains(p.Dateline) && !p.Dateline.Empty() {
			return fmt.Errorf("paragraph %d: %+v", i, p)
		}
		for s := p.Sentences.First; s < p.Sentences.End; s++ {
			if !p.Span.Contains(l.Sentences[s].Span) {
				return fmt.Errorf("paragraph %d does not hold sentence %d", i, s)
			}
		}
		sent = p.Sentences.End
	}
	if utf8.ValidString(text) {
		d := doc.Document{Report: doc.Report{Text: text}, Layout: *l}
		if faults := d.Check(); len(faults) > 0 {
			return faults[0]
		}
	}
	if tok != len(l.Tokens) || sent != len(l.Sentences) {
		return fmt.Errorf("%d of %d tokens, %d of %d sentences are covered", tok, len(l.Tokens), sent, len(l.Sentences))
	}
	return checkQuotes(l, inside)
}

func checkQuotes(l *doc.Layout, inside func(doc.Span) bool) error {
	var stack []doc.Span
	start := 0
	for i, q := range l.Quotes {
		if !inside(q.Span) || !inside(q.Inner) || q.Inner.Empty() || !q.Span.Contains(q.Inner) || q.Span.Start < start || q.Closed && q.Continues {
			return fmt.Errorf("quote %d: %+v", i, q)
		}
		for len(stack) > 0 && stack[len(stack)-1].End <= q.Span.Start {
			stack = stack[:len(stack)-1]
		}
		if len(stack) > 0 && !stack[len(stack)-1].Contains(q.Span) || q.Depth != len(stack) {
			return fmt.Errorf("quote %d: %+v within %v", i, q, stack)
		}
		stack = append(stack, q.Span)
		start = q.Span.Start
	}
	return nil
}

// odd is texts that break what is naive.
var odd = []string{
	"", " ", "\n\n\n", "\ufeffText.", "a\xffb \xc3\x28 \xe2\x80", "\xe2", "\xe2\x80\x9c", "“", "”“”", `"`, "'", "’", "...", "…", ".", "U.S", "U.S.",
	"co\u00adope\u200bration \u200b, \u200d\ufe0f", "a\u00a0b\u202fc", "שלום עולם. \u200fمرحبا؟ بالعالم!", "a\r\nb\rc\u2028d\u2029e\u0085f",
	"don't 'tis ''x'' ``y'' ’’z’’ 'n' 'em '90s 's", "1-2-3-4 555-1234 non- -x --- a--b", "$5bn €3.5m 10% 20°C 5'10\" #tag @name +44 .5 :-) ;) =",
	"http:// www. https://x.y/(a)?b!. mailto:", "(((“‘\"'«„", "))”’\"'»“", "e.g. i.e. Ph.D. a.m. p.m. No. 5 No.", "\x00\x01\x7f", "👩‍👩‍👧 é e\u0301 \u0301",
	"KYIV, Ukraine (AP) — He", "GENEVA/WASHINGTON (Reuters) – He", "— He", "By", "(", "#", "# ", "I. I.", "A.", "Mr.", "a.B", "ab.Cd abc.Def", "A0'D'D ", "\xfb\x9b\xad\xfcՋ\xa1\xc40\xbb-0",
}

func TestOdd(t *testing.T) {
	for _, text := range odd {
		l := Split(text)
		if err := checkLayout(text, &l); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, text := range odd {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := Split(text)
		if err := checkLayout(text, &l); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

// heavy is texts of n bytes or so whose time must grow with n alone.
func heavy(n int) map[string]string {
	return map[string]string{
		"nested curly":     strings.Repeat("“", n/6) + "x" + strings.Repeat("”", n/6),
		"nested words":     strings.Repeat("“a ", n/10) + strings.Repeat("”", n/10),
		"open straight":    strings.Repeat(`"a `, n/3),
		"open single":      strings.Repeat("‘as ’ b ", n/10),
		"singles":          strings.Repeat("dogs' cats ", n/11),
		"mixed marks":      strings.Repeat("“‘«„\"' a ", n/17) + strings.Repeat("» ”", n/8),
		"one word":         strings.Repeat("a", n),
		"one hyphenation":  strings.Repeat("a-", n/2),
		"bound prefixes":   strings.Repeat("non-", n/4),
		"dots":             strings.Repeat("a.", n/2),
		"apostrophes":      strings.Repeat("a'b", n/3),
		"clitics":          strings.Repeat("a's", n/3),
		"only apostrophes": strings.Repeat("'", n),
		"numbers":          strings.Repeat("1,", n/2),
		"slashes":          strings.Repeat("1/", n/2),
		"emails":           strings.Repeat("a@", n/2),
		"address":          "http://" + strings.Repeat("(a)", n/3),
		"brackets":         strings.Repeat("(", n),
		"stops":            strings.Repeat("A. ", n/3),
		"stops and quotes": strings.Repeat(".”", n/4),
		"capitals":         strings.Repeat("A ", n/2),
		"lines":            strings.Repeat("A\n", n/2),
		"short lines":      strings.Repeat("By a\n", n/5),
		"hidden":           strings.Repeat("\u200b", n/3),
		"invalid":          strings.Repeat("\xff", n),
		"half runes":       strings.Repeat("\xe2\x80", n/2),
		"spaces":           "a" + strings.Repeat(" ", n) + "b",
		"initials spaced":  strings.Repeat("A."+strings.Repeat(" ", 50), n/52),
		"marks":            strings.Repeat("@", n),
		"faces":            strings.Repeat(":)", n/2),
	}
}

// TestLinear fails where time grows much faster than the text does.
func TestLinear(t *testing.T) {
	const small = 1 << 14
	big := heavy(16 * small)
	for name, text := range heavy(small) {
		measure := func(text string) time.Duration {
			best := time.Hour
			for range 3 {
				start := time.Now()
				l := Split(text)
				best = min(best, time.Since(start))
				if err := checkLayout(text, &l); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			return best
		}
		// A busy machine can slow one measurement; it does not slow all of them.
		a, b := measure(text), measure(big[name])
		for range 4 {
			if b <= 80*a || b <= 200*time.Millisecond {
				break
			}
			a, b = max(a, measure(text)), min(b, measure(big[name]))
		}
		if b > 80*a && b > 200*time.Millisecond {
			t.Errorf("%s: %v for %d bytes, %v for %d", name, a, len(text), b, len(big[name]))
		}
	}
}
