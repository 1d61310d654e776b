package watch

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"github.com/parley-reader/parley/internal/source"
)

// The headers of what a hook sends.
const (
	SignatureHeader = "Parley-Signature" // "sha256=" and the HMAC of the time, a dot and the body, in hexadecimal
	TimeHeader      = "Parley-Timestamp" // seconds since 1970
	AlertHeader     = "Parley-Alert"     // the alert's name: one that comes twice is one
)

// Hook sends alerts to a web address, one at a time, signed with a secret that the
// receiver knows too.
type Hook struct {
	url    string
	secret []byte
	client *http.Client
	now    func() time.Time
}

// ErrPrivate is the error of an address that is in no public network.
var ErrPrivate = errors.New("the address is in a private network")

// sendTime is how long one alert may take.
const sendTime = 15 * time.Second

// NewHook makes a hook. Unless private is set it sends to public addresses alone,
// whatever the name means when it is looked up. It follows no redirect and uses no
// proxy.
func NewHook(address string, secret []byte, private bool, now func() time.Time) (*Hook, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no web address", address)
	}
	if len(secret) == 0 {
		return nil, errors.New("there is no secret to sign with")
	}
	dialer := &net.Dialer{Timeout: sendTime}
	if !private {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !source.Public(at.Addr()) {
				return ErrPrivate
			}
			return nil
		}
	}
	return &Hook{
		url: u.String(), secret: secret, now: now,
		client: &http.Client{
			Timeout:       sendTime,
			Transport:     &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Sign is the signature of a body that is sent at a time.
func Sign(secret []byte, at time.Time, body []byte) string {
	m := hmac.New(sha256.New, secret)
	fmt.Fprintf(m, "%d.", at.Unix())
	m.Write(body)
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

// Refused is the error of a receiver that does not want an alert: it is not sent
// again.
type Refused struct{ Status int }

func (e *Refused) Error() string {
	return fmt.Sprintf("the receiver answers %d %s", e.Status, http.StatusText(e.Status))
}

// Send sends one alert. An error that is no [*Refused] may pass.
func (h *Hook) Send(ctx context.Context, a *Alert) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	at := h.now()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "parley (+https://github.com/parley-reader/parley)")
	req.Header.Set(AlertHeader, a.ID)
	req.Header.Set(TimeHeader, strconv.FormatInt(at.Unix(), 10))
	req.Header.Set(SignatureHeader, Sign(h.secret, at, body))
	resp, err := h.client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // the address may hold a secret of its own
		}
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // its answer is of no use
	switch s := resp.StatusCode; {
	case s >= 200 && s < 300:
		return nil
	case s >= 300 && s < 500 && s != http.StatusRequestTimeout && s != http.StatusTooManyRequests && s != http.StatusTooEarly:
		return &Refused{s}
	default:
		return fmt.Errorf("the receiver answers %d %s", s, http.StatusText(s))
	}
}

// Pause is how long to wait after an alert failed for the n-th time, from 1: a
// second, two, four, up to five minutes.
func Pause(n int) time.Duration {
	return min(time.Second<<min(max(n-1, 0), 10), 5*time.Minute)
}

// Deliver sends what waits, in order, until nothing waits, one fails, or ctx is
// done. It gives how many were sent, those that the receiver refused, and the error
// of one that may be sent later.
func (w *Watch) Deliver(ctx context.Context, h *Hook) (sent int, refused []Alert, err error) {
	for len(w.Waiting) > 0 {
		a := &w.Waiting[0]
		err := h.Send(ctx, a)
		var no *Refused
		switch {
		case errors.As(err, &no):
			refused = append(refused, *a)
		case err != nil:
			return sent, refused, err
		default:
			sent++
		}
		w.Waiting = w.Waiting[1:]
	}
	return sent, refused, nil
}
