package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for anything, on a machine that is busy.
const patience = 40 * time.Second

const (
	desktop = 1400
	phone   = 390
	narrow  = 320 // what WCAG 1.4.10 asks a page to flow into
)

// tab is one tab of the browser. What its console complains of fails its test.
type tab struct {
	*testing.T
	ctx   context.Context
	site  *site
	plain bool // runs no script of pages

	mu       sync.Mutex
	problems []string
	allowed  []string // words of complaints that a test brings about on purpose
}

// tab opens a tab of its own profile on a site, at desktop width in light colours.
func (s *suite) tab(t *testing.T, at *site) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext())
	b := &tab{T: t, ctx: ctx, site: at}
	t.Cleanup(func() {
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Errorf("the browser complains: %s", p)
		}
	})
	b.must(chromedp.Do(ctx))
	b.must(chromedp.Listen(ctx, b.hear))
	const tell = `addEventListener("securitypolicyviolation", e => console.error("policy: " + e.violatedDirective + " " + e.blockedURI))`
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: tell})
	b.must(err)
	_, err = chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.must(err)
	b.size(desktop)
	b.colours("light")
	return b
}

func (b *tab) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// hear keeps what is wrong of what the browser tells.
func (b *tab) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, a := range e.Args {
				words = append(words, strings.TrimSpace(string(a.Value)+" "+a.Description))
			}
			b.complain("console: " + strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		what := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			what += " " + x.Description
		}
		b.complain("exception: " + what)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.complain(fmt.Sprintf("log: %s (%s)", e.Entry.Text, e.Entry.URL))
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			b.complain(fmt.Sprintf("answer %d: %s", e.Response.Status, e.Response.URL))
		}
	case *network.EventLoadingFailed:
		if !e.Canceled && e.ErrorText != "net::ERR_ABORTED" {
			b.complain("request failed: " + e.ErrorText + " " + string(e.BlockedReason))
		}
	}
}

func (b *tab) complain(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range b.allowed {
		if strings.Contains(what, a) {
			return
		}
	}
	b.problems = append(b.problems, what)
}

// allow makes complaints with these words no failure of the test.
func (b *tab) allow(words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.allowed = append(b.allowed, words)
}

// size sets the width of the window; that of a phone has its ways too.
func (b *tab) size(width int64) {
	b.Helper()
	height, mobile := int64(900), width < 600
	if mobile {
		height = 844
	}
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: mobile})
	b.must(err)
}

// colours sets what the user likes: light or dark.
func (b *tab) colours(scheme string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.must(err)
}

// open goes to a path of the site and waits until it is there.
func (b *tab) open(path string) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(b.site.address+path)); err != nil {
		b.Fatalf("%s: %v", path, err)
	}
	b.painted()
}

// painted waits until the page was drawn: keys and clicks before that are lost.
func (b *tab) painted() {
	b.Helper()
	if !b.plain {
		b.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))`)
	}
}

// leave does what leads to another page, and waits until that is there.
func (b *tab) leave(do func()) {
	b.Helper()
	b.js(`globalThis.left = false; null`)
	do()
	b.until("another page", `globalThis.left === undefined && document.readyState === "complete"`)
	b.painted()
}

// eval runs an expression in the page.
func (b *tab) eval(expression string) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	yes := true
	got, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ReturnByValue: &yes, AwaitPromise: &yes, UserGesture: &yes})
	if err != nil {
		return nil, err
	}
	if x := got.ExceptionDetails; x != nil {
		what := x.Text
		if x.Exception != nil {
			what += " " + x.Exception.Description
		}
		return nil, fmt.Errorf("%s: in %s", what, expression)
	}
	return json.RawMessage(got.Result.Value), nil
}

// js runs an expression in the page that must not fail.
func (b *tab) js(expression string) json.RawMessage {
	b.Helper()
	v, err := b.eval(expression)
	b.must(err)
	return v
}

// str is a string of the page.
func (b *tab) str(expression string) (out string) {
	b.Helper()
	b.must(json.Unmarshal(b.js(expression), &out))
	return out
}

// num is a number of the page.
func (b *tab) num(expression string) (out float64) {
	b.Helper()
	b.must(json.Unmarshal(b.js(expression), &out))
	return out
}

// is tells whether an expression of the page holds.
func (b *tab) is(expression string) bool {
	b.Helper()
	return string(b.js("!!("+expression+")")) == "true"
}

// want fails the test where an expression of the page does not hold.
func (b *tab) want(what, expression string) {
	b.Helper()
	if !b.is(expression) {
		b.Errorf("%s: %s does not hold at %s", what, expression, b.here())
	}
}

// until waits for an expression of the page to hold; on the way the page may be
// another one.
func (b *tab) until(what, expression string) {
	b.Helper()
	end := time.Now().Add(patience)
	var err error
	for time.Now().Before(end) {
		var v json.RawMessage
		if v, err = b.eval("!!(" + expression + ")"); err == nil && string(v) == "true" {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.Fatalf("%s does not come: %s does not hold at %s (%v)", what, expression, b.here(), err)
}

// again opens a page until an expression holds.
func (b *tab) again(what, path, expression string) {
	b.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		b.open(path)
		if b.is(expression) {
			return
		}
	}
	b.Fatalf("%s: %s says %q", what, path, b.text("main"))
}

// here is the path and the rest of the address.
func (b *tab) here() string {
	b.Helper()
	return b.str(`location.href.slice(location.origin.length)`)
}

// quoted is a string of JavaScript.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}

// one is the element of a selector, as an expression.
func one(selector string) string { return "document.querySelector(" + quoted(selector) + ")" }

// all are the elements of a selector, as an expression.
func all(selector string) string { return "[...document.querySelectorAll(" + quoted(selector) + ")]" }

// named is the first element of a selector with these words, as an expression.
func named(selector, words string) string {
	return all(selector) + ".find(e => e.textContent.includes(" + quoted(words) + "))"
}

// text is what an element says, its white space made plain.
func (b *tab) text(selector string) string {
	b.Helper()
	return b.str("(" + one(selector) + `?.innerText ?? "").replace(/\s+/g, " ").trim()`)
}
