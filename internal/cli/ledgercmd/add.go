package ledgercmd

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/source"
	"github.com/parley-reader/parley/ledger"
)

// addFlags is what "parley add" is asked for.
type addFlags struct {
	ledger, published, format string
	data                      []string
	backfill, reread, quiet   bool
	jobs                      int
	timeout                   time.Duration

	day time.Time // of published
}

func (e *env) addCommand() *cobra.Command {
	var f addFlags
	cmd := &cobra.Command{
		Use:   "add SOURCE...",
		Short: "read reports into the ledger and tell what was new",
		Long: `Add reads reports and keeps what they say in the ledger, which it makes where
there is none. A source is what parley read takes: a file, a folder, a pattern, an
address, or "-" for standard input.

What the ledger knows already is skipped before it is read, so that the same
source may be added again, and an addition that was interrupted goes on where it
was. A report that has changed since is kept as a new version.

The ledger has two clocks: when a thing was said, and when the ledger learned of
it; --as-of asks what was known by a day. --backfill keeps reports as if they had
been read at the end of the day on which they were published: for archives.

It ends with what was new: lines that no report told before, what was known and
since when, shifts and conflicts. The status is 1 when some inputs failed.`,
		Example: "  parley add reports/\n  parley add archive.jsonl --backfill --ledger talks.db\n  parley add reports/ --reread",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("name a file, a folder, an address, or \"-\" for standard input", "no source given")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return e.add(cmd.Context(), args, &f) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
	}
	flags := cmd.Flags()
	e.ledgerFlag(cmd, &f.ledger)
	flags.StringVar(&f.published, "published", "", "the `DATE` of publication of all inputs, like 2025-08-20")
	flags.BoolVar(&f.backfill, "backfill", false, "keep reports as learned on the day of their publication")
	flags.BoolVar(&f.reread, "reread", false, "read known reports anew and put what is found in the place of what was")
	flags.StringArrayVar(&f.data, "data", nil, "add the word lists and facts of the folder `DIR`")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "read `N` reports at a time; 0 is one for each processor")
	flags.DurationVar(&f.timeout, "timeout", 20*time.Second, "give up on a web page after `TIME`, like 5s")
	flags.StringVarP(&f.format, "format", "f", "text", "`FORMAT` of what was new: text, json, jsonl (an object for each report)")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "show no progress")
	complete(cmd)
	return cmd
}

func (f *addFlags) check() error {
	var err error
	if f.day, err = parseDay("--published", f.published); err != nil {
		return err
	}
	switch {
	case f.format != "text" && f.format != "json" && f.format != "jsonl":
		return misuse("choose one of text, json, jsonl", "--format %q is not known", f.format)
	case f.jobs < 0:
		return misuse("", "--jobs %d is negative", f.jobs)
	case f.timeout <= 0:
		return misuse("give a time like 5s", "--timeout %v is no time to wait", f.timeout)
	}
	if f.jobs == 0 {
		f.jobs = runtime.GOMAXPROCS(0)
	}
	return nil
}

func (e *env) add(ctx context.Context, args []string, f *addFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	s, err := e.store(ctx, f.ledger, true)
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := e.adding(ctx, f, s, f.quiet, args)
	if err != nil {
		return err
	}
	before, err := s.Counts(ctx)
	if err != nil {
		return e.unusable(e.where(f.ledger), err)
	}
	err = a.all(ctx, e.items(ctx, args, f))
	a.progress.close()
	if err != nil {
		err = e.unusable(e.where(f.ledger), err)
	} else if ctx.Err() != nil {
		err = cli.Fail(cli.Interrupted, "run the same command again to go on: what is in the ledger is skipped", "interrupted: %s kept", count(a.added, "new report"))
	}
	if told := a.tell(&before, ctx.Err() != nil); err == nil {
		err = told
	}
	if err == nil && a.failed > 0 {
		err = cli.Silent(cli.SomeFailed)
	}
	return err
}

// items gives the reports that args name. What they are known by is their path
// from the folder of the ledger, so that both may be moved together; in a ledger
// that is no file, their path from the folder that is named.
func (e *env) items(ctx context.Context, args []string, f *addFlags) iter.Seq[cli.Item] {
	o := source.Options{Stdin: e.app.Stdin, Timeout: f.timeout}
	if where := e.where(f.ledger); !isDSN(where) {
		o.Base = filepath.Dir(where)
	} else {
		o.Shared = true
	}
	return func(yield func(cli.Item) bool) {
		for x := range o.Open(ctx, args) {
			if !yield(itemOf(&x)) {
				return
			}
		}
	}
}

func itemOf(x *source.Item) cli.Item {
	return cli.Item{Name: x.Name, Report: x.Report, Err: x.Err, Notes: x.Notes, Origin: x.Origin, Language: x.Language}
}

// adding is one addition under way.
type adding struct {
	env      *env
	flags    *addFlags
	store    ledger.Store
	reader   cli.Reader
	version  string
	progress *progress
	kept     context.Context // for the last batch, which an interrupt does not stop
	shared   bool            // the ledger is no file: see settleOrigins
	taken    map[string]string

	added, versions, copies, same, anew, failed int
	fresh                                       []ledger.ReportID // what is told of: the first of the new ones
}

// adding loads the reader that reports are added with.
func (e *env) adding(ctx context.Context, f *addFlags, s ledger.Store, quiet bool, args []string) (*adding, error) {
	reader, err := e.app.Load(f.data)
	if err != nil {
		return nil, err
	}
	return &adding{
		env: e, flags: f, store: s, reader: reader, version: e.app.Version(reader),
		progress: e.newProgress(quiet, args), kept: context.WithoutCancel(ctx), shared: isDSN(e.where(f.ledger)),
	}, nil
}

// learned is when the ledger learned of a report. A version of a known report that
// is kept as of the same day comes after the ones before it.
func (a *adding) learned(item *cli.Item) (time.Time, error) {
	now := a.env.now()
	if !a.flags.backfill || item.Report.Published.IsZero() {
		return now, nil
	}
	y, m, d := item.Report.Published.Date()
	end := endOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
	versions, err := a.store.Versions(a.kept, origin(item))
	if err != nil {
		return now, err
	}
	for i := range versions {
		if !versions[i].Learned.Before(end) {
			end = versions[i].Learned.Add(time.Millisecond)
		}
	}
	if end.Before(now) {
		return end, nil
	}
	return now, nil
}

// entry reads one report; it runs in a worker.
func (a *adding) entry(item *cli.Item) (*ledger.Entry, error) {
	d, err := a.reader.Read(item.Report)
	if err != nil {
		return nil, err
	}
	learned, err := a.learned(item)
	if err != nil {
		return nil, err
	}
	return ledger.EntryOf(d, ledger.From{Origin: item.Origin, Language: item.Language, Reader: a.version, Learned: learned}), nil
}

// origin is what stays the same of a report when it changes.
func origin(item *cli.Item) string {
	for _, s := range []string{item.Origin, item.Report.URL, item.Report.Name} {
		if s != "" {
			return s
		}
	}
	return ""
}

// patient is how often a store that is away or locked is tried again, after 1 s,
// 2 s, 4 s and so on.
const patient = 6

// passing tells whether a store may be there again soon.
func passing(err error) bool {
	return errors.Is(err, ledger.ErrGone) || errors.Is(err, ledger.ErrLocked)
}

// keep puts a batch into the ledger. An interrupt does not stop it, but ends the
// waiting for a store that is away.
func (a *adding) keep(ctx context.Context, batch []*ledger.Entry) error {
	if len(batch) == 0 {
		return nil
	}
	got, err := a.store.Add(a.kept, batch)
	for n := range patient {
		if !passing(err) {
			break
		}
		wait := a.env.second << n
		a.env.app.Say(a.progress, err.Error(), fmt.Sprintf("trying again in %v", wait))
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
		got, err = a.store.Add(a.kept, batch)
	}
	if err != nil {
		return err
	}
	for _, x := range got {
		switch {
		case x.Same:
			a.same++
			continue
		case x.Version > 1:
			a.versions++
		case x.Family != 0 && x.Family != x.Report:
			a.copies++
		}
		a.added++
		if len(a.fresh) < manyNews {
			a.fresh = append(a.fresh, x.Report)
		}
	}
	return nil
}

// failure tells of an input that could not be read.
func (a *adding) failure(name string, err error) {
	a.failed++
	f := cli.Failure(name, err)
	a.env.app.Say(a.progress, fmt.Sprintf("%s: %s", f.Input, f.What), f.Do)
}
