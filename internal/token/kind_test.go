package token

import (
	"slices"
	"testing"
)

// shape lists the kinds of text's paragraphs, each with its first word and, in
// brackets, its dateline.
func shape(text string) (out []string) {
	l := Split(text)
	for _, p := range l.Paragraphs {
		s := p.Kind.String() + " " + l.Form(text, l.Sentences[p.Sentences.First].Tokens.First)
		if !p.Dateline.Empty() {
			s += " [" + p.Dateline.In(text) + "]"
		}
		out = append(out, s)
	}
	return out
}

func TestParagraphs(t *testing.T) {
	const body = "The ministers met on Monday and agreed to meet again."
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"lines", "One is here.\nTwo is here.\n\nThree is.", []string{"body One", "body Two", "body Three"}},
		{"line ends", "One.\r\nTwo.\rThree.\u2028Four.\u0085Five.", []string{"body One", "body Two", "body Three", "body Four", "body Five"}},
		{"wrapped", "The ministers met in the city on Monday and\nagreed to meet again before the end of the\nmonth, officials said after the talks.\n\nNobody said where they would meet, or what\nthe agenda would be.\n",
			[]string{"body The", "body Nobody"}},
		{"wrapped, no blank lines", "The ministers met in the city on Monday and\nagreed to meet again before the end of the\nmonth.\nNobody said where they would meet, or what\nthe agenda would be.\n",
			[]string{"body The", "body Nobody"}},
		{"heading", body + "\nWhat comes next\n" + body, []string{"body The", "heading What", "body The"}},
		{"mark-up", "# Talks resume\n\n" + body, []string{"heading #", "body The"}},
		{"title", "Ministers to meet again in Geneva\n\n" + body, []string{"heading Ministers", "body The"}},
		{"byline", "By Jane Example and John Sample\n" + body, []string{"byline By", "body The"}},
		{"byline with agency", "By JANE EXAMPLE, Example Press\n" + body, []string{"byline By", "body The"}},
		{"no byline", "By Monday the ministers had agreed to meet.\n" + body, []string{"body By", "body The"}},
		{"no byline either", "By then, the ministers had agreed\n" + body, []string{"heading By", "body The"}},
		{"date", "Friday, September 6, 2019\n" + body, []string{"byline Friday", "body The"}},
		{"sign-off", body + "\n(Reporting by Jane Example; Editing by John Sample)", []string{"body The", "byline ("}},
		{"boilerplate", body + "\nRead more: Ministers meet\nPhoto: A. Sample/Reuters\nShare this article\nA view of the hall. Sam Ple/Getty Images",
			[]string{"body The", "caption Read", "caption Photo", "caption Share", "caption A"}},
		{"ap", "KYIV, Ukraine (AP) — " + body, []string{"body KYIV [KYIV, Ukraine (AP) —]"}},
		{"reuters", "MOSCOW, Aug. 19 (Reuters) - " + body, []string{"body MOSCOW [MOSCOW, Aug. 19 (Reuters) -]"}},
		{"an agency that is not listed", "OTTAWA, June 3 (Northern Agency) - " + body, []string{"body OTTAWA [OTTAWA, June 3 (Northern Agency) -]"}},
		{"no day, no place", "OTTAWA (Northern Agency) - " + body, []string{"body OTTAWA"}},
		{"two places", "GENEVA/WASHINGTON (Reuters) – " + body, []string{"body GENEVA [GENEVA/WASHINGTON (Reuters) –]"}},
		{"place alone", "Berlin – " + body, []string{"body Berlin [Berlin –]"}},
		{"capitals", "UNITED NATIONS -- " + body, []string{"body UNITED [UNITED NATIONS --]"}},
		{"no dateline", "Moscow – a city of millions – slept.", []string{"body Moscow"}},
		{"not a name", "Jane Example — Ivy League graduate and envoy — spoke.", []string{"body Jane"}},
		{"nor here", "Putin said (AP) that he would go - perhaps.", []string{"body Putin"}},
		{"empty", "\ufeff \u200b \n\n\u00a0", nil},
	} {
		if got := shape(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
