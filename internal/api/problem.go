package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/export"
	"github.com/parley-reader/parley/ledger"
)

// problem makes an error that a caller can understand and do something about.
func problem(status int, do, format string, args ...any) *client.Problem {
	return &client.Problem{Title: http.StatusText(status), Status: status, Detail: fmt.Sprintf(format, args...), Do: do}
}

// problemOf is what a caller is told of an error: never a path, an address of a
// database or a question to it. It is nil for what no caller can mend.
func problemOf(err error) *client.Problem {
	var p *client.Problem
	if errors.As(err, &p) {
		return p
	}
	if p := unknownName(err); p != nil {
		return p
	}
	var bad *ledger.BadCorrection
	var store *ledger.StoreError
	var failure *doc.Failure
	var issue *export.IssueError
	switch {
	case errors.As(err, &bad):
		return problem(http.StatusUnprocessableEntity, bad.Do, "this cannot be corrected: %s", bad.What)
	case errors.As(err, &store) && (errors.Is(err, ledger.ErrGone) || errors.Is(err, ledger.ErrLocked)):
		return away("the ledger does not answer")
	case errors.As(err, &store) && errors.Is(err, ledger.ErrFull):
		return problem(http.StatusInsufficientStorage, "make room where the ledger lies", "the ledger has no space left")
	case errors.As(err, &failure):
		return problem(http.StatusUnprocessableEntity, failure.Do, "%s", failure.What)
	case errors.As(err, &issue):
		return problem(http.StatusUnprocessableEntity, "choose one with issue"+choices(issue.Choices), "%s", clip(issue.Error()))
	case errors.Is(err, context.DeadlineExceeded):
		p := away("this took too long")
		p.Do = "bound the question by a period, an actor or a dossier"
		return p
	}
	return nil
}

// unknownName tells of a name that nobody or that several carry.
func unknownName(err error) *client.Problem {
	var unknown *ledger.UnknownActor
	var many *ledger.AmbiguousActor
	var proposal *ledger.UnknownProposal
	switch {
	case errors.As(err, &unknown):
		do := "see " + root + "/actors?q= for names"
		if len(unknown.Near) > 0 {
			do = "name one of those that are written alike" + choices(unknown.Near)
		}
		return problem(http.StatusNotFound, do, "no actor is named %q", clip(unknown.Name))
	case errors.As(err, &many):
		return problem(http.StatusNotFound, "name one of them"+choices(many.Choices), "%q may be several actors", clip(many.Name))
	case errors.As(err, &proposal):
		return problem(http.StatusNotFound, "see "+root+"/table for what is on the table", "no proposal is named %q", clip(proposal.Words))
	}
	return nil
}

func away(what string) *client.Problem {
	p := problem(http.StatusServiceUnavailable, "try again in a moment", "%s", what)
	p.After = retryAfter
	return p
}

// choices lists a few names behind a colon; "" where there are none.
func choices(names []string) string {
	const most = 6
	if len(names) == 0 {
		return ""
	}
	names = names[:min(len(names), most)]
	return ": " + strings.Join(names, ", ")
}

// clip shortens a value that is told back.
func clip(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	s = s[:most]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + "…"
}

// fail sends an error.
func (s *service) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody is there to be told
	}
	p := problemOf(err)
	if p == nil {
		s.o.Log.ErrorContext(r.Context(), "question failed", "path", r.URL.Path, "error", err)
		p = problem(http.StatusInternalServerError, "try again; the server's log tells what it was", "something went wrong here")
	}
	h := w.Header()
	if p.After > 0 {
		h.Set("Retry-After", strconv.Itoa(int(p.After.Seconds())))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="parley"`)
	}
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	if r.Method == http.MethodHead {
		return
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(p) // whoever is gone needs no answer
}

// problems turns the errors of the checks of requests into ours.
func (s *service) problems(ctx huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	ctx.SetHeader("Cache-Control", "no-store")
	u := ctx.URL()
	p := problem(e.Status, "see "+specOf+".yaml for what "+u.Path+" takes", "the request cannot be understood")
	for _, d := range e.Errors {
		p.Errors = append(p.Errors, client.Fault{Where: clip(d.Location), What: clip(d.Message), Value: valueOf(d.Value)})
	}
	return p, nil
}

// valueOf is a value as it is told back; "" for what is too much to tell.
func valueOf(v any) string {
	switch x := v.(type) {
	case string:
		return clip(x)
	case int64, float64, bool, int:
		return fmt.Sprint(x)
	case []string:
		return clip(strings.Join(x, ", "))
	}
	return ""
}
