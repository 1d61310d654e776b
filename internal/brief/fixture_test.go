package brief

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

const report = `The presidency of Norland has played down talk of an early meeting between President Ana Ruiz and Sudmark’s prime minister, Olaf Brandt, even as Estria presses both to sit down.
“We will know within the next ten days whether Brandt is serious,” Ruiz said on Tuesday. “Perhaps he only wants to win time.”
Estria’s foreign minister, Mira Vale, at first proposed a four-way conference in Telby, but now says a direct meeting “would do more good”.
Brandt told Vale that he was “open” to talks, but his spokesman Jan Holm said any meeting would need “careful groundwork” by experts. A Western diplomat said Sudmark wanted a pause in the fighting first.
What is offered
On Tuesday Vale said Estria was ready to lend “patrol aircraft” if its neighbours sent observers to the strait — and ruled out sending soldiers.
Vale received Ruiz in Telby on Monday. Sudmark shelled the port of Ness last week, and Norland has frozen Sudmark’s bank accounts.`

// build makes the record of the report above by hand.
type build struct {
	testing.TB
	doc.Document
}

// at is the place of sub, the first after the first of each of before.
func (b *build) at(sub string, before ...string) doc.Span {
	b.Helper()
	from := 0
	for _, s := range append(before, sub) {
		i := strings.Index(b.Report.Text[from:], s)
		if i < 0 {
			b.Fatalf("%q is not in the report", s)
		}
		from += i
	}
	return doc.Span{Start: from, End: from + len(sub)}
}

func (b *build) actor(name string, kind doc.NameKind, party doc.ActorID, mentions ...string) doc.ActorID {
	a := doc.Actor{ID: doc.ActorID(len(b.Actors) + 1), Name: name, Kind: kind, Party: party}
	for _, m := range mentions {
		a.Mentions = append(a.Mentions, b.at(m))
	}
	a.Names = a.Mentions
	b.Actors = append(b.Actors, a)
	return a.ID
}

func (b *build) move(m doc.Move) doc.MoveID {
	m.ID = doc.MoveID(len(b.Moves) + 1)
	at := m.Cue
	if at.Empty() {
		at = m.What
	}
	for _, p := range b.Paragraphs {
		if p.Span.Contains(at) {
			m.Evidence = p.Span
		}
	}
	if m.Confidence == 0 {
		m.Confidence = 0.93
	}
	if m.Status == 0 {
		m.Status = doc.Stated
	}
	b.Moves = append(b.Moves, m)
	return m.ID
}

func (b *build) say(s doc.Statement, source doc.ActorID, content ...doc.Span) {
	s.ID, s.Source, s.Content, s.Mode = doc.StatementID(len(b.Statements)+1), source, content, doc.Speech
	if source != 0 {
		s.Sources = []doc.ActorID{source}
	}
	if s.Confidence == 0 {
		s.Confidence = 0.95
	}
	b.Statements = append(b.Statements, s)
}

func fixture(t testing.TB) *doc.Document {
	b := &build{TB: t}
	b.Report = doc.Report{Name: "strait.txt", Title: "Norland cool on early meeting", Outlet: "The Courier", URL: "https://example.org/strait",
		Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC), Text: report}
	for _, s := range textLines(report) {
		b.Paragraphs = append(b.Paragraphs, doc.Paragraph{Span: s})
	}
	b.Paragraphs[4].Kind = doc.Heading
	ids := func(list ...doc.ActorID) []doc.ActorID { return list }

	norland := b.actor("Norland", doc.Country, 0, "Norland", "The presidency of Norland")
	sudmark := b.actor("Sudmark", doc.Country, 0, "Sudmark")
	estria := b.actor("Estria", doc.Country, 0, "Estria")
	ruiz := b.actor("Ana Ruiz", doc.Person, norland, "President Ana Ruiz")
	brandt := b.actor("Olaf Brandt", doc.Person, sudmark, "Olaf Brandt")
	vale := b.actor("Mira Vale", doc.Person, estria, "Mira Vale", "Estria’s foreign minister, Mira Vale")
	holm := b.actor("Jan Holm", doc.Person, sudmark, "Jan Holm")
	diplomat := b.actor("a Western diplomat", doc.Group, 0, "A Western diplomat")
	b.actor("Telby", doc.Place, 0, "Telby")
	b.Actors[diplomat-1].Unnamed = true
	b.Actors[ruiz-1].Role = "President of Norland"

	b.say(doc.Statement{Kind: doc.Direct, Voice: doc.Own, Cue: b.at("said"), When: "2025-08-19", Why: "quote and its cue"}, ruiz,
		b.at("We will know within the next ten days whether Brandt is serious"), b.at("Perhaps he only wants to win time."))
	b.say(doc.Statement{Kind: doc.Mixed, Voice: doc.Own, Cue: b.at("now says"), Why: "says + clause"}, vale, b.at("a direct meeting “would do more good”"))
	b.say(doc.Statement{Kind: doc.Mixed, Voice: doc.Own, Cue: b.at("told Vale"), Why: "told + clause"}, brandt, b.at("he was “open” to talks"))
	b.say(doc.Statement{Kind: doc.Mixed, Voice: doc.Own, Cue: b.at("said", "Jan Holm"), Why: "said + clause"}, holm, b.at("any meeting would need “careful groundwork” by experts"))
	b.say(doc.Statement{Kind: doc.Indirect, Voice: doc.UnnamedSource, Cue: b.at("said", "A Western diplomat"), Why: "said + clause", Confidence: 0.71}, diplomat,
		b.at("Sudmark wanted a pause in the fighting first"))
	b.say(doc.Statement{Kind: doc.Mixed, Voice: doc.Own, Cue: b.at("said", "On Tuesday Vale"), Why: "said + clause"}, vale,
		b.at("Estria was ready to lend “patrol aircraft” if its neighbours sent observers to the strait"))

	down := b.move(doc.Move{Act: doc.Doubt, By: ids(norland), Voice: doc.Narrated, Cue: b.at("played down"), What: b.at("talk of an early meeting"), Why: "verb list: play down"})
	direct := b.move(doc.Move{Act: doc.Support, By: ids(vale), Voice: doc.Own, Cue: b.at("would do more good"), What: b.at("a direct meeting"), Why: "judgement", Statement: 2})
	open := b.move(doc.Move{Act: doc.Support, By: ids(brandt), To: ids(vale), Voice: doc.Narrated, Cue: b.at("open"), What: b.at("talks"), Why: "openness", Statement: 3})
	need := b.move(doc.Move{Act: doc.Demand, By: ids(sudmark), Via: ids(holm), Voice: doc.Own, Cue: b.at("would need"), What: b.at("“careful groundwork” by experts"), Why: "need", Statement: 4})
	pause := b.move(doc.Move{Act: doc.Demand, By: ids(sudmark), Via: ids(diplomat), Voice: doc.UnnamedSource, Status: doc.Reported, Cue: b.at("wanted"), What: b.at("a pause in the fighting"), Confidence: 0.71, Why: "want", Statement: 5})
	b.move(doc.Move{Act: doc.Expect, By: ids(ruiz), Voice: doc.Own, Cue: b.at("will know"), What: b.at("whether Brandt is serious"), When: "2025-08-19", Why: "will + verb", Statement: 1})
	conf := b.move(doc.Move{Act: doc.Propose, By: ids(vale), Voice: doc.Narrated, Cue: b.at("proposed"), What: b.at("a four-way conference in Telby"), Why: "verb list: propose"})
	cond := b.at("its neighbours sent observers to the strait")
	lend := b.move(doc.Move{Act: doc.Offer, By: ids(estria), Via: ids(vale), Voice: doc.Own, Cue: b.at("was ready"), What: b.at("patrol aircraft"), If: []doc.Span{cond},
		Conditions: []doc.Condition{{Span: cond, Status: doc.Open}}, When: "2025-08-19", Plover: doc.Plover{Event: "AGREE", Context: []string{"military"}}, Why: "readiness", Statement: 6})
	soldiers := b.move(doc.Move{Act: doc.Reject, By: ids(estria), Via: ids(vale), Voice: doc.Own, Cue: b.at("ruled out"), What: b.at("sending soldiers"), When: "2025-08-19", Why: "verb list: rule out"})
	b.move(doc.Move{Act: doc.Meet, By: ids(vale), To: ids(ruiz), Voice: doc.Narrated, Status: doc.Done, Cue: b.at("received"), When: "2025-08-18", Why: "verb list: receive", Plover: doc.Plover{Event: "CONSULT", Mode: "visit"}})
	b.move(doc.Move{Act: doc.Fight, By: ids(sudmark), To: ids(norland), Voice: doc.Narrated, Status: doc.Done, Cue: b.at("shelled"), What: b.at("the port of Ness"), When: "2025-08-11/2025-08-17", Why: "verb list: shell"})
	b.move(doc.Move{Act: doc.Coerce, By: ids(norland), To: ids(sudmark), Voice: doc.Narrated, Status: doc.Done, Cue: b.at("has frozen"), What: b.at("Sudmark’s bank accounts"), Why: "verb list: freeze"})

	b.Times = []doc.Time{
		{Span: b.at("within the next ten days"), Type: doc.DateTime, Value: "P10D", From: "2025-08-19", To: "2025-08-29", Vague: true, Why: "window"},
		{Span: b.at("Tuesday"), Type: doc.DateTime, Value: "2025-08-19", From: "2025-08-19", To: "2025-08-19", Why: "weekday"},
		{Span: b.at("Monday"), Type: doc.DateTime, Value: "2025-08-18", From: "2025-08-18", To: "2025-08-18", Why: "weekday"},
		{Span: b.at("last week"), Type: doc.DateTime, Value: "2025-W33", From: "2025-08-11", To: "2025-08-17", Why: "last"},
	}
	b.Proposals = []doc.Proposal{
		{ID: 1, Kind: doc.MeetingProposal, Label: "Meeting Ana Ruiz – Olaf Brandt", Participants: ids(ruiz, brandt),
			Spans: []doc.Span{b.at("an early meeting between President Ana Ruiz and Sudmark’s prime minister, Olaf Brandt")},
			Options: []doc.Option{
				{Kind: doc.FormatOption, Value: "direct", Span: b.at("a direct meeting"), Move: direct},
				{Kind: doc.FormatOption, Value: "four-way", Span: b.at("four-way"), Move: conf, Dropped: true},
				{Kind: doc.VenueOption, Value: "Telby", Span: b.at("Telby"), Move: conf}},
			Positions: []doc.Position{
				{Actor: norland, By: norland, Stance: doc.StanceDoubts, Voice: doc.Narrated, Move: down, Confidence: 0.93},
				{Actor: sudmark, By: brandt, Stance: doc.StanceOpen, Voice: doc.Narrated, Move: open, Confidence: 0.93},
				{Actor: sudmark, By: holm, Stance: doc.StanceIf, Voice: doc.Own, Move: need, Confidence: 0.93},
				{Actor: sudmark, By: diplomat, Stance: doc.StanceIf, Voice: doc.UnnamedSource, Move: pause, Confidence: 0.71},
				{Actor: estria, By: vale, Stance: doc.StanceFor, Voice: doc.Own, Move: direct, Confidence: 0.93}}},
		{ID: 2, Kind: doc.ForceProposal, Label: "Sending soldiers", Participants: ids(estria, norland),
			Positions: []doc.Position{{Actor: estria, By: vale, Stance: doc.StanceAgainst, Voice: doc.Own, Move: soldiers, Confidence: 0.93}}},
		{ID: 3, Kind: doc.TruceProposal, Label: "A pause in the fighting", Participants: ids(sudmark),
			Positions: []doc.Position{{Actor: sudmark, By: diplomat, Stance: doc.StanceFor, Voice: doc.UnnamedSource, Move: pause, Confidence: 0.71}}},
	}
	b.Shifts = []doc.Shift{{Actor: vale, From: b.at("a four-way conference in Telby"), To: b.at("a direct meeting"), Evidence: b.Paragraphs[2].Span, Why: "at first … now"}}
	b.Commitments = []doc.Commitment{{Move: lend, By: ids(estria), Status: doc.Open}, {Move: soldiers, By: ids(estria), Status: doc.Open}}
	b.Deadlines = []doc.Deadline{{By: ruiz, What: b.at("know within the next ten days whether Brandt is serious"), From: "2025-08-19", To: "2025-08-29", Phrase: b.at("within the next ten days"), Move: 6, Confidence: 0.91, Why: "window"}}
	b.Notes = []string{"1 name could not be told apart: Brandt"}
	return &b.Document
}
