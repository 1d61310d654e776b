package doc

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// span is the place of the first sub in text.
func span(t testing.TB, text, sub string) Span {
	t.Helper()
	i := strings.Index(text, sub)
	if i < 0 {
		t.Fatalf("%q is not in the text", sub)
	}
	return Span{i, i + len(sub)}
}

// example is a record that has something in every field.
func example(t testing.TB) *Document {
	text := "Foreign Minister Ana Ruiz said Norland was “ready” to open the strait if Sudmark withdrew its ships by Friday.\nSudmark at first wanted talks in Oslo, now in Vienna."
	at := func(sub string) Span { return span(t, text, sub) }
	return &Document{
		Report: Report{ID: "sha256:00", Name: "a.txt", URL: "https://example.org/a", Outlet: "Example", Title: "A \"strait\" <talk>\n",
			Author: "B. C.", Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC), DateFrom: "given", Text: text},
		Layout: Layout{Paragraphs: []Paragraph{{Span: Span{0, strings.IndexByte(text, '\n')}}, {Span: at("Sudmark at first wanted talks in Oslo, now in Vienna."), Kind: Caption}}},
		Actors: []Actor{
			{ID: 1, Name: "Ana Ruiz", Kind: Person, Country: "NOR", Role: "Foreign Minister of Norland", Party: 2, Mentions: []Span{at("Ana Ruiz")}, Names: []Span{at("Ana Ruiz")}, Entry: "person:Ana Ruiz"},
			{ID: 2, Name: "Norland", Kind: Country, Mentions: []Span{at("Norland")}, Names: []Span{at("Norland")}},
			{ID: 3, Name: "Sudmark", Unnamed: true},
		},
		Statements: []Statement{{ID: 1, Source: 1, Sources: []ActorID{1}, SourceSpan: at("Foreign Minister Ana Ruiz"), Cue: at("said"),
			Content: []Span{at("Norland was “ready” to open the strait")}, Kind: Mixed, Mode: Speech, Voice: Own, To: []ActorID{3},
			When: "2025-08-19", Confidence: 0.97, Why: "cue said"}, {ID: 2, Within: 1}},
		Moves: []Move{{ID: 1, Act: Offer, By: []ActorID{2}, Via: []ActorID{1}, To: []ActorID{3}, What: at("open the strait"),
			If:         []Span{at("Sudmark withdrew its ships")},
			Conditions: []Condition{{Span: at("Sudmark withdrew its ships"), Necessary: true, By: []ActorID{3}, Status: Open}},
			Denies:     2, When: "2025-08-11/2025-08-17", Status: Stated, Voice: Own, Plover: Plover{Event: "AGREE", Mode: "x", Context: []string{"military"}},
			Cue: at("ready"), Evidence: Span{0, 10}, Statement: 1, Confidence: 0.9, Why: "readiness"}, {ID: 2, Act: Meet}},
		Times: []Time{{Span: at("Friday"), Type: DateTime, Value: "2025-08-22", From: "2025-08-22", To: "2025-08-22", Vague: true, Why: "weekday"}},
		Proposals: []Proposal{{ID: 1, Kind: MeetingProposal, Label: "Meeting Norland – Sudmark", Participants: []ActorID{2, 3}, Spans: []Span{at("talks")},
			Options:   []Option{{Kind: VenueOption, Value: "Oslo", Span: at("Oslo"), Move: 2, Dropped: true, Positions: []Position{{Actor: 3, By: 3, Stance: StanceFor, Voice: Narrated, Move: 2, Confidence: 0.5}}}},
			Positions: []Position{{Actor: 2, By: 1, Stance: StanceIf, Voice: Own, Move: 1, Confidence: 0.91}}}},
		Shifts:      []Shift{{Actor: 3, From: at("Oslo"), To: at("Vienna"), Evidence: at("Oslo, now in Vienna"), Cue: at("now"), Why: "at first"}},
		Commitments: []Commitment{{Move: 1, By: []ActorID{2}, Status: Open}},
		Deadlines:   []Deadline{{By: 3, What: at("withdrew its ships"), From: "2025-08-19", To: "2025-08-22", Phrase: at("by Friday"), Move: 1, Confidence: 0.8, Why: "by"}},
		Notes:       []string{"no title\u2028given"},
	}
}

func TestJSONRoundTrip(t *testing.T) {
	for name, d := range map[string]*Document{"full": example(t), "empty": {}} {
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var back Document
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(*d, back); diff != "" {
			t.Errorf("%s: what was written is not what is read:\n%s", name, diff)
		}
	}
}

func TestJSONForm(t *testing.T) {
	d := example(t)
	b := AppendJSON(nil, d)
	if !json.Valid(b) || bytes.ContainsAny(b, "\n") || strings.ContainsRune(string(b), '\u2028') {
		t.Fatalf("not one line of JSON: %s", b)
	}
	for _, want := range []string{
		`{"schema":"parley/1","report":{"id":"sha256:00"`, `"published":"2025-08-20"`, `"words":29`, `"source":"a1","sources":["a1"]`,
		`"conditions":[{"span":[77,103],"necessary":true,"by":["a3"],"status":"open"}]`, `"denies":"m2"`,
		`"plover":{"event":"AGREE","mode":"x","context":["military"]}`, `"id":"m2","act":"meet","by":[],"via":[],"to":[],"if":[],"conditions":[],"confidence":0`,
		`"proposals":[{"id":"p1","kind":"meeting"`, `"commitments":[{"move":"m1","by":["a2"],"status":"open"}]`,
	} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("missing %s in\n%.3000s", want, b)
		}
	}
	if got := AppendJSON([]byte("x "), &Document{}); !bytes.HasPrefix(got, []byte(`x {"schema"`)) || !json.Valid(got[2:]) {
		t.Errorf("appended: %s", got)
	}
}

func TestJSONRefuses(t *testing.T) {
	good := string(AppendJSON(nil, example(t)))
	for _, c := range []struct{ name, old, new, want string }{
		{"schema", `"parley/1"`, `"parley/9"`, "its schema is"},
		{"no report", `"report":{`, `"rapport":{`, `no "report"`},
		{"no JSON", `{"schema"`, `{schema`, "invalid character"},
		{"day", `"2025-08-20"`, `"20 August"`, "report.published"},
		{"span outside", `"phrase":[104,113]`, `"phrase":[104,9999]`, "not inside the text"},
		{"span backward", `"phrase":[104,113]`, `"phrase":[113,104]`, "not inside the text"},
		{"span inside a character", `"sourceSpan":[0,25]`, `"sourceSpan":[0,44]`, "cuts through a character"},
		{"span of three", `"phrase":[104,113]`, `"phrase":"99"`, "a span is"},
		{"actor unknown", `"sources":["a1"]`, `"sources":["a9"]`, "no actor a9"},
		{"actor zero", `"sources":["a1"]`, `"sources":["a0"]`, "no identifier"},
		{"move unknown", `"denies":"m2"`, `"denies":"m7"`, "no move m7"},
		{"statement for a move", `"statement":"s1"`, `"statement":"m1"`, "no identifier"},
		{"out of order", `"id":"m2"`, `"id":"m3"`, "numbered in order"},
		{"act", `"act":"offer"`, `"act":"bribe"`, "unknown act"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Errorf("%s: nothing replaced", c.name)
			continue
		}
		d := Document{Notes: []string{"kept"}}
		err := json.Unmarshal([]byte(bad), &d)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if len(d.Notes) != 1 {
			t.Errorf("%s: the document was changed", c.name)
		}
	}
	if err := json.Unmarshal([]byte(strings.Replace(good, `"report"`, `"later":{"x":1},"report"`, 1)), new(Document)); err != nil {
		t.Errorf("a field of a later version: %v", err)
	}
}

func TestFailureLine(t *testing.T) {
	f := &Failure{Input: "b.txt", What: "no such file", Do: "check the path"}
	b := f.AppendJSON(nil)
	if want := `{"schema":"parley/1","error":{"input":"b.txt","what":"no such file","do":"check the path"}}`; string(b) != want {
		t.Errorf("got %s", b)
	}
	err := json.Unmarshal(b, new(Document))
	var back *Failure
	if !errors.As(err, &back) || *back != *f {
		t.Errorf("read back as %v", err)
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]int{"": 0, " \n": 0, "one": 1, "don’t go —\u00a0now": 4} {
		if got := (&Document{Report: Report{Text: text}}).Words(); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}

func FuzzUnmarshalJSON(f *testing.F) {
	f.Add(AppendJSON(nil, example(f)))
	f.Add([]byte(`{"schema":"parley/1","report":{"text":"é"},"times":[{"span":[0,1]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d, again Document
		if json.Unmarshal(b, &d) != nil {
			return
		}
		out := AppendJSON(nil, &d)
		if !utf8.Valid(out) {
			t.Fatalf("not UTF-8: %q", out)
		}
		if err := json.Unmarshal(out, &again); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if second := AppendJSON(nil, &again); !bytes.Equal(out, second) {
			t.Fatalf("written twice:\n%s\n%s", out, second)
		}
	})
}

func FuzzQuote(f *testing.F) {
	f.Add("a\"b\\c\x00\x1f\u2028é\xff")
	f.Fuzz(func(t *testing.T, s string) {
		w := writer{}
		w.quote(s)
		var back string
		if err := json.Unmarshal(w.b, &back); err != nil || back != strings.ToValidUTF8(s, "") && utf8.ValidString(s) {
			t.Fatalf("%q written as %s is read as %q: %v", s, w.b, back, err)
		}
	})
}

func BenchmarkAppendJSON(b *testing.B) {
	d := example(b)
	d.Report.Text = strings.Repeat(d.Report.Text, 20)
	buf := AppendJSON(nil, d)
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendJSON(buf[:0], d)
	}
}
