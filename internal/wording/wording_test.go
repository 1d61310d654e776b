package wording

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuoteMarks(t *testing.T) {
	for in, want := range map[string]string{
		`"We will go," she said.`:                    `“We will go,” she said.`,
		`“There is little left,“ he said`:            `“There is little left,” he said`,
		`there is little left,“ he said`:             `“there is little left,” he said`,
		`nobody is left," he said, "and nobody came`: `“nobody is left,” he said, “and nobody came”`,
		`a "road" and a "wall"`:                      `a “road” and a “wall”`,
		`plain words`:                                `plain words`,
		`he called it "a start`:                      `he called it “a start”`,
		`«Yes», said the minister`:                   `“Yes”, said the minister`,
	} {
		if got := QuoteMarks(in); got != want {
			t.Errorf("QuoteMarks(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestUndated(t *testing.T) {
	for in, want := range map[string]string{
		"GENEVA, May 3 (Coast Press) - Peru agreed.":  "Peru agreed.",
		"OSLO (Coast Press) — Peru agreed.":           "Peru agreed.",
		"QUITO/LIMA, May 3 (Coast Press) - They met.": "They met.",
		"Peru - as it said - agreed.":                 "Peru - as it said - agreed.",
		"NATO - the alliance - agreed.":               "NATO - the alliance - agreed.",
	} {
		if got := Undated(in); got != want {
			t.Errorf("Undated(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPhrase(t *testing.T) {
	for _, x := range []struct{ sentence, cue, what, want string }{
		{"Peru is ready to open the port, its minister said.", "ready", "open the port", "to open the port"},
		{"Peru offered a pause of two weeks so that the boats could pass.", "offered", "pause", "a pause of two weeks"},
		{"Chile called for stronger patrols.", "called", "stronger patrols", "stronger patrols"},
		{"Both agreed on Friday to share the water.", "agreed", "share the water", "to share the water"},
		{"Peru agreed to a Swiss plan for the strait.", "agreed", "Swiss plan", "a Swiss plan for the strait"},
		{"Chile accused Peru of dragging its feet, and left.", "accused", "dragging its feet", "Peru of dragging its feet"},
		{"Chile accused Peru of a slow start.", "accused", "", "Peru of a slow start"},
		{"She is ready for a halt in the air, at sea and on land, he wrote.", "ready", "a halt", "a halt in the air, at sea and on land"},
		{`He would work under "strong rules" for a while.`, "would", "work under", `would work under “strong rules” for a while`},
		{"Lima has ruled that out.", "ruled", "that", ""},
		{"Lima wants it.", "wants", "it", ""},
		{"Lima said no.", "", "", ""},
		{"There is “no pact until there is a pact,” he said.", "is", "no pact until there is a pact", "“no pact until there is a pact”"},
	} {
		if got := Phrase(x.sentence, x.cue, x.what, strings.Index(x.sentence, x.cue)); got != x.want {
			t.Errorf("%s\n got %q\nwant %q", x.sentence, got, x.want)
		}
	}
}

func TestTitle(t *testing.T) {
	if got := Title("to support Peru"); got != "To support Peru" {
		t.Errorf("got %q", got)
	}
	long := Title("exchange all of the prisoners that either side has taken since the spring of that year")
	if len(long) > Labelled+len(" …") || !strings.HasSuffix(long, " …") {
		t.Errorf("got %q", long)
	}
}

func TestFit(t *testing.T) {
	for in, want := range map[string]bool{"pay back the loan": true, "deadline that": false, "course": false, "": false, "that one": false} {
		if Fit(in) != want {
			t.Errorf("Fit(%q) is %v", in, !want)
		}
	}
	if !GivenUp("Lima had asked for more, but dropped the demand in May.", "demand in May") || GivenUp("Lima now wants the port.", "the port") {
		t.Error("what is given up is not told from what came instead")
	}
}

func FuzzPhrase(f *testing.F) {
	f.Add("Peru is ready to open the port, he said.", "ready", "open the port", 8)
	f.Add(`"`, `"`, `"`, 0)
	f.Add("a, and", "a", ",", 3)
	f.Fuzz(func(t *testing.T, sentence, cue, what string, at int) {
		if !utf8.ValidString(sentence) {
			return
		}
		if got := Phrase(sentence, cue, what, at); utf8.ValidString(what) && !utf8.ValidString(got) {
			t.Errorf("%q is cut in a character", got)
		}
		QuoteMarks(sentence)
		Undated(sentence)
		Title(sentence)
	})
}
