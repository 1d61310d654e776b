package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// sheet builds the entry of one invented report.
type sheet struct{ Entry }

// newSheet begins a report of an outlet, published and learned on a day.
func newSheet(outlet, published, text string) *sheet {
	t, err := time.Parse(time.DateOnly, published)
	if err != nil {
		panic(err)
	}
	s := &sheet{}
	s.Report = Report{
		Origin: "https://" + outlet + ".example/" + published + "/" + fmt.Sprint(len(text)), Outlet: outlet, Title: outlet + " " + published,
		Published: Day(published), Learned: t.Add(20 * time.Hour), Text: text, Sketch: SketchOf(text),
	}
	s.Report.Key = ReportKey(s.Report.Origin, text)
	return s
}

func (s *sheet) origin(o string) *sheet {
	s.Report.Origin = o
	s.Report.Key = ReportKey(o, s.Report.Text)
	return s
}

var kinds = map[string]doc.NameKind{"Norland": doc.Country, "Sudova": doc.Country, "Westmark": doc.Country, "Atlantic League": doc.Organisation}

var parties = map[string]string{"Ann Berg": "Norland", "Ivo Kral": "Sudova", "Max Holt": "Westmark"}

// actor gives the place of an actor, put in where it is new.
func (s *sheet) actor(name string) ActorID {
	if name == "" {
		return 0
	}
	for i := range s.Actors {
		if s.Actors[i].Name == name {
			return ActorID(i + 1)
		}
	}
	kind, ok := kinds[name]
	if !ok {
		kind = doc.Person
	}
	w := strings.Fields(name)
	a := Actor{Name: name, Kind: kind, Key: kind.String() + ":" + FoldName(name), Names: []string{name}}
	if kind == doc.Person {
		a.Names = append(a.Names, w[len(w)-1])
	}
	s.Actors = append(s.Actors, a)
	id := ActorID(len(s.Actors))
	if p := s.actor(parties[name]); p != 0 {
		s.Actors[id-1].Party = p
	}
	return id
}

func (s *sheet) list(names string) []ActorID {
	var out []ActorID
	for n := range strings.SplitSeq(names, ",") {
		if id := s.actor(strings.TrimSpace(n)); id != 0 {
			out = append(out, id)
		}
	}
	return out
}

func (s *sheet) line(kind string, n int, said, words string) Line {
	if said == "" {
		said = string(s.Report.Published)
	}
	return Line{
		Key: fmt.Sprintf("%s:%s%x", s.Report.Key, kind, n), Paragraph: n + 1, Words: words, Span: doc.Span{Start: 100 * n, End: 100*n + 50},
		Said: Said{Day(said), Day(said)}, Learned: s.Report.Learned, Voice: doc.Own, Confidence: 0.95, Why: "test",
	}
}

// move adds a move; opts change it.
func (s *sheet) move(act doc.Act, by, what, words string, opts ...func(*Move)) *sheet {
	m := Move{Line: s.line("m", len(s.Moves), "", words), Act: act, Status: doc.Stated, By: s.list(by), What: what}
	for _, o := range opts {
		o(&m)
	}
	s.Moves = append(s.Moves, m)
	return s
}

func on(d string) func(*Move)            { return func(m *Move) { m.Said = Said{Day(d), Day(d)} } }
func status(x doc.Status) func(*Move)    { return func(m *Move) { m.Status = x } }
func binding(m *Move)                    { m.Commitment = true }
func (s *sheet) to(n string) func(*Move) { return func(m *Move) { m.To = s.list(n) } }
func (s *sheet) waits(n string) func(*Move) {
	return func(m *Move) {
		m.Conditions = []Condition{{Words: "if " + n + " acts", Sufficient: true, By: s.list(n), Status: doc.Open}}
	}
}

// stance adds a position of a person for his party, on a proposal by its label.
func (s *sheet) stance(label, by string, st doc.Stance, voice doc.Voice, words string) *sheet {
	return s.stanceOn(label, "", by, st, voice, words)
}

func (s *sheet) stanceOn(label, venue, by string, st doc.Stance, voice doc.Voice, words string) *sheet {
	p := ProposalID(0)
	for i := range s.Proposals {
		if s.Proposals[i].Label == label {
			p = ProposalID(i + 1)
		}
	}
	if p == 0 {
		s.Proposals = append(s.Proposals, Proposal{Key: ProposalKey(doc.DealProposal, nil, label), Kind: doc.DealProposal, Label: label})
		p = ProposalID(len(s.Proposals))
	}
	o := OptionID(0)
	if venue != "" {
		s.Options = append(s.Options, Option{Key: OptionKey(s.Proposals[p-1].Key, doc.VenueOption, venue), Proposal: p, Kind: doc.VenueOption, Value: venue})
		o = OptionID(len(s.Options))
	}
	id := s.actor(by)
	party := id
	if x := s.Actors[id-1].Party; x != 0 {
		party = x
	}
	act := map[doc.Stance]doc.Act{doc.StanceFor: doc.Support, doc.StanceOpen: doc.Support, doc.StanceIf: doc.Offer, doc.StanceDoubts: doc.Doubt, doc.StanceAgainst: doc.Reject}[st]
	l := s.line("p", len(s.Positions), "", words)
	l.Voice = voice
	s.Positions = append(s.Positions, Position{Line: l, Proposal: p, Option: o, Actor: party, By: id, Stance: st, Act: act, Status: doc.Stated})
	return s
}

func (s *sheet) says(by, content string, quoted bool) *sheet {
	x := Statement{Line: s.line("s", len(s.Statements), "", by+" said "+content), Sources: s.list(by), Content: content, Kind: doc.Direct}
	x.Span = doc.Span{Start: 10_000 + x.Span.Start, End: 10_000 + x.Span.End}
	if quoted {
		x.Print = hashOf(FoldName(content)) >> 1
	}
	s.Statements = append(s.Statements, x)
	return s
}

func (s *sheet) due(by, what, from, to string) *sheet {
	s.Deadlines = append(s.Deadlines, Deadline{
		Line: s.line("d", len(s.Deadlines), "", by+" must "+what), By: s.actor(by), What: what, Phrase: "by then", From: Day(from), To: Day(to),
	})
	return s
}

// ledgerOf keeps sheets in a memory.
func ledgerOf(t testing.TB, sheets ...*sheet) *Ledger {
	t.Helper()
	m := NewMemory()
	for _, s := range sheets {
		if _, err := m.Add(context.Background(), []*Entry{&s.Entry}); err != nil {
			t.Fatal(err)
		}
	}
	return New(m)
}

func at(d string) time.Time {
	t, err := time.Parse(time.DateOnly, d)
	if err != nil {
		panic(err)
	}
	return t.Add(24*time.Hour - time.Millisecond)
}

func must[T any](x T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// tableText writes a table in short: a line for each stand.
func tableText(t testing.TB, l *Ledger, ask Ask) []string {
	t.Helper()
	table := must(l.Table(context.Background(), ask))(t)
	var ids []ActorID
	each(table, func(_ *Row, _ *Option, s *Stand) { ids = append(ids, s.Actor, s.By) })
	names := must(l.Names(context.Background(), ids))(t)
	for _, a := range table.Actors {
		names[a.ID] = a
	}
	var out []string
	each(table, func(r *Row, o *Option, s *Stand) {
		place := r.Proposal.Label
		if o != nil {
			place += "/" + o.Value
		}
		out = append(out, fmt.Sprintf("%s: %s (%s) %s %s x%d %s", place, names[s.Actor].Name, names[s.By].Name, s.Stance, s.Voice, s.Sources, s.Key))
	})
	slices.Sort(out)
	return out
}

// noKeys leaves out the keys of lines.
func noKeys(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, s[:strings.LastIndex(s, " ")])
	}
	return out
}
