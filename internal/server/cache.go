package server

import (
	"bytes"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/sync/singleflight"

	"github.com/parley-reader/parley/internal/access"
)

// How old an answer may be.
const (
	lagging = 2 * time.Second  // while reports come in
	oldest  = 30 * time.Second // while there is more to do than processors
	utmost  = 5 * time.Minute  // where a newer one is not to be had within the time of grace
	grace   = 250 * time.Millisecond
)

// changesFor is how many requests for each processor may change the ledger at a
// time. They mostly wait for the disk, together.
const changesFor = 12

const (
	maxKept    = 1 << 20  // bytes of an answer that is kept
	maxKeptKey = 10 << 10 // bytes of what names it
	skipTime   = 10 * time.Minute
)

// cache keeps the answers of one opened ledger, compressed, as long as they hold,
// and sees to it that each is worked on once at a time and that no more are worked
// on than there are processors. It is safe for concurrent use.
type cache struct {
	world   *world
	most    int64
	salt    string        // tells the tags of one opening of a ledger from those of another
	slots   chan struct{} // a place for each answer that is worked on
	later   chan struct{} // a place for each that nobody waits for
	changes chan struct{} // a place for each request that may change the ledger
	flight  singleflight.Group
	busy    sync.WaitGroup

	mu      sync.Mutex
	bytes   int64
	at      map[string]*list.Element
	used    list.List // of *kept answer, the latest first
	renewal map[string]bool
	skip    map[string]time.Time // what cannot be kept, and until when that is believed
}

// answer is one kept answer.
type answer struct {
	key, revision string
	status        int
	header        http.Header
	packed        []byte // gzip
	size          int    // plain
	keep          bool

	asked   time.Time // last
	request *http.Request
	next    http.Handler
}

func (a *answer) bytes() int64 { return int64(len(a.packed) + 2*len(a.key) + 2048) }

func newCache(w *world) *cache {
	return &cache{
		world: w, most: w.server.o.CacheBytes, salt: newID(), slots: make(chan struct{}, runtime.GOMAXPROCS(0)), later: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)),
		changes: make(chan struct{}, changesFor*runtime.GOMAXPROCS(0)),
		at:      map[string]*list.Element{}, renewal: map[string]bool{}, skip: map[string]time.Time{},
	}
}

// end waits for what is worked on in the background.
func (c *cache) end() { c.busy.Wait() }

// keyOf names an answer: what was asked, on which day, and what the caller may see.
// A reader's name makes no difference, and is not shown to a page, so that it is in
// no answer that another gets.
func (c *cache) keyOf(r *http.Request) (string, *http.Request) {
	caller := access.Of(r.Context())
	if caller.Role <= access.Read && !forProgram(r) {
		caller.Name = ""
		r = r.WithContext(access.With(r.Context(), caller))
	}
	host := ""
	if r.URL.Path == feedPath {
		host = r.Host // it stands in the links of a feed
	}
	key := strings.Join([]string{
		host, r.URL.EscapedPath(), r.URL.RawQuery, caller.Role.String(), caller.Name, c.world.server.o.Now().UTC().Format(time.DateOnly),
	}, "\x00")
	if forProgram(r) {
		key += "\x00" + r.Header.Get("Accept")
	}
	return key, r
}

// keepable tells whether an answer to a request may be kept.
func keepable(r *http.Request) bool {
	if r.Method == http.MethodOptions || r.Header.Get("Range") != "" || len(r.Header.Get("Accept")) > 1000 {
		return false
	}
	return !strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

// keep answers a request from what is kept, or has it answered and keeps that.
func (s *Server) keep(w http.ResponseWriter, r *http.Request, in *world, next http.Handler) {
	c, note := in.cache, noteOf(r.Context())
	if changes(r) {
		s.change(w, r, in, next)
		return
	}
	if !keepable(r) {
		next.ServeHTTP(w, r)
		return
	}
	key, r := c.keyOf(r)
	if len(key) > maxKeptKey || c.skips(key) {
		next.ServeHTTP(w, r)
		return
	}
	rev, err := in.pulse.look(r.Context())
	if err != nil {
		s.away(w, r, err)
		return
	}
	if r.Header.Get("If-None-Match") == c.tag(key, rev) && c.has(key, rev) {
		note.kept = "same"
		c.head(w.Header(), key, rev)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if a, age := c.find(key, rev); a != nil {
		note.kept = "hit"
		if age > 0 {
			note.kept = "stale"
			c.renew(key, rev, r, next)
		}
		c.send(w, r, a, age)
		return
	}
	note.kept = "miss"
	a, age, err := c.fresh(r, key, rev, next)
	switch {
	case errors.Is(err, errNotKept):
		next.ServeHTTP(w, r)
	case errors.Is(err, errOverload):
		s.refuse(w, r, http.StatusServiceUnavailable, "There is too much to do just now.", "Try again in a moment.")
	case errors.Is(err, errAway) || in.ctx.Err() != nil:
		s.away(w, r, err)
	case err != nil && r.Context().Err() == nil:
		s.broken(w, r, err)
	case err != nil: // nobody is there to be told
	default:
		if age > 0 {
			note.kept = "stale"
		}
		c.send(w, r, a, age)
	}
}

// fresh has an answer made. Where there is an older one that may do, it is given when
// the new one takes too long: that is then there for who asks next.
func (c *cache) fresh(r *http.Request, key, rev string, next http.Handler) (*answer, time.Duration, error) {
	old := c.older(key)
	if old == nil {
		a, err := c.make(r, key, rev, next)
		return a, 0, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), grace)
	defer cancel()
	a, err := c.make(r.WithContext(ctx), key, rev, next)
	if late := err != nil && ctx.Err() != nil || errors.Is(err, errOverload); !late || r.Context().Err() != nil {
		return a, 0, err
	}
	age, ok := c.world.pulse.age(old.revision)
	if !ok {
		a, err := c.make(r, key, rev, next) // it was corrected meanwhile
		return a, 0, err
	}
	return old, max(age, time.Millisecond), nil
}

// older is a kept answer that may be given where no newer one is to be had.
func (c *cache) older(key string) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[key]
	if e == nil {
		return nil
	}
	a := e.Value.(*answer)
	if age, ok := c.world.pulse.age(a.revision); !ok || age > utmost {
		return nil
	}
	return a
}

// change has a request answered that may change the ledger, some at a time: what
// they do afterwards, as telling what was new, takes processors and memory.
func (s *Server) change(w http.ResponseWriter, r *http.Request, in *world, next http.Handler) {
	free := time.NewTimer(s.o.times.slot)
	defer free.Stop()
	select {
	case in.cache.changes <- struct{}{}:
		defer func() { <-in.cache.changes }()
	case <-free.C:
		s.refuse(w, r, http.StatusServiceUnavailable, "There is too much to do just now.", "Try again in a moment.")
		return
	case <-r.Context().Done():
		return
	}
	next.ServeHTTP(w, r)
	in.pulse.beat()
	in.hub.nudge()
}

// Why there is no answer to keep.
var (
	errNotKept  = errors.New("an answer that is not kept: a stream, or too long")
	errOverload = errors.New("no processor was free in time")
)

// faultError is the error of a panic; it is the name under which the log has it.
type faultError string

func (f faultError) Error() string { return "a fault, see " + string(f) }

// tag is the entity tag of an answer: another after each change of the ledger.
func (c *cache) tag(key, rev string) string {
	d := sha256.Sum256([]byte(c.salt + "\x00" + rev + "\x00" + key))
	return `W/"` + hex.EncodeToString(d[:12]) + `"`
}

func (c *cache) head(h http.Header, key, rev string) {
	if h.Get("ETag") == "" && h.Get("Location") == "" {
		h.Set("ETag", c.tag(key, rev))
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Add("Vary", "Accept-Encoding")
}

// has tells whether the very answer is kept.
func (c *cache) has(key, rev string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[key]
	return e != nil && e.Value.(*answer).revision == rev
}

// skips tells whether answers of a key were not to be kept lately.
func (c *cache) skips(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	until, ok := c.skip[key]
	return ok && c.world.server.o.Now().Before(until)
}

// find gives a kept answer that may be given, and how old it is. One that was made
// before a correction is no answer any more.
func (c *cache) find(key, rev string) (*answer, time.Duration) {
	c.mu.Lock()
	e := c.at[key]
	if e == nil {
		c.mu.Unlock()
		return nil, 0
	}
	c.used.MoveToFront(e)
	a := e.Value.(*answer)
	a.asked = c.world.server.o.Now()
	c.mu.Unlock()
	if a.revision == rev {
		return a, 0
	}
	age, ok := c.world.pulse.age(a.revision)
	if !ok {
		return nil, 0
	}
	age = max(age, time.Millisecond)
	if age <= lagging || age <= oldest && len(c.slots) == cap(c.slots) {
		return a, age
	}
	return nil, 0
}

// renew makes an answer anew in the background, once at a time.
func (c *cache) renew(key, rev string, r *http.Request, next http.Handler) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.renewal[key] || len(c.renewal) >= 4*cap(c.slots) || c.world.ctx.Err() != nil {
		return
	}
	c.renewal[key] = true
	r = r.Clone(context.WithoutCancel(r.Context()))
	c.busy.Go(func() {
		c.later <- struct{}{}
		if c.world.ctx.Err() == nil {
			_, _ = c.make(r, key, rev, next) // who asks next gets to know
		}
		<-c.later
		c.mu.Lock()
		delete(c.renewal, key)
		c.mu.Unlock()
	})
}

// make has a request answered, once for all who ask the same at a time, and not
// only for as long as the first of them waits.
func (c *cache) make(r *http.Request, key, rev string, next http.Handler) (*answer, error) {
	done := c.flight.DoChan(key+"\x00"+rev, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), c.world.server.o.times.slot+c.world.server.o.times.page)
		defer cancel()
		defer context.AfterFunc(c.world.ctx, cancel)()
		return c.fill(r.Clone(ctx), key, rev, next)
	})
	select {
	case x := <-done:
		a, _ := x.Val.(*answer)
		return a, x.Err
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// fill answers a request when a processor is free, and keeps the answer.
func (c *cache) fill(r *http.Request, key, rev string, next http.Handler) (a *answer, err error) {
	if !c.world.enter() {
		return nil, errAway
	}
	defer c.world.leave()
	free := time.NewTimer(c.world.server.o.times.slot)
	defer free.Stop()
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-free.C:
		return nil, errOverload
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	defer func() {
		if fault := recover(); fault != nil {
			id := noteOf(r.Context()).id
			c.world.server.o.Log.Error("fault", "id", id, "path", r.URL.Path, "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
			a, err = nil, faultError(id)
		}
	}()
	r.Method = http.MethodGet
	for _, name := range []string{"If-None-Match", "If-Modified-Since", "Accept-Encoding"} {
		r.Header.Del(name)
	}
	ctx, cancel := context.WithTimeout(r.Context(), c.world.server.o.times.page)
	defer cancel()
	rec := &recorder{header: http.Header{}, stop: cancel}
	next.ServeHTTP(rec, r.WithContext(ctx))
	if rec.stream {
		c.forget(key)
		return nil, errNotKept
	}
	if rec.status == 0 && ctx.Err() != nil { // a page that is given up says nothing
		return nil, ctx.Err()
	}
	if a, err = rec.answer(key, rev); err != nil {
		return nil, err
	}
	if a.keep {
		a.request, a.next = r, next
		c.head(a.header, key, rev)
		c.put(a)
	}
	return a, nil
}

// put keeps an answer, and lets go of those that were not asked for longest.
func (c *cache) put(a *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a.asked = c.world.server.o.Now()
	if e := c.at[a.key]; e != nil {
		a.asked = e.Value.(*answer).asked
		c.remove(e)
	}
	c.at[a.key] = c.used.PushFront(a)
	c.bytes += a.bytes()
	for c.bytes > c.most && c.used.Len() > 0 {
		c.remove(c.used.Back())
	}
}

func (c *cache) remove(e *list.Element) {
	a := c.used.Remove(e).(*answer)
	delete(c.at, a.key)
	c.bytes -= a.bytes()
}

// What is made anew before it is asked for.
const (
	tended    = 16
	tendedFor = 5 * time.Minute // after it was asked for last
)

// tend makes the answers that were asked for last anew when they hold no more, so
// that who asks next need not wait.
func (c *cache) tend(rev string) {
	var old []*answer
	now := c.world.server.o.Now()
	c.mu.Lock()
	for e := c.used.Front(); e != nil && len(old) < tended; e = e.Next() {
		if a := e.Value.(*answer); a.revision != rev && now.Sub(a.asked) < tendedFor {
			old = append(old, a)
		}
	}
	c.mu.Unlock()
	for _, a := range old {
		c.renew(a.key, rev, a.request, a.next)
	}
}

// forget notes that answers of a key are not to be kept.
func (c *cache) forget(key string) {
	const most = 1000
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.skip) >= most {
		clear(c.skip)
	}
	c.skip[key] = c.world.server.o.Now().Add(skipTime)
}

// size is how many answers are kept, and their bytes.
func (c *cache) size() (int, int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.at), c.bytes
}

// send sends a kept answer, packed where the client takes that.
func (c *cache) send(w http.ResponseWriter, r *http.Request, a *answer, age time.Duration) {
	h := w.Header()
	for k, v := range a.header {
		h[k] = append([]string(nil), v...)
	}
	if a.keep {
		h.Set("Age", strconv.Itoa(int((age+time.Second-1)/time.Second)))
		if tag := a.header.Get("ETag"); tag != "" && r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	packed := takesGzip(r)
	if a.size > 0 {
		if packed {
			h.Set("Content-Encoding", "gzip")
			h.Set("Content-Length", strconv.Itoa(len(a.packed)))
		} else {
			h.Set("Content-Length", strconv.Itoa(a.size))
		}
	}
	w.WriteHeader(a.status)
	if r.Method == http.MethodHead || a.size == 0 {
		return
	}
	if packed {
		_, _ = w.Write(a.packed) // whoever is gone needs no answer
		return
	}
	if z, err := gzip.NewReader(bytes.NewReader(a.packed)); err == nil {
		_, _ = io.Copy(w, z) // likewise
	}
}

// takesGzip tells whether a client takes compressed answers.
func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") && strings.ReplaceAll(q, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// recorder takes an answer down. It gives up on one that is a stream or too long:
// that is answered anew, past the cache.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
	stream bool
	stop   func()
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
		if strings.HasPrefix(r.header.Get("Content-Type"), "text/event-stream") {
			r.giveUp()
		}
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	if r.body.Len()+len(b) > maxKept {
		r.giveUp()
	}
	if r.stream {
		return 0, errNotKept
	}
	return r.body.Write(b)
}

// Flush is called for what is to be seen before it is whole.
func (r *recorder) Flush() { r.giveUp() }

func (r *recorder) giveUp() {
	r.stream = true
	r.stop()
}

// answer is what was taken down.
func (r *recorder) answer(key, rev string) (*answer, error) {
	a := &answer{key: key, revision: rev, status: r.status, header: r.header, size: r.body.Len()}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	a.keep = (a.status == http.StatusOK || a.status == http.StatusSeeOther) && a.header.Get("Set-Cookie") == "" && !strings.Contains(a.header.Get("Cache-Control"), "no-store")
	a.header.Del("Content-Length")
	if a.size > 0 && a.header.Get("Content-Type") == "" {
		a.header.Set("Content-Type", http.DetectContentType(r.body.Bytes()))
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(r.body.Bytes()); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	a.packed = bytes.Clone(b.Bytes())
	return a, nil
}
