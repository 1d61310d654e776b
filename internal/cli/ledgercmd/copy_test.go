package ledgercmd

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// corrected is a ledger with a correction, an actor of no line, a version and a
// proposal that nobody takes a stance on.
func corrected(t *testing.T) ledger.Store {
	t.Helper()
	d := filled(t)
	d.file("second.txt", second+"\n\nThe talks between Norway and Peru about fishing went on.")
	d.run(0, "add", filepath.Join(d.dir, "second.txt"), "--published", "2025-08-23", "--backfill")
	moves, err := d.store.Moves(t.Context(), ledger.Query{})
	if err != nil || len(moves) < 2 {
		t.Fatal(err, moves)
	}
	for i, m := range moves[:2] {
		c := ledger.Correction{Kind: ledger.WrongLine, Target: m.Key, Author: "eva", Reason: "misread", Learned: time.Date(2025, 9, 1+i, 0, 0, 0, 0, time.UTC)}
		if _, err := d.store.Correct(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	bare := &ledger.Entry{
		Report: ledger.Report{Key: ledger.ReportKey("bare", "text"), Origin: "bare", Published: "2025-08-01", Learned: time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC), Text: "text"},
		Actors: []ledger.Actor{
			{Key: "country:x", Name: "Xland", Names: []string{"Xland", "the X"}}, {Key: "person:y", Name: "Y of X", Party: 1, Names: []string{"Y of X"}}, {Key: "group:z", Name: "Z", Names: []string{"Z"}},
		},
		Proposals: []ledger.Proposal{{Key: "other|bare", Label: "bare", Participants: []ledger.ActorID{1, 3}}},
		Options:   []ledger.Option{{Key: "other|bare|venue|Oslo", Proposal: 1, Value: "Oslo"}},
	}
	if _, err := d.store.Add(t.Context(), []*ledger.Entry{bare}); err != nil {
		t.Fatal(err)
	}
	return d.store
}

// told is all that a ledger holds, in the words of keys.
func told(t *testing.T, s ledger.Store) map[string][]string {
	t.Helper()
	ctx := t.Context()
	n, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var actorIDs []ledger.ActorID
	var proposalIDs []ledger.ProposalID
	for i := range ledger.ActorID(n.Actors) {
		actorIDs = append(actorIDs, i+1)
	}
	for i := range ledger.ProposalID(n.Proposals) {
		proposalIDs = append(proposalIDs, i+1)
	}
	actors, err1 := s.Actors(ctx, actorIDs)
	proposals, err2 := s.Proposals(ctx, proposalIDs)
	options, err3 := s.Options(ctx, proposalIDs)
	reports, err4 := s.Reports(ctx, ledger.Query{Text: true})
	corrections, err5 := s.Corrections(ctx)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	who := map[ledger.ActorID]string{0: "-"}
	for _, a := range actors {
		who[a.ID] = a.Key
	}
	names := func(ids ...ledger.ActorID) string {
		var out []string
		for _, id := range ids {
			out = append(out, who[id])
		}
		return strings.Join(out, "+")
	}
	thing, choice := map[ledger.ProposalID]string{}, map[ledger.OptionID]string{}
	for _, p := range proposals {
		thing[p.ID] = p.Key
	}
	for _, o := range options {
		choice[o.ID] = o.Key
	}
	out := map[string][]string{}
	put := func(kind string, parts ...string) { out[kind] = append(out[kind], strings.Join(parts, "|")) }
	for _, a := range actors {
		slices.Sort(a.Names)
		put("actor", a.Key, a.Name, a.Kind.String(), a.Country, a.Role, names(a.Party), a.Entry, strings.Join(a.Names, "+"))
	}
	for _, p := range proposals {
		put("proposal", p.Key, p.Kind.String(), p.Label, names(p.Participants...))
	}
	for _, o := range options {
		put("option", o.Key, thing[o.Proposal], o.Value, o.Kind.String())
	}
	for _, r := range reports {
		put("report", r.Key, r.Origin, r.Outlet, r.Title, string(r.Published), r.Learned.UTC().String(), r.Reader, itoa(r.Words), itoa(r.Version), r.Text)
	}
	for _, c := range corrections {
		put("correction", itoa(int(c.ID)), string(c.Kind), c.Target, c.With, c.Author, c.Reason, c.Learned.UTC().String())
	}
	lines(t, s, put, names, thing, choice)
	for k := range out {
		if k != "correction" {
			slices.Sort(out[k])
		}
	}
	return out
}

func lines(t *testing.T, s ledger.Store, put func(string, ...string), names func(...ledger.ActorID) string, thing map[ledger.ProposalID]string, choice map[ledger.OptionID]string) {
	t.Helper()
	ctx, q := t.Context(), ledger.Query{}
	moves, err1 := s.Moves(ctx, q)
	for _, m := range moves {
		parts := []string{m.Key, m.Words, m.Act.String(), m.Status.String(), names(m.By...), names(m.Via...), names(m.To...), m.What, m.Cue, m.Denies, m.Plover.Event, thing[m.Proposal], m.Learned.UTC().String(), m.Why}
		for _, c := range m.Conditions {
			parts = append(parts, c.Words, names(c.By...), c.Status.String())
		}
		put("move", parts...)
	}
	statements, err2 := s.Statements(ctx, q)
	for _, x := range statements {
		put("statement", x.Key, x.Words, names(x.Sources...), x.Source, x.Cue, x.Content, x.Kind.String(), names(x.To...))
	}
	positions, err3 := s.Positions(ctx, q)
	for _, x := range positions {
		put("position", x.Key, x.Words, thing[x.Proposal], choice[x.Option], names(x.Actor, x.By), x.Stance.String(), x.If, x.Move)
	}
	deadlines, err4 := s.Deadlines(ctx, q)
	for _, x := range deadlines {
		put("deadline", x.Key, names(x.By), x.What, x.Phrase, string(x.From), string(x.To), x.Move)
	}
	shifts, err5 := s.Shifts(ctx, q)
	for _, x := range shifts {
		put("shift", x.Key, names(x.Actor), x.From, x.To)
	}
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
}

// failAfter is a store that takes some additions and no more.
type failAfter struct {
	ledger.Store
	left int
}

func (f *failAfter) Correct(ctx context.Context, c ledger.Correction) (int64, error) {
	if f.left--; f.left < 0 {
		return 0, context.DeadlineExceeded
	}
	return f.Store.Correct(ctx, c)
}

func TestCopyLedger(t *testing.T) {
	from, to := corrected(t), ledger.NewMemory()
	copies := int64(0)
	if err := copyLedger(t.Context(), from, &failAfter{to, 1}, func(n int64) { copies = n }); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("it did not fail: %v", err)
	}
	if err := copyLedger(t.Context(), from, to, func(n int64) { copies = n }); err != nil { // it goes on
		t.Fatal(err)
	}
	want, got := told(t, from), told(t, to)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-ledger +copy):\n%s", d)
	}
	for _, kind := range []string{"actor", "proposal", "option", "report", "correction", "move", "statement", "position", "deadline"} {
		if len(want[kind]) == 0 {
			t.Errorf("no %s to compare", kind)
		}
	}
	if copies != 4 {
		t.Errorf("%d reports told of", copies)
	}
	if err := copyLedger(t.Context(), ledger.NewMemory(), to, func(int64) {}); !errors.Is(err, errOther) {
		t.Errorf("into a ledger of other reports: %v", err)
	}
}

func TestRestoreMisused(t *testing.T) {
	d := newDesk(t)
	d.run(cli.Unusable, "restore", d.file("dump", "PGDMP\x01\x02"), "--ledger", "postgres://a:secret@b/c")
	if s := d.notes.String(); !strings.Contains(s, "pg_restore --no-owner --dbname NAME") {
		t.Error(s)
	}
	other := filled(t)
	d.store = other.store // the one that is restored from and the one into which
	if out := d.run(0, "restore", d.file("x.db", "SQLite"), "--ledger", "postgres://a:secret@b/c"); !strings.HasPrefix(out, "postgres://a:xxxxx@b/c: 2 reports restored from ") {
		t.Error(out)
	}
}
