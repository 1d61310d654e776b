package ledgercmd

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	wire "github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// correctFlags is what every correction carries.
type correctFlags struct{ ledger, author, reason string }

func (e *env) correctCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "correct", Short: "put right by hand what the ledger has wrong, undoably",
		Long: `Correct makes an entry by hand, with its author and the reason. Nothing is
overwritten: a correction can be undone, survives reading the reports anew, and
counts only as of the time at which it was made.

Actors are named by name or key, lines by the key at the end of each line.`,
		Example: `  parley correct merge "Donald Trump" "Mr Trump" --author me --reason "one man"
  parley correct wrong r3fa9c1:m1f3 --author me --reason "a quotation of 2019"
  parley correct log
  parley correct undo 2 --author me --reason "it was right"`,
		RunE: func(*cobra.Command, []string) error {
			return misuse("name one of merge, split, wrong, commitment, deadline, merge-proposal, undo, log", "no correction named")
		},
	}
	two := func(kind ledger.CorrectionKind, use, short string, find finder) *cobra.Command {
		return e.correction(kind, use, short, 2, find, nil)
	}
	cmd.AddCommand(
		two(ledger.MergeActors, "merge ACTOR OTHER", "two names are one actor, under the first", actorKeys(2)),
		two(ledger.SplitActor, "split ACTOR NAME", "NAME is an actor of its own", actorKeys(1)),
		two(ledger.MergeProposals, "merge-proposal PROPOSAL OTHER", "two proposals are one, under the first (by key, see table --format json)", nil),
		e.correction(ledger.WrongLine, "wrong LINE", "the line does not count", 1, lineKeys, nil),
		e.correction(ledger.MarkCommitment, "commitment LINE STATE", "the commitment is met, lapsed, withdrawn or open", 2, lineKeys, []string{"met", "lapsed", "withdrawn", "open"}),
		e.correction(ledger.MarkDeadline, "deadline LINE STATE", "the deadline was kept or missed", 2, lineKeys, []string{"kept", "missed"}),
		e.correction(ledger.UndoCorrection, "undo NUMBER", "the correction of that number does not count", 1, nil, nil),
		e.correctLog(),
	)
	return cmd
}

// finder turns the words of a command line into keys.
type finder func(ctx context.Context, l *ledger.Ledger, c *ledger.Correction) error

func (e *env) correction(kind ledger.CorrectionKind, use, short string, n int, find finder, states []string) *cobra.Command {
	var f correctFlags
	cmd := &cobra.Command{
		Use: use, Short: short,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != n {
				return misuse("write "+strings.TrimSuffix(cmd.CommandPath(), cmd.Name())+use+" --author NAME --reason TEXT", "%s takes %s", cmd.CommandPath(), count(n, "argument"))
			}
			if n == 2 && len(states) > 0 && !slices.Contains(states, args[1]) {
				return misuse("choose one of "+strings.Join(states, ", "), "%q is no state of a %s", args[1], kind)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c := ledger.Correction{Kind: kind, Target: args[0], Author: strings.TrimSpace(f.author), Reason: strings.TrimSpace(f.reason), Learned: e.now()}
			if n > 1 {
				c.With = args[1]
			}
			return e.correct(cmd.Context(), &f, &c, find)
		},
	}
	if len(states) > 0 {
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 1 {
				return states, cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
	}
	e.ledgerFlag(cmd, &f.ledger)
	cmd.Flags().StringVar(&f.author, "author", "", "who makes the correction: `NAME`")
	cmd.Flags().StringVar(&f.reason, "reason", "", "why: `TEXT`")
	complete(cmd)
	return cmd
}

func (e *env) correct(ctx context.Context, f *correctFlags, c *ledger.Correction, find finder) error {
	if c.Author == "" || c.Reason == "" {
		return misuse("add --author NAME --reason TEXT", "a correction needs an author and a reason")
	}
	s, err := e.store(ctx, f.ledger, false)
	if err != nil {
		return err
	}
	defer s.Close()
	l := ledger.New(s)
	if find != nil {
		if err := find(ctx, l, c); err != nil {
			return e.unusable(e.where(f.ledger), err)
		}
	}
	id, err := l.Correct(ctx, *c)
	if err != nil {
		return e.unusable(e.where(f.ledger), err)
	}
	return e.write([]byte(fmt.Sprintf("correction %d: %s\n", id, brief.Clean(correctionText(c)))))
}

func correctionText(c *ledger.Correction) string {
	return strings.TrimSpace(string(c.Kind) + " " + c.Target + " " + c.With)
}

// actorKeys finds the actors of the first n words by name.
func actorKeys(n int) finder {
	return func(ctx context.Context, l *ledger.Ledger, c *ledger.Correction) error {
		for i, at := range []*string{&c.Target, &c.With} {
			if i >= n {
				break
			}
			key, err := l.ActorKey(ctx, *at)
			if err != nil {
				return err
			}
			*at = key
		}
		return nil
	}
}

// lineKeys turns the short key of a line into the whole one.
func lineKeys(ctx context.Context, l *ledger.Ledger, c *ledger.Correction) error {
	report, place, ok := strings.Cut(c.Target, ":")
	if !ok {
		return misuse("the key stands at the end of each line, like r3fa9c1:m1f3", "%q is no key of a line", c.Target)
	}
	r, err := findReport(ctx, l.Store, report)
	if err != nil {
		return err
	}
	c.Target = r.Key + ":" + place
	return nil
}

// fullKey is how long the key of a report is.
const fullKey = 13

// findReport finds the report of a key or of its beginning.
func findReport(ctx context.Context, s ledger.Store, key string) (*ledger.Report, error) {
	if len(key) >= fullKey {
		found, err := s.ReportsByKey(ctx, []string{key})
		if err != nil {
			return nil, err
		}
		if len(found) == 1 {
			return &found[0], nil
		}
		return nil, misuse("parley sources lists the reports", "no report has the key %q", key)
	}
	if len(key) < 3 {
		return nil, misuse("give more of the key", "%q is too short for the key of a report", key)
	}
	var found *ledger.Report
	for after := int64(0); ; {
		page, err := s.Reports(ctx, ledger.Query{After: after, Limit: 10_000})
		if err != nil {
			return nil, err
		}
		for i := range page {
			after = int64(page[i].ID)
			if !strings.HasPrefix(page[i].Key, key) {
				continue
			}
			if found != nil {
				return nil, misuse("give more of the key: "+found.Key+" or "+page[i].Key, "several reports have a key that begins with %q", key)
			}
			found = &page[i]
		}
		if len(page) < 10_000 {
			break
		}
	}
	if found == nil {
		return nil, misuse("parley sources lists the reports", "no report has a key that begins with %q", key)
	}
	return found, nil
}

func (e *env) correctLog() *cobra.Command {
	return e.listCommand(&cobra.Command{Use: "log", Short: "list the corrections"}, "corrections", func(q *asking) (*answer, error) {
		list, err := q.Store.Corrections(q.ctx)
		if err != nil {
			return nil, err
		}
		a := &answer{columns: []string{"id", "kind", "target", "with", "author", "reason", "made", "undone_by"}}
		made := wire.Corrections(list, q.ask.AsOf)
		a.lines = anys(made)
		for _, o := range made {
			by := ""
			if o.Undone != 0 {
				by = strconv.FormatInt(o.Undone, 10)
			}
			a.rows = append(a.rows, []string{strconv.FormatInt(o.ID, 10), o.Kind, o.Target, o.With, o.Author, o.Reason, o.Made, by})
		}
		a.text = func(s *brief.Sheet) {
			if len(a.rows) == 0 {
				s.Note("no correction was made")
			}
			for _, r := range a.rows {
				body := []brief.Word{{Text: strings.TrimSpace(r[2] + " " + r[3])}, {Text: "· " + r[5], Class: "faint"}}
				if r[7] != "" {
					body = append(body, brief.Word{Text: "(undone by " + r[7] + ")", Class: "faint"})
				}
				s.Row(0, []brief.Col{{Text: r[0], Width: 4}, {Text: r[1], Width: 14}}, body, r[4]+" "+r[6][:10])
			}
		}
		return a, nil
	})
}
