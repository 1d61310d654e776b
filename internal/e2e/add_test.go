package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pasted is a report as a reader might paste it.
const pasted = `GENEVA, March 3 (Northern Wire) - Norland is ready to sign a ceasefire if Sudmark withdraws its troops from the Velt valley, Norland's foreign minister Ana Reyes said on Monday.

"We will sign the agreement within two weeks," Reyes told reporters after talks in Geneva.

Sudmark rejected the proposal. Its president, Ivo Brandt, said that his country would not accept a ceasefire without guarantees.

Switzerland offered to host a second round of talks on March 17.
`

// empty is a server over a ledger that holds nothing.
func empty(t *testing.T) *site { return serve(t, filepath.Join(t.TempDir(), "new.db")) }

// firstMinute pastes a report into an empty ledger.
func (s *suite) firstMinute(t *testing.T) {
	b := s.tab(t, empty(t))
	b.open("/")
	b.want("the box of a report", one("form.add textarea")+` === document.activeElement`)
	b.accessible()
	b.write("form.add textarea", pasted)
	b.set("form.add [name=day]", "2025-03-03")
	b.write("form.add [name=outlet]", "Northern Wire")
	b.leave(func() { b.click(one("form.add button.main")) })
	if !strings.HasPrefix(b.here(), "/report/") {
		t.Fatalf("it leads to %s: %s", b.here(), b.text("main"))
	}
	b.want("its text", one("article.text")+`.textContent.includes("Velt valley")`)
	b.want("its record", all(".record .line")+`.length >= 4`)
	b.want("marks in the text", all(".text .seg")+`.length >= 4`)
	b.want("what is new", all(".tag.new")+`.length > 0 && `+one(".brought")+`.textContent.includes("new")`)
	b.want("the day", one(".meta time")+`.dateTime === "2025-03-03"`)
	b.fits()
	b.accessible()
	b.open("/table")
	// While reports come in, an answer may be that of a moment ago.
	b.again("what was added is on the table", "/table", named(".matrix", "Norland")+` && `+all("a.cell")+`.length > 0`)
	// The same again is no second report.
	b.open("/add")
	b.write("form.add textarea", pasted)
	b.set("form.add [name=day]", "2025-03-03")
	b.write("form.add [name=outlet]", "Northern Wire")
	b.leave(func() { b.click(one("form.add button.main")) })
	b.open("/reports")
	b.want("one report", all(".list.reports tbody tr")+`.length === 1`)
}

// drop gives files to the page: by the field, and dropped anywhere on the page.
func (s *suite) drop(t *testing.T) {
	b := s.tab(t, empty(t))
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		b.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	b.open("/add")
	b.leave(func() { b.dropFile(write("first.txt", "Title: Talks in Geneva\nPublished: 2025-03-03\n\n"+pasted)) })
	b.want("the report that was dropped", one("article.text")+`.textContent.includes("Velt valley")`)
	b.open("/add")
	b.upload("form.add [name=file]", write("second.html", `<!doctype html><title>Second round</title><article><h1>Second round</h1><p>`+
		strings.Repeat("Norland rejected the offer of Switzerland on Tuesday, its minister said. The talks in Geneva go on. ", 8)+`</p></article>`))
	b.leave(func() { b.click(one("form.add button.main")) })
	b.want("the report that was chosen", one("article.text")+`.textContent.includes("offer of Switzerland")`)
	b.open("/reports")
	b.want("two reports", all(".list.reports tbody tr")+`.length === 2`)
	// What is no report is refused in words, and nothing is lost.
	b.allow("400")
	b.allow("415")
	b.allow("422")
	b.open("/add")
	b.write("form.add [name=title]", "kept")
	b.leave(func() { b.click(one("form.add button.main")) })
	b.want("a problem is told", one("[role=alert]")+`.textContent.length > 10`)
	b.want("what was written is kept", one("form.add [name=title]")+`.value === "kept"`)
}

// evil is what a report may try; all of it must stay text.
const evil = `<script>globalThis.hacked=1</script><img src=x onerror="globalThis.hacked=2"><svg onload="globalThis.hacked=3">'"><a href="javascript:globalThis.hacked=4">x</a>{{.}}`

// hostile adds a report that tries to run something, wherever words of it stand.
func (s *suite) hostile(t *testing.T) {
	b := s.tab(t, empty(t))
	b.open("/add")
	text := strings.ReplaceAll(pasted, "Ana Reyes", `Ana "<script>globalThis.hacked=5</script>" Reyes`) + "\n" + evil + "\n\nNorland's minister said: “" + evil + "”\n"
	b.write("form.add textarea", text)
	b.set("form.add [name=day]", "2025-03-03")
	b.write("form.add [name=outlet]", evil)
	b.write("form.add [name=title]", evil)
	b.leave(func() { b.click(one("form.add button.main")) })
	report := b.here()
	look := func(path string) {
		b.open(path)
		b.want("nothing ran at "+path, `globalThis.hacked === undefined`)
		b.want("no element of the report", all("main script, main img, main svg[onload], main a[href^='javascript:'], [onerror]")+`.length === 0`)
		b.fits()
	}
	for _, path := range []string{report, "/table", "/reports", "/search?q=hacked", "/search?q=%3Cscript%3E", "/due", "/timeline", "/actors", "/corrections", "/compare"} {
		look(path)
	}
	b.open(report)
	b.want("its words as they are", one("article.text")+`.textContent.includes("<script>globalThis.hacked=1</script>")`)
	b.want("its title as it is", one("h1")+`.textContent.includes("<img src=x")`)
	for _, u := range strings.Fields(b.str(all("main a[href^='/']") + `.slice(0, 12).map(a => a.getAttribute("href")).join(" ")`)) {
		look(u)
	}
}

// live adds a report in one tab and sees it told in another.
func (s *suite) live(t *testing.T) {
	at := empty(t)
	watcher, writer := s.tab(t, at), s.tab(t, at)
	add := func(text string) {
		writer.open("/add")
		writer.write("form.add textarea", text)
		writer.set("form.add [name=day]", "2025-03-03")
		writer.leave(func() { writer.click(one("form.add button.main")) })
	}
	add(pasted)
	watcher.again("the first report", "/table", named(".matrix", "Norland"))
	was := watcher.text(".matrix")
	add("PARIS, March 3 - Westmark proposed a truce of ten days between Norland and Sudmark, its president said on Monday.\n\nNorland accepted the proposal.\n")
	watcher.until("what came in is told", one("[data-live]")+`.textContent.includes("1 new report")`)
	if watcher.text(".matrix") != was {
		t.Error("the page changed under the eyes of its reader")
	}
	watcher.accessible()
	watcher.leave(func() { watcher.click(one("[data-live] a")) })
	watcher.again("what came in is shown", "/table", all(".matrix tbody")+`.length > 0 && `+one(".matrix")+`.innerText.replace(/\s+/g, " ").trim() !== `+quoted(was))
}
