package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// batches counts the transactions of a store, and may refuse them.
type batches struct {
	*ledger.Memory
	n      atomic.Int64
	most   atomic.Int64
	refuse func([]*ledger.Entry) error
	slow   time.Duration
}

func (b *batches) Add(ctx context.Context, list []*ledger.Entry) ([]ledger.Added, error) {
	b.n.Add(1)
	for {
		most := b.most.Load()
		if int64(len(list)) <= most || b.most.CompareAndSwap(most, int64(len(list))) {
			break
		}
	}
	time.Sleep(b.slow)
	if b.refuse != nil {
		if err := b.refuse(list); err != nil {
			return nil, err
		}
	}
	return b.Memory.Add(ctx, list)
}

func report(i int) doc.Report {
	return doc.Report{Name: fmt.Sprintf("r%d.txt", i), Text: fmt.Sprintf("Report number %d tells of talks that were held on that day by sides %d and %d.", i, i+1, i+2)}
}

func batchRig(t *testing.T) (*rig, *batches) {
	b := &batches{Memory: ledger.NewMemory()}
	r := newRig(t, func(r *rig) { r.store = b.Memory; r.spot.store = b; r.o.Now = nil })
	return r, b
}

// TestTake checks that many who add at a time share transactions, that each learns
// what became of its own report, and that all of them are kept.
func TestTake(t *testing.T) {
	r, b := batchRig(t)
	const n = 200
	ids := make([]ledger.ReportID, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			a, err := r.desk.Intake.Take(context.Background(), report(i))
			if err != nil || a.Same || a.Report == 0 {
				t.Errorf("report %d: %+v %v", i, a, err)
			}
			ids[i] = a.Report
		})
	}
	all.Wait()
	if got := b.n.Load(); got > n/4 || got < n/batchReports || b.most.Load() > batchReports {
		t.Errorf("%d transactions of at most %d for %d reports", got, b.most.Load(), n)
	}
	list, err := b.Reports(context.Background(), ledger.Query{Text: true})
	if err != nil || len(list) != n {
		t.Fatalf("%d are kept, %v", len(list), err)
	}
	byID := map[ledger.ReportID]string{}
	for i := range list {
		byID[list[i].ID] = list[i].Text
	}
	for i := range n {
		if byID[ids[i]] != report(i).Text {
			t.Errorf("report %d is told to be %d, which is another", i, ids[i])
		}
	}
	before := b.n.Load()
	if a, err := r.desk.Intake.Take(context.Background(), report(7)); err != nil || !a.Same || a.Report != ids[7] || b.n.Load() != before {
		t.Errorf("a report again: %+v %v", a, err)
	}
}

func TestTakeFails(t *testing.T) {
	r, b := batchRig(t)
	b.refuse = func(list []*ledger.Entry) error {
		for _, e := range list {
			if strings.HasPrefix(e.Report.Origin, "r13.") {
				return errors.New("this one cannot be kept")
			}
		}
		return nil
	}
	var bad atomic.Int64
	var all sync.WaitGroup
	for i := range 30 {
		all.Go(func() {
			if _, err := r.desk.Intake.Take(context.Background(), report(i)); err != nil {
				bad.Add(1)
				if i != 13 {
					t.Errorf("report %d: %v", i, err)
				}
			}
		})
	}
	all.Wait()
	if n, err := b.Counts(context.Background()); err != nil || n.Reports != 29 || bad.Load() != 1 {
		t.Errorf("%d kept, %d failed", n.Reports, bad.Load())
	}
	// A store that is away fails the whole batch, once.
	away := &ledger.StoreError{What: "away", Err: ledger.ErrGone}
	b.refuse = func([]*ledger.Entry) error { return away }
	before := b.n.Load()
	if _, err := r.desk.Intake.Take(context.Background(), report(99)); !errors.Is(err, ledger.ErrGone) || b.n.Load() != before+1 {
		t.Errorf("away: %v", err)
	}
	// What cannot be read is not kept.
	r.desk.Intake.reader = plainReader{func(doc.Report) error { return errors.New("unreadable") }}
	if _, err := r.desk.Intake.Take(context.Background(), report(98)); err == nil || err.Error() != "unreadable" {
		t.Errorf("unreadable: %v", err)
	}
}

// TestTakeBusy checks that more than there is room for are turned away at once, and
// that nothing of what was promised is lost when the server ends meanwhile.
func TestTakeBusy(t *testing.T) {
	r, b := batchRig(t)
	b.slow = 30 * time.Millisecond
	var kept, turned atomic.Int64
	var all sync.WaitGroup
	for i := range 3 * waiting {
		all.Go(func() {
			switch _, err := r.desk.Intake.Take(context.Background(), report(i)); {
			case err == nil:
				kept.Add(1)
			case errors.Is(err, ledger.ErrLocked):
				turned.Add(1)
			default:
				t.Errorf("report %d: %v", i, err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	r.s.Close()
	all.Wait()
	n, err := b.Counts(context.Background())
	if err != nil || n.Reports != kept.Load() {
		t.Errorf("%d were promised, %d are kept, %v", kept.Load(), n.Reports, err)
	}
	if turned.Load() == 0 || kept.Load() == 0 {
		t.Errorf("%d kept, %d turned away", kept.Load(), turned.Load())
	}
}

// TestTakenAway checks that what went into a ledger which was replaced meanwhile is
// not told to be kept.
func TestTakenAway(t *testing.T) {
	r, b := batchRig(t)
	b.refuse = func([]*ledger.Entry) error { r.spot.put(ledger.NewMemory()); return nil }
	if _, err := r.desk.Intake.Take(context.Background(), report(1)); !errors.Is(err, ledger.ErrGone) {
		t.Errorf("error %v", err)
	}
}

// names is a server of names that answers each time with the next of its addresses.
func names(t *testing.T, answers ...string) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	done := make(chan bool)
	go func() {
		defer close(done)
		b := make([]byte, 2000)
		for {
			k, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:k]) != nil {
				continue
			}
			m.Response, m.Additionals = true, nil
			if m.Questions[0].Type == dnsmessage.TypeA {
				at := net.ParseIP(answers[int(n.Add(1)-1)%len(answers)]).To4()
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET},
					Body:   &dnsmessage.AResource{A: [4]byte(at)},
				}}
			}
			if out, err := m.Pack(); err == nil {
				conn.WriteTo(out, from)
			}
		}
	}()
	was := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	t.Cleanup(func() { net.DefaultResolver = was; conn.Close(); <-done })
}

// TestFetchGuard checks that nobody gets at what is inside by giving its address.
func TestFetchGuard(t *testing.T) {
	var hits atomic.Int64
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	r := newRig(t, func(r *rig) { r.o.Fetch.Timeout = 3 * time.Second })
	refused := func(address string) {
		t.Helper()
		if got, err := r.desk.Intake.Fetch(context.Background(), address); err == nil {
			t.Errorf("%s was fetched: %+v", address, got)
		}
	}
	for _, a := range []string{
		"http://127.0.0.1:" + port + "/", "HTTP://localhost:" + port + "/", "http://[::1]:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/", "http://0.0.0.0:" + port + "/", "http://0:" + port + "/",
		"http://2130706433:" + port + "/", "http://0x7f.0.0.1:" + port + "/", "http://127.1:" + port + "/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
		"http://224.0.0.1/", "http://[fe80::1]/", "http://[fd00::1]/", "http://metadata.google.internal/", "http://printer/", "http://user:pass@127.0.0.1:" + port + "/",
		"file:///etc/passwd", "/etc/passwd", "etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "-", "", "*", "http://", "https:///x", "//127.0.0.1/", "javascript:1", "http:/etc/passwd",
	} {
		refused(a)
	}
	// Names that mean an address inside: at once, and only the second time.
	names(t, "127.0.0.1")
	refused("http://rebind.example.org:" + port + "/")
	names(t, "192.0.2.1", "127.0.0.1", "10.0.0.1", "169.254.169.254")
	for range 4 {
		refused("http://again.example.org:" + port + "/")
	}
	if hits.Load() != 0 {
		t.Errorf("the server inside was asked %d times", hits.Load())
	}
}

// hop answers for public servers.
type hop func(*http.Request) *http.Response

func (h hop) RoundTrip(r *http.Request) (*http.Response, error) { return h(r), nil }

func page(status int, body string, header ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i+1 < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

func TestFetch(t *testing.T) {
	const article = `<!doctype html><html lang="en"><head><title>Talks on steel</title></head><body><article><h1>Talks on steel</h1>
<p>Canada and Mexico opened talks on steel on Monday, in a hotel by the sea that both delegations had agreed on after weeks of letters.</p>
<p>The Canadian minister said that her government was ready to lower its tariff if Mexico did the same before the end of the year.</p></article></body></html>`
	asked := map[string]int{}
	r := newRig(t, nil)
	in := r.desk.Intake
	in.fetch.Transport = hop(func(q *http.Request) *http.Response {
		asked[q.URL.String()]++
		switch q.URL.Path {
		case "/talks":
			return page(200, article)
		case "/inside":
			return page(302, "", "Location", "http://169.254.169.254/latest/")
		case "/round":
			return page(302, "", "Location", "/round")
		case "/endless":
			return page(200, strings.Repeat("<p>more</p>", 1<<20))
		}
		return page(404, "")
	})
	got, err := in.Fetch(context.Background(), " HTTPS://news.example.org/talks?utm_source=x ")
	if err != nil || got.Title != "Talks on steel" || got.URL != "https://news.example.org/talks" || !strings.Contains(got.Text, "ready to lower its tariff") {
		t.Errorf("%+v %v", got, err)
	}
	for _, path := range []string{"/inside", "/round", "/endless", "/none"} {
		if _, err := in.Fetch(context.Background(), "https://news.example.org"+path); err == nil {
			t.Errorf("%s gives no error", path)
		}
	}
	if asked["http://169.254.169.254/latest/"] != 0 || asked["http://169.254.169.254/robots.txt"] != 0 {
		t.Error("a redirect led inside")
	}
	for range fetching {
		in.at <- struct{}{}
	}
	if _, err := in.Fetch(context.Background(), "https://news.example.org/talks"); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("more at a time than there is room for: %v", err)
	}
	for range fetching {
		<-in.at
	}
}

func TestOpen(t *testing.T) {
	in := newRig(t, nil).desk.Intake
	text := "Canada and Mexico opened talks on steel on Monday. The minister said that her government was ready to lower its tariff by June."
	for _, name := range []string{"a.txt", "../../etc/passwd", `C:\x\talks.txt`, "*.txt", "[a].txt", "..", "", "http://127.0.0.1/", "-", strings.Repeat("n", 5000) + ".txt", "a\x00b\xff.txt"} {
		got, err := in.Open(context.Background(), name, []byte(text))
		if err != nil || len(got) != 1 || strings.TrimSpace(got[0].Text) != text || strings.Contains(got[0].Name, "/") {
			t.Errorf("%.40q: %+v %v", name, got, err)
		}
	}
	lines := ""
	for i := range 3 {
		lines += fmt.Sprintf("{\"title\": \"T%d\", \"text\": %q}\n", i, text)
	}
	if got, err := in.Open(context.Background(), "x.jsonl", []byte(lines)); err != nil || len(got) != 3 || got[2].Title != "T2" {
		t.Errorf("three reports of one file: %+v %v", got, err)
	}
	if _, err := in.Open(context.Background(), "x.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00")); err == nil || strings.Contains(err.Error(), "parley-") {
		t.Errorf("an image: %v", err)
	}
	if _, err := in.Open(context.Background(), "many.jsonl", []byte(strings.Repeat(lines, maxInFile))); err == nil {
		t.Error("any number of reports in a file")
	}
}
