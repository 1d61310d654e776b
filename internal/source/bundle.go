package source

import (
	"strings"
	"time"
)

// bundleKind is a kind of file in which an archive of newspapers gives many
// articles at a time.
type bundleKind uint8

const (
	noBundle      bundleKind = iota
	nexisNumbered            // Nexis, text and HTML: "1 of 100 DOCUMENTS" before each
	nexisEnded               // Nexis, DOCX and later forms: "End of Document" behind each
	factiva                  // Factiva: "Document" and its number behind each
)

// bundleOf tells whether a text is a bundle, and of what kind.
func bundleOf(text string) bundleKind {
	numbered := strings.Contains(text, " DOCUMENTS") || strings.Contains(text, " DOCUMENT\n")
	ended := strings.Contains(text, "End of Document")
	coded := strings.Contains(text, "Document ") && strings.Contains(text, " words")
	if !numbered && !ended && !coded {
		return noBundle
	}
	length, count, last, ends := 0, 0, 0, 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "\u00a0") {
			line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " "))
		}
		switch {
		case line == "" || len(line) > 120:
		case isNumbered(line):
			count++
		case line == "End of Document":
			last++
		case accession(line) != "":
			ends++
		case isLength(line) || isWords(line) || strings.HasPrefix(line, "WC ") || line == "WC":
			length++
		}
	}
	switch {
	case length == 0:
		return noBundle
	case count > 0:
		return nexisNumbered
	case last > 0:
		return nexisEnded
	case ends > 0:
		return factiva
	}
	return noBundle
}

// isNumbered tells whether a line is "1 of 100 DOCUMENTS".
func isNumbered(line string) bool {
	f := strings.Fields(line)
	if len(f) == 5 && (f[0] == "Document" || f[0] == "DOCUMENT") {
		return false
	}
	return len(f) == 4 && isNumber(f[0]) && strings.EqualFold(f[1], "of") && isNumber(f[2]) && (f[3] == "DOCUMENTS" || f[3] == "DOCUMENT")
}

func isNumber(s string) bool {
	return s != "" && len(s) < 9 && strings.Trim(s, "0123456789,.") == "" && s[0] >= '0' && s[0] <= '9'
}

// isWords tells whether a line is "512 words".
func isWords(line string) bool {
	n, rest, _ := strings.Cut(line, " ")
	return isNumber(n) && (rest == "words" || rest == "word")
}

// isLength tells whether a line is "LENGTH: 512 words".
func isLength(line string) bool {
	key, value, ok := strings.Cut(line, ":")
	return ok && strings.EqualFold(key, "length") && isWords(strings.TrimSpace(value))
}

// accession is the number in a line "Document LBA0000020250820el8k0012x", by
// which Factiva knows an article; "" in others.
func accession(line string) string {
	line = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(line, "AN "), "AN\u00a0"))
	id, ok := strings.CutPrefix(line, "Document ")
	if id = strings.TrimSpace(id); !ok || len(id) < 15 || len(id) > 40 {
		return ""
	}
	digits := 0
	for i := range len(id) {
		if !isAlnum(id[i]) {
			return ""
		}
		if id[i] >= '0' && id[i] <= '9' {
			digits++
		}
	}
	if digits < 6 {
		return ""
	}
	return id
}

// bundle gives the articles of a bundle, one a report. lines are its lines, or
// its paragraphs.
func (r *run) bundle(name string, kind bundleKind, lines []string, note string) bool {
	for i := range lines {
		lines[i] = strings.TrimSpace(strings.ReplaceAll(lines[i], "\u00a0", " "))
	}
	wrapped := kind == nexisNumbered && wrappedLines(lines)
	no, start := 0, 0
	emit := func(part []string, id string) bool {
		d := bundled(kind, part, wrapped)
		if d == nil {
			return true
		}
		no++
		if d.name = atLine(name, no); id != "" && r.ids.first(name+"#"+id) {
			d.name = name + "#" + id
		}
		if note != "" {
			d.notes = append(d.notes, note)
		}
		return r.give(*d) && r.ctx.Err() == nil
	}
	for i, line := range lines {
		ends, id := false, ""
		switch kind {
		case nexisNumbered:
			ends = isNumbered(line)
		case nexisEnded:
			ends = line == "End of Document"
		case factiva:
			id = accession(line)
			ends = id != ""
		}
		if !ends {
			continue
		}
		if !emit(lines[start:i], id) {
			return false
		}
		start = i + 1
	}
	if !emit(lines[start:], "") {
		return false
	}
	if no == 0 {
		return r.bad(name, "a bundle without an article", "export it anew, with the full texts")
	}
	return true
}

// bundled is the article in a part of a bundle; nil where there is none, as before
// the first and behind the last.
func bundled(kind bundleKind, part []string, wrapped bool) *draft {
	if kind == factiva {
		return factivaArticle(part)
	}
	return nexisArticle(part, wrapped)
}

// wrappedLines tells whether lines are paragraphs broken to a width: hardly one
// is long.
func wrappedLines(lines []string) bool {
	long := 0
	for _, l := range lines {
		if len(l) > 100 {
			long++
		}
	}
	return long*100 <= len(lines)
}

// joined is the text of lines, a paragraph a line. Of wrapped lines, those
// between empty ones are one paragraph.
func joined(lines []string, wrapped bool) string {
	var b strings.Builder
	open := false
	for _, l := range lines {
		switch {
		case l == "":
			if open {
				b.WriteByte('\n')
			}
			open = false
		case open && wrapped:
			b.WriteByte(' ')
			b.WriteString(l)
		default:
			if open {
				b.WriteByte('\n')
			}
			b.WriteString(l)
			open = true
		}
	}
	return strings.TrimSpace(b.String())
}

// nexisField is a line "BYLINE: By JANE DOE" of a Nexis article.
func nexisField(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	key = strings.ToUpper(strings.TrimSpace(key))
	switch key {
	case "BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "HEADLINE", "SERIES", "DISTRIBUTION", "CORRECTION", "CORRECTION-DATE", "EDITOR-NOTE", "TITLE",
		"LANGUAGE", "LOAD-DATE", "PUBLICATION-TYPE", "PUB-TYPE", "GRAPHIC", "SUBJECT", "COUNTRY", "GEOGRAPHIC", "ORGANIZATION", "COMPANY", "PERSON", "JOURNAL-CODE",
		"JOURNAL CODE", "INDUSTRY", "TICKER", "STATE", "CITY", "URL", "ACC-NO", "DOCUMENT-TYPE", "LINK", "TYPE", "NOTES", "PUBLICATION TYPE", "LOAD DATE":
		return key, strings.TrimSpace(value), ok
	}
	return "", "", false
}

// opens tells whether a field stands before an article's text.
func opens(key string) bool {
	switch key {
	case "BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "HEADLINE", "SERIES", "DISTRIBUTION", "CORRECTION", "CORRECTION-DATE", "EDITOR-NOTE", "TITLE":
		return true
	}
	return false
}

// nexisArticle reads one article of Nexis: what stands before its LENGTH line is
// outlet, day and title in one of two orders, what is behind it its text, up to
// the fields that end it.
func nexisArticle(part []string, wrapped bool) *draft {
	length := -1
	for i, line := range part {
		if isLength(line) {
			length = i
			break
		}
	}
	if length < 0 {
		return nil
	}
	d := &draft{}
	day := nexisDay(part[:length], &d.meta)
	nexisHead(part[:length], day, &d.meta)
	body := nexisFields(part, length, &d.meta)
	d.text = joined(body, wrapped)
	return d
}

// nexisDay finds the line with an article's day, the last one before its fields;
// -1 where there is none.
func nexisDay(head []string, m *meta) int {
	for i := len(head) - 1; i >= 0; i-- {
		if _, _, field := nexisField(head[i]); field || len(head[i]) > 80 {
			continue
		}
		if day := dayInLine(head[i]); !day.IsZero() {
			m.published = day
			return i
		}
	}
	return -1
}

// dayInLine is the day that a line begins with, also behind a weekday.
func dayInLine(line string) time.Time {
	if day, ok := parseDate(line); ok {
		return day
	}
	if first, rest, ok := strings.Cut(line, " "); ok && strings.HasSuffix(strings.ToLower(strings.TrimRight(first, ",")), "day") {
		if day, ok := parseDate(rest); ok {
			return day
		}
	}
	return time.Time{}
}

// nexisHead finds outlet and title around the day's line: the outlet before it;
// the title behind it in the older form, before the outlet in the later one.
func nexisHead(head []string, day int, m *meta) {
	if day < 0 {
		return
	}
	var before, behind []string
	for _, l := range head[:day] {
		if l != "" && !isRights(l) {
			before = append(before, l)
		}
	}
	gap := false
	for _, l := range head[day+1:] {
		_, _, field := nexisField(l)
		switch {
		case field:
			gap = true
		case l == "":
			gap = gap || len(behind) > 0
		case isRights(l) || isEdition(l) || gap:
		default:
			behind = append(behind, l)
		}
	}
	if n := len(before); n > 0 {
		m.outlet = before[n-1]
		if n > 1 && len(behind) == 0 {
			m.title = before[n-2]
		}
	}
	if len(behind) > 0 {
		m.title = strings.Join(behind, " ")
	}
}

// isRights tells whether a line claims rights.
func isRights(l string) bool {
	low := strings.ToLower(l)
	return strings.HasPrefix(low, "copyright") || strings.HasPrefix(low, "(c) ") || strings.HasPrefix(low, "© ") || strings.HasPrefix(low, "all rights reserved") || strings.HasSuffix(low, "all rights reserved") && len(low) < 200
}

// isEdition tells whether a line names an edition, or a time of day.
func isEdition(l string) bool {
	low := strings.ToLower(l)
	words := len(strings.Fields(low))
	return words <= 6 && (strings.Contains(low, "edition") && (strings.HasSuffix(low, "edition") || strings.Contains(low, "edition -") || strings.Contains(low, "edition;"))) ||
		words <= 4 && len(low) > 4 && low[0] >= '0' && low[0] <= '9' && (strings.HasSuffix(low, "gmt") || strings.HasSuffix(low, "am") || strings.HasSuffix(low, "pm") || strings.HasSuffix(low, "est"))
}

// nexisFields takes the fields of an article, and gives the lines of its text.
func nexisFields(part []string, length int, m *meta) []string {
	var body []string
	closed, key := false, ""
	for i, line := range part {
		k, value, field := nexisField(line)
		switch {
		case field && !closed && !opens(k) && i > length && (strings.ToUpper(line[:len(k)]) == line[:len(k)] || k == "LOAD-DATE" || k == "LANGUAGE"):
			closed = true
		case !closed && (line == "Graphic" || line == "Classification" || line == "Notes") && i > length:
			closed = true
		}
		if field {
			key = k
			m.nexis(k, value)
		}
		switch {
		case i <= length || closed:
			if line == "" {
				key = ""
			}
			continue
		case line == "Body" || line == "BODY:" || isRights(line) && len(body) == 0:
			key = ""
			continue
		case field && opens(k):
			continue
		case key != "" && opens(key) && line != "" && len(body) == 0 && key != "LENGTH":
			continue // a field that goes on
		case line == "":
			key = ""
		}
		body = append(body, line)
	}
	for len(body) > 0 && (body[len(body)-1] == "" || isRights(body[len(body)-1])) {
		body = body[:len(body)-1]
	}
	return body
}

// nexis takes one field.
func (m *meta) nexis(key, value string) {
	switch key {
	case "BYLINE":
		m.fill(meta{author: byline(value)})
	case "HEADLINE", "TITLE":
		m.fill(meta{title: value})
	case "LANGUAGE":
		m.fill(meta{language: languageTag(value)})
	case "URL", "LINK":
		if originOfURL(value) != "" {
			m.fill(meta{url: value})
		}
	case "LOAD-DATE", "LOAD DATE":
		if m.published.IsZero() {
			m.published = dayInLine(value)
		}
	}
}

// byline is an author's name without "By".
func byline(s string) string {
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		s = s[3:]
	}
	return strings.TrimSpace(s)
}
