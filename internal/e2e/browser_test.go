package e2e

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browsers are the names that Chromium goes by, the likeliest first.
var browsers = [...]string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"}

// findBrowser gives the path of a browser: $PARLEY_BROWSER, or one that the shell
// finds; "" for none.
func findBrowser() string {
	if path := os.Getenv("PARLEY_BROWSER"); path != "" {
		return path
	}
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// startBrowser starts the browser that the tabs of a test share.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := findBrowser()
	if path == "" {
		t.Skip("no browser was found: install Debian's chromium, or name one in $PARLEY_BROWSER")
	}
	if testing.Short() {
		t.Skip("the browser is left out of short tests")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute), chromedp.NoInheritEnv,
		chromedp.Env("HOME="+t.TempDir(), "PATH="+os.Getenv("PATH"), "TZ=UTC", "LANG=C.UTF-8"),
		chromedp.Flag("lang", "en-GB"), chromedp.Flag("font-render-hinting", "none"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has no sandbox for root
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stopAlloc)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return ctx
}

// suite is what the tests in the browser share: the browser, and a server over
// the example's ledger that no test may change.
type suite struct {
	browser context.Context
	filled  string // the file of the example's ledger, served by nobody
	site    *site
}

// TestBrowser runs every test that needs a browser.
func TestBrowser(t *testing.T) {
	s := &suite{browser: startBrowser(t), filled: filledLedger(t)}
	s.site = serve(t, copyOf(t, s.filled), "--dossier", dossierFile)
	for _, x := range []struct {
		name string
		run  func(*suite, *testing.T)
	}{
		{"pages", (*suite).pages}, {"signin", (*suite).signIn},
		{"words", (*suite).words}, {"slider", (*suite).slider}, {"date", (*suite).date}, {"dossier", (*suite).dossier}, {"actor", (*suite).actor},
		{"search", (*suite).search}, {"paging", (*suite).paging}, {"compare", (*suite).compare}, {"marks", (*suite).marks},
		{"wrong", (*suite).wrong}, {"merge", (*suite).merge},
		{"first minute", (*suite).firstMinute}, {"drop", (*suite).drop}, {"hostile", (*suite).hostile}, {"live", (*suite).live},
		{"no script", (*suite).noScript}, {"plain slider", (*suite).plainSlider},
		{"keyboard", (*suite).keyboard}, {"focus", (*suite).focus}, {"paper", (*suite).paper}, {"missing", (*suite).missing},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			x.run(s, t)
		})
	}
}
