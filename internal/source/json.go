package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// lines gives the reports of JSON lines. A bad line is an error of that line.
func (r *run) lines(name string, br *bufio.Reader) bool {
	found := false
	for no := 1; ; no++ {
		line, err := readLine(br, r.MaxFile)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		at := fmt.Sprintf("%s:%d", name, no)
		if no == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		more := true
		switch {
		case err != nil && !errors.Is(err, io.EOF):
			found, more = true, r.fail(at, err)
			if p := new(problem); !errors.As(err, &p) || strings.HasPrefix(err.Error(), "damaged") {
				return more
			}
		case len(bytes.TrimSpace(line)) == 0:
		default:
			found, more = true, r.object(name, at, line)
		}
		if !more || r.ctx.Err() != nil {
			return false
		}
	}
	if !found {
		return r.bad(name, "nothing is in it", "write one JSON object a line, with its \"text\"")
	}
	return true
}

// readLine reads one line without its end. A line longer than limit is read
// over, and an error. The error is io.EOF at the end, with or without a line.
func readLine(br *bufio.Reader, limit int64) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := br.ReadSlice('\n')
		if !long && int64(len(line)+len(part)) > limit {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long {
			return nil, tooLarge(limit)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, readProblem(err)
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}

// values gives the reports of one JSON object, or of a list of them.
func (r *run) values(name string, br *bufio.Reader) bool {
	if b, _ := br.Peek(3); string(b) == "\xef\xbb\xbf" {
		_, _ = br.Discard(3) // peeked at: they are there
	}
	in := &limited{r: br, limit: r.MaxFile}
	dec := json.NewDecoder(in)
	first := skipSpace(br)
	if first != '[' {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return r.fail(name, jsonProblem(err))
		}
		return r.object(name, name, raw)
	}
	if _, err := dec.Token(); err != nil {
		return r.fail(name, jsonProblem(err))
	}
	for no := 1; dec.More(); no++ {
		at := fmt.Sprintf("%s:%d", name, no)
		var raw json.RawMessage
		in.left = r.MaxFile
		if err := dec.Decode(&raw); err != nil {
			return r.fail(at, jsonProblem(err))
		}
		if !r.object(name, at, raw) || r.ctx.Err() != nil {
			return false
		}
	}
	if _, err := dec.Token(); err != nil {
		return r.fail(name, jsonProblem(err))
	}
	return true
}

// limited reads until left is used up; it begins with limit.
type limited struct {
	r     io.Reader
	limit int64
	left  int64
	begun bool
}

// Read reads, and fails when too much has been read since left was set.
func (l *limited) Read(p []byte) (int, error) {
	if !l.begun {
		l.begun, l.left = true, max(l.left, l.limit)
	}
	if l.left <= 0 {
		return 0, tooLarge(l.limit)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

// skipSpace is the first character that is no white space; it is not read over.
func skipSpace(br *bufio.Reader) byte {
	for {
		b, err := br.Peek(1)
		if err != nil {
			return 0
		}
		if b[0] != ' ' && b[0] != '\n' && b[0] != '\r' && b[0] != '\t' {
			return b[0]
		}
		_, _ = br.Discard(1) // peeked at: it is there
	}
}

// jsonProblem is a decoder's error in the user's words.
func jsonProblem(err error) error {
	if p := new(problem); errors.As(err, &p) {
		return p
	}
	what := strings.TrimPrefix(err.Error(), "json: ")
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(what, "unexpected end"):
		what = "it ends too early"
	case errors.As(err, &kind):
		return &problem{"a JSON " + kind.Value + " where an object is wanted", "write one JSON object a report, with its \"text\""}
	}
	return &problem{"no JSON that can be read: " + what, "write one JSON object a report, with its \"text\""}
}

// object gives the report of one JSON object. at names its place.
func (r *run) object(name, at string, raw []byte) bool {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(raw, &o); err != nil {
		return r.fail(at, jsonProblem(err))
	}
	if inner, ok := o["report"]; ok && len(o["text"]) == 0 {
		var within map[string]json.RawMessage
		if json.Unmarshal(inner, &within) == nil && len(within) > 0 {
			o = within
		}
	}
	fields := make(map[string]json.RawMessage, len(o))
	for k, v := range o {
		k = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(k))
		fields[k] = v
	}
	text, known := field(fields, "text", "body", "content", "articlebody", "fulltext", "maintext", "article")
	if !known {
		return r.bad(at, "the object has no text", "name the field \"text\"")
	}
	d := draft{name: at, text: tidy(strings.ToValidUTF8(text, "\ufffd"))}
	if looksHTML(text) {
		d.text = htmlText(text)
	}
	if id, _ := field(fields, "id", "docid", "uuid", "guid"); id != "" && len(id) < 200 && name != at {
		d.name = name + "#" + strings.ToValidUTF8(id, "\ufffd")
		if !r.ids.first(d.name) {
			d.name = at
			d.notes = append(d.notes, fmt.Sprintf("the id %q is there twice", id))
		}
	}
	d.meta.title, _ = field(fields, "title", "headline")
	d.meta.url, _ = field(fields, "url", "link", "canonicalurl")
	d.meta.outlet, _ = field(fields, "outlet", "source", "publisher", "site", "sitename", "domain")
	d.meta.author, _ = field(fields, "author", "authors", "byline")
	if d.meta.language, _ = field(fields, "language", "lang"); d.meta.language != "" {
		d.meta.language = languageTag(d.meta.language)
	}
	day, _ := field(fields, "published", "date", "datepublished", "publishedat", "publicationdate", "pubdate", "publishdate", "datetime", "timestamp")
	if t, ok := parseDate(day); ok {
		d.meta.published = t
	} else if n, err := json.Number(day).Float64(); err == nil {
		d.meta.published = unixDate(n)
	}
	return r.give(d)
}

// field is the first of the named fields that holds anything: a string, a
// number, the "name" of an object, or a list of these. known tells whether one
// of them is there at all.
func field(fields map[string]json.RawMessage, names ...string) (value string, known bool) {
	for _, n := range names {
		raw, ok := fields[n]
		if !ok {
			continue
		}
		known = true
		var v any
		if json.Unmarshal(raw, &v) != nil {
			continue
		}
		if s := plainValue(v, 3); s != "" {
			return s, true
		}
	}
	return "", known
}

// plainValue is a JSON value as one string: of an object its name, of a list
// its parts, no deeper than depth.
func plainValue(v any, depth int) string {
	if depth == 0 {
		return ""
	}
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return fmt.Sprintf("%.0f", v)
	case map[string]any:
		for _, key := range [...]string{"name", "title", "@value"} {
			if s, ok := v[key].(string); ok {
				return strings.TrimSpace(s)
			}
		}
	case []any:
		var parts []string
		for _, x := range v {
			if s := plainValue(x, depth-1); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}
