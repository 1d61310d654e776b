package web

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// Where pasted text may tell its title, outlet and day: in its first lines.
const (
	guessLines = 6   // lines with words that are looked at
	longTitle  = 160 // letters
	longLine   = 80  // letters of a line that is a date with its place
)

var (
	// dateIn is a day with its year, as 16 May 2025, May 16, 2025 or 2025-05-16.
	dateIn = regexp.MustCompile(`\d{4}-\d{2}-\d{2}|\d{1,2} \pL{3,9}\.? \d{4}|\pL{3,9}\.? \d{1,2}, \d{4}`)
	// agencyIn is an outlet in brackets behind the place at the head of a report.
	agencyIn = regexp.MustCompile(`^[^()\n]{2,60}\((\p{Lu}[^()\n]{1,39})\)\s*[-–—:]`)
	dayForms = [...]string{time.DateOnly, "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006"}
)

// guess fills in what a pasted report does not tell apart from its text: a headline
// of its own, the day of its dateline, the agency of its dateline. It takes only
// what stands where reports have it, and leaves the text as it is.
func guess(r *doc.Report) {
	n := 0
	for line, rest := "", r.Text; rest != "" && n < guessLines; {
		line, rest, _ = strings.Cut(rest, "\n")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if n == 0 && r.Title == "" && headline(line, rest) {
			r.Title = line
		}
		if m := agencyIn.FindStringSubmatch(line); m != nil && r.Outlet == "" && !hasDigit(m[1]) {
			r.Outlet = m[1]
		}
		if day, ok := datelineDay(line); ok && r.Published.IsZero() {
			r.Published, r.DateFrom = day, "dateline"
		}
		n++
	}
}

// headline tells whether the first line of a text is its title: short, no sentence,
// and set apart from what follows.
func headline(line, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	next, more, _ := strings.Cut(rest, "\n")
	return utf8.RuneCountInString(line) <= longTitle && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == '?') &&
		strings.TrimSpace(next) == "" && strings.TrimSpace(more) != "" && len(strings.Fields(line)) > 1 && !dateIn.MatchString(line)
}

// datelineDay is the day of a line that is a date with its place, or of a dateline
// that a sentence follows. A day within a sentence is not that of the report.
func datelineDay(line string) (time.Time, bool) {
	at := dateIn.FindStringIndex(line)
	if at == nil {
		return time.Time{}, false
	}
	before, after := line[:at[0]], strings.TrimSpace(line[at[1]:])
	first, _ := utf8.DecodeRuneInString(after)
	alone := after == "" && utf8.RuneCountInString(line) <= longLine
	if !alone && !strings.ContainsRune("-–—(", first) || len(strings.Fields(before)) > 6 {
		return time.Time{}, false
	}
	words := strings.ReplaceAll(line[at[0]:at[1]], ".", "")
	for _, form := range dayForms {
		if day, err := time.Parse(form, words); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }
