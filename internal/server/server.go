// Package server puts the pages and the API over a ledger on the network.
package server

import (
	"net/http"

	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/web"
)

// New is the handler of all that is served.
func New(site *web.Site) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Caller{Name: "local", Role: access.Correct})))
	})
}
