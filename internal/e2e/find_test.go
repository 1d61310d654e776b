package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// look searches by the box of the page.
func (b *tab) look(words string) {
	b.Helper()
	b.leave(func() {
		b.write(".search input[type=search]", words)
		b.key(kb.Enter)
	})
	b.want("the words in the address", `new URL(location).searchParams.get("q") === `+quoted(words))
}

// search looks for words with operators, and bounds what is found.
func (s *suite) search(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table?as-of=2025-11-25")
	found := map[string]int{}
	for _, q := range []string{"ceasefire", "ceasefire truce", `"road to nowhere"`, "ceasefire -Putin", "ceasef*", "zyzzyva"} {
		b.look(q)
		found[q] = int(b.num(all("article.hit") + ".length"))
		if found[q] > 0 && !strings.Contains(q, "-") && !b.is(all(".hit")+`.every(h => h.querySelector(".excerpt mark") || h.querySelector("mark") || h.querySelector(".passage"))`) {
			t.Errorf("search %q: a find does not show its words", q)
		}
	}
	for _, wrong := range []bool{
		found["ceasefire"] == 0, found[`"road to nowhere"`] == 0, found["zyzzyva"] != 0, found["ceasefire truce"] >= found["ceasefire"],
		found["ceasefire -Putin"] >= found["ceasefire"], found["ceasef*"] < found["ceasefire"],
	} {
		if wrong {
			t.Fatalf("found were %v", found)
		}
	}
	b.look("ceasefire")
	outlet := b.str(one(".facets a") + ".textContent")
	b.leave(func() { b.click(one(".facets a")) })
	b.want("the outlet in the address", `new URL(location).searchParams.get("outlet") === `+quoted(outlet))
	b.want("reports of the outlet alone", all(".hit > h2 + .note")+`.every(n => n.textContent.includes(`+quoted(outlet)+`))`)
	b.leave(func() {
		b.set(".filter [name=until]", "2025-04-30")
		b.js(one(".filter button") + `.click()`)
	})
	b.want("nothing later", all(".hit time")+`.every(x => x.dateTime <= "2025-04-30")`)
	b.leave(func() { b.click(one(".hit h2 a")) })
	b.want("the report", one("article.text"))
}

// paging turns the pages of a search and of the list of reports.
func (s *suite) paging(t *testing.T) {
	b := s.tab(t, s.site)
	for _, x := range []struct{ path, row string }{{"/search?q=Putin&limit=7", "article.hit h2 a"}, {"/reports?limit=10", ".list.reports th a"}} {
		b.open(x.path)
		seen := map[string]bool{}
		for turn := 0; ; turn++ {
			for _, u := range strings.Fields(b.str(all(x.row) + `.map(a => a.pathname).join(" ")`)) {
				if seen[u] {
					t.Errorf("%s: %s stands on two pages", b.here(), u)
				}
				seen[u] = true
			}
			if !b.is(one("a[rel=next]")) || turn > 20 {
				break
			}
			b.leave(func() { b.click(one("a[rel=next]")) })
		}
		if len(seen) < 20 {
			t.Errorf("%s: %d found on all pages", x.path, len(seen))
		}
		b.leave(func() { b.click(named(".pager a", "Newest")) })
		b.want("the first page", all(x.row)+`.length > 0`)
	}
}

// compare sets two readouts of one call beside each other.
func (s *suite) compare(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/reports?since=2025-03-18&until=2025-03-18")
	b.click(named(".list tr", "Kremlin") + `.querySelector("input[name=a]")`)
	b.click(named(".list tr", "White House") + `.querySelector("input[name=b]")`)
	b.leave(func() { b.click(one(".list thead button")) })
	b.want("two heads", all(".heads a")+`.length === 2`)
	heads := b.text(".heads")
	b.want("what only one has", all(".only .passage, .case")+`.length > 1`)
	b.leave(func() { b.click(named("a", "Swap A and B")) })
	if got := b.text(".heads"); got == heads || len(got) != len(heads) {
		t.Errorf("swapped: %q, was %q", got, heads)
	}
	b.open("/compare")
	b.set("[name=from]", "2025-03-01")
	b.set("[name=to]", atHand)
	b.leave(func() { b.click(named("form[aria-label='Two days'] button", "Compare")) })
	b.want("what came on the table", all(".only .passage, .case")+`.length > 3`)
	b.open("/compare?" + url.Values{"a": {"kremlin readout"}, "b": {"house"}}.Encode())
	b.want("a choice or a report for each", all(".pick, .choices")+`.length >= 2`)
}

// marks chooses what is marked in a report.
func (s *suite) marks(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/reports?since=2025-08-19&until=2025-08-20")
	b.leave(func() { b.click(one(".list.reports th a")) })
	ground := `getComputedStyle(` + one(".text .statement, .text .told") + `).backgroundColor`
	if none := "rgba(0, 0, 0, 0)"; b.str(ground) == none {
		t.Error("told words have no ground")
	} else {
		b.click(one("#f-said"))
		b.until("no ground", ground+` === "`+none+`"`)
	}
	b.want("the choice in the address", `new URL(location).searchParams.getAll("show").length > 0`)
	b.open(b.here())
	b.want("the choice after loading", `!`+one("#f-said")+`.checked && `+one("#f-moves")+`.checked`)
	// A line and its words light up together.
	line := one(".record .line:has(.pin)")
	b.js(line + `.scrollIntoView({block: "center"})`)
	b.js(line + `.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}))`)
	b.want("words light up with their line", all(".text .lit")+`.length > 0 && `+line+`.classList.contains("lit")`)
	b.leaveNothing(line + `.querySelector(".pin")`)
	b.want("a target", `document.querySelector(":target")`)
}

// leaveNothing clicks what leads to a place on the same page.
func (b *tab) leaveNothing(element string) {
	b.Helper()
	b.js(`globalThis.stayed = true; null`)
	b.click(element)
	b.until("the place", `location.hash.length > 1`)
	b.want("the same page", `globalThis.stayed === true`)
}
