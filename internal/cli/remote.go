package cli

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
)

// tokenVariable holds the token for a server: on the command line others could see it.
const tokenVariable = "PARLEY_TOKEN"

// remote reads reports on a server.
type remote struct {
	ctx context.Context // of the run: Reader has none of its own
	c   *client.Client
}

// needsLayers are the formats that hold more than a record does.
var needsLayers = map[string]bool{"conllu": true, "plover": true}

// checkServer settles what a server cannot do.
func (f *readFlags) checkServer() error {
	switch {
	case f.server == "":
		return nil
	case needsLayers[f.format]:
		return fail(WrongUse, "leave out --server, or choose brief, json, jsonl or html", "--format %s needs the words and trees of a report, and a server sends its record alone", f.format)
	case len(f.data) > 0:
		return fail(WrongUse, "give it to parley serve", "--data is for reading here, not on a server")
	}
	return nil
}

// remote is a reader on the server that the flags name, which is asked once whether it
// is there, and what ends its connections.
func (a *App) remote(ctx context.Context, f *readFlags) (Reader, func(), error) {
	conns := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: f.jobs}
	c, err := client.New(f.server, client.WithToken(a.Env(tokenVariable)), client.WithHTTPClient(&http.Client{Transport: conns}))
	if err != nil {
		return nil, nil, fail(WrongUse, "", "--server %w", err)
	}
	if _, err := c.Dossiers(ctx); err != nil {
		conns.CloseIdleConnections()
		if ctx.Err() != nil {
			return nil, nil, interrupted()
		}
		var p *client.Problem
		switch {
		case errors.As(err, &p) && (p.Status == http.StatusUnauthorized || p.Status == http.StatusForbidden):
			return nil, nil, fail(Unusable, "put a token with the role read into the variable "+tokenVariable, "--server %s: %s", f.server, p.Detail)
		case errors.As(err, &p):
			return nil, nil, fail(Unusable, "check the address", "--server %s: %w", f.server, err)
		}
		return nil, nil, fail(Unusable, "start it with parley serve, or check the address", "--server %s does not answer: %w", f.server, errors.Unwrap(err))
	}
	return &remote{ctx, c}, conns.CloseIdleConnections, nil
}

// Read has the server read a report.
func (r *remote) Read(in doc.Report) (*doc.Document, error) {
	given := client.NewReport{Text: in.Text, Title: in.Title, Outlet: in.Outlet, Author: in.Author, Name: in.Name}
	if strings.HasPrefix(in.URL, "http://") || strings.HasPrefix(in.URL, "https://") {
		given.URL = in.URL
	}
	if !in.Published.IsZero() {
		given.Published = in.Published.Format(time.DateOnly)
	}
	d, err := r.c.Read(r.ctx, given)
	var p *client.Problem
	if errors.As(err, &p) {
		return nil, &doc.Failure{What: cmp.Or(p.Detail, strings.ToLower(p.Title)), Do: p.Do}
	}
	if err != nil {
		return nil, err
	}
	d.Report.Name, d.Report.URL = in.Name, in.URL // as they are known here
	if !in.Published.IsZero() {
		d.Report.DateFrom = in.DateFrom
	}
	return d, nil
}
