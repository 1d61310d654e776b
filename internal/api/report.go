package api

import (
	"context"
	"net/http"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// reportIn names one report.
type reportIn struct {
	Key   string  `path:"key" maxLength:"100" doc:"the whole key, like r3fa9c1d2e4b5"`
	AsOf  string  `query:"as-of" format:"date" doc:"the lines as of the end of this day"`
	Least float64 `query:"min-confidence" minimum:"0" maximum:"1" doc:"only lines at this confidence or above"`
}

func (s *service) report(ctx context.Context, _ *http.Request, in *reportIn) (*client.Answer[client.ReportAbout, client.Known], error) {
	ask, err := s.ask(&Bounds{AsOf: in.AsOf, Least: in.Least})
	if err != nil {
		return nil, err
	}
	r, err := s.find(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	about, err := s.aboutReport(ctx, r)
	if err != nil {
		return nil, err
	}
	told, err := s.l.LinesOf(ctx, r.ID, ask)
	if err != nil {
		return nil, err
	}
	lines, err := answer.New(ctx, s.l).Told(told, r)
	return &client.Answer[client.ReportAbout, client.Known]{Answer: "report", AsOf: answer.AsOf(ask.AsOf), About: about, Lines: lines}, err
}

// aboutReport is a report with its text, its versions and its copies.
func (s *service) aboutReport(ctx context.Context, r *ledger.Report) (*client.ReportAbout, error) {
	full, err := s.l.Store.Reports(ctx, ledger.Query{Reports: []ledger.ReportID{r.ID}, Text: true})
	if err != nil {
		return nil, err
	}
	versions, err := s.l.Store.Versions(ctx, r.Origin)
	if err != nil {
		return nil, err
	}
	family, err := s.l.Store.Family(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	out := &client.ReportAbout{Report: answer.Report(r), Versions: answer.Reports(versions), Copies: []client.Report{}}
	for i := range full {
		out.Text = full[i].Text
	}
	for i := range family {
		if c := &family[i]; c.Origin != r.Origin {
			out.Copies = append(out.Copies, answer.Report(c))
		}
	}
	return out, nil
}
