package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// columns are the names by which a table's columns are told, most telling first.
var columns = map[string][]string{
	"text":     {"text", "fulltext", "articletext", "body", "articlebody", "content", "contents", "maintext", "story", "article", "message"},
	"title":    {"title", "headline", "heading", "hd"},
	"date":     {"published", "date", "publishedat", "datepublished", "publicationdate", "publishdate", "pubdate", "pubtime", "datetime", "timestamp", "day", "createdat"},
	"url":      {"url", "link", "address", "canonicalurl", "permalink", "weburl"},
	"outlet":   {"outlet", "source", "publisher", "publication", "sourcename", "newspaper", "site", "sitename", "domain", "media"},
	"author":   {"author", "authors", "byline", "creator", "writer"},
	"language": {"language", "lang"},
	"id":       {"id", "docid", "articleid", "uuid", "guid"},
}

// columnName is a column's name as columns has it.
func columnName(s string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "", ".", "", "\"", "", "\ufeff", "").Replace(s))
}

// separatorOf is the character that separates the fields of a table that begins
// with line; 0 where there is none.
func separatorOf(line []byte) byte {
	best, most := byte(0), 0
	for _, sep := range []byte{'\t', ',', ';', '|'} {
		if n := bytes.Count(line, []byte{sep}); n > most {
			best, most = sep, n
		}
	}
	return best
}

// isTable tells whether a file that begins with head is a table with a header:
// by its name, or by two known columns in its first line, one of them of text.
func isTable(ext string, head []byte) bool {
	switch ext {
	case ".csv", ".tsv":
		return notText(head) == ""
	case ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".md":
		return false
	}
	line, _, ok := bytes.Cut(head, []byte("\n"))
	sep := separatorOf(line)
	if !ok || sep == 0 || len(line) > 1000 {
		return false
	}
	known, text := 0, false
	for name := range strings.SplitSeq(string(line), string(sep)) {
		if len(name) > 40 {
			return false
		}
		for kind, names := range columns {
			if slices.Contains(names, columnName(strings.TrimSpace(name))) {
				known++
				text = text || kind == "text"
			}
		}
	}
	return text && known >= 2
}

// table gives the reports of a CSV or TSV file, one a row.
func (r *run) table(name string, br *bufio.Reader, head []byte) bool {
	decoded, note := br, ""
	if _, n := decode(head[:max(0, len(head)-4)]); n != "" && strings.HasPrefix(n, "read as UTF-16") {
		b, err := r.all(br, r.MaxFile)
		if err != nil {
			return r.fail(name, err)
		}
		var text string
		text, note = decode(b)
		decoded, head = bufio.NewReader(strings.NewReader(text)), []byte(text[:min(len(text), peekSize)])
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	in := &limited{r: decoded, limit: r.MaxFile}
	rows := csv.NewReader(in)
	rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
	if sep := separatorOf(line); sep != 0 {
		rows.Comma = rune(sep)
	}
	header, err := rows.Read()
	if err != nil {
		return r.fail(name, tableProblem(err))
	}
	at := placesOf(header)
	if _, ok := at["text"]; !ok {
		return r.bad(name, "no column of text among "+listed(header), "name the column \"text\"")
	}
	found := false
	for no := 2; ; no++ {
		in.left = r.MaxFile
		row, err := rows.Read()
		switch {
		case errors.Is(err, io.EOF):
			if !found {
				return r.bad(name, "a table without rows", "")
			}
			return true
		case err != nil:
			found = true
			var syntax *csv.ParseError
			if !r.fail(fmt.Sprintf("%s:%d", name, no), tableProblem(err)) || !errors.As(err, &syntax) {
				return false
			}
			continue
		}
		found = true
		if !r.row(name, no, row, at, note) || r.ctx.Err() != nil {
			return false
		}
	}
}

// placesOf tells which column holds what.
func placesOf(header []string) map[string]int {
	at := map[string]int{}
	for kind, names := range columns {
		for _, want := range names {
			if i := slices.IndexFunc(header, func(h string) bool { return columnName(strings.TrimSpace(h)) == want }); i >= 0 {
				at[kind] = i
				break
			}
		}
	}
	return at
}

// row gives the report of one row.
func (r *run) row(name string, no int, row []string, at map[string]int, note string) bool {
	get := func(kind string) string {
		if i, ok := at[kind]; ok && i < len(row) {
			return row[i]
		}
		return ""
	}
	d := draft{name: fmt.Sprintf("%s:%d", name, no)}
	text, n := decode([]byte(get("text")))
	if d.text = text; looksHTML(text) {
		d.text = htmlText(text)
	}
	for _, s := range []string{note, n} {
		if s != "" {
			d.notes = append(d.notes, s)
		}
	}
	plain := func(kind string) string {
		s, _ := decode([]byte(get(kind)))
		return oneLine(s)
	}
	if id := plain("id"); id != "" && len(id) < 200 {
		if at := name + "#" + id; r.ids.first(at) {
			d.name = at
		} else {
			d.notes = append(d.notes, fmt.Sprintf("the id %q is there twice", id))
		}
	}
	d.meta = meta{title: plain("title"), url: plain("url"), outlet: plain("outlet"), author: plain("author"), language: languageTag(plain("language"))}
	d.meta.published = anyDate(plain("date"))
	return r.give(d)
}

// listed is a list of names, cut where it is long.
func listed(names []string) string {
	var b strings.Builder
	for i, n := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == 20 {
			fmt.Fprintf(&b, "… (%d in all)", len(names))
			break
		}
		fmt.Fprintf(&b, "%.40q", strings.TrimSpace(strings.TrimPrefix(n, "\ufeff")))
	}
	return b.String()
}

// tableProblem is a reader's error in the user's words.
func tableProblem(err error) error {
	if p := new(problem); errors.As(err, &p) {
		return p
	}
	if errors.Is(err, io.EOF) {
		return &problem{"nothing is in it", "give a table with a header and its \"text\""}
	}
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return &problem{fmt.Sprintf("line %d is no row of a table: %v", syntax.Line, syntax.Err), "check the quotation marks in it"}
	}
	return readProblem(err)
}
