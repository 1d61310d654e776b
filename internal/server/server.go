// Package server puts the pages and the API over a ledger on the network, safe by
// default: who asks, how much, how often and under which name is decided here,
// before a page is made. It keeps answers as long as they hold, takes reports in,
// tells what happens, and goes on when the ledger is put in another's place.
//
// [New] makes a [Server], [Server.Serve] runs it until its context is done and then
// ends in good order: requests under way are answered, what was taken in is kept.
// What stands between the network and a page is listed in [Server.Handler].
package server

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/net/netutil"
)

// Server serves one ledger. It is safe for concurrent use.
type Server struct {
	o        Options
	tokens   tokenFile
	sessions sessions
	rates    rates
	metrics  *metrics
	worlds   worlds
	pages    *ownPages
}

// New makes a server. It opens the ledger, which must be there; its errors are
// those of the ledger, of the token file, and [ErrOpenToAll].
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o.defaults(), metrics: newMetrics()}
	if o.TokenFile == "" && !o.Loopback {
		return nil, ErrOpenToAll
	}
	s.tokens = tokenFile{path: o.TokenFile, log: s.o.Log}
	if err := s.tokens.load(); err != nil {
		return nil, err
	}
	s.rates.init(s.o.Rates)
	var err error
	if s.pages, err = newOwnPages(); err != nil {
		return nil, err
	}
	s.worlds.server = s
	if err := s.worlds.open(ctx); err != nil {
		return nil, err
	}
	s.metrics.watch(s)
	return s, nil
}

// ErrOpenToAll is the error of a server that others reach and that asks for no
// tokens.
var ErrOpenToAll = errors.New("whoever reaches this address could read and correct the ledger")

// Serve answers at a listener until ctx is done, then ends in good order within
// ten seconds, and closes the ledger. certificate and key are files; "" for no
// encryption.
func (s *Server) Serve(ctx context.Context, l net.Listener, certificate, key string) error {
	streams, endStreams := context.WithCancel(context.WithoutCancel(ctx))
	defer endStreams()
	t := s.o.times
	srv := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: t.head, ReadTimeout: t.write, WriteTimeout: t.write + t.page + t.slot, IdleTimeout: t.idle,
		MaxHeaderBytes: maxHeader, ErrorLog: log.New(noise{s.o.Log}, "", 0),
		BaseContext: func(net.Listener) context.Context { return streams },
	}
	srv.RegisterOnShutdown(s.worlds.endEvents)
	care, stop := context.WithCancel(context.WithoutCancel(ctx))
	cared := make(chan struct{})
	go func() { defer close(cared); s.care(care) }()
	done := make(chan error, 1)
	l = netutil.LimitListener(l, s.o.MaxConnections)
	go func() {
		if certificate != "" {
			done <- srv.ServeTLS(l, certificate, key)
		} else {
			done <- srv.Serve(l)
		}
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		s.o.Log.Info("stopping")
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.drain)
		if err = srv.Shutdown(drain); err != nil {
			s.o.Log.Warn("requests were cut off", "error", err)
			endStreams()
			err = srv.Close()
		}
		cancel()
		<-done
	}
	stop()
	<-cared
	return errors.Join(err, s.Close())
}

// Close finishes what was taken in and closes the ledger. Serve does so itself.
func (s *Server) Close() error { return s.worlds.close() }

// Reload reads the token file again.
func (s *Server) Reload() error { return s.tokens.load() }

// care looks after the ledger and the token file until ctx is done.
func (s *Server) care(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.worlds.look(ctx)
			s.worlds.tend(ctx)
			s.tokens.refresh()
			s.sessions.sweep(s.o.Now())
		}
	}
}

// noise hands what net/http complains of to the log, where it is of little weight:
// mostly callers that went away or speak another protocol.
type noise struct{ log *slog.Logger }

func (n noise) Write(b []byte) (int, error) {
	n.log.Debug("connection", "error", string(b))
	return len(b), nil
}

// IsLoopback tells whether an address to listen at, "host:port", is reached from
// this machine alone.
func IsLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// CheckFiles tells whether the files of a certificate can be read, before anything
// is served.
func CheckFiles(certificate, key string) error {
	if (certificate == "") != (key == "") {
		return errors.New("a certificate needs its key, and a key its certificate")
	}
	for _, f := range []string{certificate, key} {
		if f == "" {
			continue
		}
		if _, err := os.ReadFile(f); err != nil {
			return fmt.Errorf("reading the certificate: %w", err)
		}
	}
	return nil
}
