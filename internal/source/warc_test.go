package source

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// warcRecord is one record.
func warcRecord(kind, uri, block string, more ...string) string {
	head := "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Target-URI: " + uri + "\r\n"
	for _, m := range more {
		head += m + "\r\n"
	}
	return head + fmt.Sprintf("Content-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
}

func answer(body string, more ...string) string {
	h := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
	for _, m := range more {
		h += m + "\r\n"
	}
	return h + "\r\n" + body
}

func chunked(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := min(500, len(s))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, s[:n])
		s = s[n:]
	}
	return b.String() + "0\r\n\r\n"
}

// plainPage is an article without an address of its own.
var plainPage = strings.Replace(article, `<link rel="canonical" href="https://example.org/talks">`, "", 1)

func deflated(s string) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 6)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func brotlied(s string) string {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func warcSample() []string {
	latin := strings.NewReplacer("“", "\x93", "”", "\x94").Replace(plainPage)
	return []string{
		warcRecord("warcinfo", "", "software: x\r\n"),
		warcRecord("response", "https://example.org/plain", answer(plainPage), "WARC-Payload-Digest: sha1:A"),
		warcRecord("request", "https://example.org/plain", "GET / HTTP/1.1\r\n\r\n"),
		warcRecord("response", "<https://example.org/gzip>", answer(chunked(zipped(plainPage)), "Content-Encoding: gzip", "Transfer-Encoding: chunked")),
		warcRecord("response", "https://example.org/deflate", answer(deflated(plainPage), "Content-Encoding: deflate")),
		warcRecord("response", "https://example.org/br", answer(brotlied(plainPage), "Content-Encoding: br")),
		warcRecord("response", "https://example.org/decoded", answer(plainPage, "Content-Encoding: gzip", "Transfer-Encoding: chunked")),
		warcRecord("response", "https://example.org/latin", "HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"+latin),
		warcRecord("response", "https://example.org/image", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
		warcRecord("response", "https://example.org/moved", "HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n"),
		warcRecord("response", "dns:example.org", "1.2.3.4"),
		warcRecord("resource", "https://example.org/resource", plainPage, "Content-Type: text/html"),
		warcRecord("conversion", "https://example.org/text", body, "Content-Type: text/plain"),
		warcRecord("revisit", "https://example.org/again", "HTTP/1.1 200 OK\r\n\r\n", "WARC-Payload-Digest: sha1:A", "WARC-Refers-To-Target-URI: https://example.org/plain"),
		warcRecord("revisit", "https://example.org/latin", "", "WARC-Profile: x"),
		warcRecord("revisit", "https://example.org/elsewhere", "", "WARC-Payload-Digest: sha1:B"),
		warcRecord("response", "https://example.org/empty", answer("<html><body>Menu</body></html>")),
	}
}

func warcNames(o Options, path string) (out []string) {
	for i := range o.Open(context.Background(), []string{path}) {
		s := strings.TrimPrefix(i.Name, "https://example.org")
		switch {
		case i.Err != nil:
			s += "! " + strings.TrimPrefix(i.Err.Error(), i.Name+": ")
		case !strings.Contains(i.Report.Text, "“We are nearer") && i.Report.Text != body || i.Report.URL != i.Name || i.Origin != i.Name:
			s += " has another text or address: " + i.Report.Text
		}
		out = append(out, s)
	}
	return out
}

func TestWARC(t *testing.T) {
	records := warcSample()
	var members strings.Builder
	for _, r := range records {
		members.WriteString(zipped(r))
	}
	whole := strings.Join(records, "")
	folderOf(t, map[string]string{"a.warc": whole, "b.warc.gz": members.String(), "c": members.String(), "d.warc.gz": zipped(whole)})
	want := []string{"/plain", "/gzip", "/deflate", "/br", "/decoded", "/latin", "/resource", "/text", "/again", "/latin",
		"/elsewhere! unchanged since an earlier visit whose page is not in this file (or more than 16 MB of pages before)", "/empty! no article found on the page"}
	for _, name := range []string{"a.warc", "b.warc.gz", "c", "d.warc.gz"} {
		t.Run(name, func(t *testing.T) { expect(t, warcNames(Options{}, name), want...) })
	}
}

func TestBadWARC(t *testing.T) {
	page := func(n int) string {
		return warcRecord("response", fmt.Sprintf("https://example.org/%d", n), answer(plainPage))
	}
	one, two, three := zipped(page(1)), zipped(page(2)), zipped(page(3))
	hurt := []byte(two)
	copy(hurt[len(hurt)/2:], "\x00\xff\x00\xff\x00\xff\x00\xff")
	bomb := warcRecord("response", "https://example.org/bomb", answer(zipped(strings.Repeat("<p>more</p>", 100_000)), "Content-Encoding: gzip"))
	large := warcRecord("response", "https://example.org/large", answer(strings.Repeat("x", 100_000)))
	folderOf(t, map[string]string{
		"cut.warc": page(1) + page(2)[:900], "cut.warc.gz": one + two[:len(two)/2], "hurt.warc.gz": one + string(hurt) + three,
		"header.warc": page(1) + "WARC/1.0\r\nWARC-Type: resp", "odd.warc": page(1) + "what is this", "none.warc": warcRecord("warcinfo", "", "x"),
		"length.warc": "WARC/1.0\r\nContent-Length: x\r\n\r\n", "bombs.warc": bomb + large + page(1), "long.warc": "WARC/1.0\r\n" + strings.Repeat("A: b\r\n", 20_000),
		"lies.warc": strings.Replace(warcRecord("response", "https://example.org/lies", answer(plainPage)), "Content-Length: ", "Content-Length: 9999999", 1),
	})
	const early = "the file ends within this record"
	o := Options{MaxFile: 50_000}
	expect(t, warcNames(o, "cut.warc"), "/1", "cut.warc:2! "+early)
	expect(t, warcNames(o, "cut.warc.gz"), "/1", "cut.warc.gz:2! "+early)
	got := warcNames(o, "hurt.warc.gz")
	if n := len(got); n < 3 || got[0] != "/1" || !strings.Contains(got[n-2], "! a damaged record") || got[n-1] != "/3" {
		t.Errorf("behind a damaged record: %q", got)
	}
	expect(t, warcNames(o, "header.warc"), "/1", "header.warc:2! "+early)
	expect(t, warcNames(o, "odd.warc"), "/1", "odd.warc:2! "+early)
	expect(t, warcNames(o, "none.warc"), "none.warc! no web page in this WARC file")
	expect(t, warcNames(o, "length.warc"), "length.warc:1! a record without its length")
	expect(t, warcNames(o, "long.warc"), "long.warc:1! a header that is too long")
	expect(t, warcNames(o, "bombs.warc"), "/bomb! larger than 50000 bytes", "/large! larger than 50000 bytes", "/1")
	expect(t, warcNames(o, "lies.warc"), "lies.warc:1! "+early)
}

// TestFlatWARC: memory does not grow with the pages of a file, nor with what its
// revisits may refer to.
func TestFlatWARC(t *testing.T) {
	pad := "<!--" + strings.Repeat("x", 100<<10) + "-->"
	path := filepath.Join(t.TempDir(), "a.warc.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	const pages = 400 // 40 MB
	for i := range pages {
		zw, _ := gzip.NewWriterLevel(f, 1)
		fmt.Fprint(zw, warcRecord("response", fmt.Sprintf("https://example.org/%d", i), answer(strings.Replace(plainPage, "</body>", pad+"</body>", 1)), fmt.Sprint("WARC-Payload-Digest: sha1:", i)))
		zw.Close()
	}
	f.Close()
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for item := range (Options{}).Open(context.Background(), []string{path}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		if n++; n%100 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if grown := int64(most) - int64(before.HeapAlloc); n != pages || grown > maxRemembered+12<<20 {
		t.Errorf("%d items, and %d bytes more on the heap", n, grown)
	}
}
