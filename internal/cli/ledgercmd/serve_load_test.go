package ledgercmd

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

var (
	loadReaders = flag.Int("load.readers", 50, "readers at a time")
	loadTime    = flag.Duration("load.time", 3*time.Second, "how long they read")
	loadReports = flag.Int("load.reports", 250, "reports in the ledger")
)

// fill adds reports that were made up.
func fill(t *testing.T, s ledger.Store, n int, seed uint64) {
	t.Helper()
	g := storetest.NewGenerator(seed)
	for n > 0 {
		var batch []*ledger.Entry
		for range min(n, 200) {
			batch = append(batch, g.Next())
		}
		if _, err := s.Add(context.Background(), batch); err != nil {
			t.Fatal(err)
		}
		n -= len(batch)
	}
}

// addresses are those that the pages of a server lead to, the first n of them.
func (r *running) addresses(n int) []string {
	r.t.Helper()
	link := regexp.MustCompile(`href="(/[^"#]*)`)
	seen := map[string]bool{"/table": true}
	list := []string{"/table"}
	for i := 0; i < len(list) && len(list) < n; i++ {
		_, body := r.get(list[i])
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			at := unescape(m[1])
			if code := 0; !seen[at] && len(list) < n {
				seen[at] = true
				if code, _ = r.get(at); code == http.StatusOK {
					list = append(list, at)
				}
			}
		}
	}
	return list
}

func unescape(s string) string {
	return regexp.MustCompile(`&(amp|#43|#39);`).ReplaceAllStringFunc(s, func(e string) string {
		return map[string]string{"&amp;": "&", "&#43;": "+", "&#39;": "'"}[e]
	})
}

// times are how long the answers took that readers got.
type times struct {
	mu   sync.Mutex
	list []time.Duration
	bad  []string
}

func (x *times) at(q float64) time.Duration {
	if len(x.list) == 0 {
		return 0
	}
	slices.Sort(x.list)
	return x.list[min(len(x.list)-1, int(q*float64(len(x.list))))]
}

// read has readers read addresses in turn for a while.
func (r *running) read(list []string, readers int, d time.Duration) *times {
	var x times
	var all sync.WaitGroup
	end := time.Now().Add(d)
	for i := range readers {
		all.Go(func() {
			for k := i * 7; time.Now().Before(end); k++ {
				begin := time.Now()
				resp, err := r.client.Get(r.address + list[k%len(list)])
				wrong := ""
				if err != nil {
					wrong = err.Error()
				} else {
					_, err = io.Copy(io.Discard, resp.Body)
					resp.Body.Close()
					if err != nil || resp.StatusCode != http.StatusOK {
						wrong = fmt.Sprint(list[k%len(list)], " ", resp.Status, err)
					}
				}
				x.mu.Lock()
				x.list = append(x.list, time.Since(begin))
				if wrong != "" {
					x.bad = append(x.bad, wrong)
				}
				x.mu.Unlock()
			}
		})
	}
	all.Wait()
	return &x
}

// TestServeLoad has many read many pages at a time, first alone and then while
// others add. go test -run ServeLoad -load.readers 500 -load.time 1m -v
func TestServeLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := OpenStore(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, *loadReports, 11)
	n, err := s.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	r := startServer(t, path)
	list := r.addresses(60)
	if len(list) < 40 {
		t.Fatalf("only %d addresses are linked", len(list))
	}
	tell := func(what string, x *times) {
		t.Helper()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.Logf("%s, %d moves, %d addresses: %d answers, %d bad, p50 %v, p99 %v, heap %d MB", what, n.Moves, len(list), len(x.list), len(x.bad), x.at(.5), x.at(.99), m.HeapAlloc>>20)
		if len(x.bad) > 0 {
			t.Errorf("%s: %s", what, x.bad[0])
		}
		if len(x.list) < *loadReaders {
			t.Errorf("%s: %d answers for %d readers", what, len(x.list), *loadReaders)
		}
		if m.HeapAlloc > 1<<30 {
			t.Errorf("%s: %d MB", what, m.HeapAlloc>>20)
		}
	}
	tell("reading", r.read(list, *loadReaders, *loadTime))

	var added, turned atomic.Int64
	var adders sync.WaitGroup
	stop := make(chan bool)
	for i := range 8 {
		adders.Go(func() {
			for k := 0; ; k++ {
				select {
				case <-stop:
					return
				default:
				}
				code, body := r.post(fmt.Sprintf("Germany rejected proposal %d of round %d for a meeting in Geneva, Chancellor Angela Merkel said on Monday.", k, i))
				switch {
				case code/100 == 2:
					added.Add(1)
				case code == http.StatusServiceUnavailable:
					turned.Add(1)
				default:
					t.Errorf("adding: %d %s", code, body)
					return
				}
			}
		})
	}
	tell("reading while others add", r.read(list, *loadReaders, *loadTime))
	close(stop)
	adders.Wait()
	if code := r.stop(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if s, err = OpenStore(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	after, err := s.Counts(context.Background())
	if err != nil || after.Reports != n.Reports+added.Load() || added.Load() == 0 {
		t.Errorf("%d reports were there, %d are told to be added, %d are there, %v", n.Reports, added.Load(), after.Reports, err)
	}
	t.Logf("%d reports were added, %d turned away", added.Load(), turned.Load())
}
