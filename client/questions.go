package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/parley-reader/parley/doc"
)

// Table tells what is on the table and where each side stands.
func (c *Client) Table(ctx context.Context, q Query) (*Answer[TableAbout, Row], error) {
	return get[Answer[TableAbout, Row]](ctx, c, "table", q.values())
}

// History tells what lies behind the row of the table with the key q.Proposal, or
// behind the cell of q.Actors in it, the newest first.
func (c *Client) History(ctx context.Context, q Query) (*Answer[HistoryAbout, Stand], error) {
	return get[Answer[HistoryAbout, Stand]](ctx, c, "history", q.values())
}

// Who tells what is known of the actor of a name or key.
func (c *Client) Who(ctx context.Context, name string, q Query) (*Answer[ProfileAbout, Known], error) {
	return get[Answer[ProfileAbout, Known]](ctx, c, "who", with(q, "name", name))
}

func with(q Query, name, value string) url.Values {
	v := q.values()
	v.Set(name, value)
	return v
}

// Actors gives the actors with a name that holds all words; of the query only Limit
// and After count.
func (c *Client) Actors(ctx context.Context, words string, q Query) (*List[Actor], error) {
	return get[List[Actor]](ctx, c, "actors", with(Query{Limit: q.Limit, After: q.After}, "q", words))
}

// Timeline tells what was said, done, due and changed, the oldest first. Its first
// page has the latest lines, its next pages what was before.
func (c *Client) Timeline(ctx context.Context, q Query) (*List[Item], error) {
	return get[List[Item]](ctx, c, "timeline", q.values())
}

// Shifts tells who changed position, the newest first.
func (c *Client) Shifts(ctx context.Context, q Query) (*List[Shift], error) {
	return get[List[Shift]](ctx, c, "shifts", q.values())
}

// Due tells what is to happen by when, the earliest first. Its first page has the
// latest windows, its next pages those before.
func (c *Client) Due(ctx context.Context, q Query) (*List[Due], error) {
	return get[List[Due]](ctx, c, "due", q.values())
}

// Conflicts tells what reports tell differently.
func (c *Client) Conflicts(ctx context.Context, q Query) (*List[Conflict], error) {
	return get[List[Conflict]](ctx, c, "conflicts", q.values())
}

// Commitments tells what was promised and how it stands, the newest first.
func (c *Client) Commitments(ctx context.Context, q Query) (*List[Commitment], error) {
	return get[List[Commitment]](ctx, c, "commitments", q.values())
}

// Events gives the moves that have a code in the PLOVER scheme, the newest first. What
// happens to the ledger is told by [Client.Follow].
func (c *Client) Events(ctx context.Context, q Query) (*List[Move], error) {
	return get[List[Move]](ctx, c, "events", q.values())
}

// Statements tells who said what, the newest first.
func (c *Client) Statements(ctx context.Context, q Query) (*List[Statement], error) {
	return get[List[Statement]](ctx, c, "statements", q.values())
}

// Search finds the reports that hold words, the newest first: all words, "words side
// by side", -word for one that must not stand there, word* for a beginning.
func (c *Client) Search(ctx context.Context, words string, q Query) (*List[Hit], error) {
	return get[List[Hit]](ctx, c, "search", with(q, "q", words))
}

// Reports gives the reports, the newest first.
func (c *Client) Reports(ctx context.Context, q Query) (*List[Report], error) {
	return get[List[Report]](ctx, c, "reports", q.values())
}

// Report gives one report with its text, its versions and what it tells; of the query
// only AsOf and MinConfidence count.
func (c *Client) Report(ctx context.Context, key string, q Query) (*Answer[ReportAbout, Known], error) {
	q = Query{AsOf: q.AsOf, MinConfidence: q.MinConfidence}
	return get[Answer[ReportAbout, Known]](ctx, c, "reports/"+url.PathEscape(key), q.values())
}

// Compare tells two reports apart, by their keys, or what was on the table on two
// days.
func (c *Client) Compare(ctx context.Context, a, b string, q Query) (*Answer[ComparisonAbout, Difference], error) {
	v := with(q, "a", a)
	v.Set("b", b)
	return get[Answer[ComparisonAbout, Difference]](ctx, c, "compare", v)
}

// Dossiers gives the negotiations that questions can be bounded to.
func (c *Client) Dossiers(ctx context.Context) (*List[Dossier], error) {
	return get[List[Dossier]](ctx, c, "dossiers", nil)
}

// Merges gives names that may be one actor, the likeliest first; of the query only
// Limit and After count.
func (c *Client) Merges(ctx context.Context, q Query) (*List[Merge], error) {
	q = Query{Limit: q.Limit, After: q.After}
	return get[List[Merge]](ctx, c, "merges", q.values())
}

// Corrections gives what was corrected by hand, the first first; of the query only
// AsOf, Limit and After count.
func (c *Client) Corrections(ctx context.Context, q Query) (*List[Correction], error) {
	q = Query{AsOf: q.AsOf, Limit: q.Limit, After: q.After}
	return get[List[Correction]](ctx, c, "corrections", q.values())
}

// Correct makes a correction and gives it as it was kept.
func (c *Client) Correct(ctx context.Context, in NewCorrection) (*Correction, error) {
	return made(post[List[Correction]](ctx, c, "corrections", in))
}

// Undo undoes the correction of a number and gives the correction that does it.
func (c *Client) Undo(ctx context.Context, id int64, why Undo) (*Correction, error) {
	return made(post[List[Correction]](ctx, c, "corrections/"+strconv.FormatInt(id, 10)+"/undo", why))
}

func made(a *List[Correction], err error) (*Correction, error) {
	if err != nil {
		return nil, err
	}
	if len(a.Lines) != 1 {
		return nil, unfinished(io.EOF)
	}
	return &a.Lines[0], nil
}

// Read reads a report without keeping it. The document has the record, not the
// layers below it: no tokens, tags or trees.
func (c *Client) Read(ctx context.Context, r NewReport) (*doc.Document, error) {
	return post[doc.Document](ctx, c, "read", r)
}

// Add adds one report, and tells what was new in it. One that is known already changes
// nothing.
func (c *Client) Add(ctx context.Context, r NewReport) (*Taken, error) {
	a, err := post[Added](ctx, c, "reports", r)
	if err != nil {
		return nil, err
	}
	if len(a.Reports) != 1 {
		return nil, unfinished(io.EOF)
	}
	return &a.Reports[0], nil
}

// AddFile adds the reports that a file holds: text, HTML, PDF and what else the server
// reads, told apart by its name and its bytes.
func (c *Client) AddFile(ctx context.Context, name string, content io.Reader) (*Added, error) {
	headers := map[string]string{"Accept": "application/json", "Content-Type": "application/octet-stream"}
	answer, err := c.send(ctx, http.MethodPost, "reports", url.Values{"name": {name}}, headers, content)
	if err != nil {
		return nil, err
	}
	return read[Added](answer)
}

// Export gives the ledger within the bounds in the form of other programs: jsonl,
// plover, ris, bibtex, ktab (of an issue, "" where there is but one), md or html. The
// caller closes what is given; it ends with an error where it is not whole.
func (c *Client) Export(ctx context.Context, as, issue string, q Query) (io.ReadCloser, error) {
	v := with(q, "as", as)
	if issue != "" {
		v.Set("issue", issue)
	}
	return c.send(ctx, http.MethodGet, "export", v, nil, nil)
}

// Pages goes through the pages of a question, from the one that q asks for. It ends
// after an error.
//
//	for page, err := range client.Pages(ctx, c.Shifts, client.Query{}) { … }
func Pages[A, L any](ctx context.Context, ask func(context.Context, Query) (*Answer[A, L], error), q Query) iter.Seq2[*Answer[A, L], error] {
	return func(yield func(*Answer[A, L], error) bool) {
		for {
			page, err := ask(ctx, q)
			if !yield(page, err) || err != nil || page.Next == "" {
				return
			}
			next := page.After()
			if next == "" || next == q.After {
				return
			}
			q.After = next
		}
	}
}

// All goes through the lines of all pages of a question. It ends after an error.
func All[A, L any](ctx context.Context, ask func(context.Context, Query) (*Answer[A, L], error), q Query) iter.Seq2[L, error] {
	return func(yield func(L, error) bool) {
		for page, err := range Pages(ctx, ask, q) {
			if err != nil {
				var none L
				yield(none, err)
				return
			}
			for i := range page.Lines {
				if !yield(page.Lines[i], nil) {
					return
				}
			}
		}
	}
}
