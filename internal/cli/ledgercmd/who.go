package ledgercmd

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	wire "github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

func itoa(n int) string { return strconv.Itoa(n) }

// wordsCommand is a command that asks with words.
func (e *env) wordsCommand(cmd *cobra.Command, missing, name string, put func(*asking, string) (*answer, error)) *cobra.Command {
	var f askFlags
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if strings.TrimSpace(strings.Join(args, " ")) == "" {
			return misuse("run "+cmd.CommandPath()+" --help", "%s", missing)
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return e.question(cmd, &f, name, func(q *asking) (*answer, error) { return put(q, strings.Join(args, " ")) })
	}
	return e.askCommand(cmd, &f)
}

func (e *env) whoCommand() *cobra.Command {
	return e.wordsCommand(&cobra.Command{
		Use: "who NAME", Short: "tell what is known of one actor: where it stands, what it owes and awaits, what it said",
		Example: "  parley who Zelensky\n  parley who \"United States\" --as-of 2025-08-20",
	}, "name an actor", "who", func(q *asking, name string) (*answer, error) {
		p, err := q.Who(q.ctx, name, q.ask)
		if err != nil {
			return nil, err
		}
		return q.profile(p)
	})
}

func (q *asking) profile(p *ledger.Profile) (*answer, error) {
	about, known, err := q.out.Profile(p)
	if err != nil {
		return nil, err
	}
	labels := map[ledger.ProposalID]string{}
	for i := range p.Proposals {
		labels[p.Proposals[i].ID] = p.Proposals[i].Label
	}
	a := &answer{more: about, lines: anys(known), columns: append([]string{"kind", "proposal", "who", "stance_or_act", "what"}, lineColumns...)}
	add := func(kind, proposal, who, what, words string, l *ledger.Line, s *ledger.Source) {
		a.rows = append(a.rows, append([]string{kind, proposal, who, what, words}, lineRow(l, s)...))
	}
	var keys []string
	for i := range p.Positions {
		x := &p.Positions[i]
		keys = append(keys, x.Move)
		add("position", labels[x.Proposal], q.called(x.By), x.Stance.String(), x.If, &x.Line, &x.Source)
	}
	for _, list := range []struct {
		kind  string
		waits []ledger.Waiting
	}{{"owes", p.Owes}, {"awaits", p.Awaits}} {
		for i := range list.waits {
			m := &list.waits[i].Move
			add(list.kind, "", strings.Join(q.calledAll(m.By), "; "), m.Act.String(), m.What, &m.Line, &m.Source)
		}
	}
	for i := range p.Moves {
		m := &p.Moves[i]
		add("move", "", strings.Join(q.calledAll(m.By), "; "), m.Act.String(), m.What, &m.Line, &m.Source)
	}
	for i := range p.Statements {
		x := &p.Statements[i]
		add("statement", "", strings.Join(q.calledAll(x.Sources), "; "), x.Cue, x.Content, &x.Line, &x.Source)
	}
	a.text = func(s *brief.Sheet) { q.profileText(s, p, labels) }
	return a, q.rests(keys)
}

func (q *asking) profileText(s *brief.Sheet, p *ledger.Profile, labels map[ledger.ProposalID]string) {
	q.actorText(s, p)
	q.about = p.Actor.ID
	head := func(text string, n int) bool {
		if n > 0 {
			s.Blank()
			s.Title(text)
		}
		return n > 0
	}
	if head("POSITIONS", len(p.Positions)) {
		q.positionsText(s, p, labels)
	}
	for _, list := range []struct {
		title string
		waits []ledger.Waiting
	}{{"OWES", p.Owes}, {"AWAITS", p.Awaits}} {
		waits := q.foldWaiting(list.waits)
		head(list.title, len(waits))
		for i := range q.few(s, len(waits)) {
			q.waitingText(s, 2, &waits[i])
		}
	}
	moves := q.foldMoves(p.Moves)
	head("MOVES", len(moves))
	for i := range q.few(s, len(moves)) {
		q.moveText(s, 2, []brief.Col{dayColumn(moves[i].Said)}, &moves[i])
	}
	statements := q.foldStatements(p.Statements)
	head("SAID", len(statements))
	for i := range q.few(s, len(statements)) {
		q.statementText(s, &statements[i])
	}
	if len(p.Positions)+len(p.Owes)+len(p.Awaits)+len(p.Moves)+len(p.Statements) == 0 {
		s.Blank()
		_ = q.nothing(s, "no line of "+p.Actor.Name) // it only explains
	}
}

// actorText tells who an actor is.
func (q *asking) actorText(s *brief.Sheet, p *ledger.Profile) {
	head := []brief.Word{{Text: p.Actor.Name, Class: "bold"}}
	for _, part := range []string{p.Actor.Role, p.Actor.Kind.String(), p.Actor.Country, count(p.Reports, "report")} {
		if part != "" {
			head = append(head, brief.Word{Text: "· " + part, Class: "faint"})
		}
	}
	s.Row(0, nil, head, "")
	if names := otherNames(p); len(names) > 0 {
		s.Note("also " + list(names, "and") + " · " + p.Actor.Key)
	} else {
		s.Note(p.Actor.Key)
	}
}

func (q *asking) positionsText(s *brief.Sheet, p *ledger.Profile, labels map[ledger.ProposalID]string) {
	last := ledger.ProposalID(0)
	for i := range p.Positions {
		x := &p.Positions[i]
		if x.Proposal != last {
			s.Row(2, nil, []brief.Word{{Text: wording.Title(labels[x.Proposal]), Class: "bold"}}, "")
			last = x.Proposal
		}
		q.standText(s, x, 4, []brief.Col{{Text: x.Stance.String(), Class: x.Stance.String(), Width: 8}}, nil)
	}
}

// otherNames lists the names of an actor but the one that it is under, each once.
func otherNames(p *ledger.Profile) (names []string) {
	add := func(n string) {
		if n != p.Actor.Name && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	for _, n := range p.Actor.Names {
		add(n)
	}
	for i := range p.Merged {
		add(p.Merged[i].Name)
	}
	return names
}

func (e *env) sourcesCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "sources", Short: "list the reports, with their versions and copies",
	}, "sources", func(q *asking) (*answer, error) {
		q.ask.Least = 0 // these are not lines with a confidence
		reports, err := q.Sources(q.ctx, q.ask)
		if err != nil {
			return nil, err
		}
		a := &answer{empty: "no report", columns: []string{"published", "learned", "outlet", "title", "author", "language", "words", "version", "family", "url", "origin", "reader", "report"}}
		lines := wire.Reports(reports)
		a.lines = anys(lines)
		for _, o := range lines {
			a.rows = append(a.rows, []string{o.Published, o.Learned, o.Outlet, o.Title, o.Author, o.Language, itoa(o.Words), itoa(o.Version), itoa(o.Family), o.URL, o.Origin, o.Reader, o.Key})
		}
		a.text = func(s *brief.Sheet) {
			for i := range reports {
				reportText(s, &reports[i], "")
			}
		}
		return a, nil
	})
}

func reportText(s *brief.Sheet, r *ledger.Report, excerpt string) {
	src := ledger.Source{Outlet: r.Outlet, Origin: r.Origin, Title: r.Title, Key: r.Key}
	title := r.Title
	if title == "" {
		title = r.Origin
	}
	day := string(r.Published)
	if day == "" {
		day = "no date"
	}
	body := []brief.Word{{Text: title}}
	if r.Version > 1 {
		body = append(body, brief.Word{Text: "(version " + itoa(r.Version) + ")", Class: "faint"})
	}
	if r.Family != 0 && r.Family != r.ID {
		body = append(body, brief.Word{Text: "(a copy)", Class: "faint"})
	}
	s.Row(0, []brief.Col{{Text: day, Width: 10}, {Text: outletOf(&src), Width: 20}}, body, count(r.Words, "word")+" "+shortKey(r.Key))
	if excerpt != "" {
		s.Row(12, nil, highlight(excerpt), "")
	}
}

// highlight makes bold what a search found, between U+0001 and U+0002.
func highlight(excerpt string) (b []brief.Word) {
	for part := range strings.SplitSeq(excerpt, "\x01") {
		hit, rest, ok := strings.Cut(part, "\x02")
		if ok {
			end := strings.IndexByte(rest+" ", ' ') // what sticks to the word stays with it
			b = append(b, brief.Word{Text: hit + rest[:end], Class: "bold"})
			part = rest[end:]
		}
		b = append(b, brief.Word{Text: part})
	}
	return b
}

func (e *env) searchCommand() *cobra.Command {
	return e.wordsCommand(&cobra.Command{
		Use: "search QUERY", Short: "find reports by words in their titles and texts",
		Long: `Search finds the reports that hold all the words. "Words in quotation marks"
must stand side by side, -word must not stand in the report, word* begins one.`,
		Example: "  parley search ceasefire monitors\n  parley search '\"security guarantees\" -nato'",
	}, "no words to search for", "search", func(q *asking, words string) (*answer, error) {
		q.ask.Least = 0 // these are not lines with a confidence
		hits, err := q.Search(q.ctx, words, q.ask)
		if err != nil {
			return nil, err
		}
		a := &answer{empty: "no report with " + words, columns: []string{"published", "outlet", "title", "excerpt", "url", "origin", "report"}}
		for i := range hits {
			o := wire.Hit(&hits[i])
			a.lines = append(a.lines, o)
			a.rows = append(a.rows, []string{o.Published, o.Outlet, o.Title, o.Excerpt, o.URL, o.Origin, o.Key})
		}
		a.text = func(s *brief.Sheet) {
			for i := range hits {
				reportText(s, &hits[i].Report, hits[i].Excerpt)
			}
		}
		return a, nil
	})
}

func (e *env) mergesCommand() *cobra.Command {
	return e.listCommand(&cobra.Command{
		Use: "merges", Short: "list the names that may be one actor, which the ledger has not merged",
		Example: "  parley merges\n  parley correct merge \"Donald Trump\" \"Mr Trump\" --author me --reason \"one man\"",
	}, "merges", func(q *asking) (*answer, error) {
		limit := q.ask.Limit
		if limit == 0 {
			limit = 50
		}
		q.ask.Least = 0 // these are not lines with a confidence
		found, err := q.Merges(q.ctx, limit)
		if err != nil {
			return nil, err
		}
		a := &answer{empty: "no likely merge", columns: []string{"odds", "a", "b", "why", "a_key", "b_key"}}
		for i := range found {
			m := &found[i]
			a.lines = append(a.lines, wire.Merge(m))
			a.rows = append(a.rows, []string{strconv.FormatFloat(m.Odds, 'f', 2, 64), m.A.Name, m.B.Name, m.Why, m.A.Key, m.B.Key})
		}
		a.text = func(s *brief.Sheet) {
			for i := range found {
				m := &found[i]
				s.Row(0, []brief.Col{{Text: strconv.FormatFloat(m.Odds, 'f', 2, 64), Width: 4}}, []brief.Word{{Text: m.A.Name, Class: "bold"}, {Text: "and"}, {Text: m.B.Name, Class: "bold"},
					{Text: "· " + m.Why, Class: "faint"}}, m.A.Key+" "+m.B.Key)
			}
			s.Note("parley correct merge makes two of them one")
		}
		return a, nil
	})
}
