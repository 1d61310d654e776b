package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// scripts lets pages run script, or not.
func (b *tab) scripts(on bool) {
	b.Helper()
	b.plain = !on
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	b.must(err)
}

// bare is a page as a browser without script shows it.
type bare struct{ text, links string }

func (b *tab) bare(path string) bare {
	b.Helper()
	b.open(path)
	return bare{b.str(one("main") + `.textContent.replace(/\s+/g, " ")`), b.str(all("main a[href]") + `.map(a => a.getAttribute("href")).join("\n")`)}
}

// noScript compares pages with and without script: they say the same.
func (s *suite) noScript(t *testing.T) {
	with, without := s.tab(t, s.site), s.tab(t, s.site)
	without.open("/table")
	without.scripts(false)
	with.open("/table?as-of=" + atHand)
	cell := with.str(one("a.cell") + `.getAttribute("href")`)
	with.open(cell)
	report := with.str(one(".passage .cite a") + `.getAttribute("href")`)
	for _, path := range []string{"/table?as-of=" + atHand, cell, report, "/search?q=truce", "/due?as-of=2025-05-13", "/reports", "/corrections"} {
		a, b := with.bare(path), without.bare(path)
		if a.text != b.text || a.links != b.links {
			t.Errorf("%s: with script %d letters, without %d; links %d and %d", path, len(a.text), len(b.text), len(a.links), len(b.links))
		}
		if len(b.text) < 100 {
			t.Errorf("%s: without script it says only %q", path, b.text)
		}
	}
	without.open(report)
	without.until("the words in the window", `(r => r.top >= 0 && r.top < innerHeight)(document.querySelector(":target").getBoundingClientRect())`)
}

// plainSlider uses slider, bounds and search by their buttons, without script.
func (s *suite) plainSlider(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table")
	b.scripts(false)
	b.open("/table?as-of=" + atHand)
	before := b.text(".matrix")
	b.js(one(".slide input[type=range]") + `.value = "32"`)
	b.want("a button", one(".slide button")+`.getBoundingClientRect().width > 0`)
	b.click(one(".slide button"))
	b.until("the day of the slider", `new URL(location).searchParams.get("as-of") === "2025-03-16" && document.readyState === "complete"`)
	if b.text(".matrix") == before {
		t.Error("the table is that of another day")
	}
	b.js(one(".bounds [name=as-of]") + `.value = "` + atHand + `"`)
	b.click(one(".bounds button"))
	b.until("the day of the field", `new URL(location).searchParams.get("as-of") === "`+atHand+`" && document.readyState === "complete"`)
	if got := b.text(".matrix"); got != before {
		t.Errorf("the table is another one: %q", strings.TrimSpace(got))
	}
}
