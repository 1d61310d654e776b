package e2e

import (
	"bytes"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// paper prints the table and a report.
func (s *suite) paper(t *testing.T) {
	b := s.tab(t, s.site)
	b.open("/reports?since=2025-08-20&until=2025-08-20")
	report := b.str(one(".list.reports th a") + `.getAttribute("href")`)
	for _, path := range []string{"/table?as-of=" + atHand, report} {
		b.open(path)
		pdf, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{})
		b.must(err)
		if !bytes.HasPrefix(pdf.Data, []byte("%PDF-")) || len(pdf.Data) < 10000 {
			t.Errorf("%s: the PDF has %d bytes", path, len(pdf.Data))
		}
		_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		b.must(err)
		b.want("no navigation on paper", all(".top nav, .search, .bounds, .slide, .skip, button, form.filters")+`.every(e => !e.checkVisibility())`)
		b.want("the page on paper", one("main")+`.innerText.length > 500`)
		b.want("its heading on paper", one("h1")+`.checkVisibility()`)
		b.want("paper is white", `getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)"`)
		_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
		b.must(err)
	}
}
