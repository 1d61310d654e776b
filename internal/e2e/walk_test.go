package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// words goes from a cell of the table to its passages and on to the words in the
// report, for each cell of the first rows.
func (s *suite) words(t *testing.T) {
	b := s.tab(t, s.site)
	const table = "/table?as-of=" + atHand
	b.open(table)
	n := int(b.num(all("a.cell") + ".length"))
	if n < 6 {
		t.Fatalf("the table has %d cells", n)
	}
	for _, i := range []string{"0", "2", "5"} {
		b.open(table)
		cell := all("a.cell") + "[" + i + "]"
		gist := b.str("(" + cell + `.querySelector(".gist").textContent)`)
		b.leave(func() { b.click(cell) })
		if here := b.here(); !strings.HasPrefix(here, "/cell?") || !strings.Contains(here, "as-of="+atHand) {
			t.Fatalf("a cell leads to %s", here)
		}
		if b.is(all("main .passage")+".length === 0") || gist == "" {
			t.Fatalf("no passage stands at %s for %q", b.here(), gist)
		}
		said := b.str(`(e => { for (const x of e.querySelectorAll(".chip, .who, .voice, .hinge")) x.remove(); return e.textContent })(` + one("main .passage .said") + `.cloneNode(true))`)
		b.leave(func() { b.click(one("main .passage .cite a")) })
		b.landed(said)
	}
}

// landed fails the test unless the words that an address is about can be seen,
// stand out, and are those of the line that led here.
func (b *tab) landed(said string) {
	b.Helper()
	if here := b.here(); !strings.HasPrefix(here, "/report/") || !strings.Contains(here, "#") {
		b.Fatalf("the passage leads to %s", here)
	}
	b.want("a target", `document.querySelector(":target")`)
	const lit = `document.querySelector(".text .lit")`
	b.until("the words in the window", `(r => r.top >= 0 && r.top < innerHeight - 10 && r.height > 0)(`+lit+`.getBoundingClientRect())`)
	b.want("the first of the words is the target", `(t => t.compareDocumentPosition(`+lit+`) & 4 && t.parentElement.contains(`+lit+`))(document.querySelector(":target"))`)
	b.want("an outline", `(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0)(getComputedStyle(`+lit+`))`)
	b.want("nothing above the words", `(r => `+lit+`.contains(document.elementFromPoint(r.left + Math.min(r.width / 2, 30), r.top + r.height / 2)))(`+lit+`.getClientRects()[0])`)
	b.want("the line of the words in sight", `((l, r) => l.bottom > r.top && l.top < r.bottom)(`+one(".record .lit")+`.getBoundingClientRect(), `+one(".record")+`.getBoundingClientRect())`)
	words := b.str(all(".text .lit") + `.map(e => e.textContent).join(" ")`)
	if !shares(said, words) {
		b.Errorf("%s: the line says %q, the words in the report are %q", b.here(), said, words)
	}
}

// shares tells whether a word of a that is no small one stands in b: what a line
// shows may be cut and joined from several places.
func shares(a, b string) bool {
	for _, w := range strings.FieldsFunc(a, func(r rune) bool { return r <= ' ' || strings.ContainsRune("“”\"(),.:;", r) }) {
		if len(w) >= 4 && strings.Contains(strings.ToLower(b), strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// slider moves the slider, with a drag and with the arrows.
func (s *suite) slider(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table?as-of=" + atHand)
	before := b.text(".matrix")
	b.leave(func() { b.set(".slide input[type=range]", "32") })
	b.want("the day in the address", `new URL(location).searchParams.get("as-of") === "2025-03-16"`)
	b.want("the day in the field", one(".bounds [name=as-of]")+`.value === "2025-03-16"`)
	b.want("the day at the slider", one(".slide output")+`.textContent === "2025-03-16"`)
	after := b.text(".matrix")
	if after == before || len(after) >= len(before) {
		t.Errorf("the table of March is no shorter than that of August: %d, %d", len(after), len(before))
	}
	b.leave(func() {
		b.js(one(".slide input[type=range]") + `.focus()`)
		b.key(kb.ArrowRight)
	})
	b.want("a day later", `new URL(location).searchParams.get("as-of") === "2025-03-17"`)
	b.want("the slider keeps the focus", `document.activeElement === `+one(".slide input[type=range]"))
	b.js(`history.back()`)
	b.until("back again", `document.readyState === "complete" && new URL(location).searchParams.get("as-of") === "2025-03-16"`)
	if got := b.text(".matrix"); got != after {
		t.Errorf("the table is another one after going back: %q, was %q", got, after)
	}
}

// date asks for a day by its field.
func (s *suite) date(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table")
	today := b.text(".matrix")
	b.leave(func() { b.set(".bounds [name=as-of]", "2025-03-15") })
	b.want("the day in the address", `new URL(location).searchParams.get("as-of") === "2025-03-15"`)
	b.want("an address without empty fields", `!/=(&|$)/.test(location.search)`)
	if b.text(".matrix") == today {
		t.Error("the table of March is that of today")
	}
	if !strings.Contains(b.text("main .note"), "through 2025-03-15") {
		t.Errorf("the page does not tell its day: %q", b.text("main .note"))
	}
	b.leave(func() { b.click(named(".bounds a", "today")) })
	b.want("no day in the address", `!new URL(location).searchParams.get("as-of")`)
	if b.text(".matrix") != today {
		t.Error("the table is another one than at first")
	}
}

// dossier chooses another dossier, which all pages keep.
func (s *suite) dossier(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table")
	if got := b.text("h1"); !strings.Contains(got, dossierName) {
		t.Errorf("the table is headed %q", got)
	}
	rows := b.num(all(".matrix tbody") + ".length")
	b.leave(func() { b.set(".bounds [name=dossier]", "-") })
	b.want("no dossier", one(".bounds [name=dossier]")+`.value === "-"`)
	if got := b.num(all(".matrix tbody") + ".length"); got <= rows {
		t.Errorf("all reports have %v rows, the dossier %v", got, rows)
	}
	b.leave(func() { b.click(named(".top nav a", "Due")) })
	b.want("the choice is kept", one(".bounds [name=dossier]")+`.value === "-"`)
	b.leave(func() { b.set(".bounds [name=dossier]", dossierName) })
	b.want("the dossier again", one(".bounds [name=dossier]")+`.value === `+quoted(dossierName))
}

// actor goes from the head of a column to the actor, and on to words in a report.
func (s *suite) actor(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/table?as-of=" + atHand)
	name := b.str(one(".matrix thead a") + ".textContent")
	b.leave(func() { b.click(one(".matrix thead a")) })
	if got := b.text("h1"); !strings.Contains(got, name) {
		t.Errorf("the page of %s is headed %q", name, got)
	}
	b.want("the day is kept", `new URL(location).searchParams.get("as-of") === "`+atHand+`"`)
	b.leave(func() { b.click(one("main a[href^='/report/']")) })
	b.want("the report", one("article.text")+`.textContent.length > 200`)
}
