package server

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/parley-reader/parley/ledger"
)

// metrics counts what the server does, for Prometheus. It is safe for concurrent
// use.
type metrics struct {
	registry *prometheus.Registry
	handler  http.Handler
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	kept     *prometheus.CounterVec
	tokens   prometheus.Counter
	reports  *prometheus.CounterVec
	batches  prometheus.Histogram
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_requests_total", Help: "Requests answered, by method and status."}, []string{"method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "parley_request_seconds", Help: "How long answers took, by what the cache did.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"cache"}),
		kept:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_cache_total", Help: "What the cache did: hit, stale, miss, same (not modified)."}, []string{"result"}),
		tokens:  prometheus.NewCounter(prometheus.CounterOpts{Name: "parley_wrong_tokens_total", Help: "Wrong tokens that were sent."}),
		reports: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_reports_total", Help: "Reports that the ledger was given, by what became of them."}, []string{"result"}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "parley_batch_seconds", Help: "How long a batch of reports took to be on disk.", Buckets: prometheus.DefBuckets}),
	}
	m.registry.MustRegister(m.requests, m.took, m.kept, m.tokens, m.reports, m.batches, collectors.NewGoCollector())
	m.handler = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

// ServeHTTP gives all figures.
func (m *metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	m.handler.ServeHTTP(w, r)
}

func (m *metrics) request(method string, status int, kept string, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default:
		method = "other" // callers choose it
	}
	m.requests.WithLabelValues(method, strconv.Itoa(status)).Inc()
	if kept == "" {
		kept = "none"
	} else {
		m.kept.WithLabelValues(kept).Inc()
	}
	m.took.WithLabelValues(kept).Observe(took.Seconds())
}

func (m *metrics) wrong() { m.tokens.Inc() }

func (m *metrics) batch(n int, took time.Duration, err error) {
	result := "kept"
	if err != nil {
		result = "failed"
	}
	m.reports.WithLabelValues(result).Add(float64(n))
	m.batches.Observe(took.Seconds())
}

// watch has the figures of the ledger that is open be given too.
func (m *metrics) watch(s *Server) {
	m.registry.MustRegister(&ledgerFigures{server: s, size: newSize()})
}

// sizeEvery is how old the counts of the ledger may be.
const sizeEvery = 15 * time.Second

// ledgerFigures are those of the ledger, its queue and its answers.
type ledgerFigures struct {
	server *Server
	size   *prometheus.Desc
	mu     sync.Mutex
	counts ledger.Counts
	at     time.Time
}

func newSize() *prometheus.Desc {
	return prometheus.NewDesc("parley_ledger_lines", "What the ledger holds.", []string{"kind"}, nil)
}

// Describe tells of no figure: which there are hangs on whether the ledger is there.
func (f *ledgerFigures) Describe(chan<- *prometheus.Desc) {}

// Collect gives the figures; none of the ledger while it is not there.
func (f *ledgerFigures) Collect(out chan<- prometheus.Metric) {
	gauge := func(name, help string, v float64) {
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, nil), prometheus.GaugeValue, v)
	}
	ctx, cancel := context.WithTimeout(f.server.background(), pulseTime)
	defer cancel()
	w, err := f.server.worlds.enter(ctx)
	if err != nil {
		gauge("parley_ledger_up", "Whether the ledger answers.", 0)
		return
	}
	defer w.leave()
	gauge("parley_ledger_up", "Whether the ledger answers.", 1)
	n, bytes := w.cache.size()
	gauge("parley_cache_entries", "Answers that are kept.", float64(n))
	gauge("parley_cache_bytes", "Their bytes.", float64(bytes))
	if w.intake != nil {
		gauge("parley_queue_reports", "Reports under way into the ledger.", float64(w.intake.depth()))
	}
	c := f.count(ctx, w.store)
	for _, x := range []struct {
		kind string
		n    int64
	}{{"reports", c.Reports}, {"moves", c.Moves}, {"statements", c.Statements}, {"positions", c.Positions}, {"deadlines", c.Deadlines}, {"corrections", c.Corrections}} {
		out <- prometheus.MustNewConstMetric(f.size, prometheus.GaugeValue, float64(x.n), x.kind)
	}
}

// count is how much the ledger held some seconds ago at most.
func (f *ledgerFigures) count(ctx context.Context, s ledger.Store) ledger.Counts {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.at) > sizeEvery {
		if c, err := s.Counts(ctx); err == nil {
			f.counts, f.at = c, time.Now()
		}
	}
	return f.counts
}
