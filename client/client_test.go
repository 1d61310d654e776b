package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-reader/parley/client"
)

// serve is a client of a server that answers with one function.
func serve(t *testing.T, answer http.HandlerFunc) *client.Client {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	c, err := client.New(s.URL+"/", client.WithRetries(3, time.Millisecond), client.WithToken("secret"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestQuery(t *testing.T) {
	var asked string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String() + " " + r.Header.Get("Authorization")
		fmt.Fprint(w, `{"schema":"parley-ledger/1","answer":"shifts","lines":[{"day":"2025-08-20","later":"unknown"}],"more":1}`)
	})
	a, err := c.Shifts(t.Context(), client.Query{AsOf: "2025-08-20", Actors: []string{"A&B", "C"}, MinConfidence: 0.9, Limit: 5})
	if err != nil || len(a.Lines) != 1 || a.Lines[0].Day != "2025-08-20" {
		t.Errorf("%v, %v", a, err)
	}
	if want := "/api/v1/shifts?actor=A%26B&actor=C&as-of=2025-08-20&limit=5&min-confidence=0.9 Bearer secret"; asked != want {
		t.Errorf("asked %s\nwant  %s", asked, want)
	}
	if _, err := c.Report(t.Context(), "r1/../x", client.Query{Actors: []string{"A"}}); err != nil || !strings.HasPrefix(asked, "/api/v1/reports/r1%2F..%2Fx ") {
		t.Errorf("asked %s, %v", asked, err)
	}
}

func TestErrors(t *testing.T) {
	for _, x := range []struct {
		status      int
		media, body string
		words       string
	}{
		{404, "application/problem+json", `{"title":"Not Found","status":404,"detail":"no actor is named \"X\"","do":"name another"}`, `no actor is named "X": name another`},
		{422, "application/problem+json; charset=utf-8", `{"detail":"no","errors":[{"where":"query.limit","what":"too much"}]}`, "no; query.limit: too much"},
		{502, "text/html", "<html>bad gateway</html>", "bad gateway"},
		{500, "application/problem+json", `{`, "internal server error"},
	} {
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", x.media)
			w.WriteHeader(x.status)
			fmt.Fprint(w, x.body)
		})
		_, err := c.Table(t.Context(), client.Query{})
		var p *client.Problem
		if !errors.As(err, &p) || p.Status != x.status || err.Error() != x.words {
			t.Errorf("%d: %v", x.status, err)
		}
	}
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"lines":[`) })
	if _, err := c.Table(t.Context(), client.Query{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half an answer: %v", err)
	}
	c = serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"lines":{}}`) })
	if _, err := c.Table(t.Context(), client.Query{}); err == nil {
		t.Error("an answer of another form is taken")
	}
}

func TestRetriesEnd(t *testing.T) {
	n := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	var p *client.Problem
	if _, err := c.Due(t.Context(), client.Query{}); !errors.As(err, &p) || p.Status != 503 || n != 4 {
		t.Errorf("%v after %d tries", err, n)
	}
	slow := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "20")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer stop()
	begin := time.Now()
	if _, err := slow.Due(ctx, client.Query{}); err == nil || time.Since(begin) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(begin))
	} else if errors.As(err, &p) && p.After != 20*time.Second {
		t.Errorf("to wait %v", p.After)
	}
}

func TestPages(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("after") {
		case "":
			fmt.Fprint(w, `{"lines":[{"key":"a"}],"next":"/api/v1/reports?after=one&limit=1"}`)
		case "one":
			fmt.Fprint(w, `{"lines":[{"key":"b"}],"next":"/api/v1/reports?after=two"}`)
		default: // a server that goes round in circles
			fmt.Fprint(w, `{"lines":[{"key":"c"}],"next":"/api/v1/reports?after=two"}`)
		}
	})
	var keys []string
	for r, err := range client.All(t.Context(), c.Reports, client.Query{Limit: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, r.Key)
	}
	if !slices.Equal(keys, []string{"a", "b", "c"}) {
		t.Error(keys)
	}
	for range client.All(t.Context(), c.Reports, client.Query{}) {
		break // it stops where its user does
	}
}

func TestStreamEnds(t *testing.T) {
	for body, want := range map[string]string{
		`{"content":"a"}` + "\n\n" + `{"content":"b"}`:                                                          "a b",
		`{"content":"a"}` + "\n" + `{"schema":"parley-ledger/1","error":{"status":503,"detail":"away"}}` + "\n": "a away",
		`{"content":"a"}` + "\n" + `{"content":`:                                                                "a the server's answer cannot be read: unexpected end of JSON input",
		"":                                                                                                      "",
	} {
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		var told []string
		for s, err := range c.StreamStatements(t.Context(), client.Query{}) {
			if err != nil {
				told = append(told, err.Error())
				break
			}
			told = append(told, s.Content)
		}
		if got := strings.Join(told, " "); got != want {
			t.Errorf("%q: %q", body, got)
		}
	}
}

func TestFollow(t *testing.T) {
	var came []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if came = append(came, r.Header.Get("Last-Event-ID")); len(came) == 3 {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		fmt.Fprint(w, ": here\n\nevent: report\r\ndata: {\"kind\":\ndata: \"report\"}\n\nid: 7\nevent: shift\ndata: {\"kind\":\"shift\",\"id\":\"7\"}\n\nevent: new\ndata: what is this\n\nevent: cut\ndata: {")
	})
	var kinds []string
	var last error
	for e, err := range c.Follow(t.Context(), "3") {
		if last = err; err == nil {
			kinds = append(kinds, e.Kind)
		}
	}
	var p *client.Problem
	if !errors.As(last, &p) || p.Status != http.StatusForbidden || !slices.Equal(kinds, []string{"report", "shift", "report", "shift"}) || !slices.Equal(came, []string{"3", "7", "7"}) {
		t.Errorf("%v, came with %v, then %v", kinds, came, last)
	}
}

// TestTogether asks from many goroutines; the race detector looks on.
func TestTogether(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"lines":[]}`) })
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.Events(t.Context(), client.Query{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func ExampleAll() {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"lines":[{"day":"2025-08-20","actor":"Norland","from":"against","to":"open"}]}`)
	}))
	defer s.Close()
	c, err := client.New(s.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	for shift, err := range client.All(context.Background(), c.Shifts, client.Query{Since: "2025-08-01"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(shift.Day, shift.Actor, shift.From, "→", shift.To)
	}
	// Output: 2025-08-20 Norland against → open
}
