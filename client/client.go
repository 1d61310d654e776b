package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client asks one server. It is safe for concurrent use.
type Client struct {
	base  string // without a slash at its end
	http  *http.Client
	token string
	tries int
	wait  time.Duration
}

// Option changes how [New] makes a client.
type Option func(*Client)

// WithToken sends a token with each request, so that the server knows who asks.
func WithToken(token string) Option { return func(c *Client) { c.token = token } }

// WithHTTPClient sends requests through h, which must not be nil. Its Timeout ends
// streams too: leave it at 0 and bound questions by their contexts.
func WithHTTPClient(h *http.Client) Option { return func(c *Client) { c.http = h } }

// WithRetries asks again up to n times, where the server does not answer for the
// moment (503): after wait, twice as long, and so on, or when the server says. Only
// questions are asked again; what changes the ledger is not. The default is 4 and
// 250 ms; 0 asks once.
func WithRetries(n int, wait time.Duration) Option {
	return func(c *Client) { c.tries, c.wait = n, wait }
}

// New makes a client of the server at an address like http://127.0.0.1:8080. It does
// not ask the server anything.
func New(baseURL string, options ...Option) (*Client, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is no address of a server: write it like http://127.0.0.1:8080", baseURL)
	}
	c := &Client{base: strings.TrimRight(u.String(), "/"), http: http.DefaultClient, tries: 4, wait: 250 * time.Millisecond}
	for _, set := range options {
		set(c)
	}
	return c, nil
}

// Query bounds a question; the zero value asks for all, as of now.
type Query struct {
	AsOf          string   // a day: from what was learned and said by its end
	Since, Until  string   // days of saying, inclusive
	Dossier       string   // the name of one that the server offers
	Actors        []string // names or keys
	Proposal      string   // words of the label of proposals, or the key of one
	MinConfidence float64  // 0…1
	Limit         int      // lines of a page, at most 1000; 0 leaves it to the server
	After         string   // the cursor of a page; see [Answer.After]
}

func (q *Query) values() url.Values {
	v := url.Values{}
	for name, s := range map[string]string{
		"as-of": q.AsOf, "since": q.Since, "until": q.Until, "dossier": q.Dossier, "proposal": q.Proposal, "after": q.After,
	} {
		if s != "" {
			v.Set(name, s)
		}
	}
	if len(q.Actors) > 0 {
		v["actor"] = q.Actors
	}
	if q.MinConfidence != 0 {
		v.Set("min-confidence", strconv.FormatFloat(q.MinConfidence, 'f', -1, 64))
	}
	if q.Limit != 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	return v
}

// After is the cursor of the next page, for [Query.After]; "" on the last.
func (a *Answer[A, L]) After() string {
	u, err := url.Parse(a.Next)
	if err != nil {
		return ""
	}
	return u.Query().Get("after")
}

// maxProblem is how many bytes of an error are read.
const maxProblem = 1 << 20

// send sends a request and gives the body of the answer, which the caller closes where
// err is nil. Questions are sent again while the server is away for the moment.
func (c *Client) send(ctx context.Context, method, path string, values url.Values, headers map[string]string, body io.Reader) (io.ReadCloser, error) {
	address := c.base + "/api/v1/" + path
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	for n := 0; ; n++ {
		r, err := http.NewRequestWithContext(ctx, method, address, body)
		if err != nil {
			return nil, err
		}
		for name, value := range headers {
			r.Header.Set(name, value)
		}
		if c.token != "" {
			r.Header.Set("Authorization", "Bearer "+c.token)
		}
		resp, err := c.http.Do(r)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 300 {
			return resp.Body, nil
		}
		p := problemOf(resp)
		if method != http.MethodGet || p.Status != http.StatusServiceUnavailable || n >= c.tries || !sleep(ctx, c.pause(n, p.After)) {
			return nil, p
		}
	}
}

// pause is how long is waited before another try: twice as long each time, at least
// what the server asks for, and a little otherwise for each client, so that many do not
// come at once.
func (c *Client) pause(n int, asked time.Duration) time.Duration {
	const most = 30 * time.Second
	d := min(max(c.wait<<min(n, 16), asked), most)
	if d <= 0 {
		return 0
	}
	return d + rand.N(d/4+1)
}

// sleep waits; false where ctx was done before.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// problemOf reads the error that a response tells, and closes its body.
func problemOf(resp *http.Response) *Problem {
	defer resp.Body.Close()
	p := &Problem{Title: http.StatusText(resp.StatusCode), Status: resp.StatusCode}
	if form, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err == nil && form == "application/problem+json" {
		_ = json.NewDecoder(io.LimitReader(resp.Body, maxProblem)).Decode(p) // else the status tells
		p.Status = resp.StatusCode
	}
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
		p.After = time.Duration(n) * time.Second
	}
	return p
}

// get asks a question and reads its answer.
func get[T any](ctx context.Context, c *Client, path string, values url.Values) (*T, error) {
	answer, err := c.send(ctx, http.MethodGet, path, values, map[string]string{"Accept": "application/json"}, nil)
	if err != nil {
		return nil, err
	}
	return read[T](answer)
}

// read reads an answer whole.
func read[T any](body io.ReadCloser) (*T, error) {
	defer body.Close()
	out := new(T)
	if err := json.NewDecoder(body).Decode(out); err != nil {
		return nil, fmt.Errorf("the server's answer cannot be read: %w", unfinished(err))
	}
	return out, nil
}

func unfinished(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// post sends a value and reads the answer.
func post[T any](ctx context.Context, c *Client, path string, v any) (*T, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	answer, err := c.send(ctx, http.MethodPost, path, nil, map[string]string{"Accept": "application/json", "Content-Type": "application/json"}, strings.NewReader(string(b)))
	if err != nil {
		return nil, err
	}
	return read[T](answer)
}
