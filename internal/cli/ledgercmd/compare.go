package ledgercmd

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/client"
	wire "github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

func (e *env) compareCommand() *cobra.Command {
	var f askFlags
	cmd := &cobra.Command{
		Use: "compare A B", Short: "tell two reports, or two days, apart",
		Long: `Compare tells what stands only in A, only in B, in both but worded otherwise, and
what is opposed. A and B are two reports, by key (the beginning is enough) or as
files, in the ledger or not: two readouts of one call, two drafts of a plan. The
numbered points of two lists are matched one by one. Or they are two days: then it
compares what was on the table.`,
		Example: "  parley compare r3fa9c1 r77b0e2\n  parley compare readout-a.txt readout-b.txt\n  parley compare 2025-08-01 2025-09-01 --dossier talks.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return misuse("run parley compare --help", "compare takes two reports or two days")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error { return e.compare(cmd, &f, args[0], args[1]) },
	}
	return e.askCommand(cmd, &f)
}

func (e *env) compare(cmd *cobra.Command, f *askFlags, a, b string) error {
	ctx := cmd.Context()
	from, err1 := time.Parse(time.DateOnly, a)
	to, err2 := time.Parse(time.DateOnly, b)
	switch {
	case err1 == nil && err2 == nil:
		return e.question(cmd, f, "compare", func(q *asking) (*answer, error) {
			c, err := q.CompareDays(q.ctx, q.ask, from, to)
			if err != nil {
				return nil, err
			}
			return compareAnswer(c), nil
		})
	case (err1 == nil) != (err2 == nil):
		return misuse("name two reports or two days", "%s is a day and the other is not", map[bool]string{true: a, false: b}[err1 == nil])
	}
	ask, err := f.ask(cmd)
	if err != nil {
		return err
	}
	s, err := e.comparable(ctx, f, a, b)
	if err != nil {
		return err
	}
	defer s.Close()
	q := e.asks(ctx, s, f)
	q.ask, q.name = ask, "compare"
	var ids [2]ledger.ReportID
	for i, name := range []string{a, b} {
		r, err := e.reportOf(ctx, s, name)
		if err != nil {
			return e.unusable(e.where(f.ledger), err)
		}
		ids[i] = r
	}
	c, err := q.Compare(ctx, ids[0], ids[1])
	if err != nil {
		return e.unusable(e.where(f.ledger), err)
	}
	return q.show(compareAnswer(c))
}

// comparable is the ledger, or a small one in memory where both are files: what
// is only compared is not kept.
func (e *env) comparable(ctx context.Context, f *askFlags, names ...string) (ledger.Store, error) {
	var files int
	for _, n := range names {
		if isFile(n) {
			files++
		}
	}
	if files < len(names) {
		s, err := e.store(ctx, f.ledger, false)
		if err != nil || files == 0 {
			return s, err
		}
		return e.both(ctx, s, names)
	}
	return e.both(ctx, nil, names)
}

// both reads what is to be compared into a ledger in memory: files with the
// reader, what is kept from its text.
func (e *env) both(ctx context.Context, kept ledger.Store, names []string) (ledger.Store, error) {
	if kept != nil {
		defer kept.Close()
	}
	reader, err := e.app.Load(nil)
	if err != nil {
		return nil, err
	}
	small := ledger.NewMemory()
	for _, name := range names {
		item, err := e.itemOf(ctx, kept, name)
		if err != nil {
			return nil, err
		}
		d, err := reader.Read(item.Report)
		if err != nil {
			f := cli.Failure(name, err)
			return nil, cli.Fail(cli.SomeFailed, f.Do, "%s: %s", name, f.What)
		}
		entry := ledger.EntryOf(d, ledger.From{Origin: name, Learned: e.now()})
		if _, err := small.Add(ctx, []*ledger.Entry{entry}); err != nil {
			return nil, err
		}
	}
	return small, nil
}

// itemOf is a report from a file, or from the ledger by its key.
func (e *env) itemOf(ctx context.Context, kept ledger.Store, name string) (*cli.Item, error) {
	if isFile(name) {
		for item := range e.app.Open(ctx, []string{name}, e.app.Stdin, 20*time.Second) {
			if item.Err != nil {
				f := cli.Failure(name, item.Err)
				return nil, cli.Fail(cli.SomeFailed, f.Do, "%s: %s", name, f.What)
			}
			if item.Report.Name == "" {
				item.Report.Name = name
			}
			return &item, nil
		}
		return nil, cli.Fail(cli.SomeFailed, "", "%s: no report is in it", name)
	}
	r, err := findReport(ctx, kept, name)
	if err != nil {
		return nil, err
	}
	full, err := kept.Reports(ctx, ledger.Query{Reports: []ledger.ReportID{r.ID}, Text: true})
	if err != nil || len(full) == 0 {
		return nil, e.unusable("", err)
	}
	item := &cli.Item{Name: name}
	item.Report.Name, item.Report.Text, item.Report.Title, item.Report.Outlet, item.Report.URL = r.Origin, full[0].Text, r.Title, r.Outlet, r.URL
	if t, err := time.Parse(time.DateOnly, string(r.Published)); err == nil {
		item.Report.Published = t
	}
	return item, nil
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// reportOf finds a report by key, or by the name under which it was compared.
func (e *env) reportOf(ctx context.Context, s ledger.Store, name string) (ledger.ReportID, error) {
	versions, err := s.Versions(ctx, name)
	if err != nil {
		return 0, err
	}
	if len(versions) > 0 {
		return versions[len(versions)-1].ID, nil
	}
	r, err := findReport(ctx, s, name)
	if err != nil {
		return 0, err
	}
	return r.ID, nil
}

func compareAnswer(c *ledger.Comparison) *answer {
	about, lines := wire.Comparison(c)
	a := &answer{
		more: about, lines: anys(lines), text: func(s *brief.Sheet) { compareText(s, c) },
		columns: []string{"kind", "why", "a_label", "a_actors", "a_words", "a_paragraph", "b_label", "b_actors", "b_words", "b_paragraph"},
	}
	for _, d := range lines {
		row := []string{d.Kind, d.Why}
		for _, p := range []*client.Passage{d.A, d.B} {
			if p == nil {
				row = append(row, "", "", "", "")
				continue
			}
			row = append(row, p.Label, strings.Join(p.Actors, "; "), p.Words, itoa(p.Paragraph))
		}
		a.rows = append(a.rows, row)
	}
	return a
}

func compareText(s *brief.Sheet, c *ledger.Comparison) {
	s.Row(0, []brief.Col{{Text: "A", Class: "bold", Width: 1}}, []brief.Word{{Text: c.A}}, "")
	s.Row(0, []brief.Col{{Text: "B", Class: "bold", Width: 1}}, []brief.Word{{Text: c.B}}, "")
	pairs := func(title string, list []ledger.PassagePair) {
		if len(list) == 0 {
			return
		}
		s.Blank()
		s.Title(title)
		for i := range list {
			passageText(s, "A", &list[i].A, "")
			passageText(s, "B", &list[i].B, list[i].Why)
		}
	}
	pairs("OPPOSED", c.Opposed)
	pairs("WORDED OTHERWISE", c.Changed)
	for _, side := range []struct {
		name string
		list []ledger.Passage
	}{{"A", c.OnlyA}, {"B", c.OnlyB}} {
		if len(side.list) > 0 {
			s.Blank()
			s.Title("ONLY IN " + side.name)
		}
		for i := range side.list {
			passageText(s, side.name, &side.list[i], "")
		}
	}
	s.Blank()
	s.Note(fmt.Sprintf("%s the same in both", count(c.Same, "line")))
}

func passageText(s *brief.Sheet, side string, p *ledger.Passage, why string) {
	const labelWidth = 9 // of acts and of the numbers of points
	cols := []brief.Col{{Text: side, Width: 1}}
	var body []brief.Word
	if utf8.RuneCountInString(p.Label) <= labelWidth {
		cols = append(cols, brief.Col{Text: p.Label, Class: p.Label, Width: labelWidth})
	} else { // a proposal stands before its words
		body = append(body, brief.Word{Text: wording.Title(p.Label) + " ·", Class: "bold"})
	}
	if len(p.Actors) > 0 {
		body = append(body, brief.Word{Text: strings.Join(p.Actors, ", ") + ":"})
	}
	body = append(body, brief.Word{Text: brief.Clip(wording.Sentence(p.Words), 2*wording.Longest)})
	if why != "" {
		body = append(body, brief.Word{Text: "[" + why + "]", Class: "faint"})
	}
	src := p.Source
	if src.Paragraph == 0 {
		src.Paragraph = p.Para
	}
	place := ""
	if src.Key != "" {
		place = cite(&src, &ledger.Line{Confidence: 1})
	}
	s.Row(2, cols, body, place)
}

// lines of a file, without their ends.
func fileLines(b []byte) []string {
	return strings.Split(string(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))), "\n")
}
