package server

import (
	"container/list"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/parley-reader/parley/internal/access"
)

// rates bounds how often each may ask.
type rates struct{ read, add, wrong paces }

// Wrong tokens are bounded by address, whatever is allowed else: ten at once, then
// one every six seconds.
const (
	wrongEvery = 6 * time.Second
	wrongBurst = 10
)

func (r *rates) init(o Rates) {
	r.read = paces{limit: rate.Limit(o.Read), burst: burstOf(o.Read, 4)}
	r.add = paces{limit: rate.Limit(o.Add), burst: burstOf(o.Add, 10)}
	r.wrong = paces{limit: rate.Every(wrongEvery), burst: wrongBurst}
}

// burstOf is what may come at once: so many seconds' worth.
func burstOf(perSecond, seconds float64) int { return max(1, int(math.Ceil(perSecond*seconds))) }

// maxPaced is how many tokens and addresses are remembered for each bound; who is
// forgotten begins anew.
const maxPaced = 10_000

// paces holds a bound for each of the latest who asked. It is safe for concurrent
// use.
type paces struct {
	limit rate.Limit
	burst int

	mu   sync.Mutex
	at   map[string]*list.Element
	used list.List // of *pace, the latest first
}

type pace struct {
	who     string
	limiter *rate.Limiter
}

// wait takes one from the bound of someone; it is 0, or how long to wait where
// none is left.
func (p *paces) wait(who string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at == nil {
		p.at = map[string]*list.Element{}
	}
	e := p.at[who]
	if e == nil {
		e = p.used.PushFront(&pace{who, rate.NewLimiter(p.limit, p.burst)})
		p.at[who] = e
		if p.used.Len() > maxPaced {
			last := p.used.Back()
			p.used.Remove(last)
			delete(p.at, last.Value.(*pace).who)
		}
	}
	p.used.MoveToFront(e)
	l := e.Value.(*pace).limiter
	r := l.ReserveN(now, 1)
	d := r.DelayFrom(now)
	if d > 0 {
		r.CancelAt(now)
	}
	return d
}

// paced bounds how often one asks: by token, else by address. Where no tokens are
// needed there is but one user.
func (s *Server) paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.tokens.path == "" {
			next.ServeHTTP(w, r)
			return
		}
		who := "address " + neighbourhood(noteOf(r.Context()).from)
		if c := access.Of(r.Context()); c.Role > access.None {
			who = "token " + c.Name
		}
		bound := &s.rates.read
		if changes(r) {
			bound = &s.rates.add
		}
		if d := bound.wait(who, s.o.Now()); d > 0 {
			s.tooOften(w, r, d)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) tooOften(w http.ResponseWriter, r *http.Request, d time.Duration) {
	seconds := int(math.Ceil(d.Seconds()))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	s.refuse(w, r, http.StatusTooManyRequests, "You ask too often.", fmt.Sprintf("Try again in %d s.", seconds))
}

// changes tells whether a request may change something.
func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
}
