package ledger

import (
	"context"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// historyIssue begins the key of the row of an issue.
const historyIssue = "issue:"

// History is what lies behind the cells of a table.
type History struct {
	Row    Proposal // the proposal or issue
	Stands []Stand  // the newest first; each Label names the proposal that it rests on
	Turns  int      // changes of stance among them, a voice and a thing at a time
	More   bool     // older ones were not read
}

// History gives the positions behind one row of a table, or behind one cell of it
// where Ask.Actors names whose. Ask.Proposal is the key of the row, as the table
// gives it: of a proposal, or of an issue of the dossier. What a family of copies
// tells stands once. It reads what [Ledger.Table] reads for a row: the newest 400
// positions, of an issue 2000. The error is [*UnknownProposal] where there is no
// such row.
func (l *Ledger) History(ctx context.Context, ask Ask) (*History, error) {
	key := ask.Proposal
	if strings.HasPrefix(key, historyIssue) {
		ask.Proposal = ""
	}
	whose := map[string]bool{}
	for _, name := range ask.Actors {
		whose[FoldName(name)] = true
	}
	ask.Actors = nil // a column holds what its delegates say, under whatever name
	v, err := l.see(ctx, ask)
	if err != nil {
		return nil, err
	}
	v.apart = ask.Proposal != ""
	rows, _, err := v.emptyRows(tableRows)
	if err != nil {
		return nil, err
	}
	at := 0
	if ask.Proposal == "" {
		at = slices.IndexFunc(rows, func(r *rowLines) bool { return r.proposal.Key == key })
	}
	if at < 0 || at >= len(rows) {
		return nil, &UnknownProposal{Words: key}
	}
	r := rows[at]
	if err := v.fill(r); err != nil {
		return nil, err
	}
	return v.history(r, whose), nil
}

func (v *view) history(r *rowLines, whose map[string]bool) *History {
	h := &History{Row: r.proposal, More: r.cut}
	lines := r.lines
	if len(whose) > 0 {
		lines = pick(lines, func(p *Position) bool {
			return whose[FoldName(v.actor(p.Actor).Name)] || whose[FoldName(v.actor(p.By).Name)]
		})
	}
	type voice struct {
		by    ActorID
		thing ProposalID
	}
	of := func(p *Position) voice { return voice{p.By, r.thing(p.Proposal)} }
	voices := map[voice][]Position{}
	for i := range lines {
		k := of(&lines[i])
		voices[k] = append(voices[k], lines[i])
	}
	for i := len(lines) - 1; i >= 0; i-- {
		s := v.stand(lines[i], voices[of(&lines[i])])
		s.Label = r.label(lines[i].Proposal)
		h.Stands = append(h.Stands, s)
	}
	for _, c := range v.cells(&rowLines{proposal: r.proposal, parts: r.parts, things: r.things, lines: lines}, actorsOf(lines), 0) {
		h.Turns += c.Shifts
	}
	return h
}

func actorsOf(lines []Position) (out []ActorID) {
	for i := range lines {
		out = addID(out, lines[i].Actor)
	}
	return out
}

// Point is one step of the course of a cell.
type Point struct {
	Day    Day
	Stance doc.Stance
}

// coursePoints bounds the course of one cell, the latest kept.
const coursePoints = 24

// course is the stances of lines in order of saying, where it changes from line to
// line.
func course(lines []Position) (out []Point) {
	for i := range lines {
		if n := len(out); n == 0 || out[n-1].Stance != lines[i].Stance {
			out = append(out, Point{lines[i].Said.To, lines[i].Stance})
		}
	}
	return out[max(0, len(out)-coursePoints):]
}
