package ledgercmd

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	wire "github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// askFlags is what every question may be bounded by.
type askFlags struct {
	ledger, asOf, since, until, dossier, proposal, format string
	actors                                                []string
	minimum                                               float64
	minimumSet, words                                     bool
	limit                                                 int
}

var formatNames = []string{"text", "json", "jsonl", "csv"}

// askCommand dresses a command up with the flags of a question.
func (e *env) askCommand(cmd *cobra.Command, f *askFlags) *cobra.Command {
	flags := cmd.Flags()
	e.ledgerFlag(cmd, &f.ledger)
	flags.StringVar(&f.asOf, "as-of", "", "answer as of the end of `DATE`: from what was learned and said by then")
	flags.StringVar(&f.since, "since", "", "only what was said on `DATE` or later")
	flags.StringVar(&f.until, "until", "", "only what was said on `DATE` or earlier")
	flags.StringVar(&f.dossier, "dossier", "", "only what belongs to the negotiation that `FILE` (YAML) describes")
	flags.StringArrayVar(&f.actors, "actor", nil, "only what `NAME` says, does or is told; may be given again")
	flags.StringVar(&f.proposal, "proposal", "", "only the proposals with `WORDS` in their label")
	flags.StringVarP(&f.format, "format", "f", "text", "`FORMAT` of the answer: "+strings.Join(formatNames, ", "))
	flags.Float64Var(&f.minimum, "min-confidence", brief.DefaultMinConfidence, "show what stands at `P` or above, 0 to 1; json, jsonl and csv show all unless this is given")
	flags.BoolVar(&f.words, "words", false, "show the whole sentence of each line")
	flags.IntVar(&f.limit, "limit", 0, "at most `N` lines, or rows of a table; 0 is 200 lines, 50 rows")
	complete(cmd)
	return cmd
}

// complete adds completions of values.
func complete(cmd *cobra.Command) {
	if cmd.Flags().Lookup("format") != nil {
		if err := cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			panic(err) // the flag was just looked up
		}
	}
	if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
		cmd.ValidArgsFunction = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveNoFileComp)
	}
}

// parseDay reads the day of a flag.
func parseDay(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, cli.Fail(cli.WrongUse, "write the day as 2025-08-20", "%s %q is no day", flag, s)
	}
	return t, nil
}

// endOf is the last moment of a day that a ledger tells apart.
func endOf(day time.Time) time.Time { return day.Add(24*time.Hour - time.Millisecond) }

// ask turns flags into a question.
func (f *askFlags) ask(cmd *cobra.Command) (ledger.Ask, error) {
	var a ledger.Ask
	known := false
	for _, n := range formatNames {
		known = known || n == f.format
	}
	if !known {
		return a, cli.Fail(cli.WrongUse, "choose one of "+strings.Join(formatNames, ", "), "--format %q is not known", f.format)
	}
	if !(f.minimum >= 0 && f.minimum <= 1) {
		return a, cli.Fail(cli.WrongUse, "give a number from 0 to 1, like 0.5", "--min-confidence %v is out of range", f.minimum)
	}
	if f.limit < 0 {
		return a, cli.Fail(cli.WrongUse, "", "--limit %d is negative", f.limit)
	}
	asOf, err := parseDay("--as-of", f.asOf)
	if err != nil {
		return a, err
	}
	if !asOf.IsZero() {
		a.AsOf = endOf(asOf)
	}
	for _, x := range []struct {
		flag, value string
		into        *ledger.Day
	}{{"--since", f.since, &a.Since}, {"--until", f.until, &a.Until}} {
		if _, err := parseDay(x.flag, x.value); err != nil {
			return a, err
		}
		*x.into = ledger.Day(x.value)
	}
	if f.dossier != "" {
		if a.Dossier, err = readDossier(f.dossier); err != nil {
			return a, err
		}
	}
	f.minimumSet = cmd.Flags().Changed("min-confidence")
	if f.format == "text" || f.minimumSet {
		a.Least = f.minimum
	}
	a.Actors, a.Proposal, a.Limit = f.actors, f.proposal, f.limit
	return a, nil
}

// question opens the ledger for one question and shows its answer.
func (e *env) question(cmd *cobra.Command, f *askFlags, name string, put func(*asking) (*answer, error)) error {
	ask, err := f.ask(cmd)
	if err != nil {
		return err
	}
	// An answer is of some 50 MB for a fraction of a second: they are not cleaned up meanwhile.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	s, err := e.store(cmd.Context(), f.ledger, false)
	if err != nil {
		return err
	}
	defer s.Close()
	q := e.asks(cmd.Context(), s, f)
	q.ask, q.name = ask, name
	a, err := put(q)
	if err != nil {
		return e.unusable(e.where(f.ledger), err)
	}
	return q.show(a)
}

// asking is one question under way.
type asking struct {
	*ledger.Ledger
	ctx   context.Context
	env   *env
	ask   ledger.Ask
	flags *askFlags
	name  string
	out   *wire.Maker            // of answers as JSON; it knows the names of actors that were met
	about ledger.ActorID         // whose page it is, 0 for none
	terse bool                   // lines are to be short
	rest  map[string]ledger.Move // that positions rest on, by key
}

// asks begins a question.
func (e *env) asks(ctx context.Context, s ledger.Store, f *askFlags) *asking {
	l := ledger.New(s)
	return &asking{Ledger: l, ctx: ctx, env: e, flags: f, out: wire.New(ctx, l)}
}

// rests reads the moves that positions rest on, for their words.
func (q *asking) rests(keys []string) error {
	if q.flags.format != "text" || len(keys) == 0 {
		return nil
	}
	found, err := q.Store.MovesByKey(q.ctx, keys)
	if q.rest == nil {
		q.rest = map[string]ledger.Move{}
	}
	for i := range found {
		q.rest[found[i].Key] = found[i]
	}
	return err
}

// called is the name of an actor that was met.
func (q *asking) called(id ledger.ActorID) string { return q.out.Name(id) }

func (q *asking) calledAll(ids []ledger.ActorID) []string { return q.out.Names(ids) }

// anys are lines of any kind.
func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// fewLines is how many lines of a section are shown where no limit is given.
const fewLines = 12

// few is how many lines of n a section shows; where that is not all, it says so
// before them.
func (q *asking) few(s *brief.Sheet, n int) int {
	if n <= fewLines || q.flags.limit > 0 {
		return n
	}
	s.Row(2, nil, []brief.Word{{Text: fmt.Sprintf("the latest %d of %d; --limit 200 shows all", fewLines, n), Class: "faint"}}, "")
	return fewLines
}
