package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// From tells where a report came from, beyond what it tells itself.
type From struct {
	Origin   string // see [Report.Origin]; "" for the report's address or name
	Language string
	Reader   string // version of the reader
	Learned  time.Time
}

// EntryOf makes an entry of a report that was read. The document is not changed.
func EntryOf(d *doc.Document, from From) *Entry {
	r := &d.Report
	b := builder{d: d, e: &Entry{}, actors: make([]ActorID, len(d.Actors)+1)}
	b.e.Report = Report{
		Origin: firstOf(from.Origin, r.URL, r.Name), URL: r.URL, Outlet: r.Outlet, Title: r.Title, Author: r.Author,
		Language: from.Language, Reader: from.Reader, Learned: from.Learned.UTC().Truncate(time.Millisecond),
		Words: d.Words(), Text: r.Text, Sketch: SketchOf(r.Text),
	}
	if !r.Published.IsZero() {
		b.e.Report.Published = Day(r.Published.Format(time.DateOnly))
	}
	b.e.Report.Key = ReportKey(b.e.Report.Origin, r.Text)
	b.addActors()
	b.addProposals()
	for i := range d.Moves {
		b.move(&d.Moves[i])
	}
	for i := range d.Statements {
		b.statement(&d.Statements[i])
	}
	b.positions()
	for i := range d.Deadlines {
		b.deadline(&d.Deadlines[i])
	}
	for i := range d.Shifts {
		b.shift(&d.Shifts[i])
	}
	return b.e
}

func firstOf(s ...string) string {
	for _, x := range s {
		if x != "" {
			return x
		}
	}
	return ""
}

// ReportKey names one version of one report: by its origin and its text.
func ReportKey(origin, text string) string {
	h := sha256.New()
	h.Write([]byte(origin))
	h.Write([]byte{0})
	h.Write([]byte(text))
	return "r" + hex.EncodeToString(h.Sum(nil)[:6])
}

type builder struct {
	d         *doc.Document
	e         *Entry
	actors    []ActorID // by the report's number
	proposals map[int]ProposalID
	byMove    map[doc.MoveID]ProposalID
}

// line makes what every line carries. at is what tells its place from others of
// its kind in the report.
func (b *builder) line(kind string, at, evidence doc.Span, when doc.When, voice doc.Voice, confidence float64, why string) Line {
	key := b.e.Report.Key + ":" + kind + fmt.Sprintf("%x", at.Start)
	return Line{
		Key: key, Paragraph: b.paragraph(at.Start), Span: evidence, Words: oneLine(evidence.In(b.d.Report.Text)),
		Said: b.said(when), Learned: b.e.Report.Learned, Voice: voice, Confidence: confidence, Why: why,
	}
}

// said is when a thing was said: as told, else the day of publication.
func (b *builder) said(w doc.When) Said {
	s := SaidOf(w)
	if s.From == "" {
		s = Said{b.e.Report.Published, b.e.Report.Published}
	}
	return s
}

// SaidOf reads a day, a month, a year or an interval.
func SaidOf(w doc.When) Said {
	from, to, ok := strings.Cut(string(w), "/")
	if !ok {
		to = from
	}
	return Said{firstDay(from), lastDay(to)}
}

func firstDay(s string) Day {
	switch len(s) {
	case 4:
		return Day(s + "-01-01")
	case 7:
		return Day(s + "-01")
	case 10:
		return Day(s)
	}
	return ""
}

func lastDay(s string) Day {
	switch len(s) {
	case 4:
		return Day(s + "-12-31")
	case 7:
		if t, err := time.Parse("2006-01", s); err == nil {
			return Day(t.AddDate(0, 1, -1).Format(time.DateOnly))
		}
	case 10:
		return Day(s)
	}
	return ""
}

// paragraph is the number, from 1, of the paragraph that holds a place.
func (b *builder) paragraph(at int) int {
	for i := range b.d.Paragraphs {
		if p := b.d.Paragraphs[i].Span; at >= p.Start && at < p.End {
			return i + 1
		}
	}
	return 0
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (b *builder) addActors() {
	place := map[string]ActorID{}
	for i := range b.d.Actors {
		a := &b.d.Actors[i]
		key := ActorKey(a)
		if a.Unnamed {
			key = fmt.Sprintf("%s:%d:%s", b.e.Report.Key, a.ID, key)
		}
		id, ok := place[key]
		if !ok {
			b.e.Actors = append(b.e.Actors, Actor{Key: key, Name: a.Name, Kind: a.Kind, Country: a.Country, Role: a.Role, Entry: a.Entry, Unnamed: a.Unnamed})
			id = ActorID(len(b.e.Actors))
			place[key] = id
		}
		b.actors[a.ID] = id
		x := &b.e.Actors[id-1]
		for _, n := range a.Names {
			x.Names = addName(x.Names, oneLine(n.In(b.d.Report.Text)))
		}
		x.Names = addName(x.Names, a.Name)
	}
	for i := range b.d.Actors {
		if a := &b.d.Actors[i]; a.Party > 0 && int(a.Party) < len(b.actors) {
			b.e.Actors[b.actors[a.ID]-1].Party = b.actors[a.Party]
		}
	}
}

func addName(names []string, n string) []string {
	if n == "" {
		return names
	}
	for _, x := range names {
		if x == n {
			return names
		}
	}
	return append(names, n)
}

func (b *builder) ids(list []doc.ActorID) []ActorID {
	var out []ActorID
	for _, id := range list {
		if x := b.id(id); x != 0 {
			out = append(out, x)
		}
	}
	return out
}

func (b *builder) id(id doc.ActorID) ActorID {
	if id < 1 || int(id) >= len(b.actors) {
		return 0
	}
	return b.actors[id]
}

func (b *builder) in(s doc.Span) string { return oneLine(s.In(b.d.Report.Text)) }

func (b *builder) addProposals() {
	b.proposals, b.byMove = map[int]ProposalID{}, map[doc.MoveID]ProposalID{}
	place := map[string]ProposalID{}
	for i := range b.d.Proposals {
		p := &b.d.Proposals[i]
		who := b.ids(p.Participants)
		var keys []string
		for _, id := range who {
			keys = append(keys, b.e.Actors[id-1].Key)
		}
		key := ProposalKey(p.Kind, keys, p.Label)
		id, ok := place[key]
		if !ok {
			b.e.Proposals = append(b.e.Proposals, Proposal{Key: key, Kind: p.Kind, Label: p.Label, Participants: who})
			id = ProposalID(len(b.e.Proposals))
			place[key] = id
		}
		b.proposals[p.ID] = id
		for _, x := range p.Positions {
			b.byMove[x.Move] = id
		}
	}
}

func (b *builder) moveKey(id doc.MoveID) string {
	if id < 1 || int(id) > len(b.d.Moves) {
		return ""
	}
	m := &b.d.Moves[id-1]
	return b.e.Report.Key + ":m" + fmt.Sprintf("%x", m.Cue.Start)
}

func (b *builder) move(m *doc.Move) {
	out := Move{
		Line: b.line("m", m.Cue, m.Evidence, m.When, m.Voice, m.Confidence, m.Why),
		Act:  m.Act, Status: m.Status, By: b.ids(m.By), Via: b.ids(m.Via), To: b.ids(m.To),
		What: b.in(m.What), Cue: b.in(m.Cue), Plover: m.Plover, Denies: b.moveKey(m.Denies), Proposal: b.byMove[m.ID],
	}
	if out.Key != b.moveKey(m.ID) {
		out.Key = b.moveKey(m.ID)
	}
	for _, c := range m.Conditions {
		out.Conditions = append(out.Conditions, Condition{Words: b.in(c.Span), Necessary: c.Necessary, Sufficient: c.Sufficient, By: b.ids(c.By), Status: c.Status})
	}
	if len(m.Conditions) == 0 {
		for _, s := range m.If {
			out.Conditions = append(out.Conditions, Condition{Words: b.in(s), Status: doc.Open})
		}
	}
	for i := range b.d.Commitments {
		out.Commitment = out.Commitment || b.d.Commitments[i].Move == m.ID
	}
	b.e.Moves = append(b.e.Moves, out)
}

func (b *builder) statement(s *doc.Statement) {
	var content []string
	for _, c := range s.Content {
		content = append(content, b.in(c))
	}
	at, evidence := s.Cue, s.Content[0]
	if at.Empty() {
		at = s.Content[0]
	}
	evidence.End = s.Content[len(s.Content)-1].End
	evidence.Start, evidence.End = min(evidence.Start, at.Start), max(evidence.End, at.End)
	b.e.Statements = append(b.e.Statements, Statement{
		Line:    b.line("s", at, evidence, s.When, s.Voice, s.Confidence, s.Why),
		Sources: b.ids(s.Sources), Source: b.in(s.SourceSpan), Cue: b.in(s.Cue), Content: strings.Join(content, " … "),
		Kind: s.Kind, To: b.ids(s.To), Print: b.print(s),
	})
}

// leastPrint is how many words in quotation marks tell one saying from another.
const leastPrint = 6

// print is the digest of the quoted words of a statement.
func (b *builder) print(s *doc.Statement) uint64 {
	var words []string
	for _, q := range b.d.Quotes {
		for _, c := range s.Content {
			if q.Depth == 0 && c.Start < q.Inner.End && q.Inner.Start < c.End {
				words = append(words, plainWords(q.Inner.In(b.d.Report.Text))...)
			}
		}
	}
	if len(words) < leastPrint {
		return 0
	}
	return hashOf(strings.Join(words, " ")) >> 1 // stores keep signed numbers
}

// positions files the stances under their proposals and options.
func (b *builder) positions() {
	for i := range b.d.Proposals {
		p := &b.d.Proposals[i]
		id := b.proposals[p.ID]
		b.stances(id, 0, p.Positions)
		for k := range p.Options {
			o := &p.Options[k]
			key := OptionKey(b.e.Proposals[id-1].Key, o.Kind, o.Value)
			at := OptionID(0)
			for n := range b.e.Options {
				if b.e.Options[n].Key == key {
					at = OptionID(n + 1)
				}
			}
			if at == 0 {
				b.e.Options = append(b.e.Options, Option{Key: key, Proposal: id, Kind: o.Kind, Value: o.Value})
				at = OptionID(len(b.e.Options))
			}
			x := &b.e.Options[at-1]
			x.Dropped = x.Dropped || o.Dropped
			b.stances(id, at, o.Positions)
		}
	}
}

func (b *builder) stances(p ProposalID, o OptionID, list []doc.Position) {
	for i := range list {
		x := &list[i]
		if x.Move < 1 || int(x.Move) > len(b.d.Moves) {
			continue
		}
		m := &b.d.Moves[x.Move-1]
		out := Position{
			Line:     b.line("p", m.Cue, m.Evidence, m.When, x.Voice, x.Confidence, m.Why),
			Proposal: p, Option: o, Actor: b.id(x.Actor), By: b.id(x.By), Stance: x.Stance, Act: m.Act, Status: m.Status, Move: b.moveKey(m.ID),
		}
		if len(m.If) > 0 {
			out.If = b.in(m.If[0])
		}
		if out.Actor == 0 {
			continue
		}
		out.Key += fmt.Sprintf(".%d.%d.%d", p, o, i)
		b.e.Positions = append(b.e.Positions, out)
	}
}

func (b *builder) deadline(x *doc.Deadline) {
	when, voice, evidence := doc.When(""), doc.Narrated, x.Phrase
	if x.Move > 0 && int(x.Move) <= len(b.d.Moves) {
		m := &b.d.Moves[x.Move-1]
		when, voice, evidence = b.toldWhen(m), m.Voice, m.Evidence
	} else if r := b.d.TokensIn(x.Phrase); !r.Empty() {
		evidence = b.d.Sentences[b.d.SentenceOf(r.First)].Span
	}
	b.e.Deadlines = append(b.e.Deadlines, Deadline{
		Line: b.line("d", x.Phrase, evidence, when, voice, x.Confidence, x.Why),
		By:   b.id(x.By), What: b.in(x.What), Phrase: b.in(x.Phrase), From: Day(x.From), To: Day(x.To), Move: b.moveKey(x.Move),
	})
}

// toldWhen is when a move was told that a deadline rests on. A move that is planned
// has the day that it is planned for, on which nobody has said it yet: it was said
// when its statement was, else with the report.
func (b *builder) toldWhen(m *doc.Move) doc.When {
	if !b.ahead(m.When, m.Status) {
		return m.When
	}
	if s := int(m.Statement); s > 0 && s <= len(b.d.Statements) {
		if w := b.d.Statements[s-1].When; !b.ahead(w, m.Status) {
			return w
		}
	}
	return ""
}

// ahead tells whether a day, or the end of days, lies after the report; where that has
// no day, whether it is planned.
func (b *builder) ahead(w doc.When, status doc.Status) bool {
	if p := b.e.Report.Published; p != "" {
		return SaidOf(w).To > p
	}
	return status == doc.Planned
}

func (b *builder) shift(x *doc.Shift) {
	at := x.From
	for _, s := range []doc.Span{x.To, x.Cue, x.Evidence} {
		if at.Empty() {
			at = s
		}
	}
	b.e.Shifts = append(b.e.Shifts, Shift{
		Line:  b.line("h", at, x.Evidence, "", doc.Narrated, 0.9, x.Why),
		Actor: b.id(x.Actor), From: b.in(x.From), To: b.in(x.To),
	})
}
