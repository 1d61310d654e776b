package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// kinds are the pages that the navigation does not lead to: what finds each, as an
// expression that gives its address, and the page where that is looked up.
var kinds = []struct{ name, on, address string }{
	{"home", "/table", `"/"`},
	{"table as of", "/table", `"/table?as-of=` + atHand + `"`},
	{"table, unsure lines too", "/table", `"/table?all=1&as-of=` + atHand + `"`},
	{"cell", "/table?as-of=" + atHand, one("a.cell") + `.getAttribute("href")`},
	{"row", "/table?as-of=" + atHand, one(".matrix th[scope=row] a") + `.getAttribute("href")`},
	{"actor", "/table", one(".matrix thead a") + `.getAttribute("href")`},
	{"report", "/reports", named(".list a", "no longer insists") + `?.getAttribute("href") ?? ` + one(".list.reports th a") + `.getAttribute("href")`},
	{"report with versions", "/reports?outlet=Channel+Nine+News", named(".list tr", "version 3") + `.querySelector("th a").getAttribute("href")`},
	{"due as of", "/due", `"/due?as-of=2025-05-13"`},
	{"search", "/table", `"/search?q=truce"`},
	{"search without a find", "/table", `"/search?q=zyzzyva"`},
	{"compare days", "/table", `"/compare?from=2025-03-01&to=` + atHand + `"`},
	{"add", "/table", `"/add"`},
	{"wrong line", "/table", `"/corrections?kind=wrong"`},
}

// pages opens every page of the navigation and every kind of page, as wide and as
// narrow as they come, in light and in dark.
func (s *suite) pages(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table")
	var nav []struct{ Label, Href string }
	b.must(json.Unmarshal(b.js(all(".top nav a")+`.map(a => ({Label: a.textContent, Href: a.getAttribute("href")}))`), &nav))
	if len(nav) < 8 {
		t.Fatalf("the navigation has %d entries", len(nav))
	}
	todo := map[string]string{}
	var names []string
	for _, n := range nav {
		todo[n.Label], names = n.Href, append(names, n.Label)
	}
	for _, k := range kinds {
		if b.here() != k.on {
			b.open(k.on)
		}
		todo[k.name], names = b.str(k.address), append(names, k.name)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.onePage(s.tab(t, s.site), todo[name])
		})
	}
}

// onePage looks at a page in every way.
func (s *suite) onePage(b *tab, path string) {
	for _, width := range []int64{desktop, phone} {
		b.size(width)
		b.open(path)
		b.want("a heading", all("h1")+`.length === 1 && `+one("h1")+`.textContent.trim() !== ""`)
		b.want("a title", `document.title.includes(`+one("h1")+`.textContent.trim()) || document.title.length > 8`)
		b.want("a main part", all("main")+`.length === 1 && `+one("main")+`.getBoundingClientRect().height > 100`)
		b.fits()
		b.accessible()
		b.colours("dark")
		b.until("dark", `getComputedStyle(document.body).backgroundColor.match(/\d+/g).every(c => c < 80)`)
		b.accessible("color-contrast", "link-in-text-block")
		b.fits()
		b.colours("light")
	}
	b.size(narrow)
	b.open(path)
	b.fits()
}

// missing opens what is not there.
func (s *suite) missing(t *testing.T) {
	b := s.tab(t, s.site)
	b.allow("404")
	b.allow("400")
	for path, words := range map[string]string{
		"/nothing-here": "no such page", "/report/r0000000": "", "/table?as-of=yesterday": "yesterday", "/table?dossier=Nowhere": "Nowhere",
	} {
		b.open(path)
		b.want(path, one("h1"))
		if main := b.text("main"); !strings.Contains(main, words) {
			t.Errorf("%s says %q", path, main)
		}
		b.want("a way on", named("main a", "table"))
		b.fits()
		b.accessible()
	}
}
