package server

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/access"
)

// step is one thing that is seen to before a request goes on.
type step func(http.Handler) http.Handler

// Handler is all that is served: what a request goes through, in this order.
func (s *Server) Handler() http.Handler {
	steps := []step{
		s.observed,   // counted, and written to the log, however it ends
		s.recovered,  // a fault of ours ends one request, not the server
		s.calledWell, // by a name of ours: no page of another site gets here by DNS
		s.bounded,    // in its address and body
		s.timed,      // who takes or sends nothing is let go
		s.known,      // who asks; wrong tokens end here, and cost their sender time
		s.paced,      // by token, else by address
		s.sameSite,   // other sites' pages change nothing
		s.gated,      // what needs no ledger, and what needs a role
		s.cached,     // answers are kept as long as they hold
	}
	h := http.Handler(http.HandlerFunc(s.answer))
	for i := len(steps) - 1; i >= 0; i-- {
		h = steps[i](h)
	}
	return h
}

// answer has the pages and the API answer, from the ledger of the request.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	worldOf(r.Context()).handler.ServeHTTP(w, r)
}

// observed counts and logs each request: never its query, which may tell what
// someone looks for, nor its headers.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		a := &reply{ResponseWriter: w, id: newID()}
		note := &note{id: a.id, from: s.addressOf(r)}
		r = r.WithContext(withNote(r.Context(), note))
		defer func() {
			took := time.Since(begin)
			s.metrics.request(r.Method, a.status, note.kept, took)
			s.o.Log.InfoContext(r.Context(), "request", "id", a.id, "method", r.Method, "path", r.URL.Path, "status", a.status,
				"bytes", a.bytes, "ms", took.Milliseconds(), "from", note.from, "caller", note.caller, "kept", note.kept)
		}()
		next.ServeHTTP(a, r)
	})
}

// recovered turns a panic into an answer that names the line of the log with the
// rest.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) { // net/http's own way to cut an answer off
				panic(fault)
			}
			id := noteOf(r.Context()).id
			s.o.Log.ErrorContext(r.Context(), "fault", "id", id, "path", r.URL.Path, "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
			if a, ok := w.(*reply); ok && a.status != 0 {
				panic(http.ErrAbortHandler) // too late for an answer: let the client see that it is not whole
			}
			s.broken(w, r, faultError(id))
		}()
		next.ServeHTTP(w, r)
	})
}

// bounded refuses addresses and bodies that are too long.
func (s *Server) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.RequestURI) > maxURL {
			s.refuse(w, r, http.StatusRequestURITooLong, "This address is too long.", "Ask for less at a time.")
			return
		}
		most := int64(maxBody)
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); bulky(kind) {
			most = maxBulk
		}
		if r.ContentLength > most {
			s.refuse(w, r, http.StatusRequestEntityTooLarge, "This is too much at a time.", fmt.Sprintf("Send at most %d MB.", most>>20))
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, most)
		}
		next.ServeHTTP(w, r)
	})
}

// bulky tells whether many reports, or a file, come as such a type.
func bulky(kind string) bool {
	switch kind {
	case "application/jsonl", "application/x-ndjson", "application/x-jsonlines", "application/jsonlines", "application/ndjson", "multipart/form-data":
		return true
	}
	return false
}

// timed lets go of a client that takes or sends nothing for a while, however long an
// answer or a body as a whole takes: exports and events last, and many reports are
// read one by one. The deadline of a request without a body is lifted, as a stream
// would be cut by it.
func (s *Server) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rc := http.NewResponseController(w)
		if r.Body == nil || r.Body == http.NoBody {
			_ = rc.SetReadDeadline(time.Time{}) // what cannot do it needs it not
		} else {
			now := time.Now()
			r.Body = &patientBody{ReadCloser: r.Body, rc: rc, patience: s.o.times.write, end: now.Add(s.o.times.body)}
		}
		if a, ok := w.(*reply); ok {
			a.patience = s.o.times.write
		}
		next.ServeHTTP(w, r)
	})
}

// sameSite refuses what pages of other sites would change. A token in the header
// is no page's doing: browsers add none by themselves.
func (s *Server) sameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !noteOf(r.Context()).bearer {
			if err := guard.Check(r); err != nil {
				s.refuse(w, r, http.StatusForbidden, "This was asked for by a page of another site.", "Open this server's own page and do it there.")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// gated answers what needs no ledger, asks for a token where one is needed, and
// gives the request the ledger that is open.
func (s *Server) gated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/login", "/login.css", "/logout":
			s.session(w, r)
			return
		case "/healthz":
			s.health(w, r)
			return
		}
		if access.Of(r.Context()).Role < access.Read && !strings.HasPrefix(r.URL.Path, "/assets/") {
			s.askForToken(w, r)
			return
		}
		if r.URL.Path == "/metrics" {
			s.metrics.ServeHTTP(w, r)
			return
		}
		world, err := s.worlds.enter(r.Context())
		if err != nil {
			s.away(w, r, err)
			return
		}
		defer world.leave()
		defer func() {
			if a, ok := w.(*reply); ok && a.status == 0 && world.ctx.Err() != nil {
				s.away(w, r, errAway) // a page that is given up says nothing
			}
		}()
		ctx, cancel := world.bind(r.Context())
		defer cancel()
		r = r.WithContext(ctx)
		if r.URL.Path == feedPath {
			s.keep(w, r, world, http.HandlerFunc(world.feed))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// cached keeps answers as long as they hold.
func (s *Server) cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.keep(w, r, worldOf(r.Context()), next)
	})
}

func newID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}
