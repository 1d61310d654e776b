package record

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-reader/parley/doc"
)

// builder writes a document word by word, for tests: the trees here are drawn
// by hand, so that the record is tested apart from the parser.
type builder struct {
	t *testing.T
	d *doc.Document
}

func newBuilder(t *testing.T, actors ...doc.Actor) *builder {
	t.Helper()
	b := &builder{t, &doc.Document{}}
	b.d.Report.Published = time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)
	for i, a := range actors {
		a.ID = doc.ActorID(i + 1)
		b.d.Actors = append(b.d.Actors, a)
	}
	return b
}

// sentence adds one sentence of "form/UPOS/head/rel" words; the lemma is the
// lower-cased form unless a fifth part gives it.
func (b *builder) sentence(words string) {
	b.t.Helper()
	d := b.d
	if d.Report.Text != "" {
		d.Report.Text += "\n"
	}
	first := len(d.Tokens)
	start := len(d.Report.Text)
	for _, w := range strings.Fields(words) {
		parts := strings.Split(w, "/")
		u, err := doc.ParseUPOS(parts[1])
		if err != nil {
			b.t.Fatal(err)
		}
		rel, err := doc.ParseRel(parts[3])
		if err != nil {
			b.t.Fatal(err)
		}
		head := 0
		for _, c := range parts[2] {
			head = head*10 + int(c-'0')
		}
		lemma := strings.ToLower(parts[0])
		if len(parts) > 4 {
			lemma = parts[4]
		}
		if len(d.Tokens) > first {
			d.Report.Text += " "
		}
		at := len(d.Report.Text)
		d.Report.Text += parts[0]
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: len(d.Report.Text)}, SpaceAfter: true})
		d.Tags = append(d.Tags, doc.Tag{U: u, X: doc.PNN, Lemma: lemma})
		arc := doc.Arc{Head: int32(first + head - 1), Rel: rel}
		if head == 0 {
			arc.Head = -1
		}
		d.Arcs = append(d.Arcs, arc)
	}
	span := doc.Span{Start: start, End: len(d.Report.Text)}
	n := len(d.Sentences)
	d.Sentences = append(d.Sentences, doc.Sentence{Span: span, Tokens: doc.Range{First: first, End: len(d.Tokens)}, Paragraph: n})
	d.Paragraphs = append(d.Paragraphs, doc.Paragraph{Span: span, Sentences: doc.Range{First: n, End: n + 1}})
}

// at is the span of the first occurrence of s.
func (b *builder) at(s string) doc.Span {
	b.t.Helper()
	i := strings.Index(b.d.Report.Text, s)
	if i < 0 {
		b.t.Fatalf("%q is not in the text", s)
	}
	return doc.Span{Start: i, End: i + len(s)}
}

func (b *builder) move(act doc.Act, cue, what string, by ...doc.ActorID) *doc.Move {
	m := doc.Move{
		ID: doc.MoveID(len(b.d.Moves) + 1), Act: act, By: by, Cue: b.at(cue), Status: doc.Stated, Voice: doc.Narrated, Confidence: 0.9,
	}
	if what != "" {
		m.What = b.at(what)
	}
	m.Evidence = b.d.Sentences[b.d.SentenceOf(b.d.TokensIn(m.Cue).First)].Span
	b.d.Moves = append(b.d.Moves, m)
	return &b.d.Moves[len(b.d.Moves)-1]
}

func (b *builder) build() Record {
	b.t.Helper()
	maker, err := New(Embedded())
	if err != nil {
		b.t.Fatal(err)
	}
	r := maker.Build(b.d)
	b.d.Proposals, b.d.Shifts, b.d.Commitments, b.d.Deadlines = r.Proposals, r.Shifts, r.Commitments, r.Deadlines
	for _, fault := range b.d.Check() {
		b.t.Error(fault)
	}
	return r
}

func person(name string) doc.Actor { return doc.Actor{Name: name, Kind: doc.Person} }
func state(name string) doc.Actor  { return doc.Actor{Name: name, Kind: doc.Country} }

// threeVoices is a meeting on which two sides and a third speak, one of them
// with a precondition.
func threeVoices(t *testing.T) *builder {
	kiir := person("Salva Kiir")
	kiir.Party = 3
	b := newBuilder(t, kiir, person("Riek Machar"), state("South Sudan"))
	b.sentence("Kiir/PROPN/2/nsubj backed/VERB/0/root/back a/DET/4/det meeting/NOUN/2/obj between/ADP/6/case Kiir/PROPN/4/nmod and/CCONJ/8/cc Machar/PROPN/6/conj")
	b.sentence("Machar/PROPN/2/nsubj doubts/VERB/0/root/doubt talks/NOUN/2/obj/talk")
	b.sentence("any/DET/2/det summit/NOUN/3/nsubj requires/VERB/0/root/require a/DET/5/det truce/NOUN/3/obj")
	for _, m := range []struct {
		after string
		name  string
		id    doc.ActorID
	}{{"between ", "Kiir", 1}, {"and ", "Machar", 2}} {
		at := strings.Index(b.d.Report.Text, m.after) + len(m.after)
		span := doc.Span{Start: at, End: at + len(m.name)}
		r := b.d.TokensIn(span)
		b.d.Mentions = append(b.d.Mentions, doc.Mention{Span: span, Tokens: r, Head: r.First, Actor: m.id, Kind: doc.NameMention})
	}
	b.move(doc.Support, "backed", "meeting between Kiir and Machar", 1)
	b.move(doc.Doubt, "doubts", "talks", 2)
	b.move(doc.Demand, "requires", "truce", 2)
	return b
}

func TestOneMeetingManyVoices(t *testing.T) {
	r := threeVoices(t).build()
	if len(r.Proposals) != 1 {
		t.Fatalf("%d proposals, want the one meeting: %+v", len(r.Proposals), r.Proposals)
	}
	p := r.Proposals[0]
	if p.Kind != doc.MeetingProposal || p.Label != "Meeting Salva Kiir – Riek Machar" {
		t.Errorf("kind %v, label %q", p.Kind, p.Label)
	}
	want := []struct {
		actor, by doc.ActorID
		stance    doc.Stance
	}{{3, 1, doc.StanceFor}, {2, 2, doc.StanceDoubts}, {2, 2, doc.StanceIf}}
	if len(p.Positions) != len(want) {
		t.Fatalf("positions %+v", p.Positions)
	}
	for i, w := range want {
		got := p.Positions[i]
		if got.Actor != w.actor || got.By != w.by || got.Stance != w.stance {
			t.Errorf("position %d: actor %d by %d %v, want %+v", i, got.Actor, got.By, got.Stance, w)
		}
	}
}

func TestABareDemandIsNoStance(t *testing.T) {
	b := newBuilder(t, state("Kenya"))
	b.sentence("Kenya/PROPN/2/nsubj demands/VERB/0/root/demand a/DET/4/det ceasefire/NOUN/2/obj")
	b.move(doc.Demand, "demands", "ceasefire", 1)
	if r := b.build(); len(r.Proposals) != 0 {
		t.Errorf("a demand alone made a position: %+v", r.Proposals)
	}
}

func TestAnExpectationIsNotOnTheTable(t *testing.T) {
	b := newBuilder(t, state("Kenya"))
	b.sentence("Kenya/PROPN/2/nsubj expects/VERB/0/root/expect a/DET/4/det summit/NOUN/2/obj")
	b.move(doc.Expect, "expects", "summit", 1)
	if r := b.build(); len(r.Proposals) != 0 {
		t.Errorf("%+v", r.Proposals)
	}
}

func TestWhatIsDeniedTakesNoPosition(t *testing.T) {
	b := newBuilder(t, state("Kenya"))
	b.sentence("Kenya/PROPN/2/nsubj backs/VERB/0/root/back a/DET/4/det ceasefire/NOUN/2/obj")
	b.move(doc.Support, "backs", "ceasefire", 1).Status = doc.Denied
	if r := b.build(); len(r.Proposals) != 0 {
		t.Errorf("%+v", r.Proposals)
	}
}

func TestFormatShifts(t *testing.T) {
	b := newBuilder(t, person("Donald Trump"))
	b.sentence("He/PRON/3/nsubj initially/ADV/3/advmod floated/VERB/0/root/float a/DET/6/det trilateral/ADJ/6/amod summit/NOUN/3/obj but/CCONJ/9/cc now/ADV/9/advmod prefers/VERB/3/conj/prefer a/DET/12/det bilateral/ADJ/12/amod meeting/NOUN/9/obj")
	b.move(doc.Propose, "floated", "trilateral summit", 1)
	b.move(doc.Support, "prefers", "bilateral meeting", 1)
	r := b.build()
	if len(r.Shifts) != 1 || r.Shifts[0].From != b.at("trilateral summit") || r.Shifts[0].To != b.at("bilateral meeting") {
		t.Fatalf("shifts %+v", r.Shifts)
	}
	dropped := map[string]bool{}
	for _, o := range r.Proposals[0].Options {
		dropped[o.Value] = o.Dropped
	}
	if !dropped["trilateral"] || dropped["bilateral"] {
		t.Errorf("options %+v", r.Proposals[0].Options)
	}
}

func TestTwoMovesOfTwoActorsAreNoShift(t *testing.T) {
	b := newBuilder(t, person("A"), person("B"))
	b.sentence("A/PROPN/3/nsubj initially/ADV/3/advmod floated/VERB/0/root/float a/DET/6/det trilateral/ADJ/6/amod summit/NOUN/3/obj but/CCONJ/10/cc now/ADV/10/advmod B/PROPN/10/nsubj prefers/VERB/3/conj/prefer a/DET/12/det meeting/NOUN/10/obj")
	b.move(doc.Propose, "floated", "trilateral summit", 1)
	b.move(doc.Support, "prefers", "meeting", 2)
	if r := b.build(); len(r.Shifts) != 0 {
		t.Errorf("shifts %+v", r.Shifts)
	}
}

func TestCommitments(t *testing.T) {
	b := newBuilder(t, state("United States"))
	b.sentence("We/PRON/3/nsubj rule/VERB/0/root out/ADP/2/compound:prt deploying/VERB/2/xcomp/deploy troops/NOUN/4/obj/troop")
	b.sentence("We/PRON/2/nsubj reject/VERB/0/root the/DET/4/det plan/NOUN/2/obj")
	b.d.Arcs[0].Head = 1
	b.move(doc.Reject, "rule out", "deploying troops", 1)
	b.move(doc.Reject, "reject", "plan", 1)
	r := b.build()
	if len(r.Commitments) != 1 || r.Commitments[0].Move != 1 {
		t.Errorf("to refuse an act of one's own binds, to reject another's plan does not: %+v", r.Commitments)
	}
}

func TestDeadlines(t *testing.T) {
	for _, c := range []struct {
		name     string
		time     doc.Time
		said     doc.When
		from, to string // "" for none
	}{
		{"a vague window counts from the day of saying",
			doc.Time{From: "2025-08-20", To: "2025-09-03", Vague: true}, "2025-08-19", "2025-08-19", "2025-09-02"},
		{"and from publication where none is told",
			doc.Time{From: "2025-08-20", To: "2025-09-03", Vague: true}, "", "2025-08-20", "2025-09-03"},
		{"a day ahead", doc.Time{From: "2025-08-23", To: "2025-08-23"}, "2025-08-19", "2025-08-23", "2025-08-23"},
		{"a day gone by is none", doc.Time{From: "2025-08-18", To: "2025-08-18"}, "", "", ""},
		{"nor is the day of saying", doc.Time{From: "2025-08-19", To: "2025-08-19"}, "2025-08-19", "", ""},
		{"nor a time off the calendar", doc.Time{}, "", "", ""},
	} {
		b := newBuilder(t, person("Donald Trump"))
		b.sentence("We/PRON/2/nsubj decide/VERB/0/root in/ADP/4/case weeks/NOUN/2/obl")
		b.move(doc.Expect, "decide", "", 1).When = c.said
		c.time.Span, c.time.Type, c.time.Value = b.at("in weeks"), doc.DateTime, "X"
		b.d.Times = []doc.Time{c.time}
		r := b.build()
		switch {
		case c.from == "" && len(r.Deadlines) > 0:
			t.Errorf("%s: %+v", c.name, r.Deadlines)
		case c.from != "" && (len(r.Deadlines) != 1 || r.Deadlines[0].From != c.from || r.Deadlines[0].To != c.to):
			t.Errorf("%s: got %+v, want %s … %s", c.name, r.Deadlines, c.from, c.to)
		}
	}
}

func TestBadData(t *testing.T) {
	for name, text := range map[string]string{
		"things.txt":  "# fine\nno colon here\n",
		"options.txt": "# fine\ncolour red: crimson\n",
		"shifts.txt":  "# fine\nsideways: drift\n",
		"voice.txt":   "# fine\nsinging: sing\n",
	} {
		fsys := fstest.MapFS{}
		for _, file := range []string{"things.txt", "options.txt", "shifts.txt", "due.txt", "open.txt", "voice.txt"} {
			fsys[file] = &fstest.MapFile{Data: []byte("# nothing\n")}
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		if _, err := New(fsys); err == nil || !strings.HasPrefix(err.Error(), name+":2: ") {
			t.Errorf("%s: error %v, want one that names line 2", name, err)
		}
	}
}
