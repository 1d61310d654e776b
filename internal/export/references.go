package export

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/parley-reader/parley/ledger"
)

// references writes the reports of the question, and those that its lines name,
// each as of makes it.
func (e *export) references(out io.Writer, of func(*ledger.Report) string) error {
	walk, err := e.l.Walk(e.ctx, e.ask)
	if err != nil {
		return err
	}
	c := &collector{e: e, walk: walk, reports: map[ledger.ReportID]bool{}}
	if walk.Narrow() {
		if err := c.citeAll(); err != nil {
			return err
		}
	}
	return c.everyReport(false, func(list []ledger.Report) error {
		for i := range list {
			if _, err := io.WriteString(out, of(&list[i])); err != nil {
				return err
			}
		}
		return e.count(len(list))
	})
}

// citeAll remembers the reports that lines name.
func (c *collector) citeAll() error {
	w := c.walk
	if err := w.Moves(func(list []ledger.MoveLine) error {
		return citeEach(c, list, func(m *ledger.MoveLine) *ledger.Line { return &m.Line })
	}); err != nil {
		return err
	}
	if err := w.Statements(func(list []ledger.StatementLine) error {
		return citeEach(c, list, func(s *ledger.StatementLine) *ledger.Line { return &s.Line })
	}); err != nil {
		return err
	}
	return w.Positions(func(list []ledger.Stand) error {
		return citeEach(c, list, func(s *ledger.Stand) *ledger.Line { return &s.Line })
	})
}

func citeEach[T any](c *collector, list []T, line func(*T) *ledger.Line) error {
	for i := range list {
		c.reports[line(&list[i]).Report] = true
	}
	return c.e.ctx.Err()
}

// flat is a text on one line, without control characters.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)), " ")
}

// titleOf is a report's title, else what it came from.
func titleOf(r *ledger.Report) string {
	if s := flat(r.Title); s != "" {
		return s
	}
	return flat(baseOf(r.Origin))
}

// baseOf is the last part of a path.
func baseOf(s string) string { return s[strings.LastIndexAny(s, `/\`)+1:] }

// placeOf is an origin without the folders of whoever made the export: they are
// nobody else's business.
func placeOf(origin string) string {
	if webURL(origin) != "" {
		return origin
	}
	return baseOf(origin)
}

// webURL is an address that a browser may follow, "" for any other.
func webURL(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// authors are the names of a byline that semicolons part.
func authors(byline string) []string {
	var out []string
	for s := range strings.SplitSeq(byline, ";") {
		if s = flat(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// risOf is a report in the form of Research Information Systems, as a newspaper
// article.
func risOf(r *ledger.Report) string {
	var b strings.Builder
	put := func(tag, value string) {
		if value = flat(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, value)
		}
	}
	put("TY", "NEWS")
	put("ID", r.Key)
	put("TI", titleOf(r))
	for _, a := range authors(r.Author) {
		put("AU", a)
	}
	put("T2", r.Outlet)
	if t, err := time.Parse(time.DateOnly, string(r.Published)); err == nil {
		put("PY", t.Format("2006"))
		put("DA", t.Format("2006/01/02"))
	}
	put("UR", webURL(r.URL))
	put("LA", r.Language)
	put("Y2", r.Learned.UTC().Format("2006/01/02"))
	put("N1", note(r))
	b.WriteString("ER  - \r\n\r\n")
	return b.String()
}

// note tells what a reference has no place for.
func note(r *ledger.Report) string {
	s := fmt.Sprintf("parley %s, version %d", r.Key, r.Version)
	if r.Origin != r.URL {
		s += ", from " + placeOf(r.Origin)
	}
	return s
}

// bibtexOf is a report as an entry of BibTeX, named by its key.
func bibtexOf(r *ledger.Report) string {
	var b strings.Builder
	put := func(field, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %s = {%s}", field, value)
		}
	}
	kind, outlet := "article", "journal"
	if flat(r.Outlet) == "" {
		kind = "misc"
	}
	fmt.Fprintf(&b, "@%s{%s", kind, citeKey(r.Key))
	put("title", "{"+latex(titleOf(r))+"}")
	var names []string
	for _, a := range authors(r.Author) {
		names = append(names, "{"+latex(a)+"}")
	}
	put("author", strings.Join(names, " and "))
	put(outlet, latex(flat(r.Outlet)))
	if t, err := time.Parse(time.DateOnly, string(r.Published)); err == nil {
		put("year", t.Format("2006"))
		fmt.Fprintf(&b, ",\n  month = %s", strings.ToLower(t.Format("Jan")))
		put("day", t.Format("2"))
		put("date", t.Format(time.DateOnly))
	}
	put("url", bibURL(webURL(r.URL)))
	put("urldate", r.Learned.UTC().Format(time.DateOnly))
	put("langid", latex(flat(r.Language)))
	put("note", latex(flat(note(r))))
	b.WriteString("\n}\n\n")
	return b.String()
}

// citeKey is a key with nothing in it that ends a key of BibTeX.
func citeKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == ':') {
			return r
		}
		return '_'
	}, s)
}

// bibURL keeps the braces of an entry even.
func bibURL(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20").Replace(s)
}

// latex writes what LaTeX reads as commands so that it is read as text. Braces get
// names: BibTeX counts also those with a backslash before.
func latex(s string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	).Replace(s)
}
