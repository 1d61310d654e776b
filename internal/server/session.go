package server

import (
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/access"
)

// Sessions of browsers.
const (
	cookieName  = "parley_session"
	sessionTime = 12 * time.Hour
	maxSessions = 10_000
)

// sessions are the browsers that signed in. They are kept in memory alone: who
// signed in before a restart does so again. The zero value is ready; it is safe for
// concurrent use.
type sessions struct {
	mu sync.Mutex
	by map[[sha256.Size]byte]session // by the digest of what the cookie holds
}

type session struct {
	token access.Digest // it ends with its token
	until time.Time
}

// begin makes a session for a token and gives what its cookie holds. Where there
// are too many, those end that would end first.
func (s *sessions) begin(t access.Token, now time.Time) string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails
	cookie := base64.RawURLEncoding.EncodeToString(b[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[[sha256.Size]byte]session{}
	}
	if len(s.by) >= maxSessions {
		var first [sha256.Size]byte
		until := now.Add(2 * sessionTime)
		for k, x := range s.by {
			if x.until.Before(until) {
				first, until = k, x.until
			}
		}
		delete(s.by, first)
	}
	s.by[sha256.Sum256([]byte(cookie))] = session{t.Digest, now.Add(sessionTime)}
	return cookie
}

// token is that of the session of a request, where it still holds.
func (s *sessions) token(r *http.Request, tokens *access.Tokens, now time.Time) (access.Token, bool) {
	c, err := r.Cookie(cookieName)
	if err != nil || len(c.Value) > 64 {
		return access.Token{}, false
	}
	s.mu.Lock()
	x, ok := s.by[sha256.Sum256([]byte(c.Value))]
	s.mu.Unlock()
	if !ok || !now.Before(x.until) {
		return access.Token{}, false
	}
	return tokens.ByDigest(x.token)
}

// end ends the session of a request.
func (s *sessions) end(r *http.Request) {
	if c, err := r.Cookie(cookieName); err == nil {
		s.mu.Lock()
		delete(s.by, sha256.Sum256([]byte(c.Value)))
		s.mu.Unlock()
	}
}

// sweep forgets what is over.
func (s *sessions) sweep(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, x := range s.by {
		if !now.Before(x.until) {
			delete(s.by, k)
		}
	}
}

//go:embed pages
var pageFiles embed.FS

// ownPages are those that stand before the ledger.
type ownPages struct {
	login, logout, refusal *template.Template
	style                  []byte
}

func newOwnPages() (*ownPages, error) {
	p := &ownPages{}
	var err error
	for name, t := range map[string]**template.Template{"login": &p.login, "logout": &p.logout, "refusal": &p.refusal} {
		if *t, err = template.ParseFS(pageFiles, "pages/"+name+".html"); err != nil {
			return nil, err
		}
	}
	p.style, err = pageFiles.ReadFile("pages/login.css")
	return p, err
}

// loginFor is the page where a token is given to see an address.
func loginFor(u *url.URL) string {
	to := u.EscapedPath()
	if u.RawQuery != "" {
		to += "?" + u.RawQuery
	}
	return "/login?to=" + url.QueryEscape(to)
}

// within is an address of this server to go to, the first page where it is none.
func within(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

// session signs browsers in and out.
func (s *Server) session(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	switch {
	case r.URL.Path == "/login.css":
		h.Set("Content-Type", "text/css; charset=utf-8")
		h.Set("Cache-Control", "max-age=3600")
		_, _ = w.Write(s.pages.style) // whoever is gone needs no answer
		return
	case r.Method == http.MethodPost && r.URL.Path == "/logout":
		s.sessions.end(r)
		s.setCookie(w, r, "", -1)
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return
	case r.Method == http.MethodPost:
		s.signIn(w, r)
		return
	case changes(r):
		h.Set("Allow", "GET, POST")
		s.refuse(w, r, http.StatusMethodNotAllowed, "This page is read or sent, nothing else.", "Open it in a browser.")
		return
	}
	t := s.pages.login
	if r.URL.Path == "/logout" {
		t = s.pages.logout
	}
	s.loginPage(w, t, http.StatusOK, within(r.URL.Query().Get("to")), "")
}

func (s *Server) loginPage(w http.ResponseWriter, t *template.Template, status int, to, wrong string) {
	pageHeaders(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = t.Execute(w, map[string]any{"To": to, "Wrong": wrong, "Open": s.tokens.path == ""}) // whoever is gone needs no answer
}

// signIn begins a session for a right token.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxHeader)
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "The form cannot be read.", "Send it again.")
		return
	}
	to := within(r.PostForm.Get("to"))
	t, ok := s.tokens.tokens().Find(strings.TrimSpace(r.PostForm.Get("token")))
	if !ok {
		s.metrics.wrong()
		if d := s.rates.wrong.wait(neighbourhood(noteOf(r.Context()).from), s.o.Now()); d > 0 {
			s.tooOften(w, r, d)
			return
		}
		s.loginPage(w, s.pages.login, http.StatusUnauthorized, to, "This token is not known here.")
		return
	}
	s.setCookie(w, r, s.sessions.begin(t, s.o.Now()), int(sessionTime.Seconds()))
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, value string, age int) {
	w.Header().Set("Cache-Control", "no-store")
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: s.encrypted(r), SameSite: http.SameSiteStrictMode})
}
