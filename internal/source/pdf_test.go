package source

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
)

// pdfOf is a PDF file of pages, each a list of lines: "x y size text".
func pdfOf(info string, pages ...[]string) string {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	fmt.Fprintf(&b, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>\nendobj\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 10+2*i)
	}
	fmt.Fprintf(&b, "2 0 obj\n<< /Type /Pages /Kids [%s] /Count %d /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n", kids, len(pages))
	b.WriteString("3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>\nendobj\n")
	for i, lines := range pages {
		var c strings.Builder
		c.WriteString("BT\n")
		for _, l := range lines {
			f := strings.SplitN(l, " ", 4)
			text := strings.NewReplacer("(", "\\(", ")", "\\)", "“", "\\223", "”", "\\224").Replace(f[3])
			fmt.Fprintf(&c, "/F1 %s Tf 1 0 0 1 %s %s Tm (%s) Tj\n", f[2], f[0], f[1], text)
		}
		c.WriteString("ET\n")
		var z bytes.Buffer
		zw := zlib.NewWriter(&z)
		zw.Write([]byte(c.String()))
		zw.Close()
		fmt.Fprintf(&b, "%d 0 obj\n<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>\nendobj\n", 10+2*i, 11+2*i)
		fmt.Fprintf(&b, "%d 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n", 11+2*i, z.Len(), z.String())
	}
	fmt.Fprintf(&b, "4 0 obj\n<< %s >>\nendobj\n", info)
	b.WriteString("trailer\n<< /Root 1 0 R /Info 4 0 R >>\nstartxref\n0\n%%EOF\n")
	return b.String()
}

func newsPages() [][]string {
	var pages [][]string
	for no := 1; no <= 3; no++ {
		pages = append(pages, []string{
			"72 760 9 The Example Times",
			"72 700 11 The ministers of " + []string{"both", "all", "some"}[no-1] + " countries met on Tuesday in Geneva, and they agreed to go",
			"72 686 11 " + []string{"on", "ahead", "forward"}[no-1] + " with their nego-",
			"72 672 11 tiations, officials said after the second of the meetings. A cease-",
			"72 658 11 fire was not agreed.",
			"72 630 11 " + []string{"“We", "“They", "“You"}[no-1] + " are nearer (to an agreement) than we were,” one official told reporters who had",
			"72 616 11 waited " + []string{"outside.", "there.", "inside."}[no-1],
			fmt.Sprintf("290 40 9 Page %d of 3", no),
		})
	}
	return pages
}

func TestPDF(t *testing.T) {
	good := pdfOf("/Title (Talks go on) /Author <FEFF004A0061006E0065> /CreationDate (D:20250820101500Z)", newsPages()...)
	scanned := strings.Replace(pdfOf("", []string{}), "/Font <<", "/XObject << /Im1 9 0 R >> /Font <<", 1)
	scanned = strings.Replace(scanned, "trailer", "9 0 obj\n<< /Subtype /Image /Length 3 >>\nstream\nabc\nendstream\nendobj\n11 0 obj\n<< /Length 7 >>\nstream\n/Im1 Do\nendstream\nendobj\ntrailer", 1)
	folderOf(t, map[string]string{
		"a.pdf": good, "b.pdf": strings.ReplaceAll(good, "trailer", "xxxxxxx"), "c.pdf": good[:len(good)*2/3], "d.pdf": scanned,
		"e.pdf": strings.Replace(good, "/Root 1 0 R", "/Root 1 0 R /Encrypt 8 0 R", 1), "f.pdf": "%PDF-1.7\nnothing",
	})
	paragraph := "The ministers of both countries met on Tuesday in Geneva, and they agreed to go on with their negotiations, officials said after the second of the meetings. A cease-fire was not agreed.\n" +
		"“We are nearer (to an agreement) than we were,” one official told reporters who had waited outside."
	other := strings.NewReplacer("both", "all", "go on", "go ahead", "“We", "“They", "outside", "there").Replace(paragraph)
	third := strings.NewReplacer("both", "some", "go on", "go forward", "“We", "“You", "outside", "inside").Replace(paragraph)
	text := strings.Join([]string{paragraph, other, third}, "\n")
	got := allTold(Options{}, "a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf")
	if len(got) != 6 {
		t.Fatalf("got %q", got)
	}
	same(t, append(got[:2:2], got[3:]...), "a.pdf | a.pdf |  | 2025-08-20 metadata | Talks go on | Jane | en-gb | "+text+" | ", "b.pdf | b.pdf |  |  |  |  |  | "+text+" | ",
		"d.pdf! d.pdf: a PDF document without a text layer: its pages are images, as scanners make them", "e.pdf! e.pdf: a PDF document that is locked",
		"f.pdf! f.pdf: a damaged PDF document: no page is in it")
	if !strings.Contains(got[2], "with their negotiations") {
		t.Errorf("of a cut file: %q", got[2])
	}
}

// TestBrowserPDF reads what a browser printed: fonts with codes of their own,
// objects in streams.
func TestBrowserPDF(t *testing.T) {
	for item := range (Options{}).Open(context.Background(), []string{"testdata/printed.pdf"}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		for _, want := range []string{"“We are nearer to an agreement than we were,” one of the officials said.", "Talks resume in Geneva\n",
			"met in Geneva on Monday and agreed to meet again before the end of the month, officials said after the talks.\n"} {
			if !strings.Contains(item.Report.Text, want) {
				t.Errorf("%q is not in the text:\n%s", want, item.Report.Text)
			}
		}
	}
}

func TestPDFBomb(t *testing.T) {
	var z bytes.Buffer
	zw := zlib.NewWriter(&z)
	for range 64 {
		zw.Write(bytes.Repeat([]byte("(x) Tj\n"), 1<<17))
	}
	zw.Close()
	bomb := fmt.Sprintf("%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Contents 4 0 R>>\nendobj\n"+
		"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%%%EOF", z.Len(), z.String())
	expect(t, summary(Options{Stdin: strings.NewReader(bomb), MaxFile: 1 << 20}, "-"), "-! a PDF document that unpacks to too much")
	circle := "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R 3 0 R 5 0 R]/Parent 2 0 R>>\nendobj\n3 0 obj\n3 0 R\nendobj\n5 0 obj\n" + strings.Repeat("[", 1<<16) + "\nendobj\ntrailer\n<</Root 1 0 R>>"
	if got := summary(Options{Stdin: strings.NewReader(circle)}, "-"); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}

func FuzzPDF(f *testing.F) {
	f.Add([]byte(pdfOf("/Title (x)", newsPages()[0])))
	if b, err := os.ReadFile("testdata/printed.pdf"); err == nil {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { one(t, append([]byte("%PDF-"), b...)) })
}
