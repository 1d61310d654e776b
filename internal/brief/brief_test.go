package brief

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-reader/parley/doc"
)

func text(t testing.TB, d *doc.Document, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// UPDATE=1 writes the golden files anew.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (UPDATE=1 accepts it):\n%s", file, diff)
	}
}

func TestText(t *testing.T) {
	golden(t, "testdata/wide.txt", text(t, fixture(t), Options{MinConfidence: 0.9}))
	golden(t, "testdata/narrow-all.txt", text(t, fixture(t), Options{Width: 60}))
}

// A record read back from JSON has no quotes, tokens or sentences; its brief
// is the same.
func TestTextFromJSON(t *testing.T) {
	d := fixture(t)
	var back doc.Document
	if err := json.Unmarshal(doc.AppendJSON(nil, d), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text(t, d, Options{}), text(t, &back, Options{})); diff != "" {
		t.Error(diff)
	}
}

func TestTextFits(t *testing.T) {
	for width := 40; width < 130; width += 7 {
		for _, color := range []bool{false, true} {
			out := text(t, fixture(t), Options{Width: width, Color: color})
			for line := range strings.Lines(out) {
				if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%d columns at width %d: %q", n, width, line)
				}
			}
			if strings.Contains(out, "\x1b") != color {
				t.Errorf("color %v gives %.80q", color, out)
			}
		}
	}
}

func TestTextThreshold(t *testing.T) {
	for _, c := range []struct {
		min          float64
		with, absent string
	}{
		{0.9, "3 lines stand below confidence 0.9", "Western diplomat"},
		{0.7, "a Western diplomat: wanted a pause in the fighting (unnamed source, unconfirmed)", "below confidence"},
		{1, "nothing at this confidence: 3 lines below it", "for "},
	} {
		got := text(t, fixture(t), Options{MinConfidence: c.min, Width: 140})
		if c.min == 1 { // the rows of a proposal without a line are not shown
			c.with = "no statement of position at this confidence"
		}
		if !strings.Contains(got, c.with) || strings.Contains(got, c.absent) {
			t.Errorf("at %v: want %q, not %q:\n%s", c.min, c.with, c.absent, got)
		}
	}
	d := fixture(t)
	d.Proposals[0].Positions[1].Confidence = 0.5
	d.Proposals[0].Positions[2].Confidence = 0.5
	if got := text(t, d, Options{MinConfidence: 0.9}); !strings.Contains(got, "–         nothing at this confidence: 3 lines below it") {
		t.Errorf("a row whose lines all stand below must say so:\n%s", got)
	}
}

func TestEmpty(t *testing.T) {
	got := text(t, &doc.Document{}, Options{MinConfidence: 0.9})
	want := "report · no date · 0 words · 0 paragraphs\n\nON THE TABLE\n  no statement of position found in this report\n"
	if got != want {
		t.Errorf("got %q", got)
	}
}

// What stands in quotation marks in the report does so in the brief, and
// nothing else.
func TestWords(t *testing.T) {
	const report = "He said: “We will, perhaps, go to Oslo.” She called it “a ‘grave’ step”, and left. \"Never,\" he said. They won’t go."
	d := &doc.Document{Report: doc.Report{Text: report}}
	s := newSpeech(d)
	for sub, want := range map[string]string{
		"go to Oslo":     "“go to Oslo”",
		"said: “We will": "said: “We will”",
		"Oslo.” She called it “a ‘grave’ step": "“Oslo.” She called it “a ‘grave’ step”",
		"She called it":         "She called it",
		"‘grave’":               "“‘grave’”",
		"“a ‘grave’ step”, and": "“a ‘grave’ step”, and",
		"left. \"Never,\" he":   "left. “Never” he",
		"perhaps,":              "“perhaps”",
		"left. ":                "left.",
		"n’t go":                "won’t go",
		"”":                     "”",
		"We will, perhaps, go to Oslo.” She call": "“We will, perhaps, go to Oslo.” She call",
	} {
		i := strings.Index(report, sub)
		if i < 0 {
			t.Fatalf("%q is not in the report", sub)
		}
		if got := s.words(doc.Span{Start: i, End: i + len(sub)}); got != want {
			t.Errorf("%q is shown as %q, want %q", sub, got, want)
		}
	}
}

// A stance that the outlet alone tells of must say so, whatever its words.
func TestVoiceIsAlwaysTold(t *testing.T) {
	v := newView(fixture(t), 0)
	for _, p := range v.Proposals {
		for _, l := range p.Lines {
			if l.Found && l.Voice == "" && !quoted(l.Words) {
				t.Errorf("%s %s %q: no voice and no quotation", l.Head, l.Key, l.Words)
			}
		}
	}
	for _, c := range []struct {
		voice  doc.Voice
		status doc.Status
		words  string
		want   string
	}{
		{doc.Own, doc.Stated, "ready “to talk”", ""}, {doc.Own, doc.Stated, "ready to talk", "reported"},
		{doc.Narrated, doc.Stated, "“open” to talks", "narrated"}, {0, 0, "“open”", "narrated"},
		{doc.UnnamedSource, doc.Stated, "“open”", "unnamed source"}, {doc.Relayed, doc.Reported, "x", "relayed, unconfirmed"},
		{doc.Own, doc.Possible, "“x”", "possible"}, {doc.Own, doc.Reported, "x", "unconfirmed"}, {doc.Official, doc.Done, "x", "official"},
	} {
		if got := v.voice(c.voice, c.status, c.words); got != c.want {
			t.Errorf("%v %v %q: %q, want %q", c.voice, c.status, c.words, got, c.want)
		}
	}
}

// evil is a report that tries to command the terminal and to run in a page.
func evil() *doc.Document {
	const bad = "\x1b]0;owned\x07\x9b31m <script>alert(1)</script> \"onmouseover=alert(1) \u202e{{.}} --></style>\n"
	d := &doc.Document{Report: doc.Report{Name: bad, Title: bad, Outlet: bad, URL: "javascript:alert(1)", Text: strings.ToValidUTF8(bad, "?")}, Notes: []string{bad}}
	all := doc.Span{End: len(d.Report.Text)}
	d.Actors = []doc.Actor{{ID: 1, Name: bad, Role: bad, Mentions: []doc.Span{all}}}
	d.Statements = []doc.Statement{{ID: 1, Source: 1, Sources: []doc.ActorID{1}, Content: []doc.Span{all}, Confidence: 1, Why: bad}}
	d.Moves = []doc.Move{{ID: 1, Act: doc.Offer, By: []doc.ActorID{1}, What: all, If: []doc.Span{all}, When: doc.When(bad), Confidence: 1, Why: bad, Plover: doc.Plover{Event: bad}}}
	d.Times = []doc.Time{{Span: all, Value: bad, From: bad}}
	d.Proposals = []doc.Proposal{{ID: 1, Label: bad, Options: []doc.Option{{Value: bad, Move: 1}}, Positions: []doc.Position{{Actor: 1, By: 1, Stance: doc.StanceFor, Move: 1, Confidence: 1}}}}
	d.Shifts = []doc.Shift{{Actor: 1, From: all, To: all, Evidence: all, Why: bad}}
	d.Commitments = []doc.Commitment{{Move: 1, By: []doc.ActorID{1}}}
	d.Deadlines = []doc.Deadline{{By: 1, What: all, From: bad, To: bad, Phrase: all, Why: bad}}
	return d
}

func TestTextIsSafe(t *testing.T) {
	got := text(t, evil(), Options{})
	for i, r := range got {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x202e {
			t.Fatalf("%q at byte %d reaches the terminal: %q", r, i, got[max(0, i-20):i+5])
		}
	}
}

// broken records must not make it panic: identifiers and spans at random.
func TestAnyRecord(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := &doc.Document{Report: doc.Report{Text: rapid.StringN(0, 60, 200).Draw(r, "text")}}
		span := func() doc.Span {
			return doc.Span{Start: rapid.IntRange(-2, 80).Draw(r, "start"), End: rapid.IntRange(-2, 80).Draw(r, "end")}
		}
		n := func(most int) int { return rapid.IntRange(-1, most).Draw(r, "n") }
		ids := func() []doc.ActorID { return []doc.ActorID{doc.ActorID(n(4)), doc.ActorID(n(4))} }
		for i := range 3 {
			d.Actors = append(d.Actors, doc.Actor{ID: doc.ActorID(i + 1), Name: rapid.String().Draw(r, "name"), Party: doc.ActorID(n(5)), Mentions: []doc.Span{span()}})
			d.Statements = append(d.Statements, doc.Statement{ID: doc.StatementID(i + 1), Source: doc.ActorID(n(5)), Sources: ids(), Content: []doc.Span{span(), span()}})
			d.Moves = append(d.Moves, doc.Move{ID: doc.MoveID(i + 1), Act: doc.Act(max(0, n(20))), By: ids(), To: ids(), What: span(), Cue: span(), Evidence: span(), If: []doc.Span{span()}, Status: doc.Status(max(0, n(9)))})
			d.Times = append(d.Times, doc.Time{Span: span()})
			pos := []doc.Position{{Actor: doc.ActorID(n(5)), By: doc.ActorID(n(5)), Move: doc.MoveID(n(6)), Stance: doc.Stance(max(0, n(7)))}}
			d.Proposals = append(d.Proposals, doc.Proposal{ID: i + 1, Participants: ids(), Positions: pos, Options: []doc.Option{{Move: doc.MoveID(n(6)), Span: span(), Positions: pos}}})
			d.Shifts = append(d.Shifts, doc.Shift{Actor: doc.ActorID(n(5)), From: span(), To: span(), Evidence: span()})
			d.Commitments = append(d.Commitments, doc.Commitment{Move: doc.MoveID(n(6)), By: ids()})
			d.Deadlines = append(d.Deadlines, doc.Deadline{By: doc.ActorID(n(5)), What: span(), Phrase: span(), Move: doc.MoveID(n(6))})
		}
		var b bytes.Buffer
		if err := errors.Join(Text(&b, d, Options{Width: n(60)}), HTML(&b, d, Options{})); err != nil {
			r.Fatal(err)
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("a \x1b[31m b\u202e", 3)
	f.Fuzz(func(t *testing.T, s string, width int) {
		c := clean(s)
		if clean(c) != c || strings.ContainsAny(c, "\x1b\n\r\x07\u202e") {
			t.Fatalf("%q is cleaned to %q", s, c)
		}
		width = max(1, width&127)
		rows := wrap([]word{{c, ""}}, width)
		var words []string
		for _, row := range rows {
			for _, w := range row {
				words = append(words, w.text)
			}
		}
		if got, want := strings.Join(words, ""), strings.ReplaceAll(c, " ", ""); got != strings.Join(strings.Fields(want), "") {
			t.Fatalf("wrapping loses words: %q, %q", got, want)
		}
	})
}

// A charge stands in no proposal, and must still be seen; a doubt that is shown
// as a position is not shown twice.
func TestDemandsAndCharges(t *testing.T) {
	d := fixture(t)
	shown := strings.Count(text(t, d, Options{MinConfidence: 0}), "played down")
	m := d.Moves[0]
	m.ID, m.Act, m.Confidence = doc.MoveID(len(d.Moves)+1), doc.Accuse, 0.95
	d.Moves = append(d.Moves, m)
	out := text(t, d, Options{MinConfidence: 0.9})
	i := strings.Index(out, "DEMANDS AND CHARGES")
	if i < 0 || !strings.Contains(out[i:], "accuse") {
		t.Errorf("no charge in\n%s", out)
	}
	if shown != 1 { // on the table
		t.Errorf("a position is shown %d times", shown)
	}
}
