package brief

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
)

func pageOf(t testing.TB, d *doc.Document, o Options) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, d, o); err != nil {
		t.Fatal(err)
	}
	n, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), n
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
		}
	}
	return b.String()
}

func TestHTMLSpellsTheReport(t *testing.T) {
	_, n := pageOf(t, fixture(t), Options{MinConfidence: 0.9})
	var got []string
	for x := range n.Descendants() {
		if x.Data == "p" && strings.HasPrefix(attr(x, "class"), "para") {
			s := textOf(x)
			got = append(got, s[1:]) // without its number
		}
	}
	if want := strings.Join(got, "\n"); want != report {
		t.Errorf("the page spells the report as\n%s", want)
	}
}

// Every link within the page leads somewhere, and every anchor is set once.
func TestHTMLLinks(t *testing.T) {
	for name, d := range map[string]*doc.Document{"fixture": fixture(t), "evil": evil()} {
		_, n := pageOf(t, d, Options{MinConfidence: 0.9})
		ids := map[string]int{}
		var links []string
		for x := range n.Descendants() {
			if id := attr(x, "id"); id != "" {
				ids[id]++
			}
			if h := attr(x, "href"); strings.HasPrefix(h, "#") && h != "#ZgotmplZ" {
				links = append(links, h[1:])
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %d elements have the id %q", name, n, id)
			}
		}
		for _, l := range links {
			if ids[l] == 0 {
				t.Errorf("%s: the link #%s leads nowhere", name, l)
			}
		}
		if len(links) < 5 {
			t.Errorf("%s: only %d links", name, len(links))
		}
	}
}

func TestHTMLMarks(t *testing.T) {
	_, n := pageOf(t, fixture(t), Options{MinConfidence: 0.9})
	classes := map[string]string{}
	for x := range n.Descendants() {
		if c := attr(x, "class"); strings.HasPrefix(c, "seg ") {
			classes[textOf(x)] = strings.TrimPrefix(c, "seg ")
		}
	}
	for words, want := range map[string]string{
		"open":                     "statement move near",
		"within the next ten days": "statement date",
		"its neighbours sent observers to the strait": "statement condition",
		"ruled out":        "move far",
		"Telby":            "what near actor",
		"a direct meeting": "statement what near",
		"wanted":           "low-told low-move low-press",
	} {
		if classes[words] != want {
			t.Errorf("%q is marked %q, want %q", words, classes[words], want)
		}
	}
}

// The page loads nothing, and the report cannot run in it.
func TestHTMLIsSafe(t *testing.T) {
	s, n := pageOf(t, evil(), Options{})
	scripts := 0
	for x := range n.Descendants() {
		if x.Type != html.ElementNode {
			continue
		}
		switch x.Data {
		case "script":
			scripts++
		case "img", "iframe", "link", "object", "embed", "base":
			t.Errorf("the page has <%s>", x.Data)
		}
		for _, a := range x.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.Contains(strings.ToLower(a.Val), "javascript:") {
				t.Errorf("<%s %s=%q>", x.Data, a.Key, a.Val)
			}
		}
	}
	if scripts != 1 || strings.Contains(s, "<script>alert") {
		t.Errorf("%d scripts", scripts)
	}
	if m := regexp.MustCompile(`(?:src|url\()\s*=?\s*["']?\w+:`).FindString(s); m != "" {
		t.Errorf("the page loads %q", m)
	}
	if !strings.Contains(s, "default-src &#39;none&#39;") {
		t.Error("the page has no policy")
	}
}

func BenchmarkHTML(b *testing.B) {
	d := fixture(b)
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := HTML(&out, d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkText(b *testing.B) {
	d := fixture(b)
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := Text(&out, d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
