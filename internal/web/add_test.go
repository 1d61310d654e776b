package web

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/ledger"
)

// testIntake reads with the reader of the tests and keeps in memory. It opens plain
// text alone.
type testIntake struct{ l *ledger.Ledger }

func (in testIntake) Take(ctx context.Context, r doc.Report) (ledger.Added, error) {
	if strings.Contains(r.Text, "store is away") {
		return ledger.Added{}, &ledger.StoreError{What: "adding to /var/secret.db", Err: ledger.ErrGone}
	}
	reader, err := testReader()
	if err != nil {
		return ledger.Added{}, err
	}
	d, err := reader.Read(r)
	if err != nil {
		return ledger.Added{}, err
	}
	added, err := in.l.Store.Add(ctx, []*ledger.Entry{ledger.EntryOf(d, ledger.From{Learned: time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC), Reader: "test"})})
	if err != nil {
		return ledger.Added{}, err
	}
	return added[0], nil
}

func (testIntake) Fetch(_ context.Context, address string) (doc.Report, error) {
	return doc.Report{}, &fault{http.StatusBadRequest, "The address " + address + " cannot be fetched.", "Paste the text."}
}

func (testIntake) Open(_ context.Context, name string, content []byte) ([]doc.Report, error) {
	if bytes.HasPrefix(content, []byte{0xff}) {
		return nil, &doc.Failure{Input: name, What: "no text is in it", Do: "give a report's text"}
	}
	return []doc.Report{{Name: name, Text: string(content)}}, nil
}

// emptySite is a site over an empty ledger that takes reports.
func emptySite(t *testing.T) *Site {
	t.Helper()
	l := ledger.New(ledger.NewMemory())
	s, err := New(Options{Ledger: l, Intake: testIntake{l}, Now: func() time.Time { return time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// as is the answer to a caller of a role.
func as(t *testing.T, s *Site, role access.Role, method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r.WithContext(access.With(t.Context(), access.Caller{Name: "ann", Role: role})))
	return w
}

// treeOf is the page of an answer, held to the rules of all pages.
func treeOf(t *testing.T, w *httptest.ResponseRecorder) (string, *html.Node) {
	t.Helper()
	text := w.Body.String()
	n, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	keepsTheRules(t, "an answer", n)
	return text, n
}

func TestFirstMinute(t *testing.T) {
	s := emptySite(t)
	text, _ := pageAt(t, s, "/")
	if !strings.Contains(text, "<textarea") || !strings.Contains(text, "Try it on an example") {
		t.Fatal("an empty ledger does not open on the box")
	}
	w := as(t, s, access.Add, http.MethodPost, "/add", url.Values{"sample": {"1"}})
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/report/") {
		t.Fatalf("%d %s", w.Code, at)
	}
	text, n := pageAt(t, s, at)
	if lines := classed(n, "line"); len(lines) < 8 || !strings.Contains(text, "When it was learned, it brought") {
		t.Errorf("the record of the sample has %d lines", len(lines))
	}
	if !strings.Contains(text, "Foreign Minister Fidan chairs") || !strings.Contains(text, `datetime="2025-05-16"`) {
		t.Error("its headline and its day are not shown")
	}
	if w := get(t, s, "/"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/table" {
		t.Errorf("%d: a ledger that holds something opens on the table", w.Code)
	}
	if text, _ := pageAt(t, s, "/add"); strings.Contains(text, "Try it on an example") {
		t.Error("the sample is offered though the ledger is not empty")
	}
	before := w.Header().Get("Location")
	if w := as(t, s, access.Add, http.MethodPost, "/add", url.Values{"sample": {"1"}}); w.Header().Get("Location") != before {
		t.Error("the sample twice is two reports")
	}
}

func TestSampleIsTheExample(t *testing.T) {
	b, err := os.ReadFile("../../examples/" + sampleName)
	if err != nil || !bytes.Equal(b, sample) {
		t.Errorf("sample/%s is not examples/%s: copy it (%v)", sampleName, sampleName, err)
	}
}

func TestAddPasted(t *testing.T) {
	s := emptySite(t)
	send := func(text string) string {
		w := as(t, s, access.Add, http.MethodPost, "/add?as-of=2025-01-01", url.Values{"text": {text}})
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", w.Code, w.Body)
		}
		return w.Header().Get("Location")
	}
	one := send("Norland is ready to sign the accord, its minister said.")
	two := send("Sudmark rejected the ceasefire on Monday, its president said.")
	if one == two || strings.Contains(one, "as-of") {
		t.Errorf("%s, %s", one, two)
	}
	for _, at := range []string{one, two} {
		if text, _ := pageAt(t, s, at); strings.Contains(text, "Versions of this report") {
			t.Error("two texts that were pasted are no versions of one another")
		}
	}
	if again := send("Norland is ready to sign the accord, its minister said."); again != one {
		t.Errorf("the same text again is at %s, was at %s", again, one)
	}
}

func TestAddErrorsKeepWhatWasTyped(t *testing.T) {
	s := emptySite(t)
	typed := url.Values{"text": {"store is away </textarea><script>x</script>"}, "title": {`a "title"`}, "outlet": {"<b>Wire"}, "day": {"2025-03-03"}, "address": {"https://example.org/x"}}
	w := as(t, s, access.Add, http.MethodPost, "/add", typed)
	if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	for name, change := range map[string]url.Values{
		"is no day":                  {"day": {"3 March"}},
		"Nothing was sent":           {"text": {" \n "}, "address": {""}},
		"cannot be fetched":          {"text": {""}},
		"is not valid UTF-8":         {"text": {"\xff\xfe"}},
		"The ledger does not answer": {},
	} {
		form := url.Values{}
		for k, v := range typed {
			form[k] = v
		}
		for k, v := range change {
			form[k] = v
		}
		w := as(t, s, access.Add, http.MethodPost, "/add", form)
		text, n := treeOf(t, w)
		if w.Code < 400 || !strings.Contains(text, name) {
			t.Errorf("%d, and nothing of %q:\n%s", w.Code, name, text)
			continue
		}
		if got := fieldOf(n, "add", "title"); got != `a "title"` {
			t.Errorf("%s: the title is %q", name, got)
		}
		if got := fieldOf(n, "add", "outlet"); got != "<b>Wire" {
			t.Errorf("%s: the outlet is %q", name, got)
		}
		for x := range n.Descendants() {
			if x.Data == "textarea" && strings.ToValidUTF8(form.Get("text"), "\ufffd") != textOf(x) && change["text"] == nil {
				t.Errorf("%s: the text is %q", name, textOf(x))
			}
		}
	}
}

func TestAddFile(t *testing.T) {
	s := emptySite(t)
	send := func(content string, day string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		f, _ := m.CreateFormFile("file", "talks.txt")
		_, _ = f.Write([]byte(content))
		_ = m.WriteField("day", day)
		_ = m.Close()
		r := httptest.NewRequest(http.MethodPost, "/add", &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r.WithContext(access.With(t.Context(), access.Caller{Role: access.Add})))
		return w
	}
	if w := send("Norland rejected the accord, its minister said.", "2025-03-03"); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send("\xff\x00", "2025-03-03"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "This cannot be read: talks.txt: no text is in it.") || !strings.Contains(w.Body.String(), "Give a report") {
		t.Errorf("%d: a file that is no text: %s", w.Code, w.Body)
	}
	if w := send("store is away", ""); !strings.Contains(w.Body.String(), "Choose the file again") {
		t.Errorf("a file that is lost is not told: %s", w.Body)
	}
}

func TestAddRoles(t *testing.T) {
	s := emptySite(t)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if w := as(t, s, access.Read, method, "/add", url.Values{"sample": {"1"}}); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "“add”") {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	w := as(t, s, access.Read, http.MethodGet, "/", nil)
	text, _ := treeOf(t, w)
	if !strings.Contains(text, "This ledger is empty") || !strings.Contains(text, "parley add") || strings.Contains(text, "<textarea") {
		t.Errorf("who may not add is told how it is filled: %s", text)
	}
	if w := get(t, siteWith(t), "/add"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "parley add") {
		t.Errorf("without an intake: %d", w.Code)
	}
}

func TestGuess(t *testing.T) {
	for _, x := range []struct{ text, title, outlet, day string }{
		{"Talks in Geneva end\n\nGENEVA, 3 March 2025 (Northern Wire) - The talks ended.", "Talks in Geneva end", "Northern Wire", "2025-03-03"},
		{"GENEVA, March 3 (Northern Wire) - The talks ended on 2 March 2025.", "", "Northern Wire", ""},
		{"Minister chairs talks\n\nIstanbul, 16 May 2025\n\nThe delegations met.", "Minister chairs talks", "", "2025-05-16"},
		{"Minister chairs talks\r\n\r\nIstanbul, May 16, 2025\r\n\r\nThe delegations met.", "Minister chairs talks", "", "2025-05-16"},
		{"2025-05-16\n\nThe delegations met in Lund.", "", "", "2025-05-16"},
		// A sentence is no headline, a day that it tells not that of the report.
		{"The delegations met.\n\nThey agreed on nothing.", "", "", ""},
		{"The delegations met in Lund on 16 May 2025 and agreed on nothing\nat all.", "", "", ""},
		{"Minister chairs talks\nThe delegations met.", "", "", ""},
		{"Talks\n\nThe delegations met.", "", "", ""},
		{"Only one line of words", "", "", ""},
		{"They met until 31 February 2025\n\nand went.", "", "", ""},
		{"The minister (55) - a doctor - spoke.", "", "", ""},
		{"They met (see below) - in Lund.", "", "", ""},
		{"", "", "", ""},
	} {
		r := doc.Report{Text: x.text}
		guess(&r)
		day := ""
		if !r.Published.IsZero() {
			day = r.Published.Format(time.DateOnly)
		}
		if r.Title != x.title || r.Outlet != x.outlet || day != x.day || r.Text != x.text || (day != "") != (r.DateFrom == "dateline") {
			t.Errorf("%q: %q, %q, %q", x.text, r.Title, r.Outlet, day)
		}
	}
	given := doc.Report{Title: "T", Outlet: "O", Published: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), DateFrom: "given", Text: "Talks in Geneva end\n\nGENEVA, 3 March 2025 (Wire) - They ended."}
	want := given
	if guess(&given); given != want {
		t.Errorf("what was given is replaced: %+v", given)
	}
}
