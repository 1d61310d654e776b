package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/parley-reader/parley/doc"
)

// Feed is a feed to follow.
type Feed struct {
	URL    string
	Outlet string        // "" for the feed's title
	Every  time.Duration // how often it is asked; 0 for the follower's
}

// Follower reads feeds and the articles that they name, again and again, as a
// polite visitor does: it asks for what changed alone, keeps to robots.txt and
// to a rate for each host, and comes back later where a server fails or says so.
// It is for one goroutine at a time.
type Follower struct {
	Options Options // Guard is set, but for Private
	Feeds   []Feed
	// State is what is known of the feeds. It may be read, and kept, in the body of
	// a loop over what Once and Run give, and after it. An item is taken as given
	// once the body has returned: what a crash leaves out is given again.
	State State

	Every   time.Duration // how often a feed is asked; 0 for 15 minutes
	Rate    time.Duration // the least time between two requests to one host; 0 for 2 s
	MaxFeed int64         // the greatest size of a feed, in bytes; 0 for 10 MB
	Private bool          // lets feeds and articles be in private networks

	// Sleep waits, or fails when ctx is done before; nil for the real one. Random
	// gives numbers in [0, 1); nil for the real one.
	Sleep  func(ctx context.Context, d time.Duration) error
	Random func() float64

	run   *run
	hosts map[string]*hostState
}

// hostState is what is known of one host.
type hostState struct {
	next   time.Time // not to be asked before
	robots time.Time // when its robots.txt was read
}

const (
	defaultEvery = 15 * time.Minute
	defaultRate  = 2 * time.Second
	defaultFeed  = 10 << 20
	leastBackOff = time.Minute
	mostBackOff  = 6 * time.Hour
	mostAsked    = 24 * time.Hour // of what a server may ask us to wait
	robotsKept   = 24 * time.Hour
	maxHosts     = 4096
	maxFeedItems = 2000
	mostCrawlGap = 30 * time.Second
)

// begin fills in what is left out.
func (f *Follower) begin(ctx context.Context, yield func(Item) bool) {
	o := f.Options
	o.Guard = !f.Private
	f.run = &run{Options: o.defaults(), ctx: ctx, yield: yield, web: f.web()}
	f.run.web = f.run.webOr(f.run.web)
	if f.hosts == nil {
		f.hosts = map[string]*hostState{}
	}
	if f.Sleep == nil {
		f.Sleep = sleep
	}
	if f.Random == nil {
		f.Random = rand.Float64
	}
	f.Every = orElse(f.Every, defaultEvery)
	f.Rate = orElse(f.Rate, defaultRate)
	f.MaxFeed = orElse(f.MaxFeed, defaultFeed)
}

// web is the web of the run before, so that what is known of hosts is kept.
func (f *Follower) web() *web {
	if f.run == nil {
		return nil
	}
	return f.run.web
}

// webOr is w, or a new one.
func (r *run) webOr(w *web) *web {
	if w == nil {
		w = newWeb(&r.Options)
	}
	return w
}

func orElse[T ~int64](x, other T) T {
	if x <= 0 {
		return other
	}
	return x
}

// sleep waits for d, or fails when ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Next is when the next feed is due; zero where one is due now or there is none.
func (f *Follower) Next() time.Time {
	var first time.Time
	for i, feed := range f.Feeds {
		s := f.State.Feeds[feed.URL]
		if s == nil || s.Next.IsZero() {
			return time.Time{}
		}
		if i == 0 || s.Next.Before(first) {
			first = s.Next
		}
	}
	return first
}

// Run gives what the feeds have that is new, round after round, until ctx is
// done.
func (f *Follower) Run(ctx context.Context) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for ctx.Err() == nil && len(f.Feeds) > 0 {
			for item := range f.Once(ctx) {
				if !yield(item) {
					return
				}
			}
			if wait := f.Next().Sub(f.run.Now()); wait > 0 && f.Sleep(ctx, wait) != nil {
				return
			}
		}
	}
}

// Once gives what those feeds that are due have that is new, each once. A feed
// that cannot be read is an item with an error and its address; an article that
// cannot is one with its own, and is tried again in later rounds.
func (f *Follower) Once(ctx context.Context) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		f.begin(ctx, yield)
		for _, feed := range f.Feeds {
			if ctx.Err() != nil {
				return
			}
			s := f.State.feed(feed.URL)
			if f.run.Now().Before(s.Next) {
				continue
			}
			if !f.follow(feed, s) {
				return
			}
		}
	}
}

// follow asks one feed; false when no more is wanted.
func (f *Follower) follow(feed Feed, s *FeedState) bool {
	every := orElse(feed.Every, f.Every)
	answer, err := f.ask(feed.URL, s)
	if f.run.ctx.Err() != nil {
		return false
	}
	if err == nil && answer.body != nil {
		var parsed *gofeed.Feed
		if parsed, err = parseFeed(answer.body); err == nil {
			more, whole := f.items(feed, parsed, s)
			if !more {
				return false
			}
			if whole {
				s.ETag, s.LastModified = answer.etag, answer.modified
			}
		}
	}
	if err != nil {
		s.Failures++
		s.Next = f.run.Now().Add(f.backOff(err, s.Failures, every))
		return f.run.fail(feed.URL, err)
	}
	s.Failures = 0
	s.Next = f.run.Now().Add(every)
	return true
}

// backOff is how long to wait after so many failures: twice as long each time,
// give or take a quarter, and no less than the server asks for.
func (f *Follower) backOff(err error, failures int, every time.Duration) time.Duration {
	d := leastBackOff << min(failures-1, 20)
	if d = min(d, max(mostBackOff, every)); d < 0 {
		d = mostBackOff
	}
	d = time.Duration(float64(d) * (0.75 + 0.5*f.Random()))
	var later *laterError
	if errors.As(err, &later) {
		d = max(d, later.wait)
	}
	return d
}

// laterError tells that a server asks to come back later.
type laterError struct {
	problem *problem
	wait    time.Duration
}

// Error is what is wrong.
func (e *laterError) Error() string { return e.problem.Error() }

// Unwrap is the problem.
func (e *laterError) Unwrap() error { return e.problem }

// feedAnswer is a feed; body is nil where it has not changed.
type feedAnswer struct {
	body           []byte
	etag, modified string
}

// ask asks for a feed, through redirects.
func (f *Follower) ask(address string, s *FeedState) (answer *feedAnswer, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, &problem{"an address that cannot be read", "give the feed's http or https address"}
	}
	err = f.hops(u, func(ctx context.Context, u *url.URL) (next *url.URL, err error) {
		resp, err := f.run.conditional(ctx, u, s)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		next, answer, err = f.answer(ctx, u, resp)
		return next, err
	})
	return answer, err
}

// hops calls get for an address, and for those that it is sent on to, when
// their hosts may be asked. Each has the time of one page.
func (f *Follower) hops(u *url.URL, get func(context.Context, *url.URL) (*url.URL, error)) error {
	for range maxRedirects + 1 {
		if err := f.wait(u); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(f.run.ctx, f.run.Timeout)
		err := f.robots(ctx, u)
		var next *url.URL
		if err == nil {
			next, err = get(ctx, u)
		}
		busy := new(laterError)
		if err != nil && !errors.As(err, &busy) {
			err = f.run.webProblem(ctx, err)
		}
		cancel()
		if busy.wait > 0 || busy.problem != nil {
			f.host(u.Host).next = f.run.Now().Add(max(busy.wait, leastBackOff))
		}
		if err != nil || next == nil {
			return err
		}
		u = next
	}
	return &problem{fmt.Sprintf("more than %d redirects", maxRedirects), "give the address that it has now"}
}

// conditional asks for what changed since the last time.
func (r *run) conditional(ctx context.Context, u *url.URL, s *FeedState) (*http.Response, error) {
	req, err := r.ask(ctx, u, "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.1")
	if err != nil {
		return nil, err
	}
	if s.ETag != "" {
		req.Header.Set("If-None-Match", s.ETag)
	}
	if s.LastModified != "" {
		req.Header.Set("If-Modified-Since", s.LastModified)
	}
	return r.web.client.Do(req)
}

// answer reads what a server said: where to ask next, or a feed.
func (f *Follower) answer(ctx context.Context, u *url.URL, resp *http.Response) (next *url.URL, answer *feedAnswer, err error) {
	switch {
	case resp.StatusCode == http.StatusNotModified:
		return nil, &feedAnswer{}, nil
	case resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.Header.Get("Location") != "":
		next, err := u.Parse(resp.Header.Get("Location"))
		if err != nil || next.Scheme != "http" && next.Scheme != "https" || next.Host == "" {
			return nil, nil, &problem{"a redirect to what is no feed", "give the address that the feed has now"}
		}
		return next, nil, nil
	case resp.StatusCode != http.StatusOK:
		return nil, nil, f.refused(resp)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, f.MaxFeed+1))
	switch {
	case int64(len(b)) > f.MaxFeed:
		return nil, nil, &problem{"a feed that is " + tooLarge(f.MaxFeed).Error(), "give a feed of the outlet that holds less"}
	case err != nil:
		return nil, nil, f.run.webProblem(ctx, err)
	}
	return nil, &feedAnswer{body: b, etag: resp.Header.Get("ETag"), modified: resp.Header.Get("Last-Modified")}, nil
}

// refused is the error of an answer's status, with how long the server asks to
// wait.
func (f *Follower) refused(resp *http.Response) error {
	err := statusProblem(resp.StatusCode)
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable {
		return err
	}
	p := new(problem)
	errors.As(err, &p)
	return &laterError{p, retryAfter(resp.Header.Get("Retry-After"), f.run.Now())}
}

// retryAfter is how long a server asks to wait, in seconds or up to a time; at
// most a day.
func retryAfter(s string, now time.Time) time.Duration {
	if n, err := strconv.ParseInt(s, 10, 32); err == nil {
		return min(max(0, time.Duration(n)*time.Second), mostAsked)
	}
	if t, err := http.ParseTime(s); err == nil {
		return min(max(0, t.Sub(now)), mostAsked)
	}
	return 0
}

// host is what is known of a host.
func (f *Follower) host(name string) *hostState {
	if f.hosts[name] == nil {
		if len(f.hosts) >= maxHosts {
			clear(f.hosts)
			clear(f.run.web.robots)
		}
		f.hosts[name] = &hostState{}
	}
	return f.hosts[name]
}

// errBusy tells that a host is to be left alone for longer than one waits.
var errBusy = &problem{"the server asked to be left alone for a while", "it is asked again later"}

// wait waits until a host may be asked again, and fails where that is far off.
func (f *Follower) wait(u *url.URL) error {
	wait := f.host(u.Host).next.Sub(f.run.Now())
	if wait > max(2*f.Rate, mostCrawlGap) {
		return &laterError{errBusy, wait}
	}
	if wait > 0 {
		return f.Sleep(f.run.ctx, wait)
	}
	return nil
}

// robots fails where the robots.txt of a host forbids an address. It sets when
// the host may be asked again.
func (f *Follower) robots(ctx context.Context, u *url.URL) error {
	h, now := f.host(u.Host), f.run.Now()
	key := u.Scheme + "://" + u.Host
	if now.Sub(h.robots) > robotsKept || now.Before(h.robots) {
		delete(f.run.web.robots, key)
		h.robots = now
	}
	err := f.run.allowed(ctx, u)
	gap := f.Rate
	if rules := f.run.web.robots[key]; rules != nil {
		if g := rules.FindGroup("parley"); g != nil {
			gap = max(gap, min(g.CrawlDelay, mostCrawlGap))
		}
	}
	h.next = f.run.Now().Add(gap)
	return err
}

// items gives what is new in a feed. whole tells whether nothing is left for
// later.
func (f *Follower) items(feed Feed, parsed *gofeed.Feed, s *FeedState) (more, whole bool) {
	seen := make(map[uint64]bool, len(s.Seen))
	for _, id := range s.Seen {
		seen[id] = true
	}
	whole = true
	n := min(len(parsed.Items), maxFeedItems)
	for i := n - 1; i >= 0; i-- { // the oldest first
		item := parsed.Items[i]
		id := digestOf(item.GUID + "\x00" + item.Link)
		if seen[id] {
			continue
		}
		seen[id] = true
		given, err := f.article(feed, parsed, item)
		if f.run.ctx.Err() != nil {
			return false, false
		}
		if later := new(laterError); errors.As(err, &later) {
			whole = false
			continue // nothing is wrong with it
		}
		if !f.run.yield(given) {
			return false, false
		}
		if given.Err == nil || s.failed(id) {
			if given.Err == nil {
				s.saw(id)
			}
			continue
		}
		whole = false
	}
	return true, whole
}

// article is one article of a feed: from its page, else as the feed has it.
func (f *Follower) article(feed Feed, parsed *gofeed.Feed, item *gofeed.Item) (Item, error) {
	d := feedDraft(parsed, item)
	if feed.Outlet != "" {
		d.meta.outlet = feed.Outlet
	}
	d.name = d.meta.url
	if d.name == "" {
		d.name = feed.URL + "#" + oneLine(item.GUID)
		return f.draft(d), nil
	}
	const full = 1500 // of a text that needs no page
	if len(d.text) >= full && len(d.notes) == 0 {
		return f.draft(d), nil
	}
	page, err := f.page(d.name)
	if later := new(laterError); errors.As(err, &later) {
		return Item{}, err
	}
	if err != nil {
		if len(d.text) >= 2*leastArticle {
			d.notes = append(d.notes, "its page cannot be read: "+err.Error())
			return f.draft(d), nil
		}
		return f.capture(func(r *run) bool { return r.fail(d.name, err) }), nil
	}
	page.name = d.name
	if d.meta.published.IsZero() {
		d.meta.published = page.meta.published
	}
	page.meta.url, page.meta.outlet = firstOf(page.meta.url, d.meta.url), firstOf(feed.Outlet, page.meta.outlet)
	page.meta.fill(d.meta)
	if sameHost(page.meta.url, d.meta.url) != nil {
		page.meta.url = d.meta.url // a page may not speak for another's
	}
	return f.draft(page), nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// sameHost fails where two addresses are not of one host, but for "www.".
func sameHost(a, b string) error {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	if err1 != nil || err2 != nil || bare(x.Hostname()) != bare(y.Hostname()) {
		return errors.New("another host")
	}
	return nil
}

func bare(host string) string {
	if len(host) > 4 && host[:4] == "www." {
		return host[4:]
	}
	return host
}

// page reads the article on a page.
func (f *Follower) page(address string) (d draft, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return draft{}, &problem{"an address that cannot be read", ""}
	}
	err = f.hops(u, func(ctx context.Context, u *url.URL) (*url.URL, error) {
		next, got, err := f.run.get(ctx, u)
		if err != nil || next != nil {
			return next, err
		}
		if got.format != htmlPage {
			text, _ := decode(got.body)
			d = draft{text: text, meta: meta{url: got.url}}
			return nil, nil
		}
		text, _ := decodePage(got.body, got.contentType)
		d, err = f.run.pageDraft(address, got.url, text)
		return nil, err
	})
	return d, err
}

// draft is the item of a draft.
func (f *Follower) draft(d draft) Item {
	return f.capture(func(r *run) bool { return r.give(d) })
}

// capture is the item that give gives.
func (f *Follower) capture(give func(*run) bool) (out Item) {
	r := *f.run
	r.yield = func(i Item) bool { out = i; return true }
	if give(&r); out.Name == "" {
		out = Item{Name: "", Err: &doc.Failure{What: "an article without an address"}}
	}
	return out
}
