package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"parley": main})
}

// TestScript runs the scripts of testdata/script; each reads as a page of the
// manual. To run one: go test -run TestScript/read_folder.
func TestScript(t *testing.T) {
	site := serve(t)
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"jsonlines": jsonlines, "status": status, "bytes": raw, "fill": fill, "fill-site": fillSite},
		Setup: func(env *testscript.Env) error {
			env.Setenv("SITE", site)
			env.Setenv("EXAMPLES", examples)
			return nil
		},
	})
}

// jsonlines [NAME]... checks that standard output is one record a line, and
// that the reports are called NAME, or for a failed input error:NAME, in this
// order.
func jsonlines(ts *testscript.TestScript, neg bool, args []string) {
	var names []string
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	for dec.More() {
		var line struct {
			Schema string
			Report struct{ Name string }
			Error  *struct{ Input, What, Do string }
		}
		ts.Check(dec.Decode(&line))
		if line.Schema != "parley/1" {
			ts.Fatalf("schema %q", line.Schema)
		}
		if line.Error != nil {
			line.Report.Name = "error:" + line.Error.Input
		}
		names = append(names, line.Report.Name)
	}
	if len(names) != len(args) {
		ts.Fatalf("%d lines %q, want %d", len(names), names, len(args))
	}
	for i, want := range args {
		if names[i] != want {
			ts.Fatalf("line %d is %q, want %q", i+1, names[i], want)
		}
	}
}

// status N COMMAND... runs a command and checks the status it ends with.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("status %d, want %s", got, args[0])
	}
}

// bytes FILE TEXT writes a file of the bytes that TEXT tells as a Go string.
func raw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// fill FILE N TEXT writes a file of N bytes, TEXT again and again.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: fill FILE N TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := strings.Repeat(args[2], n/len(args[2])+1)[:n]
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// fill-site FILE writes the address of the site where FILE has SITE.
func fillSite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fill-site FILE")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "SITE", ts.Getenv("SITE"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Example</title><item><title>Talks on steel</title>
<link>SITE/talks</link><guid>SITE/talks</guid><pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate></item></channel></rss>`

const talks = `<!doctype html><html lang="en"><head><title>Talks on steel</title>
<meta property="article:published_time" content="2025-03-04T09:00:00Z"></head><body><article><h1>Talks on steel</h1>
<p>Canada and Mexico opened talks on steel on Monday, in a hotel by the sea that both delegations had agreed on after weeks of letters.</p>
<p>The Canadian minister said that her government was ready to lower its tariff if Mexico did the same before the end of the year.</p>
<p>The Mexican side asked for more time to study the figures, and promised an answer within ten days of the meeting.</p>
</article></body></html>`

// serve is a site with a page for each kind of trouble; it returns its address.
func serve(t *testing.T) string {
	mux := http.NewServeMux()
	mux.HandleFunc("/talks", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, talks) })
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, strings.ReplaceAll(feed, "SITE", "http://"+r.Host))
	})
	mux.HandleFunc("/hang", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/image", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") })
	mux.HandleFunc("/endless", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for {
			if _, err := io.WriteString(w, strings.Repeat("<p>more</p>", 1000)); err != nil {
				return
			}
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}
