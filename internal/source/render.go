package source

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// looksHTML tells whether a text is marked up as HTML.
func looksHTML(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "<") && (strings.Contains(text, "</p>") || strings.Contains(text, "</div>") || strings.Contains(text, "<br"))
}

// htmlText is the text of a piece of HTML, a paragraph a line.
func htmlText(fragment string) string {
	root, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		return fragment
	}
	return renderText(root)
}

// renderText is the text of an element: a line for each block, white space
// made one space, what is not text left out.
func renderText(root *html.Node) string {
	w := textWriter{}
	w.element(root, 0)
	w.line()
	return strings.TrimSpace(w.out.String())
}

// textWriter gathers the text of a page.
type textWriter struct {
	out   strings.Builder
	space bool // white space is due before the next word
	any   bool // the line has text
}

// maxDepth is how deep the elements of a page are read.
const maxDepth = 600

// element writes what is in n.
func (w *textWriter) element(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		switch n.Data {
		case "script", "style", "noscript", "template", "svg", "iframe", "object", "form", "button", "select", "nav", "figure", "figcaption",
			"video", "audio", "head", "textarea", "input":
			return
		case "br":
			w.line()
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	block := n.Type == html.ElementNode && isBlock(n.Data)
	if block {
		w.line()
	}
	if n.Type == html.ElementNode && (n.Data == "td" || n.Data == "th") {
		w.space = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.element(c, depth+1)
	}
	if block {
		w.line()
	}
}

// text writes running text.
func (w *textWriter) text(s string) {
	for _, r := range s {
		if unicode.IsSpace(r) && r != '\u00a0' {
			w.space = true
			continue
		}
		if w.space && w.any {
			w.out.WriteByte(' ')
		}
		w.space, w.any = false, true
		w.out.WriteRune(r)
	}
}

// line ends the line, if there is anything on it.
func (w *textWriter) line() {
	if w.any {
		w.out.WriteByte('\n')
	}
	w.any, w.space = false, false
}

// isBlock tells whether an element stands on lines of its own.
func isBlock(name string) bool {
	switch name {
	case "p", "div", "section", "article", "main", "header", "footer", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt",
		"dd", "blockquote", "pre", "table", "tr", "caption", "hr", "address", "details", "summary", "body", "html", "center":
		return true
	}
	return false
}
