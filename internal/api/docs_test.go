package api

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/ledger"
)

// TestDocs does what docs/api.md says, in its order, and looks whether it names every
// address that there is.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	must(t, err)
	o := optionsOf(t, memory(t, 8))
	offered := *talks
	offered.Name = "Talks on the war in Ukraine, 2025" // as the example's dossier is called
	o.Dossiers = []*ledger.Dossier{&offered}
	h := as(New(o), anybody)
	s := httptest.NewServer(h)
	defer s.Close()
	c := clientOf(t, s.URL)
	for _, op := range specFrom(t, h).operations() {
		name := strings.NewReplacer(root+"/", "", "{key}", "KEY", "{id}", "1").Replace(op.path)
		if !regexp.MustCompile("[`/ ]" + regexp.QuoteMeta(name) + "[`? '&\n]").Match(page) {
			t.Errorf("%s %s is not told of", op.method, name)
		}
	}
	fill := strings.NewReplacer(
		"http://127.0.0.1:8080", s.URL,
		"PROPOSAL", got(c.Table(t.Context(), client.Query{})).Lines[0].Key,
		"REPORT", got(c.Reports(t.Context(), client.Query{})).Lines[0].Key,
		"@report.pdf", "@report.txt",
	)
	n := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "curl ") {
			continue
		}
		n++
		if err := curl(fill.Replace(strings.ReplaceAll(line, "report.pdf&", "report.txt&"))); err != nil {
			t.Errorf("%s\t%v", line, err)
		}
	}
	if n < 15 {
		t.Errorf("%d examples", n)
	}
}

// files are those that the examples send.
var files = map[string]string{
	"report.txt":    "Norland offered Sudova a ceasefire on Monday. Sudova rejected it.",
	"reports.jsonl": `{"text": "Norland offered Sudova a ceasefire on Monday."}` + "\n" + `{"text": "Sudova rejected the offer."}` + "\n",
}

var word = regexp.MustCompile(`'[^']*'|[^\s']+`)

// curl does what the program of that name does with a command line.
func curl(line string) error {
	var address, body string
	headers := http.Header{}
	get, post := false, false
	query := url.Values{}
	words := word.FindAllString(line, -1)
	for i := 1; i < len(words); i++ {
		value := func() string { i++; return strings.Trim(words[i], "'") }
		switch w := strings.Trim(words[i], "'"); w {
		case "-H":
			name, v, _ := strings.Cut(value(), ": ")
			headers.Set(name, v)
		case "-d", "--data-binary":
			body, post = value(), true
			if name, ok := strings.CutPrefix(body, "@"); ok {
				body = files[name]
			}
		case "--data-urlencode":
			name, v, _ := strings.Cut(value(), "=")
			query.Set(name, v)
		case "-G":
			get = true
		case "-N":
		case "-o":
			value()
		default:
			if address != "" || strings.HasPrefix(w, "-") {
				return fmt.Errorf("%q is not understood", w)
			}
			address = w
		}
	}
	method := http.MethodGet
	if post && !get {
		method = http.MethodPost
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return fetch(method, address, body, headers)
}

func fetch(method, address, body string, headers http.Header) error {
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header = headers
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); media == typeEvents {
		time.AfterFunc(20*time.Millisecond, func() { resp.Body.Close() })
		_, err = io.ReadFull(resp.Body, make([]byte, 8))
		return err
	}
	b, err := io.ReadAll(resp.Body)
	if resp.StatusCode >= 300 || len(b) == 0 || err != nil {
		return fmt.Errorf("%d %s %w", resp.StatusCode, b, err)
	}
	return nil
}
