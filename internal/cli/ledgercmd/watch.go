package ledgercmd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/watch"
	"github.com/parley-reader/parley/ledger"
)

// watchFlags is what "parley watch" is asked for.
type watchFlags struct {
	askFlags
	state, hook        string
	kinds              []string
	every              time.Duration
	once, all, private bool
}

// secretVariable is where the secret of a webhook stands.
const secretVariable = "PARLEY_WEBHOOK_SECRET"

func (e *env) watchCommand() *cobra.Command {
	var f watchFlags
	cmd := &cobra.Command{
		Use: "watch", Short: "tell of new positions, shifts, conflicts, and deadlines that pass",
		Long: `Watch looks at the ledger again and again until it is interrupted, and tells each
thing once that comes in: where a voice stands that was not known to stand there,
a shift, a conflict, and on the day after its window a deadline of which nothing
tells what came of it. It may be bounded as a question may.

What was told is kept in a file beside the ledger, for each set of bounds, so that
it is told once, also after a restart. What is there when a watch begins is not
told, unless --all is given.

--webhook sends each alert to an address as JSON too, signed with the secret in
$` + secretVariable + `: the header ` + watch.SignatureHeader + ` is "sha256=" and the HMAC-SHA256 of
the ` + watch.TimeHeader + ` header, a dot and the body. What does not get through is sent
later, in order. An alert that comes twice has the same ` + watch.AlertHeader + ` header.`,
		Example: `  parley watch --dossier talks.yaml
  parley watch --actor Russia --kind shift --kind deadline --format jsonl
  ` + secretVariable + `=… parley watch --webhook https://example.org/parley`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return e.watch(cmd, &f) },
	}
	e.askCommand(cmd, &f.askFlags)
	flags := cmd.Flags()
	for _, name := range []string{"as-of", "words"} {
		_ = flags.MarkHidden(name) // it was just defined
	}
	flags.Lookup("format").Usage = "`FORMAT` of the alerts: text, jsonl"
	flags.StringArrayVar(&f.kinds, "kind", nil, "tell only of `KIND`: position, shift, deadline, conflict; may be given again")
	flags.DurationVar(&f.every, "every", 30*time.Second, "look at the ledger after `TIME`")
	flags.BoolVar(&f.once, "once", false, "look once, and end")
	flags.BoolVar(&f.all, "all", false, "tell also what is there when the watch begins")
	flags.StringVar(&f.state, "state", "", "keep what was told in `FILE`; without it, beside the ledger")
	flags.StringVar(&f.hook, "webhook", "", "send each alert to `URL` too")
	flags.BoolVar(&f.private, "allow-private", false, "let the webhook be in a private network")
	return cmd
}

func (f *watchFlags) check() error {
	switch {
	case f.asOf != "":
		return misuse("parley table --as-of DATE asks about a day", "a watch looks at what comes, not at what was known")
	case f.format != "text" && f.format != "jsonl":
		return misuse("choose text or jsonl", "--format %q is not known here", f.format)
	case f.every < time.Second:
		return misuse("give a time like 30s", "--every %v is too short", f.every)
	}
	for _, k := range f.kinds {
		if !slices.Contains(watch.Kinds(), watch.Kind(k)) {
			return misuse("choose position, shift, deadline or conflict", "--kind %q is not known", k)
		}
	}
	return nil
}

// bounds names what a watch is bounded to.
func (f *watchFlags) bounds(ask *ledger.Ask) string {
	kinds := slices.Sorted(slices.Values(f.kinds))
	b, _ := json.Marshal([]any{ask.Since, ask.Until, ask.Actors, ask.Proposal, ask.Dossier, ask.Least, ask.Limit, kinds}) // plain data
	d := sha256.Sum256(b)
	return hex.EncodeToString(d[:8])
}

// watching is one watch under way.
type watching struct {
	env   *env
	flags *watchFlags
	ask   ledger.Ask
	state *watch.State
	watch *watch.Watch
	hook  *watch.Hook // nil for none
	fresh bool        // nothing was looked at by this watch ever

	looked string    // the revision and the day that were looked at last
	failed int       // how often the hook failed in a row
	next   time.Time // when it is tried again
}

func (e *env) watch(cmd *cobra.Command, f *watchFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	ask, err := f.ask(cmd)
	if err != nil {
		return err
	}
	ask.Least = f.minimum
	if f.state == "" {
		f.state = watchState(e.where(f.ledger))
	}
	w := &watching{env: e, flags: f, ask: ask}
	if w.state, err = watch.ReadState(f.state); err != nil {
		return cli.Fail(cli.Unusable, "name another with --state, or remove it: then the watch begins anew", "%w", err)
	}
	w.watch, w.fresh = w.state.Of(f.bounds(&ask))
	if f.hook != "" {
		w.hook, err = watch.NewHook(f.hook, []byte(e.app.Env(secretVariable)), f.private, e.now)
		if err != nil {
			return misuse("set $"+secretVariable+" to a secret that the receiver knows too, and give an address like https://example.org/parley", "--webhook: %w", err)
		}
	}
	err = w.run(cmd.Context())
	if err == nil && cmd.Context().Err() != nil {
		return cli.Fail(cli.Interrupted, "run the same command again to go on", "stopped")
	}
	return err
}

// watchState is where it is kept what was told: beside the ledger.
func watchState(where string) string {
	if isDSN(where) {
		return "parley.watch.json"
	}
	return strings.TrimSuffix(where, filepath.Ext(where)) + ".watch.json"
}

// run looks again and again. A ledger that is away for a while is waited for.
func (w *watching) run(ctx context.Context) error {
	tick := time.NewTicker(w.flags.every)
	defer tick.Stop()
	for first := true; ; first = false {
		err := w.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && (first || w.flags.once || !passing(err)) {
			return w.env.unusable(w.env.where(w.flags.ledger), err)
		}
		if err != nil {
			w.env.app.Say(w.env.app.Stderr, err.Error(), "looking again later")
		}
		if err := w.deliver(ctx); err != nil {
			return err
		}
		if w.flags.once {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// look tells what is new in the ledger. It is opened for each look, so that it may
// be put in another's place meanwhile.
func (w *watching) look(ctx context.Context) error {
	s, err := w.env.store(ctx, w.flags.ledger, false)
	if err != nil {
		return err
	}
	defer s.Close()
	rev, err := s.Revision(ctx)
	if err != nil {
		return err
	}
	now := w.env.now()
	state := rev + " " + now.UTC().Format(time.DateOnly)
	if state == w.looked {
		return nil
	}
	all, err := watch.Find(ctx, ledger.New(s), w.ask, now)
	if err != nil {
		return err
	}
	if len(w.flags.kinds) > 0 {
		all = slices.DeleteFunc(all, func(a watch.Alert) bool { return !slices.Contains(w.flags.kinds, string(a.Kind)) })
	}
	news := w.watch.News(all)
	quiet := w.fresh && !w.flags.all
	if !quiet {
		if err := w.show(news); err != nil {
			return err
		}
	}
	w.watch.Tell(news, now, w.hook != nil && !quiet)
	if len(news) > 0 || w.fresh {
		if err := w.save(); err != nil {
			return err
		}
	}
	w.fresh, w.looked = false, state
	return nil
}

func (w *watching) save() error {
	if err := w.state.Save(w.flags.state); err != nil {
		return cli.Fail(cli.Unusable, "name another with --state", "what was told cannot be kept: %w", err)
	}
	return nil
}

// show prints alerts.
func (w *watching) show(list []watch.Alert) error {
	var b bytes.Buffer
	if w.flags.format == "jsonl" {
		for i := range list {
			if err := encode(&b, &list[i]); err != nil {
				return err
			}
		}
		return w.env.write(b.Bytes())
	}
	s := brief.NewSheet(w.env.app.Look(), 52)
	for i := range list {
		alertText(s, &list[i])
	}
	if _, err := s.WriteTo(&b); err != nil {
		return err
	}
	return w.env.write(b.Bytes())
}

// alertText shows an alert: what it is, and the words that it rests on.
func alertText(s *brief.Sheet, a *watch.Alert) {
	class := map[watch.Kind]string{watch.Conflict: "against", watch.Deadline: "doubts", watch.Shift: "if"}[a.Kind]
	cols := []brief.Col{{Text: string(a.Day), Width: 10}, {Text: string(a.Kind), Class: class, Width: 8}}
	words := []brief.Word{{Text: a.Title, Class: "bold"}, {Text: "“" + brief.Clip(a.Words, 220) + "”"}}
	if a.Against != "" {
		words = append(words, brief.Word{Text: "against"}, brief.Word{Text: "“" + brief.Clip(a.Against, 220) + "”"})
	}
	line := ledger.Line{Key: a.Line, Confidence: a.Sure}
	if a.Sure == 0 {
		line.Confidence = 1
	}
	s.Row(0, cols, words, cite(a.Source(), &line))
}

// deliver sends what waits to the webhook, when it is time to.
func (w *watching) deliver(ctx context.Context) error {
	for w.hook != nil && len(w.watch.Waiting) > 0 {
		if wait := w.next.Sub(w.env.now()); wait > 0 && !w.flags.once {
			return nil
		} else if wait > 0 && !w.sleep(ctx, wait) {
			return nil
		}
		waiting := len(w.watch.Waiting)
		_, refused, err := w.watch.Deliver(ctx, w.hook)
		for i := range refused {
			w.env.app.Say(w.env.app.Stderr, "the webhook does not take the alert "+refused[i].ID, "it is not sent again")
		}
		if len(w.watch.Waiting) < waiting {
			w.failed = 0
			if err := w.save(); err != nil {
				return err
			}
		}
		if err == nil || ctx.Err() != nil {
			return nil
		}
		w.failed++
		pause := watch.Pause(w.failed)
		w.next = w.env.now().Add(pause)
		w.env.app.Say(w.env.app.Stderr, "the webhook cannot be reached: "+err.Error(), count(len(w.watch.Waiting), "alert")+" wait, trying again in "+pause.String())
		if w.flags.once && (w.failed >= patient || errors.Is(err, watch.ErrPrivate)) {
			return cli.Fail(cli.SomeFailed, "run the same command again to send them", "%s were not sent", count(len(w.watch.Waiting), "alert"))
		}
	}
	return nil
}

// sleep waits; it is false where it was interrupted.
func (w *watching) sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(min(d, w.env.second<<8))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
