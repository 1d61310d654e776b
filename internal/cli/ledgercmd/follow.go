package ledgercmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/source"
	"github.com/parley-reader/parley/ledger"
)

// feedsFile is a list of feeds as it is written.
type feedsFile struct {
	Every string `yaml:"every"`
	Rate  string `yaml:"rate"`
	Feeds []struct {
		URL    string `yaml:"url"`
		Outlet string `yaml:"outlet"`
		Every  string `yaml:"every"`
	} `yaml:"feeds"`
}

const feedsHint = "a list of feeds has the keys every, rate, and feeds (url, outlet, every); times are like 15m"

// parseFeeds reads a list of feeds; errors are "file:line: what is wrong".
func parseFeeds(path string, b []byte) (*source.Follower, error) {
	var f feedsFile
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return nil, yamlError(path, err)
	}
	if line := unsafe(file); line > 0 {
		return nil, fmt.Errorf("%s:%d: anchors and aliases are not used in a list of feeds", path, line)
	}
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return nil, yamlError(path, err)
	}
	if len(f.Feeds) == 0 {
		return nil, fmt.Errorf("%s:1: no feed is named", path)
	}
	period := func(at, s string) (time.Duration, error) {
		if s == "" {
			return 0, nil
		}
		d, err := time.ParseDuration(s)
		if err != nil || d <= 0 {
			return 0, fmt.Errorf("%s:%d: %q is no time; write it as 15m", path, lineOfPath(file, at), s)
		}
		return d, nil
	}
	out := &source.Follower{}
	if out.Every, err = period("$.every", f.Every); err != nil {
		return nil, err
	}
	if out.Rate, err = period("$.rate", f.Rate); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, x := range f.Feeds {
		at := fmt.Sprintf("$.feeds[%d]", i)
		u, err := url.Parse(x.URL)
		switch {
		case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
			return nil, fmt.Errorf("%s:%d: %q is no address of a feed", path, lineOfPath(file, at), x.URL)
		case seen[x.URL]:
			return nil, fmt.Errorf("%s:%d: %s is named twice", path, lineOfPath(file, at), x.URL)
		}
		seen[x.URL] = true
		every, err := period(at+".every", x.Every)
		if err != nil {
			return nil, err
		}
		out.Feeds = append(out.Feeds, source.Feed{URL: x.URL, Outlet: x.Outlet, Every: every})
	}
	return out, nil
}

// followFlags is what "parley follow" is asked for.
type followFlags struct {
	addFlags
	state         string
	once, private bool
}

func (e *env) followCommand() *cobra.Command {
	var f followFlags
	cmd := &cobra.Command{
		Use: "follow FEEDS", Short: "keep reading feeds into the ledger",
		Long: `Follow reads the feeds that a YAML file lists, and the articles that they name,
again and again until it is interrupted, and tells what each new report brought:

    every: 15m               # how often a feed is asked
    feeds:
      - url: https://example.org/world.xml
        outlet: The Example  # its own name where it is left out
        every: 1h

It asks for what changed alone, keeps to robots.txt and to a rate for each host,
and comes back later where a server fails. What it knows of the feeds is kept
beside the ledger, so that it goes on where it was.`,
		Example: "  parley follow feeds.yaml\n  parley follow feeds.yaml --once --ledger talks.db",
		Args:    onePath("follow", "the list of feeds"),
		RunE:    func(cmd *cobra.Command, args []string) error { return e.follow(cmd.Context(), args[0], &f) },
	}
	flags := cmd.Flags()
	e.ledgerFlag(cmd, &f.ledger)
	flags.BoolVar(&f.once, "once", false, "ask every feed that is due once, and end")
	flags.StringVar(&f.state, "state", "", "keep what is known of the feeds in `FILE`; without it, beside the ledger")
	flags.BoolVar(&f.private, "private", false, "let feeds and articles be in private networks")
	flags.BoolVar(&f.backfill, "backfill", false, "keep reports as learned on the day of their publication")
	flags.StringArrayVar(&f.data, "data", nil, "add the word lists and facts of the folder `DIR`")
	flags.DurationVar(&f.timeout, "timeout", 20*time.Second, "give up on a page after `TIME`, like 5s")
	flags.StringVarP(&f.format, "format", "f", "text", "`FORMAT` of what was new: text or jsonl")
	return cmd
}

func (e *env) follow(ctx context.Context, path string, f *followFlags) error {
	if f.format == "json" {
		f.format = "jsonl"
	}
	if err := f.check(); err != nil {
		return err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		x := cli.Failure(path, err)
		return cli.Fail(cli.Unusable, x.Do, "%s: %s", path, x.What)
	}
	follower, err := parseFeeds(path, b)
	if err != nil {
		return cli.Fail(cli.Unusable, feedsHint, "%w", err)
	}
	follower.Private = f.private
	follower.Options.Timeout = f.timeout
	if f.state == "" {
		f.state = defaultState(e.where(f.ledger))
	}
	if follower.State, err = readState(f.state); err != nil {
		return err
	}
	s, err := e.store(ctx, f.ledger, true)
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := e.adding(ctx, &f.addFlags, s, true, nil)
	if err != nil {
		return err
	}
	err = a.follow(ctx, follower, f)
	if e := saveState(f.state, &follower.State); err == nil {
		err = e
	}
	if err != nil {
		return e.unusable(e.where(f.ledger), err)
	}
	if ctx.Err() != nil {
		return cli.Fail(cli.Interrupted, "run the same command again to go on", "stopped: %s kept", count(a.added, "new report"))
	}
	if a.failed > 0 {
		return cli.Silent(cli.SomeFailed)
	}
	return nil
}

// follow keeps what comes, one report at a time: the feeds set the pace.
func (a *adding) follow(ctx context.Context, follower *source.Follower, f *followFlags) error {
	items := follower.Run(ctx)
	if f.once {
		items = follower.Once(ctx)
	}
	for x := range items {
		item := itemOf(&x)
		if item.Err != nil {
			if ctx.Err() == nil {
				a.failure(item.Name, item.Err)
			}
			continue
		}
		a.settle(&item)
		if err := a.one(ctx, &item); err != nil {
			return err
		}
		if err := saveState(f.state, &follower.State); err != nil {
			return err
		}
	}
	return nil
}

// one reads and keeps one report, and tells what it brought.
func (a *adding) one(ctx context.Context, item *cli.Item) error {
	known, err := a.store.Known(a.kept, []string{ledger.ReportKey(origin(item), item.Report.Text)})
	if err != nil && !passing(err) {
		return err
	}
	if len(known) > 0 && known[ledger.ReportKey(origin(item), item.Report.Text)] {
		a.same++
		return nil
	}
	entry, err := a.entry(item)
	if err != nil {
		a.failure(item.Name, err)
		return nil
	}
	a.fresh = nil
	if err := a.keep(ctx, []*ledger.Entry{entry}); err != nil || len(a.fresh) == 0 {
		return err
	}
	q := a.env.asks(a.kept, a.store, &askFlags{})
	n, err := q.News(q.ctx, a.fresh[0])
	if err == nil {
		err = q.meetNews(n)
	}
	if err != nil {
		return err
	}
	if a.flags.format == "jsonl" {
		return a.tellJSON(q, []*ledger.News{n})
	}
	s := brief.NewSheet(a.env.app.Look(), 52)
	q.newsText(s, n, mostNew)
	var b bytes.Buffer
	if _, err := s.WriteTo(&b); err != nil {
		return err
	}
	return a.env.write(b.Bytes())
}

// defaultState is where the state of feeds is kept: beside the ledger.
func defaultState(where string) string {
	if isDSN(where) {
		return "parley.feeds.json"
	}
	return strings.TrimSuffix(where, filepath.Ext(where)) + ".feeds.json"
}

func readState(path string) (source.State, error) {
	var s source.State
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return s, cli.Fail(cli.Unusable, "name another with --state, or remove it: then all articles are looked at anew", "%s: cannot be read: %w", path, err)
	}
	return s, nil
}

// saveState writes the state whole or not at all.
func saveState(path string, s *source.State) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", b, 0o666); err != nil {
		return cli.Fail(cli.Unusable, "name another with --state", "%w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return cli.Fail(cli.Unusable, "name another with --state", "%w", err)
	}
	return nil
}
