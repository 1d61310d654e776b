package server

import (
	"context"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/api"
	"github.com/parley-reader/parley/ledger"
)

// Bounds of what listeners are told.
const (
	ringSize  = 256              // latest events, for those who come again
	slackness = 64               // events that a listener may be behind
	pollEvery = time.Second      // other processes' changes are looked for, while somebody listens
	lingering = 2 * time.Minute  // it goes on after the last listener left, who may come again
	newsTime  = 15 * time.Second // that the news of one report may take
	muchNews  = 64               // reports waiting; of those before them the source alone is told
)

// hub tells listeners what happens to the ledger: of each report that was added,
// here or by another process, what it brought, and of each correction. While nobody
// listens it does nothing. It is safe for concurrent use.
type hub struct {
	world  *world
	nudges chan struct{} // something was changed here
	ended  chan struct{}
	busy   sync.WaitGroup

	mu        sync.Mutex
	listeners map[*listener]bool
	ring      []api.Event
	next      uint64
	running   bool
	over      bool
	since     time.Time // nobody listens
}

type listener struct{ events chan api.Event }

var _ Events = (*hub)(nil)

func newHub(w *world) *hub {
	h := &hub{world: w, nudges: make(chan struct{}, 1), ended: make(chan struct{}), listeners: map[*listener]bool{}}
	// Numbers go on after a restart, so that those who come again with one of before
	// it are told no event twice.
	h.next = uint64(w.server.o.Now().UnixMilli()) * 1000
	return h
}

// Subscribe gives what happens from now on; see [api.Events].
func (h *hub) Subscribe(ctx context.Context) <-chan api.Event { return h.subscribe(ctx, nil) }

// SubscribeAfter begins with the events after one, as far as they are known.
func (h *hub) SubscribeAfter(ctx context.Context, after uint64) <-chan api.Event {
	return h.subscribe(ctx, &after)
}

func (h *hub) subscribe(ctx context.Context, after *uint64) <-chan api.Event {
	l := &listener{make(chan api.Event, ringSize+slackness)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over {
		close(l.events)
		return l.events
	}
	if after != nil {
		for _, e := range h.ring {
			if e.ID > *after {
				l.events <- e // it has room for the whole ring
			}
		}
	}
	h.listeners[l] = true
	if !h.running {
		h.running = true
		h.busy.Go(h.run)
	}
	context.AfterFunc(ctx, func() { h.leave(l) })
	return l.events
}

// leave ends a listener's channel, once.
func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(l)
}

func (h *hub) drop(l *listener) {
	if h.listeners[l] {
		delete(h.listeners, l)
		close(l.events)
		h.since = time.Now()
	}
}

// nudge has the hub look at the ledger at once.
func (h *hub) nudge() {
	select {
	case h.nudges <- struct{}{}:
	default:
	}
}

// publish tells all listeners; who is too far behind is let go, and comes again.
func (h *hub) publish(e api.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next++
	e.ID = h.next
	if len(h.ring) == ringSize {
		copy(h.ring, h.ring[1:])
		h.ring = h.ring[:ringSize-1]
	}
	h.ring = append(h.ring, e)
	for l := range h.listeners {
		select {
		case l.events <- e:
		default:
			h.drop(l)
		}
	}
}

// end ends all listeners' channels, and returns when nothing runs any more.
func (h *hub) end() {
	h.mu.Lock()
	if !h.over {
		h.over = true
		close(h.ended)
		for l := range h.listeners {
			h.drop(l)
		}
	}
	h.mu.Unlock()
	h.busy.Wait()
}

// seen is up to where the ledger was told of.
type seen struct {
	revision    string
	report      ledger.ReportID
	corrections int
}

// run looks at the ledger as long as somebody listens.
func (h *hub) run() {
	ctx, cancel := context.WithCancel(h.world.ctx)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	go func() {
		select {
		case <-h.ended:
			cancel()
		case <-ctx.Done():
		}
	}()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	at, err := h.begin(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-h.nudges:
		}
		switch {
		case h.deserted():
			return
		case err != nil:
			at, err = h.begin(ctx)
		default:
			h.tell(ctx, &at)
		}
	}
}

// deserted tells whether nobody has listened for a while; then run must end.
func (h *hub) deserted() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.listeners) == 0 && time.Since(h.since) > lingering {
		h.running = false
		return true
	}
	return false
}

// begin is the state of the ledger that nothing is told of.
func (h *hub) begin(ctx context.Context) (at seen, err error) {
	if at.revision, err = h.world.store.Revision(ctx); err != nil {
		return at, err
	}
	n, err := h.world.store.Counts(ctx)
	at.report, at.corrections = ledger.ReportID(n.Reports), int(n.Corrections) // both are numbered from 1, and none goes away
	return at, err
}

// tell publishes what is new since at. What fails is tried again at the next look.
func (h *hub) tell(ctx context.Context, at *seen) {
	rev, err := h.world.store.Revision(ctx)
	if err != nil || rev == at.revision {
		return
	}
	if byHand(rev) != byHand(at.revision) {
		list, err := h.world.store.Corrections(ctx)
		if err != nil {
			return
		}
		for ; at.corrections < len(list); at.corrections++ {
			h.publish(api.Event{Correction: &list[at.corrections]})
		}
	}
	n, err := h.world.store.Counts(ctx)
	if err != nil {
		return
	}
	for last := ledger.ReportID(n.Reports); at.report < last; at.report++ {
		news, err := h.news(ctx, at.report+1, last-at.report > muchNews)
		if err != nil {
			if ctx.Err() == nil {
				h.world.server.o.Log.Warn("no news of a report", "error", err)
			}
			return
		}
		if news != nil {
			h.publish(api.Event{News: news})
		}
	}
	at.revision = rev
}

// news is what a report brought; in a hurry, its source alone.
func (h *hub) news(ctx context.Context, id ledger.ReportID, hurry bool) (*ledger.News, error) {
	slow, cancel := context.WithTimeout(ctx, newsTime)
	defer cancel()
	if !hurry {
		n, err := h.world.ledger.News(slow, id)
		if err == nil || slow.Err() == nil {
			return n, err
		}
	}
	list, err := h.world.store.Reports(ctx, ledger.Query{Reports: []ledger.ReportID{id}})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	r := &list[0]
	return &ledger.News{Source: ledger.Source{Report: r.ID, Key: r.Key, Outlet: r.Outlet, Title: r.Title, URL: r.URL, Origin: r.Origin, Published: r.Published}}, nil
}
