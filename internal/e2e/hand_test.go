package e2e

import (
	"encoding/json"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// click clicks with the mouse in the middle of the element that an expression
// gives. What lies above it would be clicked instead, and fails the test.
func (b *tab) click(element string) {
	b.Helper()
	b.until("something to click", element)
	var at struct {
		X, Y float64
		Over string
	}
	b.must(json.Unmarshal(b.js(`(e => {
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = [...e.getClientRects()].find(r => r.width > 0 && r.height > 0) ?? {left: 0, top: 0, width: 0, height: 0};
		const X = r.left + r.width / 2, Y = r.top + r.height / 2;
		const hit = document.elementFromPoint(X, Y);
		return {X, Y, Over: hit && (e.contains(hit) || hit.contains(e)) ? "" : (hit?.outerHTML ?? "nothing").slice(0, 120)};
	})(`+element+`)`), &at))
	if at.Over != "" {
		b.Fatalf("%s cannot be clicked at %s: there is %s", element, b.here(), at.Over)
	}
	b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)))
}

// key presses keys: those of package kb, or characters.
func (b *tab) key(keys string, options ...chromedp.KeyOption) {
	b.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent(keys, options...)))
}

// press presses a key that writes a character, which a page may keep for itself.
func (b *tab) press(char string) {
	b.Helper()
	for _, e := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Key: char, Text: char}, {Type: input.DispatchKeyEventTypeKeyUp, Key: char}} {
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, e)
		b.must(err)
	}
}

// write puts text into a field as one would type it, in place of what is there.
func (b *tab) write(selector, text string) {
	b.Helper()
	b.js(one(selector) + `.focus(); ` + one(selector) + `.select?.()`)
	_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text})
	b.must(err)
}

// set gives a field that is not typed into, a date or a list, a value.
func (b *tab) set(selector, value string) {
	b.Helper()
	b.js(`(e => { e.value = ` + quoted(value) + `; e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); })(` + one(selector) + `)`)
}

// upload gives a file to a field.
func (b *tab) upload(selector, path string) {
	b.Helper()
	got, err := chromedp.Call(b.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: one(selector)})
	b.must(err)
	_, err = chromedp.Call(b.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: got.Result.ObjectID})
	b.must(err)
}

// dropFile drags a file of this machine onto the middle of the page.
func (b *tab) dropFile(path string) {
	b.Helper()
	data := &input.DragData{Files: []string{path}, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		_, err := chromedp.Call(b.ctx, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 500, Y: 300, Data: data})
		b.must(err)
	}
}

// fits fails the test where the page is wider than the window.
func (b *tab) fits() {
	b.Helper()
	const over = `(() => { const w = document.documentElement.clientWidth, out = [];
		if (document.scrollingElement.scrollWidth <= w) return "";
		for (const e of document.body.querySelectorAll("*")) if (e.getBoundingClientRect().right > w + 1 && !e.closest(".top nav, .wide")) out.push(e.outerHTML.slice(0, 100));
		return "page is " + document.scrollingElement.scrollWidth + " wide in " + w + ": " + out.slice(0, 3).join(" | ") })()`
	if s := b.str(over); s != "" {
		b.Errorf("%s does not fit: %s", b.here(), s)
	}
}
