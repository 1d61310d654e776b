package ledgercmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/export"
	"github.com/parley-reader/parley/ledger"
)

const exportLong = `Export writes what the ledger holds, within the bounds of the question, in a form
that other programs read. It goes through the ledger page by page, and what it
writes appears under its name once it is whole.

  csv, parquet  a folder with one file a kind of line, and a README that explains
                every column
  jsonl         the same lines as JSON, in one file
  plover        events in the PLOVER scheme, as JSON lines
  graphml       who acts on whom; beside it, NAME.commitments.graphml: who waits on
                whom
  ris, bibtex   the reports, for a reference manager
  ktab          one issue for the spatial model programs of KTAB: a line a voice,
                with its latest stance on a scale of 0 (against) to 100 (for). What
                they call influence and salience, reports do not tell: counts stand
                there, to be replaced by your judgement; see the guide
  md            a state of play to paste
  html          the same as one page to pass on: no script, works offline

Texts of reports belong to others: --full-text alone puts them into csv, parquet,
jsonl, md and html. An export that is there already is replaced.`

// exportFlags are those of export.
type exportFlags struct {
	askFlags
	as, out  string
	issue    string
	fullText bool
}

func exportNames() []string {
	var out []string
	for _, f := range export.Formats() {
		out = append(out, string(f))
	}
	return out
}

func (e *env) exportCommand() *cobra.Command {
	f := &exportFlags{}
	cmd := &cobra.Command{
		Use: "export", Short: "write the ledger in the form of other programs", Long: exportLong,
		Example: "  parley export --as csv --out tables\n  parley export --as html --dossier talks.yaml --out talks.html\n  parley export --as ktab --dossier talks.yaml --issue Ceasefire --out ceasefire.csv\n  parley export --as plover --since 2025-08-01 --out - | wc -l",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return e.export(cmd, f) },
	}
	flags := cmd.Flags()
	e.ledgerFlag(cmd, &f.ledger)
	flags.StringVar(&f.as, "as", "", "`FORMAT`: "+strings.Join(exportNames(), ", "))
	flags.StringVarP(&f.out, "out", "o", "", "`PATH` of the file or folder; - is standard output")
	flags.BoolVar(&f.fullText, "full-text", false, "also the texts of the reports, which belong to others")
	flags.StringVar(&f.issue, "issue", "", "ktab: the issue `NAME` of the dossier, or the proposal of that label")
	flags.StringVar(&f.asOf, "as-of", "", "as of the end of `DATE`: what was learned and said by then")
	flags.StringVar(&f.since, "since", "", "only what was said on `DATE` or later")
	flags.StringVar(&f.until, "until", "", "only what was said on `DATE` or earlier")
	flags.StringVar(&f.dossier, "dossier", "", "only what belongs to the negotiation that `FILE` (YAML) describes")
	flags.StringArrayVar(&f.actors, "actor", nil, "only what `NAME` says, does or is told; may be given again")
	flags.StringVar(&f.proposal, "proposal", "", "only the proposals with `WORDS` in their label")
	flags.Float64Var(&f.minimum, "min-confidence", brief.DefaultMinConfidence, "what stands at `P` or above, 0 to 1; all but md and html give all unless this is given")
	flags.IntVar(&f.limit, "limit", 0, "at most `N` proposals and lines of a kind in md and html; 0 is 50 and 200")
	for flag, values := range map[string][]string{"as": exportNames()} {
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			panic(err) // the flag was just made
		}
	}
	return cmd
}

// options turns flags into what is asked for, and how.
func (f *exportFlags) options(cmd *cobra.Command) (ledger.Ask, export.Options, error) {
	o := export.Options{As: export.Format(f.as), Out: f.out, FullText: f.fullText, Issue: f.issue}
	switch {
	case f.as == "":
		return ledger.Ask{}, o, misuse("choose one of "+strings.Join(exportNames(), ", "), "say the form with --as")
	case !o.As.Known():
		return ledger.Ask{}, o, misuse("choose one of "+strings.Join(exportNames(), ", "), "--as %q is not known", f.as)
	case f.issue != "" && o.As != export.KTAB:
		return ledger.Ask{}, o, misuse("--dossier, --proposal and --actor bound every form", "--issue is of --as ktab alone")
	case f.out == "":
		return ledger.Ask{}, o, misuse("write --out PATH, or --out - for standard output", "say where to with --out")
	}
	f.format = "json" // all confidences, as machine forms have them
	if o.As == export.Markdown || o.As == export.HTML {
		f.format = "text"
	}
	ask, err := f.ask(cmd)
	return ask, o, err
}

func (e *env) export(cmd *cobra.Command, f *exportFlags) error {
	ask, o, err := f.options(cmd)
	if err != nil {
		return err
	}
	if o.As == export.PLOVER {
		if o.Scheme, err = scheme(); err != nil {
			return err
		}
	}
	s, err := e.store(cmd.Context(), f.ledger, false)
	if err != nil {
		return err
	}
	defer s.Close()
	o.Stdout, o.Now = e.stdout(), e.now()
	bar := e.newWaitbar("line", o.Out == "-", patience)
	o.Progress = bar.tell
	r, err := export.Write(cmd.Context(), ledger.New(s), ask, o)
	bar.close()
	if err != nil {
		return e.unwritten(f, err)
	}
	what := ""
	if r.Lines > 0 {
		what = ": " + count(int(r.Lines), "line")
	}
	for _, path := range r.Paths {
		e.app.Say(e.app.Stderr, path+what, "")
		what = ""
	}
	for _, note := range r.Notes {
		e.app.Say(e.app.Stderr, note, "")
	}
	return nil
}

func scheme() (export.Scheme, error) {
	s, err := cli.LoadScheme()
	if err != nil {
		return nil, err // not a nil *cli.Scheme, which would be a Scheme
	}
	return s, nil
}

// unwritten is the error of an export that was not written.
func (e *env) unwritten(f *exportFlags, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	var issue *export.IssueError
	switch {
	case errors.As(err, &issue):
		hint := "parley table shows what is on the table"
		if len(issue.Choices) > 0 {
			hint = "choose one with --issue: " + list(issue.Choices, "or")
		}
		return cli.Fail(cli.WrongUse, hint, "%w", err)
	case errors.Is(err, export.ErrTaken):
		return cli.Fail(cli.WrongUse, "name another path with --out", "%w", err)
	case errors.Is(err, export.ErrStdout):
		return misuse("name a path with --out", "%s: %v", f.out, fmt.Sprint(err))
	case errors.As(err, &path), errors.As(err, &link):
		return cli.Fail(cli.Unusable, "check the path of --out, and that there is space", "writing the export: %w", err)
	}
	return e.unusable(e.where(f.ledger), err)
}
