package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// windowLines bounds what is read of answers that are made as a whole before a page
// is cut out of them.
const windowLines = 2000

// asked is a question with the page that is asked for.
func (s *service) asked(r *http.Request, b *Bounds, otherwise int) (ledger.Ask, *page, error) {
	ask, err := s.ask(b)
	if err != nil {
		return ask, nil, err
	}
	p, err := pageOf(r.URL, &b.Paged, otherwise)
	return ask, p, err
}

// listOf is an answer of lines alone.
func listOf[L any](name string, ask *ledger.Ask, lines []L, next string) *client.List[L] {
	return &client.List[L]{Answer: name, AsOf: answer.AsOf(ask.AsOf), Lines: lines, Next: next}
}

func (s *service) table(ctx context.Context, r *http.Request, b *Bounds) (*client.Answer[client.TableAbout, client.Row], error) {
	ask, p, err := s.asked(r, b, tableLimit)
	if err != nil {
		return nil, err
	}
	t, next, err := s.rows(ctx, ask, p)
	if err != nil {
		return nil, err
	}
	about, rows, err := answer.New(ctx, s.l).Table(t)
	return &client.Answer[client.TableAbout, client.Row]{Answer: "table", AsOf: answer.AsOf(ask.AsOf), About: about, Lines: rows, Next: next}, err
}

// byNumber begins a cursor of a table that goes on after the number of a proposal.
const byNumber = "#"

// rows is a page of the table. It goes on after the last proposal by its number; the
// rows of issues have none, and a proposal that others were merged into has another
// place than its number tells: then more rows are read and the page is cut out.
func (s *service) rows(ctx context.Context, ask ledger.Ask, p *page) (*ledger.Table, string, error) {
	after, plain := strings.CutPrefix(p.after, byNumber)
	if ask.Limit = p.size; plain {
		n, err := strconv.ParseInt(after, 10, 64)
		if err != nil || n <= 0 {
			return nil, "", notOurs()
		}
		ask.After = n
	} else if p.after != "" {
		ask.Limit = maxLimit
	}
	t, err := s.l.Table(ctx, ask)
	if err != nil || len(t.Rows) == 0 {
		return t, "", err
	}
	key := func(x *ledger.Row) string { return x.Proposal.Key }
	next := ""
	if p.after != "" && !plain {
		if t.Rows, next, err = window(p, t.Rows, key); err == nil {
			t.More = t.More || next != ""
		}
		return t, next, err
	}
	if t.More {
		last := &t.Rows[len(t.Rows)-1]
		next = p.next(digestOf(key(last)))
		if last.Proposal.ID != 0 && !s.mergedProposals(ctx) {
			next = p.next(byNumber + strconv.FormatInt(int64(last.Proposal.ID), 10))
		}
	}
	return t, next, nil
}

// mergedProposals tells whether proposals were ever merged by hand; also where that
// cannot be told.
func (s *service) mergedProposals(ctx context.Context) bool {
	list, err := s.l.Store.Corrections(ctx)
	return err != nil || slices.ContainsFunc(list, func(c ledger.Correction) bool { return c.Kind == ledger.MergeProposals })
}

// cellIn asks for what lies behind a cell.
type cellIn struct {
	Bounds
}

func (s *service) history(ctx context.Context, r *http.Request, in *cellIn) (*client.Answer[client.HistoryAbout, client.Stand], error) {
	ask, p, err := s.asked(r, &in.Bounds, lineLimit)
	if err != nil {
		return nil, err
	}
	if ask.Proposal == "" {
		return nil, problem(http.StatusUnprocessableEntity, "give proposal, the key of a row of the table", "no row of the table is named")
	}
	h, err := s.l.History(ctx, ask)
	if err != nil {
		return nil, err
	}
	stands, next, err := window(p, h.Stands, func(x *ledger.Stand) string { return x.Key })
	if err != nil {
		return nil, err
	}
	h.Stands = stands
	options, err := s.optionsOf(ctx, stands)
	if err != nil {
		return nil, err
	}
	about, lines, err := answer.New(ctx, s.l).History(h, options)
	return &client.Answer[client.HistoryAbout, client.Stand]{Answer: "history", AsOf: answer.AsOf(ask.AsOf), About: about, Lines: lines, Next: next}, err
}

// optionsOf reads the options of the proposals of positions.
func (s *service) optionsOf(ctx context.Context, stands []ledger.Stand) ([]ledger.Option, error) {
	var ids []ledger.ProposalID
	for i := range stands {
		if stands[i].Option != 0 {
			ids = append(ids, stands[i].Proposal)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	return s.l.Store.Options(ctx, slices.Compact(ids))
}

// unpaged is the question of bounds whose answer comes in one page.
func (s *service) unpaged(b *Bounds) (ledger.Ask, error) {
	ask, err := s.ask(b)
	if err == nil && b.After != "" {
		err = notOurs()
	}
	ask.Limit = b.Limit
	return ask, err
}

// whoIn asks for one actor.
type whoIn struct {
	Name string `query:"name" required:"true" maxLength:"500" doc:"a name of the actor, or its key"`
	Bounds
}

func (s *service) who(ctx context.Context, r *http.Request, in *whoIn) (*client.Answer[client.ProfileAbout, client.Known], error) {
	ask, err := s.unpaged(&in.Bounds)
	if err != nil {
		return nil, err
	}
	p, err := s.l.Who(ctx, in.Name, ask)
	if err != nil {
		return nil, err
	}
	about, lines, err := answer.New(ctx, s.l).Profile(p)
	return &client.Answer[client.ProfileAbout, client.Known]{Answer: "who", AsOf: answer.AsOf(ask.AsOf), About: about, Lines: lines}, err
}

// nameIn asks for the actors of a name.
type nameIn struct {
	Name string `query:"q" required:"true" maxLength:"500" doc:"words of the name"`
	Paged
}

func (s *service) actors(ctx context.Context, r *http.Request, in *nameIn) (*client.List[client.Actor], error) {
	p, err := pageOf(r.URL, &in.Paged, lineLimit)
	if err != nil {
		return nil, err
	}
	found, err := s.l.Store.FindActors(ctx, in.Name, windowLines)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(a ledger.Actor) bool { return a.Unnamed })
	found, next, err := window(p, found, func(a *ledger.Actor) string { return a.Key })
	return listOf("actors", &ledger.Ask{}, answer.Actors(found), next), err
}

func (s *service) timeline(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Item], error) {
	put := func(ctx context.Context, ask ledger.Ask) ([]ledger.Item, error) {
		if b.After == "" {
			ask.Limit = b.size(lineLimit) + 1 // it reads of each kind as much as it gives
		}
		return s.l.Timeline(ctx, ask)
	}
	return listed(ctx, s, r, b, "timeline", put, tail, itemKey, (*answer.Maker).Items)
}

func (s *service) shifts(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Shift], error) {
	return listed(ctx, s, r, b, "shifts", s.l.Shifts, window, shiftKey, (*answer.Maker).Shifts)
}

func (s *service) due(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Due], error) {
	return listed(ctx, s, r, b, "due", s.l.Due, tail, func(x *ledger.DueLine) string { return x.Key }, (*answer.Maker).Dues)
}

func (s *service) conflicts(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Conflict], error) {
	key := func(x *ledger.Conflict) string { return string(x.Kind) + " " + x.A.Key + " " + x.B.Key }
	return listed(ctx, s, r, b, "conflicts", s.l.Conflicts, window, key, (*answer.Maker).Conflicts)
}

func (s *service) commitments(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Commitment], error) {
	return listed(ctx, s, r, b, "commitments", s.l.Commitments, window, func(x *ledger.Waiting) string { return x.Move.Key }, (*answer.Maker).Commitments)
}

// listed answers with a page out of a list that is made as a whole.
func listed[L, W any](
	ctx context.Context, s *service, r *http.Request, b *Bounds, name string,
	put func(context.Context, ledger.Ask) ([]L, error),
	part func(*page, []L, func(*L) string) ([]L, string, error), key func(*L) string,
	out func(*answer.Maker, []L) ([]W, error),
) (*client.List[W], error) {
	ask, p, err := s.asked(r, b, lineLimit)
	if err != nil {
		return nil, err
	}
	ask.Limit = windowLines
	list, err := put(ctx, ask)
	if err != nil {
		return nil, err
	}
	list, next, err := part(p, list, key)
	if err != nil {
		return nil, err
	}
	lines, err := out(answer.New(ctx, s.l), list)
	return listOf(name, &ask, lines, next), err
}

func shiftKey(x *ledger.ShiftLink) string {
	if x.Told != nil {
		return x.Told.Key
	}
	return x.From.Key + " " + x.To.Key
}

func itemKey(x *ledger.Item) string {
	switch {
	case x.Move != nil:
		return "m " + x.Move.Key
	case x.Statement != nil:
		return "s " + x.Statement.Key
	case x.Deadline != nil:
		return "d " + x.Deadline.Key
	case x.Shift != nil:
		return "h " + shiftKey(x.Shift)
	}
	return ""
}

func (s *service) events(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Move], error) {
	return numbered(ctx, s, r, b, "events", s.l.Events, func(x *ledger.MoveLine) int64 { return int64(x.ID) }, (*answer.Maker).Moves)
}

func (s *service) statements(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Statement], error) {
	return numbered(ctx, s, r, b, "statements", s.l.Statements, func(x *ledger.StatementLine) int64 { return int64(x.ID) }, (*answer.Maker).Statements)
}

func (s *service) reports(ctx context.Context, r *http.Request, b *Bounds) (*client.List[client.Report], error) {
	b.Least = 0 // these are not lines with a confidence
	return numbered(ctx, s, r, b, "sources", s.l.Sources, func(x *ledger.Report) int64 { return int64(x.ID) }, func(_ *answer.Maker, list []ledger.Report) ([]client.Report, error) {
		return answer.Reports(list), nil
	})
}

// searchIn asks for words in reports.
type searchIn struct {
	Words string `query:"q" required:"true" maxLength:"500" doc:"words that must all stand in the report; \"in quotation marks\" side by side, -word must not, word* begins one"`
	Bounds
}

func (s *service) search(ctx context.Context, r *http.Request, in *searchIn) (*client.List[client.Hit], error) {
	in.Least = 0
	put := func(ctx context.Context, ask ledger.Ask) ([]ledger.Hit, error) { return s.l.Search(ctx, in.Words, ask) }
	return numbered(ctx, s, r, &in.Bounds, "search", put, func(x *ledger.Hit) int64 { return int64(x.Report.ID) }, func(_ *answer.Maker, list []ledger.Hit) ([]client.Hit, error) {
		out := make([]client.Hit, len(list))
		for i := range list {
			out[i] = answer.Hit(&list[i])
		}
		return out, nil
	})
}

// numbered answers with a page of a list that goes on after the number of a line,
// however long it is.
func numbered[L, W any](
	ctx context.Context, s *service, r *http.Request, b *Bounds, name string,
	put func(context.Context, ledger.Ask) ([]L, error), number func(*L) int64,
	out func(*answer.Maker, []L) ([]W, error),
) (*client.List[W], error) {
	ask, p, err := s.asked(r, b, lineLimit)
	if err != nil {
		return nil, err
	}
	if ask.After, err = p.number(); err != nil {
		return nil, err
	}
	ask.Limit = p.size + 1
	list, err := put(ctx, ask)
	if err != nil {
		return nil, err
	}
	list, next := cut(p, list, number)
	lines, err := out(answer.New(ctx, s.l), list)
	return listOf(name, &ask, lines, next), err
}

// pairIn names what is compared.
type pairIn struct {
	A string `query:"a" required:"true" maxLength:"100" doc:"the key of a report, or a day"`
	B string `query:"b" required:"true" maxLength:"100" doc:"the key of the other report, or the other day"`
	Bounds
}

func (s *service) compare(ctx context.Context, _ *http.Request, in *pairIn) (*client.Answer[client.ComparisonAbout, client.Difference], error) {
	ask, err := s.unpaged(&in.Bounds)
	if err != nil {
		return nil, err
	}
	from, err1 := time.Parse(time.DateOnly, in.A)
	to, err2 := time.Parse(time.DateOnly, in.B)
	var c *ledger.Comparison
	switch {
	case err1 == nil && err2 == nil:
		c, err = s.l.CompareDays(ctx, ask, from, to)
	case (err1 == nil) != (err2 == nil):
		return nil, problem(http.StatusUnprocessableEntity, "name two reports or two days", "one of a and b is a day and the other is not")
	default:
		c, err = s.compareReports(ctx, in.A, in.B)
	}
	if err != nil {
		return nil, err
	}
	about, lines := answer.Comparison(c)
	return &client.Answer[client.ComparisonAbout, client.Difference]{Answer: "compare", AsOf: answer.AsOf(ask.AsOf), About: about, Lines: lines}, nil
}

func (s *service) compareReports(ctx context.Context, a, b string) (*ledger.Comparison, error) {
	x, err := s.find(ctx, a)
	if err != nil {
		return nil, err
	}
	y, err := s.find(ctx, b)
	if err != nil {
		return nil, err
	}
	return s.l.Compare(ctx, x.ID, y.ID)
}

// nothingIn takes nothing.
type nothingIn struct{}

func (s *service) dossiers(context.Context, *http.Request, *nothingIn) (*client.List[client.Dossier], error) {
	out := make([]client.Dossier, len(s.o.Dossiers))
	for i, d := range s.o.Dossiers {
		out[i] = answer.Dossier(d)
	}
	return listOf("dossiers", &ledger.Ask{}, out, ""), nil
}

func (s *service) merges(ctx context.Context, r *http.Request, in *Paged) (*client.List[client.Merge], error) {
	p, err := pageOf(r.URL, in, tableLimit)
	if err != nil {
		return nil, err
	}
	found, err := s.l.Merges(ctx, windowLines)
	if err != nil {
		return nil, err
	}
	found, next, err := window(p, found, func(x *ledger.MergeProposal) string { return x.A.Key + " " + x.B.Key })
	if err != nil {
		return nil, err
	}
	out := make([]client.Merge, len(found))
	for i := range found {
		out[i] = answer.Merge(&found[i])
	}
	return listOf("merges", &ledger.Ask{}, out, next), nil
}

// logIn asks for the corrections as of a day.
type logIn struct {
	AsOf string `query:"as-of" format:"date" doc:"only those that were made by the end of this day"`
	Paged
}

func (s *service) corrections(ctx context.Context, r *http.Request, in *logIn) (*client.List[client.Correction], error) {
	ask, p, err := s.asked(r, &Bounds{AsOf: in.AsOf, Paged: in.Paged}, lineLimit)
	if err != nil {
		return nil, err
	}
	list, err := s.l.Store.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	made := answer.Corrections(list, ask.AsOf)
	made, next, err := window(p, made, func(c *client.Correction) string { return strconv.FormatInt(c.ID, 10) })
	return listOf("corrections", &ask, made, next), err
}

// find is the report of a key.
func (s *service) find(ctx context.Context, key string) (*ledger.Report, error) {
	found, err := s.l.Store.ReportsByKey(ctx, []string{strings.TrimSpace(key)})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, problem(http.StatusNotFound, "give the whole key, see "+root+"/reports for the reports", "no report has the key %q", clip(key))
	}
	return &found[0], nil
}
