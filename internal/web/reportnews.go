package web

import (
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// newsOf is what a report brought when it was learned, by the keys of its lines.
type newsOf struct {
	known     map[string]ledger.KnownLine // of moves: what an earlier report told
	moves     map[string]bool             // moves of the report that is shown
	shifts    map[string]*ledger.ShiftLink
	conflicts map[string][]*ledger.ConflictSide // the other sides
	looked    bool                              // shifts and conflicts were looked for
}

// fewReports is up to how many reports of a ledger shifts and conflicts of a report
// are looked for whenever it is shown; of more they take a second or more, and wait
// to be asked for.
const fewReports = 2000

func (p *page) newsOf(id ledger.ReportID, lines *ledger.ReportLines) (*newsOf, error) {
	n := &newsOf{moves: map[string]bool{}, shifts: map[string]*ledger.ShiftLink{}, conflicts: map[string][]*ledger.ConflictSide{}}
	for i := range lines.Moves {
		n.moves[lines.Moves[i].Key] = true
	}
	var err error
	if n.known, err = p.site.l.ToldBefore(p.r.Context(), id); err != nil {
		return nil, err
	}
	size, err := p.site.span(p.r.Context())
	if err != nil {
		return nil, err
	}
	if size.reports > fewReports && p.State.values.Get("news") != "1" {
		return n, nil
	}
	all, err := p.site.l.News(p.r.Context(), id)
	if err != nil {
		return nil, err
	}
	n.looked = true
	for i := range all.Shifts {
		if s := &all.Shifts[i]; s.Told == nil && sureShift(s, p.State.least) {
			n.shifts[s.To.Key] = s
			n.shifts[s.To.Move] = s
		}
	}
	delete(n.shifts, "")
	for i := range all.Conflicts {
		c := &all.Conflicts[i]
		if c.A.Words == c.B.Words && c.A.Source.Key == c.B.Source.Key {
			continue // a claim and its denial in one sentence
		}
		n.conflicts[c.A.Key] = append(n.conflicts[c.A.Key], &c.B)
		n.conflicts[c.B.Key] = append(n.conflicts[c.B.Key], &c.A)
	}
	return n, nil
}

// tags are what is told of one line; move is the key of the move that it rests on, ""
// where it rests on none.
func (n *newsOf) tags(p *page, l *ledger.Line, move string) (out []tag) {
	if k, ok := n.known[move]; ok {
		src := p.source(&k.First, nil)
		out = append(out, tag{"known since " + string(k.Since), "known", src.URL, "told first by " + src.Outlet})
	} else if n.moves[move] {
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
	known := 0
	for k := range n.moves {
		if _, ok := n.known[k]; ok {
			known++
		}
	}
	out = append(out, tag{Text: count(len(n.moves)-known, "new move"), Class: "new", Title: "moves that no report told before"})
	if known > 0 {
		out = append(out, tag{Text: strings.Replace(count(known, "move"), " ", " known ", 1), Class: "known", Title: "moves that earlier reports told"})
	}
	if !n.looked {
		return append(out, tag{Text: "look for its shifts and conflicts", URL: p.sameWith("news", "1"), Title: "this may take some seconds in a ledger of this size"})
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
