package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyboard walks from the table to the words with keys alone.
func (s *suite) keyboard(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table?as-of=" + atHand)
	b.key(kb.Tab)
	b.want("the way past the navigation comes first", `document.activeElement.matches(".skip") && document.activeElement.getBoundingClientRect().left >= 0`)
	b.key(kb.Enter)
	b.until("the page has the focus", `document.activeElement === `+one("main"))
	b.tabTo("a cell", `document.activeElement.matches("a.cell")`, 60)
	b.seen()
	b.js(`globalThis.first = document.activeElement; null`)
	b.key(kb.ArrowRight)
	b.want("the next cell", `document.activeElement !== first && document.activeElement.closest("tr") === first.closest("tr") && document.activeElement.matches("a.cell")`)
	b.seen()
	b.key(kb.ArrowLeft)
	b.want("the cell before", `document.activeElement === first`)
	b.key(kb.ArrowDown)
	b.want("a cell below", `document.activeElement !== first && document.activeElement.closest("td").cellIndex === first.closest("td").cellIndex`)
	b.leave(func() { b.key(kb.Enter) })
	b.want("the passages of the cell", `location.pathname === "/cell"`)
	b.tabTo("why", `document.activeElement.matches(".why summary")`, 60)
	b.key(kb.Enter)
	b.until("why is told", `document.activeElement.closest("details").open`)
	b.press("/")
	b.until("the search", `document.activeElement.matches(".search input[type=search]") && document.activeElement.value === ""`)
	b.leave(func() {
		b.key("truce")
		b.key(kb.Enter)
	})
	b.want("what was found", all("article.hit")+`.length > 0`)
	b.tabTo("a find", `document.activeElement.matches(".hit h2 a")`, 80)
	b.leave(func() { b.key(kb.Enter) })
	b.want("the report", one("article.text"))
	b.tabTo("marked words", `document.activeElement.matches(".text .seg")`, 80)
	b.until("their line lights up", all(".record .lit")+`.length > 0`)
	b.key(kb.Enter)
	b.until("their line", `document.querySelector(":target")?.matches(".line, .passage")`)
}

// tabTo goes on with the tab key until an expression holds.
func (b *tab) tabTo(what, expression string, most int) {
	b.Helper()
	for range most {
		b.key(kb.Tab)
		if b.is(expression) {
			return
		}
	}
	b.Fatalf("%s: not reached by %d tabs from the page %s", what, most, b.here())
}

// seen fails the test unless what has the focus can be seen to have it.
func (b *tab) seen() {
	b.Helper()
	const how = `(e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
		if (s.outlineStyle === "none" || parseFloat(s.outlineWidth) === 0) return "has no outline";
		if (r.width === 0 || r.height === 0) return "has no size";
		if (r.bottom < 0 || r.top > innerHeight || r.right < 0 || r.left > innerWidth) return "is outside of the window";
		return "" })(document.activeElement)`
	if s := b.str(how); s != "" {
		b.Errorf("%s: %s %s", b.here(), b.str(`document.activeElement.outerHTML.slice(0, 120)`), s)
	}
}

// focus goes through whole pages with the tab key: everything that can be used is
// reached once, in the order of the page, and seen.
func (s *suite) focus(t *testing.T) {
	b := s.tab(t, s.site)
	for _, path := range []string{"/table?as-of=2025-03-15", "/add", "/corrections", "/search?q=%22road+to+nowhere%22"} {
		b.open(path)
		b.js(`globalThis.was = []; null`)
		n := 0
		for ; n < 150; n++ {
			b.key(kb.Tab)
			if b.is(`document.activeElement === document.body || document.activeElement === document.documentElement`) {
				continue // between the end of the page and its beginning
			}
			if b.is(`document.activeElement === was[0] && was.length > 1`) {
				break
			}
			if !b.is(`was.includes(document.activeElement)`) { // a field of a day has several stops
				b.seen()
				b.js(`was.push(document.activeElement); null`)
			}
		}
		missed := b.str(all("a[href], button, input:not([type=hidden]), select, textarea, summary") + `.filter(e => e.checkVisibility() && !e.disabled && !was.includes(e) && !(e.type === "radio")).map(e => e.outerHTML.slice(0, 90)).join("\n")`)
		if missed != "" && n < 150 {
			t.Errorf("%s: not reached by the tab key (%d were):\n%s", path, n, missed)
		}
		b.key(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift))
	}
	b.open("/table")
	b.press("?")
	b.until("the keys", all("dialog[open]")+`.length === 1`)
	b.accessible()
	b.want("the focus is in the dialog", one("dialog")+`.contains(document.activeElement)`)
	b.key(kb.Escape)
	b.until("the keys are gone", all("dialog[open]")+`.length === 0`)
	b.press("g")
	b.leave(func() { b.press(b.str(named(".top nav a", "Due") + `.dataset.key`)) })
	b.want("the page of the key", `location.pathname === "/due"`)
}
