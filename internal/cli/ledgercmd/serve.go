package ledgercmd

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/server"
	"github.com/parley-reader/parley/internal/web"
	"github.com/parley-reader/parley/ledger"
)

func (e *env) serveCommand() *cobra.Command {
	var where, listen string
	var dossiers []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "open the ledger in a browser",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.serve(cmd.Context(), where, listen, dossiers)
		},
	}
	e.ledgerFlag(cmd, &where)
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "listen at `ADDRESS`")
	cmd.Flags().StringArrayVar(&dossiers, "dossier", nil, "offer the negotiation that `FILE` (YAML) describes; may be given again")
	return cmd
}

func (e *env) serve(ctx context.Context, where, listen string, files []string) error {
	var dossiers []*ledger.Dossier
	for _, f := range files {
		d, err := readDossier(f)
		if err != nil {
			return err
		}
		dossiers = append(dossiers, d)
	}
	s, err := e.store(ctx, where, true)
	if err != nil {
		return err
	}
	defer s.Close()
	site, err := web.New(web.Options{Ledger: ledger.New(s), Dossiers: dossiers, Least: brief.DefaultMinConfidence})
	if err != nil {
		return err
	}
	srv := &http.Server{Addr: listen, Handler: server.New(site), ReadHeaderTimeout: 5 * time.Second}
	fmt.Fprintf(e.app.Stderr, "parley: listening at http://%s/\n", listen)
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	if err := srv.ListenAndServe(); err != nil && ctx.Err() == nil {
		return cli.Fail(cli.Unusable, "", "%w", err)
	}
	return nil
}
