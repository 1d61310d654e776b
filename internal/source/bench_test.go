package source

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// BenchmarkFormats tells how many reports of each format are read a second.
func BenchmarkFormats(b *testing.B) {
	text := strings.Repeat(body+" ", 20)
	read := func(name string) string {
		t, err := os.ReadFile("testdata/" + name)
		if err != nil {
			b.Fatal(err)
		}
		return string(t)
	}
	var rows, lines, members, warc, tg strings.Builder
	rows.WriteString("title,text,date\n")
	tg.WriteString(`{"name": "x", "type": "public_channel", "id": 1, "messages": [`)
	for i := range 100 {
		fmt.Fprintf(&rows, "T,%q,2025-08-20\n", text)
		fmt.Fprintf(&lines, "{\"text\": %q}\n", text)
		rec := warcRecord("response", fmt.Sprintf("https://example.org/%d", i), answer(plainPage))
		warc.WriteString(rec)
		members.WriteString(zipped(rec))
		fmt.Fprintf(&tg, `{"id": %d, "type": "message", "date": "2025-08-20T10:00:00", "text": %q},`, i, text)
	}
	tg.WriteString(`{"id": 0, "type": "service"}]}`)
	for _, c := range []struct{ name, in string }{
		{"text", text}, {"html", article}, {"jsonl", lines.String()}, {"csv", rows.String()}, {"telegram", tg.String()}, {"rss", rss},
		{"nexis", read("nexis.txt")}, {"factiva", read("factiva.txt")}, {"docx", docxOf(b, coreXML, strings.Split(strings.Repeat(text+"\n", 3), "\n")...)},
		{"pdf", pdfOf("", newsPages()...)}, {"pdf-printed", read("printed.pdf")}, {"warc", warc.String()}, {"warc.gz", members.String()},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.in)))
			n := 0
			for b.Loop() {
				for i := range (Options{Stdin: io.Reader(strings.NewReader(c.in))}).Open(context.Background(), []string{"-"}) {
					if i.Err != nil {
						b.Fatal(i.Err)
					}
					n++
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}
