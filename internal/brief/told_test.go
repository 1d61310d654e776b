package brief

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// told builds a record of one move over text: its thing and its cue are the
// first stretches of these words.
func told(t *testing.T, text, cue, what string, act doc.Act) (*view, *doc.Move) {
	t.Helper()
	b := &build{TB: t}
	b.Report.Text = text
	b.Paragraphs = []doc.Paragraph{{Span: doc.Span{End: len(text)}}}
	b.actor("Norland", doc.Country, 0, "Norland")
	m := doc.Move{Act: act, By: []doc.ActorID{1}, Voice: doc.Narrated, Cue: b.at(cue)}
	if what != "" {
		m.What = b.at(what)
	}
	b.move(m)
	return newView(&b.Document, 0), &b.Moves[0]
}

func TestThing(t *testing.T) {
	for _, c := range []struct {
		text, cue, what string
		act             doc.Act
		want            string
	}{
		{"Norland denied that any troops had crossed.", "denied", "any troops had crossed", doc.Deny, "that any troops had crossed"},
		{"Norland dismissed the charge.", "dismissed", "charge", doc.Deny, "dismissed the charge"},
		{"Norland would not sign the treaty.", "sign", "treaty", doc.Reject, "would not sign the treaty"},
		{"Norland ruled out a summit.", "ruled out", "summit", doc.Reject, "a summit"}, // "rules out" heads the line
		{"Norland hoped to meet the envoys.", "meet", "envoys", doc.Meet, "hoped to meet the envoys"},
		{"Norland does not trust Sudmark’s word.", "trust", "word", doc.Doubt, "does not trust Sudmark’s word"},
		{"Norland doesn’t trust the offer.", "trust", "offer", doc.Doubt, "doesn’t trust the offer"},
		{"Norland called the plan premature.", "premature", "plan", doc.Doubt, "called the plan premature"},
		{"Norland called the plan premature.", "premature", "plan premature", doc.Doubt, "called the plan premature"},
		{"Norland blames Sudmark for the raid.", "blames", "raid", doc.Accuse, "blames Sudmark for the raid"},
		{"Norland was wary of the offer, officials said.", "wary", "", doc.Doubt, "wary of the offer"},
	} {
		v, m := told(t, c.text, c.cue, c.what, c.act)
		if got := v.thing(m); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
		if got := v.thing(m); !strings.Contains(c.text, got) {
			t.Errorf("%q does not stand in %q", got, c.text)
		}
	}
}

// A promise is never shown without the condition of its sentence.
func TestTail(t *testing.T) {
	for text, want := range map[string]string{
		"Norland offered to open the pass by May, provided that the guns fell silent.": "PROVIDED the guns fell silent",
		"Norland offered to open the pass if the guns fell silent.":                    "IF the guns fell silent",
		"Norland offered to open the pass unless attacked first.":                      "UNLESS attacked first",
		"Norland offered to open the pass. If the guns fall silent, trade resumes.":    "",
		"Norland offered to open the pass by May.":                                     "",
	} {
		v, m := told(t, text, "offered", "open the pass", doc.Offer)
		got := ""
		for _, c := range v.tail(m) {
			got += c.Hinge + " " + c.Words
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	b := &build{TB: t}
	b.Report.Text = "A person familiar with the plan said Norland would sign."
	b.Paragraphs = []doc.Paragraph{{Span: doc.Span{End: len(b.Report.Text)}}}
	who := b.actor("person", doc.Person, 0, "A person familiar with the plan")
	b.Actors[0].Unnamed = true
	b.say(doc.Statement{Kind: doc.Indirect, Voice: doc.UnnamedSource, SourceSpan: b.at("A person familiar with the plan")}, who, b.at("Norland would sign"))
	if got := newView(&b.Document, 0).name(who); got != "A person familiar with the plan" {
		t.Errorf("called %q", got)
	}
}

func TestGroup(t *testing.T) {
	lines := []line{
		{Head: "A", Key: "offers", Words: "to send food aid", Para: 1}, {Head: "B", Key: "offers", Words: "food aid", Para: 1},
		{Head: "A", Key: "offers", Words: "food aid", Para: 1}, {Head: "A", Key: "rejects", Words: "food aid", Para: 1}, {Head: "A", Key: "offers", Words: "food aid", Para: 2},
	}
	var got []string
	for _, l := range group(lines) {
		got = append(got, l.Head+" "+l.Key+" "+l.Words)
	}
	if want := "A offers to send food aid|A rejects food aid|A offers food aid|B offers food aid"; strings.Join(got, "|") != want {
		t.Errorf("%s, want %s", strings.Join(got, "|"), want)
	}
}

// A line looks quoted only where its words carry quotation marks or are a
// speaker's own turn, and an event never does.
func TestLook(t *testing.T) {
	for _, c := range []struct {
		l    line
		want string
	}{
		{line{Found: true, Words: "“no”"}, "quoted"}, {line{Found: true, Words: "“open” to talks", Voice: "narrated"}, "narrated"},
		{line{Found: true, Words: "ready", Voice: "reported, planned"}, "reported"}, {line{Found: true, Words: "met", event: true}, "narrated"},
		{line{Found: true, Words: "“yes”", Voice: "unnamed source"}, "narrated"}, {line{Words: "no statement"}, ""},
		{line{Found: true, Words: "“yes”", Voice: "possible"}, "quoted"},
	} {
		if got := c.l.Look(); got != c.want {
			t.Errorf("%+v looks %q, want %q", c.l, got, c.want)
		}
	}
}

// A deadline that rests on no move is shown with the voice of its statement,
// and with a mark.
func TestDeadlineWithoutMove(t *testing.T) {
	b := &build{TB: t}
	b.Report.Text = "An aide said the pass would open on Friday."
	b.Paragraphs = []doc.Paragraph{{Span: doc.Span{End: len(b.Report.Text)}}}
	b.say(doc.Statement{Kind: doc.Indirect, Voice: doc.UnnamedSource}, 0, b.at("the pass would open on Friday"))
	b.Deadlines = []doc.Deadline{{What: b.at("open"), Phrase: b.at("on Friday"), From: "2025-05-02", To: "2025-05-02", Confidence: 0.8}}
	v := newView(&b.Document, 0)
	if l := v.Due[0]; l.Voice != "unnamed source" || !l.Unsure() || l.Ref != "s1" {
		t.Errorf("%+v", l)
	}
}

func TestMoves(t *testing.T) {
	all, firm := Moves(fixture(t), 0), Moves(fixture(t), 0.9)
	count := map[string]int{}
	for _, s := range firm {
		count[s.Section]++
	}
	if count[OnTheTable] != 5 || count[Commitments] != 2 || count[Events] != 3 || len(all) <= len(firm) {
		t.Errorf("%d lines, at 0.9 %v", len(all), count)
	}
}

// Moves of private persons are left out where they are many, shown where
// states and organisations act, and shown always when all is asked for.
func TestPrivate(t *testing.T) {
	b := &build{TB: t}
	b.Report.Text = "Ann Lee denied the theft. Bob Ray accused her. Norland offered help."
	b.Paragraphs = []doc.Paragraph{{Span: doc.Span{End: len(b.Report.Text)}}}
	ann, bob, norland := b.actor("Ann Lee", doc.Person, 0), b.actor("Bob Ray", doc.Person, 0), b.actor("Norland", doc.Country, 0)
	b.move(doc.Move{Act: doc.Deny, By: []doc.ActorID{ann}, Voice: doc.Own, Cue: b.at("denied"), What: b.at("theft")})
	b.move(doc.Move{Act: doc.Accuse, By: []doc.ActorID{bob}, To: []doc.ActorID{ann}, Voice: doc.Own, Cue: b.at("accused")})
	help := b.move(doc.Move{Act: doc.Offer, By: []doc.ActorID{norland}, Voice: doc.Narrated, Cue: b.at("offered"), What: b.at("help")})
	b.Commitments = []doc.Commitment{{Move: help, By: []doc.ActorID{norland}, Status: doc.Open}}
	for least, want := range map[float64]int{0: 3, 0.5: 1} {
		if got := Moves(&b.Document, least); len(got) != want {
			t.Errorf("at %v: %v, want %d lines", least, got, want)
		}
	}
	var out strings.Builder
	if err := Text(&out, &b.Document, Options{MinConfidence: 0.5}); err != nil || !strings.Contains(out.String(), "2 lines of private persons left out") {
		t.Errorf("%v\n%s", err, out.String())
	}
	b.Actors[0].Role = "Minister of Justice"
	b.Actors[1].Party = norland
	if got := Moves(&b.Document, 0.5); len(got) != 3 {
		t.Errorf("those in office are left out: %v", got)
	}
}

func TestUnstopped(t *testing.T) {
	for words, want := range map[string]string{
		"it had not shown its card.": "it had not shown its card", "he moved to the U.S.": "he moved to the U.S.",
		"it was “over.”": "it was “over.”", "they met Mr.": "they met Mr.", "": "",
	} {
		if got := unstopped(words); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestStretches(t *testing.T) {
	for words, want := range map[string]string{
		"ready to “talk” at once, “now”": "ready to |<“talk”>| at once, |<“now”>", "“open": "“open", "”x“": "”x“", "": "", "plain": "plain",
	} {
		var got []string
		for _, s := range (line{Words: words}).Stretches() {
			if s.Quoted {
				s.Text = "<" + s.Text + ">"
			}
			got = append(got, s.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", words, strings.Join(got, "|"), want)
		}
	}
}
