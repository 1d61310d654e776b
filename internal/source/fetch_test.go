package source

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const article = `<!DOCTYPE html><html lang="en"><head><title>Talks resume in Geneva | The Example</title>
<meta property="og:site_name" content="The Example"><meta property="article:published_time" content="2025-08-19T22:00:00Z">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
{"@type": "NewsArticle", "headline": "Talks resume in Geneva", "datePublished": "2025-08-20T08:00:00+02:00", "author": [{"@type": "Person", "name": "Jane Example"}], "publisher": {"name": "The Example"}}]}</script>
<link rel="canonical" href="https://example.org/talks"></head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Talks resume in Geneva</h1>
<figure><img src="x.jpg"><figcaption>A view of the lake. Photo: A. Sample</figcaption></figure>
<p>The ministers of both countries met in Geneva on Monday and <b>agreed</b> to meet again before the end of the month, officials said after the talks.</p>
<p>“We are nearer to an agreement than we were,” one of the officials said.<br>“But nothing is agreed yet, and much may still go wrong in the days to come,” the official added.</p>
<p>The next round, which is to begin on Friday, would be the fifth this year, and the first that both of the presidents are expected to attend in person.</p>
<script>var x = "no text";</script></article><footer>All rights reserved</footer></body></html>`

// site serves one page for each kind of trouble.
func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	page := func(path, kind, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if kind != "" {
				w.Header().Set("Content-Type", kind)
			}
			fmt.Fprint(w, body)
		})
	}
	page("/robots.txt", "text/plain", "User-agent: parley\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n")
	page("/talks", "text/html; charset=utf-8", article)
	page("/private/talks", "text/html", article)
	page("/image", "image/png", "\x89PNG\r\n\x1a\n")
	page("/pdf", "text/html", "%PDF-1.7 and more")
	page("/plain", "text/plain", "The ministers met.")
	page("/lines", "application/x-ndjson", `{"text": "One."}`+"\n"+`{"text": "Two."}`)
	page("/shop", "text/html", "<html><body><a href=/>Home</a><p>Buy now!</p></body></html>")
	page("/old", "text/html", strings.ReplaceAll(strings.Replace(article, "<head>", "<head><meta charset=windows-1252>", 1), "“", "\x93"))
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/talks", http.StatusFound) })
	mux.HandleFunc("/secret", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/private/talks", http.StatusFound) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "file:///etc/x")
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/broken", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	mux.HandleFunc("/hang", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			fmt.Fprint(w, "a ")
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, strings.Repeat("<p>more</p>", 1000)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		zw := gzip.NewWriter(w)
		for r.Context().Err() == nil {
			if _, err := zw.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}

func TestAddresses(t *testing.T) {
	url := site(t)
	o := Options{MaxPage: 1 << 20, Timeout: 5 * time.Second}
	for _, c := range []struct{ path, want string }{
		{"/private/talks", "robots.txt does not let"},
		{"/secret", "robots.txt does not let"},
		{"/image", "serves image/png, not a report"},
		{"/pdf", "looks like a PDF document"},
		{"/shop", "no article found"},
		{"/nowhere", "404 Not Found"},
		{"/broken", "502 Bad Gateway"},
		{"/round", "more than 5 redirects"},
		{"/away", "a redirect to what is no web page"},
		{"/hang", "answer"}, // whichever of its two time limits is seen first
		{"/drip", "no complete answer within 400ms"},
		{"/endless", "larger than 1 MB"},
		{"/bomb", "larger than 1 MB"},
	} {
		start := time.Now()
		o := o
		if strings.Contains(c.want, "answer") {
			o.Timeout = 400 * time.Millisecond
		}
		got := summary(o, url+c.path)
		if len(got) != 1 || !strings.Contains(got[0], "! ") || !strings.Contains(got[0], c.want) {
			t.Errorf("%s gives %.200q, want a failure: %s", c.path, got, c.want)
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s took %v", c.path, d)
		}
	}
	expect(t, summary(o, url+"/plain", url+"/lines"), url+"/plain: The ministers met.", url+"/lines:1: One.", url+"/lines:2: Two.")
	got := summary(o, "http://127.0.0.1:1/x", "http://", "http://%zz/")
	for i, want := range []string{"cannot be fetched: ", "cannot be read", "cannot be read"} {
		if !strings.Contains(got[i], want) {
			t.Errorf("got %q, want %q", got[i], want)
		}
	}
}

func TestArticle(t *testing.T) {
	url := site(t)
	for _, path := range []string{"/talks", "/moved", "/old"} {
		n := 0
		for item := range (Options{}).Open(context.Background(), []string{url + path}) {
			n++
			if item.Err != nil {
				t.Errorf("%s: %v", path, item.Err)
				continue
			}
			r := item.Report
			if r.Title != "Talks resume in Geneva" || r.Author != "Jane Example" || r.Outlet != "The Example" || r.URL != "https://example.org/talks" ||
				r.Published.Format(time.DateOnly) != "2025-08-20" || r.DateFrom != "metadata" {
				t.Errorf("%s: got %+v", path, r)
			}
			for _, want := range []string{"\n“We are nearer to an agreement than we were,” one of the officials said.\n“But nothing", "on Monday and agreed to meet"} {
				if path == "/old" {
					want = strings.NewReplacer("”", "â€\u009d").Replace(want)
					want, _, _ = strings.Cut(want, "â")
				}
				if !strings.Contains(r.Text, want) {
					t.Errorf("%s: %q is not in %q", path, want, r.Text)
				}
			}
			for _, no := range []string{"Home", "rights reserved", "A. Sample", "no text"} {
				if strings.Contains(r.Text, no) {
					t.Errorf("%s: %q is in the text", path, no)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: %d items", path, n)
		}
	}
}

func TestPages(t *testing.T) {
	long := strings.Repeat(body+" ", 4)
	folderOf(t, map[string]string{
		"a.html":    article,
		"ld.html":   `<html><body><div id=app></div><script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "T", "articleBody": "` + long + `"}</script></body></html>`,
		"p.html":    "<html><body><p>" + long + "</p></body></html>",
		"nest.html": strings.Repeat("<div>", 100_000) + long,
		"page":      "<!DOCTYPE html>" + article,
		"bad.html":  "<html><script type='application/ld+json'>{\"@type\": </script><p>" + long + "\xff</p>",
	})
	for _, name := range []string{"a.html", "ld.html", "p.html", "page", "bad.html"} {
		for item := range (Options{}).Open(context.Background(), []string{name}) {
			if item.Err != nil || !strings.Contains(item.Report.Text, "before the end of the month") || strings.Contains(item.Report.Text, "<") {
				t.Errorf("%s: %v %.100q", name, item.Err, item.Report.Text)
			}
		}
	}
	if got := summary(Options{}, "nest.html"); len(got) != 1 {
		t.Errorf("got %.100q", got)
	}
}

func FuzzBytes(f *testing.F) {
	f.Add([]byte(article))
	f.Add([]byte(`{"text": "One.", "date": 5}` + "\n{"))
	f.Add([]byte(`[{"text": ["a", {"name": "b"}]}]`))
	f.Add([]byte("Title: x\nDate: 2025-08-20\n\nText."))
	f.Add([]byte("\xff\xfea\x00b\x00"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, b []byte) {
		o := Options{Stdin: strings.NewReader(string(b)), MaxFile: 1 << 20}
		n := 0
		for _, line := range summary(o, "-") {
			n++
			if strings.HasPrefix(line, "a failure without") || strings.HasSuffix(line, "is not UTF-8") {
				t.Fatal(line)
			}
		}
		if n == 0 {
			t.Fatal("no item")
		}
		r := &run{Options: o.defaults(), ctx: context.Background(), yield: func(Item) bool { return true }}
		r.page("x", "http://x.org/", b, "text/html")
	})
}
