// Package web is the pages over a ledger: the table that can be looked at, what
// lies behind each cell, the report with its marks, what is due, what shifted.
//
// [New] makes a [Site], which is an [http.Handler]. Pages are made on the server,
// work without script, and hold their whole state in the address. Text of reports
// cannot run: everything is escaped, and the policy of every page allows no script
// or style but the site's own files. Who may do what is decided before, see
// [access]; the site shows what the caller may use, and refuses the rest.
package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// Policy is the content security policy of every page.
const Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

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

// Options is what a site shows. Ledger must be set; the rest may be left zero.
type Options struct {
	Ledger   *ledger.Ledger
	Dossiers []*ledger.Dossier // that a page may be bounded to, by name; the first is where a visitor begins
	Intake   Intake            // nil: nothing can be added here
	Least    float64           // confidence that lines are shown from unless asked; see brief.DefaultMinConfidence
	Now      func() time.Time  // nil for time.Now
	Log      *slog.Logger      // of errors that no visitor can mend; nil for none
	Version  string            // shown at the foot
	Feed     string            // address of the feed of what is new; "" for none
	Leave    string            // address where whoever came with a token may leave; "" for none
}

// Site serves the pages. It is safe for concurrent use.
type Site struct {
	o      Options
	l      *ledger.Ledger
	mux    *http.ServeMux
	views  views
	assets map[string]asset
}

// New makes the site. An error is one of its own templates.
func New(o Options) (*Site, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Site{o: o, l: o.Ledger, mux: http.NewServeMux()}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.views, err = loadViews(s.assets); err != nil {
		return nil, err
	}
	s.routes()
	return s, nil
}

// routes names every page: the place to look for what an address shows.
func (s *Site) routes() {
	s.mux.HandleFunc("GET /assets/{name}", s.asset)
	s.page("GET /{$}", access.Read, s.home)
	s.page("GET /table", access.Read, s.table)
	s.page("GET /cell", access.Read, s.cell)
	s.page("GET /report/{key}", access.Read, s.report)
	s.page("GET /reports", access.Read, s.reports)
	s.page("GET /search", access.Read, s.search)
	s.page("GET /timeline", access.Read, s.timeline)
	s.page("GET /actors", access.Read, s.actors)
	s.page("GET /actor/{key...}", access.Read, s.actor)
	s.page("GET /waiting", access.Read, s.waiting)
	s.page("GET /due", access.Read, s.due)
	s.page("GET /shifts", access.Read, s.shifts)
	s.page("GET /conflicts", access.Read, s.conflicts)
	s.page("GET /compare", access.Read, s.compare)
	s.page("GET /corrections", access.Read, s.corrections)
	s.page("POST /corrections", access.Correct, s.correct)
	s.page("GET /add", access.Add, s.add)
	s.page("POST /add", access.Add, s.add)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNoPage) })
}

// page serves a pattern with a function that fills a page, for callers of a role
// and above.
func (s *Site) page(pattern string, role access.Role, fill func(*page) error) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		p, err := s.begin(w, r, role)
		if err == nil {
			err = fill(p)
		}
		if err == nil && !p.done {
			err = p.render(http.StatusOK)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// ServeHTTP serves one page.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", Policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	s.mux.ServeHTTP(w, r)
}

// fault is an error that a visitor can understand and do something about.
type fault struct {
	Status   int
	What, Do string
}

func (f *fault) Error() string { return f.What }

var errNoPage = &fault{http.StatusNotFound, "There is no such page.", "Go to the table, or search."}

// wrong is a fault of what was asked.
func wrong(do, format string, args ...any) error {
	return &fault{http.StatusBadRequest, fmt.Sprintf(format, args...), do}
}

// faultOf is what a visitor is told of an error: never a path, an address of a
// database or a query.
func faultOf(err error) *fault {
	var f *fault
	var unknown *ledger.UnknownActor
	var many *ledger.AmbiguousActor
	var proposal *ledger.UnknownProposal
	var bad *ledger.BadCorrection
	var store *ledger.StoreError
	var failed *doc.Failure
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &unknown):
		return &fault{http.StatusNotFound, fmt.Sprintf("No actor is named %q.", unknown.Name), near(unknown.Near)}
	case errors.As(err, &many):
		return &fault{http.StatusNotFound, fmt.Sprintf("%q may be several actors.", many.Name), near(many.Choices)}
	case errors.As(err, &proposal):
		return &fault{http.StatusNotFound, fmt.Sprintf("No proposal is named %q.", proposal.Words), "The table shows what is on the table."}
	case errors.As(err, &bad):
		return &fault{http.StatusBadRequest, "This cannot be corrected: " + bad.What + ".", bad.Do}
	case errors.As(err, &failed):
		return &fault{http.StatusUnprocessableEntity, "This cannot be read: " + brief.Clip(brief.Clean(failed.Error()), 300) + ".", capital(brief.Clean(cmp.Or(failed.Do, "give the text of a report")))}
	case errors.As(err, &store) && (errors.Is(err, ledger.ErrGone) || errors.Is(err, ledger.ErrLocked)):
		return &fault{http.StatusServiceUnavailable, "The ledger does not answer.", "Try again in a moment."}
	case errors.Is(err, context.DeadlineExceeded):
		return &fault{http.StatusServiceUnavailable, "This took too long.", "Bound the question: a dossier, a period, an actor."}
	}
	return nil
}

// capital makes a sentence of what an error says.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:] + "."
}

func near(names []string) string {
	if len(names) == 0 {
		return "Search finds words in reports."
	}
	out := "Known are: "
	for i, n := range names[:min(len(names), 6)] {
		if i > 0 {
			out += ", "
		}
		out += n
	}
	return out + "."
}

// explain is what a visitor is told of any error; one that nobody foresaw goes into
// the log.
func (s *Site) explain(r *http.Request, err error) *fault {
	if f := faultOf(err); f != nil {
		return f
	}
	s.o.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
	return &fault{http.StatusInternalServerError, "Something went wrong here.", "Try again; the server's log tells what it was."}
}

// fail shows an error.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return // nobody is there to be told
	}
	f := s.explain(r, err)
	p := &page{site: s, w: w, r: r, Title: http.StatusText(f.Status), State: s.noState(), view: "error", Body: f, Caller: access.Of(r.Context())}
	p.dossiers()
	if err := p.render(f.Status); err != nil {
		http.Error(w, f.What, f.Status)
	}
}
