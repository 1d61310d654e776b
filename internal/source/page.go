package source

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Limits on a page.
const (
	maxElements = 200_000
	// leastArticle is the length in bytes from which on a page's main text is
	// taken for an article.
	leastArticle = 140
)

// page gives the report of a web page, or those of a bundle in one. base is its
// address, contentType what the server said of it; both may be "".
func (r *run) page(name, base string, b []byte, contentType string, notes ...string) bool {
	text, note := decodePage(b, contentType)
	if strings.Contains(text, " words") { // as every bundle has it
		if lines := htmlText(text); bundleOf(lines) != noBundle {
			return r.bundle(name, bundleOf(lines), strings.Split(lines, "\n"), note)
		}
	}
	d, err := r.pageDraft(name, base, text)
	if err != nil {
		return r.fail(name, err)
	}
	if note != "" {
		d.notes = append(d.notes, note)
	}
	for _, n := range notes {
		if n != "" {
			d.notes = append(d.notes, n)
		}
	}
	return r.give(d)
}

// pageDraft is the report of a web page.
func (r *run) pageDraft(name, base, text string) (draft, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return draft{}, &problem{"a page that cannot be read: " + err.Error(), "save its text in a file"}
	}
	d := draft{name: name, meta: pageMeta(root)}
	if d.meta.url == "" {
		d.meta.url = base
	}
	d.text = r.article(root, base, &d.meta)
	if len(d.text) < leastArticle {
		return draft{}, &problem{"no article found on the page", "check that it is a report's own page, or save its text in a file"}
	}
	return d, nil
}

// decodePage is a page as UTF-8. What it says of its encoding counts, and what
// its bytes look like where it says nothing.
func decodePage(b []byte, contentType string) (text, note string) {
	if utf16Order(b) != 0 {
		return decode(b)
	}
	e, name, certain := charset.DetermineEncoding(b[:min(len(b), 1024)], contentType)
	if !certain || name == "utf-8" {
		return decode(b)
	}
	if utf8.Valid(b) && bytes.ContainsFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return tidy(string(b)), "" // it says one thing and is another
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return decode(b)
	}
	return tidy(strings.ToValidUTF8(string(out), "\ufffd")), "read as " + name
}

// article is the main text of a page, a paragraph a line: what readability
// finds, else the body that the page gives to machines, else its paragraphs.
func (r *run) article(root *html.Node, base string, m *meta) string {
	machine := articleBody(root)
	paragraphs := ownParagraphs(root) // before readability takes the page apart
	text := r.readable(root, base, m)
	if len(text) < leastArticle || len(machine) > 2*len(text) {
		if len(machine) > len(text) {
			text = machine
		}
	}
	if len(text) < leastArticle && len(paragraphs) > len(text) {
		text = paragraphs
	}
	return text
}

// readable is what readability takes for the article; "" where it fails.
func (r *run) readable(root *html.Node, base string, m *meta) string {
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	address, err := url.Parse(base)
	if err != nil || base == "" {
		address = nil
	}
	a, err := parser.ParseAndMutate(root, address)
	if err != nil || a.Node == nil {
		return ""
	}
	found := meta{title: a.Title(), author: a.Byline(), outlet: a.SiteName()}
	if t, err := a.PublishedTime(); err == nil {
		found.published, _ = sane(t)
	}
	m.fill(found)
	return renderText(a.Node)
}

// ownParagraphs is the paragraphs of the page's article or main part, or of
// all of it.
func ownParagraphs(root *html.Node) string {
	part := find(root, "article")
	if part == nil {
		part = find(root, "main")
	}
	if part == nil {
		part = root
	}
	var out []string
	each(part, func(n *html.Node) bool {
		switch n.Data {
		case "nav", "footer", "aside", "header", "form", "script", "style", "noscript", "figure":
			return false
		case "p":
			if s := strings.TrimSpace(renderText(n)); len(s) > 40 {
				out = append(out, s)
			}
			return false
		}
		return true
	})
	return strings.Join(out, "\n")
}

// find is the first element of a name below n; nil where there is none.
func find(n *html.Node, name string) (found *html.Node) {
	each(n, func(n *html.Node) bool {
		if found == nil && n.Data == name {
			found = n
		}
		return found == nil
	})
	return found
}

// each calls f for each element below n, in order; where f returns false, not
// for those below it. It does not recurse, so a page may be as deep as it is.
func each(n *html.Node, f func(*html.Node) bool) {
	for c := n; c != nil; {
		down := c.Type != html.ElementNode || f(c)
		if down && c.FirstChild != nil {
			c = c.FirstChild
			continue
		}
		for c != n && c.NextSibling == nil {
			if c = c.Parent; c == nil {
				return
			}
		}
		if c == n {
			return
		}
		c = c.NextSibling
	}
}
