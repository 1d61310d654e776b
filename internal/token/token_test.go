package token

import (
	"strings"
	"testing"
)

// forms is the words of text, a space between them and "|" between sentences.
func forms(text string) string {
	l := Split(text)
	var b strings.Builder
	for i, sent := range l.Sentences {
		if i > 0 {
			b.WriteString(" | ")
		}
		for t := sent.Tokens.First; t < sent.Tokens.End; t++ {
			if t > sent.Tokens.First {
				b.WriteByte(' ')
			}
			b.WriteString(l.Form(text, t))
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They don't know.", "They do n't know ."},
		{"Putin’s aide can’t, won’t and cannot say.", "Putin ’s aide ca n’t , wo n’t and can not say ."},
		{"the leaders’ meeting", "the leaders ’ meeting"},
		{"A 15-year Geneva-based anti-war envoy", "A 15 - year Geneva - based anti-war envoy"},
		{"Ban Ki-moon met Kim Jong-un", "Ban Ki-moon met Kim Jong-un"},
		{"$5bn, 10% and 1,000.5 at 10:30 a.m. on 9/11", "$ 5 bn , 10 % and 1,000.5 at 10:30 a.m. on 9/11"},
		{"In the U.S. He left.", "In the U.S. | He left ."},
		{"The U.S. President left.", "The U.S. President left ."},
		{"On Jan. 5. Dr. Smith said so.", "On Jan. 5 . | Dr. Smith said so ."},
		{"“We will go.” She left. “No!” he said.", "“ We will go . ” | She left . | “ No ! ” he said ."},
		{"See https://example.org/a?b=c, and mail a.b@c.org.", "See https://example.org/a?b=c , and mail a.b@c.org ."},
		{"Wait... what and/or — yes?", "Wait ... what and / or — yes ?"},
		{"J. K. Rowling and George W. Bush spoke.", "J. K. Rowling and George W. Bush spoke ."},
		{"in the ’90s, ’tis said", "in the ’90s , ’t is said"},
		{"“Why now?” the minister asked.", "“ Why now ? ” the minister asked ."},
		{"“Why now?” Then she left.", "“ Why now ? ” | Then she left ."},
		{"KYIV, Ukraine (AP) — He met them.", "KYIV , Ukraine ( AP ) — | He met them ."},
		{"The talks ended.[12] No date was set.", "The talks ended . [ 12 ] | No date was set ."},
		{"(He did not say why.) The talks go on.", "( He did not say why . ) | The talks go on ."},
		{"Prices rose 3.5 percent vs. 2 percent, i.e. more.", "Prices rose 3.5 percent vs. 2 percent , i.e. more ."},
		{"ended the talks.The minister left", "ended the talks . | The minister left"},
		{"al-Assad, ex-President, U.S.-led, 2019-2020, 555-1234", "al - Assad , ex-President , U.S. - led , 2019 - 2020 , 555-1234"},
	} {
		if got := forms(c.text); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
