package source

import (
	"strings"
	"time"
)

// meta is what an input tells of the report in it.
type meta struct {
	url, outlet, title, author string
	language                   string // a lower-case BCP 47 tag
	published                  time.Time
}

// fill takes from other what m lacks.
func (m *meta) fill(other meta) {
	set := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	set(&m.url, other.url)
	set(&m.outlet, other.outlet)
	set(&m.title, other.title)
	set(&m.author, other.author)
	set(&m.language, other.language)
	if m.published.IsZero() {
		m.published = other.published
	}
}

// plain gives the report of a plain text.
func (r *run) plain(name string, b []byte) bool {
	text, note := decode(b)
	d := draft{name: name}
	if note != "" {
		d.notes = append(d.notes, note)
	}
	if b := bundleOf(text); b != noBundle {
		return r.bundle(name, b, strings.Split(text, "\n"), note)
	}
	d.meta, d.text = header(text)
	return r.give(d)
}

// header reads lines like "Title: …", "Date: …", "URL: …" that a text begins
// with, and gives the text behind them. There are none unless two lines at
// least begin so, or one and then an empty line.
func header(text string) (meta, string) {
	var m meta
	rest, fields := text, 0
	for fields < 8 {
		line, after, _ := strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		if line == "" {
			if fields == 0 && after != "" && strings.TrimSpace(rest) != "" {
				rest = after
				continue
			}
			break
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || len(line) > 400 || !m.field(strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)) {
			break
		}
		fields++
		rest = after
	}
	line, _, _ := strings.Cut(rest, "\n")
	if fields >= 2 || fields == 1 && strings.TrimSpace(line) == "" && !blank(rest) {
		return m, strings.TrimLeft(rest, "\r\n")
	}
	return meta{}, text
}

// field takes one header line; false when it is none.
func (m *meta) field(key, value string) bool {
	switch key {
	case "title", "headline":
		m.title = value
	case "date", "published", "publication date":
		day, ok := parseDate(value)
		if !ok {
			return false
		}
		m.published = day
	case "url", "link":
		if !strings.HasPrefix(value, "http") {
			return false
		}
		m.url = value
	case "outlet", "source", "publisher":
		m.outlet = value
	case "author", "byline":
		m.author = value
	case "language":
		m.language = languageTag(value)
		return m.language != ""
	default:
		return false
	}
	return value != ""
}
