package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parley-reader/parley/ledger"
)

// names gives the keys of numbers, so that lines of two stores, or of a store and
// an entry, can be compared.
type names struct {
	reports   map[ledger.ReportID]string
	actors    map[ledger.ActorID]string
	proposals map[ledger.ProposalID]string
	options   map[ledger.OptionID]string
}

func (n *names) actorList(ids []ledger.ActorID) string {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = n.actors[id]
		if keys[i] == "" {
			keys[i] = fmt.Sprintf("?%d", id)
		}
	}
	return strings.Join(keys, "&")
}

// namesOf are those of an entry.
func namesOf(e *ledger.Entry) *names {
	n := &names{map[ledger.ReportID]string{}, map[ledger.ActorID]string{}, map[ledger.ProposalID]string{}, map[ledger.OptionID]string{}}
	n.reports[0] = e.Report.Key
	for i := range e.Actors {
		n.actors[ledger.ActorID(i+1)] = e.Actors[i].Key
	}
	for i := range e.Proposals {
		n.proposals[ledger.ProposalID(i+1)] = e.Proposals[i].Key
	}
	for i := range e.Options {
		n.options[ledger.OptionID(i+1)] = e.Options[i].Key
	}
	return n
}

// plain is what a store may make of a string: NUL and bytes that are not UTF-8,
// which not every database keeps, come back as blanks.
func plain(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			b[i] = ' '
		}
		i += n
	}
	return string(b)
}

func (n *names) line(report ledger.ReportID, l *ledger.Line) string {
	return fmt.Sprintf("%s in %s ¶%d %d-%d %q said %s…%s learned %s voice %s %.4f why %q", l.Key, n.reports[report], l.Paragraph, l.Span.Start, l.Span.End,
		plain(l.Words), l.Said.From, l.Said.To, l.Learned.UTC().Format(time.RFC3339Nano), l.Voice, l.Confidence, plain(l.Why))
}

func (n *names) move(m *ledger.Move) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s %s by %s via %s to %s what %q cue %q denies %s plover %s/%s/%s proposal %s binds %t", n.line(m.Report, &m.Line), m.Act, m.Status,
		n.actorList(m.By), n.actorList(m.Via), n.actorList(m.To), plain(m.What), plain(m.Cue), m.Denies, m.Plover.Event, m.Plover.Mode,
		strings.Join(m.Plover.Context, "+"), n.proposals[m.Proposal], m.Commitment)
	for _, c := range m.Conditions {
		fmt.Fprintf(&b, " if %q %t %t %s %s", plain(c.Words), c.Necessary, c.Sufficient, n.actorList(c.By), c.Status)
	}
	return b.String()
}

func (n *names) statement(s *ledger.Statement) string {
	return fmt.Sprintf("%s | by %s %q cue %q content %q %s to %s print %x", n.line(s.Report, &s.Line), n.actorList(s.Sources), plain(s.Source), plain(s.Cue), plain(s.Content), s.Kind, n.actorList(s.To), s.Print)
}

func (n *names) position(p *ledger.Position) string {
	return fmt.Sprintf("%s | on %s option %s of %s by %s: %s %s %s if %q move %s", n.line(p.Report, &p.Line), n.proposals[p.Proposal], n.options[p.Option],
		n.actors[p.Actor], n.actors[p.By], p.Stance, p.Act, p.Status, plain(p.If), p.Move)
}

func (n *names) deadline(d *ledger.Deadline) string {
	return fmt.Sprintf("%s | by %s what %q phrase %q %s…%s move %s", n.line(d.Report, &d.Line), n.actors[d.By], plain(d.What), plain(d.Phrase), d.From, d.To, d.Move)
}

func (n *names) shift(s *ledger.Shift) string {
	return fmt.Sprintf("%s | %s from %q to %q", n.line(s.Report, &s.Line), n.actors[s.Actor], plain(s.From), plain(s.To))
}

// entryLines are the lines of an entry, each as one string, sorted.
func entryLines(e *ledger.Entry) []string {
	n := namesOf(e)
	var out []string
	for i := range e.Moves {
		out = append(out, n.move(&e.Moves[i]))
	}
	for i := range e.Statements {
		out = append(out, n.statement(&e.Statements[i]))
	}
	for i := range e.Positions {
		out = append(out, n.position(&e.Positions[i]))
	}
	for i := range e.Deadlines {
		out = append(out, n.deadline(&e.Deadlines[i]))
	}
	for i := range e.Shifts {
		out = append(out, n.shift(&e.Shifts[i]))
	}
	slices.Sort(out)
	return out
}

// storeLines are the lines that a store gives for a query, each as one string,
// sorted.
func storeLines(t testing.TB, s ledger.Store, q ledger.Query) []string {
	t.Helper()
	ctx := context.Background()
	moves := must[[]ledger.Move](t)(s.Moves(ctx, q))
	statements := must[[]ledger.Statement](t)(s.Statements(ctx, q))
	positions := must[[]ledger.Position](t)(s.Positions(ctx, q))
	deadlines := must[[]ledger.Deadline](t)(s.Deadlines(ctx, q))
	shifts := must[[]ledger.Shift](t)(s.Shifts(ctx, q))
	n := storeNames(t, s)
	var out []string
	for i := range moves {
		out = append(out, n.move(&moves[i]))
	}
	for i := range statements {
		out = append(out, n.statement(&statements[i]))
	}
	for i := range positions {
		out = append(out, n.position(&positions[i]))
	}
	for i := range deadlines {
		out = append(out, n.deadline(&deadlines[i]))
	}
	for i := range shifts {
		out = append(out, n.shift(&shifts[i]))
	}
	slices.Sort(out)
	return out
}

// storeNames are the names of all that a store's lines speak of.
func storeNames(t testing.TB, s ledger.Store) *names {
	t.Helper()
	ctx := context.Background()
	n := namesOf(&ledger.Entry{})
	n.reports = map[ledger.ReportID]string{}
	for _, r := range must[[]ledger.Report](t)(s.Reports(ctx, late)) {
		n.reports[r.ID] = r.Key
	}
	for _, a := range allActors(t, s) {
		n.actors[a.ID] = a.Key
	}
	proposals := allProposals(t, s)
	var ids []ledger.ProposalID
	for _, p := range proposals {
		n.proposals[p.ID] = p.Key
		ids = append(ids, p.ID)
	}
	for _, o := range must[[]ledger.Option](t)(s.Options(ctx, ids)) {
		n.options[o.ID] = o.Key
	}
	return n
}

// late asks for all that a store holds, also for what is dated in the future.
var late = ledger.Query{AsOf: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}

// allActors are those that the store's lines and proposals name, with those that
// they speak for.
func allActors(t testing.TB, s ledger.Store) []ledger.Actor {
	t.Helper()
	ctx := context.Background()
	seen := map[ledger.ActorID]bool{0: true}
	var ids []ledger.ActorID
	note := func(list ...ledger.ActorID) {
		for _, id := range list {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	for _, m := range must[[]ledger.Move](t)(s.Moves(ctx, late)) {
		note(m.By...)
		note(m.Via...)
		note(m.To...)
		for _, c := range m.Conditions {
			note(c.By...)
		}
	}
	for _, x := range must[[]ledger.Statement](t)(s.Statements(ctx, late)) {
		note(x.Sources...)
		note(x.To...)
	}
	for _, x := range must[[]ledger.Position](t)(s.Positions(ctx, late)) {
		note(x.Actor, x.By)
	}
	for _, x := range must[[]ledger.Deadline](t)(s.Deadlines(ctx, late)) {
		note(x.By)
	}
	for _, x := range must[[]ledger.Shift](t)(s.Shifts(ctx, late)) {
		note(x.Actor)
	}
	for _, p := range allProposals(t, s) {
		note(p.Participants...)
	}
	var out []ledger.Actor
	for len(ids) > 0 {
		list := must[[]ledger.Actor](t)(s.Actors(ctx, ids))
		if len(list) != len(ids) {
			t.Fatalf("Actors of %d numbers gives %d", len(ids), len(list))
		}
		ids = nil
		for _, a := range list {
			note(a.Party)
		}
		out = append(out, list...)
	}
	return out
}

// allProposals are those that the store's moves and positions speak of.
func allProposals(t testing.TB, s ledger.Store) []ledger.Proposal {
	t.Helper()
	ctx := context.Background()
	var ids []ledger.ProposalID
	for _, m := range must[[]ledger.Move](t)(s.Moves(ctx, late)) {
		ids = append(ids, m.Proposal)
	}
	for _, p := range must[[]ledger.Position](t)(s.Positions(ctx, late)) {
		ids = append(ids, p.Proposal)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 0 && ids[0] == 0 {
		ids = ids[1:]
	}
	list := must[[]ledger.Proposal](t)(s.Proposals(ctx, ids))
	if len(list) != len(ids) {
		t.Fatalf("Proposals of %d numbers gives %d", len(ids), len(list))
	}
	return list
}
