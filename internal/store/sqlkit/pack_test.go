package sqlkit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

func TestPack(t *testing.T) {
	words := "The envoy said that the talks would go on, and left the hall by noon."
	for s, want := range map[string]string{
		"":                                "",
		"envoy":                           "envoy", // too short to gain by it
		"the talks would go on":           "@20,21",
		"the talks would … left the hall": "@20,15;47,13",
		"left the hall … the talks would": "left the hall … the talks would", // not in this order
		"@home in the hall":               "@@home in the hall",
		"@":                               "@@",
		" … ":                             " … ",
	} {
		got := pack(words, s)
		if got != want {
			t.Errorf("%q is packed as %q, want %q", s, got, want)
		}
		if back := unpack(words, got); back != s {
			t.Errorf("%q comes back as %q", s, back)
		}
	}
	for _, damaged := range []string{"@", "@3", "@3,", "@900,3", "@3,900", "@-1,2", "@9223372036854775807,9"} {
		unpack(words, damaged)
	}
}

func FuzzPack(f *testing.F) {
	f.Add("some words of a line", "words of")
	f.Add("a … b", "@1,2")
	f.Fuzz(func(t *testing.T, words, s string) {
		if back := unpack(words, pack(words, s)); back != s {
			t.Errorf("%q within %q comes back as %q", s, words, back)
		}
		unpack(words, s)
		if c := clean(s); !utf8.ValidString(c) || len(c) != len(s) || strings.Contains(c, "\x00") {
			t.Errorf("%q cleaned is %q", s, c)
		}
	})
}

func TestTag(t *testing.T) {
	for key, want := range map[string]string{"": "", "r1:m2": "m2", "r2:m2": ":r2:m2", "r1:": ":r1:", "odd": ":odd", "r1::x": ":r1::x"} {
		got := tag("r1", key)
		if got != want || untag("r1", got) != key {
			t.Errorf("%q: %q, back %q, want %q", key, got, untag("r1", got), want)
		}
	}
}

func TestDayNumber(t *testing.T) {
	for day, want := range map[ledger.Day]int64{"2025-08-20": 20250820, "": 0, "2025-8-20": 0, "2025-08": 0, "yyyy-mm-dd": 0, "0000-00-00": 0} {
		if got := dayNumber(day); got != want {
			t.Errorf("%q: %d, want %d", day, got, want)
		}
	}
	if got := numberDay(20250820); got != "2025-08-20" {
		t.Errorf("%q", got)
	}
}

// TestNumbersStay fails where a closed list was put into another order: ledgers
// hold the numbers, so names may only be added at the end.
func TestNumbersStay(t *testing.T) {
	for what, x := range map[string]struct {
		name func(uint8) string
		want string
	}{
		"act":       {func(i uint8) string { return doc.Act(i).String() }, "meet propose support agree offer demand reject doubt deny accuse threaten concede aid coerce fight leave expect"},
		"status":    {func(i uint8) string { return doc.Status(i).String() }, "stated done planned possible reported denied"},
		"voice":     {func(i uint8) string { return doc.Voice(i).String() }, "own official relayed unnamed narrated"},
		"stance":    {func(i uint8) string { return doc.Stance(i).String() }, "for open if doubts against"},
		"statement": {func(i uint8) string { return doc.StatementKind(i).String() }, "direct indirect mixed"},
		"proposal":  {func(i uint8) string { return doc.ProposalKind(i).String() }, "meeting truce deal force guarantee measure other"},
		"option":    {func(i uint8) string { return doc.OptionKind(i).String() }, "venue format date mediator term"},
		"condition": {func(i uint8) string { return doc.ConditionStatus(i).String() }, "open met lapsed withdrawn"},
		"actor":     {func(i uint8) string { return doc.NameKind(i).String() }, "person country place organisation group"},
	} {
		for i, want := range strings.Fields(x.want) {
			if got := x.name(uint8(i + 1)); got != want {
				t.Errorf("%s %d is %q, was %q: ledgers that exist would tell another thing", what, i+1, got, want)
			}
		}
	}
}

func TestExcerpt(t *testing.T) {
	text := "One two three four five six seven eight nine ten the Élysée palace held; " + strings.Repeat("more words ", 20)
	for words, want := range map[string]string{
		`elysee`:          "four five six seven eight nine ten the \x01Élysée\x02",
		`"elysee palace"`: "\x01Élysée palace\x02 held;",
		`elys*`:           "\x01Élysée\x02",
		`heading`:         "A \x01heading\x02",
	} {
		got := excerptOf("A heading", text, TermsOf(words))
		if !strings.Contains(got+" ", want) {
			t.Errorf("%s: %q, want %q in it", words, got, want)
		}
	}
	if got := excerptOf("", "a \x01forged\x02 mark", TermsOf("mark")); strings.Count(got, "\x01") != 1 {
		t.Errorf("%q", got)
	}
}

func TestOneLine(t *testing.T) {
	for _, s := range []string{
		"", " ", "a", "a b", " a b", "a b ", "a  b", "a\tb", "a\nb c", "“a” b", "a\u00a0b", "a\u2028b", "a\u3000 b", "a \u0085", "\xff a", "a \xffb  c", "\x01 a", "a\x00b", "a b  ",
	} {
		if got, want := oneLine(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestNumberDay(t *testing.T) {
	for n, want := range map[int64]ledger.Day{0: "", -1: "", 20250820: "2025-08-20", 1: "0000-00-01", 9999_99_99: "9999-99-99", 9999_99_99 + 1: "", 7_01_02: "0007-01-02"} {
		if got := numberDay(n); got != want {
			t.Errorf("numberDay(%d) = %q, want %q", n, got, want)
		}
	}
}
