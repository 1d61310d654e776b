package web

import (
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// newsOf is what a report brought when it was learned, by line.
type newsOf struct {
	// The ledger tells new and known lines by their words, not by keys: two lines of
	// one sentence are new or known together.
	fresh     map[string]bool
	known     map[string]*ledger.KnownLine
	shifts    map[string]*ledger.ShiftLink
	conflicts map[string][]*ledger.ConflictSide // the other sides
}

func (p *page) newsOf(id ledger.ReportID) (*newsOf, error) {
	n, err := p.site.l.News(p.r.Context(), id)
	if err != nil {
		return nil, err
	}
	out := &newsOf{map[string]bool{}, map[string]*ledger.KnownLine{}, map[string]*ledger.ShiftLink{}, map[string][]*ledger.ConflictSide{}}
	for _, w := range n.New {
		out.fresh[w] = true
	}
	for i := range n.Known {
		out.known[n.Known[i].Words] = &n.Known[i]
	}
	for i := range n.Shifts {
		s := &n.Shifts[i]
		if s.Told == nil && min(s.From.Confidence, s.To.Confidence) >= p.State.least {
			out.shifts[s.To.Key] = s
			out.shifts[s.To.Move] = s
		}
	}
	for i := range n.Conflicts {
		c := &n.Conflicts[i]
		if c.A.Words == c.B.Words && c.A.Source.Key == c.B.Source.Key {
			continue // a claim and its denial in one sentence
		}
		out.conflicts[c.A.Key] = append(out.conflicts[c.A.Key], &c.B)
		out.conflicts[c.B.Key] = append(out.conflicts[c.B.Key], &c.A)
	}
	delete(out.shifts, "")
	return out, nil
}

// tags are what is told of one line.
func (n *newsOf) tags(p *page, l *ledger.Line) (out []tag) {
	if k := n.known[l.Words]; k != nil {
		src := p.source(&k.First, nil)
		out = append(out, tag{"known since " + string(k.Since), "known", src.URL, "told first by " + src.Outlet})
	} else if n.fresh[l.Words] {
		out = append(out, tag{Text: "new", Class: "new", Title: "no report told it before"})
	}
	if s := n.shifts[l.Key]; s != nil {
		src := p.source(&s.From.Source, &s.From.Line)
		out = append(out, tag{"shift: was " + s.From.Where() + ", " + dayText(s.From.Said), "shift", src.URL, brief.Clip(wording.Sentence(s.From.Words), wording.Longest)})
	}
	for _, c := range n.conflicts[l.Key] {
		src := p.source(&c.Source, &ledger.Line{Key: c.Key})
		out = append(out, tag{"in conflict with " + src.Outlet, "conflict", src.URL, brief.Clip(wording.Sentence(c.Words), wording.Longest)})
	}
	return out
}

// summary is what the report brought, in a few words.
func (n *newsOf) summary(p *page, r *ledger.Report) (out []tag) {
	out = append(out, tag{Text: count(len(n.fresh), "new line"), Class: "new", Title: "moves that no report told before"})
	if k := len(n.known); k > 0 {
		out = append(out, tag{Text: strings.Replace(count(k, "line"), " ", " known ", 1), Class: "known", Title: "moves that earlier reports told"})
	}
	day := string(r.Published)
	shifts := map[*ledger.ShiftLink]bool{}
	for _, s := range n.shifts {
		shifts[s] = true
	}
	if k := len(shifts); k > 0 {
		out = append(out, tag{Text: count(k, "shift"), Class: "shift", URL: p.URL("/shifts", "since", day)})
	}
	if k := len(n.conflicts); k > 0 {
		out = append(out, tag{Text: count(k, "line") + " in conflict", Class: "conflict", URL: p.URL("/conflicts", "since", day)})
	}
	return out
}
