package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/temoto/robotstxt"
)

// web fetches pages, politely: as robots.txt allows, and bounded in time, size
// and redirects.
type web struct {
	client *http.Client
	robots map[string]*robotstxt.RobotsData // by scheme and host; nil where all is allowed
}

// maxRobots is how much of a robots.txt is read, in bytes.
const maxRobots = 500 << 10

// newWeb is a web that o describes.
func newWeb(o *Options) *web {
	transport := o.Transport
	if transport == nil {
		g := &guard{on: o.Guard, dialer: net.Dialer{Timeout: o.HeaderTimeout}}
		transport = &http.Transport{
			Proxy:                  g.proxy,
			DialContext:            g.dial,
			TLSHandshakeTimeout:    o.HeaderTimeout,
			ResponseHeaderTimeout:  o.HeaderTimeout,
			MaxResponseHeaderBytes: 256 << 10,
			ForceAttemptHTTP2:      true,
			DisableKeepAlives:      true,
		}
	}
	return &web{
		client: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		robots: map[string]*robotstxt.RobotsData{},
	}
}

// address gives the reports at a web address.
func (r *run) address(arg string) bool {
	if r.web == nil {
		r.web = newWeb(&r.Options)
	}
	ctx, cancel := context.WithTimeout(r.ctx, r.Timeout)
	defer cancel()
	page, err := r.fetch(ctx, arg)
	if err != nil {
		return r.fail(arg, r.webProblem(ctx, err))
	}
	switch page.format {
	case htmlPage:
		return r.page(arg, page.url, page.body, page.contentType)
	case plainText:
		return r.plain(arg, page.body)
	}
	return r.stream(arg, strings.NewReader(string(page.body)))
}

// fetched is what an address serves.
type fetched struct {
	url, contentType string
	format           format
	body             []byte
}

// fetch gets what is at an address, through redirects.
func (r *run) fetch(ctx context.Context, arg string) (*fetched, error) {
	u, err := url.Parse(arg)
	if err != nil || u.Host == "" {
		return nil, &problem{"an address that cannot be read", "check it for missing or odd characters"}
	}
	for hops := 0; ; hops++ {
		if hops > maxRedirects {
			return nil, &problem{fmt.Sprintf("more than %d redirects", maxRedirects), "give the address that the page has in a browser"}
		}
		if err := r.allowed(ctx, u); err != nil {
			return nil, err
		}
		next, page, err := r.get(ctx, u)
		if err != nil || page != nil {
			return page, err
		}
		u = next
	}
}

// get asks for one address: it gives a page, or where to ask next.
func (r *run) get(ctx context.Context, u *url.URL) (next *url.URL, page *fetched, err error) {
	resp, err := r.request(ctx, u, "text/html,application/xhtml+xml,text/plain;q=0.9,application/json;q=0.8")
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.Header.Get("Location") != "":
		next, err := u.Parse(resp.Header.Get("Location"))
		if err != nil || next.Scheme != "http" && next.Scheme != "https" || next.Host == "" {
			return nil, nil, &problem{"a redirect to what is no web page", "give the address that the page has in a browser"}
		}
		return next, nil, nil
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable:
		p := new(problem)
		errors.As(statusProblem(resp.StatusCode), &p)
		return nil, nil, &laterError{p, retryAfter(resp.Header.Get("Retry-After"), r.Now())}
	case resp.StatusCode != http.StatusOK:
		return nil, nil, statusProblem(resp.StatusCode)
	}
	page = &fetched{url: u.String(), contentType: resp.Header.Get("Content-Type")}
	if err := page.kind(); err != nil {
		return nil, nil, err
	}
	page.body, err = r.body(resp.Body)
	if err != nil {
		return nil, nil, err
	}
	if what := notText(page.body[:min(len(page.body), peekSize)]); what != "" {
		return nil, nil, &problem{"looks like " + what + ", not a report", "give the address of the report's own page"}
	}
	if page.contentType == "" {
		page.format = formatOf("", page.body[:min(len(page.body), peekSize)])
	}
	return nil, page, nil
}

// body reads a page, up to the limit; compressed ones too, for it is what
// comes out that is counted.
func (r *run) body(in io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, r.MaxPage+1))
	if int64(len(b)) > r.MaxPage {
		return nil, &problem{tooLarge(r.MaxPage).Error(), "save the report's text in a file"}
	}
	return b, err
}

// kind tells from the content type how a page is read, and fails for what is
// no text.
func (p *fetched) kind() error {
	kind, _, err := mime.ParseMediaType(p.contentType)
	if err != nil && kind == "" {
		kind, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(p.contentType)), ";")
	}
	switch {
	case kind == "" || kind == "text/html" || kind == "application/xhtml+xml":
		p.format = htmlPage
	case kind == "application/json" || kind == "application/ld+json":
		p.format = jsonValue
	case kind == "application/x-ndjson" || kind == "application/jsonl" || kind == "application/x-jsonlines":
		p.format = jsonLines
	case kind == "text/plain" || kind == "text/markdown":
		p.format = plainText
	default:
		return &problem{"serves " + kind + ", not a report", "give the address of the report's own page"}
	}
	return nil
}

// ask makes a request, for an address that may be asked.
func (r *run) ask(ctx context.Context, u *url.URL, accept string) (*http.Request, error) {
	if r.Guard {
		if err := guarded(u); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", r.UserAgent)
	req.Header.Set("Accept", accept)
	return req, nil
}

// request sends one request.
func (r *run) request(ctx context.Context, u *url.URL, accept string) (*http.Response, error) {
	req, err := r.ask(ctx, u, accept)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Language", "en")
	return r.web.client.Do(req)
}

// allowed fails where the robots.txt of the address's host forbids it.
func (r *run) allowed(ctx context.Context, u *url.URL) error {
	host := u.Scheme + "://" + u.Host
	rules, known := r.web.robots[host]
	if !known {
		var err error
		if rules, err = r.rules(ctx, u); err != nil {
			return err
		}
		r.web.robots[host] = rules
	}
	agent, _, _ := strings.Cut(strings.ToLower(r.UserAgent), "/")
	agent, _, _ = strings.Cut(agent, " ")
	if rules == nil || rules.TestAgent(u.RequestURI(), agent) {
		return nil
	}
	return &problem{"the site's robots.txt does not let programs read this page", "save the report's text in a file and give that"}
}

// rules reads a robots.txt, through redirects on the same terms as a page;
// nil where there is none that can be read.
func (r *run) rules(ctx context.Context, u *url.URL) (*robotstxt.RobotsData, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range maxRedirects {
		resp, err := r.request(ctx, at, "text/plain")
		if err != nil {
			return nil, err // the page itself would fail no otherwise
		}
		defer resp.Body.Close()
		if next, err := at.Parse(resp.Header.Get("Location")); resp.StatusCode >= 300 && resp.StatusCode < 400 && err == nil {
			at = next
			continue
		}
		b, err := io.ReadAll(io.LimitReader(resp.Body, maxRobots))
		if err != nil {
			return nil, err
		}
		rules, err := robotstxt.FromStatusAndBytes(resp.StatusCode, b)
		if err != nil {
			return nil, nil
		}
		return rules, nil
	}
	return nil, nil
}

// statusProblem is an answer's status in the user's words.
func statusProblem(code int) error {
	what := fmt.Sprintf("the server answers %d %s", code, http.StatusText(code))
	switch {
	case code == http.StatusNotFound || code == http.StatusGone:
		return &problem{what, "check the address: the page may have moved"}
	case code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusPaymentRequired:
		return &problem{what, "open the page in a browser, save its text in a file and give that"}
	case code == http.StatusTooManyRequests || code >= 500:
		return &problem{what, "try again later"}
	}
	return &problem{what, "check the address"}
}

// webProblem is a network's error in the user's words.
func (r *run) webProblem(ctx context.Context, err error) error {
	var p *problem
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(ctx.Err(), context.Canceled):
		return &problem{"stopped", ""}
	case ctx.Err() != nil:
		return &problem{fmt.Sprintf("no complete answer within %v", r.Timeout), "try again later"}
	case errors.As(err, &dns):
		return &problem{"no server of that name is known", "check the address and the connection"}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &problem{"the server does not answer", "try again later"}
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return &problem{"cannot be fetched: " + err.Error(), "check the address and the connection"}
}
