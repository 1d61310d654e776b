package source

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// one reads bytes, whatever they are, and checks what every item promises.
func one(t *testing.T, b []byte) {
	t.Helper()
	n := 0
	for item := range (Options{Stdin: bytes.NewReader(b), MaxFile: 1 << 20, AnyLanguage: true}).Open(context.Background(), []string{"-"}) {
		n++
		if item.Err == nil && (!utf8.ValidString(item.Report.Text) || blank(item.Report.Text)) {
			t.Errorf("a text that is none: %q", item.Report.Text)
		}
		if item.Err == nil && item.Origin == "" {
			t.Error("no origin")
		}
	}
	if n == 0 && len(bytes.TrimSpace(b)) > 0 {
		t.Error("no item")
	}
}

func FuzzAny(f *testing.F) {
	for _, name := range []string{"nexis.txt", "nexis_later.txt", "factiva.txt", "factiva_coded.html"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(rss))
	f.Add([]byte(telegramChannel))
	f.Add([]byte("title,text\na,b\n"))
	f.Add([]byte(docxOf(f, coreXML, "One.")))
	f.Fuzz(one)
}

func FuzzWARC(f *testing.F) {
	all := warcSample()
	f.Add([]byte(strings.Join(all, "")))
	f.Add([]byte(zipped(all[1]) + zipped(all[3])))
	f.Fuzz(func(t *testing.T, b []byte) {
		one(t, b)
		one(t, []byte(warcRecord("response", "https://example.org/x", string(b))))
	})
}
