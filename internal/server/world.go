package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/ledger"
)

// world is one opened ledger with all that hangs on it. When another ledger is put
// in its place a new world takes over, with answers of its own.
type world struct {
	server  *Server
	store   ledger.Store
	ledger  *ledger.Ledger
	handler http.Handler
	pulse   pulse
	cache   *cache
	intake  *Intake
	hub     *hub
	ctx     context.Context // done when it ends
	cancel  context.CancelFunc

	mu    sync.Mutex
	users int
	over  bool
	idle  chan struct{} // closed when it is over and nobody uses it
}

// errAway is the error of a ledger that is not there, or not to be used just now.
var errAway = errors.New("the ledger is not there just now")

func newWorld(s *Server, store ledger.Store) (*world, error) {
	w := &world{server: s, store: store, ledger: ledger.New(store), idle: make(chan struct{})}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.pulse = pulse{store: store, moved: s.o.Place.Moved, now: s.o.Now}
	w.hub = newHub(w)
	w.cache = newCache(w)
	d := Desk{Ledger: w.ledger, Events: w.hub, Revision: w.pulse.look}
	if s.o.Reader != nil {
		w.intake = newIntake(w)
		d.Intake = w.intake
	}
	var err error
	if w.handler, err = s.o.Build(d); err != nil {
		w.cancel()
		w.end()
		return nil, err
	}
	return w, nil
}

// enter counts a request in; it fails when the world is over.
func (w *world) enter() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return false
	}
	w.users++
	return true
}

// leave counts a request out.
func (w *world) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.users--
	if w.over && w.users == 0 {
		close(w.idle)
	}
}

// farewell is how long those who use a ledger that was taken away are waited for
// after they were told.
const farewell = 5 * time.Second

// end ends the world: what was taken in is kept, requests under way are answered
// or, after the time of farewell, cut off, and the store is closed.
func (w *world) end() {
	w.mu.Lock()
	if w.over {
		w.mu.Unlock()
		return
	}
	w.over = true
	if w.users == 0 {
		close(w.idle)
	}
	w.mu.Unlock()
	w.hub.end()
	if w.intake != nil {
		w.intake.end()
	}
	w.cancel()
	select {
	case <-w.idle:
	case <-time.After(farewell):
		w.server.o.Log.Warn("requests still use the ledger that is closed")
	}
	w.cache.end()
	if err := w.store.Close(); err != nil {
		w.server.o.Log.Warn("closing the ledger", "error", err)
	}
}

type worldKey struct{}

// bind makes a request's context one that ends with the world too.
func (w *world) bind(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithValue(ctx, worldKey{}, w))
	stop := context.AfterFunc(w.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

func worldOf(ctx context.Context) *world {
	w, _ := ctx.Value(worldKey{}).(*world)
	return w
}

// worlds holds the world that is now, and opens the next.
type worlds struct {
	server *Server

	opening sync.Mutex // one opens or closes at a time
	mu      sync.Mutex
	now     *world
	why     error // there is none
	closed  bool
}

// open opens the ledger, which must be there.
func (s *worlds) open(ctx context.Context) error {
	s.opening.Lock()
	defer s.opening.Unlock()
	store, err := s.server.o.Place.Open(ctx)
	if err != nil {
		return err
	}
	w, err := newWorld(s.server, store)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.now, s.why = w, nil
	s.mu.Unlock()
	w.warm()
	return nil
}

// enter gives the world of a request, which is to leave it.
func (s *worlds) enter(ctx context.Context) (*world, error) {
	s.mu.Lock()
	w, why := s.now, s.why
	s.mu.Unlock()
	if w == nil {
		return nil, fmt.Errorf("%w: %w", errAway, why)
	}
	if _, err := w.pulse.look(ctx); errors.Is(err, errMoved) {
		go s.lookSoon() // this request need not wait for it
		return nil, err
	}
	if !w.enter() {
		return nil, errAway
	}
	return w, nil
}

// lookSoon looks, unless somebody is at it.
func (s *worlds) lookSoon() {
	if s.opening.TryLock() {
		s.opening.Unlock()
		s.look(s.server.background())
	}
}

// look sees whether the ledger lies where it lay, and opens what lies there now
// where it does not. The old one is closed before, as two at one path would get
// into each other's way.
func (s *worlds) look(ctx context.Context) {
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.Lock()
	w, closed := s.now, s.closed
	s.mu.Unlock()
	if closed {
		return
	}
	log := s.server.o.Log
	if w != nil {
		err := s.server.o.Place.Moved()
		if err == nil {
			return
		}
		log.Warn("the ledger lies no more where it lay", "error", err)
		s.mu.Lock()
		s.now, s.why = nil, err
		s.mu.Unlock()
		w.end()
	}
	store, err := s.server.o.Place.Open(ctx)
	if err == nil {
		if w, err = newWorld(s.server, store); err == nil {
			log.Info("the ledger is open again")
		}
	}
	s.mu.Lock()
	if err != nil {
		s.why = err
	} else {
		s.now, s.why = w, nil
	}
	s.mu.Unlock()
	if err == nil {
		w.warm()
	}
}

// tend keeps the answers fresh that are asked for.
func (s *worlds) tend(ctx context.Context) {
	s.mu.Lock()
	w := s.now
	s.mu.Unlock()
	if w == nil || !w.enter() {
		return
	}
	defer w.leave()
	if rev, err := w.pulse.look(ctx); err == nil {
		w.cache.tend(rev)
	}
}

// warm has the first page made before anybody asks for it.
func (w *world) warm() {
	s := w.server
	if s.o.cold {
		return
	}
	caller := access.Caller{Name: "local", Role: access.Correct}
	if s.tokens.path != "" {
		caller = access.Caller{Role: access.Read}
	}
	ctx := access.With(context.WithValue(w.ctx, worldKey{}, w), caller)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, firstPage, nil)
	if err != nil {
		return
	}
	if rev, err := w.pulse.look(ctx); err == nil {
		key, r := w.cache.keyOf(r)
		w.cache.renew(key, rev, r, http.HandlerFunc(s.answer))
	}
}

// firstPage is where a visitor begins.
const firstPage = "/table"

// endEvents ends the streams of events, which would last for ever.
func (s *worlds) endEvents() {
	s.mu.Lock()
	w := s.now
	s.mu.Unlock()
	if w != nil {
		w.hub.end()
	}
}

// close ends the world that is now, for good.
func (s *worlds) close() error {
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.Lock()
	w := s.now
	s.now, s.why, s.closed = nil, errors.New("the server has stopped"), true
	s.mu.Unlock()
	if w != nil {
		w.end()
	}
	return nil
}

// background is the context of what no request waits for.
func (s *Server) background() context.Context { return context.Background() }

// away tells that the ledger is not to be used just now.
func (s *Server) away(w http.ResponseWriter, r *http.Request, err error) {
	s.o.Log.WarnContext(r.Context(), "no ledger", "id", noteOf(r.Context()).id, "error", err)
	s.refuse(w, r, http.StatusServiceUnavailable, "The ledger is not there just now.", "Try again in a moment.")
}

// health tells whether the ledger answers.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	world, err := s.worlds.enter(ctx)
	if err == nil {
		_, err = world.store.Revision(ctx)
		world.leave()
	}
	if err != nil {
		s.away(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n")) // whoever is gone needs no answer
}
