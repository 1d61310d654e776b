package doc

import (
	"math"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// MarshalJSON writes the report and its record in the form "parley/1", which
// schema/parley-1.schema.json describes. The layers below the record (tokens,
// tags, trees, names) are not part of it; [AppendCoNLLU] writes those.
func (d Document) MarshalJSON() ([]byte, error) { return AppendJSON(nil, &d), nil }

// AppendJSON appends the JSON form of d to dst, on one line and without a line
// end. Every list that the schema names is there, as [] when it is empty; a
// single value (a string, a span, an identifier) is left out when there is
// none. Confidences are rounded to four digits.
func AppendJSON(dst []byte, d *Document) []byte {
	if dst == nil {
		dst = make([]byte, 0, len(d.Report.Text)+200*(8+len(d.Actors)+len(d.Statements)+2*len(d.Moves)))
	}
	w := writer{dst}
	w.open('{')
	w.str("schema", Schema)
	w.key("report")
	w.report(d)
	each(&w, "actors", d.Actors, (*writer).actor)
	each(&w, "statements", d.Statements, (*writer).statement)
	each(&w, "moves", d.Moves, (*writer).move)
	each(&w, "times", d.Times, (*writer).time)
	each(&w, "proposals", d.Proposals, (*writer).proposal)
	each(&w, "shifts", d.Shifts, (*writer).shift)
	each(&w, "commitments", d.Commitments, (*writer).commitment)
	each(&w, "deadlines", d.Deadlines, (*writer).deadline)
	w.key("notes")
	w.open('[')
	for _, n := range d.Notes {
		w.comma()
		w.quote(n)
	}
	w.close(']')
	w.close('}')
	return w.b
}

// Failure is an input that could not be read, as a stream tells it in the
// place of the document. It is an error.
type Failure struct {
	Input string // as the user named it
	What  string // what is wrong, lower case, without a full stop
	Do    string // what the user can do about it; "" when nothing is known
}

// Error is "input: what".
func (f *Failure) Error() string { return f.Input + ": " + f.What }

// AppendJSON appends {"schema":…,"error":{…}}, without a line end.
func (f *Failure) AppendJSON(dst []byte) []byte {
	w := writer{dst}
	w.open('{')
	w.str("schema", Schema)
	w.key("error")
	w.open('{')
	w.str("input", f.Input)
	w.str("what", f.What)
	w.str("do", f.Do)
	w.close('}')
	w.close('}')
	return w.b
}

// Words is the number of words in the text: the stretches between white space.
func (d *Document) Words() int {
	n, in := 0, false
	for _, r := range d.Report.Text {
		space := unicode.IsSpace(r)
		if !space && !in {
			n++
		}
		in = !space
	}
	return n
}

// writer appends JSON to b. Commas are put by what stands before.
type writer struct{ b []byte }

func (w *writer) open(c byte)  { w.b = append(w.b, c) }
func (w *writer) close(c byte) { w.b = append(w.b, c) }

func (w *writer) comma() {
	if n := len(w.b); n > 0 && w.b[n-1] != '{' && w.b[n-1] != '[' && w.b[n-1] != ':' {
		w.b = append(w.b, ',')
	}
}

func (w *writer) key(k string) {
	w.comma()
	w.b = append(w.b, '"')
	w.b = append(w.b, k...)
	w.b = append(w.b, '"', ':')
}

// str writes a string that is always there; opt one that is left out when empty.
func (w *writer) str(k, v string) {
	w.key(k)
	w.quote(v)
}

func (w *writer) opt(k, v string) {
	if v != "" {
		w.str(k, v)
	}
}

func (w *writer) yes(k string, v bool) {
	if v {
		w.key(k)
		w.b = append(w.b, "true"...)
	}
}

func (w *writer) span(k string, s Span) {
	if !s.Empty() {
		w.key(k)
		w.pair(s)
	}
}

func (w *writer) pair(s Span) {
	w.b = append(w.b, '[')
	w.b = strconv.AppendInt(w.b, int64(s.Start), 10)
	w.b = append(w.b, ',')
	w.b = strconv.AppendInt(w.b, int64(s.End), 10)
	w.b = append(w.b, ']')
}

func (w *writer) spans(k string, list []Span) {
	w.key(k)
	w.open('[')
	for _, s := range list {
		w.comma()
		w.pair(s)
	}
	w.close(']')
}

func (w *writer) ident(prefix byte, n int) {
	w.b = append(w.b, '"', prefix)
	w.b = strconv.AppendInt(w.b, int64(n), 10)
	w.b = append(w.b, '"')
}

func (w *writer) id(k string, prefix byte, n int) {
	if n != 0 {
		w.key(k)
		w.ident(prefix, n)
	}
}

func (w *writer) actors(k string, list []ActorID) {
	w.key(k)
	w.open('[')
	for _, a := range list {
		w.comma()
		w.ident('a', int(a))
	}
	w.close(']')
}

// confidence writes p between 0 and 1; what is no number counts as 0.
func (w *writer) confidence(p float64) {
	w.key("confidence")
	if math.IsNaN(p) {
		p = 0
	}
	p = math.Round(min(max(p, 0), 1)*1e4) / 1e4
	w.b = strconv.AppendFloat(w.b, p, 'f', -1, 64)
}

// each writes a list of objects.
func each[T any](w *writer, k string, list []T, one func(*writer, *T)) {
	w.key(k)
	w.open('[')
	for i := range list {
		w.comma()
		w.open('{')
		one(w, &list[i])
		w.close('}')
	}
	w.close(']')
}

const hexDigits = "0123456789abcdef"

// quote writes a JSON string. The line separators U+2028 and U+2029 are
// escaped so that a line stays a line for every reader; bytes that are no
// UTF-8 become U+FFFD.
func (w *writer) quote(s string) {
	w.b = append(w.b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			w.b = append(w.b, s[from:i]...)
			w.b = appendEscape(w.b, c)
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r == '\u2028' || r == '\u2029' {
			w.b = append(w.b, s[from:i]...)
			w.b = append(w.b, '\\', 'u')
			for shift := 12; shift >= 0; shift -= 4 {
				w.b = append(w.b, hexDigits[r>>shift&15])
			}
			from = i + n
		}
		i += n
	}
	w.b = append(w.b, s[from:]...)
	w.b = append(w.b, '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// day is the form of a date in JSON; "" for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
