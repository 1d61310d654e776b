package ledgercmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/api"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/server"
	"github.com/parley-reader/parley/internal/web"
	"github.com/parley-reader/parley/ledger"
)

// serveFlags is what "parley serve" is asked for.
type serveFlags struct {
	ledger, listen, tokens, certificate, key, log, level string
	dossiers, hosts, proxies, data                       []string
	readOnly, open                                       bool
	connections                                          int
	cache                                                int64 // MB
	rates                                                server.Rates
}

func (e *env) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "open the ledger in a browser, and to programs",
		Long: `Serve shows the ledger as pages, and answers programs under /api/v1/, until it is
interrupted. The ledger is made where there is none.

At an address of this machine alone, as by default, whoever sits at it may do all.
At any other address a file of tokens is needed, which parley serve token makes:
those with the role read may look and ask, with add give reports too, with correct
correct too. Encrypt what leaves the machine: by --tls-cert and --tls-key, or a
proxy before it.

When it is told to stop it finishes what is under way within ten seconds; a second
interrupt ends it at once. It reads the tokens anew when the file changes. Where
the ledger is taken away it says so (503), and goes on with the one that is put in
its place. docs/server.md tells how to run it as a service and behind a proxy.`,
		Example: `  parley serve --open
  parley serve --ledger talks.db --dossier talks.yaml
  parley serve token add desk read --token-file tokens
  parley serve --listen :8443 --token-file tokens --tls-cert cert.pem --tls-key key.pem
  parley serve --token-file tokens --host parley.example.org --proxy 127.0.0.1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return e.serve(cmd, &f) },
	}
	flags := cmd.Flags()
	e.ledgerFlag(cmd, &f.ledger)
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8080", "listen at `ADDRESS`; port 0 is one that is free")
	flags.StringArrayVar(&f.dossiers, "dossier", nil, "offer the negotiation that `FILE` (YAML) describes; may be given again")
	flags.StringVar(&f.tokens, "token-file", "", "ask for a token that `FILE` lists; needed where others reach the address")
	flags.StringVar(&f.certificate, "tls-cert", "", "encrypt, with the certificate in `FILE` (PEM)")
	flags.StringVar(&f.key, "tls-key", "", "the key of the certificate, in `FILE` (PEM)")
	flags.StringArrayVar(&f.hosts, "host", nil, "answer to `NAME` too, as a proxy calls it; may be given again")
	flags.StringArrayVar(&f.proxies, "proxy", nil, "believe the proxy at `ADDRESS` (or network) on who asks: X-Forwarded-For; may be given again")
	flags.BoolVar(&f.readOnly, "no-add", false, "take no reports in")
	flags.StringArrayVar(&f.data, "data", nil, "add the word lists and facts of the folder `DIR`")
	flags.IntVar(&f.connections, "max-connections", 2000, "at most `N` connections at a time; others wait")
	flags.Int64Var(&f.cache, "cache", 64, "keep at most `MB` of answers in memory")
	flags.Float64Var(&f.rates.Read, "rate-read", 100, "let each token ask `N` times a second, four times that at once")
	flags.Float64Var(&f.rates.Add, "rate-add", 10, "let each token add or correct `N` times a second, ten times that at once")
	flags.StringVar(&f.log, "log", "text", "write the log to standard error as `FORMAT`: text, json")
	flags.StringVar(&f.level, "log-level", "", "log from `LEVEL` on: debug, info (each request), warn, error; without it info, at an address of this machine warn")
	flags.BoolVar(&f.open, "open", false, "open the browser")
	cmd.AddCommand(e.tokenCommand())
	complete(cmd)
	return cmd
}

func (f *serveFlags) check() error {
	_, _, err := net.SplitHostPort(f.listen)
	switch {
	case err != nil:
		return misuse("write it as 127.0.0.1:8080, or :8080 for all addresses", "--listen %q is no address", f.listen)
	case f.connections < 1:
		return misuse("", "--max-connections %d lets nobody in", f.connections)
	case f.cache < 1:
		return misuse("", "--cache %d is no size", f.cache)
	case f.rates.Read <= 0 || f.rates.Add <= 0:
		return misuse("", "--rate-read and --rate-add are above 0")
	case f.log != "text" && f.log != "json":
		return misuse("choose text or json", "--log %q is not known", f.log)
	case f.tokens == "" && !server.IsLoopback(f.listen):
		return misuse("make a token by parley serve token add NAME read --token-file FILE, and add --token-file FILE; or listen at 127.0.0.1",
			"--listen %s is reached by others, who could read and correct the ledger", f.listen)
	}
	if err := server.CheckFiles(f.certificate, f.key); err != nil {
		return cli.Fail(cli.Unusable, "give both --tls-cert and --tls-key", "%w", err)
	}
	return nil
}

// logger writes to standard error.
func (f *serveFlags) logger(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelInfo
	if f.level == "" && server.IsLoopback(f.listen) && f.tokens == "" {
		level = slog.LevelWarn
	} else if f.level != "" {
		if err := level.UnmarshalText([]byte(f.level)); err != nil {
			return nil, misuse("choose one of debug, info, warn, error", "--log-level %q is not known", f.level)
		}
	}
	o := &slog.HandlerOptions{Level: level}
	if f.log == "json" {
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return slog.New(slog.NewTextHandler(w, o)), nil
}

// networks reads addresses and networks.
func networks(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, misuse("write it as 127.0.0.1 or 10.0.0.0/8", "--proxy %q is no address", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

func (e *env) serve(cmd *cobra.Command, f *serveFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	o, err := e.serverOptions(f)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	s, err := server.New(ctx, *o)
	if err != nil {
		return e.cannotServe(f, err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.listen)
	if err != nil {
		s.Close()
		return cli.Fail(cli.Unusable, "is another server there? choose another port by --listen", "%w", err)
	}
	address := addressOf(l.Addr(), f.certificate != "")
	fmt.Fprintf(e.app.Stderr, "parley: listening at %s\n", address)
	if f.open {
		e.browse(address)
	}
	defer onHangup(func() {
		if err := s.Reload(); err != nil {
			o.Log.Error("the tokens stay as they were", "error", err)
		}
	})()
	if err := s.Serve(ctx, l, f.certificate, f.key); err != nil {
		return cli.Fail(cli.Unusable, "", "%w", err)
	}
	return nil
}

// serverOptions turns flags into what a server needs.
func (e *env) serverOptions(f *serveFlags) (*server.Options, error) {
	log, err := f.logger(e.app.Stderr)
	if err != nil {
		return nil, err
	}
	proxies, err := networks(f.proxies)
	if err != nil {
		return nil, err
	}
	var dossiers []*ledger.Dossier
	for _, path := range f.dossiers {
		d, err := readDossier(path)
		if err != nil {
			return nil, err
		}
		dossiers = append(dossiers, d)
	}
	reader, err := e.app.Load(f.data)
	if err != nil {
		return nil, err
	}
	loopback := server.IsLoopback(f.listen)
	o := &server.Options{
		Place: e.place(e.where(f.ledger)), Version: e.app.Version(reader), TokenFile: f.tokens, Loopback: loopback,
		Hosts: f.hosts, AnyHost: !loopback && len(f.hosts) == 0, Proxies: proxies, TLS: f.certificate != "",
		Rates: f.rates, MaxConnections: f.connections, CacheBytes: f.cache << 20, Log: log, Now: e.now,
		Least: brief.DefaultMinConfidence, Dossiers: dossiers,
	}
	if !f.readOnly {
		o.Reader = reader
	}
	o.Build = func(d server.Desk) (http.Handler, error) { return e.handler(d, o, reader) }
	return o, nil
}

// handler puts the pages and the API beside each other.
func (e *env) handler(d server.Desk, o *server.Options, reader cli.Reader) (http.Handler, error) {
	scheme, err := scheme()
	if err != nil {
		return nil, err
	}
	pages := web.Options{Ledger: d.Ledger, Dossiers: o.Dossiers, Least: o.Least, Now: o.Now, Log: o.Log, Version: o.Version, Feed: "/feed.atom", Leave: "/logout"}
	programs := api.Options{
		Ledger: d.Ledger, Dossiers: o.Dossiers, Reader: reader, Events: d.Events, Scheme: scheme, Revision: d.Revision,
		Version: o.Version, Log: o.Log, Now: o.Now,
	}
	if d.Intake != nil {
		pages.Intake, programs.Intake = d.Intake, d.Intake
	}
	site, err := web.New(pages)
	if err != nil {
		return nil, err
	}
	answers := api.New(programs)
	mux := http.NewServeMux()
	mux.Handle("/api/", answers)
	mux.Handle("/openapi.json", answers)
	mux.Handle("/openapi.yaml", answers)
	mux.Handle("/", site)
	return mux, nil
}

// cannotServe is the error of a server that cannot begin.
func (e *env) cannotServe(f *serveFlags, err error) error {
	var store *ledger.StoreError
	switch {
	case cli.Decided(err) || errors.As(err, &store) || f.tokens == "":
		return e.unusable(e.where(f.ledger), err)
	}
	return cli.Fail(cli.Unusable, "parley serve token add NAME ROLE --token-file "+f.tokens+" makes one", "%w", err)
}

// addressOf is where a browser finds a server.
func addressOf(a net.Addr, encrypted bool) string {
	scheme := "http"
	if encrypted {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return scheme + "://" + a.String() + "/"
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/"
}

// onHangup calls f on each SIGHUP until the function that it gives is called.
func onHangup(f func()) (stop func()) {
	hup := make(chan os.Signal, 1)
	done := make(chan struct{})
	signal.Notify(hup, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hup:
				f()
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(hup); close(done) }
}

// browse opens the browser at an address; where that fails the address was told.
func (e *env) browse(address string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		cmd = exec.CommandContext(context.Background(), "rundll32", "url.dll,FileProtocolHandler", address)
	case "darwin":
		cmd = exec.CommandContext(context.Background(), "open", address)
	default:
		cmd = exec.CommandContext(context.Background(), "xdg-open", address)
	}
	if err := cmd.Start(); err != nil {
		e.app.Say(e.app.Stderr, "the browser does not open: "+err.Error(), "open "+address+" yourself")
		return
	}
	go func() { _ = cmd.Wait() }() // it may stay open for as long as the user likes
}
