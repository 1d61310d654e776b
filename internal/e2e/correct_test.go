package e2e

import (
	"strings"
	"testing"
)

// wrong marks a line wrong, sees it gone from the table, and undoes it.
func (s *suite) wrong(t *testing.T) {
	b := s.tab(t, serve(t, copyOf(t, s.filled), "--dossier", dossierFile))
	b.open("/table")
	before := b.text(".matrix")
	b.leave(func() { b.click(one("a.cell")) })
	cell := b.here()
	passages := b.num(all("main .passage") + ".length")
	key := b.str(one("main .passage") + ".id")
	b.click(one("main .passage .why summary"))
	b.leave(func() { b.click(named("main .passage .why a", "mark it wrong")) })
	b.want("the line in the form", one(".correct [name=target]")+`.value !== "" && `+one(".correct [name=kind]")+`.value === "wrong"`)
	b.want("its words", one("blockquote")+`.textContent.length > 5`)
	b.write(".correct [name=reason]", "it tells of another meeting")
	b.write(".correct [name=author]", "A. Reader")
	b.leave(func() { b.click(one(".correct button.main")) })
	b.want("it is told", one(".done"))
	b.open(cell)
	if b.is(`document.getElementById(`+quoted(key)+`)`) || b.num(all("main .passage")+".length") >= passages {
		t.Error("the wrong line still stands in its cell")
	}
	b.open("/table")
	if b.text(".matrix") == before {
		t.Error("the table is as it was")
	}
	b.open("/corrections")
	b.leave(func() { b.click(one(".undo button")) })
	b.want("it is undone", all(".log .undone")+`.length === 1`)
	b.open("/table")
	if got := b.text(".matrix"); got != before {
		t.Errorf("after undo the table is\n%s\nit was\n%s", got, before)
	}
	b.open(cell)
	b.want("the line is back", `document.getElementById(`+quoted(key)+`)`)
}

// merge makes two actors one, and undoes it.
func (s *suite) merge(t *testing.T) {
	b := s.tab(t, serve(t, copyOf(t, s.filled)))
	b.allow("404") // that there is no such actor is told as an answer too
	b.allow("400")
	b.open("/corrections")
	b.set(".correct [name=kind]", "merge")
	b.write(".correct [name=target]", "Dmitry Peskov")
	b.write(".correct [name=with]", "Nobody Known")
	b.write(".correct [name=reason]", "a trial")
	b.write(".correct [name=author]", "A. Reader")
	b.leave(func() { b.click(one(".correct button.main")) })
	b.want("a problem is told", one("[role=alert]")+`.textContent.includes("Nobody Known")`)
	b.want("what was written is kept", one(".correct [name=reason]")+`.value === "a trial"`)
	b.write(".correct [name=with]", "Yuri Ushakov")
	b.leave(func() { b.click(one(".correct button.main")) })
	if got := b.text(".done"); !strings.Contains(got, "Peskov") || !strings.Contains(got, "Ushakov") {
		t.Errorf("told is %q, %q", got, b.text("[role=alert]"))
	}
	b.open("/search?q=Ushakov&actor=Dmitry+Peskov")
	merged := b.num(all("article.hit") + ".length")
	b.open("/corrections")
	b.leave(func() { b.click(one(".undo button")) })
	b.want("undone", all(".log .undone")+`.length === 1`)
	b.open("/search?q=Ushakov&actor=Dmitry+Peskov")
	if apart := b.num(all("article.hit") + ".length"); apart >= merged {
		t.Errorf("lines of both: %v when they were one, %v when they are two", merged, apart)
	}
}
