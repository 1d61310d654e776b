package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/api"
	"github.com/parley-reader/parley/ledger"
)

// Reader reads a report. It is used by several goroutines at a time.
type Reader interface {
	Read(doc.Report) (*doc.Document, error)
}

// Place is where a ledger lies.
type Place interface {
	// Open opens the ledger that lies there. It makes none.
	Open(ctx context.Context) (ledger.Store, error)
	// Moved tells that the ledger which was opened last lies there no more: it was
	// removed, or another was put in its place. It is asked often and must be cheap.
	Moved() error
}

// Desk is what pages and the API are made of, for one opened ledger.
type Desk struct {
	Ledger   *ledger.Ledger
	Intake   *Intake // nil where nothing can be added
	Events   Events
	Revision func(context.Context) (string, error)
}

// Events tells what happens to the ledger; see [api.Events] and [api.Resumer].
type Events interface {
	api.Events
	api.Resumer
}

// Options is what a server serves, and within which bounds. Place and Build must
// be set; the zero of the rest is a good server for one user at one machine.
type Options struct {
	Place Place
	// Build makes the handler of pages and API; it is called for each opening of the
	// ledger.
	Build func(Desk) (http.Handler, error)

	Reader  Reader // nil: nothing can be added
	Version string // of the reader

	// What the feed of alerts is bounded to, as the pages are.
	Dossiers []*ledger.Dossier
	Least    float64

	// TokenFile names the file of those who may ask; "" lets everybody do
	// everything, which [New] refuses unless Loopback is set.
	TokenFile string
	Loopback  bool           // it listens at an address of this machine alone
	Hosts     []string       // names that it may be called by, besides those of the loopback; without a port
	AnyHost   bool           // it may be called by any name: it listens to others, and was told no names
	Proxies   []netip.Prefix // whose word on the address of a caller is believed
	TLS       bool           // cookies are for encrypted connections alone

	Rates          Rates
	MaxConnections int   // 0 for 2,000
	CacheBytes     int64 // of kept answers, 0 for 64 MB
	Fetch          Fetch

	Log *slog.Logger     // nil for none
	Now func() time.Time // nil for time.Now

	times times // for tests
	cold  bool  // for tests: no page is made before it is asked for
}

// times is how long things may take.
type times struct {
	head  time.Duration // the head of a request
	body  time.Duration // a whole request, as long as its client sends
	idle  time.Duration // between requests
	write time.Duration // a client that takes nothing of an answer
	page  time.Duration // one answer that is worked on
	slot  time.Duration // an answer that waits for a processor
	drain time.Duration // requests under way, when it is told to stop
}

func defaultTimes() times {
	return times{head: 5 * time.Second, body: 15 * time.Minute, idle: 2 * time.Minute, write: 30 * time.Second, page: 30 * time.Second, slot: 10 * time.Second, drain: 8 * time.Second}
}

// Rates bounds how often one token, or one address without a token, may ask. Where
// no tokens are needed there is one user, and no bound.
type Rates struct {
	Read, Add float64 // a second; 0 for 100 and 10
}

// Limits that are not for the user to set.
const (
	maxHeader = 16 << 10
	maxURL    = 8 << 10
	maxBody   = 4 << 20  // of a report, a form
	maxBulk   = 32 << 20 // of JSON lines, of a form with a file
)

func (o Options) defaults() Options {
	if o.Rates.Read <= 0 {
		o.Rates.Read = 100
	}
	if o.Rates.Add <= 0 {
		o.Rates.Add = 10
	}
	if o.MaxConnections <= 0 {
		o.MaxConnections = 2000
	}
	if o.CacheBytes <= 0 {
		o.CacheBytes = 64 << 20
	}
	if o.times == (times{}) {
		o.times = defaultTimes()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
