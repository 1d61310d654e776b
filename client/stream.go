package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
)

// typeJSONL is the media type of JSON lines.
const typeJSONL = "application/jsonl"

// StreamStatements gives all statements within the bounds, the oldest first, as they
// come. Limit and After count for nothing here and in the other streams.
func (c *Client) StreamStatements(ctx context.Context, q Query) iter.Seq2[Statement, error] {
	return stream[Statement](ctx, c, "statements", q)
}

// StreamEvents gives all moves with a code in the PLOVER scheme, the oldest first.
func (c *Client) StreamEvents(ctx context.Context, q Query) iter.Seq2[Move, error] {
	return stream[Move](ctx, c, "events", q)
}

// StreamCommitments gives all that was promised, the newest first.
func (c *Client) StreamCommitments(ctx context.Context, q Query) iter.Seq2[Commitment, error] {
	return stream[Commitment](ctx, c, "commitments", q)
}

// StreamDue gives all deadlines, each as it is told, the oldest first.
func (c *Client) StreamDue(ctx context.Context, q Query) iter.Seq2[Due, error] {
	return stream[Due](ctx, c, "due", q)
}

// StreamReports gives all reports, the oldest first.
func (c *Client) StreamReports(ctx context.Context, q Query) iter.Seq2[Report, error] {
	return stream[Report](ctx, c, "reports", q)
}

// stream reads JSON lines as they come. It ends after an error.
func stream[L any](ctx context.Context, c *Client, path string, q Query) iter.Seq2[L, error] {
	q.Limit, q.After = 0, ""
	return func(yield func(L, error) bool) {
		body, err := c.send(ctx, http.MethodGet, path, q.values(), map[string]string{"Accept": typeJSONL}, nil)
		if err != nil {
			var none L
			yield(none, err)
			return
		}
		defer body.Close()
		jsonLines(body, yield)
	}
}

// brokenBy begins a line that tells why a stream could not go on.
var brokenBy = []byte(`{"schema":"` + Schema + `","error":`)

// jsonLines reads lines until yield is false, an error or the end.
func jsonLines[L any](r io.Reader, yield func(L, error) bool) {
	var none L
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if bytes.HasPrefix(line, brokenBy) {
				var b Broken
				if json.Unmarshal(line, &b) == nil && b.Error != nil {
					yield(none, b.Error)
					return
				}
			}
			var out L
			if bad := json.Unmarshal(line, &out); bad != nil {
				yield(none, fmt.Errorf("the server's answer cannot be read: %w", cmpErr(err, bad)))
				return
			}
			if !yield(out, nil) {
				return
			}
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(none, err)
			return
		}
	}
}

// cmpErr is the first error that tells more than that the input ended.
func cmpErr(a, b error) error {
	if a != nil && !errors.Is(a, io.EOF) {
		return a
	}
	return b
}

// AddAll adds reports as they come and tells of each what became of it, in order. It
// ends after an error; what was told of before is kept. A report that could not be
// read is told of as [StateFailed] and does not end it.
func (c *Client) AddAll(ctx context.Context, reports iter.Seq[NewReport]) iter.Seq2[Taken, error] {
	return func(yield func(Taken, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		in, out := io.Pipe()
		sent := make(chan struct{})
		go func() {
			defer close(sent)
			e := json.NewEncoder(out)
			for r := range reports {
				if e.Encode(r) != nil {
					break
				}
			}
			out.Close()
		}()
		defer func() {
			in.CloseWithError(context.Canceled)
			<-sent
		}()
		headers := map[string]string{"Accept": typeJSONL, "Content-Type": typeJSONL}
		body, err := c.send(ctx, http.MethodPost, "reports", url.Values{}, headers, in)
		if err != nil {
			yield(Taken{}, err)
			return
		}
		defer body.Close()
		jsonLines(body, yield)
	}
}

// Follow tells what happens to the ledger, from now on or after the event with the ID
// after. Where the stream is cut off it is taken up again with what was missed, as far
// as the server still knows it. It ends when ctx is done, without an error, or with an
// error that does not pass.
func (c *Client) Follow(ctx context.Context, after string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for n := 0; ; n++ {
			headers := map[string]string{"Accept": "text/event-stream"}
			if after != "" {
				headers["Last-Event-ID"] = after
			}
			body, err := c.send(ctx, http.MethodGet, "events/stream", nil, headers, nil)
			if err == nil {
				n = 0
				if !follow(body, &after, yield) {
					return
				}
			}
			switch {
			case ctx.Err() != nil:
				return
			case err != nil && (lasting(err) || n >= c.tries):
				yield(Event{}, err)
				return
			case !sleep(ctx, c.pause(n, 0)):
				return
			}
		}
	}
}

// lasting tells whether asking again does not help.
func lasting(err error) bool {
	var p *Problem
	return errors.As(err, &p) && p.Status != http.StatusServiceUnavailable && p.Status != http.StatusTooManyRequests
}

// follow reads one stream of events to its end; false where yield was.
func follow(body io.ReadCloser, after *string, yield func(Event, error) bool) bool {
	defer body.Close()
	in := bufio.NewReader(body)
	var data strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return true
		}
		line = strings.TrimRight(line, "\r\n")
		switch name, value, _ := strings.Cut(line, ":"); {
		case line == "":
			if data.Len() == 0 {
				continue
			}
			var e Event
			err := json.Unmarshal([]byte(data.String()), &e)
			data.Reset()
			if err != nil {
				continue // of a newer server; others follow
			}
			if !yield(e, nil) {
				return false
			}
		case name == "id":
			*after = strings.TrimPrefix(value, " ")
		case name == "data":
			data.WriteString(strings.TrimPrefix(value, " "))
			data.WriteByte('\n')
		}
	}
}
