package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// reply is an answer on its way out: what became of it, and until when its client
// must have taken some of it.
type reply struct {
	http.ResponseWriter
	id       string
	status   int
	bytes    int64
	patience time.Duration // that the client may take nothing; 0 leaves it to net/http
	renewed  time.Time
}

// Unwrap is for [http.ResponseController].
func (a *reply) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader notes the status. A refusal that passes says when to come again.
func (a *reply) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
		if h := a.Header(); (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) && h.Get("Retry-After") == "" {
			h.Set("Retry-After", "2")
		}
		if a.Header().Get("X-Content-Type-Options") == "" {
			a.Header().Set("X-Content-Type-Options", "nosniff")
		}
	}
	a.renew()
	a.ResponseWriter.WriteHeader(status)
}

// Write writes a part of the answer.
func (a *reply) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	a.renew()
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Flush sends what was written.
func (a *reply) Flush() {
	a.renew()
	_ = http.NewResponseController(a.ResponseWriter).Flush() // an answer that cannot be flushed is sent at its end
}

// renew gives the client time anew, now and then.
func (a *reply) renew() {
	if a.patience == 0 {
		return
	}
	if now := time.Now(); now.Sub(a.renewed) > a.patience/16 {
		a.renewed = now
		_ = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(now.Add(a.patience)) // what cannot do it needs it not
	}
}

// patientBody gives a client that sends time anew, up to an end.
type patientBody struct {
	io.ReadCloser
	rc       *http.ResponseController
	patience time.Duration
	renewed  time.Time
	end      time.Time
}

// Read reads what was sent.
func (b *patientBody) Read(p []byte) (int, error) {
	if now := time.Now(); now.Sub(b.renewed) > b.patience/16 {
		b.renewed = now
		until := now.Add(b.patience)
		if until.After(b.end) {
			until = b.end
		}
		_ = b.rc.SetReadDeadline(until) // what cannot do it needs it not
	}
	return b.ReadCloser.Read(p)
}

// note is what the steps tell each other of a request.
type note struct {
	id, from, caller string
	bearer           bool   // the token came in the header
	kept             string // what the cache did: "hit", "stale", "miss", "same"; "" where it had no part
}

type noteKey struct{}

func withNote(ctx context.Context, n *note) context.Context {
	return context.WithValue(ctx, noteKey{}, n)
}

// noteOf is the note of a request; an empty one where there is none.
func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return &note{}
}

// refuse answers with what is wrong and what to do about it: a program as
// problem+json, a person as a page.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, what, do string) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if forProgram(r) {
		h.Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": what + " " + do}) // whoever is gone needs no answer
		return
	}
	pageHeaders(h)
	w.WriteHeader(status)
	_ = s.pages.refusal.Execute(w, map[string]string{"Title": http.StatusText(status), "What": what, "Do": do}) // likewise
}

// broken tells that something of ours went wrong, and where the log has it.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, err error) {
	id := noteOf(r.Context()).id
	var f faultError
	if errors.As(err, &f) {
		id = string(f)
	} else {
		s.o.Log.ErrorContext(r.Context(), "failed", "id", id, "path", r.URL.Path, "error", err)
	}
	s.refuse(w, r, http.StatusInternalServerError, "Something went wrong here.", "The server's log tells what, under "+id+".")
}

// forProgram tells whether no person reads the answer.
func forProgram(r *http.Request) bool {
	p := r.URL.Path
	return strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/openapi") || p == "/metrics" || p == "/healthz"
}

// pageHeaders are those of a page that the server itself makes.
func pageHeaders(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}
