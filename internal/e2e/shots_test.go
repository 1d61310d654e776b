package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var (
	out      = flag.String("out", "", "write the pictures of the guide into this `folder`")
	allShots = flag.Bool("all", false, "with -out: write pictures of each page, wide and narrow, light and dark, as PNG")
)

// shot is a picture of a page.
type shot struct {
	name    string
	on      string // the page where the address is looked up
	address string // an expression
	// guide is how the guide shows it, "" where it does not: desktop or phone, and
	// light or dark.
	guide  string
	height int64 // of the guide's picture
}

// shots are the pictures, of the talks as of one day where it matters.
var shots = []shot{
	{name: "table", on: "/table", address: `"/table?as-of=` + atHand + `"`, guide: "desktop light", height: 1130},
	{name: "table-phone", on: "/table", address: `"/table?as-of=` + atHand + `"`, guide: "phone light", height: 844},
	{name: "table-march", on: "/table", address: `"/table?as-of=2025-03-15"`, guide: "desktop light", height: 700},
	{name: "cell", on: "/table?as-of=" + atHand, address: named("a.cell", "expert") + `?.getAttribute("href") ?? ` + one(".matrix td[data-actor=Russia] a.cell") + `.getAttribute("href")`, guide: "desktop light", height: 760},
	{name: "report", on: "/cell?as-of=" + atHand + "&actor=Russia&proposal=issue%3ASecurity+guarantees", address: one("main .cite a") + `.getAttribute("href")`, guide: "desktop light", height: 880},
	{name: "report-phone", on: "/reports?since=2025-08-20&until=2025-08-20", address: one(".list.reports th a") + `.getAttribute("href")`, guide: "phone dark", height: 844},
	{name: "versions", on: "/reports?outlet=Channel+Nine+News", address: named(".list tr", "version 3") + `.querySelector("th a").getAttribute("href")`},
	{name: "timeline", on: "/table", address: `"/timeline?as-of=` + atHand + `"`, guide: "desktop light", height: 880},
	{name: "actors", on: "/table", address: `"/actors?as-of=` + atHand + `"`, guide: "desktop dark", height: 880},
	{name: "actor", on: "/table?as-of=" + atHand, address: named(".matrix thead a", "Russia") + `.getAttribute("href")`},
	{name: "waiting", on: "/table", address: `"/waiting?as-of=` + atHand + `"`},
	{name: "due", on: "/table", address: `"/due?as-of=2025-05-13"`, guide: "desktop light", height: 880},
	{name: "shifts", on: "/table", address: `"/shifts"`},
	{name: "conflicts", on: "/table", address: `"/conflicts"`},
	{name: "compare", on: "/reports?since=2025-03-18&until=2025-03-18", guide: "desktop light", height: 820,
		address: `"/compare?a=" + ` + named(".list tr", "Kremlin") + `.querySelector("input").value + "&b=" + ` + named(".list tr", "White House") + `.querySelector("input").value`},
	{name: "reports", on: "/table", address: `"/reports"`},
	{name: "search", on: "/table", address: `"/search?q=%22security+guarantees%22+-tariffs"`, guide: "desktop light", height: 760},
	{name: "corrections", on: "/table", address: `"/corrections"`},
	{name: "wrong", on: "/cell?as-of=" + atHand + "&actor=Russia&proposal=issue%3AMeeting+of+the+presidents", address: one("main .why a[href^='/corrections']") + `.getAttribute("href")`, guide: "desktop light", height: 640},
	{name: "add", on: "/table", address: `"/add"`},
}

// TestScreenshots makes the pictures of the guide, or with -all those of every
// page, to look at.
func TestScreenshots(t *testing.T) {
	if *out == "" {
		t.Skip("pictures are made with -args -out FOLDER")
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		t.Fatal(err)
	}
	s := &suite{browser: startBrowser(t), filled: filledLedger(t)}
	s.site = serve(t, copyOf(t, s.filled), "--dossier", dossierFile)
	for _, x := range shots {
		b := s.tab(t, s.site)
		b.open(x.on)
		path := b.str(x.address)
		b.picture(&x, func() { b.open(path) })
	}
	first := s.tab(t, empty(t))
	first.open("/")
	first.picture(&shot{name: "first-paste"}, func() { first.open("/"); first.fillIn() })
	first.open("/")
	first.fillIn()
	first.leave(func() { first.click(one("form.add button.main")) })
	first.picture(&shot{name: "first-minute", guide: "desktop light", height: 720}, func() { first.js(`scrollTo(0, 0)`) })
}

// fillIn writes the report of the first minute into its form.
func (b *tab) fillIn() {
	b.Helper()
	b.write("form.add textarea", pasted)
	b.set("form.add [name=day]", "2025-03-03")
	b.write("form.add [name=outlet]", "Northern Wire")
	b.write("form.add [name=title]", "Norland ready to sign")
}

// picture takes the guide's picture of a page, or all four.
func (b *tab) picture(x *shot, load func()) {
	b.Helper()
	for _, form := range []string{"desktop light", "desktop dark", "phone light", "phone dark"} {
		if !*allShots && form != x.guide {
			continue
		}
		width, colours := int64(desktop), "light"
		if form[:5] == "phone" {
			width = phone
		}
		if form[len(form)-4:] == "dark" {
			colours = "dark"
		}
		b.size(width)
		b.colours(colours)
		load()
		if *allShots {
			b.save(filepath.Join(*out, x.name+"-"+form[:len(form)-len(colours)-1]+"-"+colours+".png"), page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
			continue
		}
		_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: x.height, DeviceScaleFactor: 1, Mobile: width == phone})
		b.must(err)
		quality := int64(82)
		b.save(filepath.Join(*out, x.name+".webp"), page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality})
	}
}

// save writes a picture of what the window shows, or with -all of the page down to
// some length.
func (b *tab) save(path string, how page.CaptureScreenshotParams) {
	b.Helper()
	b.js(`document.fonts.ready.then(() => null)`)
	if *allShots {
		beyond := true
		how.CaptureBeyondViewport = &beyond
		how.Clip = &page.Viewport{Width: b.num(`innerWidth`), Height: min(b.num(`document.documentElement.scrollHeight`), 1900), Scale: 1}
	}
	got, err := chromedp.Call(b.ctx, page.CaptureScreenshot, how)
	b.must(err)
	b.must(os.WriteFile(path, got.Data, 0o644))
}
