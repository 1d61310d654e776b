package api

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// TestQuestions asks everything through the client, on both stores, and holds the
// answers against what the ledger itself answers.
func TestQuestions(t *testing.T) {
	for name, l := range map[string]*ledger.Ledger{"memory": memory(t, 30), "sqlite": onDisk(t, 30)} {
		t.Run(name, func(t *testing.T) { questions(t, l) })
	}
}

func questions(t *testing.T, l *ledger.Ledger) {
	ctx := t.Context()
	c := served(t, optionsOf(t, l), anybody)
	m := answer.New(ctx, l)

	want, err := l.Table(ctx, ledger.Ask{})
	must(t, err)
	_, rows, err := m.Table(want)
	must(t, err)
	table, err := c.Table(ctx, client.Query{})
	must(t, err)
	same(t, "table", table.Lines, rows)
	if table.About.Reports != want.Reports || len(rows) == 0 || table.Answer != "table" || table.Schema != client.Schema {
		t.Errorf("table of %d rows in %d reports, answer %q", len(rows), table.About.Reports, table.Answer)
	}

	shifts, err := l.Shifts(ctx, ledger.Ask{})
	must(t, err)
	holds(t, "shifts", got(m.Shifts(shifts)), got(c.Shifts(ctx, client.Query{})))
	due, err := l.Due(ctx, ledger.Ask{})
	must(t, err)
	holds(t, "due", got(m.Dues(due)), got(c.Due(ctx, client.Query{})))
	conflicts, err := l.Conflicts(ctx, ledger.Ask{})
	must(t, err)
	holds(t, "conflicts", got(m.Conflicts(conflicts)), got(c.Conflicts(ctx, client.Query{})))
	waits, err := l.Commitments(ctx, ledger.Ask{})
	must(t, err)
	holds(t, "commitments", got(m.Commitments(waits)), got(c.Commitments(ctx, client.Query{})))
	events, err := l.Events(ctx, ledger.Ask{Actors: []string{"Ukraine"}, Since: "2025-03-01"})
	must(t, err)
	holds(t, "events", got(m.Moves(events)), got(c.Events(ctx, client.Query{Actors: []string{"Ukraine"}, Since: "2025-03-01"})))
	said, err := l.Statements(ctx, ledger.Ask{Least: 0.9})
	must(t, err)
	holds(t, "statements", got(m.Statements(said)), got(c.Statements(ctx, client.Query{MinConfidence: 0.9})))
	items, err := l.Timeline(ctx, ledger.Ask{})
	must(t, err)
	holds(t, "timeline", got(m.Items(items)), got(c.Timeline(ctx, client.Query{})))
	sources, err := l.Sources(ctx, ledger.Ask{})
	must(t, err)
	holds(t, "reports", answer.Reports(sources), got(c.Reports(ctx, client.Query{})))
	hits := got(c.Search(ctx, "ceasefire", client.Query{}))
	if len(hits.Lines) == 0 || !strings.Contains(strings.ToLower(hits.Lines[0].Excerpt), "ceasefire") {
		t.Errorf("search found %d", len(hits.Lines))
	}
	behind(t, c, l, table)
	aboutReports(t, c, sources)
}

// behind asks for what lies behind the table: cells, actors, dossiers.
func behind(t *testing.T, c *client.Client, l *ledger.Ledger, table *client.Answer[client.TableAbout, client.Row]) {
	ctx := t.Context()
	row := slices.MaxFunc(table.Lines, func(a, b client.Row) int { return cmp.Compare(a.Reports, b.Reports) })
	history := got(c.History(ctx, client.Query{Proposal: row.Key}))
	if len(history.Lines) == 0 || history.About.Key != row.Key {
		t.Errorf("history of %q has %d lines", row.Key, len(history.Lines))
	}
	whole := got(c.Table(ctx, client.Query{Dossier: "Talks"}))
	if len(whole.Lines) == 0 || len(whole.About.Actors) < 2 || whole.About.Actors[0] != "Ukraine" {
		t.Errorf("the table of the dossier has %d rows of %v", len(whole.Lines), whole.About.Actors)
	}
	if d := got(c.Dossiers(ctx)); len(d.Lines) != 1 || d.Lines[0].Name != "Talks" || len(d.Lines[0].Parties) != 2 {
		t.Errorf("dossiers: %v", d.Lines)
	}
	who := got(c.Who(ctx, "Zelensky", client.Query{}))
	want, err := l.Who(ctx, "Zelensky", ledger.Ask{})
	must(t, err)
	about, lines, err := answer.New(ctx, l).Profile(want)
	must(t, err)
	same(t, "who", who.Lines, lines)
	same(t, "who", who.About, about)
	found := got(c.Actors(ctx, "Putin", client.Query{}))
	if len(found.Lines) == 0 || !strings.Contains(found.Lines[0].Name, "Putin") {
		t.Errorf("actors named Putin: %v", found.Lines)
	}
	then := got(c.Table(ctx, client.Query{AsOf: "2025-02-20"}))
	if then.AsOf != "2025-02-20T23:59:59Z" || then.About.Reports >= table.About.Reports {
		t.Errorf("as of February: %s, %d reports", then.AsOf, then.About.Reports)
	}
	days := got(c.Compare(ctx, "2025-02-20", "2025-04-01", client.Query{}))
	if days.About.A != "2025-02-20" || len(days.Lines) == 0 {
		t.Errorf("two days: %v, %d lines", days.About, len(days.Lines))
	}
	if m := got(c.Merges(ctx, client.Query{Limit: 5})); len(m.Lines) > 5 {
		t.Errorf("%d merges", len(m.Lines))
	}
}

// aboutReports asks for single reports.
func aboutReports(t *testing.T, c *client.Client, sources []ledger.Report) {
	ctx := t.Context()
	r := got(c.Report(ctx, sources[0].Key, client.Query{}))
	if r.About.Report.Key != sources[0].Key || len(r.About.Text) < 100 || len(r.About.Versions) != 1 || len(r.Lines) == 0 {
		t.Fatalf("report %v with %d lines", r.About.Report, len(r.Lines))
	}
	for _, x := range r.Lines {
		var l *client.Line
		switch {
		case x.Move != nil:
			l = &x.Move.Line
		case x.Statement != nil:
			l = &x.Statement.Line
		default:
			continue
		}
		if l.Report.Key != sources[0].Key || l.Span[1] > len(r.About.Text) {
			t.Errorf("a line of another report: %v", l)
		}
	}
	diff := got(c.Compare(ctx, sources[0].Key, sources[1].Key, client.Query{}))
	if len(diff.Lines)+diff.About.Same == 0 {
		t.Error("two reports have nothing in them")
	}
}

// TestPages walks all pages of small size and must get what one large page has.
func TestPages(t *testing.T) {
	for name, l := range map[string]*ledger.Ledger{"memory": memory(t, 20), "sqlite": onDisk(t, 20)} {
		t.Run(name, func(t *testing.T) {
			c := served(t, optionsOf(t, l), anybody)
			paged1(t, "table", keysOf(c.Table), 7, false)
			paged1(t, "shifts", c.Shifts, 2, false)
			paged1(t, "due", c.Due, 3, true)
			paged1(t, "conflicts", c.Conflicts, 1, false)
			paged1(t, "commitments", c.Commitments, 5, false)
			paged1(t, "events", c.Events, 40, false)
			paged1(t, "statements", c.Statements, 40, false)
			paged1(t, "reports", c.Reports, 3, false)
			paged1(t, "timeline", c.Timeline, 100, true)
			paged1(t, "search", func(ctx context.Context, q client.Query) (*client.List[client.Hit], error) {
				return c.Search(ctx, "Ukraine", q)
			}, 4, false)
			paged1(t, "actors", func(ctx context.Context, q client.Query) (*client.List[client.Actor], error) {
				return c.Actors(ctx, "United", q)
			}, 1, false)
			rows := got(c.Table(t.Context(), client.Query{})).Lines
			busy := slices.MaxFunc(rows, func(a, b client.Row) int { return cmp.Compare(a.Reports, b.Reports) })
			paged1(t, "history", func(ctx context.Context, q client.Query) (*client.Answer[client.HistoryAbout, client.Stand], error) {
				q.Proposal = busy.Key
				return c.History(ctx, q)
			}, 2, false)
		})
	}
}

// keysOf leaves of a table the keys of its rows: its columns are those that its page
// needs.
func keysOf(put func(context.Context, client.Query) (*client.Answer[client.TableAbout, client.Row], error)) func(context.Context, client.Query) (*client.List[string], error) {
	return func(ctx context.Context, q client.Query) (*client.List[string], error) {
		t, err := put(ctx, q)
		if err != nil {
			return nil, err
		}
		out := &client.List[string]{Next: t.Next}
		for i := range t.Lines {
			out.Lines = append(out.Lines, t.Lines[i].Key)
		}
		return out, nil
	}
}

func paged1[A, L any](t *testing.T, name string, put func(context.Context, client.Query) (*client.Answer[A, L], error), size int, backwards bool) {
	t.Helper()
	var parts [][]L
	for page, err := range client.Pages(t.Context(), put, client.Query{Limit: size}) {
		must(t, err)
		if len(page.Lines) > size || len(page.Lines) == 0 && len(parts) > 0 {
			t.Fatalf("%s: a page of %d lines", name, len(page.Lines))
		}
		if parts = append(parts, page.Lines); len(parts) > 200 {
			t.Fatalf("%s: pages without end", name)
		}
	}
	if backwards {
		slices.Reverse(parts)
	}
	whole, err := put(t.Context(), client.Query{Limit: 1000})
	must(t, err)
	if whole.Next != "" || len(whole.Lines) <= size {
		t.Fatalf("%s: %d lines, next %q: the test needs more pages than one and fewer than all", name, len(whole.Lines), whole.Next)
	}
	same(t, name, slices.Concat(parts...), whole.Lines)
}

// TestPageOfMergedProposals pages through a table of which proposals were made one.
func TestPageOfMergedProposals(t *testing.T) {
	l := memory(t, 12)
	c := served(t, optionsOf(t, l), anybody)
	before := got(c.Table(t.Context(), client.Query{Limit: 1000}))
	n := len(before.Lines)
	_, err := c.Correct(t.Context(), client.NewCorrection{Kind: "merge-proposal", Target: before.Lines[n-1].Key, With: before.Lines[0].Key, Reason: "one thing"})
	must(t, err)
	paged1(t, "table", keysOf(c.Table), 4, false)
}

// TestCursors refuses cursors of other questions and of nobody.
func TestCursors(t *testing.T) {
	c := served(t, optionsOf(t, memory(t, 10)), anybody)
	page := got(c.Events(t.Context(), client.Query{Limit: 2}))
	if page.After() == "" {
		t.Fatal("no second page")
	}
	for name, q := range map[string]client.Query{
		"another bound": {After: page.After(), Since: "2025-02-01"}, "no cursor": {After: "zzz"}, "half of one": {After: page.After()[:5]},
	} {
		_, err := c.Events(t.Context(), q)
		refused1(t, name, err, http.StatusBadRequest)
	}
	_, err := c.Statements(t.Context(), client.Query{After: page.After()})
	refused1(t, "another question", err, http.StatusBadRequest)
}

// TestRefusals tells of each wrong request what is wrong, where and what to do.
func TestRefusals(t *testing.T) {
	h := as(New(optionsOf(t, memory(t, 3))), anybody)
	long := strings.Repeat("x", maxQuery)
	for _, x := range []struct {
		method, target, body string
		status               int
		words                string
	}{
		{"GET", "/api/v1/nothing", "", 404, "nothing at this address"},
		{"GET", "/api/v1//table", "", 404, "nothing at this address"},
		{"GET", "/api/v1/table/../shifts", "", 404, "nothing at this address"},
		{"DELETE", "/api/v1/table", "", 405, "use GET, HEAD"},
		{"PUT", "/api/v1/reports", "", 405, "use GET, HEAD, POST"},
		{"GET", "/api/v1/table?asof=2025-02-01", "", 422, "query.asof"},
		{"GET", "/api/v1/table?as-of=yesterday", "", 422, "query.as-of"},
		{"GET", "/api/v1/table?limit=0", "", 422, "query.limit"},
		{"GET", "/api/v1/table?limit=1001", "", 422, "query.limit"},
		{"GET", "/api/v1/table?limit=1&limit=2", "", 400, "limit is given 2 times"},
		{"GET", "/api/v1/table?min-confidence=NaN", "", 422, "out of range"},
		{"GET", "/api/v1/table?actor=%ff", "", 400, "UTF-8"},
		{"GET", "/api/v1/table?actor=%00", "", 400, "control characters"},
		{"GET", "/api/v1/table?actor=%zz", "", 400, "percent-encode"},
		{"GET", "/api/v1/table?actor=" + long, "", 414, "too long"},
		{"GET", "/api/v1/table?actor=Nobody+Known", "", 404, "no actor is named"},
		{"GET", "/api/v1/table?proposal=nonesuch", "", 404, "no proposal is named"},
		{"GET", "/api/v1/table?dossier=nonesuch", "", 404, "choose one: Talks"},
		{"GET", "/api/v1/who", "", 422, "query.name"},
		{"GET", "/api/v1/history", "", 422, "give proposal"},
		{"GET", "/api/v1/reports/r000000000000", "", 404, "no report has the key"},
		{"GET", "/api/v1/compare?a=2025-02-01&b=r0", "", 422, "name two reports or two days"},
		{"GET", "/api/v1/export?as=exe", "", 422, "query.as"},
		{"GET", "/api/v1/export?as=ktab", "", 422, "issue"},
		{"POST", "/api/v1/read", `{"text":"x","colour":"red"}`, 422, "body"},
		{"POST", "/api/v1/read", `{"text":5}`, 422, "body.text"},
		{"POST", "/api/v1/read", `{"text":`, 400, "not JSON"},
		{"POST", "/api/v1/read", "{\"text\":\"\xff\"}", 400, "UTF-8"},
		{"POST", "/api/v1/read", `{"text":"…"}`, 422, "no words"},
		{"POST", "/api/v1/read", `{"text":"A word.","url":"file:///etc/passwd"}`, 422, "no address"},
		{"POST", "/api/v1/read", `{"text":"` + strings.Repeat("word ", maxReport/5) + `"}`, 413, "larger than 4 MB"},
		{"POST", "/api/v1/reports", `{"title":"x"}`, 422, "neither text nor address"},
		{"POST", "/api/v1/reports", `{"url":"https://missing.example/"}`, 422, "no report is there"},
		{"POST", "/api/v1/corrections", `{"kind":"wrong","target":"r1:m1","reason":" "}`, 422, "a correction needs"},
		{"POST", "/api/v1/corrections", `{"kind":"wrong","target":"r1:m1","reason":"x"}`, 422, "cannot be corrected"},
		{"POST", "/api/v1/corrections", `{"kind":"undo","target":"1","reason":"x"}`, 422, "body.kind"},
		{"POST", "/api/v1/corrections/7/undo", `{"reason":"x"}`, 422, "cannot be corrected"},
	} {
		w := ask(t, h, x.method, x.target, x.body)
		name := x.method + " " + x.target[:min(len(x.target), 60)]
		if w.Code != x.status || !strings.Contains(w.Body.String(), x.words) {
			t.Errorf("%s: %d %s, want %d with %q", name, w.Code, w.Body, x.status, x.words)
		}
		if w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", name, w.Header().Get("Content-Type"))
		}
	}
}

// TestRoles lets callers do what their role holds, and no more.
func TestRoles(t *testing.T) {
	l := memory(t, 2)
	o := optionsOf(t, l)
	for _, x := range []struct {
		caller access.Caller
		may    access.Role
		status int
	}{
		{access.Caller{}, access.None, 401}, {access.Caller{Role: access.Read}, access.Read, 401}, {access.Caller{Name: "bob", Role: access.Read}, access.Read, 403},
		{access.Caller{Name: "bob", Role: access.Add}, access.Add, 403}, {anybody, access.Correct, 0},
	} {
		h := as(New(o), x.caller)
		for _, q := range []struct {
			method, target, body string
			takes                access.Role
		}{
			{"GET", "/api/v1/table", "", access.Read}, {"POST", "/api/v1/read", `{"text":"Norland offered talks."}`, access.Read},
			{"POST", "/api/v1/reports", `{"text":"Norland offered talks."}`, access.Add},
			{"POST", "/api/v1/corrections", `{"kind":"merge","target":"Ukraine","with":"Russia","reason":"no"}`, access.Correct},
		} {
			w := ask(t, h, q.method, q.target, q.body)
			refused := w.Code == 401 || w.Code == 403
			if refused != (x.may < q.takes) || refused && w.Code != x.status {
				t.Errorf("%v: %s %s: %d %s", x.caller, q.method, q.target, w.Code, w.Body)
			}
			if w.Code == 401 && w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%v: no way to say who one is", x.caller)
			}
		}
	}
}

// TestNotOffered says what a server was not given.
func TestNotOffered(t *testing.T) {
	h := as(New(Options{Ledger: memory(t, 1)}), anybody)
	for _, x := range [][2]string{{"POST", "/api/v1/read"}, {"POST", "/api/v1/reports"}, {"GET", "/api/v1/events/stream"}} {
		if w := ask(t, h, x[0], x[1], `{"text":"A word."}`); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), `"do":`) {
			t.Errorf("%v: %d %s", x, w.Code, w.Body)
		}
	}
	if w := ask(t, h, "GET", "/api/v1/table", ""); w.Code != 200 || w.Header().Get("ETag") != "" {
		t.Errorf("the table: %d, tag %q", w.Code, w.Header().Get("ETag"))
	}
}

// TestConditional sends an answer once, and again when something changed.
func TestConditional(t *testing.T) {
	l := memory(t, 5)
	o := optionsOf(t, l)
	h := as(New(o), anybody)
	w := ask(t, h, "GET", "/api/v1/table?limit=5&since=2025-01-01", "")
	tag := w.Header().Get("ETag")
	if tag == "" || w.Code != 200 {
		t.Fatalf("%d, tag %q", w.Code, tag)
	}
	for _, sent := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		if again := ask(t, h, "GET", "/api/v1/table?since=2025-01-01&limit=5", "", "If-None-Match", sent); again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("the same address in another order, %s: %d", sent, again.Code)
		}
	}
	if other := ask(t, h, "GET", "/api/v1/table?limit=5&since=2025-01-02", "", "If-None-Match", tag); other.Code != 200 {
		t.Error("another question has the same tag")
	}
	if lines := ask(t, h, "GET", "/api/v1/table?limit=5&since=2025-01-01", "", "If-None-Match", tag, "Accept", typeJSONL); lines.Code != 200 {
		t.Error("another form has the same tag")
	}
	if w := ask(t, h, "POST", "/api/v1/reports", `{"text":"Norland offered Sudova a ceasefire on Monday."}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	if after := ask(t, h, "GET", "/api/v1/table?limit=5&since=2025-01-01", "", "If-None-Match", tag); after.Code != 200 {
		t.Error("the tag outlived a change")
	}
	tomorrow := today.AddDate(0, 0, 1)
	tag = ask(t, h, "GET", "/api/v1/due", "").Header().Get("ETag")
	o.Now = func() time.Time { return tomorrow }
	if w := ask(t, as(New(o), anybody), "GET", "/api/v1/due", "", "If-None-Match", tag); w.Code != 200 {
		t.Error("what is due has the tag of the day before")
	}
}

// TestTogether asks and adds from many goroutines; the race detector looks on.
func TestTogether(t *testing.T) {
	l := onDisk(t, 5)
	c := served(t, optionsOf(t, l), anybody)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err1 := c.Table(t.Context(), client.Query{})
			_, err2 := c.Add(t.Context(), client.NewReport{Text: "Norland offered Sudova " + strconv.Itoa(i+2) + " days of truce."})
			_, err3 := first(c.StreamStatements(t.Context(), client.Query{}))
			if err := errors.Join(err1, err2, err3); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(got(c.Reports(t.Context(), client.Query{})).Lines); n != 13 {
		t.Errorf("%d reports", n)
	}
}

// TestHead gives the headers of an answer without making more than it must.
func TestHead(t *testing.T) {
	h := as(New(optionsOf(t, memory(t, 3))), anybody)
	for target, accept := range map[string]string{"/api/v1/table": typeJSON, "/api/v1/statements": typeJSONL, "/api/v1/export?as=md": "", "/api/v1/events/stream": "", "/openapi.json": ""} {
		w := ask(t, h, http.MethodHead, target, "", "Accept", accept)
		if target != "/api/v1/events/stream" {
			whole := ask(t, h, http.MethodGet, target, "", "Accept", accept).Header()
			whole.Del("Link")
			w.Header().Del("Link")
			same(t, target, w.Header(), whole)
		}
		if w.Code != 200 || w.Body.Len() > 0 {
			t.Errorf("HEAD %s: %d, %d bytes", target, w.Code, w.Body.Len())
		}
	}
	if w := ask(t, h, http.MethodHead, "/api/v1/who?name=Nobody", ""); w.Code != 404 || w.Body.Len() > 0 {
		t.Errorf("HEAD of an error: %d", w.Code)
	}
}

// TestAccepted tells JSON from JSON lines, whatever a caller sends.
func TestAccepted(t *testing.T) {
	for header, want := range map[string]string{
		"": typeJSON, "*/*": typeJSON, "application/jsonl": typeJSONL, "application/x-ndjson": typeJSONL, "application/json, application/jsonl": typeJSON,
		"application/jsonl, application/json": typeJSONL, "application/json;q=0.1, application/jsonl;q=0.5": typeJSONL, "application/jsonl;q=0": typeJSON,
		"text/html,*/*;q=0.8": typeJSON, "application/jsonl;q=NaN": typeJSON, ";;;,,q=1": typeJSON, "application/JSONL": typeJSONL,
	} {
		if got := accepted([]string{header}); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
}

// TestCorrections makes, lists and undoes corrections.
func TestCorrections(t *testing.T) {
	l := memory(t, 10)
	c := served(t, optionsOf(t, l), anybody)
	ctx := t.Context()
	e := got(c.Events(ctx, client.Query{Limit: 1})).Lines[0]
	made := got(c.Correct(ctx, client.NewCorrection{Kind: "wrong", Target: e.Line.Key, Reason: "an old quotation"}))
	if made.ID != 1 || made.Author != "ann" || made.Target != e.Line.Key || made.Made != "2025-12-01T12:00:00Z" {
		t.Errorf("made %v", made)
	}
	if now := got(c.Events(ctx, client.Query{Limit: 1})).Lines[0]; now.Line.Key == e.Line.Key {
		t.Error("a line that is wrong is still told")
	}
	undone := got(c.Undo(ctx, made.ID, client.Undo{Reason: "it was right", Author: "bob"}))
	if undone.Author != "bob" || undone.Target != "1" {
		t.Errorf("undone %v", undone)
	}
	list := got(c.Corrections(ctx, client.Query{}))
	if len(list.Lines) != 2 || list.Lines[0].Undone != 2 {
		t.Errorf("corrections %v", list.Lines)
	}
	if now := got(c.Events(ctx, client.Query{Limit: 1})).Lines[0]; now.Line.Key != e.Line.Key {
		t.Error("the line did not come back")
	}
	merged := got(c.Correct(ctx, client.NewCorrection{Kind: "merge", Target: "Ukraine", With: "Volodymyr Zelensky", Reason: "a test"}))
	if merged.Target == "Ukraine" || merged.With == "Volodymyr Zelensky" {
		t.Errorf("names were not turned into keys: %v", merged)
	}
}

// TestExports sends each form whole.
func TestExports(t *testing.T) {
	c := served(t, optionsOf(t, onDisk(t, 10)), anybody)
	for as, holds := range map[string]string{"jsonl": `"table":"moves"`, "plover": `"event`, "ris": "TY  - ", "bibtex": "@", "md": "# ", "html": "<!doctype html>", "ktab": ","} {
		body, err := c.Export(t.Context(), as, map[bool]string{true: "Ceasefire"}[as == "ktab"], client.Query{Dossier: "Talks"})
		if err != nil {
			t.Errorf("%s: %v", as, err)
			continue
		}
		b, err := io.ReadAll(body)
		body.Close()
		if err != nil || !strings.Contains(strings.ToLower(string(b)), strings.ToLower(holds)) {
			t.Errorf("%s: %v, %.200s", as, err, b)
		}
	}
}

func refused1(t *testing.T, name string, err error, status int) {
	t.Helper()
	var p *client.Problem
	if !errors.As(err, &p) || p.Status != status || p.Detail == "" || p.Do == "" {
		t.Errorf("%s: %v, want %d", name, err, status)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same[T any](t *testing.T, name string, have, want T) {
	t.Helper()
	if d := gocmp.Diff(want, have, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-want +got):\n%.2000s", name, d)
	}
}

func holds[L any](t *testing.T, name string, want []L, have *client.List[L]) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: the test needs lines", name)
	}
	same(t, name, have.Lines, want)
}

// got is what came without an error; an error ends the test.
func got[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
