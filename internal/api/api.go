// Package api answers programs over HTTP: what the command line can ask, as JSON
// under /api/v1, described by OpenAPI 3.1 at /openapi.yaml and /openapi.json.
//
// [New] makes the handler. Its answers have the types of package client, and what
// they promise stands in docs/api.md: lists come in pages whose cursors nobody needs
// to understand, answers carry an entity tag and are not sent again where they did
// not change, all errors are problem+json and say what is wrong, where, and what to
// do. No answer tells where the ledger lies or how it is asked.
//
// Who may do what is decided before, see [access]: looking takes Read, adding Add,
// correcting Correct.
package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/export"
	"github.com/parley-reader/parley/ledger"
)

// Reader reads a report. It is used by several goroutines at a time.
type Reader interface {
	Read(doc.Report) (*doc.Document, error)
}

// Intake takes reports into the ledger. Its methods may be called at the same time.
type Intake interface {
	// Take reads a report and keeps it. One that is known changes nothing.
	Take(ctx context.Context, r doc.Report) (ledger.Added, error)
	// Fetch gets the report of an address, if it may be fetched.
	Fetch(ctx context.Context, address string) (doc.Report, error)
	// Open gets the reports that a file holds: text, HTML, PDF and what else can be
	// added, told apart by its name and its bytes.
	Open(ctx context.Context, name string, content []byte) ([]doc.Report, error)
}

// Events tells what happens to the ledger.
type Events interface {
	// Subscribe gives what happens from now on, until ctx is done; then the channel
	// is closed. It is closed earlier for a subscriber that is too slow.
	Subscribe(ctx context.Context) <-chan Event
}

// Resumer is what Events may be besides: one that knows the latest events.
type Resumer interface {
	// SubscribeAfter is Subscribe that begins with what came after the event of that
	// number, where it is still known.
	SubscribeAfter(ctx context.Context, after uint64) <-chan Event
}

// Event is something that happened to the ledger: exactly one of News and Correction
// is set.
type Event struct {
	ID         uint64       // from 1, in order; 0 where events have no numbers
	News       *ledger.News // of a report that was added, or that has a new version
	Correction *ledger.Correction
}

// Options is what an API answers from. Ledger must be set; the rest may be left zero,
// and what rests on it is then refused as not offered.
type Options struct {
	Ledger   *ledger.Ledger
	Dossiers []*ledger.Dossier // that questions may be bounded to, by name
	Reader   Reader            // reads without keeping
	Intake   Intake            // adds
	Events   Events            // the stream of events
	Scheme   export.Scheme     // of the export as PLOVER; nil leaves out what it tells
	// Revision names the state of the ledger: another after each change. It makes the
	// entity tags; without it there are none.
	Revision func(context.Context) (string, error)
	Version  string           // of the program
	Log      *slog.Logger     // of errors that no caller can mend; nil for none
	Now      func() time.Time // nil for time.Now
	// Heartbeat is how often a stream without events sends a sign of life; 0 for 20 s.
	Heartbeat time.Duration
}

// The addresses.
const (
	root    = "/api/v1"
	specOf  = "/openapi"
	noRoute = root + "/"
)

// service is what the handlers share.
type service struct {
	o       Options
	l       *ledger.Ledger
	mux     *http.ServeMux
	huma    huma.API
	reading chan struct{} // a place for each report that is read at a time
	state   string        // what answers hang on besides the ledger
	told    toldEvents
}

// New makes the handler of everything under /api/v1/, of /openapi.json and of
// /openapi.yaml. It is safe for concurrent use.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Heartbeat <= 0 {
		o.Heartbeat = 20 * time.Second
	}
	s := &service{o: o, l: o.Ledger, mux: http.NewServeMux(), reading: make(chan struct{}, runtime.GOMAXPROCS(0)), state: stateOf(&o)}
	s.huma = humago.New(s.mux, s.config())
	s.routes()
	s.serveSpec()
	s.mux.HandleFunc(noRoute, s.nowhere)
	return s.guarded(s.mux)
}

// stateOf is a digest of what a server was started with.
func stateOf(o *Options) string {
	h := fnv.New64a()
	_ = json.NewEncoder(h).Encode([]any{o.Version, o.Dossiers}) // plain data
	return hex.EncodeToString(h.Sum(nil))
}

// config describes the API as a whole.
func (s *service) config() huma.Config {
	c := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "parley", Version: or(s.o.Version, "devel"),
				Description: "What reports tell of negotiations: who stands where on what, on what condition, since when, and who says so.",
			},
			Components: &huma.Components{
				Schemas:         huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of the server, where it asks for one."}},
			},
			Security: []map[string][]string{{"token": {}}, {}},
			Tags: []*huma.Tag{
				{Name: "questions", Description: "what the ledger tells"}, {Name: "reports", Description: "what it tells it from"},
				{Name: "corrections", Description: "what was put right by hand"}, {Name: "streams", Description: "all of it, and what happens"},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": jsonFormat(), "json": jsonFormat()},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{s.problems},
	}
	c.AllowAdditionalPropertiesByDefault = true // answers grow; requests say otherwise
	return c
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
