package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// signIn signs in with a token, and out again.
func (s *suite) signIn(t *testing.T) {
	tokens := filepath.Join(t.TempDir(), "tokens")
	token := strings.TrimSpace(parley(t, "serve", "token", "add", "desk", "read", "--token-file", tokens))
	b := s.tab(t, serve(t, copyOf(t, s.filled), "--dossier", dossierFile, "--token-file", tokens))
	b.allow("401")
	b.allow("403")
	b.open("/table?as-of=" + atHand)
	b.want("the token is asked for", `location.pathname === "/login" && `+one("input[type=password]")+` === document.activeElement`)
	b.want("nothing is shown before", all(".matrix, nav")+`.length === 0`)
	for _, width := range []int64{desktop, phone, narrow} {
		b.size(width)
		b.fits()
	}
	b.size(desktop)
	b.accessible()
	b.colours("dark")
	b.accessible("color-contrast")
	b.colours("light")
	b.write("input[type=password]", "parley_wrong")
	b.leave(func() { b.click(one("form button")) })
	b.want("a wrong token is told", one("[role=alert]"))
	b.accessible()
	b.write("input[type=password]", token)
	b.leave(func() { b.click(one("form button")) })
	b.want("on to the page that was asked for", `location.pathname + location.search === "/table?as-of=`+atHand+`"`)
	b.want("the table", all("a.cell")+`.length > 3`)
	b.want("a reader is offered no more than reading", `!`+named("a", "Add a report"))
	b.want("no script sees the session", `document.cookie === ""`)
	b.open("/add")
	b.want("adding is refused in words", `/may not/.test(`+one("main")+`.textContent)`)
	b.open("/logout")
	b.leave(func() { b.click(one("form button")) })
	b.open("/table")
	b.want("signed out", `location.pathname === "/login"`)
}
