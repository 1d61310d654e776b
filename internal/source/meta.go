package source

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// pageMeta is what a page tells of its report: to search engines (JSON-LD), to
// social networks (OpenGraph), in other meta elements, and in plain sight.
func pageMeta(root *html.Node) meta {
	var ld, tags, seen meta
	each(root, func(n *html.Node) bool {
		switch n.Data {
		case "html":
			tags.fill(meta{language: languageTag(attr(n, "lang"))})
		case "script":
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
				ld.fill(linkedData(n.FirstChild.Data))
			}
			return false
		case "meta":
			metaElement(n, &tags)
		case "link":
			if strings.EqualFold(attr(n, "rel"), "canonical") && strings.HasPrefix(attr(n, "href"), "http") {
				tags.fill(meta{url: strings.TrimSpace(attr(n, "href"))})
			}
		case "title":
			if seen.title == "" && n.FirstChild != nil && (n.Parent == nil || n.Parent.Data != "svg") {
				seen.title = oneLine(n.FirstChild.Data)
			}
		case "time":
			if day, ok := parseDate(attr(n, "datetime")); ok && seen.published.IsZero() {
				seen.published = day
			}
		}
		return true
	})
	ld.fill(tags)
	ld.fill(seen)
	ld.title = withoutOutlet(ld.title, ld.outlet)
	return ld
}

// metaElement takes what one <meta> tells.
func metaElement(n *html.Node, m *meta) {
	key := attr(n, "property")
	if key == "" {
		key = attr(n, "name")
	}
	if key == "" {
		key = attr(n, "itemprop")
	}
	value := oneLine(attr(n, "content"))
	if value == "" {
		return
	}
	switch strings.ToLower(key) {
	case "og:title", "twitter:title", "dc.title", "headline":
		m.fill(meta{title: value})
	case "og:site_name", "application-name", "publisher", "dc.publisher":
		m.fill(meta{outlet: value})
	case "author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author":
		if !strings.HasPrefix(value, "http") {
			m.fill(meta{author: value})
		}
	case "og:url":
		if strings.HasPrefix(value, "http") {
			m.fill(meta{url: value})
		}
	case "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "pubdate",
		"parsely-pub-date", "sailthru.date", "publish-date", "publication_date", "og:published_time", "article.published", "ptime",
		"published_at", "article:published", "cxenseparse:recs:publishtime":
		if day, ok := parseDate(value); ok {
			m.fill(meta{published: day})
		}
	}
}

// linkedData is what a JSON-LD script tells of an article in it.
func linkedData(script string) meta {
	o := articleObject(script)
	if o == nil {
		return meta{}
	}
	var m meta
	text := func(key string) string { return oneLine(plainValue(o[key], 4)) }
	m.title, m.author, m.outlet = oneLine(html.UnescapeString(text("headline"))), text("author"), text("publisher")
	if strings.HasPrefix(m.author, "http") {
		m.author = ""
	}
	if u, ok := o["url"].(string); ok && strings.HasPrefix(u, "http") {
		m.url = u
	}
	if day, ok := parseDate(text("datePublished")); ok {
		m.published = day
	}
	return m
}

// articleBody is the text of the article that a page gives to machines, or "".
func articleBody(root *html.Node) (body string) {
	each(root, func(n *html.Node) bool {
		if n.Data == "script" && body == "" && strings.Contains(attr(n, "type"), "ld+json") && n.FirstChild != nil {
			if o := articleObject(n.FirstChild.Data); o != nil {
				body, _ = o["articleBody"].(string)
			}
		}
		return true
	})
	if looksHTML(body) {
		return htmlText(body)
	}
	return strings.TrimSpace(html.UnescapeString(body))
}

// articleObject is the object in a JSON-LD script whose type is an article's;
// nil where there is none.
func articleObject(script string) map[string]any {
	if len(script) > 4<<20 {
		return nil
	}
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(script)), &v) != nil {
		return nil
	}
	return articleIn(v, 6)
}

// articleIn looks for an article in a JSON value, no deeper than depth.
func articleIn(v any, depth int) map[string]any {
	if depth == 0 {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if o := articleIn(x, depth-1); o != nil {
				return o
			}
		}
	case map[string]any:
		if isArticleType(v["@type"]) {
			return v
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"} {
			if o := articleIn(v[key], depth-1); o != nil {
				return o
			}
		}
	}
	return nil
}

// isArticleType tells whether a JSON-LD type is an article's.
func isArticleType(t any) bool {
	switch t := t.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "Report" || t == "LiveBlogPosting"
	case []any:
		for _, x := range t {
			if s, ok := x.(string); ok && isArticleType(s) {
				return true
			}
		}
	}
	return false
}

// withoutOutlet is a title without the outlet's name at its end.
func withoutOutlet(title, outlet string) string {
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " :: "} {
		if outlet == "" {
			break
		}
		if i := strings.LastIndex(title, sep); i > 0 && strings.EqualFold(strings.TrimSpace(title[i+len(sep):]), outlet) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// attr is an element's attribute, or "".
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// oneLine is s with white space made one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
