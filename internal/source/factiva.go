package source

import "strings"

// isFactivaCode tells whether s is the code of a field of an article of Factiva.
func isFactivaCode(s string) bool {
	switch s {
	case "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM", "VOL", "ART", "CX":
		return true
	}
	return false
}

// factivaArticle reads one article of Factiva, with the codes of its fields or
// without; nil where there is none.
func factivaArticle(part []string) *draft {
	part = factivaFrame(part)
	if fields := factivaFields(part); fields != nil {
		return codedArticle(fields)
	}
	return uncodedArticle(part)
}

// factivaFrame leaves out what frames the articles on a page.
func factivaFrame(part []string) []string {
	var out []string
	for _, l := range part {
		low := strings.ToLower(l)
		if strings.HasPrefix(low, "page ") && strings.Contains(low, " factiva") || strings.Contains(low, "factiva, inc. all rights reserved") {
			continue
		}
		if f := strings.Fields(low); len(f) == 4 && f[0] == "page" && f[2] == "of" {
			continue
		}
		out = append(out, l)
	}
	return out
}

// factivaFields is the fields of an article by their codes; nil where it has
// none. A code stands in its line alone, or before its value.
func factivaFields(part []string) map[string][]string {
	fields := map[string][]string{}
	code, known := "", 0
	for _, l := range part {
		first, rest, _ := strings.Cut(l, " ")
		if first = strings.TrimSpace(first); isFactivaCode(first) && len(fields[first]) == 0 && !(isSubject(first) && rest != "" && !strings.Contains(rest, ":")) {
			code = first
			if known++; strings.TrimSpace(rest) == "" {
				fields[code] = append(fields[code], "")
				continue
			}
			l = strings.TrimSpace(rest)
		}
		if code != "" {
			fields[code] = append(fields[code], l)
		}
	}
	if known < 4 || len(fields["HD"]) == 0 || len(fields["WC"]) == 0 && len(fields["PD"]) == 0 {
		return nil
	}
	return fields
}

// isSubject tells whether a code is of a list "code : name", which stands behind
// the text and tells it from words in capitals.
func isSubject(code string) bool { return code == "CO" || code == "IN" || code == "NS" || code == "RE" }

// codedArticle is the article of some fields.
func codedArticle(fields map[string][]string) *draft {
	one := func(code string) string { return oneLine(strings.Join(fields[code], " ")) }
	d := &draft{meta: meta{title: one("HD"), author: byline(one("BY")), outlet: one("SN"), language: languageTag(one("LA")), published: dayInLine(one("PD"))}}
	d.text = strings.TrimSpace(joined(fields["LP"], false) + "\n" + joined(fields["TD"], false))
	return d
}

// uncodedArticle reads an article whose fields have no codes: its title and its
// byline stand before the line of its length, day, outlet, code, language and
// rights behind it, each in a line.
func uncodedArticle(part []string) *draft {
	words := -1
	for i, l := range part {
		if isWords(l) {
			words = i
			break
		}
	}
	if words < 0 {
		return nil
	}
	d := &draft{}
	factivaTitle(part[:words], &d.meta)
	body := factivaHead(part, words+1, &d.meta)
	d.text = joined(part[body:], false)
	return d
}

// factivaTitle tells title and byline among the lines before the length.
func factivaTitle(head []string, m *meta) {
	var lines []string
	for i, l := range head {
		if l != "" {
			lines = append(lines, l)
		} else if i > 0 && i+1 < len(head) && len(lines) > 3 {
			lines = lines[:0] // a summary of the search
		}
	}
	if n := len(lines); n > 1 && (strings.HasPrefix(strings.ToLower(lines[n-1]), "by ") || looksLikeNames(lines[n-1])) {
		m.author = byline(lines[n-1])
		lines = lines[:n-1]
	}
	if n := len(lines); n > 0 {
		m.title = lines[n-1]
		if n > 1 && len(strings.Fields(m.title)) < 4 && len(strings.Fields(lines[n-2])) >= 4 {
			m.title = lines[n-2]
		}
	}
}

// looksLikeNames tells whether a line is but names of people: two to five words
// with capitals.
func looksLikeNames(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	for _, w := range words {
		if c := w[0]; c >= 'a' && c <= 'z' && w != "and" && w != "de" && w != "van" && w != "von" || c >= '0' && c <= '9' {
			return false
		}
	}
	return true
}

// factivaHead takes the lines behind the length, and tells where the text
// begins.
func factivaHead(part []string, at int, m *meta) int {
	const reach = 16
	body := at
	for i := at; i < min(len(part), at+reach); i++ {
		l := part[i]
		switch {
		case l == "":
			if m.outlet != "" && m.language != "" {
				return i
			}
		case isRights(l):
			return i + 1
		case m.published.IsZero() && !dayInLine(l).IsZero():
			m.published = dayInLine(l)
			body = i + 1
		case m.published.IsZero():
		case isClock(l):
			body = i + 1
		case m.outlet == "":
			m.outlet = l
			body = i + 1
		case m.language == "" && len(l) < 24 && languageTag(l) != "" && languageNames()[strings.ToLower(l)] != "":
			m.language = languageTag(l)
			body = i + 1
		case len(l) > 80:
			return body
		}
	}
	return body
}

// isClock tells whether a line is a time of day.
func isClock(l string) bool {
	return len(l) <= 14 && len(l) >= 4 && l[0] >= '0' && l[0] <= '9' && strings.Contains(l, ":")
}
