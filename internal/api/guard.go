package api

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/parley-reader/parley/internal/access"
)

// Bounds of a request, in bytes.
const (
	maxQuery = 16 << 10
	maxPath  = 4 << 10
)

// retryAfter is how long a caller is asked to wait before another try.
const retryAfter = 2 * time.Second

// repeated are the parameters that may be given more than once.
var repeated = map[string]bool{"actor": true}

// guarded refuses addresses that say two things or nothing, before they reach a
// route, and writes the query and what the caller accepts in one form.
func (s *service) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		if err := addressed(r); err != nil {
			s.fail(w, r, err)
			return
		}
		query, err := plainQuery(r.URL.RawQuery)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		u := *r.URL
		u.RawQuery = query
		plain := *r
		plain.URL, plain.Header = &u, r.Header.Clone()
		plain.Header.Set("Accept", accepted(r.Header["Accept"]))
		next.ServeHTTP(w, &plain)
	})
}

// addressed tells what is wrong with the path of a request.
func addressed(r *http.Request) error {
	p := r.URL.Path
	switch {
	case len(p) > maxPath || len(r.URL.RawQuery) > maxQuery:
		return problem(http.StatusRequestURITooLong, "name fewer actors, or shorter words", "the address is too long")
	case !sound(p):
		return problem(http.StatusBadRequest, "write it as UTF-8 without control characters, percent-encoded", "the path of the address cannot be read")
	case p == "" || p[0] != '/' || path.Clean(p) != strings.TrimSuffix(p, "/") && p != "/":
		return notThere()
	}
	return nil
}

// sound tells whether a text is valid UTF-8 without control characters.
func sound(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f })
}

// plainQuery is a query in the order of its names, without what is empty.
func plainQuery(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "", problem(http.StatusBadRequest, "percent-encode what is neither a letter nor a digit", "the query of the address cannot be read")
	}
	for name, list := range values {
		kept := list[:0]
		for _, v := range list {
			if !sound(name) || !sound(v) {
				return "", problem(http.StatusBadRequest, "write it as UTF-8 without control characters, percent-encoded", "the query of the address cannot be read")
			}
			if v != "" {
				kept = append(kept, v)
			}
		}
		switch {
		case len(kept) > 1 && !repeated[name]:
			return "", problem(http.StatusBadRequest, "give it once", "the parameter %s is given %d times", clip(name), len(kept))
		case len(kept) == 0:
			delete(values, name)
		default:
			values[name] = kept
		}
	}
	return values.Encode(), nil
}

func notThere() error {
	return problem(http.StatusNotFound, "see "+specOf+".yaml for what there is", "there is nothing at this address")
}

// nowhere answers for addresses and methods that there are not.
func (s *service) nowhere(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := s.mux.Handler(other); pattern != noRoute && pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		s.fail(w, r, notThere())
		return
	}
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	s.fail(w, r, problem(http.StatusMethodNotAllowed, "use "+list, "%s is not done here", clip(r.Method)))
}

// takes lets only callers of a role and above through.
func (s *service) takes(role access.Role) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		caller := access.Of(ctx.Context())
		if caller.Role >= role {
			next(ctx)
			return
		}
		r, w := humago.Unwrap(ctx)
		if caller.Name == "" {
			s.fail(w, r, problem(http.StatusUnauthorized, "send the header Authorization: Bearer TOKEN", "this takes a token with the role %q", role))
			return
		}
		s.fail(w, r, problem(http.StatusForbidden, "ask for a token with that role", "this takes the role %q, and %s has the role %q", role, caller.Name, caller.Role))
	}
}
