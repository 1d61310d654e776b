package server

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// How fresh what is known of the state of the ledger is.
const (
	pulseEvery = 100 * time.Millisecond // it is asked for no oftener
	pulseLate  = time.Second            // it is not waited for while it is no older
	pulseTime  = 3 * time.Second        // that the store may take to tell it
)

// errMoved is the error of a ledger that lies no more where it lay.
var errMoved = errors.New("the ledger was moved")

// pulse knows the revision of the store, at most 100 ms old, and until when each of
// the last ones was in force.
type pulse struct {
	store ledger.Store
	moved func() error
	now   func() time.Time

	asking sync.Mutex
	mu     sync.Mutex
	rev    string
	at     time.Time
	last   map[string]time.Time // when a revision was last seen in force, of the last minutes
}

// look tells the revision in force.
func (p *pulse) look(ctx context.Context) (string, error) {
	if rev, age := p.known(); age < pulseEvery && rev != "" {
		return rev, nil
	}
	if !p.asking.TryLock() {
		if rev, age := p.known(); age < pulseLate && rev != "" {
			return rev, nil
		}
		p.asking.Lock()
	}
	defer p.asking.Unlock()
	if rev, age := p.known(); age < pulseEvery && rev != "" {
		return rev, nil
	}
	return p.ask(ctx)
}

func (p *pulse) known() (string, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.rev, p.now().Sub(p.at)
}

// ask asks the store; a caller that goes away takes nobody's answer with it.
func (p *pulse) ask(ctx context.Context) (string, error) {
	if err := p.moved(); err != nil {
		return "", errors.Join(errMoved, err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pulseTime)
	defer cancel()
	at := p.now()
	rev, err := p.store.Revision(ctx)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rev, p.at = rev, at
	if p.last == nil {
		p.last = map[string]time.Time{}
	}
	p.last[rev] = at
	for r, t := range p.last {
		if at.Sub(t) > utmost {
			delete(p.last, r)
		}
	}
	return rev, nil
}

// beat has the revision be asked for anew: something was changed here.
func (p *pulse) beat() {
	p.mu.Lock()
	p.at = time.Time{}
	p.mu.Unlock()
}

// age tells for how long a revision is in force no more; false where that is too
// long ago to be known, or where corrections were made since.
func (p *pulse) age(rev string) (time.Duration, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if rev == p.rev {
		return 0, true
	}
	seen, ok := p.last[rev]
	return p.now().Sub(seen), ok && byHand(rev) == byHand(p.rev)
}

// byHand is the part of a revision that numbers what was changed by hand.
func byHand(rev string) string {
	_, n, _ := strings.Cut(rev, ".")
	return n
}
