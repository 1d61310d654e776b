package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/ledger"
)

// hostile are values that somebody may send who means no good, or whose program is
// broken.
var hostile = []string{
	"' OR '1'='1", "'; DROP TABLE report; --", `" UNION ALL VALUES (1) --`, "%' ESCAPE '!", "NEAR(a b)", `"unclosed`, "a* AND (", "-", "*", "^", "a:b:c", "title:x", "{a b}",
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\u202eevil", "\ufeff",
	"../../../../etc/passwd", `..\..\windows`, "%2e%2e%2f", "/", "//", ".", "..", "file:///etc/passwd", "http://169.254.169.254/", "%zz", "%", "&&", ";", "=", "#", "?", "+",
	"99999999999999999999999", "-1", "1e309", "NaN", "Infinity", "0x10", "٣", "1.5", "true", "null", "[]", "{}", "0000-00-00", "2025-02-30", "9999-12-31", "0001-01-01", "-0001-01-01",
	"issue:", "issue:Ceasefire", "truce||", "person:", "e:", "r000000000000", "r000000000000:m1", strings.Repeat("a", 600), strings.Repeat("ß", 3100), strings.Repeat("( ", 400),
}

// leaks are what no answer may hold: where things lie, how the ledger is asked, and the
// insides of the program.
var leaks = regexp.MustCompile(`(?i)/tmp/|/var/|/home/|/root/|/work/|parley\.db|\bselect\b.{1,80}\bfrom\b|insert into|sqlite|postgres|\bfts5\b|pgx|no such (table|column)|syntax error|SQL logic|database is|disk I/O|` +
	`\b(json|strconv|url|sql|ledger|client|doc|huma|errors|runtime)\.[A-Z]\w+|goroutine|panic|nil pointer|\.go:\d|cannot unmarshal|unexpected error`)

// requests makes requests out of a description, the same for the same seed.
type requests struct {
	*rand.Rand
	spec *spec
	real map[string][]string // values that exist, by parameter
}

// realValues are names and keys of a ledger.
func realValues(t testing.TB, c *client.Client) map[string][]string {
	out := map[string][]string{
		"actor": {"Ukraine", "Russia", "Vladimir Putin", "Zelensky"}, "dossier": {"Talks"}, "since": {"2025-02-13"}, "until": {"2025-03-13"}, "as-of": {"2025-02-20", "2025-03-12"},
		"q": {"ceasefire", `"peace deal"`, "talks -minerals", "cease*"}, "name": {"Zelensky", "Russia"}, "published": {"2025-02-20"}, "title": {"Talks"}, "issue": {"Ceasefire"},
		"Last-Event-ID": {"7"}, "url": {"https://example.com/a"}, "id": {"1", "2"}, "after": {""},
	}
	for _, r := range got(c.Reports(t.Context(), client.Query{})).Lines {
		out["key"] = append(out["key"], r.Key)
	}
	for _, r := range got(c.Table(t.Context(), client.Query{})).Lines {
		out["proposal"] = append(out["proposal"], r.Key)
	}
	out["a"], out["b"] = append(out["key"], "2025-02-20"), append(out["key"], "2025-03-01")
	return out
}

// made is a request with what is known of it.
type made struct {
	r     *http.Request
	op    *operation
	valid bool // every value is one that the description allows and, where it names something, names what there is
}

func (g *requests) one(op *operation) *made {
	m := &made{op: op, valid: true}
	path, query := op.path, url.Values{}
	raw := ""
	headers := http.Header{}
	plain := g.IntN(3) > 0 // nothing is wrong with it
	for _, p := range op.params {
		name := text(p["name"])
		required, _ := p["required"].(bool)
		if !required && g.IntN(3) > 0 {
			continue
		}
		value, valid := g.value(name, object(p["schema"]), plain)
		m.valid = m.valid && valid
		switch text(p["in"]) {
		case "path":
			path = strings.Replace(path, "{"+name+"}", value, 1)
		case "header":
			if !strings.ContainsAny(value, "\r\n\x00") {
				headers.Set(name, value)
			}
		default:
			if !plain && g.IntN(4) == 0 {
				raw += "&" + name + "=" + value // as it is, not encoded
				m.valid = false
			} else {
				query.Add(name, value)
			}
		}
	}
	if !plain && g.IntN(5) == 0 {
		query.Add(hostile[g.IntN(len(hostile))], "x")
		m.valid = false
	}
	body, media, valid := g.body(op, plain)
	m.valid = m.valid && valid
	u := &url.URL{Path: path, RawQuery: query.Encode() + raw}
	m.r = (&http.Request{Method: op.method, URL: u, Header: headers, Host: "localhost", Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1})
	if media != "" {
		headers.Set("Content-Type", media)
	}
	headers.Set("Accept", []string{"application/json", "application/jsonl", "*/*", "", "text/html", "application/json;q=0.1, application/jsonl", ";;;,,,q=x"}[g.IntN(7)])
	return m
}

// value makes the value of a parameter.
func (g *requests) value(name string, schema map[string]any, plain bool) (string, bool) {
	if !plain && g.IntN(2) == 0 {
		return hostile[g.IntN(len(hostile))], false
	}
	if enum := list(schema["enum"]); enum != nil {
		return text(enum[g.IntN(len(enum))]), true
	}
	if known := g.real[name]; len(known) > 0 {
		return known[g.IntN(len(known))], true
	}
	least, _ := schema["minimum"].(float64)
	most, bounded := schema["maximum"].(float64)
	switch schema["type"] {
	case "boolean":
		return strconv.FormatBool(g.IntN(2) == 0), true
	case "integer", "number":
		if !bounded {
			most = 1 << 40
		}
		if !plain && g.IntN(2) == 0 { // just outside
			return []string{strconv.FormatFloat(least-1, 'f', -1, 64), strconv.FormatFloat(most+1, 'f', -1, 64)}[g.IntN(2)], false
		}
		if schema["type"] == "integer" {
			return []string{strconv.Itoa(int(least)), strconv.Itoa(int(most)), strconv.Itoa(int(least) + g.IntN(20))}[g.IntN(3)], true
		}
		return []string{strconv.FormatFloat(least, 'f', -1, 64), strconv.FormatFloat(most, 'f', -1, 64), "0.5"}[g.IntN(3)], true
	}
	return "words", true
}

// body makes the body of a request that takes one.
func (g *requests) body(op *operation, plain bool) ([]byte, string, bool) {
	if len(op.bodies) == 0 {
		return nil, "", true
	}
	medias := make([]string, 0, len(op.bodies))
	for m := range op.bodies {
		medias = append(medias, m)
	}
	slices.Sort(medias)
	media := medias[g.IntN(len(medias))]
	if !plain && g.IntN(3) == 0 {
		junk := [][]byte{nil, []byte("{"), []byte("null"), []byte("[]"), []byte(`"text"`), []byte("{}{}"), []byte("\x00\x01"), []byte("\xff"), bytes.Repeat([]byte("["), 20000), []byte(`{"text":"a","text":5}`), []byte("%PDF-1.7\n")}
		return junk[g.IntN(len(junk))], []string{media, "application/xml", "text/plain; charset=utf-16", "x", "application/json; charset=\"", ""}[g.IntN(6)], false
	}
	if media != typeJSON && media != typeJSONL {
		return []byte("Norland offered Sudova a ceasefire of " + strconv.Itoa(g.IntN(30)+2) + " days on Monday. Sudova rejected it."), media, media != "application/pdf"
	}
	var b []byte
	valid := true
	for range 1 + g.IntN(2)*b2i(media == typeJSONL) {
		v, ok := g.object(object(object(op.bodies[media])["schema"]), plain)
		one, _ := json.Marshal(v)
		b, valid = append(append(b, one...), '\n'), valid && ok
	}
	return b, media, valid
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// object makes an object of a schema.
func (g *requests) object(schema map[string]any, plain bool) (map[string]any, bool) {
	schema = g.spec.follow(schema)
	out, valid := map[string]any{}, true
	properties := object(schema["properties"])
	for _, name := range slices.Sorted(keysIn(properties)) {
		p := object(properties[name])
		needed := slices.Contains(list(schema["required"]), any(name)) || name == "text"
		switch {
		case !needed && g.IntN(2) == 0 && plain, !plain && g.IntN(6) == 0:
			valid = valid && !needed
			continue
		case !plain && g.IntN(8) == 0:
			out[name], valid = []any{5, nil, true, []any{}, map[string]any{"a": 1}}[g.IntN(5)], false
			continue
		case name == "text" && plain:
			out[name] = "Sudova demanded a meeting with Norland by " + strconv.Itoa(1+g.IntN(28)) + " May, its minister said."
			continue
		}
		value, ok := g.value(name, p, plain)
		out[name], valid = value, valid && ok
	}
	if !plain && g.IntN(8) == 0 {
		out[hostile[g.IntN(len(hostile))]], valid = "x", false
	}
	return out, valid
}

func keysIn(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestRequests sends thousands of requests that are made out of the description, right
// ones and wrong ones, to ledgers of both kinds. No answer may be an error of the
// server's, or tell what is nobody's business, and each must be what the description
// says.
func TestRequests(t *testing.T) {
	for name, l := range map[string]*ledger.Ledger{"memory": memory(t, 8), "sqlite": onDisk(t, 8)} {
		t.Run(name, func(t *testing.T) {
			n := map[string]int{"memory": 150, "sqlite": 40}[name] // for each operation
			if testing.Short() {
				n /= 4
			}
			o := optionsOf(t, l)
			h := as(New(o), anybody)
			s := specFrom(t, h)
			g := &requests{rand.New(rand.NewPCG(2025, uint64(len(name)))), s, realValues(t, served(t, o, anybody))}
			sent, fine := 0, map[int]int{}
			for _, op := range s.operations() {
				for range max(1, n/costOf(&op)) {
					m := g.one(&op)
					fine[send(t, h, s, m)]++
					sent++
				}
			}
			t.Logf("%d requests: %v", sent, fine)
			if fine[200]*3 < sent || fine[422] == 0 || fine[400] == 0 || fine[404] == 0 {
				t.Errorf("the requests are of too few kinds: %v", fine)
			}
		})
	}
}

// costOf is how much rarer an operation is sent than the cheapest.
func costOf(op *operation) int {
	switch {
	case strings.HasSuffix(op.path, "/stream"):
		return 10
	case op.method == http.MethodPost || strings.HasSuffix(op.path, "/export"):
		return 2
	}
	return 1
}

// send sends one request and looks at its answer.
func send(t *testing.T, h http.Handler, s *spec, m *made) int {
	t.Helper()
	ctx := t.Context()
	if strings.HasSuffix(m.op.path, "/stream") {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, 2*time.Millisecond)
		defer stop()
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, m.r.WithContext(ctx))
	what := fmt.Sprintf("%s %q?%q", m.op.method, m.r.URL.Path, m.r.URL.RawQuery)
	for _, bad := range wrongWith(s, m, w) {
		t.Errorf("%.300s: %d: %s\n%.500s", what, w.Code, bad, w.Body)
	}
	return w.Code
}

// choosy are addresses that take only some values together: corrections of what is
// there, two days or two reports, an issue that is on the table.
var choosy = []string{"/corrections", "/compare", "as=ktab"}

// wrongWith tells what is wrong with an answer.
func wrongWith(s *spec, m *made, w *httptest.ResponseRecorder) (bad []string) {
	if w.Code >= 500 {
		bad = append(bad, "an error of the server's")
	}
	if m.valid && w.Code >= 400 && w.Code != http.StatusNotFound && !slices.ContainsFunc(choosy, func(path string) bool { return strings.Contains(m.r.URL.String(), path) }) {
		bad = append(bad, "a right request is refused")
	}
	media, _, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
	if err != nil {
		return append(bad, "no content type")
	}
	response := object(m.op.responses[strconv.Itoa(w.Code)])
	if response == nil || w.Code >= 400 {
		response = object(m.op.responses["default"])
	}
	schema := map[string]any(nil)
	for declared, c := range object(response["content"]) {
		if d, _, _ := mime.ParseMediaType(declared); d == media {
			schema = object(object(c)["schema"])
		}
	}
	if schema == nil {
		return append(bad, media+" is not described")
	}
	switch {
	case w.Code >= 400:
		if found := leaks.FindString(w.Body.String()); found != "" {
			bad = append(bad, "it tells "+found)
		}
		bad = append(bad, checkJSON(s, schema, w.Body.Bytes())...)
	case media == typeJSON:
		bad = append(bad, checkJSON(s, schema, w.Body.Bytes())...)
	case media == typeJSONL && text(schema["type"]) != "string":
		for line := range bytes.Lines(w.Body.Bytes()) {
			bad = append(bad, checkJSON(s, schema, line)...)
		}
	}
	return bad
}

func checkJSON(s *spec, schema map[string]any, b []byte) []string {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return []string{"it is no JSON: " + err.Error()}
	}
	return s.check("body", schema, v)
}

// TestAnyAddress sends addresses that were cut, joined and spoilt.
func TestAnyAddress(t *testing.T) {
	h := as(New(optionsOf(t, memory(t, 2))), anybody)
	g := rand.New(rand.NewPCG(7, 7))
	parts := append([]string{"/", "/api/v1/", "table", "who", "search", "reports/", "history", "export", "merges", "actors", "compare", "?", "&", "=", "q=", "name=", "actor=", "limit=", "after=", "a=", "b=", "as=md", "proposal="}, hostile...)
	piece := func(n int) string {
		var b []byte
		for range g.IntN(n) + 1 {
			b = append(b, parts[g.IntN(len(parts))]...)
		}
		for range g.IntN(3) {
			if len(b) > 0 {
				b[g.IntN(len(b))] = byte(g.IntN(256))
			}
		}
		return string(b)
	}
	for range 2000 {
		path, query := piece(3), piece(6)
		if g.IntN(3) > 0 {
			path = "/api/v1/" + []string{"table", "who", "search", "history", "actors", "compare", "export", "due"}[g.IntN(8)]
		}
		w := httptest.NewRecorder()
		r := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path, RawQuery: query}, Header: http.Header{}, Host: "localhost", Body: http.NoBody}).WithContext(t.Context())
		h.ServeHTTP(w, r)
		if w.Code >= 500 || w.Code >= 400 && (w.Header().Get("Content-Type") != "application/problem+json" || leaks.Match(w.Body.Bytes())) {
			t.Errorf("%q?%q: %d %s", path, query, w.Code, w.Body)
		}
	}
}
