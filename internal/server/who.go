package server

import (
	"net/http"
	"strings"

	"github.com/parley-reader/parley/internal/access"
)

// known finds out who asks: by a token in the header, as "Bearer TOKEN" or as the
// password of a program that knows no other way, else by the cookie of a session.
// A token that is wrong ends the request. Without tokens everybody is the user of
// this machine.
func (s *Server) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note := noteOf(r.Context())
		caller := access.Caller{Name: "local", Role: access.Correct}
		if s.tokens.path != "" {
			caller = access.Caller{}
			secret, given := secretOf(r)
			if given {
				t, ok := s.tokens.tokens().Find(secret)
				if !ok {
					s.wrongToken(w, r)
					return
				}
				caller = t.Caller()
				note.bearer = strings.HasPrefix(strings.ToLower(r.Header.Get("Authorization")), "bearer ")
			} else if t, ok := s.sessions.token(r, s.tokens.tokens(), s.o.Now()); ok {
				caller = t.Caller()
			}
		}
		note.caller = caller.Name
		next.ServeHTTP(w, r.WithContext(access.With(r.Context(), caller)))
	})
}

// secretOf is the token in the header of a request.
func secretOf(r *http.Request) (secret string, given bool) {
	h := r.Header.Get("Authorization")
	if h == "" {
		return "", false
	}
	if _, password, ok := r.BasicAuth(); ok {
		return password, true
	}
	kind, rest, _ := strings.Cut(h, " ")
	if !strings.EqualFold(kind, "Bearer") {
		return "", true
	}
	return strings.TrimSpace(rest), true
}

// wrongToken refuses a token, and whoever tries many.
func (s *Server) wrongToken(w http.ResponseWriter, r *http.Request) {
	s.metrics.wrong()
	if d := s.rates.wrong.wait(neighbourhood(noteOf(r.Context()).from), s.o.Now()); d > 0 {
		s.tooOften(w, r, d)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="parley", error="invalid_token"`)
	s.refuse(w, r, http.StatusUnauthorized, "This token is not known here.", "Ask whoever runs the server for one.")
}

// askForToken sends a person to the page where a token is given, and tells a
// program that it needs one.
func (s *Server) askForToken(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") && !forProgram(r) {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, loginFor(r.URL), http.StatusSeeOther)
		return
	}
	w.Header().Add("WWW-Authenticate", `Bearer realm="parley"`)
	if r.URL.Path == feedPath {
		w.Header().Add("WWW-Authenticate", `Basic realm="parley: the token is the password"`)
	}
	s.refuse(w, r, http.StatusUnauthorized, "This server answers those with a token.", "Send it as “Authorization: Bearer TOKEN”, or sign in at /login.")
}
