package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed"
)

// isFeed tells whether a file that begins with head is a feed: RSS, Atom or
// JSON Feed.
func isFeed(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 {
		return false
	}
	if head[0] == '{' {
		return bytes.Contains(head[:min(len(head), 1024)], []byte("jsonfeed.org/version"))
	}
	for len(head) > 0 && head[0] == '<' {
		switch {
		case bytes.HasPrefix(head, []byte("<?")) || bytes.HasPrefix(head, []byte("<!")):
			_, rest, ok := bytes.Cut(head, []byte(">"))
			if bytes.HasPrefix(head, []byte("<!--")) {
				_, rest, ok = bytes.Cut(head, []byte("-->"))
			}
			if !ok {
				return false
			}
			head = bytes.TrimLeft(rest, " \t\r\n")
		default:
			return bytes.HasPrefix(head, []byte("<rss")) || bytes.HasPrefix(head, []byte("<feed")) || bytes.HasPrefix(head, []byte("<rdf:RDF"))
		}
	}
	return false
}

// parseFeed reads a feed.
func parseFeed(b []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if x := recover(); x != nil { // the reader of feeds is not ours
			feed, err = nil, &problem{fmt.Sprintf("a feed that cannot be read: %v", x), "check that it is RSS, Atom or JSON Feed"}
		}
	}()
	feed, err = gofeed.NewParser().Parse(bytes.NewReader(b))
	if err != nil {
		return nil, &problem{"a feed that cannot be read: " + oneLine(err.Error()), "check that it is RSS, Atom or JSON Feed"}
	}
	return feed, nil
}

// feedFile gives the reports of a feed in a file: their full texts where it has
// them, else its descriptions of them.
func (r *run) feedFile(name string, b []byte) bool {
	feed, err := parseFeed(b)
	if err != nil {
		return r.fail(name, err)
	}
	if len(feed.Items) == 0 {
		return r.bad(name, "a feed without items", "")
	}
	for i, item := range feed.Items {
		d := feedDraft(feed, item)
		d.name = fmt.Sprintf("%s:%d", name, i+1)
		if item.GUID != "" && len(item.GUID) < 400 {
			if id := name + "#" + oneLine(strings.ToValidUTF8(item.GUID, "")); r.ids.first(id) {
				d.name = id
			} else {
				d.notes = append(d.notes, fmt.Sprintf("the id %q is there twice", item.GUID))
			}
		}
		if !r.give(d) || r.ctx.Err() != nil {
			return false
		}
	}
	return true
}

// feedDraft is what a feed tells of one report. Its text is a description where
// a note says so.
func feedDraft(feed *gofeed.Feed, item *gofeed.Item) draft {
	clean := func(s string) string { return strings.ToValidUTF8(oneLine(s), "\ufffd") }
	d := draft{meta: meta{title: clean(fromHTML(item.Title)), outlet: clean(feed.Title), language: languageTag(feed.Language)}}
	if originOfURL(item.Link) != "" {
		d.meta.url = item.Link
	}
	var names []string
	for _, a := range item.Authors {
		if a != nil && a.Name != "" {
			names = append(names, clean(a.Name))
		}
	}
	d.meta.author = strings.Join(names, ", ")
	if item.PublishedParsed != nil {
		d.meta.published, _ = sane(*item.PublishedParsed)
	} else if day, ok := parseDate(item.Published); ok {
		d.meta.published = day
	} else if item.UpdatedParsed != nil {
		d.meta.published, _ = sane(*item.UpdatedParsed)
	}
	content, description := fromHTML(item.Content), fromHTML(item.Description)
	if d.text = content; len(description) > len(content) {
		d.text = description
	}
	if blank(content) && !blank(d.text) {
		d.notes = append(d.notes, "the feed's description alone")
	}
	d.text = tidy(strings.ToValidUTF8(d.text, "\ufffd"))
	return d
}

// fromHTML is the text of what a feed holds, which is HTML in most.
func fromHTML(s string) string {
	if strings.ContainsAny(s, "<&") {
		return htmlText(s)
	}
	return strings.TrimSpace(s)
}
